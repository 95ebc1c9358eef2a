import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { importsSettled } from '../imports';
import {
  afterMove,
  createListStage,
  type ListStage,
  loadMoves,
  type NaiveSizes,
} from './list-model';

const RUNS = process.env.RAFTER_LONG ? 5000 : 60;
const ESTIMATE = 20;
/** Frames after which everything must stand still. */
const SETTLE = 2;

type Step =
  | { kind: 'scrollBy'; pixels: number }
  | { kind: 'scrollTo'; share: number }
  | { kind: 'scrollToIndex'; share: number; align: 'start' | 'center' | 'end' }
  | { kind: 'setCount'; count: number }
  | { kind: 'insert'; share: number; count: number }
  | { kind: 'remove'; share: number; count: number }
  | { kind: 'move'; share: number; count: number; to: number }
  | { kind: 'refresh'; seed: number }
  | { kind: 'grow'; nth: number; height: number }
  | { kind: 'resize'; height: number };

describe('a virtual list', () => {
  it.each([
    ['only those in sight bound', false, false],
    ['those ahead of a scroll bound too', true, false],
    ['heights that it is told', false, true],
  ])(
    'shows the rows that a naive list shows, where it shows them, after any steps, with %s',
    async (_, foresees, sized) => {
      const app = createHeadlessApp({ width: 300, height: 2000 });
      await loadMoves(app);
      if (foresees) await foresee(app);
      const errors: unknown[] = [];
      app.on('error', ({ error }) => errors.push(error));
      fc.assert(
        fc.property(start(3000), fc.array(step(3000), { maxLength: 12 }), (from, steps) => {
          runCase(app, from, steps, sized);
          expect(errors).toEqual([]);
        }),
        { numRuns: RUNS / 3 },
      );
      app.dispose();
    },
  );

  it('does so with ten million rows, past what float32 can tell apart', async () => {
    const app = createHeadlessApp({ width: 300, height: 2000 });
    await loadMoves(app);
    fc.assert(
      fc.property(start(1e7), fc.array(step(1e7), { maxLength: 8 }), (from, steps) => {
        const far: Step = { kind: 'scrollToIndex', share: 0.97, align: 'start' };
        runCase(app, { ...from, count: 1e7 }, [far, ...steps]);
      }),
      { numRuns: RUNS / 10 },
    );
    app.dispose();
  });
});

/** Has an app load what lists load when they move: all that are made later have it from their second frame on. */
async function foresee(app: HeadlessApp): Promise<void> {
  const stage = createListStage({
    app,
    count: 100,
    estimate: ESTIMATE,
    viewport: 100,
    heightOf: () => ESTIMATE,
  });
  app.frames(2);
  stage.list.scrollBy(10);
  app.frames(1);
  await importsSettled();
  for (let i = 0; i < 70; i++) {
    stage.list.scrollBy(20);
    app.frames(1);
  }
  expect(stage.list.metrics.rowsBoundAhead).toBeGreaterThan(0);
  stage.dispose();
}

type Start = { count: number; viewport: number; seed: number };

function start(most: number): fc.Arbitrary<Start> {
  return fc.record({
    count: fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: most })),
    viewport: fc.integer({ min: 0, max: 700 }),
    seed: fc.nat(1e6),
  });
}

function step(most: number): fc.Arbitrary<Step> {
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
      share: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('scrollToIndex' as const),
      share: fc.double({ min: 0, max: 1.1, noNaN: true }),
      align: fc.constantFrom('start' as const, 'center' as const, 'end' as const),
    }),
    fc.record({
      kind: fc.constant('setCount' as const),
      count: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: most })),
    }),
    edit('insert'),
    edit('remove'),
    fc.record({
      kind: fc.constant('move' as const),
      share: near,
      count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 100 })),
      to: near,
    }),
    fc.record({ kind: fc.constant('refresh' as const), seed: fc.nat(1e6) }),
    fc.record({
      kind: fc.constant('grow' as const),
      nth: fc.nat(60),
      height: fc.oneof(fc.constantFrom(0, 1, 900), heights),
    }),
    fc.record({
      kind: fc.constant('resize' as const),
      height: fc.constantFrom(0, 1, 40, 333, 600, 1200),
    }),
  );
}

