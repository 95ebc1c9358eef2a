import { Texture, Ticker } from 'pixi.js';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPixiBackend, type PixiBackend } from '../../src/render';
import { RECORD_COLOR, RECORD_WORDS } from '../../src/systems/render-batching';
import {
  alsoDispose,
  BLACK,
  BLUE,
  difference,
  disposeAll,
  drawAll,
  frame,
  GREEN,
  newBackend,
  pixel,
  pixelsOf,
  RED,
  reference,
  Scene,
  WHITE,
} from './scene';

const SIZES = import.meta.env.RAFTER_LONG ? 50 : 3;
const WIDTH = 160;
const HEIGHT = 100;

afterEach(disposeAll);

describe('a frame over a part', () => {
  it('redraws that part and leaves every pixel around it alone', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    const inside = scene.solid({ x: 20, y: 20, width: 60, height: 40, color: RED });
    const outside = scene.solid({ x: 100, y: 50, width: 40, height: 40, color: BLUE });
    const across = scene.round({ x: 30, y: 40, width: 100, height: 20, color: GREEN });
    const before = drawAll(target, scene);
    for (const record of [inside, outside, across]) {
      scene.words[record * RECORD_WORDS + RECORD_COLOR] = BLACK;
    }
    target.uploadRecords(scene.words, 0, scene.count);
    target.beginFrame(10, 30, 40, 25, 0xff00ffff);
    target.draw('blended', 0, 18);
    target.endFrame();
    const after = pixelsOf(target);
    frame(target, 18, 0xff00ffff);
    const whole = pixelsOf(target);
    let wrong = 0;
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const isInside = x >= 10 && x < 50 && y >= 30 && y < 55;
        const expected = pixel(isInside ? whole : before, WIDTH, x, y);
        if (`${pixel(after, WIDTH, x, y)}` !== `${expected}`) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(pixel(after, WIDTH, 15, 50)).toEqual([255, 255, 0, 255]);
  });

  it('does nothing when it is empty or off the canvas, and the next full frame is not cut', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: WIDTH, height: HEIGHT, color: RED });
    const before = drawAll(target, scene);
    for (const [x, y, width, height] of [
      [10, 10, 0, 10],
      [10, 10, -5, 10],
      [WIDTH, 0, 50, 50],
      [-60, 0, 60, 50],
      [Number.NaN, 0, 10, 10],
    ] as const) {
      target.beginFrame(x, y, width, height, BLACK);
      target.draw('blended', 0, 6);
      target.endFrame();
      expect(difference(pixelsOf(target), before).max).toBe(0);
    }
    target.beginFrame(5, 5, 10, 10, BLACK);
    target.endFrame();
    frame(target, 0, WHITE);
    expect(
      difference(
        pixelsOf(target),
        reference(WIDTH, HEIGHT, () => {}),
      ).max,
    ).toBe(0);
  });

  it('is kept on the canvas after the browser has shown it', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    document.body.append(target.canvas as HTMLCanvasElement);
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: WIDTH, height: HEIGHT, color: RED });
    const before = drawAll(target, scene);
    for (let at = 0; at < 4; at++) await new Promise(requestAnimationFrame);
    target.beginFrame(0, 0, 10, 10, BLACK);
    target.endFrame();
    for (let at = 0; at < 2; at++) await new Promise(requestAnimationFrame);
    const after = pixelsOf(target);
    expect(difference(after, before).pixels).toBe(100);
    (target.canvas as HTMLCanvasElement).remove();
  });
});

