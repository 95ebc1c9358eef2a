import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type ArraySource, arraySource } from '../../../src/data';
import { createSourceList, type SourceList } from '../../unit/data/source-list';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 400;

type Item = { readonly key: number; readonly value: number };

describe('an array source', () => {
  it.each([
    ['one by one', false],
    ['all at once where there are many', true],
  ])(
    'tells a replacement so that every row keeps its key, the fewest move and those alone are bound again whose item has changed, %s',
    (_, takesAll) => {
      fc.assert(
        fc.property(items, items, (before, after) => {
          const source = arraySource(before, { key: ({ key }: Item) => key });
          const model = createModel(source, takesAll);
          source.replace(after);
          expect(source.items).toEqual(after);
          const old = new Set(before.map(({ key }) => key));
          expect(model.rows.length).toBe(after.length);
          model.rows.forEach((row, index) => {
            const { key } = after[index]!;
            if (row) expect(row.key).toBe(key);
            else if (model.keeps) expect(old.has(key)).toBe(false);
          });
          const common = after.filter(({ key }) => old.has(key)).length;
          const kept = model.rows.filter((row) => row !== undefined).length;
          const fewest = common - naiveKept(before, after);
          if (model.keeps) expect(model.moved).toBeLessThanOrEqual(fewest);
          else expect(common - kept).toBe(fewest);
          const byKey = new Map(before.map((item) => [item.key, item]));
          const changed = after.flatMap((item, i) =>
            byKey.has(item.key) && byKey.get(item.key) !== item ? [i] : [],
          );
          expect([...model.refreshed].sort((a, b) => a - b)).toEqual(changed);
          expect(model.edits).toBeLessThanOrEqual(model.keeps ? 16 : 2 * (kept + 1));
        }),
        { numRuns: RUNS },
      );
    },
  );

  it('tells each of thousands of edits, so that every row that stays is the same row', () => {
    const before = Array.from({ length: 20_000 }, (_, key) => ({ key, value: 0 }));
    const after = before.filter(({ key }) => key % 3 > 0);
    const source = arraySource(before, { key: ({ key }: Item) => key });
    const kept = new Set(before);
    let gone = 0;
    source.connect!({
      ...silent,
      removeRows(index, count) {
        // Those before have been taken out already.
        for (let i = 0; i < count; i++) kept.delete(before[index + gone + i]!);
        gone += count;
      },
      insertRows() {
        throw new Error('nothing was put in');
      },
    });
    source.replace(after);
    expect([...kept]).toEqual(after);
  });
});

describe('a list of an array', () => {
  let stage: SourceList<unknown>;

  afterEach(() => stage.app.dispose());

  it('shows its rows after any changes, and binds no row again that was in sight and stays as it was', () => {
    fc.assert(
      fc.property(items, fc.array(step, { maxLength: 8 }), (start, steps) => {
        const source = arraySource(start, { key: ({ key }: Item) => key });
        stage = createSourceList(source, (index) => source.items[index]!);
        stage.app.frames(2);
        check(stage, source);
        for (const next of steps) {
          const before = [...source.items];
          const inSight = [...stage.seen().values()];
          stage.binds.length = 0;
          next(source);
          stage.app.frames(2);
          check(stage, source);
          if (hasMoved(before, source.items)) continue;
          for (const item of stage.binds) expect(inSight).not.toContain(item);
        }
        stage.app.dispose();
      }),
      { numRuns: RUNS / 20 },
    );
  });

  it('binds again what has changed alone, however many rows go elsewhere', () => {
    const items = Array.from({ length: 2000 }, (_, key) => ({ key, value: 0 }));
    const source = arraySource<Item>(items, { key: ({ key }) => key });
    stage = createSourceList(source, (index) => source.items[index]!);
    stage.app.frames(2);
    stage.binds.length = 0;
    const next: Item[] = items.filter(({ key }) => key < 20 || key % 3 > 0);
    next[2] = { key: 2, value: 1 };
    next[8] = { key: 8, value: 1 };
    source.replace(next);
    stage.app.frames(2);
    expect(stage.binds).toEqual([next[2], next[8]]);
  });

  it('takes what came last of many replacements in a frame, when the next begins', () => {
    const source = arraySource([1, 2, 3], { live: true });
    stage = createSourceList(source, (index) => source.items[index]!);
    stage.app.frames(2);
    let edits = 0;
    source.connect!({ ...silent, insertRows: () => edits++, removeRows: () => edits++ });
    for (let i = 0; i < 100; i++) source.replace([1, 2, 3, 4 + i]);
    expect(source.items).toEqual([1, 2, 3]);
    stage.app.frames(1);
    expect(source.items).toEqual([1, 2, 3, 103]);
    expect(stage.list.count).toBe(4);
    expect(edits).toBe(1);
    source.replace([]);
    source.push(7);
    expect(source.items).toEqual([7]);
    stage.app.frames(1);
    expect(stage.list.count).toBe(1);
    source.replace([1, 1]);
    stage.app.frames(1);
    expect(String(stage.errors[0]!.error)).toContain('rows 0 and 1 have the same key 1');
    expect(source.items).toEqual([7]);
  });
});

