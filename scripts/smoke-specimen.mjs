// The second part of the smoke run: the built text specimen, with every font, read from top to bottom.
import { installProbe, runIdle } from './smoke-page.mjs';

const STEPS_AT_MOST = 60;
const IDLE_MS = 500;

/**
 * Reads the specimen at `url` as a visitor with a wheel would, and presses its theme key. Adds what is wrong to `failures`;
 * returns what was seen, by name.
 */
export async function smokeSpecimen(browser, url, { maxDraws, maxPartDraws }, failures) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const fail = (what) => failures.push(`text specimen: ${what}`);
  page.on('pageerror', (error) => fail(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') fail(`console error: ${message.text()}`);
  });
  await page.addInitScript(installProbe);
  await page.goto(url);
  await page.waitForFunction(() => window.specimen, null, { timeout: 20_000, polling: 50 });
  await page.evaluate(() => window.specimen.fonts);
  const faces = await page.evaluate(
    () => [...document.fonts].filter(({ status }) => status === 'loaded').length,
  );
  if (faces === 0) fail('none of its fonts came');
  const seen = await read(page);
  if (seen.blank > 0) fail(`${seen.blank} px of the list stayed blank`);
  if (seen.draws > maxDraws) fail(`${seen.draws} draw calls in a frame`);
  if (seen.partDraws > maxPartDraws) fail(`${seen.partDraws} draw calls for a part of the picture`);
  if (seen.draws + seen.partDraws === 0) fail('nothing was drawn');
  if (!seen.atEnd) fail('the wheel does not reach the end of the page');
  const before = await page.evaluate(() => window.specimen.palette.name);
  await page.keyboard.press('t');
  await page.waitForFunction((name) => window.specimen.palette.name !== name, before);
  const idle = await page.evaluate(runIdle, IDLE_MS);
  if (!idle) fail('the loop does not fall asleep');
  for (const [name, count] of Object.entries(idle ?? {})) {
    if (count !== 0) fail(`while idle: ${count} ${name}`);
  }
  for (const error of await page.evaluate(() => window.specimen.errors)) fail(error);
  await page.close();
  return {
    'text specimen': `${faces} fonts, ${seen.steps} turns of the wheel, at most ${seen.draws} draw calls a frame, ${seen.partDraws} for a part of the picture`,
  };
}

async function read(page) {
  const seen = { steps: 0, draws: 0, partDraws: 0, blank: 0, atEnd: false };
  await page.mouse.move(640, 400);
  for (let top = -1; seen.steps < STEPS_AT_MOST; seen.steps++) {
    const now = await page.evaluate(async () => {
      const { width, height } = document.querySelector('canvas');
      let draws = 0;
      let partDraws = 0;
      for (let i = 0; i < 6; i++) {
        await window.smoke.nextFrame();
        const stats = window.specimen.app.renderer.stats();
        if (stats.damagedPixels === width * height) draws = Math.max(draws, stats.draws);
        else partDraws = Math.max(partDraws, stats.draws / Math.max(1, stats.damageRects));
      }
      const { scrollTop, blank } = window.specimen.screen.list;
      return { scrollTop, blank, draws, partDraws };
    });
    seen.draws = Math.max(seen.draws, now.draws);
    seen.partDraws = Math.max(seen.partDraws, now.partDraws);
    seen.blank = Math.max(seen.blank, now.blank);
    seen.atEnd = now.scrollTop === top;
    if (seen.atEnd) break;
    top = now.scrollTop;
    await page.mouse.wheel(0, 500);
  }
  return seen;
}
