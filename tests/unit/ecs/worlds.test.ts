import {
  addEntity,
  type World as BitWorld,
  addComponent as bitAdd,
  createWorld as createBitWorld,
  createEntityIndex,
  query,
  removeEntity,
  withVersioning,
} from 'bitecs';
import { describe, expect, it } from 'vitest';
import {
  createWorld,
  defineKind,
  defineResource,
  despawn,
  disposeWorld,
  elementCount,
  findResource,
  isAlive,
  onFree,
  ROW_MASK,
  resource,
  SystemError,
  setResource,
  spawn,
  touch,
  touchRows,
  ValueError,
  watch,
  watchDirt,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');

describe('a world', () => {
  it('lives in a bitECS world of the app', () => {
    const bit = createBitWorld();
    const Own = {};
    const own = addEntity(bit);
    bitAdd(bit, own, Own);
    const world = createWorld({ bit });
    const entity = spawn(world, Kind);
    expect(world.bit).toBe(bit);
    expect(query(bit, [Kind])).toEqual([entity & ROW_MASK]);
    expect(query(bit, [Own])).toEqual([own]);
  });

  it('refuses a bitECS world with versioning, or none at all', () => {
    const versioned = createBitWorld(createEntityIndex(withVersioning()));
    expect(() => createWorld({ bit: versioned })).toThrow(ValueError);
    expect(() => createWorld({ bit: {} as BitWorld })).toThrow('bit is no bitECS world');
  });

  it('refuses sizes that no world has', () => {
    for (const wrong of [0, -1, Number.NaN, 2 ** 20]) {
      expect(() => createWorld({ maxEntities: wrong })).toThrow(ValueError);
    }
    for (const wrong of [0, -1, Number.NaN, 2 ** 20 + 1]) {
      expect(() => createWorld({ capacity: wrong })).toThrow(ValueError);
    }
  });

  it('of developers refuses a touch of a row that is nobody’s', () => {
    const world = createWorld({ developer: true });
    const entity = spawn(world, Kind);
    touch(world, entity & ROW_MASK, 1);
    despawn(world, entity);
    expect(() => touch(world, entity & ROW_MASK, 1)).toThrow('row 1 was touched and holds no');
    const rows = Int32Array.of(0, entity & ROW_MASK);
    expect(() => touchRows(world, rows, 2, 1)).toThrow('row 1 was touched and holds no');
    touchRows(world, rows, 1, 1);
    touch(world, 0, 1);
    const doomed = spawn(world, Kind);
    inFrame(world, () => {
      despawn(world, doomed);
      touch(world, doomed & ROW_MASK, 1);
    });
  });
});

describe('disposeWorld', () => {
  it('frees every element, forgets resources and leaves the entities of the app', () => {
    const bit = createBitWorld();
    const own = addEntity(bit);
    bitAdd(bit, own, Kind);
    const world = createWorld({ bit });
    const Thing = defineResource<number>('Thing');
    setResource(world, Thing, 1);
    const freed: number[] = [];
    onFree(world, (row) => freed.push(row));
    const parent = spawn(world, Kind);
    const child = spawn(world, Kind, parent);
    disposeWorld(world);
    disposeWorld(world);
    expect(freed).toHaveLength(2);
    expect(isAlive(world, child)).toBe(false);
    expect(elementCount(world)).toBe(0);
    expect(findResource(world, Thing)).toBe(undefined);
    expect(query(bit, [Kind])).toEqual([own]);
  });

  it('stops following the bitECS world', () => {
    const bit = createBitWorld();
    const world = createWorld({ bit });
    const entity = spawn(world, Kind);
    disposeWorld(world);
    const other = createWorld({ bit });
    const next = spawn(other, Kind);
    expect(next & ROW_MASK).toBe(entity & ROW_MASK);
    removeEntity(bit, next & ROW_MASK);
    expect(elementCount(world)).toBe(0);
    expect(elementCount(other)).toBe(0);
  });

  it('makes spawning throw', () => {
    const world = createWorld();
    disposeWorld(world);
    expect(() => spawn(world, Kind)).toThrow(SystemError);
    expect(() => spawn(world, Kind)).toThrow('the world is disposed; make a new one');
  });

  it('goes through although listeners throw or spawn, and tells the first error', () => {
    const world = createWorld();
    onFree(world, () => {
      throw new Error('first');
    });
    onFree(world, () => {
      spawn(world, Kind);
    });
    for (let i = 0; i < 3; i++) spawn(world, Kind);
    expect(() => disposeWorld(world)).toThrow('first');
    expect(elementCount(world)).toBe(0);
  });

  it('is refused inside a frame', () => {
    const world = createWorld();
    inFrame(world, () => expect(() => disposeWorld(world)).toThrow(SystemError));
    expect(elementCount(world)).toBe(0);
  });
});

describe('a resource', () => {
  it('is one thing for each world and names itself when it is missing', () => {
    const [a, b] = [createWorld(), createWorld()];
    const Port = defineResource<{ value: number }>('Port');
    setResource(a, Port, { value: 1 });
    expect(resource(a, Port).value).toBe(1);
    setResource(a, Port, { value: 2 });
    expect(findResource(a, Port)?.value).toBe(2);
    expect(findResource(b, Port)).toBe(undefined);
    expect(() => resource(b, Port)).toThrow(
      'this world has no Port; make the world with createApp or createSurface, or setResource it',
    );
  });

  it('may be 0, false or an empty text', () => {
    const world = createWorld();
    for (const value of [0, false, '', null]) {
      const Odd = defineResource<unknown>('Odd');
      setResource(world, Odd, value);
      expect(resource(world, Odd)).toBe(value);
    }
  });
});

describe('watch', () => {
  it('lists rows that match when it begins, and dispose leaves the list as it is', () => {
    const world = createWorld();
    const first = spawn(world, Kind);
    const list = watch(world, [Kind]);
    list.dispose();
    spawn(world, Kind);
    expect([...list.rows.subarray(0, list.length)]).toEqual([first & ROW_MASK]);
  });

  it('grows beyond its first 64 rows', () => {
    const world = createWorld();
    const list = watch(world, [Kind]);
    const rows = Array.from({ length: 200 }, () => spawn(world, Kind) & ROW_MASK);
    expect([...list.rows.subarray(0, list.length)]).toEqual(rows);
  });
});

describe('watchDirt', () => {
  it('begins with every row that lives', () => {
    const world = createWorld();
    const gone = spawn(world, Kind);
    const alive = spawn(world, Kind);
    despawn(world, gone);
    const list = watchDirt(world, 4);
    expect([...list.rows.subarray(0, list.length)]).toEqual([alive & ROW_MASK]);
    expect(list.bits[alive & ROW_MASK]).toBe(4);
  });
});
