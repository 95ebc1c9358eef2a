import { columns, resource } from '../../ecs';
import { Ink, LayerRows, paintOrderOf, Text, Viewport } from '../../ecs/stores';
import { grown } from '../../structures';
import type { Canvas } from './canvas';
import { clipLayerOf } from './layer-programs';
import { SLOTS } from './picture-slots';
import { isEmptyPixels, projectPixels } from './pixel-rects';
import {
  GLYPH_COLORED,
  GLYPH_UNCOVERED,
  KIND_EMPTY,
  KIND_GLYPH,
  RECORD_COLOR,
  RECORD_GLYPH_PAGE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import { OUTSIDE, Runs } from './runs';

/** Side of a tile, device pixels, as a power of two. */
const TILE_SHIFT = 6;
const TILE = 1 << TILE_SHIFT;
const NONE = -1;
/** Entries that there is room for at first. */
const ENTRIES = 256;

/** Values of `Uncovered.pictures`: not shown, something lies over it, nothing does. */
const BELOW = 1;
export const ABOVE = 2;

/** Finds what nothing lies over. */
export type Uncovered = {
  /**
   * Flags the glyphs of texts over which nothing is drawn but other such texts and pictures, and takes the flag from others. Those that
   * changed are damaged.
   */
  find(): void;
  /** Whether chunks are drawn by other pictures than at the last `find`: one may go without damage, as it looked like its parts. */
  isOutdated(): boolean;
  /** By slot: `ABOVE` for pictures of layers of which that is true too. */
  readonly pictures: Uint8Array;
};

/** Makes it for a canvas. Everything in sight is looked at, from the top down, by tiles of the surface. */
export function createUncovered(
  { world, store, list, damage }: Canvas,
  surface: Int32Array,
): Uncovered {
  const { chunks } = list;
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const bounds = new Float32Array(4);
  // What of a row is drawn over its glyphs so far, in its layer.
  const over = new Float32Array(4);
  const pixels = new Int32Array(4);
  const pictures = new Uint8Array(SLOTS);
  // The same as of now, and where each was shown.
  const found = new Uint8Array(SLOTS);
  const places = new Int32Array(SLOTS * 4);
  // By chunk: its picture at the last `find`.
  let listed = new Int32Array(64);
  let listedCount = 0;
  let across = 0;
  // By tile: the last entry of a chain of what covers some of it, and whether something covers all of it.
  let heads = new Int32Array(0);
  let full = new Uint8Array(0);
  // By entry: the one before and the rectangle.
  let before = new Int32Array(ENTRIES);
  let covers = new Int32Array(ENTRIES * 4);
  let entries = 0;

  function clear(): void {
    across = (surface[2]! + TILE - 1) >> TILE_SHIFT;
    const tiles = across * ((surface[3]! + TILE - 1) >> TILE_SHIFT);
    if (heads.length < tiles) {
      heads = new Int32Array(tiles);
      full = new Uint8Array(tiles);
    }
    heads.fill(NONE);
    full.fill(0);
    entries = 0;
  }

  /** Cuts `pixels` to the surface. Returns false if nothing is left. */
  function cut(): boolean {
    pixels[0] = Math.max(pixels[0]!, 0);
    pixels[1] = Math.max(pixels[1]!, 0);
    pixels[2] = Math.min(pixels[2]!, surface[2]!);
    pixels[3] = Math.min(pixels[3]!, surface[3]!);
    return !isEmptyPixels(pixels, 0);
  }

  function isCovered(): boolean {
    const left = pixels[0]!;
    const top = pixels[1]!;
    const right = pixels[2]!;
    const bottom = pixels[3]!;
    for (let y = top >> TILE_SHIFT; y <= (bottom - 1) >> TILE_SHIFT; y++) {
      for (let x = left >> TILE_SHIFT; x <= (right - 1) >> TILE_SHIFT; x++) {
        const tile = y * across + x;
        if (full[tile] === 1) return true;
        for (let entry = heads[tile]!; entry !== NONE; entry = before[entry]!) {
          const at = entry * 4;
          if (
            covers[at]! < right &&
            left < covers[at + 2]! &&
            covers[at + 1]! < bottom &&
            top < covers[at + 3]!
          )
            return true;
        }
      }
    }
    return false;
  }

  function cover(): void {
    for (let y = pixels[1]! >> TILE_SHIFT; y <= (pixels[3]! - 1) >> TILE_SHIFT; y++) {
      for (let x = pixels[0]! >> TILE_SHIFT; x <= (pixels[2]! - 1) >> TILE_SHIFT; x++) {
        const tile = y * across + x;
        if (full[tile] === 1) continue;
        const isFull =
          pixels[0]! <= x << TILE_SHIFT &&
          pixels[1]! <= y << TILE_SHIFT &&
          pixels[2]! >= Math.min((x + 1) << TILE_SHIFT, surface[2]!) &&
          pixels[3]! >= Math.min((y + 1) << TILE_SHIFT, surface[3]!);
        if (isFull) full[tile] = 1;
        else coverPart(tile);
      }
    }
  }

  function coverPart(tile: number): void {
    if (entries === before.length) {
      before = grown(before, new Int32Array(entries * 2));
      covers = grown(covers, new Int32Array(entries * 8));
    }
    covers[entries * 4] = pixels[0]!;
    covers[entries * 4 + 1] = pixels[1]!;
    covers[entries * 4 + 2] = pixels[2]!;
    covers[entries * 4 + 3] = pixels[3]!;
    before[entries] = heads[tile]!;
    heads[tile] = entries++;
  }

  function takePicture(slot: number): void {
    for (let i = 0; i < 4; i++) pixels[i] = list.pictures[slot * 4 + i]!;
    if (!cut()) return;
    if (isCovered()) {
      found[slot] = BELOW;
      cover();
    } else found[slot] = ABOVE;
  }

  /** Damages what is shown by a picture now that was not, or otherwise. Elsewhere it may be another one, in the slot of one that went. */
  function comparePictures(): void {
    for (let slot = 1; slot < pictures.length; slot++) {
      const at = slot * 4;
      let differs = pictures[slot] !== found[slot];
      for (let i = at; i < at + 4; i++) differs ||= places[i] !== (list.pictures[i] ?? 0);
      if (!differs) continue;
      if (pictures[slot] !== 0) damage.add(places, at);
      if (found[slot] !== 0) damage.add(list.pictures, at);
      pictures[slot] = found[slot]!;
      for (let i = at; i < at + 4; i++) places[i] = list.pictures[i] ?? 0;
    }
  }

  function rememberPictures(): void {
    const { count, picture } = chunks;
    if (listed.length < count) listed = new Int32Array(count * 2);
    for (let id = 0; id < count; id++) listed[id] = picture[id]!;
    listedCount = count;
  }

  function takeRow(row: number): void {
    const runs = columns(world, Runs);
    const ink = columns(world, Ink);
    bounds[0] = ink.left[row]!;
    bounds[1] = ink.top[row]!;
    bounds[2] = ink.right[row]!;
    bounds[3] = ink.bottom[row]!;
    const layer = runs.layer[row]!;
    const clip = clipLayerOf(rows, layer, (runs.effects[row]! & OUTSIDE) !== 0);
    projectPixels(rows, view, layer, bounds, 0, pixels, 0, clip);
    if (!cut()) return;
    const hasText = columns(world, Text).runLength[row] !== 0;
    const isAbove = hasText && !isCovered();
    const onlyText = flag(runs.start[row]!, runs.count[row]!, isAbove ? GLYPH_UNCOVERED : 0, row);
    if (!isAbove || !onlyText) cover();
  }

  /** Takes a record to what of its row is drawn over the glyphs before it, as a line through them is. */
  function growOver(at: number): void {
    const { floats } = store;
    const isFirst = !(over[0]! < over[2]!);
    for (let side = 0; side < 2; side++) {
      const start = floats[at + RECORD_X + side]!;
      const end = start + floats[at + RECORD_WIDTH + side]!;
      over[side] = isFirst ? start : Math.min(over[side]!, start);
      over[side + 2] = isFirst ? end : Math.max(over[side + 2]!, end);
    }
  }

  function liesUnder(at: number): boolean {
    const { floats } = store;
    const x = floats[at + RECORD_X]!;
    const y = floats[at + RECORD_Y]!;
    return (
      x < over[2]! &&
      over[0]! < x + floats[at + RECORD_WIDTH]! &&
      y < over[3]! &&
      over[1]! < y + floats[at + RECORD_HEIGHT]!
    );
  }

  /** Gives a row's glyphs the flag, or takes it; never emoji under what else the row draws. Returns whether all that the row draws are glyphs. */
  function flag(start: number, count: number, wanted: number, row: number): boolean {
    const { words, dirty } = store;
    let onlyText = true;
    let changed = false;
    over.fill(0);
    for (let record = start + count - 1; record >= start; record--) {
      const at = record * RECORD_WORDS;
      const kind = words[at + RECORD_KIND_LAYER]! & 255;
      if (kind !== KIND_GLYPH) {
        if (kind === KIND_EMPTY) continue;
        onlyText = false;
        // A ring around the text lies over none of it.
        if (words[at + RECORD_COLOR]! >>> 24 !== 0) growOver(at);
        continue;
      }
      // Of one colour with what goes through them, other letters look the same under it and over it.
      const isColored = (words[at + RECORD_GLYPH_PAGE]! & GLYPH_COLORED) !== 0;
      const own = isColored && liesUnder(at) ? 0 : wanted;
      if ((words[at + RECORD_GLYPH_PAGE]! & GLYPH_UNCOVERED) === own) continue;
      words[at + RECORD_GLYPH_PAGE]! ^= GLYPH_UNCOVERED;
      dirty.set(record);
      changed = true;
    }
    if (changed) damage.addInk(row);
    return onlyText;
  }

  return {
    pictures,
    find() {
      clear();
      found.fill(0);
      const { order } = paintOrderOf(world);
      const { chunk, count } = columns(world, Runs);
      let last = 0;
      for (let id = chunks.count - 1; id >= 0; id--) {
        const slot = chunks.picture[id]!;
        if (slot !== 0 && slot !== last) takePicture(slot);
        last = slot;
        if (slot !== 0) continue;
        for (let i = chunks.end[id]! - 1; i >= chunks.first[id]!; i--) {
          const row = order[i]!;
          if (chunk[row] === id && count[row] !== 0) takeRow(row);
        }
      }
      comparePictures();
      rememberPictures();
    },
    isOutdated() {
      const { count, picture } = chunks;
      if (count !== listedCount) return true;
      for (let id = 0; id < count; id++) if (picture[id] !== listed[id]) return true;
      return false;
    },
  };
}
