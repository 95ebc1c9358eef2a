import type { CacheLoss } from '../../src/structures';
import { hashOf } from '../../src/structures/frequency-sketch';
import { KeyCounts } from '../../src/structures/key-counts';
import { createWindowClimber } from '../../src/structures/window-climber';

export type Value = { weight: number };
export type Limits = { maxEntries: number; maxWeight: number };
type Entry = { key: number; value: Value; pins: number; born: number };
type Trace = { key: number; weight: number };

/** Of all room but the window's. */
const PROTECTED = 0.8;
const FEWEST_SLOTS = 16;
const MOST_FIRST_SLOTS = 128;
/** Slots that no key has: the ends of the four lists. */
const ENDS = 4;
/** By slot: a list of two links, a weight, a list, pins, how often its key came, whether it is followed where one in four is. */
const SLOT_BYTES = 8 + 8 + 1 + 2 + 1 + 1;
/** By slot, where the keys used last are kept: a list of two links, and whether it is one of them. */
const RECENT_BYTES = 8 + 1;
/** Entries from which on one key in four is followed, for all. */
const MANY = 128;
/** Of the counters: 4 bytes, four times for each key that is told apart. */
const COUNTER_BYTES = 16;

/**
 * What a cache does that lets go first of what was used seldom: four arrays of entries and one of the keys that were used last, each with the one
 * used last at its beginning, searched from end to end. How often keys come it is told by the real counters, and how much the window
 * gets by the real climber: both have tests of their own.
 */
export class PolicyModel {
  window: Entry[] = [];
  probation: Entry[] = [];
  protected: Entry[] = [];
  pinned: Entry[] = [];
  /** Keys that a cache would have which lets go of what was used longest ago. */
  recent: Trace[] = [];
  lost: string[] = [];
  /** Whether these are in no order. */
  isMixed = false;
  stats = { hits: 0, misses: 0, evicted: 0, expired: 0, refused: 0 };
  now = 0;
  limits: Limits;

  private counts: KeyCounts;
  private climber = createWindowClimber();
  private isTrying = false;
  private oneIn = 1;
  /** Places of keys in the counters. */
  private places = new Map<number, number>();
  private mostKeys = 0;
  private slots = FEWEST_SLOTS;
  private recentSlots = 0;
  private mapRoom = FEWEST_SLOTS;
  private readonly ttl: number | undefined;

  constructor(limits: Limits, ttl: number | undefined) {
    this.limits = { ...limits };
    this.ttl = ttl;
    this.counts = new KeyCounts(Math.min(limits.maxEntries, 1024), 4096);
    while (this.slots < Math.min(MOST_FIRST_SLOTS, limits.maxEntries + ENDS)) this.slots *= 2;
    while ((this.mapRoom * 5) / 8 < this.slots / 2) this.mapRoom *= 2;
  }

  get entries(): Entry[] {
    return [...this.window, ...this.probation, ...this.protected, ...this.pinned];
  }

  get size(): number {
    return this.window.length + this.probation.length + this.protected.length + this.pinned.length;
  }

  get weight(): number {
    return this.entries.reduce((sum, { value }) => sum + value.weight, 0);
  }

  get bytes(): number {
    const slot = SLOT_BYTES + (this.ttl === undefined ? 0 : 8);
    const recent = Math.max(this.recentSlots * RECENT_BYTES, ENDS * 8);
    return this.slots * slot + recent + (this.mapRoom + 1) * 8 + this.counts.keys * COUNTER_BYTES;
  }

  find(key: number): Entry | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  isGood(entry: Entry | undefined): entry is Entry {
    if (!entry) return false;
    return this.ttl === undefined || entry.pins > 0 || this.now - entry.born < this.ttl;
  }

  get(key: number): Value | undefined {
    const entry = this.find(key);
    this.learn(key, entry);
    if (entry && !this.isGood(entry)) this.drop(entry, 'expired');
    else if (entry) {
      this.stats.hits++;
      this.use(entry);
      return entry.value;
    }
    this.stats.misses++;
    return undefined;
  }

