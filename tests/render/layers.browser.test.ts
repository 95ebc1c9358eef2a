import { afterEach, describe, expect, it } from 'vitest';
import {
  GLYPH_COLORED,
  LAYER_AXIS_ALIGNED,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
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
  pixel,
  pixelsOf,
  RED,
  reference,
  Scene,
  WHITE,
} from './scene';

const WIDTH = 160;
const HEIGHT = 100;
const SIMPLE = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;

afterEach(disposeAll);

describe('axis-aligned clips', () => {
  it('cut every kind exactly at the edge of the clip', async () => {
    const target = await backend(WIDTH, HEIGHT);
    target.resizeAtlas(64, 1);
    target.uploadGlyphs(0, 0, 0, 64, 64, new Uint8ClampedArray(64 * 64 * 4).fill(255));
    const scene = new Scene();
    const clip: [number, number, number, number] = [20, 30, 100, 61];
    scene.layer(1, { clip });
    scene.layer(2, { clip, matrix: [1, 0, 0, 1, 7, 5], flags: LAYER_AXIS_ALIGNED });
    for (const layer of [1, 2]) {
      scene.solid({ x: 0, y: 0, width: 40, height: 100, color: RED, layer });
      scene.round({ x: 30, y: 10, width: 60, height: 80, color: BLUE, border: 3, layer });
      scene.glyph({
        x: 80,
        y: 20,
        width: 64,
        height: 64,
        color: BLACK,
        u: 0,
        v: 0,
        texels: [64, 64],
        layer,
      });
    }
    const pixels = drawAll(target, scene);
    let outside = 0;
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const isInside = x >= 20 && x < 100 && y >= 30 && y < 61;
        const isWhite = pixel(pixels, WIDTH, x, y).every((channel) => channel === 255);
        if (!isInside && !isWhite) outside++;
        if (isInside) expect(isWhite).toBe(false);
      }
    }
    expect(outside).toBe(0);
  });

  it('leave what they keep of a round shape and of a glyph unchanged', async () => {
    const target = await backend(WIDTH, HEIGHT);
    target.resizeAtlas(64, 1);
    target.uploadGlyphs(0, 0, 0, 64, 64, noise(64));
    const draw = (clip?: [number, number, number, number]): Uint8ClampedArray => {
      const scene = new Scene();
      scene.layer(1, clip ? { clip } : {});
      scene.round({
        x: 5.25,
        y: 5.5,
        width: 70,
        height: 80,
        color: BLUE,
        radii: [10, 20, 30, 5],
        border: 3,
        borderColor: RED,
        layer: 1,
      });
      const texels: [number, number] = [60, 60];
      scene.glyph({
        x: 80,
        y: 8,
        width: 60,
        height: 60,
        color: BLACK,
        u: 2,
        v: 2,
        texels,
        layer: 1,
      });
      return drawAll(target, scene);
    };
    const whole = draw();
    const cut = draw([12, 17, 111, 63]);
    let different = 0;
    for (let y = 17; y < 63; y++) {
      for (let x = 12; x < 111; x++) {
        const left = pixel(whole, WIDTH, x, y);
        const right = pixel(cut, WIDTH, x, y);
        if (left.some((channel, at) => Math.abs(channel - right[at]!) > 1)) different++;
      }
    }
    expect(different).toBe(0);
    expect(pixel(cut, WIDTH, 11, 40)).toEqual([255, 255, 255, 255]);
    expect(pixel(cut, WIDTH, 111, 40)).toEqual([255, 255, 255, 255]);
  });

  it('hide all of a layer when they are empty, turned inside out or NaN', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.layer(1, { clip: [50, 50, 50, 80] });
    scene.layer(2, { clip: [80, 50, 20, 80] });
    scene.layer(3, { clip: [Number.NaN, 0, 100, 100] });
    for (const layer of [1, 2, 3]) {
      scene.solid({ x: 0, y: 0, width: 160, height: 100, color: RED, layer });
      scene.round({ x: 0, y: 0, width: 160, height: 100, color: RED, layer });
    }
    const blank = reference(WIDTH, HEIGHT, () => {});
    expect(difference(drawAll(target, scene), blank).max).toBe(0);
  });
});

