const IN_USE = -2;
const END = -1;

/** Most ids a free list can hand out. */
const MAX_IDS = 2 ** 30;

/** `capacity`: ids to have room for from the start. `limit`: ids in use at once before `acquire` throws. */
export type FreeListOptions = { capacity?: number; limit?: number };

class FreeList {
  /** How many ids are in use. */
  used = 0;
  /** One above the greatest id ever handed out since `clear`. */
  highWater = 0;
  /** Most ids in use at once before `acquire` throws. */
  readonly limit: number;

  private next: Int32Array;
  private head = END;

  constructor(capacity: number, limit: number) {
    this.next = new Int32Array(capacity);
    this.limit = limit;
  }

  /** How many ids fit before the list grows. */
  get capacity(): number {
    return this.next.length;
  }

  /** Bytes held by the list. */
  get bytes(): number {
    return this.next.byteLength;
  }

  /** Gives an id nobody holds, the one released last first. Throws `RangeError` at the limit. */
  acquire(): number {
    let id = this.head;
    if (id !== END) {
      this.head = this.next[id]!;
    } else {
      id = this.highWater;
      if (id === this.next.length) this.grow();
      this.highWater = id + 1;
    }
    this.next[id] = IN_USE;
    this.used++;
    return id;
  }

  /** Takes an id back. Throws `RangeError` for an id that is not in use: released twice or never acquired. */
  release(id: number): void {
    if (!this.isUsed(id)) {
      throw new RangeError(`id ${id} is not in use; release each acquired id once`);
    }
    this.next[id] = this.head;
    this.head = id;
    this.used--;
  }

  /** Whether the id is handed out at present. */
  isUsed(id: number): boolean {
    return id >= 0 && id < this.highWater && this.next[id] === IN_USE;
  }

  /** Takes every id back; the next ones start at 0 again. */
  clear(): void {
    this.used = 0;
    this.highWater = 0;
    this.head = END;
  }

  private grow(): void {
    const { limit, next } = this;
    if (next.length >= limit) {
      throw new RangeError(`all ${limit} ids are in use; release some or raise \`limit\``);
    }
    const grown = new Int32Array(Math.min(limit, Math.max(4, next.length * 2)));
    grown.set(next);
    this.next = grown;
  }
}

export type { FreeList };

/** Hands out small integer ids from 0 up and takes them back, last released first; grows by doubling. */
export function createFreeList({ capacity = 16, limit = MAX_IDS }: FreeListOptions = {}): FreeList {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_IDS) {
    throw new RangeError(`limit is ${limit}; give an integer from 1 to ${MAX_IDS}`);
  }
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > limit) {
    throw new RangeError(`capacity is ${capacity}; give an integer from 0 to the limit ${limit}`);
  }
  return new FreeList(capacity, limit);
}
