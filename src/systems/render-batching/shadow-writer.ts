import { columns, type World } from '../../ecs';
import { Box, blurReach, type ShadowList } from '../../ecs/stores';
import type { Quality } from './quality';
import { innerRadiiBottom, innerRadiiTop, radiiBottomBits, radiiTopBits } from './radii';
import {
  KIND_INSET_SHADOW,
  KIND_SHADOW,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_SHADOW_BLUR,
  RECORD_SHADOW_PART,
  RECORD_SHADOW_SPREAD,
  RECORD_SHADOW_X,
  RECORD_SHADOW_Y,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
  SHADOW_OPAQUE,
  SHADOW_OUTSIDE,
  SHADOW_PARTS,
  SHADOW_SOFT,
} from './record-format';
import type { RecordStore } from './record-store';

/** Boxes from this size on have shadows in parts, CSS pixels: the quads cost less than the pixels between. */
const PARTED = 32;
const LENGTHS = 4;

/** What `write` is told: inset shadows instead of outer ones; nothing is seen through the box; its layer is its own. */
export const WRITE_INSET = 1;
export const BOX_OPAQUE = 2;
export const BOX_OWNS_LAYER = 4;

export type ShadowWriter = {
  /** Writes shadows of a row from a record on, and returns how many records they are. The ink is the box as it is drawn. */
  write(first: number, row: number, layer: number, list: ShadowList, flags: number): number;
  /** Grows the ink by what shows of outer shadows. */
  growInk(list: ShadowList): void;
  /** Whether outer shadows of a box that is written with these flags are drawn by any program. */
  isSoft(flags: number): boolean;
};

/** Records that each shadow of a row takes. */
export function shadowParts(world: World, row: number): number {
  const { width, height } = columns(world, Box);
  return width[row]! >= PARTED && height[row]! >= PARTED ? SHADOW_PARTS : 1;
}

/**
 * Turns the shadows of boxes into records; `ink` holds the edges of the box being written, `borders` the widths of its border: top,
 * right, bottom, left.
 */
export function createShadowWriter(
  world: World,
  store: RecordStore,
  ink: Float32Array,
  borders: Float64Array,
  quality: Quality,
): ShadowWriter {
  // The box before ink grows.
  const edges = new Float64Array(4);

  function isSoft(flags: number): boolean {
    return quality.softens && (flags & BOX_OPAQUE) !== 0;
  }

  /** Writes part of a shadow; all lengths come from columns and lists, for as arguments they would be heap objects. */
  function writePart(
    record: number,
    row: number,
    kindLayer: number,
    list: ShadowList,
    shadow: number,
    part: number,
  ): void {
    const { words, floats } = store;
    const { lengths } = list;
    const from = shadow * LENGTHS;
    const at = record * RECORD_WORDS;
    const spread = lengths[from + 3]!;
    let left = ink[0]!;
    let top = ink[1]!;
    let right = ink[2]!;
    let bottom = ink[3]!;
    const isEven =
      borders[0] === borders[1] && borders[1] === borders[2] && borders[2] === borders[3];
    floats[at + RECORD_BORDER_WIDTH] = 0;
    if ((kindLayer & 255) === KIND_SHADOW) {
      left += lengths[from]! - spread;
      top += lengths[from + 1]! - spread;
      right += lengths[from]! + spread;
      bottom += lengths[from + 1]! + spread;
    } else {
      // They begin inside the border.
      top += borders[0]!;
      right -= borders[1]!;
      bottom -= borders[2]!;
      left += borders[3]!;
      if (isEven) floats[at + RECORD_BORDER_WIDTH] = borders[0]!;
    }
    floats[at + RECORD_X] = left;
    floats[at + RECORD_Y] = top;
    floats[at + RECORD_WIDTH] = right - left;
    floats[at + RECORD_HEIGHT] = bottom - top;
    words[at + RECORD_KIND_LAYER] = kindLayer;
    words[at + RECORD_COLOR] = list.colors[shadow]!;
    words[at + RECORD_SHADOW_PART] = part;
    if ((kindLayer & 255) === KIND_SHADOW || isEven) {
      words[at + RECORD_RADII_TOP] = radiiTopBits(world, row);
      words[at + RECORD_RADII_BOTTOM] = radiiBottomBits(world, row);
    } else {
      words[at + RECORD_RADII_TOP] = innerRadiiTop(world, row, borders);
      words[at + RECORD_RADII_BOTTOM] = innerRadiiBottom(world, row, borders);
    }
    floats[at + RECORD_SHADOW_X] = lengths[from]!;
    floats[at + RECORD_SHADOW_Y] = lengths[from + 1]!;
    floats[at + RECORD_SHADOW_BLUR] = lengths[from + 2]! * quality.values.shadowSoftness;
    floats[at + RECORD_SHADOW_SPREAD] = spread;
    store.wrote(record);
  }

  return {
    write(first, row, layer, list, flags) {
      const isInset = (flags & WRITE_INSET) !== 0;
      const parts = shadowParts(world, row);
      const opaque = (flags & BOX_OPAQUE) !== 0 ? SHADOW_OPAQUE : 0;
      const outside = (flags & BOX_OWNS_LAYER) !== 0 ? SHADOW_OUTSIDE : 0;
      const soft = !isInset && isSoft(flags) ? SHADOW_SOFT : 0;
      const kindLayer = (isInset ? KIND_INSET_SHADOW : KIND_SHADOW) | (layer << 8);
      const from = isInset ? list.outer : 0;
      const count = isInset ? list.inset : list.outer;
      let record = first;
      for (let shadow = from; shadow < from + count; shadow++) {
        for (let part = 1; part <= parts; part++) {
          const shown = parts === 1 ? 0 : part;
          writePart(record++, row, kindLayer, list, shadow, shown | opaque | outside | soft);
        }
      }
      return record - first;
    },
    isSoft,
    growInk({ reach, outer, lengths }) {
      const softness = quality.values.shadowSoftness;
      if (softness !== 1) {
        edges.set(ink);
        for (let at = 0; at < outer * LENGTHS; at += LENGTHS) {
          const around = blurReach(lengths[at + 2]! * softness) + lengths[at + 3]!;
          ink[0] = Math.min(ink[0]!, edges[0]! + lengths[at]! - around);
          ink[1] = Math.min(ink[1]!, edges[1]! + lengths[at + 1]! - around);
          ink[2] = Math.max(ink[2]!, edges[2]! + lengths[at]! + around);
          ink[3] = Math.max(ink[3]!, edges[3]! + lengths[at + 1]! + around);
        }
        return;
      }
      ink[0]! -= reach[0]!;
      ink[1]! -= reach[1]!;
      ink[2]! += reach[2]!;
      ink[3]! += reach[3]!;
    },
  };
}
