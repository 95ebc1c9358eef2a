import { type App, box } from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import {
  atEnd,
  difference,
  type Mounted,
  type MountOptions,
  mount,
  pixelsOf,
  until,
} from '../app/page';
import { importsSettled } from '../imports';
import { contextOf, lose, restore } from './gl';
import { scenes } from './scenes';
import { screen, settled } from './screen';

// A device that is lost needs a graphics processor, or a browser whose software one lasts: see `tests/render/webgpu.browser.test.ts`.
describe('WebGPU that is not to be had', () => {
  let wanted: Uint32Array | undefined;

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['without an adapter', { requestAdapter: async () => null }],
    ['that fails', { requestAdapter: () => Promise.reject(new Error('no adapter')) }],
    ['that never answers', { requestAdapter: () => new Promise(() => {}) }],
  ])('leaves the picture to WebGL, the same one: %s', async (_, gpu) => {
    wanted ??= await shown('webgl');
    const rejections: unknown[] = [];
    const onRejection = (event: PromiseRejectionEvent): number => rejections.push(event.reason);
    addEventListener('unhandledrejection', onRejection);
    atEnd(() => removeEventListener('unhandledrejection', onRejection));
    vi.spyOn(navigator, 'gpu' as never, 'get').mockReturnValue(gpu as never);
    atEnd(() => vi.restoreAllMocks());
    expect(difference(await shown('webgpu'), wanted)).toBe(0);
    expect(rejections).toEqual([]);
  });
});

describe('a WebGPU device that is lost for good', () => {
  const names = import.meta.env.RAFTER_LONG ? Object.keys(scenes) : ['list'];

  it.each(names)('leaves the picture to WebGL on a new canvas, the same one: %s', async (name) => {
    const plain = await lost(name, { dpr: 1 });
    const wanted = await screen(name, { dpr: 1 });
    const next = await plain.replaced(1);
    expect(plain.app.renderer.name).toBe('webgl2');
    await settled(plain.app);
    expect(difference(pixelsOf(next), pixelsOf(wanted.canvas))).toBe(0);
    // And what comes later is like on any canvas: parts are drawn again, the context is lost and restored.
    for (const { app } of [plain, wanted]) {
      box(app.world, { position: 'absolute', left: 9, width: 20, height: 20, fill: '#ff0000' });
      await settled(app);
    }
    await lose(next);
    await restore(next);
    await settled(plain.app);
    expect(difference(pixelsOf(next), pixelsOf(wanted.canvas))).toBe(0);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    atEnd(() => vi.useRealTimers());
    await lose(next);
    vi.advanceTimersByTime(5000);
    const third = await plain.replaced(2);
    await settled(plain.app);
    expect(difference(pixelsOf(third), pixelsOf(wanted.canvas))).toBe(0);
    expect([...plain.errors, ...wanted.errors]).toEqual([]);
  });

  // Half a minute, for all that is compiled by both.
  it.runIf(import.meta.env.RAFTER_LONG)('leaves it what was loaded by WebGPU', async () => {
    const size = { dpr: 1, cssWidth: 90, cssHeight: 70 };
    const begun = await lost('panels', size, lookDifferent);
    const wanted = await screen('panels', size);
    lookDifferent(wanted.app);
    await settled(wanted.app);
    const next = await begun.replaced(1);
    await settled(begun.app);
    expect(difference(pixelsOf(next), pixelsOf(wanted.canvas))).toBe(0);
    for (const { app } of [begun, wanted]) {
      app.tunables.get('quality')!.set('resolutionScale', 1);
      app.tunables.get('quality')!.set('shadowSoftness', 1);
      await settled(app);
    }
    expect(difference(pixelsOf(next), pixelsOf(wanted.canvas))).toBe(0);
    expect([...begun.errors, ...wanted.errors]).toEqual([]);
  });

  it('is told of where the canvas may not be replaced', async () => {
    const { app, canvas, errors } = await lost('list', { dpr: 1, replaceCanvas: false });
    await until(() => errors.length === 1);
    expect(String((errors[0] as { error: unknown }).error)).toMatch(
      /WebGPU device.*nothing is drawn.*`replaceCanvas`/,
    );
    expect(canvas.isConnected).toBe(true);
    expect(app.renderer.name).toBe('webgpu');
    app.step();
    expect(errors).toHaveLength(1);
  });
});

/** Loads what draws pictures of layers, coarse pictures and soft shadows. */
function lookDifferent(app: App): void {
  const quality = app.tunables.get('quality')!;
  quality.set('resolutionScale', 0.5);
  quality.set('shadowSoftness', 0.5);
  const faded = box(app.world, { position: 'absolute', left: 40, top: 40, opacity: 0.5 });
  box(app.world, { parent: faded, width: 40, height: 30, fill: '#0000ff' });
  box(app.world, { parent: faded, width: 30, height: 40, marginLeft: -20, fill: '#00ff00' });
}

/** An app that shows a scene by WebGPU, for all that it knows on a canvas, and whose device is lost for good. */
async function lost(
  name: string,
  options: MountOptions,
  change?: (app: App) => void,
): Promise<Mounted & { replaced(times: number): Promise<HTMLCanvasElement> }> {
  const { getContext } = HTMLCanvasElement.prototype;
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
    this: HTMLCanvasElement,
    ...asked: unknown[]
  ) {
    if (asked[0] === 'webgpu') return unseenContext(this);
    return getContext.apply(this, asked as never);
  } as never);
  atEnd(() => vi.restoreAllMocks());
  const made = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  const mounted = await mount({ ...options, renderer: 'webgpu' });
  const { app, errors } = mounted;
  expect(app.renderer.name).toBe('webgpu');
  const all: HTMLCanvasElement[] = [];
  app.on('canvas', ({ canvas, previous }) => {
    expect(previous).toBe(all.at(-1) ?? mounted.canvas);
    all.push(canvas);
    atEnd(() => canvas.remove());
  });
  scenes[name]!(app.world);
  app.start();
  await settled(app);
  change?.(app);
  await settled(app);
  await importsSettled();
  expect(errors).toEqual([]);
  vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
  (await made.mock.results[0]!.value).destroy();
  return {
    ...mounted,
    async replaced(times) {
      await until(() => all.length === times);
      return all.at(-1)!;
    },
  };
}

/** A context that shows nothing: where no graphics processor is, a shown one ends the browser's. */
function unseenContext(canvas: HTMLCanvasElement): Partial<GPUCanvasContext> {
  let shown: GPUTexture | undefined;
  return {
    canvas,
    configure({ device, format, usage = 0 }) {
      shown = device.createTexture({ size: [canvas.width, canvas.height], format, usage });
    },
    unconfigure() {},
    getCurrentTexture: () => shown!,
  };
}

async function shown(renderer: 'webgl' | 'webgpu'): Promise<Uint32Array> {
  const { app, canvas, errors } = await screen('plain', { renderer });
  const { pixels } = await app.renderer.toImage();
  expect(app.renderer.name).toBe('webgl2');
  expect(contextOf(canvas).getError()).toBe(0);
  expect(errors).toEqual([]);
  return new Uint32Array(pixels.buffer);
}
