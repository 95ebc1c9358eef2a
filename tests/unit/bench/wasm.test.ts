import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { GLYPH_RUN, SIZE_INDEX } from '../../../bench/wasm/binaries';
import { createWasmGlyphWriter, type WasmGlyphWriter } from '../../../bench/wasm/glyph-run';
import { createWasmSizeIndex } from '../../../bench/wasm/size-index';
import { columns, ROW_MASK, resource } from '../../../src/ecs';
import { Box, Text, TextPort, TextRuns, Viewport } from '../../../src/ecs/stores';
import { createSizeIndex } from '../../../src/structures';
import {
  createGlyphWriter,
  type GlyphWriter,
} from '../../../src/systems/render-batching/glyph-writer';
import {
  createRecordStore,
  type RecordStore,
} from '../../../src/systems/render-batching/record-store';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { text } from '../../../src/ui';
import { same } from '../../same';

const RUNS = process.env.RAFTER_LONG === '1' ? 20_000 : 250;
const RECORDS = 1024;
const WORDS = 16;
const ELLIPSIS = 0x2026;

let app: HeadlessApp | undefined;

afterEach(() => {
  app?.dispose();
  app = undefined;
});

describe('a WebAssembly module of the trial', () => {
  it.each([
    ['size index', SIZE_INDEX],
    ['glyph run', GLYPH_RUN],
  ])('was assembled from the sources beside it: %s', (_, { files, sha256 }) => {
    const sources = files.map((file) =>
      readFileSync(new URL(`../../../bench/wasm/${file}`, import.meta.url), 'utf8'),
    );
    // Else: node bench/wasm/build.mjs
    expect(createHash('sha256').update(sources.join('\n')).digest('hex')).toBe(sha256);
  });
});

describe('size index in WebAssembly', () => {
  it('answers as the one in TypeScript does after any changes of sizes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 3, 383, 384, 385, 769, 1025, 3000),
        // Leaves of 16-bit entries alone, and of both kinds.
        fc.constantFrom(0x7fff, 2 ** 30 - 1),
        units(),
        fc.array(fc.tuple(place(), fc.integer({ min: 1, max: 40 }), units()), { maxLength: 40 }),
        fc.array(place(), { minLength: 4, maxLength: 8 }),
        (count, mask, estimate, changes, places) => {
          const size = estimate & mask;
          const ours = createSizeIndex({ count, size: size / 64 });
          const wasm = createWasmSizeIndex({ count, size: size / 64 });
          let differs = -1;
          for (const [at, run, value] of count > 0 ? changes : []) {
            const first = Math.floor(at * count);
            for (let row = first; row < Math.min(count, first + run); row++) {
              const next = (value + (row % 3)) & mask;
              if (wasm.setUnits(row, next) !== ours.setUnits(row, next)) differs = row;
            }
          }
          expect(differs).toBe(-1);
          same(wasm.count, ours.count);
          same(wasm.total(), ours.total());
          for (const at of places) expectSame(wasm, ours, at);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('keeps its answers when its memory grows', () => {
    const wasm = createWasmSizeIndex({ count: 1_000_000, size: 40 });
    const before = wasm.bytes;
    wasm.find(1_000_000);
    for (let row = 0; row < 1_000_000; row += 100) wasm.setUnits(row, 640 * 64);
    expect(wasm.bytes).toBeGreaterThan(before);
    expect(wasm.total()).toBe(46_000_000);
    expect(wasm.find(4_600_000)).toBe(100_000);
    expect(wasm.foundStart).toBe(4_600_000);
  });

  it('refuses what the one in TypeScript refuses', () => {
    const wasm = createWasmSizeIndex({ count: 10, size: 40 });
    for (const index of [-1, 10, 0.5, Number.NaN]) {
      expect(() => wasm.unitsAt(index)).toThrow(RangeError);
      expect(() => wasm.setUnits(index, 64)).toThrow(RangeError);
    }
    expect(() => wasm.setUnits(0, 2 ** 30)).toThrow(RangeError);
    expect(() => wasm.find(Number.NaN)).toThrow(RangeError);
    expect(() => wasm.offsetsInto(new Float64Array(20), 8, 3)).toThrow(RangeError);
  });
});

describe('glyph writer in WebAssembly', () => {
  it.each([
    ['wasm', 'memory', 1],
    ['wasm', 'memory', 1.1],
    ['wasm', 'copied', 2],
    ['packed', 'memory', 1.25],
  ] as const)(
    'writes the records that the one in TypeScript writes: %s kernel, runs in %s, scale %d',
    (kernel, home, scale) => {
      const stage = writers(kernel, home, scale);
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom(...'AVToil 0189.,-', 'é', '漢', '🚀'), maxLength: 60 }),
          coordinate(),
          coordinate(),
          // Lower boxes than a letter and the ellipsis cut letters, which no kernel does.
          fc.constantFrom(40, 60, 90, 1e4),
          fc.integer({ min: 0, max: 70 }),
          fc.integer({ min: 1, max: 900 }),
          (content, x, y, width, room, record) => {
            stage.use(content, x, y, width);
            expectSameRecords(stage, record, room);
          },
        ),
        { numRuns: RUNS },
      );
    },
  );
});

