import type { Tunables, World } from '../ecs';
import type { Cache, CacheOptions, FreeList } from '../structures';
import type { Budget } from './budgets';
import type { Census } from './census';
import type { Pool, PoolOptions } from './pool-types';
import type { MemoryPorts } from './ports';
import type { Pressure } from './pressure';
import type { Reclaimable, Reclaimed } from './reclaimer';
import type { memoryTunables } from './tunables';
import type { MemoryReport } from './usage';

/** Of an app's `memory`. */
export type Ledger = {
  add(name: string, bytes: () => number): () => void;
  report(): { name: string; bytes: number }[];
  total(): number;
  /** Loads what the parts of the app can give back. */
  loadSpares?(): Promise<readonly Reclaimable[]>;
};

export type MemoryCacheOptions<Key extends number | string, Value> = Omit<
  CacheOptions<Key, Value>,
  'now'
> & {
  /** Bytes of an entry, where `weigh` does not say them. @default what `weigh` says, else 64 */
  entryBytes?: number;
  /** What it takes to have a megabyte of it again, ms: what is cheap goes first. @default 1 */
  costMs?: number;
};

/** What `installMemory` gives. */
export type Memory = {
  /** Makes a pool of objects whose bytes are in the ledger and which is tended in the time that frames leave over. Names are unique. */
  pool<T extends object>(name: string, make: () => T, options?: PoolOptions<T>): Pool<T>;
  /** Makes a list of free ids, for rows of typed arrays of your own. */
  ids(name: string, options?: { capacity?: number; limit?: number }): FreeList;
  /** Makes a cache whose bytes are in the ledger, and from which what is not pinned goes when memory is scarce. */
  cache<Key extends number | string, Value>(
    name: string,
    options: MemoryCacheOptions<Key, Value>,
  ): Cache<Key, Value>;
  /** Makes a budget: bytes that are asked for before they are used. @default as much as the budget of all has room for */
  budget(name: string, limitBytes?: number): Budget;
  /** Lists something of yours that can give memory back; returns how to take it off. */
  reclaimable(source: Reclaimable): () => void;
  /** Gives back what can be, at once: so many bytes, or all. Not for frames, which do it by themselves a little at a time. */
  reclaim(bytes?: number): Reclaimed;
  readonly pressure: Omit<Pressure, 'sample' | 'clear'>;
  readonly census: Census;
  readonly tunables: Tunables<(typeof memoryTunables)['knobs']>;
  /** Resolves when what the parts of the app can give back is listed too: it is loaded. */
  readonly ready: Promise<void>;
  /** Who holds what, and how it is used. */
  report(): MemoryReport;
  /** Ends it: pools and caches are emptied, budgets given back. Safe to call twice. */
  dispose(): void;
};

export type MemoryParts = {
  readonly world: World;
  readonly ledger: Ledger;
  readonly ports: MemoryPorts;
  readonly clock: () => number;
  readonly report: (error: unknown, of: string) => void;
};
