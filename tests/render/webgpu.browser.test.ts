import { afterEach, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app';
import { despawn } from '../../src/ecs';
import { installMemory } from '../../src/memory';
import { SOFTWARE } from '../../src/render/gpu-clock';
import { createWebGpuBackend, type WebGpuBackend } from '../../src/render/webgpu';
import { box, setStyle } from '../../src/ui';
import { importsSettled } from '../imports';
import { scene as borders } from '../scenes/borders.scene';
import { scene as clips } from '../scenes/clips.scene';
import { scene as images } from '../scenes/images.scene';
import { scene as gradients } from '../scenes/linear-gradients.scene';
import { at, HEIGHT, type Scene, WIDTH } from '../scenes/scene';
import { scene as shadows } from '../scenes/shadows.scene';
import { differences } from './differences';
import { type Bench, onBoth, openBench, type Size } from './two-backends';

const LOSSES = import.meta.env.RAFTER_LONG ? 20 : 1;

/** What every device compiles anew takes seconds; `tests/scenes` draws all of them by it. */
const scenes = import.meta.env.RAFTER_LONG ? [borders, clips, gradients, images, shadows] : [];
const lostScenes = import.meta.env.RAFTER_LONG ? scenes : [images];

const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

function furnish({ world }: App, scenes: readonly Scene[]): void {
  const page = box(world, at(0, 0, WIDTH, HEIGHT));
  for (const { furnish } of scenes) furnish(world, page);
}

async function both(size: Size, build?: (app: App) => void) {
  const pair = await onBoth(size, build);
  apps.push(...pair.map(({ app }) => app));
  await Promise.all(pair.map((each) => each.settle()));
  return pair;
}

describe('a picture by WebGPU', () => {
  // One pair for all: a device takes seconds to compile what it draws with.
  it('is that of WebGL: in parts, and with a knob of quality turned', async () => {
    const pair = await both({ width: WIDTH, height: HEIGHT, dpr: 1 }, (app) =>
      furnish(app, scenes),
    );
    await keepsWhatIsNotDrawnAgain(pair);
    await staysAfterAPeak(pair);
    if (!import.meta.env.RAFTER_LONG) return;
    const before = await pair[1].pixels();
    for (const { app, settle } of pair) {
      app.tunables.get('quality')!.set('shadowSoftness', 0.5);
      app.tunables.get('quality')!.set('gradientQuality', 0);
      await import('../../src/render/soft-shadows');
      await import('../../src/systems/render-batching/gradient-mean');
      await settle();
      expect(app.renderer.stats().framesDrawn).toBeGreaterThan(1);
    }
    const [gl, gpu] = await Promise.all(pair.map((bench) => bench.pixels()));
    expect(differences(gl!, gpu!).max).toBeLessThanOrEqual(2);
    expect(differences(before, gpu!, 2).share).toBeGreaterThan(0.01);
    await isAsCoarse(pair);
  });

  it('is the same after its device is lost', async () => {
    // Of its own: on another device all is compiled anew.
    const size = { width: WIDTH, height: HEIGHT, dpr: 1 };
    const backend = (await createWebGpuBackend(size))!;
    const bench = openBench(
      backend,
      size,
      (app) => furnish(app, lostScenes),
      () => backend.readPixels(0, 0, WIDTH, HEIGHT),
    );
    apps.push(bench.app);
    await bench.settle();
    await comesBack(bench);
  });

  it('is timed where another processor draws it, and only there', async () => {
    const [, gpu] = await both({ width: WIDTH, height: HEIGHT, dpr: 1 });
    const { app, backend } = gpu;
    app.tunables.get('rendering')!.set('timeGpu', true);
    box(app.world, { ...at(0, 0, 20, 10), fill: '#ff0000' });
    gpu.frame();
    await gpu.pixels();
    gpu.frame();
    const { architecture, description } = (await navigator.gpu.requestAdapter())!.info;
    const isSoftware = SOFTWARE.test(`${architecture} ${description}`);
    expect(Number.isNaN(app.renderer.stats().gpuMs)).toBe(isSoftware);
    expect(backend.lost).toBe(false);
  });
});

describe('an app', () => {
  it('that asks for WebGPU is drawn by WebGL 2 where there is none', async () => {
    const { gpu } = navigator;
    Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });
    try {
      const canvas = new OffscreenCanvas(1, 1);
      const app = await createApp({ canvas, width: 20, height: 10, dpr: 1, renderer: 'webgpu' });
      apps.push(app);
      expect(app.renderer.name).toBe('webgl2');
      box(app.world, { ...at(0, 0, 20, 10), fill: '#ff0000' });
      app.step(16);
      expect([...(await app.renderer.toImage()).pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    } finally {
      Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    }
  });

  it('is refused another renderer than there is', async () => {
    const canvas = new OffscreenCanvas(1, 1);
    await expect(createApp({ canvas, renderer: 'canvas' as 'webgl' })).rejects.toThrow(
      /renderer is canvas; give 'webgl' or 'webgpu'/,
    );
  });
});

describe('the WebGPU backend', () => {
  it('is none where there is no adapter, or no WebGPU', async () => {
    const { gpu } = navigator;
    const size = { width: 10, height: 10, dpr: 1 };
    for (const stub of [undefined, { requestAdapter: async () => null }]) {
      Object.defineProperty(navigator, 'gpu', { value: stub, configurable: true });
      try {
        expect(await createWebGpuBackend(size)).toBeUndefined();
      } finally {
        Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
      }
    }
  });
});

describe('a browser whose graphics process is starting', () => {
  it('is asked for an adapter again', async () => {
    const { gpu } = navigator;
    const asked = vi.spyOn(gpu, 'requestAdapter').mockResolvedValueOnce(null);
    const backend = await createWebGpuBackend({ width: 10, height: 10, dpr: 1 });
    expect(asked).toHaveBeenCalledTimes(2);
    expect(backend?.device).toBeDefined();
    asked.mockRestore();
    backend?.dispose();
  });
});

describe('a device that is lost', () => {
  const size = { width: 10, height: 10, dpr: 1 };

  it('is not replaced when the app has gone', async () => {
    const backend = (await createWebGpuBackend(size))!;
    const { device } = backend;
    const asked = vi.spyOn(navigator.gpu, 'requestAdapter');
    let isGone = false;
    void backend.gone.then(() => {
      isGone = true;
    });
    backend.dispose();
    await device.lost;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).not.toHaveBeenCalled();
    expect(isGone).toBe(false);
    asked.mockRestore();
  });

  it('is given up where no other comes', async () => {
    const backend = (await createWebGpuBackend(size))!;
    const asked = vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    backend.device.destroy();
    await backend.gone;
    // Each of three times anew, should the graphics process be starting.
    expect(asked).toHaveBeenCalledTimes(6);
    expect(backend.lost).toBe(true);
    asked.mockRestore();
    backend.dispose();
  });
});

