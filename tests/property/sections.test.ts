import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { importsSettled } from '../imports';
import { afterMove, createListStage, type ListStage, loadMoves } from './list-model';

const RUNS = process.env.RAFTER_LONG ? 3000 : 40;
const VIEWPORT = 300;

type Step =
  | { kind: 'scrollBy'; pixels: number }
  | { kind: 'scrollToIndex'; share: number; align: 'start' | 'center' | 'end' }
  | { kind: 'insert' | 'remove'; share: number; count: number }
  | { kind: 'move'; share: number; count: number; to: number }
  | { kind: 'setCount'; count: number }
  | { kind: 'setSections'; gaps: readonly number[] };

const gaps = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 })), {
  maxLength: 30,
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('scrollBy' as const),
    pixels: fc.oneof(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -30, max: 30 })),
  }),
  fc.record({
    kind: fc.constant('scrollToIndex' as const),
    share,
    align: fc.constantFrom('start' as const, 'center' as const, 'end' as const),
  }),
  fc.record({
    kind: fc.constantFrom('insert' as const, 'remove' as const),
    share,
    count: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    share,
    count: fc.integer({ min: 0, max: 12 }),
    to: share,
  }),
  fc.record({ kind: fc.constant('setCount' as const), count: fc.integer({ min: 0, max: 500 }) }),
  fc.record({ kind: fc.constant('setSections' as const), gaps }),
);

describe('a list with sections', () => {
  it('shows headers and rows where a naive list shows them, after any steps', async () => {
    const app = createHeadlessApp({ width: 300, height: 2000 });
    const errors: unknown[] = [];
    app.on('error', ({ error }) => errors.push(error));
    await load(app);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        gaps,
        fc.array(step, { maxLength: 12 }),
        (count, from, steps) => {
          run(app, count, startsOf(from), steps);
          expect(errors).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
    app.dispose();
  });
});

/** Has an app load what lists with sections need. */
async function load(app: HeadlessApp): Promise<void> {
  const stage = open(app, 10, [0]);
  app.frames(1);
  await importsSettled();
  stage.dispose();
  await loadMoves(app);
}

function startsOf(gaps: readonly number[]): number[] {
  let row = -1;
  return gaps.map((gap) => {
    row += gap;
    return row;
  });
}

function open(app: HeadlessApp, count: number, sections: readonly number[]): ListStage {
  const heightOf = (index: number) => 8 + ((index * 37) % 50);
  return createListStage({ app, count, estimate: 30, viewport: VIEWPORT, heightOf, sections });
}

function run(app: HeadlessApp, count: number, from: number[], steps: readonly Step[]): void {
  const stage = open(app, count, from);
  const { list, sizes } = stage;
  let sections = from;
  try {
    app.frames(3);
    check(stage, sections, 'start');
    for (const next of steps) {
      if (next.kind === 'scrollBy') list.scrollBy(next.pixels);
      else if (next.kind === 'scrollToIndex') {
        list.scrollToIndex(Math.floor(next.share * sizes.count), next.align);
      } else if (next.kind === 'setCount') {
        list.setCount(next.count);
        sizes.setCount(next.count);
      } else if (next.kind === 'setSections') {
        sections = startsOf(next.gaps);
        list.setSections(sections);
      } else if (next.kind === 'move') {
        const at = Math.floor(next.share * sizes.count);
        const rows = Math.min(next.count, sizes.count - at);
        const to = Math.floor(next.to * (sizes.count - rows));
        stage.move(at, rows, to);
        sections = sections.map((start) => afterMove(start, at, rows, to)).sort((a, b) => a - b);
      } else {
        const at = Math.floor(next.share * sizes.count);
        const change =
          next.kind === 'insert' ? next.count : -Math.min(next.count, sizes.count - at);
        stage.edit(at, change);
        sections = sections
          .filter((start) => start < at || start >= at - change)
          .map((start) => (start < at ? start : start + change));
      }
      app.frames(3);
      check(stage, sections, next.kind);
      if (next.kind === 'scrollToIndex') checkAim(stage, sections, next.share, next.align);
    }
  } finally {
    stage.dispose();
  }
}

/** The header over a row at the top, -1 for none. */
function headerOf(sections: readonly number[], index: number): number {
  return sections.filter((start) => start <= index).at(-1) ?? -1;
}

function check(stage: ListStage, sections: readonly number[], what: string): void {
  const { list, sizes } = stage;
  const { firstVisible: first, lastVisible: last } = list;
  expect([list.blank, first < 0], what).toEqual([0, sizes.count === 0]);
  const shown = stage.shown();
  const header = first < 0 ? -1 : headerOf(sections, first);
  // From a row that stays where it belongs: what rows out of sight are taken for is not known here.
  const base = last === header ? last + 1 : last;
  if (first < 0 || !shown.has(base)) return;
  const yOf = (index: number) => {
    let y = shown.get(base)!.y;
    for (let row = index; row < base; row++) y -= sizes.sizeOf(row);
    return y;
  };
  expect(yOf(first), what).toBeLessThan(0.02);
  expect(yOf(first) + sizes.sizeOf(first), what).toBeGreaterThan(0);
  for (let index = first; index <= last; index++) {
    expect(shown.has(index), `${what}: row ${index} is shown`).toBe(true);
    if (index === header) continue;
    expect(Math.abs(shown.get(index)!.y - yOf(index)), `${what}: row ${index}`).toBeLessThan(0.02);
  }
  if (list.atEnd && list.scrollTop > 0) {
    expect(Math.abs(yOf(sizes.count - 1) + sizes.sizeOf(sizes.count - 1) - VIEWPORT)).toBeLessThan(
      0.6,
    );
  }
  if (header < 0) return;
  const next = sections.find((start) => start > header) ?? sizes.count;
  const pushed = next <= last ? yOf(next) - sizes.sizeOf(header) : 0;
  const own = header < first ? Number.NEGATIVE_INFINITY : yOf(header);
  expect(shown.has(header), `${what}: header ${header} is shown`).toBe(true);
  const y = Math.max(own, Math.min(0, pushed));
  expect(Math.abs(shown.get(header)!.y - y), `${what}: header ${header}`).toBeLessThan(0.02);
}

function checkAim(
  stage: ListStage,
  sections: readonly number[],
  share: number,
  align: 'start' | 'center' | 'end',
): void {
  const { list, sizes } = stage;
  if (sizes.count === 0) return;
  const index = Math.min(Math.floor(share * sizes.count), sizes.count - 1);
  const header = headerOf(sections, index);
  const over = header < 0 || header === index ? 0 : sizes.sizeOf(header);
  const factor = { start: 0, center: 0.5, end: 1 }[align];
  const room = VIEWPORT - over - sizes.sizeOf(index);
  if (list.scrollTop === 0 || list.atEnd) return;
  const y = stage.shown().get(index)!.y;
  expect(Math.abs(y - over - room * factor), 'aim').toBeLessThan(0.02);
}
