import { columns, resource, type World } from '../../ecs';
import { BLEND_NORMAL, Ink, LayerRows, paintOrderOf, Viewport } from '../../ecs/stores';
import { type BitSet, createBitSet } from '../../structures';
import { CHUNK_ELEMENTS, type Chunks, clearBounds, growBounds } from './chunks';
import { blendOf } from './layer-programs';
import { createMergeOrder, PART_EFFECTS, PART_IMAGES, PART_PLAIN } from './merge-order';
import { RECORD_COLOR, RECORD_WORDS } from './record-format';
import type { RecordStore } from './record-store';
import {
  EFFECT_RECORDS,
  HAS_LINE,
  IMAGES_ALONE,
  MOVE_BOX,
  MOVE_HOW,
  MOVE_OPAQUE,
  OUTSIDE,
  Runs,
} from './runs';
import type { RenderSwitches } from './tunables';

/** Indices of a quad: two triangles. */
export const QUAD_INDICES = 6;

/** The index buffer, cut into two segments a chunk: all chunks' opaque solids first, then all chunks' blended quads. */
export type Segments = {
  /** Replaced when it grows. */
  indices: Uint32Array;
  /** Quads the renderer has not been sent. */
  readonly dirty: BitSet;
  /** Told of those that are sent, while somebody copies them. */
  sent?: ((start: number, end: number) => void) | undefined;
  /** Quads that were ever written, in use now or not: what is the same again is not sent again. */
  highWater: number;
  /** Quads for pictures of layers, and, once `place` was called, the first of them. */
  pictureRoom: number;
  readonly pictureStart: number;
  /** Makes quad `slot` of those for pictures name a record. */
  writePicture(slot: number, record: number): void;
  /** Gives every chunk its segments. `solidRoom` and `mixedRoom` must hold how many records each may have. */
  place(): void;
  /** Writes both segments of a chunk and its bounds. Returns false if its records do not fit. */
  write(id: number): boolean;
  /**
   * Writes the bounds of a chunk whose elements only moved, and says whether that is all: false where other solids may have to be
   * drawn first now.
   */
  moved(id: number): boolean;
  /** Writes the bounds of a chunk as `write` would. */
  measure(id: number): void;
};

export type SegmentsOptions = {
  world: World;
  store: RecordStore;
  chunks: Chunks;
  /** Every frame starts by clearing to the background, so that solids of its colour with nothing under them draw nothing new. */
  clears: boolean;
  switches: Pick<RenderSwitches, 'merging'>;
};

