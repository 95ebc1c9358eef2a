import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cache, createCache } from '../../src/structures';
import { type Limits, PolicyModel, type Value } from './cache-model';
import { createRandom, type Random } from './random';

const RUNS = process.env.RAFTER_LONG ? 2_000 : 24;
const TTL = 400;
const EVER = Number.POSITIVE_INFINITY;

type By = 'entries' | 'weight' | 'both';
/** How a run goes: what is limited, for about how many entries there is room, whether they age, and whether limits change. */
type Plan = {
  seed: number;
  steps: number;
  by: By;
  most: number;
  ages: boolean;
  changes: boolean;
};

describe('a cache that lets go first of what was used seldom', () => {
  it('does what four lists, a sketch and a climber do', () => {
    const plan: fc.Arbitrary<Plan> = fc.record({
      seed: fc.integer(),
      steps: fc.integer({ min: 1, max: 2500 }),
      by: fc.constantFrom('entries', 'entries', 'weight', 'both'),
      most: fc.constantFrom(3, 7, 12, 30),
      ages: fc.boolean(),
      changes: fc.boolean(),
    });
    fc.assert(fc.property(plan, follow), { numRuns: RUNS });
  });

  it('does so too where room grows to hundreds of entries', () => {
    const plan: fc.Arbitrary<Plan> = fc.record({
      seed: fc.integer(),
      steps: fc.constant(700),
      by: fc.constantFrom('entries', 'weight'),
      most: fc.constant(200),
      ages: fc.constant(false),
      changes: fc.constant(true),
    });
    fc.assert(fc.property(plan, follow), { numRuns: RUNS / 12 });
  });
});

/** Has a cache and its model do the same at random, and compares all that can be seen after each step; in the end lets all go, one by one. */
function follow({ seed, steps, by, most, ages, changes }: Plan): void {
  const random = createRandom(seed);
  const model = new PolicyModel(limitsOf(random, by, most), ages ? TTL : undefined);
  const lost: string[] = [];
  const cache = createCache<number, Value>({
    ...model.limits,
    weigh: ({ weight }) => weight,
    dispose: ({ weight }, key, loss) => lost.push(`${loss} ${key}:${weight}`),
    ...(ages ? { ttl: TTL, now: () => model.now } : {}),
  });
  const ask = asking(random, most);
  for (let step = 0; step < steps; step++) {
    act(cache, model, random, ask(), changes ? random.pick(BYS) : undefined, most);
    model.now++;
    compare(cache, model);
    if (lost.length + model.lost.length === 0) continue;
    // What goes first where all old ones go is the cache's own.
    if (model.isMixed) lost.sort();
    if (model.isMixed) model.lost.sort();
    expect(lost).toEqual(model.lost);
    lost.length = 0;
    model.lost.length = 0;
    model.isMixed = false;
  }
  for (const { key, pins } of model.entries)
    for (let i = 0; i < pins; i++)
      expect([cache.unpin(key), model.unpin(key)]).toEqual([true, true]);
  while (model.size > 0) {
    const gone = [cache.evictTo(cache.weight - 1), model.evictTo(model.weight - 1)];
    expect(gone[0]).toBe(gone[1]);
    compare(cache, model);
  }
  expect(lost).toEqual(model.lost);
}

const BYS = ['entries', 'weight', 'both'] as const;

/** One step of both; most of them ask for a key, and set it if it is not there. */
function act(
  cache: Cache<number, Value>,
  model: PolicyModel,
  random: Random,
  key: number,
  by: By | undefined,
  most: number,
): void {
  const what = random.int(1000);
  const value = { weight: random.chance(2) ? 1 + random.int(most * 12) : 1 + random.int(16) };
  let got: unknown[] = [];
  if (what < 900) {
    const found = cache.get(key);
    got = [found, model.get(key)];
    if (!found && !random.chance(12)) got.push(cache.set(key, value), model.set(key, value));
  } else if (what < 940) got = [cache.set(key, value), model.set(key, value)];
  else if (what < 955) got = [cache.pin(key), model.pin(key)];
  else if (what < 980) {
    const pinned = model.pinned.at(random.int(model.pinned.length + 1))?.key ?? key;
    got = [cache.unpin(pinned), model.unpin(pinned)];
  } else if (what < 986) got = [cache.delete(key), model.delete(key)];
  else if (what < 993) {
    const weight = model.weight - random.int(40);
    got = [cache.evictTo(weight), model.evictTo(weight)];
  } else if (what < 996) {
    model.isMixed = true;
    got = [cache.expire(EVER), model.expire()];
  } else if (what < 999 && by) {
    const limits = limitsOf(random, by, most);
    got = [cache.resize(limits), model.resize(limits)];
  } else if (random.chance(20)) {
    model.isMixed = true;
    got = [cache.clear(), model.clear()];
  }
  for (let i = 0; i < got.length; i += 2) same(got[i], got[i + 1]);
}

function compare(cache: Cache<number, Value>, model: PolicyModel): void {
  const { entries } = model;
  same(cache.size, entries.length);
  for (const entry of entries)
    same(cache.peek(entry.key), model.isGood(entry) ? entry.value : undefined);
  same(cache.weight, model.weight);
  // Keys that are known of entries that are gone, too.
  same(cache.bytes, model.bytes);
  for (const name in model.stats) {
    const each = name as keyof typeof model.stats;
    same(cache.stats[each], model.stats[each], name);
  }
}

/** `expect` takes longer than all else here together. */
function same(got: unknown, wanted: unknown, what?: string): void {
  if (got !== wanted) expect(got, what).toBe(wanted);
}

function limitsOf(random: Random, by: By, most: number): Limits {
  const entries = 1 + random.int(most);
  const weight = 1 + random.int(most * 8);
  return {
    maxEntries: by === 'weight' ? EVER : entries,
    maxWeight: by === 'entries' ? EVER : weight,
  };
}

/** Keys: for hundreds of requests on end some again and again, in turn, each once, or any. */
function asking(random: Random, most: number): () => number {
  let left = 0;
  let kind = 0;
  let many = 1;
  let at = 0;
  return () => {
    if (left-- === 0) {
      left = 50 + random.int(1200);
      kind = random.int(4);
      many = 1 + random.int(most * 3);
    }
    at++;
    if (kind === 0) return Math.floor((many * random.int(1000) ** 2) / 1e6);
    if (kind === 1) return at % many;
    if (kind === 2 && random.chance(60)) return 10_000 + at;
    return random.int(many);
  };
}
