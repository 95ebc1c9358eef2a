import {
  CLIP_NEXT,
  CLIP_RADII,
  CLIP_RECT,
  LAYER_A,
  LAYER_AXIS_ALIGNED,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_D,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  type LayerRows,
  type LayerTable,
  type ViewSize,
} from '../../ecs/stores';

/** A clip that cuts nothing: far outside any surface, and finite, so that shaders can compute with it. */
const FAR = 1e7;

/**
 * Writes the flattened row of one layer from its own columns and its parent's row, which must be up to date. `clipRow` is the
 * row reserved for the layer's own clip where it is rounded or turned, 0 where it is a plain rectangle.
 */
export function flattenLayer(table: LayerTable, rows: LayerRows, view: ViewSize, id: number, clipRow: number): void {
  const { words, floats } = rows;
  const at = id * LAYER_WORDS;
  if (id === 0) {
    writeSurface(rows, view);
    return;
  }
  const up = table.parent[id]! * LAYER_WORDS;
  const parentA = floats[up + LAYER_A]!;
  const parentB = floats[up + LAYER_B]!;
  const parentC = floats[up + LAYER_C]!;
  const parentD = floats[up + LAYER_D]!;
  const rotation = table.rotation[id]!;
  const cos = rotation === 0 ? 1 : Math.cos(rotation);
  const sin = rotation === 0 ? 0 : Math.sin(rotation);
  const ownA = cos * table.scaleX[id]!;
  const ownB = sin * table.scaleX[id]!;
  const ownC = -sin * table.scaleY[id]!;
  const ownD = cos * table.scaleY[id]!;
  const ownX = table.originX[id]! + table.x[id]!;
  const ownY = table.originY[id]! + table.y[id]!;
  const a = parentA * ownA + parentC * ownB;
  const b = parentB * ownA + parentD * ownB;
  const c = parentA * ownC + parentC * ownD;
  const d = parentB * ownC + parentD * ownD;
  let tx = parentA * ownX + parentC * ownY + floats[up + LAYER_TX]!;
  let ty = parentB * ownX + parentD * ownY + floats[up + LAYER_TY]!;
  const aligned = b === 0 && c === 0;
  const snapped = aligned && a === 1 && d === 1;
  if (snapped) {
    // Whole device pixels, so that text and edges stay as crisp as when they were written.
    tx = Math.round(tx * view.dpr) / view.dpr;
    ty = Math.round(ty * view.dpr) / view.dpr;
  }
  floats[at + LAYER_A] = a;
  floats[at + LAYER_B] = b;
  floats[at + LAYER_C] = c;
  floats[at + LAYER_D] = d;
  floats[at + LAYER_TX] = tx;
  floats[at + LAYER_TY] = ty;
  floats[at + LAYER_OPACITY] = floats[up + LAYER_OPACITY]! * table.opacity[id]!;
  words[at + LAYER_FLAGS] = (snapped ? LAYER_SNAPPED : 0) | (aligned ? LAYER_AXIS_ALIGNED : 0);
  words[at + LAYER_CLIP_ROW] = words[up + LAYER_CLIP_ROW]!;
  writeClip(table, rows, view, id, clipRow, aligned);
}

/** True if a layer's clip cannot be folded into one axis-aligned rectangle. */
export function needsClipRow(table: LayerTable, rows: LayerRows, id: number): boolean {
  if (table.clips[id] === 0) return false;
  for (let corner = 0; corner < 4; corner++) if (table.clipRadii[id * 4 + corner]! > 0) return true;
  // A turned parent turns the clip too; its row is up to date when this is asked.
  const up = table.parent[id]! * LAYER_WORDS;
  return table.rotation[id] !== 0 || (rows.words[up + LAYER_FLAGS]! & LAYER_AXIS_ALIGNED) === 0;
}