function units(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, 1, 32_766, 32_767, 32_768, 2 ** 30 - 1),
    fc.integer({ min: 0, max: 6400 }),
    fc.integer({ min: 0, max: 2 ** 30 - 1 }),
  );
}

function place(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
}

function expectSame(
  wasm: ReturnType<typeof createWasmSizeIndex>,
  ours: ReturnType<typeof createSizeIndex>,
  at: number,
): void {
  const { count } = ours;
  const row = Math.floor(at * count);
  wasm.seek(row);
  ours.seek(row);
  same(wasm.foundStart, ours.foundStart);
  const start = ours.foundStart;
  for (const offset of [-1, -0, start - 1 / 64, start, start + 0.01, at * ours.total(), Infinity]) {
    same(wasm.find(offset), ours.find(offset));
    same(wasm.foundStart, ours.foundStart);
  }
  const length = Math.min(count - row, 1 + (Math.floor(at * 1e6) % 500));
  const [left, right] = [new Float64Array(length + 1), new Float64Array(length + 1)];
  wasm.offsetsInto(left, row, length);
  ours.offsetsInto(right, row, length);
  same(
    left.findIndex((start, i) => start !== right[i]),
    -1,
  );
  if (row === count) return;
  same(wasm.unitsAt(row), ours.unitsAt(row));
  same(wasm.sizeAt(row), ours.sizeAt(row));
  same(wasm.isMeasured(row), ours.isMeasured(row));
}

function coordinate(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.float({ min: -2000, max: 2000, noNaN: true }),
    fc.constantFrom(0, 0.125, -0.125, 1e9, -1e9, Number.NaN, Infinity),
  );
}

type Stage = {
  row: number;
  ours: GlyphWriter;
  store: RecordStore;
  ink: Float32Array;
  wasm: WasmGlyphWriter;
  use(content: string, x: number, y: number, width: number): void;
};

/** Both writers over one world with one text. */
function writers(kernel: 'wasm' | 'packed', home: 'memory' | 'copied', scale: number): Stage {
  app = createHeadlessApp();
  const { world } = app;
  const row = text(world) & ROW_MASK;
  app.frames(2);
  resource(world, Viewport).glyphScale = scale;
  const store = createRecordStore(RECORDS, RECORDS);
  const ink = new Float32Array(4);
  const ours = createGlyphWriter(world, store, ink, new Int32Array(2));
  const wasm = createWasmGlyphWriter({ world, records: RECORDS, clusters: 8192, home, kernel });
  const port = resource(world, TextPort);
  return {
    row,
    ours,
    store,
    ink,
    wasm,
    use(content, x, y, width) {
      port.setText(row, content);
      const box = columns(world, Box);
      box.x[row] = x;
      box.y[row] = y;
      box.width[row] = width;
      const style = columns(world, Text);
      const font = style.font[row]!;
      const start = style.runStart[row]!;
      const { glyphs } = resource(world, TextRuns);
      wasm.remember(font, ELLIPSIS);
      for (let i = 0; i < style.runLength[row]!; i++) wasm.remember(font, glyphs[start + i]!);
    },
  };
}

/** By which a text is moved; no kernel does that. */
const MOVING_WORDS = new Set([8, 9, 13, 14, 15]);

function expectSameRecords(
  { row, ours, store, ink, wasm }: Stage,
  record: number,
  room: number,
): void {
  store.words.fill(0);
  store.dirty.clearAll();
  wasm.words.fill(0);
  wasm.dirty.fill(0);
  for (const each of [ink, wasm.ink]) each.set([Infinity, Infinity, -Infinity, -Infinity]);
  const count = ours.write(record, row, 5, room);
  expect(wasm.write(record, row, 5, room)).toBe(count);
  const from = (record - 1) * WORDS;
  const to = (record + 72) * WORDS;
  const differs = wasm.words
    .slice(from, to)
    .findIndex((word, i) => word !== store.words[from + i] && !MOVING_WORDS.has(i % WORDS));
  expect(differs).toBe(-1);
  expect([...wasm.ink]).toEqual([...ink]);
  const bits = Array.from({ length: 73 }, (_, i) => record - 1 + i);
  const isDirty = (bit: number) => ((wasm.dirty[bit >> 5]! >>> (bit & 31)) & 1) === 1;
  expect(bits.filter(isDirty)).toEqual(bits.filter((bit) => store.dirty.has(bit)));
}
