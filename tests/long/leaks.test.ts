import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/browser.mjs';
import { root } from '../../scripts/entries.mjs';
import { testChromiumArgs } from '../../scripts/find-chromium.mjs';

/** Apps until the caches of modules, Pixi and the browser are full, and most that is called often is compiled. */
const WARM_UP = 100;
const APPS = 1000;
const CYCLES = 10;
const MEGABYTE = 1024 * 1024;
const START_MS = 120_000;
const folder = path.join(root, `build/leaks-${process.pid}`);
const ORIGIN = 'http://localhost';

type Counts = Record<string, number>;

let browser: Browser;
let page: Page;
let devtools: CDPSession;

// A page of a test runner's keeps things of its own.
beforeAll(async () => {
  await build({
    configFile: false,
    root: path.join(root, 'tests/long/pages'),
    logLevel: 'error',
    resolve: {
      alias: [
        { find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') },
        { find: /^rafter-ui\/(.+)$/, replacement: path.join(root, 'src/$1/index.ts') },
      ],
    },
    build: {
      ...{ outDir: folder, target: 'es2022', minify: false, chunkSizeWarningLimit: 3000 },
      rolldownOptions: { input: path.join(root, 'tests/long/pages/leaks.html') },
    },
  });
  browser = await launchChromium({ args: testChromiumArgs });
  page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: path.join(folder, pathname) });
  });
  await page.goto(`${ORIGIN}/leaks.html`);
  await page.waitForFunction('window.leaks');
  devtools = await page.context().newCDPSession(page);
}, START_MS);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('ten apps leave no object of any kind, by a census over the devtools protocol', async () => {
  await cycles(CYCLES, 1);
  await cycles(CYCLES, 1);
  const before = await census();
  await cycles(CYCLES, 1);
  expect(grown(before, await census())).toEqual({});
  // What is kept is seen, by its kind.
  await page.evaluate(`leaks.keep(${CYCLES})`);
  expect(grown(before, await census())).toMatchObject({
    HTMLCanvasElement: CYCLES,
    WebGL2RenderingContext: CYCLES,
    WebGLRenderer: CYCLES,
  });
});

it('a thousand apps leave a megabyte at most', async () => {
  await cycles(WARM_UP, 10);
  const before = await usedBytes();
  await cycles(APPS, 20);
  const left = (await usedBytes()) - before;
  console.info(`${APPS} apps left ${left} bytes`);
  expect(left).toBeLessThanOrEqual(MEGABYTE);
});

async function cycles(count: number, fullEvery: number): Promise<void> {
  await page.evaluate(`leaks.cycles(${count}, ${fullEvery})`);
}

/** More than once: what finalizers let go of is collected by the next one. */
async function collect(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await devtools.send('HeapProfiler.collectGarbage');
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

async function usedBytes(): Promise<number> {
  await collect();
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

/** Live objects of the page by the names of their constructors. */
async function census(): Promise<Counts> {
  await collect();
  const objectGroup = 'census';
  const { result: all } = await devtools.send('Runtime.evaluate', {
    expression: 'Object.prototype',
    objectGroup,
  });
  const { objects } = await devtools.send('Runtime.queryObjects', {
    prototypeObjectId: all.objectId!,
    objectGroup,
  });
  const { result } = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: String(countKinds),
    returnByValue: true,
  });
  await devtools.send('Runtime.releaseObjectGroup', { objectGroup });
  return result.value as Counts;
}

/** Runs in the page. */
function countKinds(this: object[]): Counts {
  const counts = Object.create(null) as Counts;
  for (const object of this) {
    let name = '?';
    try {
      name = String(object.constructor.name);
    } catch {}
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Kinds of which there is one more for each app, or more. */
function grown(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const)
      .filter(([, more]) => more >= CYCLES),
  );
}
