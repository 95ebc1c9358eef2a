import { columns, resource } from '../../ecs';
import { CACHE_ALWAYS, CacheHint, LayerRows, LayerTable, Viewport } from '../../ecs/stores';
import { createBitSet, createIntList } from '../../structures';
import type { LayerPictures, RenderBackend } from './backend';
import { createBakeBounds } from './bake-bounds';
import { createBakeCost } from './bake-cost';
import type { Canvas } from './canvas';
import { COST_DRAW, COST_PICTURE } from './draw-costs';
import type { DrawPlan } from './draw-plan';
import { createLayerLooks } from './layer-looks';
import { createLayerRuns } from './layer-runs';
import { createPictureSlots, SLOTS } from './picture-slots';
import { clearPixels, growPixels, isEmptyPixels } from './pixel-rects';
import { QUAD_INDICES } from './segments';

const MEGABYTE = 2 ** 20;
/** Frames that a layer must have stayed the same, and how often that is doubled when its pictures did not pay. */
const STABLE_FRAMES = 3;
const MOST_PATIENCE = 5;
const MOST_BAKES = 3;
/** Share of the last frame in the mean of how much of a layer is drawn again. */
const RECENT = 0.25;
/** Below that it is not drawn again often: once is not. */
const SELDOM = 0.3;
/** Nanoseconds that a picture must save in a frame, in the mean: less is lost in what its draw may break. */
const LEAST_GAIN = 20_000;
/** Frames in which a picture has to earn what it costs. */
const HORIZON = 60;
/** Nanoseconds of taking a picture besides drawing what is in it: a texture, and the target changed twice. */
const BAKE_NS = 200_000;
/** Frames until a layer that could not be kept is looked at again. */
const RETRY = 16;

/** Keeps pictures of layers that stay as they are but are drawn again and again. */
export type Baking = {
  readonly pictures: LayerPictures;
  /** After records, bounds and damage of a frame are known: forgets what is no longer true, and decides what is worth a picture. */
  update(layersMoved: boolean, waits: boolean): void;
  /** Takes the pictures that were decided upon. Whatever the list says must have been sent. */
  take(plan: DrawPlan, general: boolean): void;
  /** Forgets all pictures, as after a lost device. */
  forget(): void;
};

