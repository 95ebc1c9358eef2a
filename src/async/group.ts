import { taskPriorities } from '../ecs/stores';
import type { Entry } from './entry';
import { Fifo } from './fifo';
import { createHeap } from './heap';
import type { Limiter } from './limiter';
import type { AsyncPorts, TaskExecutor } from './ports';

/** Tasks that waited for so long have every second turn, one priority after the other, before more urgent ones and those with deadlines, ms. */
const AGE_MS = 300;
/** Waits that the quantiles of a priority are from. */
const KEPT_WAITS = 512;
/** Places of what has left a lane that are not looked for. */
const FEW = 64;
const LANES = taskPriorities.length;

export type GroupSettings = {
  /** How many run at once; a limiter where it is learnt. */
  limit: number | Limiter;
  maxQueued: number;
  whenFull: 'reject' | 'drop-oldest' | 'wait';
  timeoutMs: number;
  countMissedFrames: boolean;
  isOverload: (error: unknown) => boolean;
};

/** A task that lent its place and wants one again. */
type Returning = { isGone(): boolean; resume(): void };

/**
 * Tasks that wait for a place of a group: a lane for each priority, and those with a deadline once more by when they become urgent. For each that
 * may begin a function is posted with its priority; which one begins is decided when that runs.
 */
export class TaskGroup {
  readonly name: string;
  settings: GroupSettings;
  /** Tasks that have a place now; tasks that wait for one. */
  active = 0;
  queued = 0;
  readonly waits = taskPriorities.map(() => new Fifo<number>());
  /** Those for which there was no room in the queue. */
  readonly backlog = new Fifo<Entry>();
  private readonly lanes = taskPriorities.map(() => new Fifo<Entry>());
  private readonly counts = taskPriorities.map(() => 0);
  private readonly posted = taskPriorities.map(() => 0);
  private readonly urgent = createHeap<Entry>();
  private readonly returning = new Fifo<Returning>();
  private readonly turns: (() => void)[];
  private urgentPosted = false;
  private timer: unknown;
  private timerMs = Number.POSITIVE_INFINITY;
  private agedTurn = false;
  private helped = 0;
  private readonly ports: AsyncPorts;
  private readonly executor: TaskExecutor;
  private readonly begin: (entry: Entry) => void;

  constructor(
    name: string,
    settings: GroupSettings,
    ports: AsyncPorts,
    executor: TaskExecutor,
    begin: (entry: Entry) => void,
  ) {
    this.name = name;
    this.settings = settings;
    this.ports = ports;
    this.executor = executor;
    this.begin = begin;
    this.turns = taskPriorities.map((_, lane) => () => {
      this.posted[lane]!--;
      this.takeTurn(false);
    });
  }

  get limit(): number {
    const { limit } = this.settings;
    return typeof limit === 'number' ? limit : limit.limit;
  }

  /** Lets a task wait for its turn. */
  enqueue(entry: Entry): void {
    this.add(entry);
    this.pump();
  }

  private add(entry: Entry): void {
    entry.stage = 'ready';
    entry.readyMs = this.ports.now();
    this.lanes[entry.lane]!.push(entry);
    this.counts[entry.lane]!++;
    this.queued++;
    if (entry.urgentMs < Number.POSITIVE_INFINITY) this.urgent.push(entry, entry.urgentMs);
  }

  /** Takes a task out that will not begin. Its place in the lane is skipped when its turn comes. */
  remove(entry: Entry): void {
    if (entry.stage !== 'ready') return;
    const { lane } = entry;
    this.counts[lane]!--;
    this.queued--;
    // Where nothing comes to its turn what was cancelled would be kept for ever.
    if (this.lanes[lane]!.length > 2 * this.counts[lane]! + FEW)
      this.lanes[lane]!.keep(
        (each) => each !== entry && each.stage === 'ready' && each.lane === lane,
      );
  }

  /** Lets a task go with a higher priority, or as urgent from an earlier time on; one that has begun with its next step. */
  raise(entry: Entry, lane: number, urgentMs: number): void {
    const isReady = entry.stage === 'ready';
    if (lane < entry.lane) {
      if (isReady) {
        // Its place in the lower lane is skipped when its turn comes.
        this.counts[entry.lane]!--;
        this.counts[lane]!++;
        this.lanes[lane]!.push(entry);
      }
      entry.lane = lane;
    }
    if (urgentMs < entry.urgentMs) {
      entry.urgentMs = urgentMs;
      if (isReady) this.urgent.push(entry, urgentMs);
    }
    const { run } = entry;
    if (isReady) this.pump();
    else if (run?.isPosted) {
      const isUrgent = entry.urgentMs <= this.ports.now();
      this.executor.post(run.next, taskPriorities[isUrgent ? 0 : entry.lane]!);
    }
  }

