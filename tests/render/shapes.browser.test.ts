import { afterEach, describe, expect, it } from 'vitest';
import {
  LAYER_AXIS_ALIGNED,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../src/systems/render-batching';
import {
  BLACK,
  BLUE,
  backend,
  difference,
  disposeAll,
  drawAll,
  exact,
  frame,
  GREEN,
  pixel,
  pixelsOf,
  RED,
  reference,
  Scene,
  WHITE,
} from './scene';

const WIDTH = 160;
const HEIGHT = 100;

afterEach(disposeAll);

describe('solids', () => {
  it('covers exactly the pixels whose centre it holds, in both programs', async () => {
    const target = await backend(WIDTH, HEIGHT);
    for (const program of ['solid', 'simple', 'blended'] as const) {
      const scene = new Scene();
      scene.solid({ x: 10, y: 20, width: 30, height: 5, color: RED });
      const count = scene.all();
      scene.upload(target);
      target.beginFrame(0, 0, WIDTH, HEIGHT, WHITE);
      target.draw(program, 0, count);
      target.endFrame();
      const expected = reference(WIDTH, HEIGHT, (context) => {
        context.fillStyle = '#f00';
        context.fillRect(10, 20, 30, 5);
      });
      expect(difference(pixelsOf(target), expected)).toEqual({ max: 0, pixels: 0 });
    }
  });

  it('keeps every channel of a colour in its place', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    // Read as floats these would be NaN: blue of 0x80 and more.
    const colors = [0xff804020, 0xffff0180, 0xff8000ff, 0xffc0dead];
    colors.forEach((color, at) => {
      scene.solid({ x: at * 10, y: 0, width: 10, height: 10, color });
    });
    const pixels = drawAll(target, scene);
    colors.forEach((color, at) => {
      const expected = [color & 255, (color >>> 8) & 255, (color >>> 16) & 255, 255];
      expect(pixel(pixels, WIDTH, at * 10 + 5, 5)).toEqual(expected);
    });
  });

  it('blends half-transparent colours in the order of the indices', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    const red = scene.solid({ x: 0, y: 0, width: 20, height: 20, color: 0x800000ff });
    const blue = scene.solid({ x: 0, y: 0, width: 20, height: 20, color: 0x80ff0000 });
    const at = (): number[] => {
      scene.upload(target);
      frame(target, 12);
      return pixel(pixelsOf(target), WIDTH, 5, 5);
    };
    scene.order(red, blue);
    expect(at()).toEqual([127, 63, 191, 255]);
    scene.order(blue, red);
    expect(at()).toEqual([191, 63, 127, 255]);
  });

  it('fades with the opacity of its layer', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.layer(1, { opacity: 0.5 });
    scene.solid({ x: 0, y: 0, width: 20, height: 20, color: BLACK, layer: 1 });
    scene.round({ x: 20, y: 0, width: 20, height: 20, color: BLACK, layer: 1 });
    const pixels = drawAll(target, scene);
    for (const x of [10, 30]) expect(pixel(pixels, WIDTH, x, 10)[0]).toBeCloseTo(127.5, -0.5);
  });

  it('culls only the record with a number that is not finite, or with no size', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const healthy = new Scene();
    for (let at = 0; at < 10; at++) healthy.solid(block(at));
    const expected = drawAll(target, healthy);
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e39, 3e38];
    const poisoned = new Scene();
    for (let at = 0; at < 10; at++) {
      poisoned.solid(block(at));
      for (const field of ['x', 'y', 'width', 'height'] as const) {
        for (const value of field === 'width' || field === 'height' ? [...bad, 0, -5] : bad) {
          if (poisoned.count < 255) poisoned.solid({ ...block(at), color: RED, [field]: value });
        }
      }
    }
    const empty = poisoned.solid({ x: 0, y: 0, width: 500, height: 500, color: RED });
    poisoned.words[empty * RECORD_WORDS + RECORD_KIND_LAYER] = 0;
    for (const program of ['blended', 'simple', 'solid'] as const) {
      const count = poisoned.all();
      poisoned.upload(target);
      target.beginFrame(0, 0, WIDTH, HEIGHT, WHITE);
      target.draw(program, 0, count);
      target.endFrame();
      expect(difference(pixelsOf(target), expected)).toEqual({ max: 0, pixels: 0 });
    }
  });

  it('draws nothing of a layer whose transform is not finite', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.layer(1, { matrix: [1, 0, 0, 1, Number.NaN, 0] });
    scene.layer(2, { matrix: [Number.POSITIVE_INFINITY, 0, 0, 1, 0, 0] });
    scene.solid({ x: 0, y: 0, width: 50, height: 50, color: RED, layer: 1 });
    scene.round({ x: 0, y: 0, width: 50, height: 50, color: RED, layer: 2 });
    const pixels = drawAll(target, scene);
    expect(
      difference(
        pixels,
        reference(WIDTH, HEIGHT, () => {}),
      ),
    ).toEqual({ max: 0, pixels: 0 });
  });
});