describe('glyphs', () => {
  it('copy their bitmap 1:1 to whole pixels, wherever the layer stands', async () => {
    for (const dpr of import.meta.env.RAFTER_LONG ? [1, 1.25, 2] : [1.25]) {
      const target = await backend(WIDTH / dpr, HEIGHT / dpr, { dpr });
      const bitmap = noise(32);
      target.resizeAtlas(64, 2);
      target.uploadGlyphs(1, 3, 5, 32, 32, bitmap);
      for (const [tx, ty] of [
        [0, 0],
        [3.4, 7.6],
        [0.5, 10.49],
      ] as const) {
        const scene = new Scene();
        scene.layer(1, { matrix: [1, 0, 0, 1, tx, ty] });
        const size = 32 / dpr;
        const shape = { x: 8.25, y: 4.5, width: size, height: size, color: BLACK, layer: 1 };
        scene.glyph({ ...shape, u: 3, v: 5, texels: [32, 32], page: 1 });
        const pixels = drawAll(target, scene);
        const left = Math.floor(Math.fround((8.25 + tx) * dpr) + 0.5);
        const top = Math.floor(Math.fround((4.5 + ty) * dpr) + 0.5);
        let wrong = 0;
        for (let y = 0; y < HEIGHT; y++) {
          for (let x = 0; x < WIDTH; x++) {
            const isInside = x >= left && x < left + 32 && y >= top && y < top + 32;
            const alpha = isInside ? bitmap[((y - top) * 32 + x - left) * 4 + 3]! : 0;
            if (Math.abs(pixel(pixels, target.deviceWidth, x, y)[0] - (255 - alpha)) > 1) wrong++;
          }
        }
        expect(wrong).toBe(0);
      }
      disposeAll();
    }
  });

  it('take the colour of the record, or their own if they have one', async () => {
    const target = await backend(WIDTH, HEIGHT);
    target.resizeAtlas(16, 1);
    const green = new Uint8ClampedArray(16 * 16 * 4);
    for (let at = 0; at < green.length; at += 4) green.set([0, 200, 0, at < 512 ? 255 : 102], at);
    target.uploadGlyphs(0, 0, 0, 16, 16, green);
    const scene = new Scene();
    const shape = { y: 0, width: 16, height: 16, u: 0, v: 0, texels: [16, 16] as [number, number] };
    scene.glyph({ x: 0, ...shape, color: RED });
    scene.glyph({ x: 20, ...shape, color: RED, flags: GLYPH_COLORED });
    scene.glyph({ x: 40, ...shape, color: 0x800000ff, flags: GLYPH_COLORED });
    const pixels = drawAll(target, scene);
    expect(pixel(pixels, WIDTH, 8, 4)).toEqual([255, 0, 0, 255]);
    expect(pixel(pixels, WIDTH, 28, 4)).toEqual([0, 200, 0, 255]);
    expect(pixel(pixels, WIDTH, 48, 4)).toEqual([127, 227, 127, 255]);
    // The lower half of the bitmap has two fifths of the alpha.
    expect(pixel(pixels, WIDTH, 8, 12)).toEqual([255, 153, 153, 255]);
    expect(pixel(pixels, WIDTH, 28, 12)).toEqual([153, 233, 153, 255]);
  });

  it('scale smoothly with a scaled layer and take nothing from their neighbours in the atlas', async () => {
    const target = await backend(WIDTH, HEIGHT);
    target.resizeAtlas(64, 1);
    target.uploadGlyphs(0, 0, 0, 64, 64, new Uint8ClampedArray(64 * 64 * 4).fill(255));
    const bitmap = ramp(16);
    target.uploadGlyphs(0, 20, 20, 16, 16, bitmap);
    const scene = new Scene();
    scene.layer(1, { matrix: [4, 0, 0, 4, 10, 10], flags: LAYER_AXIS_ALIGNED });
    const texels: [number, number] = [16, 16];
    scene.glyph({
      x: 0,
      y: 0,
      width: 16,
      height: 16,
      color: BLACK,
      u: 20,
      v: 20,
      texels,
      layer: 1,
    });
    const pixels = drawAll(target, scene);
    // Alpha is 16 * x; linear between texel centres, flat outside of the first and the last.
    for (let x = 0; x < 64; x++) {
      const position = Math.min(15, Math.max(0, (x + 0.5) / 4 - 0.5));
      const red = pixel(pixels, WIDTH, 10 + x, 40)[0];
      expect(Math.abs(red - (255 - position * 16))).toBeLessThanOrEqual(2);
    }
    expect(pixel(pixels, WIDTH, 9, 40)[0]).toBe(255);
    expect(pixel(pixels, WIDTH, 74, 40)[0]).toBe(255);
  });

  it('with colours of their own have no dark fringe when scaled', async () => {
    const target = await backend(WIDTH, HEIGHT);
    target.resizeAtlas(16, 1);
    const disc = new Uint8ClampedArray(16 * 16 * 4);
    for (let at = 0; at < disc.length; at += 4) {
      // Transparent pixels are black, as canvas 2D hands them out.
      if ((at / 4) % 16 > 7) disc.set([255, 255, 255, 255], at);
    }
    target.uploadGlyphs(0, 0, 0, 16, 16, disc);
    const scene = new Scene();
    scene.layer(1, { matrix: [4, 0, 0, 4, 0, 0], flags: LAYER_AXIS_ALIGNED });
    scene.glyph({
      x: 0,
      y: 0,
      width: 16,
      height: 16,
      color: WHITE,
      u: 0,
      v: 0,
      texels: [16, 16],
      flags: GLYPH_COLORED,
      layer: 1,
    });
    const blank = reference(WIDTH, HEIGHT, () => {});
    expect(difference(drawAll(target, scene), blank).max).toBeLessThanOrEqual(1);
  });
});

