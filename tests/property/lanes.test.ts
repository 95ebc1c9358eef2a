import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { importsSettled } from '../imports';
import { createLanesStage, type LanesStage, naiveLanes, type Place } from './lanes-model';
import { afterMove } from './list-model';

const RUNS = process.env.RAFTER_LONG ? 2000 : 20;
const ESTIMATE = 60;
const SETTLE = 2;

describe('a list in lanes', () => {
  it.each([
    ['measured', false],
    ['told', true],
  ])(
    'has rows where each is in the shortest lane, laid from the first on, however it is scrolled, with heights %s',
    async (_, sized) => {
      const app = await lanesApp();
      fc.assert(
        fc.property(
          start(600),
          fc.array(fc.integer({ min: -300, max: 300 }), { maxLength: 20 }),
          (from, moves) => {
            const heightOf = heightsOf(from.seed);
            const stage = createLanesStage({
              app,
              ...from,
              estimate: ESTIMATE,
              heightOf,
              sized,
            });
            try {
              const naive = naiveLanes(from.count, from.lanes, from.gap, heightOf);
              app.frames(SETTLE);
              checkNaive(stage, from, naive);
              for (const move of moves) {
                stage.list.scrollBy(move * (sized ? 2.5 : 0.5));
                app.frames(SETTLE);
                checkNaive(stage, from, naive);
              }
            } finally {
              stage.dispose();
            }
          },
        ),
        {
          numRuns: RUNS,
          // Rows passed in one go, told their heights on the way.
          examples: [[{ count: 9, viewport: 200, width: 200, lanes: 2, gap: 0, seed: 0 }, [122]]],
        },
      );
      app.dispose();
    },
  );

  it.each([
    ['measured', false],
    ['told', true],
  ])(
    'has no gaps and moves nothing that it need not, anywhere in a million rows, after any steps, with heights %s',
    async (_, sized) => {
      const app = await lanesApp();
      const errors: unknown[] = [];
      app.on('error', ({ error }) => errors.push(error));
      fc.assert(
        fc.property(
          fc.oneof(start(1e6), start(300)),
          fc.array(step(), { maxLength: 10 }),
          (from, steps) => {
            runCase(app, from, steps, { sized });
            expect(errors).toEqual([]);
          },
        ),
        { numRuns: RUNS, examples: [...found] },
      );
      app.dispose();
    },
  );

  it('has no gaps either where data comes page by page, and moves nothing when rows come and go above', async () => {
    const app = await lanesApp();
    const errors: unknown[] = [];
    app.on('error', ({ error }) => errors.push(error));
    fc.assert(
      fc.property(
        start(3000),
        fc.integer({ min: 1, max: 24 }),
        fc.array(step(), { maxLength: 8 }),
        (from, page, steps) => {
          runCase(app, from, steps, { page });
          expect(errors).toEqual([]);
        },
      ),
      { numRuns: RUNS / 2 },
    );
    app.dispose();
  });
});

/** What went wrong once. */
const found: readonly [Start, Step[]][] = [
  [
    { count: 31, viewport: 200, width: 200, lanes: 4, gap: 0, seed: 353_998 },
    [{ kind: 'scrollToIndex', share: 1, align: 'end' }],
  ],
  [
    { count: 239, viewport: 200, width: 200, lanes: 2, gap: 0, seed: 241_231 },
    [
      { kind: 'scrollToIndex', share: 1, align: 'start' },
      { kind: 'scrollTo', share: 0 },
      { kind: 'grow', nth: 0, height: 1 },
      { kind: 'scrollToIndex', share: 1, align: 'start' },
    ],
  ],
  [
    { count: 8084, viewport: 200, width: 200, lanes: 1, gap: 0, seed: 0 },
    [{ kind: 'scrollToIndex', share: 0.0499, align: 'end' }],
  ],
  // Rows between those in sight of a short lane and those of a long one, not measured.
  [
    { count: 36, viewport: 200, width: 200, lanes: 2, gap: 0, seed: 65_374 },
    [
      { kind: 'insert', share: 0, count: 39 },
      { kind: 'scrollTo', share: 1 },
      { kind: 'remove', share: 0, count: 1 },
      { kind: 'scrollTo', share: 0 },
      { kind: 'scrollToIndex', share: 1, align: 'start' },
    ],
  ],
  // A row so high that all others end beside it.
  [
    { count: 44, viewport: 335, width: 200, lanes: 3, gap: 0, seed: 907_852 },
    [
      { kind: 'grow', nth: 28, height: 900 },
      { kind: 'scrollTo', share: 1 },
      { kind: 'resize', width: 100, height: 100 },
    ],
  ],
];

