import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/statistics';
import { type Cache, createCache } from '../../../src/structures';
import { createFrequencySketch, hashOf } from '../../../src/structures/frequency-sketch';
import { KeyCounts } from '../../../src/structures/key-counts';
import { createWindowClimber } from '../../../src/structures/window-climber';

/** Percent of requests that found what they asked for. */
function hitRate(cache: Cache<number, object>, keys: Iterable<number>): number {
  let asked = 0;
  let hits = 0;
  for (const key of keys) {
    asked++;
    if (cache.get(key)) hits++;
    else cache.set(key, { key });
  }
  return (100 * hits) / asked;
}

const ROOM = 100;

function rates(keys: readonly number[]): { lru: number; ours: number } {
  return {
    lru: hitRate(createCache({ maxEntries: ROOM, policy: 'lru' }), keys),
    ours: hitRate(createCache({ maxEntries: ROOM }), keys),
  };
}

describe('a cache that lets go first of what was used seldom', () => {
  it('keeps what is used again and again while much else is gone through', () => {
    const random = createRandom(3);
    const keys: number[] = [];
    for (let i = 0; i < 60_000; i++)
      keys.push(i % 3 === 0 ? Math.floor(80 * random() ** 2) : 1000 + i);
    const { lru, ours } = rates(keys);
    expect(lru).toBeLessThan(16);
    expect(ours).toBeGreaterThan(lru + 5);
  });

  it('keeps part of what is gone through in turn, also where all of it has no room', () => {
    const keys = Array.from({ length: 60_000 }, (_, i) => i % 130);
    const { lru, ours } = rates(keys);
    expect(lru).toBe(0);
    expect(ours).toBeGreaterThan(55);
  });

  it('learns that others are used often by now', () => {
    const random = createRandom(5);
    const cache = createCache<number, object>({ maxEntries: ROOM });
    const part = (from: number): number[] =>
      Array.from({ length: 40_000 }, (_, i) =>
        i % 3 === 0 ? from + Math.floor(80 * random() ** 2) : from + 1000 + i,
      );
    const [before, after] = [hitRate(cache, part(0)), hitRate(cache, part(1e6))];
    expect(before).toBeGreaterThan(20);
    expect(after).toBeGreaterThan(20);
  });

  it.each(['back and forth', 'at random around a place that moves'])(
    'is not behind one that lets go first of what was used longest ago, %s',
    (how) => {
      const random = createRandom(9);
      let at = 0;
      const keys = Array.from({ length: 40_000 }, (_, i) => {
        if (how === 'back and forth') {
          at += i % 200 < 110 ? 1 : -1;
          return at;
        }
        at += random() < 0.2 ? 1 : 0;
        return at + Math.floor(random() * 90);
      });
      const { lru, ours } = rates(keys);
      expect(lru).toBeGreaterThan(50);
      expect(ours).toBeGreaterThan(lru - 1);
    },
  );

  it('forgets keys that it has no more, so that it does not grow', () => {
    const cache = createCache<number, object>({ maxEntries: ROOM });
    hitRate(
      cache,
      Array.from({ length: 5_000 }, (_, i) => i % 400),
    );
    const { bytes } = cache;
    hitRate(
      cache,
      Array.from({ length: 50_000 }, (_, i) => i),
    );
    expect(cache.bytes).toBeLessThanOrEqual(bytes * 1.5);
    expect(cache.size).toBe(ROOM);
  });

  it('forgets them also where nothing is kept of what is asked for', () => {
    const cache = createCache<number, object>({ maxEntries: 4 });
    hitRate(cache, [1, 2, 3, 4, 5, 6, 7, 8]);
    for (let i = 0; i < 1000; i++) cache.get(i % 8);
    const { slots } = cache as unknown as { slots: { byKey: { size: number } } };
    expect(slots.byKey.size).toBeLessThanOrEqual(8);
  });

  it('forgets keys of any kind, and takes -0 for 0', () => {
    const kinds = [(i: number) => `key ${i}`, (i: number) => i + 0.5, (i: number) => -i - 1];
    for (const keyOf of kinds) {
      const cache = createCache<number | string, object>({ maxEntries: 20 });
      for (let i = 0; i < 5_000; i++) if (!cache.get(keyOf(i))) cache.set(keyOf(i), { i });
      expect(cache.size).toBe(20);
      expect(cache.has(keyOf(4_999))).toBe(true);
      expect(cache.bytes).toBeLessThan(8_000);
    }
    const cache = createCache<number, number>({ maxEntries: 20 });
    cache.set(0, 1);
    cache.set(-0, 2);
    expect([cache.size, cache.get(0), cache.get(-0)]).toEqual([1, 2, 2]);
  });

  it('counts weights where it is to weigh only later', () => {
    const cache = createCache<number, object>({ maxEntries: ROOM, weigh: () => 10 });
    hitRate(
      cache,
      Array.from({ length: 500 }, (_, i) => i),
    );
    cache.resize({ maxWeight: 300 });
    expect(cache.weight).toBe(300);
    hitRate(
      cache,
      Array.from({ length: 500 }, (_, i) => i),
    );
    expect(cache.weight).toBe(300);
    const counted = createCache<number, object>({ maxEntries: ROOM });
    expect(() => counted.resize({ maxWeight: 5 })).toThrow('weigh');
  });
});