export function createSegments({
  world,
  store,
  chunks,
  clears,
  switches,
}: SegmentsOptions): Segments {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const dirty = createBitSet(1024);
  const merge = createMergeOrder();
  let pictureStart = 0;
  // Ink of what the chunk being written draws blended, and of the element it is at.
  const below = new Float32Array((CHUNK_ELEMENTS + 1) * 4);

  function place(): void {
    let at = 0;
    for (let id = 0; id < chunks.count; id++) {
      chunks.solidStart[id] = at;
      chunks.solidRoom[id] = roundUp(chunks.solidRoom[id]! + 1, 2);
      at += chunks.solidRoom[id]!;
    }
    // Rounded, so that an element more does not move everything blended, which would all have to be sent again.
    at = roundUp(at, 256);
    for (let id = 0; id < chunks.count; id++) {
      const records = chunks.mixedRoom[id]!;
      chunks.mixedStart[id] = at;
      chunks.mixedRoom[id] = roundUp(records + (records >> 3) + 4, 4);
      at += chunks.mixedRoom[id]!;
    }
    pictureStart = at;
    at += segments.pictureRoom;
    segments.highWater = Math.max(segments.highWater, at);
    if (segments.indices.length >= at * QUAD_INDICES) return;
    segments.indices = new Uint32Array(2 ** Math.ceil(Math.log2(at * QUAD_INDICES)));
    segments.highWater = at;
    for (let quad = 0; quad < at; quad++) dirty.set(quad);
  }

  function walk(id: number, writes: boolean): boolean {
    const { order } = paintOrderOf(world);
    const runs = columns(world, Runs);
    const ink = columns(world, Ink);
    const hoists = chunks.hoisted[id] === 1;
    const solidEnd = chunks.solidStart[id]! + chunks.solidRoom[id]!;
    const mixedEnd = chunks.mixedStart[id]! + chunks.mixedRoom[id]!;
    let solid = chunks.solidStart[id]!;
    let mixed = chunks.mixedStart[id]!;
    let blended = 0;
    let leading = leads(id);
    clearBounds(chunks.solidBounds, id);
    clearBounds(chunks.mixedBounds, id);
    chunks.asleep[id] = 0;
    chunks.outside[id] = 0;
    chunks.lines[id] = 0;
    merge.clear();
    for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
      const row = order[i]!;
      if (runs.chunk[row] !== id || runs.capacity[row] === 0) continue;
      if (runs.asleep[row] !== 0) chunks.asleep[id]!++;
      let record = runs.start[row]!;
      const end = record + runs.capacity[row]!;
      let count = runs.count[row]!;
      below[blended * 4] = ink.left[row]!;
      below[blended * 4 + 1] = ink.top[row]!;
      below[blended * 4 + 2] = ink.right[row]!;
      below[blended * 4 + 3] = ink.bottom[row]!;
      const at = blended;
      if (runs.opaque[row] === 1) {
        if (leading && isBackground(record)) {
          record++;
          count--;
        } else {
          growBounds(chunks.solidBounds, id, below, blended);
          if (hoists && liesFree(blended)) {
            if (solid === solidEnd) return false;
            if (writes) writeQuad(solid, record);
            solid++;
            record++;
            count--;
            leading = false;
          }
        }
      }
      if (count > 0 || runs.asleep[row] !== 0) {
        leading = false;
        growBounds(chunks.mixedBounds, id, below, blended++);
      }
      if (mixed + end - record > mixedEnd) return false;
      const effects = (runs.effects[row]! & EFFECT_RECORDS) - (record - runs.start[row]!);
      if ((runs.effects[row]! & OUTSIDE) !== 0) chunks.outside[id] = 1;
      if ((runs.effects[row]! & HAS_LINE) !== 0) chunks.lines[id] = 1;
      mixed += end - record;
      if (!writes) continue;
      const hard = (runs.effects[row]! & IMAGES_ALONE) !== 0 ? PART_IMAGES : PART_EFFECTS;
      if (effects > 0) merge.add(record, effects, hard, below, at);
      // Empty records too: what they show later needs no new index.
      const plain = Math.max(0, effects);
      if (end - record > plain) {
        merge.add(record + plain, end - record - plain, PART_PLAIN, below, at);
      }
    }
    if (!writes) return true;
    chunks.solidCount[id] = solid - chunks.solidStart[id]!;
    chunks.mixedCount[id] = mixed - chunks.mixedStart[id]!;
    writeMixed(id);
    empty(solid, solidEnd);
    empty(mixed, mixedEnd);
    chunks.stale[id] = 0;
    chunks.blend[id] = blendOf(rows, chunks.layer[id]!);
    return true;
  }

  /** Writes what a chunk draws blended, and where in it what only some programs draw begins and ends. */
  function writeMixed(id: number): void {
    const start = chunks.mixedStart[id]!;
    const end = start + chunks.mixedCount[id]!;
    let effectsStart = end;
    let effectsEnd = start;
    let imagesStart = end;
    let imagesEnd = start;
    chunks.merged[id] = merge.settle(switches.merging) ? 1 : 0;
    let quad = start;
    for (let part = merge.first; part >= 0; part = merge.next[part]!) {
      const record = merge.record[part]!;
      const count = merge.count[part]!;
      for (let i = 0; i < count; i++) writeQuad(quad + i, record + i);
      if (merge.kind[part] === PART_EFFECTS) {
        effectsStart = Math.min(effectsStart, quad);
        effectsEnd = quad + count;
      } else if (merge.kind[part] === PART_IMAGES) {
        imagesStart = Math.min(imagesStart, quad);
        imagesEnd = quad + count;
      }
      quad += count;
    }
    chunks.effectsStart[id] = Math.min(effectsStart, effectsEnd);
    chunks.effectsEnd[id] = effectsEnd;
    chunks.imagesStart[id] = Math.min(imagesStart, imagesEnd);
    chunks.imagesEnd[id] = imagesEnd;
  }

  /** The same where every row of the chunk was moved, and what lies lowest hides nothing of the background. */
  function takeMoved(id: number): void {
    const { movedBounds, solidBounds, mixedBounds } = chunks;
    const solids = id * 2;
    clearBounds(solidBounds, id);
    clearBounds(mixedBounds, id);
    growBounds(solidBounds, id, movedBounds, solids);
    growBounds(mixedBounds, id, movedBounds, solids + 1);
    if (chunks.hoisted[id] === 0) growBounds(mixedBounds, id, movedBounds, solids);
  }

  /** As `walk`, where all opaque solids of the chunk are drawn first whatever their places, or none. */
  function boundMoved(id: number): void {
    const { order } = paintOrderOf(world);
    const { chunk, capacity, count, opaque, asleep, start, move } = columns(world, Runs);
    const { left, top, right, bottom } = columns(world, Ink);
    const hoists = chunks.hoisted[id] === 1;
    let leading = leads(id);
    // Bounds of solids, and of all that is blended besides.
    let solidLeft = Number.POSITIVE_INFINITY;
    let solidTop = Number.POSITIVE_INFINITY;
    let solidRight = Number.NEGATIVE_INFINITY;
    let solidBottom = Number.NEGATIVE_INFINITY;
    let restLeft = Number.POSITIVE_INFINITY;
    let restTop = Number.POSITIVE_INFINITY;
    let restRight = Number.NEGATIVE_INFINITY;
    let restBottom = Number.NEGATIVE_INFINITY;
    const end = chunks.end[id]!;
    for (let i = chunks.first[id]!; i < end; i++) {
      const row = order[i]!;
      if (chunk[row] !== id) continue;
      const packed = move[row]!;
      // Most are boxes, of which this column says all.
      const isBox = (packed & MOVE_HOW) === MOVE_BOX;
      if (!isBox && capacity[row] === 0) continue;
      const x0 = left[row]!;
      const y0 = top[row]!;
      const x1 = right[row]!;
      const y1 = bottom[row]!;
      const sized = x0 < x1 && y0 < y1;
      let blended = isBox ? 1 : count[row]!;
      if (isBox ? (packed & MOVE_OPAQUE) !== 0 : opaque[row] === 1) {
        const hides = leading && isBackground(start[row]!);
        if (hides || hoists) blended--;
        if (!hides) {
          if (hoists) leading = false;
          if (sized) {
            if (x0 < solidLeft) solidLeft = x0;
            if (y0 < solidTop) solidTop = y0;
            if (x1 > solidRight) solidRight = x1;
            if (y1 > solidBottom) solidBottom = y1;
          }
          if (!hoists) {
            leading = false;
            continue;
          }
        }
      }
      if (blended === 0 && (isBox || asleep[row] === 0)) continue;
      leading = false;
      if (!sized) continue;
      if (x0 < restLeft) restLeft = x0;
      if (y0 < restTop) restTop = y0;
      if (x1 > restRight) restRight = x1;
      if (y1 > restBottom) restBottom = y1;
    }
    const { solidBounds, mixedBounds } = chunks;
    const at = id * 4;
    solidBounds[at] = solidLeft;
    solidBounds[at + 1] = solidTop;
    solidBounds[at + 2] = solidRight;
    solidBounds[at + 3] = solidBottom;
    mixedBounds[at] = hoists ? restLeft : Math.min(restLeft, solidLeft);
    mixedBounds[at + 1] = hoists ? restTop : Math.min(restTop, solidTop);
    mixedBounds[at + 2] = hoists ? restRight : Math.max(restRight, solidRight);
    mixedBounds[at + 3] = hoists ? restBottom : Math.max(restBottom, solidBottom);
  }

  /**
   * Whether a chunk begins with what has nothing below it but the background, which its colour then is not drawn on. A picture of a
   * layer holds its solids of that colour, for others may come to lie under it.
   */
  function leads(id: number): boolean {
    const isMixed = blendOf(rows, chunks.layer[id]!) !== BLEND_NORMAL;
    return clears && id === 0 && chunks.picture[id] === 0 && !isMixed;
  }

  function isBackground(record: number): boolean {
    return store.words[record * RECORD_WORDS + RECORD_COLOR] === view.background;
  }

  /** True if nothing blended of the chunk so far lies under the entry after it. */
  function liesFree(blended: number): boolean {
    const at = blended * 4;
    const left = below[at]!;
    const top = below[at + 1]!;
    const right = below[at + 2]!;
    const bottom = below[at + 3]!;
    for (let i = 0; i < at; i += 4) {
      if (
        below[i]! < right &&
        left < below[i + 2]! &&
        below[i + 1]! < bottom &&
        top < below[i + 3]!
      ) {
        return false;
      }
    }
    return true;
  }

  function writeQuad(quad: number, record: number): void {
    const { indices } = segments;
    const at = quad * QUAD_INDICES;
    const vertex = record * 4;
    // What is the same as before is not sent again. Two indices tell: record 0 is never listed.
    if (indices[at] === vertex && indices[at + 1] === vertex + 1) return;
    indices[at] = vertex;
    indices[at + 1] = vertex + 1;
    indices[at + 2] = vertex + 2;
    indices[at + 3] = vertex;
    indices[at + 4] = vertex + 2;
    indices[at + 5] = vertex + 3;
    dirty.set(quad);
  }

  /** Makes quads name nothing but the empty record 0. */
  function empty(from: number, end: number): void {
    const { indices } = segments;
    for (let quad = from; quad < end; quad++) {
      const at = quad * QUAD_INDICES;
      if (indices[at] === 0 && indices[at + 1] === 0) continue;
      indices.fill(0, at, at + QUAD_INDICES);
      dirty.set(quad);
    }
  }

  const segments: Segments = {
    indices: new Uint32Array(1024),
    dirty,
    highWater: 0,
    pictureRoom: 0,
    get pictureStart() {
      return pictureStart;
    },
    writePicture: (slot, record) => writeQuad(pictureStart + slot, record),
    place,
    write: (id) => walk(id, true),
    moved(id) {
      // Where some are drawn first and others are not, that goes by their places.
      if (chunks.hoisted[id] === 1 && chunks.mixedCount[id] !== 0) return false;
      if (chunks.merged[id] === 1) return false;
      if (chunks.moved[id] === chunks.elements[id] && !(clears && id === 0)) takeMoved(id);
      else boundMoved(id);
      chunks.stale[id] = 0;
      return true;
    },
    measure(id) {
      walk(id, false);
    },
  };
  return segments;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
