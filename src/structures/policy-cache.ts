import type { Cache, CacheLoss, CacheOptions, CacheStats } from './cache-types';
import { createFrequencySketch, type FrequencySketch, hashOf } from './frequency-sketch';
import { LISTS, LinkedSlots } from './linked-slots';
import { createWindowClimber, type WindowClimber } from './window-climber';

/** Lists of slots. */
const WINDOW = 0;
const PROBATION = 1;
const PROTECTED = 2;
const PINNED = 3;
/** Of what is not the window's. */
const PROTECTED_SHARE = 0.8;
const FIRST_ROOM = 16;
const FIRST_KEYS = 1024;
/** Of a map's entry and of what is kept of it. */
const ENTRY_BYTES = 48;

export class PolicyCache<Key extends number | string, Value> implements Cache<Key, Value> {
  readonly stats: CacheStats = { hits: 0, misses: 0, evicted: 0, expired: 0, refused: 0 };
  weight = 0;

  private readonly slots = new Map<Key, number>();
  private readonly lists = new LinkedSlots(FIRST_ROOM);
  private keys: (Key | undefined)[] = [];
  private values: (Value | undefined)[] = [];
  private weights = new Float64Array(FIRST_ROOM);
  private homes = new Uint8Array(FIRST_ROOM);
  private pins = new Uint16Array(FIRST_ROOM);
  private born: Float64Array;
  private readonly free: number[] = [];
  private used = LISTS;
  /** What each list weighs: with `maxWeight` by weight, else by entries. */
  private readonly held = new Float64Array(LISTS);
  private readonly sketch: FrequencySketch | undefined;
  private readonly climber: WindowClimber | undefined;
  private hand = LISTS;

  private maxEntries: number;
  private maxWeight: number;
  private readonly options: CacheOptions<Key, Value>;

  constructor(maxEntries: number, maxWeight: number, options: CacheOptions<Key, Value>) {
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    this.options = options;
    this.born = new Float64Array(options.ttl === undefined ? 0 : FIRST_ROOM);
    if (options.policy === 'lru') return;
    this.sketch = createFrequencySketch(Math.min(maxEntries, FIRST_KEYS));
    this.climber = createWindowClimber();
  }

  get size(): number {
    return this.slots.size;
  }

  get bytes(): number {
    const { lists, weights, homes, pins, born, slots, sketch } = this;
    const columns = weights.byteLength + homes.byteLength + pins.byteLength + born.byteLength;
    return lists.bytes + columns + slots.size * ENTRY_BYTES + (sketch?.bytes ?? 0);
  }

  get(key: Key): Value | undefined {
    const { sketch } = this;
    if (sketch) sketch.add(hashOf(key));
    const slot = this.slots.get(key);
    if (slot === undefined || this.isTooOld(slot)) {
      if (slot !== undefined) this.drop(slot, 'expired');
      this.stats.misses++;
      this.climber?.missed();
      return undefined;
    }
    this.stats.hits++;
    this.climber?.hit();
    this.use(slot);
    return this.values[slot];
  }

  peek(key: Key): Value | undefined {
    const slot = this.slots.get(key);
    return slot === undefined || this.isTooOld(slot) ? undefined : this.values[slot];
  }

  has(key: Key): boolean {
    const slot = this.slots.get(key);
    return slot !== undefined && !this.isTooOld(slot);
  }

