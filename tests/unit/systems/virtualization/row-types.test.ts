import { describe, expect, it } from 'vitest';
import { despawn, type Entity, type Row, resolve, resource } from '../../../../src/ecs';
import { ListTable } from '../../../../src/ecs/stores';
import { createSizeIndex } from '../../../../src/structures';
import type { ListView } from '../../../../src/systems/virtualization/list-view';
import { createSizeLearner } from '../../../../src/systems/virtualization/size-learner';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  type RowType,
  rowType,
  type TypedListOptions,
  text,
  virtualList,
} from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, setHeight, shownLayers } from './list-app';

type Call = readonly ['bind' | 'unbind', string, number];

/** A list of 300 x 400 of short and tall rows, and what was called. */
function createTyped(
  options: Partial<TypedListOptions<string>> & { heightOf?: (index: number) => number } = {},
) {
  const { heightOf = (index) => (index % 10 === 0 ? 200 : 20), ...rest } = options;
  const app = createHeadlessApp({ width: 300, height: 400 });
  const { world } = app;
  const calls: Call[] = [];
  const made: Record<string, number> = { short: 0, tall: 0 };
  const boundTo = new Map<Row, number>();
  const kindOf = new Map<Row, string>();
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));

  function type(name: string): RowType {
    return rowType({
      template(row: Entity) {
        made[name]!++;
        kindOf.set(resolve(world, row), name);
        return [resolve(world, row)] as const;
      },
      bind(_, [row], index) {
        calls.push(['bind', name, index]);
        boundTo.set(row, index);
        setHeight(app, row, heightOf(index));
      },
      unbind(_, [row], index) {
        calls.push(['unbind', name, index]);
        expect(boundTo.get(row)).toBeDefined();
        boundTo.delete(row);
      },
    });
  }

  const parent = box(world, { width: 300, height: 400 });
  const list = virtualList<string>(world, {
    parent,
    width: '100%',
    height: '100%',
    count: 10_000,
    estimatedSize: 40,
    rowType: (index) => (index % 10 === 0 ? 'tall' : 'short'),
    types: { short: type('short'), tall: type('tall') },
    ...rest,
  });
  const state = resource(world, ListTable).lists.at(-1)!;
  return {
    app,
    list,
    parent,
    state,
    calls,
    made,
    errors,
    kindOf,
    boundTo,
    shown: () => shownLayers(app, boundTo),
  };
}

