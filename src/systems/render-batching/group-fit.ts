import { columns, resource } from '../../ecs';
import {
  Filter,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_OUTER,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
  Viewport,
} from '../../ecs/stores';
import { PICTURE_BLEND, SPREADS } from './draw-list';
import type { FilterSteps } from './filter-steps';
import type { GroupsOptions } from './groups';
import { SLOTS } from './picture-slots';
import { clearPixels, growPixels, isEmptyPixels } from './pixel-rects';

/** Drawn frames after which another size counts as seldom: its picture has that size, and no room. */
const SELDOM = 30;
/** Sizes of a picture that changes: so many from one power of two to the next but one, no closer together than so many pixels. */
const STEPS = 16;
const LEAST_STEP = 8;
/** How many times the pixels that it needs a picture that changes may have. */
const MOST_ROOM = 4 / 3;

/** Says which pixels the pictures of groups cover. */
export type GroupFit = {
  /** By slot: 1 where what is seen, and not what is in it, says where its picture ends. */
  readonly isCut: Uint8Array;
  /** By slot: the filter that it was fitted for. */
  readonly filterOf: Int32Array;
  /** Looks at the groups that a layer is in, whose filters may bring into sight what is not. */
  findAround(layer: number): void;
  /** Whether filters around reach as far as where the picture was fitted. */
  isAsFitted(slot: number): boolean;
  /** Finds the pixels that a group's picture covers, after `findAround`. */
  fit(slot: number): void;
};