describe('uploads', () => {
  it('deliver every range of indices sent within one frame', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    for (let at = 0; at < 32; at++) {
      const cell = { x: (at % 8) * 20, y: Math.floor(at / 8) * 25, width: 20, height: 25 };
      scene.solid({ ...cell, color: at % 2 ? RED : BLUE });
    }
    const green = scene.solid({ x: 0, y: 0, width: WIDTH, height: HEIGHT, color: GREEN });
    drawAll(target, scene);
    // Index slot `at` now draws record 0 or nothing else: five separate ranges.
    const changed = [1, 4, 9, 20, 31];
    for (const slot of changed) {
      for (let corner = 0; corner < 6; corner++) scene.indices[slot * 6 + corner] = green * 4;
      expect(target.uploadIndices(scene.indices, slot * 6, 6)).toBe(24);
    }
    frame(target, 32 * 6);
    const pixels = pixelsOf(target);
    for (let at = 0; at < 32; at++) {
      const [red, , blue] = pixel(pixels, WIDTH, (at % 8) * 20 + 10, Math.floor(at / 8) * 25 + 12);
      const expected = changed.includes(at) ? [255, 255] : at % 2 ? [255, 0] : [0, 255];
      expect([red, blue]).toEqual(expected);
    }
  });

  it('send ranges that start and end in the middle of lines, and nothing beside them', async () => {
    const target = await newBackend(1024, 1);
    const scene = new Scene(1024);
    for (let at = 0; at < 1024; at++) {
      scene.solid({ x: at, y: 0, width: 1, height: 1, color: BLACK });
    }
    drawAll(target, scene);
    const ranges = [
      [3, 5],
      [250, 12],
      [300, 500],
      [512, 256],
      [1023, 1],
      [0, 1024],
    ] as const;
    let expected = pixelsOf(target);
    for (const [step, [first, count]] of ranges.entries()) {
      const color = 0xff000000 | ((step + 1) * 20);
      for (let at = 0; at < 1024; at++) scene.words[at * RECORD_WORDS + RECORD_COLOR] = color;
      expect(target.uploadRecords(scene.words, first, count)).toBe(count * 64);
      frame(target, 1024 * 6);
      expected = expected.slice();
      for (let at = first; at < first + count; at++) expected[at * 4] = (step + 1) * 20;
      expect(difference(pixelsOf(target), expected)).toEqual({ max: 0, pixels: 0 });
    }
  });

  it('follow arrays that grow, from one line of the texture to many', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    let previous: Scene | undefined;
    for (const records of [100, 256, 257, 1000, 5000]) {
      const scene = new Scene(records, records);
      if (previous) scene.words.set(previous.words);
      scene.count = previous?.count ?? 0;
      while (scene.count < records) {
        const layer = scene.count;
        scene.layer(layer, { matrix: [1, 0, 0, 1, scene.count % WIDTH, 0] });
        const y = Math.floor(scene.count / WIDTH);
        scene.solid({ x: 0, y, width: 1, height: 1, color: BLACK, layer });
      }
      for (let at = 0; at < records; at++) scene.layer(at, { matrix: [1, 0, 0, 1, at % WIDTH, 0] });
      const count = scene.all();
      // Sent as one dirty record: a new array goes up whole.
      expect(target.uploadRecords(scene.words, records - 1, 1)).toBe(records * 64);
      expect(target.uploadLayers(scene.layerWords, 0, 1)).toBe(records * 64);
      expect(target.uploadIndices(scene.indices, 0, 6)).toBe(records * 24);
      frame(target, count);
      const pixels = pixelsOf(target);
      let black = 0;
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at] === 0) black++;
      expect(black).toBe(records);
      previous = scene;
    }
    expect(target.renderer.gl.getError()).toBe(0);
  });

  it('refuse ranges outside of what they were given', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const words = new Uint32Array(16 * 4);
    expect(() => target.uploadRecords(words, 2, 3)).toThrow(/rows 2 to 5.*4 rows/);
    expect(() => target.uploadLayers(words, -1, 1)).toThrow(RangeError);
    expect(() => target.uploadIndices(new Uint32Array(6), 4, 3)).toThrow(RangeError);
    target.uploadIndices(new Uint32Array(12), 0, 12);
    target.beginFrame(0, 0, WIDTH, HEIGHT, WHITE);
    expect(() => target.draw('solid', 6, 12)).toThrow(/only 12 were sent/);
    target.endFrame();
    target.resizeAtlas(16, 2);
    const pixels = new Uint8ClampedArray(16 * 16 * 4);
    expect(() => target.uploadGlyphs(2, 0, 0, 4, 4, pixels)).toThrow(/page 2 of 2/);
    expect(() => target.uploadGlyphs(0, 10, 0, 8, 4, pixels)).toThrow(/leaves a page of 16/);
    expect(() => target.uploadGlyphs(0, 0, 0, 4, 4, pixels.subarray(0, 60))).toThrow(/64 bytes/);
    expect(() => target.resizeAtlas(1e6, 1)).toThrow(RangeError);
  });

  it('do not depend on what was bound or set before', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const { gl } = target.renderer;
    const scene = new Scene();
    target.resizeAtlas(16, 1);
    scene.glyph({ x: 3, y: 3, width: 16, height: 16, color: RED, u: 0, v: 0, texels: [16, 16] });
    const bitmap = new Uint8ClampedArray(16 * 16 * 4);
    for (let at = 0; at < 256; at++) bitmap.set([9, 90, 200, at], at * 4);
    const count = scene.all();
    // Once beforehand: when Pixi makes the textures it sets the same state itself.
    scene.upload(target);
    target.uploadGlyphs(0, 0, 0, 16, 16, new Uint8ClampedArray(16 * 16 * 4));
    for (const unit of [0, 1, 2, 5]) {
      target.renderer.texture.bind(Texture.EMPTY, unit);
      target.renderer.texture.bind(Texture.WHITE, unit);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
      scene.upload(target);
      target.uploadGlyphs(0, 0, 0, 16, 16, bitmap);
      const believed = Reflect.get(target.renderer.texture, '_activeTextureLocation') as number;
      expect(gl.getParameter(gl.ACTIVE_TEXTURE)).toBe(gl.TEXTURE0 + believed);
      expect(gl.getParameter(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL)).toBe(true);
      expect(gl.getParameter(gl.UNPACK_FLIP_Y_WEBGL)).toBe(true);
      frame(target, count);
      const pixels = pixelsOf(target);
      expect(pixel(pixels, WIDTH, 3 + 15, 3)).toEqual([255, 240, 240, 255]);
      expect(pixel(pixels, WIDTH, 3 + 15, 18)).toEqual([255, 0, 0, 255]);
      expect(gl.getError()).toBe(0);
    }
  });
});

