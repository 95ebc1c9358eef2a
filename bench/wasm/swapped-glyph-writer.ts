import { columns, resource, type World } from '../../src/ecs';
import { Text, TextRuns } from '../../src/ecs/stores';
import type { GlyphWriter } from '../../src/systems/render-batching/glyph-writer';
import type { RecordStore } from '../../src/systems/render-batching/record-store';
import { createWasmGlyphWriter } from './glyph-run';

const RECORDS = 65_536;
const CLUSTERS = 65_536;
const SPACE = 0x20;
const ASCII_END = 0x7f;
const ELLIPSIS = 0x2026;

/**
 * `createGlyphWriter` of src/systems/render-batching for a bundle in which this module stands in for that one: records and runs
 * live in the memory of the kernel that the variable RAFTER_GLYPHS names. ASCII only, one scale.
 */
export function createGlyphWriter(
  world: World,
  store: RecordStore,
  ink: Float32Array,
): GlyphWriter {
  const kernel = process.env.RAFTER_GLYPHS === 'packed' ? 'packed' : 'wasm';
  const writer = createWasmGlyphWriter({
    world,
    records: RECORDS,
    clusters: CLUSTERS,
    home: 'memory',
    kernel,
  });
  const { words } = writer;
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  const runs = resource(world, TextRuns);
  const { glyphs } = runs;
  const known: boolean[] = [];

  /** The store makes new arrays when it grows: their words move over. So do the bits of its dirty records. */
  function moveIn(): void {
    words.set(store.words);
    const { length } = store.words;
    store.words = words.length === length ? words : words.subarray(0, length);
    store.floats = floats.subarray(0, length);
    home = store.words;
    const set = store.dirty as unknown as { words: Uint32Array };
    if (set.words !== writer.dirty) writer.dirty.set(set.words);
    set.words = writer.dirty;
  }
  let home: Uint32Array | undefined;

  function learn(font: number): void {
    known[font] = true;
    for (let glyph = SPACE; glyph < ASCII_END; glyph++) writer.remember(font, glyph);
    writer.remember(font, ELLIPSIS);
  }

  return {
    write(record, row, layer, room) {
      if (store.words !== home) moveIn();
      if (runs.glyphs !== glyphs) throw new Error(`more than ${CLUSTERS} clusters`);
      if (known[FONT] === undefined) learn(FONT);
      const inner = writer.ink;
      for (let edge = 0; edge < 4; edge++) inner[edge] = ink[edge]!;
      const count = writer.write(record, row, layer, room);
      for (let edge = 0; edge < 4; edge++) ink[edge] = inner[edge]!;
      if (count === 0) return 0;
      // The kernel has set the bits; the set itself must know how far they reach.
      store.dirty.set(record + count - 1);
      store.written += count;
      return count;
    },
    // The kernel keeps nothing to move a text by: each is written anew.
    isMovable: () => false,
    isReady: () => true,
    move: () => false,
    takeLook: () => false,
    look: Float64Array.of(1, 0, 0),
    slotOf: () => -1,
    needed: (row) => columns(world, Text).runLength[row]!,
    forget() {},
  };
}

/** The scenes have one font. */
const FONT = 0;
