import { columns, keepAwake } from '../../ecs';
import { createRoom } from '../../structures/spare-room';
import { allocateBelow, cutRuns, tidyRuns } from '../../structures/spare-runs';
import type { RenderBatching } from './batching';
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
const MOVED_A_STEP = 256;
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

  function moveDown(limit: number, most: number): void {
    const { start, capacity, move, chunk } = columns(world, Runs);
    let left = most;
    for (let row = 0; row < start.length && left > 0; row++) {
      const before = start[row]!;
      if (before < 0 || before + capacity[row]! <= limit) continue;
      left--;
      const to = moveRun(before, capacity[row]!, limit);
      if (to < 0) continue;
      start[row] = to;
      if (move[row] !== 0) move[row] = (to << MOVE_RECORD_SHIFT) | (move[row]! & MOVE_BITS);
      if (chunk[row]! >= 0) list.mark(chunk[row]!);
    }
  }

  /** The same for those that draw pictures of layers. */
  function movePictures(limit: number): void {
    const slots = batching.baking?.slots;
    for (let slot = 1; slots && slot < SLOTS; slot++) {
      if (slots.layerOf[slot] === 0 || slots.record[slot]! < limit) continue;
      const to = moveRun(slots.record[slot]!, 1, limit);
      if (to < 0) continue;
      slots.record[slot] = to;
      slots.list(slot);
    }
  }

  function cutRecords(capacity: number): void {
    const words = store.words.slice(0, capacity * RECORD_WORDS);
    cutRuns(runs, capacity);
    store.words = words;
    store.floats = new Float32Array(words.buffer);
    store.doubles = new Float64Array(words.buffer);
    // All is sent of an array that is new.
    store.dirty.clearAll();
    records.shrunk(capacity);
  }

  function cutQuads(count: number): void {
    segments.indices = segments.indices.slice(0, count * QUAD_INDICES);
    segments.highWater = Math.min(segments.highWater, count);
    segments.dirty.clearAll();
    quads.shrunk(count);
  }

  return {
    name: 'records and draw list',
    costMs: COST_MS,
    spare(): number {
      const unused = runs.capacity - fitRecords();
      return (unused * RECORD_BYTES + (quadsHeld() - fitQuads()) * QUAD_BYTES) * 2;
    },
    reclaim(_bytes: number, isOwnPhase?: boolean): number {
      const before = held();
      const quadCount = fitQuads();
      if (quadCount < quadsHeld()) cutQuads(quadCount);
      const limit = fitRecords();
      if (limit < runs.capacity) {
        tidyRuns(runs);
        if (runs.highWater > limit) {
          movePictures(limit);
          moveDown(limit, isOwnPhase ? MOVED_A_STEP : Number.POSITIVE_INFINITY);
          tidyRuns(runs);
        }
        if (runs.highWater <= limit) cutRecords(limit);
        keepAwake(world);
      }
      return before - held();
    },
  };
}
