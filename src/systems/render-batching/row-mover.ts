import { columns, type DirtList, PLACE, resource, type World } from '../../ecs';
import { Box, Ink, SNAP_HALF, Viewport } from '../../ecs/stores';
import { CHUNK_ELEMENTS } from './chunks';
import type { DrawList } from './draw-list';
import type { LabelMover } from './label-mover';
import { RECORD_WIDTH, RECORD_WORDS } from './record-format';
import { type RecordStore, UPLOAD_GAP } from './record-store';
import { MAX_EDGE } from './record-writer';
import {
  MOVE_ANEW,
  MOVE_BOX,
  MOVE_HOW,
  MOVE_NOTHING,
  MOVE_OPAQUE,
  MOVE_RECORD_SHIFT,
  MOVE_SNAPS,
  MOVE_TEXT,
  MOVE_WHOLE,
  Runs,
} from './runs';

/** Edges up to which float32 holds halves of a pixel exactly, and far beyond any surface. CSS pixels. */
const EXACT_EDGE = 2 ** 20;
export type RowMoverOptions = {
  world: World;
  store: RecordStore;
  list: DrawList;
  labels: LabelMover;
  /** Writes any one row that has only moved. */
  writeRow: (row: number) => void;
};

/** Writes what has only moved while there is no damage to be added. */
export type RowMover = {
  /** Writes rows from entry `from` of a list on; returns the entry of the first that needs more, or the list's length. */
  write(dirt: DirtList, from: number): number;
};

/**
 * Makes what writes moved rows run by run: neighbours in a list that are of one chunk. What a run shares is found out once, and its
 * rows are gone through once for each axis. Loops are short and read nothing but variables of their own, for V8 moves checks of what
 * stays the same out of a loop only then (`--trace-turbo-loop` says of which it can): a row takes half as long as in one long loop.
 */
