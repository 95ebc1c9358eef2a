import {
  createTunables,
  elementCount,
  type Frame,
  isDeveloper,
  keepAwake,
  type System,
  ValueError,
} from '../ecs';
import { type Cache, createCache, createFreeList } from '../structures';
import { createBudget } from './budgets';
import { createCensus } from './census';
import type { Memory, MemoryCacheOptions, MemoryParts } from './memory-types';
import { ObjectPool } from './object-pool';
import type { Pool, PoolOptions } from './pool-types';
import { createPressure } from './pressure';
import { BACKGROUND, megabytes, Reclaimer } from './reclaimer';
import { memoryTunables } from './tunables';
import type { MemoryUsage } from './usage';

type Member = {
  readonly kind: MemoryUsage['kind'];
  readonly since: number;
  readonly describe: () => Partial<MemoryUsage>;
  readonly stops: (() => void)[];
  readonly end: () => void;
};

/** Objects of a pool made or let go of between two looks at the time, and what of that is hardly any. */
const MOST_AT_ONCE = 64;
const TINY_MS = 0.02;
/** What one takes that once took long is forgotten so slowly. */
const FADE = 0.9;
/** Entries of each cache looked at in a frame for being too old. */
const EXPIRED_A_FRAME = 16;
/** Of all that can be given back: what goes at each level where it is not the ledger that is too full. */
const SHARES = Float64Array.of(0, 0.25, 0.5, 1);
/** How long a failed allocation is an emergency, ms. */
const FAILED_MS = 10_000;
const DEFAULT_ENTRY_BYTES = 64;
/** Looks between two at each line of the ledger, which leave garbage. */
const LOOKS_A_REPORT = 4;

