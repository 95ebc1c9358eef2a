import { describe, expect, it } from 'vitest';
import { resource } from '../../src/ecs';
import { type ListState, ListTable } from '../../src/ecs/stores';
import { importsSettled } from '../imports';
import { createListStage, type ListStage, type ToldSizes } from '../property/list-model';

const LONG = process.env.RAFTER_LONG === '1';
// Both past the 16.7 million px that float32 still tells apart.
const ROWS = LONG ? 10_000_000 : 450_000;
const STEPS = LONG ? 20_000 : 150;
const TIMEOUT_MS = LONG ? 3_600_000 : 30_000;
const ESTIMATE = 40;
const VIEWPORT = 600;
/** Frames after which everything must stand still. */
const SETTLE = 2;
const UNITS = 64;

describe('a list whose data changes while it is scrolled', () => {
  it.each([
    ['', 0],
    [' with counters near 2^31', 2 ** 31 - 50],
    [' with counters near 2^53', 2 ** 53 - 50],
  ])(
    'shows what a plain array of heights shows, and what is seen stays%s',
    async (_, counters) => {
      const sizes = new PlainSizes(ROWS);
      const stage = open(sizes, heightsOf(1));
      const { app, list } = stage;
      const state = stateOf(stage);
      for (const name of COUNTERS) state[name] = counters;
      stage.move(0, 1, 1);
      app.frames(1);
      // What moves rows is loaded when some are.
      await importsSettled();
      list.scrollToIndex(Math.floor(ROWS * 0.97));
      app.frames(SETTLE);
      check(stage, sizes, 'start');
      const random = sequence(18 + counters);
      // Of the three, the plain one is the long one.
      const steps = counters === 0 ? STEPS : STEPS / 10;
      for (let i = 0; i < steps; i++) {
        const what = step(stage, sizes, random);
        check(stage, sizes, `step ${i}, ${what}`);
      }
      expect(state.bound).toBeGreaterThan(counters);
      stage.dispose();
    },
    TIMEOUT_MS,
  );

  it(
    'does not move what is seen while it learns what rows take',
    async () => {
      const stage = open(undefined, heightsOf(3, 2));
      const { app, list } = stage;
      list.scrollToIndex(Math.floor(ROWS / 2));
      app.frames(SETTLE);
      const wrong = stateOf(stage).total;
      await importsSettled();
      const random = sequence(5);
      const places = seenOf(stage);
      app.frames(SETTLE);
      expectStill(places, seenOf(stage), 0, 0, 'learning');
      expect(stateOf(stage).total / wrong).toBeGreaterThan(1.8);
      for (let i = 0; i < STEPS / 3; i++) {
        const before = seenOf(stage);
        const isScroll = random() < 0.6;
        const above = Math.floor(random() * list.firstVisible);
        const change = Math.ceil(random() * 20) * (random() < 0.5 ? 1 : -1);
        const isAbove = above + Math.max(0, -change) <= list.firstVisible;
        if (isScroll) list.scrollBy(Math.round((random() - 0.4) * 3000));
        else if (isAbove) stage.edit(above, change);
        app.frames(SETTLE);
        expect(list.blank).toBe(0);
        if (!isScroll && isAbove) expectStill(before, seenOf(stage), 0, change, `step ${i}`);
      }
      stage.dispose();
    },
    TIMEOUT_MS,
  );
});

const COUNTERS = [
  'bound',
  'rebound',
  'pooled',
  'boundAhead',
  'hits',
  'wasted',
  'cacheHits',
  'judged',
  'predictions',
  'blankTime',
] as const;

/** Heights of all rows in 1/64 px, one by one: what the list must agree with. */
class PlainSizes implements ToldSizes {
  count: number;
  private units: Int32Array;
  readonly known = {
    set: (index: number, height: number) => {
      this.units[index] = Math.round(height * UNITS);
    },
  };

  constructor(count: number) {
    this.count = count;
    this.units = new Int32Array(count + 100_000).fill(ESTIMATE * UNITS);
  }

  sizeOf(index: number): number {
    return this.units[index]! / UNITS;
  }

  offsetOf(index: number): number {
    let sum = 0;
    for (let row = 0; row < index; row++) sum += this.units[row]!;
    return sum / UNITS;
  }

  edit(index: number, change: number): void {
    const { units, count } = this;
    if (count + change > units.length) throw new Error('make more room for rows');
    units.copyWithin(index + Math.max(0, change), index - Math.min(0, change), count);
    if (change > 0) units.fill(ESTIMATE * UNITS, index, index + change);
    this.count += change;
  }

  move(from: number, count: number, to: number): void {
    const { units } = this;
    const moved = units.slice(from, from + count);
    if (from < to) units.copyWithin(from, from + count, to + count);
    else units.copyWithin(to + count, to, from);
    units.set(moved, to);
  }
}

function open(told: PlainSizes | undefined, heightOf: (index: number) => number): ListStage {
  return createListStage({
    count: ROWS,
    estimate: ESTIMATE,
    viewport: VIEWPORT,
    heightOf,
    told: told ?? { known: { set() {} }, edit() {}, move() {} },
  });
}

function stateOf({ app }: ListStage): { -readonly [Key in keyof ListState]: ListState[Key] } {
  return resource(app.world, ListTable).lists[0]!;
}

