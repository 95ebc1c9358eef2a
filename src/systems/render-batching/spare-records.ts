import { columns, keepAwake } from '../../ecs';
import { createRoom } from '../../structures/spare-room';
import { allocateBelow, cutRuns, RunTidier } from '../../structures/spare-runs';
import type { RenderBatching } from './batching';
import { LiveCopy } from './live-copy';
import { SLOTS } from './picture-slots';
import { RECORD_BYTES, RECORD_WORDS } from './record-format';
import { MOVE_RECORD_SHIFT, Runs } from './runs';
import { QUAD_INDICES } from './segments';

/** What it takes to have a megabyte of records again, ms. */
const COST_MS = 2;
const LEAST_RECORDS = 1024;
const LEAST_QUADS = 170;
const QUAD_BYTES = QUAD_INDICES * 4;
/** Rows whose records move at once in a frame: 0.1 ms, and a few chunks of the list to be written again in the next. */
const MOVED_A_FRAME = 256;
/** Of a piece: rows and slots that are looked at. */
const ROWS_A_PIECE = 512;
const SLOTS_A_PIECE = 512;
/** Words that are copied in a piece: 64 KB. */
const WORDS_A_PIECE = 16_384;
/** What a piece returns that gave nothing back yet: the next one may follow at once, or in the next frame. */
const MORE = -1;
const LATER = -2;
/** Stages of giving back. */
const REST = 0;
const TIDY = 1;
const MOVE = 2;
const CUT = 3;
/** Bits of `Runs.move` beside the record. */
const MOVE_BITS = 2 ** MOVE_RECORD_SHIFT - 1;

/**
 * What records and the draw list can give back, here and on the device. Records move down, a few in each look, until what is above can be cut off; their
 * chunks are listed again, and the device is sent what is left, in the next frame. Nothing is drawn for it.
 */
