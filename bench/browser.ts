import { type CDPSession, chromium, type Page } from 'playwright';
import type { FrameStats, GraphicsCounters } from './pages/contender';
import { VIEW_HEIGHT, VIEW_WIDTH } from './pages/rows';
import { createPageServer } from './serve';
import { median, quantile } from './statistics';
import type { BrowserEnvironment } from './types';

/** What one fling of one contender cost, per frame. */
export type FlingCost = {
  frames: number;
  mountMs: number;
  /** Median and 99th percentile of the frame callback, timed in the page. */
  jsMs: number;
  jsP99Ms: number;
  /** Script on the main thread, in whatever task it ran (`ScriptDuration`). */
  scriptMs: number;
  /** All work of the main thread (`TaskDuration`). */
  taskMs: number;
  /** Processor time of the GPU process, all threads. */
  rasterMs: number;
  intervalMs: number;
  intervalP99Ms: number;
  /** JavaScript bytes allocated, from V8's sampling profiler; NaN where not asked for. */
  allocatedBytes: number;
};

/** What a page did of its own accord while nothing changed. */
export type IdleCost = GraphicsCounters & { rasterMs: number };

export type FlingOptions = {
  rows: number;
  frames: number;
  /** Adds a second, untimed pass under V8's sampling profiler. */
  allocation?: boolean;
  /** Fewer frames in every pass, for contenders that take a tenth of a second or more for one. */
  slow?: boolean;
};

/** Drives contenders' pages in one headless Chromium and reads their cost over the devtools protocol. */
export type BenchBrowser = {
  readonly environment: BrowserEnvironment;
  fling(contender: string, options: FlingOptions): Promise<FlingCost>;
  idle(contender: string, options: { rows: number; durationMs: number }): Promise<IdleCost>;
  /** Shows a contender after `frames` frames and returns a PNG, for looking at the scenes side by side. */
  picture(contender: string, options: { rows: number; frames: number }): Promise<Buffer>;
  close(): Promise<void>;
};

export type BrowserOptions = {
  root: string;
  outDir: string;
  executablePath: string;
  args: readonly string[];
  /** Frames before anything is measured; what has not been compiled by then shows. */
  warmFrames: number;
};

/** Enough where a contender allocates the same every frame. */
const ALLOCATION_FRAMES = 60;
/** Of every pass of a slow contender. */
const SLOW_FRAMES = 15;
/** Slow contenders get fewer frames instead of more time. */
const PASS_LIMIT_MS = 4_000;
const STEP_LIMIT_MS = 60_000;
const SAMPLING_INTERVAL_BYTES = 256;

type OpenPage = { page: Page; session: CDPSession; errors: string[] };

