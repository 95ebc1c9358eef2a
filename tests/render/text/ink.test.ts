import { describe, expect, it } from 'vitest';
import type { GlyphBitmap } from '../../../src/ecs/stores';
import { cutInk } from '../../../src/render/text/ink';

describe('cutInk', () => {
  it('cuts to the ink and counts the corner from the pen', () => {
    const { drawn, set } = drawing(8, 6);
    set(2, 1, [255, 255, 255, 10]);
    set(4, 3, [255, 255, 255, 200]);
    const bitmap = createBitmap();
    expect(cutInk(drawn, cell(8, 6, 3, 4), bitmap)).toBe(true);
    expect(bitmap).toMatchObject({
      width: 3,
      height: 3,
      bearingX: -1,
      bearingY: -3,
      colored: false,
    });
    const coverage = (x: number, y: number) =>
      bitmap.pixels[bitmap.offset + y * bitmap.stride + x * 4 + 3];
    expect(coverage(0, 0)).toBe(10);
    expect(coverage(2, 2)).toBe(200);
    expect(coverage(1, 0)).toBe(0);
  });

  it('sees nothing outside the cell, and ink at its edges', () => {
    const { drawn, set } = drawing(20, 10);
    const at = { x: 5, y: 3, width: 6, height: 5, originX: 6, originY: 7 };
    for (let x = 0; x < 20; x++) for (const y of [0, 1, 2, 8, 9]) set(x, y, [255, 0, 0, 255]);
    for (let y = 0; y < 10; y++) for (const x of [3, 4, 11, 12]) set(x, y, [255, 0, 0, 255]);
    set(7, 4, [255, 255, 255, 90]);
    set(9, 6, [255, 255, 255, 90]);
    const bitmap = createBitmap();
    expect(cutInk(drawn, at, bitmap)).toBe(true);
    expect(bitmap).toMatchObject({
      width: 3,
      height: 3,
      bearingX: 1,
      bearingY: -3,
      offset: (4 * 20 + 7) * 4,
      stride: 80,
      colored: false,
    });
    for (const [x, y] of [
      [5, 5],
      [10, 5],
      [7, 3],
      [7, 7],
    ] as const) {
      set(x, y, [255, 255, 255, 1]);
      expect(cutInk(drawn, at, bitmap)).toBe(false);
      set(x, y, [0, 0, 0, 0]);
    }
  });

  it('leaves nothing of the bitmap before', () => {
    const bitmap = createBitmap();
    const full = drawing(20, 20);
    for (let i = 0; i < 400; i++) full.set(i % 20, Math.floor(i / 20), [200, 10, 10, 255]);
    cutInk(full.drawn, cell(20, 20, 0, 0), bitmap);
    expect(bitmap).toMatchObject({ width: 20, height: 20, colored: true });
    expect(cutInk(drawing(20, 20).drawn, cell(20, 20, 5, 5), bitmap)).toBe(true);
    expect(bitmap).toMatchObject({ width: 0, height: 0, bearingX: 0, bearingY: 0, colored: false });
  });

  it.each([
    [0, 2],
    [7, 2],
    [3, 0],
    [3, 5],
  ])('says that ink at an edge (%d, %d) may have been cut', (x, y) => {
    const { drawn, set } = drawing(8, 6);
    set(x, y, [255, 255, 255, 1]);
    expect(cutInk(drawn, cell(8, 6, 3, 4), createBitmap())).toBe(false);
  });

  it('takes any clear colour for an emoji, and faint rounding for none', () => {
    const colored = (color: readonly [number, number, number, number]) => {
      const { drawn, set } = drawing(4, 4);
      set(1, 1, [255, 255, 255, 255]);
      set(2, 2, color);
      const bitmap = createBitmap();
      cutInk(drawn, cell(4, 4, 0, 0), bitmap);
      return bitmap.colored;
    };
    expect(colored([255, 255, 0, 255])).toBe(true);
    expect(colored([0, 0, 0, 255])).toBe(true);
    expect(colored([250, 250, 252, 255])).toBe(false);
    expect(colored([255, 128, 255, 2])).toBe(false);
  });
});

function drawing(width: number, height: number) {
  const data = new Uint8ClampedArray(width * height * 4);
  return {
    drawn: { data, width },
    set(x: number, y: number, color: readonly [number, number, number, number]) {
      data.set(color, (y * width + x) * 4);
    },
  };
}

function cell(width: number, height: number, originX: number, originY: number) {
  return { x: 0, y: 0, width, height, originX, originY };
}

function createBitmap(): GlyphBitmap {
  return {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(16),
    offset: 0,
    stride: 0,
    colored: false,
    stretch: 1,
  };
}
