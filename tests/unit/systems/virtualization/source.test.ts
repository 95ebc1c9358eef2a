import { afterEach, describe, expect, it } from 'vitest';
import { despawn } from '../../../../src/ecs';
import type { RowSink, RowSource } from '../../../../src/ecs/stores';
import { virtualList } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, type ListApp } from './list-app';

let stage: ListApp;

afterEach(() => {
  stage.app.dispose();
});

describe('a list with a source', () => {
  it('has as many rows as that says, and those it tells of', () => {
    const source = open();
    stage.app.frames(2);
    expect(stage.list.count).toBe(1000);
    source.sink!.insertRows(3, 2);
    expect(stage.list.count).toBe(1002);
    source.sink!.removeRows(0, 1002);
    stage.app.frames(2);
    expect(stage.list.count).toBe(0);
    expect(stage.shown().size).toBe(0);
  });

  it('leaves what is in sight where it is when the source puts rows in above', () => {
    const source = open();
    stage.app.frames(2);
    stage.list.scrollToIndex(500);
    stage.app.frames(2);
    const before = stage.shown();
    const { bound } = stage.list;
    source.sink!.insertRows(0, 10);
    stage.app.frames(2);
    expect([...stage.shown().values()].sort()).toEqual([...before.values()].sort());
    expect(stage.list.bound).toBe(bound);
  });

  it('binds no row whose data is missing, counts it as blank, and binds it a frame after it came', () => {
    const source = open({ ready: (index) => index !== 2 });
    stage.app.frames(3);
    expect(stage.bound).not.toContain(2);
    expect(stage.bound).toContain(3);
    expect(stage.list.blank).toBe(40);
    expect(stage.list.metrics.blankTime).toBeGreaterThan(0);
    source.ready = () => true;
    source.sink!.wake();
    stage.app.frames(1);
    expect(stage.bound).toContain(2);
    expect(stage.shown().get(2)).toBe(80);
    expect(stage.list.blank).toBe(0);
  });

  it('keeps a row that was brought in where it is while data comes, until it is scrolled', () => {
    let from = 1000;
    const heightOf = (index: number) => (index % 3 === 0 ? 130 : 40);
    const source = open({ ready: (index) => index >= from }, { heightOf });
    stage.app.frames(2);
    stage.list.scrollToIndex(500, 'center');
    stage.app.frames(10);
    for (from of [502, 500, 498, 495, 400]) {
      source.sink!.wake();
      stage.app.frames(3);
      if (from <= 500) expect(stage.shown().get(500), `data from ${from}`).toBe((400 - 40) / 2);
    }
    from = 1000;
    source.sink!.refreshRows(0, 1000);
    stage.list.scrollToIndex(700, 'center');
    stage.app.frames(3);
    stage.list.scrollBy(30);
    stage.app.frames(1);
    from = 0;
    source.sink!.wake();
    stage.app.frames(3);
    expect(stage.shown().get(700)).not.toBe((400 - 40) / 2);
  });

  it('has placeholders stand for rows whose data is missing, counted as such', async () => {
    const source = open({ ready: (index) => index < 3 }, { placeholder: () => {} });
    stage.app.frames(2);
    await importsSettled();
    stage.app.frames(4);
    const { blankTime, placeholderTime } = stage.list.metrics;
    expect(stage.list.blank).toBe(0);
    stage.app.frames(1);
    expect(stage.list.metrics.blankTime).toBe(blankTime);
    expect(stage.list.metrics.placeholderTime).toBeGreaterThan(placeholderTime);
    expect(Math.max(...stage.bound)).toBe(2);
    source.ready = () => true;
    source.sink!.wake();
    // As many as there is time for in each.
    stage.app.frames(12);
    const after = stage.list.metrics.placeholderTime;
    stage.app.frames(1);
    expect(stage.list.metrics.placeholderTime).toBe(after);
    expect(stage.bound).toContain(9);
  });

  it('wakes a sleeping app when data comes', () => {
    const source = open({ ready: () => false });
    stage.app.start();
    stage.app.frames(8);
    expect(stage.app.asleep).toBe(true);
    source.ready = () => true;
    source.sink!.wake();
    stage.app.frames(2);
    expect(stage.bound).toContain(0);
  });

  it('tells it which rows are in sight when that changes, and only then', () => {
    const source = open();
    stage.app.frames(3);
    expect(source.told.at(-1)).toEqual([0, 9, -1, -1, -1, -1]);
    const { length } = source.told;
    stage.app.frames(5);
    expect(source.told.length).toBe(length);
    stage.list.scrollToIndex(500);
    stage.app.frames(2);
    expect(source.told.at(-1)?.slice(0, 2)).toEqual([500, 509]);
  });

  it('tells it where a scroll is heading, and forgets that when it rests', async () => {
    const source = open();
    stage.app.frames(2);
    stage.list.scrollBy(10);
    stage.app.frames(1);
    await importsSettled();
    for (let i = 0; i < 60; i++) {
      stage.list.scrollBy(60);
      stage.app.frames(1);
    }
    const [, last, soonFirst, soonLast] = source.told.at(-1)!;
    expect(soonFirst).toBeLessThanOrEqual(last!);
    expect(soonLast).toBeGreaterThan(last! + 5);
    stage.app.frames(30);
    expect(source.told.at(-1)!.slice(2)).toEqual([-1, -1, -1, -1]);
  });

  it.each([
    [300, 50],
    [1000, 50],
    [1000, -50],
  ])(
    'tells it so much sooner where it takes %i ms to serve a row, scrolled by %i px a frame',
    async (serveMs, pixels) => {
      const asked = new Map<number, number>();
      const source = open({
        ready: (row) =>
          stage.app.clock.now() - (asked.get(row) ?? Number.POSITIVE_INFINITY) >= serveMs,
      });
      source.show = (...rows) => {
        for (let i = 0; i < 6; i += 2) {
          for (let row = rows[i]!; row >= 0 && row <= rows[i + 1]!; row++)
            if (!asked.has(row)) asked.set(row, stage.app.clock.now());
        }
      };
      source.sink!.insertRows(1000, 99_000);
      const { app, list } = stage;
      if (pixels < 0) list.scrollTo(2_000_000);
      app.frames(2);
      list.scrollBy(pixels);
      app.frames(1);
      await importsSettled();
      const missing = (frames: number) => {
        const before = list.metrics.blankTime;
        for (let i = 0; i < frames; i++) {
          list.scrollBy(pixels);
          app.frames(1);
        }
        return list.metrics.blankTime - before;
      };
      expect(missing(200)).toBeGreaterThan(10_000);
      const { rowsBound, rowsBoundAhead } = list.metrics;
      expect(missing(200)).toBe(0);
      const bound = list.metrics.rowsBound - rowsBound;
      expect(bound).toBeGreaterThan(200);
      // As far as data is there in time, rows are bound before they come into sight.
      expect(list.metrics.rowsBoundAhead - rowsBoundAhead).toBe(bound);
      // Not sooner than that takes by far.
      const { firstVisible, lastVisible } = list;
      const rows = [...asked.keys()];
      const ahead =
        pixels > 0 ? Math.max(...rows) - lastVisible : firstVisible - Math.min(...rows.slice(60));
      expect((ahead * 40) / 50).toBeLessThan((serveMs * 1.6 + 150) / (1000 / 60));
    },
  );

  it('lets it tell of edits before the frame is placed', () => {
    const source = open();
    stage.app.frames(2);
    source.update = () => {
      source.update = () => {};
      source.sink!.removeRows(0, 995);
    };
    stage.app.frames(1);
    expect(stage.shown().size).toBe(5);
  });

  it('survives one that throws, and says so', () => {
    const source = open({
      show: () => {
        throw new Error('no');
      },
    });
    stage.app.frames(2);
    expect(String(stage.errors[0]?.error)).toContain('no');
    expect(stage.shown().size).toBeGreaterThan(9);
    source.sink!.fail(new Error('late'));
    expect(stage.errors.at(-1)).toMatchObject({ error: new Error('late') });
  });

  it('is left alone when its element is gone, or its app', () => {
    const source = open();
    despawn(stage.app.world, stage.list.entity);
    expect(source.sink).toBeUndefined();
    stage.app.dispose();
    const other = open();
    stage.app.dispose();
    expect(other.sink).toBeUndefined();
  });

  it('cannot be told of rows by others', () => {
    open();
    const { list } = stage;
    expect(() => list.setCount(3)).toThrow('source');
    expect(() => list.insertRows(0, 3)).toThrow('source');
    expect(() => list.removeRows(0, 3)).toThrow('source');
    expect(() => list.moveRows(0, 3, 1)).toThrow('source');
    const { world } = stage.app;
    const rows = { estimatedSize: 40, template: () => [], bind: () => {} };
    expect(() => virtualList(world, { ...rows, source: { count: 1 }, count: 2 })).toThrow(
      'count is 2',
    );
    expect(() => virtualList(world, { ...rows, source: 7 as never })).toThrow('count is undefined');
    expect(() => virtualList(world, rows)).toThrow('count is undefined and source undefined');
  });
});

