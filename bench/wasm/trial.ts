import { columns, type Row, resolve, resource } from '../../src/ecs';
import { Box, Text, TextRuns } from '../../src/ecs/stores';
import { createSizeIndex } from '../../src/structures';
import { createGlyphWriter } from '../../src/systems/render-batching/glyph-writer';
import { createRecordStore } from '../../src/systems/render-batching/record-store';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { text } from '../../src/ui';
import { GLYPH_RUN, SIZE_INDEX } from './binaries';
import { createWasmGlyphWriter } from './glyph-run';
import {
  createListScene,
  heightOf,
  type ListScene,
  measureAll,
  type PlacedText,
} from './list-scene';
import { bytesOf, compile, instantiate, makeMemory } from './load';
import { createWasmSizeIndex, type ScrolledIndex } from './size-index';
import { type IndexTrace, recordCalls, replay } from './trace';

/** The part of a bench's context that the trial asks for. */
export type TrialContext = {
  readonly parameters: { readonly [name: string]: number };
  random(): number;
  keep(value: unknown): void;
};

/** A contender in the shape of the bench API; times are per operation. */
export type TrialContender<S> = {
  setup(context: TrialContext): S;
  run(state: S, context: TrialContext): unknown;
  operations: number;
  teardown?(state: S): void;
};

/** A contender timed by frames. */
export type TrialFrames = {
  setup(context: TrialContext): ListScene;
  frame(scene: ListScene): void;
  teardown(scene: ListScene): void;
};

const ESTIMATE = 32;
const VIEWPORT = 720;
const EDITS = 1000;
const TEXTS = 100;
const MOST_RECORDS = 32_768;
const MOST_CLUSTERS = 65_536;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.,';

/** Frames of the trace of an app, and frames whose texts are written again. */
export const TRACE_FRAMES = 2000;
export const TEXT_FRAMES = 200;

const makers = {
  typescript: (rows: number): ScrolledIndex => createSizeIndex({ count: rows, size: ESTIMATE }),
  'wasm simd': (rows: number): ScrolledIndex =>
    createWasmSizeIndex({ count: rows, size: ESTIMATE }),
} as const;

/** One way to keep the sizes. */
export type IndexHome = keyof typeof makers;

type Work = { index: ScrolledIndex; rows: Int32Array; units: Int32Array; tops: Float64Array };

/** Sizes of all rows set. Every operation sets one random row, then finds the first and the last row of a window. `parameters.rows`. */
export function sizeIndexEdits(home: IndexHome): TrialContender<Work> {
  return {
    operations: EDITS,
    setup: (context) => work(home, context),
    run({ index, rows, units, tops }) {
      let sum = 0;
      for (let i = 0; i < EDITS; i++) {
        units[i]! ^= 64;
        index.setUnits(rows[i]!, units[i]!);
        sum += index.find(tops[i]!) + index.find(tops[i]! + VIEWPORT);
      }
      return sum;
    },
  };
}

/** Every operation finds the row at a random offset. */
export function sizeIndexFinds(home: IndexHome): TrialContender<Work> {
  return {
    operations: EDITS,
    setup: (context) => work(home, context),
    run({ index, tops }) {
      let sum = 0;
      for (let i = 0; i < EDITS; i++) sum += index.findAt(tops, i) + index.foundStart;
      return sum;
    },
  };
}

/** Every operation asks where a random row starts. */
export function sizeIndexSeeks(home: IndexHome): TrialContender<Work> {
  return {
    operations: EDITS,
    setup: (context) => work(home, context),
    run({ index, rows }) {
      let sum = 0;
      for (let i = 0; i < EDITS; i++) {
        index.seek(rows[i]!);
        sum += index.foundStart;
      }
      return sum;
    },
  };
}

function work(home: IndexHome, { parameters, random }: TrialContext): Work {
  const rows = parameters.rows!;
  const index = makers[home](rows);
  measureAll(index, rows);
  const at = Int32Array.from({ length: EDITS }, () => Math.floor(random() * rows));
  return {
    index,
    rows: at,
    units: at.map((row) => heightOf(row) * 64),
    tops: Float64Array.from({ length: EDITS }, () => random() * index.total()),
  };
}

/** The calls an app makes in 2,000 frames of scrolling, made again; an operation is a frame. `parameters.rows`. */
export function sizeIndexTrace(home: IndexHome): TrialContender<{
  index: ScrolledIndex;
  trace: IndexTrace;
  turn: number;
}> {
  return {
    operations: TRACE_FRAMES,
    setup({ parameters }) {
      const rows = parameters.rows!;
      const trace = indexTrace(rows);
      const index = makers[home](rows);
      measureAll(index, rows);
      return { index, trace, turn: 0 };
    },
    run: (state) => replay(state.index, state.trace, state.turn++),
  };
}

