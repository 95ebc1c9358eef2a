import type { Job } from './job';

/** What waits in a lane: a task that somebody waits for, or a function that nobody does. */
export type Entry = Job | (() => void);

const FIRST_ROOM = 16;

/** What waits with one priority, in turn: a ring that grows by doubling. Every operation takes the same time, however many wait. */
export class Lane {
  /** How many wait, those included that were dropped meanwhile. */
  length = 0;

  private entries: (Entry | undefined)[] = new Array(FIRST_ROOM).fill(undefined);
  private since = new Float64Array(FIRST_ROOM);
  private head = 0;

  /** Puts an entry at the end; `clock[0]` is since when it waits, ms. */
  push(entry: Entry, clock: Float64Array): void {
    if (this.length === this.entries.length) this.grow();
    const at = (this.head + this.length) & (this.entries.length - 1);
    this.entries[at] = entry;
    this.since[at] = clock[0]!;
    this.length++;
  }

  /** Takes out the first, whose turn it is, and writes to `to[0]` since when it waited. */
  shift(to: Float64Array): Entry | undefined {
    if (this.length === 0) return undefined;
    const { head, entries } = this;
    const entry = entries[head];
    entries[head] = undefined;
    to[0] = this.since[head]!;
    this.head = (head + 1) & (entries.length - 1);
    this.length--;
    return entry;
  }

  /** Takes out the one that was put in last. */
  pop(): void {
    this.entries[(this.head + --this.length) & (this.entries.length - 1)] = undefined;
  }

  /** Whether the first has waited for more than so many ms of a clock. */
  isOverdue(clock: Float64Array, ms: number): boolean {
    return this.length > 0 && clock[0]! - this.since[this.head]! > ms;
  }

  clear(): void {
    this.entries = new Array(FIRST_ROOM).fill(undefined);
    this.since = new Float64Array(FIRST_ROOM);
    this.head = 0;
    this.length = 0;
  }

  private grow(): void {
    const { entries, since, head } = this;
    const room = entries.length;
    const nextEntries = new Array<Entry | undefined>(room * 2).fill(undefined);
    const nextSince = new Float64Array(room * 2);
    for (let i = 0; i < room; i++) {
      const at = (head + i) & (room - 1);
      nextEntries[i] = entries[at];
      nextSince[i] = since[at]!;
    }
    this.entries = nextEntries;
    this.since = nextSince;
    this.head = 0;
  }
}
