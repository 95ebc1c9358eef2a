import { describe, expect, it } from 'vitest';
import {
  type Columns,
  columns,
  createWorld,
  defineKind,
  defineStore,
  despawn,
  type FieldArray,
  ROW_MASK,
  type Store,
  type StoreSchema,
  spawn,
} from '../../src/ecs';
import { internals } from '../../src/ecs/internals';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { text } from '../../src/ui';

const Kind = defineKind('recycled');
const AppStore = defineStore('AppStore', {
  a: 'f32',
  b: ['f64', 1.5],
  c: ['i32', -1],
  d: ['u32', 0xffffffff],
  e: ['u16', 7],
  f: ['u8', 255],
  g: ['f32', Number.POSITIVE_INFINITY],
});

describe('a recycled row', () => {
  it.each(allStores().map((store) => [store.name, store] as const))(
    'of %s equals a fresh one after its bytes were filled with 0xFF',
    (_, store) => {
      const world = createWorld({ capacity: 16 });
      const own = columns(world, store);
      const old = Array.from({ length: 10 }, () => spawn(world, Kind));
      const last = old.at(-1)! & ROW_MASK;
      const fresh = bytesOf(own, last);
      for (const entity of old) {
        despawn(world, entity);
        poison(own, entity & ROW_MASK);
      }
      const recycled = Array.from({ length: 10 }, () => spawn(world, Kind) & ROW_MASK);
      expect(recycled).toContain(last);
      for (const row of recycled) expect(bytesOf(own, row)).toEqual(fresh);
    },
  );

  it('of a store that comes to be later equals a fresh one too', () => {
    const world = createWorld({ capacity: 16 });
    const entity = spawn(world, Kind);
    const own = columns(world, AppStore);
    expect(own.b[entity & ROW_MASK]).toBe(1.5);
    expect(own.c[15]).toBe(-1);
    for (let i = 0; i < 100; i++) spawn(world, Kind);
    expect(own.d[100]).toBe(0xffffffff);
    expect(own.g[100]).toBe(Number.POSITIVE_INFINITY);
  });

  it('taken inside a frame equals a fresh one', () => {
    const world = createWorld({ capacity: 16 });
    const own = columns(world, AppStore);
    const entity = spawn(world, Kind);
    const fresh = bytesOf(own, entity & ROW_MASK);
    despawn(world, entity);
    poison(own, entity & ROW_MASK);
    expect(bytesOf(own, spawn(world, Kind) & ROW_MASK)).toEqual(fresh);
  });
});

/** Every store that any file declares, exported or made by a running app, and one with every kind of column. */
function allStores(): Store[] {
  const app = createHeadlessApp();
  text(app.world, { content: 'some' });
  app.frames(2);
  const stores = new Set<Store>(internals(app.world).stores.list.map(({ store }) => store));
  app.dispose();
  const modules = import.meta.glob<Record<string, unknown>>('../../src/ecs/stores/*.ts', {
    eager: true,
  });
  for (const exported of Object.values(modules).flatMap((module) => Object.values(module))) {
    if (isStore(exported)) stores.add(exported);
  }
  const sources = import.meta.glob<string>('../../src/**/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const declared = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/= defineStore\(\s*'(\w+)'/g)].map(([, name]) => name),
  );
  expect(declared.length).toBeGreaterThan(11);
  expect([...stores].map(({ name }) => name).sort()).toEqual(declared.sort());
  return [...stores, AppStore];
}

function isStore(value: unknown): value is Store {
  return typeof value === 'object' && value !== null && 'schema' in value;
}

function bytesOf(own: Columns<StoreSchema>, row: number): number[][] {
  return Object.values(own).map((column) => [...bytesAt(column, row)]);
}

function poison(own: Columns<StoreSchema>, row: number): void {
  for (const column of Object.values(own)) bytesAt(column, row).fill(0xff);
}

function bytesAt(column: FieldArray, row: number): Uint8Array {
  const size = column.BYTES_PER_ELEMENT;
  return new Uint8Array(column.buffer, row * size, size);
}