// Near what is in sight, or anywhere.
const near = fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true }));

function edit(kind: 'insert' | 'remove'): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constant(kind),
    share: near,
    count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 100 })),
  });
}

const heights = fc.integer({ min: 4 * 64, max: 90 * 64 }).map((units) => units / 64);

function heightsOf(seed: number): (index: number) => number {
  return (index) => {
    const hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    const share = ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
    // One in 13 has no height, one in 40 is higher than most viewports; the others fall on the index's 1/64 px.
    if (share < 1 / 13) return 0;
    if (share > 39 / 40) return 800;
    return 6 + Math.round(share * 60 * 64) / 64;
  };
}

function runCase(
  app: HeadlessApp,
  { count, viewport, seed }: Start,
  steps: readonly Step[],
  sized = false,
): void {
  const stage = createListStage({
    app,
    count,
    estimate: ESTIMATE,
    viewport,
    heightOf: heightsOf(seed),
    sized,
  });
  try {
    app.frames(SETTLE);
    check(stage, 'start');
    for (const next of steps) {
      const anchor = anchorOf(stage);
      const edits = editOf(stage, next);
      let moved = edits ? movedAnchor(anchor, edits) : anchor;
      if (edits) stage.edit(...edits);
      if (next.kind === 'move') moved = moveRows(stage, next, anchor);
      const before = new Map(stage.binds);
      perform(stage, next);
      app.frames(SETTLE);
      check(stage, next.kind);
      checkBinds(stage, before);
      if (next.kind === 'scrollToIndex') checkAim(stage, next.share, next.align);
      else if (next.kind !== 'scrollBy' && next.kind !== 'scrollTo') checkDrift(stage, moved);
    }
  } finally {
    stage.dispose();
  }
}

/** Index and change of a step that puts rows in or takes some out. */
function editOf(stage: ListStage, step: Step): [number, number] | undefined {
  const { sizes } = stage;
  if (step.kind !== 'insert' && step.kind !== 'remove') return undefined;
  const { share, count } = step;
  const at = rowAt(stage, share);
  return [at, step.kind === 'insert' ? count : -Math.min(count, sizes.count - at)];
}

function rowAt({ list, sizes }: ListStage, share: number): number {
  const near = Math.min(sizes.count, Math.max(0, list.firstVisible + 1));
  return share < 0 ? near : Math.floor(share * sizes.count);
}

/** Moves rows; returns where the row that must not move is then, if that is not one of them. */
function moveRows(
  stage: ListStage,
  step: Extract<Step, { kind: 'move' }>,
  anchor: { index: number; y: number } | undefined,
): { index: number; y: number } | undefined {
  const { count: all } = stage.sizes;
  const from = rowAt(stage, step.share);
  const count = Math.min(step.count, all - from);
  const to = Math.min(rowAt(stage, step.to), all - count);
  stage.move(from, count, to);
  if (!anchor || from === to || count === 0) return anchor;
  if (anchor.index >= from && anchor.index < from + count) return undefined;
  return { index: afterMove(anchor.index, from, count, to), y: anchor.y };
}

function movedAnchor(
  anchor: { index: number; y: number } | undefined,
  [at, change]: [number, number],
): { index: number; y: number } | undefined {
  if (!anchor || anchor.index < at) return anchor;
  if (anchor.index < at - change) return undefined;
  return { index: anchor.index + change, y: anchor.y };
}

function perform(stage: ListStage, next: Step): void {
  const { list, sizes } = stage;
  switch (next.kind) {
    case 'scrollBy':
      list.scrollBy(next.pixels);
      break;
    case 'scrollTo':
      list.scrollTo(next.share * sizes.total());
      break;
    case 'scrollToIndex':
      list.scrollToIndex(Math.floor(next.share * sizes.count), next.align);
      break;
    case 'setCount':
      list.setCount(next.count);
      sizes.setCount(next.count);
      break;
    case 'refresh':
      stage.heightOf = heightsOf(next.seed);
      list.refresh();
      break;
    case 'grow': {
      const live = [...stage.shown().keys()].sort((a, b) => a - b);
      if (live.length > 0) stage.grow(live[next.nth % live.length]!, next.height);
      break;
    }
    case 'resize':
      stage.resize(next.height);
      break;
  }
}

