import { afterEach, describe, expect, it } from 'vitest';
import { selectRows, type TreeSource, type TreeSourceOptions, treeSource } from '../../../src/data';
import { TreeGroup } from '../../../src/data/tree-group';
import {
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_UP,
  KEY_LEFT,
  KEY_RIGHT,
} from '../../../src/ecs/stores';
import { createFakeClock, type FakeClock } from '../../../src/testing/fake-clock';
import { importsSettled } from '../../imports';
import { createSourceList, type SourceList } from './source-list';

const silent = {
  insertRows() {},
  removeRows() {},
  moveRows() {},
  refreshRows() {},
  wake() {},
  fail() {},
};

let stage: SourceList<unknown> | undefined;
let source: TreeSource<string>;
let clock: FakeClock;
let calls: { node: string; answer: (nodes: unknown) => void; refuse: (error: Error) => void }[];

afterEach(() => {
  stage?.app.dispose();
  stage = undefined;
  source.dispose();
  expect(clock.pendingTimers).toBe(0);
});

describe('a tree in a list', () => {
  it('leaves what is in sight where it is when something above it is opened', () => {
    open({
      roots: Array.from({ length: 200 }, (_, i) => `${i}`),
      children: (node) =>
        node.includes('.') ? [] : Array.from({ length: 50 }, (_, i) => `${node}.${i}`),
    });
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    stage.list.scrollToIndex(100);
    stage.app.frames(2);
    const before = [...stage.seen().values()].sort();
    source.open(0);
    stage.binds.length = 0;
    stage.app.frames(2);
    expect(stage.list.firstVisible).toBe(150);
    expect([...stage.seen().values()].sort()).toEqual(before);
    expect(stage.binds).toEqual([]);
    source.closeAll();
    stage.app.frames(2);
    expect(stage.list.firstVisible).toBe(100);
    expect(stage.list.count).toBe(200);
  });

  it('takes as many steps for each node of a chain, however long that is', async () => {
    const depth = 1_000;
    open({
      roots: ['0'],
      children: (node) => (Number(node) < depth ? [`${Number(node) + 1}`] : []),
    });
    let steps = 0;
    const count = (name: 'change' | 'rowOf' | 'find') => {
      const plain = TreeGroup.prototype[name] as (this: unknown, ...given: never[]) => unknown;
      TreeGroup.prototype[name] = function counted(this: unknown, ...given: never[]) {
        steps++;
        return plain.apply(this, given);
      } as never;
      return () => {
        TreeGroup.prototype[name] = plain as never;
      };
    };
    const stops = (['change', 'rowOf', 'find'] as const).map(count);
    const told: number[][] = [];
    const tell = (...rows: number[]) => void told.push(rows);
    source.connect!({ ...silent, insertRows: tell, removeRows: tell });
    await source.openAll(countSlices(() => {}));
    // By the square of its length it would be a million and more.
    expect(steps).toBeLessThan(depth * 150);
    expect(source.count).toBe(depth + 1);
    steps = 0;
    const rows = Array.from({ length: depth + 1 }, (_, row) => row);
    const seen = rows.map((row) => [source.at(row), source.depthAt(row), source.parentOf(row)]);
    expect(seen).toEqual(rows.map((row) => [`${row}`, row, row - 1]));
    expect(steps).toBeLessThan(depth * 3);
    steps = 0;
    told.length = 0;
    source.closeAll();
    expect(steps).toBeLessThan(depth * 3);
    expect(told).toEqual([[1, depth]]);
    expect(source.count).toBe(1);
    // All of them are closed.
    source.open(0);
    expect(source.count).toBe(2);
    for (const stop of stops) stop();
  });

  it('is walked, opened and closed by keys', () => {
    open({
      roots: ['a', 'b'],
      children: (node) => (node.length < 3 ? [`${node}1`, `${node}2`] : []),
    });
    stage = createSourceList(source, (index) => source.at(index));
    const selection = selectRows(stage.app.world, stage.list, { tree: source });
    stage.app.frames(2);
    const { input } = stage.app;
    input.pointer(INPUT_POINTER_DOWN, 1, 50, 20, 0, 0, 0);
    input.pointer(INPUT_POINTER_UP, 1, 50, 20, 0, 0, 0);
    const press = (code: number): void => {
      input.key(INPUT_KEY_DOWN, code, 0, 0);
      stage!.app.frames(2);
    };
    press(KEY_RIGHT);
    expect([source.count, selection.active]).toEqual([4, 0]);
    press(KEY_RIGHT);
    expect(selection.active).toBe(1);
    press(KEY_RIGHT);
    press(KEY_RIGHT);
    expect([source.count, source.at(selection.active)]).toEqual([6, 'a11']);
    press(KEY_RIGHT);
    press(KEY_LEFT);
    expect(source.at(selection.active)).toBe('a1');
    press(KEY_LEFT);
    expect([source.count, source.at(selection.active)]).toEqual([4, 'a1']);
    expect(stage.seen().get(1)).toBe('a1');
  });

  it('has a placeholder stand for children on their way, and a row to say that they could not be had', async () => {
    open({ roots: ['a', 'b'], retries: 0 });
    stage = createSourceList(source, (index) => source.at(index) ?? source.stateOf(index), {
      placeholder: () => {},
    });
    stage.app.frames(2);
    await importsSettled();
    source.open(0);
    stage.app.frames(12);
    expect(stage.binds).not.toContain('loading');
    expect(stage.list.count).toBe(3);
    expect(stage.list.blank).toBe(0);
    calls[0]!.refuse(new Error('offline'));
    await settle();
    stage.app.frames(12);
    expect(stage.seen().get(1)).toBe('failed');
    expect(String(stage.errors[0]!.error)).toContain(
      'children of a node could not be had: offline',
    );
    source.retry(1);
    expect(source.stateOf(1)).toBe('loading');
    calls[1]!.answer(['a1', 'a2']);
    await settle();
    stage.app.frames(12);
    expect(stage.seen().get(1)).toBe('a1');
    expect(stage.seen().get(3)).toBe('b');
    expect(stage.errors.length).toBe(1);
  });
});

