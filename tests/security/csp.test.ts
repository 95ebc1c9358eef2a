import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/browser.mjs';
import { root } from '../../scripts/entries.mjs';
import { testChromiumArgs } from '../../scripts/find-chromium.mjs';
import { POLICY, type PolicyServer, servePolicy } from './policy-server';

const START_MS = 120_000;
const WAIT_MS = 60_000;
const folder = path.join(root, `build/csp-${process.pid}`);

let browser: Browser;
let server: PolicyServer;

beforeAll(async () => {
  await build({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: path.join(folder, 'examples'), sourcemap: false, minify: false },
  });
  await build({
    configFile: false,
    root: path.join(root, 'tests/security/pages'),
    base: './',
    logLevel: 'error',
    resolve: { alias: [{ find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') }] },
    build: {
      outDir: path.join(folder, 'pages'),
      target: 'es2022',
      minify: false,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: ['app', 'control'].map((page) =>
          path.join(root, `tests/security/pages/${page}.html`),
        ),
      },
    },
  });
  server = await servePolicy(folder);
  browser = await launchChromium({ args: testChromiumArgs });
}, START_MS);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('under the policy that SECURITY.md promises', () => {
  it('is the policy of SECURITY.md', () => {
    expect(readFileSync(path.join(root, 'SECURITY.md'), 'utf8')).toContain(POLICY);
  });

  it(
    'blocks generated code and workers from blobs, and says so',
    async () => {
      const { page, problems, violations } = await open('pages/control.html');
      await until(page, () => document.documentElement.dataset.done === 'yes');
      expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({
        function: 'EvalError',
        worker: 'blocked',
      });
      const blocked = ['script-src eval', 'worker-src blob'];
      expect(await violations()).toEqual(blocked);
      expect(server.reports.splice(0)).toEqual(blocked);
      expect(problems.length).toBeGreaterThan(0);
      await page.close();
    },
    WAIT_MS,
  );

  it(
    'runs a page with text, a button and a list, without one violation',
    async () => {
      const { page, problems, violations } = await open('pages/app.html');
      await until(page, () => document.documentElement.dataset.done === 'yes');
      const told = await page.evaluate(() => ({ ...document.documentElement.dataset }));
      expect(Number(told.rows)).toBeGreaterThan(20);
      expect(Number(told.draws)).toBeGreaterThan(10);
      expect(told.error).toBeUndefined();
      expect(await page.evaluate(colorsPerBand)).toEqual(
        expect.arrayContaining([expect.any(Number)]),
      );
      expect(Math.min(...(await page.evaluate(colorsPerBand)))).toBeGreaterThan(4);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  // The gate's smoke run opens the demos in every run, without the policy.
  it.runIf(process.env.RAFTER_LONG === '1')(
    'shows the list of examples and leads to the flights demo with its worker, rows in sight, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/index.html');
      const body = page.locator('body');
      // From the style sheet, which the policy must let through.
      expect(await body.evaluate((element) => getComputedStyle(element).maxWidth)).toBe('704px');
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.locator('a[href="./flights/"]').click();
      await until(page, () => (window.flights?.screen.list.lastVisible ?? -1) > 0);
      await until(page, () => window.flights!.load.rowCount > 300_000);
      // The tuning panel, a development tool, is not loaded before somebody asks for it.
      const panel = demoScripts().filter((file) => readFileSync(file, 'utf8').includes('tp-dfwv'));
      expect(panel).toHaveLength(1);
      const loaded: string[] = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => name),
      );
      expect(loaded.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(0);
      expect(loaded.filter((name) => name.endsWith(path.basename(panel[0]!)))).toEqual([]);
      await page.mouse.move(640, 400);
      await page.mouse.wheel(0, 5000);
      await until(page, () => window.flights!.screen.list.scrollTop > 1000);
      expect(await page.evaluate(() => window.flights!.screen.list.blank)).toBe(0);
      expect(Math.min(...(await page.evaluate(colorsPerBand)))).toBeGreaterThan(4);
      expect(await page.evaluate(() => window.flights!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  it.runIf(process.env.RAFTER_LONG)(
    'sets the text specimen in its fonts, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/text/index.html');
      await until(page, () => (window.specimen?.screen.list.lastVisible ?? -1) > 0);
      await page.evaluate(() => window.specimen!.fonts);
      const faces = await page.evaluate(() => [...document.fonts].map(({ status }) => status));
      expect(faces.length).toBeGreaterThan(20);
      expect(faces.filter((status) => status !== 'loaded')).toEqual([]);
      expect(await page.evaluate(() => window.specimen!.screen.list.blank)).toBe(0);
      expect(await page.evaluate(() => window.specimen!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  // It asks for nothing that the others do not.
  it.runIf(process.env.RAFTER_LONG === '1')(
    'shows a feed of a million messages at its end, and older ones before the first, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/feed/index.html');
      await until(page, () => window.feed?.feed.list.atEnd === true);
      const { count } = await page.evaluate(() => window.feed!.feed.list);
      await page.evaluate(() => window.feed!.feed.list.scrollTo(0));
      await until(page, () => Math.abs(window.feed!.feed.list.firstVisible - 500) < 10);
      expect(await page.evaluate(() => window.feed!.feed.list.count)).toBeGreaterThanOrEqual(
        count + 500,
      );
      expect(await page.evaluate(() => window.feed!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  it.runIf(process.env.RAFTER_LONG === '1')(
    'shows a gallery of a million pictures, in the middle and at its end, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/gallery/index.html');
      await until(page, () => (window.gallery?.gallery.list.lastVisible ?? -1) > 0);
      await page.evaluate(() => window.gallery!.gallery.list.scrollToIndex(500_000));
      await until(page, () => window.gallery!.gallery.list.firstVisible > 499_000);
      await page.evaluate(() => window.gallery!.gallery.list.scrollTo(Number.MAX_SAFE_INTEGER));
      await until(page, () => window.gallery!.gallery.list.atEnd);
      expect(await page.evaluate(() => window.gallery!.gallery.list.blank)).toBe(0);
      expect(await page.evaluate(() => window.gallery!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  it.runIf(process.env.RAFTER_LONG === '1')(
    'sorts a table of three million flights and finds in it, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/table/index.html');
      await until(page, () => window.table?.load.rowCount === 3_000_000);
      await page.mouse.click(540, 80);
      await until(page, () => window.table!.busy);
      await until(page, () => !window.table!.busy);
      await page.locator('#find').fill('jfk');
      await until(page, () => window.table!.screen.table.activeRow > 0);
      await page.mouse.move(640, 400);
      await page.mouse.wheel(200, 0);
      await until(page, () => window.table!.screen.table.scrollLeft > 100);
      expect(await page.evaluate(() => window.table!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );

  it.runIf(process.env.RAFTER_LONG)(
    'shows images of canvases and SVG, without one violation',
    async () => {
      const { page, problems, violations } = await open('examples/cards/index.html');
      await until(page, () => (window.cards?.app.images.stats().uploadBytes ?? 0) > 1e6);
      await until(page, () => window.cards!.app.images.stats().pending === 0);
      expect(await page.evaluate(() => window.cards!.errors)).toEqual([]);
      expect([...(await violations()), ...server.reports, ...problems]).toEqual([]);
      await page.close();
    },
    WAIT_MS,
  );
});

/** The scripts of the built demo. */
function demoScripts(): string[] {
  const files = readdirSync(path.join(folder, 'examples'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.js'))
    .map((file) => path.join(folder, 'examples', file));
}

type Opened = {
  page: Page;
  /** Errors of the page and its console. */
  problems: string[];
  /** `securitypolicyviolation` events of the page: directive and address or keyword. */
  violations(): Promise<string[]>;
};

/** Opens a page, which then runs by itself: what a test evaluates is not subject to the policy. */
async function open(address: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      seen.push(`${effectiveDirective} ${blockedURI}`);
    });
  });
  await page.goto(server.url + address);
  const violations = () => page.evaluate(() => Reflect.get(window, 'violations') as string[]);
  return { page, problems, violations };
}

/** Asks again and again: Playwright's own wait runs code in the page, which the policy may not allow. */
async function until(page: Page, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS / 2;
  while (!(await page.evaluate(isSo))) {
    if (Date.now() > deadline) throw new Error(`never came true: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs in the page: how many colours each 60 px band of its canvas shows, below what may be a header. */
function colorsPerBand(): number[] {
  const source = document.querySelector('canvas')!;
  const copy = new OffscreenCanvas(source.width, source.height).getContext('2d')!;
  copy.drawImage(source, 0, 0);
  const counts: number[] = [];
  for (let top = 150; top + 60 <= source.height - 40; top += 60) {
    const { data } = copy.getImageData(0, top, source.width, 60);
    counts.push(new Set(new Uint32Array(data.buffer)).size);
  }
  return counts;
}