  set(key: number, value: Value): boolean {
    const entry = this.find(key);
    if (value.weight > this.limits.maxWeight) {
      this.stats.refused++;
      if (entry) this.drop(entry, 'replaced');
      return false;
    }
    if (this.isTrying && this.follows(key)) {
      this.recent = this.recent.filter((trace) => trace.key !== key);
      this.recent.unshift({ key, weight: value.weight });
    }
    if (entry) {
      this.lost.push(`replaced ${key}:${entry.value.weight}`);
      Object.assign(entry, { value, born: this.now });
      this.use(entry);
    } else {
      this.place(key);
      this.window.unshift({ key, value, pins: 0, born: this.now });
      if (this.size > this.counts.keys) this.counts.grow(this.size * 2);
    }
    this.makeRoom();
    this.forget(this.limits.maxWeight);
    return true;
  }

  /** Gives a key a place in the counters, if it has none. */
  private place(key: number): void {
    if (this.places.has(key)) return;
    let place = ENDS;
    const taken = new Set(this.places.values());
    while (taken.has(place)) place++;
    // A map of its own; the key 0 is beside it.
    if (key !== 0 && this.places.size >= (this.mapRoom / 8) * 5) this.mapRoom *= 2;
    this.places.set(key, place);
    this.counts.enter(place, key);
    this.note();
  }

  /** Keys that are neither here nor would be give their places back. */
  private settle(): void {
    const kept = new Set(this.recent.map(({ key }) => key));
    for (const { key } of this.entries) kept.add(key);
    for (const [key, place] of this.places) {
      if (kept.has(key)) continue;
      this.counts.leave(place, key);
      this.places.delete(key);
    }
  }

  delete(key: number): boolean {
    const entry = this.find(key);
    if (entry) this.drop(entry, 'deleted');
    return entry !== undefined;
  }

  pin(key: number): boolean {
    const entry = this.find(key);
    if (entry && entry.pins++ === 0) this.move(entry, this.pinned);
    return entry !== undefined;
  }

  unpin(key: number): boolean {
    const entry = this.pinned.find((each) => each.key === key);
    if (!entry) return false;
    if (--entry.pins > 0) return true;
    this.move(entry, this.protected);
    this.demote();
    this.makeRoom();
    return true;
  }

  resize(limits: Partial<Limits>): void {
    Object.assign(this.limits, limits);
    this.demote();
    this.makeRoom();
    this.forget(this.limits.maxWeight);
  }

  evictTo(weight: number): number {
    const before = this.weight;
    while (this.weight > weight && this.evict());
    this.forget(weight);
    return before - this.weight;
  }

  expire(): number {
    const old = this.entries.filter((entry) => !this.isGood(entry));
    for (const entry of old) this.drop(entry, 'expired');
    return old.length;
  }

  clear(): void {
    for (const { key, value } of this.entries) this.lost.push(`deleted ${key}:${value.weight}`);
    for (const list of [this.window, this.probation, this.protected, this.pinned]) list.length = 0;
    this.recent = [];
    this.mostKeys = 0;
    this.places.clear();
    this.counts.clear();
    this.stats = { hits: 0, misses: 0, evicted: 0, expired: 0, refused: 0 };
  }

  private get isWeighed(): boolean {
    return this.limits.maxWeight < Number.POSITIVE_INFINITY;
  }

  private get limit(): number {
    return this.isWeighed ? this.limits.maxWeight : this.limits.maxEntries;
  }

  private get windowLimit(): number {
    const share = this.limit * this.climber.share;
    // Where entries are counted there is always room for the one that comes.
    return this.isWeighed ? share : Math.max(1, share);
  }

  private get isOver(): boolean {
    return this.size > this.limits.maxEntries || this.weight > this.limits.maxWeight;
  }

  private held(list: Entry[]): number {
    return this.isWeighed ? list.reduce((sum, { value }) => sum + value.weight, 0) : list.length;
  }

  private listOf(entry: Entry): Entry[] {
    const lists = [this.window, this.probation, this.protected, this.pinned];
    return lists.find((list) => list.includes(entry))!;
  }

  private move(entry: Entry, to: Entry[]): void {
    const from = this.listOf(entry);
    from.splice(from.indexOf(entry), 1);
    to.unshift(entry);
  }

