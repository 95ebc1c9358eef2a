import { CapacityError, ValueError } from '../ecs';
import { PoolError } from './errors';
import { PoolDemand } from './pool-demand';
import { createGuard, type Guard } from './pool-guard';
import type { Lease, Pool, PoolOptions, PoolStats, PoolStrategy } from './pool-types';

const STRATEGIES: readonly PoolStrategy[] = ['fixed', 'growing', 'high-water', 'none'];
const DEFAULT_ITEM_BYTES = 64;

export class ObjectPool<T extends object> implements Pool<T> {
  readonly name: string;
  readonly strategy: PoolStrategy;
  readonly demand = new PoolDemand();
  readonly itemBytes: number;
  /** Objects that lie ready. */
  idle = 0;
  /** What it took to make or let go of one, ms. */
  readonly turnMs = new Float64Array(1);
  /** How many were asked for by `prewarm`. */
  wish = 0;

  private readonly make: () => T;
  private readonly options: PoolOptions<T>;
  private readonly size: number;
  private readonly guard: Guard<T> | undefined;
  private readonly ready: (T | undefined)[] = [];
  private readonly shown: PoolStats = {
    acquired: 0,
    released: 0,
    made: 0,
    dropped: 0,
    highWater: 0,
  };
  // What a turn costs is what it counts: all else is known from these.
  private acquired = 0;
  private total = 0;
  private peak = 0;
  /** With fewer ready than that, more are in use than ever in this window. */
  private calm = 0;
  private keeps: boolean;

  constructor(name: string, make: () => T, options: PoolOptions<T>) {
    const { strategy = 'high-water', size = 0, itemBytes = DEFAULT_ITEM_BYTES } = options;
    if (typeof make !== 'function') {
      throw new ValueError(`pool '${name}' has ${String(make)} to make objects; give a function`);
    }
    if (!STRATEGIES.includes(strategy)) {
      throw new ValueError(
        `pool '${name}' has strategy '${strategy}'; use one of ${STRATEGIES.join(', ')}`,
      );
    }
    if (!Number.isInteger(size) || size < 0 || (strategy === 'fixed' && size === 0)) {
      throw new ValueError(
        `pool '${name}' has size ${size}; give a whole number from 0 up, from 1 up where it is fixed`,
      );
    }
    if (!(itemBytes >= 0 && itemBytes < Number.POSITIVE_INFINITY)) {
      throw new ValueError(`pool '${name}' has itemBytes ${itemBytes}; give bytes from 0 up`);
    }
    this.name = name;
    this.make = make;
    this.options = options;
    this.strategy = strategy;
    this.size = size;
    this.itemBytes = itemBytes;
    this.keeps = strategy !== 'none';
    this.guard = options.developer ? createGuard<T>(name, options.guard) : undefined;
  }

  get inUse(): number {
    return this.total - this.idle;
  }

  get bytes(): number {
    return this.total * this.itemBytes;
  }

  get stats(): Readonly<PoolStats> {
    const { shown } = this;
    shown.acquired = this.acquired;
    shown.released = this.acquired - this.inUse;
    return shown;
  }

  get wanted(): number {
    if (!this.keeps) return 0;
    if (this.strategy === 'fixed') return this.size;
    const { wish, size, demand, total, peak } = this;
    if (this.strategy === 'growing') return Math.max(wish, size, total);
    return Math.max(wish, size, peak, demand.wanted());
  }

  acquire(): T {
    const item = this.tryAcquire();
    if (item !== undefined) return item;
    throw new CapacityError(
      `all ${this.size} objects of pool '${this.name}' are in use; release some, or make it larger`,
    );
  }

  tryAcquire(): T | undefined {
    if (this.idle === 0) return this.acquireNew();
    const at = --this.idle;
    const item = this.ready[at]!;
    // What is never released must not be kept by the place it once had.
    this.ready[at] = undefined;
    this.acquired++;
    if (at < this.calm) this.notePeak();
    return this.guard ? this.handGuarded(item) : item;
  }

  release(given: T): void {
    const item = this.guard ? this.guard.take(given) : given;
    if (this.idle === this.total) {
      throw new PoolError(`more objects were released to pool '${this.name}' than are in use`);
    }
    if (!this.keeps) {
      this.drop(item);
      return;
    }
    const { reset } = this.options;
    if (reset) this.reset(item, reset);
    if (this.guard) this.guard.rest(item);
    this.ready[this.idle++] = item;
  }

