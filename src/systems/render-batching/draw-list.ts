import { columns, resource, treeOf, type World } from '../../ecs';
import { DISPLAY_NONE, Ink, LAYER_OPACITY, LAYER_WORDS, LayerOf, LayerRows, LayoutStyle, STATE_HIDDEN, State, Viewport } from '../../ecs/stores';
import { type BitSet, createBitSet } from '../../structures';
import { addChunk, CHUNK_ELEMENTS, type Chunks, clearRect, createChunks, growRect, HOIST_CHUNKS, rectsOverlap } from './chunks';
import { type Bounds, createBounds, toSurface } from './damage';
import { RECORD_COLOR, RECORD_WORDS } from './record-format';
import type { RecordStore } from './record-store';
import { Runs } from './runs';

const INDICES_PER_RECORD = 6;
/** Indices in one dirty bit of the index buffer: one record's. */
export const INDEX_GRAIN = INDICES_PER_RECORD;

/**
 * The index buffer, which is the draw list: opaque solids of all chunks first, then everything blended, both in painter's order.
 * An edit writes its chunk's segments again; only a change of structure builds the list anew.
 */
export type DrawList = {
  readonly chunks: Chunks;
  indices: Uint32Array;
  /** Indices from here on are drawn blended. */
  mixedFrom: number;
  /** Indices in use. */
  length: number;
  /** Six-index groups the renderer has not been sent. */
  readonly dirty: BitSet;
  /** Times the whole list was built. */
  builds: number;
  rebuild(): void;
  /** Marks a row's chunk for writing. */
  markRow(row: number): void;
  /** Writes marked chunks; a chunk that outgrew its room makes the list be built anew. */
  patch(): void;
  /** Brings the surface bounds of a chunk up to date. */
  project(chunk: number): void;
  /** Decides which chunks' solids may be drawn first, and writes those again for which that changed. */
  hoist(): void;
};

