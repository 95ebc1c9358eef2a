import type { Job } from './job';

/** What waits in a lane: a task that somebody waits for, or a function that nobody does. */
export type Entry = Job | (() => void);

/** Entries of a part. */
const PART = 512;
/** Parts that are kept for what comes next. */
const MOST_SPARE = 8;

type Part = {
  readonly entries: (Entry | undefined)[];
  readonly since: Float64Array;
  next: Part | undefined;
};

/**
 * What waits with one priority, in turn: a chain of parts. Nothing is copied when it grows, and little kept of what was long; a ring that
 * doubles took twice the time for each entry. Every operation takes the same time, however many wait.
 */
export class Lane {
  /** How many wait, those included that were dropped meanwhile. */
  length = 0;

  private head = 0;
  private tail = 0;
  private first = createPart();
  private last = this.first;
  private spare: Part | undefined;
  private spares = 0;

  /** Puts an entry at the end; `clock[0]` is since when it waits, ms. */
  push(entry: Entry, clock: Float64Array): void {
    if (this.tail === PART) this.grow();
    const { last, tail } = this;
    last.entries[tail] = entry;
    last.since[tail] = clock[0]!;
    this.tail = tail + 1;
    this.length++;
  }

  /** Takes out the first, whose turn it is, and writes to `to[0]` since when it waited. */
  shift(to: Float64Array): Entry | undefined {
    if (this.length === 0) return undefined;
    if (this.head === PART) this.drop();
    const { first, head } = this;
    const entry = first.entries[head];
    first.entries[head] = undefined;
    to[0] = first.since[head]!;
    this.head = head + 1;
    this.length--;
    return entry;
  }

  private grow(): void {
    const part = this.spare ?? createPart();
    if (this.spare) {
      this.spare = part.next;
      this.spares--;
    }
    this.last.next = part;
    this.last = part;
    this.tail = 0;
  }

  private drop(): void {
    const { first } = this;
    this.first = first.next!;
    this.head = 0;
    first.next = undefined;
    if (this.spares === MOST_SPARE) return;
    first.next = this.spare;
    this.spare = first;
    this.spares++;
  }

  /** Takes out what was put in just now: once after a `push`. */
  pop(): void {
    this.length--;
    this.last.entries[--this.tail] = undefined;
  }

  /** Whether the first has waited for more than so many ms of a clock. */
  isOverdue(clock: Float64Array, ms: number): boolean {
    if (this.length === 0) return false;
    const since = this.head === PART ? this.first.next!.since[0]! : this.first.since[this.head]!;
    return clock[0]! - since > ms;
  }

  clear(): void {
    this.first = createPart();
    this.last = this.first;
    this.spare = undefined;
    this.spares = 0;
    this.head = 0;
    this.tail = 0;
    this.length = 0;
  }
}

function createPart(): Part {
  return {
    entries: new Array(PART).fill(undefined),
    since: new Float64Array(PART),
    next: undefined,
  };
}
