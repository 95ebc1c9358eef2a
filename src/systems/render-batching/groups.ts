import { columns, keepAwake, resource } from '../../ecs';
import {
  BLEND_NORMAL,
  Filter,
  Foreign,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
} from '../../ecs/stores';
import { createBitSet, createIntList, grown } from '../../structures';
import type { LayerPictures, RenderBackend } from './backend';
import type { createBakeBounds } from './bake-bounds';
import type { Canvas } from './canvas';
import { PICTURE_BLEND, SPREADS } from './draw-list';
import { createFilterSteps } from './filter-steps';
import { createGroupBudget } from './group-budget';
import { createGroupFit } from './group-fit';
import { createGroupLooks } from './group-looks';
import { createGroupNeeds, FLAT, GROUP, MULTIPLIES } from './group-needs';
import { createGroupRefusals } from './group-refusals';
import { blendOf } from './layer-programs';
import type { LayerRuns } from './layer-runs';
import { countOffscreen } from './offscreen';
import { type PictureSlots, SLOTS } from './picture-slots';
import type { PictureTakes } from './picture-takes';
import { clearPixels, growPixels, isEmptyPixels, pixelsOverlap } from './pixel-rects';
import { QUAD_INDICES } from './segments';

/** What is known of a layer besides what `GroupNeeds` tells: nothing, or that the device had no texture for it. */
const UNKNOWN = 0;
const FAILED = 4;
/** Frames for which a layer that fades no more is kept as a group: it may fade again at once, as what blinks does. */
const KEPT = 30;

/** Layers that are put together before they fade, mix or go through filters. */
export type Groups = {
  /** Something in a layer shows something else now. */
  changed(layer: number): void;
  /** Looks whether a layer whose own row has changed asks to be a group. */
  review(layer: number): void;
  /** Says that layers have other chunks; those for which that is so are told of as changed. */
  relist(): void;
  /** Layers that the last `update` looked at. */
  readonly looked: number;
  /** Finds which layers are groups and where their pictures are. */
  update(layersMoved: boolean): void;
  /** Forgets a group, as when its layer is no longer drawn in one piece. */
  drop(slot: number): void;
  /** Has a group drawn part by part, for there can be no picture of it. */
  refuse(slot: number): void;
  /** Has all pictures taken anew. */
  retake(): void;
  /** The same, also of groups for which there was no room: there may be now. */
  forget(): void;
  growColumns(capacity: number): void;
};

export type GroupsOptions = {
  canvas: Canvas;
  backend: RenderBackend;
  pictures: LayerPictures;
  surface: Int32Array;
  runs: LayerRuns;
  slotted: PictureSlots;
  takes: PictureTakes;
  findBounds: ReturnType<typeof createBakeBounds>;
  slotOf(layer: number): number;
  /** Sets the slot of a layer; whoever draws chunks must be told. */
  assign(layer: number, slot: number): void;
  /** Makes a slot free if any can be; 0 if none can. */
  makeSlot(): number;
};