type Start = {
  count: number;
  viewport: number;
  width: number;
  lanes: number;
  gap: number;
  seed: number;
};

function start(most: number): fc.Arbitrary<Start> {
  return fc.record({
    count: fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: most })),
    viewport: fc.integer({ min: 200, max: 700 }),
    width: fc.integer({ min: 200, max: 500 }),
    lanes: fc.integer({ min: 1, max: 6 }),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
    seed: fc.nat(1e6),
  });
}

type Step =
  | { kind: 'scrollBy'; pixels: number }
  | { kind: 'scrollTo'; share: number }
  | { kind: 'scrollToIndex'; share: number; align: 'start' | 'center' | 'end' }
  | { kind: 'insert' | 'remove'; share: number; count: number }
  | { kind: 'move'; share: number; count: number; to: number }
  | { kind: 'grow'; nth: number; height: number }
  | { kind: 'resize'; width: number; height: number };

function step(): fc.Arbitrary<Step> {
  const edit = (kind: 'insert' | 'remove') =>
    fc.record({
      kind: fc.constant(kind),
      share: fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true })),
      count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 100 })),
    });
  return fc.oneof(
    fc.record({
      kind: fc.constant('scrollBy' as const),
      pixels: fc.oneof(
        fc.integer({ min: -4000, max: 4000 }),
        fc.double({ min: -50, max: 50, noNaN: true }),
      ),
    }),
    fc.record({
      kind: fc.constant('scrollTo' as const),
      share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: -0.1, max: 1.1, noNaN: true })),
    }),
    fc.record({
      kind: fc.constant('scrollToIndex' as const),
      share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1.1, noNaN: true })),
      align: fc.constantFrom('start' as const, 'center' as const, 'end' as const),
    }),
    edit('insert'),
    edit('remove'),
    fc.record({
      kind: fc.constant('move' as const),
      share: fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true })),
      count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 100 })),
      to: fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    fc.record({
      kind: fc.constant('grow' as const),
      nth: fc.nat(60),
      height: fc.oneof(fc.constantFrom(1, 900), heights),
    }),
    fc.record({
      kind: fc.constant('resize' as const),
      // No gaps of which fewer lanes fit.
      width: fc.integer({ min: 140, max: 500 }),
      height: fc.integer({ min: 100, max: 700 }),
    }),
  );
}

const heights = fc.integer({ min: 4 * 64, max: 90 * 64 }).map((units) => units / 64);

function heightsOf(seed: number): (index: number) => number {
  return (index) => {
    const hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    const share = ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
    if (share > 39 / 40) return 800;
    return 6 + Math.round(share * 120 * 64) / 64;
  };
}

/** An app in which the code of lanes has been loaded. */
async function lanesApp(): Promise<HeadlessApp> {
  const app = createHeadlessApp({ width: 500, height: 2000 });
  const stage = createLanesStage({
    app,
    count: 100,
    estimate: ESTIMATE,
    width: 300,
    viewport: 300,
    lanes: 2,
    gap: 0,
    heightOf: () => ESTIMATE * 2,
  });
  app.frames(2);
  await importsSettled();
  app.frames(2);
  stage.move(0, 1, 1);
  app.frames(2);
  await importsSettled();
  app.frames(2);
  expect(stage.shown().size).toBeGreaterThan(4);
  stage.dispose();
  return app;
}

