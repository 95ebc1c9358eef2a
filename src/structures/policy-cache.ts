import { CacheSlots, FIRST_ROOM, GONE } from './cache-slots';
import type { Cache, CacheLoss, CacheOptions, CacheStats } from './cache-types';
import { createFrequencySketch, type FrequencySketch, hashOf } from './frequency-sketch';
import { LISTS, LinkedSlots } from './linked-slots';
import { RecentKeys } from './recent-keys';
import { createWindowClimber, type WindowClimber } from './window-climber';

/** Lists of slots. */
const WINDOW = 0;
const PROBATION = 1;
const PROTECTED = 2;
const PINNED = 3;
/** Of what is not the window's. */
const PROTECTED_SHARE = 0.8;
const FIRST_KEYS = 1024;

export class PolicyCache<Key extends number | string, Value> implements Cache<Key, Value> {
  readonly stats: CacheStats = { hits: 0, misses: 0, evicted: 0, expired: 0, refused: 0 };
  size = 0;
  weight = 0;

  private readonly slots: CacheSlots<Key, Value>;
  private readonly lists = new LinkedSlots(FIRST_ROOM);
  /** What each list weighs: with `maxWeight` by weight, else by entries. */
  private readonly held = new Float64Array(LISTS);
  /** What the window, and what is protected, may weigh at most. */
  private readonly most = new Float64Array(LISTS);
  private readonly tuner: Tuner | undefined;
  private hand = LISTS;

  private maxEntries: number;
  private maxWeight: number;
  private isWeighed: boolean;
  private readonly options: CacheOptions<Key, Value>;

  constructor(maxEntries: number, maxWeight: number, options: CacheOptions<Key, Value>) {
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    this.isWeighed = maxWeight < Number.POSITIVE_INFINITY;
    this.options = options;
    this.slots = new CacheSlots(options.ttl !== undefined);
    if (options.policy === 'lru') return;
    this.tuner = {
      sketch: createFrequencySketch(Math.min(maxEntries, FIRST_KEYS)),
      climber: createWindowClimber(),
      recent: new RecentKeys(FIRST_ROOM),
    };
    this.share();
  }

  get bytes(): number {
    const { lists, slots, tuner } = this;
    return lists.bytes + slots.bytes + (tuner ? tuner.sketch.bytes + tuner.recent.bytes : 0);
  }

  get(key: Key): Value | undefined {
    const { slots } = this;
    const slot = slots.byKey.get(key);
    if (this.tuner) this.learn(this.tuner, key, slot);
    if (slot !== undefined && slots.homes[slot] !== GONE) {
      if (!this.isTooOld(slot)) {
        this.stats.hits++;
        this.use(slot);
        return slots.values[slot];
      }
      this.drop(slot, 'expired');
    }
    this.stats.misses++;
    return undefined;
  }

  peek(key: Key): Value | undefined {
    const slot = this.slotOf(key);
    return slot < LISTS || this.isTooOld(slot) ? undefined : this.slots.values[slot];
  }

  has(key: Key): boolean {
    const slot = this.slotOf(key);
    return slot >= LISTS && !this.isTooOld(slot);
  }

