import { columns, type DirtList, PLACE, resource, type World } from '../../ecs';
import { Box, Ink, SNAP_HALF, Viewport } from '../../ecs/stores';
import { growBounds } from './chunks';
import type { Damage } from './damage';
import type { DrawList } from './draw-list';
import { RECORD_HEIGHT, RECORD_WIDTH, RECORD_WORDS, RECORD_X, RECORD_Y } from './record-format';
import type { RecordStore } from './record-store';
import { MAX_EDGE, type RecordWriter } from './record-writer';
import {
  MOVE_ANEW,
  MOVE_BOX,
  MOVE_HOW,
  MOVE_NOTHING,
  MOVE_OPAQUE,
  MOVE_RECORD_SHIFT,
  MOVE_SNAPS,
  MOVE_TEXT,
  Runs,
} from './runs';
import type { Sight } from './sight';

/** Texts, and ranges of records, that wait to be looked at together. */
const MOST_WAITING = 256;
/** Rows written in one call: engines compile what is called often better than what runs long. */
const BLOCK = 1024;
/** Edges up to which float32 holds halves of a pixel exactly, and far beyond any surface. CSS pixels. */
const EXACT_EDGE = 2 ** 20;
const NO_INK = Float32Array.of(Infinity, Infinity, -Infinity, -Infinity);

export type PlaceWriterOptions = {
  world: World;
  store: RecordStore;
  list: DrawList;
  damage: Damage;
  sight: Sight;
  writer: RecordWriter;
  /** Writes a row anew. */
  rewrite: (row: number) => void;
};

/** Writes what has only moved. */
export type PlaceWriter = {
  /**
   * Writes the rows from entry `from` of a list on that have only moved, up to the first one that has not; returns its entry, or the
   * list's length. Records, ink, damage and glyphs asked for are those that writing each anew would give.
   */
  write(dirt: DirtList, from: number): number;
};

/**
 * Makes what writes boxes that have moved without a look at their style. `Runs.move` says which ones that is right for, as of when
 * they were written last.
 */
