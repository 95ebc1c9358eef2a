/**
 * Values asked for by a key and known by an id from then on. `sweep` gives up the ids that nothing uses, which then stand for other
 * values; id 0 stays. An id that was asked for stays at least until `settle`, for it may be on its way to who will use it.
 */
class IdPool<Value> {
  private readonly values: (Value | undefined)[] = [];
  private readonly keys: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly isInHand: Uint8Array;
  private readonly inHand: number[] = [];
  private sweepAt: number;
  private readonly firstSweepAt: number;
  private readonly limit: number;

  constructor(limit: number, sweepAt: number) {
    this.limit = limit;
    this.sweepAt = sweepAt;
    this.firstSweepAt = sweepAt;
    this.isInHand = new Uint8Array(limit);
  }

  /** Values held. */
  get size(): number {
    return this.values.length - this.free.length;
  }

  /** Whether `add` has no room. */
  get isFull(): boolean {
    return this.size >= this.limit;
  }

  /** Whether there are so many that it is time for a sweep. */
  get crowded(): boolean {
    return this.size >= this.sweepAt;
  }

  /** Id of a key, -1 for one that has none. */
  find(key: string): number {
    const id = this.ids.get(key) ?? -1;
    if (id >= 0) this.take(id);
    return id;
  }

  /** Gives a new key an id. Not to be called when the pool is full. */
  add(key: string, value: Value): number {
    const id = this.free.pop() ?? this.values.length;
    this.values[id] = value;
    this.keys[id] = key;
    this.ids.set(key, id);
    this.take(id);
    return id;
  }

  get(id: number): Value | undefined {
    return this.values[id];
  }

  /** Ids end here. */
  get end(): number {
    return this.values.length;
  }

  /** What was asked for so far is used by now, or never will be. */
  settle(): void {
    const { inHand, isInHand } = this;
    if (inHand.length === 0) return;
    for (let i = 0; i < inHand.length; i++) isInHand[inHand[i]!] = 0;
    inHand.length = 0;
  }

  /** Gives up the ids that are not used, if it is time for that, and says whether there were any. */
  sweep(isUsed: (id: number) => boolean): boolean {
    if (!this.crowded && !this.isFull) return false;
    const { values, keys, ids, free, isInHand } = this;
    const before = free.length;
    for (let id = 1; id < values.length; id++) {
      if (values[id] === undefined || isInHand[id] === 1 || isUsed(id)) continue;
      values[id] = undefined;
      ids.delete(keys[id]!);
      free.push(id);
    }
    // A sweep costs what stays: the more that is, the rarer.
    this.sweepAt = Math.max(this.firstSweepAt, this.size * 2);
    return free.length > before;
  }

  private take(id: number): void {
    if (this.isInHand[id] === 1) return;
    this.isInHand[id] = 1;
    this.inHand.push(id);
  }
}

export type { IdPool };

/** Gives an empty pool of at most `limit` values, which is crowded from `sweepAt` on, or from twice as many as the last sweep left. */
export function createIdPool<Value>(limit: number, sweepAt: number): IdPool<Value> {
  return new IdPool(limit, sweepAt);
}
