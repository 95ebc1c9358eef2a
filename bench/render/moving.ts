import type { FrameContender } from 'rafter-ui/benchmark';
import { columns, resource, type System, type World } from '../../src/ecs';
import { Box, GlyphCache, Text, TextRuns } from '../../src/ecs/stores';
import { createNullBackend, type NullBackend } from '../../src/render/null';
import {
  RECORD_GLYPH_ORIGIN,
  RECORD_HEIGHT,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../src/systems/render-batching';
import { Runs } from '../../src/systems/render-batching/runs';
import { settle } from '../app/pages';
import { drawCounters, openStage, type Stage } from '../app/stage';
import { moveQuads, QUADS, type Quads, startQuads } from './moving-quads';
import { addQuads, movingSystem, paintingSystem } from './moving-scene';

/** Frames until every number has been drawn at each of its places between two pixels. */
const DRAWING_FRAMES = 10;
/** Of a pass. */
const FRAMES = 30;

const DIGIT_0 = 0x30;

type Elements = (world: World, quads: Quads, rows: Int32Array) => System;

type Moving = Stage & { quads: Quads; rows: Int32Array };

async function openMoving(make: Elements, count: number | undefined): Promise<Moving> {
  const stage = openStage();
  const { world } = stage.app;
  const quads = startQuads(count ?? QUADS);
  const rows = addQuads(world, quads);
  settle(stage);
  stage.app.addSystem(make(world, quads, rows));
  for (let i = 0; i < DRAWING_FRAMES; i++) {
    stage.step();
    // What writes many rows together is loaded in the first frame that has them.
    await new Promise((done) => setTimeout(done, 10));
  }
  return { ...stage, quads, rows };
}

function contender(make: Elements): FrameContender<Moving> {
  return {
    setup: ({ parameters }) => openMoving(make, parameters.quads),
    frame: ({ step }) => step(),
    counters: ({ app }) => drawCounters(app),
    teardown: (stage) => stage.dispose(),
    frames: FRAMES,
  };
}

/** Elements of which the loop says that they have moved. */
export const moved = contender(movingSystem);

/** Elements of which it says that they look different. */
export const painted = contender(paintingSystem);

/** Records and all that is needed to move them, in arrays of their own. */
export type Bare = Quads & {
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  /** Records in use, from 1 on. */
  readonly recordCount: number;
  readonly backend: NullBackend;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Quad i at i. */
  readonly rows: Int32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** First record and number of records of each quad. */
  readonly start: Int32Array;
  readonly count: Int32Array;
  /** Of each record that is a glyph: its digit, and its pen's place from the corner of its quad. */
  readonly digit: Uint8Array;
  readonly across: Float64Array;
  readonly down: Float64Array;
  /** Of each digit at each quarter of a pixel: where its bitmap is, and how far from the pen. */
  readonly origin: Uint32Array;
  readonly bearingX: Int16Array;
  readonly bearingY: Int16Array;
};

/** A loop that moves quads, writes what changes of the same records and sends them: no elements, no styles, no damage, no list. */
export const bare: FrameContender<Bare> = {
  async setup({ parameters }) {
    const stage = await openMoving(movingSystem, parameters.quads);
    const state = takeRecords(stage);
    stage.dispose();
    return state;
  },
  frame: moveBare,
  teardown: ({ backend }) => backend.dispose(),
  frames: FRAMES,
};

/** Reads records out of a running app, and what moves them. */
function takeRecords(stage: Moving): Bare {
  const { world, backend } = stage.app;
  const upload = backend.uploadRecords;
  let words: Uint32Array = new Uint32Array(0);
  backend.uploadRecords = (all, first, count) => {
    words = all;
    return upload(all, first, count);
  };
  stage.step();
  const { quads, rows } = stage;
  const runs = columns(world, Runs);
  const box = columns(world, Box);
  const of = (column: ArrayLike<number>): number[] => Array.from(rows, (row) => column[row]!);
  const copy = new Uint32Array(words);
  const made: Bare = {
    ...quads,
    words: copy,
    floats: new Float32Array(copy.buffer),
    recordCount: stage.app.renderer.stats().records - 1,
    backend: createNullBackend({ width: 1280, height: 720, dpr: 1 }),
    x: Float32Array.from(of(box.x)),
    y: Float32Array.from(of(box.y)),
    rows: Int32Array.from(rows, (_, i) => i),
    width: Float32Array.from(of(box.width)),
    height: Float32Array.from(of(box.height)),
    start: Int32Array.from(of(runs.start)),
    count: Int32Array.from(of(runs.count)),
    digit: new Uint8Array(copy.length / RECORD_WORDS),
    across: new Float64Array(copy.length / RECORD_WORDS),
    down: new Float64Array(copy.length / RECORD_WORDS),
    ...readDigits(stage, rows[0]!),
  };
  for (const row of rows) readLabel(world, row, made);
  return made;
}

/** Where the bitmaps of the digits are, in the font of a row: all drawn by now. */
function readDigits({ app }: Stage, row: number): Pick<Bare, 'origin' | 'bearingX' | 'bearingY'> {
  const glyphs = resource(app.world, GlyphCache);
  const font = columns(app.world, Text).font[row]!;
  const slots = Array.from({ length: 40 }, (_, i) =>
    glyphs.slot(font, DIGIT_0 + (i >> 2), i & 3, 1),
  );
  if (slots.some((slot) => slot < 0)) throw new Error('not every digit was drawn at every place');
  return {
    origin: Uint32Array.from(slots, (slot) => glyphs.u[slot]! | (glyphs.v[slot]! << 16)),
    bearingX: Int16Array.from(slots, (slot) => glyphs.bearingX[slot]!),
    bearingY: Int16Array.from(slots, (slot) => glyphs.bearingY[slot]!),
  };
}

function readLabel(world: World, row: number, { digit, across, down }: Bare): void {
  const { runStart, runLength, font } = columns(world, Text);
  if (runStart[row]! < 0) return;
  const { x, glyphs } = resource(world, TextRuns);
  const ascent = resource(world, GlyphCache).ascent(font[row]!);
  for (let i = 0; i < runLength[row]!; i++) {
    const record = columns(world, Runs).start[row]! + 1 + i;
    digit[record] = glyphs[runStart[row]! + i]! - DIGIT_0;
    across[record] = x[runStart[row]! + i]!;
    down[record] = ascent;
  }
}

/** Quads written in one call. */
const BLOCK = 1000;

function moveBare(state: Bare): void {
  const { rows, x, y, words, recordCount, backend } = state;
  moveQuads(state, rows, x, y);
  for (let from = 0; from < rows.length; from += BLOCK) {
    writeBare(state, from, Math.min(from + BLOCK, rows.length));
  }
  backend.uploadRecords(words, 1, recordCount);
}

function writeBare(state: Bare, from: number, end: number): void {
  const { x, y, width, height, start, count, words, floats } = state;
  const { digit, across, down, origin, bearingX, bearingY } = state;
  const half = 0.5 + 1 / 512;
  for (let i = from; i < end; i++) {
    const left = Math.floor(x[i]! + half);
    const top = Math.floor(y[i]! + half);
    const first = start[i]!;
    floats[first * RECORD_WORDS + RECORD_X] = left;
    floats[first * RECORD_WORDS + RECORD_Y] = top;
    floats[first * RECORD_WORDS + RECORD_WIDTH] = Math.floor(x[i]! + width[i]! + half) - left;
    floats[first * RECORD_WORDS + RECORD_HEIGHT] = Math.floor(y[i]! + height[i]! + half) - top;
    for (let record = first + 1; record < first + count[i]!; record++) {
      const quarters = Math.round((x[i]! + across[record]!) * 4);
      const bitmap = digit[record]! * 4 + (quarters & 3);
      const at = record * RECORD_WORDS;
      floats[at + RECORD_X] = (quarters >> 2) + bearingX[bitmap]!;
      floats[at + RECORD_Y] = Math.round(y[i]! + down[record]!) + bearingY[bitmap]!;
      words[at + RECORD_GLYPH_ORIGIN] = origin[bitmap]!;
    }
  }
}