describe('size', () => {
  it('takes any numbers without a GL error, skips frames at 0 and comes back to the same picture', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.round({ x: 10, y: 10, width: 90, height: 60, color: BLUE, radii: [9, 9, 9, 9] });
    const before = drawAll(target, scene);
    const max = target.maxTextureSize;
    for (const [width, height, dpr] of [
      [0, 0, 1],
      [WIDTH, 0, 1],
      [Number.NaN, HEIGHT, 1],
      [WIDTH, HEIGHT, Number.NaN],
      [WIDTH, HEIGHT, 0],
      [WIDTH, HEIGHT, -2],
      [-50, -50, 1],
      [1e9, 3, 1],
      [3, Number.POSITIVE_INFINITY, 1],
      [0.4, 50, 1],
      [0.5, 50.9, 2],
    ] as const) {
      target.resize(width, height, dpr);
      const { canvas } = target;
      expect(canvas.width).toBeGreaterThanOrEqual(1);
      expect(canvas.height).toBeGreaterThanOrEqual(1);
      expect(Math.max(canvas.width, canvas.height)).toBeLessThanOrEqual(max);
      frame(target, 6);
      expect(target.renderer.gl.getError()).toBe(0);
    }
    target.resize(WIDTH, HEIGHT, 1);
    frame(target, 6);
    expect(difference(pixelsOf(target), before)).toEqual({ max: 0, pixels: 0 });
  });

  it(`draws right at ${SIZES} random sizes and comes back to the same picture`, async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    const fill = scene.solid({ x: 1, y: 1, width: 1e6, height: 1e6, color: RED });
    const before = drawAll(target, scene);
    let seed = 11;
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    for (let at = 0; at < SIZES; at++) {
      // Small ones mostly: a canvas of 4096 squared takes a software rasteriser a fifth of a second.
      const limit = at % 25 === 0 ? 4096 : 600;
      const width = 2 + Math.floor(random() * limit);
      const height = 2 + Math.floor(random() * limit);
      target.resize(width, height, 1);
      frame(target, 6);
      const corner = target.readPixels(width - 1, height - 1, 1, 1);
      expect([...corner]).toEqual([255, 0, 0, 255]);
      expect([...target.readPixels(0, 0, 1, 1)]).toEqual([255, 255, 255, 255]);
      expect(target.renderer.gl.getError()).toBe(0);
    }
    target.resize(WIDTH, HEIGHT, 1);
    frame(target, 6);
    expect(difference(pixelsOf(target), before)).toEqual({ max: 0, pixels: 0 });
    expect(fill).toBe(0);
  });

  it('follows the device pixel ratio and reports it as the scale of glyphs', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.solid({ x: 10, y: 20, width: 30, height: 40, color: RED });
    const before = drawAll(target, scene);
    for (const dpr of [1.25, 2, 3, 1]) {
      target.resize(WIDTH, HEIGHT, dpr);
      frame(target, 6);
      expect(target.glyphScale).toBe(dpr);
      expect([target.deviceWidth, target.deviceHeight]).toEqual([WIDTH * dpr, HEIGHT * dpr]);
      const expected = reference(WIDTH * dpr, HEIGHT * dpr, (context) => {
        context.fillStyle = '#f00';
        context.fillRect(
          Math.round(10 * dpr),
          20 * dpr,
          Math.round(40 * dpr) - Math.round(10 * dpr),
          40 * dpr,
        );
      });
      // At 1.25 the edges at 12.5 device pixels fall on pixel centres: the pixel of the top left rule.
      const allowed = dpr === 1.25 ? 50 : 0;
      expect(difference(pixelsOf(target), expected).pixels).toBeLessThanOrEqual(allowed);
    }
    expect(difference(pixelsOf(target), before)).toEqual({ max: 0, pixels: 0 });
  });
});

