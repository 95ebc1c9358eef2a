import { afterEach, describe, expect, it } from 'vitest';
import { composeApp } from '../../src/app/app';
import type { App } from '../../src/app/app-types';
import {
  columns,
  LAYOUT,
  PAINT,
  PROJECTION,
  type Row,
  resolve,
  resource,
  type Store,
  touch,
} from '../../src/ecs';
import { Border, Box, LayerRows, LayoutStyle, Radius } from '../../src/ecs/stores';
import { createNullBackend, type NullBackend } from '../../src/render/null';
import {
  KIND_ROUND,
  KIND_SIDES,
  KIND_SOLID,
  LAYER_WORDS,
  RECORD_BORDER_WIDTH,
  RECORD_KIND_LAYER,
  RECORD_SIDE_WIDTHS,
  RECORD_WORDS,
} from '../../src/systems/render-batching';
import { Runs } from '../../src/systems/render-batching/runs';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../src/testing';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { box, setText, text, virtualList } from '../../src/ui';

const ELEMENTS = 1000;
const VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e39];
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
        const { app, backend, rows, frame } = screen();
        frame();
        const clean = picture(app, backend, rows);
        expect(clean.filter((records) => records.length > 0)).toHaveLength(ELEMENTS);
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

type Screen = { app: App; backend: NullBackend; rows: Row[]; frame(): void };

/** Boxes, round boxes with borders, words and, last, a list; on a backend that refuses what is not finite. */
function screen(): Screen {
  const backend = createNullBackend({ width: 800, height: 600, keep: true, checkFinite: true });
  const clock = createFakeClock();
  const app = composeApp({
    clock,
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    backend,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    width: 800,
    height: 600,
    dpr: 1,
    attach: () => () => {},
  });
  open.push(app);
  const failures: string[] = [];
  app.on('error', ({ system, error }) => {
    // Layout names bad styles; nothing else may fail.
    if (!String(error).includes('give a finite number')) failures.push(`${system}: ${error}`);
  });
  const { world } = app;
  const rows: Row[] = [];
  for (let i = 0; i < ELEMENTS; i++) {
    const place = {
      position: 'absolute',
      left: (i % 40) * 20,
      top: Math.floor(i / 40) * 24,
      width: 18,
      height: 22,
    } as const;
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
      rows.push(resolve(world, list.entity));
    } else if (i % 5 === 4) {
      rows.push(resolve(world, text(world, { ...place, content: `w${i}` })));
    } else {
      rows.push(resolve(world, box(world, { ...place, ...look, borderRadius: i % 3 })));
    }
  }
  return {
    app,
    backend,
    rows,
    frame() {
      // All of it, so that the last frame is the picture.
      app.renderer.invalidate();
      clock.advance(16);
      app.step(clock.now());
      expect(failures).toEqual([]);
    },
  };
}

function fieldsOf(store: Store): string[] {
  return Object.keys(store.schema).filter((field) => store.schema[field] === 'f32');
}

function columnOf({ world }: App, store: Store, field: string): Float32Array {
  return columns(world, store)[field] as Float32Array;
}

/** As code would that writes columns and knows nothing of their values. */
function write(
  { world }: App,
  column: Float32Array,
  row: Row,
  value: number,
  dirt: number = LAYOUT,
): void {
  column[row] = value;
  touch(world, row, dirt);
}

function boxOf({ world }: App, row: Row): number[] {
  const { x, y, width, height } = columns(world, Box);
  return [x[row]!, y[row]!, width[row]!, height[row]!];
}

/** Words of a rectangle without sides end here. */
const FREE = 10;

/** What the device holds of each element, as text; empty for one that was not drawn. */
function picture(app: App, backend: NullBackend, rows: readonly Row[]): string[] {
  const { records, indices, lastFrame } = backend;
  const drawn = new Set<number>();
  for (const { first, count } of lastFrame?.draws ?? []) {
    for (let at = first; at < first + count; at++) drawn.add(indices[at]! >> 2);
  }
  const { start, count } = columns(app.world, Runs);
  return rows.map((row) => {
    const from = start[row]!;
    if (count[row] === 0 || !drawn.has(from)) return '';
    const all = records.slice(from * RECORD_WORDS, (from + count[row]!) * RECORD_WORDS);
    for (let at = 0; at < all.length; at += RECORD_WORDS) {
      // What was of another kind keeps words that these do not have.
      const kind = all[at + RECORD_KIND_LAYER]! & 255;
      if (kind === KIND_SOLID || kind === KIND_ROUND) all.fill(0, at + FREE, at + RECORD_WORDS);
    }
    return all.join();
  });
}

function checkFinite({ world }: App, { records, layers }: NullBackend): void {
  const floats = new Float32Array(records.buffer);
  for (let at = 0; at < floats.length; at += RECORD_WORDS) {
    const hasSides = (records[at + RECORD_KIND_LAYER]! & 255) === KIND_SIDES;
    const first = at + (hasSides ? RECORD_SIDE_WIDTHS : RECORD_BORDER_WIDTH);
    for (const width of floats.subarray(first, first + (hasSides ? 4 : 1))) {
      if (!Number.isFinite(width)) throw new Error(`border width ${width} was sent`);
    }
  }
  const words = new Float32Array(layers.buffer);
  for (let at = 0; at < resource(world, LayerRows).count * LAYER_WORDS; at++) {
    if (!Number.isFinite(words[at]!))
      throw new Error(`layer word ${at % LAYER_WORDS}: ${words[at]}`);
  }
}
