// Makes the pictures of docs/images from the built examples: the flights dark and light, at 1 and 2 device pixels per CSS pixel, and
// with the tuning panel; the others once. With names as arguments, these alone.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from './browser.mjs';
import { root } from './entries.mjs';
import { serveExamples } from './serve.mjs';

const folder = path.join(root, 'docs/images');
const viewport = { width: 1280, height: 720 };
// Every kind of delay is in sight from here, and two flights so late that they have a second line.
const FIRST_ROW = 1_207_753;
const SCROLL_FRAMES = 40;

const pictures = [
  { name: 'flights-dark.png', colorScheme: 'dark', deviceScaleFactor: 1 },
  { name: 'flights-dark@2x.png', colorScheme: 'dark', deviceScaleFactor: 2 },
  { name: 'flights-light.png', colorScheme: 'light', deviceScaleFactor: 1 },
  { name: 'flights-light@2x.png', colorScheme: 'light', deviceScaleFactor: 2 },
  { name: 'flights-tuning.png', colorScheme: 'dark', deviceScaleFactor: 1, tuning: true },
];

const others = [
  { name: 'text-light.png', example: 'text', colorScheme: 'light', deviceScaleFactor: 1 },
  { name: 'text-dark@2x.png', example: 'text', colorScheme: 'dark', deviceScaleFactor: 2 },
  { name: 'cards-dark.png', example: 'cards', colorScheme: 'dark', deviceScaleFactor: 1 },
  { name: 'table-dark.png', example: 'table', colorScheme: 'dark', deviceScaleFactor: 1 },
  { name: 'gallery-dark.png', example: 'gallery', colorScheme: 'dark', deviceScaleFactor: 1 },
  { name: 'feed-dark.png', example: 'feed', colorScheme: 'dark', deviceScaleFactor: 1 },
];
const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(name);

mkdirSync(folder, { recursive: true });
const server = await serveExamples({ port: 0, logLevel: 'error' });
const browser = await launchChromium();
try {
  for (const { name, tuning = false, ...look } of pictures.filter(isWanted)) {
    const page = await browser.newPage({ viewport, ...look });
    await page.goto(`${server.url}flights/`);
    await page.waitForFunction(() => {
      const { rowCount, total } = window.flights?.load ?? {};
      return total > 0 && rowCount === total;
    });
    if (tuning) await page.evaluate(() => window.flights.toggleTuning());
    await page.evaluate(scrollTo, { row: FIRST_ROW, frames: SCROLL_FRAMES });
    await page.waitForFunction(() => window.flights.app.asleep);
    const { errors, blank } = await page.evaluate(() => ({
      errors: window.flights.errors,
      blank: window.flights.screen.list.blank,
    }));
    if (errors.length > 0 || blank > 0) throw new Error(`${name}: ${errors} ${blank} px blank`);
    await page.screenshot({ path: path.join(folder, name) });
    console.log(name);
    await page.close();
  }
  for (const { name, example, ...look } of others.filter(isWanted)) {
    const page = await browser.newPage({ viewport, ...look });
    const key = example === 'text' ? 'specimen' : example;
    await page.goto(`${server.url}${example}/`);
    await page.waitForFunction((key) => window[key]?.app.frameCount > 3, key);
    await page.evaluate((key) => window[key].fonts, key);
    await page.waitForFunction((key) => {
      const { rowCount, total } = window[key].load ?? {};
      return rowCount === undefined || (total > 0 && rowCount === total);
    }, key);
    await page.waitForTimeout(3_000);
    const errors = await page.evaluate((key) => window[key].errors, key);
    if (errors.length > 0) throw new Error(`${name}: ${errors}`);
    await page.screenshot({ path: path.join(folder, name) });
    console.log(name);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

/** Runs in the page: arrives at a row in motion, so that the status line shows what scrolling costs. */
async function scrollTo({ row, frames }) {
  const { list } = window.flights.screen;
  list.scrollToIndex(row - frames);
  for (let i = 0; i < frames; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    list.scrollBy(38);
  }
  list.scrollToIndex(row);
}
