import { CapacityError } from '../../ecs';
import type { TextRuns } from '../../ecs/stores';

const SMALLEST = 4;
const CLASS_COUNT = 48;
const NONE = -1;
// 600 MB of text; a run's place must stay an int32.
const MAX_SLOTS = 2 ** 26;

class RunArena {
  /** The arrays everyone reads. Replaced inside this object when the arena grows. */
  readonly runs: TextRuns;
  /** Slots of live runs, rounding up to size classes included. */
  used = 0;

  private end = 0;
  // A free run names the next one of its class in its first glyph, plus one.
  private readonly freeHeads = new Int32Array(CLASS_COUNT).fill(NONE);

  constructor(capacity: number) {
    this.runs = {
      glyphs: new Uint32Array(capacity),
      x: new Float32Array(capacity),
      levels: new Uint8Array(capacity),
    };
  }

  get bytes(): number {
    const { glyphs, x, levels } = this.runs;
    return glyphs.byteLength + x.byteLength + levels.byteLength;
  }

  /** Gives the first slot of a run of `length` clusters and one end. Throws `CapacityError`; nothing is changed then. */
  allocate(length: number): number {
    const sizeClass = classFor(length + 1);
    const slots = slotsOf(sizeClass);
    let start = this.freeHeads[sizeClass]!;
    if (start !== NONE) {
      this.freeHeads[sizeClass] = this.runs.glyphs[start]! - 1;
    } else {
      start = this.end;
      if (start + slots > this.runs.glyphs.length) this.grow(start + slots);
      this.end = start + slots;
    }
    this.used += slots;
    return start;
  }

  /** Takes back a run of `length` clusters. */
  release(start: number, length: number): void {
    const sizeClass = classFor(length + 1);
    this.used -= slotsOf(sizeClass);
    this.runs.glyphs[start] = this.freeHeads[sizeClass]! + 1;
    this.freeHeads[sizeClass] = start;
  }

  /** Whether runs of both lengths take the same slots, so that one may be written over the other. */
  fits(length: number, other: number): boolean {
    return classFor(length + 1) === classFor(other + 1);
  }

  private grow(needed: number): void {
    if (needed > MAX_SLOTS) {
      throw new CapacityError(
        `text of the world needs ${needed} clusters, more than ${MAX_SLOTS}; show less at once`,
      );
    }
    const { runs } = this;
    const capacity = Math.min(MAX_SLOTS, Math.max(needed, runs.glyphs.length * 2));
    const glyphs = new Uint32Array(capacity);
    const x = new Float32Array(capacity);
    const levels = new Uint8Array(capacity);
    glyphs.set(runs.glyphs);
    x.set(runs.x);
    levels.set(runs.levels);
    runs.glyphs = glyphs;
    runs.x = x;
    runs.levels = levels;
  }
}

export type { RunArena };

/**
 * Gives an empty arena of text runs in size classes 4, 6, 8, 12, 16, ... with a free list for each. Runs may be longer than those
 * of `createRunAllocator`, and a run's length says its class, so that slots carry no bookkeeping.
 */
export function createRunArena(capacity = 4096): RunArena {
  return new RunArena(capacity);
}

// Even classes are SMALLEST * 2^k slots, odd ones half as many again.
function slotsOf(sizeClass: number): number {
  const power = SMALLEST << (sizeClass >> 1);
  return (sizeClass & 1) === 0 ? power : power + (power >> 1);
}

/** The smallest class of at least `size` slots. */
function classFor(size: number): number {
  if (size <= SMALLEST) return 0;
  const log = 32 - Math.clz32(size - 1);
  const middle = 3 << (log - 2);
  return 2 * (log - 2) - (size <= middle ? 1 : 0);
}