describe('turned layers', () => {
  const angle = 0.4;
  const matrix: [number, number, number, number, number, number] = [
    Math.cos(angle),
    Math.sin(angle),
    -Math.sin(angle),
    Math.cos(angle),
    70,
    10,
  ];

  it('draw solids and round shapes with soft edges', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.layer(1, { matrix, flags: 0 });
    scene.solid({ x: -30, y: 10, width: 40, height: 50, color: RED, layer: 1 });
    scene.round({
      x: 20,
      y: 10,
      width: 50,
      height: 40,
      color: BLUE,
      radii: [4, 8, 16, 20],
      layer: 1,
    });
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.transform(...matrix);
      context.fillStyle = '#f00';
      context.fillRect(-30, 10, 40, 50);
      context.fillStyle = '#00f';
      context.beginPath();
      context.roundRect(20, 10, 50, 40, [4, 8, 16, 20]);
      context.fill();
    });
    const pixels = drawAll(target, scene);
    // The four sharp corners of the solid are the farthest off: 56 of 255.
    expect(difference(pixels, expected).max).toBeLessThanOrEqual(60);
    expect(difference(pixels, expected, 16).pixels).toBeLessThanOrEqual(6);
  });

  it('are cut by the folded clip to the pixel', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.layer(1, { matrix, flags: 0, clip: [40, 20, 100, 70] });
    scene.solid({ x: -200, y: -200, width: 400, height: 400, color: RED, layer: 1 });
    const expected = reference(WIDTH, HEIGHT, (context) => {
      context.fillStyle = '#f00';
      context.fillRect(40, 20, 60, 50);
    });
    expect(difference(drawAll(target, scene), expected).max).toBe(0);
  });
});

