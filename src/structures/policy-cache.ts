import { checkLimits } from './cache-limits';
import { CacheSlots, firstRoom, GONE } from './cache-slots';
import { CacheTuner } from './cache-tuner';
import type { Cache, CacheLoss, CacheOptions, CacheStats } from './cache-types';
import { LISTS, LinkedSlots } from './linked-slots';

/** Lists of slots. */
const WINDOW = 0;
const PROBATION = 1;
const PROTECTED = 2;
const PINNED = 3;
const OLDEST_FIRST = [PROBATION, PROTECTED, WINDOW, PINNED];
/** Of what is not the window's. */
const PROTECTED_SHARE = 0.8;

export class PolicyCache<Key extends number | string, Value> implements Cache<Key, Value> {
  readonly stats: CacheStats = { hits: 0, misses: 0, evicted: 0, expired: 0, refused: 0 };
  size = 0;
  weight = 0;
  pinnedSize = 0;
  pinnedWeight = 0;

  private readonly slots: CacheSlots<Key, Value>;
  private readonly lists: LinkedSlots;
  /** What each list weighs: with `maxWeight` by weight, else by entries. */
  private readonly held = new Float64Array(LISTS);
  /** What the window, and what is protected, may weigh at most. */
  private readonly most = new Float64Array(LISTS);
  private readonly tuner: CacheTuner | undefined;
  private hand = LISTS;
  /** The key that was asked for in vain last: it is mostly the one that is set next. */
  private absent: Key | undefined;

  private maxEntries: number;
  private maxWeight: number;
  private isWeighed: boolean;
  private readonly options: CacheOptions<Key, Value>;

  constructor(maxEntries: number, maxWeight: number, options: CacheOptions<Key, Value>) {
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    this.isWeighed = maxWeight < Number.POSITIVE_INFINITY;
    this.options = options;
    const room = firstRoom(maxEntries);
    this.slots = new CacheSlots(room, options);
    this.lists = new LinkedSlots(room);
    if (options.policy === 'lru') return;
    this.tuner = new CacheTuner(maxEntries, room);
    this.share();
  }

  get bytes(): number {
    const { lists, slots, tuner } = this;
    return lists.bytes + slots.bytes + (tuner ? tuner.bytes : 0);
  }

  // Few and small functions for what is there, so that they become one.
  get(key: Key): Value | undefined {
    const { slots, tuner } = this;
    const slot = slots.byKey.get(key);
    if (slots.homes[slot] === GONE || (slots.ages && slots.isTooOld(slot)))
      return this.miss(slot, key);
    this.stats.hits++;
    if (tuner) {
      tuner.counts.hit(slot);
      if (!tuner.isTrying) tuner.climber.requests++;
      else if (tuner.hit(slot, this.shareOf(slot))) this.forget(tuner, this.maxWeight);
    }
    this.use(slot);
    return slots.values[slot];
  }

  peek(key: Key): Value | undefined {
    const slot = this.slotOf(key);
    return slot < LISTS || this.slots.isTooOld(slot) ? undefined : this.slots.values[slot];
  }

  has(key: Key): boolean {
    const slot = this.slotOf(key);
    return slot >= LISTS && !this.slots.isTooOld(slot);
  }