  set(key: Key, value: Value): boolean {
    const { weigh } = this.options;
    const weight = weigh ? weigh(value, key) : 1;
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`entry ${key} weighs ${weight}; give a number above 0`);
    }
    const before = this.slots.get(key);
    if (weight > this.maxWeight) {
      this.stats.refused++;
      if (before !== undefined) this.drop(before, 'replaced');
      return false;
    }
    if (before === undefined) this.add(key, value, weight);
    else this.replace(before, value, weight);
    this.makeRoom();
    return true;
  }

  delete(key: Key): boolean {
    const slot = this.slots.get(key);
    if (slot === undefined) return false;
    this.drop(slot, 'deleted');
    return true;
  }

  pin(key: Key): boolean {
    const slot = this.slots.get(key);
    if (slot === undefined) return false;
    if (this.pins[slot] === 0xffff) throw new RangeError(`entry ${key} is pinned too often`);
    this.pins[slot]!++;
    if (this.homes[slot] !== PINNED) this.move(slot, PINNED);
    return true;
  }

  unpin(key: Key): boolean {
    const slot = this.slots.get(key);
    if (slot === undefined || this.pins[slot] === 0) return false;
    this.pins[slot]!--;
    if (this.pins[slot] === 0) {
      this.move(slot, this.sketch ? PROTECTED : WINDOW);
      this.demote();
      this.makeRoom();
    }
    return true;
  }

  resize({ maxEntries = this.maxEntries, maxWeight = this.maxWeight }): void {
    checkLimits(maxEntries, maxWeight);
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    this.demote();
    this.makeRoom();
  }

  evictTo(weight: number): number {
    const before = this.weight;
    while (this.weight > weight && this.evict()) {}
    return before - this.weight;
  }

  expire(entries: number): number {
    if (this.options.ttl === undefined) return 0;
    let count = 0;
    for (let i = Math.min(entries, this.used - LISTS); i > 0; i--) {
      this.hand = this.hand + 1 < this.used ? this.hand + 1 : LISTS;
      if (this.keys[this.hand] === undefined || !this.isTooOld(this.hand)) continue;
      this.drop(this.hand, 'expired');
      count++;
    }
    return count;
  }

  clear(): void {
    const { keys, values } = this;
    const { dispose } = this.options;
    this.slots.clear();
    this.lists.clear();
    this.keys = [];
    this.values = [];
    this.pins.fill(0);
    this.held.fill(0);
    this.free.length = 0;
    this.used = LISTS;
    this.hand = LISTS;
    this.weight = 0;
    this.sketch?.clear();
    for (const name in this.stats) this.stats[name as keyof CacheStats] = 0;
    if (!dispose) return;
    for (let slot = LISTS; slot < keys.length; slot++) {
      if (keys[slot] !== undefined) dispose(values[slot]!, keys[slot]!, 'deleted');
    }
  }

  private add(key: Key, value: Value, weight: number): void {
    const slot = this.free.pop() ?? this.nextSlot();
    this.slots.set(key, slot);
    this.keys[slot] = key;
    this.values[slot] = value;
    this.weights[slot] = weight;
    this.pins[slot] = 0;
    this.weight += weight;
    this.stamp(slot);
    this.put(slot, WINDOW);
    if (this.sketch && this.slots.size > this.sketch.keys) this.sketch.grow(this.slots.size * 2);
  }

  private replace(slot: number, value: Value, weight: number): void {
    const before = this.values[slot]!;
    this.held[this.homes[slot]!]! += this.share(weight) - this.share(this.weights[slot]!);
    this.weight += weight - this.weights[slot]!;
    this.weights[slot] = weight;
    this.values[slot] = value;
    this.stamp(slot);
    this.use(slot);
    if (before !== value) this.options.dispose?.(before, this.keys[slot]!, 'replaced');
  }

  private nextSlot(): number {
    const slot = this.used++;
    if (slot < this.weights.length) return slot;
    const room = this.weights.length * 2;
    this.lists.reserve(room);
    this.weights = copied(this.weights, new Float64Array(room));
    this.homes = copied(this.homes, new Uint8Array(room));
    this.pins = copied(this.pins, new Uint16Array(room));
    if (this.options.ttl !== undefined) this.born = copied(this.born, new Float64Array(room));
    return slot;
  }

  private stamp(slot: number): void {
    if (this.options.ttl !== undefined) this.born[slot] = this.options.now!();
  }

  private isTooOld(slot: number): boolean {
    const { ttl, now } = this.options;
    return ttl !== undefined && this.pins[slot] === 0 && now!() - this.born[slot]! >= ttl;
  }

  /** Moves an entry to where those used lately are. */
  private use(slot: number): void {
    const home = this.homes[slot]!;
    if (home === PINNED) return;
    this.move(slot, home === PROBATION ? PROTECTED : home);
    if (home === PROBATION) this.demote();
  }

  /** What is protected beyond its share is so no more. */
  private demote(): void {
    const most = (this.limit() - this.windowLimit()) * PROTECTED_SHARE;
    while (this.held[PROTECTED]! > most) this.move(this.lists.last(PROTECTED), PROBATION);
  }

  private makeRoom(): void {
    this.spill();
    while (this.isOver() && this.evict()) {}
  }

  /**
   * Hands on what the window has too much of, but for the entry that came last. Where there is no room, it stays only if it is used more
   * often than what would go for it.
   */
  private spill(): void {
    const { lists, sketch } = this;
    if (!sketch) return;
    const most = this.windowLimit();
    for (;;) {
      const slot = lists.last(WINDOW);
      if (!(this.held[WINDOW]! > most) || lists.before(slot) === WINDOW) return;
      const main = this.lastOfMain();
      if (!this.isOver()) this.move(slot, PROBATION);
      else if (main >= LISTS && this.isDearer(slot, main)) this.drop(main, 'evicted');
      else this.drop(slot, 'evicted');
    }
  }

  private isDearer(slot: number, than: number): boolean {
    const { keys, sketch } = this;
    return sketch!.countOf(hashOf(keys[slot]!)) > sketch!.countOf(hashOf(keys[than]!));
  }

  private isOver(): boolean {
    return this.slots.size > this.maxEntries || this.weight > this.maxWeight;
  }

  /** Lets one entry go. Returns false if all are pinned. */
  private evict(): boolean {
    const main = this.lastOfMain();
    const slot = main >= LISTS ? main : this.lists.last(WINDOW);
    return slot >= LISTS && this.drop(slot, 'evicted');
  }

  private lastOfMain(): number {
    const slot = this.lists.last(PROBATION);
    return slot === PROBATION ? this.lists.last(PROTECTED) : slot;
  }

  private limit(): number {
    return this.options.weigh ? this.maxWeight : this.maxEntries;
  }

  private windowLimit(): number {
    const { climber } = this;
    if (!climber) return this.limit();
    climber.climb(this.slots.size);
    const share = this.limit() * climber.share;
    return this.options.weigh ? share : Math.max(1, share);
  }

  private share(weight: number): number {
    return this.options.weigh ? weight : 1;
  }

  private put(slot: number, home: number): void {
    this.homes[slot] = home;
    this.held[home]! += this.share(this.weights[slot]!);
    this.lists.push(home, slot);
  }

  private move(slot: number, home: number): void {
    this.held[this.homes[slot]!]! -= this.share(this.weights[slot]!);
    this.lists.take(slot);
    this.put(slot, home);
  }

  private drop(slot: number, loss: CacheLoss): true {
    const key = this.keys[slot]!;
    const value = this.values[slot]!;
    this.held[this.homes[slot]!]! -= this.share(this.weights[slot]!);
    this.lists.take(slot);
    this.slots.delete(key);
    this.keys[slot] = undefined;
    this.values[slot] = undefined;
    this.weight -= this.weights[slot]!;
    this.free.push(slot);
    if (loss === 'evicted') this.stats.evicted++;
    if (loss === 'expired') this.stats.expired++;
    this.options.dispose?.(value, key, loss);
    return true;
  }
}

export function checkLimits(maxEntries: number, maxWeight: number): void {
  if (!(maxEntries >= 1)) throw new RangeError(`maxEntries is ${maxEntries}; give 1 or more`);
  if (!(maxWeight > 0)) throw new RangeError(`maxWeight is ${maxWeight}; give a number above 0`);
}

function copied<A extends Float64Array | Uint8Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
