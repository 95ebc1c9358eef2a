import type { ManagedTask, TaskContext } from '../ecs/stores';
import type { TaskGroup } from './group';
import type { TaskHandle } from './handle';
import type { RetryPlan } from './retry';

/** Where a task is on its way. */
export type TaskStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'timeout';

/** Why a task that was submitted cannot begin: for other tasks, resources, room in the queue, its next try; or it can, or did. */
export type Stage = 'after' | 'resources' | 'backlog' | 'retry' | 'ready' | 'begun' | 'over';

/** One try of a task. */
export type Run = {
  readonly controller: AbortController;
  readonly context: TaskContext;
  steps: Generator<unknown, unknown, void> | undefined;
  timer: unknown;
  startedMs: number;
  /** How many of its group ran when it began, itself included. */
  running: number;
  /** Whether it has a place of its group, or lends it. */
  hasPlace: boolean;
  isStepping: boolean;
  /** Whether its next step is posted: by several functions where it was raised meanwhile, of which the first runs it. */
  isPosted: boolean;
  /** Of children that run. */
  readonly children: Set<TaskHandle<unknown>>;
  /** Runs its next step. */
  readonly next: () => void;
  /** Waits that it lends its place for, and since when, and for how long it did. */
  lends: number;
  lentSince: number;
  lentMs: number;
};

/** Handles that were cancelled and are not looked for. */
const FEW = 16;

/** Nothing: most tasks wait for none, are waited for by none and hold nothing, and four sets for each would be most of what it takes. */
const NONE = new Set<never>();
const NO_WAITS = new Map<Entry, number>();

/** A set that can be added to, in place of the one that stands for nothing. */
export function ownSet<T>(set: Set<T>): Set<T> {
  return (set as Set<unknown>) === NONE ? new Set() : set;
}

/** The same for waits. */
export function ownWaits(waits: Map<Entry, number>): Map<Entry, number> {
  return waits === NO_WAITS ? new Map() : waits;
}

/** A task on its way: what several handles of one key share. */
export class Entry {
  readonly id: number;
  readonly name: string;
  readonly group: TaskGroup;
  readonly plan: RetryPlan;
  readonly timeoutMs: number;
  readonly submittedMs: number;
  /** Whether it was given its name: those that were not have nothing in common. */
  readonly isNamed: boolean;
  task: ManagedTask<unknown> | undefined;
  key: string | undefined;
  status: TaskStatus = 'queued';
  stage: Stage = 'after';
  /** Place of its priority: 0 is the most urgent. */
  lane: number;
  /** When it is wanted, and from when on it is urgent, ms; Infinity without a deadline. */
  deadlineMs = Number.POSITIVE_INFINITY;
  urgentMs = Number.POSITIVE_INFINITY;
  /** Since when it can begin. */
  readyMs = 0;
  startedMs = Number.NaN;
  tries = 0;
  retryMs = 0;
  overruns = 0;
  progress = 0;
  /** What it ended with, where that is no result. */
  error: unknown;
  run: Run | undefined;
  /** In the order of submitting, some that were cancelled among them; how many were not. */
  handles: TaskHandle<unknown>[] = [];
  private wanted = 0;
  /** Tasks it waits for, and how often. */
  waitsFor = NO_WAITS;
  /** How many wait for it. */
  waiters = 0;
  /** Names it waits for that nobody bears yet. */
  names: Set<string> = NONE;
  /** Tasks that wait for this one's end. */
  dependents: Set<Entry> = NONE;
  afterFailed: 'fail' | 'run' = 'fail';
  /** Resources that it begins with; those it holds; those it waits for. */
  resources: readonly string[] = [];
  holds: Set<string> = NONE;
  wants: readonly string[] | undefined;
  retryTimer: unknown;
  /** While it waits for names nobody bears. */
  nameTimer: unknown;

  constructor(
    id: number,
    name: string | undefined,
    group: TaskGroup,
    plan: RetryPlan,
    fixed: { task: ManagedTask<unknown>; lane: number; timeoutMs: number; now: number },
  ) {
    this.id = id;
    this.name = name ?? 'task';
    this.isNamed = name !== undefined;
    this.group = group;
    this.plan = plan;
    this.task = fixed.task;
    this.lane = fixed.lane;
    this.timeoutMs = fixed.timeoutMs;
    this.submittedMs = fixed.now;
    this.retryMs = plan.minMs;
  }

  /** Adds a handle that wants its result. */
  join(handle: TaskHandle<unknown>): void {
    // A list of one has room for one; one that grows has room for many.
    if (this.handles.length === 0) this.handles = [handle];
    else this.handles.push(handle);
    this.wanted++;
  }

  /** Lets go of one that was settled before the task ended. Returns whether another wants the result. */
  leave(): boolean {
    this.wanted--;
    // Looked for where they are more than half, so that each costs the same in the mean, however many share a key.
    if (this.handles.length > 2 * this.wanted + FEW)
      this.handles = this.handles.filter(({ isSettled }) => !isSettled);
    return this.wanted > 0;
  }

  get isOver(): boolean {
    return this.stage === 'over';
  }
}