export function createGroupFit(
  { canvas, backend, runs, slotted, takes, surface, slotOf, findBounds }: GroupsOptions,
  filters: FilterSteps,
): GroupFit {
  const { world, list, damage } = canvas;
  const { layerOf } = slotted;
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const bounds = new Int32Array(4);
  const visible = new Int32Array(4);
  // The same without what filters reach.
  const seen = new Int32Array(4);
  const part = new Int32Array(4);
  // By how many pixels filters of groups around reach across each side of what is seen: now, and where each picture was fitted.
  const around = new Int32Array(4);
  const fittedFor = new Int32Array(SLOTS * 4);
  const isCut = new Uint8Array(SLOTS);
  const filterOf = new Int32Array(SLOTS);
  // By slot: the drawn frame in which its picture got another size.
  const resizedIn = new Int32Array(SLOTS);

  function ownFilter(layer: number): number {
    return columns(world, Filter).id[table.owner[layer]!]!;
  }

  /** What may be seen of a layer, by the clips around it and the surface. */
  function findVisible(outer: number): void {
    const { floats } = rows;
    const clip = outer * LAYER_WORDS + LAYER_CLIP;
    visible[0] = Math.max(0, Math.floor(floats[clip]! * view.dpr));
    visible[1] = Math.max(0, Math.floor(floats[clip + 1]! * view.dpr));
    visible[2] = Math.min(surface[2]!, Math.ceil(floats[clip + 2]! * view.dpr));
    visible[3] = Math.min(surface[3]!, Math.ceil(floats[clip + 3]! * view.dpr));
  }

  /** By how far filters reach: to which side, or from which. */
  function grow(rect: Int32Array, from: boolean): void {
    const { reach } = filters;
    rect[0]! -= reach[from ? 2 : 0]!;
    rect[1]! -= reach[from ? 3 : 1]!;
    rect[2]! += reach[from ? 0 : 2]!;
    rect[3]! += reach[from ? 1 : 3]!;
  }

  /** Cuts what no texture has room for from what filters reach, not from what is seen: a surface is no larger than a texture may be. */
  function limit(axis: number): void {
    const excess = bounds[axis + 2]! - bounds[axis]! - backend.maxTextureSize;
    if (excess <= 0) return;
    const before = Math.max(0, seen[axis]! - bounds[axis]!);
    const after = Math.max(0, bounds[axis + 2]! - seen[axis + 2]!);
    bounds[axis]! += Math.round((excess * before) / Math.max(1, before + after));
    bounds[axis + 2] = bounds[axis]! + backend.maxTextureSize;
  }

  /** Has a picture that gets other sizes again and again, as one that is scaled does, keep its texture where that has room. */
  function keepSize(slot: number): void {
    const wide = bounds[2]! - bounds[0]!;
    const high = bounds[3]! - bounds[1]!;
    const heldWide = slotted.width[slot]!;
    const heldHigh = slotted.height[slot]!;
    if (heldWide === 0) resizedIn[slot] = 0;
    if (heldWide === 0 || (wide === heldWide && high === heldHigh)) return;
    const now = canvas.stats.framesDrawn;
    const isSeldom = resizedIn[slot] === 0 || now - resizedIn[slot]! > SELDOM;
    resizedIn[slot] = now + 1;
    if (isSeldom) return;
    const hasRoom = wide <= heldWide && high <= heldHigh;
    const keeps = hasRoom && wide * high * MOST_ROOM >= heldWide * heldHigh;
    bounds[2] = bounds[0]! + (keeps ? heldWide : roomy(wide));
    bounds[3] = bounds[1]! + (keeps ? heldHigh : roomy(high));
  }

  function roomy(size: number): number {
    const step = Math.max(LEAST_STEP, 2 ** Math.ceil(Math.log2(size)) / STEPS);
    return Math.min(Math.ceil(size / step) * step, backend.maxTextureSize);
  }

  function findAround(layer: number): void {
    around.fill(0);
    for (let up = runs.up(layer); up !== 0; up = runs.up(up)) {
      const filter = ownFilter(up);
      if (filter === 0) continue;
      filters.find(filter, up);
      for (let side = 0; side < 4; side++) around[side]! += filters.reach[(side + 2) & 3]!;
    }
  }

  function isAsFitted(slot: number): boolean {
    for (let side = 0; side < 4; side++) {
      if (around[side] !== fittedFor[slot * 4 + side]) return false;
    }
    return true;
  }

  function fitPicture(slot: number): void {
    const layer = layerOf[slot]!;
    const outer = rows.words[layer * LAYER_WORDS + LAYER_OUTER]!;
    const filter = ownFilter(layer);
    const isOther = filterOf[slot] !== filter;
    filterOf[slot] = filter;
    filters.find(filter, layer);
    const isWhole = findBounds(layer, runs.first[layer]!, runs.end[layer]!, bounds);
    findVisible(outer);
    if (isEmptyPixels(bounds, 0)) clearPixels(bounds, 0);
    const spreads = growBySpread(layer);
    if (filter !== 0 && !isEmptyPixels(bounds, 0)) grow(bounds, false);
    const wide = bounds[2]! - bounds[0]!;
    const high = bounds[3]! - bounds[1]!;
    const most = Math.max(surface[2]!, surface[3]!);
    const isLarge = wide > most || high > most || wide * high > surface[2]! * surface[3]!;
    isCut[slot] = isWhole && !isLarge ? 0 : 1;
    if (isCut[slot] === 1) {
      seen.set(visible);
      // A pixel that is seen may show what lies as far from it as the filters reach.
      if (filter !== 0) grow(visible, true);
      visible[0]! -= around[0]!;
      visible[1]! -= around[1]!;
      visible[2]! += around[2]!;
      visible[3]! += around[3]!;
      bounds[0] = Math.max(bounds[0]!, visible[0]!);
      bounds[1] = Math.max(bounds[1]!, visible[1]!);
      bounds[2] = Math.min(bounds[2]!, visible[2]!);
      bounds[3] = Math.min(bounds[3]!, visible[3]!);
      limit(0);
      limit(1);
    }
    if (isEmptyPixels(bounds, 0)) bounds.fill(0);
    else keepSize(slot);
    const { floats, words } = rows;
    const outside = outer * LAYER_WORDS;
    takes.uncut[slot] = words[outside + LAYER_CLIP_ROW] !== 0 ? 1 : 0;
    for (let side = 0; side < 4; side++) {
      const isFree = isCut[slot] === 1 && (filter !== 0 || around[side] !== 0);
      if (isFree) takes.uncut[slot] = 1;
      takes.limits[slot * 4 + side] = isFree
        ? bounds[side]! / view.dpr
        : floats[outside + LAYER_CLIP + side]!;
      fittedFor[slot * 4 + side] = around[side]!;
    }
    const blend = list.pictureLooks[slot]! & PICTURE_BLEND;
    list.pictureLooks[slot] = blend | (spreads || filters.spreads ? SPREADS : 0);
    slotted.resize(slot, bounds);
    // All that is in it has other colours, or other edges.
    if (isOther) damage.add(list.pictures, slot * 4);
  }

  /** Grows bounds by what filters within a layer show around what is in it, and says whether there are any. */
  function growBySpread(layer: number): boolean {
    let spreads = false;
    for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) {
      let inner = list.chunks.layer[id]!;
      for (; inner !== layer && inner !== 0; inner = runs.up(inner)) {
        const slot = slotOf(inner);
        if ((list.pictureLooks[slot]! & SPREADS) === 0) continue;
        spreads = true;
        part[0] = slotted.leftOf(slot);
        part[1] = slotted.topOf(slot);
        part[2] = part[0]! + slotted.width[slot]!;
        part[3] = part[1]! + slotted.height[slot]!;
        growPixels(bounds, 0, part, 0);
      }
    }
    return spreads;
  }

  return { isCut, filterOf, findAround, isAsFitted, fit: fitPicture };
}
