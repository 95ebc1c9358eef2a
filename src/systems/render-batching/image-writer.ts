import { columns, findResource, resource, type World } from '../../ecs';
import {
  FIT_CONTAIN,
  FIT_COVER,
  FIT_FILL,
  FIT_NONE,
  FIT_SLICED,
  ImageCache,
  ImageSlices,
  imageTable,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_WORDS,
  LayerRows,
  LEVEL_OF_1,
  LEVELS_PER_OCTAVE,
  Picture,
  Radius,
  TILE_BOTTOM,
  TILE_LEFT,
  TILE_PAGE,
  TILE_RIGHT,
  TILE_TOP,
  TILE_U,
  TILE_U0,
  TILE_U1,
  TILE_V,
  TILE_V0,
  TILE_V1,
  Viewport,
} from '../../ecs/stores';
import { createContentEdges } from './content-edges';
import {
  KIND_IMAGE,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_IMAGE_FROM,
  RECORD_IMAGE_PAGE,
  RECORD_IMAGE_TEXELS,
  RECORD_IMAGE_TO,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';

/** Most tiles a side that an image is drawn in; more texels than these have are left to filtering. */
const MOST_TILES = 4;
/** Parts of a sliced image a side: two that keep their size and what is between them. */
const SLICES = 3;
const CUTS = SLICES + 1;
/** Levels by which a bitmap may be too small for what is seen: what rounding leaves. */
const TOLERANCE = 0.01;

export type ImageWriter = {
  /** Finds what to draw a row's image from; returns how many records it takes at most, 1 where it is not there yet. */
  find(row: number, layer: number): number;
  /** Writes what was found last from a record on, and returns how many records it is. */
  write(first: number, row: number, layer: number): number;
};

/** Turns images into records: one, or one for each tile of a large one or each part of a sliced one. */
export function createImageWriter(world: World, store: RecordStore): ImageWriter {
  const view = resource(world, Viewport);
  const layers = resource(world, LayerRows);
  const images = imageTable(world);
  const { content, edges, place: placeContent, snap } = createContentEdges(world);
  // Edges of all of the image, and of a part of it: left, top, right, bottom.
  const whole = new Float64Array(4);
  const part = new Float64Array(4);
  // Natural size, and of a sliced image by axis: where parts begin and end on the surface, then in the image.
  const natural = new Float64Array(2);
  const cuts = new Float64Array(2 * CUTS);
  const sources = new Float64Array(2 * CUTS);
  const shrink = new Float64Array(1);
  let found: ImageCache | undefined;
  let slices: Float64Array | undefined;

  /** Writes where all of an image lies, as CSS's object-fit has it; its edges are snapped as those of boxes are. */
  function placeWhole(
    row: number,
    layer: number,
    naturalWidth: number,
    naturalHeight: number,
  ): void {
    const { fit, positionX, positionY } = columns(world, Picture);
    const width = content[2]! - content[0]!;
    const height = content[3]! - content[1]!;
    const mode = fit[row]!;
    if (mode === FIT_FILL) {
      whole.set(content);
      return;
    }
    if (mode === FIT_SLICED) {
      // Its corners are as large as they are in the image.
      whole[0] = content[0]!;
      whole[1] = content[1]!;
      whole[2] = content[0]! + naturalWidth;
      whole[3] = content[1]! + naturalHeight;
      return;
    }
    const contained = Math.min(width / naturalWidth, height / naturalHeight);
    const covering = Math.max(width / naturalWidth, height / naturalHeight);
    const scale =
      mode === FIT_CONTAIN
        ? contained
        : mode === FIT_COVER
          ? covering
          : mode === FIT_NONE
            ? 1
            : Math.min(1, contained);
    whole[0] = content[0]! + (width - naturalWidth * scale) * positionX[row]!;
    whole[1] = content[1]! + (height - naturalHeight * scale) * positionY[row]!;
    whole[2] = whole[0]! + naturalWidth * scale;
    whole[3] = whole[1]! + naturalHeight * scale;
    snap(whole, layer);
  }

  /** Of the bitmap that has about the texels that the image has pixels on the device. */
  function levelOf(layer: number, naturalWidth: number, naturalHeight: number): number {
    const { floats } = layers;
    const at = layer * LAYER_WORDS;
    const determinant =
      floats[at + LAYER_A]! * floats[at + LAYER_D]! - floats[at + LAYER_B]! * floats[at + LAYER_C]!;
    const scale = Math.sqrt(Math.abs(determinant)) * view.glyphScale;
    const across = (whole[2]! - whole[0]!) * scale;
    const down = (whole[3]! - whole[1]!) * scale;
    const smaller = Math.min(naturalWidth / across, naturalHeight / down);
    return Math.floor(Math.log2(smaller) * LEVELS_PER_OCTAVE + TOLERANCE) + LEVEL_OF_1;
  }

  function isRounded(row: number): boolean {
    const { topLeft, topRight, bottomLeft, bottomRight } = columns(world, Radius);
    return topLeft[row]! + topRight[row]! + bottomLeft[row]! + bottomRight[row]! > 0;
  }

  /** A corner of the content box has the box's radius less what lies between; other corners are square. */
  function radiusBits(radii: Float32Array, row: number, isCorner: boolean): number {
    const radius = radii[row]! - Math.max(edges.left, edges.top, edges.right, edges.bottom);
    return isCorner && radius > 0 ? Math.min(65535, Math.round(radius * 16)) : 0;
  }

  function writePart(record: number, row: number, kindLayer: number, tile: Int32Array): void {
    const { words, floats } = store;
    const at = record * RECORD_WORDS;
    const texelsX = found!.width / (whole[2]! - whole[0]!);
    const texelsY = found!.height / (whole[3]! - whole[1]!);
    floats[at + RECORD_X] = part[0]!;
    floats[at + RECORD_Y] = part[1]!;
    floats[at + RECORD_WIDTH] = part[2]! - part[0]!;
    floats[at + RECORD_HEIGHT] = part[3]! - part[1]!;
    words[at + RECORD_KIND_LAYER] = kindLayer;
    words[at + RECORD_COLOR] = columns(world, Picture).tint[row]!;
    words[at + RECORD_IMAGE_FROM] = tile[TILE_U0]! | (tile[TILE_V0]! << 16);
    words[at + RECORD_IMAGE_TO] = tile[TILE_U1]! | (tile[TILE_V1]! << 16);
    const { topLeft, topRight, bottomLeft, bottomRight } = columns(world, Radius);
    const isLeft = part[0] === content[0];
    const isTop = part[1] === content[1];
    const isRight = part[2] === content[2];
    const isBottom = part[3] === content[3];
    words[at + RECORD_RADII_TOP] =
      radiusBits(topLeft, row, isLeft && isTop) |
      (radiusBits(topRight, row, isRight && isTop) << 16);
    words[at + RECORD_RADII_BOTTOM] =
      radiusBits(bottomLeft, row, isLeft && isBottom) |
      (radiusBits(bottomRight, row, isRight && isBottom) << 16);
    for (let side = 0; side < 4; side++) {
      const isAcross = (side & 1) === 0;
      const along = (part[side]! - whole[side & 1]!) * (isAcross ? texelsX : texelsY);
      floats[at + RECORD_IMAGE_TEXELS + side] = along + tile[isAcross ? TILE_U : TILE_V]!;
    }
    words[at + RECORD_IMAGE_PAGE] = tile[TILE_PAGE]!;
    store.wrote(record);
  }

  /** Cuts a tile to what is seen of it; false where that is nothing. */
  function cutPart(tile: Int32Array): boolean {
    const stepX = (whole[2]! - whole[0]!) / found!.width;
    const stepY = (whole[3]! - whole[1]!) / found!.height;
    part[0] = Math.max(content[0]!, whole[0]! + tile[TILE_LEFT]! * stepX);
    part[1] = Math.max(content[1]!, whole[1]! + tile[TILE_TOP]! * stepY);
    // The last edge as it was placed: a sum of fractions would miss it.
    part[2] = tile[TILE_RIGHT] === found!.width ? whole[2]! : whole[0]! + tile[TILE_RIGHT]! * stepX;
    part[3] =
      tile[TILE_BOTTOM] === found!.height ? whole[3]! : whole[1]! + tile[TILE_BOTTOM]! * stepY;
    part[2] = Math.min(content[2]!, part[2]!);
    part[3] = Math.min(content[3]!, part[3]!);
    return part[0]! < part[2]! && part[1]! < part[3]!;
  }

  /** Edges that would overlap in one direction shrink in both, as in CSS. */
  function findShrink(): void {
    shrink[0] = 1;
    for (let axis = 0; axis < 2; axis++) {
      const begin = Math.min(slices![axis]!, natural[axis]!);
      const both = begin + Math.min(slices![axis + 2]!, natural[axis]! - begin);
      const size = content[axis + 2]! - content[axis]!;
      if (both * shrink[0]! > size) shrink[0] = size / both;
    }
  }

  /** Writes where the parts of a sliced image begin and end. */
  function cutSlices(axis: 0 | 1, layer: number): void {
    const from = axis * CUTS;
    const side = natural[axis]!;
    const begin = Math.min(slices![axis]!, side);
    const end = Math.min(slices![axis + 2]!, side - begin);
    const shrunk = shrink[0]!;
    sources[from] = 0;
    sources[from + 1] = begin;
    sources[from + 2] = side - end;
    sources[from + 3] = side;
    whole[0] = content[axis]!;
    whole[1] = content[axis]! + begin * shrunk;
    whole[2] = content[axis + 2]! - end * shrunk;
    whole[3] = content[axis + 2]!;
    snap(whole, layer);
    cuts.set(whole, from);
  }

  /** Makes the rectangle of all of the image the one in which a part of it lies where it must. */
  function aimAt(axis: 0 | 1, index: number): boolean {
    const from = axis * CUTS + index;
    part[axis] = cuts[from]!;
    part[axis + 2] = cuts[from + 1]!;
    const source = sources[from + 1]! - sources[from]!;
    if (!(part[axis]! < part[axis + 2]! && source > 0)) return false;
    const scale = (part[axis + 2]! - part[axis]!) / source;
    whole[axis] = part[axis]! - sources[from]! * scale;
    whole[axis + 2] = whole[axis]! + natural[axis]! * scale;
    return true;
  }

  function writeSlices(first: number, row: number, layer: number): number {
    let record = first;
    found!.readTile(0, 0);
    findShrink();
    cutSlices(0, layer);
    cutSlices(1, layer);
    for (let down = 0; down < SLICES; down++) {
      for (let across = 0; across < SLICES; across++) {
        if (!aimAt(0, across) || !aimAt(1, down)) continue;
        writePart(record++, row, KIND_IMAGE | (layer << 8), found!.tile);
      }
    }
    return record - first;
  }

  return {
    find(row, layer) {
      found = undefined;
      const cache = findResource(world, ImageCache);
      const entry = images.entries[columns(world, Picture).image[row]!];
      if (!cache || !entry || !(entry.width > 0 && entry.height > 0)) return 1;
      placeContent(row, layer);
      placeWhole(row, layer, entry.width, entry.height);
      if (!(whole[0]! < whole[2]! && whole[1]! < whole[3]!)) return 1;
      const level = levelOf(layer, entry.width, entry.height);
      slices =
        columns(world, Picture).fit[row] === FIT_SLICED
          ? findResource(world, ImageSlices)?.get(row)
          : undefined;
      natural[0] = entry.width;
      natural[1] = entry.height;
      // An arc has to lie in one record.
      if (!cache.find(entry.id, level, slices || isRounded(row) ? 1 : MOST_TILES)) return 1;
      found = cache;
      return slices ? SLICES * SLICES : cache.columns * cache.rows;
    },
    write(first, row, layer) {
      if (!found) return 0;
      const { tile } = found;
      if (slices) return writeSlices(first, row, layer);
      let record = first;
      for (let line = 0; line < found.rows; line++) {
        for (let column = 0; column < found.columns; column++) {
          found.readTile(column, line);
          if (cutPart(tile)) writePart(record++, row, KIND_IMAGE | (layer << 8), tile);
        }
      }
      return record - first;
    },
  };
}
