// Needs a page of its own, in the long tests: Pixi takes as many textures for a batch as the first renderer of a page can, and this one can do with fewer.
import { expect, it } from 'vitest';
import type { App } from '../../src/app';
import type { WebGpuBackend } from '../../src/render/webgpu';
import { box, pixiSlot } from '../../src/ui';
import { differences } from './differences';
import { at } from './group-parts';
import { everything, made, pixiPair } from './pixi-objects';
import { giveBack, giveBackGpu, lent, takeBackend, takeGpuBackend } from './shared-backend';
import { type Bench, openBench } from './two-backends';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
const WIDTH = 200;
const HEIGHT = 160;
const SIZE = { width: WIDTH, height: HEIGHT, dpr: 1 };

function furnish({ world }: App): void {
  box(world, { ...at(0, 0, 200, 160), fill: '#ffffff' });
  const slot = pixiSlot(world, { ...at(0, 0, 200, 160), content: everything() });
  box(world, { parent: slot, ...at(20, 20, 100, 20), fill: '#ff00ff80' });
  pixiSlot(world, { ...at(120, 110, 60, 40), content: pixiPair(), rotate: 20 });
}

async function pixelsOf({ app, frame, settle, pixels }: Bench): Promise<Uint8ClampedArray> {
  await expect
    .poll(() => {
      frame();
      return made.every(({ parent }) => parent !== null) && app.renderer.stats().groups;
    })
    .toBe(2);
  await settle();
  return pixels();
}

/** Takes its device away, and expects the same picture by the next. */
async function lose(gpu: WebGpuBackend, bench: Bench, before: Uint8ClampedArray): Promise<void> {
  const lost = gpu.device;
  lost.destroy();
  await expect
    .poll(() => {
      bench.frame();
      return gpu.device !== lost && !gpu.lost;
    })
    .toBe(true);
  await expect
    .poll(async () => {
      await bench.settle();
      return differences(await bench.pixels(), before).max;
    })
    .toBe(0);
}

it.runIf(isLong)(
  'Pixi objects are drawn by WebGPU as by WebGL 2, and after a lost device',
  async () => {
    const gpu = lent(await takeGpuBackend(WIDTH, HEIGHT, 1), giveBackGpu);
    const bench = openBench(gpu, SIZE, furnish, () => gpu.readPixels(0, 0, WIDTH, HEIGHT));
    const errors: unknown[] = [];
    bench.app.on('error', ({ error }) => errors.push(error));
    const byGpu = await pixelsOf(bench);
    await lose(gpu, bench, byGpu);
    expect(errors).toEqual([]);
    bench.app.dispose();
    expect(made.every(({ parent }) => parent === null)).toBe(true);
    made.length = 0;
    const gl = lent(await takeBackend(WIDTH, HEIGHT, 1), giveBack);
    const byGl = await pixelsOf(
      openBench(gl, SIZE, furnish, async () => gl.readPixels(0, 0, WIDTH, HEIGHT)),
    );
    const { max, share } = differences(byGpu, byGl, 2);
    expect(share).toBeLessThan(0.004);
    expect(max).toBeLessThan(120);
  },
);
