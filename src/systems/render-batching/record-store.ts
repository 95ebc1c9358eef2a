import { CapacityError } from '../../ecs';
import { type BitSet, createBitSet, createRunAllocator, type RunAllocator } from '../../structures';
import {
  KIND_EMPTY,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';

/** Longest run an element may own: one box and its glyphs. */
export const MAX_RUN_RECORDS = 4096;

/**
 * The records themselves: what the GPU reads, written in place when an element changes. Record 0 is empty for ever, so that a
 * zeroed index draws nothing.
 */
export type RecordStore = {
  words: Uint32Array;
  floats: Float32Array;
  /** Records the renderer has not been sent. */
  readonly dirty: BitSet;
  readonly runs: RunAllocator;
  /** Records written since the start. */
  written: number;
  /** Room for a run of at least `count` records; all of them empty. Throws `CapacityError` when no record is left. */
  allocate(count: number): number;
  release(start: number): void;
  /** Writes an empty record. */
  clear(record: number): void;
  /** Writes a rectangle. Radii are CSS pixels. */
  writeBox(record: number, kind: number, layer: number, color: number): void;
  writeRect(record: number, x: number, y: number, width: number, height: number): void;
  writeEdges(record: number, borderColor: number, borderWidth: number, radiiTop: number, radiiBottom: number): void;
  writeGlyph(record: number, layer: number, color: number, origin: number, size: number, page: number, kind: number): void;
};

export function createRecordStore(limit: number, capacity = 1024): RecordStore {
  let buffer = new ArrayBuffer(capacity * RECORD_WORDS * 4);
  const store: RecordStore = {
    words: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    dirty: createBitSet(capacity),
    written: 0,
    runs: createRunAllocator({
      capacity,
      limit,
      onGrow(records) {
        const grown = new ArrayBuffer(records * RECORD_WORDS * 4);
        const words = new Uint32Array(grown);
        words.set(store.words);
        buffer = grown;
        store.words = words;
        store.floats = new Float32Array(grown);
      },
    }),
    allocate(count) {
      let start: number;
      try {
        start = store.runs.allocate(count);
      } catch (error) {
        throw new CapacityError(
          `no room for ${count} records: ${store.runs.used} of ${limit} are in use on this device; despawn or shorten text (${String(error)})`,
        );
      }
      const end = start + store.runs.capacityOf(start);
      for (let record = start; record < end; record++) store.clear(record);
      return start;
    },
    release(start) {
      store.runs.release(start);
    },
    clear(record) {
      const at = record * RECORD_WORDS;
      store.words.fill(0, at, at + RECORD_WORDS);
      store.dirty.set(record);
    },
    writeBox(record, kind, layer, color) {
      const { words } = store;
      const at = record * RECORD_WORDS;
      words[at + RECORD_KIND_LAYER] = (kind | (layer << 8)) >>> 0;
      words[at + RECORD_COLOR] = color;
      store.dirty.set(record);
      store.written++;
    },
    writeRect(record, x, y, width, height) {
      const { floats } = store;
      const at = record * RECORD_WORDS;
      floats[at + RECORD_X] = x;
      floats[at + RECORD_Y] = y;
      floats[at + RECORD_WIDTH] = width;
      floats[at + RECORD_HEIGHT] = height;
    },
    writeEdges(record, borderColor, borderWidth, radiiTop, radiiBottom) {
      const { words, floats } = store;
      const at = record * RECORD_WORDS;
      words[at + RECORD_BORDER_COLOR] = borderColor;
      floats[at + RECORD_BORDER_WIDTH] = borderWidth;
      words[at + RECORD_RADII_TOP] = radiiTop;
      words[at + RECORD_RADII_BOTTOM] = radiiBottom;
    },
    writeGlyph(record, layer, color, origin, size, page, kind) {
      const { words } = store;
      const at = record * RECORD_WORDS;
      words[at + RECORD_KIND_LAYER] = (kind | (layer << 8)) >>> 0;
      words[at + RECORD_COLOR] = color;
      words[at + RECORD_GLYPH_ORIGIN] = origin;
      words[at + RECORD_GLYPH_SIZE] = size;
      words[at + RECORD_GLYPH_PAGE] = page;
      store.dirty.set(record);
      store.written++;
    },
  };
  store.clear(store.runs.allocate(1));
  return store;
}

/** Kind of a record. */
export function kindOfRecord(store: RecordStore, record: number): number {
  return store.words[record * RECORD_WORDS + RECORD_KIND_LAYER]! & 0xff;
}

/** True if a record draws nothing. */
export function isEmptyRecord(store: RecordStore, record: number): boolean {
  return kindOfRecord(store, record) === KIND_EMPTY;
}
