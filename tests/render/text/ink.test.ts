import { describe, expect, it } from 'vitest';
import { cutInk } from '../../../src/render/text/ink';

describe('cutInk', () => {
  it('cuts to the ink and counts the corner from the pen', () => {
    const { data, set } = drawing(8, 6);
    set(2, 1, [255, 255, 255, 10]);
    set(4, 3, [255, 255, 255, 200]);
    const bitmap = createBitmap();
    expect(cutInk(data, 8, 6, 3, 4, bitmap)).toBe(true);
    expect(bitmap).toMatchObject({
      width: 3,
      height: 3,
      bearingX: -1,
      bearingY: -3,
      colored: false,
    });
    expect(bitmap.pixels[3]).toBe(10);
    expect(bitmap.pixels[(2 * 3 + 2) * 4 + 3]).toBe(200);
    expect(bitmap.pixels[4 + 3]).toBe(0);
  });

  it('leaves nothing of the bitmap before', () => {
    const bitmap = createBitmap();
    const full = drawing(20, 20);
    for (let i = 0; i < 400; i++) full.set(i % 20, Math.floor(i / 20), [200, 10, 10, 255]);
    cutInk(full.data, 20, 20, 0, 0, bitmap);
    expect(bitmap).toMatchObject({ width: 20, height: 20, colored: true });
    expect(cutInk(drawing(20, 20).data, 20, 20, 5, 5, bitmap)).toBe(true);
    expect(bitmap).toMatchObject({ width: 0, height: 0, bearingX: 0, bearingY: 0, colored: false });
  });

  it.each([
    [0, 2],
    [7, 2],
    [3, 0],
    [3, 5],
  ])('says that ink at an edge (%d, %d) may have been cut', (x, y) => {
    const { data, set } = drawing(8, 6);
    set(x, y, [255, 255, 255, 1]);
    expect(cutInk(data, 8, 6, 3, 4, createBitmap())).toBe(false);
  });

  it('takes any clear colour for an emoji, and faint rounding for none', () => {
    const colored = (color: readonly [number, number, number, number]) => {
      const { data, set } = drawing(4, 4);
      set(1, 1, [255, 255, 255, 255]);
      set(2, 2, color);
      const bitmap = createBitmap();
      cutInk(data, 4, 4, 0, 0, bitmap);
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
    data,
    set(x: number, y: number, color: readonly [number, number, number, number]) {
      data.set(color, (y * width + x) * 4);
    },
  };
}

function createBitmap() {
  return {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(16),
    colored: false,
  };
}
