import type { Environment } from '../result';
import type { Driver } from '../run/driver';
import type { OpenRequest } from '../station/protocol';
import { type CollectionWatch, createCollectionWatch } from './chromium-collections';
import { type CostMeter, createCostMeter } from './chromium-costs';
import { sampleHeap, shareHeap } from './chromium-heap';
import {
  type Launched,
  type LaunchOptions,
  launchBrowser,
  type OpenPage,
  openPage,
} from './chromium-launch';
import { createChromiumSession, HEAP_FRAMES } from './chromium-session';
import { createPageServer, type PageServerOptions } from './page-server';

export type ChromiumDriverOptions = LaunchOptions &
  PageServerOptions & {
    /** @default 1280 x 720 */
    viewport?: { width: number; height: number };
    /** Existing folder for a CPU profile of each contender, taken in a pass of its own. @default none is taken */
    cpuProfile?: string;
  };

/** Runs contenders in pages of one Chromium. */
export type ChromiumDriver = Driver & {
  environment(): NonNullable<Environment['browser']>;
  /** Why bench files could not be loaded in a page. */
  failures(): readonly string[];
  /** PNG of a contender's page after so many frames. */
  picture(request: OpenRequest, frames: number): Promise<Buffer>;
};

const VIEWPORT = { width: 1280, height: 720 };
/** The first frames pay for the start of the GPU process's threads and caches. */
const WARM_FRAMES = 30;

/** The browser, its meter and what its pages cost at rest. */
type Running = Launched & { meter: CostMeter; watch: CollectionWatch; idleBytes?: Promise<number> };

/**
 * Builds the page, starts the browser and warms it up. Contenders get a context and page of their own each. Throws `BenchError` when
 * playwright is not installed, the browser does not start or the page cannot be built.
 */
export async function createChromiumDriver(
  options: ChromiumDriverOptions,
): Promise<ChromiumDriver> {
  const { viewport = VIEWPORT, headless, cpuProfile } = options;
  let current: Promise<Running> | undefined;
  /** Pages that were killed and are not yet gone: they would cost what comes next. */
  const leaving = new Set<Promise<void>>();

  async function start(): Promise<Running> {
    const launched = await launchBrowser({
      executablePath: options.executablePath,
      args: options.args,
      headless,
    });
    const { processes } = launched;
    const watch = createCollectionWatch(processes);
    return { ...launched, meter: createCostMeter(processes), watch };
  }

  /** The browser, started anew if it is gone. */
  async function running(): Promise<Running> {
    await Promise.all(leaving);
    const known = await current;
    if (known?.browser.isConnected()) return known;
    current = start();
    return current;
  }

  const server = await createPageServer(options);
  const open = async () => openPage(await running(), server.url, viewport);

  async function withPage<T>(use: (page: OpenPage) => Promise<T>): Promise<T> {
    const page = await open();
    try {
      return await use(page);
    } finally {
      await page.close();
    }
  }

  function readIdleBytes(): Promise<number> {
    return withPage(async (page) => {
      let frames = 0;
      const root = await sampleHeap(page.session, async () => {
        frames = await page.call('idle', HEAP_FRAMES);
      });
      return shareHeap(root, server.isStation).contender / frames;
    });
  }

  async function openSession(request: OpenRequest) {
    const now = await running();
    const page = await open();
    try {
      return await createChromiumSession({
        page,
        request,
        meter: now.meter,
        watch: now.watch,
        quiet: () => Promise.all(leaving),
        openAnother: open,
        isStation: server.isStation,
        idleBytes() {
          now.idleBytes ??= readIdleBytes();
          return now.idleBytes;
        },
        onKill(gone) {
          leaving.add(gone);
          gone.finally(() => leaving.delete(gone));
        },
        ...(cpuProfile !== undefined && { cpuProfile }),
      });
    } catch (error) {
      await page.close();
      throw error;
    }
  }

  async function close(): Promise<void> {
    await Promise.all(leaving);
    const known = await current?.catch(() => undefined);
    await known?.browser.close();
    await server.close();
  }

  try {
    const first = await withPage(async (page) => {
      const environment = await page.call('environment');
      await page.call('present', WARM_FRAMES);
      return {
        environment,
        listings: await page.call('list'),
        failures: await page.call('failures'),
      };
    });
    const version = (await running()).browser.version();
    return {
      host: 'chromium',
      environment: () => ({ name: `Chromium ${version}`, headless, ...first.environment }),
      failures: () => first.failures,
      list: async () => first.listings,
      open: openSession,
      picture: (request, frames) =>
        withPage(async (page) => {
          await page.call('open', request);
          await page.call('warm', { warmMs: 0, warmFrames: frames });
          return page.page.screenshot();
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
