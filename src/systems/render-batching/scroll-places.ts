import { columns, resource, treeOf } from '../../ecs';
import {
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
  type ListState,
  paintOrderOf,
  Viewport,
} from '../../ecs/stores';
import { createIntList, type IntList } from '../../structures';
import type { Canvas } from './canvas';
import { clipLayerOf, isHiddenLayer } from './layer-programs';
import { clearPixels, growPixels, isEmptyPixels, projectPixels } from './pixel-rects';
import { Runs } from './runs';

/** Beyond any surface. */
const FAR = 1e7;
const LOOK = 10;

/** Where the layers of a list's rows are in what scrolls, and which of them have changed otherwise than by scrolling. */
export type ScrollPlaces = {
  /** Layers of what scrolls. */
  readonly layers: IntList;
  /** By layer: 1 for those. */
  readonly isContent: Uint8Array;
  /** By layer: what it covers, device pixels of what scrolls; both 0 for nothing. */
  readonly top: Int32Array;
  readonly bottom: Int32Array;
  /** Device pixels from what scrolls to the surface: y there is y here less this. */
  readonly moved: number;
  /** Rows of layers without the clip of the list's upper and lower edge; see `patch`. */
  readonly words: Uint32Array;
  /** Takes a list: all of it is new. */
  start(list: ListState): void;
  /** Looks at what scrolls after the draw list was built anew. What that has changed is told by `follow`, once it is known where it is. */
  relist(): void;
  /** Finds out by how much the list was scrolled, and what else has changed. */
  follow(): void;
  /** Brings a row of `words` up to date. */
  patch(layer: number): void;
};