describe('rows of several types', () => {
  it('are made and filled by their own', () => {
    const { app, list, calls, shown, kindOf, boundTo, errors } = createTyped();
    for (let i = 0; i < 200; i++) {
      app.frames(1);
      list.scrollBy(i % 50 === 0 ? 20_000 : 90);
    }
    app.frames(2);
    for (const [row, index] of boundTo) {
      expect(kindOf.get(row)).toBe(index % 10 === 0 ? 'tall' : 'short');
    }
    const indices = [...shown().keys()].sort((a, b) => a - b);
    expect(indices[0]).toBeLessThanOrEqual(list.firstVisible);
    expect(indices.at(-1)).toBeGreaterThanOrEqual(list.lastVisible);
    expect(calls.filter(([what]) => what === 'bind').length).toBeGreaterThan(400);
    expect([list.blank, errors]).toEqual([0, []]);
    app.dispose();
  });

  it('are recycled among themselves: none is made for what is scrolled', () => {
    const { app, list, made } = createTyped();
    app.frames(2);
    for (let i = 0; i < 30; i++) {
      list.scrollBy(120);
      app.frames(1);
    }
    const before = { ...made };
    expect(made.short! + made.tall!).toBeLessThan(50);
    for (let i = 0; i < 300; i++) {
      list.scrollBy(i < 150 ? 120 : -120);
      app.frames(1);
    }
    expect(made).toEqual(before);
    app.dispose();
  });

  it('take the place of others where there may be no more rows', () => {
    const { app, list, shown, errors } = createTyped({
      rowType: (index) => (index < 500 ? 'short' : 'tall'),
      heightOf: () => 20,
    });
    app.tunables.get('virtualization')!.set('maxRenderedItems', 30);
    for (const index of [0, 1000, 20, 700, 499]) {
      list.scrollToIndex(index);
      app.frames(3);
      for (let row = list.firstVisible; row <= list.lastVisible; row++) {
        expect(shown().has(row)).toBe(true);
      }
      expect(list.blank).toBe(0);
    }
    expect(errors).toEqual([]);
    // Two at least of those made before are gone.
    expect(list.metrics.rowsCreated).toBeLessThanOrEqual(30);
    app.dispose();
  });

  it('that are of another type after a refresh have other elements', () => {
    let isTall = false;
    const { app, list, shown, kindOf, boundTo } = createTyped({
      rowType: () => (isTall ? 'tall' : 'short'),
      heightOf: () => 40,
    });
    app.frames(2);
    list.hold(3);
    isTall = true;
    list.refresh();
    app.frames(1);
    expect([...shown().keys()].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    for (const row of boundTo.keys()) expect(kindOf.get(row)).toBe('tall');
    app.dispose();
  });

  it('of a type that there is not are told of, once, and shown as the first', () => {
    const { app, list, errors, calls } = createTyped({
      rowType: (index) => (index === 3 ? 'wide' : 'tall'),
    });
    app.frames(3);
    expect(errors.map(String)).toEqual([
      "Error: rowType of row 3 failed: it gave 'wide'; give one of short, tall",
    ]);
    expect(calls).toContainEqual(['bind', 'short', 3]);
    list.refresh();
    app.frames(2);
    expect(errors).toHaveLength(2);
    app.dispose();
  });

  it('are refused if they are none', () => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const { world } = app;
    const of = (options: object) => () =>
      virtualList<string>(world, { count: 1, estimatedSize: 20, ...options } as never);
    const good = { template: () => [], bind: () => {} };
    expect(of({ rowType: () => 'a', types: {} })).toThrow('types is empty; give the types of rows');
    expect(of({ rowType: () => 'a' })).toThrow('types is undefined; give the types of rows');
    expect(of({ types: { a: good } })).toThrow('rowType is undefined; give a function');
    const bad = { ...good, bind: 3 };
    expect(of({ rowType: () => 'a', types: { a: bad } })).toThrow('types.a.bind is 3');
    expect(of({ rowType: () => 'a', types: { a: null } })).toThrow('types.a.template is undefined');
    const flat = { ...good, estimatedSize: -1 };
    expect(of({ rowType: () => 'a', types: { a: flat } })).toThrow('estimatedSize is -1');
    expect(() => rowType({ ...good, unbind: 1 } as never)).toThrow('rowType.unbind is 1');
    app.dispose();
  });

  it('have their parts known to TypeScript', () => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const { world } = app;
    virtualList(world, {
      count: 1,
      estimatedSize: 20,
      // @ts-expect-error: there is no such type
      rowType: () => 'c',
      types: {
        a: rowType({
          template: (row) => [text(world, { parent: row }), 7] as never as readonly [Entity, Row],
          bind: (_, [entity, row], index) => {
            const [a, b, c]: [Entity, Row, number] = [entity, row, index];
            expect([a, b, c]).toBeDefined();
          },
        }),
      },
    });
    app.dispose();
  });
});

