import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneMemory, NO_LANE } from '../../src/systems/virtualization/lane-memory';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 400;
const ROWS = 400;
const LANES = 3;

describe('the memory of lanes', () => {
  it('knows what a plain array of lanes knows, after any rows came and went', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const memory = new LaneMemory(LANES);
        const naive = new Array<number>(ROWS).fill(NO_LANE);
        const edge = new Float64Array(LANES);
        const read = new Float64Array(LANES);
        for (const { kind, at, count, lane } of steps) {
          if (kind === 'insert') {
            memory.insert(at, count);
            naive.splice(at, 0, ...new Array<number>(count).fill(NO_LANE));
          } else if (kind === 'remove') {
            memory.remove(at, count);
            naive.splice(at, count);
          } else {
            for (let i = 0; i < count; i++) {
              const row = kind === 'down' ? at + i : at + count - 1 - i;
              edge.fill(row);
              memory.set(row, (lane + i) % LANES, edge);
              while (naive.length < row) naive.push(NO_LANE);
              naive[row] = (lane + i) % LANES;
            }
          }
        }
        const found = naive.map((_, row) => memory.get(row));
        expect(found).toEqual(naive);
        const starts = naive.map((_, row) => memory.startOf(row, read));
        expect(starts.map((start) => start >= 0)).toEqual(naive.map((lane) => lane !== NO_LANE));
        expect(starts.every((start, row) => row - start < 64 || start < 0)).toBe(true);
        expect(starts.filter((start, row) => start === row).length).toBe(memory.blocks);
        expect(memory.get(naive.length)).toBe(NO_LANE);
      }),
      { numRuns: RUNS },
    );
  });

  it('joins neighbours, and says where lanes ended before the first of them', () => {
    const memory = new LaneMemory(2);
    for (let row = 1063; row >= 1000; row--) memory.set(row, row & 1, Float64Array.of(row, -row));
    for (let row = 1064; row < 1100; row++) memory.set(row, row & 1, Float64Array.of(row, -row));
    expect(memory.blocks).toBe(2);
    const edge = new Float64Array(2);
    expect(memory.startOf(1050, edge)).toBe(1000);
    expect([...edge]).toEqual([1000, -1000]);
    memory.touch(1000, Float64Array.of(5, -5));
    memory.insert(0, 10);
    expect(memory.startOf(1060, edge)).toBe(1010);
    expect([...edge]).toEqual([5, -5]);
    expect(memory.startOf(1080, edge)).toBe(1074);
    expect([...edge]).toEqual([1064, -1064]);
    memory.clear(3);
    expect(memory.get(1080)).toBe(NO_LANE);
    expect(memory.blocks).toBe(0);
  });
});

const step = fc.record({
  kind: fc.constantFrom('insert' as const, 'remove' as const, 'down' as const, 'up' as const),
  at: fc.nat(ROWS),
  count: fc.oneof(fc.nat(4), fc.nat(150)),
  lane: fc.nat(LANES - 1),
});
