// The main job, end to end: the built demo with all its rows, then the text specimen, in a real browser. Prints what they cost;
// exits 1 with the reason on any page error, blank area, more draw calls in a frame than a few, or anything written while
// nothing happens.
import { launchChromium } from './browser.mjs';
import { serveExamples } from './serve.mjs';
import { installProbe, runIdle, runScrollBy } from './smoke-page.mjs';
import { smokeSpecimen } from './smoke-specimen.mjs';

const ROWS = 3_000_000;
const WHEEL_FRAMES = 75;
const THROW_FRAMES = 75;
const SCROLL_BY_FRAMES = 150;
const SAMPLE_EVERY = 20;
/** Draw calls of a frame that draws everything, and, of one that draws parts, for each part. */
const MAX_DRAWS = 4;
const MAX_PART_DRAWS = 6;
/** CSS pixels: between the contents of two rows there are about 16, and a missing row leaves 38 more. */
const MAX_GAP = 28;
const IDLE_MS = 1500;
const INPUT_MS = 15_000;

const failures = [];
const server = await serveExamples({ port: 0, logLevel: 'error' });
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => failures.push(`page error: ${error.message}`));
  page.on('crash', () => failures.push('page error: the page crashed'));
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(`console error: ${message.text()}`);
  });
  await page.addInitScript(installProbe);
  const load = await loadAll(page);
  await fling(page);
  await page.evaluate(() => window.smoke.stop());
  const { seen, series } = await page.evaluate(() => window.smoke);
  const bound = await page.evaluate(() => window.flights.screen.list.bound);
  const idle = await page.evaluate(runIdle, IDLE_MS);
  failures.push(...judge(seen, idle));
  failures.push(
    ...(await page.evaluate(() => window.flights.errors)).map((e) => `app error: ${e}`),
  );
  print(load, seen, series, bound, idle);
  await page.close();
  show(
    await smokeSpecimen(
      browser,
      `${server.url}text/`,
      { maxDraws: MAX_DRAWS, maxPartDraws: MAX_PART_DRAWS },
      failures,
    ),
  );
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
  await server.close();
}
for (const failure of failures) console.error(`smoke: ${failure}`);
console.log(failures.length === 0 ? 'smoke: passed' : `smoke: failed (${failures.length})`);
process.exit(failures.length === 0 ? 0 : 1);

async function loadAll(page) {
  const startedAt = performance.now();
  await page.goto(`${server.url}flights/`);
  const isThere = () =>
    window.flights?.screen.list.firstVisible >= 0 || window.flights?.errors.length > 0;
  await page.waitForFunction(isThere, null, { timeout: 20_000, polling: 50 });
  const firstRowsMs = performance.now() - startedAt;
  const isEnded = (rows) =>
    window.flights.load.rowCount === rows || window.flights.errors.length > 0;
  await page.waitForFunction(isEnded, ROWS, { timeout: 30_000, polling: 50 });
  const { rows, errors } = await page.evaluate(() => ({
    rows: window.flights.load.rowCount,
    errors: window.flights.errors,
  }));
  if (rows !== ROWS) throw new Error(`${rows} of ${ROWS} rows were read: ${errors.join('; ')}`);
  return { rows, firstRowsMs, allRowsMs: performance.now() - startedAt };
}

/** Half of the frames moved by a wheel and by a finger that throws the list, half by the list's own function. */
async function fling(page) {
  await page.evaluate(async (sampleEvery) => {
    const { list } = window.flights.screen;
    list.scrollToIndex(Math.floor(window.flights.load.rowCount / 2));
    for (let i = 0; i < 4; i++) await window.smoke.nextFrame();
    window.smoke.follow(sampleEvery);
  }, SAMPLE_EVERY);
  await turnWheel(page, WHEEL_FRAMES);
  await throwList(page, WHEEL_FRAMES + THROW_FRAMES);
  await page.evaluate(runScrollBy, SCROLL_BY_FRAMES);
}

async function turnWheel(page, frames) {
  const from = await scrollTop(page);
  const deadline = performance.now() + INPUT_MS;
  await page.mouse.move(640, 400);
  for (let i = 0; (await framesSeen(page)) < frames; i++) {
    if (performance.now() > deadline)
      return failures.push('the wheel does not keep the list in motion');
    await page.mouse.wheel(0, 60 + ((i * 37) % 120));
  }
  if ((await scrollTop(page)) - from < 1000) failures.push('the wheel does not scroll the list');
}

