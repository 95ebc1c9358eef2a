import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PagedSource, type PageError, pagedSource } from '../../../src/data';
import { createRandom } from '../../../src/statistics';
import { createFakeClock, type FakeClock } from '../../../src/testing/fake-clock';

const RUNS = process.env.RAFTER_LONG ? 4_000 : 40;
const PAGE = 10;
const MAX_PAGES = 6;
const CONCURRENCY = 3;
const RETRIES = 2;
const TIMEOUT_MS = 5000;

type Call = {
  from: number;
  to: number;
  signal: AbortSignal;
  settled: boolean;
  resolve: (rows: unknown) => void;
  reject: (error: unknown) => void;
};

type Fault = 'none' | 'throws' | 'at once';

type Step =
  | { kind: 'show'; at: number; rows: number; soon: number; rest: number }
  | { kind: 'answer'; nth: number; how: 'right' | 'short' | 'long' | 'nothing' | 'error' | 'late' }
  | { kind: 'wait'; ms: number }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'count'; count: number }
  | { kind: 'retry' }
  | { kind: 'reload' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('show' as const),
      at: fc.nat(400),
      rows: fc.integer({ min: 1, max: 45 }),
      soon: fc.integer({ min: -60, max: 60 }),
      rest: fc.integer({ min: -1, max: 400 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      nth: fc.nat(5),
      how: fc.constantFrom('right', 'right', 'right', 'short', 'long', 'nothing', 'error', 'late'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 300, 2000, TIMEOUT_MS, 60_000),
    }),
  },
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom('none', 'none', 'throws', 'at once'),
  }),
  fc.record({ kind: fc.constant('count' as const), count: fc.nat(400) }),
  fc.constant({ kind: 'retry' as const }),
  fc.constant({ kind: 'reload' as const }),
) as fc.Arbitrary<Step>;