  /** The task that has waited longest in the lane of the lowest priority. */
  oldest(): Entry | undefined {
    for (let lane = LANES - 1; lane >= 0; lane--) {
      const first = this.firstOf(lane);
      if (first) return first;
    }
    return undefined;
  }

  /** Gives a place back. */
  leave(): void {
    this.active--;
    this.pump();
  }

  /** Takes a place again that was lent, before any task that has not begun. */
  comeBack(returning: Returning): void {
    this.returning.push(returning);
    this.pump();
  }

  /** Lets as many begin as there are places. */
  pump(): void {
    while (this.returning.length > 0) {
      const first = this.returning.first()!;
      if (!first.isGone()) {
        if (this.active >= this.limit) break;
        this.active++;
      }
      this.returning.shift();
      first.resume();
    }
    while (this.backlog.length > 0 && this.queued < this.settings.maxQueued) {
      const entry = this.backlog.shift()!;
      if (entry.stage === 'backlog') this.add(entry);
    }
    const free = this.queued === 0 ? 0 : this.limit - this.active;
    if (free > 0) {
      for (let lane = 0; lane < LANES; lane++) {
        const wanted = Math.min(this.counts[lane]!, free);
        while (this.posted[lane]! < wanted) {
          this.posted[lane]!++;
          this.executor.post(this.turns[lane]!, taskPriorities[lane]!);
        }
      }
      if (!this.urgentPosted && this.firstUrgent() <= this.ports.now()) this.postUrgent();
    }
    this.setTimer();
  }

  dispose(): void {
    this.clearTimer();
    for (const lane of this.lanes) lane.clear();
    this.backlog.clear();
    this.urgent.clear();
    this.queued = 0;
  }

  private postUrgent(): void {
    this.urgentPosted = true;
    this.executor.post(() => {
      this.urgentPosted = false;
      this.takeTurn(true);
    }, 'user-blocking');
  }

  private takeTurn(onlyUrgent: boolean): void {
    if (this.active < this.limit && this.queued > 0) {
      const entry = this.take(onlyUrgent);
      if (entry) {
        this.remove(entry);
        entry.stage = 'begun';
        this.active++;
        const waits = this.waits[entry.lane]!;
        waits.push(this.ports.now() - entry.readyMs);
        if (waits.length > KEPT_WAITS) waits.shift();
        this.begin(entry);
      }
    }
    this.pump();
  }

  private take(onlyUrgent: boolean): Entry | undefined {
    const now = this.ports.now();
    this.agedTurn = !this.agedTurn;
    const aged = this.agedTurn ? this.nextAged(now) : undefined;
    if (aged) return aged;
    if (this.firstUrgent() <= now) return this.urgent.pop();
    if (onlyUrgent) return undefined;
    for (let lane = 0; lane < LANES; lane++) {
      const first = this.firstOf(lane);
      if (first) return first;
    }
    return undefined;
  }

  /** The first of a lane that has waited for too long; of the lane below the one that was helped last, if it may be. */
  private nextAged(now: number): Entry | undefined {
    for (let i = 1; i <= LANES; i++) {
      const lane = (this.helped + LANES - i) % LANES;
      const first = this.firstOf(lane);
      if (!first || now - first.readyMs <= AGE_MS) continue;
      this.helped = lane;
      return first;
    }
    return undefined;
  }

  private firstOf(lane: number): Entry | undefined {
    const queue = this.lanes[lane]!;
    let first = queue.first();
    // One that was tried again stands further behind once more, where it belongs by now.
    while (first && (first.stage !== 'ready' || first.lane !== lane)) {
      queue.shift();
      first = queue.first();
    }
    return first;
  }

  private firstUrgent(): number {
    while (this.urgent.peek() && this.urgent.peek()!.stage !== 'ready') this.urgent.pop();
    return this.urgent.firstKey;
  }

  private setTimer(): void {
    const due = this.firstUrgent();
    if (due === this.timerMs) return;
    this.clearTimer();
    const delayMs = due - this.ports.now();
    if (!(delayMs > 0 && delayMs < 2 ** 31)) return;
    this.timerMs = due;
    this.timer = this.ports.setTimer(() => {
      this.timer = undefined;
      this.timerMs = Number.POSITIVE_INFINITY;
      this.pump();
    }, delayMs);
  }

  private clearTimer(): void {
    if (this.timer !== undefined) this.ports.clearTimer(this.timer);
    this.timer = undefined;
    this.timerMs = Number.POSITIVE_INFINITY;
  }
}