/** Throws the list with a finger, up and down in turn, and lets it run on. */
async function throwList(page, frames) {
  const devtools = await page.context().newCDPSession(page);
  const deadline = performance.now() + INPUT_MS;
  for (let up = true; (await framesSeen(page)) < frames; up = !up) {
    if (performance.now() > deadline)
      return failures.push('a finger does not keep the list in motion');
    await swipe(devtools, up ? 620 : 220, up ? -40 : 40);
    const released = await scrollTop(page);
    await page.waitForTimeout(300);
    const further = ((await scrollTop(page)) - released) * (up ? 1 : -1);
    if (further < 20) return failures.push(`a thrown list goes on for ${further} px only`);
  }
}

/** A finger that moves by `step` px every 16 ms by its own clock: a busy machine must not make it rest. */
async function swipe(devtools, from, step) {
  const startedAt = Date.now() / 1000;
  const moves = 8;
  const touch = (type, i) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: 640, y: from + i * step }],
      timestamp: startedAt + i * 0.016,
    });
  const sent = [touch('touchStart', 0)];
  for (let i = 1; i <= moves; i++) sent.push(touch('touchMove', i));
  sent.push(touch('touchEnd', moves));
  await Promise.all(sent);
}

function scrollTop(page) {
  return page.evaluate(() => window.flights.screen.list.scrollTop);
}

function framesSeen(page) {
  return page.evaluate(() => window.smoke.seen.frames);
}

function judge(seen, idle) {
  const found = [];
  const frames = WHEEL_FRAMES + THROW_FRAMES + SCROLL_BY_FRAMES;
  if (seen.frames < frames) found.push(`only ${seen.frames} of ${frames} frames were run`);
  if (seen.mostDraws > MAX_DRAWS) {
    found.push(`${seen.mostDraws} draw calls in a frame, at most ${MAX_DRAWS} are allowed`);
  }
  if (seen.mostPartDraws > MAX_PART_DRAWS) {
    found.push(
      `${seen.mostPartDraws} draw calls for a part of the picture, at most ${MAX_PART_DRAWS} are allowed`,
    );
  }
  if (seen.mostDraws + seen.mostPartDraws === 0) found.push('nothing was drawn during the fling');
  if (seen.blank > 0) found.push(`${seen.blank} px of the list stayed blank`);
  if (seen.gap > MAX_GAP) {
    found.push(
      `the picture has a blank band ${seen.gap} px high, between rows are at most ${MAX_GAP}`,
    );
  }
  if (seen.still > 0) found.push(`the picture stood still ${seen.still} times during the fling`);
  if (!idle) return [...found, 'the loop does not fall asleep within 5 s after the fling'];
  for (const [name, count] of Object.entries(idle)) {
    if (count !== 0) found.push(`while idle: ${count} ${name}`);
  }
  return found;
}

function print(load, seen, series, bound, idle) {
  const spread = (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    return (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  };
  const work = spread(series.work);
  const interval = spread(series.intervals);
  const count = (value) => Math.round(value).toLocaleString('en');
  const lines = {
    rows: count(load.rows),
    'first rows': `${count(load.firstRowsMs)} ms, all rows ${count(load.allRowsMs)} ms`,
    fling: `${seen.frames} frames, ${count(seen.pixels)} px, ${count(bound)} rows bound`,
    'driven by': `wheel ${WHEEL_FRAMES}, finger ${THROW_FRAMES}, scrollBy ${SCROLL_BY_FRAMES} frames at least`,
    'work per frame': `median ${work(0.5).toFixed(2)} ms, p95 ${work(0.95).toFixed(2)} ms, p99 ${work(0.99).toFixed(2)} ms`,
    'frame interval': `median ${interval(0.5).toFixed(1)} ms, p95 ${interval(0.95).toFixed(1)} ms`,
    'draw calls': `at most ${seen.mostDraws} a frame, ${seen.mostPartDraws} for a part of the picture`,
    'records written': `median ${spread(series.records)(0.5)} a frame`,
    'bytes uploaded': `median ${(spread(series.bytes)(0.5) / 1024).toFixed(1)} KB a frame`,
    'blank area': `${seen.blank} px; at most ${seen.gap} px between rows in ${seen.samples} pictures`,
    idle: idle
      ? `${Object.entries(idle)
          .map(([name, n]) => `${n} ${name}`)
          .join(', ')} in ${IDLE_MS} ms`
      : 'never',
  };
  show(lines);
}

function show(lines) {
  for (const [name, line] of Object.entries(lines)) console.log(name.padEnd(18) + line);
}
