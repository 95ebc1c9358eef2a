import { describe, expect, it } from 'vitest';
import { resolve } from '../../../../src/ecs';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, virtualList } from '../../../../src/ui';
import { createListApp } from './list-app';

/** A list whose rows have the heights that a function gives; what is in them is 500 px high. */
function createSized(sizeOf: (index: number) => number) {
  const asked: number[] = [];
  const made = createListApp({
    count: 1_000_000,
    template: (row) => {
      const { world } = made.app;
      box(world, { parent: row, height: 500 });
      return [];
    },
    sizeOf(index) {
      asked.push(index);
      return sizeOf(index);
    },
    bind: () => {},
  });
  return { ...made, asked };
}

describe('heights that a function gives', () => {
  const sizeOf = (index: number) => 20 + (index % 7) * 8.25;

  it('are not asked for while the data of a row is not there, and are once it is', () => {
    const asked = new Set<number>();
    let ready = 3;
    const { app, list, shown } = createListApp({
      source: { count: 1000, isReady: (index) => index < ready },
      heightOf: sizeOf,
      sizeOf(index) {
        asked.add(index);
        return sizeOf(index);
      },
    });
    app.frames(3);
    expect([...asked].sort((one, other) => one - other)).toEqual([0, 1, 2]);
    ready = 1000;
    list.refresh();
    app.frames(3);
    const [first, second] = [shown().get(4)!, shown().get(5)!];
    expect(second - first).toBe(sizeOf(4));
    app.dispose();
  });

  it('are those of rows, whatever is in them, from the first frame on', () => {
    const { app, list, state, asked } = createSized(sizeOf);
    app.frames(1);
    let last = 0;
    for (let end = sizeOf(0); end < 400; end += sizeOf(++last));
    // The viewport has no height before it is laid out: rows are shown in the same frame nevertheless.
    expect([list.firstVisible, list.lastVisible, list.blank]).toEqual([0, last, 0]);
    list.scrollToIndex(500_000);
    app.frames(1);
    // All rows that were not asked for are taken for 40 px.
    let start = 500_000 * 40;
    for (const row of new Set(asked)) if (row < 500_000) start += sizeOf(row) - 40;
    expect([list.scrollTop, state.misjudged]).toEqual([start, 0]);
    app.dispose();
  });

  it('are asked for where rows come near, never for all', () => {
    const { app, list, asked } = createSized(sizeOf);
    app.frames(2);
    expect(Math.max(...asked)).toBeLessThan(30);
    list.scrollToIndex(500_000);
    app.frames(2);
    expect(asked.every((index) => index < 30 || Math.abs(index - 500_000) < 40)).toBe(true);
    asked.length = 0;
    app.frames(3);
    list.scrollBy(3);
    app.frames(1);
    expect(asked.length).toBeLessThan(4);
    app.dispose();
  });

  it('need no measuring: nothing is off', () => {
    const { app, list, state } = createSized(sizeOf);
    for (let i = 0; i < 60; i++) {
      app.frames(1);
      list.scrollBy(70);
    }
    expect(state.misjudged).toBe(0);
    expect(list.blank).toBe(0);
    app.dispose();
  });

  it('are asked for again by a refresh', () => {
    let high = 40;
    const { app, list } = createSized(() => high);
    app.frames(2);
    expect(list.lastVisible).toBe(9);
    high = 100;
    list.refresh();
    app.frames(2);
    expect(list.lastVisible).toBe(3);
    app.dispose();
  });

  it.each([
    [Number.NaN, 'it gave NaN'],
    [-1, 'it gave -1'],
    [Number.POSITIVE_INFINITY, 'it gave Infinity'],
    [2 ** 23, 'it gave 8388608'],
  ])('that are %d are told of, once, and rows have the estimate', (bad, message) => {
    const { app, list, errors, rowOf } = createSized((index) => (index > 1 ? bad : 100));
    app.frames(2);
    expect(rowOf).toBeDefined();
    expect(list.lastVisible).toBe(6);
    expect(errors.map(({ error }) => String(error))).toEqual([
      `Error: sizeOf of row 2 failed: ${message}; give CSS pixels from 0 to 8388607`,
    ]);
    list.refresh();
    app.frames(1);
    expect(errors).toHaveLength(2);
    app.dispose();
  });

  it('take the place of no fixed ones, and are given by a function', () => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const of = (options: object) => () =>
      virtualList(app.world, {
        count: 1,
        estimatedSize: 20,
        template: (row) => [resolve(app.world, row)],
        bind: () => {},
        ...options,
      });
    expect(of({ sizeOf: 3 })).toThrow('sizeOf is 3; give a function');
    expect(of({ sizeOf: () => 3, fixedSize: true })).toThrow(
      'fixedSize is true and sizeOf is given; give one of them',
    );
    app.dispose();
  });
});
