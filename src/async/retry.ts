import { duration, whole } from '../ecs';
import type { RetryOptions } from '../ecs/stores';
import { tell } from '../structures';
import { callable, share } from './checks';

/** Retry options with nothing left open. */
export type RetryPlan = Required<RetryOptions>;

/** Checks them; a number is how many tries come after the first. Throws `ValueError`. */
export function retryPlan(retry: number | RetryOptions | undefined): RetryPlan {
  const options = typeof retry === 'number' ? { tries: retry } : retry;
  const minMs = duration('retry.minMs', options?.minMs ?? 250);
  return {
    tries: whole('retry.tries', options ? (options.tries ?? 3) : 0, 0),
    minMs,
    maxMs: Math.max(minMs, duration('retry.maxMs', options?.maxMs ?? 8000)),
    maxAskedMs: duration('retry.maxAskedMs', options?.maxAskedMs ?? 120_000),
    when: callable('retry.when', options?.when ?? (() => true)),
  };
}

/** Whether a failed task is wanted again. Where the function that is asked throws it is not: the task ends with its own error. */
export function isWanted(
  { plan, tries, name }: { plan: RetryPlan; tries: number; name: string },
  error: unknown,
): boolean {
  let wanted = false;
  const ask = (thrown: unknown): void => {
    wanted = plan.when(thrown, tries);
  };
  tell(ask, error, `retry.when of task '${name}'`);
  return wanted;
}

/** How long an error asks to wait, ms; 0 where it does not. */
export function askedMs(error: unknown): number {
  const { retryAfterMs } = Object(error) as { retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' && retryAfterMs > 0 ? retryAfterMs : 0;
}

/** The time before another try, ms: random between the shortest and three times the last one, so that many that failed at once part. */
export function retryDelay(
  { minMs, maxMs }: { minMs: number; maxMs: number },
  lastMs: number,
  random: () => number,
): number {
  const longest = Math.max(minMs, lastMs * 3);
  return Math.min(maxMs, minMs + random() * (longest - minMs));
}

/** How many retries there may be beside first tries. */
export type RetryBudgetOptions = {
  /** Retries for each first try in the long run. @default 0.1 */
  share?: number;
  /** Retries that are saved up at most, and to begin with. @default 10 */
  reserve?: number;
};

/** Keeps retries from becoming a load of their own when everything fails. */
export type RetryBudget = {
  /** Counts a first try. */
  earn(): void;
  /** Takes a retry out of the budget, false if there is none. */
  spend(): boolean;
  /** Retries that could be taken now. */
  readonly left: number;
};

/** Makes the budget of a place that is asked, such as a server. */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const rate = share('budget.share', options.share ?? 0.1);
  const reserve = whole('budget.reserve', options.reserve ?? 10, 0);
  let tokens = reserve;
  return {
    get left() {
      return Math.floor(tokens + 1e-9);
    },
    earn() {
      tokens = Math.min(Math.max(reserve, 1), tokens + rate);
    },
    spend() {
      // Tenths do not add up to a whole exactly.
      if (tokens + 1e-9 < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
