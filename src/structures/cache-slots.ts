import { LISTS } from './linked-slots';

/** Slots to begin with. */
export const FIRST_ROOM = 16;
/** No list: of the entry nothing is left but its key. */
export const GONE = 4;
/** Of a map's entry and of what is kept of it. */
const ENTRY_BYTES = 48;

/** What a cache keeps of its entries, and of keys that it has no more, in columns by slot. */
export class CacheSlots<Key extends number | string, Value> {
  readonly byKey = new Map<Key, number>();
  keys: (Key | undefined)[] = [];
  values: (Value | undefined)[] = [];
  weights = new Float64Array(FIRST_ROOM);
  /** List that an entry is in, `GONE` none. */
  homes = new Uint8Array(FIRST_ROOM);
  pins = new Uint16Array(FIRST_ROOM);
  /** When they were set, where that counts. */
  born: Float64Array;
  /** One above the greatest slot ever in use. */
  used = LISTS;
  private readonly free: number[] = [];

  constructor(ages: boolean) {
    this.born = new Float64Array(ages ? FIRST_ROOM : 0);
  }

  get capacity(): number {
    return this.weights.length;
  }

  get bytes(): number {
    const { weights, homes, pins, born, byKey } = this;
    const columns = weights.byteLength + homes.byteLength + pins.byteLength + born.byteLength;
    return columns + byKey.size * ENTRY_BYTES;
  }

  /** Slot of a key, also of one that is gone. */
  add(key: Key): number {
    const slot = this.free.pop() ?? this.next();
    this.byKey.set(key, slot);
    this.keys[slot] = key;
    this.homes[slot] = GONE;
    return slot;
  }

  /** Whether an entry is in the slot, and not only a key. */
  isHere(slot: number | undefined): slot is number {
    return slot !== undefined && this.homes[slot] !== GONE;
  }

  forget(slot: number): void {
    this.byKey.delete(this.keys[slot]!);
    this.keys[slot] = undefined;
    this.free.push(slot);
  }

  clear(): void {
    this.byKey.clear();
    this.keys = [];
    this.values = [];
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

function copied<A extends Float64Array | Uint8Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
