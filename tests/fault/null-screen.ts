import { afterEach, expect } from 'vitest';
import { composeApp } from '../../src/app/app';
import type { App } from '../../src/app/app-types';
import type { HostEvents } from '../../src/app/host';
import { columns, LAYOUT, type Row, resource, touch } from '../../src/ecs';
import { LayerRows } from '../../src/ecs/stores';
import { createNullBackend, type NullBackend } from '../../src/render/null';
import { LAYER_WORDS } from '../../src/systems/render-batching';
import {
  GRADIENT_COUNT_SHIFT,
  KIND_GRADIENT,
  KIND_IMAGE,
  KIND_INSET_SHADOW,
  KIND_ROUND,
  KIND_SHADOW,
  KIND_SIDES,
  KIND_SOLID,
  RECORD_BORDER_WIDTH,
  RECORD_GRADIENT_LINE,
  RECORD_GRADIENT_LOOK,
  RECORD_IMAGE_TEXELS,
  RECORD_KIND_LAYER,
  RECORD_SHADOW_X,
  RECORD_SIDE_WIDTHS,
  RECORD_STOPS,
  RECORD_WORDS,
  STOPS_PER_RECORD,
} from '../../src/systems/render-batching/record-format';
import { Runs } from '../../src/systems/render-batching/runs';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../src/testing';

/** Values that no length is, and one that is. */
export const VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e39];

const open: { dispose(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

export type Screen = {
  app: App;
  backend: NullBackend;
  rows: Row[];
  frame(): void;
  resize: HostEvents['resize'];
};

/** Where an element lies. */
export type Place = {
  position: 'absolute';
  left: number;
  top: number;
  width: number;
  height: number;
};

const CELL_WIDTH = 20;
const CELL_HEIGHT = 24;

/** Elements side by side, made by `make` in a cell each, on a backend that refuses rectangles that are not finite. */
export function screen(elements: number, make: (app: App, place: Place, i: number) => Row): Screen {
  const across = Math.ceil(Math.sqrt(elements));
  const width = across * CELL_WIDTH;
  const height = across * CELL_HEIGHT;
  const backend = createNullBackend({ width, height, keep: true, checkFinite: true });
  const clock = createFakeClock();
  let resize: HostEvents['resize'] = () => {};
  const app = composeApp({
    clock,
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    backend,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    width,
    height,
    dpr: 1,
    attach(events) {
      resize = events.resize;
      return () => {};
    },
  });
  open.push(app);
  const failures: string[] = [];
  app.on('error', ({ system, error }) => {
    // Layout names bad styles; nothing else may fail.
    if (!String(error).includes('give a finite number')) failures.push(`${system}: ${error}`);
  });
  const rows = Array.from({ length: elements }, (_, i) => {
    const left = (i % across) * CELL_WIDTH;
    const top = Math.floor(i / across) * CELL_HEIGHT;
    return make(app, { position: 'absolute', left, top, width: 18, height: 22 }, i);
  });
  return {
    app,
    backend,
    rows,
    resize: (...given) => resize(...given),
    frame() {
      // All of it, so that the last frame is the picture.
      app.renderer.invalidate();
      clock.advance(16);
      app.step(clock.now());
      expect(failures).toEqual([]);
    },
  };
}

/** As code would that writes columns and knows nothing of their values. */
export function write(
  { world }: App,
  column: Float32Array,
  row: Row,
  value: number,
  dirt: number = LAYOUT,
): void {
  column[row] = value;
  touch(world, row, dirt);
}

/** Words of a rectangle without sides end here. */
const FREE = 10;

/** What the device holds of each element, as text; empty for one that was not drawn. */
export function picture(app: App, backend: NullBackend, rows: readonly Row[]): string[] {
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

/** Fails where something that shaders take for a number is none. */
export function checkFinite({ world }: App, { records, layers }: NullBackend): void {
  const floats = new Float32Array(records.buffer);
  for (let at = 0; at < floats.length; at += RECORD_WORDS) {
    for (const word of floatWords(records, at)) {
      if (Number.isFinite(floats[at + word]!)) continue;
      const kind = records[at + RECORD_KIND_LAYER]! & 255;
      throw new Error(`word ${word} of a record of kind ${kind} is ${floats[at + word]}`);
    }
  }
  const words = new Float32Array(layers.buffer);
  // Nothing is sent before the first frame that is drawn.
  const end = Math.min(words.length, resource(world, LayerRows).count * LAYER_WORDS);
  for (let at = 0; at < end; at++) {
    if (!Number.isFinite(words[at]!))
      throw new Error(`layer word ${at % LAYER_WORDS}: ${words[at]}`);
  }
}

/** Words of a record, and of those of its stops, that shaders take for float32. */
function floatWords(records: Uint32Array, at: number): number[] {
  const words = [0, 1, 2, 3];
  const add = (first: number, count: number): void => {
    for (let i = 0; i < count; i++) words.push(first + i);
  };
  switch (records[at + RECORD_KIND_LAYER]! & 255) {
    case KIND_ROUND:
      add(RECORD_BORDER_WIDTH, 1);
      break;
    case KIND_SHADOW:
    case KIND_INSET_SHADOW:
      add(RECORD_BORDER_WIDTH, 1);
      add(RECORD_SHADOW_X, 4);
      break;
    case KIND_SIDES:
      add(RECORD_SIDE_WIDTHS, 4);
      break;
    case KIND_IMAGE:
      add(RECORD_IMAGE_TEXELS, 4);
      break;
    case KIND_GRADIENT: {
      add(RECORD_GRADIENT_LINE, 6);
      const stops = records[at + RECORD_GRADIENT_LOOK]! >>> GRADIENT_COUNT_SHIFT;
      for (let stop = 0; stops > 2 && stop < stops; stop++) {
        const record = 1 + Math.floor(stop / STOPS_PER_RECORD);
        words.push(record * RECORD_WORDS + RECORD_STOPS + (stop % STOPS_PER_RECORD) * 2);
      }
      break;
    }
  }
  return words;
}
