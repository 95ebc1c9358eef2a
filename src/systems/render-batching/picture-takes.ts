import { columns, resource } from '../../ecs';
import {
  BLEND_NORMAL,
  CLIP_NEXT,
  Foreign,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
} from '../../ecs/stores';
import { type BitSet, createBitSet, createIntList } from '../../structures';
import type { LayerPictures, RenderBackend } from './backend';
import type { Canvas } from './canvas';
import type { DrawPlan } from './draw-plan';
import type { LayerRuns } from './layer-runs';
import { countOffscreen, resetOffscreen } from './offscreen';
import type { PictureSlots } from './picture-slots';
import { isEmptyPixels, pixelsOverlap } from './pixel-rects';
import { QUAD_INDICES } from './segments';

/** Rows closer together than this are sent in one range. */
const UPLOAD_GAP = 8;

/** Draws what layers show into their pictures. */
export type PictureTakes = {
  /** Begins to count what a frame takes. */
  begin(): void;
  /** Slots of groups whose picture is not what their layer shows now. */
  readonly stale: BitSet;
  /**
   * Takes the picture of a slot, and before it those of stale groups in it. `uncut`: the layer has rounded or turned clips around it, or
   * is cut where its picture is not: it is drawn as if there were none. Returns false if there can be no picture.
   */
  take(slot: number, plan: DrawPlan, general: boolean): boolean;
  /** Takes those of stale groups that are drawn in this frame: all of the surface, or what is damaged. */
  takeGroups(plan: DrawPlan, general: boolean, isWhole: boolean): void;
  /** Draws a picture on what is drawn on now, mixed by a blend mode. */
  draw(slot: number, first: number, blend: number): void;
  /** By slot: 1 where clips around the layer must not cut what is in the picture. */
  readonly uncut: Uint8Array;
  /** By slot: where the clips around are taken to be then, CSS pixels of the surface. */
  readonly limits: Float32Array;
  /** Called after a picture of a group was taken, for its filters. */
  onTaken: ((slot: number) => void) | undefined;
  /** Called where there can be no picture of a group: it must be none any more, so that what it is in is drawn with its parts. */
  refuse: ((slot: number) => void) | undefined;
};

export type PictureTakesOptions = {
  canvas: Canvas;
  backend: RenderBackend;
  pictures: LayerPictures;
  runs: LayerRuns;
  slotted: PictureSlots;
  surface: Int32Array;
  /** The slot of a layer, 0 for none. */
  slotOf(layer: number): number;
  slots: number;
};

