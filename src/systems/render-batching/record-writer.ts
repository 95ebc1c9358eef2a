import { columns, resource, type World } from '../../ecs';
import {
  Border,
  Box,
  BoxShadow,
  Fill,
  FillGradient,
  gradientTable,
  Ink,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  Picture,
  STATE_FOCUS_VISIBLE,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  StateColors,
  shadowTable,
  snapToPixel,
  Text,
  Viewport,
} from '../../ecs/stores';
import { createGlyphWriter } from './glyph-writer';
import { createGradientWriter, gradientRecords } from './gradient-writer';
import { createImageWriter } from './image-writer';
import { radiiBottomBits, radiiTopBits } from './radii';
import {
  KIND_ROUND,
  KIND_SOLID,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import { MAX_RUN_RECORDS, type RecordStore } from './record-store';
import { IMAGES_ALONE, OUTSIDE, Runs } from './runs';
import {
  BOX_FOCUSED,
  BOX_OPAQUE,
  BOX_OWNS_LAYER,
  createShadowWriter,
  FOCUS_WIDTH,
  shadowParts,
  WRITE_INSET,
} from './shadow-writer';
import { ASLEEP, AWAKE, type Sight } from './sight';

/** Edges beyond are drawn there, CSS pixels: float32 has no pixels left so far out, and products stay finite. */
const MAX_EDGE = 1e9;
/** Runs up to this size are kept for good: rows of a list get longer and shorter text all the time. */
const KEPT_CAPACITY = 32;
/** Clusters from which on a text that is out of sight has no run kept for it. */
const LONG = 1024;

export type RecordWriter = {
  /** Writes the records and the ink of a row. Returns true if its chunk must be looked at: run, ink or place in it changed. */
  write(row: number): boolean;
  /** Clears the records of a row's text; its run stays. Returns what `write` does. */
  sleep(row: number): boolean;
  /** Goes up when a text was cut short, because a run holds no more records. */
  readonly cut: number;
  /** Returns a row's records. */
  drop(row: number): void;
  /** Asks for measures of fonts and the glyph scale again. */
  forgetFonts(): void;
};

/** Turns columns into records. Boxes that are not finite write none: the element vanishes, the rest is unaffected. */
export function createRecordWriter(world: World, store: RecordStore, sight: Sight): RecordWriter {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  // Ink of the row being written: left, top, right, bottom.
  const ink = new Float32Array(4);
  const shadows = shadowTable(world);
  const shadowWriter = createShadowWriter(world, store, ink);
  const gradients = gradientTable(world);
  const gradientWriter = createGradientWriter(world, store, ink);
  const imageWriter = createImageWriter(world, store);
  const glyphWriter = createGlyphWriter(world, store, ink, sight.lines);
  let cut = 0;

  /** As int32: a colour with alpha is too great for a small integer. */
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

  function hasBorder(row: number): boolean {
    const border = columns(world, Border);
    return showsFocus(row) || (border.color[row]! >>> 24 !== 0 && border.width[row]! > 0);
  }

  /** What the shadows of a row depend on. */
  function boxFlags(row: number, color: number): number {
    const focused = showsFocus(row);
    const borderColor = (
      focused ? columns(world, StateColors).focus : columns(world, Border).color
    )[row]!;
    const isOpaque = color >>> 24 === 255 && (!hasBorder(row) || borderColor >>> 24 === 255);
    const owns = columns(world, LayerOf).own[row] !== 0;
    return (owns ? BOX_OWNS_LAYER : 0) | (focused ? BOX_FOCUSED : 0) | (isOpaque ? BOX_OPAQUE : 0);
  }

  /** Makes a row's rectangle, as it is drawn, its ink. */
  function placeBox(row: number, layer: number): void {
    const box = columns(world, Box);
    let x0 = box.x[row]!;
    let y0 = box.y[row]!;
    let x1 = x0 + box.width[row]!;
    let y1 = y0 + box.height[row]!;
    if ((rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0) {
      // Both edges snap, not the size, so that neighbours neither gap nor overlap.
      const { dpr } = view;
      x0 = snapToPixel(x0, dpr);
      y0 = snapToPixel(y0, dpr);
      x1 = snapToPixel(x1, dpr);
      y1 = snapToPixel(y1, dpr);
    }
    ink[0] = Math.max(x0, -MAX_EDGE);
    ink[1] = Math.max(y0, -MAX_EDGE);
    ink[2] = Math.min(x1, MAX_EDGE);
    ink[3] = Math.min(y1, MAX_EDGE);
  }

  /** Writes a row's rectangle. Returns true if it is an opaque solid. */
  function writeBox(record: number, row: number, layer: number, color: number): boolean {
    const { words, floats } = store;
    const border = columns(world, Border);
    const at = record * RECORD_WORDS;
    floats[at + RECORD_X] = ink[0]!;
    floats[at + RECORD_Y] = ink[1]!;
    floats[at + RECORD_WIDTH] = ink[2]! - ink[0]!;
    floats[at + RECORD_HEIGHT] = ink[3]! - ink[1]!;
    const focused = showsFocus(row);
    const bordered = hasBorder(row);
    const borderColor = (focused ? columns(world, StateColors).focus : border.color)[row]!;
    // Written so that NaN is too narrow.
    const borderWidth =
      focused && !(border.width[row]! > FOCUS_WIDTH) ? FOCUS_WIDTH : border.width[row]!;
    const radiiTop = radiiTopBits(world, row);
    const radiiBottom = radiiBottomBits(world, row);
    const round = bordered || radiiTop !== 0 || radiiBottom !== 0;
    words[at + RECORD_KIND_LAYER] = (round ? KIND_ROUND : KIND_SOLID) | (layer << 8);
    words[at + RECORD_COLOR] = color;
    words[at + RECORD_BORDER_COLOR] = borderColor;
    floats[at + RECORD_BORDER_WIDTH] = bordered ? Math.min(borderWidth, MAX_EDGE) : 0;
    words[at + RECORD_RADII_TOP] = radiiTop;
    words[at + RECORD_RADII_BOTTOM] = radiiBottom;
    store.wrote(record);
    return !round && color >>> 24 === 255;
  }

  /** Writes what was measured and returns whether anything is different. */
  function commitInk(row: number): boolean {
    const { left, top, right, bottom } = columns(world, Ink);
    const same =
      left[row] === ink[0] &&
      top[row] === ink[1] &&
      right[row] === ink[2] &&
      bottom[row] === ink[3];
    left[row] = ink[0]!;
    top[row] = ink[1]!;
    right[row] = ink[2]!;
    bottom[row] = ink[3]!;
    return !same;
  }

  /** Text that is not drawn counts as ink, so that its chunk is looked at when it comes into sight. */
  function growByText(): void {
    const { bounds } = sight;
    ink[0] = Math.min(ink[0]!, bounds[0]!);
    ink[1] = Math.min(ink[1]!, bounds[1]!);
    ink[2] = Math.max(ink[2]!, bounds[2]!);
    ink[3] = Math.max(ink[3]!, bounds[3]!);
  }

  /** How much of a row's text or image is to be written, as `Runs.asleep` says it. */
  function contentState(row: number, layer: number, sleeps: boolean): number {
    const isSeen = sight.look(layer, sight.near);
    const state = sight.stateOf(row);
    return isSeen && !sleeps ? state : ASLEEP;
  }

  /** Most records that a row's text takes as it is written now. Short ones have a run in their sleep, lest waking move it. */
  function textRecords(row: number, asleep: number): number {
    const isLong = columns(world, Text).runLength[row]! >= LONG;
    return asleep === ASLEEP && isLong ? 1 : glyphWriter.needed(row);
  }

  function imageRecords(row: number, layer: number, asleep: number): number {
    return asleep === ASLEEP ? 1 : imageWriter.find(row, layer);
  }

  function writeRow(row: number, sleeps: boolean): boolean {
    const runs = columns(world, Runs);
    const box = columns(world, Box);
    const text = columns(world, Text);
    const layer = columns(world, LayerOf).id[row]!;
    const width = box.width[row]!;
    const height = box.height[row]!;
    // A sum of four float32 numbers is finite if and only if they are.
    const finite = Number.isFinite(box.x[row]! + box.y[row]! + width + height);
    const color = fillColor(row);
    const hasBox = finite && width > 0 && height > 0 && (color >>> 24 !== 0 || hasBorder(row));
    const hasText = finite && text.runStart[row]! >= 0;
    const hasImage = finite && columns(world, Picture).image[row] !== 0;
    const state = hasText || hasImage ? contentState(row, layer, sleeps) : AWAKE;
    const length = hasText
      ? textRecords(row, state)
      : hasImage
        ? imageRecords(row, layer, state)
        : 0;
    const asleep = length === 0 ? AWAKE : state;
    const list = shadows.lists[columns(world, BoxShadow).id[row]!]!;
    const parts = finite && width >= 0 && height >= 0 ? shadowParts(world, row) : 0;
    const outer = list.outer * parts;
    const shadowed = outer + list.inset * parts;
    const gradient = gradients.values[columns(world, FillGradient).id[row]!];
    const shades = gradient && finite && width > 0 && height > 0 ? gradientRecords(gradient) : 0;
    const wanted = (hasBox ? 1 : 0) + shades + shadowed + length;
    let moved = !sleeps && fitRun(store, runs, row, Math.min(MAX_RUN_RECORDS, wanted));
    const start = runs.start[row]!;
    const before = runs.count[row]!;
    const wasOpaque = runs.opaque[row]!;
    const wasBackground = wasOpaque === 1 && isBackground(start);
    ink[0] = Number.POSITIVE_INFINITY;
    ink[1] = Number.POSITIVE_INFINITY;
    ink[2] = Number.NEGATIVE_INFINITY;
    ink[3] = Number.NEGATIVE_INFINITY;
    let count = 0;
    let opaque = 0;
    let effects = 0;
    let held = runs.capacity[row]!;
    try {
      if (hasBox || shadowed + shades !== 0 || hasImage) placeBox(row, layer);
      if (outer !== 0) count = shadowWriter.write(start, row, layer, list, boxFlags(row, color));
      if (hasBox) {
        const isOpaque = writeBox(start + count, row, layer, color);
        // Only the first record of a run may be drawn before everything blended.
        opaque = isOpaque && count === 0 ? 1 : 0;
        count++;
      }
      if (shades > 0) {
        count += gradientWriter.write(start + count, row, layer, gradient!, hasBorder(row));
        effects = count | IMAGES_ALONE;
      }
      if (shadowed > outer) {
        const flags = WRITE_INSET | boxFlags(row, color);
        count += shadowWriter.write(start + count, row, layer, list, flags);
      }
      if (shadowed > 0) effects = shadowed > outer || shades > 0 ? count : outer;
      if (hasImage && asleep === AWAKE) {
        const tiles = imageWriter.write(start + count, row, layer);
        count += tiles;
        if (tiles > 0) effects = shadowed === 0 ? count | IMAGES_ALONE : count;
      }
      if (outer !== 0) {
        shadowWriter.growInk(list);
        if (columns(world, LayerOf).own[row] !== 0) effects |= OUTSIDE;
      }
      if (asleep !== AWAKE) growByText();
      if (hasText && length > 0 && asleep !== ASLEEP) {
        count += glyphWriter.write(start + count, row, layer, held - count);
        if (wanted > MAX_RUN_RECORDS && count === held) cut++;
      }
      held = before;
    } finally {
      // If the host's rasteriser threw, nothing half written stays in sight.
      for (let record = start + count; record < start + held; record++) store.clear(record);
      // Ink may stay as it is when the first glyph comes or the last one goes.
      const same = wasOpaque === opaque && before > wasOpaque === count > opaque;
      if (!same || runs.layer[row] !== layer) moved = true;
      if (runs.asleep[row] !== asleep || runs.effects[row] !== effects) moved = true;
      runs.effects[row] = effects;
      runs.asleep[row] = asleep;
      runs.firstLine[row] = sight.lines[0]!;
      runs.endLine[row] = sight.lines[1]!;
      runs.count[row] = count;
      runs.layer[row] = layer;
      runs.opaque[row] = opaque;
      if (commitInk(row)) moved = true;
    }
    // A solid of the background's colour may be left out of the list.
    return moved || (opaque === 1 && wasBackground !== isBackground(start));
  }

  function isBackground(record: number): boolean {
    return store.words[record * RECORD_WORDS + RECORD_COLOR] === view.background;
  }

  return {
    write: (row) => writeRow(row, false),
    sleep: (row) => writeRow(row, true),
    get cut() {
      return cut;
    },
    drop(row) {
      const runs = columns(world, Runs);
      if (runs.start[row]! < 0) return;
      // Indices may name these records until their chunk is written again.
      const start = runs.start[row]!;
      for (let i = 0; i < runs.count[row]!; i++) store.clear(start + i);
      store.release(start);
      runs.start[row] = -1;
      runs.capacity[row] = 0;
      runs.count[row] = 0;
      runs.effects[row] = 0;
      runs.asleep[row] = 0;
    },
    forgetFonts() {
      glyphWriter.forget();
      sight.forgetFonts();
    },
  };
}

type RunColumns = { start: Int32Array; capacity: Uint16Array; count: Uint16Array };

/** Makes a row's run hold `needed` records; returns whether it moved. */
function fitRun(store: RecordStore, runs: RunColumns, row: number, needed: number): boolean {
  const capacity = runs.capacity[row]!;
  const fits = needed <= capacity;
  if (fits && (capacity <= KEPT_CAPACITY || needed * 4 >= capacity)) return false;
  // The new run first: when there is none, the old one stays as it was.
  const start = needed === 0 ? -1 : store.allocate(needed);
  const old = runs.start[row]!;
  // Not cleared: no index names it any more when the chunk has been written again, which is before anything is drawn.
  if (old >= 0) store.release(old);
  runs.start[row] = start;
  runs.capacity[row] = start < 0 ? 0 : store.runs.capacityOf(start);
  runs.count[row] = 0;
  return true;
}
