import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseColor, rgba } from '../../../src/ui';

describe('parseColor', () => {
  it.each([
    ['#abc', 0xffccbbaa],
    ['#abcd', 0xddccbbaa],
    ['#A1b2C3', 0xffc3b2a1],
    ['#a1b2c3d4', 0xd4c3b2a1],
    [' #000 ', 0xff000000],
    ['rgb(1, 2, 3)', 0xff030201],
    ['rgb(1 2 3 / 50%)', 0x80030201],
    ['rgba(1,2,3,.5)', 0x80030201],
    ['rgb(300, 0, 0)', 0xff0000ff],
    ['transparent', 0],
    [0xffffffff, 0xffffffff],
    [0, 0],
  ])('reads %s', (color, value) => {
    expect(parseColor(color)).toBe(value);
  });

  it.each([
    '#12',
    '#12345',
    '#ggg',
    '',
    'red',
    'rgb(1,2)',
    'rgb(1.2.3, 2, 3)',
    'rgb(1,2,3',
    -1,
    1.5,
    2 ** 32,
    Number.NaN,
    undefined,
    null,
    {},
    'constructor',
    '__proto__',
  ])('refuses %j by name', (color) => {
    expect(() => parseColor(color as never)).toThrow(/colour/);
  });

  it('reads back what rgba packs', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (...channels) => {
        const hex = channels.map((channel) => channel.toString(16).padStart(2, '0')).join('');
        expect(parseColor(`#${hex}`)).toBe(rgba(...channels));
      }),
    );
  });

  it('keeps channels from spilling over', () => {
    expect(rgba(256, -5, 0.6, 999)).toBe(0xff0100ff);
  });
});
