import {
  CLIP_NEXT,
  CLIP_RADII,
  CLIP_RECT,
  LAYER_A,
  LAYER_AXIS_ALIGNED,
  LAYER_B,
  LAYER_BLEND_SHIFT,
  LAYER_C,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_D,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  type LayerRows,
  type LayerTable,
  snapToPixel,
  type ViewSize,
} from '../../ecs/stores';

/** A clip that cuts nothing: far outside any surface, and finite, so that shaders can compute with it. */
const FAR = 1e7;
/** Greatest number a transform may hold. What is beyond, infinite or NaN shows nothing. */
const LIMIT = 1e9;
/** The bits of a row's flags that tell its blend mode. */
const LAYER_BLEND_BITS = 3 << LAYER_BLEND_SHIFT;
/** Area scale below which a layer shows nothing; its inverse would leave float32 otherwise. */
const SMALLEST_AREA = 1e-12;

// The row being flattened, so that what is checked is what float32 made of it.
const words = new Uint32Array(LAYER_WORDS);
const floats = new Float32Array(words.buffer);

/**
 * Writes the flattened row of a layer from its own columns and its parent's row, which must be up to date. A layer whose numbers
 * cannot be drawn gets a row that shows nothing, and so do the layers in it. Returns whether the row changed.
 * @param clipRow row that holds the layer's own clip where that is rounded or turned, 0 where it is a plain rectangle
 * @param to the row, another than the layer's own for what is in the element
 */
export function flattenLayer(
  table: LayerTable,
  rows: LayerRows,
  view: ViewSize,
  id: number,
  clipRow: number,
  to = id,
): boolean {
  words.fill(0);
  // Where what is in the element has a row of its own, the element's row is cut by the clips around it alone.
  const clips = table.clips[id] !== 0 && (table.content[id] === 0 || to !== id);
  if (id === 0) {
    writeSurface(view);
  } else {
    writeTransform(table, rows, view, id);
    if (isDrawable()) writeClip(table, rows, view, id, clips, clips ? clipRow : 0);
    else clearRow();
  }
  return commit(rows, to);
}

/** Writes the clip row of a layer whose own row is up to date. Returns whether it changed. */
export function flattenClip(
  table: LayerTable,
  rows: LayerRows,
  id: number,
  clipRow: number,
): boolean {
  words.fill(0);
  const from = rows.floats;
  const at = id * LAYER_WORDS;
  const a = from[at + LAYER_A]!;
  const b = from[at + LAYER_B]!;
  const c = from[at + LAYER_C]!;
  const d = from[at + LAYER_D]!;
  const tx = from[at + LAYER_TX]!;
  const ty = from[at + LAYER_TY]!;
  const determinant = a * d - b * c;
  if (determinant !== 0) {
    const inverse = 1 / determinant;
    floats[LAYER_A] = d * inverse;
    floats[LAYER_B] = -b * inverse;
    floats[LAYER_C] = -c * inverse;
    floats[LAYER_D] = a * inverse;
    floats[LAYER_TX] = (c * ty - d * tx) * inverse;
    floats[LAYER_TY] = (b * tx - a * ty) * inverse;
    floats[CLIP_RECT] = bounded(table.clipLeft[id]!);
    floats[CLIP_RECT + 1] = bounded(table.clipTop[id]!);
    floats[CLIP_RECT + 2] = bounded(table.clipRight[id]!);
    floats[CLIP_RECT + 3] = bounded(table.clipBottom[id]!);
    for (let corner = 0; corner < 4; corner++) {
      floats[CLIP_RADII + corner] = Math.max(0, bounded(table.clipRadii[id * 4 + corner]!));
    }
  }
  words[CLIP_NEXT] = rows.words[clippedBy(table, id) * LAYER_WORDS + LAYER_CLIP_ROW]!;
  return commit(rows, clipRow);
}

/** The layer whose clip, opacity and blend mode a layer inherits: the one it is in, or the surface. */
function clippedBy(table: LayerTable, id: number): number {
  return table.top[id] !== 0 ? 0 : table.parent[id]!;
}

/** True if a layer or one that it is in is hidden, for the clip of the surface does not tell. */
function isHiddenWithin(table: LayerTable, id: number): boolean {
  for (let at = id; at !== 0; at = table.parent[at]!) if (table.hidden[at] !== 0) return true;
  return false;
}

