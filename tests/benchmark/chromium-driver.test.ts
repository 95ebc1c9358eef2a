import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CDPSession } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/entries.mjs';
import { findChromium, testChromiumArgs } from '../../scripts/find-chromium.mjs';
import {
  type ChromiumDriver,
  createChromiumDriver,
} from '../../src/benchmark/node/chromium-driver';
import { type HeapNode, sampleHeap } from '../../src/benchmark/node/chromium-heap';
import { launchBrowser, openPage } from '../../src/benchmark/node/chromium-launch';
import { createPageServer } from '../../src/benchmark/node/page-server';
import { COLLECTION } from '../../src/benchmark/station/protocol';

const SAMPLE = { minMs: 5, maxMs: 50, minSamples: 3, frames: 20, collect: true };
// These take many seconds; what they rest on has tests of its own.
const LONG = process.env.RAFTER_LONG === '1';
const inLongTier = it.runIf(LONG);
/** About 17 s: so many that what is allowed once, however many frames, is less than the smallest object in each. */
const HEAP_FRAMES = 1_000;
/** Feedback vectors and the like. A number boxed in every frame would be 12,000. */
const ONCE_BYTES = 2_400;

const launch = { executablePath: findChromium(), args: testChromiumArgs, headless: true };
const page = {
  root,
  alias: [
    { find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') },
    { find: /^rafter-ui\/(.+)$/, replacement: path.join(root, 'src/$1/index.ts') },
  ],
  pageModule: path.join(root, 'src/benchmark/index.ts'),
};

let driver: ChromiumDriver;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(root, 'node_modules', '.cache', 'chromium-driver-'));
  const fixtures = path.join(import.meta.dirname, 'fixtures');
  driver = await createChromiumDriver({
    ...launch,
    ...page,
    files: ['page.bench.ts', 'broken.bench.ts'].map((name) => path.join(fixtures, name)),
    outDir: path.join(folder, 'pages'),
    cpuProfile: folder,
  });
});

afterAll(async () => {
  await driver?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the chromium driver', () => {
  it('says what it measures with, what there is, and which file does not load', async () => {
    expect(driver.environment()).toMatchObject({
      name: expect.stringMatching(/^Chromium \d+/),
      crossOriginIsolated: true,
      viewport: '1280x720',
      devicePixelRatio: 1,
      headless: true,
    });
    const listings = await driver.list();
    expect(listings.map(({ id }) => id)).toEqual(['fixture/frames', 'fixture/function']);
    expect(driver.failures()).toEqual([
      'tests/benchmark/fixtures/broken.bench.ts could not be loaded in the page: this file is broken',
    ]);
  });

  it('samples frames with what only the devtools protocol sees, and profiles them once', async () => {
    const session = await open('lazy');
    await session.warm({ warmMs: 0, warmFrames: 5 });
    const { quantities, flags } = await session.sample(SAMPLE);
    await session.sample({ ...SAMPLE, frames: 2 });
    await session.close();
    const counts = Object.entries(quantities).map(([name, values]) => [name, values.length]);
    // No gpu: a software rasteriser is not timed.
    expect(Object.fromEntries(counts)).toEqual({
      script: 20,
      interval: 19,
      task: 1,
      scriptTotal: 1,
      raster: 1,
    });
    expect(Math.min(...quantities.interval!)).toBeGreaterThan(10);
    expect(quantities.task![0]).toBeGreaterThan(0);
    expect(quantities.task![0]).toBeGreaterThanOrEqual(quantities.scriptTotal![0]!);
    for (const [name, values] of Object.entries(quantities)) {
      expect(flags[name]).toHaveLength(values.length);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))).toEqual([
      'fixture-frames-lazy.cpuprofile',
    ]);
  });

  it.runIf(process.env.RAFTER_LONG)(
    'says what a frame throws, and ends one that never does; others go on',
    async () => {
      const other = await open('lazy');
      const throwing = await open('throwing');
      await expect(throwing.sample(SAMPLE)).rejects.toThrow(/^frame 5 is broken$/);
      throwing.kill();

      const endless = await open('endless');
      const stuck = expect(endless.sample(SAMPLE)).rejects.toThrow('the page was closed');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      endless.kill();
      await stuck;

      const { quantities } = await other.sample(SAMPLE);
      expect(quantities.script).toHaveLength(20);
      await other.close();
      await expect(open('missing')).rejects.toThrow(/^fixture\/frames has no contender missing$/);
    },
  );

  inLongTier('says what a later task throws, and takes an end at any time', async () => {
    const rejecting = await open('rejecting');
    await expect(rejecting.sample(SAMPLE)).rejects.toThrow('page error: a later task is broken');
    // What a page reported between calls is not forgotten.
    await expect(rejecting.warm({ warmMs: 0, warmFrames: 1 })).rejects.toThrow('a later task');
    rejecting.kill();

    // Whatever it was at: calls of the browser fail in words of their own.
    const early = await open('endless');
    const refused = expect(early.sample(SAMPLE)).rejects.toThrow(/^the page was closed$/);
    early.kill();
    await refused;
  });

  it.runIf(process.env.RAFTER_LONG === '1')(
    'tells a page that allocates in frames from one that does not',
    async () => {
      const [empty, garbage] = [await open('empty'), await open('garbage')];
      // At once: most of it is waiting for frames.
      const [none, bytes] = await Promise.all([empty.allocate(), garbage.allocate()]);
      expect(none).toBeLessThanOrEqual(16);
      expect(bytes).toBeGreaterThan(2_000);
      expect(bytes).toBeLessThan(4_000);
      for (const session of [empty, garbage]) await session.close();
    },
  );

  inLongTier('counts the bytes of a call', async () => {
    const plain = await open('ours', 'fixture/function');
    // Three fields and a header, with pointers of 4 B.
    const perCall = await plain.allocate();
    expect(perCall).toBeGreaterThanOrEqual(20);
    expect(perCall).toBeLessThan(40);
    await plain.close();
  });

  inLongTier('flags what garbage was collected in', async () => {
    const idle = await open('lazy');
    const session = await open('ours', 'fixture/function');
    await session.warm({ warmMs: 20, warmFrames: 1 });
    const { quantities, flags } = await session.sample({ ...SAMPLE, minMs: 200, maxMs: 500 });
    const quiet = await idle.sample(SAMPLE);
    for (const opened of [session, idle]) await opened.close();
    expect(quantities.task).toHaveLength(1);
    expect(quiet.flags.script!.every((flag) => (flag & COLLECTION) === 0)).toBe(true);
    expect(flags.time!.some((flag) => (flag & COLLECTION) !== 0)).toBe(true);
  });

  it.runIf(process.env.RAFTER_LONG)(
    'counts draws in a page of its own, and no frames of the measuring',
    async () => {
      const session = await open('clearing');
      expect(await session.count()).toEqual({ draws: 60, uploadedBytes: 0, animationFrames: 0 });
      await session.close();
    },
  );

  inLongTier('takes a picture of a page', async () => {
    const picture = await driver.picture(requestOf('clearing'), 3);
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(1280);
  });
});

