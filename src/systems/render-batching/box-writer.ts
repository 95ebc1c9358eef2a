import { columns, resource, type World } from '../../ecs';
import {
  Border,
  Fill,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerRows,
  STATE_FOCUS_VISIBLE,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  StateColors,
  Viewport,
} from '../../ecs/stores';
import { radiiBottomBits, radiiTopBits } from './radii';
import {
  KIND_ROUND,
  KIND_SIDES,
  KIND_SOLID,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_BOTTOM_COLOR,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_LEFT_COLOR,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_RIGHT_COLOR,
  RECORD_SIDE_WIDTHS,
  RECORD_TOP_COLOR,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';

/** Narrowest border that shows focus, CSS pixels. */
const FOCUS_WIDTH = 2;
/** Wider borders leave nothing of a box, CSS pixels: float32 has no pixels left so far out, and products stay finite. */
const MAX_WIDTH = 1e9;

const TOP = 0;
const RIGHT = 1;
const BOTTOM = 2;
const LEFT = 3;
/** Where `colors` has that of the fill. */
const FILL = 4;

/** How a box is drawn: as one rectangle; and sides of the border each as one; or as what only the `effects` program draws. */
const WHOLE = 0;
const APART = 1;
const MITRED = 2;

export type BoxWriter = {
  /** Widths of the border of the row last looked at, as drawn: top, right, bottom, left. */
  readonly widths: Float64Array;
  /** The same where a border is seen, else 0. */
  readonly insets: Float64Array;
  /** Whether only the `effects` program draws it. */
  needsEffects(): boolean;
  /** Whether its first record is all of the box: not so where sides of the border are drawn one by one. */
  isWhole(): boolean;
  /** What a row shows its fill with. As int32: a colour with alpha is too great for a small integer. */
  fillColor(row: number): number;
  /** Looks at fill and border of a row in a layer. Returns how many records they take. */
  look(row: number, layer: number): number;
  /** Writes them from a record on; the ink is the box as it is drawn. Returns whether the first is an opaque solid. */
  write(first: number, row: number, layer: number): boolean;
};

/** Turns fills and borders of boxes into records. */
export function createBoxWriter(world: World, store: RecordStore, ink: Float32Array): BoxWriter {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const widths = new Float64Array(4);
  const insets = new Float64Array(4);
  // Of the sides, and the fill: as numbers of a closure, colours with alpha are heap objects.
  const colors = new Int32Array(5);
  let shape = WHOLE;
  let bordered = false;

  function fillColor(row: number): number {
    const bits = columns(world, State).bits[row]!;
    const { hover, pressed } = columns(world, StateColors);
    if ((bits & STATE_PRESSED) !== 0 && pressed[row]! >>> 24 !== 0) return pressed[row]! | 0;
    if ((bits & STATE_HOVERED) !== 0 && hover[row]! >>> 24 !== 0) return hover[row]! | 0;
    return columns(world, Fill).color[row]! | 0;
  }

  function showsFocus(row: number): boolean {
    const isFocused = (columns(world, State).bits[row]! & STATE_FOCUS_VISIBLE) !== 0;
    return isFocused && columns(world, StateColors).focus[row]! >>> 24 !== 0;
  }

  /** Takes columns, for fractions handed on would be heap objects. */
  function readSide(side: number, width: Float32Array, color: Uint32Array, row: number): void {
    // Written so that NaN is no border.
    widths[side] = width[row]! > 0 ? Math.min(width[row]!, MAX_WIDTH) : 0;
    colors[side] = color[row]!;
  }

  function readSides(row: number): void {
    const border = columns(world, Border);
    readSide(TOP, border.top, border.topColor, row);
    readSide(RIGHT, border.right, border.rightColor, row);
    readSide(BOTTOM, border.bottom, border.bottomColor, row);
    readSide(LEFT, border.left, border.leftColor, row);
    if (showsFocus(row)) {
      colors.fill(columns(world, StateColors).focus[row]!);
      for (let side = 0; side < 4; side++) widths[side] = Math.max(widths[side]!, FOCUS_WIDTH);
    }
    bordered = false;
    for (let side = 0; side < 4; side++) {
      if (widths[side] === 0) colors[side] = 0;
      else if (colors[side]! >>> 24 !== 0) bordered = true;
    }
  }

  function isEven(): boolean {
    for (let side = 1; side < 4; side++) {
      if (widths[side] !== widths[0] || colors[side] !== colors[0]) return false;
    }
    return true;
  }

  /** Whether no corner is shared by sides of two colours. */
  function isOneColor(): boolean {
    for (let side = 0; side < 4; side++) {
      const next = (side + 1) & 3;
      if (widths[side] !== 0 && widths[next] !== 0 && colors[side] !== colors[next]) return false;
    }
    return true;
  }

  /** As in CSS: whole device pixels, one at least. */
  function snapWidths(layer: number): void {
    if ((rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) === 0) return;
    const { dpr } = view;
    for (let side = 0; side < 4; side++) {
      if (widths[side] === 0) continue;
      // What float32 made of a whole number of them stays it.
      widths[side] = Math.max(1, Math.floor(widths[side]! * dpr + 1e-3)) / dpr;
    }
  }

  /** Makes a record whose rectangle is written a solid of one of `colors`. */
  function writeSolid(record: number, layer: number, which: number): void {
    const { words } = store;
    const at = record * RECORD_WORDS;
    words[at + RECORD_KIND_LAYER] = KIND_SOLID | (layer << 8);
    words[at + RECORD_COLOR] = colors[which]!;
    store.wrote(record);
  }

  function writeSideRects(first: number, layer: number): number {
    const { floats } = store;
    const width = ink[2]! - ink[0]!;
    const height = ink[3]! - ink[1]!;
    const top = Math.min(widths[TOP]!, height);
    const bottom = Math.min(widths[BOTTOM]!, height - top);
    let record = first;
    for (let side = 0; side < 4; side++) {
      if (colors[side]! >>> 24 === 0) continue;
      const at = record * RECORD_WORDS;
      const across = side === TOP || side === BOTTOM;
      floats[at + RECORD_X] = ink[0]!;
      floats[at + RECORD_Y] = ink[1]!;
      floats[at + RECORD_WIDTH] = across ? width : Math.min(widths[side]!, width);
      floats[at + RECORD_HEIGHT] = side === TOP ? top : bottom;
      if (side === RIGHT) floats[at + RECORD_X] = ink[2]! - floats[at + RECORD_WIDTH]!;
      if (side === BOTTOM) floats[at + RECORD_Y] = ink[3]! - bottom;
      if (!across) {
        floats[at + RECORD_Y] = ink[1]! + top;
        floats[at + RECORD_HEIGHT] = height - top - bottom;
      }
      writeSolid(record++, layer, side);
    }
    return record;
  }

  function writeRect(record: number): void {
    const { floats } = store;
    const at = record * RECORD_WORDS;
    floats[at + RECORD_X] = ink[0]!;
    floats[at + RECORD_Y] = ink[1]!;
    floats[at + RECORD_WIDTH] = ink[2]! - ink[0]!;
    floats[at + RECORD_HEIGHT] = ink[3]! - ink[1]!;
  }

  function writeMitred(record: number, row: number, layer: number): void {
    const { words, floats } = store;
    const at = record * RECORD_WORDS;
    writeRect(record);
    words[at + RECORD_KIND_LAYER] = KIND_SIDES | (layer << 8);
    words[at + RECORD_COLOR] = colors[FILL]!;
    words[at + RECORD_TOP_COLOR] = colors[TOP]!;
    words[at + RECORD_RIGHT_COLOR] = colors[RIGHT]!;
    words[at + RECORD_BOTTOM_COLOR] = colors[BOTTOM]!;
    words[at + RECORD_LEFT_COLOR] = colors[LEFT]!;
    for (let side = 0; side < 4; side++) floats[at + RECORD_SIDE_WIDTHS + side] = widths[side]!;
    words[at + RECORD_RADII_TOP] = radiiTopBits(world, row);
    words[at + RECORD_RADII_BOTTOM] = radiiBottomBits(world, row);
    store.wrote(record);
  }

  function writeWhole(record: number, row: number, layer: number): boolean {
    const { words, floats } = store;
    const at = record * RECORD_WORDS;
    writeRect(record);
    const radiiTop = radiiTopBits(world, row);
    const radiiBottom = radiiBottomBits(world, row);
    const round = bordered || radiiTop !== 0 || radiiBottom !== 0;
    words[at + RECORD_KIND_LAYER] = (round ? KIND_ROUND : KIND_SOLID) | (layer << 8);
    words[at + RECORD_COLOR] = colors[FILL]!;
    words[at + RECORD_BORDER_COLOR] = colors[0]!;
    floats[at + RECORD_BORDER_WIDTH] = bordered ? widths[0]! : 0;
    words[at + RECORD_RADII_TOP] = radiiTop;
    words[at + RECORD_RADII_BOTTOM] = radiiBottom;
    store.wrote(record);
    return !round && colors[FILL]! >>> 24 === 255;
  }

  return {
    widths,
    insets,
    needsEffects() {
      return shape === MITRED;
    },
    isWhole() {
      return shape !== APART;
    },
    fillColor,
    look(row, layer) {
      readSides(row);
      colors[FILL] = fillColor(row);
      insets.fill(0);
      const filled = colors[FILL]! >>> 24 !== 0 ? 1 : 0;
      shape = WHOLE;
      if (!bordered) return filled;
      insets.set(widths);
      if (isEven()) return 1;
      snapWidths(layer);
      insets.set(widths);
      shape =
        radiiTopBits(world, row) === 0 && radiiBottomBits(world, row) === 0 && isOneColor()
          ? APART
          : MITRED;
      if (shape === MITRED) return 1;
      let sides = 0;
      for (let side = 0; side < 4; side++) if (colors[side]! >>> 24 !== 0) sides++;
      return filled + sides;
    },
    write(first, row, layer) {
      if (shape === WHOLE) return writeWhole(first, row, layer);
      if (shape === MITRED) {
        writeMitred(first, row, layer);
        return false;
      }
      if (colors[FILL]! >>> 24 === 0) {
        writeSideRects(first, layer);
        return false;
      }
      writeRect(first);
      writeSolid(first, layer, FILL);
      writeSideRects(first + 1, layer);
      return colors[FILL]! >>> 24 === 255;
    },
  };
}