describe('unbind', () => {
  it('takes turns with bind, for each row', () => {
    const { app, list, parent, calls, boundTo, errors } = createTyped();
    for (let i = 0; i < 60; i++) {
      app.frames(1);
      list.scrollBy(i % 20 === 0 ? 5000 : 70);
      if (i === 10) list.refresh();
      if (i === 20) list.removeRows(list.firstVisible + 1, 3);
      if (i === 30) list.insertRows(0, 2);
      if (i === 40) list.setCount(list.firstVisible + 2);
    }
    app.frames(1);
    const bound = calls.filter(([what]) => what === 'bind').length;
    expect(bound - calls.filter(([what]) => what === 'unbind').length).toBe(boundTo.size);
    despawn(app.world, parent);
    expect(boundTo.size).toBe(0);
    expect(errors).toEqual([]);
    app.dispose();
  });

  it('is told where its row is now', () => {
    const { app, list, calls } = createTyped({ rowType: () => 'short', heightOf: () => 40 });
    app.frames(2);
    list.insertRows(0, 5);
    app.frames(1);
    calls.length = 0;
    list.removeRows(8, 1);
    app.frames(1);
    expect(calls.filter(([what]) => what === 'unbind')).toEqual([['unbind', 'short', 8]]);
    app.dispose();
  });

  it('that fails is told of once, and rows go on', () => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const errors: string[] = [];
    app.on('error', ({ error }) => errors.push(String(error)));
    const bound: number[] = [];
    const list = virtualList(app.world, {
      count: 1000,
      estimatedSize: 40,
      height: 400,
      template: () => [],
      bind: (_, __, index) => bound.push(index),
      unbind() {
        throw new Error('no');
      },
    });
    app.frames(2);
    list.scrollToIndex(500);
    app.frames(2);
    expect(bound).toContain(505);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/unbind of row \d+ failed: no/);
    app.dispose();
  });
});

describe('what rows of a type take', () => {
  /** Scrolls through a list and gives how far off rows were, from the thirtieth frame on. */
  async function errorOf(types: boolean): Promise<number> {
    const { app, list, state } = createTyped(types ? {} : { rowType: () => 'short' });
    app.frames(2);
    await importsSettled();
    const from = { off: 0, rows: 0 };
    for (let i = 0; i < 200; i++) {
      if (i === 30) Object.assign(from, { off: state.misjudged, rows: state.judged });
      list.scrollBy(50);
      app.frames(1);
    }
    expect(list.blank).toBe(0);
    expect(list.metrics.estimateError).toBe(state.misjudged / state.judged);
    app.dispose();
    return (state.misjudged - from.off) / (state.judged - from.rows);
  }

  it('is learnt: rows that come into sight are known before they are measured', async () => {
    // Of one type for all: most are taken for short ones, one in ten is 180 px higher.
    expect(await errorOf(false)).toBeGreaterThan(15);
    expect(await errorOf(true)).toBe(0);
  });

  it('moves nothing that is seen', async () => {
    const { app, list, shown } = createTyped();
    app.frames(2);
    await importsSettled();
    list.scrollToIndex(5000);
    app.frames(3);
    for (let i = 0; i < 100; i++) {
      const before = shown();
      const top = list.scrollTop;
      const by = i % 30 < 20 ? -37 : 53;
      list.scrollBy(by);
      app.frames(1);
      for (const [index, y] of shown()) {
        const was = before.get(index);
        if (was === undefined || was >= 400 || was < -200) continue;
        expect(Math.abs(y - (was - by)), `row ${index} at ${top}`).toBeLessThan(0.02);
      }
    }
    app.dispose();
  });

  it('is what their type says until then', () => {
    const good = { template: () => [], bind: () => {} };
    const app = createHeadlessApp({ width: 300, height: 400 });
    const list = virtualList(app.world, {
      count: 100,
      estimatedSize: 50,
      height: 400,
      placeholder: () => {},
      rowType: (index) => (index % 2 === 0 ? 'a' : 'b'),
      types: { a: { ...good, estimatedSize: 100 }, b: good },
    });
    const state = resource(app.world, ListTable).lists[0]!;
    app.step(16);
    // Rows of 0 px: 100 and 50 by turns were off by that.
    expect(list.metrics.estimateError).toBeGreaterThan(70);
    expect(state.judged).toBeGreaterThan(4);
    app.dispose();
  });
});

