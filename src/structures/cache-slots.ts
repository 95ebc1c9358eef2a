import type { CacheOptions } from './cache-types';
import { KeyTable } from './key-table';
import { LISTS } from './linked-slots';
import type { RecentKeys } from './recent-keys';

/** Slots to begin with, at least and at most. */
const LEAST_ROOM = 16;
const MOST_FIRST = 128;
/** No list: of the entry nothing is left but its key. */
export const GONE = 4;

/** What a cache keeps of its entries, and of keys that it has no more, in columns by slot. */
export class CacheSlots<Key extends number | string, Value> {
  readonly byKey: KeyTable<Key>;
  keys: (Key | undefined)[];
  values: (Value | undefined)[];
  weights: Float64Array<ArrayBuffer>;
  /** List that an entry is in, `GONE` none. */
  homes: Uint8Array<ArrayBuffer>;
  pins: Uint16Array<ArrayBuffer>;
  /** When they were set, where that counts. */
  born: Float64Array<ArrayBuffer>;
  /** One above the greatest slot ever in use. */
  used = LISTS;
  readonly ages: boolean;
  private readonly free: number[] = [];
  private readonly age: Pick<CacheOptions<Key, Value>, 'ttl' | 'now'>;

  constructor(room: number, age: Pick<CacheOptions<Key, Value>, 'ttl' | 'now'>) {
    this.age = age;
    this.ages = age.ttl !== undefined;
    this.byKey = new KeyTable(room / 2);
    this.keys = empty(room);
    this.values = empty(room);
    this.weights = new Float64Array(room);
    this.homes = new Uint8Array(room).fill(GONE);
    this.pins = new Uint16Array(room);
    this.born = new Float64Array(this.ages ? room : 0);
  }

  get capacity(): number {
    return this.weights.length;
  }

  get bytes(): number {
    const { weights, homes, pins, born, byKey } = this;
    const columns = weights.byteLength + homes.byteLength + pins.byteLength + born.byteLength;
    return columns + byKey.bytes;
  }

  /** Slot of a key, also of one that is gone. */
  add(key: Key): number {
    const slot = this.free.pop() ?? this.next();
    this.byKey.add(key, slot);
    this.keys[slot] = key;
    this.homes[slot] = GONE;
    return slot;
  }

  /** Whether an entry is in the slot, and not only a key. */
  isHere(slot: number): boolean {
    return this.homes[slot] !== GONE;
  }

  /** Notes when an entry was set. */
  stamp(slot: number): void {
    if (this.ages) this.born[slot] = this.age.now!();
  }

  /** Whether an entry that is not pinned is good no more. */
  isTooOld(slot: number): boolean {
    const { ttl, now } = this.age;
    return ttl !== undefined && this.pins[slot] === 0 && now!() - this.born[slot]! >= ttl;
  }

  forget(slot: number): void {
    this.byKey.remove(this.keys[slot]!);
    this.keys[slot] = undefined;
    this.free.push(slot);
  }

  /** Keys and values of what is there. */
  entries(): [Key, Value][] {
    const found: [Key, Value][] = [];
    for (let slot = LISTS; slot < this.used; slot++) {
      const key = this.keys[slot];
      if (key !== undefined && this.isHere(slot)) found.push([key, this.values[slot]!]);
    }
    return found;
  }

  /** Adds up what each list holds, and what recent keys do: by weight, or by entries. */
  addUp(isWeighed: boolean, held: Float64Array, recent: RecentKeys | undefined): void {
    held.fill(0);
    if (recent) recent.held = 0;
    for (let slot = LISTS; slot < this.used; slot++) {
      if (this.keys[slot] === undefined) continue;
      const share = isWeighed ? this.weights[slot]! : 1;
      if (this.isHere(slot)) held[this.homes[slot]!]! += share;
      if (recent?.has(slot)) recent.held += share;
    }
  }

  clear(): void {
    this.byKey.clear();
    this.keys = empty(this.capacity);
    this.values = empty(this.capacity);
    this.homes.fill(GONE);
    this.free.length = 0;
    this.used = LISTS;
  }

  private next(): number {
    const slot = this.used++;
    if (slot < this.weights.length) return slot;
    const room = this.weights.length * 2;
    this.weights = copied(this.weights, new Float64Array(room));
    this.homes = copied(this.homes, new Uint8Array(room));
    this.pins = copied(this.pins, new Uint16Array(room));
    if (this.born.length > 0) this.born = copied(this.born, new Float64Array(room));
    return slot;
  }
}

/** An array of which the engine knows from the start that it holds anything. */
function empty<T>(room: number): (T | undefined)[] {
  return new Array<T | undefined>(room).fill(undefined);
}

function copied<A extends Float64Array | Uint8Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Slots to begin with where there is room for so many entries: few where it grows to many only with time. */
export function firstRoom(maxEntries: number): number {
  let room = LEAST_ROOM;
  while (room < MOST_FIRST && room < maxEntries + LISTS) room *= 2;
  return room;
}
