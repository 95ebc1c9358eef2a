import { addEntity, removeEntity } from 'bitecs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  defineKind,
  defineStore,
  despawn,
  type Entity,
  ROW_MASK,
  spawn,
  type World,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');
const Mixed = defineStore('Mixed', {
  f32: ['f32', 0.5],
  f64: ['f64', -1],
  i32: ['i32', -2],
  u32: ['u32', 3],
  u16: ['u16', 4],
  u8: 'u8',
});
const initial = [0.5, -1, -2, 3, 4, 0];

describe('a row that another element had', () => {
  it('starts with the initial value of every column, whatever is spawned and despawned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -150, max: 40 }), { maxLength: 60 }), (edits) => {
        const world = createWorld({ capacity: 256 });
        const alive: Entity[] = [];
        let highest = 0;
        for (const edit of edits) {
          if (edit === 0) inFrame(world, () => spoilRows(world, 1, highest + 1));
          else if (edit > 0) {
            for (let i = 0; i < edit && alive.length < 150; i++) {
              const entity = spawn(world, Kind);
              expect(valuesOf(world, entity & ROW_MASK)).toEqual(initial);
              spoilRows(world, entity & ROW_MASK, (entity & ROW_MASK) + 1);
              highest = Math.max(highest, entity & ROW_MASK);
              alive.push(entity);
            }
          } else {
            const [gone] = alive.splice(-edit % Math.max(1, alive.length), 1);
            if (gone !== undefined) despawn(world, gone);
          }
        }
      }),
    );
  });

  it('starts with them although a system wrote to it while nobody had it', () => {
    const world = createWorld({ capacity: 256 });
    despawnAll(world, spawnMany(world, 64));
    // The second one has the rows around it renewed too.
    spawnMany(world, 2);
    inFrame(world, () => spoilRows(world, 1, 256));
    for (const entity of spawnMany(world, 60)) {
      expect(valuesOf(world, entity & ROW_MASK)).toEqual(initial);
    }
  });

  it('starts with them when it is taken for the second time in one go', () => {
    const world = createWorld({ capacity: 256 });
    despawnAll(world, spawnMany(world, 64));
    for (let round = 0; round < 3; round++) {
      const entities = spawnMany(world, 64);
      for (const entity of entities) {
        expect(valuesOf(world, entity & ROW_MASK)).toEqual(initial);
      }
      spoilRows(world, 1, 65);
      despawnAll(world, entities);
    }
  });

  it('is renewed without what the app keeps for its own entities beside it', () => {
    const world = createWorld({ capacity: 256 });
    const before = spawnMany(world, 10);
    const own = addEntity(world.bit);
    const after = spawnMany(world, 10);
    const left = addEntity(world.bit);
    spoilRows(world, 1, 40);
    despawnAll(world, [...before, ...after]);
    removeEntity(world.bit, left);
    spawnMany(world, 12);
    expect(valuesOf(world, own)).toEqual([9, 9, 9, 9, 9, 9]);
  });
});

function spawnMany(world: World, count: number): Entity[] {
  return Array.from({ length: count }, () => spawn(world, Kind));
}

function despawnAll(world: World, entities: readonly Entity[]): void {
  for (const entity of entities) despawn(world, entity);
}

function spoilRows(world: World, from: number, end: number): void {
  for (const column of Object.values(columns(world, Mixed))) column.fill(9, from, end);
}

function valuesOf(world: World, row: number): number[] {
  return Object.values(columns(world, Mixed)).map((column) => column[row]!);
}