function check(stage: ListStage, what: string): void {
  const { list, sizes, viewport } = stage;
  const max = Math.max(0, sizes.total() - viewport);
  expect(list.scrollTop, what).toBeGreaterThanOrEqual(0);
  expect(list.scrollTop, what).toBeLessThanOrEqual(max + 1e-6);
  const [first, last] =
    viewport > 0 ? sizes.range(list.scrollTop, list.scrollTop + viewport) : [-1, -1];
  // A row that only touches the edge may fall either way by rounding.
  if (list.firstVisible !== first) expectSliver(stage, Math.min(first, list.firstVisible));
  if (list.lastVisible !== last) expectSliver(stage, Math.max(last, list.lastVisible));
  expect(list.blank, what).toBe(0);
  const shown = stage.shown();
  for (let index = first; index <= last && index >= 0; index++) {
    const row = shown.get(index);
    expect(row, `${what}: row ${index} is shown`).toBeDefined();
    expect(Math.abs(row!.y - (sizes.offsetOf(index) - list.scrollTop)), what).toBeLessThan(0.02);
    expect(Math.abs(row!.height - sizes.sizeOf(index)), what).toBeLessThan(0.02);
  }
  for (const index of shown.keys()) expect(index, what).toBeLessThan(sizes.count);
}

function expectSliver({ list, sizes, viewport }: ListStage, index: number): void {
  const y = sizes.offsetOf(index) - list.scrollTop;
  const seen = Math.min(y + sizes.sizeOf(index), viewport) - Math.max(y, 0);
  expect(Math.abs(seen), `row ${index} of ${list.firstVisible}..${list.lastVisible}`).toBeLessThan(
    1e-6,
  );
}

function checkBinds(stage: ListStage, before: ReadonlyMap<number, number>): void {
  for (const [index, times] of stage.binds) {
    expect(times - (before.get(index) ?? 0), `binds of row ${index} in a step`).toBeLessThanOrEqual(
      1,
    );
  }
}

function checkAim(stage: ListStage, share: number, align: 'start' | 'center' | 'end'): void {
  const { list, sizes, viewport } = stage;
  if (sizes.count === 0 || viewport === 0) return;
  const index = Math.min(Math.floor(share * sizes.count), sizes.count - 1);
  const factor = { start: 0, center: 0.5, end: 1 }[align];
  const wanted = sizes.offsetOf(index) - (viewport - sizes.sizeOf(index)) * factor;
  const max = Math.max(0, sizes.total() - viewport);
  expect(Math.abs(list.scrollTop - Math.max(0, Math.min(wanted, max))), 'aim').toBeLessThan(0.02);
}

/** The row that must not move: the first that starts in the viewport. */
function anchorOf({ list, sizes, viewport }: ListStage): { index: number; y: number } | undefined {
  if (viewport === 0 || list.firstVisible < 0 || isNearEnd(list.scrollTop, sizes, viewport)) {
    return undefined;
  }
  for (let index = list.firstVisible; index <= list.lastVisible; index++) {
    const y = sizes.offsetOf(index) - list.scrollTop;
    if (y >= 0 && sizes.sizeOf(index) > 0) return { index, y };
  }
  return undefined;
}

function checkDrift(stage: ListStage, anchor: { index: number; y: number } | undefined): void {
  const { list, sizes, viewport } = stage;
  if (!anchor || anchor.index >= sizes.count || viewport === 0) return;
  // At an edge there is nothing to hold on to.
  if (list.scrollTop <= 0 || isNearEnd(list.scrollTop, sizes, viewport)) return;
  const y = sizes.offsetOf(anchor.index) - list.scrollTop;
  expect(Math.abs(y - anchor.y), `drift of row ${anchor.index}`).toBeLessThanOrEqual(1);
}

/** At the end a list is held by its edge; close to it it may have been there while rows were measured. */
function isNearEnd(top: number, sizes: NaiveSizes, viewport: number): boolean {
  return top >= sizes.total() - 2 * viewport - 1000;
}