/** Does one thing, and checks that what is seen stays where that is promised. */
function step(stage: ListStage, sizes: PlainSizes, random: () => number): string {
  const { app, list } = stage;
  const before = seenOf(stage);
  const kind = random();
  const { firstVisible: first, lastVisible: last } = list;
  let index = -1;
  let change = 0;
  let scrolled = 0;
  let what = 'scroll';
  if (kind < 0.25) {
    scrolled = Math.round((random() - 0.5) * (random() < 0.2 ? 1e6 : 1500));
    what = `scroll by ${scrolled}`;
    list.scrollBy(scrolled);
  } else if (kind < 0.3) list.scrollTo(random() * sizes.count * ESTIMATE);
  else if (kind < 0.35) list.scrollToIndex(Math.floor(random() * sizes.count));
  else if (kind < 0.65) {
    index = placeOf(random, first, last, sizes.count);
    change = Math.ceil(random() ** 3 * 100);
    if (random() < 0.55 && sizes.count > ROWS - 50_000)
      change = -Math.min(change, sizes.count - index);
    what = `${change} rows at ${index} of ${first}..${last}`;
    if (change !== 0) stage.edit(index, change);
  } else if (kind < 0.9) {
    const live = [...stage.shown().keys()];
    const row = live[Math.floor(random() * live.length)]!;
    const height = Math.floor(random() * 90 * UNITS) / UNITS;
    what = `row ${row} of ${first}..${last} grows to ${height}`;
    stage.grow(row, height);
    index = row;
    // What is below a row that grows moves, unless that lies above.
    change = Number.NaN;
  } else if (kind < 0.95) {
    const from = placeOf(random, first, last, sizes.count);
    const rows = Math.min(Math.ceil(random() ** 3 * 100), sizes.count - from);
    const to = Math.min(placeOf(random, first, last, sizes.count), sizes.count - rows);
    what = `${rows} rows from ${from} to ${to} of ${first}..${last}`;
    stage.move(from, rows, to);
    // From above what is seen to above it: nothing that is seen is elsewhere.
    if (from + rows <= first && to + rows <= first) index = 0;
    else if (from > last && to > last) index = 0;
    if (index === 0) change = 0;
  } else {
    what = 'replace';
    stage.heightOf = heightsOf(Math.floor(random() * 1e6));
    list.refresh();
  }
  app.frames(SETTLE);
  if (index >= 0 && !isAtEdge(stage)) {
    const isAbove = change < 0 ? index - change <= first : index <= first - (change > 0 ? 0 : 1);
    // One that is cut by the upper edge grows upwards, as long as another starts in sight.
    const isCut = Number.isNaN(change) && index === first && before.get(first)! < 0 && first < last;
    if (isAbove || isCut) expectStill(before, seenOf(stage), 0, change || 0, what);
  }
  if (Math.abs(scrolled) < VIEWPORT / 2 && scrolled !== 0 && !isAtEdge(stage)) {
    for (const [row, y] of before) before.set(row, y - scrolled);
    expectStill(before, seenOf(stage), 0, 0, what);
  }
  return what;
}

/** Before, in or behind what is seen, near or far. */
function placeOf(random: () => number, first: number, last: number, count: number): number {
  const where = random();
  const far = random() < 0.5 ? random() * 60 : random() * count;
  const place =
    where < 0.5 ? first - far : where < 0.7 ? first + random() * (last - first) : last + far;
  return Math.max(0, Math.min(count - 1, Math.floor(place)));
}

function isAtEdge({ list }: ListStage): boolean {
  return list.scrollTop <= 0 || list.atEnd;
}

/** Rows that are seen, by index: where they start. */
function seenOf(stage: ListStage): Map<number, number> {
  const { firstVisible, lastVisible } = stage.list;
  const seen = new Map<number, number>();
  for (const [index, { y }] of stage.shown())
    if (index >= firstVisible && index <= lastVisible) seen.set(index, y);
  return seen;
}

/** Rows from `from` on have `change` more before them, and stay where they were, to a pixel. */
function expectStill(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  from: number,
  change: number,
  what: string,
): void {
  let still = 0;
  for (const [index, y] of before) {
    const now = after.get(index < from ? index : index + change);
    // A row that is cut by the upper edge grows upwards.
    if (now === undefined || y < 0) continue;
    expect(Math.abs(now - y), `${what}: row ${index}`).toBeLessThanOrEqual(1);
    still++;
  }
  expect(still, `${what}: rows that stay in sight`).toBeGreaterThan(0);
}

function check({ list, ...stage }: ListStage, sizes: PlainSizes, what: string): void {
  const { firstVisible: first, lastVisible: last, scrollTop } = list;
  expect(list.count, what).toBe(sizes.count);
  expect(list.blank, what).toBe(0);
  expect(first, what).toBeGreaterThanOrEqual(0);
  expect(last, what).toBeLessThan(sizes.count);
  const shown = stage.shown();
  let y = sizes.offsetOf(first) - scrollTop;
  expect(y, `${what}: row ${first} is the first`).toBeLessThan(1e-6);
  expect(y + sizes.sizeOf(first), what).toBeGreaterThan(-1e-6);
  for (let index = first; index <= last; index++) {
    expect(Math.abs((shown.get(index)?.y ?? Number.NaN) - y), `${what}: row ${index}`).toBeLessThan(
      0.02,
    );
    y += sizes.sizeOf(index);
  }
  if (last < sizes.count - 1)
    expect(y, `${what}: row ${last} is the last`).toBeGreaterThan(VIEWPORT - 1e-6);
}

/** Heights on the size index's 1/64 px, 40 px in the mean. */
function heightsOf(seed: number, factor = 1): (index: number) => number {
  return (index) => {
    const hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    const share = ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
    return factor * (8 + Math.round(share * 64 * UNITS) / UNITS);
  };
}

function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
