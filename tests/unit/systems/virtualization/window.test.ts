import { describe, expect, it } from 'vitest';
import { despawn, elementCount, entityOf, type Row, resource } from '../../../../src/ecs';
import { Handlers, LayerTable, ListTable } from '../../../../src/ecs/stores';
import type { HeadlessApp } from '../../../../src/testing/headless-app';
import { box, setStyle, text, type VirtualListOptions, virtualList } from '../../../../src/ui';
import { createListApp, setHeight } from './list-app';

describe('the first frame', () => {
  it('shows every row in sight, though nothing was laid out before it', () => {
    const { app, list, shown } = createListApp();
    app.frames(1);
    expect([list.firstVisible, list.lastVisible, list.blank]).toEqual([0, 9, 0]);
    expect(shown().get(9)).toBe(360);
    app.dispose();
  });

  it('shows every row in sight when rows are a quarter as high as estimated', () => {
    const { app, list, shown } = createListApp({ heightOf: () => 10 });
    app.frames(1);
    expect([list.firstVisible, list.lastVisible, list.blank]).toEqual([0, 39, 0]);
    expect(shown().get(39)).toBe(390);
    app.dispose();
  });

  it('goes where it was told before it was laid out', () => {
    const { app, list } = createListApp({ heightOf: (index) => 20 + (index % 5) });
    list.scrollToIndex(500, 'end');
    app.frames(1);
    expect(list.lastVisible).toBe(500);
    app.dispose();
  });

  it('sleeps soon after', () => {
    const { app } = createListApp();
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
    app.dispose();
  });
});

describe('counts', () => {
  it.each([0, 1])('%i rows show no scrollbar, scroll nowhere and leave nothing blank', (count) => {
    const { app, list, state } = createListApp({ count });
    app.frames(2);
    list.scrollBy(500);
    list.scrollToIndex(7, 'center');
    app.frames(2);
    expect([list.scrollTop, list.firstVisible, list.blank]).toEqual([0, count - 1, 0]);
    expect(state.thumbHeight).toBe(0);
    app.dispose();
  });

  it('shrinking at the end shows the new end, rows that are gone are not shown', () => {
    const { app, list, shown } = createListApp();
    list.scrollToIndex(999);
    app.frames(2);
    list.setCount(50);
    app.frames(1);
    expect([list.scrollTop, list.firstVisible, list.lastVisible]).toEqual([1600, 40, 49]);
    expect(Math.max(...shown().keys())).toBe(49);
    app.dispose();
  });

  it('growing back binds the rows that had gone again', () => {
    const { app, list, bound } = createListApp({ count: 5 });
    app.frames(2);
    list.setCount(3);
    app.frames(1);
    bound.length = 0;
    list.setCount(5);
    app.frames(1);
    expect(bound).toEqual([3, 4]);
    app.dispose();
  });

  it('growing at the end keeps what is in sight where it is', () => {
    const { app, list } = createListApp();
    list.scrollTo(1e9);
    app.frames(2);
    const top = list.scrollTop;
    list.setCount(2000);
    app.frames(2);
    expect(list.scrollTop).toBe(top);
    app.dispose();
  });
});