function checkNaive(
  stage: LanesStage,
  { count, lanes, viewport }: Start,
  naive: readonly { lane: number; y: number }[],
): void {
  const shown = stage.shown();
  const { scrollTop } = stage.list;
  const xs = [...new Set([...shown.values()].map(({ x }) => x))].sort((a, b) => a - b);
  const heightOf = stage.heightOf as (index: number) => number;
  for (let index = 0; index < count; index++) {
    const { lane, y } = naive[index]!;
    const top = y - scrollTop;
    const isSeen = top < viewport && top + heightOf(index) > 0;
    if (isSeen && Math.min(viewport - top, top + heightOf(index)) > 0.01)
      expect(shown.has(index), `row ${index} is shown`).toBe(true);
    const place = shown.get(index);
    if (!place) continue;
    expect(Math.abs(place.y - top), `y of row ${index}`).toBeLessThan(0.02);
    if (xs.length === lanes) expect(xs.indexOf(place.x), `lane of row ${index}`).toBe(lane);
  }
}

function runCase(
  app: HeadlessApp,
  from: Start,
  steps: readonly Step[],
  how: { sized?: boolean; page?: number },
): void {
  const stage = createLanesStage({
    app,
    ...from,
    estimate: ESTIMATE,
    heightOf: heightsOf(from.seed),
    ...how,
  });
  try {
    stage.settle();
    check(stage, from, 'start');
    for (const next of steps) {
      const before = stage.shown();
      const known = perform(stage, next);
      stage.settle();
      check(stage, from, next.kind);
      // Rows that come later than in a frame may push one that was brought in.
      if (next.kind === 'scrollToIndex') checkAim(stage, next.share, next.align);
      checkStill(stage, before, known);
    }
  } finally {
    stage.dispose();
  }
}

/** Says where rows are to be found that must not move; undefined for those that may. */
function perform(
  stage: LanesStage,
  next: Step,
): ((index: number, place: Place) => number | undefined) | undefined {
  const { list } = stage;
  switch (next.kind) {
    case 'scrollBy':
      list.scrollBy(next.pixels);
      return undefined;
    case 'scrollTo':
      list.scrollTo(next.share * list.count * 40);
      return undefined;
    case 'scrollToIndex':
      list.scrollToIndex(Math.floor(next.share * list.count), next.align);
      return undefined;
    case 'resize':
      stage.resize(next.width, next.height);
      return undefined;
    case 'insert':
    case 'remove': {
      const near = Math.min(list.count, Math.max(0, list.firstVisible + 1));
      const at = next.share < 0 ? near : Math.floor(next.share * list.count);
      const change = next.kind === 'insert' ? next.count : -Math.min(next.count, list.count - at);
      if (change === 0) return undefined;
      const first = firstStarting(stage);
      stage.edit(at, change);
      // What was put in above or below moves nothing; in between it must.
      if (at <= first && at - change <= first)
        return (index) => (index < at ? undefined : index + change);
      return at > list.lastVisible ? (index) => (index < at ? index : undefined) : undefined;
    }
    case 'move': {
      const near = Math.min(list.count, Math.max(0, list.firstVisible + 1));
      const rowAt = (share: number) => (share < 0 ? near : Math.floor(share * list.count));
      const from = rowAt(next.share);
      const count = Math.min(next.count, list.count - from);
      const to = Math.min(rowAt(next.to), list.count - count);
      const first = firstStarting(stage);
      stage.move(from, count, to);
      // From above what is seen to above it, or from below to below.
      const isAside = Math.max(from, to) + count <= first || Math.min(from, to) > list.lastVisible;
      return isAside ? (index) => afterMove(index, from, count, to) : undefined;
    }
    case 'grow': {
      const live = [...stage.shown().keys()].sort((a, b) => a - b);
      if (live.length === 0) return undefined;
      const grown = live[next.nth % live.length]!;
      const { x, y } = stage.shown().get(grown)!;
      stage.grow(grown, next.height);
      // Only what is below it, in its lane, moves.
      return (index, place) =>
        place.x !== x || (y >= 0 && place.y < y) || (y < 0 && place.y > y) ? index : undefined;
    }
  }
}

