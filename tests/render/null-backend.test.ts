import { describe, expect, it } from 'vitest';
import { columns, ROW_MASK } from '../../src/ecs';
import { Box } from '../../src/ecs/stores';
import { createNullBackend } from '../../src/render/null';
import { RECORD_WORDS } from '../../src/systems/render-batching';
import { createHeadlessApp } from '../../src/testing';
import { box, pixiSlot } from '../../src/ui';
import { importsSettled } from '../imports';

describe('the null backend', () => {
  it('counts uploads, draws, indices and pixels', () => {
    const backend = createNullBackend({ width: 100, height: 50, dpr: 2 });
    const words = new Uint32Array(RECORD_WORDS * 8);
    expect(backend.uploadRecords(words, 2, 3)).toBe(8 * 64);
    expect(backend.uploadRecords(words, 2, 3)).toBe(3 * 64);
    backend.uploadLayers(new Uint32Array(64), 0, 4);
    const indices = new Uint32Array(48);
    expect(backend.uploadIndices(indices, 0, 6)).toBe(48 * 4);
    expect(backend.uploadIndices(indices, 6, 12)).toBe(12 * 4);
    backend.resizeAtlas(32, 1);
    backend.uploadGlyphs(0, 0, 0, 4, 5, new Uint8ClampedArray(80));
    backend.resizeImages(64, 2);
    const bitmap = { width: 30, height: 20, close() {} };
    backend.uploadImage(1, 40, 0, bitmap, 6, 0, 24, 20);
    expect(() => backend.uploadImage(1, 41, 0, bitmap, 6, 0, 24, 20)).toThrow(/leaves page 1 of 2/);
    expect(() => backend.uploadImage(2, 0, 0, bitmap, 0, 0, 1, 1)).toThrow(/leaves page 2 of 2/);
    expect(() => backend.uploadImage(0, 0, 0, bitmap, 7, 0, 24, 20)).toThrow(/leaves a bitmap/);
    backend.beginFrame(190, 90, 50, 50, 0);
    backend.draw('solid', 0, 6);
    backend.draw('blended', 6, 12);
    backend.draw('blended', 6, 0);
    backend.endFrame();
    expect(backend.counters).toEqual({
      frames: 1,
      rects: 1,
      draws: 2,
      indices: 18,
      pictureDraws: 0,
      pictureTextures: 0,
      offscreenDraws: 0,
      filters: 0,
      pictures: 0,
      pixels: 100,
      recordUploads: 2,
      recordBytes: 11 * 64,
      layerUploads: 1,
      layerBytes: 256,
      indexUploads: 2,
      indexBytes: 60 * 4,
      glyphUploads: 1,
      glyphBytes: 80,
      imageUploads: 1,
      imageBytes: 24 * 20 * 4,
    });
    backend.resetCounters();
    expect(backend.counters.draws).toBe(0);
  });

  it('keeps copies of what it was sent when asked, and nothing else', () => {
    const backend = createNullBackend({ keep: true });
    const words = new Uint32Array(RECORD_WORDS * 4).fill(1);
    backend.uploadRecords(words, 0, 4);
    words.fill(2);
    backend.uploadRecords(words, 1, 2);
    const expected = new Uint32Array(RECORD_WORDS * 4).fill(1);
    expected.fill(2, RECORD_WORDS, RECORD_WORDS * 3);
    expect(backend.records).toEqual(expected);
    backend.uploadIndices(Uint32Array.of(5, 6, 7), 0, 3);
    expect([...backend.indices]).toEqual([5, 6, 7]);
    backend.resizeAtlas(4, 2);
    backend.uploadGlyphs(1, 1, 2, 2, 1, Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect([...backend.atlasPage(1).slice(36, 44)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    backend.beginFrame(0, 0, 10, 10, 9);
    backend.draw('simple', 0, 3);
    expect(backend.lastFrame).toBeUndefined();
    backend.endFrame();
    const draws = [{ program: 'simple', first: 0, count: 3, blend: 0 }];
    const rect = { x: 0, y: 0, width: 10, height: 10, draws };
    expect(backend.lastFrame).toEqual({ ...rect, clearColor: 9, rects: [rect] });
  });

  it('refuses ranges outside of what it was given', () => {
    const backend = createNullBackend();
    const words = new Uint32Array(RECORD_WORDS * 4);
    expect(() => backend.uploadRecords(words, 2, 3)).toThrow(/rows 2 to 5.*4 rows/);
    expect(() => backend.uploadRecords(words, Number.NaN, 1)).toThrow(RangeError);
    expect(() => backend.uploadLayers(words, 4, 1)).toThrow(RangeError);
    expect(() => backend.uploadIndices(new Uint32Array(6), 4, 3)).toThrow(RangeError);
    backend.uploadIndices(new Uint32Array(12), 0, 12);
    backend.beginFrame(0, 0, 10, 10, 0);
    expect(() => backend.draw('solid', 6, 12)).toThrow(/only 12 were sent/);
    backend.endFrame();
    expect(() => backend.resizeAtlas(1e6, 1)).toThrow(RangeError);
    backend.resizeAtlas(16, 2);
    const pixels = new Uint8ClampedArray(16 * 16 * 4);
    expect(() => backend.uploadGlyphs(2, 0, 0, 4, 4, pixels)).toThrow(/page 2 of 2/);
    expect(() => backend.uploadGlyphs(0, 10, 0, 8, 4, pixels)).toThrow(/leaves a page of 16/);
  });

  it('refuses calls out of order', () => {
    const backend = createNullBackend();
    expect(() => backend.draw('solid', 0, 6)).toThrow(/outside a frame/);
    expect(() => backend.endFrame()).toThrow(/without beginFrame/);
    backend.beginFrame(0, 0, 10, 10, 0);
    expect(() => backend.beginFrame(0, 0, 10, 10, 0)).toThrow(/endFrame first/);
  });

  it('names the record and field of a number that is not finite', () => {
    const backend = createNullBackend({ checkFinite: true });
    const words = new Uint32Array(RECORD_WORDS * 4);
    const floats = new Float32Array(words.buffer);
    backend.uploadRecords(words, 0, 4);
    for (const [word, value] of [
      [0, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [3, 1e39],
    ] as const) {
      floats[2 * RECORD_WORDS + word] = value;
      expect(() => backend.uploadRecords(words, 2, 1)).toThrow(/Record 2: \w+ is (NaN|Infinity)/);
      expect(() => backend.uploadRecords(words, 3, 1)).not.toThrow();
      floats[2 * RECORD_WORDS + word] = 0;
    }
    // A colour that would be NaN as a float is fine.
    words[2 * RECORD_WORDS + 5] = 0xffff8000;
    expect(backend.uploadRecords(words, 2, 1)).toBe(64);
  });

  it('draws nothing at a size that cannot be drawn, and clamps the rest: 1,000 sizes', () => {
    const backend = createNullBackend({ maxTextureSize: 4096 });
    backend.uploadIndices(new Uint32Array(6), 0, 6);
    const odd = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.3, 1e12];
    let seed = 3;
    for (let at = 0; at < 1000; at++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const width = at % 3 === 0 ? odd[seed % odd.length]! : seed % 6000;
      const height = at % 5 === 0 ? odd[(seed >>> 9) % odd.length]! : (seed >>> 8) % 6000;
      backend.resize(width, height, at % 7 === 0 ? odd[at % odd.length]! : 1 + (at % 4) / 2);
      for (const side of [backend.deviceWidth, backend.deviceHeight]) {
        expect(Number.isInteger(side) && side >= 0 && side <= 4096).toBe(true);
      }
      backend.resetCounters();
      backend.beginFrame(0, 0, 1e9, 1e9, 0);
      backend.draw('solid', 0, 6);
      backend.endFrame();
      const area = backend.deviceWidth * backend.deviceHeight;
      expect(backend.counters.pixels).toBe(area);
      expect(backend.counters.draws).toBe(area > 0 ? 1 : 0);
    }
  });

  it('loses everything with the device and asks for it again', () => {
    const backend = createNullBackend({ keep: true });
    const words = new Uint32Array(RECORD_WORDS * 4).fill(1);
    backend.uploadRecords(words, 0, 4);
    let asked = 0;
    const remove = backend.onRestored(() => asked++);
    backend.lose();
    expect(backend.lost).toBe(true);
    expect(backend.records.length).toBe(0);
    expect(backend.uploadRecords(words, 0, 4)).toBe(0);
    backend.beginFrame(0, 0, 10, 10, 0);
    backend.draw('solid', 0, 6);
    backend.endFrame();
    expect(backend.counters.frames).toBe(0);
    backend.restore();
    backend.restore();
    expect(asked).toBe(1);
    expect(backend.uploadRecords(words, 0, 1)).toBe(4 * 64);
    remove();
    backend.lose();
    backend.restore();
    expect(asked).toBe(1);
  });

  it('calls every listener even if one throws', () => {
    const backend = createNullBackend();
    const called: string[] = [];
    backend.onRestored(() => {
      throw new Error('first');
    });
    backend.onRestored(() => called.push('second'));
    backend.lose();
    expect(() => backend.restore()).toThrow('first');
    expect(called).toEqual(['second']);
  });

  it('is silent after dispose, also twice', () => {
    const backend = createNullBackend();
    backend.dispose();
    backend.dispose();
    expect(backend.lost).toBe(true);
    expect(backend.uploadIndices(new Uint32Array(6), 0, 6)).toBe(0);
  });
});

it('an app without a GPU lays out what shows a Pixi object, and draws nothing of it', async () => {
  const app = createHeadlessApp();
  const errors: unknown[] = [];
  app.on('error', (event) => errors.push(event));
  const content = { enableRenderGroup() {}, destroyed: false };
  const page = box(app.world, { gap: 8 });
  const slot = pixiSlot(app.world, { parent: page, width: 60, height: 40, opacity: 0.5, content });
  const next = box(app.world, { parent: page, width: 10, height: 10, fill: '#f00' });
  for (let i = 0; i < 200 && app.renderer.stats().groups === 0; i++) {
    app.frames(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  // What draws it, or tells that nothing does, is loaded then.
  for (let i = 0; i < 5; i++) {
    app.frames(2);
    await importsSettled();
  }
  expect(app.renderer.stats().groups).toBe(1);
  expect(app.renderer.stats().draws).toBe(0);
  const { width, height } = columns(app.world, Box);
  expect([width[slot & ROW_MASK], height[slot & ROW_MASK]]).toEqual([60, 40]);
  expect(columns(app.world, Box).x[next & ROW_MASK]).toBe(68);
  expect(errors).toEqual([]);
  app.dispose();
});