/** True if a layer's clip cannot be folded into one axis-aligned rectangle. */
export function needsClipRow(table: LayerTable, rows: LayerRows, id: number): boolean {
  if (table.clips[id] === 0) return false;
  for (let corner = 0; corner < 4; corner++) {
    if (table.clipRadii[id * 4 + corner]! > 0) return true;
  }
  // A turned parent turns the clip too; its row is up to date when this is asked.
  const up = table.parent[id]! * LAYER_WORDS;
  return table.rotation[id] !== 0 || (rows.words[up + LAYER_FLAGS]! & LAYER_AXIS_ALIGNED) === 0;
}

/** Empties a row that nobody uses any more. */
export function clearLayerRow(rows: LayerRows, id: number): boolean {
  words.fill(0);
  return commit(rows, id);
}

function writeTransform(table: LayerTable, rows: LayerRows, view: ViewSize, id: number): void {
  const from = rows.floats;
  const up = table.parent[id]! * LAYER_WORDS;
  const parentA = from[up + LAYER_A]!;
  const parentB = from[up + LAYER_B]!;
  const parentC = from[up + LAYER_C]!;
  const parentD = from[up + LAYER_D]!;
  const rotation = table.rotation[id]!;
  const cos = rotation === 0 ? 1 : Math.cos(rotation);
  const sin = rotation === 0 ? 0 : Math.sin(rotation);
  const ownA = cos * table.scaleX[id]!;
  const ownB = sin * table.scaleX[id]!;
  const ownC = -sin * table.scaleY[id]!;
  const ownD = cos * table.scaleY[id]!;
  const pivotX = table.pivotX[id]! * table.width[id]!;
  const pivotY = table.pivotY[id]! * table.height[id]!;
  const ownX =
    table.originX[id]! + table.x[id]! + table.shiftX[id]! + pivotX - ownA * pivotX - ownC * pivotY;
  const ownY =
    table.originY[id]! + table.y[id]! + table.shiftY[id]! + pivotY - ownB * pivotX - ownD * pivotY;
  const a = parentA * ownA + parentC * ownB;
  const b = parentB * ownA + parentD * ownB;
  const c = parentA * ownC + parentC * ownD;
  const d = parentB * ownC + parentD * ownD;
  let tx = parentA * ownX + parentC * ownY + from[up + LAYER_TX]!;
  let ty = parentB * ownX + parentD * ownY + from[up + LAYER_TY]!;
  const aligned = b === 0 && c === 0;
  const snapped = aligned && a === 1 && d === 1;
  if (snapped) {
    // Whole device pixels, so that text and edges stay as crisp as when they were written.
    tx = snapToPixel(tx, view.dpr);
    ty = snapToPixel(ty, view.dpr);
  }
  const faded = clippedBy(table, id) * LAYER_WORDS;
  const opacity = from[faded + LAYER_OPACITY]! * table.opacity[id]!;
  floats[LAYER_A] = a;
  floats[LAYER_B] = b;
  floats[LAYER_C] = c;
  floats[LAYER_D] = d;
  floats[LAYER_TX] = tx;
  floats[LAYER_TY] = ty;
  // Written so that NaN becomes 0.
  floats[LAYER_OPACITY] = opacity > 0 ? Math.min(opacity, 1) : 0;
  const own = table.blend[id]! << LAYER_BLEND_SHIFT;
  const blend = own !== 0 ? own : rows.words[faded + LAYER_FLAGS]! & LAYER_BLEND_BITS;
  words[LAYER_FLAGS] = (snapped ? LAYER_SNAPPED : 0) | (aligned ? LAYER_AXIS_ALIGNED : 0) | blend;
}

function isDrawable(): boolean {
  for (let i = LAYER_A; i <= LAYER_TY; i++) if (!(Math.abs(floats[i]!) <= LIMIT)) return false;
  const area = floats[LAYER_A]! * floats[LAYER_D]! - floats[LAYER_B]! * floats[LAYER_C]!;
  return Math.abs(area) > SMALLEST_AREA;
}

/** No size and an empty clip, which the layers inside inherit. */
function clearRow(): void {
  words.fill(0);
  words[LAYER_FLAGS] = LAYER_AXIS_ALIGNED;
}

