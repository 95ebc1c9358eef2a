import { ValueError } from '../ecs';
import type { LearntCost } from './costs';
import type { TaskStatus } from './entry';
import type { LimiterOptions, LimiterStats } from './limiter';
import type { AsyncPorts } from './ports';
import type { RetryBudgetOptions } from './retry';

/** Tasks that share a limit. */
export type GroupOptions = {
  /** How many run at once: a number, or what is learnt from how long they take. @default no limit but the frames */
  limit?: number | LimiterOptions;
  /** Tasks that wait at most. @default 10,000 */
  maxQueued?: number;
  /**
   * What happens to one more: it rejects; that of the lowest priority that has waited longest does; or it waits outside, and what submits looks
   * at `whenRoom`. @default 'reject'
   */
  whenFull?: 'reject' | 'drop-oldest' | 'wait';
  /** A try that takes longer has failed, unless the task says otherwise. @default none */
  timeoutMs?: number;
  /** A frame that was missed while tasks of the group run lowers a limit that is learnt. @default false */
  countMissedFrames?: boolean;
  /**
   * Whether an error says that there was too much at once, and so lowers a limit that is learnt. @default timeouts, requests without an answer, and answers
   * 408, 429, 503 and 504, also as the cause of an error
   */
  isOverload?: (error: unknown) => boolean;
};

export type TasksOptions = {
  /** Groups besides `default`, which may be given too. */
  groups?: Readonly<Record<string, GroupOptions>>;
  /** How many tasks may hold a resource at once, by name, in the order in which those that need several take them. */
  resources?: Readonly<Record<string, number>>;
  /** Tasks that ended and are remembered. @default 256 */
  history?: number;
  /** A step that takes longer is an overrun: the task goes on with a lower priority, and is reported. @default 8 */
  overrunMs?: number;
  /** How long a task waits for a name in `after` that no task bears, ms; then it fails. Infinity: for ever. @default 60,000 */
  nameTimeoutMs?: number;
  /** How many retries there may be of all tasks. */
  budget?: RetryBudgetOptions;
  ports?: AsyncPorts;
};

/** A task that ended. */
export type TaskRecord = {
  readonly id: number;
  readonly name: string;
  readonly group: string;
  readonly status: TaskStatus;
  /** By the ports' clock, ms; `startedMs` is NaN for one that never began. */
  readonly submittedMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly tries: number;
  readonly overruns: number;
  /** What it ended with, where that is no result. */
  readonly error?: string;
};

/** A step that took too long. */
export type Overrun = { readonly name: string; readonly ms: number; readonly demoted: boolean };

export type GroupStats = {
  readonly limit: number;
  readonly active: number;
  readonly queued: number;
  /** Of the last 512 tasks of each priority: how long they waited for their place, ms. */
  readonly waitMs: Readonly<Record<string, { p50: number; p99: number }>>;
  /** Of a limit that is learnt. */
  readonly limiter?: Readonly<LimiterStats>;
};

export type TasksStats = {
  submitted: number;
  completed: number;
  /** Tasks that ended in a second, however they did, in the mean of the last ten. */
  perSecond: number;
  failed: number;
  cancelled: number;
  timeouts: number;
  /** Tasks that got the result of another with their key. */
  coalesced: number;
  /** Tries after the first; those that failed for good because there were too many. */
  retries: number;
  retriesRefused: number;
  steps: number;
  overruns: number;
  /** Tasks that ended after their deadline. */
  late: number;
  /** Places lent to children and others that were waited for. */
  lends: number;
  /** Waits refused because nobody would ever have come on. */
  cycles: number;
  readonly groups: Readonly<Record<string, GroupStats>>;
};

/** What was learnt of a name, for `costOf`. */
export type { LearntCost };

/** An own property; a group called `constructor` is none. */
export function ownOf<T>(map: ReadonlyMap<string, T>, kind: string, name: string): T {
  const found = map.get(name);
  if (found) return found;
  throw new ValueError(`${kind} is '${name}'; give one of ${[...map.keys()].join(', ')}`);
}