describe('a lost context', () => {
  it('drops what it is sent, comes back, and gives the same picture three times in a row', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    target.resizeAtlas(32, 1);
    const bitmap = new Uint8ClampedArray(32 * 32 * 4).fill(160);
    target.uploadGlyphs(0, 0, 0, 32, 32, bitmap);
    const scene = new Scene();
    scene.clip(5, { rect: [8, 8, 120, 80], radii: [20, 20, 20, 20] });
    scene.layer(1, { clipRow: 5, matrix: [1, 0, 0, 1, 4, 4] });
    scene.solid({ x: 0, y: 0, width: 60, height: 60, color: RED, layer: 1 });
    const radii: [number, number, number, number] = [9, 20, 30, 5];
    scene.round({ x: 50, y: 30, width: 70, height: 60, color: BLUE, radii, layer: 1 });
    scene.glyph({ x: 9, y: 50, width: 32, height: 32, color: BLACK, u: 0, v: 0, texels: [32, 32] });
    const before = drawAll(target, scene);
    for (let round = 0; round < 3; round++) {
      await lose(target);
      expect(target.lost).toBe(true);
      expect(target.uploadRecords(scene.words, 0, 4)).toBe(0);
      expect(target.uploadIndices(scene.indices, 0, 6)).toBe(0);
      expect(target.uploadGlyphs(0, 0, 0, 8, 8, bitmap)).toBe(0);
      target.resizeAtlas(64, 1);
      target.resize(WIDTH + round, HEIGHT, 1);
      frame(target, 18);
      const restored: number[] = [];
      const remove = target.onRestored(() => restored.push(round));
      await restore(target);
      expect(target.lost).toBe(false);
      expect(restored).toEqual([round]);
      remove();
      target.resize(WIDTH, HEIGHT, 1);
      target.resizeAtlas(32, 1);
      target.uploadGlyphs(0, 0, 0, 32, 32, bitmap);
      // One dirty record is enough: after a loss everything goes up.
      target.uploadRecords(scene.words, 0, 1);
      target.uploadLayers(scene.layerWords, 0, 1);
      target.uploadIndices(scene.indices, 0, 6);
      frame(target, 18);
      expect(difference(pixelsOf(target), before)).toEqual({ max: 0, pixels: 0 });
      expect(target.renderer.gl.getError()).toBe(0);
    }
  });

  it.runIf(import.meta.env.RAFTER_LONG)('may go in the middle of a frame', async () => {
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: 60, height: 60, color: RED });
    const before = drawAll(target, scene);
    target.beginFrame(10, 10, 20, 20, WHITE);
    const lost = lose(target);
    target.draw('blended', 0, 6);
    target.uploadRecords(scene.words, 0, 1);
    target.endFrame();
    await lost;
    await restore(target);
    expect(difference(drawAll(target, scene), before)).toEqual({ max: 0, pixels: 0 });
  });
});

describe('disposing', () => {
  it('gives back the context, GPU objects and listeners, twice over', async () => {
    const canvas = document.createElement('canvas');
    const listening = countListeners(canvas);
    const target = await createPixiBackend({ canvas, width: 50, height: 50, dpr: 1 });
    const { gl } = target.renderer;
    const alive = countObjects(gl);
    const scene = new Scene(600);
    target.resizeAtlas(64, 2);
    scene.solid({ x: 0, y: 0, width: 10, height: 10, color: RED });
    drawAll(target, scene);
    expect(alive()).toBeGreaterThan(0);
    target.dispose();
    expect(alive()).toBeLessThanOrEqual(0);
    expect(gl.isContextLost()).toBe(true);
    expect(listening()).toBe(0);
    target.dispose();
    expect(target.lost).toBe(true);
    target.resize(10, 10, 1);
    expect(target.uploadRecords(scene.words, 0, 1)).toBe(0);
    target.beginFrame(0, 0, 10, 10, WHITE);
    target.draw('blended', 0, 6);
    target.endFrame();
  });

  // By default an app is made and disposed as often, in tests/app/lifecycle.
  it.runIf(import.meta.env.RAFTER_LONG)(
    'can be done more often than browsers allow contexts',
    async () => {
      for (let at = 0; at < 17; at++) {
        const target = await newBackend(20, 20);
        const scene = new Scene();
        scene.solid({ x: 0, y: 0, width: 20, height: 20, color: RED });
        expect(pixel(drawAll(target, scene), 20, 10, 10)).toEqual([255, 0, 0, 255]);
        target.dispose();
      }
    },
  );

  it('leaves a canvas that a new backend refuses with a reason', async () => {
    const canvas = document.createElement('canvas');
    const options = { canvas, width: 20, height: 20, dpr: 1 };
    (await createPixiBackend(options)).dispose();
    await expect(createPixiBackend(options)).rejects.toThrow(/new canvas/);
  });
});

