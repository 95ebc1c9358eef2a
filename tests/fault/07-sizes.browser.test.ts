import { describe, expect, it } from 'vitest';
import { createPixiBackend } from '../../src/render';
import { addCanvas, atEnd, colorCount, difference, frames, pixelsOf } from '../app/page';
import { createRandom } from '../property/random';
import { drawAll, pixelsOf as drawnPixels, RED, Scene } from '../render/scene';
import { game } from './game';
import { contextOf, watchErrors } from './gl';
import { HEIGHT, WIDTH } from './scenes';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
const SIZES = isLong ? 50 : 2;
const WRONG = [0, -0, -5, Number.NaN, Infinity, -Infinity, 1e9, 1e39];

describe('a canvas of the renderer', () => {
  it(`survives ${SIZES} sizes, none of which are any, within what the device can, and shows its picture again`, async () => {
    const canvas = addCanvas(WIDTH, HEIGHT);
    const backend = await createPixiBackend({ canvas, width: WIDTH, height: HEIGHT, dpr: 1 });
    atEnd(() => backend.dispose());
    const errors = watchErrors(canvas);
    const gl = contextOf(canvas);
    const side = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    const [across, down] = gl.getParameter(gl.MAX_VIEWPORT_DIMS) as Int32Array;
    const scene = new Scene();
    scene.round({ x: 10, y: 10, width: 60, height: 40, color: RED, radii: [9, 9, 9, 9] });
    const before = drawAll(backend, scene);
    expect(colorCount(new Uint32Array(before.buffer))).toBeGreaterThan(2);
    const random = createRandom(3);
    for (let i = 0; i < SIZES; i++) {
      // The other side is small but once: 8192 by 8192 takes a software rasteriser a while.
      const isLast = isLong && i === SIZES - 1;
      const wrong = isLast ? 1e9 : random.pick(WRONG);
      const other = isLast
        ? 1e9
        : random.chance(50)
          ? random.pick([0, -1, Number.NaN])
          : random.int(300);
      const sides = random.chance(50) ? [wrong, other] : [other, wrong];
      backend.resize(sides[0]!, sides[1]!, random.pick([1, 2, 0, -1, Number.NaN, Infinity]));
      drawAll(backend, scene);
      expect(canvas.width).toBeLessThanOrEqual(Math.min(side, across!));
      expect(canvas.height).toBeLessThanOrEqual(Math.min(side, down!));
      expect([canvas.width, canvas.height]).toEqual([
        Math.max(1, backend.deviceWidth),
        Math.max(1, backend.deviceHeight),
      ]);
      // What the canvas says is what there is.
      expect([gl.drawingBufferWidth, gl.drawingBufferHeight]).toEqual([
        canvas.width,
        canvas.height,
      ]);
    }
    backend.resize(WIDTH, HEIGHT, 1);
    drawAll(backend, scene);
    expect(drawnPixels(backend)).toEqual(before);
    expect(errors()).toEqual([]);
  });
});

describe('a surface in a game', () => {
  it('survives sizes that are none, and shows its picture again', async () => {
    const { canvas, draw, ui } = await game('pictures');
    const errors = watchErrors(canvas);
    const before = pixelsOf(canvas);
    for (const width of WRONG) {
      for (const height of [40, ...WRONG.slice(3, 5)]) {
        ui.resize(width, height);
        draw(1);
      }
    }
    ui.resize(WIDTH, HEIGHT);
    draw(3);
    await frames(1);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(errors()).toEqual([]);
  });
});