/** Makes it, without a picture. */
export function createBaking(
  canvas: Canvas,
  backend: RenderBackend,
  pictures: LayerPictures,
  surface: Int32Array,
): Baking {
  const { world, store, list, damage, stats, switches, costs } = canvas;
  const { chunks, segments } = list;
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const runs = createLayerRuns(world, chunks);
  const looks = createLayerLooks(world);
  const findBounds = createBakeBounds(world, chunks);
  const estimate = createBakeCost(world, store, list, costs);
  const slotted = createPictureSlots(canvas, pictures.bytesPerPixel);
  const bounds = new Int32Array(4);
  // Layers drawn again in this frame that may be kept, the best of them first to be taken.
  const wanted = createIntList(64);
  // By layer: the frame in which it was seen to change, its slot, the edits and the hash seen, the frame before which it is not tried.
  let since = new Int32Array(0);
  let slots = new Int32Array(0);
  let edits = new Uint32Array(0);
  let hashes = new Int32Array(0);
  let notBefore = new Int32Array(0);
  let patience = new Uint8Array(0);
  let covered = new Int32Array(0);
  // Share drawn again in the mean, nanoseconds of drawing it (NaN: not known), and what its picture saves of them.
  let reuse = new Float64Array(0);
  let cost = new Float64Array(0);
  let gain = new Float64Array(0);
  const { layerOf, width, height, drawn, uses } = slotted;
  const pending = createBitSet(SLOTS);
  let frame = 0;
  let viewVersion = view.version;

  segments.pictureRoom = SLOTS;
  list.pictures = new Int32Array(SLOTS * 4);
  list.onBuild = relist;
  // The list has no room for pictures until it is built.
  let isListed = false;

  function growColumns(): void {
    const { capacity } = table;
    if (since.length === capacity) return;
    since = longer(since, new Int32Array(capacity));
    slots = longer(slots, new Int32Array(capacity));
    edits = longer(edits, new Uint32Array(capacity));
    hashes = longer(hashes, new Int32Array(capacity));
    notBefore = longer(notBefore, new Int32Array(capacity));
    patience = longer(patience, new Uint8Array(capacity));
    covered = longer(covered, new Int32Array(capacity * 4));
    reuse = longer(reuse, new Float64Array(capacity));
    cost = longer(cost, new Float64Array(capacity));
    gain = longer(gain, new Float64Array(capacity));
  }

  /** The list is being built anew: chunks have other numbers, and what left or joined a layer is told by its hash. */
  function relist(): void {
    growColumns();
    runs.find();
    for (let layer = 1; layer < table.count; layer++) {
      if (hashes[layer] === runs.hash[layer]) continue;
      hashes[layer] = runs.hash[layer]!;
      changed(layer);
    }
    for (let slot = 1; slot < SLOTS; slot++) {
      const layer = layerOf[slot]!;
      if (layer === 0) continue;
      if (runs.isCandidate[layer] === 0) {
        drop(slot);
        continue;
      }
      chunks.picture.fill(slot, runs.first[layer]!, runs.end[layer]!);
      slotted.list(slot);
    }
  }

  function changed(layer: number): void {
    if (slots[layer] !== 0) drop(slots[layer]!);
    since[layer] = frame;
    cost[layer] = Number.NaN;
  }

  function drop(slot: number): void {
    const layer = layerOf[slot]!;
    // What did not earn what it cost has to wait for longer the next time.
    const earned = uses[slot]! * gain[layer]! >= cost[layer]! + BAKE_NS;
    patience[layer] = earned ? 0 : Math.min(MOST_PATIENCE, patience[layer]! + 1);
    if (runs.first[layer]! >= 0) {
      for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) {
        if (id < chunks.count && chunks.picture[id] === slot) list.replace(id, id + 1, 0);
      }
    }
    if (!pending.clear(slot)) pictures.drop(slot);
    stats.baked--;
    stats.bakedBytes -= slotted.bytesOf(slot);
    slotted.close(slot);
    slots[layer] = 0;
  }

  function forget(): void {
    for (let slot = 1; slot < SLOTS; slot++) if (layerOf[slot] !== 0) drop(slot);
    since.fill(frame);
  }

  /** Layers whose records were written have changed, and with them those that they are in. */
  function takeTouched(): void {
    const { touched } = list;
    for (let at = touched.nextSetBit(0); at >= 0; at = touched.nextSetBit(at + 1)) {
      if (at >= table.count) break;
      for (let layer = at; layer !== 0; layer = runs.up(layer)) changed(layer);
    }
    touched.clearAll();
  }

  /** A layer that only moves shows the same; what it is in does not. */
  function takeMoved(): void {
    const { dirty } = rows;
    for (let layer = dirty.nextSetBit(1); layer >= 0; layer = dirty.nextSetBit(layer + 1)) {
      if (layer >= table.count) break;
      if (table.used[layer] === 1 && edits[layer] !== table.edits[layer]) {
        edits[layer] = table.edits[layer]!;
        for (let up = runs.up(layer); up !== 0; up = runs.up(up)) changed(up);
      }
      if (runs.first[layer]! >= 0 && looks.take(layer)) changed(layer);
    }
  }

  /** Where each layer is seen now. */
  function cover(): void {
    for (let i = 0; i < runs.candidateCount; i++) clearPixels(covered, runs.candidates[i]! * 4);
    for (let id = 0; id < chunks.count; id++) {
      for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) {
        growPixels(covered, layer * 4, chunks.solidPixels, id * 4);
        growPixels(covered, layer * 4, chunks.mixedPixels, id * 4);
      }
    }
  }

  /** Pixels of a layer that are drawn in this frame. */
  function pixelsDrawn(layer: number): number {
    const at = layer * 4;
    if (isEmptyPixels(covered, at)) return 0;
    if (canvas.everything || damage.isMost || !switches.partialRedraw) {
      return shared(covered, at, surface, 0);
    }
    let sum = 0;
    for (let i = 0; i < damage.count; i++) sum += shared(covered, at, damage.rects, i * 4);
    return sum;
  }

  /** Learns how much of each layer is drawn again, and lists those that may be worth a picture. */
  function measure(): void {
    const isDrawn = canvas.everything || !damage.isEmpty;
    wanted.clear();
    for (let i = 0; i < runs.candidateCount; i++) {
      const layer = runs.candidates[i]!;
      const pixels = isDrawn ? pixelsDrawn(layer) : 0;
      const all = pixels === 0 ? 1 : shared(covered, layer * 4, surface, 0);
      reuse[layer] = reuse[layer]! + (pixels / all - reuse[layer]!) * RECENT;
      const slot = slots[layer]!;
      if (pixels === 0) continue;
      if (slot !== 0) {
        drawn[slot] = frame;
        uses[slot]!++;
      } else if (isStable(layer) && reuse[layer]! > SELDOM) wanted.push(layer);
    }
  }

  function isAlways(layer: number): boolean {
    return columns(world, CacheHint).value[table.owner[layer]!] === CACHE_ALWAYS;
  }

  function isStable(layer: number): boolean {
    const needed = isAlways(layer) ? STABLE_FRAMES : STABLE_FRAMES << patience[layer]!;
    return frame - since[layer]! >= needed && frame >= notBefore[layer]!;
  }

  function isWithinPicture(layer: number): boolean {
    for (let up = layer; up !== 0; up = runs.up(up)) if (slots[up] !== 0) return true;
    return false;
  }

  /** Finds out what a picture of a layer saves in a frame; false if none can be taken or it would not pay. */
  function isWorth(layer: number): boolean {
    if (isWithinPicture(layer) || !looks.canShow(layer)) return false;
    const first = runs.first[layer]!;
    const end = runs.end[layer]!;
    for (let id = first; id < end; id++) {
      if (chunks.asleep[id] !== 0 || !looks.isExact(chunks.layer[id]!)) return false;
    }
    if (!findBounds(layer, first, end, bounds)) return false;
    const across = bounds[2]! - bounds[0]!;
    const down = bounds[3]! - bounds[1]!;
    const most = Math.min(backend.maxTextureSize, Math.max(surface[2]!, surface[3]!));
    if (across > most || down > most || across * down > surface[2]! * surface[3]!) return false;
    if (Number.isNaN(cost[layer])) estimate(first, end, across * down, cost, layer);
    gain[layer] = cost[layer]! - across * down * costs.ns[COST_PICTURE]! - costs.ns[COST_DRAW]!;
    if (isAlways(layer)) return true;
    const saved = gain[layer]! * reuse[layer]!;
    return saved > LEAST_GAIN && saved * HORIZON > cost[layer]! + BAKE_NS;
  }

  function choose(): void {
    for (let i = wanted.length - 1; i >= 0; i--) {
      const layer = wanted.rows[i]!;
      if (isWorth(layer)) continue;
      notBefore[layer] = frame + RETRY;
      wanted.swapRemove(i);
    }
    for (let taken = 0; taken < MOST_BAKES && wanted.length > 0; ) {
      let best = 0;
      for (let i = 1; i < wanted.length; i++)
        if (isBefore(wanted.rows[i]!, wanted.rows[best]!)) best = i;
      const layer = wanted.rows[best]!;
      wanted.swapRemove(best);
      if (isWithinPicture(layer)) continue;
      if (add(layer)) taken++;
      else notBefore[layer] = frame + RETRY;
    }
  }

  function isBefore(layer: number, other: number): boolean {
    const always = isAlways(layer);
    if (always !== isAlways(other)) return always;
    return gain[layer]! * reuse[layer]! > gain[other]! * reuse[other]!;
  }

  function add(layer: number): boolean {
    const first = runs.first[layer]!;
    const end = runs.end[layer]!;
    if (!findBounds(layer, first, end, bounds)) return false;
    const across = bounds[2]! - bounds[0]!;
    const down = bounds[3]! - bounds[1]!;
    const slot = makeRoom(across * down * pictures.bytesPerPixel);
    if (slot === 0 || store.runs.used + 1 >= backend.maxRecords) return false;
    // What is in it is drawn with it from now on.
    for (let id = first; id < end; id++) if (chunks.picture[id] !== 0) drop(chunks.picture[id]!);
    looks.take(layer);
    slotted.open(slot, layer, bounds);
    slots[layer] = slot;
    drawn[slot] = frame;
    pending.set(slot);
    stats.baked++;
    stats.bakedBytes += slotted.bytesOf(slot);
    list.replace(first, end, slot);
    return true;
  }

  /** A free slot for a picture of so many bytes, 0 if all room is taken by what is drawn in this frame. */
  function makeRoom(bytes: number): number {
    const most = switches.bakeBudget * MEGABYTE;
    if (bytes > most) return 0;
    for (;;) {
      let free = 0;
      let oldest = 0;
      for (let slot = 1; slot < SLOTS; slot++) {
        if (layerOf[slot] === 0) free = free === 0 ? slot : free;
        else if (drawn[slot]! < frame && (oldest === 0 || drawn[slot]! < drawn[oldest]!))
          oldest = slot;
      }
      if (free !== 0 && stats.bakedBytes + bytes <= most) return free;
      if (oldest === 0) return 0;
      drop(oldest);
    }
  }

  return {
    pictures,
    forget,
    update(layersMoved, waits) {
      frame++;
      growColumns();
      if (!isListed) list.rebuild();
      isListed = true;
      takeTouched();
      if (viewVersion !== view.version || !switches.baking) forget();
      viewVersion = view.version;
      if (layersMoved) takeMoved();
      if (!switches.baking) return;
      if (layersMoved) slotted.place();
      if (layersMoved || list.changed) cover();
      measure();
      if (wanted.length > 0 && !waits) choose();
    },
    take(plan, general) {
      for (let slot = pending.nextSetBit(1); slot >= 0; slot = pending.nextSetBit(slot + 1)) {
        pending.clear(slot);
        const layer = layerOf[slot]!;
        const first = runs.first[layer]!;
        const end = runs.end[layer]!;
        // It may have waited, and moved to where it is cut.
        const isWhole = findBounds(layer, first, end, bounds);
        const x = slotted.leftOf(slot);
        const y = slotted.topOf(slot);
        if (!isWhole || !pictures.begin(slot, x, y, width[slot]!, height[slot]!)) {
          notBefore[layer] = frame + RETRY;
          drop(slot);
          continue;
        }
        plan.makeChunks(first, end, general);
        for (let range = 0; range < plan.count; range++) {
          const quads = plan.end[range]! - plan.first[range]!;
          backend.draw(
            plan.programOf(range),
            plan.first[range]! * QUAD_INDICES,
            quads * QUAD_INDICES,
          );
        }
        pictures.end();
        stats.bakes++;
        stats.totalBakes++;
      }
    },
  };
}

/** Pixels that two rectangles share. */
function shared(a: Int32Array, p: number, b: Int32Array, q: number): number {
  const across = Math.min(a[p + 2]!, b[q + 2]!) - Math.max(a[p]!, b[q]!);
  const down = Math.min(a[p + 3]!, b[q + 3]!) - Math.max(a[p + 1]!, b[q + 1]!);
  return across > 0 && down > 0 ? across * down : 0;
}

function longer<A extends Int32Array | Uint32Array | Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
