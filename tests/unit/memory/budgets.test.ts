import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapacityError } from '../../../src/ecs';
import type { Budget } from '../../../src/memory';
import { MB, openMemory } from './stage';

const RUNS = process.env.RAFTER_LONG ? 500 : 8;

describe('a budget', () => {
  it('takes all or none, and never more than its limit', () => {
    const { memory } = openMemory();
    const budget = memory.budget('tiles', 1000);
    expect(budget.take(600)).toBe(true);
    expect(budget.take(401)).toBe(false);
    expect(budget.take(400)).toBe(true);
    expect([budget.bytes, budget.highWater, budget.refused]).toEqual([1000, 1000, 1]);
    budget.give(1000);
    expect(() => budget.give(1)).toThrow('of which 0 bytes are taken');
    expect(() => budget.take(0.5)).toThrow('whole bytes');
    expect(() => budget.take(Number.NaN)).toThrow('whole bytes');
  });

  it('stays within what all may hold when ten times as much is asked for, in every frame', () => {
    const { app, memory } = openMemory({ budgetBytes: 64 * MB });
    const budget = memory.budget('tiles');
    const other = memory.budget('pictures', 40 * MB);
    const cache = memory.cache<number, Uint8Array>('pages', {
      maxWeight: 20 * MB,
      weigh: (page) => page.byteLength,
    });
    const held: number[] = [];
    let refused = 0;
    const chunk = 4 * MB;
    for (let i = 0; i < 160; i++) {
      const asked = i % 3 === 2 ? other : budget;
      if (!asked.take(chunk)) refused++;
      if (i % 5 === 0 && app.memory.total() < 60 * MB) cache.set(i, new Uint8Array(MB));
      if (i % 40 === 39 && budget.bytes > 0) budget.give(chunk);
      app.frames(1);
      held.push(app.memory.total());
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(64 * MB);
    expect(Math.max(...held)).toBeGreaterThan(56 * MB);
    expect(refused).toBeGreaterThan(120);
  });

  it('has what can be given back go before it refuses', () => {
    const { app, memory } = openMemory({ budgetBytes: 64 * MB });
    const cache = memory.cache<number, { bytes: number }>('pages', {
      maxWeight: 50 * MB,
      weigh: ({ bytes }) => bytes,
    });
    for (let i = 0; i < 40; i++) cache.set(i, { bytes: MB });
    for (let i = 0; i < 10; i++) cache.pin(i);
    const budget = memory.budget('tiles');
    expect(budget.take(40 * MB)).toBe(true);
    expect(app.memory.total()).toBeLessThanOrEqual(64 * MB);
    // What is on screen stays, and so there is no room for the rest.
    expect(budget.take(30 * MB)).toBe(false);
    for (let i = 0; i < 10; i++) expect(cache.has(i)).toBe(true);
  });

  it('leaves all as it was where the host has no memory, and is an emergency then', () => {
    const { app, memory, pass } = openMemory();
    const budget = memory.budget('columns', 100 * MB);
    const before = budget.allocate(8, (bytes) => new Uint8Array(bytes).fill(7));
    const copy = before.slice();
    const make = (): Uint8Array => {
      throw new RangeError('Array buffer allocation failed');
    };
    expect(() => budget.allocate(50 * MB, make)).toThrow(CapacityError);
    expect(() => budget.allocate(50 * MB, make)).toThrow(/no memory for 52428800 bytes/);
    expect(budget.bytes).toBe(8);
    expect(before).toEqual(copy);
    app.frames(1);
    expect(memory.pressure.level).toBe('emergency');
    expect(memory.pressure.source).toBe('allocation');
    pass(30);
    expect(memory.pressure.level).toBe('normal');
    expect(() =>
      budget.allocate(8, () => {
        throw new TypeError('of the app');
      }),
    ).toThrow(TypeError);
    expect(budget.bytes).toBe(8);
  });

  it('adds up with all else to what the ledger says, after any operations', () => {
    const op = fc.record({
      do: fc.constantFrom(
        'take',
        'give',
        'set',
        'acquire',
        'release',
        'trim',
        'frame',
        'reclaim',
        'dispose',
      ),
      at: fc.nat(3),
      bytes: fc.nat(2 * MB),
    });
    fc.assert(
      fc.property(fc.array(op, { maxLength: 60, size: 'max' }), (ops) => {
        const { app, memory, errors } = openMemory({ budgetBytes: 40 * MB });
        const budgets = new Map<string, { budget: Budget; taken: number }>();
        const cache = memory.cache<number, number>('cache', {
          maxWeight: 4 * MB,
          weigh: (bytes) => bytes + 1,
        });
        const pool = memory.pool('pool', () => ({ x: 0 }), { itemBytes: 1000 });
        const out: { x: number }[] = [];
        for (const { do: what, at, bytes } of ops) {
          const name = `budget ${at}`;
          const known = budgets.get(name) ?? { budget: memory.budget(name, 30 * MB), taken: 0 };
          budgets.set(name, known);
          if (what === 'take' && known.budget.take(bytes)) known.taken += bytes;
          if (what === 'give') {
            const back = Math.min(known.taken, bytes);
            known.budget.give(back);
            known.taken -= back;
          }
          if (what === 'set') cache.set(bytes % 7, bytes);
          if (what === 'acquire') out.push(pool.acquire());
          if (what === 'release' && out.length > 0) pool.release(out.pop()!);
          if (what === 'trim') pool.trim(at);
          if (what === 'frame') app.frames(1);
          if (what === 'reclaim') memory.reclaim(bytes);
          if (what === 'dispose') {
            known.budget.dispose();
            budgets.delete(name);
          }
          const lines = new Map(app.memory.report().map((line) => [line.name, line.bytes]));
          for (const [key, { budget, taken }] of budgets) {
            expect(budget.bytes).toBe(taken);
            expect(lines.get(key)).toBe(taken);
          }
          expect(lines.get('pool')).toBe((pool.inUse + pool.idle) * 1000);
          expect(lines.get('cache')).toBe(cache.weight + cache.bytes);
          const sum = [...lines.values()].reduce((total, each) => total + each, 0);
          expect(app.memory.total()).toBe(sum);
          expect(memory.report().totalBytes).toBe(sum);
          expect(sum).toBeLessThanOrEqual(40 * MB);
        }
        memory.dispose();
        const left = app.memory.report().map(({ name }) => name);
        expect(left.filter((name) => /^(budget|pool|cache)/.test(name))).toEqual([]);
        expect(errors).toEqual([]);
        app.dispose();
      }),
      { numRuns: RUNS },
    );
  });
});
