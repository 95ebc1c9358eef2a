import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CapacityError,
  columns,
  createWorld,
  defineKind,
  defineStore,
  despawn,
  elementCount,
  isAlive,
  ROW_MASK,
  spawn,
  treeOf,
  ValueError,
  watch,
  watchDirt,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');
const Sizes = defineStore('Sizes', { width: 'f32', height: ['f64', 2], id: 'u32', bits: 'u8' });

describe('a store', () => {
  it('gives the same object every time and arrays of its kinds', () => {
    const world = createWorld();
    const own = columns(world, Sizes);
    expect(columns(world, Sizes)).toBe(own);
    expect(own.width).toBeInstanceOf(Float32Array);
    expect(own.height).toBeInstanceOf(Float64Array);
    expect(own.bits).toBeInstanceOf(Uint8Array);
  });

  it('has arrays of its own in each world', () => {
    const [a, b] = [createWorld(), createWorld()];
    columns(a, Sizes).id[1] = 5;
    expect(columns(b, Sizes).id[1]).toBe(0);
  });

  it('keeps every value when the world grows', () => {
    const world = createWorld({ capacity: 16 });
    const own = columns(world, Sizes);
    const rows: number[] = [];
    for (let i = 0; i < 5_000; i++) {
      const row = spawn(world, Kind) & ROW_MASK;
      own.id[row] = i;
      own.width[row] = i / 2;
      rows.push(row);
    }
    expect(rows.map((row) => own.id[row])).toEqual(rows.map((_, i) => i));
    expect(rows.every((row, i) => own.width[row] === i / 2 && own.height[row] === 2)).toBe(true);
  });

  it('is refused with a kind or an initial value that no column has', () => {
    expect(() => defineStore('Bad', { x: 'f16' as 'f32' })).toThrow(
      "Bad.x has kind 'f16'; use one of f32, f64, i32, u32, u16, u8",
    );
    for (const spec of [
      ['u8', 256],
      ['u8', -1],
      ['u16', 0.5],
      ['i32', 2 ** 31],
      ['f32', Number.NaN],
    ] as const) {
      expect(() => defineStore('Bad', { x: spec })).toThrow(ValueError);
    }
  });
});

describe('growth', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('changes nothing when any one of its allocations is refused', () => {
    const world = createWorld({ capacity: 16 });
    const own = columns(world, Sizes);
    const dirt = watchDirt(world, 127);
    const entities = Array.from({ length: 15 }, () => spawn(world, Kind));
    for (const entity of entities) own.id[entity & ROW_MASK] = entity;
    const before = snapshot();
    let refused = 0;
    for (let fuse = 0; ; fuse++) {
      refuseAllocation(fuse);
      try {
        spawn(world, Kind);
        vi.unstubAllGlobals();
        break;
      } catch (error) {
        vi.unstubAllGlobals();
        expect(error).toBeInstanceOf(CapacityError);
        expect((error as Error).message).toContain('from 16 to 32 rows');
        refused++;
      }
      expect(snapshot()).toEqual(before);
      expect(elementCount(world)).toBe(15);
      expect(treeOf(world).length).toBe(15);
    }
    // Four columns, nine arrays of the tree, four of the rows and one dirt list.
    expect(refused).toBe(18);
    expect(elementCount(world)).toBe(16);
    expect(entities.every((entity) => own.id[entity & ROW_MASK] === entity)).toBe(true);
    dirt.dispose();

    function snapshot(): unknown {
      return [own.width, own.height, own.id, own.bits, dirt.bits, dirt.rows].map((array) => ({
        length: array.length,
        bytes: [...new Uint8Array(array.buffer.slice(0))],
      }));
    }
  });

  it('that is refused leaves a world that goes on', () => {
    const world = createWorld({ capacity: 16 });
    const entities = Array.from({ length: 15 }, () => spawn(world, Kind));
    refuseAllocation(0);
    expect(() => spawn(world, Kind)).toThrow(CapacityError);
    inFrame(world, () => {
      refuseAllocation(0);
      expect(() => spawn(world, Kind)).toThrow(CapacityError);
      vi.unstubAllGlobals();
    });
    despawn(world, entities[3]!);
    expect(spawn(world, Kind) & ROW_MASK).toBe(entities[3]! & ROW_MASK);
    expect(isAlive(world, spawn(world, Kind))).toBe(true);
    expect(elementCount(world)).toBe(16);
  });

  it('inside a frame keeps what was recorded before it', () => {
    const world = createWorld({ capacity: 16 });
    const list = watch(world, [Kind]);
    inFrame(world, () => {
      for (let i = 0; i < 1000; i++) spawn(world, Kind);
    });
    expect(list.length).toBe(1000);
    expect(elementCount(world)).toBe(1000);
    expect(treeOf(world).length).toBe(1000);
  });
});

describe('a full world', () => {
  it('refuses another element, names its numbers and changes nothing', () => {
    const world = createWorld({ maxEntities: 3 });
    const entities = [spawn(world, Kind), spawn(world, Kind), spawn(world, Kind)];
    expect(() => spawn(world, Kind)).toThrow(
      'the world holds 3 elements of 3 (0 rows retired); raise maxEntities (at most 1048575) or despawn some',
    );
    despawn(world, entities[1]!);
    expect(isAlive(world, spawn(world, Kind))).toBe(true);
  });
});

/** Lets the next `fuse` typed arrays be made and refuses the one after them. */
function refuseAllocation(fuse: number): void {
  let left = fuse;
  for (const name of [
    'Float32Array',
    'Float64Array',
    'Int32Array',
    'Uint32Array',
    'Uint16Array',
    'Uint8Array',
  ] as const) {
    const real = globalThis[name] as unknown as new (...rest: unknown[]) => object;
    class Refusing extends real {
      constructor(...rest: unknown[]) {
        if (left-- === 0) throw new RangeError('Array buffer allocation failed');
        super(...rest);
      }
    }
    vi.stubGlobal(name, Refusing);
  }
}
