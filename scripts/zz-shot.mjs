import { launchChromium } from './browser.mjs';
import path from 'node:path';
import { preview } from 'vite';
import { root } from './entries.mjs';
const server = await preview({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'error', preview: { port: 0 } });
const url = server.resolvedUrls.local[0];
const browser = await launchChromium();
const log=(...a)=>console.log(...a);
try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark' });
    page.on('console', m => log('console', m.text()));
    await page.goto(`${url}table/`);
    await page.waitForFunction(() => window.table && window.table.load.total>0 && window.table.load.rowCount === window.table.load.total, null, {timeout: 60000});
    const T = (f) => page.evaluate(f);
    const state = () => T(() => { const t=window.table.screen.table; return {w:[0,1,2,3,4].map(i=>t.columnWidth(i)), keys:[0,1,2,3,4,5].map(i=>t.keyOf(i)), left:t.scrollLeft, top:t.scrollTop, ar:t.activeRow, ac:t.activeColumn, cursor: document.querySelector('#surface').style.cursor}; });
    await page.mouse.move(340, 80); await page.waitForTimeout(200);
    log('cursor over edge', await state());
    await page.mouse.down(); await page.mouse.move(420, 90, {steps: 5}); await page.waitForTimeout(100);
    await page.screenshot({ path: `/tmp/tb-r1.png` });
    await page.mouse.up(); log('resized', await state());
    await page.mouse.dblclick(421, 80); await page.waitForTimeout(200); log('fit', await state());
    // fit the delay
    await page.mouse.click(600, 300); await page.waitForTimeout(100); log('click cell', await state());
    for (const k of ['ArrowRight','ArrowDown','End','ArrowDown','PageDown','Control+End','Control+Home','ArrowUp','ArrowRight','Shift+ArrowRight','Alt+ArrowRight','Enter']) { await page.keyboard.press(k); await page.waitForTimeout(150); log(k, JSON.stringify(await state())); }
    await page.screenshot({ path: `/tmp/tb-r2.png` });
    // cancel by another click
    await page.mouse.click(560, 80); await page.waitForTimeout(300); await page.mouse.click(240, 80); await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/tb-r3.png` });
    await page.waitForFunction(() => !window.table.busy, null, {timeout:60000}); await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/tb-r4.png` });
    // thumb drag
    await page.mouse.move(300, 684); await page.mouse.down(); await page.mouse.move(400, 684, {steps:5}); await page.mouse.up(); log('thumb', await state());
    await page.mouse.move(1274, 112); await page.mouse.down(); await page.mouse.move(1274, 400, {steps:5}); await page.mouse.up(); log('vthumb', await state());
    await page.keyboard.press('Control+f'); await page.keyboard.type('la'); await page.waitForTimeout(600); await page.waitForFunction(() => !window.table.busy); await page.keyboard.press('Enter'); await page.waitForTimeout(500);
    log('found', await state());
    await page.screenshot({ path: `/tmp/tb-r5.png` });
    await page.setViewportSize({width: 480, height: 720}); await page.waitForTimeout(600);
    await page.screenshot({ path: `/tmp/tb-r6.png` });
    log(await T(() => window.table.errors));
    // frame costs of scrolling both axes
    await page.setViewportSize({width: 1280, height: 720}); await page.waitForTimeout(400);
    const cost = await page.evaluate(async () => {
      const { app, screen: { table } } = window.table; const out = [];
      table.scrollTo({x:0,y:0});
      for (const by of [{y:40},{x:6},{x:6,y:40}]) { let sum=0, n=0, max=0; for (let i=0;i<60;i++) { table.scrollBy(by); await new Promise(requestAnimationFrame); sum += app.telemetry.lastFrameMs; max=Math.max(max,app.telemetry.lastFrameMs); n++; } out.push([JSON.stringify(by), (sum/n).toFixed(2), max.toFixed(2), app.renderer.stats().draws]); }
      return out; });
    log(cost);
    await page.close();
} finally { await browser.close(); await new Promise(r => server.httpServer.close(r)); process.exit(0); }
