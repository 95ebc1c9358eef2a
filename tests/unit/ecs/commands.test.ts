import { addEntity, hasComponent, observe, onAdd, onRemove, query, removeEntity } from 'bitecs';
import { describe, expect, it } from 'vitest';
import {
  addComponent,
  createWorld,
  defineKind,
  despawn,
  type Entity,
  elementCount,
  has,
  isAlive,
  onFree,
  ROW_MASK,
  removeComponent,
  spawn,
  treeOf,
  ValueError,
  type World,
  watch,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');

describe('an element spawned inside a frame', () => {
  it('joins its kind when the phase ends', () => {
    const world = createWorld();
    const list = watch(world, [Kind]);
    let entity = 0 as Entity;
    inFrame(
      world,
      () => {
        entity = spawn(world, Kind);
        expect(list.length).toBe(0);
        expect(query(world.bit, [Kind])).toEqual([]);
      },
      () => expect([...list.rows.subarray(0, list.length)]).toEqual([entity & ROW_MASK]),
    );
  });

  it('never joins when it is despawned in the same phase, and its row is freed', () => {
    const world = createWorld();
    const joined: number[] = [];
    observe(world.bit, onAdd(Kind), (row: number) => {
      joined.push(row);
    });
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    let entity = 0 as Entity;
    inFrame(world, () => {
      entity = spawn(world, Kind);
      despawn(world, entity);
      expect(isAlive(world, entity)).toBe(false);
      expect(freed).toEqual([]);
    });
    expect(joined).toEqual([]);
    expect(freed).toEqual([entity & ROW_MASK]);
    expect(spawn(world, Kind) & ROW_MASK).toBe(entity & ROW_MASK);
  });

  it('goes with its parent that is despawned in the same phase', () => {
    const world = createWorld();
    const parent = spawn(world, Kind);
    let child = 0 as Entity;
    inFrame(world, () => {
      child = spawn(world, Kind, parent);
      despawn(world, parent);
      expect(isAlive(world, child)).toBe(false);
    });
    expect(elementCount(world)).toBe(0);
    expect(query(world.bit, [Kind])).toEqual([]);
    expect(treeOf(world).length).toBe(0);
  });
});

describe('a component', () => {
  it('is added and removed at once outside a frame', () => {
    const world = createWorld();
    const Own = {};
    const entity = spawn(world, Kind);
    addComponent(world, entity, Own);
    expect(has(world, entity, Own)).toBe(true);
    removeComponent(world, entity, Own);
    expect(has(world, entity, Own)).toBe(false);
  });

  it('is added and removed at the end of the phase inside a frame, in the order of the calls', () => {
    const world = createWorld();
    const [A, B] = [{}, {}];
    const entity = spawn(world, Kind);
    inFrame(
      world,
      () => {
        addComponent(world, entity, A);
        addComponent(world, entity, B);
        removeComponent(world, entity, B);
        expect(has(world, entity, A)).toBe(false);
      },
      () => {
        expect(has(world, entity, A)).toBe(true);
        expect(has(world, entity, B)).toBe(false);
      },
    );
  });

  it('of an element that is despawned later in the phase is dropped', () => {
    const world = createWorld();
    const Own = {};
    const added: number[] = [];
    observe(world.bit, onAdd(Own), (row: number) => {
      added.push(row);
    });
    const entity = spawn(world, Kind);
    inFrame(world, () => {
      addComponent(world, entity, Own);
      despawn(world, entity);
    });
    expect(added).toEqual([]);
  });

  it('that is the kind of the element cannot be removed', () => {
    const world = createWorld();
    const entity = spawn(world, Kind);
    expect(() => removeComponent(world, entity, Kind)).toThrow(ValueError);
    expect(isAlive(world, entity)).toBe(true);
  });

  it('of the app stays on its own entities when elements come and go', () => {
    const world = createWorld();
    const Own = {};
    const own = addEntity(world.bit);
    const entity = spawn(world, Kind);
    addComponent(world, entity, Own);
    despawn(world, entity);
    expect(hasComponent(world.bit, own, Own)).toBe(false);
    expect(query(world.bit, [Own])).toEqual([]);
  });
});

describe('a throwing listener or observer', () => {
  it('keeps no row from being freed and its error leaves despawn', () => {
    const world = createWorld();
    const freed: number[] = [];
    onFree(world, () => {
      throw new Error('first');
    });
    onFree(world, (row) => freed.push(row));
    const parent = spawn(world, Kind);
    spawn(world, Kind, parent);
    spawn(world, Kind, parent);
    expect(() => despawn(world, parent)).toThrow('first');
    expect(freed).toHaveLength(3);
    expect(elementCount(world)).toBe(0);
    expect(new Set([spawn(world, Kind), spawn(world, Kind), spawn(world, Kind)].map(row))).toEqual(
      new Set(freed),
    );
  });

  it('keeps no other edit of the phase from being applied and is reported once', () => {
    const world = createWorld();
    const Own = {};
    observe(world.bit, onAdd(Own), () => {
      throw new Error('observer');
    });
    const a = spawn(world, Kind);
    const b = spawn(world, Kind);
    let later = 0 as Entity;
    const failures = inFrame(world, () => {
      addComponent(world, a, Own);
      despawn(world, b);
      later = spawn(world, Kind);
    });
    expect(failures.map(({ system }) => system)).toEqual(['input (end of phase)']);
    expect(has(world, later, Kind)).toBe(true);
    expect(query(world.bit, [Kind])).toHaveLength(2);
    expect(treeOf(world).length).toBe(2);
    expect(inFrame(world, () => {})).toEqual([]);
  });

  it('of a removal keeps the bitECS entity from staying', () => {
    const world = createWorld();
    const Own = {};
    observe(world.bit, onRemove(Own), () => {
      throw new Error('observer');
    });
    const list = watch(world, [Kind, Own]);
    const entity = spawn(world, Kind);
    addComponent(world, entity, Own);
    expect(() => despawn(world, entity)).toThrow('observer');
    expect(list.length).toBe(0);
    expect(query(world.bit, [Kind])).toEqual([]);
    expect(spawn(world, Kind) & ROW_MASK).toBe(entity & ROW_MASK);
  });

  it('makes spawn throw and leave nothing behind', () => {
    const world = createWorld();
    const stop = observe(world.bit, onAdd(Kind), () => {
      throw new Error('observer');
    });
    const parent = spawnQuietly(world, stop);
    observe(world.bit, onAdd(Kind), () => {
      throw new Error('observer');
    });
    const freed: number[] = [];
    onFree(world, (freedRow) => freed.push(freedRow));
    expect(() => spawn(world, Kind, parent)).toThrow('observer');
    expect(elementCount(world)).toBe(1);
    expect(treeOf(world).length).toBe(1);
    expect(freed).toHaveLength(1);
  });
});

describe('onFree', () => {
  it('calls with every row of a subtree, children first, while columns and bitECS still hold it', () => {
    const world = createWorld();
    const a = spawn(world, Kind);
    const b = spawn(world, Kind, a);
    const c = spawn(world, Kind, b);
    const d = spawn(world, Kind, a);
    const freed: number[] = [];
    onFree(world, (freedRow) => {
      expect(hasComponent(world.bit, freedRow, Kind)).toBe(true);
      freed.push(freedRow);
    });
    despawn(world, a);
    expect(freed).toEqual([c, b, d, a].map(row));
  });

  it('lets a listener stop itself, despawn and spawn', () => {
    const world = createWorld();
    const other = spawn(world, Kind);
    const top = spawn(world, Kind);
    for (let i = 0; i < 3; i++) spawn(world, Kind, top);
    const calls = [0, 0];
    const stop = onFree(world, () => {
      calls[0]!++;
      stop();
      if (isAlive(world, other)) despawn(world, other);
      spawn(world, Kind);
    });
    onFree(world, () => {
      calls[1]!++;
    });
    despawn(world, top);
    expect(calls).toEqual([1, 5]);
    expect(elementCount(world)).toBe(1);
    expect(treeOf(world).length).toBe(1);
  });

  it('stops one registration of a listener that was given twice', () => {
    const world = createWorld();
    let calls = 0;
    const listener = (): void => {
      calls++;
    };
    const stop = onFree(world, listener);
    onFree(world, listener);
    stop();
    stop();
    despawn(world, spawn(world, Kind));
    expect(calls).toBe(1);
  });
});

describe('an observer that removes another element through bitECS', () => {
  it('despawns it, although we are removing one ourselves', () => {
    const world = createWorld();
    const a = spawn(world, Kind);
    const b = spawn(world, Kind);
    observe(world.bit, onRemove(Kind), (gone: number) => {
      if (gone === row(a)) removeEntity(world.bit, row(b));
    });
    despawn(world, a);
    expect(isAlive(world, b)).toBe(false);
    expect(elementCount(world)).toBe(0);
  });
});

function row(entity: Entity): number {
  return entity & ROW_MASK;
}

function spawnQuietly(world: World, stop: () => void): Entity {
  stop();
  return spawn(world, Kind);
}