describe('round rectangles', () => {
  const shapes = [
    { name: 'one radius', radii: [12, 12, 12, 12] },
    { name: 'a radius per corner', radii: [2, 8, 16, 30] },
    { name: 'a leaf: two opposite corners as large as the shape', radii: [80, 0, 80, 0] },
    { name: 'a drop', radii: [0, 50, 50, 50] },
    { name: 'radii far larger than half the size', radii: [999, 999, 999, 999] },
    { name: 'no radius', radii: [0, 0, 0, 0] },
  ] as const;

  for (const shape of shapes) {
    it(`looks like canvas 2D: ${shape.name}`, async () => {
      const target = await backend(WIDTH, HEIGHT);
      const scene = new Scene();
      const radii = [...shape.radii] as [number, number, number, number];
      scene.round({ x: 10, y: 10, width: 120, height: 80, color: BLUE, radii });
      const expected = exact(WIDTH, HEIGHT, (context) => {
        context.fillStyle = '#00f';
        context.beginPath();
        context.roundRect(10, 10, 120, 80, radii);
        context.fill();
      });
      expectClose(drawAll(target, scene), expected);
    });
  }

  it('draws a border inside its edge, square inside where it is wider than the radius', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const radii: [number, number, number, number] = [4, 10, 20, 30];
    const scene = new Scene();
    scene.round({
      x: 10,
      y: 10,
      width: 120,
      height: 80,
      color: BLUE,
      radii,
      border: 6,
      borderColor: RED,
    });
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.fillStyle = '#f00';
      context.beginPath();
      context.roundRect(10, 10, 120, 80, radii);
      context.fill();
      context.fillStyle = '#00f';
      context.beginPath();
      context.roundRect(16, 16, 108, 68, [0, 4, 14, 24]);
      context.fill();
    });
    expectClose(drawAll(target, scene), expected);
  });

  it('blends a half-transparent border over the fill, which lies under it too', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.round({
      x: 10,
      y: 10,
      width: 60,
      height: 60,
      color: 0x80ff0000,
      radii: [10, 10, 10, 10],
      border: 8,
      borderColor: 0x8000ff00,
    });
    const pixels = drawAll(target, scene);
    expect(pixel(pixels, WIDTH, 40, 40)).toEqual([127, 127, 255, 255]);
    for (const [channel, level] of [63, 191, 127].entries()) {
      const off = Math.abs(pixel(pixels, WIDTH, 13, 40)[channel]! - level);
      expect(off).toBeLessThanOrEqual(1);
    }
    // Where border meets fill, and on the rounded edge, no pixel is darker than both together make it.
    for (let x = 10; x < 70; x++) {
      for (const y of [12, 40, 66]) {
        expect(pixel(pixels, WIDTH, x, y)[0]).toBeGreaterThanOrEqual(62);
      }
    }
  });

  it('shows no border colour when the border is 0 wide', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    const shape = { x: 10.5, y: 10.5, width: 60, height: 60, color: WHITE } as const;
    scene.round({ ...shape, radii: [20, 20, 20, 20], border: 0, borderColor: RED });
    const blank = reference(WIDTH, HEIGHT, () => {});
    expect(difference(drawAll(target, scene), blank).max).toBeLessThanOrEqual(1);
  });

  it('covers half of the pixels that its straight edges cut in half', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.round({ x: 10.5, y: 10.5, width: 40, height: 40, color: BLACK });
    const pixels = drawAll(target, scene);
    for (const [x, y] of [
      [10, 30],
      [50, 30],
      [30, 10],
      [30, 50],
    ] as const) {
      expect(Math.abs(pixel(pixels, WIDTH, x, y)[0] - 127)).toBeLessThanOrEqual(1);
    }
    expect(pixel(pixels, WIDTH, 9, 30)[0]).toBe(255);
    expect(pixel(pixels, WIDTH, 51, 30)[0]).toBe(255);
  });

  it('is as sharp at 2 device pixels per CSS pixel and in a scaled layer', async () => {
    const direct = await backend(WIDTH / 2, HEIGHT / 2, { dpr: 2 });
    const scaled = await backend(WIDTH, HEIGHT);
    const shape = { width: 60, height: 30, color: BLUE, border: 2, borderColor: RED } as const;
    const radii: [number, number, number, number] = [4, 8, 12, 15];
    const left = new Scene();
    left.round({ x: 5, y: 5, ...shape, radii });
    const right = new Scene();
    right.layer(1, { matrix: [2, 0, 0, 2, 10, 10], flags: LAYER_AXIS_ALIGNED });
    right.round({ x: 0, y: 0, ...shape, radii, layer: 1 });
    const found = difference(drawAll(direct, left), drawAll(scaled, right), 1);
    expect(found.pixels).toBe(0);
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.fillStyle = '#f00';
      context.beginPath();
      context.roundRect(10, 10, 120, 60, [8, 16, 24, 30]);
      context.fill();
      context.fillStyle = '#00f';
      context.beginPath();
      context.roundRect(14, 14, 112, 52, [4, 12, 20, 26]);
      context.fill();
    });
    expectClose(drawAll(direct, left), expected);
  });
});

