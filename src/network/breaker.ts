import type { AsyncPorts } from '../async';
import { duration, ValueError, whole } from '../ecs';

/** When to stop asking a server that does not answer. */
export type BreakerOptions = {
  /** Share of failures among the calls of the window at which it opens. @default 0.5 */
  share?: number;
  /** Calls in the window below which it stays closed. @default 10 */
  minCalls?: number;
  /** @default 10,000 */
  windowMs?: number;
  /** How long it is open before one call is tried, ms, at first; up to half more, by chance. @default 1,000 */
  openMs?: number;
  /** It doubles each time that call fails, up to this. @default 30,000 */
  maxOpenMs?: number;
};

export type CallResult = 'success' | 'failure' | 'ignore';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Lets no calls through to what has failed too often, until one that is tried succeeds. */
export type Breaker = {
  readonly state: BreakerState;
  /** Times it has opened. */
  readonly opened: number;
  /**
   * Begins a call, and gives what takes how it ended: `ignore` says nothing, for one that was cancelled. Undefined where no call may begin; of those
   * after a pause only one may.
   */
  begin(): ((result: CallResult) => void) | undefined;
  /** Ms until a call may be tried, 0 if one may now. */
  waitMs(): number;
};

const SLICES = 10;

/** Makes one by a clock. Throws `ValueError` for options that cannot be used. */
export function createBreaker(
  {
    share = 0.5,
    minCalls = 10,
    windowMs = 10_000,
    openMs = 1_000,
    maxOpenMs = 30_000,
  }: BreakerOptions,
  { now, random }: Pick<AsyncPorts, 'now' | 'random'>,
): Breaker {
  if (!(share > 0 && share <= 1))
    throw new ValueError(`breaker.share is ${share}; give a number above 0, 1 at most`);
  whole('breaker.minCalls', minCalls, 1);
  duration('breaker.windowMs', windowMs);
  duration('breaker.openMs', openMs);
  duration('breaker.maxOpenMs', maxOpenMs);
  // Calls and failures of the last ten tenths of the window.
  const calls = new Float64Array(SLICES);
  const failures = new Float64Array(SLICES);
  let slice = Math.floor((now() * SLICES) / windowMs);
  let state: BreakerState = 'closed';
  let untilMs = 0;
  let pauseMs = openMs;
  let opened = 0;
  let trying = false;

  function turn(): number {
    const current = Math.floor((now() * SLICES) / windowMs);
    for (let i = Math.max(slice + 1, current - SLICES + 1); i <= current; i++) {
      calls[i % SLICES] = 0;
      failures[i % SLICES] = 0;
    }
    slice = current;
    return current % SLICES;
  }

  function open(): void {
    state = 'open';
    opened++;
    untilMs = now() + pauseMs * (1 + random() * 0.5);
    pauseMs = Math.min(maxOpenMs, pauseMs * 2);
  }

  function close(): void {
    state = 'closed';
    pauseMs = openMs;
    calls.fill(0);
    failures.fill(0);
  }

  /** Of the one call that was tried. */
  function settle(result: CallResult): void {
    trying = false;
    if (result === 'success') close();
    else if (result === 'failure') open();
  }

  function count(result: CallResult): void {
    // What began before it opened says nothing new.
    if (state !== 'closed' || result === 'ignore') return;
    const at = turn();
    calls[at]!++;
    if (result === 'failure') failures[at]!++;
    const all = sum(calls);
    if (all >= minCalls && sum(failures) / all >= share) open();
  }

  return {
    get state() {
      return state === 'open' && now() >= untilMs ? 'half-open' : state;
    },
    get opened() {
      return opened;
    },
    waitMs: () => (state === 'open' ? Math.max(0, untilMs - now()) : 0),
    begin() {
      if (state === 'closed') return count;
      if (trying || now() < untilMs) return undefined;
      state = 'half-open';
      trying = true;
      return settle;
    },
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
