import { columns, resource, type World } from '../../ecs';
import {
  BLEND_MULTIPLY,
  Filter,
  Foreign,
  Ink,
  LayerRows,
  LayerTable,
  paintOrderOf,
  Viewport,
} from '../../ecs/stores';
import type { Chunks } from './chunks';
import type { LayerRuns } from './layer-runs';
import { isEmptyPixels, pixelsOverlap, projectPixels } from './pixel-rects';
import { KIND_EMPTY, KIND_GLYPH, RECORD_KIND_LAYER, RECORD_WORDS } from './record-format';
import type { RecordStore } from './record-store';
import { Runs } from './runs';

/** What becomes of a layer that fades, mixes or is filtered: it is drawn part by part, which is the same; or from a picture; or it should be, and cannot. */
export const FLAT = 1;
export const GROUP = 2;
export const MULTIPLIES = 3;

/** Elements beyond which it is taken for granted that some overlap. */
const MOST_ELEMENTS = 48;
/** The layer that nothing cuts. */
const SURFACE = 0;

/**
 * Gives what tells whether a layer must be put together before it fades or mixes: whether anything in it may overlap anything else.
 * What does not is the same either way. Gives one of the numbers above.
 */
export function createGroupNeeds(
  world: World,
  store: RecordStore,
  chunks: Chunks,
  runs: LayerRuns,
) {
  const table = resource(world, LayerTable);
  const rows = resource(world, LayerRows);
  const view = resource(world, Viewport);
  const bounds = new Float32Array(4);
  const pixels = new Int32Array((MOST_ELEMENTS + 1) * 4);

  function filterOf(layer: number): number {
    return columns(world, Filter).id[table.owner[layer]!]!;
  }

  /** Glyphs of a line do not count as overlapping: browsers blend them one by one too. */
  function isPlain(row: number): boolean {
    const { start, count } = columns(world, Runs);
    let glyphs = 0;
    let others = 0;
    for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
      const kind = store.words[record * RECORD_WORDS + RECORD_KIND_LAYER]! & 255;
      if (kind === KIND_GLYPH) glyphs++;
      else if (kind !== KIND_EMPTY) others++;
    }
    return others === 0 || (others === 1 && glyphs === 0);
  }

  function isIn(id: number, layer: number): boolean {
    let at = chunks.layer[id]!;
    while (at !== layer && at !== 0) at = runs.up(at);
    return at === layer;
  }

  function overlaps(layer: number, first: number, end: number): boolean {
    const { order } = paintOrderOf(world);
    const { chunk, count } = columns(world, Runs);
    const ink = columns(world, Ink);
    let seen = 0;
    for (let id = first; id < end; id++) {
      // Others are drawn between, where it is split.
      if (!isIn(id, layer)) continue;
      for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
        const row = order[i]!;
        if (chunk[row] !== id || count[row] === 0) continue;
        if (seen === MOST_ELEMENTS || !isPlain(row)) return true;
        bounds[0] = ink.left[row]!;
        bounds[1] = ink.top[row]!;
        bounds[2] = ink.right[row]!;
        bounds[3] = ink.bottom[row]!;
        projectPixels(rows, view, chunks.layer[id]!, bounds, 0, pixels, seen * 4, SURFACE);
        if (isEmptyPixels(pixels, seen * 4)) continue;
        for (let at = 0; at < seen; at++) {
          if (pixelsOverlap(pixels, at * 4, pixels, seen * 4)) return true;
        }
        seen++;
      }
    }
    return false;
  }

  return (layer: number): number => {
    const first = runs.first[layer]!;
    const end = runs.end[layer]!;
    if (columns(world, Foreign).held[table.owner[layer]!] !== 0) return GROUP;
    let isFiltered = filterOf(layer) !== 0;
    for (let id = first; id < end; id++) {
      if (!isIn(id, layer)) continue;
      for (let inner = chunks.layer[id]!; inner !== layer && inner !== 0; inner = runs.up(inner)) {
        // Where nothing lies below it in the picture, it would have to be drawn as it is, which no device does in one pass.
        if (table.blend[inner] === BLEND_MULTIPLY) return MULTIPLIES;
        if (filterOf(inner) !== 0) isFiltered = true;
      }
    }
    return isFiltered || overlaps(layer, first, end) ? GROUP : FLAT;
  };
}
