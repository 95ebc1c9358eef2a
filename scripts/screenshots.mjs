// Makes the pictures of docs/images from the built demo: dark and light, at 1 and 2 device pixels per CSS pixel.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from './browser.mjs';
import { root } from './entries.mjs';
import { serveExamples } from './serve.mjs';

const folder = path.join(root, 'docs/images');
const viewport = { width: 1280, height: 720 };
// Far enough in for every kind of delay to be in sight.
const FIRST_ROW = 1_203_311;

mkdirSync(folder, { recursive: true });
const server = await serveExamples({ port: 0, logLevel: 'error' });
const browser = await launchChromium();
try {
  for (const colorScheme of ['dark', 'light']) {
    for (const deviceScaleFactor of [1, 2]) {
      const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor });
      await page.goto(`${server.url}flights/`);
      await page.waitForFunction(() => window.flights && window.flights.load.rowCount === window.flights.load.total && window.flights.load.total > 0);
      await page.evaluate((row) => window.flights.screen.list.scrollToIndex(row), FIRST_ROW);
      if (colorScheme === 'dark') await page.evaluate(() => window.flights.toggleTuning());
      for (let i = 0; i < 40; i++) {
        await page.evaluate(() => window.flights.screen.list.scrollBy(19));
        await page.waitForTimeout(60);
      }
      await page.waitForFunction(() => window.flights.app.asleep);
      const name = `flights-${colorScheme}${deviceScaleFactor === 1 ? '' : `@${deviceScaleFactor}x`}.png`;
      await page.screenshot({ path: path.join(folder, name) });
      console.log(name);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