describe('rows', () => {
  it('are bound once while they stay in the window, whatever the pool does', () => {
    const { app, list, bound } = createListApp();
    app.frames(2);
    bound.length = 0;
    app.tunables.get('virtualization')!.set('overscan', 1000);
    app.resize(300, 800);
    app.frames(3);
    expect(new Set(bound).size).toBe(bound.length);
    expect(Math.min(...bound)).toBeGreaterThan(10);
    expect(list.blank).toBe(0);
    app.dispose();
  });

  it('are all bound again by a refresh', () => {
    const { app, list, bound, shown } = createListApp();
    app.frames(2);
    bound.length = 0;
    list.refresh();
    app.frames(1);
    expect(ascending(bound)).toEqual(ascending(shown().keys()));
    app.dispose();
  });

  it('that are not needed are hidden, those that just left still bound', () => {
    const { app, list, bound, shown } = createListApp();
    app.frames(2);
    list.scrollBy(200);
    app.frames(1);
    expect(shown().has(0)).toBe(false);
    bound.length = 0;
    list.scrollBy(-80);
    app.frames(1);
    expect(bound).toEqual([]);
    app.dispose();
  });

  it('of no height end the window', () => {
    const { app, list, state } = createListApp({ count: 1_000_000, heightOf: () => 0 });
    app.frames(30);
    expect(state.pooled).toBeLessThan(200);
    expect(list.bound).toBeLessThan(30 * 3 * 150);
    app.dispose();
  });

  it('higher than the viewport scroll through it', () => {
    const { app, list, shown } = createListApp({ heightOf: () => 3000 });
    app.frames(2);
    list.scrollBy(2800);
    app.frames(2);
    expect([list.firstVisible, list.lastVisible, list.blank]).toEqual([0, 1, 0]);
    expect(shown().get(1)).toBe(200);
    app.dispose();
  });

  it('that grow in sight push away only what is below them', () => {
    const { app, list, shown, rowOf } = createListApp();
    list.scrollTo(4010);
    app.frames(2);
    expect(shown().get(101)).toBe(30);
    setHeight(app, rowOf(101), 100);
    app.frames(1);
    expect([shown().get(101), shown().get(102)]).toEqual([30, 130]);
    // The row that is cut by the edge grows upwards, out of sight.
    setHeight(app, rowOf(100), 100);
    app.frames(1);
    expect(shown().get(101)).toBe(30);
    expect(list.blank).toBe(0);
    app.dispose();
  });

  it('measured for the first time above the edge do not move what is in sight', () => {
    const { app, list, shown } = createListApp({ heightOf: (index) => 40 + (index % 3) * 30 });
    list.scrollToIndex(500);
    app.frames(2);
    // Steps beyond the overscan too: rows come into sight before they are measured.
    for (let i = 0; i < 60; i++) {
      const step = [35, 120, 250][i % 3]!;
      const before = shown();
      list.scrollBy(-step);
      app.frames(1);
      for (const [index, y] of shown()) {
        const old = before.get(index);
        if (old !== undefined && old >= 0 && old < 399 - step) expect(y).toBeCloseTo(old + step, 3);
      }
    }
    app.dispose();
  });

  it('keep their places in the last pages, whose sizes only turn out there', () => {
    const { app, list, state } = createListApp({ heightOf: (index) => 15 + (index % 7) * 9 });
    list.scrollTo(1e9);
    app.frames(2);
    expect(list.lastVisible).toBe(999);
    expect(list.scrollTop).toBeCloseTo(state.total - 400, 6);
    app.dispose();
  });

  it('that shrink to less than what was cut off leave no gap', () => {
    const { app, list, shown, rowOf } = createListApp({ heightOf: () => 600 });
    list.scrollToIndex(10);
    app.frames(2);
    list.scrollBy(590);
    app.frames(2);
    setHeight(app, rowOf(10), 20);
    app.frames(2);
    expect(list.blank).toBe(0);
    expect(shown().get(11)).toBe(10);
    app.dispose();
  });

  it('are exact to 1/64 px beyond 16.7 million px', () => {
    const { app, list, shown } = createListApp({
      count: 10_000_000,
      estimatedSize: 38,
      heightOf: () => 38,
    });
    list.scrollToIndex(9_000_001);
    app.frames(2);
    list.scrollBy(0.25);
    app.frames(1);
    expect(list.scrollTop).toBe(9_000_001 * 38 + 0.25);
    expect(shown().get(9_000_003)).toBe(2 * 38 - 0.25);
    app.dispose();
  });
});

describe('scrollToIndex', () => {
  it.each([
    ['start', 0],
    ['center', 0.5],
    ['end', 1],
  ] as const)('brings a row never measured to the %s in two frames', (align, share) => {
    const heightOf = (index: number): number => 25 + ((index * 37) % 90);
    const { app, list, shown } = createListApp({ heightOf });
    app.frames(2);
    list.scrollToIndex(700, align);
    app.frames(2);
    expect(shown().get(700)).toBeCloseTo((400 - heightOf(700)) * share, 1);
    expect(list.blank).toBe(0);
    app.dispose();
  });

  it('gives way to a scroll that comes later', () => {
    const { app, list } = createListApp();
    app.frames(1);
    list.scrollToIndex(100);
    app.frames(1);
    list.scrollBy(-40);
    app.frames(3);
    expect(list.firstVisible).toBe(99);
    app.dispose();
  });
});

describe('the viewport', () => {
  it('may shrink to nothing and come back to the same place', () => {
    const { app, list, page, shown } = createListApp();
    list.scrollTo(4010);
    app.frames(2);
    setStyle(app.world, page, { display: 'none' });
    app.frames(2);
    expect([list.firstVisible, list.blank, shown().size]).toEqual([-1, 0, 0]);
    setStyle(app.world, page, { display: 'flex' });
    app.frames(2);
    expect([list.scrollTop, list.firstVisible, list.blank]).toEqual([4010, 100, 0]);
    app.dispose();
  });

  it('that grows at the end shows more above', () => {
    const { app, list } = createListApp();
    list.scrollTo(1e9);
    app.frames(2);
    app.resize(300, 600);
    app.frames(2);
    expect([list.scrollTop, list.firstVisible, list.blank]).toEqual([39_400, 985, 0]);
    app.dispose();
  });

  it('is what a border leaves of the element', () => {
    const { app, list, state } = createListApp({ borderWidth: 10 });
    list.scrollTo(1e9);
    app.frames(2);
    expect(state.viewport).toBe(380);
    expect(list.scrollTop).toBe(40_000 - 380);
    app.dispose();
  });
});

