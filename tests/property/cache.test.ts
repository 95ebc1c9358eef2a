import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cache, type CacheLoss, createCache } from '../../src/structures';
import { same } from '../same';

const RUNS = process.env.RAFTER_LONG ? 2_000 : 30;

type Op =
  | { do: 'get' | 'peek' | 'has' | 'delete' | 'pin' | 'unpin'; key: number }
  | { do: 'set'; key: number; weight: number }
  | { do: 'pass'; ms: number }
  | { do: 'expire'; entries: number }
  | { do: 'evictTo'; weight: number }
  | { do: 'resize'; maxEntries: number; maxWeight: number }
  | { do: 'clear' };

const key = fc.nat(30);
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      key,
      weight: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('get' as const, 'peek' as const, 'has' as const),
      key,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('delete' as const, 'pin' as const, 'unpin' as const),
      key,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: 150 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), entries: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evictTo' as const), weight: fc.nat(200) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('resize' as const),
      maxEntries: fc.integer({ min: 1, max: 20 }),
      maxWeight: fc.integer({ min: 1, max: 300 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

type Entry = { key: number; value: { weight: number }; pins: number; born: number };

/** What a cache that lets go first of what was used longest ago does, in a list with that at its end. */
class Model {
  entries: Entry[] = [];
  lost: string[] = [];
  maxEntries = 12;
  maxWeight = 150;
  now = 0;

  get weight(): number {
    return this.entries.reduce((sum, { value }) => sum + value.weight, 0);
  }

  find(key: number): Entry | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  isGood(entry: Entry | undefined): entry is Entry {
    return !!entry && (entry.pins > 0 || this.now - entry.born < TTL);
  }

  toFront(entry: Entry): void {
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)];
  }

  drop(entry: Entry, loss: CacheLoss): void {
    this.entries = this.entries.filter((other) => other !== entry);
    this.lost.push(`${loss} ${entry.key}:${entry.value.weight}`);
  }

  fit(weight = this.maxWeight, count = this.maxEntries): void {
    while (this.weight > weight || this.entries.length > count) {
      const last = [...this.entries].reverse().find(({ pins }) => pins === 0);
      if (!last) return;
      this.drop(last, 'evicted');
    }
  }
}

const TTL = 100;