describe('Pixi', () => {
  const { Function: original } = globalThis;
  let compiled = 0;

  beforeAll(() => {
    const counting = new Proxy(original, {
      construct(target, parameters) {
        compiled++;
        return Reflect.construct(target, parameters);
      },
      apply(target, self, parameters) {
        compiled++;
        return Reflect.apply(target, self, parameters);
      },
    });
    globalThis.Function = counting;
    return () => {
      globalThis.Function = original;
    };
  });

  it('compiles no code from strings and keeps no ticker running', async () => {
    compiled = 0;
    const target = await newBackend(WIDTH, HEIGHT);
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: 10, height: 10, color: RED });
    drawAll(target, scene);
    expect(compiled).toBe(0);
    expect(Ticker.system.count).toBe(0);
    expect(Ticker.shared.count).toBe(0);
    expect(Ticker.system.started && Ticker.system.count > 0).toBe(false);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'draws on an OffscreenCanvas as on a canvas of the page',
    async () => {
      const scene = new Scene();
      const radii: [number, number, number, number] = [9, 20, 30, 5];
      scene.round({ x: 10, y: 10, width: 70, height: 60, color: BLUE, radii });
      const page = await newBackend(WIDTH, HEIGHT);
      const offscreen = alsoDispose(
        await createPixiBackend({
          canvas: new OffscreenCanvas(1, 1),
          width: WIDTH,
          height: HEIGHT,
          dpr: 1,
        }),
      );
      expect(difference(drawAll(page, scene), drawAll(offscreen, scene)).max).toBe(0);
    },
  );

  it('shows the background until the first frame', async () => {
    const target = await newBackend(WIDTH, HEIGHT, { background: 0xff302010 });
    expect(pixel(pixelsOf(target), WIDTH, 80, 50)).toEqual([16, 32, 48, 255]);
  });
});

async function lose(target: PixiBackend): Promise<void> {
  const { canvas, renderer } = target;
  const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve, ONCE));
  renderer.context.extensions.loseContext?.loseContext();
  await lost;
  // The browser allows a restore only after the event's default was prevented and the event is over.
  await new Promise((resolve) => setTimeout(resolve, 0));
}

async function restore(target: PixiBackend): Promise<void> {
  const { canvas, renderer } = target;
  const back = new Promise((resolve) =>
    canvas.addEventListener('webglcontextrestored', resolve, ONCE),
  );
  renderer.context.extensions.loseContext?.restoreContext();
  await back;
}

const ONCE = { once: true };

function countListeners(target: EventTarget): () => number {
  let count = 0;
  const add = target.addEventListener.bind(target);
  const remove = target.removeEventListener.bind(target);
  target.addEventListener = (...parameters: Parameters<typeof add>) => {
    count++;
    add(...parameters);
  };
  target.removeEventListener = (...parameters: Parameters<typeof remove>) => {
    count--;
    remove(...parameters);
  };
  return () => count;
}

/** Objects made from now on and not deleted. */
function countObjects(gl: WebGL2RenderingContext): () => number {
  let count = 0;
  const kinds = ['Texture', 'Buffer', 'Program', 'VertexArray', 'Framebuffer'] as const;
  for (const kind of kinds) {
    const create = gl[`create${kind}`].bind(gl) as () => never;
    const remove = gl[`delete${kind}`].bind(gl) as (value: unknown) => void;
    gl[`create${kind}`] = () => {
      count++;
      return create();
    };
    gl[`delete${kind}`] = (value: unknown) => {
      count--;
      remove(value);
    };
  }
  return () => count;
}
