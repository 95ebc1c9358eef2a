import { columns, resource, type World } from '../../src/ecs';
import { Box, GlyphCache, Text, TextRuns, Viewport } from '../../src/ecs/stores';
import { GLYPH_RUN } from './binaries';
import { compile, instantiate, makeMemory } from './load';
import { createPackedKernel, type GlyphKernel } from './packed-kernel';

type Exports = {
  tables(
    keys: number,
    slots: number,
    capacity: number,
    bitmaps: number,
    glyphs: number,
    x: number,
    records: number,
    dirty: number,
  ): void;
  write: GlyphKernel;
};

export type WasmGlyphWriterOptions = {
  world: World;
  /** Records there are. */
  records: number;
  /** Clusters the runs have room for. */
  clusters: number;
  /**
   * Where runs and records are. `memory`: moved into the module's memory, as an app built on it would keep them; do this before
   * there is any text. `copied`: where they are today, so that each run is copied in and its records are copied out.
   */
  home: 'memory' | 'copied';
  /** `packed`: the same tables in the same memory, read by TypeScript. @default 'wasm' */
  kernel?: 'wasm' | 'packed';
};

/** `createGlyphWriter` with its loop over glyphs in WebAssembly. */
export type WasmGlyphWriter = {
  /** The records: words of 64 bytes each. */
  readonly words: Uint32Array;
  /** Left, top, right, bottom of what was written, CSS pixels. */
  readonly ink: Float32Array;
  /** Bits of records written. */
  readonly dirty: Uint32Array;
  /** Takes a glyph's four bitmaps over from the glyph cache. A writer in an app would do this when the cache rasterises. */
  remember(font: number, glyph: number): void;
  write(record: number, row: number, layer: number, room: number): number;
};

const SLACK = 0.02;
const MAX_QUARTERS = 2 ** 29;
const MAP_CAPACITY = 4096;
const GOLDEN = 0x9e3779b1;
const COLORED = 1 << 16;
const RECORD_WORDS = 16;

let compiled: WebAssembly.Module | undefined;

/** Gives a glyph writer over a world with a text system, for text aligned to the start. */
export function createWasmGlyphWriter({
  world,
  records,
  clusters,
  home,
  kernel = 'wasm',
}: WasmGlyphWriterOptions): WasmGlyphWriter {
  const view = resource(world, Viewport);
  const cache = resource(world, GlyphCache);
  const runs = resource(world, TextRuns);
  compiled ??= compile(GLYPH_RUN);
  const scale = view.glyphScale;
  const measures = new Float64Array(2048).fill(Number.NaN);

  let end = 64;
  function place(bytes: number): number {
    const at = end;
    // A vector may be read beyond the end.
    end = (end + bytes + 31) & ~15;
    return at;
  }
  const at = {
    keys: place(MAP_CAPACITY * 4),
    slots: place(MAP_CAPACITY * 4),
    bitmaps: place(MAP_CAPACITY * 32),
    glyphs: place(clusters * 4),
    x: place(clusters * 4),
    records: place(records * RECORD_WORDS * 4),
    dirty: place((records >> 3) + 4),
  };
  const memory = makeMemory(end);
  const wasm = instantiate<Exports>(compiled, memory);
  const { buffer } = memory;
  const { keys: keysAt, slots: slotsAt, bitmaps: bitmapsAt } = at;
  wasm.tables(keysAt, slotsAt, MAP_CAPACITY, bitmapsAt, at.glyphs, at.x, at.records, at.dirty);
  const keys = new Uint32Array(buffer, keysAt, MAP_CAPACITY);
  const slots = new Int32Array(buffer, slotsAt, MAP_CAPACITY);
  const bitmaps = new Int32Array(buffer, bitmapsAt, MAP_CAPACITY * 8);
  const glyphs = new Uint32Array(buffer, at.glyphs, clusters);
  const x = new Float32Array(buffer, at.x, clusters);
  const inner = new Uint32Array(buffer, at.records, records * RECORD_WORDS);
  const words = home === 'copied' ? new Uint32Array(records * RECORD_WORDS) : inner;
  const dirty = new Uint32Array(buffer, at.dirty, (records >> 5) + 1);
  const ink = new Float32Array(buffer, 0, 4);
  if (home === 'memory') {
    glyphs.set(runs.glyphs);
    x.set(runs.x);
    runs.glyphs = glyphs;
    runs.x = x;
    runs.levels = new Uint8Array(clusters);
  }

  const floats = new Float32Array(buffer, at.records, records * RECORD_WORDS);
  const tables = { keys, slots, bitmaps, glyphs, x, words: inner, floats, dirty, ink };
  const run = kernel === 'wasm' ? wasm.write : createPackedKernel(tables);

  function remember(font: number, glyph: number): void {
    for (let sub = 0; sub < 4; sub++) cache.slot(font, glyph, sub, scale);
    cache.rasterise();
    for (let sub = 0; sub < 4; sub++) {
      const slot = cache.slot(font, glyph, sub, scale);
      const key = ((glyph << 12) | (font << 2) | sub) >>> 0;
      let spot = Math.imul(key, GOLDEN) >>> (Math.clz32(MAP_CAPACITY) + 1);
      while (keys[spot] !== key && keys[spot] !== 0) spot = (spot + 1) & (MAP_CAPACITY - 1);
      keys[spot] = key;
      slots[spot] = slot;
      if (slot < 0) continue;
      const { u, v, width, height, bearingX, bearingY, page, colored } = cache;
      bitmaps.set(
        [
          bearingX[slot]!,
          bearingY[slot]!,
          width[slot]!,
          height[slot]!,
          u[slot]! | (v[slot]! << 16),
          width[slot]! | (height[slot]! << 16),
          page[slot]! | (colored[slot] === 1 ? COLORED : 0),
        ],
        slot * 8,
      );
    }
  }

  function write(record: number, row: number, layer: number, room: number): number {
    const text = columns(world, Text);
    const box = columns(world, Box);
    const { x: advances, glyphs: ids } = runs;
    const font = text.font[row]!;
    if (Number.isNaN(measures[font * 2])) {
      measures[font * 2] = cache.ascent(font);
      measures[font * 2 + 1] = cache.ellipsisAdvance(font);
    }
    const start = text.runStart[row]!;
    const length = text.runLength[row]!;
    const boxWidth = box.width[row]!;
    let shown = length;
    let ends = false;
    if (text.width[row]! > boxWidth + SLACK) {
      const left = boxWidth + SLACK - measures[font * 2 + 1]!;
      while (shown > 0 && advances[start + shown]! > left) shown--;
      ends = left >= 0;
    }
    const height = Math.round((box.y[row]! + measures[font * 2]!) * scale);
    if (!(Math.abs(height) < MAX_QUARTERS)) return 0;
    const last = shown + (ends ? 1 : 0);
    const penX = box.x[row]!;
    const color = text.color[row]! | 0;
    if (home === 'memory') {
      return run(record, start, shown, last, font, penX, scale, height | 0, layer, color, room);
    }
    for (let i = 0; i < last; i++) {
      glyphs[i] = ids[start + i]!;
      x[i] = advances[start + i]!;
    }
    const count = run(record, 0, shown, last, font, penX, scale, height | 0, layer, color, room);
    const stop = (record + count) * RECORD_WORDS;
    for (let word = record * RECORD_WORDS; word < stop; word++) words[word] = inner[word]!;
    return count;
  }

  return { words, ink, dirty, remember, write };
}