describe('what a cache protects', () => {
  it('takes an entry that is unpinned only as far as it has a share for it', () => {
    const lost: number[] = [];
    const cache = createCache<number, number>({
      maxEntries: 10,
      dispose: (_, at) => lost.push(at),
    });
    for (let i = 0; i < 10; i++) cache.set(i, i);
    cache.pin(0);
    cache.unpin(0);
    for (let i = 0; i < 108; i++) cache.get(1 + (i % 9));
    // The first trial: the window hands on one.
    cache.set(9, 9);
    cache.evictTo(9);
    expect(lost).toEqual([0]);
  });

  it('leaves room for one that comes, however small the share of those', () => {
    const lost: number[] = [];
    const cache = createCache<number, number>({ maxEntries: 7, dispose: (_, at) => lost.push(at) });
    const { tuner } = cache as unknown as { tuner: { climber: { share: number } } };
    tuner.climber.share = 0.01;
    cache.resize({ maxEntries: 7 });
    for (let i = 0; i < 7; i++) cache.set(i, i);
    for (let i = 0; i < 5; i++) cache.get(i);
    cache.delete(3);
    cache.set(7, 7);
    cache.evictTo(5);
    expect(lost).toEqual([3, 5, 0]);
  });
});

describe('a frequency sketch', () => {
  it('counts no key too low before it forgets, and few too high', () => {
    const sketch = createFrequencySketch(1024);
    const counts = Array.from({ length: 1000 }, (_, key) => 1 + (key % 7));
    for (const [key, count] of counts.entries())
      for (let i = 0; i < count; i++) sketch.add(hashOf(key));
    const seen = counts.map((_, key) => sketch.countOf(hashOf(key)));
    expect(seen.every((count, key) => count >= counts[key]!)).toBe(true);
    expect(seen.filter((count, key) => count > counts[key]!).length).toBeLessThan(100);
    let strangers = 0;
    for (let key = 1e6; key < 1e6 + 1000; key++) strangers += sketch.countOf(hashOf(key));
    expect(strangers).toBeLessThan(400);
  });

  it('tells how often a key came by now, and counts no further than to 15', () => {
    const sketch = createFrequencySketch(64);
    const hash = hashOf('a key');
    const counts = Array.from({ length: 17 }, () => sketch.add(hash));
    expect(counts.slice(0, 3)).toEqual([1, 2, 3]);
    expect(counts.slice(-3)).toEqual([15, 15, 15]);
    sketch.halve();
    expect(sketch.countOf(hash)).toBe(7);
  });

  it('raises a key to a count, and never below what it had', () => {
    const sketch = createFrequencySketch(64);
    for (let key = 0; key < 40; key++) {
      const hash = hashOf(key);
      sketch.raise(hash, 9);
      sketch.raise(hash, 4);
      expect(sketch.countOf(hash), String(key)).toBeGreaterThanOrEqual(9);
    }
  });

  it('keeps apart strings, fractions and numbers above 32 bits', () => {
    const keys = ['a', 'b', 'ab', 1, 2 ** 33 + 1, 2 ** 34 + 1, -1];
    const hashes = keys.map(hashOf);
    expect(new Set(hashes).size).toBe(keys.length);
    for (const hash of hashes) expect(hash | 0).toBe(hash);
  });
});

