// The main job, end to end: the built demo with all its rows in a real browser. Prints what it cost; exits 1 with the reason
// on any page error, blank area, more than 4 draw calls in a frame, or anything written while nothing happens.
import { launchChromium } from './browser.mjs';
import { serveExamples } from './serve.mjs';

const ROWS = 3_000_000;
const FLING_FRAMES = 300;
const MAX_DRAWS = 4;
const IDLE_MS = 1500;

const failures = [];
const server = await serveExamples({ port: 0, logLevel: 'error' });
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => failures.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(`console error: ${message.text()}`);
  });
  const startedAt = performance.now();
  await page.goto(`${server.url}flights/`);
  await page.waitForFunction(() => window.flights?.screen.list.firstVisible >= 0, null, { timeout: 60_000, polling: 50 });
  const firstRowsMs = performance.now() - startedAt;
  await page.waitForFunction((rows) => window.flights.load.rowCount === rows, ROWS, { timeout: 120_000, polling: 50 });
  const loadMs = performance.now() - startedAt;

  const fling = await page.evaluate(runFling, { frames: FLING_FRAMES, maxDraws: MAX_DRAWS });
  failures.push(...fling.failures);
  const idle = await page.evaluate(runIdle, IDLE_MS);
  failures.push(...idle.failures);
  failures.push(...(await page.evaluate(() => window.flights.errors.map((error) => `app error: ${error}`))));

  console.log(`rows              ${fling.rows.toLocaleString('en')}`);
  console.log(`first rows        ${firstRowsMs.toFixed(0)} ms, all rows ${loadMs.toFixed(0)} ms`);
  console.log(`fling             ${fling.frames} frames, ${fling.pixels.toLocaleString('en')} px, ${fling.bound} rows bound`);
  console.log(`work per frame    median ${fling.workMs.median.toFixed(2)} ms, p95 ${fling.workMs.p95.toFixed(2)} ms, p99 ${fling.workMs.p99.toFixed(2)} ms`);
  console.log(`frame interval    median ${fling.intervalMs.median.toFixed(1)} ms, p95 ${fling.intervalMs.p95.toFixed(1)} ms`);
  console.log(`draw calls        at most ${fling.maxDraws} a frame`);
  console.log(`records written   median ${fling.records.median} a frame`);
  console.log(`bytes uploaded    median ${(fling.bytes.median / 1024).toFixed(1)} KB a frame`);
  console.log(`blank area        ${fling.blank} px`);
  console.log(`idle              ${idle.frames} frames, ${idle.records} records, ${idle.draws} draws, ${idle.bytes} bytes in ${IDLE_MS} ms`);
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
  await server.close();
}
for (const failure of failures) console.error(`smoke: ${failure}`);
console.log(failures.length === 0 ? 'smoke: passed' : `smoke: failed (${failures.length})`);
process.exit(failures.length === 0 ? 0 : 1);

/** Runs in the page: scrolls a little every frame, turning round at half time, and looks at the picture itself afterwards. */
async function runFling({ frames, maxDraws }) {
  const { app, load } = window.flights;
  const list = window.flights.screen.list;
  const found = [];
  const work = [];
  const intervals = [];
  const records = [];
  const bytes = [];
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let last = await nextFrame();
  let mostDraws = 0;
  let blank = 0;
  let pixels = 0;
  list.scrollToIndex(Math.floor(load.rowCount / 2));
  await nextFrame();
  await nextFrame();
  for (let i = 0; i < frames; i++) {
    const step = (i < frames / 2 ? 1 : -1) * (20 + ((i * 37) % 120));
    list.scrollBy(step);
    pixels += Math.abs(step);
    const now = await nextFrame();
    intervals.push(now - last);
    last = now;
    const stats = app.renderer.stats();
    work.push(app.telemetry.lastFrameMs);
    records.push(stats.recordsWritten);
    bytes.push(stats.bytesUploaded);
    mostDraws = Math.max(mostDraws, stats.draws);
    blank = Math.max(blank, list.blank);
  }
  if (mostDraws > maxDraws) found.push(`${mostDraws} draw calls in a frame, at most ${maxDraws} are allowed`);
  if (mostDraws === 0) found.push('nothing was drawn during the fling');
  if (blank > 0) found.push(`${blank} px of the list stayed blank`);
  found.push(...emptyBands());
  const spread = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    return { median: at(0.5), p95: at(0.95), p99: at(0.99) };
  };
  return {
    failures: found,
    rows: load.rowCount,
    frames,
    pixels,
    bound: list.bound,
    maxDraws: mostDraws,
    blank,
    workMs: spread(work),
    intervalMs: spread(intervals),
    records: spread(records),
    bytes: spread(bytes),
  };

  /** Independent of what the list says of itself: every 60 px band of its area must show more than one colour. */
  function emptyBands() {
    const source = document.querySelector('#surface');
    const copy = new OffscreenCanvas(source.width, source.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(source, 0, 0);
    const scale = source.width / source.clientWidth;
    const problems = [];
    for (let top = 150; top + 60 <= source.clientHeight - 40; top += 60) {
      const { data } = copy.getImageData(0, Math.round(top * scale), source.width, Math.round(60 * scale));
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      if (seen.size < 8) problems.push(`the picture between y = ${top} and ${top + 60} shows ${seen.size} colours: a blank band`);
    }
    return problems;
  }
}

/** Runs in the page: waits until the loop sleeps, then sees whether anything at all happens. */
async function runIdle(idleMs) {
  const { app } = window.flights;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const deadline = performance.now() + 5000;
  while (!app.asleep && performance.now() < deadline) await wait(50);
  if (!app.asleep) return { failures: ['the loop does not fall asleep within 5 s after the fling'], frames: 0, records: 0, draws: 0, bytes: 0 };
  const stats = app.renderer.stats();
  const before = { frames: app.frameCount, records: stats.totalRecordsWritten, draws: stats.totalDraws, bytes: stats.totalBytesUploaded };
  await wait(idleMs);
  const idle = {
    frames: app.frameCount - before.frames,
    records: stats.totalRecordsWritten - before.records,
    draws: stats.totalDraws - before.draws,
    bytes: stats.totalBytesUploaded - before.bytes,
  };
  const failures = Object.entries(idle)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `while idle: ${count} ${name}`);
  return { failures, ...idle };
}