describe('rows that are bound again', () => {
  it('are those asked for alone, in place', () => {
    stage = createListApp();
    stage.app.frames(2);
    stage.list.scrollToIndex(100);
    stage.app.frames(2);
    const rows = [102, 103].map((index) => stage.rowOf(index));
    stage.bound.length = 0;
    stage.list.refreshRows(102, 2);
    stage.app.frames(2);
    expect(stage.bound).toEqual([102, 103]);
    expect([102, 103].map((index) => stage.rowOf(index))).toEqual(rows);
  });

  it('are counted along with edits before and after', () => {
    stage = createListApp();
    stage.app.frames(2);
    stage.bound.length = 0;
    stage.list.refreshRows(4, 1);
    stage.list.insertRows(0, 2);
    stage.list.refreshRows(4, 1);
    stage.list.scrollToIndex(0);
    stage.app.frames(2);
    // What was 4 is 6 now; 4 was 2.
    expect(stage.bound.filter((index) => index > 1)).toEqual([4, 6]);
  });

  it('are bound once, however often they are asked for', () => {
    stage = createListApp();
    stage.app.frames(2);
    stage.bound.length = 0;
    for (let i = 0; i < 500; i++) stage.list.refreshRows((i * 7) % 10, 1);
    stage.app.frames(2);
    expect([...stage.bound].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(stage.state.edits.length).toBeLessThan(400);
  });

  it('leave out none, where too many lie apart to be remembered one by one', () => {
    stage = createListApp();
    stage.app.frames(2);
    stage.bound.length = 0;
    for (let i = 999; i >= 0; i -= 2) stage.list.refreshRows(i, 1);
    stage.app.frames(2);
    expect(stage.bound).toEqual(expect.arrayContaining([1, 3, 5, 7, 9]));
    expect(stage.state.edits.length).toBeLessThan(400);
  });

  it('are bound in place where others stand for rows that there is no time for', async () => {
    stage = createListApp({ placeholder: () => {} });
    stage.app.frames(2);
    await importsSettled();
    stage.app.frames(20);
    const row = stage.rowOf(5);
    stage.bound.length = 0;
    stage.list.refreshRows(0, 10);
    stage.app.frames(1);
    expect([...stage.bound].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(stage.rowOf(5)).toBe(row);
  });

  it('stay as they are while their new data is missing', () => {
    const source = open();
    stage.app.frames(2);
    const row = stage.rowOf(2);
    stage.bound.length = 0;
    source.ready = (index) => index !== 2;
    source.sink!.refreshRows(2, 1);
    stage.app.frames(2);
    expect(stage.bound).toEqual([]);
    expect(stage.shown().get(2)).toBe(80);
    source.ready = () => true;
    source.sink!.wake();
    stage.app.frames(1);
    expect(stage.bound).toEqual([2]);
    expect(stage.rowOf(2)).toBe(row);
  });

  it('are those of the list: others are refused', () => {
    stage = createListApp();
    expect(() => stage.list.refreshRows(999, 2)).toThrow('refreshRows(999, 2)');
    expect(() => stage.list.refreshRows(-1, 2)).toThrow('refreshRows(-1, 2)');
  });
});

type FakeSource = RowSource & {
  ready: (index: number) => boolean;
  sink: RowSink | undefined;
  told: number[][];
  update: () => void;
};

function open(
  { ready = () => true, show }: { ready?: (index: number) => boolean; show?: () => void } = {},
  options: Parameters<typeof createListApp>[0] = {},
): FakeSource {
  const source: FakeSource = {
    count: 1000,
    ready,
    sink: undefined,
    told: [],
    update: () => {},
    isReady: (index) => source.ready(index),
    show: (...ranges) => (show ? show() : void source.told.push(ranges)),
    connect(sink) {
      source.sink = sink;
      return () => {
        source.sink = undefined;
      };
    },
  };
  stage = createListApp({ source, ...options });
  return source;
}
