/** Room beyond what is in use that is kept, so that a little more needs no growth: by how much, and at most. */
const HEADROOM = 1.5;
const MOST_HEADROOM = 24;
/** By how much more is kept of what grew again after it was given back. */
const REGRET = 4;

class Room {
  private headroom = HEADROOM;
  /** What was left when some was given back last. */
  private left = Number.POSITIVE_INFINITY;
  private readonly least: number;

  constructor(least: number) {
    this.least = least;
  }

  /** How many places to have room for where so many are in use, a power of two; `capacity` itself unless at least half of it would go. */
  fit(used: number, capacity: number): number {
    if (capacity > this.left) {
      this.left = Number.POSITIVE_INFINITY;
      this.headroom = Math.min(MOST_HEADROOM, this.headroom * REGRET);
    }
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(this.least, used * this.headroom)));
    return wanted * 2 <= capacity ? wanted : capacity;
  }

  /** Says that there is room for so many now. */
  shrunk(capacity: number): void {
    this.left = capacity;
  }
}

export type { Room };

/**
 * Says how far arrays may shrink that grow by doubling: to no less than `least` places, and never so far that they would soon grow again. What grew again
 * all the same keeps more from then on.
 */
export function createRoom(least: number): Room {
  return new Room(least);
}