export function createRowMover({
  world,
  store,
  list,
  labels,
  writeRow,
}: RowMoverOptions): RowMover {
  const view = resource(world, Viewport);
  // Of the run at hand: rows of boxes, and the first word of each one's record.
  const boxes = new Int32Array(CHUNK_ELEMENTS);
  const places = new Int32Array(CHUNK_ELEMENTS);
  let boxCount = 0;
  // The flags of `Runs.move` that all of its boxes have, and that any has.
  let all = 0;
  let any = 0;
  // Of those that begin with an opaque solid, and of the rest: left, top, right, bottom.
  const bounds = new Float32Array(8);
  // Device pixels per CSS pixel and one divided by that. Whole numbers of other variables make V8 turn products into integers and back.
  const scales = new Float64Array(2);
  // Records to be sent, and those between them that are sent with them.
  let dirtyStart = 0;
  let dirtyEnd = 0;

  /** Finds the end of the run that begins at an entry. */
  function findRun({ rows, bits, length }: DirtList, from: number): number {
    const { chunk, move, count } = columns(world, Runs);
    const ownBoxes = boxes;
    const ownPlaces = places;
    const texts = labels.rows;
    const id = chunk[rows[from]!]!;
    const snaps = move[rows[from]!]! & MOVE_SNAPS;
    const last = Math.min(length, from + CHUNK_ELEMENTS);
    let start = dirtyStart;
    let end = dirtyEnd;
    let common = -1;
    let either = 0;
    let found = 0;
    let textCount = 0;
    let i = from;
    for (; i < last; i++) {
      const row = rows[i]!;
      const packed = move[row]!;
      const how = packed & MOVE_HOW;
      if (how === MOVE_ANEW || chunk[row] !== id || bits[row] !== PLACE) break;
      if ((packed & MOVE_SNAPS) !== snaps) break;
      if (how === MOVE_NOTHING) continue;
      const record = packed >> MOVE_RECORD_SHIFT;
      // Below 0 it is far beyond.
      if ((record - end) >>> 0 > UPLOAD_GAP) {
        store.dirty.setRange(start, end);
        start = record;
      }
      end = record + 1;
      if (how !== MOVE_BOX) {
        end = record + count[row]!;
        texts[textCount++] = row;
        if (how === MOVE_TEXT) continue;
      }
      common &= packed;
      either |= packed;
      ownBoxes[found] = row;
      ownPlaces[found++] = record * RECORD_WORDS;
    }
    dirtyStart = start;
    dirtyEnd = end;
    boxCount = found;
    labels.count = textCount;
    all = common;
    any = either;
    return i;
  }

  /**
   * Moves boxes of whole device pixels along an axis whose position is word `axis` of a record, and of `bounds`. False if one of them
   * is empty, or nowhere.
   */
  function moveWhole(
    axis: number,
    position: Float32Array,
    size: Float32Array,
    low: Float32Array,
    high: Float32Array,
  ): boolean {
    const { floats } = store;
    const count = boxCount;
    const rows = boxes;
    const at = places;
    const half = SNAP_HALF;
    const scale = scales[0]!;
    const inverse = scales[1]!;
    const extentAt = axis + RECORD_WIDTH;
    let least = Infinity;
    let most = -Infinity;
    let empty = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const from = Math.floor(position[row]! * scale + half) * inverse;
      const extent = size[row]!;
      const to = from + extent;
      floats[at[i]! + axis] = from;
      floats[at[i]! + extentAt] = extent;
      low[row] = from;
      high[row] = to;
      empty = from < to ? empty : 1;
      least = from < least ? from : least;
      most = to > most ? to : most;
    }
    setBounds(axis, least, most);
    return empty === 0;
  }

  /** The same of boxes of any size. */
  function moveAny(
    axis: number,
    position: Float32Array,
    size: Float32Array,
    low: Float32Array,
    high: Float32Array,
    isExact: boolean,
  ): boolean {
    const { floats } = store;
    const count = boxCount;
    const rows = boxes;
    const at = places;
    const half = SNAP_HALF;
    const snaps = (all & MOVE_SNAPS) !== 0;
    const scale = scales[0]!;
    const extentAt = axis + RECORD_WIDTH;
    let least = Infinity;
    let most = -Infinity;
    let empty = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      let from = position[row]!;
      let to = from + size[row]!;
      if (snaps) {
        from = Math.floor(from * scale + half) / scale;
        to = Math.floor(to * scale + half) / scale;
      }
      if (!isExact) {
        // As in the array of edges that all else is written from.
        from = Math.fround(from);
        to = Math.fround(to);
      }
      floats[at[i]! + axis] = from;
      floats[at[i]! + extentAt] = to - from;
      low[row] = from;
      high[row] = to;
      empty = from < to ? empty : 1;
      least = from < least ? from : least;
      most = to > most ? to : most;
    }
    setBounds(axis, least, most);
    return empty === 0;
  }

  /** Sets those of what all boxes are. */
  function setBounds(axis: number, least: number, most: number): void {
    const kind = (all & MOVE_OPAQUE) !== 0 ? axis : axis + 4;
    bounds[kind] = least;
    bounds[kind + 2] = most;
  }

  function clearBounds(): void {
    for (let i = 0; i < 8; i++) bounds[i] = (i & 2) === 0 ? Infinity : -Infinity;
  }

  /** Finds the bounds of boxes of both kinds, or some of which are empty; false if one stands beyond a limit. */
  function measure(limit: number): boolean {
    const { move } = columns(world, Runs);
    const { left, top, right, bottom } = columns(world, Ink);
    clearBounds();
    for (let i = 0; i < boxCount; i++) {
      const row = boxes[i]!;
      const x0 = left[row]!;
      const y0 = top[row]!;
      const x1 = right[row]!;
      const y1 = bottom[row]!;
      // Written so that NaN is none of it.
      if (!(x0 >= -limit && y0 >= -limit && x1 <= limit && y1 <= limit)) return false;
      if (!(x0 < x1 && y0 < y1)) continue;
      const at = (move[row]! & MOVE_OPAQUE) !== 0 ? 0 : 4;
      if (x0 < bounds[at]!) bounds[at] = x0;
      if (y0 < bounds[at + 1]!) bounds[at + 1] = y0;
      if (x1 > bounds[at + 2]!) bounds[at + 2] = x1;
      if (y1 > bounds[at + 3]!) bounds[at + 3] = y1;
    }
    return true;
  }

  /** Moves the boxes of a run and finds their bounds; false if one stands where what was written may be wrong. */
  function moveBoxes(): boolean {
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    const { dpr } = view;
    clearBounds();
    if (boxCount === 0) return true;
    // Device pixels are then whole numbers in float32 too, or halves.
    const isExact = (all & MOVE_SNAPS) !== 0 && (dpr === 1 || dpr === 2);
    const limit = isExact ? EXACT_EDGE : MAX_EDGE;
    scales[0] = dpr;
    scales[1] = 1 / dpr;
    let sized: boolean;
    if (isExact && (all & MOVE_WHOLE) !== 0) {
      sized = moveWhole(0, x, width, left, right);
      sized = moveWhole(1, y, height, top, bottom) && sized;
    } else {
      sized = moveAny(0, x, width, left, right, isExact);
      sized = moveAny(1, y, height, top, bottom, isExact) && sized;
    }
    if (!sized || ((all ^ any) & MOVE_OPAQUE) !== 0) return measure(limit);
    for (let i = 0; i < 8; i++) {
      if ((i & 2) === 0 ? bounds[i]! < -limit : bounds[i]! > limit) return false;
    }
    return true;
  }

  return {
    write(dirt, from) {
      let i = from;
      while (i < dirt.length) {
        const id = columns(world, Runs).chunk[dirt.rows[i]!]!;
        const end = findRun(dirt, i);
        if (end === i) break;
        if (moveBoxes()) {
          store.written += boxCount;
          labels.write(bounds);
          if (id >= 0) list.moved(id, end - i, bounds);
        } else {
          if (id >= 0) list.markMoved(id);
          for (let entry = i; entry < end; entry++) writeRow(dirt.rows[entry]!);
        }
        i = end;
      }
      store.dirty.setRange(dirtyStart, dirtyEnd);
      dirtyStart = 0;
      dirtyEnd = 0;
      return i;
    },
  };
}
