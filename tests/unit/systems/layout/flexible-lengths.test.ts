import { describe, expect, it } from 'vitest';
import {
  createFlexItems,
  growFlexItems,
  resolveFlexibleLengths,
} from '../../../../src/systems/layout/flexible-lengths';

type Item = {
  base: number;
  min?: number;
  max?: number;
  grow?: number;
  shrink?: number;
  inset?: number;
};

describe('resolving flexible lengths', () => {
  it('shares what is left by grow factor', () => {
    expect(
      resolve(100, [
        { base: 10, grow: 1 },
        { base: 10, grow: 3 },
      ]),
    ).toEqual([30, 70]);
  });

  it('leaves space when the grow factors sum to less than one', () => {
    expect(
      resolve(100, [
        { base: 0, grow: 0.2 },
        { base: 0, grow: 0.3 },
      ]),
    ).toEqual([20, 30]);
  });

  it('gives what a maximum refuses to the others', () => {
    expect(
      resolve(100, [
        { base: 0, grow: 1, max: 20 },
        { base: 0, grow: 1 },
      ]),
    ).toEqual([20, 80]);
  });

  it('freezes minimum violations first when they outweigh the maximum ones', () => {
    const items = [
      { base: 0, grow: 1, min: 80 },
      { base: 0, grow: 1, max: 30 },
      { base: 0, grow: 1 },
    ];
    expect(resolve(120, items)).toEqual([80, 20, 20]);
  });

  it('shrinks by shrink factor times inner base size', () => {
    const items = [
      { base: 100, shrink: 1, inset: 20 },
      { base: 40, shrink: 1 },
    ];
    expect(resolve(80, items)).toEqual([60, 20]);
  });

  it('does not shrink what is all padding', () => {
    expect(resolve(10, [{ base: 30, shrink: 1, inset: 30 }])).toEqual([30]);
  });

  it('stops shrinking at the minimum and takes the rest from the others', () => {
    const items = [
      { base: 100, shrink: 1, min: 90 },
      { base: 100, shrink: 1 },
    ];
    expect(resolve(120, items)).toEqual([90, 30]);
  });

  it('keeps its items when the scratch grows', () => {
    const items = createFlexItems(1);
    items.rows[0] = 7;
    items.base[0] = 3;
    growFlexItems(items);
    expect([items.rows.length, items.rows[0], items.base[0]]).toEqual([2, 7, 3]);
  });
});

function resolve(space: number, given: Item[]): number[] {
  const items = createFlexItems(8);
  let used = 0;
  given.forEach(
    ({ base, min = 0, max = Number.POSITIVE_INFINITY, grow = 0, shrink = 0, inset = 0 }, i) => {
      items.base[i] = base;
      items.min[i] = Math.max(min, inset);
      items.max[i] = max;
      items.grow[i] = grow;
      items.shrink[i] = shrink;
      items.inset[i] = inset;
      items.size[i] = Math.max(Math.min(base, max), items.min[i]!);
      used += items.size[i]!;
    },
  );
  resolveFlexibleLengths(items, 0, given.length, used < space, Float64Array.of(space));
  return [...items.size.slice(0, given.length)];
}
