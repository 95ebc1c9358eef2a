import { describe, expect, it } from 'vitest';
import { createSizeIndex } from '../../../../src/structures';
import { bindAhead, isBound, keepBound } from '../../../../src/systems/virtualization/bind-ahead';
import { createRowPool, type RowPool } from '../../../../src/systems/virtualization/row-pool';
import { createRowWindow } from '../../../../src/systems/virtualization/row-window';
import { createListApp } from './list-app';

/** A pool of its own below a list that has none, with room for some rows. */
function createPool(capacity: number) {
  const { app, state, bound } = createListApp({ count: 0 });
  app.frames(2);
  const pool = createRowPool(app.world, state, createSizeIndex({ count: 100, size: 40 }));
  pool.reserve(capacity);
  return { app, state, pool, bound };
}

/** A window of rows of 40 px, all in sight. */
function windowOf(...indices: number[]) {
  const rowWindow = createRowWindow();
  rowWindow.count = indices.length;
  for (const [i, index] of indices.entries()) {
    rowWindow.indices[i] = index;
    rowWindow.y[i] = i * 40;
    rowWindow.sizes[i] = 40;
  }
  return rowWindow;
}

describe('rows out of sight', () => {
  it('give way in the order in which they were last in sight', () => {
    const { app, pool } = createPool(5);
    const bound = () => [1, 2, 3, 4, 5, 6, 7, 8].filter(isBoundIn(pool));
    for (const indices of [[1, 2], [3], [4], [5]]) pool.show(windowOf(...indices), true, 5);
    expect(bound()).toEqual([1, 2, 3, 4, 5]);
    pool.show(windowOf(6), true, 5);
    pool.show(windowOf(7), true, 5);
    expect(bound()).toEqual([3, 4, 5, 6, 7]);
    // Seen again meanwhile.
    pool.show(windowOf(3), true, 5);
    pool.show(windowOf(8), true, 5);
    expect(bound()).toEqual([3, 5, 6, 7, 8]);
    app.dispose();
  });
});

describe('rows bound ahead', () => {
  it('are bound in rows that are made as they are needed, as many as there is room for', () => {
    const { app, pool, bound } = createPool(3);
    for (const index of [5, 6, 7]) expect(bindAhead(pool, index, true)).toBe(true);
    expect([pool.slots.size, bound]).toEqual([3, [5, 6, 7]]);
    // All are kept: what is bound ahead belongs to the choice.
    expect(bindAhead(pool, 8, true)).toBe(false);
    expect([5, 6, 7, 8].map(isBoundIn(pool))).toEqual([true, true, true, false]);
    app.dispose();
  });

  it('that are kept stay, others give way', () => {
    const { app, pool, state } = createPool(4);
    for (const index of [1, 2, 3, 4]) bindAhead(pool, index, true);
    pool.slots.keepNone();
    keepBound(pool, 1);
    keepBound(pool, 3);
    expect(bindAhead(pool, 10, true)).toBe(true);
    expect(bindAhead(pool, 11, true)).toBe(true);
    expect(bindAhead(pool, 12, true)).toBe(false);
    expect([1, 2, 3, 4, 10, 11].map(isBoundIn(pool))).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(state.wasted).toBe(2);
    app.dispose();
  });

  it('give way to the window, even if kept', () => {
    const { app, pool, state } = createPool(4);
    for (const index of [1, 2, 3, 4]) bindAhead(pool, index, true);
    pool.show(windowOf(20, 21, 22, 3), true, 4);
    expect([20, 21, 22, 3].map(pool.isShown)).toEqual([true, true, true, true]);
    expect([state.hits, state.wasted]).toEqual([1, 3]);
    app.dispose();
  });

  it('at rest are counted apart too', () => {
    const { app, pool, state } = createPool(4);
    for (const index of [1, 2, 3, 4]) bindAhead(pool, index, index > 2);
    pool.show(windowOf(1, 3), true, 4);
    pool.show(windowOf(5, 6, 7), true, 4);
    expect([state.hits, state.wasted, state.warmHits, state.warmWasted]).toEqual([2, 2, 1, 1]);
    app.dispose();
  });

  it('count once, and as bound again only where their row had been bound', () => {
    const { app, pool, state } = createPool(2);
    bindAhead(pool, 1, true);
    bindAhead(pool, 2, true);
    expect(state.rebound).toBe(0);
    pool.show(windowOf(1, 2), true, 2);
    pool.show(windowOf(1, 2), true, 2);
    expect(state.hits).toBe(2);
    pool.show(windowOf(2, 3), true, 2);
    expect([state.rebound, state.wasted]).toEqual([1, 0]);
    app.dispose();
  });
});

function isBoundIn(pool: RowPool): (index: number) => boolean {
  return (index) => isBound(pool, index);
}
