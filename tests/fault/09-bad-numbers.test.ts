import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app/app-types';
import {
  columns,
  LAYOUT,
  PAINT,
  PROJECTION,
  type Row,
  resolve,
  type Store,
  touch,
} from '../../src/ecs';
import { Border, Box, LayoutStyle, Radius } from '../../src/ecs/stores';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { box, setText, text, virtualList } from '../../src/ui';
import { checkFinite, type Place, picture, screen, VALUES, write } from './null-screen';

const ELEMENTS = process.env.RAFTER_LONG ? 10_000 : 200;
/** With the dirt a writer may tell of: looks alone do not reach layout, which would hide the element. */
const STORES = [
  [Box, [PAINT | PROJECTION]],
  [LayoutStyle, [LAYOUT | PAINT]],
  [Radius, [PAINT, LAYOUT | PAINT]],
  [Border, [PAINT, LAYOUT | PAINT]],
] as const;

const open: { dispose(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

describe.each(STORES.map(([store, dirt]) => ({ name: store.name, store, dirt })))(
  'numbers that are none in $name',
  ({ store, dirt }) => {
    it.each(VALUES)(
      'send nothing that is not finite, leave the other elements as they are and heal in a frame: %s',
      (value) => {
        const { app, backend, rows, frame } = screen(ELEMENTS, fill);
        frame();
        const clean = picture(app, backend, rows);
        expect(clean.filter((records) => records !== '')).toHaveLength(ELEMENTS);
        for (const [turn, field] of fieldsOf(store).entries()) {
          const column = columnOf(app, store, field);
          // One in a hundred, others for every field; at first with the list, which is the last element.
          const isBad = (at: number): boolean => (at + turn) % 100 === 99;
          const others = (_: unknown, at: number): boolean => !isBad(at);
          const bad = rows.filter((_, at) => isBad(at));
          const kept = bad.map((row) => column[row]!);
          for (const kinds of dirt) {
            for (const row of bad) write(app, column, row, value, kinds);
            frame();
            checkFinite(app, backend);
            expect(picture(app, backend, rows).filter(others)).toEqual(clean.filter(others));
            for (const [i, row] of bad.entries()) write(app, column, row, kept[i]!, kinds);
            frame();
            expect(picture(app, backend, rows)).toEqual(clean);
          }
        }
      },
    );
  },
);

describe('a world of developers', () => {
  it('names store, field, element and system of a number that is none, once for each', () => {
    const app = createHeadlessApp({ developer: true });
    open.push(app);
    const { world } = app;
    const entities = [0, 1].map(() => box(world, { width: 10, height: 10 }));
    const failures: string[] = [];
    app.on('error', ({ system, error }) => failures.push(`${system}: ${(error as Error).message}`));
    let value = 5;
    app.addSystem({
      name: 'physics',
      phase: 'place',
      reads: [],
      writes: [Box],
      after: ['virtualization/finish'],
      update() {
        for (const entity of entities) {
          const row = resolve(world, entity);
          columns(world, Box).x[row] = value;
          touch(world, row, PAINT);
        }
      },
      dispose() {},
    });
    app.frames(2);
    expect(failures).toEqual([]);
    value = Number.NaN;
    app.frames(4);
    const rows = entities.map((entity) => resolve(world, entity));
    expect(failures).toEqual(
      entities.map(
        (entity, i) =>
          `physics: Box.x of element ${entity} (row ${rows[i]}) is NaN; write a finite number before you touch the row`,
      ),
    );
    value = 3;
    app.frames(1);
    value = Number.POSITIVE_INFINITY;
    app.frames(1);
    expect(failures).toHaveLength(3);
    expect(failures[2]).toContain('is Infinity');
    // Outside a frame it is thrown where it was written.
    const row = resolve(world, box(world, {}));
    columns(world, Radius).topLeft[row] = Number.NaN;
    expect(() => touch(world, row, PAINT)).toThrow('Radius.topLeft of element');
    touch(world, row, PAINT);
    columns(world, Radius).topLeft[row] = 0;
    touch(world, row, PAINT);
    columns(world, Radius).topLeft[row] = Number.NaN;
    expect(() => touch(world, row, PAINT)).toThrow('Radius.topLeft of element');
  });
});

describe('fresh bad numbers in every frame', () => {
  it('are all reported, switch nothing off, and what heals comes back', () => {
    const app = createHeadlessApp();
    open.push(app);
    const { world } = app;
    const rows = Array.from({ length: 60 }, (_, i) =>
      resolve(world, box(world, { position: 'absolute', left: i, top: 2, width: 8, height: 9 })),
    );
    const failures: unknown[][] = [];
    app.on('error', ({ system, row, switchedOff }) => failures.push([system, row, switchedOff]));
    app.frames(2);
    const boxes = (): number[][] => rows.map((row) => boxOf(app, row));
    const before = boxes();
    const { width } = columns(world, LayoutStyle);
    for (let turn = 1; turn <= 10; turn++) {
      for (const row of rows.slice(turn * 3 - 3, turn * 3)) write(app, width, row, Number.NaN);
      app.frames(1);
      expect(boxes().slice(turn * 3)).toEqual(before.slice(turn * 3));
    }
    expect(failures).toEqual(rows.slice(0, 30).map((row) => ['layout/flex', row, false]));
    for (const row of rows.slice(0, 30)) expect(boxOf(app, row).slice(2)).toEqual([0, 0]);
    write(app, width, rows[59]!, 20);
    app.frames(1);
    expect(boxOf(app, rows[59]!)).toEqual([59, 2, 20, 9]);
    for (const row of [...rows.slice(0, 30), rows[59]!]) write(app, width, row, 8);
    app.frames(1);
    expect(boxes()).toEqual(before);
    expect(failures).toHaveLength(30);
  });
});

/** Boxes, round boxes with borders, words and, last, a list. */
function fill({ world }: App, place: Place, i: number): Row {
  const look = { fill: '#4080c0', borderWidth: i % 2, borderColor: '#ffffff' } as const;
  if (i === ELEMENTS - 1) {
    const list = virtualList(world, {
      ...place,
      ...look,
      borderRadius: 4,
      count: 100,
      estimatedSize: 10,
      template: (row) => [text(world, { parent: row })] as const,
      bind: (_, [label], index) => setText(world, label, `${index}`),
    });
    return resolve(world, list.entity);
  }
  if (i % 5 === 4) return resolve(world, text(world, { ...place, content: `w${i}` }));
  return resolve(world, box(world, { ...place, ...look, borderRadius: i % 3 }));
}

function fieldsOf(store: Store): string[] {
  return Object.keys(store.schema).filter((field) => store.schema[field] === 'f32');
}

function columnOf({ world }: App, store: Store, field: string): Float32Array {
  return columns(world, store)[field] as Float32Array;
}

function boxOf({ world }: App, row: Row): number[] {
  const { x, y, width, height } = columns(world, Box);
  return [x[row]!, y[row]!, width[row]!, height[row]!];
}
