import { launchChromium } from './browser.mjs';
import { serveExamples } from './serve.mjs';
const server = await serveExamples({ port: 0, logLevel: 'error' });
const browser = await launchChromium();
const log=(...a)=>console.log(...a);
try {
  for (const scheme of ['dark','light']) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: scheme });
    page.on('console', m => log('console', m.text()));
    await page.goto(`${server.url}table/`);
    await page.waitForFunction(() => window.table && window.table.load.total>0 && window.table.load.rowCount === window.table.load.total, null, {timeout: 60000});
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/tb-${scheme}-0.png` });
    if (scheme==='dark') {
      await page.mouse.move(600, 400);
      await page.mouse.wheel(300, 0);
      await page.waitForTimeout(500);
      await page.screenshot({ path: `/tmp/tb-${scheme}-1.png` });
      await page.mouse.wheel(-300, 0);
      await page.waitForTimeout(300);
      // sort by delay
      await page.mouse.click(560, 80);
      await page.waitForTimeout(200);
      await page.screenshot({ path: `/tmp/tb-${scheme}-2.png` });
      const t=Date.now();
      await page.waitForFunction(() => !window.table.busy, null, {timeout:60000});
      log('sort ms', Date.now()-t);
      await page.mouse.click(560, 80);
      await page.waitForFunction(() => !window.table.busy, null, {timeout:60000});
      await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/tb-${scheme}-3.png` });
      await page.evaluate(() => window.table.find('JFK'));
      await page.waitForTimeout(300);
      await page.waitForFunction(() => !window.table.busy, null, {timeout:60000});
      await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/tb-${scheme}-4.png` });
      // reorder drag
      await page.mouse.move(700, 80); await page.mouse.down(); await page.mouse.move(500, 86, {steps: 8});
      await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/tb-${scheme}-5.png` });
      await page.mouse.up();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/tb-${scheme}-6.png` });
    }
    log(await page.evaluate(() => window.table.errors));
    await page.close();
  }
} finally { await browser.close(); await server.close(); }
