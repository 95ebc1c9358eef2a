import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapacityError } from '../../src/ecs';
import { createPool, type Pool, PoolError, type PoolStrategy } from '../../src/memory';

const RUNS = process.env.RAFTER_LONG ? 5_000 : 20;
const SIZE = 6;

type Item = { id: number; isClean: boolean };
type Fault = 'make' | 'reset' | 'dispose';
type Op =
  | { do: 'acquire'; fault?: Fault | undefined }
  | { do: 'release' | 'release twice' | 'use later'; at: number; fault?: Fault | undefined }
  | { do: 'release a stranger' }
  | { do: 'fill' | 'trim'; count: number; fault?: Fault | undefined };

const fault = fc.option(fc.constantFrom<Fault[]>('make', 'reset', 'dispose'), {
  nil: undefined,
  freq: 6,
});
const count = fc.nat(10);
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('acquire' as const), fault }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('release' as const), at: fc.nat(20), fault }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('release twice' as const, 'use later' as const),
      at: fc.nat(20),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'release a stranger' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('fill' as const, 'trim' as const), count, fault }),
  },
);

/** What a pool of any strategy promises, kept in sets. */
class Model {
  readonly ready = new Set<number>();
  readonly out = new Map<Item, number>();
  readonly gone = new Set<number>();
  made = 0;
  acquired = 0;
  released = 0;
  highWater = 0;
  readonly strategy: PoolStrategy;
  constructor(strategy: PoolStrategy) {
    this.strategy = strategy;
  }

  get isFull(): boolean {
    return this.strategy === 'fixed' && this.ready.size === 0 && this.out.size >= SIZE;
  }
}

describe.each<PoolStrategy>(['fixed', 'growing', 'high-water', 'none'])('a %s pool', (strategy) => {
  it.each([true, false])('does what sets do, whatever fails (developer: %s)', (developer) => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 80, size: 'max' }), (ops) =>
        check(strategy, developer, ops),
      ),
      { numRuns: RUNS },
    );
  });
});

function check(strategy: PoolStrategy, developer: boolean, ops: readonly Op[]): void {
  const model = new Model(strategy);
  let failing: Fault | undefined;
  const failIf = (kind: Fault): void => {
    if (failing === kind) throw new Error(kind);
  };
  const pool = createPool<Item>(
    'things',
    () => {
      failIf('make');
      return { id: model.made++, isClean: true };
    },
    {
      strategy,
      size: strategy === 'fixed' ? SIZE : 0,
      itemBytes: 10,
      developer,
      reset(item) {
        failIf('reset');
        item.isClean = true;
      },
      dispose({ id }) {
        expect(model.gone.has(id)).toBe(false);
        model.gone.add(id);
        model.ready.delete(id);
        failIf('dispose');
      },
    },
  );
  const givenLater: Item[] = [];
  for (const each of ops) {
    failing = 'fault' in each ? each.fault : undefined;
    apply(pool, model, each, givenLater, developer, failing);
    expect(pool.inUse).toBe(model.out.size);
    expect(pool.idle).toBe(model.ready.size);
    expect(pool.bytes).toBe((model.out.size + model.ready.size) * 10);
    expect(pool.stats).toEqual({
      acquired: model.acquired,
      released: model.released,
      made: model.made,
      dropped: model.gone.size,
      highWater: model.highWater,
    });
  }
  failing = undefined;
  pool.dispose();
  expect(pool.idle).toBe(0);
  for (const item of model.out.keys()) pool.release(item);
  expect([pool.inUse, pool.idle, pool.bytes]).toEqual([0, 0, 0]);
  expect(model.gone.size).toBe(model.made);
}

function apply(
  pool: Pool<Item>,
  model: Model,
  each: Op,
  givenLater: Item[],
  developer: boolean,
  failing: Fault | undefined,
): void {
  switch (each.do) {
    case 'acquire': {
      if (model.isFull) {
        expect(pool.tryAcquire()).toBeUndefined();
        expect(() => pool.acquire()).toThrow(CapacityError);
        return;
      }
      const known = model.made;
      if (model.ready.size === 0 && failing === 'make') {
        expect(() => pool.acquire()).toThrow('make');
        return;
      }
      const item = pool.acquire();
      // One that lay ready, or else a new one; nobody else has it, and nothing is left of its last user.
      expect(model.ready.delete(item.id) || item.id === known).toBe(true);
      expect([...model.out.values()]).not.toContain(item.id);
      expect(item.isClean).toBe(true);
      item.isClean = false;
      model.out.set(item, item.id);
      model.acquired++;
      model.highWater = Math.max(model.highWater, model.out.size);
      return;
    }
    case 'release': {
      const item = [...model.out.keys()][each.at % Math.max(1, model.out.size)];
      if (!item) return;
      const id = model.out.get(item)!;
      model.out.delete(item);
      model.released++;
      const isDropped = model.strategy === 'none' || failing === 'reset';
      if (!isDropped) model.ready.add(id);
      const throws = model.strategy === 'none' ? failing === 'dispose' : failing === 'reset';
      if (throws) expect(() => pool.release(item)).toThrow(failing);
      else pool.release(item);
      expect(model.gone.has(id)).toBe(isDropped);
      givenLater.push(item);
      return;
    }
    case 'release twice': {
      const item = givenLater[each.at % Math.max(1, givenLater.length)];
      // Elsewhere it may be out again, which nobody can tell.
      if (!item || !developer) return;
      expect(() => pool.release(item)).toThrow(PoolError);
      expect(() => pool.release(item)).toThrow('released twice');
      return;
    }
    case 'use later': {
      const item = givenLater[each.at % Math.max(1, givenLater.length)];
      if (!item || !developer) return;
      expect(() => item.id).toThrow('after its release');
      expect(() => {
        item.isClean = true;
      }).toThrow(PoolError);
      return;
    }
    case 'release a stranger':
      if (developer || model.out.size === 0)
        expect(() => pool.release({ id: -1, isClean: true })).toThrow(PoolError);
      return;
    case 'fill': {
      const most = model.strategy === 'fixed' ? Math.min(SIZE, each.count) : each.count;
      const missing =
        model.strategy === 'none' ? 0 : Math.max(0, most - model.ready.size - model.out.size);
      if (missing > 0 && failing === 'make') {
        expect(() => pool.fill(each.count)).toThrow('make');
        return;
      }
      const from = model.made;
      expect(pool.fill(each.count)).toBe(missing);
      for (let id = from; id < model.made; id++) model.ready.add(id);
      return;
    }
    case 'trim': {
      const before = model.ready.size;
      const went = Math.max(0, before - each.count);
      if (went > 0 && failing === 'dispose') expect(() => pool.trim(each.count)).toThrow('dispose');
      else expect(pool.trim(each.count)).toBe(went);
      expect(model.ready.size).toBe(before - went);
      return;
    }
  }
}