export async function openBrowser(options: BrowserOptions): Promise<BenchBrowser> {
  const { warmFrames } = options;
  const server = await createPageServer(options.root, options.outDir);
  const browser = await chromium.launch({
    executablePath: options.executablePath,
    args: [...options.args],
  });
  const processes = await browser.newBrowserCDPSession();

  async function open<T>(
    contender: string,
    use: (opened: OpenPage) => Promise<T>,
    initScript?: () => void,
  ): Promise<T> {
    const url = await server.page(contender);
    const context = await browser.newContext({
      viewport: { width: VIEW_WIDTH, height: VIEW_HEIGHT },
      deviceScaleFactor: 1,
    });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(STEP_LIMIT_MS);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      if (initScript) await page.addInitScript(initScript);
      await page.goto(url);
      await page
        .waitForFunction(() => 'contender' in window)
        .catch(() => {
          throw new Error(errors[0] ?? 'the page exposed no contender');
        });
      const session = await context.newCDPSession(page);
      const result = await within(STEP_LIMIT_MS, contender, use({ page, session, errors }));
      if (errors[0] !== undefined) throw new Error(`page error: ${errors[0]}`);
      return result;
    } finally {
      await context.close();
    }
  }

  async function rasterSeconds(): Promise<number> {
    const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
    return processInfo.find((process) => process.type === 'GPU')?.cpuTime ?? Number.NaN;
  }

  /** Waits until frames in flight are drawn, so that a pass is charged with its own frames only. */
  async function drain(): Promise<number> {
    let before = await rasterSeconds();
    for (let tries = 0; tries < 20; tries++) {
      await sleep(150);
      const now = await rasterSeconds();
      // The counter moves in clock ticks of 10 ms.
      if (now - before < 0.015) return now;
      before = now;
    }
    return before;
  }

  async function fling(
    contender: string,
    { rows, frames, allocation = false, slow = false }: FlingOptions,
  ): Promise<FlingCost> {
    const most = slow ? SLOW_FRAMES : Number.POSITIVE_INFINITY;
    return open(contender, async ({ page, session }) => {
      const mountMs = await page.evaluate((count) => window.contender.mount(count), rows);
      await runFrames(page, Math.min(warmFrames, most));
      await session.send('HeapProfiler.enable');
      await session.send('HeapProfiler.collectGarbage');
      await session.send('Performance.enable');
      const rasterBefore = await drain();
      const before = await metrics(session);
      const stats = await runFrames(page, Math.min(frames, most));
      const after = await metrics(session);
      const raster = (await drain()) - rasterBefore;
      const perFrame = (name: string) =>
        (((after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN)) * 1000) /
        stats.frames;
      return {
        frames: stats.frames,
        mountMs,
        jsMs: median(stats.scripts),
        jsP99Ms: quantile(stats.scripts, 0.99),
        scriptMs: perFrame('ScriptDuration'),
        taskMs: perFrame('TaskDuration'),
        rasterMs: (raster * 1000) / stats.frames,
        intervalMs: median(stats.intervals),
        intervalP99Ms: quantile(stats.intervals, 0.99),
        allocatedBytes: allocation
          ? await allocated(page, session, Math.min(ALLOCATION_FRAMES, most))
          : Number.NaN,
      };
    });
  }

  async function idle(
    contender: string,
    { rows, durationMs }: { rows: number; durationMs: number },
  ): Promise<IdleCost> {
    return open(
      contender,
      async ({ page }) => {
        await page.evaluate((count) => window.contender.mount(count), rows);
        await runFrames(page, warmFrames);
        await page.evaluate(() => window.contender.start());
        // Long enough for timers that follow a scroll, and for the loop to fall asleep.
        await sleep(1_000);
        const rasterBefore = await rasterSeconds();
        const before = await page.evaluate(() => ({ ...window.graphicsCounters }));
        await sleep(durationMs);
        const after = await page.evaluate(() => ({ ...window.graphicsCounters }));
        const raster = (await rasterSeconds()) - rasterBefore;
        await page.evaluate(() => window.contender.stop());
        return {
          draws: after.draws - before.draws,
          uploadedBytes: after.uploadedBytes - before.uploadedBytes,
          animationFrames: after.animationFrames - before.animationFrames,
          rasterMs: raster * 1000,
        };
      },
      countGraphicsCalls,
    );
  }

  async function picture(
    contender: string,
    { rows, frames }: { rows: number; frames: number },
  ): Promise<Buffer> {
    return open(contender, async ({ page }) => {
      await page.evaluate((count) => window.contender.mount(count), rows);
      await runFrames(page, frames);
      return page.screenshot();
    });
  }

  const environment = await open('control-1px', async ({ page }) => ({
    chromium: browser.version(),
    ...(await page.evaluate(describePage)),
  }));
  // The first fling pays for starting the GPU process's threads and caches: nobody's should count.
  await fling('control-1px', { rows: 0, frames: warmFrames });

  return {
    environment,
    fling,
    idle,
    picture,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function runFrames(page: Page, count: number): Promise<FrameStats> {
  return page.evaluate(([frames, limitMs]) => window.contender.frames(frames, limitMs), [
    count,
    PASS_LIMIT_MS,
  ] as const);
}

async function metrics(session: CDPSession): Promise<Map<string, number>> {
  const result = await session.send('Performance.getMetrics');
  return new Map(result.metrics.map(({ name, value }) => [name, value]));
}

async function allocated(page: Page, session: CDPSession, frames: number): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL_BYTES,
    // Also what was collected meanwhile: the sum is then what was allocated, not what is left.
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  const stats = await runFrames(page, frames);
  const { profile } = await session.send('HeapProfiler.stopSampling');
  let bytes = 0;
  const open = [profile.head];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    bytes += node.selfSize;
    open.push(...node.children);
  }
  return bytes / stats.frames;
}

function within<T>(limitMs: number, name: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} took longer than ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Runs in the page. */
function describePage(): Omit<BrowserEnvironment, 'chromium'> {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  let resolution = Number.POSITIVE_INFINITY;
  let previous = performance.now();
  for (let changes = 0; changes < 500; ) {
    const now = performance.now();
    if (now === previous) continue;
    resolution = Math.min(resolution, now - previous);
    previous = now;
    changes++;
  }
  return {
    gpu: gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'no WebGL2',
    crossOriginIsolated,
    clockResolutionMs: Math.round(resolution * 1e6) / 1e6,
    viewport: `${innerWidth}x${innerHeight}`,
    devicePixelRatio,
  };
}

/** Runs in the page before anything else: counts at the context itself, so that no contender reports on itself. */
function countGraphicsCalls(): void {
  const counters = { draws: 0, uploadedBytes: 0, animationFrames: 0 };
  Object.assign(window, { graphicsCounters: counters });
  const wrap = (target: object, name: string, count: (args: unknown[]) => void) => {
    const original = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
    if (!original) return;
    Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
      count(args);
      return original.apply(this, args);
    });
  };
  const countUpload = (args: unknown[]) => {
    for (const argument of args) {
      if (argument instanceof ArrayBuffer || ArrayBuffer.isView(argument)) {
        counters.uploadedBytes += argument.byteLength;
      } else if (typeof argument === 'object' && argument !== null && 'width' in argument) {
        const { width, height } = argument as ImageBitmap;
        counters.uploadedBytes += width * height * 4;
      }
    }
  };
  const draws = ['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced'];
  draws.push('drawElementsInstanced', 'drawRangeElements', 'blitFramebuffer');
  const uploads = ['bufferData', 'bufferSubData', 'texImage2D', 'texSubImage2D', 'texImage3D'];
  for (const context of [WebGLRenderingContext.prototype, WebGL2RenderingContext.prototype]) {
    for (const name of draws) wrap(context, name, () => counters.draws++);
    for (const name of [...uploads, 'texSubImage3D']) wrap(context, name, countUpload);
  }
  wrap(window, 'requestAnimationFrame', () => counters.animationFrames++);
}