describe('what rows without a type take', () => {
  const real = (index: number) => 60 + ((index * 7) % 41);

  it('is learnt by default: the scrollbar is right after the first rows, and what is seen stays', async () => {
    const { app, list, state, shown } = createListApp({ count: 10_000_000, heightOf: real });
    list.scrollToIndex(5_000_000);
    app.frames(2);
    const before = shown();
    const wrong = state.total;
    await importsSettled();
    app.frames(3);
    expect(Math.abs(wrong / 800_000_000 - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(state.total / 800_000_000 - 1)).toBeLessThan(0.05);
    expect(state.thumbTop).toBeCloseTo((400 - state.thumbHeight) / 2, 0);
    for (const [index, y] of before) {
      const now = shown().get(index);
      if (now !== undefined) expect(Math.abs(now - y)).toBeLessThan(0.02);
    }
    const { total } = state;
    list.setCount(10_000_100);
    app.frames(1);
    // New rows are taken for what the others took.
    expect((state.total - total) / 100).toBeCloseTo(total / 10_000_000, 1);
    app.dispose();
  });

  it('is learnt of rows that come in sight too', async () => {
    const { app, list, state } = createListApp({
      count: 20_000,
      heightOf: (index) => (index < 5000 ? 80 : 120),
    });
    app.frames(2);
    await importsSettled();
    app.frames(2);
    expect(state.total).toBe(20_000 * 80);
    list.scrollToIndex(15_000);
    for (let i = 0; i < 300; i++) {
      list.scrollBy(300);
      app.frames(1);
    }
    const far = (state.total - list.scrollTop - 400) / (20_000 - list.lastVisible);
    expect(far).toBeGreaterThan(110);
    expect(far).toBeLessThan(121);
    app.dispose();
  });

  it('is taken for another all the less often, the more of them were measured', () => {
    const kinds = { all: [{}], estimates: Int32Array.of(2560), learns: false };
    const learner = createSizeLearner(viewOf(100_000, kinds));
    const fars = new Set<number>();
    for (let i = 0; i < 4000; i++) {
      learner.add(0, 3000 + i * 2);
      learner.settle();
      fars.add(learner.far);
    }
    expect(kinds.learns).toBe(true);
    // 40 px, then after 8, 16, 32 and so on, as far as the mean has changed.
    expect(fars.size).toBeGreaterThan(6);
    expect(fars.size).toBeLessThan(11);
    const close = createSizeLearner(viewOf(100, kinds));
    for (let i = 0; i < 100; i++) close.add(0, 2560 + 20);
    close.settle();
    // A third of a pixel is not worth moving the scrollbar.
    expect(close.far).toBe(40);
  });

  it('is forgotten where so many rows as high as those are more than a list can hold', async () => {
    const { app, list, state, errors } = createListApp({ count: 12, heightOf: () => 8_000_000 });
    app.frames(2);
    for (let i = 0; i < 12; i++) {
      list.scrollToIndex(i);
      app.frames(3);
      await importsSettled();
    }
    expect(state.total).toBe(12 * 8_000_000);
    list.setCount(2 ** 20);
    app.frames(2);
    expect(state.total).toBe(2 ** 20 * 8_000_000);
    list.setCount(2 ** 30);
    app.frames(2);
    expect(state.total).toBe(2 ** 20 * 8_000_000 + (2 ** 30 - 2 ** 20) * 40);
    expect(errors).toEqual([]);
    app.dispose();
  });

  it('is not looked for where they are what they were taken for', async () => {
    const { app, state } = createListApp({ count: 1000, heightOf: () => 40 });
    app.frames(2);
    await importsSettled();
    app.frames(2);
    expect([state.total, state.misjudged]).toEqual([40_000, 0]);
    app.dispose();
  });

  it('leaves those alone that the app gives heights, and those in lanes', async () => {
    const { app, state } = createListApp({ count: 1000, sizeOf: () => 80 });
    app.frames(2);
    await importsSettled();
    app.frames(2);
    expect(state.total % 40).toBe(0);
    app.dispose();
  });
});

/** As much of a list at work as learns what rows take. */
function viewOf(count: number, kinds: object): ListView {
  const sizes = createSizeIndex({ count, size: 40 });
  const view = { list: { estimatedSize: 40 }, pool: { kinds, slots: { size: 0 } }, sizes };
  return view as unknown as ListView;
}
