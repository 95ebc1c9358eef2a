import { afterEach, describe, expect, it } from 'vitest';
import {
  type PagedSource,
  type PagedSourceOptions,
  PageError,
  pagedSource,
} from '../../../src/data';
import { createFakeClock, type FakeClock } from '../../../src/testing/fake-clock';
import { importsSettled } from '../../imports';
import { createSourceList, type SourceList } from './source-list';

let stage: SourceList<unknown> | undefined;
let source: PagedSource<string>;
let clock: FakeClock;
let calls: {
  from: number;
  to: number;
  signal: AbortSignal;
  answer: (rows?: unknown) => void;
  refuse: (error: Error) => void;
}[];

afterEach(() => {
  stage?.app.dispose();
  stage = undefined;
  source.dispose();
  source.dispose();
  expect(clock.pendingTimers).toBe(0);
});

describe('a paged source in a list', () => {
  it('loads what is in sight, has placeholders stand for it, and binds it when it comes', async () => {
    open({ count: 1000 });
    stage = createSourceList(source, (index) => source.at(index), { placeholder: () => {} });
    stage.app.frames(2);
    await importsSettled();
    stage.app.frames(2);
    expect(calls.map(({ from, to }) => [from, to])).toEqual([
      [0, 10],
      [10, 20],
    ]);
    expect(stage.binds).toEqual([]);
    expect(stage.list.blank).toBe(0);
    calls[0]!.answer();
    await settle();
    stage.app.frames(12);
    expect([...stage.seen()].sort(([a], [b]) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => [i, `row ${i}`]),
    );
  });

  it('aborts what a jump has left, and asks for what it led to', async () => {
    open({ count: 1000 });
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    stage.list.scrollToIndex(500);
    stage.app.frames(2);
    expect(calls.slice(0, 2).map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(calls.slice(2).map(({ from }) => from)).toEqual([500, 510, 490]);
    calls[0]!.answer();
    await settle();
    expect(source.stateOf(0)).toBe('missing');
  });

  it('grows while pages are whole, and ends where one is not', async () => {
    open({});
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    expect(source.count).toBe(10);
    calls[0]!.answer();
    await settle();
    stage.app.frames(2);
    expect(stage.list.count).toBe(20);
    calls[1]!.answer(['row 10', 'row 11']);
    await settle();
    stage.app.frames(2);
    expect(stage.list.count).toBe(12);
    expect(calls.length).toBe(2);
    stage.list.scrollTo(1e9);
    stage.app.frames(2);
    expect(stage.seen().get(11)).toBe('row 11');
  });

  it('takes the count that comes with a page', async () => {
    open({ count: 1000 });
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    calls[0]!.answer({ rows: ['row 0', 'row 1', 'row 2'], count: 3 });
    await settle();
    stage.app.frames(2);
    expect(stage.list.count).toBe(3);
    source.setCount(8);
    stage.app.frames(2);
    // The page is whole no more.
    expect(calls.at(-1)).toMatchObject({ from: 0, to: 8 });
    calls.at(-1)!.answer();
    await settle();
    stage.app.frames(2);
    expect(stage.seen().size).toBe(8);
  });

  it('has the app told once of rows that could not be loaded, and loads them when asked again', async () => {
    open({ count: 10, retries: 1, bindFailed: true });
    stage = createSourceList(source, (index) => source.at(index) ?? source.stateOf(index));
    stage.app.frames(2);
    calls[0]!.refuse(new Error('offline'));
    await settle();
    expect(source.stateOf(3)).toBe('loading');
    clock.advance(2000);
    calls[1]!.refuse(new Error('still offline'));
    await settle();
    stage.app.frames(2);
    expect(stage.errors.length).toBe(1);
    const error = stage.errors[0]!.error as PageError;
    expect(error).toBeInstanceOf(PageError);
    expect(error.message).toBe('rows 0 to 9 could not be loaded: still offline');
    expect(error).toMatchObject({ from: 0, to: 10, tries: 2, cause: new Error('still offline') });
    expect(stage.seen().get(0)).toBe('failed');
    source.retryFailed();
    expect(source.stateOf(0)).toBe('loading');
    calls[2]!.answer();
    await settle();
    stage.app.frames(2);
    expect(stage.seen().get(0)).toBe('row 0');
    expect(stage.errors.length).toBe(1);
  });

  it('keeps rows in sight while it loads all anew, and has them bound again', async () => {
    open({ count: 10 });
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    calls[0]!.answer();
    await settle();
    stage.app.frames(2);
    source.reload();
    stage.app.frames(2);
    expect(stage.seen().get(3)).toBe('row 3');
    expect(source.at(3)).toBe('row 3');
    calls[1]!.answer(Array.from({ length: 10 }, (_, i) => `new ${i}`));
    await settle();
    stage.app.frames(2);
    expect(stage.seen().get(3)).toBe('new 3');
  });

  it('asks for nothing when its list is gone', async () => {
    open({ count: 1000 });
    stage = createSourceList(source, (index) => source.at(index));
    stage.app.frames(2);
    stage.app.dispose();
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(source.loading).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a paged source', () => {
  it('asks first for what is in sight, then where a scroll comes to rest, then for the way there', () => {
    open({ count: 1000, concurrency: 100 });
    source.show!(100, 115, 100, 139, 500, 515);
    expect(calls.map(({ from }) => from / 10)).toEqual([10, 11, 50, 51, 12, 13, 9]);
    calls.length = 0;
    source.show!(600, 615, 570, 615, 300, 305);
    expect(calls.map(({ from }) => from / 10)).toEqual([61, 60, 30, 59, 58, 57, 62]);
  });

  it('forgets pages that were wanted longest ago, by number or by bytes, and none in sight', async () => {
    open({ count: 1000, maxPages: 3, beside: 0, concurrency: 100 });
    for (const first of [0, 10, 20, 0, 30]) {
      source.show!(first, first + 9, -1, -1, -1, -1);
      for (const call of calls.splice(0)) call.answer();
      await settle();
    }
    expect([0, 10, 20, 30].map((row) => source.stateOf(row))).toEqual([
      ...['ready', 'missing', 'ready', 'ready'],
    ]);
    source.show!(100, 159, -1, -1, -1, -1);
    for (const call of calls.splice(0)) call.answer();
    await settle();
    expect(source.pageCount).toBe(6);
    source.dispose();
    open({ count: 1000, maxBytes: 250, bytesOf: (rows) => rows.length * 10, concurrency: 100 });
    source.show!(100, 109, -1, -1, -1, -1);
    for (let i = 0; i < 5; i++) {
      for (const call of calls.splice(0)) call.answer();
      await settle();
    }
    expect(source.bytes).toBe(200);
    expect(source.stateOf(100)).toBe('ready');
    // There is no room for both beside it: it does not go round in circles.
    expect(calls.length).toBe(0);
  });

  it('tries again after times that grow at random between their limits, and no more often than it may', async () => {
    const delays: number[] = [];
    const shares = [0.5, 1, 0];
    open({
      ...{ count: 10, retries: 3, retryMinMs: 100, retryMaxMs: 400 },
      random: () => shares.shift()!,
      onTimer: (ms) => void delays.push(ms),
      onError: (error) => expect(error.tries).toBe(4),
    });
    source.show!(0, 9, -1, -1, -1, -1);
    for (let i = 0; i < 4; i++) {
      calls[i]!.refuse(new Error('no'));
      await settle();
      clock.advance(1000);
    }
    expect(calls.length).toBe(4);
    // 100 + 0.5 * 200, then 100 + 1 * (600 - 100) cut to 400, then the least.
    expect(delays.filter((ms) => ms !== 30_000)).toEqual([200, 400, 100]);
  });

  it('gives up an answer that does not come, and what it is not', async () => {
    const errors: string[] = [];
    open({
      count: 100,
      retries: 0,
      beside: 0,
      onError: ({ message }) => void errors.push(message),
    });
    source.show!(0, 9, -1, -1, -1, -1);
    clock.advance(30_000);
    expect(calls[0]!.signal.aborted).toBe(true);
    source.show!(10, 49, -1, -1, -1, -1);
    calls[1]!.answer(['one']);
    calls[2]!.answer(7);
    calls[3]!.answer({ rows: [], count: -1 });
    calls[4]!.answer(new Array(11).fill(''));
    await settle();
    expect(errors).toEqual([
      'rows 0 to 9 could not be loaded: there was no answer within 30000 ms',
      'rows 10 to 19 could not be loaded: load gave 1 rows instead of 10; give as many, or { rows, count } with the count that there is',
      'rows 20 to 29 could not be loaded: load gave 7; give an array of rows',
      'rows 30 to 39 could not be loaded: count is -1; give a whole number from 0 up',
      'rows 40 to 49 could not be loaded: load gave 11 rows instead of 10; give as many, or { rows, count } with the count that there is',
    ]);
    expect(source.failed).toBe(5);
  });

  it('refuses options that cannot be used', () => {
    open({});
    const load = () => [];
    expect(() => pagedSource({ load: 7 as never })).toThrow('load is 7');
    expect(() => pagedSource({ load, pageSize: 0 })).toThrow('pageSize is 0');
    expect(() => pagedSource({ load, count: -1 })).toThrow('count is -1');
    expect(() => pagedSource({ load, maxBytes: 10 })).toThrow('bytesOf');
    expect(() => pagedSource({ load, retryMinMs: 0 })).toThrow('retryMinMs is 0');
    expect(() => pagedSource({ load, concurrency: 0 })).toThrow('concurrency is 0');
  });

  it('has timers and random numbers of its own where it is given none', async () => {
    open({});
    const real = pagedSource({ count: 3, load: () => ['a', 'b', 'c'] });
    real.show!(0, 2, -1, -1, -1, -1);
    await settle();
    expect(real.at(2)).toBe('c');
    real.dispose();
  });
});

type Options = Omit<PagedSourceOptions<string>, 'load'> & {
  random?: () => number;
  onTimer?: (ms: number) => void;
};

function open({ random = () => 0.5, onTimer = () => {}, ...options }: Options): void {
  clock = createFakeClock();
  calls = [];
  source = pagedSource<string>({
    pageSize: 10,
    ...options,
    ports: {
      random,
      setTimer(callback, delayMs) {
        onTimer(delayMs);
        return clock.setTimer(callback, delayMs);
      },
      clearTimer: (timer) => clock.clearTimer(timer as number),
    },
    load: (from, to, signal) =>
      new Promise((resolve, refuse) => {
        const rows = Array.from({ length: to - from }, (_, i) => `row ${from + i}`);
        const answer = (given: unknown = rows) => resolve(given as string[]);
        calls.push({ from, to, signal, answer, refuse });
      }),
  });
}

async function settle(): Promise<void> {
  for (let i = 0; i < 16; i++) await Promise.resolve();
}