describe('counts of keys', () => {
  it('are exact for keys with a slot, and go on where a key loses it and comes again', () => {
    const counts = new KeyCounts(64, 16);
    counts.miss('a');
    counts.enter(5, 'a');
    for (let i = 0; i < 6; i++) counts.hit(5);
    expect(counts.of(5)).toBe(7);
    counts.leave(5, 'a');
    counts.enter(5, 'b');
    expect(counts.of(5)).toBe(0);
    counts.miss('a');
    counts.enter(6, 'a');
    expect(counts.of(6)).toBe(8);
  });

  it('are halved when twenty times as many were counted as there is room for, once counts are full no more', () => {
    const counts = new KeyCounts(64, 16);
    counts.enter(4, 1);
    for (let i = 0; i < 5_000; i++) counts.hit(4);
    expect(counts.of(4)).toBe(15);
    for (let i = 15; i < 64 * 20 - 1; i++) counts.miss(1000 + i);
    expect(counts.of(4)).toBe(15);
    counts.miss(9);
    expect(counts.of(4)).toBe(7);
  });

  it('are halved by half as many more, together with what was asked for last', () => {
    const counts = new KeyCounts(64, 16);
    for (let i = 0; i < 64 * 20 - 1; i++) counts.miss(1000 + i);
    counts.enter(4, 1);
    for (let i = 0; i < 9; i++) counts.hit(4);
    expect(counts.of(4)).toBe(4 + 4);
    for (let i = 0; i < 64 * 10 - 8 - 1; i++) counts.miss(5000 + i);
    expect(counts.of(4)).toBe(8);
    for (let i = 0; i < 3; i++) counts.miss('last');
    expect(counts.of(4)).toBe(4);
    const other = new KeyCounts(64, 16);
    for (let i = 0; i < 64 * 20 - 4; i++) other.miss(1000 + i);
    for (let i = 0; i < 4; i++) other.miss('last');
    other.enter(4, 'last');
    expect(other.of(4)).toBe(2);
  });

  it('are kept where room grows, but for those of keys without a slot', () => {
    const counts = new KeyCounts(64, 8);
    counts.enter(7, 1);
    counts.hit(7);
    counts.miss(2);
    counts.reserve(32);
    counts.grow(1000);
    counts.enter(30, 3);
    counts.enter(8, 2);
    expect([counts.of(7), counts.of(8), counts.of(30)]).toEqual([1, 0, 0]);
  });
});

describe('a window climber', () => {
  it('goes back to all at once when it is behind, and waits longer each time', () => {
    const climber = createWindowClimber();
    const waits: number[] = [];
    for (let trial = 0; trial < 3; trial++) {
      let requests = 0;
      while (climber.share === 1) {
        climber.saw(true, true);
        climber.climb(10);
        requests++;
      }
      waits.push(requests);
      climber.saw(false, true);
      climber.saw(false, true);
      climber.saw(false, true);
      climber.climb(10);
      expect(climber.share).toBeLessThan(1);
      climber.saw(false, true);
      climber.climb(10);
      expect(climber.share).toBe(1);
    }
    expect(waits).toEqual([100, 300, 500]);
  });

  it('goes on as long as it gets further ahead', () => {
    const climber = createWindowClimber();
    for (let trial = 0; trial < 12; trial++)
      for (let i = 0; i < 100; i++) {
        climber.saw(i < 20 + trial, i < 20);
        climber.climb(10);
      }
    expect(climber.share).toBe(0.01);
  });

  it('turns where it gets less far ahead', () => {
    const climber = createWindowClimber();
    const shares: number[] = [];
    // Best at half of all room.
    for (let trial = 0; trial < 40; trial++) {
      const hits = 40 - Math.round(40 * Math.abs(climber.share - 0.5));
      for (let i = 0; i < 100; i++) {
        climber.saw(i < hits, i < 20);
        climber.climb(10);
      }
      shares.push(climber.share);
    }
    expect(Math.min(...shares.slice(10))).toBeGreaterThan(0.25);
    expect(Math.max(...shares.slice(10))).toBeLessThan(0.75);
  });
});
