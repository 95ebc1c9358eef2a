import { columns, resource, type World } from '../../ecs';
import {
  DISPLAY_NONE,
  Foreign,
  LayerOf,
  LayerRows,
  LayoutStyle,
  paintOrderOf,
  STATE_HIDDEN,
  State,
  Viewport,
} from '../../ecs/stores';
import { type BitSet, createBitSet } from '../../structures';
import {
  addChunk,
  beginMoved,
  CHUNK_ELEMENTS,
  type Chunks,
  createChunks,
  growBounds,
  STALE,
  STALE_BOUNDS,
} from './chunks';
import { clipLayerOf, isSolidLayer } from './layer-programs';
import {
  clearPixels,
  growPixels,
  isEmptyPixels,
  pixelsOverlap,
  projectPixels,
} from './pixel-rects';
import type { RecordStore } from './record-store';
import { Runs } from './runs';
import { createSegments, type Segments } from './segments';
import type { RenderSwitches } from './tunables';

/** Chunks beyond this many are drawn in order, blended, where a quick test says they might have to: the full one is quadratic. */
const HOIST_CHUNKS = 256;

/** Flag of `DrawList.pictureLooks`: a filter shows something around what is in the picture. */
export const SPREADS = 4;
/** The bits of `DrawList.pictureLooks` that are its blend mode. */
export const PICTURE_BLEND = 3;

/**
 * What is drawn, in painter's order, as chunks and their segments of the index buffer. An edit writes its chunk's segments
 * again; only what changes the order or the visibility of elements builds the list anew.
 */
export type DrawList = {
  readonly chunks: Chunks;
  readonly segments: Segments;
  /** Layers of which some record was written, for whoever keeps pictures of them. */
  readonly touched: BitSet;
  /** Chunks whose surface bounds were brought up to date, for whoever keeps pictures of layers. */
  readonly projected: BitSet;
  /** By slot: where a picture shows, device pixels. */
  pictures: Int32Array;
  /** By slot: its blend mode, and `SPREADS` where it shows more than what is in it. */
  pictureLooks: Uint8Array;
  /** Called when the list is built anew, before anything is written: says by `Chunks.picture` what pictures are drawn for. */
  onBuild: (() => void) | undefined;
  /** Has a picture drawn for chunks, or them again by slot 0. */
  replace(first: number, end: number, slot: number): void;
  /** Times the whole list was built. */
  builds: number;
  /** Lists what is visible now. */
  rebuild(): void;
  /** Marks a chunk for writing. */
  mark(id: number): void;
  /** Marks a chunk whose elements show what they did elsewhere. */
  markMoved(id: number): void;
  /** The same of so many rows not told of yet, and bounds: of those whose first record is an opaque solid, and of the rest. */
  moved(id: number, rows: number, bounds: Float32Array): void;
  /** Writes marked chunks; one that outgrew its room makes the list be built anew. */
  patch(): void;
  /** Brings the surface bounds of a chunk up to date. */
  project(id: number): void;
  /** Decides which chunks' solids are drawn first. Needed after every change of bounds or layers. */
  hoist(): void;
  /** Says that every chunk must be written and decided upon anew. */
  review(): void;
  /** True after a change of bounds until the next `hoist`. */
  readonly changed: boolean;
  /** Takes the surface bounds of all chunks for what is shown. */
  remember(): void;
};

export type DrawListOptions = {
  world: World;
  store: RecordStore;
  clears: boolean;
  switches: Pick<RenderSwitches, 'solidsFirst' | 'merging'>;
  /** Called for every row that a rebuild begins or ceases to list. */
  onListed: (row: number) => void;
};