function writeClip(
  table: LayerTable,
  rows: LayerRows,
  view: ViewSize,
  id: number,
  clips: boolean,
  clipRow: number,
): void {
  const outer = clippedBy(table, id);
  const up = outer * LAYER_WORDS;
  const hidden = table.top[id] !== 0 ? isHiddenWithin(table, id) : table.hidden[id] !== 0;
  words[LAYER_OUTER] = hidden ? id : outer;
  words[LAYER_CLIP_ROW] = clipRow !== 0 ? clipRow : rows.words[up + LAYER_CLIP_ROW]!;
  // An empty clip collapses every quad of the layer and of the layers in it.
  if (hidden) return;
  const from = rows.floats;
  let x0 = from[up + LAYER_CLIP]!;
  let y0 = from[up + LAYER_CLIP + 1]!;
  let x1 = from[up + LAYER_CLIP + 2]!;
  let y1 = from[up + LAYER_CLIP + 3]!;
  if (clips) {
    const flags = words[LAYER_FLAGS]!;
    let left = table.clipLeft[id]!;
    let top = table.clipTop[id]!;
    let right = table.clipRight[id]!;
    let bottom = table.clipBottom[id]!;
    if ((flags & LAYER_SNAPPED) !== 0) {
      // Local edges snap as those of boxes do, so that a clip ends where its element's fill does.
      left = snapToPixel(left, view.dpr);
      top = snapToPixel(top, view.dpr);
      right = snapToPixel(right, view.dpr);
      bottom = snapToPixel(bottom, view.dpr);
    }
    const a = floats[LAYER_A]!;
    const b = floats[LAYER_B]!;
    const c = floats[LAYER_C]!;
    const d = floats[LAYER_D]!;
    // Each term is smallest and largest at one end; of a turned clip these are the bounds, its row holds the rest.
    let cutLeft = Math.min(a * left, a * right) + Math.min(c * top, c * bottom) + floats[LAYER_TX]!;
    let cutRight =
      Math.max(a * left, a * right) + Math.max(c * top, c * bottom) + floats[LAYER_TX]!;
    let cutTop = Math.min(b * left, b * right) + Math.min(d * top, d * bottom) + floats[LAYER_TY]!;
    let cutBottom =
      Math.max(b * left, b * right) + Math.max(d * top, d * bottom) + floats[LAYER_TY]!;
    if ((flags & LAYER_AXIS_ALIGNED) !== 0 && (flags & LAYER_SNAPPED) === 0) {
      cutLeft = snapToPixel(cutLeft, view.dpr);
      cutRight = snapToPixel(cutRight, view.dpr);
      cutTop = snapToPixel(cutTop, view.dpr);
      cutBottom = snapToPixel(cutBottom, view.dpr);
    }
    x0 = Math.max(x0, cutLeft);
    y0 = Math.max(y0, cutTop);
    x1 = Math.min(x1, cutRight);
    y1 = Math.min(y1, cutBottom);
  }
  // Written so that NaN leaves it empty.
  if (!(x0 < x1 && y0 < y1)) return;
  floats[LAYER_CLIP] = x0;
  floats[LAYER_CLIP + 1] = y0;
  floats[LAYER_CLIP + 2] = x1;
  floats[LAYER_CLIP + 3] = y1;
}

function writeSurface(view: ViewSize): void {
  floats[LAYER_A] = 1;
  floats[LAYER_D] = 1;
  floats[LAYER_OPACITY] = 1;
  words[LAYER_FLAGS] = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
  if (!(view.width > 0 && view.height > 0)) return;
  floats[LAYER_CLIP] = -FAR;
  floats[LAYER_CLIP + 1] = -FAR;
  floats[LAYER_CLIP + 2] = FAR;
  floats[LAYER_CLIP + 3] = FAR;
}

function commit(rows: LayerRows, id: number): boolean {
  const to = rows.words;
  const at = id * LAYER_WORDS;
  let changed = false;
  for (let i = 0; i < LAYER_WORDS; i++) {
    if (to[at + i] === words[i]) continue;
    to[at + i] = words[i]!;
    changed = true;
  }
  return changed;
}

function bounded(value: number): number {
  // Written so that NaN becomes 0.
  return value > -FAR ? Math.min(value, FAR) : value <= -FAR ? -FAR : 0;
}