function writeClip(
  table: LayerTable,
  rows: LayerRows,
  view: ViewSize,
  id: number,
  clipRow: number,
  aligned: boolean,
): void {
  const { floats, words } = rows;
  const at = id * LAYER_WORDS;
  const clip = at + LAYER_CLIP;
  const up = table.parent[id]! * LAYER_WORDS + LAYER_CLIP;
  let x0 = floats[up]!;
  let y0 = floats[up + 1]!;
  let x1 = floats[up + 2]!;
  let y1 = floats[up + 3]!;
  if (table.hidden[id] !== 0) {
    // An empty clip collapses every quad of the layer and of the layers in it.
    x0 = y0 = x1 = y1 = 0;
  } else if (table.clips[id] !== 0) {
    if (aligned) {
      const a = floats[at + LAYER_A]!;
      const d = floats[at + LAYER_D]!;
      const left = a * table.clipLeft[id]! + floats[at + LAYER_TX]!;
      const right = a * table.clipRight[id]! + floats[at + LAYER_TX]!;
      const top = d * table.clipTop[id]! + floats[at + LAYER_TY]!;
      const bottom = d * table.clipBottom[id]! + floats[at + LAYER_TY]!;
      x0 = Math.max(x0, snap(Math.min(left, right), view.dpr));
      x1 = Math.min(x1, snap(Math.max(left, right), view.dpr));
      y0 = Math.max(y0, snap(Math.min(top, bottom), view.dpr));
      y1 = Math.min(y1, snap(Math.max(top, bottom), view.dpr));
    }
    if (clipRow !== 0) {
      writeClipRow(table, rows, id, clipRow, words[at + LAYER_CLIP_ROW]!);
      words[at + LAYER_CLIP_ROW] = clipRow;
    }
  }
  floats[clip] = x0;
  floats[clip + 1] = y0;
  floats[clip + 2] = Math.max(x0, x1);
  floats[clip + 3] = Math.max(y0, y1);
}

function writeClipRow(table: LayerTable, rows: LayerRows, id: number, clipRow: number, next: number): void {
  const { floats, words } = rows;
  const at = id * LAYER_WORDS;
  const to = clipRow * LAYER_WORDS;
  const a = floats[at + LAYER_A]!;
  const b = floats[at + LAYER_B]!;
  const c = floats[at + LAYER_C]!;
  const d = floats[at + LAYER_D]!;
  const tx = floats[at + LAYER_TX]!;
  const ty = floats[at + LAYER_TY]!;
  const determinant = a * d - b * c;
  // A layer scaled to nothing shows nothing; any inverse will do as long as it is finite.
  const inverse = determinant === 0 ? 0 : 1 / determinant;
  floats[to + LAYER_A] = d * inverse;
  floats[to + LAYER_B] = -b * inverse;
  floats[to + LAYER_C] = -c * inverse;
  floats[to + LAYER_D] = a * inverse;
  floats[to + LAYER_TX] = (c * ty - d * tx) * inverse;
  floats[to + LAYER_TY] = (b * tx - a * ty) * inverse;
  words[to + CLIP_NEXT] = next;
  floats[to + CLIP_RECT] = table.clipLeft[id]!;
  floats[to + CLIP_RECT + 1] = table.clipTop[id]!;
  floats[to + CLIP_RECT + 2] = table.clipRight[id]!;
  floats[to + CLIP_RECT + 3] = table.clipBottom[id]!;
  for (let corner = 0; corner < 4; corner++) floats[to + CLIP_RADII + corner] = table.clipRadii[id * 4 + corner]!;
}

function writeSurface(rows: LayerRows, view: ViewSize): void {
  const { words, floats } = rows;
  floats[LAYER_A] = 1;
  floats[LAYER_B] = 0;
  floats[LAYER_C] = 0;
  floats[LAYER_D] = 1;
  floats[LAYER_TX] = 0;
  floats[LAYER_TY] = 0;
  floats[LAYER_OPACITY] = 1;
  words[LAYER_FLAGS] = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
  floats[LAYER_CLIP] = -FAR;
  floats[LAYER_CLIP + 1] = -FAR;
  floats[LAYER_CLIP + 2] = view.width > 0 ? FAR : -FAR;
  floats[LAYER_CLIP + 3] = FAR;
  words[LAYER_CLIP_ROW] = 0;
}

function snap(value: number, dpr: number): number {
  return Math.round(value * dpr) / dpr;
}
