/** Why a value left the cache: no room, another for its key, too old, or asked for. */
export type CacheLoss = 'evicted' | 'replaced' | 'expired' | 'deleted';

/** What `createCache` needs: `maxEntries`, `maxWeight` or both. */
export type CacheOptions<Key extends number | string, Value> = {
  /** Most entries. */
  maxEntries?: number;
  /** Most weight of all entries: bytes, or whatever `weigh` counts. */
  maxWeight?: number;
  /** What an entry weighs, above 0; asked once, when it is set. Needed with `maxWeight`. */
  weigh?: (value: Value, key: Key) => number;
  /**
   * Who goes first. `lru`: what was used longest ago. `tiny-lfu`: what was used seldom of late, so that going once through many entries
   * does not push out those that are used again and again. @default 'tiny-lfu'
   */
  policy?: 'lru' | 'tiny-lfu';
  /** Called with each value that leaves, once it has left; it may use the cache. */
  dispose?: (value: Value, key: Key, loss: CacheLoss) => void;
  /** How long a value is good for while it is not pinned, ms by `now`. @default for ever */
  ttl?: number;
  /** The clock of `ttl`, ms. */
  now?: () => number;
};

/** Counters of a cache since it was made or cleared; one object, updated in place. */
export type CacheStats = {
  hits: number;
  misses: number;
  evicted: number;
  expired: number;
  /** Values that weighed more than all of the cache may. */
  refused: number;
};

/** Values by number or string, as many as there is room for. */
export type Cache<Key extends number | string, Value> = {
  readonly size: number;
  /** What all entries weigh: with pinned ones maybe more than `maxWeight`. */
  readonly weight: number;
  /** Entries that are pinned, and what they weigh: what `evictTo(0)` leaves. */
  readonly pinnedSize: number;
  readonly pinnedWeight: number;
  /** Bytes of the cache itself, without keys and values; an estimate of its map among them. */
  readonly bytes: number;
  readonly stats: Readonly<CacheStats>;
  /** The value, which counts as a use of it. */
  get(key: Key): Value | undefined;
  /** The value, and nothing else. */
  peek(key: Key): Value | undefined;
  has(key: Key): boolean;
  /** Keeps a value. Returns false, and keeps nothing for the key, if it weighs more than all entries may. */
  set(key: Key, value: Value): boolean;
  delete(key: Key): boolean;
  /** Keeps an entry until it is unpinned as many times: for what is on screen. Returns false if there is none. */
  pin(key: Key): boolean;
  unpin(key: Key): boolean;
  /** Changes what there is room for, and evicts what is too much. */
  resize(limits: { maxEntries?: number; maxWeight?: number }): void;
  /** Evicts until entries weigh no more than that, pinned ones apart. Returns the weight that went. */
  evictTo(weight: number): number;
  /** Looks at so many entries, goes on where it was left, and drops those that are too old. Returns how many went. */
  expire(entries: number): number;
  /** Drops all, pinned or not. */
  clear(): void;
};