export function createDrawList({
  world,
  store,
  clears,
  switches,
  onListed,
}: DrawListOptions): DrawList {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const chunks = createChunks();
  const segments = createSegments({ world, store, chunks, clears, switches });
  // Everything blended of the chunks looked at so far.
  const union = new Int32Array(4);
  let anyStale = false;
  let changed = false;

  function gather(): void {
    const { order, subtreeEnd, length } = paintOrderOf(world);
    const layers = columns(world, LayerOf).id;
    const bits = columns(world, State).bits;
    const display = columns(world, LayoutStyle).display;
    const { held } = columns(world, Foreign);
    const runs = columns(world, Runs);
    chunks.count = 0;
    let current = -1;
    let elements = 0;
    for (let i = 0; i < length; i++) {
      const row = order[i]!;
      if ((bits[row]! & STATE_HIDDEN) !== 0 || display[row] === DISPLAY_NONE) {
        const end = subtreeEnd[i]!;
        for (let j = i; j < end; j++) setListed(order[j]!, -1, runs.chunk);
        i = end - 1;
        continue;
      }
      const layer = layers[row]!;
      if (current < 0 || chunks.layer[current] !== layer || elements === CHUNK_ELEMENTS) {
        current = addChunk(chunks, i, layer);
        elements = 0;
      }
      setListed(row, current, runs.chunk);
      chunks.end[current] = i + 1;
      chunks.mixedRoom[current]! += runs.capacity[row]!;
      chunks.solidRoom[current]! += runs.opaque[row]!;
      elements++;
      chunks.elements[current] = elements;
      // What it shows is drawn after it, and what is in it after that.
      if (held[row] !== 0) elements = CHUNK_ELEMENTS;
    }
  }

  function setListed(row: number, id: number, chunk: Int32Array): void {
    const wasListed = chunk[row]! >= 0;
    chunk[row] = id;
    if (wasListed !== id >= 0) onListed(row);
  }

  function rebuild(): void {
    gather();
    segments.place();
    list.onBuild?.();
    clearPixels(union, 0);
    for (let id = 0; id < chunks.count; id++) {
      // Decided before it is written, so that indices which end up as they were are not sent again.
      segments.measure(id);
      project(id);
      chunks.hoisted[id] = canHoist(id) ? 1 : 0;
      segments.write(id);
      project(id);
      growPixels(union, 0, chunks.mixedPixels, id * 4);
    }
    anyStale = false;
    changed = true;
    list.builds++;
  }

  function project(id: number): void {
    const layer = chunks.layer[id]!;
    const at = id * 4;
    list.projected.set(id);
    projectPixels(rows, view, layer, chunks.solidBounds, at, chunks.solidPixels, at);
    const clip = clipLayerOf(rows, layer, chunks.outside[id] === 1);
    projectPixels(rows, view, layer, chunks.mixedBounds, at, chunks.mixedPixels, at, clip);
    const slot = chunks.picture[id]!;
    if (slot !== 0 && (list.pictureLooks[slot]! & SPREADS) !== 0)
      growPixels(chunks.mixedPixels, at, list.pictures, slot * 4);
  }

  /** Returns false if a chunk outgrew its room. */
  function tryHoist(): boolean {
    clearPixels(union, 0);
    for (let id = 0; id < chunks.count; id++) {
      const hoisted = canHoist(id) ? 1 : 0;
      if (chunks.hoisted[id] !== hoisted) {
        chunks.hoisted[id] = hoisted;
        if (!segments.write(id)) return false;
        project(id);
      }
      growPixels(union, 0, chunks.mixedPixels, id * 4);
    }
    return true;
  }

  function canHoist(id: number): boolean {
    // A picture is blended where its layer comes: so its solids may hide what comes later no more.
    if (chunks.picture[id] !== 0) return false;
    if (!switches.solidsFirst || !isSolidLayer(rows, chunks.layer[id]!)) return false;
    const { solidPixels, mixedPixels } = chunks;
    // Out of sight it stays as it is: parking and showing a row of a list must not rewrite its indices.
    if (isEmptyPixels(solidPixels, id * 4)) return chunks.hoisted[id] === 1;
    if (!pixelsOverlap(solidPixels, id * 4, union, 0)) return true;
    if (id >= HOIST_CHUNKS) return false;
    for (let other = 0; other < id; other++) {
      if (pixelsOverlap(solidPixels, id * 4, mixedPixels, other * 4)) return false;
    }
    return true;
  }

  function markMoved(id: number): void {
    if (chunks.stale[id] === 0) {
      beginMoved(chunks, id);
      list.touched.set(chunks.layer[id]!);
    }
    anyStale = true;
  }

  const list: DrawList = {
    chunks,
    segments,
    touched: createBitSet(64),
    projected: createBitSet(64),
    pictures: new Int32Array(0),
    pictureLooks: new Uint8Array(0),
    onBuild: undefined,
    replace(first, end, slot) {
      chunks.picture.fill(slot, first, end);
      changed = true;
      if (first !== 0) return;
      // Of the first chunk solids of the background's colour may have been left out, and others may be now.
      chunks.stale[0] = STALE;
      anyStale = true;
    },
    builds: 0,
    get changed() {
      return changed;
    },
    rebuild,
    mark(id) {
      chunks.stale[id] = STALE;
      anyStale = true;
    },
    markMoved,
    moved(id, count, bounds) {
      markMoved(id);
      chunks.moved[id]! += count;
      growBounds(chunks.movedBounds, id * 2, bounds, 0);
      growBounds(chunks.movedBounds, id * 2 + 1, bounds, 1);
    },
    patch() {
      if (!anyStale) return;
      anyStale = false;
      changed = true;
      for (let id = 0; id < chunks.count; id++) {
        if (chunks.stale[id] === 0) continue;
        if (!(chunks.stale[id] === STALE_BOUNDS && segments.moved(id)) && !segments.write(id)) {
          rebuild();
          return;
        }
        project(id);
      }
    },
    project,
    hoist() {
      changed = false;
      // Built anew, every chunk has room for all its records in either segment, so the second try is the last.
      while (!tryHoist()) rebuild();
      changed = false;
    },
    review() {
      chunks.stale.fill(STALE, 0, chunks.count);
      anyStale = true;
      changed = true;
    },
    remember() {
      const { shownPixels, solidPixels, mixedPixels, count } = chunks;
      for (let at = 0; at < count * 4; at += 4) {
        clearPixels(shownPixels, at);
        growPixels(shownPixels, at, solidPixels, at);
        growPixels(shownPixels, at, mixedPixels, at);
      }
    },
  };
  return list;
}
