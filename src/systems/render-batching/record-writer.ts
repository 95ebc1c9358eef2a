import { columns, resource, type World } from '../../ecs';
import {
  Box,
  BoxShadow,
  FillGradient,
  Foreign,
  gradientTable,
  Ink,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  Picture,
  SNAP_HALF,
  Sparkline,
  shadowTable,
  Text,
  Viewport,
} from '../../ecs/stores';
import { createBoxWriter } from './box-writer';
import { createGlyphWriter, type GlyphWriter } from './glyph-writer';
import { createGradientWriter, gradientRecords } from './gradient-writer';
import { createImageWriter } from './image-writer';
import type { Quality } from './quality';
import { RECORD_COLOR, RECORD_WORDS } from './record-format';
import { MAX_RUN_RECORDS, type RecordStore } from './record-store';
import type { RestedLayers } from './rested-layers';
import {
  HAS_LINE,
  IMAGES_ALONE,
  MOVE_ANEW,
  MOVE_BOX,
  MOVE_BOX_TEXT,
  MOVE_NOTHING,
  MOVE_OPAQUE,
  MOVE_RECORD_SHIFT,
  MOVE_SNAPS,
  MOVE_TEXT,
  MOVE_WHOLE,
  OUTSIDE,
  Runs,
} from './runs';
import {
  BOX_OPAQUE,
  BOX_OWNS_LAYER,
  createShadowWriter,
  shadowParts,
  WRITE_INSET,
} from './shadow-writer';
import { ASLEEP, AWAKE, type Sight } from './sight';
import { createSparklineWriter } from './sparkline-writer';

/** Edges beyond are drawn there, CSS pixels: float32 has no pixels left so far out, and products stay finite. */
export const MAX_EDGE = 1e9;
/** Runs up to this size are kept for good: rows of a list get longer and shorter text all the time. */
const KEPT_CAPACITY = 32;
/** Clusters from which on a text that is out of sight has no run kept for it. */
const LONG = 1024;

export type RecordWriter = {
  /** Writes the records and the ink of a row. Returns true if its chunk must be looked at: run, ink or place in it changed. */
  write(row: number): boolean;
  /** Clears the records of a row's text; its run stays. Returns what `write` does. */
  sleep(row: number): boolean;
  /** Ink of the row being written: left, top, right, bottom. */
  readonly ink: Float32Array;
  /** Writes texts, whose ink it adds to that. */
  readonly texts: GlyphWriter;
  /** Goes up when a text was cut short, because a run holds no more records. */
  cut(): number;
  /** Returns a row's records. */
  drop(row: number): void;
  /** Asks for measures of fonts and the glyph scale again. */
  forgetFonts(): void;
};