export function createDrawList(world: World, store: RecordStore): DrawList {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const chunks = createChunks();
  const dirty = createBitSet(1024);
  const scratch: Bounds = createBounds();
  // Ink of what a chunk has already put into its blended segment, while it is being written.
  const earlier = new Float32Array(CHUNK_ELEMENTS * 4);
  let anyStale = false;

  function isShown(row: number): boolean {
    return (columns(world, State).bits[row]! & STATE_HIDDEN) === 0 && columns(world, LayoutStyle).display[row] !== DISPLAY_NONE;
  }

  function gather(): void {
    const tree = treeOf(world);
    const layers = columns(world, LayerOf).id;
    const runs = columns(world, Runs);
    chunks.count = 0;
    let current = -1;
    let elements = 0;
    for (let i = 0; i < tree.length; ) {
      const row = tree.order[i]!;
      if (!isShown(row)) {
        for (const end = tree.subtreeEnd[i]!; i < end; i++) runs.chunk[tree.order[i]!] = -1;
        continue;
      }
      if (current < 0 || chunks.layer[current] !== layers[row] || elements === CHUNK_ELEMENTS) {
        current = addChunk(chunks, i, layers[row]!);
        elements = 0;
      }
      runs.chunk[row] = current;
      chunks.end[current] = i + 1;
      // Room for what is there now and a quarter more, counted in records until the segments are placed.
      chunks.mixedRoom[current]! += runs.capacity[row]!;
      chunks.solidRoom[current]! += runs.opaque[row]!;
      elements++;
      i++;
    }
  }

  function place(): void {
    let at = 0;
    for (let id = 0; id < chunks.count; id++) {
      const room = (chunks.solidRoom[id]! + 2) * INDICES_PER_RECORD;
      chunks.solidStart[id] = at;
      chunks.solidRoom[id] = room;
      at += room;
    }
    list.mixedFrom = at;
    for (let id = 0; id < chunks.count; id++) {
      const room = (Math.ceil(chunks.mixedRoom[id]! * 1.25) + 8) * INDICES_PER_RECORD;
      chunks.mixedStart[id] = at;
      chunks.mixedRoom[id] = room;
      at += room;
    }
    list.length = at;
    if (list.indices.length < at) list.indices = new Uint32Array(2 ** Math.ceil(Math.log2(at)));
    else list.indices.fill(0);
    for (let group = 0; group < at / INDEX_GRAIN; group++) dirty.set(group);
  }

  /** Writes a chunk's segments. Returns false if they do not fit. */
  function write(id: number): boolean {
    const tree = treeOf(world);
    const runs = columns(world, Runs);
    const ink = columns(world, Ink);
    const hoist = chunks.hoisted[id] === 1 && rows.floats[chunks.layer[id]! * LAYER_WORDS + LAYER_OPACITY] === 1;
    let solid = chunks.solidStart[id]!;
    let mixed = chunks.mixedStart[id]!;
    const solidEnd = solid + chunks.solidRoom[id]!;
    const mixedEnd = mixed + chunks.mixedRoom[id]!;
    let blended = 0;
    // Solids of the clear colour with nothing under them are what the clear has painted already.
    let leading = id === 0;
    clearRect(chunks.solidBounds, id);
    clearRect(chunks.mixedBounds, id);
    for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
      const row = tree.order[i]!;
      if (runs.chunk[row] !== id || runs.capacity[row] === 0) continue;
      let record = runs.start[row]!;
      const end = record + runs.capacity[row]!;
      const l = ink.left[row]!;
      const t = ink.top[row]!;
      const r = ink.right[row]!;
      const b = ink.bottom[row]!;
      if (runs.opaque[row] === 1) {
        if (leading && store.words[record * RECORD_WORDS + RECORD_COLOR] === view.background) {
          record++;
        } else {
          growRect(chunks.solidBounds, id, l, t, r, b);
          if (hoist && isFree(blended, l, t, r, b)) {
            if (solid + INDICES_PER_RECORD > solidEnd) return false;
            solid = writeQuad(solid, record++);
          }
        }
      }
      leading = leading && record === end;
      if (record === end) continue;
      growRect(chunks.mixedBounds, id, l, t, r, b);
      earlier[blended * 4] = l;
      earlier[blended * 4 + 1] = t;
      earlier[blended * 4 + 2] = r;
      earlier[blended * 4 + 3] = b;
      blended++;
      if (mixed + (end - record) * INDICES_PER_RECORD > mixedEnd) return false;
      for (; record < end; record++) mixed = writeQuad(mixed, record);
    }
    chunks.solidCount[id] = finish(chunks.solidStart[id]!, solid, chunks.solidCount[id]!);
    chunks.mixedCount[id] = finish(chunks.mixedStart[id]!, mixed, chunks.mixedCount[id]!);
    chunks.stale[id] = 0;
    return true;
  }

  function isFree(blended: number, l: number, t: number, r: number, b: number): boolean {
    for (let i = 0; i < blended * 4; i += 4) {
      if (earlier[i]! < r && l < earlier[i + 2]! && earlier[i + 1]! < b && t < earlier[i + 3]!) return false;
    }
    return true;
  }

  function writeQuad(at: number, record: number): number {
    const { indices } = list;
    const vertex = record * 4;
    // Unchanged indices are not sent again.
    if (indices[at] !== vertex || indices[at + 1] !== vertex + 1) {
      indices[at] = vertex;
      indices[at + 1] = vertex + 1;
      indices[at + 2] = vertex + 2;
      indices[at + 3] = vertex;
      indices[at + 4] = vertex + 2;
      indices[at + 5] = vertex + 3;
      dirty.set(at / INDEX_GRAIN);
    }
    return at + INDICES_PER_RECORD;
  }

  /** Empties what the segment held beyond its new end; returns the new count. */
  function finish(start: number, end: number, oldCount: number): number {
    const { indices } = list;
    for (let at = end; at < start + oldCount; at += INDICES_PER_RECORD) {
      indices.fill(0, at, at + INDICES_PER_RECORD);
      dirty.set(at / INDEX_GRAIN);
    }
    return end - start;
  }

  function canHoist(id: number): boolean {
    if (id >= HOIST_CHUNKS) return false;
    for (let other = 0; other < id; other++) {
      if (rectsOverlap(chunks.solidSurface, id, chunks.mixedSurface, other)) return false;
    }
    return true;
  }

  function projectRect(from: Float32Array, to: Float32Array, id: number): void {
    const at = id * 4;
    toSurface(rows, chunks.layer[id]!, from[at]!, from[at + 1]!, from[at + 2]!, from[at + 3]!, scratch);
    to[at] = scratch.x0;
    to[at + 1] = scratch.y0;
    to[at + 2] = scratch.x1;
    to[at + 3] = scratch.y1;
  }

  const list: DrawList = {
    chunks,
    indices: new Uint32Array(1024),
    mixedFrom: 0,
    length: 0,
    dirty,
    builds: 0,
    rebuild() {
      gather();
      place();
      for (let id = 0; id < chunks.count; id++) {
        write(id);
        list.project(id);
      }
      anyStale = false;
      list.builds++;
    },
    markRow(row) {
      const id = columns(world, Runs).chunk[row]!;
      if (id < 0) return;
      chunks.stale[id] = 1;
      anyStale = true;
    },
    patch() {
      if (!anyStale) return;
      anyStale = false;
      for (let id = 0; id < chunks.count; id++) {
        if (chunks.stale[id] === 0) continue;
        if (!write(id)) {
          list.rebuild();
          return;
        }
        list.project(id);
      }
    },
    project(id) {
      projectRect(chunks.solidBounds, chunks.solidSurface, id);
      projectRect(chunks.mixedBounds, chunks.mixedSurface, id);
    },
    hoist() {
      for (let id = 0; id < chunks.count; id++) {
        const hoisted = canHoist(id) ? 1 : 0;
        if (chunks.hoisted[id] === hoisted) continue;
        chunks.hoisted[id] = hoisted;
        if (!write(id)) {
          list.rebuild();
          return;
        }
        list.project(id);
      }
    },
  };
  return list;
}
