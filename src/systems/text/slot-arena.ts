import { CapacityError } from '../../ecs';

const SMALLEST = 4;
const CLASS_COUNT = 48;
const NONE = -1;

/** The arrays that an arena hands out slots of. */
export type Backing = {
  /** Slots before the arrays must grow. */
  readonly capacity: number;
  /** Slots at most. */
  readonly limit: number;
  /** Any of the arrays: a free run names the next one of its class in its first slot. */
  readonly links: Uint32Array;
  /** Replaces the arrays by larger ones with the same content. */
  grow(capacity: number): void;
  /** What a slot holds, in the plural, for the error at the limit. */
  readonly of: string;
};

class SlotArena {
  /** Slots of live runs, rounding up to size classes included. */
  used = 0;

  /** One above the greatest slot given out; it and the next are for what moves runs together, too. */
  end = 0;
  readonly freeHeads = new Int32Array(CLASS_COUNT).fill(NONE);
  private readonly backing: Backing;

  constructor(backing: Backing) {
    this.backing = backing;
  }

  /** Gives the first of `length` slots. Throws `CapacityError`; nothing is changed then. */
  allocate(length: number): number {
    const sizeClass = classFor(length);
    const slots = slotsOf(sizeClass);
    let start = this.freeHeads[sizeClass]!;
    if (start !== NONE) {
      this.freeHeads[sizeClass] = this.backing.links[start]! - 1;
    } else {
      start = this.end;
      if (start + slots > this.backing.capacity) this.grow(start + slots);
      this.end = start + slots;
    }
    this.used += slots;
    return start;
  }

  /** Takes back the slots of a run of `length`. */
  release(start: number, length: number): void {
    const sizeClass = classFor(length);
    this.used -= slotsOf(sizeClass);
    this.backing.links[start] = this.freeHeads[sizeClass]! + 1;
    this.freeHeads[sizeClass] = start;
  }

  /** Whether runs of both lengths take the same slots, so that one may be written over the other. */
  fits(length: number, other: number): boolean {
    return classFor(length) === classFor(other);
  }

  private grow(needed: number): void {
    const { limit, capacity, of } = this.backing;
    if (needed > limit) {
      throw new CapacityError(
        `text of the world needs ${needed} ${of}, more than ${limit}; show less at once`,
      );
    }
    this.backing.grow(Math.min(limit, Math.max(needed, capacity * 2)));
  }
}

export type { SlotArena };

/**
 * Gives an arena of runs in size classes 4, 6, 8, 12, 16, ... with a free list for each. Runs may be longer than those of
 * `createRunAllocator`, and a run's length says its class, so that slots carry no bookkeeping.
 */
export function createSlotArena(backing: Backing): SlotArena {
  return new SlotArena(backing);
}

/** Slots of a size class: even ones have SMALLEST * 2^k, odd ones half as many again. */
export function slotsOf(sizeClass: number): number {
  const power = SMALLEST << (sizeClass >> 1);
  return (sizeClass & 1) === 0 ? power : power + (power >> 1);
}

/** The smallest class of at least `size` slots. */
export function classFor(size: number): number {
  if (size <= SMALLEST) return 0;
  const log = 32 - Math.clz32(size - 1);
  const middle = 3 << (log - 2);
  return 2 * (log - 2) - (size <= middle ? 1 : 0);
}