const silent = {
  insertRows() {},
  removeRows() {},
  moveRows() {},
  refreshRows() {},
  wake() {},
  fail() {},
};

const item = fc.record({ key: fc.nat(60), value: fc.nat(2) });
const items = fc.oneof(
  fc.uniqueArray(item, { selector: ({ key }) => key, maxLength: 60, size: 'max' }),
  fc.uniqueArray(item, { selector: ({ key }) => key, maxLength: 10 }),
);

const step: fc.Arbitrary<(source: ArraySource<Item>) => void> = fc.oneof(
  items.map((next) => (source: ArraySource<Item>) => {
    const old = new Map(source.items.map((each) => [each.key, each]));
    // What is the same keeps its object.
    source.replace(
      next.map((each) => (old.get(each.key)?.value === each.value ? old.get(each.key)! : each)),
    );
  }),
  fc.tuple(fc.nat(40), fc.nat(4), items).map(([at, gone, added]) => (source: ArraySource<Item>) => {
    const index = Math.min(at, source.count);
    const left = new Set(
      [...source.items.slice(0, index), ...source.items.slice(index + gone)].map(({ key }) => key),
    );
    const fresh = added.filter(({ key }) => !left.has(key));
    source.splice(index, Math.min(gone, source.count - index), ...fresh);
  }),
  fc.tuple(fc.nat(40), fc.nat(2)).map(([at, value]) => (source: ArraySource<Item>) => {
    if (source.count === 0) return;
    const index = at % source.count;
    source.set(index, { key: source.items[index]!.key, value });
  }),
);

/** Rows as those that are told of edits have them: undefined for those put in. */
function createModel(source: ArraySource<Item>, takesAll: boolean) {
  const model = {
    rows: [...source.items] as (Item | undefined)[],
    refreshed: new Set<number>(),
    edits: 0,
    moved: 0,
    /** Rows that have moved were told to be the same. */
    keeps: true,
  };
  let removed = 0;
  const before = source.items;
  source.connect!({
    ...silent,
    insertRows(index, count) {
      expect(count).toBeGreaterThan(0);
      expect(index).toBeLessThanOrEqual(model.rows.length);
      model.rows.splice(index, 0, ...new Array(count).fill(undefined));
      model.edits++;
    },
    removeRows(index, count) {
      expect(count).toBeGreaterThan(0);
      expect(index + count).toBeLessThanOrEqual(model.rows.length);
      const after = new Set(source.items.map(({ key }) => key));
      if (model.rows.slice(index, index + count).some((row) => after.has(row!.key)))
        model.keeps = false;
      model.rows.splice(index, count);
      model.edits++;
      removed += count;
      expect(removed).toBeLessThanOrEqual(before.length);
    },
    moveRows(from, count, to) {
      expect(from).not.toBe(to);
      expect(Math.max(from, to) + count).toBeLessThanOrEqual(model.rows.length);
      model.rows.splice(to, 0, ...model.rows.splice(from, count));
      model.moved += count;
      model.edits++;
    },
    ...(takesAll && {
      rearrangeRows({ after, moved, count }) {
        const { rows } = model;
        expect([after.length, moved.length]).toEqual([rows.length, rows.length]);
        model.rows = new Array(count).fill(undefined);
        let last = -1;
        let follows = count;
        for (let row = rows.length - 1; row >= 0; row--) {
          const place = after[row]!;
          if (place < 0) expect(~place).toBe(follows);
          else if (moved[row] === 0) follows = place;
        }
        rows.forEach((row, i) => {
          const place = after[i]!;
          if (place < 0) return;
          model.rows[place] = row;
          if (moved[i] === 1) model.moved++;
          else {
            expect(place).toBeGreaterThan(last);
            last = place;
          }
        });
      },
    }),
    refreshRows(index, count) {
      for (let i = index; i < index + count; i++) model.refreshed.add(i);
    },
  });
  return model;
}

/** Most rows that can stay, by all pairs. */
function naiveKept(before: readonly Item[], after: readonly Item[]): number {
  const places = new Map(after.map(({ key }, index) => [key, index]));
  const best: number[] = [];
  const order = before.flatMap(({ key }) => places.get(key) ?? []);
  order.forEach((place, i) => {
    best[i] = 1 + Math.max(0, ...best.slice(0, i).filter((_, j) => order[j]! < place));
  });
  return Math.max(0, ...best);
}

function hasMoved(before: readonly Item[], after: readonly Item[]): boolean {
  const common = before.filter(({ key }) => after.some((each) => each.key === key));
  return naiveKept(before, after) < common.length;
}

function check(stage: SourceList<unknown>, source: ArraySource<Item>): void {
  expect(stage.errors).toEqual([]);
  expect(stage.list.count).toBe(source.count);
  expect(stage.list.blank).toBe(0);
  const seen = stage.seen();
  for (let i = stage.list.firstVisible; i >= 0 && i <= stage.list.lastVisible; i++)
    expect(seen.get(i)).toBe(source.items[i]);
  for (const [index, item] of seen) expect(item).toBe(source.items[index]);
}
