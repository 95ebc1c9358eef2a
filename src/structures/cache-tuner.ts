import { KeyCounts } from './key-counts';
import { RecentKeys } from './recent-keys';
import { createWindowClimber } from './window-climber';

const FIRST_KEYS = 1024;

/** What a cache knows to tell what is used often from what was used of late. */
export class CacheTuner {
  readonly counts: KeyCounts;
  readonly climber = createWindowClimber();
  readonly recent: RecentKeys;
  /** Whether it lets go of anything else than what was used longest ago, and holds what comes of it against that. */
  isTrying = false;

  constructor(maxEntries: number, room: number) {
    this.counts = new KeyCounts(Math.min(maxEntries, FIRST_KEYS), room);
    this.recent = new RecentKeys(room);
  }

  get bytes(): number {
    return this.counts.bytes + this.recent.bytes;
  }

  /** Makes room for slots below `capacity`. */
  reserve(capacity: number): void {
    this.counts.reserve(capacity);
    this.recent.grow(capacity);
    if (this.isTrying) this.recent.reserve(capacity);
  }

  /** A key gets a slot. */
  enter(slot: number, key: number | string): void {
    this.recent.enter(slot, this.counts.enter(slot, key));
  }

  /**
   * A request for an entry while something is tried: it would be here, or not, if what was used longest ago went first. Returns whether one more would be.
   */
  hit(slot: number, weight: number): boolean {
    const { recent, climber } = this;
    if (recent.has(slot)) {
      climber.requests++;
      recent.use(slot);
      return false;
    }
    return this.hitAhead(slot, weight);
  }

  private hitAhead(slot: number, weight: number): boolean {
    const { recent, climber } = this;
    if (!recent.follows(slot)) {
      climber.requests++;
      return false;
    }
    climber.saw(true, false, recent.oneIn);
    recent.add(slot, weight);
    return true;
  }

  /** A request for a key of which nothing is known. */
  miss(key: number | string): void {
    this.counts.miss(key);
    this.climber.requests++;
  }

  /** A request for a key that is known, of an entry that is gone, or, if `isHere`, too old. */
  missKnown(slot: number, isHere: boolean): void {
    const { counts, climber, recent, isTrying } = this;
    counts.hit(slot);
    if (!isTrying || !recent.follows(slot)) {
      climber.requests++;
      return;
    }
    const wouldBe = recent.has(slot);
    climber.saw(isHere, wouldBe, recent.oneIn);
    if (wouldBe) recent.use(slot);
  }

  /**
   * Whether an entry is used clearly more often than another one. By one is not: of entries that are used in turn, one was counted already in this turn
   * and the other one, which is due next, was not.
   */
  isDearer(slot: number, than: number): boolean {
    const count = this.counts.of(slot);
    // What came once is not, whatever the other one is.
    return count > 1 && count > this.counts.of(than) + 1;
  }

  clear(): void {
    this.counts.clear();
    this.recent.clear();
  }
}