/** With fewer pixels, drawn anew in parts: as by WebGL. */
async function isAsCoarse(pair: [Bench, Bench]): Promise<void> {
  const before = await pair[1].pixels();
  for (const { app, settle } of pair) {
    app.tunables.get('quality')!.set('resolutionScale', 0.5);
    await importsSettled();
    await settle();
    const lamp = box(app.world, { ...at(30, 30, 21, 21), fill: '#00f', borderRadius: 9 });
    await settle();
    setStyle(app.world, lamp, { fill: '#0ff' });
    await settle();
    expect(app.renderer.stats().damageRects).toBe(0);
  }
  const [gl, gpu] = await Promise.all(pair.map((bench) => bench.pixels()));
  expect(differences(gl!, gpu!).max).toBeLessThanOrEqual(3);
  expect(differences(before, gpu!, 2).share).toBeGreaterThan(0.05);
}

async function keepsWhatIsNotDrawnAgain([gl, gpu]: [Bench, Bench]): Promise<void> {
  for (const bench of [gl, gpu]) {
    const lamps = [0, 200].map((left) =>
      box(bench.app.world, { ...at(left, left / 2, 20, 20), fill: '#000' }),
    );
    bench.frame();
    for (const lamp of lamps) setStyle(bench.app.world, lamp, { fill: '#0f0' });
    bench.frame();
    expect(bench.app.renderer.stats().damageRects).toBe(2);
  }
  expect(differences(await gl.pixels(), await gpu.pixels()).max).toBeLessThanOrEqual(2);
}

async function comesBack(gpu: Bench): Promise<void> {
  const before = await gpu.pixels();
  for (let loss = 0; loss < LOSSES; loss++) {
    // Devices lost sooner one after the other are given up.
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { device } = gpu.backend as WebGpuBackend;
    device.destroy();
    gpu.frame();
    await vi.waitFor(() => {
      gpu.frame();
      expect((gpu.backend as WebGpuBackend).device).not.toBe(device);
      expect(gpu.backend.lost).toBe(false);
    }, 10_000);
    await gpu.settle();
    expect(differences(await gpu.pixels(), before).max, `loss ${loss}`).toBe(0);
  }
}

/** Arrays that were cut are sent anew, to buffers as short. */
async function staysAfterAPeak(pair: readonly Bench[]): Promise<void> {
  for (const { app, settle, pixels } of pair) {
    const { world } = app;
    const memory = installMemory(app, { ports: { sources: [] } });
    await memory.ready;
    const before = await pixels();
    const page = box(world, { flexWrap: 'wrap', width: WIDTH });
    for (let i = 0; i < 1100; i++)
      box(world, { parent: page, width: 9, height: 9, fill: '#602040' });
    const last = box(world, { ...at(0, 0, 20, 20), fill: '#2040c0' });
    await settle();
    despawn(world, page);
    await settle();
    const withLast = await pixels();
    const { by } = memory.reclaim();
    expect(by.map(({ name }) => name)).toContain('records and draw list');
    app.renderer.invalidate();
    await settle();
    expect(differences(await pixels(), withLast).max).toBe(0);
    despawn(world, last);
    await settle();
    expect(differences(await pixels(), before).max).toBe(0);
    memory.dispose();
  }
}