/** Turns columns into records. Boxes that are not finite write none: the element vanishes, the rest is unaffected. */
export function createRecordWriter(
  world: World,
  store: RecordStore,
  sight: Sight,
  quality: Quality,
  rested: RestedLayers,
): RecordWriter {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const ink = new Float32Array(4);
  const shadows = shadowTable(world);
  const boxWriter = createBoxWriter(world, store, ink);
  const shadowWriter = createShadowWriter(world, store, ink, boxWriter.widths, quality);
  const gradients = gradientTable(world);
  const gradientWriter = createGradientWriter(world, store, ink, boxWriter.insets, quality);
  const imageWriter = createImageWriter(world, store);
  const sparklineWriter = createSparklineWriter(world, store);
  const glyphWriter = createGlyphWriter(world, store, ink, sight.lines, rested);
  let cut = 0;

  /** What the shadows of a row depend on. */
  function boxFlags(row: number): number {
    const owns = columns(world, LayerOf).own[row] !== 0;
    const isOpaque = boxWriter.fillColor(row) >>> 24 === 255;
    return (owns ? BOX_OWNS_LAYER : 0) | (isOpaque ? BOX_OPAQUE : 0);
  }

  function isSnapped(layer: number): boolean {
    return (rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0;
  }

  /** Makes a row's rectangle, as it is drawn, its ink. */
  function placeBox(row: number, layer: number): void {
    const box = columns(world, Box);
    let x0 = box.x[row]!;
    let y0 = box.y[row]!;
    let x1 = x0 + box.width[row]!;
    let y1 = y0 + box.height[row]!;
    if (isSnapped(layer)) {
      // Both edges snap, not the size, so that neighbours neither gap nor overlap.
      const { dpr } = view;
      // As `snapToPixel` does: what a function that is not inlined returns would be a heap object.
      x0 = Math.floor(x0 * dpr + SNAP_HALF) / dpr;
      y0 = Math.floor(y0 * dpr + SNAP_HALF) / dpr;
      x1 = Math.floor(x1 * dpr + SNAP_HALF) / dpr;
      y1 = Math.floor(y1 * dpr + SNAP_HALF) / dpr;
    }
    ink[0] = Math.max(x0, -MAX_EDGE);
    ink[1] = Math.max(y0, -MAX_EDGE);
    ink[2] = Math.min(x1, MAX_EDGE);
    ink[3] = Math.min(y1, MAX_EDGE);
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
    const looked = boxWriter.look(row, layer);
    const boxed = finite && width > 0 && height > 0 ? looked : 0;
    const hasText = finite && text.runStart[row]! >= 0;
    const hasImage = finite && columns(world, Picture).image[row] !== 0;
    const state = hasText || hasImage ? contentState(row, layer, sleeps) : AWAKE;
    let length = hasText ? textRecords(row, state) : hasImage ? imageRecords(row, layer, state) : 0;
    const waits = hasText && length > 0 && state !== ASLEEP && !glyphWriter.isReady(row);
    // What is drawn in a later frame takes its room then: a first screen has more to do in this one than there is time for.
    if (waits) length = Math.min(length, runs.capacity[row]!);
    const asleep = length === 0 ? AWAKE : state;
    const list = shadows.lists[columns(world, BoxShadow).id[row]!]!;
    const parts = finite && width >= 0 && height >= 0 ? shadowParts(world, row) : 0;
    const outer = list.outer * parts;
    const shadowed = outer + list.inset * parts;
    const gradient = gradients.values[columns(world, FillGradient).id[row]!];
    const shades =
      gradient && finite && width > 0 && height > 0 ? gradientRecords(gradient, quality) : 0;
    const hasLine = finite && columns(world, Sparkline).id[row] !== 0;
    const stroke = hasLine ? sparklineWriter.find(row, layer) : 0;
    // An empty record, so that it is drawn, in a picture.
    const foreign = finite ? columns(world, Foreign).held[row]! : 0;
    const wanted = boxed + shades + shadowed + length + stroke + foreign;
    runs.move[row] = MOVE_ANEW;
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
      if (boxed + shades + shadowed + stroke + foreign !== 0 || hasImage) placeBox(row, layer);
      const flags = shadowed !== 0 ? boxFlags(row) : 0;
      if (outer !== 0) count = shadowWriter.write(start, row, layer, list, flags);
      // Where what only the `effects` program draws ends, and what the `images` program draws too.
      let hard = shadowWriter.isSoft(flags) ? 0 : outer;
      let soft = 0;
      if (boxed !== 0) {
        const isOpaque = boxWriter.write(start + count, row, layer);
        // Only the first record of a run may be drawn before everything blended.
        opaque = isOpaque && count === 0 ? 1 : 0;
        count += boxed;
        if (boxWriter.needsEffects()) hard = count;
      }
      if (shades > 0) {
        count += gradientWriter.write(start + count, row, layer, gradient!);
        if (!quality.meanOf) soft = count;
      }
      if (shadowed > outer) {
        count += shadowWriter.write(start + count, row, layer, list, WRITE_INSET | flags);
      }
      if (shadowed > outer) hard = count;
      if (hasImage && asleep === AWAKE) {
        const tiles = imageWriter.write(start + count, row, layer);
        count += tiles;
        if (tiles > 0) soft = count;
      }
      if (stroke > 0) {
        count += sparklineWriter.write(start + count, row, layer);
        soft = count;
      }
      if (foreign !== 0) store.clear(start + count++);
      effects = hard > 0 ? Math.max(hard, soft) : soft > 0 ? soft | IMAGES_ALONE : 0;
      if (stroke > 0) effects |= HAS_LINE;
      if (outer !== 0) {
        shadowWriter.growInk(list);
        if (columns(world, LayerOf).own[row] !== 0) effects |= OUTSIDE;
      }
      if (asleep !== AWAKE) growByText();
      if (hasText && length > 0 && asleep !== ASLEEP && !waits) {
        count += glyphWriter.write(start + count, row, layer, held - count);
        if (wanted > MAX_RUN_RECORDS && count === held) cut++;
      }
      held = before;
      if (finite && !hasImage && shades + shadowed + stroke + foreign === 0 && asleep === AWAKE) {
        const { dpr } = view;
        const isWhole = (width * dpr) % 1 === 0 && (height * dpr) % 1 === 0;
        const how =
          (isSnapped(layer) ? MOVE_SNAPS : 0) |
          (opaque === 1 ? MOVE_OPAQUE : 0) |
          (isWhole ? MOVE_WHOLE : 0);
        runs.move[row] = (start << MOVE_RECORD_SHIFT) | how | moveOf(boxed, count, hasText);
      }
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

  /** How a row is written that shows no more than its box and a text. */
  function moveOf(boxed: number, count: number, hasText: boolean): number {
    if (boxed > 1 || (boxed === 1 && !boxWriter.isWhole())) return MOVE_ANEW;
    if (!hasText) return boxed === 0 ? MOVE_NOTHING : MOVE_BOX;
    // What shows no glyph yet may have to be placed first.
    if (count === boxed || !glyphWriter.isMovable()) return MOVE_ANEW;
    return boxed === 0 ? MOVE_TEXT : MOVE_BOX_TEXT;
  }

  function isBackground(record: number): boolean {
    return store.words[record * RECORD_WORDS + RECORD_COLOR] === view.background;
  }

  return {
    write: (row) => writeRow(row, false),
    sleep: (row) => writeRow(row, true),
    ink,
    texts: glyphWriter,
    cut() {
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
      runs.move[row] = MOVE_ANEW;
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