/** The calls an app makes to its size index in 2,000 frames of scrolling. */
export function indexTrace(rows: number): IndexTrace {
  const scene = createListScene(rows, 'typescript');
  try {
    return recordCalls(scene.index, rows, scene.frame, TRACE_FRAMES);
  } finally {
    scene.dispose();
  }
}

/** Frames of the app itself, with one index or the other. `parameters.rows`. */
export function sizeIndexFrames(home: IndexHome): TrialFrames {
  return {
    setup: ({ parameters }) =>
      createListScene(parameters.rows!, home === 'typescript' ? 'typescript' : 'wasm'),
    frame: (scene) => scene.frame(),
    teardown: (scene) => scene.dispose(),
  };
}

type GlyphStage = {
  app: HeadlessApp;
  rows: Row[];
  places: Int32Array;
  write(record: number, row: Row, layer: number, room: number): number;
};

/** What writes the records, and where runs and records are kept. */
export type GlyphHome =
  | 'typescript'
  | 'typescript, packed tables'
  | 'wasm simd, in its memory'
  | 'wasm simd, copied';

/** Every operation writes a text of `parameters.glyphs` glyphs, 250 at most, to records. */
export function glyphRuns(home: GlyphHome): TrialContender<GlyphStage> {
  return {
    operations: TEXTS,
    setup({ parameters, random }) {
      const texts = Array.from({ length: TEXTS }, () => ({
        content: Array.from({ length: parameters.glyphs! }, () => pick(random)).join(''),
        x: random() * 100,
        y: random() * 700,
        width: 1e5,
      }));
      return glyphStage(home, texts);
    },
    run: writeAll,
    teardown: ({ app }) => app.dispose(),
  };
}

/** The texts that an app writes in 200 frames of scrolling, written again; an operation is a frame. */
export function glyphFrames(home: GlyphHome): TrialContender<GlyphStage> {
  return {
    operations: TEXT_FRAMES,
    setup: () => glyphStage(home, scrolledTexts()),
    run: writeAll,
    teardown: ({ app }) => app.dispose(),
  };
}

/** The texts of 200 frames of scrolling, where layout put them. */
export function scrolledTexts(): PlacedText[] {
  const scene = createListScene(100_000, 'typescript');
  const texts: PlacedText[] = [];
  for (let frame = 0; frame < TEXT_FRAMES; frame++) {
    scene.frame();
    texts.push(...scene.texts());
  }
  scene.dispose();
  return texts;
}

/** A world of these texts with a writer over it; each text has records of its own. */
function glyphStage(home: GlyphHome, texts: readonly PlacedText[]): GlyphStage {
  const app = createHeadlessApp();
  const { world } = app;
  app.frames(1);
  const wasm =
    home === 'typescript'
      ? undefined
      : createWasmGlyphWriter({
          world,
          records: MOST_RECORDS,
          clusters: MOST_CLUSTERS,
          home: home === 'wasm simd, copied' ? 'copied' : 'memory',
          kernel: home === 'typescript, packed tables' ? 'packed' : 'wasm',
        });
  const rows = texts.map(({ content }) => resolve(world, text(world, { content })));
  const places = new Int32Array(texts.length);
  const box = columns(world, Box);
  const style = columns(world, Text);
  let end = 1;
  for (const [i, { content, x, y, width }] of texts.entries()) {
    const row = rows[i]!;
    box.x[row] = x;
    box.y[row] = y;
    box.width[row] = width;
    places[i] = end;
    end += content.length;
    const start = style.runStart[row]!;
    const { glyphs } = resource(world, TextRuns);
    for (let at = 0; at < style.runLength[row]!; at++) {
      wasm?.remember(style.font[row]!, glyphs[start + at]!);
    }
  }
  if (end > MOST_RECORDS) throw new Error(`${end} records; there is room for ${MOST_RECORDS}`);
  if (wasm) return { app, rows, places, write: wasm.write };
  const store = createRecordStore(MOST_RECORDS, MOST_RECORDS);
  const { write } = createGlyphWriter(world, store, new Float32Array(4), new Int32Array(2));
  return { app, rows, places, write };
}

function writeAll({ rows, places, write }: GlyphStage): number {
  let written = 0;
  for (let i = 0; i < rows.length; i++) written += write(places[i]!, rows[i]!, 5, 4096);
  return written;
}

function pick(random: () => number): string {
  return LETTERS[Math.floor(random() * LETTERS.length)]!;
}

const binaries = { 'size index': SIZE_INDEX, 'glyph run': GLYPH_RUN } as const;

/** Every operation compiles and instantiates one of the modules. */
export function instantiation(name: keyof typeof binaries): TrialContender<undefined> {
  return {
    operations: 1,
    setup: () => undefined,
    run: () => instantiate(compile(binaries[name]), makeMemory(0)),
  };
}

/** Bytes that a module adds to a bundle before compression: as a file, and as text inside a script. */
export function sizeOf(name: keyof typeof binaries): { binary: number; base64: number } {
  const { base64 } = binaries[name];
  return { binary: bytesOf(base64).length, base64: base64.length };
}
