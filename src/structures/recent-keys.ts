import { LISTS, LinkedSlots } from './linked-slots';

const LIST = 0;
/** Of so many keys one is followed, by its hash, where there are entries enough: what goes for one in four goes for all, in the fourth part of the time. */
const ONE_IN = 4;
const HASH_SHIFT = 30;
/** Entries from which on they are enough. Of fewer, some that happen to be asked for together are too great a part of what is followed. */
const MANY = 128;

/**
 * The keys that a cache would have which lets go first of what was used longest ago: what another policy has to be better than. Slots are the
 * cache's own; those of keys that it has no more are its ghosts. Where there are many, a part of them stands for all.
 */
export class RecentKeys {
  /** What those weigh that are followed, and how many they are. */
  held = 0;
  count = 0;
  /** For how many keys each stands that is followed. */
  oneIn = 1;
  private readonly lists = new LinkedSlots(LISTS);
  private isIn = new Uint8Array(0);
  private isDrawn: Uint8Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.isDrawn = new Uint8Array(capacity);
  }

  get bytes(): number {
    return this.lists.bytes + this.isIn.byteLength + this.isDrawn.byteLength;
  }

  /** A key gets a slot. */
  enter(slot: number, hash: number): void {
    this.isDrawn[slot] = hash >>> HASH_SHIFT === 0 ? 1 : 0;
  }

  /** Whether the key of a slot is followed. */
  follows(slot: number): boolean {
    return this.oneIn === 1 || this.isDrawn[slot] === 1;
  }

  /** Begins to follow keys, of a cache with so many entries; there are none yet. */
  begin(capacity: number, entries: number): void {
    this.reserve(capacity);
    this.oneIn = entries < MANY ? 1 : ONE_IN;
  }

  /** Makes room for the slots of keys, followed or not. */
  grow(capacity: number): void {
    if (capacity <= this.isDrawn.length) return;
    const isDrawn = new Uint8Array(capacity);
    isDrawn.set(this.isDrawn);
    this.isDrawn = isDrawn;
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

  /** Adds a key if it is followed. */
  follow(slot: number, weight: number): void {
    if (this.follows(slot)) this.add(slot, weight);
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
