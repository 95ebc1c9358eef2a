import { columns, findResource, resource, type World } from '../../ecs';
import {
  Box,
  contentBox,
  GlyphCache,
  Ink,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  TEXT_LINES,
  TEXT_RTL,
  Text,
  TextLines,
  Viewport,
} from '../../ecs/stores';

/** Values of `Runs.asleep`: all of a row's text is written, none of it, or only lines near sight. */
export const AWAKE = 0;
export const ASLEEP = 1;
export const PARTLY = 2;

/** CSS pixels out of sight within which text is drawn nevertheless: a list's rows are made so far ahead, and more. */
export const NEAR = 256;
/** Clusters below which a text is written whole. */
const LONG = 1024;

/** Says which text, and which other content, is in sight. Coordinates are those of the layer looked at, CSS pixels: left, top, right, bottom. */
export type Sight = {
  /** How far around the surface text counts as near, CSS pixels. */
  readonly near: number;
  /** Lines of the row last asked about that are in sight: the first and the end. */
  readonly lines: Int32Array;
  /** Looks at a layer, and so far around the surface and the layer's clip. Returns false if nothing of the layer is to be seen. */
  look(layer: number, margin: number): boolean;
  /** What is in sight of the layer looked at. */
  readonly seen: Float64Array;
  /** Whether a rectangle is in sight: four numbers from `at` on. Fractions handed on one by one would be heap objects. */
  holds(rects: ArrayLike<number>, at: number): boolean;
  /** Whether the ink of a row is in sight. */
  holdsInk(row: number): boolean;
  /** How much of a row's text, or of its box if it has none, is in sight, as `Runs.asleep` says it. Writes `lines` and `bounds`. */
  stateOf(row: number): number;
  /** Where the text last asked about may have ink. */
  readonly bounds: Float64Array;
  /** Asks for measures of fonts again. */
  forgetFonts(): void;
};