describe('the measuring', () => {
  inLongTier('allocates nothing in a frame but the numbers of its clock', async () => {
    const outDir = path.join(folder, 'bare');
    const server = await createPageServer({ ...page, files: [], outDir });
    const launched = await launchBrowser(launch);
    try {
      const openBare = () => openPage(launched, server.url, { width: 640, height: 480 });
      const [measured, bare] = [await openBare(), await openBare()];
      const idle = (frames: number) =>
        sampleHeap(measured.session, async () => {
          await measured.call('idle', frames);
        });
      const nothing = (frames: number) =>
        sampleHeap(bare.session, () => runBareFrames(bare.session, frames));
      const [oursOnce, plainOnce] = await Promise.all([idle(1), nothing(1)]);
      const [ours, plain] = await Promise.all([idle(HEAP_FRAMES), nothing(HEAP_FRAMES)]);
      // A reading of the clock is a boxed number of 12 B until the compiler has come to it.
      const readings = 2 * 12 * HEAP_FRAMES;
      expect(bytesIn(ours, 'onFrame')).toBeLessThanOrEqual(readings + ONCE_BYTES);
      expect(bytesIn(plain, 'bareFrame')).toBeLessThanOrEqual(readings + ONCE_BYTES);
      // And the browser itself takes no more for our frames than for any.
      const browserOurs = bytesOfBrowser(ours) - bytesOfBrowser(oursOnce);
      const browserPlain = bytesOfBrowser(plain) - bytesOfBrowser(plainOnce);
      expect(browserOurs).toBeLessThanOrEqual(browserPlain + ONCE_BYTES);
    } finally {
      await launched.browser.close();
      await server.close();
    }
  });
});

function requestOf(contender: string, bench = 'fixture/frames') {
  return { bench, contender, parameters: {}, seed: 1 };
}

function open(contender: string, bench?: string) {
  return driver.open(requestOf(contender, bench));
}

/** Frames as a page has them that measures nothing but reads the clock twice. */
async function runBareFrames(session: CDPSession, frames: number): Promise<void> {
  const expression = `new Promise((resolve) => {
    let left = ${frames};
    const bareFrame = () => {
      performance.now();
      performance.now();
      if (left-- > 0) requestAnimationFrame(bareFrame);
      else resolve();
    };
    requestAnimationFrame(bareFrame);
  })`;
  await session.send('Runtime.evaluate', { expression, awaitPromise: true });
}

/** Bytes allocated by a frame callback and what it calls. */
function bytesIn(root: HeapNode, name: string): number {
  return root.children
    .filter(({ callFrame }) => callFrame.functionName === name)
    .reduce((sum, node) => sum + total(node), 0);
}

/** Bytes allocated while no function ran: `(V8 API)` and its like. */
function bytesOfBrowser(root: HeapNode): number {
  return root.children
    .filter(({ callFrame }) => /^\((V8 API|.*EXTERNAL)\)$/.test(callFrame.functionName))
    .reduce((sum, node) => sum + total(node), 0);
}

function total({ selfSize, children }: HeapNode): number {
  return children.reduce((sum, child) => sum + total(child), selfSize);
}
