import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BitSet, createBitSet } from '../../../src/structures';
import { same } from '../../same';
import { bytesPerCall, NOTHING, RUNS } from './runs';

describe('bit set', () => {
  it('agrees with Set after any sets and clears', () => {
    const bit = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(0, 31, 32, 33, 63, 64, 95, 96, 5000),
    );
    const action = fc.record({
      kind: fc.constantFrom('set', 'run', 'range', 'clear', 'clearRun', 'clearAll'),
      bit,
      length: fc.constantFrom(1, 2, 31, 32, 33, 64, 100),
      weight: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.array(action, { maxLength: 30 }),
        fc.constantFrom(0, 1, 2, 31, 32, 33, 64, 5000, Number.POSITIVE_INFINITY),
        (capacity, actions, gap) => {
          const bits = createBitSet(capacity);
          const plain = new Set<number>();
          for (const { kind, bit, length, weight } of actions) {
            const end = kind.endsWith('un') ? bit + length : bit + 1;
            if (kind === 'clearAll') {
              if (weight > 0) continue;
              bits.clearAll();
              plain.clear();
              continue;
            }
            if (kind === 'range') {
              const last = bit + length - (weight === 0 ? length : 1);
              bits.setRange(bit, last);
              for (let each = bit; each < last; each++) plain.add(each);
              continue;
            }
            for (let each = bit; each < end; each++) {
              if (kind === 'set' || kind === 'run') {
                same(bits.set(each), !plain.has(each));
                plain.add(each);
              } else same(bits.clear(each), plain.delete(each));
            }
          }
          const sorted = [...plain].sort((a, b) => a - b);
          expect(listBits(bits)).toEqual(sorted);
          expect(listRanges(bits, gap)).toEqual(rangesOf(sorted, gap));
          for (const { bit } of actions) {
            same(bits.has(bit), plain.has(bit));
            same(bits.nextSetBit(bit), sorted.find((each) => each >= bit) ?? -1);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('merges ranges with at most gap clear bits between them', () => {
    const bits = createBitSet();
    for (const bit of [3, 4, 6, 9, 40]) bits.set(bit);
    expect(listRanges(bits, 0)).toEqual([
      [3, 5],
      [6, 7],
      [9, 10],
      [40, 41],
    ]);
    expect(listRanges(bits, 1)).toEqual([
      [3, 7],
      [9, 10],
      [40, 41],
    ]);
    expect(listRanges(bits, 2)).toEqual([
      [3, 10],
      [40, 41],
    ]);
    expect(listRanges(bits, 29)).toEqual([
      [3, 10],
      [40, 41],
    ]);
    expect(listRanges(bits, 30)).toEqual([[3, 41]]);
  });

  it('begins a range at the bit asked for when that lies inside one', () => {
    const bits = createBitSet();
    for (let bit = 10; bit < 50; bit++) bits.set(bit);
    expect(bits.nextRange(20, 0)).toBe(true);
    expect([bits.start, bits.end]).toEqual([20, 50]);
    expect(bits.nextRange(50, 0)).toBe(false);
  });

  it('ends a range at the last bit of its last word', () => {
    const bits = createBitSet(64);
    for (let bit = 32; bit < 64; bit++) bits.set(bit);
    expect(listRanges(bits, 5)).toEqual([[32, 64]]);
    expect(bits.nextSetBit(63)).toBe(63);
    expect(bits.nextSetBit(64)).toBe(-1);
  });

  it('refuses numbers that are no bits, and has none of them', () => {
    const bits = createBitSet();
    bits.set(0);
    for (const bit of [-1, 0.5, Number.NaN, 2 ** 31 - 1, 2 ** 32]) {
      expect(() => bits.set(bit)).toThrow(`bit ${bit} is no bit number`);
      expect([bits.clear(bit), bits.has(bit)]).toEqual([false, false]);
    }
    for (const [start, end] of [
      [-1, 2],
      [3, 2],
      [0, 0.5],
      [0, 2 ** 31 - 1],
      [Number.NaN, 1],
    ]) {
      expect(() => bits.setRange(start!, end!)).toThrow(`bits ${start} to ${end} are no range`);
    }
    expect(listRanges(bits, 0)).toEqual([[0, 1]]);
    expect(() => bits.nextRange(0, Number.NaN)).toThrow('gap is NaN');
    expect(() => bits.nextRange(0, -1)).toThrow('gap is -1');
    expect(() => createBitSet(-1)).toThrow('capacity is -1');
  });

  it('allocates nothing once grown', () => {
    const bits = createBitSet(10_000);
    const bytes = bytesPerCall((call) => {
      for (let bit = 0; bit < 20; bit++) bits.set((call * 31 + bit * 83) % 10_000);
      for (let from = 0; bits.nextRange(from, 4); ) from = bits.end;
      bits.clearAll();
    }, 20_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});

function listBits(bits: BitSet): number[] {
  const found: number[] = [];
  for (let bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) found.push(bit);
  return found;
}

function listRanges(bits: BitSet, gap: number): number[][] {
  const found: number[][] = [];
  for (let from = 0; bits.nextRange(from, gap); from = bits.end) found.push([bits.start, bits.end]);
  return found;
}

function rangesOf(sorted: number[], gap: number): number[][] {
  const ranges: number[][] = [];
  for (const bit of sorted) {
    const last = ranges[ranges.length - 1];
    if (last && bit - last[1]! <= gap) last[1] = bit + 1;
    else ranges.push([bit, bit + 1]);
  }
  return ranges;
}
