import { columns, keepAwake, resource } from '../../ecs';
import { CACHE_ALWAYS, CacheHint, LayerRows, LayerTable, Viewport } from '../../ecs/stores';
import { createBitSet, createIntList, grown } from '../../structures';
import type { LayerPictures, RenderBackend } from './backend';
import { createBakeBounds } from './bake-bounds';
import { createBakeCost } from './bake-cost';
import { createBakeReuse } from './bake-reuse';
import type { Baking } from './baking-type';
import type { Canvas } from './canvas';
import { COST_DRAW, COST_PICTURE } from './draw-costs';
import { SPREADS } from './draw-list';
import type { DrawPlan } from './draw-plan';
import { createGroups } from './groups';
import { createLayerLooks } from './layer-looks';
import { createLayerRuns } from './layer-runs';
import { createPictureAges } from './picture-ages';
import { createPictureSlots, groupsHoldAny, SLOTS } from './picture-slots';
import { createPictureTakes } from './picture-takes';

const MEGABYTE = 2 ** 20;
/** Frames that a layer must have stayed the same, and how often that is doubled when its pictures did not pay. */
const STABLE_FRAMES = 3;
const MOST_PATIENCE = 5;
const MOST_BAKES = 3;
/** Below that it is not drawn again often: once is not. */
const SELDOM = 0.3;
/** Nanoseconds that a picture must save in a frame, in the mean: less is lost in what its draw may break. */
const LEAST_GAIN = 20_000;
/** Frames in which a picture has to earn what it costs. */
const HORIZON = 60;
/** Nanoseconds of taking a picture besides drawing what is in it: a texture, and the target changed twice. */
const BAKE_NS = 200_000;
/** Frames until a layer that could not be kept is looked at again, and one that there was no room for, which took frames with it. */
const RETRY = 16;
const RETRY_LOST = 600;

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
  const reuse = createBakeReuse(canvas, runs, surface);
  const estimate = createBakeCost(world, store, list, costs);
  const slotted = createPictureSlots(canvas, pictures.bytesPerPixel);
  const bounds = new Int32Array(4);
  // Layers drawn again in this frame that may be kept.
  const wanted = createIntList(64);
  // By layer: the frame in which it was seen to change, its slot, the edits and the hash seen, the frame before which it is not tried.
  let since = new Int32Array(0);
  let slots = new Int32Array(0);
  let edits = new Uint32Array(0);
  let hashes = new Int32Array(0);
  let notBefore = new Int32Array(0);
  let patience = new Uint8Array(0);
  // Nanoseconds of drawing it (NaN: not known), and what its picture saves of them.
  let cost = new Float64Array(0);
  let gain = new Float64Array(0);
  const { layerOf, drawn, uses, isGroup } = slotted;
  const slotOf = (layer: number): number => slots[layer]!;
  const mostBytes = (): number => switches.bakeBudget * MEGABYTE;
  const parts = { canvas, backend, pictures, surface, runs, slotted, slotOf, slots: SLOTS };
  const takes = createPictureTakes(parts);
  const groups = createGroups({ ...parts, findBounds, takes, assign, makeSlot: () => makeRoom(0) });
  const pending = createBitSet(SLOTS);
  let frame = 0;
  let viewVersion = view.version;
  segments.pictureRoom = SLOTS;
  list.pictures = new Int32Array(SLOTS * 4);
  list.pictureLooks = new Uint8Array(SLOTS);
  const ages = createPictureAges(slotted, list.pictures, pending, surface);
  list.onBuild = relist;
  pictures.onLost?.(lose);
  // The list has no room for pictures until it is built.
  let isListed = false;
  /** Chunks may be drawn by other pictures than they say. */
  let isStale = false;

  function growColumns(): void {
    const { capacity } = table;
    if (since.length === capacity) return;
    since = grown(since, new Int32Array(capacity));
    slots = grown(slots, new Int32Array(capacity));
    edits = grown(edits, new Uint32Array(capacity));
    hashes = grown(hashes, new Int32Array(capacity));
    notBefore = grown(notBefore, new Int32Array(capacity));
    patience = grown(patience, new Uint8Array(capacity));
    reuse.growColumns(capacity);
    cost = grown(cost, new Float64Array(capacity));
    gain = grown(gain, new Float64Array(capacity));
    groups.growColumns(capacity);
  }

  /** The list is being built anew: chunks have other numbers, and what left or joined a layer is told by its hash. */
  function relist(): void {
    growColumns();
    runs.find();
    reuse.forget();
    groups.relist();
    for (let layer = 1; layer < table.count; layer++) {
      if (hashes[layer] === runs.hash[layer]) continue;
      hashes[layer] = runs.hash[layer]!;
      changed(layer);
    }
    for (let slot = 1; slot < SLOTS; slot++) {
      const layer = layerOf[slot]!;
      if (layer === 0) continue;
      const isBarred = isGroup[slot] === 0 && runs.barred()[layer] === 1;
      if (runs.isCandidate[layer] === 0 || isBarred) drop(slot);
      else slotted.list(slot);
    }
    for (let id = 0; id < chunks.count; id++) chunks.picture[id] = outermost(id);
    isStale = false;
  }

  /** The slot of the picture that a chunk is drawn by. */
  function outermost(id: number): number {
    let slot = 0;
    for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) {
      if (slots[layer] !== 0) slot = slots[layer]!;
    }
    return slot;
  }

  function assign(layer: number, slot: number): void {
    slots[layer] = slot;
    isStale = true;
  }

  /** Has chunks drawn by the pictures there are. */
  function settle(): void {
    if (!isStale) return;
    isStale = false;
    for (let id = 0; id < chunks.count; id++) {
      const slot = outermost(id);
      if (chunks.picture[id] === slot) continue;
      list.replace(id, id + 1, slot);
      list.project(id);
    }
  }

  /** What is in a layer shows something else. */
  function changed(layer: number): void {
    looksChanged(layer);
    groups.changed(layer);
  }

  function looksChanged(layer: number): void {
    if (slots[layer] !== 0 && isGroup[slots[layer]!] === 0) drop(slots[layer]!);
    since[layer] = frame;
    cost[layer] = Number.NaN;
  }

  function drop(slot: number): void {
    if (isGroup[slot] === 1) {
      groups.drop(slot);
      return;
    }
    const layer = layerOf[slot]!;
    // What did not earn what it cost has to wait for longer the next time.
    const earned = uses[slot]! * gain[layer]! >= cost[layer]! + BAKE_NS;
    patience[layer] = earned ? 0 : Math.min(MOST_PATIENCE, patience[layer]! + 1);
    if (!pending.clear(slot)) pictures.drop(slot);
    stats.baked--;
    stats.bakedBytes -= slotted.bytesOf(slot);
    slotted.close(slot);
    assign(layer, 0);
  }

  function forget(): void {
    forgetBakes();
    groups.forget();
  }

  function forgetBakes(): void {
    for (let slot = 1; slot < SLOTS; slot++) {
      if (layerOf[slot] !== 0 && isGroup[slot] === 0) drop(slot);
    }
    since.fill(frame);
  }

  /** Nothing was drawn that a picture was in: all are taken anew, but that one. */
  function lose(slot: number): void {
    const layer = layerOf[slot]!;
    forgetBakes();
    groups.retake();
    if (layer !== 0 && isGroup[slot] === 1) groups.refuse(slot);
    else notBefore[layer] = frame + RETRY_LOST;
    canvas.everything = true;
    keepAwake(world);
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
        groups.review(layer);
        for (let up = runs.up(layer); up !== 0; up = runs.up(up)) changed(up);
      }
      if (runs.first[layer]! >= 0 && looks.take(layer)) looksChanged(layer);
    }
  }

  /** Learns how much of each layer is drawn again, and lists those that may be worth a picture. */
  function measure(): void {
    reuse.note(frame, canvas.everything || !damage.isEmpty());
    wanted.clear();
    for (let i = 0; i < reuse.drawn.length; i++) {
      const layer = reuse.drawn.rows[i]!;
      const slot = slots[layer]!;
      if (slot !== 0) {
        drawn[slot] = frame;
        uses[slot]!++;
      } else if (isStable(layer) && reuse.share[layer]! > SELDOM) wanted.push(layer);
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
      // What its filter shows around it is in no bounds.
      if ((list.pictureLooks[chunks.picture[id]!]! & SPREADS) !== 0) return false;
    }
    if (!findBounds(layer, first, end, bounds)) return false;
    const across = bounds[2]! - bounds[0]!;
    const down = bounds[3]! - bounds[1]!;
    const most = Math.min(backend.maxTextureSize, Math.max(surface[2]!, surface[3]!));
    if (across > most || down > most || across * down > surface[2]! * surface[3]!) return false;
    if (Number.isNaN(cost[layer])) estimate(first, end, across * down, cost, layer);
    gain[layer] = cost[layer]! - across * down * costs.ns[COST_PICTURE]! - costs.ns[COST_DRAW]!;
    if (isAlways(layer)) return true;
    const saved = gain[layer]! * reuse.share[layer]!;
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
    return gain[layer]! * reuse.share[layer]! > gain[other]! * reuse.share[other]!;
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
    for (let id = first; id < end; id++) {
      for (let inner = chunks.layer[id]!; inner !== layer; inner = runs.up(inner)) {
        if (slots[inner] !== 0 && isGroup[slots[inner]!] === 0) drop(slots[inner]!);
      }
    }
    looks.take(layer);
    slotted.open(slot, layer, bounds, false);
    assign(layer, slot);
    drawn[slot] = frame;
    pending.set(slot);
    stats.baked++;
    stats.bakedBytes += slotted.bytesOf(slot);
    return true;
  }

  /** A free slot for a picture of so many bytes, 0 if all room is taken by what is drawn in this frame. */
  function makeRoom(bytes: number): number {
    if (bytes > mostBytes()) return 0;
    for (;;) {
      const free = slotted.free();
      const oldest = ages.oldestBefore(frame);
      if (free !== 0 && (bytes === 0 || stats.bakedBytes + bytes <= mostBytes())) return free;
      if (oldest === 0) return 0;
      drop(oldest);
    }
  }

  function takeBakes(plan: DrawPlan, general: boolean): void {
    for (let slot = pending.nextSetBit(1); slot >= 0; slot = pending.nextSetBit(slot + 1)) {
      pending.clear(slot);
      const layer = layerOf[slot]!;
      // It may have waited, and moved to where it is cut.
      const isWhole = findBounds(layer, runs.first[layer]!, runs.end[layer]!, bounds);
      if (!isWhole || !takes.take(slot, plan, general)) {
        notBefore[layer] = frame + RETRY;
        drop(slot);
        continue;
      }
      stats.bakes++;
      stats.totalBakes++;
    }
  }

  return {
    draw: takes.draw,
    looked: () => reuse.looked + groups.looked,
    groupsAny: (layers) => stats.groups > 0 && groupsHoldAny(slotted, runs, chunks, layers),
    ...{ forget, slots: slotted },
    bytes: () => stats.bakedBytes + stats.groupBytes + pictures.spareBytes(),
    spare: ages.unseenBytes,
    giveBack(bytes) {
      const before = stats.bakedBytes;
      while (before - stats.bakedBytes < bytes && ages.oldestUnseen() !== 0)
        drop(ages.oldestUnseen());
      settle();
      return before - stats.bakedBytes;
    },
    update(layersMoved, waits) {
      frame++;
      takes.begin();
      growColumns();
      if (!isListed) list.rebuild();
      isListed = true;
      takeTouched();
      if (viewVersion !== view.version) forget();
      else if (!switches.baking) forgetBakes();
      while (stats.bakedBytes > mostBytes()) drop(ages.oldestBefore(frame));
      viewVersion = view.version;
      if (layersMoved) {
        takeMoved();
        slotted.place();
      }
      groups.update(layersMoved);
      if (switches.baking && backend.preserves) {
        measure();
        if (wanted.length > 0 && !waits) choose();
      }
      settle();
    },
    take(plan, general, isWhole) {
      takes.takeGroups(plan, general, isWhole);
      takeBakes(plan, general);
      settle();
    },
  };
}
