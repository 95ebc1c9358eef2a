import { describe, expect, it } from 'vitest';
import {
  createNormal,
  createRandom,
  interleave,
  mean,
  shuffled,
  variance,
} from '../../../src/statistics';

describe('createRandom', () => {
  it('gives the numbers of mulberry32', () => {
    // Reference: the C function of its author, seed 1.
    const random = createRandom(1);
    expect(Array.from({ length: 3 }, () => random() * 2 ** 32)).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });

  it('stays in [0, 1)', () => {
    const random = createRandom(9);
    for (let i = 0; i < 10_000; i++) {
      const value = random();
      expect(value >= 0 && value < 1).toBe(true);
    }
  });
});

describe('createNormal', () => {
  it('has mean 0, deviation 1 and the tails of the normal distribution', () => {
    const normal = createNormal(createRandom(2));
    const values = Array.from({ length: 100_000 }, normal);
    expect(Math.abs(mean(values))).toBeLessThan(0.01);
    expect(Math.abs(variance(values) - 1)).toBeLessThan(0.02);
    const outside = values.filter((value) => Math.abs(value) > 1.959964).length;
    expect(Math.abs(outside / values.length - 0.05)).toBeLessThan(0.003);
  });

  it('does not repeat a deviate, and stays finite where the source gives 0', () => {
    const normal = createNormal(createRandom(2));
    const values = Array.from({ length: 1000 }, normal);
    expect(new Set(values).size).toBe(1000);
    const zeros = createNormal(() => 0);
    expect([zeros(), zeros()].every(Number.isFinite)).toBe(true);
  });

  it('gives deviates that follow one another independently', () => {
    const normal = createNormal(createRandom(8));
    const values = Array.from({ length: 20_000 }, normal);
    const products = values.slice(1).map((value, i) => value * values[i]!);
    expect(Math.abs(mean(products))).toBeLessThan(0.03);
  });
});

describe('shuffled', () => {
  it('gives every order equally often and leaves the values', () => {
    const random = createRandom(5);
    const counts = new Map<string, number>();
    const values = ['a', 'b', 'c'];
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(values, random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(values).toEqual(['a', 'b', 'c']);
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe('interleave', () => {
  it('runs every contender once a round and every second round backwards', () => {
    const orders = interleave(['a', 'b', 'c', 'd'], 6, createRandom(1));
    expect(orders).toHaveLength(6);
    for (const order of orders) expect([...order].sort()).toEqual(['a', 'b', 'c', 'd']);
    for (const round of [1, 3, 5]) {
      expect(orders[round]).toEqual([...(orders[round - 1] ?? [])].reverse());
    }
  });

  it('is the same for the same seed and differs for another', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(interleave(names, 4, createRandom(3))).toEqual(interleave(names, 4, createRandom(3)));
    expect(interleave(names, 4, createRandom(3))).not.toEqual(
      interleave(names, 4, createRandom(4)),
    );
  });
});