export function createPlaceWriter(options: PlaceWriterOptions): PlaceWriter {
  const { world, store, list, damage, sight, rewrite } = options;
  const { ink, texts } = options.writer;
  const view = resource(world, Viewport);
  // Edges of the row at hand, as they are and as they are drawn.
  const box = new Float64Array(4);
  const edges = new Float32Array(4);
  const waiting = new Int32Array(MOST_WAITING);
  let waitingCount = 0;
  // Firsts and ends.
  const ranges = new Int32Array(2 * MOST_WAITING);
  const bounds = new Float32Array(8);
  // The layer that `sight` looks at, and whether anything of it is to be seen.
  let looked = -1;
  let canSee = false;

  /** Reads a row's edges; false if they are not drawn where they are. */
  function readEdges(row: number, snaps: boolean): boolean {
    const { x, y, width, height } = columns(world, Box);
    const { dpr } = view;
    box[0] = x[row]!;
    box[1] = y[row]!;
    box[2] = box[0]! + width[row]!;
    box[3] = box[1]! + height[row]!;
    for (let i = 0; i < 4; i++) {
      // As `placeBox` of the record writer.
      edges[i] = snaps ? Math.floor(box[i]! * dpr + SNAP_HALF) / dpr : box[i]!;
    }
    // Written so that NaN is none of it.
    return (
      box[0]! >= -MAX_EDGE && box[1]! >= -MAX_EDGE && box[2]! <= MAX_EDGE && box[3]! <= MAX_EDGE
    );
  }

  function placeRecord(record: number): void {
    const { floats } = store;
    const at = record * RECORD_WORDS;
    floats[at + RECORD_X] = edges[0]!;
    floats[at + RECORD_Y] = edges[1]!;
    floats[at + RECORD_WIDTH] = edges[2]! - edges[0]!;
    floats[at + RECORD_HEIGHT] = edges[3]! - edges[1]!;
    store.wrote(record);
  }

  /** Writes the glyphs of a text whose edges were read, and adds their ink to that of its box; false if it must be written anew. */
  function writeGlyphs(row: number, packed: number): boolean {
    const runs = columns(world, Runs);
    const layer = runs.layer[row]!;
    if (layer !== looked) canSee = sight.look(layer, sight.near);
    looked = layer;
    // In sight for sure, for it begins in its box.
    if (!canSee || !sight.holds(box, 0)) return false;
    const boxed = (packed & MOVE_HOW) === MOVE_TEXT ? 0 : 1;
    const { written } = store;
    // Not by `set`, which takes longer than a text of two glyphs.
    for (let i = 0; i < 4; i++) ink[i] = boxed === 1 ? edges[i]! : NO_INK[i]!;
    const first = (packed >> MOVE_RECORD_SHIFT) + boxed;
    if (texts.move(first, runs.count[row]! - boxed, box)) return true;
    store.written = written;
    return false;
  }

  /** Writes any row that has only moved. */
  function writeRow(row: number): void {
    const { chunk, move } = columns(world, Runs);
    const packed = move[row]!;
    const how = packed & MOVE_HOW;
    if (how === MOVE_NOTHING) return;
    const hasEdges = how !== MOVE_ANEW && readEdges(row, (packed & MOVE_SNAPS) !== 0);
    if (!hasEdges || (how !== MOVE_BOX && !writeGlyphs(row, packed))) {
      looked = -1;
      rewrite(row);
      return;
    }
    if (chunk[row]! >= 0) {
      damage.addInk(row);
      list.markMoved(chunk[row]!);
    }
    if (how !== MOVE_TEXT) placeRecord(packed >> MOVE_RECORD_SHIFT);
    const drawn = how === MOVE_BOX ? edges : ink;
    const { left, top, right, bottom } = columns(world, Ink);
    left[row] = drawn[0]!;
    top[row] = drawn[1]!;
    right[row] = drawn[2]!;
    bottom[row] = drawn[3]!;
  }

  /** Writes the glyphs of the texts that wait, whose ink is that of their boxes so far. */
  function writeWaiting(): void {
    const { chunk, move } = columns(world, Runs);
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    for (let i = 0; i < waitingCount; i++) {
      const row = waiting[i]!;
      const packed = move[row]!;
      box[0] = x[row]!;
      box[1] = y[row]!;
      box[2] = box[0]! + width[row]!;
      box[3] = box[1]! + height[row]!;
      edges[0] = left[row]!;
      edges[1] = top[row]!;
      edges[2] = right[row]!;
      edges[3] = bottom[row]!;
      if (!writeGlyphs(row, packed)) {
        looked = -1;
        // Its box is written once more.
        if ((packed & MOVE_HOW) !== MOVE_TEXT) store.written--;
        rewrite(row);
        // It was counted among what moved, and its bounds were not.
        if (chunk[row]! >= 0) list.mark(chunk[row]!);
        continue;
      }
      left[row] = ink[0]!;
      top[row] = ink[1]!;
      right[row] = ink[2]!;
      bottom[row] = ink[3]!;
      if (chunk[row]! < 0) continue;
      // Counted with its box.
      const solids = chunk[row]! * 2;
      growBounds(
        list.chunks.movedBounds,
        (packed & MOVE_OPAQUE) !== 0 ? solids : solids + 1,
        ink,
        0,
      );
    }
    waitingCount = 0;
  }

  /**
   * Writes the boxes among a block of rows once there is no damage to be added, and has texts wait; returns the entry after the block, or
   * that of the first row that is neither or for which there is no room. It calls next to nothing on its way and keeps what it can in
   * variables: a row takes 20 ns.
   */
  function writeBoxes({ rows, bits, length }: DirtList, from: number): number {
    const { chunk, move } = columns(world, Runs);
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    const { floats } = store;
    const { dpr } = view;
    // Device pixels are then whole numbers in float32 too, or halves.
    const isExact = dpr === 1 || dpr === 2;
    const inverse = 1 / dpr;
    const limit = isExact ? EXACT_EDGE : MAX_EDGE;
    const last = Math.min(length, from + BLOCK);
    let rangeCount = 0;
    let end = -1;
    let count = 0;
    let stopped = false;
    let i = from;
    while (i < last && !stopped) {
      const id = chunk[rows[i]!]!;
      let members = 0;
      // Bounds of rows that begin with an opaque solid, and of the rest.
      let solidLeft = Infinity;
      let solidTop = Infinity;
      let solidRight = -Infinity;
      let solidBottom = -Infinity;
      let restLeft = Infinity;
      let restTop = Infinity;
      let restRight = -Infinity;
      let restBottom = -Infinity;
      for (; i < last; i++) {
        const row = rows[i]!;
        if (chunk[row] !== id) break;
        const packed = move[row]!;
        const how = packed & MOVE_HOW;
        let x0 = x[row]!;
        let y0 = y[row]!;
        let x1 = x0 + width[row]!;
        let y1 = y0 + height[row]!;
        if (
          how === MOVE_ANEW ||
          bits[row] !== PLACE ||
          rangeCount === 2 * MOST_WAITING ||
          waitingCount === MOST_WAITING ||
          // Written so that NaN is none of it.
          !(x0 >= -limit && y0 >= -limit && x1 <= limit && y1 <= limit)
        ) {
          stopped = true;
          break;
        }
        members++;
        if (how === MOVE_NOTHING) continue;
        if (how !== MOVE_BOX) waiting[waitingCount++] = row;
        if (how === MOVE_TEXT) continue;
        const record = packed >> MOVE_RECORD_SHIFT;
        if (record !== end) {
          if (rangeCount > 0) ranges[rangeCount - 1] = end;
          ranges[rangeCount] = record;
          rangeCount += 2;
        }
        end = record + 1;
        if (isExact && (packed & MOVE_SNAPS) !== 0) {
          x0 = Math.floor(x0 * dpr + SNAP_HALF) * inverse;
          y0 = Math.floor(y0 * dpr + SNAP_HALF) * inverse;
          x1 = Math.floor(x1 * dpr + SNAP_HALF) * inverse;
          y1 = Math.floor(y1 * dpr + SNAP_HALF) * inverse;
        } else {
          if ((packed & MOVE_SNAPS) !== 0) {
            x0 = Math.floor(x0 * dpr + SNAP_HALF) / dpr;
            y0 = Math.floor(y0 * dpr + SNAP_HALF) / dpr;
            x1 = Math.floor(x1 * dpr + SNAP_HALF) / dpr;
            y1 = Math.floor(y1 * dpr + SNAP_HALF) / dpr;
          }
          // As in the array of edges that all else is written from.
          x0 = Math.fround(x0);
          y0 = Math.fround(y0);
          x1 = Math.fround(x1);
          y1 = Math.fround(y1);
        }
        const at = record * RECORD_WORDS;
        floats[at + RECORD_X] = x0;
        floats[at + RECORD_Y] = y0;
        floats[at + RECORD_WIDTH] = x1 - x0;
        floats[at + RECORD_HEIGHT] = y1 - y0;
        left[row] = x0;
        top[row] = y0;
        right[row] = x1;
        bottom[row] = y1;
        count++;
        if (!(x0 < x1 && y0 < y1)) continue;
        if ((packed & MOVE_OPAQUE) !== 0) {
          if (x0 < solidLeft) solidLeft = x0;
          if (y0 < solidTop) solidTop = y0;
          if (x1 > solidRight) solidRight = x1;
          if (y1 > solidBottom) solidBottom = y1;
        } else {
          if (x0 < restLeft) restLeft = x0;
          if (y0 < restTop) restTop = y0;
          if (x1 > restRight) restRight = x1;
          if (y1 > restBottom) restBottom = y1;
        }
      }
      if (id < 0 || members === 0) continue;
      bounds[0] = solidLeft;
      bounds[1] = solidTop;
      bounds[2] = solidRight;
      bounds[3] = solidBottom;
      bounds[4] = restLeft;
      bounds[5] = restTop;
      bounds[6] = restRight;
      bounds[7] = restBottom;
      list.moved(id, members, bounds);
    }
    markRanges(rangeCount, end, count);
    return i;
  }

  /** Marks the records that `writeBoxes` has written. */
  function markRanges(rangeCount: number, end: number, count: number): void {
    if (count === 0) return;
    ranges[rangeCount - 1] = end;
    for (let i = 0; i < rangeCount; i += 2) store.dirty.setRange(ranges[i]!, ranges[i + 1]!);
    store.written += count;
  }

  return {
    write(dirt, from) {
      let i = from;
      looked = -1;
      while (i < dirt.length) {
        const begin = i;
        if (damage.isMost) {
          i = writeBoxes(dirt, i);
          writeWaiting();
        }
        // Where it has come nowhere, the row needs more than that.
        if (i > begin) continue;
        if (dirt.bits[dirt.rows[i]!] !== PLACE) break;
        writeRow(dirt.rows[i++]!);
      }
      return i;
    },
  };
}