/** Makes places of no list. `changed` is told of the pixels of what scrolls that show something else, from and to. */
export function createScrollPlaces(
  { world, list: drawList }: Canvas,
  changed: (top: number, bottom: number) => void,
): ScrollPlaces {
  const table = resource(world, LayerTable);
  const rows = resource(world, LayerRows);
  const view = resource(world, Viewport);
  const { chunks, touched } = drawList;
  const layers = createIntList();
  const before = createIntList();
  let open: LayerRows = { ...rows, words: new Uint32Array(0), floats: new Float32Array(0) };
  let list: ListState;
  // Row of what the list's clip cuts.
  let around = 0;
  let moved = 0;
  let isContent = new Uint8Array(0);
  let isKnown = new Uint8Array(0);
  let hashes = new Int32Array(0);
  let counted = new Int32Array(0);
  let top = new Int32Array(0);
  let bottom = new Int32Array(0);
  let looks = new Float64Array(0);
  const look = new Float64Array(LOOK);
  const pixels = new Int32Array(4);
  const union = new Int32Array(4);

  function makeRoom(): void {
    const { capacity } = table;
    if (open.words.length !== rows.words.length) {
      const buffer = new ArrayBuffer(rows.words.byteLength);
      open = { ...rows, words: new Uint32Array(buffer), floats: new Float32Array(buffer) };
    }
    if (isContent.length === capacity) return;
    isContent = copied(isContent, new Uint8Array(capacity));
    isKnown = copied(isKnown, new Uint8Array(capacity));
    hashes = copied(hashes, new Int32Array(capacity));
    counted = new Int32Array(capacity);
    top = copied(top, new Int32Array(capacity));
    bottom = copied(bottom, new Int32Array(capacity));
    looks = copied(looks, new Float64Array(capacity * LOOK));
  }

  function patch(layer: number): void {
    const at = layer * LAYER_WORDS;
    const { words, floats } = open;
    for (let word = 0; word < LAYER_WORDS; word++) words[at + word] = rows.words[at + word]!;
    if (isHiddenLayer(rows, layer)) return;
    const edge = around * LAYER_WORDS + LAYER_CLIP;
    const from = rows.floats;
    if (floats[at + LAYER_CLIP + 1] === from[edge + 1]) floats[at + LAYER_CLIP + 1] = -FAR;
    if (floats[at + LAYER_CLIP + 3] === from[edge + 3]) floats[at + LAYER_CLIP + 3] = FAR;
  }

  /** Everything but what scrolling changes, and the place in what scrolls; NaN, which is like nothing, where that is between pixels. */
  function takeLook(layer: number): void {
    patch(layer);
    const at = layer * LAYER_WORDS;
    const { words, floats } = open;
    const { dpr } = view;
    const isSnapped = (words[at + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0;
    const row = table.owner[layer]!;
    const isRow = columns(world, LayerOf).own[row] === layer && table.parent[layer] === around;
    look[0] = Number.NaN;
    if (isSnapped) look[0] = Math.round(floats[at + LAYER_TY]! * dpr) + moved;
    look[1] = floats[at + LAYER_TX]!;
    look[2] = floats[at + LAYER_OPACITY]!;
    look[3] = words[at + LAYER_FLAGS]!;
    look[4] = floats[at + LAYER_CLIP]!;
    look[5] = placeOfEdge(at + LAYER_CLIP + 1);
    look[6] = floats[at + LAYER_CLIP + 2]!;
    look[7] = placeOfEdge(at + LAYER_CLIP + 3);
    look[8] = words[at + LAYER_CLIP_ROW]!;
    // The row of a rounded clip may have changed alone; that of a pooled row moves whenever it is scrolled.
    look[9] = Number.NaN;
    if (look[8] === 0) look[9] = 0;
    else if (!isRow) look[9] = table.edits[layer]!;
    if (!isHiddenLayer(rows, layer)) return;
    look.fill(0);
  }

  function placeOfEdge(at: number): number {
    const y = open.floats[at]!;
    return Math.abs(y) === FAR ? FAR : Math.round(y * view.dpr) + moved;
  }

  /** Takes the look of a layer, and says whether it is another than before. */
  function hasOtherLook(layer: number): boolean {
    takeLook(layer);
    const at = layer * LOOK;
    let differs = isKnown[layer] === 0;
    isKnown[layer] = 1;
    for (let i = 0; i < LOOK; i++) {
      if (looks[at + i] === look[i]) continue;
      looks[at + i] = look[i]!;
      differs = true;
    }
    return differs;
  }

  function tell(layer: number): void {
    if (top[layer]! < bottom[layer]!) changed(top[layer]!, bottom[layer]!);
    measure(layer);
    if (top[layer]! < bottom[layer]!) changed(top[layer]!, bottom[layer]!);
  }

  /** Finds what a layer covers, wherever the list's edges are. */
  function measure(layer: number): void {
    top[layer] = 0;
    bottom[layer] = 0;
    if (isHiddenLayer(rows, layer)) return;
    clearPixels(union, 0);
    for (let id = 0; id < chunks.count; id++) {
      if (chunks.layer[id] !== layer) continue;
      const clip = clipLayerOf(rows, layer, chunks.outside[id] === 1);
      patch(layer);
      patch(clip);
      projectPixels(open, view, layer, chunks.solidBounds, id * 4, pixels, 0);
      growPixels(union, 0, pixels, 0);
      projectPixels(open, view, layer, chunks.mixedBounds, id * 4, pixels, 0, clip);
      growPixels(union, 0, pixels, 0);
    }
    if (isEmptyPixels(union, 0)) return;
    top[layer] = union[1]! + moved;
    bottom[layer] = union[3]! + moved;
  }

  function gather(): void {
    makeRoom();
    const { order, indexOf, subtreeEnd } = treeOf(world);
    const ids = columns(world, LayerOf).id;
    isContent.fill(0);
    layers.clear();
    const from = indexOf[list.content]!;
    if (from < 0) return;
    around = ids[list.content]!;
    for (let i = from; i < subtreeEnd[from]!; i++) {
      const layer = ids[order[i]!]!;
      if (layer === around || isContent[layer] === 1) continue;
      isContent[layer] = 1;
      layers.push(layer);
    }
  }

  /** By layer: a number that other elements, another order of them or other runs of records change. */
  function hash(): void {
    const { order } = paintOrderOf(world);
    const { chunk, start } = columns(world, Runs);
    counted.fill(0);
    for (let id = 0; id < chunks.count; id++) {
      const layer = chunks.layer[id]!;
      if (isContent[layer] === 0) continue;
      let sum = counted[layer]!;
      for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
        if (chunk[order[i]!] !== id) continue;
        sum = (Math.imul(Math.imul(sum, 31) + order[i]!, 31) + start[order[i]!]!) | 0;
      }
      counted[layer] = sum;
    }
  }

  /** Most layers that are shown as they were, but elsewhere, tell how far the list was scrolled: a header that is pushed moves less. */
  function findMove(): number {
    let move = 0;
    let votes = 0;
    for (let i = 0; i < layers.length; i++) {
      const layer = layers.rows[i]!;
      if (isKnown[layer] === 0 || touched.has(layer) || !rows.dirty.has(layer)) continue;
      if (top[layer]! >= bottom[layer]! || isHiddenLayer(rows, layer)) continue;
      const at = layer * LAYER_WORDS;
      if ((rows.words[at + LAYER_FLAGS]! & LAYER_SNAPPED) === 0) continue;
      const place = looks[layer * LOOK]!;
      // Stood between pixels until now.
      if (Number.isNaN(place)) continue;
      const own = (place - moved - Math.round(rows.floats[at + LAYER_TY]! * view.dpr)) | 0;
      if (votes === 0) move = own;
      votes += own === move ? 1 : -1;
    }
    return move;
  }

  return {
    layers,
    get isContent() {
      return isContent;
    },
    get top() {
      return top;
    },
    get bottom() {
      return bottom;
    },
    get moved() {
      return moved;
    },
    get words() {
      return open.words;
    },
    patch,
    start(next) {
      list = next;
      moved = 0;
      gather();
      hash();
      top.fill(0);
      bottom.fill(0);
      for (let i = 0; i < layers.length; i++) {
        const layer = layers.rows[i]!;
        hashes[layer] = counted[layer]!;
        hasOtherLook(layer);
        measure(layer);
      }
    },
    relist() {
      before.clear();
      for (let i = 0; i < layers.length; i++) before.push(layers.rows[i]!);
      gather();
      hash();
      for (let i = 0; i < before.length; i++) {
        const layer = before.rows[i]!;
        if (isContent[layer] === 1) continue;
        if (top[layer]! < bottom[layer]!) changed(top[layer]!, bottom[layer]!);
        top[layer] = 0;
        bottom[layer] = 0;
        isKnown[layer] = 0;
      }
    },
    follow() {
      const step = findMove();
      moved += step;
      for (let i = 0; i < layers.length; i++) {
        const layer = layers.rows[i]!;
        const isOther = touched.has(layer) || hashes[layer] !== counted[layer];
        hashes[layer] = counted[layer]!;
        // What did not move though the list did has another place in it.
        if (!isOther && step === 0 && !rows.dirty.has(layer)) continue;
        if (hasOtherLook(layer) || isOther) tell(layer);
      }
    },
  };
}

function copied<A extends Int32Array | Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