/** The first row that starts in the viewport. */
function firstStarting(stage: LanesStage): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [index, { y }] of stage.shown())
    if (y >= 0 && y < stage.viewport) first = Math.min(first, index);
  return first;
}

function check(stage: LanesStage, { gap, lanes }: Start, what: string): void {
  const { list, viewport, isPaged } = stage;
  expect(list.blank, `${what}: blank`).toBe(0);
  expect(list.scrollTop, what).toBeGreaterThanOrEqual(0);
  const shown = stage.shown();
  const byLane = new Map<number, [number, Place][]>();
  for (const row of shown) {
    const own = byLane.get(row[1].x) ?? [];
    own.push(row);
    byLane.set(row[1].x, own);
  }
  expect(byLane.size, what).toBeLessThanOrEqual(lanes);
  // Where rows end some lanes do before others: by as many rows as lie beside the highest in sight.
  const highest = Math.max(0, ...[...shown.values()].map(({ height }) => height));
  const beside = 30 + (highest * lanes) / 20;
  const isLastShown = list.atEnd || list.lastVisible >= list.count - beside;
  if (list.count > 0 && !isLastShown && list.scrollTop > 0)
    expect(byLane.size, `${what}: lanes`).toBe(lanes);
  for (const [x, rows] of byLane) {
    rows.sort((one, other) => one[1].y - other[1].y);
    for (let i = 1; i < rows.length; i++) {
      const [, above] = rows[i - 1]!;
      const [index, place] = rows[i]!;
      expect(rows[i - 1]![0], `${what}: order in lane ${x}`).toBeLessThan(index);
      // What is out of sight need not be there.
      if (isPaged && (place.y <= 0 || above.y + above.height >= viewport)) continue;
      const between = place.y - above.y - above.height;
      expect(Math.abs(between - gap), `${what}: gap above row ${index}`).toBeLessThan(0.03);
    }
    const top = rows[0]![1].y;
    const last = rows.at(-1)![1];
    // A lane begins above what is seen, or where the list does.
    if (top > gap)
      expect(Math.abs(top + list.scrollTop), `${what}: start of ${x}`).toBeLessThan(0.03);
    if (last.y + last.height < viewport - gap)
      expect(isLastShown, `${what}: lane ${x} ends at ${last.y + last.height}`).toBe(true);
  }
}

function checkStill(
  stage: LanesStage,
  before: ReadonlyMap<number, Place>,
  known: ((index: number, place: Place) => number | undefined) | undefined,
): void {
  const { list, viewport } = stage;
  if (!known || list.scrollTop <= 0 || !isFarFromEnds(stage)) return;
  const after = stage.shown();
  for (const [index, place] of before) {
    if (place.y < 0 || place.y >= viewport) continue;
    const now = known(index, place);
    const found = now === undefined ? undefined : after.get(now);
    if (!found) continue;
    expect(found.x, `lane of row ${now}`).toBe(place.x);
    expect(Math.abs(found.y - place.y), `row ${index} moved`).toBeLessThanOrEqual(0.05);
  }
}

/** Near the ends a list is held by them. */
function isFarFromEnds({ list, viewport }: LanesStage): boolean {
  return list.firstVisible > 400 && list.lastVisible < list.count - 400 && viewport > 0;
}

function checkAim(stage: LanesStage, share: number, align: 'start' | 'center' | 'end'): void {
  const { list, viewport } = stage;
  if (list.count === 0) return;
  const index = Math.min(Math.floor(share * list.count), list.count - 1);
  const place = stage.shown().get(index);
  expect(place, `aim: row ${index} is shown`).toBeDefined();
  if (!isFarFromEnds(stage)) return;
  const factor = { start: 0, center: 0.5, end: 1 }[align];
  expect(Math.abs(place!.y - (viewport - place!.height) * factor), 'aim').toBeLessThan(0.03);
}
