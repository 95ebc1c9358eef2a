import { columns, type DirtList, PLACE, resource, type World } from '../../ecs';
import { Box, createPart, Ink, SNAP_HALF, Viewport } from '../../ecs/stores';
import { growBounds } from './chunks';
import type { Damage } from './damage';
import type { DrawList } from './draw-list';
import { RECORD_HEIGHT, RECORD_WIDTH, RECORD_WORDS, RECORD_X, RECORD_Y } from './record-format';
import type { RecordStore } from './record-store';
import { MAX_EDGE, type RecordWriter } from './record-writer';
import type { RowMover } from './row-mover';
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

/** Rows that move in a frame from which on it is worth loading what writes them together. */
const MANY = 256;
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
  // The layer that `sight` looks at, and whether anything of it is to be seen.
  let looked = -1;
  let canSee = false;
  // What writes rows by the thousand; until it is there each is written by itself.
  let mover: RowMover | undefined;
  const fast = createPart(
    world,
    'render-batching/moving',
    () => import('./row-mover'),
    (part) => {
      mover = part.createRowMover({ world, store, list, sight, texts, writeRow, writeRest });
    },
  );

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

  /** Writes the glyphs of a row whose box was written, and adds its ink to bounds; false if it had to be written anew. */
  function writeRest(row: number, bounds: Float32Array): boolean {
    const { chunk, move } = columns(world, Runs);
    const { left, top, right, bottom } = columns(world, Ink);
    const packed = move[row]!;
    readEdges(row, (packed & MOVE_SNAPS) !== 0);
    if (!writeGlyphs(row, packed)) {
      looked = -1;
      // Its box is written once more.
      if ((packed & MOVE_HOW) !== MOVE_TEXT) store.written--;
      rewrite(row);
      // It is counted among what moved, and its bounds are not.
      if (chunk[row]! >= 0) list.mark(chunk[row]!);
      return false;
    }
    left[row] = ink[0]!;
    top[row] = ink[1]!;
    right[row] = ink[2]!;
    bottom[row] = ink[3]!;
    growBounds(bounds, (packed & MOVE_OPAQUE) !== 0 ? 0 : 1, ink, 0);
    return true;
  }

  return {
    write(dirt, from) {
      let i = from;
      looked = -1;
      while (i < dirt.length) {
        const begin = i;
        if (damage.isMost()) {
          if (mover) i = mover.write(dirt, i);
          else if (dirt.length - i >= MANY) fast.ask();
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