describe('rounded clips', () => {
  it('look like canvas 2D clips, nested and turned ones too', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    const angle = 0.3;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // A clip turned about (80, 50): rows hold the way from the surface into the clip's own space.
    const turned: [number, number, number, number, number, number] = [
      cos,
      -sin,
      sin,
      cos,
      80 - cos * 80 - sin * 50,
      50 + sin * 80 - cos * 50,
    ];
    scene.clip(5, { rect: [20, 10, 140, 90], radii: [40, 10, 30, 5] });
    scene.clip(6, { rect: [40, 15, 120, 85], radii: [12, 12, 12, 12], matrix: turned, next: 5 });
    scene.layer(1, { clipRow: 6 });
    // Side by side: coverage is per shape, so stacked shapes let the lower one shine through at a soft clip edge.
    scene.solid({ x: 0, y: 0, width: WIDTH, height: 50, color: RED, layer: 1 });
    scene.round({ x: 0, y: 50, width: WIDTH, height: 50, color: BLUE, layer: 1 });
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.beginPath();
      context.roundRect(20, 10, 120, 80, [40, 10, 30, 5]);
      context.clip();
      context.translate(80, 50);
      context.rotate(angle);
      context.translate(-80, -50);
      context.beginPath();
      context.roundRect(40, 15, 80, 70, 12);
      context.clip();
      context.resetTransform();
      context.scale(16, 16);
      context.fillStyle = '#f00';
      context.fillRect(0, 0, WIDTH, 50);
      context.fillStyle = '#00f';
      context.fillRect(0, 50, WIDTH, 50);
    });
    const pixels = drawAll(target, scene);
    expect(difference(pixels, expected).max).toBeLessThanOrEqual(40);
    expect(difference(pixels, expected, 16).pixels).toBeLessThanOrEqual(8);
  });

  it('shrink radii that meet, and stay put at 2 device pixels per CSS pixel', async () => {
    const target = await backend(WIDTH / 2, HEIGHT / 2, { dpr: 2 });
    const scene = new Scene();
    scene.clip(5, { rect: [5, 5, 75, 45], radii: [999, 999, 999, 999] });
    // No word of a clip row is reserved for layer flags: what stands there must not hide that the layer is clipped.
    scene.layerWords[5 * LAYER_WORDS + LAYER_FLAGS] = SIMPLE;
    scene.layer(1, { clipRow: 5 });
    scene.solid({ x: 0, y: 0, width: 80, height: 50, color: RED, layer: 1 });
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.fillStyle = '#f00';
      context.beginPath();
      context.roundRect(10, 10, 140, 80, 40);
      context.fill();
    });
    expect(difference(drawAll(target, scene), expected).max).toBeLessThanOrEqual(16);
  });

  it('end after four rows, and a loop of rows does not hang', async () => {
    const target = await backend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.clip(5, { rect: [10, 10, 50, 50], next: 6 });
    scene.clip(6, { rect: [0, 0, 100, 100], next: 5 });
    scene.layer(1, { clipRow: 5 });
    scene.solid({ x: 0, y: 0, width: WIDTH, height: HEIGHT, color: RED, layer: 1 });
    const pixels = drawAll(target, scene);
    expect(pixel(pixels, WIDTH, 30, 30)).toEqual([255, 0, 0, 255]);
    expect(pixel(pixels, WIDTH, 60, 30)).toEqual([255, 255, 255, 255]);
  });
});

it('simple layers look the same while another layer needs the general program', async () => {
  const target = await backend(WIDTH, HEIGHT);
  target.resizeAtlas(32, 1);
  target.uploadGlyphs(0, 0, 0, 32, 32, noise(32));
  const build = (flags: number): Scene => {
    const scene = new Scene();
    scene.layer(1, { matrix: [1, 0, 0, 1, 3.5, 2.25], clip: [0, 0, 120, 80], opacity: 0.8 });
    scene.layer(2, { flags });
    const radii: [number, number, number, number] = [3, 9, 20, 40];
    scene.solid({ x: 2, y: 3, width: 80.5, height: 30, color: 0x90302010, layer: 1 });
    scene.round({
      x: 20,
      y: 12,
      width: 90,
      height: 80,
      color: 0xff40a0f0,
      border: 2,
      radii,
      layer: 1,
    });
    scene.glyph({
      x: 10.3,
      y: 30.7,
      width: 32,
      height: 32,
      color: RED,
      u: 0,
      v: 0,
      texels: [32, 32],
      layer: 1,
    });
    return scene;
  };
  const simple = drawAll(target, build(SIMPLE));
  const general = drawAll(target, build(0));
  expect(difference(simple, general).max).toBe(0);
  // And the explicit program, with the general layer present.
  target.beginFrame(0, 0, WIDTH, HEIGHT, WHITE);
  target.draw('simple', 0, 18);
  target.endFrame();
  expect(difference(pixelsOf(target), general).max).toBe(0);
  frame(target, 0);
});

/** White with random alpha. */
function noise(size: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  let seed = 7;
  for (let at = 3; at < pixels.length; at += 4) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    pixels[at] = (seed >> 16) & 255;
  }
  return pixels;
}

/** White whose alpha grows by 16 a column. */
function ramp(size: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let at = 0; at < size * size; at++) pixels[at * 4 + 3] = (at % size) * 16;
  return pixels;
}
