import { createCache } from '../../structures';

/** What may hold pages and take some back when memory is scarce: what `installMemory` of `rafter-ui/memory` gives. */
export type PageMemory = {
  budget(name: string, limitBytes?: number): PageBudget;
  reclaimable(source: {
    readonly name: string;
    readonly costMs: number;
    spare(): number;
    reclaim(bytes: number): number;
    usedAt(): number;
  }): () => void;
};

type PageBudget = {
  readonly bytes: number;
  readonly limit: number;
  take(bytes: number): boolean;
  give(bytes: number): void;
  dispose(): void;
};

/** Pages that are kept, by number. */
export type PageStore = {
  readonly bytes: number;
  readonly count: number;
  get(page: number): Uint8Array | undefined;
  has(page: number): boolean;
  /** Keeps a page. Returns false where there is no room for it. */
  put(page: number, bytes: Uint8Array): boolean;
  delete(page: number): void;
  pin(page: number): void;
  unpin(page: number): void;
  /** Drops pages that are not pinned, those used longest ago first, until the others have so many bytes. Returns the bytes that went. */
  trim(bytes: number): number;
  dispose(): void;
};

export type PageStoreOptions = {
  maxBytes: number;
  memory?: PageMemory | undefined;
  name: string;
  /** Whether pages come from afar, and cost more to have again. */
  isFar: boolean;
};

/** What it takes to have a megabyte of pages again, ms. */
const NEAR_COST_MS = 1;
const FAR_COST_MS = 60;

/** Makes it; bytes are asked of `memory` before they are kept, and given back by it when it is short of them. */
export function createPageStore({ maxBytes, memory, name, isFar }: PageStoreOptions): PageStore {
  const budget = memory?.budget(name, maxBytes);
  const cache = createCache<number, Uint8Array>({
    maxWeight: maxBytes,
    weigh: (bytes) => bytes.length,
    policy: 'lru',
    // It may have ended before, and has nothing then.
    dispose: ({ length }) => void (budget && budget.bytes >= length && budget.give(length)),
  });
  // Of what is pinned, for what can be given back.
  const pinned = new Map<number, number>();
  let isDisposed = false;
  const stop = memory?.reclaimable({
    name,
    costMs: isFar ? FAR_COST_MS : NEAR_COST_MS,
    spare: () => Math.max(0, cache.weight - pinnedBytes()),
    reclaim: (bytes) => cache.evictTo(Math.max(0, cache.weight - bytes)),
    usedAt: () => 0,
  });

  function pinnedBytes(): number {
    let sum = 0;
    for (const page of pinned.keys()) sum += cache.peek(page)?.length ?? 0;
    return sum;
  }

  return {
    get bytes() {
      return cache.weight;
    },
    get count() {
      return cache.size;
    },
    get: (page) => cache.get(page),
    has: (page) => cache.has(page),
    put(page, bytes) {
      if (budget && !hasRoom(budget, bytes)) {
        // Pages of its own go before others have to.
        cache.evictTo(Math.max(0, cache.weight - bytes.length));
        if (!hasRoom(budget, bytes)) return false;
      }
      // What finds no room beside what is pinned has gone again.
      return cache.set(page, bytes) && cache.has(page);
    },
    delete(page) {
      pinned.delete(page);
      cache.delete(page);
    },
    pin(page) {
      if (cache.pin(page)) pinned.set(page, (pinned.get(page) ?? 0) + 1);
    },
    unpin(page) {
      const count = pinned.get(page) ?? 0;
      if (count < 2) pinned.delete(page);
      else pinned.set(page, count - 1);
      cache.unpin(page);
    },
    trim: (bytes) => cache.evictTo(bytes),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      stop?.();
      cache.clear();
      budget?.dispose();
    },
  };
}

/** One that has ended has a limit of 0. */
function hasRoom(budget: PageBudget, { length }: Uint8Array): boolean {
  return budget.limit >= length && budget.take(length);
}
