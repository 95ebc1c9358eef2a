import {
  addEntity,
  addComponent as bitAdd,
  removeComponent as bitRemove,
  Not,
  Or,
  query,
  removeEntity,
} from 'bitecs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addComponent,
  createFrameRunner,
  createWorld,
  defineKind,
  despawn,
  type Entity,
  isAlive,
  ROW_MASK,
  removeComponent,
  spawn,
  watch,
} from '../../src/ecs';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 400;

describe('a watch', () => {
  it('equals the bitECS query of its terms after any edits of elements and app entities', () => {
    fc.assert(
      fc.property(fc.array(fc.array(edit(), { maxLength: 10 }), { maxLength: 8 }), (frames) => {
        const world = createWorld({ capacity: 16 });
        const kinds = [defineKind('a'), defineKind('b')];
        const components = [{}, {}];
        const [a, b] = kinds;
        const [c, d] = components;
        const terms = [[a!], [b!], [c!], [a!, c!], [c!, d!], [Or(c!, d!)], [a!, Not(c!)]];
        const elements: Entity[] = [];
        const own: number[] = [];
        const watches = terms.map((each) => ({ each, list: watch(world, each) }));
        let edits: readonly Edit[] = [];
        const apply = ({ type, at }: Edit): void => {
          const element = elements[at % Math.max(1, elements.length)];
          const entity = own[at % Math.max(1, own.length)];
          const component = components[at % 2]!;
          const isHeld = element !== undefined && isAlive(world, element);
          if (type === 'spawn') elements.push(spawn(world, kinds[at % 2]!));
          else if (type === 'own') own.push(addEntity(world.bit));
          else if (type === 'add' && isHeld) addComponent(world, element, component);
          else if (type === 'remove' && isHeld) removeComponent(world, element, component);
          else if (type === 'despawn' && isHeld) despawn(world, element);
          else if (type === 'ownAdd' && entity) bitAdd(world.bit, entity, component);
          else if (type === 'ownRemove' && entity) bitRemove(world.bit, entity, component);
          else if (type === 'ownDrop' && entity) {
            removeEntity(world.bit, entity);
            own.splice(own.indexOf(entity), 1);
          }
        };
        const runner = createFrameRunner({
          world,
          phases: ['update'],
          clock: { now: () => 0 },
          onFailure({ error }) {
            throw error;
          },
        });
        runner.add({
          name: 'edits',
          phase: 'update',
          reads: [],
          writes: [],
          update: () => edits.forEach(apply),
          dispose() {},
        });
        for (const [i, list] of frames.entries()) {
          edits = i % 2 === 0 ? list : [];
          if (i % 2 === 1) list.forEach(apply);
          runner.step(i);
          for (const { each, list } of watches) {
            const rows = [...list.rows.subarray(0, list.length)];
            expect(rows.sort(byNumber)).toEqual([...query(world.bit, each)].sort(byNumber));
            expect(new Set(rows).size).toBe(rows.length);
          }
        }
        expect(elements.every((entity) => entity >= ROW_MASK)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

type Edit = {
  type: 'spawn' | 'own' | 'add' | 'remove' | 'despawn' | 'ownAdd' | 'ownRemove' | 'ownDrop';
  at: number;
};

function edit(): fc.Arbitrary<Edit> {
  const type = fc.constantFrom<Edit['type']>(
    'spawn',
    'spawn',
    'own',
    'add',
    'add',
    'remove',
    'despawn',
    'ownAdd',
    'ownRemove',
    'ownDrop',
  );
  return fc.record({ type, at: fc.nat(30) });
}

function byNumber(a: number, b: number): number {
  return a - b;
}
