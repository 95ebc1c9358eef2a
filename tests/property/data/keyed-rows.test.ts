import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type ArraySource, arraySource, joinSources, selectRows } from '../../../src/data';
import type { Row } from '../../../src/ecs';
import {
  createListApp,
  type ListApp,
  setHeight,
  shownLayers,
} from '../../unit/systems/virtualization/list-app';

const RUNS = process.env.RAFTER_LONG ? 5000 : 20;
const VIEWPORT = 400;
const MOST = 120;

type Item = { readonly key: number; readonly height: number };

/** A list of items that are as high as they say, each row of which is known by what it was bound to. */
type Stage = ListApp & { source: ArraySource<Item>; itemOf: Map<Row, Item>; head: number };

let stage: Stage;

afterEach(() => stage.app.dispose());

describe('rows of a keyed source', () => {
  it.each([
    ['few', 0],
    ['many', 2],
  ])(
    'that follow the first in sight take its place when that goes elsewhere with %s others',
    (_, head) => {
      stage = open(items, head > 0);
      const { app, source, list } = stage;
      app.frames(3);
      list.scrollToIndex(30 + head);
      app.frames(3);
      const before = seenItems();
      const isGone = (key: number) => head > 0 && key > 60 && key % 2 > 0;
      const next = items.filter(({ key }) => key !== 30 && key !== 31 && !isGone(key));
      // One is elsewhere, and one is gone.
      source.replace([...next.slice(0, -1), items[30]!, next.at(-1)!]);
      app.frames(2);
      expect(seenItems().get(items[32]!)?.y).toBe(before.get(items[30]!)!.y);
      app.dispose();
    },
  );

  it('stay selected, held, measured and in their elements wherever they go, and what is seen besides stays where it is', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        order,
        fc.array(fc.record({ next: order, top: fc.nat(4000), active: fc.nat() }), { maxLength: 4 }),
        (isJoined, start, steps) => {
          stage = open(itemsOf(start), isJoined);
          const selection = selectRows(stage.app.world, stage.list);
          stage.app.frames(3);
          let selected = new Set<Item>();
          for (const { next, top, active } of steps) {
            const { source, app, list, head } = stage;
            list.scrollTo(top);
            app.frames(3);
            const { count } = source;
            if (count > 0) {
              const row = active % count;
              selection.toggle(row + head);
              selection.extendTo(Math.min(count - 1, row + 3) + head, true);
              list.hold(row + head);
              selected = new Set(rowsOf(selection).map((at) => source.items[at - head]!));
            }
            app.frames(1);
            const activeItem = source.items[selection.active - head];
            const held = count > 0 ? source.items[active % count]! : undefined;
            const element = held && elementOf(held);
            const before = source.items;
            const seen = seenItems();
            const bound = stage.bound.length;
            const from = list.scrollTop;
            source.replace(itemsOf(next));
            const now = new Set(source.items);
            expect(new Set(rowsOf(selection).map((at) => source.items[at - head]))).toEqual(
              new Set([...selected].filter((item) => now.has(item))),
            );
            const isLeft = activeItem && now.has(activeItem);
            expect(source.items[selection.active - head]).toBe(isLeft ? activeItem : undefined);
            app.frames(3);
            if (element && now.has(held))
              expect(source.items[list.indexOf(element) - head]).toBe(held);
            check(seen, bound, before, from);
            selected = new Set([...selected].filter((item) => now.has(item)));
            for (let i = 0; i < source.count; i++) list.release(i + head);
          }
          selection.dispose();
          stage.app.dispose();
        },
      ),
      { numRuns: RUNS },
    );
  });
});

const items = Array.from({ length: MOST }, (_, key) => ({ key, height: 20 + ((key * 37) % 60) }));
const itemsOf = (order: readonly number[]): Item[] => order.map((key) => items[key]!);

/** Nearly as it was, or anything: few edits, and many. */
const order: fc.Arbitrary<number[]> = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(MOST), fc.nat(MOST), fc.nat(6)), { maxLength: 5 }),
    fc.uniqueArray(fc.nat(MOST - 1), { maxLength: 8 }),
    fc.oneof(fc.constant(0), fc.constant(0), fc.nat(1e6)),
  )
  .map(([moves, gone, seed]) => {
    const keys = items.map(({ key }) => key);
    if (seed > 0) keys.sort((a, b) => hash(a, seed) - hash(b, seed));
    for (const [from, to, count] of moves) keys.splice(to, 0, ...keys.splice(from, count));
    return keys.filter(
      (key) => !gone.includes(key) && (seed % 2 === 0 || hash(key, seed) > 2 ** 30),
    );
  });