describe('a cache that lets go first of what was used longest ago', () => {
  it('does what a list does', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 200, size: 'max' }), (ops) => {
        const model = new Model();
        const lost: string[] = [];
        const cache = createCache<number, { weight: number }>({
          policy: 'lru',
          maxEntries: model.maxEntries,
          maxWeight: model.maxWeight,
          weigh: ({ weight }) => weight,
          dispose: ({ weight }, key, loss) => lost.push(`${loss} ${key}:${weight}`),
          ttl: TTL,
          now: () => model.now,
        });
        for (const each of ops) {
          expect(apply(cache, model, each)).toEqual(applyToModel(model, each));
          // In which order they go then is the cache's own.
          if (each.do === 'clear' || each.do === 'expire') {
            lost.sort();
            model.lost.sort();
          }
          expect(lost).toEqual(model.lost);
          same(cache.size, model.entries.length);
          same(cache.weight, model.weight);
          const pinned = model.entries.filter(({ pins }) => pins > 0);
          same(cache.pinnedSize, pinned.length);
          same(cache.pinnedWeight, weightOf(pinned.map(({ value }) => value)));
          for (let at = 0; at <= 30; at++) {
            const entry = model.find(at);
            same(cache.peek(at)?.weight, model.isGood(entry) ? entry.value.weight : undefined);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a cache that lets go first of what was used seldom', () => {
  it('keeps its limits, its values and what is pinned, and tells once of each that goes', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 300, size: 'max' }), (ops) => {
        const model = new Model();
        const kept = new Map<number, { weight: number }>();
        const pins = new Map<number, number>();
        let coming: { weight: number } | undefined;
        const cache = createCache<number, { weight: number }>({
          maxEntries: model.maxEntries,
          maxWeight: model.maxWeight,
          weigh: ({ weight }) => weight,
          dispose(value, at) {
            // Where all others are pinned, what comes goes at once.
            if (value === coming) {
              coming = undefined;
              return;
            }
            same(kept.get(at), value);
            kept.delete(at);
          },
        });
        for (const each of ops) {
          if (each.do === 'set') {
            const value = { weight: each.weight };
            const before = kept.get(each.key);
            coming = value;
            const fits = cache.set(each.key, value);
            const stayed = coming === value;
            coming = undefined;
            same(fits, each.weight <= model.maxWeight);
            if (before) expect(kept.get(each.key)).toBeUndefined();
            if (!fits) pins.delete(each.key);
            else if (stayed) kept.set(each.key, value);
            // What came last is there.
            const isPinned = (pins.get(each.key) ?? 0) > 0;
            if (fits && (isPinned || [...pins.values()].every((count) => count === 0)))
              same(cache.peek(each.key), value);
          } else {
            apply(cache, model, each);
            if (each.do === 'resize')
              ({ maxEntries: model.maxEntries, maxWeight: model.maxWeight } = each);
            if (each.do === 'clear') pins.clear();
            if (each.do === 'delete') pins.delete(each.key);
            const count = 'key' in each ? (pins.get(each.key) ?? 0) : 0;
            if (each.do === 'pin' && kept.has(each.key)) pins.set(each.key, count + 1);
            if (each.do === 'unpin' && count > 0) pins.set(each.key, count - 1);
          }
          const pinned = [...pins].filter(([, count]) => count > 0).map(([at]) => at);
          for (const at of pinned) same(cache.has(at), true);
          const isWithin = cache.size <= model.maxEntries && cache.weight <= model.maxWeight;
          expect(isWithin || cache.size === pinned.length).toBe(true);
          same(cache.size, kept.size);
          let weight = 0;
          for (const [at, value] of kept) {
            same(cache.peek(at), value);
            weight += value.weight;
          }
          same(cache.weight, weight);
          same(cache.pinnedSize, pinned.length);
          same(cache.pinnedWeight, weightOf(pinned.map((at) => kept.get(at)!)));
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function weightOf(values: readonly { weight: number }[]): number {
  return values.reduce((sum, { weight }) => sum + weight, 0);
}

function apply(cache: Cache<number, { weight: number }>, model: Model, each: Op): unknown {
  switch (each.do) {
    case 'set':
      return cache.set(each.key, { weight: each.weight });
    case 'pass':
      return undefined;
    case 'expire':
      // All of them: which ones are looked at first is the cache's own.
      return cache.expire(1000);
    case 'evictTo':
      return cache.evictTo(each.weight);
    case 'resize':
      return cache.resize(each);
    case 'clear':
      return cache.clear();
    default:
      return model && cache[each.do](each.key);
  }
}

function applyToModel(model: Model, each: Op): unknown {
  switch (each.do) {
    case 'get': {
      const entry = model.find(each.key);
      if (entry && !model.isGood(entry)) model.drop(entry, 'expired');
      if (!model.isGood(entry)) return undefined;
      model.toFront(entry);
      return entry.value;
    }
    case 'peek': {
      const entry = model.find(each.key);
      return model.isGood(entry) ? entry.value : undefined;
    }
    case 'has':
      return model.isGood(model.find(each.key));
    case 'set': {
      const entry = model.find(each.key);
      const value = { weight: each.weight };
      if (each.weight > model.maxWeight) {
        if (entry) model.drop(entry, 'replaced');
        return false;
      }
      if (entry) {
        model.lost.push(`replaced ${entry.key}:${entry.value.weight}`);
        Object.assign(entry, { value, born: model.now });
        model.toFront(entry);
      } else model.toFront({ key: each.key, value, pins: 0, born: model.now });
      model.fit();
      return true;
    }
    case 'delete': {
      const entry = model.find(each.key);
      if (entry) model.drop(entry, 'deleted');
      return !!entry;
    }
    case 'pin': {
      const entry = model.find(each.key);
      if (entry) entry.pins++;
      return !!entry;
    }
    case 'unpin': {
      const entry = model.find(each.key);
      if (!entry || entry.pins === 0) return false;
      entry.pins--;
      if (entry.pins === 0) model.toFront(entry);
      model.fit();
      return true;
    }
    case 'pass':
      model.now += each.ms;
      return undefined;
    case 'expire': {
      const old = model.entries.filter((entry) => !model.isGood(entry));
      for (const entry of old) model.drop(entry, 'expired');
      return old.length;
    }
    case 'evictTo': {
      const before = model.weight;
      model.fit(each.weight, Number.POSITIVE_INFINITY);
      return before - model.weight;
    }
    case 'resize':
      model.maxEntries = each.maxEntries;
      model.maxWeight = each.maxWeight;
      model.fit();
      return undefined;
    case 'clear':
      for (const entry of model.entries) model.drop(entry, 'deleted');
      return undefined;
  }
}
