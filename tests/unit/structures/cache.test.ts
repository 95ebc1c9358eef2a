import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/statistics';
import { type Cache, createCache } from '../../../src/structures';
import { createFrequencySketch, hashOf } from '../../../src/structures/frequency-sketch';
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
    const { slots } = cache as unknown as { slots: { byKey: Map<number, number> } };
    expect(slots.byKey.size).toBeLessThanOrEqual(8);
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

  it('halves all counts when it has seen ten times as many as there is room for', () => {
    const sketch = createFrequencySketch(64);
    for (let i = 0; i < 30; i++) sketch.add(hashOf(7));
    expect(sketch.countOf(hashOf(7))).toBe(15);
    // Keys enough that every counter is met: without forgetting, all would be full.
    for (let i = 0; i < 10_000; i++) sketch.add(hashOf(100 + (i % 997)));
    expect(sketch.countOf(hashOf(7))).toBeLessThan(15);
  });

  it('ages nothing by a key that is counted as often as can be', () => {
    const sketch = createFrequencySketch(64);
    for (let i = 0; i < 9; i++) sketch.add(hashOf(1));
    for (let i = 0; i < 5_000; i++) sketch.add(hashOf(2));
    expect(sketch.countOf(hashOf(2))).toBe(15);
    expect(sketch.countOf(hashOf(1))).toBeGreaterThanOrEqual(9);
  });

  it('keeps apart strings, fractions and numbers above 32 bits', () => {
    const keys = ['a', 'b', 'ab', 1, 2 ** 33 + 1, 2 ** 34 + 1, -1];
    const hashes = keys.map(hashOf);
    expect(new Set(hashes).size).toBe(keys.length);
    for (const hash of hashes) expect(hash | 0).toBe(hash);
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
