import { LISTS, LinkedSlots } from './linked-slots';

const LIST = 0;

/**
 * The keys that a cache would have which lets go first of what was used longest ago: what another policy has to be better than. Slots are the
 * cache's own; those of keys that it has no more are its ghosts.
 */
export class RecentKeys {
  /** What they weigh, and how many they are. */
  held = 0;
  count = 0;
  private readonly lists = new LinkedSlots(LISTS);
  private isIn = new Uint8Array(0);

  get bytes(): number {
    return this.lists.bytes + this.isIn.byteLength;
  }

  reserve(capacity: number): void {
    if (capacity <= this.isIn.length) return;
    this.lists.reserve(capacity);
    const isIn = new Uint8Array(capacity);
    isIn.set(this.isIn);
    this.isIn = isIn;
  }

  has(slot: number): boolean {
    return this.isIn[slot] === 1;
  }

  /** Makes a key that is one of them the one used last. */
  use(slot: number): void {
    this.lists.renew(LIST, slot);
  }

  add(slot: number, weight: number): void {
    this.lists.push(LIST, slot);
    this.isIn[slot] = 1;
    this.held += weight;
    this.count++;
  }

  remove(slot: number, weight: number): void {
    if (this.isIn[slot] !== 1) return;
    this.isIn[slot] = 0;
    this.lists.take(slot);
    this.held -= weight;
    this.count--;
  }

  /** The one used longest ago, below the slots of entries if there is none. */
  last(): number {
    return this.lists.last(LIST);
  }

  clear(): void {
    this.lists.clear();
    this.isIn.fill(0);
    this.held = 0;
    this.count = 0;
  }
}
