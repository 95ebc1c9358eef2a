import type { Entity, Target } from '../../ecs';
import { type ListState, rowAfter } from '../../ecs/stores';
import { createIntMap } from '../../structures';

/** The last stamp that a column holds. */
const LAST_STAMP = 2 ** 31 - 1;

/** Of a slot whose row stands for no index. */
export const UNBOUND = -1;

/** Which pooled row stands for which index, and what is known of each, by slot. Arrays are replaced when there is room for more. */
export class RowSlots {
  private readonly report: { wasted: number; warmWasted: number };

  /** `wasted` of what it is given goes up by each row that was bound ahead and is not seen, `warmWasted` if that was at rest. */
  constructor(report = { wasted: 0, warmWasted: 0 }) {
    this.report = report;
  }

  /** Rows made. */
  size = 0;
  /** Rows there is room for. */
  capacity = 0;
  /** The index it is bound to, -1 none. */
  indices = new Int32Array(0);
  rows = new Int32Array(0);
  layers = new Int32Array(0);
  /** The height last measured for this binding, NaN before. */
  heights = new Float32Array(0);
  /** The `show` in which a slot was last needed. */
  stamps = new Int32Array(0);
  stamp = 1;
  /** The type of its row, one of the list's `RowKinds`. */
  kinds = new Uint16Array(0);
  /** Bound before it was needed, and not shown since: 1 while the list moved, 2 while it rested. */
  isAhead = new Uint8Array(0);
  /** 1: has been bound since it was made. */
  wasBound = new Uint8Array(0);
  /** 1: to be bound again, to what it is bound to. */
  isStale = new Uint8Array(0);
  /** Called before a slot stands for nothing, or for another index. */
  onFree: ((slot: number) => void) | undefined;
  readonly entities: Entity[] = [];
  readonly parts: (readonly Target[])[] = [];

  /** By index: its slot. */
  readonly slots = createIntMap(64);
  /** The choice of indices to keep that a slot was last in. */
  keptIn = new Int32Array(0);
  /** By type: how many rows there are. */
  counts = new Int32Array(0);
  private choice = 1;
  // Where the running `show` goes on to look for a slot: those before it are younger than `oldest`, or not wanted.
  private hand = 0;
  private oldest = UNBOUND;
  private soughtKind = UNBOUND;

  /** The slot of an index, -1 none. */
  of(index: number): number {
    return this.slots.get(index);
  }

  /** Makes room for rows. */
  reserve(capacity: number): void {
    if (capacity <= this.capacity) return;
    this.capacity = capacity;
    this.indices = copied(this.indices, new Int32Array(capacity).fill(UNBOUND));
    this.rows = copied(this.rows, new Int32Array(capacity));
    this.layers = copied(this.layers, new Int32Array(capacity));
    this.heights = copied(this.heights, new Float32Array(capacity));
    this.stamps = copied(this.stamps, new Int32Array(capacity));
    this.keptIn = copied(this.keptIn, new Int32Array(capacity));
    this.kinds = copied(this.kinds, new Uint16Array(capacity));
    this.isAhead = copied(this.isAhead, new Uint8Array(capacity));
    this.wasBound = copied(this.wasBound, new Uint8Array(capacity));
    this.isStale = copied(this.isStale, new Uint8Array(capacity));
  }

  /** Begins another `show`. */
  turn(): void {
    if (this.stamp === LAST_STAMP) this.renumber();
    this.stamp++;
    this.hand = 0;
  }

  /** What was needed last stays apart from all else. */
  private renumber(): void {
    const { stamps, stamp } = this;
    for (let slot = 0; slot < this.size; slot++) stamps[slot] = stamps[slot] === stamp ? 1 : 0;
    this.stamp = 1;
  }

  /** Has a slot stand for an index. */
  assign(slot: number, index: number): void {
    this.release(slot);
    this.slots.set(index, slot);
    this.indices[slot] = index;
    // As if just hidden, so that a row bound ahead is not the oldest.
    if (this.stamps[slot] !== this.stamp) this.stamps[slot] = this.stamp - 1;
  }

