/// <reference lib="esnext.disposable" preserve="true" />

/**
 * How many objects a pool keeps. `fixed`: `size` of them and no more. `growing`: as many as were ever in use. `high-water`: as many as were in use
 * of late or are to be expected, others go bit by bit. `none`: none; each is made and dropped, for comparison.
 */
export type PoolStrategy = 'fixed' | 'growing' | 'high-water' | 'none';

/**
 * What a developer's pool does about objects that are used after their release. `proxy`: hands out a stand-in that throws then. `compare`: looks when
 * the object is handed out again whether something was written to it. `none`: finds double releases alone.
 */
export type PoolGuard = 'proxy' | 'compare' | 'none';

export type PoolOptions<T extends object> = {
  /** @default 'high-water' */
  strategy?: PoolStrategy;
  /** `fixed`: objects there are. Otherwise how many are kept at least. @default 0, needed for `fixed` */
  size?: number;
  /** Makes an object ready for its next user; called at its release. One that it throws for is not used again. */
  reset?: (item: T) => void;
  /** Called with an object that the pool lets go of. */
  dispose?: (item: T) => void;
  /** Bytes of one object, for the ledger: an estimate is better than nothing. @default 64 */
  itemBytes?: number;
  /** Checks that objects are released once and not used later. @default that of the app, false without one */
  developer?: boolean;
  /** @default 'proxy' for plain objects and arrays, 'compare' for all others, which a stand-in may not suit */
  guard?: PoolGuard;
};

/** Counters of a pool since it was made; one object, updated in place. */
export type PoolStats = {
  acquired: number;
  released: number;
  /** Objects made; what was acquired beyond them was used again. */
  made: number;
  /** Objects let go of. */
  dropped: number;
  /** Most in use at once. */
  highWater: number;
};

/** An object until the end of a block: `using lease = pool.lease()`. */
export type Lease<T extends object> = Disposable & {
  /** Throws `PoolError` once it was given back. */
  readonly item: T;
  /** Gives it back early. Safe to call twice. */
  release(): void;
};

/** Objects that are used again instead of being made anew. */
export type Pool<T extends object> = {
  readonly name: string;
  readonly strategy: PoolStrategy;
  readonly inUse: number;
  /** Objects that lie ready. */
  readonly idle: number;
  /** Of all objects, in use and ready, by `itemBytes`. */
  readonly bytes: number;
  readonly stats: Readonly<PoolStats>;
  /** Objects, in use and ready, that should be there by what was measured of late. */
  readonly wanted: number;
  /** An object that nobody else has. Throws `CapacityError` where a `fixed` pool has none left. */
  acquire(): T;
  /** The same, but undefined where there is none. */
  tryAcquire(): T | undefined;
  /** Takes an object back. In developer mode throws `PoolError` for one that is not out. */
  release(item: T): void;
  /** An object for a block or until its `release`. Makes an object for the lease: not for every row of a frame. */
  lease(): Lease<T>;
  /** Makes objects until there are as many, in use and ready. Returns how many were made. */
  fill(count: number): number;
  /** The same in the time that frames leave over, where the pool is of an app. */
  prewarm(count: number): void;
  /** Lets go of what lies ready, but for so many. Returns how many went. */
  trim(keep?: number): number;
  /** Lets go of all that lies ready; what is in use goes as it is released. Safe to call twice. */
  dispose(): void;
};