it('paints in the order of the indices whatever the order of the records', async () => {
  const target = await backend(WIDTH, HEIGHT);
  const scene = new Scene();
  const colors = [RED, GREEN, BLUE, BLACK];
  const records = colors.map((color, at) =>
    scene.solid({ x: at * 10, y: at * 10, width: 40, height: 40, color }),
  );
  const top = (order: number[]): number[] => {
    scene.order(...order.map((at) => records[at]!));
    scene.upload(target);
    frame(target, order.length * 6);
    return pixel(pixelsOf(target), WIDTH, 35, 35);
  };
  expect(top([0, 1, 2, 3])).toEqual([0, 0, 0, 255]);
  expect(top([3, 2, 1, 0])).toEqual([255, 0, 0, 255]);
  expect(top([3, 0, 2, 1])).toEqual([0, 255, 0, 255]);
  expect(top([0, 2])).toEqual([0, 0, 255, 255]);
});

/** Coverage by distance against coverage by area: a few levels apart on edges, a little more on the sharpest corners. */
function expectClose(pixels: Uint8ClampedArray, expected: Uint8ClampedArray): void {
  const { max } = difference(pixels, expected);
  const { pixels: far } = difference(pixels, expected, 12);
  expect(max).toBeLessThanOrEqual(24);
  expect(far).toBeLessThanOrEqual(8);
}

function block(at: number): {
  x: number;
  y: number;
  width: number;
  height: number;
  color: number;
} {
  return { x: at * 15, y: at * 8, width: 12, height: 12, color: BLUE };
}