  /** Has a slot stand for nothing. */
  free(slot: number): void {
    this.hand = 0;
    this.release(slot);
  }

  private release(slot: number): void {
    if (this.indices[slot] === UNBOUND) return;
    const how = this.isAhead[slot]!;
    this.report.wasted += (how + 1) >> 1;
    this.report.warmWasted += how >> 1;
    this.isAhead[slot] = 0;
    this.onFree?.(slot);
    this.slots.delete(this.indices[slot]!);
    this.indices[slot] = UNBOUND;
  }

  keepNone(): void {
    this.choice = (this.choice + 1) | 0;
    this.hand = 0;
  }

  keep(slot: number): void {
    this.keptIn[slot] = this.choice;
  }

  /** How many rows of a type there are. */
  countOf(kind: number): number {
    return this.counts[kind] ?? 0;
  }

  /** Has a slot hold a row of a type, whatever it held. */
  setKind(slot: number, kind: number): void {
    if (kind >= this.counts.length) this.counts = copied(this.counts, new Int32Array(kind + 8));
    if (slot < this.size) this.counts[this.kinds[slot]!]!--;
    this.hand = 0;
    this.kinds[slot] = kind;
    this.counts[kind]!++;
  }

  /**
   * A slot of a type, -1 any, that the running `show` does not need, or -1: one that stands for nothing, else that of the row that was out
   * of sight longest. Those kept give way last, or not at all. Of as many as there are, a `show` looks at each once for all that were
   * hidden at the same time.
   */
  take(kind: number, mayTakeKept: boolean): number {
    const { stamps, stamp, indices, kinds } = this;
    if (kind !== this.soughtKind) this.hand = 0;
    this.soughtKind = kind;
    for (let from = this.hand; ; from = 0) {
      let oldest = -1;
      let kept = -1;
      for (let slot = from; slot < this.size; slot++) {
        if (stamps[slot] === stamp || (kind >= 0 && kinds[slot] !== kind)) continue;
        const isFree = indices[slot] === UNBOUND;
        if (isFree || (from > 0 && stamps[slot] === this.oldest && !this.isKept(slot))) {
          if (isFree) this.oldest = UNBOUND;
          this.hand = slot;
          return slot;
        }
        if (this.isKept(slot)) {
          if (kept < 0 || stamps[slot]! < stamps[kept]!) kept = slot;
        } else if (oldest < 0 || stamps[slot]! < stamps[oldest]!) oldest = slot;
      }
      // Behind the hand there may be older ones.
      if (from > 0) continue;
      if (oldest < 0) return mayTakeKept ? kept : -1;
      this.oldest = stamps[oldest]!;
      this.hand = oldest;
      return oldest;
    }
  }

  private isKept(slot: number): boolean {
    return this.keptIn[slot] === this.choice;
  }

  /** Gives bound slots their index after an edit of a list's rows. `settle` has to follow. */
  move(list: ListState, edit: number): void {
    const { indices } = this;
    for (let slot = 0; slot < this.size; slot++) {
      if (indices[slot] === UNBOUND) continue;
      const index = rowAfter(list, edit, indices[slot]!);
      if (index < 0) this.free(slot);
      else indices[slot] = index;
    }
  }

  /** Finds slots by their indices again after moves. */
  settle(): void {
    this.slots.clear();
    for (let slot = 0; slot < this.size; slot++) {
      if (this.indices[slot] !== UNBOUND) this.slots.set(this.indices[slot]!, slot);
    }
  }

  /** Has slots of indices from one on stand for nothing. */
  forget(from: number): void {
    for (let slot = 0; slot < this.size; slot++) if (this.indices[slot]! >= from) this.free(slot);
  }
}

function copied<A extends Int32Array | Float32Array | Uint8Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
