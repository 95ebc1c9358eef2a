import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createWorld,
  defineResource,
  defineStore,
  findAmbiguities,
  orderSystems,
  type System,
  SystemError,
} from '../../../src/ecs';
import { createRunner, systemOf } from './frames';

const A = defineStore('A', { x: 'f32' });
const B = defineResource<number>('B');

describe('the order of systems', () => {
  it('is that of phases, then of declarations, then of adding', () => {
    const { runner } = createRunner(createWorld());
    runner.add(systemOf('late', () => {}, { phase: 'render' }));
    runner.add(systemOf('second', () => {}, { after: ['first'] }));
    runner.add(systemOf('third', () => {}));
    runner.add(systemOf('first', () => {}, { before: ['third'] }));
    runner.add(systemOf('early', () => {}, { phase: 'input' }));
    expect(runner.systems.map(({ name }) => name)).toEqual([
      'early',
      'first',
      'second',
      'third',
      'late',
    ]);
    runner.dispose();
  });

  it('keeps every declared pair and otherwise the order of adding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 8 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
        (pairs, ranks) => {
          // Declared from lower to higher rank only, so that nothing contradicts.
          const systems = ranks.map((rank) =>
            systemOf(`s${rank}`, () => {}, {
              before: pairs.filter(([a, b]) => a === rank && b > rank).map(([, b]) => `s${b}`),
              after: pairs.filter(([a, b]) => a === rank && b < rank).map(([, b]) => `s${b}`),
            }),
          );
          const sorted = orderSystems(systems)!;
          const at = (name: string): number => sorted.findIndex((system) => system.name === name);
          expect(sorted).toHaveLength(8);
          for (const [a, b] of pairs) {
            if (a !== b) expect(at(`s${Math.min(a, b)}`)).toBeLessThan(at(`s${Math.max(a, b)}`));
          }
          if (pairs.every(([a, b]) => a === b)) expect(sorted).toEqual(systems);
        },
      ),
    );
  });

  it('is refused when declarations contradict, and the runner keeps the one it had', () => {
    const { runner } = createRunner(createWorld());
    runner.add(systemOf('a', () => {}, { before: ['b'] }));
    const contradicting = systemOf('b', () => {}, { before: ['a'] });
    expect(() => runner.add(contradicting)).toThrow(
      "'before' and 'after' of phase update contradict each other (a, b); drop one of them",
    );
    expect(runner.systems.map(({ name }) => name)).toEqual(['a']);
    runner.dispose();
  });

  it('is refused with an unknown phase or a name that is taken', () => {
    const { runner } = createRunner(createWorld());
    runner.add(systemOf('a', () => {}));
    expect(() => runner.add(systemOf('a', () => {}))).toThrow('a system named a is already added');
    expect(() => runner.add(systemOf('b', () => {}, { phase: 'no' as 'update' }))).toThrow(
      SystemError,
    );
    runner.dispose();
  });
});

describe('an ambiguity', () => {
  it('is two systems of a phase, one writing what the other touches, without an order', () => {
    const writer = user('writer', { writes: [A] });
    const reader = user('reader', { reads: [A] });
    expect(findAmbiguities([writer, reader])).toEqual([
      { phase: 'update', first: 'writer', second: 'reader', token: 'A' },
    ]);
    expect(findAmbiguities([reader, writer])).toHaveLength(1);
    expect(findAmbiguities([writer, user('writer too', { writes: [A] })])).toHaveLength(1);
  });

  it('is found for resources as for stores', () => {
    const writer = user('writer', { writes: [B] });
    expect(findAmbiguities([writer, user('reader', { reads: [B] })])[0]?.token).toBe('B');
  });

  it('is none between readers, other phases or other tokens', () => {
    const reader = user('reader', { reads: [A] });
    expect(findAmbiguities([reader, user('reader too', { reads: [A] })])).toEqual([]);
    expect(findAmbiguities([reader, user('w', { writes: [A], phase: 'layout' })])).toEqual([]);
    expect(findAmbiguities([reader, user('w', { writes: [B] })])).toEqual([]);
  });

  it('is solved by an order, declared by either or through others', () => {
    const writer = user('writer', { writes: [A] });
    const reader = user('reader', { reads: [A] });
    expect(findAmbiguities([writer, { ...reader, after: ['writer'] }])).toEqual([]);
    expect(findAmbiguities([writer, { ...reader, before: ['writer'] }])).toEqual([]);
    const between = user('between', { after: ['writer'], before: ['reader'] });
    expect(findAmbiguities([reader, between, writer])).toEqual([]);
    expect(findAmbiguities([reader, { ...between, phase: 'layout' }, writer])).toHaveLength(1);
  });
});

function user(name: string, rest: Partial<System>): System {
  return systemOf(name, () => {}, rest);
}