export function createPictureTakes(options: PictureTakesOptions): PictureTakes {
  const { canvas, backend, pictures, runs, slotted, slotOf, surface } = options;
  const { stats } = canvas;
  const { chunks } = canvas.list;
  const rows = resource(canvas.world, LayerRows);
  const table = resource(canvas.world, LayerTable);
  const stale = createBitSet(options.slots);
  const uncut = new Uint8Array(options.slots);
  // By slot: the frame in which its picture was taken.
  const takenIn = new Int32Array(options.slots);
  const limits = new Float32Array(options.slots * 4);
  // Rows that are not what they are for the time of a picture, and their words before.
  const changedRows = createBitSet(64);
  const changed = createIntList(16);
  let saved = new Uint32Array(16 * LAYER_WORDS);

  /** The slot of the outermost picture that a chunk is in within a layer. */
  function slotWithin(id: number, root: number): number {
    let found = 0;
    for (let layer = chunks.layer[id]!; layer !== root && layer !== 0; layer = runs.up(layer)) {
      if (slotOf(layer) !== 0) found = slotOf(layer);
    }
    return found;
  }

  /** What a layer's blend mode is within one that is put together first. */
  function blendWithin(layer: number, root: number): number {
    for (let at = layer; at !== root && at !== 0; at = runs.up(at)) {
      if (table.blend[at] !== BLEND_NORMAL) return table.blend[at]!;
    }
    return BLEND_NORMAL;
  }

  function isDrawn(slot: number, isWhole: boolean): boolean {
    const { damage, list } = canvas;
    if (isWhole) return pixelsOverlap(list.pictures, slot * 4, surface, 0);
    for (let i = 0; i < damage.count(); i++) {
      if (pixelsOverlap(list.pictures, slot * 4, damage.rects, i * 4)) return true;
    }
    return false;
  }

  function save(row: number): void {
    if (!changedRows.set(row)) return;
    const at = changed.length * LAYER_WORDS;
    if (at + LAYER_WORDS > saved.length) {
      const longer = new Uint32Array(saved.length * 2);
      longer.set(saved);
      saved = longer;
    }
    saved.set(rows.words.subarray(row * LAYER_WORDS, (row + 1) * LAYER_WORDS), at);
    changed.push(row);
  }

  /** Has a layer's row cut by what is in the picture alone. */
  function uncutRow(row: number, outer: number, slot: number): void {
    if (changedRows.has(row)) return;
    save(row);
    const { floats, words } = rows;
    const at = row * LAYER_WORDS;
    const around = outer * LAYER_WORDS;
    for (let side = LAYER_CLIP; side < LAYER_CLIP + 4; side++) {
      if (floats[at + side] === floats[around + side])
        floats[at + side] = limits[slot * 4 + side - LAYER_CLIP]!;
    }
    const outside = words[around + LAYER_CLIP_ROW]!;
    if (outside === 0) return;
    if (words[at + LAYER_CLIP_ROW] === outside) {
      words[at + LAYER_CLIP_ROW] = 0;
      return;
    }
    for (let clip = words[at + LAYER_CLIP_ROW]!; clip !== 0; ) {
      const next = words[clip * LAYER_WORDS + CLIP_NEXT]!;
      if (next === outside) {
        save(clip);
        words[clip * LAYER_WORDS + CLIP_NEXT] = 0;
        return;
      }
      clip = next;
    }
  }

  function uncutRows(slot: number, first: number, end: number): void {
    const root = slotted.layerOf[slot]!;
    const outer = rows.words[root * LAYER_WORDS + LAYER_OUTER]!;
    for (let id = first; id < end; id++) {
      for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) {
        uncutRow(layer, outer, slot);
        if (layer === root) break;
      }
    }
    // Last: the others are compared with it. Shadows of the layer's own element are cut by it.
    uncutRow(outer, outer, slot);
    sendRows();
  }

  function restoreRows(): void {
    for (let i = 0; i < changed.length; i++) {
      const from = i * LAYER_WORDS;
      rows.words.set(saved.subarray(from, from + LAYER_WORDS), changed.rows[i]! * LAYER_WORDS);
    }
    sendRows();
    changedRows.clearAll();
    changed.clear();
  }

  function sendRows(): void {
    for (let from = 0; changedRows.nextRange(from, UPLOAD_GAP); from = changedRows.end) {
      const count = changedRows.end - changedRows.start;
      const bytes = backend.uploadLayers(rows.words, changedRows.start, count);
      canvas.stats.bytesUploaded += bytes;
      canvas.stats.totalBytesUploaded += bytes;
    }
  }

  function drawPlan(plan: DrawPlan): void {
    for (let range = 0; range < plan.count; range++) {
      const first = plan.first[range]! * QUAD_INDICES;
      const inner = plan.pictureOf(range);
      const quads = plan.end[range]! - plan.first[range]!;
      countOffscreen(stats, quads);
      if (inner !== 0) {
        takes.draw(inner, first, plan.blend[range]!);
        continue;
      }
      backend.draw(plan.programOf(range), first, quads * QUAD_INDICES, plan.blend[range]!);
    }
  }

  const takes: PictureTakes = {
    begin() {
      resetOffscreen(stats);
      stats.bakes = 0;
      stats.groupsTaken = 0;
      stats.cacheHits = 0;
      stats.cacheMisses = 0;
    },
    stale,
    uncut,
    limits,
    onTaken: undefined,
    refuse: undefined,
    draw(slot, first, blend) {
      // What nothing is seen of is not taken.
      if (stale.has(slot)) return;
      if (takenIn[slot] !== stats.framesDrawn + 1) stats.cacheHits++;
      pictures.draw(slot, first, QUAD_INDICES, blend, slotted.isClipped[slot] === 1);
    },
    takeGroups(plan, general, isWhole) {
      for (let slot = stale.nextSetBit(1); slot >= 0; slot = stale.nextSetBit(slot + 1)) {
        // What is in another picture is taken with that.
        const isOutermost = chunks.picture[runs.first[slotted.layerOf[slot]!]!] === slot;
        if (!isOutermost || !isDrawn(slot, isWhole)) continue;
        if (!takes.take(slot, plan, general)) takes.refuse?.(slot);
      }
    },
    take(slot, plan, general) {
      const root = slotted.layerOf[slot]!;
      const first = runs.first[root]!;
      const end = runs.end[root]!;
      stale.clear(slot);
      for (let id = first; id < end; id++) {
        const inner = slotWithin(id, root);
        if (inner === 0 || !stale.has(inner)) continue;
        if (isEmptyPixels(canvas.list.pictures, inner * 4)) continue;
        if (!takes.take(inner, plan, general)) takes.refuse?.(inner);
      }
      const isGroup = slotted.isGroup[slot] === 1;
      // Everything in a group is faded by it, and its picture once more.
      pictures.gain[0] = isGroup ? 1 / rows.floats[root * LAYER_WORDS + LAYER_OPACITY]! : 1;
      const left = slotted.leftOf(slot);
      const top = slotted.topOf(slot);
      if (!pictures.begin(slot, left, top, slotted.width[slot]!, slotted.height[slot]!)) {
        return false;
      }
      stats.offscreenPasses++;
      for (let id = first; id < end; id++) {
        const inner = slotWithin(id, root);
        chunks.inner[id] = inner;
        chunks.within[id] = blendWithin(
          inner === 0 ? chunks.layer[id]! : slotted.layerOf[inner]!,
          root,
        );
      }
      if (uncut[slot] === 1) uncutRows(slot, first, end);
      const owner = table.owner[root]!;
      // A chunk ends with what shows something foreign, and what is in it comes after that.
      const own = columns(canvas.world, Foreign).held[owner] === 0 ? first : first + 1;
      if (own > first) {
        plan.makeChunks(first, own, general, true);
        drawPlan(plan);
        canvas.foreign?.draw(owner, root);
      }
      plan.makeChunks(own, end, general, true);
      drawPlan(plan);
      pictures.end();
      // Not before: a device may draw no sooner than that, by what it was sent until then.
      if (uncut[slot] === 1) restoreRows();
      takenIn[slot] = stats.framesDrawn + 1;
      stats.cacheMisses++;
      if (isGroup) takes.onTaken?.(slot);
      return true;
    },
  };
  return takes;
}