describe('a tree', () => {
  it('is opened whole in slices, what is on its way as it comes', async () => {
    open({ roots: ['a', 'b'], hasChildren: (node) => node.length < 3 });
    let slices = 0;
    const done = source.openAll(countSlices(() => slices++));
    await settle();
    for (let i = 0; i < calls.length; i++) {
      calls[i]!.answer([`${calls[i]!.node}1`, `${calls[i]!.node}2`]);
      await settle();
    }
    await done;
    expect(calls.map(({ node }) => node).sort()).toEqual(['a', 'a1', 'a2', 'b', 'b1', 'b2']);
    expect(source.count).toBe(14);
  });

  it('is opened down to a depth, and in many slices', async () => {
    open({
      roots: ['a'],
      children: (node) => (node.length < 4 ? Array.from({ length: 9 }, (_, i) => node + i) : []),
    });
    let slices = 0;
    await source.openAll(
      countSlices(() => slices++),
      { depth: 1 },
    );
    expect(source.count).toBe(10);
    await source.openAll(countSlices(() => slices++));
    expect(source.count).toBe(1 + 9 + 81 + 729);
    expect(slices).toBeGreaterThan(10);
  });

  it('is opened no further when that is aborted', async () => {
    open({ roots: ['a'], hasChildren: (node) => node.length < 3 });
    const abort = new AbortController();
    const done = source.openAll(
      countSlices(() => {}),
      { signal: abort.signal },
    );
    await settle();
    abort.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    const other = source.openAll(countSlices(() => {}));
    await settle();
    source.dispose();
    await other;
  });

  it('asks no more than so many times at once, and aborts what is closed', async () => {
    open({ roots: ['a', 'b', 'c', 'd'], concurrency: 2 });
    for (let i = 3; i >= 0; i--) source.open(i);
    expect(calls.map(({ node }) => node)).toEqual(['d', 'c']);
    expect(source.count).toBe(8);
    source.close(source.indexOf('d'));
    expect(calls.map(({ node }) => node)).toEqual(['d', 'c', 'b']);
    expect(source.count).toBe(7);
    calls[0]!.answer(['d1']);
    await settle();
    expect(source.count).toBe(7);
  });

  it('says whether a node can be opened, where it is not told', async () => {
    open({ roots: ['a', 'leaf'], children: (node) => (node === 'a' ? ['b'] : []) });
    expect([source.hasChildren(0), source.hasChildren(1)]).toEqual([true, false]);
    source.open(1);
    expect(source.count).toBe(2);
    expect(source.step(1, true)).toBe(-1);
    source.dispose();
    open({ roots: ['a'] });
    expect(source.hasChildren(0)).toBe(true);
    source.open(0);
    calls[1]!.answer([]);
    await settle();
    expect(source.hasChildren(0)).toBe(false);
    expect(source.count).toBe(1);
  });

  it('refuses what it cannot use', async () => {
    open({
      roots: ['a'],
      retries: 0,
      onError: ({ message }) => expect(message).toContain('gave 7'),
    });
    expect(() => source.at(1)).toThrow('there is no row 1: there are 1');
    expect(() => treeSource({ roots: 7 as never, children: () => [] })).toThrow('roots is 7');
    expect(() => treeSource({ roots: [], children: 7 as never })).toThrow('children is 7');
    source.open(0);
    calls[0]!.answer(7);
    await settle();
    expect(source.stateOf(1)).toBe('failed');
    expect.assertions(5);
  });
});

function open(options: Partial<TreeSourceOptions<string>> & { roots: string[] }): void {
  clock = createFakeClock();
  calls = [];
  source = treeSource<string>({
    children: (node) =>
      new Promise((resolve, refuse) => {
        calls.push({ node, answer: (nodes) => resolve(nodes as string[]), refuse });
      }),
    ports: {
      random: () => 0.5,
      setTimer: clock.setTimer,
      clearTimer: (timer) => clock.clearTimer(timer as number),
    },
    ...options,
  });
}

/** A scheduler that runs tasks at once. */
function countSlices(count: () => void) {
  return {
    async submit<T>(task: () => Generator<unknown, T, void>): Promise<T> {
      const steps = task();
      for (let next = steps.next(); ; next = steps.next()) {
        if (next.done) return next.value;
        count();
      }
    },
  };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 16; i++) await Promise.resolve();
}
