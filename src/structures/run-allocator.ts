/** Most slots in one run. */
export const MAX_RUN = 16384;

const CLASS_COUNT = 28;
const MAX_SLOTS = 2 ** 30;
const NONE = -1;

// `tags` holds size class + 1 at the first slot of a run, with this bit while the run is free, and 0 everywhere else.
export const FREE_BIT = 0x80;

/**
 * `capacity`: slots to have room for from the start. `limit`: slots before `allocate` throws.
 * `onGrow`: called with the new capacity, before the run that needed it is given out, so that the owner can grow its records.
 */
export type RunAllocatorOptions = {
  capacity?: number;
  limit?: number;
  onGrow?: (capacity: number) => void;
};

class RunAllocator {
  /** How many slots belong to live runs, rounding up to size classes included. */
  used = 0;
  /** One above the greatest slot ever given out since `clear`; records past it need no upload. */
  highWater = 0;
  /** Runs below this slot are in no free list until they are tidied (`RunTidier`). */
  untidyEnd = 0;
  /** Slots before `allocate` throws. */
  readonly limit: number;

  private readonly onGrow: ((capacity: number) => void) | undefined;
  /** These are for `tidyRuns` and what goes with it too. */
  readonly freeHeads = new Int32Array(CLASS_COUNT).fill(NONE);
  tags: Uint8Array;
  nextFree: Int32Array;

  constructor(capacity: number, limit: number, onGrow: ((capacity: number) => void) | undefined) {
    this.tags = new Uint8Array(capacity);
    this.nextFree = new Int32Array(capacity);
    this.limit = limit;
    this.onGrow = onGrow;
  }

  /** How many slots fit before the allocator grows. */
  get capacity(): number {
    return this.tags.length;
  }

  /** Bytes held for bookkeeping: 5 a slot. */
  get bytes(): number {
    return this.tags.byteLength + this.nextFree.byteLength + this.freeHeads.byteLength;
  }

  /**
   * Gives the first slot of a contiguous run of at least `size` slots, reusing a released run of that size class first.
   * At the limit a larger released run is split. Throws `RangeError` for a size outside 1..16384, or when nothing fits.
   */
  allocate(size: number): number {
    if (!(size >= 1 && size <= MAX_RUN)) {
      throw new RangeError(
        `run size is ${size}; give 1 to ${MAX_RUN} slots, and divide more among several runs`,
      );
    }
    const sizeClass = classFor(size);
    const slots = slotsOf(sizeClass);
    let start = this.freeHeads[sizeClass]!;
    if (start !== NONE) {
      this.freeHeads[sizeClass] = this.nextFree[start]!;
    } else if (this.highWater + slots <= this.limit) {
      start = this.highWater;
      if (start + slots > this.tags.length) this.grow(start + slots);
      this.highWater = start + slots;
    } else {
      start = this.split(sizeClass, size);
    }
    this.tags[start] = sizeClass + 1;
    this.used += slots;
    return start;
  }

  /** How many slots the live run at `start` has. Throws `RangeError` where no live run starts. */
  capacityOf(start: number): number {
    return slotsOf(this.classAt(start));
  }

  /** Takes a run back. Throws `RangeError` where no live run starts: released twice, or not what `allocate` gave. */
  release(start: number): void {
    const sizeClass = this.classAt(start);
    this.used -= slotsOf(sizeClass);
    this.pushFree(start, sizeClass);
  }

  /** Takes every run back; the next one starts at slot 0. Keeps the capacity. */
  clear(): void {
    this.tags.fill(0, 0, this.highWater);
    this.freeHeads.fill(NONE);
    this.used = 0;
    this.highWater = 0;
    this.untidyEnd = 0;
  }

  private classAt(start: number): number {
    const tag = this.tags[start] ?? 0;
    if (tag === 0 || tag >= FREE_BIT) {
      throw new RangeError(
        `no live run starts at slot ${start}; pass what \`allocate\` gave, and release it once`,
      );
    }
    return tag - 1;
  }

  private pushFree(start: number, sizeClass: number): void {
    this.tags[start] = FREE_BIT | (sizeClass + 1);
    if (start < this.untidyEnd) return;
    this.nextFree[start] = this.freeHeads[sizeClass]!;
    this.freeHeads[sizeClass] = start;
  }

  private split(sizeClass: number, size: number): number {
    for (let larger = sizeClass + 1; larger < CLASS_COUNT; larger++) {
      const start = this.freeHeads[larger]!;
      if (start === NONE) continue;
      this.freeHeads[larger] = this.nextFree[start]!;
      const end = start + slotsOf(larger);
      for (let rest = start + slotsOf(sizeClass); rest < end; ) {
        const restClass = classWithin(end - rest);
        this.pushFree(rest, restClass);
        rest += slotsOf(restClass);
      }
      return start;
    }
    throw new RangeError(
      `no room for a run of ${size}: ${this.used} of ${this.limit} slots are in use; release runs or raise \`limit\``,
    );
  }

  private grow(needed: number): void {
    const capacity = Math.min(this.limit, Math.max(needed, this.tags.length * 2));
    const tags = new Uint8Array(capacity);
    tags.set(this.tags);
    const nextFree = new Int32Array(capacity);
    nextFree.set(this.nextFree);
    // Before our own arrays are swapped: a callback that throws leaves the allocator as it was.
    this.onGrow?.(capacity);
    this.tags = tags;
    this.nextFree = nextFree;
  }
}

export type { RunAllocator };

/** Hands out contiguous runs of record slots in size classes 1, 2, 3, 4, 6, 8, 12, 16, ... 16384, with a free list for each. */
export function createRunAllocator(options: RunAllocatorOptions = {}): RunAllocator {
  const { limit = MAX_SLOTS, onGrow } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_SLOTS) {
    throw new RangeError(`limit is ${limit}; give an integer from 1 to ${MAX_SLOTS}`);
  }
  const { capacity = Math.min(256, limit) } = options;
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > limit) {
    throw new RangeError(`capacity is ${capacity}; give an integer from 0 to the limit ${limit}`);
  }
  return new RunAllocator(capacity, limit, onGrow);
}

// Classes alternate between 2^k (odd) and 3 * 2^(k - 1) (even) from class 1 on; class 0 is one slot.
/** Slots of a run of a size class. */
export function slotsOf(sizeClass: number): number {
  if (sizeClass === 0) return 1;
  return (sizeClass & 1) === 1 ? 1 << ((sizeClass + 1) >> 1) : 3 << ((sizeClass >> 1) - 1);
}

/** The smallest class of at least `size` slots. */
export function classFor(size: number): number {
  if (size <= 1) return 0;
  const log = 32 - Math.clz32(Math.ceil(size) - 1);
  return log >= 2 && 3 << (log - 2) >= size ? 2 * log - 2 : 2 * log - 1;
}

/** The greatest class of at most `size` slots. */
export function classWithin(size: number): number {
  const sizeClass = classFor(size);
  return slotsOf(sizeClass) === size ? sizeClass : sizeClass - 1;
}
