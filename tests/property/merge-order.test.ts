import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMergeOrder,
  PART_EFFECTS,
  PART_PLAIN,
} from '../../src/systems/render-batching/merge-order';

const RUNS = process.env.RAFTER_LONG ? 50_000 : 1_000;

type Part = { kind: number; x: number; y: number; width: number; height: number };

const part: fc.Arbitrary<Part> = fc.record({
  kind: fc.integer({ min: 0, max: 2 }),
  x: fc.integer({ min: 0, max: 60 }),
  y: fc.integer({ min: 0, max: 60 }),
  width: fc.integer({ min: 0, max: 25 }),
  height: fc.integer({ min: 0, max: 25 }),
});

/** The parts in the order in which they are drawn, by their numbers. */
function orderOf(parts: readonly Part[], merges = true): number[] {
  const merge = createMergeOrder();
  // What was in it before is gone.
  merge.add(99, 1, PART_EFFECTS, new Float32Array(4), 0);
  merge.clear();
  for (const [i, { kind, x, y, width, height }] of parts.entries()) {
    merge.add(i, 1, kind, Float32Array.of(x, y, x + width, y + height), 0);
  }
  merge.settle(merges);
  const order: number[] = [];
  for (let at = merge.first; at >= 0; at = merge.next[at]!) order.push(merge.record[at]!);
  return order;
}

function batchesOf(parts: readonly Part[], order: readonly number[]): number {
  let batches = 0;
  for (const [at, i] of order.entries()) {
    if (at === 0 || parts[i]!.kind !== parts[order[at - 1]!]!.kind) batches++;
  }
  return batches;
}

function overlap(a: Part, b: Part): boolean {
  const apart =
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !apart;
}

describe('the order of what a chunk draws', () => {
  it('has every part once, and keeps whatever overlaps in its order', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const order = orderOf(parts);
        expect([...order].sort((a, b) => a - b)).toEqual(parts.map((_, i) => i));
        for (const [at, later] of order.entries()) {
          for (const earlier of order.slice(0, at)) {
            if (earlier > later) expect(overlap(parts[earlier]!, parts[later]!)).toBe(false);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('brings nothing cheaper in between what is dearer', () => {
    const between = (parts: readonly Part[], order: readonly number[], dear: number): number => {
      const places = order.map((i) => parts[i]!.kind);
      const inside = places.slice(places.indexOf(dear), places.lastIndexOf(dear) + 1);
      return inside.filter((kind) => kind < dear).length;
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const painters = parts.map((_, i) => i);
        const merged = orderOf(parts);
        expect(between(parts, merged, PART_EFFECTS)).toBeLessThanOrEqual(
          between(parts, painters, PART_EFFECTS),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('never has more batches than painter’s order, which it is if it may not merge', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const painters = parts.map((_, i) => i);
        expect(orderOf(parts, false)).toEqual(painters);
        expect(batchesOf(parts, orderOf(parts))).toBeLessThanOrEqual(batchesOf(parts, painters));
      }),
      { numRuns: RUNS },
    );
  });

  it('has two batches for cards that lie apart, each with a shadow and what lies on it', () => {
    const parts = Array.from({ length: 60 }, (_, i) => {
      const [x, y] = [(i % 8) * 30, Math.floor(i / 8) * 30];
      return [
        { kind: PART_EFFECTS, x, y, width: 28, height: 28 },
        { kind: PART_PLAIN, x: x + 4, y: y + 4, width: 20, height: 20 },
      ];
    }).flat();
    expect(batchesOf(parts, orderOf(parts))).toBe(2);
  });

  it('swaps nothing that is nearer than a softened edge', () => {
    const parts = [
      { kind: PART_EFFECTS, x: 0, y: 0, width: 10, height: 10 },
      { kind: PART_PLAIN, x: 20, y: 0, width: 10, height: 10 },
      { kind: PART_EFFECTS, x: 30.5, y: 0, width: 10, height: 10 },
    ];
    expect(orderOf(parts)).toEqual([0, 1, 2]);
    expect(orderOf([...parts.slice(0, 2), { ...parts[2]!, x: 31 }])).toEqual([0, 2, 1]);
  });
});