/** Makes the memory of a world, and the system that tends it. */
export function createMemory(parts: MemoryParts): Memory & { readonly system: System } {
  const { world, ledger, ports, clock, report } = parts;
  const tunables = createTunables(memoryTunables);
  const { values } = tunables;
  const pressure = createPressure(report);
  const census = createCensus(isDeveloper(world), report);
  const reclaimer = new Reclaimer(report);
  const members = new Map<string, Member>();
  const highWater = new Map<string, number>();
  let pools: ObjectPool<object>[] = [];
  let caches: Cache<never, unknown>[] = [];
  const limits = { enter: new Float64Array(3), leave: new Float64Array(3) };
  const spare = new Float64Array(2);
  const slice = new Float64Array(2);
  const delta = new Float64Array(1);
  /** Times by the frame's clock: now, of the last look, of the last allocation that failed. */
  const at = Float64Array.of(0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
  /** Of the ledger, when it was looked at last. */
  const total = new Float64Array(1);
  let looks = 0;
  let isDisposed = false;

  pressure.add({ name: 'ledger', read: () => total[0]! / megabytes(values.budget) });
  pressure.add({ name: 'allocation', read: () => (at[0]! - at[2]! < FAILED_MS ? 1 : 0) });
  for (const source of ports.sources) pressure.add(source);
  const stopCounting = census.watch('elements', () => elementCount(world));
  const stopTuning = tunables.onChange(() => {
    at[1] = Number.NEGATIVE_INFINITY;
  });

  function enter(
    name: string,
    kind: Member['kind'],
    bytes: () => number,
    describe: Member['describe'],
    end: () => void,
  ): Member {
    const stops = [ledger.add(name, bytes)];
    const member: Member = { kind, since: at[0]!, describe, stops, end };
    members.set(name, member);
    return member;
  }

  function check(name: string): void {
    if (isDisposed) throw new ValueError(`'${name}' was asked of memory that was disposed`);
    if (members.has(name)) throw new ValueError(`there is '${name}' already; names are unique`);
  }

  function leave(name: string): void {
    for (const stop of members.get(name)?.stops ?? []) stop();
    members.delete(name);
  }

  function noteHighWater(): void {
    for (const { name, bytes } of ledger.report()) {
      if (bytes > (highWater.get(name) ?? 0)) highWater.set(name, bytes);
    }
  }

  function sample(now: number): void {
    const { warning, critical, emergency, warningEnd, criticalEnd, emergencyEnd } = values;
    limits.enter[0] = warning;
    limits.enter[1] = critical;
    limits.enter[2] = emergency;
    limits.leave[0] = warningEnd;
    limits.leave[1] = criticalEnd;
    limits.leave[2] = emergencyEnd;
    total[0] = ledger.total();
    pressure.sample(now, limits, values.calm);
    census.sample(now);
    if (looks++ % LOOKS_A_REPORT === 0) noteHighWater();
    if (pressure.step === 0) {
      reclaimer.wanted[0] = 0;
      return;
    }
    reclaimer.refresh();
    const over = total[0]! - megabytes(values.budget) * values.warningEnd;
    const wanted = pressure.source === 'ledger' ? over : reclaimer.spare() * SHARES[pressure.step]!;
    reclaimer.wanted[0] = Math.max(0, over, wanted);
  }

  /** Lets go of what pools have too much of, and makes what they lack. Returns true if there is more to do. */
  function tend(frame: Frame): boolean {
    let hasMore = false;
    for (let i = 0; i < pools.length; i++) {
      const pool = pools[i]!;
      let batch = 1;
      while (lacks(pool)) {
        frame.readSpare(spare, 0);
        if (!(Math.min(spare[1]!, slice[0]!) > pool.turnMs[0]! * batch)) {
          hasMore = true;
          break;
        }
        const before = spare[0]!;
        try {
          pool.approach(batch);
        } catch (error) {
          pool.wish = 0;
          report(error, `pool '${pool.name}'`);
          break;
        }
        frame.readSpare(spare, 0);
        const took = before - spare[0]!;
        slice[0]! -= took;
        pool.turnMs[0] = Math.max(took / batch, pool.turnMs[0]! * FADE);
        if (took < TINY_MS) batch = Math.min(MOST_AT_ONCE, batch * 2);
      }
    }
    return hasMore;
  }

  /** Whether a pool has more or fewer objects than are wanted, and something can be done about it. */
  function lacks(pool: ObjectPool<object>): boolean {
    const { wanted, inUse, idle } = pool;
    // What is scarce is not made in advance.
    return inUse + idle < wanted ? pressure.step === 0 : inUse + idle > wanted && idle > 0;
  }

  function update(frame: Frame): void {
    at[0] = frame.now;
    delta[0] = frame.deltaMs;
    slice[0] = slice[1] = values.sliceMs;
    for (let i = 0; i < pools.length; i++) pools[i]!.pass(delta, values.halfLife * 1000);
    if (frame.now - at[1]! >= values.sample) {
      at[1] = frame.now;
      sample(frame.now);
    }
    const waits = values.strategy === BACKGROUND && pressure.step < 2;
    let hasMore = !waits && reclaimer.run(frame, slice, values.strategy, pressure.step >= 2);
    if (tend(frame)) hasMore = true;
    for (let i = 0; i < caches.length; i++) caches[i]!.expire(EXPIRED_A_FRAME);
    if (hasMore) keepAwake(world);
  }

  async function listSpares(): Promise<void> {
    try {
      for (const spare of (await ledger.loadSpares?.()) ?? []) {
        if (!isDisposed) reclaimer.add(spare);
      }
    } catch (error) {
      report(error, 'memory/parts');
    }
  }

  function dispose(): void {
    if (isDisposed) return;
    isDisposed = true;
    stopTuning();
    stopCounting();
    reclaimer.end();
    for (const [name, { end }] of [...members]) {
      try {
        end();
      } catch (error) {
        report(error, `end of '${name}'`);
      }
      leave(name);
    }
    pools = [];
    caches = [];
    pressure.clear();
    census.clear();
  }

  return {
    pressure,
    census,
    tunables,
    pool<T extends object>(name: string, make: () => T, options: PoolOptions<T> = {}): Pool<T> {
      check(name);
      const pool = new ObjectPool(name, make, { developer: isDeveloper(world), ...options });
      const own = pool as unknown as ObjectPool<object>;
      const member = enter(
        name,
        'pool',
        () => pool.bytes,
        () => {
          const { acquired, made, dropped } = pool.stats;
          const reuse = acquired > 0 ? Math.max(0, 1 - made / acquired) : 0;
          return { isEstimate: true, reuse, churn: made + dropped };
        },
        () => pool.dispose(),
      );
      pools.push(own);
      member.stops.push(
        census.watch(
          `${name} in use`,
          () => pool.inUse,
          () => pool.sites(),
        ),
        reclaimer.add({
          name,
          spare: () => pool.idle * pool.itemBytes,
          reclaim(bytes) {
            const count = Math.ceil(bytes / Math.max(1, pool.itemBytes));
            return pool.trim(Math.max(0, pool.idle - count)) * pool.itemBytes;
          },
        }),
        () => {
          pools = pools.filter((other) => other !== own);
        },
      );
      return pool;
    },
    ids(name, options) {
      check(name);
      const list = createFreeList(options);
      const member = enter(
        name,
        'ids',
        () => list.bytes,
        () => ({}),
        () => list.clear(),
      );
      member.stops.push(census.watch(`${name} in use`, () => list.used));
      return list;
    },
    cache<Key extends number | string, Value>(
      name: string,
      { entryBytes, costMs = 1, ...options }: MemoryCacheOptions<Key, Value>,
    ): Cache<Key, Value> {
      check(name);
      const cache = createCache<Key, Value>({ ...options, now: () => at[0]! });
      const perWeight = entryBytes ?? (options.weigh ? 1 : DEFAULT_ENTRY_BYTES);
      const own = cache as unknown as Cache<never, unknown>;
      let requests = 0;
      let usedAt = at[0]!;
      const bytesOf = (): number =>
        entryBytes === undefined ? cache.weight * perWeight : cache.size * entryBytes;
      const spare = (): number =>
        entryBytes === undefined
          ? (cache.weight - cache.pinnedWeight) * perWeight
          : (cache.size - cache.pinnedSize) * entryBytes;
      const member = enter(
        name,
        'cache',
        () => bytesOf() + cache.bytes,
        () => {
          const { hits, misses, evicted, expired } = cache.stats;
          const hitRate = hits + misses > 0 ? hits / (hits + misses) : 0;
          return { isEstimate: true, hitRate, churn: evicted + expired };
        },
        () => cache.clear(),
      );
      caches.push(own);
      member.stops.push(
        reclaimer.add({
          name,
          costMs,
          spare,
          reclaim(bytes) {
            const before = bytesOf();
            const most = spare();
            const share = most > 0 ? Math.min(1, bytes / most) : 0;
            const { weight, pinnedWeight } = cache;
            cache.evictTo(weight - (weight - pinnedWeight) * share);
            return before - bytesOf();
          },
          usedAt() {
            const { hits, misses } = cache.stats;
            if (hits + misses !== requests) usedAt = at[0]!;
            requests = hits + misses;
            return usedAt;
          },
        }),
        () => {
          caches = caches.filter((other) => other !== own);
        },
      );
      return cache;
    },
    budget(name, limitBytes = Number.POSITIVE_INFINITY) {
      check(name);
      const budget = createBudget(name, limitBytes, {
        makeRoom(bytes) {
          const over = ledger.total() + bytes - megabytes(values.budget);
          if (over <= 0) return true;
          reclaimer.now(over, values.strategy, at[0]!, clock);
          return ledger.total() + bytes <= megabytes(values.budget);
        },
        failed() {
          // Looked at in the next frame.
          at[2] = at[0]!;
          at[1] = Number.NEGATIVE_INFINITY;
          reclaimer.now(reclaimer.spare() / 2, values.strategy, at[0]!, clock);
          keepAwake(world);
        },
        disposed: () => leave(name),
      });
      enter(
        name,
        'budget',
        () => budget.bytes,
        () => ({}),
        () => budget.dispose(),
      );
      return budget;
    },
    reclaimable: (source) => reclaimer.add(source),
    ready: listSpares(),
    reclaim: (bytes = Number.POSITIVE_INFINITY) =>
      reclaimer.now(bytes, values.strategy, at[0]!, clock),
    report() {
      const lines = ledger.report().map(({ name, bytes }): MemoryUsage => {
        const member = members.get(name);
        const described = member?.describe() ?? {};
        const ageMs = at[0]! - (member?.since ?? 0);
        const most = Math.max(bytes, highWater.get(name) ?? 0);
        const { churn } = described;
        return {
          ...{ name, kind: member?.kind ?? 'part', bytes, highWater: most, isEstimate: false },
          ...described,
          ...(churn !== undefined && { churn: ageMs > 0 ? (churn * 1000) / ageMs : 0 }),
          ageMs,
        };
      });
      const totalBytes = lines.reduce((sum, { bytes }) => sum + bytes, 0);
      return {
        totalBytes,
        budgetBytes: megabytes(values.budget),
        pressure: pressure.level,
        lines,
        reclaimedBytes: reclaimer.freed[0]!,
      };
    },
    dispose,
    system: {
      name: 'memory/reclaim',
      phase: 'reclaim',
      reads: [],
      writes: [],
      tunables,
      update,
      dispose,
    },
  };
}
