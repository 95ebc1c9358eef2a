import { columns, resource, type World } from '../../ecs';
import {
  Border,
  Box,
  Fill,
  GlyphCache,
  Ink,
  LayerOf,
  Radius,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  StateColors,
  Text,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TextRuns,
  Viewport,
} from '../../ecs/stores';
import { GLYPH_COLORED, KIND_GLYPH, KIND_ROUND, KIND_SOLID } from './record-format';
import { MAX_RUN_RECORDS, type RecordStore } from './record-store';
import { Runs } from './runs';

/** What `write` found out about a row. */
export const WROTE_SAME = 0;
/** The run moved or became opaque or transparent: its indices must be written again. */
export const WROTE_MOVED = 1;

export type RecordWriter = {
  /** Writes the records of a row from its columns. Returns `WROTE_SAME` or `WROTE_MOVED`. */
  write(row: number): number;
  /** Returns a row's records. */
  drop(row: number): void;
};

/** Turns columns into records. Non-finite boxes write no record: the element vanishes, the rest is unaffected. */
export function createRecordWriter(world: World, store: RecordStore): RecordWriter {
  const view = resource(world, Viewport);
  const glyphs = resource(world, GlyphCache);
  const textRuns = resource(world, TextRuns);
  // Ink of the row being written.
  let left = 0;
  let top = 0;
  let right = 0;
  let bottom = 0;

  function addInk(x: number, y: number, width: number, height: number): void {
    if (x < left) left = x;
    if (y < top) top = y;
    if (x + width > right) right = x + width;
    if (y + height > bottom) bottom = y + height;
  }

  function fillColor(row: number): number {
    const bits = columns(world, State).bits[row]!;
    const colors = columns(world, StateColors);
    if ((bits & STATE_PRESSED) !== 0 && colors.pressed[row]! >>> 24 !== 0) return colors.pressed[row]!;
    if ((bits & STATE_HOVERED) !== 0 && colors.hover[row]! >>> 24 !== 0) return colors.hover[row]!;
    return columns(world, Fill).color[row]!;
  }

  function writeBox(record: number, row: number, layer: number, color: number): boolean {
    const box = columns(world, Box);
    const border = columns(world, Border);
    const radius = columns(world, Radius);
    const dpr = view.dpr;
    // Both edges snap, not the size, so that neighbours neither gap nor overlap.
    const x0 = Math.round(box.x[row]! * dpr) / dpr;
    const y0 = Math.round(box.y[row]! * dpr) / dpr;
    const x1 = Math.round((box.x[row]! + box.width[row]!) * dpr) / dpr;
    const y1 = Math.round((box.y[row]! + box.height[row]!) * dpr) / dpr;
    const borderWidth = border.color[row]! >>> 24 === 0 ? 0 : border.width[row]!;
    const top16 = radiusBits(radius.topLeft[row]!) | (radiusBits(radius.topRight[row]!) << 16);
    const bottom16 = radiusBits(radius.bottomLeft[row]!) | (radiusBits(radius.bottomRight[row]!) << 16);
    const round = borderWidth > 0 || top16 !== 0 || bottom16 !== 0;
    store.writeRect(record, x0, y0, x1 - x0, y1 - y0);
    store.writeEdges(record, border.color[row]!, borderWidth, top16 >>> 0, bottom16 >>> 0);
    store.writeBox(record, round ? KIND_ROUND : KIND_SOLID, layer, color);
    addInk(x0, y0, x1 - x0, y1 - y0);
    return !round && color >>> 24 === 255;
  }

  /** Writes the glyphs of a row from `record` on; returns how many. */
  function writeGlyphs(record: number, row: number, layer: number, room: number): number {
    const text = columns(world, Text);
    const box = columns(world, Box);
    const scale = view.glyphScale;
    const font = text.font[row]!;
    const length = text.runLength[row]!;
    const start = text.runStart[row]!;
    const width = text.width[row]!;
    const boxWidth = box.width[row]!;
    let shown = length;
    let lineWidth = width;
    // 0.02 px: a box sized from the text itself must never cut it by a rounding error.
    if (width > boxWidth + 0.02) {
      const dots = glyphs.ellipsisAdvance(font);
      while (shown > 0 && textRuns.x[start + shown]! + dots > boxWidth + 0.02) shown--;
      lineWidth = textRuns.x[start + shown]! + dots;
    }
    const align = text.align[row];
    const slackX = Math.max(0, boxWidth - lineWidth);
    const offset = align === TEXT_ALIGN_END ? slackX : align === TEXT_ALIGN_CENTER ? slackX / 2 : 0;
    const penX = box.x[row]! + offset;
    const baseline = Math.round((box.y[row]! + glyphs.ascent(font)) * scale);
    let count = 0;
    for (let i = 0; i < shown && count < room; i++) {
      if (writeGlyph(record + count, layer, row, font, textRuns.glyphs[start + i]!, (penX + textRuns.x[start + i]!) * scale, baseline)) {
        count++;
      }
    }
    if (shown < length && count < room) {
      const x = (penX + textRuns.x[start + shown]!) * scale;
      if (writeGlyph(record + count, layer, row, font, glyphs.ellipsis(font), x, baseline)) count++;
    }
    return count;
  }

  function writeGlyph(
    record: number,
    layer: number,
    row: number,
    font: number,
    glyph: number,
    deviceX: number,
    baseline: number,
  ): boolean {
    const scale = view.glyphScale;
    const quarters = Math.round(deviceX * 4);
    const slot = glyphs.slot(font, glyph, quarters & 3, scale);
    if (slot < 0) return false;
    const x = ((quarters >> 2) + glyphs.bearingX[slot]!) / scale;
    const y = (baseline + glyphs.bearingY[slot]!) / scale;
    const w = glyphs.width[slot]!;
    const h = glyphs.height[slot]!;
    store.writeRect(record, x, y, w / scale, h / scale);
    store.writeGlyph(
      record,
      layer,
      columns(world, Text).color[row]!,
      (glyphs.u[slot]! | (glyphs.v[slot]! << 16)) >>> 0,
      (w | (h << 16)) >>> 0,
      glyphs.page[slot]! | (glyphs.colored[slot] === 1 ? GLYPH_COLORED : 0),
      KIND_GLYPH,
    );
    addInk(x, y, w / scale, h / scale);
    return true;
  }

  return {
    write(row) {
      const runs = columns(world, Runs);
      const box = columns(world, Box);
      const text = columns(world, Text);
      const layer = columns(world, LayerOf).id[row]!;
      const finite = Number.isFinite(box.x[row]! + box.y[row]! + box.width[row]! + box.height[row]!);
      const area = finite && box.width[row]! > 0 && box.height[row]! > 0;
      const color = fillColor(row);
      const border = columns(world, Border);
      const hasBox = area && (color >>> 24 !== 0 || (border.color[row]! >>> 24 !== 0 && border.width[row]! > 0));
      const textLength = finite && text.runStart[row]! >= 0 ? text.runLength[row]! : 0;
      // One more than the text has: an ellipsis may replace at most what it stands for, but its place is the run's end.
      const needed = Math.min(MAX_RUN_RECORDS, (hasBox ? 1 : 0) + textLength);
      const moved = fitRun(store, runs, row, needed);
      left = top = Number.POSITIVE_INFINITY;
      right = bottom = Number.NEGATIVE_INFINITY;
      const start = runs.start[row]!;
      const before = runs.count[row]!;
      let count = 0;
      let opaque = false;
      if (hasBox) {
        opaque = writeBox(start, row, layer, color);
        count = 1;
      }
      if (textLength > 0) count += writeGlyphs(start + count, row, layer, runs.capacity[row]! - count);
      for (let record = start + count; record < start + before; record++) store.clear(record);
      runs.count[row] = count;
      const ink = columns(world, Ink);
      ink.left[row] = left;
      ink.top[row] = top;
      ink.right[row] = right;
      ink.bottom[row] = bottom;
      const wasOpaque = runs.opaque[row] === 1;
      runs.opaque[row] = opaque ? 1 : 0;
      return moved || opaque !== wasOpaque ? WROTE_MOVED : WROTE_SAME;
    },
    drop(row) {
      const runs = columns(world, Runs);
      if (runs.start[row]! < 0) return;
      // Indices may name these records until their chunk is written again.
      for (let i = 0; i < runs.count[row]!; i++) store.clear(runs.start[row]! + i);
      store.release(runs.start[row]!);
      runs.start[row] = -1;
      runs.capacity[row] = 0;
      runs.count[row] = 0;
    },
  };
}

/** Makes a row's run hold `needed` records; returns whether it moved. A run shrinks only when three quarters stand empty. */
function fitRun(store: RecordStore, runs: { start: Int32Array; capacity: Uint16Array; count: Uint16Array }, row: number, needed: number): boolean {
  const capacity = runs.capacity[row]!;
  if (needed <= capacity && (needed * 4 >= capacity || capacity <= 8)) return false;
  // The new run first: when there is none, the old one stays as it was.
  const start = needed === 0 ? -1 : store.allocate(needed);
  if (runs.start[row]! >= 0) {
    const old = runs.start[row]!;
    for (let record = old; record < old + runs.count[row]!; record++) store.clear(record);
    store.release(old);
  }
  runs.start[row] = start;
  runs.capacity[row] = start < 0 ? 0 : store.runs.capacityOf(start);
  runs.count[row] = 0;
  return true;
}

function radiusBits(radius: number): number {
  // 1/16 px in 16 bits: up to 4,095 px. NaN becomes 0.
  return radius > 0 ? Math.min(65535, Math.round(radius * 16)) : 0;
}