describe('a paged source', () => {
  it('loads what is wanted and nothing else, whatever its loader does, and ends with nothing open', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.option(fc.nat(400)),
        fc.nat(),
        async (steps, count, seed) => {
          const stage = open(count ?? undefined, seed);
          try {
            for (const next of steps) {
              perform(stage, next);
              await settle();
              check(stage);
            }
            await quiet(stage);
          } finally {
            stage.source.dispose();
          }
          await checkEnd(stage);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

type Stage = {
  clock: FakeClock;
  source: PagedSource<string>;
  calls: Call[];
  errors: PageError[];
  fault: Fault;
  /** Rows as those that are told of edits count them. */
  told: number;
  shown: { first: number; last: number; soon: [number, number]; rest: [number, number] };
  /** Tries of each page since it was last given a new start. */
  ready: Set<number>;
};

function open(count: number | undefined, seed: number): Stage {
  const clock = createFakeClock();
  const stage = {
    clock,
    calls: [] as Call[],
    errors: [] as PageError[],
    fault: 'none' as Fault,
    told: 0,
    shown: { first: -1, last: -1, soon: [-1, -1], rest: [-1, -1] },
    ready: new Set<number>(),
  } as unknown as Stage;
  stage.source = pagedSource<string>({
    pageSize: PAGE,
    maxPages: MAX_PAGES,
    concurrency: CONCURRENCY,
    retries: RETRIES,
    timeoutMs: TIMEOUT_MS,
    ...(count === undefined ? {} : { count }),
    ports: {
      setTimer: clock.setTimer,
      clearTimer: (timer) => clock.clearTimer(timer as number),
      random: createRandom(seed),
    },
    onError: (error) => void stage.errors.push(error),
    load(from, to, signal) {
      expect(from % PAGE).toBe(0);
      expect(to - from).toBeGreaterThan(0);
      expect(to - from).toBeLessThanOrEqual(PAGE);
      if (stage.fault === 'throws') throw new Error('at once');
      if (stage.fault === 'at once') return rowsOf(from, to);
      return new Promise((resolve, reject) => {
        stage.calls.push({
          ...{ from, to, signal, settled: false, reject },
          resolve: resolve as (rows: unknown) => void,
        });
      });
    },
  });
  stage.told = stage.source.count;
  stage.source.connect!({
    insertRows(index, rows) {
      expect(index).toBe(stage.told);
      stage.told += rows;
    },
    moveRows: () => expect.fail('a move'),
    removeRows(index, rows) {
      stage.told -= rows;
      expect(index).toBe(stage.told);
    },
    refreshRows: (index, rows) => expect(index + rows).toBeLessThanOrEqual(stage.told),
    wake() {},
    fail(error) {
      throw error;
    },
  });
  return stage;
}

function rowsOf(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => `row ${from + i}`);
}

function perform(stage: Stage, next: Step): void {
  const { source, clock } = stage;
  switch (next.kind) {
    case 'show':
      show(stage, next.at, next.rows, next.soon, next.rest);
      break;
    case 'answer': {
      const open = stage.calls.filter(
        ({ settled, signal }) => !settled && signal.aborted === (next.how === 'late'),
      );
      const call = open[next.nth % Math.max(1, open.length)];
      if (call) answer(call, next.how);
      break;
    }
    case 'wait':
      clock.advance(next.ms);
      break;
    case 'fault':
      stage.fault = next.fault;
      break;
    case 'count':
      source.setCount(next.count);
      stage.ready.clear();
      break;
    case 'retry':
      stage.errors.length = 0;
      source.retryFailed();
      break;
    case 'reload':
      stage.errors.length = 0;
      source.reload();
      break;
  }
}

function show(stage: Stage, at: number, rows: number, soon: number, rest: number): void {
  const { source } = stage;
  const first = Math.min(at, source.count - 1);
  if (first < 0) {
    stage.shown = { first: -1, last: -1, soon: [-1, -1], rest: [-1, -1] };
    source.show!(-1, -1, -1, -1, -1, -1);
    return;
  }
  const most = source.count - 1;
  const last = Math.min(first + rows, most);
  const range = (from: number, to: number): [number, number] =>
    from < 0 ? [-1, -1] : [Math.min(from, most), Math.min(Math.max(from, to), most)];
  stage.shown = {
    first,
    last,
    soon:
      soon === 0
        ? [-1, -1]
        : range(Math.max(0, first + Math.min(0, soon)), last + Math.max(0, soon)),
    rest: range(rest, rest + 20),
  };
  source.show!(first, last, ...stage.shown.soon, ...stage.shown.rest);
}

function answer(call: Call, how: string): void {
  const { from, to } = call;
  call.settled = true;
  if (how === 'right' || how === 'late') call.resolve(rowsOf(from, to));
  else if (how === 'short') call.resolve(rowsOf(from, to - 1));
  else if (how === 'long') call.resolve(rowsOf(from, to + 1));
  else if (how === 'nothing') call.resolve(undefined);
  else call.reject(new Error('refused'));
}

/** Lets promises that are settled be heard. */
async function settle(): Promise<void> {
  for (let i = 0; i < 16; i++) await Promise.resolve();
}

function live({ calls }: Stage): Call[] {
  return calls.filter(({ settled, signal }) => !settled && !signal.aborted);
}

function check(stage: Stage): void {
  const { source, shown, errors } = stage;
  const open = live(stage);
  expect(stage.told).toBe(source.count);
  expect(open.length).toBe(source.loading);
  expect(open.length).toBeLessThanOrEqual(CONCURRENCY);
  const pages = open.map(({ from }) => from / PAGE);
  expect(new Set(pages).size).toBe(pages.length);
  const wanted = wantedPages(stage);
  for (const page of pages) expect(wanted, `page ${page} is wanted`).toContain(page);
  const inSight = pagesOf(shown.first, Math.min(shown.last, source.count - 1));
  expect(source.pageCount).toBeLessThanOrEqual(Math.max(MAX_PAGES, inSight.length));
  // The first that is missing, of those that matter most, waits for nothing but its own retry.
  if (open.length === 0) {
    for (const page of wanted)
      expect(source.stateOf(page * PAGE), `page ${page}`).not.toBe('missing');
  }
  for (let i = 0; i < source.count; i++) {
    const row = source.at(i);
    // Cheaper than to expect each.
    const isRight = row === undefined || row === `row ${i}`;
    if (!isRight || source.isReady(i) !== (row !== undefined)) expect.fail(`row ${i} is ${row}`);
  }
  const ready = new Set(inSight.filter((page) => source.isReady(page * PAGE)));
  for (const page of stage.ready)
    if (inSight.includes(page)) expect(ready, `page ${page} stays in sight`).toContain(page);
  stage.ready = ready;
  const given = errors.map(({ from }) => from);
  expect(new Set(given).size, 'each told once').toBe(given.length);
  for (const { tries, to, from } of errors) {
    expect(tries).toBeLessThanOrEqual(RETRIES + 1);
    expect(to - from).toBeGreaterThan(0);
  }
  expect(source.failed).toBe(errors.length);
}

function pagesOf(first: number, last: number): number[] {
  if (first < 0 || last < first) return [];
  const from = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_, i) => from + i);
}

/** What may be asked for, by what was last shown. */
function wantedPages({ shown, source }: Stage): number[] {
  const most = source.count - 1;
  const sight = pagesOf(shown.first, Math.min(shown.last, most));
  const isUp = shown.soon[0] >= 0 && shown.soon[0] < shown.first;
  const turned = (pages: number[]): number[] => (isUp ? pages.reverse() : pages);
  const beside = sight.length === 0 ? [] : turned([sight.at(-1)! + 1, sight[0]! - 1]);
  const all = [
    ...turned([...sight]),
    ...turned(pagesOf(shown.rest[0], Math.min(shown.rest[1], most))),
    ...turned(pagesOf(shown.soon[0], Math.min(shown.soon[1], most))),
    ...beside.filter((page) => page >= 0 && page * PAGE <= most),
  ];
  return [...new Set(all)].slice(0, Math.max(MAX_PAGES, sight.length));
}

/** With a loader that does as it should all in sight is there in the end. */
async function quiet(stage: Stage): Promise<void> {
  const { source, clock } = stage;
  stage.fault = 'none';
  source.setCount(Math.max(1, source.count));
  stage.errors.length = 0;
  source.retryFailed();
  show(stage, 0, 25, 0, -1);
  for (let i = 0; i < 30; i++) {
    for (const call of live(stage)) answer(call, 'right');
    await settle();
    clock.advance(1000);
    await settle();
  }
  expect(stage.errors).toEqual([]);
  for (let i = 0; i <= stage.shown.last; i++) expect(source.at(i)).toBe(`row ${i}`);
}

async function checkEnd(stage: Stage): Promise<void> {
  expect(stage.clock.pendingTimers).toBe(0);
  expect(live(stage)).toEqual([]);
  const { length } = stage.calls;
  for (const call of stage.calls) if (!call.settled) answer(call, 'late');
  stage.source.show!(0, 20, -1, -1, -1, -1);
  stage.source.retryFailed();
  stage.source.reload();
  await settle();
  stage.clock.advance(100_000);
  await settle();
  expect(stage.calls.length).toBe(length);
  expect(stage.source.pageCount).toBe(0);
  expect(stage.source.at(0)).toBeUndefined();
  expect(stage.clock.pendingTimers).toBe(0);
}
