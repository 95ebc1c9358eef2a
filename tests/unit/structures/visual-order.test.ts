import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasRtl, visualOrder } from '../../../src/structures';

const CASES = process.env.RAFTER_LONG === '1' ? 100_000 : 1000;

describe('visual order', () => {
  it('is that of rule L2 for any levels and any line of them', () => {
    const lines = fc.record({
      levels: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 }),
      from: fc.nat(40),
      length: fc.nat(40),
    });
    fc.assert(
      fc.property(lines, ({ levels, from, length }) => {
        const start = Math.min(from, levels.length);
        const end = Math.min(start + length, levels.length);
        const out = new Int32Array(end - start);
        visualOrder(Uint8Array.from(levels), start, end, out);
        const indices = Array.from({ length: end - start }, (_, i) => start + i);
        expect([...out]).toEqual(naiveOrder(levels, indices, 0));
      }),
      { numRuns: CASES },
    );
  });

  it('is logical order where nothing is right to left, and its reverse where all is', () => {
    const out = new Int32Array(4);
    visualOrder(Uint8Array.of(0, 2, 0, 0), 0, 4, out);
    expect([...out]).toEqual([0, 1, 2, 3]);
    visualOrder(Uint8Array.of(1, 1, 1, 1), 0, 4, out);
    expect([...out]).toEqual([3, 2, 1, 0]);
  });

  it('keeps numbers from left to right among right-to-left words', () => {
    const out = new Int32Array(6);
    visualOrder(Uint8Array.of(0, 1, 2, 2, 1, 0), 0, 6, out);
    expect([...out]).toEqual([0, 4, 2, 3, 1, 5]);
  });

  it('ignores bit 7, where the break opportunities are', () => {
    const out = new Int32Array(3);
    visualOrder(Uint8Array.of(0x80, 0x81, 0x01), 0, 3, out);
    expect([...out]).toEqual([0, 2, 1]);
    expect(hasRtl(Uint8Array.of(0x80, 0x82), 0, 2)).toBe(false);
    expect(hasRtl(Uint8Array.of(0x80, 0x81), 0, 2)).toBe(true);
  });

  it('writes nothing but the line, and looks at nothing outside it', () => {
    const out = new Int32Array(4).fill(-1);
    const levels = Uint8Array.of(1, 0, 0, 1);
    visualOrder(levels, 1, 3, out);
    expect([...out]).toEqual([1, 2, -1, -1]);
    expect(hasRtl(levels, 1, 3)).toBe(false);
    visualOrder(levels, 2, 2, out);
    expect(out[0]).toBe(1);
  });
});

/** Runs above a level are ordered on their own and then, at odd levels, all is turned round. */
function naiveOrder(levels: number[], indices: number[], level: number): number[] {
  if (indices.length === 0 || level > 7) return indices;
  const parts: number[][] = [];
  for (const index of indices) {
    const isAbove = levels[index]! > level;
    const open = parts.at(-1);
    if (isAbove && open && levels[open[0]!]! > level) open.push(index);
    else parts.push([index]);
  }
  const ordered = parts.map((part) =>
    levels[part[0]!]! > level ? naiveOrder(levels, part, level + 1) : part,
  );
  if (level % 2 === 1) ordered.reverse();
  return ordered.flat();
}
