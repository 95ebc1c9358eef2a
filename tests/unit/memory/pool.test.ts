import { describe, expect, it } from 'vitest';
import { createPool, PoolError } from '../../../src/memory';
import { ObjectPool } from '../../../src/memory/object-pool';

class Particle {
  x = 0;
  readonly #secret = 1;
  get secret(): number {
    return this.#secret;
  }
}

describe('a lease', () => {
  it('gives its object back at the end of its block, also where that throws', () => {
    const pool = createPool('particles', () => new Particle());
    expect(() => {
      using lease = pool.lease();
      lease.item.x = 5;
      expect(pool.inUse).toBe(1);
      throw new Error('in between');
    }).toThrow('in between');
    expect([pool.inUse, pool.idle]).toEqual([0, 1]);
  });

  it('gives it back once, however often it is released, and has nothing from then on', () => {
    const pool = createPool('particles', () => new Particle());
    const lease = pool.lease();
    lease.release();
    pool.acquire();
    lease.release();
    lease[Symbol.dispose]();
    expect([pool.inUse, pool.idle]).toEqual([1, 0]);
    expect(() => lease.item).toThrow(PoolError);
  });
});

describe('a developer’s pool', () => {
  it('says where an object was released first when it is released twice', () => {
    const pool = createPool('particles', () => ({ x: 0 }), { developer: true });
    const item = pool.acquire();
    pool.release(item);
    expect(() => pool.release(item)).toThrow(/released twice, first .*pool\.test/);
  });

  it('tells one who kept an object too long from the one who has it now', () => {
    const pool = createPool('points', () => ({ x: 1 }), { developer: true });
    const kept = pool.acquire();
    pool.release(kept);
    const next = pool.acquire();
    next.x = 7;
    expect(next.x).toBe(7);
    expect(() => kept.x).toThrow(/points.*after its release/);
    expect(() => Object.keys(kept)).toThrow(PoolError);
    expect(() => 'x' in kept).toThrow(PoolError);
  });

  it('leaves objects with private parts as they are, and finds what was written to them later', () => {
    const pool = createPool('particles', () => new Particle(), { developer: true });
    const item = pool.acquire();
    expect(item.secret).toBe(1);
    pool.release(item);
    item.x = 3;
    expect(() => pool.acquire()).toThrow(/'x' of an object of pool 'particles' was written after/);
    // It is not given to anybody any more.
    expect(pool.acquire()).not.toBe(item);
    expect([pool.inUse, pool.stats.dropped]).toEqual([1, 1]);
  });

  it('finds what was written to an array of numbers', () => {
    const pool = createPool('buffers', () => new Float32Array(4), { developer: true });
    const buffer = pool.acquire();
    buffer[0] = 1;
    pool.release(buffer);
    buffer[2] = 5;
    expect(() => pool.acquire()).toThrow(PoolError);
  });

  it('lists where the objects that are out were acquired', () => {
    const pool = new ObjectPool('particles', () => ({ x: 0 }), { developer: true });
    for (let i = 0; i < 3; i++) pool.acquire();
    pool.release(pool.acquire());
    const [first, ...others] = pool.sites();
    expect(first?.count).toBe(3);
    expect(first?.site).toMatch(/pool\.test/);
    expect(others).toEqual([]);
  });
});

describe('a high-water pool', () => {
  const HALF_LIFE_MS = 10_000;

  function pass(pool: ObjectPool<object>, ms: number): void {
    pool.pass(Float64Array.of(ms), HALF_LIFE_MS);
  }

  it('wants what was in use of late, and forgets it bit by bit', () => {
    const pool = new ObjectPool<object>('points', () => ({}), {});
    const items = Array.from({ length: 100 }, () => pool.acquire());
    pass(pool, 1000);
    for (const item of items) pool.release(item);
    pass(pool, 1000);
    expect(pool.wanted).toBe(100);
    const wanted: number[] = [];
    for (let second = 0; second < 100; second++) {
      pass(pool, 1000);
      wanted.push(pool.wanted);
    }
    expect(wanted).toEqual([...wanted].sort((a, b) => b - a));
    expect(wanted[9]).toBeGreaterThan(45);
    expect(wanted[11]).toBeLessThan(55);
    expect(wanted.at(-1)).toBe(0);
  });

  it('expects as many as arrive in the time that one is held, before they are all in use', () => {
    const pool = new ObjectPool<object>('points', () => ({}), {});
    // One a second, held for 10 seconds.
    const held: object[] = [];
    for (let second = 0; second < 60; second++) {
      held.push(pool.acquire());
      if (held.length > 10) pool.release(held.shift()!);
      pass(pool, 1000);
    }
    expect(pool.demand.rate).toBeCloseTo(1);
    expect(pool.demand.holdMs / 1000).toBeGreaterThan(9);
    expect(pool.demand.holdMs / 1000).toBeLessThan(11.5);
    // Now 20 a second: about 200 will be out.
    for (let i = 0; i < 20; i++) pool.acquire();
    pass(pool, 1000);
    expect(pool.inUse).toBe(30);
    const mean = (20 * pool.demand.holdMs) / 1000;
    expect(mean).toBeGreaterThan(180);
    // And a hundredth of the time more than these.
    expect(pool.wanted).toBe(Math.ceil(mean + 2.33 * Math.sqrt(mean)));
  });
});

describe('a pool', () => {
  it.each([
    [{ strategy: 'often' as never }, "strategy 'often'"],
    [{ strategy: 'fixed' as const }, 'size 0'],
    [{ size: 1.5 }, 'size 1.5'],
    [{ itemBytes: Number.NaN }, 'itemBytes NaN'],
  ])('refuses options that cannot be used: %j', (options, message) => {
    expect(() => createPool('things', () => ({}), options)).toThrow(message);
  });

  it('does not keep objects that were never released', () => {
    const pool = createPool('things', () => ({ x: 0 }));
    const first = pool.acquire();
    pool.release(first);
    pool.acquire();
    const { ready } = pool as unknown as { ready: unknown[] };
    expect(ready.filter((item) => item !== undefined)).toEqual([]);
  });
});
