import { blocks } from 'virtual:doc-blocks';
import { type App, darkTheme, parseColor } from 'rafter-ui';
import {
  blindObserver,
  collectSuites,
  createLocalDriver,
  modes,
  runSuites,
} from 'rafter-ui/benchmark';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { page as view } from 'vitest/browser';
import { canvasPixels } from '../canvas-pixels';
import { pictureOf } from '../shared-app';

const FRAMES = 3;

// Blocks that fill their page draw fewer pixels, by software.
beforeAll(() => view.viewport(640, 400));
afterAll(() => view.viewport(1280, 720));

describe('code in the documents', () => {
  it('is there', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks)('runs, draws and is disposed: $name', async ({ page, draws, run }) => {
    show(page);
    const problems = watchProblems();
    collectSuites();
    const { declared } = await run();
    await runBenches();
    open = Object.values(declared);
    for (const value of open) {
      if (isApp(value)) value.on('error', (event) => problems.push(event));
    }
    let pixels = 0;
    for (let i = 0; i < FRAMES; i++) {
      await new Promise(requestAnimationFrame);
      // In the callback of a frame, where the canvas of a game still holds what it drew.
      if (draws && pixels === 0) pixels = drawnPixels();
      if (i > 0 && (pixels > 0 || !draws)) break;
    }
    expect(problems).toEqual([]);
    if (draws) expect(pixels).toBeGreaterThan(0);
    // What is being loaded opens what it has to give back, also after the app is gone.
    await expect.poll(() => open.some(isLoading)).toBe(false);
    close();
    expect(problems).toEqual([]);
  });
});

/** Runs the benches that a block registered. */
async function runBenches(): Promise<void> {
  const now = () => performance.now();
  const host = { name: 'node' as const, now, clockResolutionMs: 0.005, observer: blindObserver };
  const driver = createLocalDriver(collectSuites(), host);
  const planned = (await driver.list()).map((listing) => ({ listing, driver }));
  const effort = { ...modes.quick, rounds: 2, warmMs: 20 };
  const results = await runSuites(planned, { effort, seed: 1, now });
  const contenders = results.flatMap(({ cases }) => cases.flatMap((each) => each.contenders));
  expect(contenders.map(({ error }) => error).filter((error) => error !== undefined)).toEqual([]);
}

/** What the running block declared. */
let open: unknown[] = [];
let stopWatching = (): void => {};

afterEach(() => {
  // Harmless if the test got that far itself.
  close();
  stopWatching();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

type AppLike = { on(type: 'error', listener: (event: unknown) => void): () => void };

function isApp(value: unknown): value is AppLike {
  return typeof value === 'object' && value !== null && 'world' in value && 'on' in value;
}

function isLoading(value: unknown): boolean {
  if (!isApp(value)) return false;
  const { renderer } = value as Partial<App>;
  return renderer?.stats().scrollLayers === 'loading';
}

/** Makes the page the block expects, or a plain one. */
function show(page: string): void {
  const markup = page || '<canvas style="width: 320px; height: 240px"></canvas>';
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const script of body.querySelectorAll('script')) script.remove();
  document.body.replaceChildren(...body.children);
}

/** Everything that goes wrong from now on. */
function watchProblems(): unknown[] {
  const problems: unknown[] = [];
  const onError = (event: ErrorEvent): number => problems.push(event.error ?? event.message);
  const onRejection = (event: PromiseRejectionEvent): number => problems.push(event.reason);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  vi.spyOn(console, 'error').mockImplementation((...values) => problems.push(values));
  vi.spyOn(console, 'warn').mockImplementation((...values) => problems.push(values));
  stopWatching = () => {
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
    stopWatching = () => {};
  };
  return problems;
}

/** Pixels of the page's canvas that are neither empty nor the background of an app. */
function drawnPixels(): number {
  const canvas = document.querySelector('canvas')!;
  const pixels = new Uint32Array(canvasPixels(pictureOf(canvas)).buffer);
  const background = parseColor(darkTheme.background);
  return pixels.reduce(
    (count, pixel) =>
      pixel >>> 24 === 0 || pixel === background || pixel === BLACK ? count : count + 1,
    0,
  );
}

const BLACK = 0xff000000;

/** Gives back what the block made, last first, as a user would; what is ours twice, which must be harmless. */
function close(): void {
  for (const value of [...open].reverse()) {
    call(value, 'dispose');
    call(value, 'dispose');
    call(value, 'destroy');
  }
  open = [];
}

function call(value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null) return;
  const end: unknown = Reflect.get(value, name);
  if (typeof end === 'function') end.call(value);
}