function hash(key: number, seed: number): number {
  return (Math.imul(key + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) >>> 0;
}

function open(start: readonly Item[], isJoined: boolean): Stage {
  const source = arraySource(start);
  const heading = arraySource([
    { key: -1, height: 50 },
    { key: -2, height: 30 },
  ]);
  const head = isJoined ? 2 : 0;
  const itemOf = new Map<Row, Item>();
  const made = createListApp({
    source: isJoined ? joinSources(heading, source) : source,
    bind(_, [row], index) {
      const item = index < head ? heading.at(index)! : source.at(index - head)!;
      itemOf.set(row!, item);
      setHeight(made.app, row!, item.height);
    },
  });
  return { ...made, source, itemOf, head };
}

/** The row of an item if that is in sight. */
function elementOf(item: Item): Row | undefined {
  return seenItems().get(item)?.row;
}

function rowsOf(selection: { next(index: number): number }): number[] {
  const rows: number[] = [];
  for (let row = selection.next(0); row >= 0; row = selection.next(row + 1)) rows.push(row);
  return rows;
}

/** Items whose rows are at least partly in sight, and where those are. */
function seenItems(): Map<Item, { y: number; row: Row }> {
  const { app, itemOf } = stage;
  const ids = [...itemOf.keys()];
  const seen = new Map<Item, { y: number; row: Row }>();
  for (const [id, y] of shownLayers(app, new Map(ids.map((row, i) => [row, i])))) {
    const row = ids[id]!;
    const item = itemOf.get(row)!;
    if (y < VIEWPORT && y + item.height > 0) seen.set(item, { y, row });
  }
  return seen;
}

function check(
  before: ReadonlyMap<Item, { y: number; row: Row }>,
  boundBefore: number,
  orderBefore: readonly Item[],
  topBefore: number,
): void {
  const { source, list, errors, bound, head } = stage;
  expect(errors).toEqual([]);
  expect([list.count, list.blank]).toEqual([source.count + head, 0]);
  const seen = seenItems();
  // In order, each right below the other, as high as it is.
  let y: number | undefined;
  for (let index = list.firstVisible; index >= 0 && index <= list.lastVisible; index++) {
    if (index < head) continue;
    const item = source.items[index - head]!;
    const place = seen.get(item);
    if (!place) continue;
    if (y !== undefined) expect(Math.abs(place.y - y)).toBeLessThan(0.02);
    y = place.y + item.height;
  }
  expect(seen.size).toBeGreaterThanOrEqual(Math.min(list.count, 1));
  // None that was in sight and is there was bound again.
  const rebound = new Set(bound.slice(boundBefore));
  for (const [item, { row }] of before) {
    if (item.key < 0 || !source.items.includes(item)) continue;
    const now = seen.get(item);
    if (!now) continue;
    expect(now.row, `the row of ${item.key}`).toBe(row);
    expect(rebound.has(source.items.indexOf(item) + head)).toBe(false);
  }
  if (list.scrollTop <= 0 || list.atEnd || topBefore <= 0) return;
  const first = [...before].filter(([, { y }]) => y >= 0).sort(([, a], [, b]) => a.y - b.y)[0];
  if (!first || !staying(orderBefore, source.items).has(first[0])) return;
  expect(
    Math.abs(seen.get(first[0])!.y - first[1].y),
    `drift of ${first[0].key}`,
  ).toBeLessThanOrEqual(1);
}

/** Items that are in every longest choice whose order is the same. */
function staying(before: readonly Item[], after: readonly Item[]): Set<Item> {
  const places = new Map(after.map((item, index) => [item, index]));
  const common = before.filter((item) => places.has(item));
  const order = common.map((item) => places.get(item)!);
  const up = rises(order);
  const down = rises(order.map((place) => -place).reverse()).reverse();
  const longest = Math.max(0, ...up);
  const inOne = common.map((_, i) => up[i]! + down[i]! - 1 === longest);
  return new Set(
    common.filter((_, i) => inOne[i] && !up.some((of, j) => j !== i && inOne[j] && of === up[i])),
  );
}

/** By place: how long the longest rising choice is that ends there. */
function rises(order: readonly number[]): number[] {
  const lengths: number[] = [];
  order.forEach((place, i) => {
    lengths[i] = 1 + Math.max(0, ...lengths.slice(0, i).filter((_, j) => order[j]! < place));
  });
  return lengths;
}
