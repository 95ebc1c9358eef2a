import { columns, type DirtList, PLACE, resource } from '../../ecs';
import { Box, Ink, SNAP_HALF, Viewport } from '../../ecs/stores';
import { CHUNK_ELEMENTS } from './chunks';
import type { DrawList } from './draw-list';
import { createLabelMover, type LabelMoverOptions } from './label-mover';
import { RECORD_HEIGHT, RECORD_WIDTH, RECORD_WORDS, RECORD_X, RECORD_Y } from './record-format';
import { UPLOAD_GAP } from './record-store';
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
/** Where no records end, too far below the first for what is between to be sent. */
const NONE = -UPLOAD_GAP - 1;

export type RowMoverOptions = LabelMoverOptions & {
  list: DrawList;
  /** Writes any one row that has only moved. */
  writeRow: (row: number) => void;
};

/** Writes what has only moved while there is no damage to be added. */
export type RowMover = {
  /** Writes rows from entry `from` of a list on; returns the entry of the first that needs more, or the list's length. */
  write(dirt: DirtList, from: number): number;
};

/**
 * Makes what writes moved rows run by run: neighbours in a list that are of one chunk. What a run shares is found out once.
 * Loops are short, call nothing that has state and read variables of their own alone, for only then does V8 move what stays the
 * same out of them (`--trace-turbo-loop` says of which it can): a row takes half as long as in one long loop.
 */
export function createRowMover(options: RowMoverOptions): RowMover {
  const { world, store, list, writeRow } = options;
  const labels = createLabelMover(options);
  const view = resource(world, Viewport);
  // Of the run at hand: rows of boxes, and the first word of each one's record.
  const boxes = new Int32Array(CHUNK_ELEMENTS);
  const words = new Int32Array(CHUNK_ELEMENTS);
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
  let dirtyEnd = NONE;

  /** Finds the end of the run that begins at an entry. */
  function findRun({ rows, bits, length }: DirtList, from: number): number {
    const { chunk, move, count } = columns(world, Runs);
    const ownBoxes = boxes;
    const ownWords = words;
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
        if (end >= 0) store.dirty.setRange(start, end);
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
      ownWords[found++] = record * RECORD_WORDS;
    }
    dirtyStart = start;
    dirtyEnd = end;
    boxCount = found;
    labels.count = textCount;
    all = common;
    any = either;
    return i;
  }

  /** Moves boxes of whole device pixels, of which one edge is where the other one is. What is no number makes the bounds none. */
  function moveWhole(): void {
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    const { floats } = store;
    const count = boxCount;
    const rows = boxes;
    const places = words;
    const half = SNAP_HALF;
    const scale = scales[0]!;
    const inverse = scales[1]!;
    let leastX = Infinity;
    let leastY = Infinity;
    let mostX = -Infinity;
    let mostY = -Infinity;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const at = places[i]!;
      const x0 = Math.floor(x[row]! * scale + half) * inverse;
      const y0 = Math.floor(y[row]! * scale + half) * inverse;
      const across = width[row]!;
      const down = height[row]!;
      const x1 = x0 + across;
      const y1 = y0 + down;
      floats[at + RECORD_X] = x0;
      floats[at + RECORD_Y] = y0;
      floats[at + RECORD_WIDTH] = across;
      floats[at + RECORD_HEIGHT] = down;
      left[row] = x0;
      top[row] = y0;
      right[row] = x1;
      bottom[row] = y1;
      leastX = Math.min(leastX, x0);
      leastY = Math.min(leastY, y0);
      mostX = Math.max(mostX, x1);
      mostY = Math.max(mostY, y1);
    }
    const at = (all & MOVE_OPAQUE) !== 0 ? 0 : 4;
    bounds[at] = leastX;
    bounds[at + 1] = leastY;
    bounds[at + 2] = mostX;
    bounds[at + 3] = mostY;
  }

  /** Moves boxes of any size; their bounds are to be measured. */
  function moveAny(isExact: boolean): void {
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    const { floats } = store;
    const count = boxCount;
    const rows = boxes;
    const places = words;
    const half = SNAP_HALF;
    const snaps = (all & MOVE_SNAPS) !== 0;
    const scale = scales[0]!;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const at = places[i]!;
      let x0 = x[row]!;
      let y0 = y[row]!;
      let x1 = x0 + width[row]!;
      let y1 = y0 + height[row]!;
      if (snaps) {
        x0 = Math.floor(x0 * scale + half) / scale;
        y0 = Math.floor(y0 * scale + half) / scale;
        x1 = Math.floor(x1 * scale + half) / scale;
        y1 = Math.floor(y1 * scale + half) / scale;
      }
      if (!isExact) {
        // As in the array of edges that all else is written from.
        x0 = Math.fround(x0);
        y0 = Math.fround(y0);
        x1 = Math.fround(x1);
        y1 = Math.fround(y1);
      }
      floats[at + RECORD_X] = x0;
      floats[at + RECORD_Y] = y0;
      floats[at + RECORD_WIDTH] = x1 - x0;
      floats[at + RECORD_HEIGHT] = y1 - y0;
      left[row] = x0;
      top[row] = y0;
      right[row] = x1;
      bottom[row] = y1;
    }
  }

  function clearBounds(): void {
    for (let i = 0; i < 8; i++) bounds[i] = (i & 2) === 0 ? Infinity : -Infinity;
  }

  /** Finds the bounds of boxes of both kinds, some of which may be empty; false if one stands beyond a limit. */
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
    const { dpr } = view;
    clearBounds();
    if (boxCount === 0) return true;
    // Device pixels are then whole numbers in float32 too, or halves.
    const isExact = (all & MOVE_SNAPS) !== 0 && (dpr === 1 || dpr === 2);
    const limit = isExact ? EXACT_EDGE : MAX_EDGE;
    scales[0] = dpr;
    scales[1] = 1 / dpr;
    const isWhole = isExact && (all & MOVE_WHOLE) !== 0;
    if (isWhole) moveWhole();
    else moveAny(isExact);
    if (!isWhole || ((all ^ any) & MOVE_OPAQUE) !== 0) return measure(limit);
    const at = (all & MOVE_OPAQUE) !== 0 ? 0 : 4;
    return (
      bounds[at]! >= -limit &&
      bounds[at + 1]! >= -limit &&
      bounds[at + 2]! <= limit &&
      bounds[at + 3]! <= limit
    );
  }

  return {
    write(dirt, from) {
      let i = from;
      labels.forget();
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
      if (dirtyEnd >= 0) store.dirty.setRange(dirtyStart, dirtyEnd);
      dirtyEnd = NONE;
      return i;
    },
  };
}