  set(key: Key, value: Value): boolean {
    const { weigh } = this.options;
    const weight = weigh ? weigh(value, key) : 1;
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`entry ${key} weighs ${weight}; give a number above 0`);
    }
    const slot = this.slots.byKey.get(key);
    const isHere = this.slots.isHere(slot);
    if (weight > this.maxWeight) {
      this.stats.refused++;
      if (isHere) this.drop(slot, 'replaced');
      return false;
    }
    if (isHere) this.replace(slot, value, weight);
    else this.add(slot ?? this.slots.add(key), value, weight);
    this.makeRoom();
    if (this.tuner) this.forget(this.tuner, this.maxWeight);
    return true;
  }

  delete(key: Key): boolean {
    const slot = this.slotOf(key);
    return slot >= LISTS && this.drop(slot, 'deleted');
  }

  pin(key: Key): boolean {
    const { pins, homes } = this.slots;
    const slot = this.slotOf(key);
    if (slot < LISTS) return false;
    if (pins[slot] === 0xffff) throw new RangeError(`entry ${key} is pinned too often`);
    pins[slot]!++;
    if (homes[slot] !== PINNED) this.move(slot, PINNED);
    return true;
  }

  unpin(key: Key): boolean {
    const { pins } = this.slots;
    const slot = this.slotOf(key);
    if (slot < LISTS || pins[slot] === 0) return false;
    pins[slot]!--;
    if (pins[slot] === 0) {
      this.move(slot, this.tuner ? PROTECTED : WINDOW);
      this.demote();
      this.makeRoom();
    }
    return true;
  }

  resize({ maxEntries = this.maxEntries, maxWeight = this.maxWeight }): void {
    checkLimits(maxEntries, maxWeight);
    if (maxWeight < Number.POSITIVE_INFINITY && !this.options.weigh) {
      throw new RangeError('maxWeight needs weigh');
    }
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    if (this.isWeighed !== maxWeight < Number.POSITIVE_INFINITY) this.weighAnew();
    this.share();
    this.demote();
    this.makeRoom();
    if (this.tuner) this.forget(this.tuner, maxWeight);
  }

  evictTo(weight: number): number {
    const before = this.weight;
    while (this.weight > weight && this.evict()) {}
    // What any cache would have let go of now speaks for none.
    if (this.tuner) this.forget(this.tuner, weight);
    return before - this.weight;
  }

  expire(entries: number): number {
    const { slots } = this;
    if (this.options.ttl === undefined) return 0;
    let count = 0;
    for (let i = Math.min(entries, slots.used - LISTS); i > 0; i--) {
      this.hand = this.hand + 1 < slots.used ? this.hand + 1 : LISTS;
      const isEntry = slots.keys[this.hand] !== undefined && slots.isHere(this.hand);
      if (!isEntry || !this.isTooOld(this.hand)) continue;
      this.drop(this.hand, 'expired');
      count++;
    }
    return count;
  }

  clear(): void {
    const { keys, values, homes } = this.slots;
    const { dispose } = this.options;
    const gone: [Key, Value][] = [];
    for (let slot = LISTS; dispose && slot < keys.length; slot++) {
      if (keys[slot] !== undefined && homes[slot] !== GONE) gone.push([keys[slot]!, values[slot]!]);
    }
    this.slots.clear();
    this.lists.clear();
    this.tuner?.recent.clear();
    this.tuner?.sketch.clear();
    this.held.fill(0);
    this.hand = LISTS;
    this.weight = 0;
    this.size = 0;
    for (const name in this.stats) this.stats[name as keyof CacheStats] = 0;
    for (const [key, value] of gone) dispose!(value, key, 'deleted');
  }

  private add(slot: number, value: Value, weight: number): void {
    const { slots, tuner } = this;
    if (slots.capacity > this.lists.capacity) this.reserve(slots.capacity);
    tuner?.recent.remove(slot, this.shareOf(slot));
    slots.values[slot] = value;
    slots.weights[slot] = weight;
    slots.pins[slot] = 0;
    this.weight += weight;
    this.size++;
    this.stamp(slot);
    this.put(slot, WINDOW);
    if (!tuner) return;
    tuner.recent.add(slot, this.shareOf(slot));
    if (this.size > tuner.sketch.keys) tuner.sketch.grow(this.size * 2);
  }

  private reserve(capacity: number): void {
    this.lists.reserve(capacity);
    this.tuner?.recent.reserve(capacity);
  }

  private replace(slot: number, value: Value, weight: number): void {
    const { slots, held, tuner } = this;
    const before = slots.values[slot]!;
    held[slots.homes[slot]!]! -= this.shareOf(slot);
    tuner?.recent.remove(slot, this.shareOf(slot));
    this.weight += weight - slots.weights[slot]!;
    slots.weights[slot] = weight;
    slots.values[slot] = value;
    held[slots.homes[slot]!]! += this.shareOf(slot);
    tuner?.recent.add(slot, this.shareOf(slot));
    this.stamp(slot);
    this.use(slot);
    if (before !== value) this.options.dispose?.(before, slots.keys[slot]!, 'replaced');
  }

  /** Counts a request: how often for the key, and whether it would be here if what was used longest ago went first. */
  private learn(tuner: Tuner, key: Key, slot: number | undefined): void {
    const { recent, climber } = tuner;
    tuner.sketch.add(hashOf(key));
    if (slot === undefined) {
      climber.saw(false, false);
      return;
    }
    const wouldBe = recent.has(slot);
    climber.saw(this.slots.homes[slot] !== GONE, wouldBe);
    if (wouldBe) recent.use(slot);
    else {
      recent.add(slot, this.shareOf(slot));
      this.forget(tuner, this.maxWeight);
    }
  }

  /** Forgets the keys used longest ago until the others weigh no more than that. */
  private forget({ recent }: Tuner, maxWeight: number): void {
    while (recent.count > this.maxEntries || (this.isWeighed && recent.held > maxWeight)) {
      const slot = recent.last();
      if (slot < LISTS) return;
      recent.remove(slot, this.shareOf(slot));
      if (this.slots.homes[slot] === GONE) this.slots.forget(slot);
    }
  }

  /** Slot of an entry, 0 if there is none. */
  private slotOf(key: Key): number {
    const slot = this.slots.byKey.get(key);
    return this.slots.isHere(slot) ? slot : 0;
  }

  private stamp(slot: number): void {
    if (this.options.ttl !== undefined) this.slots.born[slot] = this.options.now!();
  }

  private isTooOld(slot: number): boolean {
    const { ttl, now } = this.options;
    if (ttl === undefined) return false;
    const { pins, born } = this.slots;
    return pins[slot] === 0 && now!() - born[slot]! >= ttl;
  }

  /** Moves an entry to where those used lately are. */
  private use(slot: number): void {
    const home = this.slots.homes[slot]!;
    if (home === PROBATION) {
      this.move(slot, PROTECTED);
      this.demote();
    } else if (home !== PINNED) {
      this.lists.take(slot);
      this.lists.push(home, slot);
    }
  }

  /** What is protected beyond its share is so no more. */
  private demote(): void {
    const { held, most } = this;
    while (held[PROTECTED]! > most[PROTECTED]!) this.move(this.lists.last(PROTECTED), PROBATION);
  }

  private makeRoom(): void {
    if (this.tuner) this.spill(this.tuner);
    while (this.isOver() && this.evict()) {}
  }

  /**
   * Hands on what the window has too much of, but for the entry that came last. Where there is no room, it stays only if it is used more
   * often than what would go for it.
   */
  private spill({ climber, sketch }: Tuner): void {
    const { lists, held, most } = this;
    if (climber.climb(this.size)) this.share();
    while (held[WINDOW]! > most[WINDOW]!) {
      const slot = lists.last(WINDOW);
      if (lists.before(slot) === WINDOW) return;
      const main = this.lastOfMain();
      if (!this.isOver()) this.move(slot, PROBATION);
      else if (main >= LISTS && this.isDearer(sketch, slot, main)) this.drop(main, 'evicted');
      else this.drop(slot, 'evicted');
    }
  }

  /**
   * Whether an entry is used clearly more often than another one. By one is not: of entries that are used in turn, one was counted already in this turn
   * and the other one, which is due next, was not.
   */
  private isDearer(sketch: FrequencySketch, slot: number, than: number): boolean {
    const { keys } = this.slots;
    const count = sketch.countOf(hashOf(keys[slot]!));
    // What came once is not, whatever the other one is.
    return count > 1 && count > sketch.countOf(hashOf(keys[than]!)) + 1;
  }

  private isOver(): boolean {
    return this.size > this.maxEntries || this.weight > this.maxWeight;
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

  /** Shares out the room there is. */
  private share(): void {
    const { tuner, most } = this;
    const limit = this.isWeighed ? this.maxWeight : this.maxEntries;
    const recent = tuner ? limit * tuner.climber.share : limit;
    most[WINDOW] = this.isWeighed ? recent : Math.max(1, recent);
    most[PROTECTED] = (limit - most[WINDOW]!) * PROTECTED_SHARE;
  }

  private shareOf(slot: number): number {
    return this.isWeighed ? this.slots.weights[slot]! : 1;
  }

  /** Adds up what lists hold when it is weighed from now on, or counted. */
  private weighAnew(): void {
    const { slots, held, tuner } = this;
    this.isWeighed = !this.isWeighed;
    held.fill(0);
    if (tuner) tuner.recent.held = 0;
    for (let slot = LISTS; slot < slots.used; slot++) {
      if (slots.keys[slot] === undefined) continue;
      if (slots.isHere(slot)) held[slots.homes[slot]!]! += this.shareOf(slot);
      if (tuner?.recent.has(slot)) tuner.recent.held += this.shareOf(slot);
    }
  }

  private put(slot: number, home: number): void {
    this.slots.homes[slot] = home;
    this.held[home]! += this.shareOf(slot);
    this.lists.push(home, slot);
  }

  private move(slot: number, home: number): void {
    this.held[this.slots.homes[slot]!]! -= this.shareOf(slot);
    this.lists.take(slot);
    this.put(slot, home);
  }

  private drop(slot: number, loss: CacheLoss): true {
    const { slots, tuner } = this;
    const key = slots.keys[slot]!;
    const value = slots.values[slot]!;
    this.held[slots.homes[slot]!]! -= this.shareOf(slot);
    this.lists.take(slot);
    slots.values[slot] = undefined;
    slots.homes[slot] = GONE;
    this.weight -= slots.weights[slot]!;
    this.size--;
    if (tuner && loss !== 'evicted') tuner.recent.remove(slot, this.shareOf(slot));
    if (!tuner?.recent.has(slot)) slots.forget(slot);
    if (loss === 'evicted') this.stats.evicted++;
    if (loss === 'expired') this.stats.expired++;
    this.options.dispose?.(value, key, loss);
    return true;
  }
}

/** What a cache knows to tell what is used often from what was used of late. */
type Tuner = {
  readonly sketch: FrequencySketch;
  readonly climber: WindowClimber;
  readonly recent: RecentKeys;
};

export function checkLimits(maxEntries: number, maxWeight: number): void {
  if (!(maxEntries >= 1)) throw new RangeError(`maxEntries is ${maxEntries}; give 1 or more`);
  if (!(maxWeight > 0)) throw new RangeError(`maxWeight is ${maxWeight}; give a number above 0`);
}