  set(key: Key, value: Value): boolean {
    const { weigh } = this.options;
    const weight = weigh ? weigh(value, key) : 1;
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`entry ${key} weighs ${weight}; give a number above 0`);
    }
    const slot = key === this.absent ? 0 : this.slots.byKey.get(key);
    const isHere = this.slots.isHere(slot);
    if (weight > this.maxWeight) {
      this.stats.refused++;
      if (isHere) this.drop(slot, 'replaced');
      return false;
    }
    if (isHere) this.replace(slot, value, weight);
    else this.add(slot || this.enter(key), value, weight);
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
    if (pins[slot]!++ === 0) this.countPinned(1, this.slots.weights[slot]!);
    if (homes[slot] !== PINNED) this.move(slot, PINNED);
    return true;
  }

  unpin(key: Key): boolean {
    const { pins } = this.slots;
    const slot = this.slotOf(key);
    if (slot < LISTS || pins[slot] === 0) return false;
    pins[slot]!--;
    if (pins[slot] === 0) {
      this.countPinned(-1, -this.slots.weights[slot]!);
      this.move(slot, this.tuner ? PROTECTED : WINDOW);
      this.demote();
      this.makeRoom();
    }
    return true;
  }

  resize({ maxEntries = this.maxEntries, maxWeight = this.maxWeight }): void {
    checkLimits(maxEntries, maxWeight, this.options.weigh !== undefined);
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
    if (!slots.ages) return 0;
    let count = 0;
    for (let i = Math.min(entries, slots.used - LISTS); i > 0; i--) {
      this.hand = this.hand + 1 < slots.used ? this.hand + 1 : LISTS;
      const isEntry = slots.keys[this.hand] !== undefined && slots.isHere(this.hand);
      if (!isEntry || !this.slots.isTooOld(this.hand)) continue;
      this.drop(this.hand, 'expired');
      count++;
    }
    return count;
  }

  clear(): void {
    const { dispose } = this.options;
    const gone = dispose ? this.slots.entries() : [];
    this.slots.clear();
    this.lists.clear();
    this.tuner?.clear();
    this.held.fill(0);
    this.hand = LISTS;
    this.weight = 0;
    this.size = 0;
    this.countPinned(-this.pinnedSize, 0);
    for (const name in this.stats) this.stats[name as keyof CacheStats] = 0;
    for (const [key, value] of gone) dispose!(value, key, 'deleted');
  }

  private add(slot: number, value: Value, weight: number): void {
    const { slots, tuner } = this;
    tuner?.recent.remove(slot, this.shareOf(slot));
    slots.values[slot] = value;
    slots.weights[slot] = weight;
    slots.pins[slot] = 0;
    this.weight += weight;
    this.size++;
    this.slots.stamp(slot);
    this.put(slot, WINDOW);
    if (!tuner) return;
    if (tuner.isTrying) tuner.recent.follow(slot, this.shareOf(slot));
    if (this.size > tuner.counts.keys) tuner.counts.grow(this.size * 2);
  }

  /** Slot for a key that has none. */
  private enter(key: Key): number {
    const { slots, lists, tuner } = this;
    const slot = slots.add(key);
    this.absent = undefined;
    if (slots.capacity > lists.capacity) {
      lists.reserve(slots.capacity);
      tuner?.reserve(slots.capacity);
    }
    tuner?.enter(slot, key);
    return slot;
  }

  private replace(slot: number, value: Value, weight: number): void {
    const { slots, held, tuner } = this;
    const before = slots.values[slot]!;
    held[slots.homes[slot]!]! -= this.shareOf(slot);
    tuner?.recent.remove(slot, this.shareOf(slot));
    const more = weight - slots.weights[slot]!;
    this.weight += more;
    if (slots.pins[slot] !== 0) this.countPinned(0, more);
    slots.weights[slot] = weight;
    slots.values[slot] = value;
    held[slots.homes[slot]!]! += this.shareOf(slot);
    if (tuner?.isTrying) tuner.recent.follow(slot, this.shareOf(slot));
    this.slots.stamp(slot);
    this.use(slot);
    if (before !== value) this.options.dispose?.(before, slots.keys[slot]!, 'replaced');
  }

  /** A request for what is not here: of which nothing is known, or the key, or which is too old. */
  private miss(slot: number, key: Key): undefined {
    const { tuner } = this;
    const isHere = this.slots.isHere(slot);
    if (slot < LISTS) this.absent = key;
    if (tuner && slot < LISTS) tuner.miss(key);
    else if (tuner) tuner.missKnown(slot, isHere);
    if (isHere) this.drop(slot, 'expired');
    this.stats.misses++;
    return undefined;
  }

  /** Forgets the keys used longest ago until the others weigh no more than that. */
  private forget(
    { recent, counts }: CacheTuner,
    maxWeight: number,
    maxEntries = this.maxEntries,
  ): void {
    const { oneIn } = recent;
    while (
      recent.count * oneIn > maxEntries ||
      (this.isWeighed && recent.held * oneIn > maxWeight)
    ) {
      const slot = recent.last();
      if (slot < LISTS) return;
      recent.remove(slot, this.shareOf(slot));
      if (this.slots.homes[slot] !== GONE) continue;
      counts.leave(slot, this.slots.keys[slot]!);
      this.slots.forget(slot);
    }
  }

  /** Slot of an entry, 0 if there is none. */
  private slotOf(key: Key): number {
    const slot = this.slots.byKey.get(key);
    return this.slots.isHere(slot) ? slot : 0;
  }

  /** Moves an entry to where those used lately are. */
  private use(slot: number): void {
    const home = this.slots.homes[slot]!;
    if (home === PROBATION) {
      this.move(slot, PROTECTED);
      this.demote();
    } else if (home !== PINNED) this.lists.renew(home, slot);
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
  private spill(tuner: CacheTuner): void {
    const { lists, held, most } = this;
    if (tuner.climber.climb(this.size)) this.shift(tuner);
    while (held[WINDOW]! > most[WINDOW]!) {
      const slot = lists.last(WINDOW);
      if (lists.before(slot) === WINDOW) return;
      const main = this.lastOfMain();
      if (!this.isOver()) this.move(slot, PROBATION);
      else if (main >= LISTS && tuner.isDearer(slot, main)) this.drop(main, 'evicted');
      else this.drop(slot, 'evicted');
    }
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

  /**
   * Goes by what the climber found. Only while something is tried, the keys are kept that a cache would have which lets go of what was used longest ago:
   * until then it was one itself.
   */
  private shift(tuner: CacheTuner): void {
    this.share();
    const isTrying = tuner.climber.share < 1;
    if (isTrying === tuner.isTrying) return;
    tuner.isTrying = isTrying;
    if (!isTrying) {
      this.forget(tuner, this.maxWeight, 0);
      return;
    }
    const { lists } = this;
    tuner.recent.begin(lists.capacity, this.size);
    for (const home of OLDEST_FIRST) {
      for (let slot = lists.last(home); slot !== home; slot = lists.before(slot))
        tuner.recent.follow(slot, this.shareOf(slot));
    }
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
    this.isWeighed = !this.isWeighed;
    this.slots.addUp(this.isWeighed, this.held, this.tuner?.recent);
  }

  private countPinned(entries: number, weight: number): void {
    this.pinnedSize += entries;
    // Sums of fractions leave some behind.
    this.pinnedWeight = this.pinnedSize > 0 ? this.pinnedWeight + weight : 0;
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
    if (slots.pins[slot] !== 0) this.countPinned(-1, -slots.weights[slot]!);
    if (tuner && loss !== 'evicted') tuner.recent.remove(slot, this.shareOf(slot));
    if (!tuner?.recent.has(slot)) {
      tuner?.counts.leave(slot, key);
      slots.forget(slot);
    }
    if (loss === 'evicted') this.stats.evicted++;
    if (loss === 'expired') this.stats.expired++;
    this.options.dispose?.(value, key, loss);
    return true;
  }
}