  private use(entry: Entry): void {
    const list = this.listOf(entry);
    if (list === this.pinned) return;
    if (list === this.probation) {
      this.move(entry, this.protected);
      this.demote();
    } else this.move(entry, list);
  }

  private demote(): void {
    while (this.held(this.protected) > (this.limit - this.windowLimit) * PROTECTED)
      this.move(this.protected.at(-1)!, this.probation);
  }

  private learn(key: number, entry: Entry | undefined): void {
    const place = this.places.get(key);
    if (place === undefined) this.counts.miss(key);
    else this.counts.hit(place);
    if (this.isTrying && !this.follows(key)) {
      this.climber.requests++;
      return;
    }
    const trace = this.recent.find((each) => each.key === key);
    const wouldBe = this.isTrying ? trace !== undefined : entry !== undefined;
    this.climber.saw(entry !== undefined, wouldBe, this.oneIn);
    if (trace) this.recent = [trace, ...this.recent.filter((each) => each !== trace)];
    else if (this.isTrying && this.isGood(entry)) {
      this.recent.unshift({ key, weight: entry.value.weight });
      this.forget(this.limits.maxWeight);
    }
  }

  private follows(key: number): boolean {
    return this.oneIn === 1 || hashOf(key) >>> 30 === 0;
  }

  private forget(maxWeight: number): void {
    const isTooMuch = () =>
      this.recent.length * this.oneIn > this.limits.maxEntries ||
      (this.isWeighed &&
        this.recent.reduce((sum, { weight }) => sum + weight, 0) * this.oneIn > maxWeight);
    while (this.recent.length > 0 && isTooMuch()) {
      this.recent.pop();
      this.settle();
    }
  }

  /** Begins to keep the keys that another cache would have when something is tried, and ends it. */
  private shift(): void {
    const isTrying = this.climber.share < 1;
    if (isTrying === this.isTrying) return;
    this.isTrying = isTrying;
    if (isTrying) {
      this.oneIn = this.size < MANY ? 1 : 4;
      const all = [...this.pinned, ...this.window, ...this.protected, ...this.probation];
      const followed = all.filter(({ key }) => this.follows(key));
      this.recent = followed.map(({ key, value }) => ({ key, weight: value.weight }));
      this.note();
    } else {
      while (this.recent.length > 0) {
        this.recent.pop();
        this.settle();
      }
    }
  }

  private makeRoom(): void {
    if (this.climber.climb(this.size)) this.shift();
    const most = this.windowLimit;
    // The one that came last stays in the window.
    while (this.held(this.window) > most && this.window.length > 1) {
      const coming = this.window.at(-1)!;
      const going = this.probation.at(-1) ?? this.protected.at(-1);
      if (!this.isOver) this.move(coming, this.probation);
      else if (going && this.countOf(coming) > this.countOf(going) + 1) this.drop(going, 'evicted');
      else this.drop(coming, 'evicted');
    }
    while (this.isOver && this.evict());
  }

  private countOf({ key }: Entry): number {
    return this.counts.of(this.places.get(key)!);
  }

  private evict(): boolean {
    const entry = this.probation.at(-1) ?? this.protected.at(-1) ?? this.window.at(-1);
    if (entry) this.drop(entry, 'evicted');
    return entry !== undefined;
  }

  private drop(entry: Entry, loss: CacheLoss): void {
    const list = this.listOf(entry);
    list.splice(list.indexOf(entry), 1);
    if (loss !== 'evicted') this.recent = this.recent.filter(({ key }) => key !== entry.key);
    if (loss === 'evicted') this.stats.evicted++;
    if (loss === 'expired') this.stats.expired++;
    this.lost.push(`${loss} ${entry.key}:${entry.value.weight}`);
    this.settle();
  }

  /** Slots there are: twice as many whenever there were too few for the most keys kept at once. */
  private note(): void {
    this.mostKeys = Math.max(this.mostKeys, this.places.size);
    while (this.mostKeys + ENDS > this.slots) this.slots *= 2;
    if (this.isTrying) this.recentSlots = Math.max(this.recentSlots, this.slots);
  }
}