export function spareRecords(batching: RenderBatching) {
  const { world, store, list } = batching.canvas;
  const { runs } = store;
  const { segments } = list;
  const records = createRoom(LEAST_RECORDS);
  const quads = createRoom(LEAST_QUADS);
  const tidier = new RunTidier(runs);
  const recordCopy = new LiveCopy({
    words: RECORD_WORDS,
    array: () => store.words,
    dirty: store.dirty,
    listen(sent) {
      store.sent = sent;
    },
  });
  const quadCopy = new LiveCopy({
    words: QUAD_INDICES,
    array: () => segments.indices,
    dirty: segments.dirty,
    listen(sent) {
      segments.sent = sent;
    },
  });
  let stage = REST;
  let rowAt = 0;
  /** Whether any moved since all was tidy. */
  let hasMoved = true;

  function fitRecords(): number {
    return records.fit(runs.used, runs.capacity);
  }

  function quadsHeld(): number {
    return Math.floor(segments.indices.length / QUAD_INDICES);
  }

  function fitQuads(): number {
    return quads.fit(segments.pictureStart + segments.pictureRoom, quadsHeld());
  }

  function held(): number {
    return batching.bytes() + batching.sentBytes();
  }

  /** Moves a run to where it ends at `limit` or before, and returns that; -1, with all as it was, if there is no room. */
  function moveRun(start: number, count: number, limit: number): number {
    const to = allocateBelow(runs, count, limit);
    if (to < 0) return to;
    const from = start * RECORD_WORDS;
    store.words.copyWithin(to * RECORD_WORDS, from, from + count * RECORD_WORDS);
    store.dirty.setRange(to, to + count);
    // What it held stays as it is: quads name it until their chunk is listed again.
    store.release(start);
    return to;
  }

  /** Moves the records of so many rows, of those that are looked at in a piece. Returns how many it moved, or could not. */
  function moveDown(limit: number, most: number): number {
    const { start, capacity, move, chunk } = columns(world, Runs);
    const end = Math.min(start.length, rowAt + ROWS_A_PIECE);
    let moved = 0;
    for (; rowAt < end && moved < most; rowAt++) {
      const row = rowAt;
      const before = start[row]!;
      if (before < 0 || before + capacity[row]! <= limit) continue;
      moved++;
      const to = moveRun(before, capacity[row]!, limit);
      if (to < 0) continue;
      hasMoved = true;
      start[row] = to;
      if (move[row] !== 0) move[row] = (to << MOVE_RECORD_SHIFT) | (move[row]! & MOVE_BITS);
      if (chunk[row]! >= 0) list.mark(chunk[row]!);
    }
    return moved;
  }

  /** The same for those that draw pictures of layers. */
  function movePictures(limit: number): void {
    const slots = batching.baking?.slots;
    for (let slot = 1; slots && slot < SLOTS; slot++) {
      if (slots.layerOf[slot] === 0 || slots.record[slot]! < limit) continue;
      const to = moveRun(slots.record[slot]!, 1, limit);
      if (to < 0) continue;
      hasMoved = true;
      slots.record[slot] = to;
      slots.list(slot);
    }
  }

  function cutRecords(capacity: number): void {
    recordCopy.go(capacity, capacity);
    const words = recordCopy.take();
    cutRuns(runs, capacity);
    store.words = words;
    store.floats = new Float32Array(words.buffer);
    store.doubles = new Float64Array(words.buffer);
    // All is sent of an array that is new.
    store.dirty.clearAll();
    records.shrunk(capacity);
  }

  function cutQuads(count: number): void {
    quadCopy.go(count, count);
    segments.indices = quadCopy.take();
    segments.highWater = Math.min(segments.highWater, count);
    segments.dirty.clearAll();
    quads.shrunk(count);
  }

  /** Does a part of it. Returns the bytes that went, 0 where nothing more can be done. */
  function piece(isWhole: boolean): number {
    const limit = fitRecords();
    // All of it may be in use again.
    if (limit === runs.capacity && stage !== TIDY) {
      recordCopy.end();
      stage = REST;
    }
    if (stage === TIDY) return tidy(limit, isWhole);
    if (stage === MOVE) {
      keepAwake(world);
      const moved = moveDown(limit, isWhole ? Number.POSITIVE_INFINITY : MOVED_A_FRAME);
      if (rowAt >= columns(world, Runs).start.length) {
        stage = TIDY;
        tidier.begin();
      }
      return moved === MOVED_A_FRAME ? LATER : MORE;
    }
    const before = held();
    if (stage === CUT) {
      if (runs.highWater > limit) {
        recordCopy.end();
        stage = REST;
        return MORE;
      }
      if (!isWhole && !recordCopy.go(limit, WORDS_A_PIECE / RECORD_WORDS)) return MORE;
      stage = REST;
      cutRecords(limit);
      keepAwake(world);
      return before - held();
    }
    const quadCount = fitQuads();
    if (quadCount < quadsHeld()) {
      if (!isWhole && !quadCopy.go(quadCount, Math.floor(WORDS_A_PIECE / QUAD_INDICES)))
        return MORE;
      cutQuads(quadCount);
      return before - held();
    }
    if (limit === runs.capacity) return 0;
    stage = TIDY;
    hasMoved = true;
    tidier.begin();
    return MORE;
  }

  function tidy(limit: number, isWhole: boolean): number {
    if (!tidier.go(isWhole ? Number.POSITIVE_INFINITY : SLOTS_A_PIECE)) return MORE;
    stage = REST;
    if (limit === runs.capacity) return 0;
    if (runs.highWater <= limit) {
      stage = CUT;
      return MORE;
    }
    // No room for what is above.
    if (!hasMoved) return 0;
    stage = MOVE;
    hasMoved = false;
    rowAt = 0;
    keepAwake(world);
    movePictures(limit);
    return MORE;
  }

  return {
    name: 'records and draw list',
    costMs: COST_MS,
    inPieces: true,
    spare(): number {
      const unused = runs.capacity - fitRecords();
      return (unused * RECORD_BYTES + (quadsHeld() - fitQuads()) * QUAD_BYTES) * 2;
    },
    reclaim(wanted: number, isOwnPhase?: boolean): number {
      if (isOwnPhase) return piece(false);
      // What is half done is ended first, also where nothing is wanted any more.
      if (stage === TIDY) tidier.go(Number.POSITIVE_INFINITY);
      recordCopy.end();
      quadCopy.end();
      let freed = 0;
      while (freed < wanted) {
        const went = piece(true);
        if (went === 0) break;
        freed += Math.max(0, went);
      }
      return freed;
    },
  };
}