  lease(): Lease<T> {
    return new PoolLease(this, this.acquire());
  }

  fill(count: number): number {
    if (!this.keeps) return 0;
    const most = this.strategy === 'fixed' ? Math.min(count, this.size) : count;
    let made = 0;
    while (this.total < most) {
      const item = this.make();
      this.shown.made++;
      this.total++;
      made++;
      this.guard?.rest(item);
      this.ready[this.idle++] = item;
    }
    this.calm = this.total - this.peak;
    return made;
  }

  prewarm(count: number): void {
    if (!(count >= 0)) throw new ValueError(`prewarm(${count}): give a number from 0 up`);
    this.wish = Math.max(this.wish, count);
  }

  trim(keep = 0): number {
    let went = 0;
    let failure: { error: unknown } | undefined;
    while (this.idle > keep) {
      const item = this.ready[--this.idle]!;
      this.ready[this.idle] = undefined;
      went++;
      try {
        this.drop(item);
      } catch (error) {
        failure ??= { error };
      }
    }
    // An array that was long once stays so until it is cut.
    if (this.ready.length > 64 && this.idle < this.ready.length / 4) this.ready.length = this.idle;
    if (failure) throw failure.error;
    return went;
  }

  dispose(): void {
    this.keeps = false;
    this.trim();
  }

  /** Makes or lets go of so many objects, towards as many as are wanted. */
  approach(count: number): void {
    const { wanted, total, idle } = this;
    if (total < wanted) this.fill(Math.min(wanted, total + count));
    else this.trim(Math.max(0, idle - Math.min(count, total - wanted)));
  }

  /** Counts the time `deltaMs[0]` towards what is asked for. */
  pass(deltaMs: Float64Array, halfLifeMs: number): void {
    const { demand, inUse, acquired } = this;
    if (!demand.pass(deltaMs, inUse, acquired, this.peak, halfLifeMs)) return;
    this.peak = inUse;
    this.calm = this.total - inUse;
  }

  /** Where the objects are from that are out; known in developer mode. */
  sites(): { site: string; count: number }[] {
    return this.guard?.sites() ?? [];
  }

  private acquireNew(): T | undefined {
    if (this.strategy === 'fixed' && this.total >= this.size) return undefined;
    const item = this.make();
    this.shown.made++;
    this.total++;
    this.acquired++;
    this.notePeak();
    return this.guard ? this.handGuarded(item) : item;
  }

  private notePeak(): void {
    const { inUse, shown } = this;
    if (inUse > this.peak) this.peak = inUse;
    if (inUse > shown.highWater) shown.highWater = inUse;
    this.calm = this.total - this.peak;
  }

  private handGuarded(item: T): T {
    try {
      return this.guard!.hand(item);
    } catch (error) {
      // Somebody still writes to it: nobody else must have it.
      this.acquired--;
      this.drop(item);
      throw error;
    }
  }

  private reset(item: T, reset: (item: T) => void): void {
    try {
      reset(item);
    } catch (error) {
      this.drop(item);
      throw error;
    }
  }

  private drop(item: T): void {
    this.shown.dropped++;
    this.total--;
    this.calm = this.total - this.peak;
    this.options.dispose?.(item);
  }
}

class PoolLease<T extends object> implements Lease<T> {
  private pool: Pool<T> | undefined;
  private readonly leased: T;

  constructor(pool: Pool<T>, item: T) {
    this.pool = pool;
    this.leased = item;
  }

  get item(): T {
    if (this.pool) return this.leased;
    throw new PoolError('a lease was used after its release; take another one');
  }

  release(): void {
    const { pool } = this;
    this.pool = undefined;
    pool?.release(this.leased);
  }

  // Where the host knows no `Symbol.dispose`, what compiles `using` brings one, and has set it by now.
  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * Makes a pool of objects that `make` makes. Throws `ValueError` for options that cannot be used. `installMemory(app).pool` makes one whose bytes
 * are in the app's ledger and which is tended by its frames.
 */
export function createPool<T extends object>(
  name: string,
  make: () => T,
  options: PoolOptions<T> = {},
): Pool<T> {
  return new ObjectPool(name, make, options);
}
