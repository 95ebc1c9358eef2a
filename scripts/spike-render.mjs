// Pictures and numbers of docs/decisions/002: `node scripts/spike-render.mjs`. Numbers depend on the machine: read ratios.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { root } from './entries.mjs';
import { chromiumArgs, findChromium } from './find-chromium.mjs';

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  cacheDir: path.join(root, 'node_modules/.vite-spike'),
  optimizeDeps: { include: ['pixi.js', 'pixi.js/unsafe-eval'], noDiscovery: true },
  server: { port: 0, host: '127.0.0.1' },
  plugins: [
    {
      name: 'page',
      configureServer({ middlewares }) {
        middlewares.use((request, response, next) => {
          if (request.url !== '/') return next();
          response.setHeader('content-type', 'text/html');
          response.end(
            '<!doctype html><script type="module" src="/scripts/spike-render-page.ts"></script>',
          );
        });
      },
    },
  ],
});
await server.listen();
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction(() => 'spike' in window, undefined, { timeout: 60_000 });
  const pictures = await page.evaluate(() => window.spike.pictures());
  for (const [name, url] of Object.entries(pictures)) {
    const bytes = Buffer.from(url.split(',')[1], 'base64');
    writeFileSync(path.join(root, `docs/images/spike-${name}.png`), bytes);
    console.log(`docs/images/spike-${name}.png ${bytes.length} bytes`);
  }
  console.log(await page.evaluate(() => window.spike.numbers()));
  const session = await page.context().newCDPSession(page);
  const heap = async () => (await session.send('Runtime.getHeapUsage')).usedSize;
  for (const name of await page.evaluate(() => window.spike.names())) {
    const cost = [];
    for (const calls of [500, 500, 2500]) {
      await session.send('HeapProfiler.collectGarbage');
      const before = await heap();
      await page.evaluate(([run, times]) => window.spike.repeat(run, times), [name, calls]);
      cost.push((await heap()) - before);
    }
    // The slope between two lengths: what one evaluate costs by itself falls out.
    console.log(`heap: ${name}: ${((cost[2] - cost[1]) / 2000).toFixed(0)} bytes a call`);
  }
} finally {
  await browser.close();
  await server.close();
}