/** Gives what tells the text in sight from the rest; with `near` infinite all of it is. */
export function createSight(world: World, near: number): Sight {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const glyphs = resource(world, GlyphCache);
  const table = findResource(world, TextLines);
  const seen = new Float64Array(4);
  const bounds = new Float64Array(4);
  // How far ink may reach out of the text last measured.
  const outside = new Float64Array(1);
  const content = new Float64Array(3);
  const lines = new Int32Array(2);
  // Line heights by font: a fraction that a function returns is a heap object each time.
  let heights = new Float64Array(32).fill(Number.NaN);

  function look(layer: number, margin: number): boolean {
    if (margin === Number.POSITIVE_INFINITY) {
      seen[0] = Number.NEGATIVE_INFINITY;
      seen[1] = Number.NEGATIVE_INFINITY;
      seen[2] = Number.POSITIVE_INFINITY;
      seen[3] = Number.POSITIVE_INFINITY;
      return true;
    }
    const { floats } = rows;
    const base = layer * LAYER_WORDS;
    const clip = base + LAYER_CLIP;
    if (!(floats[clip]! < floats[clip + 2]! && floats[clip + 1]! < floats[clip + 3]!)) return false;
    const a = floats[base + LAYER_A]!;
    const b = floats[base + LAYER_B]!;
    const c = floats[base + LAYER_C]!;
    const d = floats[base + LAYER_D]!;
    const tx = floats[base + LAYER_TX]!;
    const ty = floats[base + LAYER_TY]!;
    const x0 = Math.max(0, floats[clip]!) - margin - tx;
    const y0 = Math.max(0, floats[clip + 1]!) - margin - ty;
    const x1 = Math.min(view.width, floats[clip + 2]!) + margin - tx;
    const y1 = Math.min(view.height, floats[clip + 3]!) + margin - ty;
    const det = a * d - b * c;
    // Written so that NaN shows nothing, as it does on the device.
    if (!(x0 < x1 && y0 < y1 && Math.abs(det) > 0)) return false;
    // Of a turned layer these are the bounds of what is in sight.
    const p = d / det;
    const q = -c / det;
    const r = -b / det;
    const s = a / det;
    seen[0] = Math.min(p * x0, p * x1) + Math.min(q * y0, q * y1);
    seen[1] = Math.min(r * x0, r * x1) + Math.min(s * y0, s * y1);
    seen[2] = Math.max(p * x0, p * x1) + Math.max(q * y0, q * y1);
    seen[3] = Math.max(r * x0, r * x1) + Math.max(s * y0, s * y1);
    return true;
  }

  function holds(rects: ArrayLike<number>, at: number): boolean {
    return (
      rects[at]! <= seen[2]! &&
      seen[0]! <= rects[at + 2]! &&
      rects[at + 1]! <= seen[3]! &&
      seen[1]! <= rects[at + 3]!
    );
  }

  function holdsInk(row: number): boolean {
    const ink = columns(world, Ink);
    return (
      ink.left[row]! <= seen[2]! &&
      seen[0]! <= ink.right[row]! &&
      ink.top[row]! <= seen[3]! &&
      seen[1]! <= ink.bottom[row]!
    );
  }

  /** Writes where a row's text may have ink, as far outside of its lines as one is high. */
  function measure(row: number): void {
    const box = columns(world, Box);
    const text = columns(world, Text);
    const font = text.font[row]!;
    if (font >= heights.length) {
      const grown = new Float64Array(2 ** Math.ceil(Math.log2(font + 1))).fill(Number.NaN);
      grown.set(heights);
      heights = grown;
    }
    if (Number.isNaN(heights[font]!)) heights[font] = glyphs.lineHeight(font);
    const overhang = heights[font]! + text.height[row]! / Math.max(1, text.lineCount[row]!);
    const x = box.x[row]!;
    const y = box.y[row]!;
    contentBox(world, row, content);
    const beyond = Math.max(0, text.width[row]! - content[2]!);
    const isRtl = (text.flags[row]! & TEXT_RTL) !== 0;
    const left = content[0]! - (isRtl ? beyond : 0);
    const right = content[0]! + content[2]! + beyond;
    const bottom = content[1]! + text.height[row]!;
    bounds[0] = Math.min(x, left) - overhang;
    bounds[1] = Math.min(y, content[1]!) - overhang;
    bounds[2] = Math.max(x + box.width[row]!, right) + overhang;
    bounds[3] = Math.max(y + box.height[row]!, bottom) + overhang;
    outside[0] = overhang;
  }

  /** Of what has no text its box is looked at. */
  function boxState(row: number): number {
    const { x, y, width, height } = columns(world, Box);
    bounds[0] = x[row]!;
    bounds[1] = y[row]!;
    bounds[2] = x[row]! + width[row]!;
    bounds[3] = y[row]! + height[row]!;
    lines[0] = 0;
    lines[1] = 0;
    return holds(bounds, 0) ? AWAKE : ASLEEP;
  }

  function stateOf(row: number): number {
    const text = columns(world, Text);
    if (text.runStart[row]! < 0) return boxState(row);
    measure(row);
    const count = text.lineCount[row]!;
    lines[0] = 0;
    lines[1] = count;
    if (!holds(bounds, 0)) return ASLEEP;
    if ((text.flags[row]! & TEXT_LINES) === 0 || !table || text.runLength[row]! < LONG)
      return AWAKE;
    const overhang = outside[0]!;
    const from = text.lineStart[row]!;
    // The last line that begins above what is in sight, and the first that begins below it.
    const first = Math.max(0, lineAfter(from, count, seen[1]! - overhang - content[1]!) - 1);
    const end = lineAfter(from, count, seen[3]! + overhang - content[1]!);
    if (first >= end) return ASLEEP;
    lines[0] = first;
    lines[1] = end;
    return end - first === count ? AWAKE : PARTLY;
  }

  /** The first line that begins below y. */
  function lineAfter(from: number, count: number, y: number): number {
    const { top } = table!;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (top[from + middle]! > y) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    near,
    lines,
    bounds,
    seen,
    look,
    holds,
    holdsInk,
    stateOf,
    forgetFonts() {
      heights.fill(Number.NaN);
    },
  };
}
