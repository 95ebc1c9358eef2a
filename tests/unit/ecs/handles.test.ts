import { addEntity, addComponent as bitAdd, removeEntity } from 'bitecs';
import { describe, expect, it } from 'vitest';
import {
  addComponent,
  columns,
  createWorld,
  defineKind,
  defineStore,
  despawn,
  type Entity,
  elementCount,
  entityOf,
  GENERATION_BITS,
  GENERATION_MAX,
  has,
  isAlive,
  NO_ROW,
  onFree,
  parentOf,
  ROW_BITS,
  ROW_LIMIT,
  ROW_MASK,
  type Row,
  resolve,
  StaleHandleError,
  spawn,
  staleHandles,
  treeOf,
  ValueError,
  type World,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');

describe('a handle', () => {
  it('is at least 2^20 and names its row and generation', () => {
    const world = createWorld();
    const entity = spawn(world, Kind);
    expect(entity).toBeGreaterThanOrEqual(ROW_LIMIT);
    expect(ROW_BITS + GENERATION_BITS).toBe(32);
    expect(resolve(world, entity)).toBe(entity & ROW_MASK);
    expect(entityOf(world, entity & ROW_MASK)).toBe(entity);
  });

  it('is stale once its row has another element', () => {
    const world = createWorld();
    const first = spawn(world, Kind);
    despawn(world, first);
    const second = spawn(world, Kind);
    expect(second & ROW_MASK).toBe(first & ROW_MASK);
    expect(isAlive(world, first)).toBe(false);
    expect(isAlive(world, second)).toBe(true);
    expect(() => resolve(world, first)).toThrow(StaleHandleError);
  });

  it('names element, row, generation and the mend when it is stale', () => {
    const world = createWorld();
    const entity = spawn(world, Kind);
    despawn(world, entity);
    expect(() => despawn(world, entity)).toThrow(
      'element 1048577 (row 1, generation 1) is gone; it was despawned or never made. Check isAlive(world, entity) first',
    );
    expect(() => resolve(world, 1 as Row)).toThrow('row 1 holds no element');
  });

  it('is refused when it is no element at all', () => {
    const world = createWorld();
    spawn(world, Kind);
    for (const wrong of [0, -1, 0.5, NaN, Infinity, -Infinity, undefined, 2 ** 32, 'a', {}]) {
      expect(() => resolve(world, wrong as Row), String(wrong)).toThrow(ValueError);
      expect(isAlive(world, wrong as Entity), String(wrong)).toBe(false);
    }
  });

  it('is refused when it equals a live one only in its low 32 bits', () => {
    const world = createWorld();
    const entity = spawn(world, Kind);
    for (const wrong of [entity + 2 ** 32, entity + 0.5, entity - 2 ** 32]) {
      expect(() => resolve(world, wrong as Entity)).toThrow();
      expect(isAlive(world, wrong as Entity)).toBe(false);
    }
  });

  it('is counted and ignored inside a frame', () => {
    const world = createWorld();
    const gone = spawn(world, Kind);
    despawn(world, gone);
    inFrame(world, () => {
      expect(resolve(world, gone)).toBe(0);
      despawn(world, gone);
    });
    expect(staleHandles(world)).toBe(2);
  });

  it('dies at once when its element is despawned inside a frame', () => {
    const world = createWorld();
    const parent = spawn(world, Kind);
    const child = spawn(world, Kind, parent);
    inFrame(world, () => {
      despawn(world, parent);
      expect(isAlive(world, parent)).toBe(false);
      expect(isAlive(world, child)).toBe(false);
      expect(elementCount(world)).toBe(0);
    });
  });
});

describe('a row', () => {
  it('is retired after 4,095 generations and no handle of it ever comes back', () => {
    const world = createWorld();
    const handles: Entity[] = [];
    for (let i = 0; i < GENERATION_MAX; i++) {
      const entity = spawn(world, Kind);
      handles.push(entity);
      despawn(world, entity);
    }
    const next = spawn(world, Kind);
    expect(new Set(handles).size).toBe(4095);
    expect(new Set(handles.map((entity) => entity & ROW_MASK)).size).toBe(1);
    expect(next & ROW_MASK).not.toBe(handles[0]! & ROW_MASK);
    expect(handles.filter((entity) => isAlive(world, entity))).toEqual([]);
    expect(isAlive(world, next)).toBe(true);
  });

  it('is retired too when the app removed its last element through bitECS', () => {
    const world = createWorld();
    let last = spawn(world, Kind);
    for (let i = 1; i < GENERATION_MAX; i++) {
      despawn(world, last);
      last = spawn(world, Kind);
    }
    removeEntity(world.bit, last & ROW_MASK);
    const next = spawn(world, Kind);
    expect(next).toBeGreaterThanOrEqual(ROW_LIMIT);
    expect(next & ROW_MASK).not.toBe(last & ROW_MASK);
  });

  it('that is retired takes no place from living elements', () => {
    const world = createWorld({ maxEntities: 1 });
    for (let i = 0; i < GENERATION_MAX * 2 + 5; i++) despawn(world, spawn(world, Kind));
    expect(isAlive(world, spawn(world, Kind))).toBe(true);
  });

  it('is never one that the app holds in a shared bitECS world', () => {
    const world = createWorld();
    const own = [addEntity(world.bit), addEntity(world.bit)];
    const entity = spawn(world, Kind);
    expect(own).not.toContain(entity & ROW_MASK);
    removeEntity(world.bit, own[0]!);
    const recycled = spawn(world, Kind);
    expect(recycled & ROW_MASK).toBe(own[0]);
    expect(own[1]).not.toBe(recycled & ROW_MASK);
  });

  it('that the app used before starts with the initial values', () => {
    const world = createWorld();
    const Tint = defineStore('Tint', { color: ['u32', 7] });
    const own = addEntity(world.bit);
    columns(world, Tint).color[own] = 99;
    removeEntity(world.bit, own);
    const entity = spawn(world, Kind);
    expect(entity & ROW_MASK).toBe(own);
    expect(columns(world, Tint).color[own]).toBe(7);
  });
});

describe('an element that the app removes through bitECS', () => {
  it('is despawned with everything below it', () => {
    const world = createWorld();
    const root = spawn(world, Kind);
    const parent = spawn(world, Kind, root);
    const child = spawn(world, Kind, parent);
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    removeEntity(world.bit, parent & ROW_MASK);
    expect([root, parent, child].map((entity) => isAlive(world, entity))).toEqual([
      true,
      false,
      false,
    ]);
    expect(freed.sort()).toEqual([parent & ROW_MASK, child & ROW_MASK]);
    expect([...treeOf(world).order.subarray(0, treeOf(world).length)]).toEqual([root & ROW_MASK]);
    expect(elementCount(world)).toBe(1);
  });

  it('is gone inside a frame too, and its row may be taken in the same phase', () => {
    const world = createWorld();
    const root = spawn(world, Kind);
    const removed = spawn(world, Kind, root);
    let next = 0 as Entity;
    inFrame(world, () => {
      removeEntity(world.bit, removed & ROW_MASK);
      expect(isAlive(world, removed)).toBe(false);
      next = spawn(world, Kind, root);
    });
    expect(next & ROW_MASK).toBe(removed & ROW_MASK);
    expect(isAlive(world, next)).toBe(true);
    expect(treeOf(world).length).toBe(2);
  });

  it('leaves nothing that was recorded for it to the next element of its row', () => {
    const world = createWorld();
    const Own = {};
    const removed = spawn(world, Kind);
    let next = 0 as Entity;
    inFrame(world, () => {
      addComponent(world, removed, Own);
      removeEntity(world.bit, removed & ROW_MASK);
      next = spawn(world, Kind);
    });
    expect(next & ROW_MASK).toBe(removed & ROW_MASK);
    expect(has(world, next, Own)).toBe(false);
    expect(has(world, next, Kind)).toBe(true);
  });

  it('is noticed at the end of the phase when it had not joined its kind', () => {
    const world = createWorld();
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    let entity = 0 as Entity;
    const failures = inFrame(world, () => {
      entity = spawn(world, Kind);
      removeEntity(world.bit, entity & ROW_MASK);
    });
    expect(failures).toEqual([]);
    expect(isAlive(world, entity)).toBe(false);
    expect(freed).toEqual([entity & ROW_MASK]);
    expect(elementCount(world)).toBe(0);
  });

  it('is noticed when its row is handed out again before it had joined its kind', () => {
    const world = createWorld();
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    let first = 0 as Entity;
    let second = 0 as Entity;
    inFrame(world, () => {
      first = spawn(world, Kind);
      removeEntity(world.bit, first & ROW_MASK);
      second = spawn(world, Kind);
    });
    expect(second & ROW_MASK).toBe(first & ROW_MASK);
    expect(isAlive(world, first)).toBe(false);
    expect(isAlive(world, second)).toBe(true);
    expect(freed).toEqual([first & ROW_MASK]);
    expect(elementCount(world)).toBe(1);
  });

  it('does not take the app entity along that got its id when it was doomed', () => {
    const world = createWorld();
    const Own = {};
    const entity = spawn(world, Kind);
    let own = 0;
    inFrame(world, () => {
      despawn(world, entity);
      removeEntity(world.bit, entity & ROW_MASK);
      own = addEntity(world.bit);
      bitAdd(world.bit, own, Own);
    });
    expect(own).toBe(entity & ROW_MASK);
    expect(addEntity(world.bit)).not.toBe(own);
  });
});

describe('spawning below a stale parent inside a frame', () => {
  it('gives an element that is gone and frees its row when the phase ends', () => {
    const world = createWorld();
    const parent = spawn(world, Kind);
    despawn(world, parent);
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    let orphan = 0 as Entity;
    inFrame(world, () => {
      orphan = spawn(world, Kind, parent);
      expect(isAlive(world, orphan)).toBe(false);
      expect(freed).toEqual([]);
    });
    expect(freed).toEqual([orphan & ROW_MASK]);
    expect(staleHandles(world)).toBe(1);
    expect(elementCount(world)).toBe(0);
    expect(treeOf(world).length).toBe(0);
  });
});

describe('row 0 as a parent', () => {
  it('means no parent, as undefined does', () => {
    const world = createWorld();
    const entity = spawn(world, Kind, NO_ROW);
    expect(parent(world, entity)).toBe(0);
  });
});

function parent(world: World, entity: Entity): number {
  return parentOf(world, resolve(world, entity));
}