export function createGroups(options: GroupsOptions): Groups {
  const { canvas, backend, pictures, surface, runs, slotted, takes, slotOf } = options;
  const { world, store, list, damage, stats } = canvas;
  const { layerOf, isGroup } = slotted;
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const needs = createGroupNeeds(world, store, list.chunks, runs);
  const filters = createFilterSteps(world);
  const fit = createGroupFit(options, filters);
  const { isCut, filterOf } = fit;
  const refusals = createGroupRefusals(canvas);
  const budget = createGroupBudget(canvas, refusals);
  const nothing = new Int32Array(4);
  let state = new Uint8Array(0);
  // By layer: 1 where it asked to be a group when that was looked at last. Those, and those that are one, by order of painting.
  let asks = new Uint8Array(0);
  const watched = createIntList(16);
  // Those that ask and cannot be one, for others are drawn between their parts.
  const split = createIntList(4);
  let mustWatch = true;
  const unfit = createBitSet(SLOTS);
  // Frames for which each was asked for no more, and in which nothing of it was seen.
  const idle = new Uint8Array(SLOTS);
  const unseen = new Uint8Array(SLOTS);
  // Bytes that the device holds for each.
  const held = new Int32Array(SLOTS);
  const looks = createGroupLooks(world);
  let quality = canvas.switches.filterQuality;
  let areOn = canvas.switches.groups;
  // Something that filters around depend on may be another than it was.
  let mustLook = true;
  // Pixels of pictures that could not be taken, which show what was there before.
  const owed = new Int32Array(4);
  clearPixels(owed, 0);
  // Every slot is a group's, so that none is free until one is closed.
  let isFull = false;
  // What each showed.
  const shown = new Int32Array(SLOTS * 4);

  function ownFilter(layer: number): number {
    return columns(world, Filter).id[table.owner[layer]!]!;
  }

  /** Whether a layer fades, mixes or is filtered as a whole, or shows what has a picture only. */
  function isAsked(layer: number): boolean {
    const owner = table.owner[layer]!;
    if (ownFilter(layer) !== 0 || columns(world, Foreign).held[owner] !== 0) return true;
    if (!canvas.switches.groups) return false;
    return table.opacity[layer]! < 1 || table.blend[layer] !== BLEND_NORMAL;
  }

  function review(layer: number): void {
    const asked = isAsked(layer) ? 1 : 0;
    if (asks[layer] === asked) return;
    asks[layer] = asked;
    mustWatch = true;
  }

  function reviewAll(): void {
    for (let i = 0; i < runs.candidateCount(); i++) review(runs.candidates()[i]!);
    for (let i = 0; i < runs.split.length; i++) review(runs.split.rows[i]!);
  }

  function watch(): void {
    mustWatch = false;
    watched.clear();
    split.clear();
    for (let i = 0; i < runs.split.length; i++) {
      if (asks[runs.split.rows[i]!] === 1) split.push(runs.split.rows[i]!);
    }
    for (let i = 0; i < runs.candidateCount(); i++) {
      const layer = runs.candidates()[i]!;
      const slot = slotOf(layer);
      if (asks[layer] === 1 || (slot !== 0 && isGroup[slot] === 1)) watched.push(layer);
    }
  }

  function fitPicture(slot: number): void {
    const layer = layerOf[slot]!;
    fit.fit(slot);
    takes.stale.set(slot);
    unfit.clear(slot);
    looks.take(slot, layer, isCut[slot] === 1);
  }

  /** How the picture mixes where it is in no other: as what is in the layer would, which may be told by a layer around. */
  function takeBlend(slot: number, layer: number): void {
    const blend = blendOf(rows, layer);
    const look = list.pictureLooks[slot]!;
    if ((look & PICTURE_BLEND) === blend) return;
    list.pictureLooks[slot] = (look & ~PICTURE_BLEND) | blend;
    damage.add(list.pictures, slot * 4);
  }

  function open(layer: number): number {
    const outer = rows.words[layer * LAYER_WORDS + LAYER_OUTER]!;
    const isSeen = rows.floats[layer * LAYER_WORDS + LAYER_OPACITY]! > 0 && outer !== layer;
    if (!isSeen) return 0;
    if (store.runs.used + 1 >= backend.maxRecords) {
      refusals.add('records', layer);
      return 0;
    }
    const slot = isFull ? 0 : options.makeSlot();
    if (slot === 0) {
      isFull = true;
      refusals.add('slots', layer);
      return 0;
    }
    slotted.open(slot, layer, nothing, true);
    options.assign(layer, slot);
    clearPixels(shown, slot * 4);
    idle[slot] = 0;
    held[slot] = 0;
    unfit.set(slot);
    takes.stale.set(slot);
    stats.groups++;
    return slot;
  }

  function release(slot: number): void {
    if (held[slot] === 0) return;
    pictures.drop(slot);
    stats.groupBytes -= held[slot]!;
    held[slot] = 0;
    takes.stale.set(slot);
  }

  /** Drops a group; one part by part is drawn otherwise, wherever it is seen and whatever of it has changed. */
  function drop(slot: number): void {
    damage.add(list.pictures, slot * 4);
    if ((list.pictureLooks[slot]! & SPREADS) !== 0) damage.add(shown, slot * 4);
    close(slot);
  }

  function close(slot: number): void {
    isFull = false;
    release(slot);
    takes.stale.clear(slot);
    unfit.clear(slot);
    stats.groups--;
    options.assign(layerOf[slot]!, 0);
    slotted.close(slot);
  }

  function retake(): void {
    mustLook = true;
    for (let slot = 1; slot < SLOTS; slot++) {
      if (layerOf[slot] === 0 || isGroup[slot] === 0) continue;
      release(slot);
      unfit.set(slot);
      takes.stale.set(slot);
    }
  }

  function forget(): void {
    retake();
    // What the device had no room for then it may have room for now.
    for (let layer = 1; layer < state.length; layer++) {
      if (state[layer] === FAILED) state[layer] = UNKNOWN;
    }
  }

  function refuse(slot: number): void {
    state[layerOf[slot]!] = FAILED;
    // What is damaged in this frame is settled: all of it is drawn in the next.
    growPixels(owed, 0, list.pictures, slot * 4);
    growPixels(owed, 0, shown, slot * 4);
    keepAwake(world);
    close(slot);
  }

  function follow(layer: number, slot: number, layersMoved: boolean, looksAround: boolean): void {
    let mustFit = unfit.has(slot);
    if (looksAround || mustFit) {
      fit.findAround(layer);
      mustFit ||= !fit.isAsFitted(slot);
    }
    if (mustFit || (layersMoved && looks.take(slot, layer, isCut[slot] === 1))) fitPicture(slot);
    takeBlend(slot, layer);
    const at = slot * 4;
    const { pictures: rects } = list;
    // For some frames it stays: what fades out may fade in again.
    const isSeen = pixelsOverlap(rects, at, surface, 0);
    unseen[slot] = isSeen ? 0 : Math.min(unseen[slot]! + 1, KEPT + 1);
    if (unseen[slot]! > KEPT) release(slot);
    if ((list.pictureLooks[slot]! & SPREADS) === 0 && isEmptyPixels(shown, at)) return;
    let differs = takes.stale.has(slot);
    for (let i = 0; i < 4; i++) if (rects[at + i] !== shown[at + i]) differs = true;
    if (!differs) return;
    damage.add(shown, at);
    damage.add(rects, at);
    for (let i = 0; i < 4; i++) shown[at + i] = rects[at + i]!;
    for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) list.project(id);
  }

  /** Brings a group up to date, and says whether there is room for its picture. */
  function afford(layer: number, slot: number, layersMoved: boolean, looks: boolean): boolean {
    follow(layer, slot, layersMoved, looks);
    return unseen[slot]! > KEPT || budget.take(layer, slotted.bytesOf(slot));
  }

  /** Counts those that are split, where their parts overlap. */
  function refuseSplit(): void {
    for (let i = 0; i < split.length; i++) {
      const layer = split.rows[i]!;
      if (state[layer] === UNKNOWN) state[layer] = needs(layer);
      if (state[layer] !== FLAT) refusals.add('split', layer);
    }
  }

  /** Whether a group that nothing asks for any more looks as its parts do one by one. */
  function isSameInParts(slot: number, layer: number): boolean {
    if (filterOf[slot] !== 0 || (list.pictureLooks[slot]! & SPREADS) !== 0) return false;
    // What mixes with what lies below mixes with nothing else in a picture.
    for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) {
      if (blendOf(rows, list.chunks.layer[id]!) !== BLEND_NORMAL) return false;
    }
    return rows.floats[layer * LAYER_WORDS + LAYER_OPACITY] === 1;
  }

  function takeQuality(): void {
    quality = canvas.switches.filterQuality;
    for (let slot = 1; slot < SLOTS; slot++) {
      if (layerOf[slot] !== 0 && filterOf[slot] !== 0) takes.stale.set(slot);
    }
  }

  takes.refuse = refuse;
  takes.onTaken = (slot) => {
    const bytes = slotted.bytesOf(slot);
    stats.groupBytes += bytes - held[slot]!;
    stats.groupsTaken++;
    held[slot] = bytes;
    if (filterOf[slot] === 0) return;
    filters.find(filterOf[slot]!, layerOf[slot]!);
    const first = (list.segments.pictureStart + slot) * QUAD_INDICES;
    const passes = pictures.filter(slot, first, filters.steps, filters.count, quality);
    stats.offscreenPasses += passes;
    for (let pass = 0; pass < passes; pass++) countOffscreen(stats, 1);
  };

  return {
    drop,
    growColumns(capacity) {
      budget.growColumns(capacity);
      if (state.length === capacity) return;
      state = grown(state, new Uint8Array(capacity));
      asks = grown(asks, new Uint8Array(capacity));
    },
    changed(layer) {
      mustLook = true;
      state[layer] = UNKNOWN;
      review(layer);
      budget.changed(layer);
      const slot = slotOf(layer);
      if (slot === 0 || isGroup[slot] === 0) return;
      unfit.set(slot);
      takes.stale.set(slot);
    },
    ...{ forget, refuse, retake, review },
    relist() {
      mustWatch = true;
    },
    get looked() {
      return watched.length + split.length;
    },
    update(layersMoved) {
      if (quality !== canvas.switches.filterQuality) takeQuality();
      // Groups within others are in their pictures, or their parts are.
      if (areOn !== canvas.switches.groups) {
        forget();
        reviewAll();
      }
      areOn = canvas.switches.groups;
      if (mustWatch) watch();
      refusals.begin();
      refuseSplit();
      budget.begin();
      if (!isEmptyPixels(owed, 0)) damage.add(owed, 0);
      clearPixels(owed, 0);
      const looksAround = layersMoved || mustLook;
      mustLook = false;
      for (let i = 0; i < watched.length; i++) {
        const layer = watched.rows[i]!;
        let slot = slotOf(layer);
        if (slot !== 0 && isGroup[slot] === 0) slot = 0;
        if (!isAsked(layer)) {
          if (slot === 0) continue;
          if (!isSameInParts(slot, layer)) drop(slot);
          else if (takes.stale.has(slot) || ++idle[slot]! > KEPT) close(slot);
          else if (!afford(layer, slot, layersMoved, looksAround)) drop(slot);
          continue;
        }
        if (state[layer] === UNKNOWN) state[layer] = needs(layer);
        if (state[layer] !== GROUP) {
          if (slot !== 0) drop(slot);
          if (state[layer] !== FLAT) {
            refusals.add(state[layer] === MULTIPLIES ? 'multiply' : 'device', layer);
          }
          continue;
        }
        const isNew = slot === 0;
        if (isNew && budget.mayTry(layer)) slot = open(layer);
        if (slot === 0) continue;
        idle[slot] = 0;
        const fits = afford(layer, slot, layersMoved, looksAround);
        if (!fits && isNew) close(slot);
        else if (!fits) drop(slot);
        // Its parts were drawn one by one until now.
        else if (isNew) damage.add(list.pictures, slot * 4);
      }
    },
  };
}