describe('code of the app', () => {
  it('a bind that throws is reported once until the list is refreshed; all rows are bound', () => {
    const { app, list, errors, bound } = createListApp({
      bind(_, __, index) {
        if (index % 2 === 0) throw new Error('odd ones only');
      },
    });
    app.frames(3);
    expect(bound.length).toBeGreaterThanOrEqual(10);
    expect(errors).toHaveLength(1);
    expect(String(errors[0]!.error)).toContain('bind of row 0 failed: odd ones only');
    expect(errors[0]!.row).not.toBe(0);
    list.refresh();
    app.frames(3);
    expect(errors).toHaveLength(2);
    app.dispose();
  });

  it('a bind that rejects is reported too', async () => {
    const { app, errors } = createListApp({
      bind: (() => Promise.reject(new Error('late'))) as never,
    });
    app.frames(1);
    await Promise.resolve();
    await Promise.resolve();
    expect(errors).toHaveLength(1);
    app.dispose();
  });

  it('a template that throws is called once, reported, leaves nothing behind, and may try again', () => {
    let calls = 0;
    let broken = true;
    const { app, list, errors } = createListApp({
      template: (row) => {
        calls++;
        text(app.world, { parent: row, content: 'half a row' });
        if (broken) throw new Error('no template today');
        return [row as never];
      },
    });
    const before = elementCount(app.world);
    app.frames(5);
    expect([calls, errors.length, elementCount(app.world)]).toEqual([1, 1, before]);
    expect(list.blank).toBe(400);
    broken = false;
    list.refresh();
    app.frames(2);
    expect(list.blank).toBe(0);
    app.dispose();
  });

  it('a template that returns nothing is told what to return', () => {
    const { app, errors } = createListApp({ template: (() => undefined) as never });
    app.frames(2);
    expect(String(errors[0]!.error)).toContain('returned undefined; return the parts');
    app.dispose();
  });

  it('a pooled row that the app despawned is replaced', () => {
    const { app, list, rowOf, shown, errors } = createListApp();
    app.frames(2);
    despawn(app.world, entityOf(app.world, rowOf(4)));
    list.scrollBy(1);
    app.frames(2);
    expect([list.blank, errors.length]).toEqual([0, 0]);
    expect(shown().get(4)).toBe(159);
    app.dispose();
  });
});

describe('a list that is despawned', () => {
  it('while it flings returns rows, layers and handlers, and its handle says so', () => {
    const { app, list, page } = createListApp();
    const { world } = app;
    const other = box(world, {});
    app.frames(2);
    const table = resource(world, LayerTable);
    list.scrollBy(500);
    app.addSystem({
      name: 'test/despawn',
      phase: 'update',
      reads: [],
      writes: [],
      update: () => despawn(world, page),
      dispose() {},
    });
    app.frames(1);
    expect(elementCount(world)).toBe(1);
    expect(resource(world, ListTable).lists).toEqual([]);
    expect(resource(world, Handlers).count()).toBe(0);
    expect(table.count - 1 - table.free.length).toBe(0);
    expect(() => list.scrollBy(1)).toThrow(/gone/);
    despawn(world, other);
    app.dispose();
  });
});

describe('what cannot be used', () => {
  it.each([
    [{ count: -1 }, /count is -1/],
    [{ count: 1.5 }, /count is 1.5/],
    [{ count: Number.NaN }, /count is NaN/],
    [{ count: 2 ** 30, estimatedSize: 1e5 }, /higher than/],
    [{ estimatedSize: 0 }, /estimatedSize is 0/],
    [{ estimatedSize: Number.NaN }, /estimatedSize is NaN/],
    [{ template: undefined as never }, /template is undefined/],
    [{ widht: 4 } as never, /did you mean 'width'/],
  ])('%j is refused and leaves no element behind', (options, message) => {
    const { app } = createListApp();
    const before = elementCount(app.world);
    expect(() => createOther(app, options)).toThrow(message);
    expect(elementCount(app.world)).toBe(before);
    expect(resource(app.world, ListTable).lists).toHaveLength(1);
    app.dispose();
  });

  it('NaN is refused by every request', () => {
    const { app, list } = createListApp();
    for (const request of [list.scrollBy, list.scrollTo, list.scrollToIndex, list.setCount]) {
      expect(() => request(Number.NaN)).toThrow(/NaN/);
    }
    expect(() => list.scrollToIndex(1, 'constructor' as never)).toThrow(/align/);
    app.dispose();
  });

  it('NaN written by a system is ignored', () => {
    const { app, list, state, errors } = createListApp();
    list.scrollTo(400);
    app.frames(2);
    state.scrollBy = Number.NaN;
    app.frames(2);
    expect([list.scrollTop, errors.length]).toEqual([400, 0]);
    app.dispose();
  });
});

function createOther(app: HeadlessApp, options: Partial<VirtualListOptions<readonly Row[]>>): void {
  const usable = { count: 5, estimatedSize: 20, template: () => [], bind: () => {} };
  virtualList(app.world, { ...usable, ...options });
}

function ascending(indices: Iterable<number>): number[] {
  return [...indices].sort((a, b) => a - b);
}
