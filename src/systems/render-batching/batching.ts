import {
  columns,
  isRowAlive,
  keepAwake,
  onFree,
  PAINT,
  resource,
  STACK,
  STRUCTURE,
  type System,
  touch,
  treeOf,
  type World,
  watchDirt,
} from '../../ecs';
import { Border, Box, Fill, GlyphCache, Ink, LayerOf, LayerRows, Radius, State, StateColors, Text, TextRuns, Viewport } from '../../ecs/stores';
import type { RenderBackend } from './backend';
import { growRect } from './chunks';
import { addRect, type Bounds, createBounds, isEmptyBounds, resetBounds, toSurface } from './damage';
import { createDrawList, INDEX_GRAIN } from './draw-list';
import { createRecordStore } from './record-store';
import { createRecordWriter, WROTE_MOVED } from './record-writer';
import { Runs } from './runs';
import { createRenderStats, type RenderStats } from './stats';

export type RenderBatchingOptions = { world: World; backend: RenderBackend };

/** The two systems that draw, and what they report. */
export type RenderBatching = {
  /** Phase batch: dirty rows to records, draw list and damage. */
  batch: System;
  /** Phase render: uploads and draws, or nothing. */
  render: System;
  readonly stats: RenderStats;
  /** Makes the next frame redraw all of the surface. */
  invalidate(): void;
  /** Bytes held by records and indices. */
  bytes(): number;
};

/** Dirty records closer together than this are sent in one range: a range costs more than the records between. */
const RECORD_GAP = 32;
/** Share of the surface above which the whole of it is redrawn. */
const FULL_REDRAW = 0.6;

export function createRenderBatching({ world, backend }: RenderBatchingOptions): RenderBatching {
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const glyphs = resource(world, GlyphCache);
  const store = createRecordStore(backend.maxRecords);
  const writer = createRecordWriter(world, store);
  const list = createDrawList(world, store);
  const dirt = watchDirt(world, PAINT | STACK | STRUCTURE);
  const stats = createRenderStats();
  const damage: Bounds = createBounds();
  const surface: Bounds = createBounds();
  let everything = true;
  let treeVersion = -1;
  let layerVersion = -1;
  let viewVersion = -1;
  let glyphVersion = glyphs.version;
  let scale = view.glyphScale;
  let background = view.background;
  let wasLost = false;

  const stopRestored = backend.onRestored(resend);
  const stopFree = onFree(world, (row) => {
    damageInk(row);
    writer.drop(row);
  });

  /** One refill list: after a lost device everything is sent again from the core's own arrays. */
  function resend(): void {
    for (let record = 0; record < store.runs.highWater; record++) store.dirty.set(record);
    for (let id = 0; id < layerRows.count; id++) layerRows.dirty.set(id);
    for (let group = 0; group < list.length / INDEX_GRAIN; group++) list.dirty.set(group);
    everything = true;
    keepAwake(world);
  }

  function damageInk(row: number): void {
    const ink = columns(world, Ink);
    const layer = columns(world, LayerOf).id[row]!;
    toSurface(layerRows, layer, ink.left[row]!, ink.top[row]!, ink.right[row]!, ink.bottom[row]!, surface);
    addRect(damage, surface.x0, surface.y0, surface.x1, surface.y1);
  }

  function damageSubtree(row: number): void {
    const tree = treeOf(world);
    const at = tree.indexOf[row]!;
    if (at < 0) return;
    for (let i = at; i < tree.subtreeEnd[at]!; i++) damageInk(tree.order[i]!);
  }

  function touchAll(): void {
    const tree = treeOf(world);
    for (let i = 0; i < tree.length; i++) touch(world, tree.order[i]!, PAINT);
  }

  function checkGlyphs(): void {
    if (glyphs.version === glyphVersion && view.glyphScale === scale) return;
    glyphVersion = glyphs.version;
    scale = view.glyphScale;
    touchAll();
    everything = true;
  }

  /** Writes the records of dirty rows. Returns the first failure; the rows after it are written all the same. */
  function writeRows(): unknown {
    const runs = columns(world, Runs);
    const ink = columns(world, Ink);
    let failure: unknown;
    for (let i = dirt.taken; i < dirt.length; i++) {
      const row = dirt.rows[i]!;
      if (!isRowAlive(world, row)) continue;
      if ((dirt.bits[row]! & STACK) !== 0) {
        treeVersion = -1;
        damageSubtree(row);
      }
      if ((dirt.bits[row]! & PAINT) === 0) continue;
      if (runs.count[row] !== 0) damageInk(row);
      try {
        if (writer.write(row) === WROTE_MOVED) list.markRow(row);
      } catch (error) {
        failure ??= error;
        continue;
      }
      const chunk = runs.chunk[row]!;
      if (runs.count[row] === 0) continue;
      damageInk(row);
      if (chunk < 0) continue;
      const bounds = runs.opaque[row] === 1 ? list.chunks.solidBounds : list.chunks.mixedBounds;
      growRect(bounds, chunk, ink.left[row]!, ink.top[row]!, ink.right[row]!, ink.bottom[row]!);
    }
    dirt.take();
    return failure;
  }

  /** Damages where chunks of moved layers were and are. */
  function followLayers(): void {
    const { chunks } = list;
    for (let id = 0; id < chunks.count; id++) {
      if (!layerRows.dirty.has(chunks.layer[id]!)) continue;
      addShown(id);
      list.project(id);
      addSurface(id);
    }
  }

  function addShown(id: number): void {
    const { shown } = list.chunks;
    addRect(damage, shown[id * 4]!, shown[id * 4 + 1]!, shown[id * 4 + 2]!, shown[id * 4 + 3]!);
  }

  function addSurface(id: number): void {
    const { solidSurface, mixedSurface } = list.chunks;
    const at = id * 4;
    addRect(damage, solidSurface[at]!, solidSurface[at + 1]!, solidSurface[at + 2]!, solidSurface[at + 3]!);
    addRect(damage, mixedSurface[at]!, mixedSurface[at + 1]!, mixedSurface[at + 2]!, mixedSurface[at + 3]!);
  }

  const batch: System = {
    name: 'render-batching/batch',
    phase: 'batch',
    reads: [Box, Fill, Border, Radius, State, StateColors, Text, TextRuns, GlyphCache, LayerOf, LayerRows, Viewport],
    writes: [Ink, Runs],
    update() {
      const writtenBefore = store.written;
      checkGlyphs();
      if (view.version !== viewVersion || view.background !== background) {
        viewVersion = view.version;
        background = view.background;
        treeVersion = -1;
        everything = true;
      }
      const failure = writeRows();
      stats.recordsWritten = store.written - writtenBefore;
      stats.totalRecordsWritten += stats.recordsWritten;
      const layersMoved = layerRows.version !== layerVersion;
      const structureChanged = treeOf(world).version !== treeVersion;
      layerVersion = layerRows.version;
      if (structureChanged) {
        treeVersion = treeOf(world).version;
        list.rebuild();
        // Where chunks stood before is known by chunk, and the chunks are new.
        if (layersMoved) everything = true;
      } else {
        list.patch();
        if (layersMoved) followLayers();
      }
      if (structureChanged || layersMoved || stats.recordsWritten > 0) list.hoist();
      if (failure !== undefined) throw failure;
    },
    dispose() {
      stopFree();
      stopRestored();
      dirt.dispose();
    },
  };

  function upload(): number {
    let bytes = 0;
    for (let from = 0; store.dirty.nextRange(from, RECORD_GAP); from = store.dirty.end) {
      const { start, end } = store.dirty;
      bytes += backend.uploadRecords(store.words, start, end - start);
    }
    store.dirty.clearAll();
    for (let from = 0; layerRows.dirty.nextRange(from, RECORD_GAP); from = layerRows.dirty.end) {
      const { start, end } = layerRows.dirty;
      bytes += backend.uploadLayers(layerRows.words, start, end - start);
    }
    layerRows.dirty.clearAll();
    for (let from = 0; list.dirty.nextRange(from, RECORD_GAP); from = list.dirty.end) {
      const { start, end } = list.dirty;
      bytes += backend.uploadIndices(list.indices, start * INDEX_GRAIN, (end - start) * INDEX_GRAIN);
    }
    list.dirty.clearAll();
    return bytes;
  }

  /** Draws the index range that covers every chunk touching the rectangle, in two draws at most. */
  function draw(full: boolean): void {
    const { chunks } = list;
    let solidFrom = Number.POSITIVE_INFINITY;
    let solidTo = 0;
    let mixedFrom = Number.POSITIVE_INFINITY;
    let mixedTo = 0;
    for (let id = 0; id < chunks.count; id++) {
      if (chunks.solidCount[id]! > 0 && (full || touches(chunks.solidSurface, id))) {
        solidFrom = Math.min(solidFrom, chunks.solidStart[id]!);
        solidTo = chunks.solidStart[id]! + chunks.solidCount[id]!;
      }
      if (chunks.mixedCount[id]! > 0 && (full || touches(chunks.mixedSurface, id))) {
        mixedFrom = Math.min(mixedFrom, chunks.mixedStart[id]!);
        mixedTo = chunks.mixedStart[id]! + chunks.mixedCount[id]!;
      }
    }
    if (solidTo > solidFrom) drawRange('solid', solidFrom, solidTo);
    if (mixedTo > mixedFrom) drawRange('blended', mixedFrom, mixedTo);
  }

  function drawRange(program: 'solid' | 'blended', from: number, to: number): void {
    backend.draw(program, from, to - from);
    stats.draws++;
    stats.quads += (to - from) / INDEX_GRAIN;
  }

  function touches(rects: Float32Array, id: number): boolean {
    const at = id * 4;
    return rects[at]! < damage.x1 && damage.x0 < rects[at + 2]! && rects[at + 1]! < damage.y1 && damage.y0 < rects[at + 3]!;
  }

  /** Remembers where everything stands, for the damage of the next move. */
  function remember(): void {
    const { shown, solidSurface, mixedSurface, count } = list.chunks;
    for (let at = 0; at < count * 4; at += 4) {
      shown[at] = Math.min(solidSurface[at]!, mixedSurface[at]!);
      shown[at + 1] = Math.min(solidSurface[at + 1]!, mixedSurface[at + 1]!);
      shown[at + 2] = Math.max(solidSurface[at + 2]!, mixedSurface[at + 2]!);
      shown[at + 3] = Math.max(solidSurface[at + 3]!, mixedSurface[at + 3]!);
    }
  }

  const render: System = {
    name: 'render-batching/render',
    phase: 'render',
    reads: [Ink, Runs, LayerRows, Viewport],
    writes: [],
    update() {
      stats.draws = 0;
      stats.quads = 0;
      stats.bytesUploaded = 0;
      stats.damagedPixels = 0;
      stats.records = store.runs.used;
      stats.listBuilds = list.builds;
      if (backend.lost) {
        wasLost = true;
        return;
      }
      if (wasLost) {
        wasLost = false;
        everything = true;
      }
      const width = Math.floor(view.width * view.dpr);
      const height = Math.floor(view.height * view.dpr);
      // A surface without area draws nothing; what is dirty waits.
      if (!(width > 0 && height > 0)) return;
      stats.bytesUploaded = upload();
      stats.totalBytesUploaded += stats.bytesUploaded;
      if (!everything && isEmptyBounds(damage)) {
        stats.framesSkipped++;
        return;
      }
      let x0 = Math.max(0, Math.floor(damage.x0 * view.dpr));
      let y0 = Math.max(0, Math.floor(damage.y0 * view.dpr));
      let x1 = Math.min(width, Math.ceil(damage.x1 * view.dpr));
      let y1 = Math.min(height, Math.ceil(damage.y1 * view.dpr));
      const share = ((x1 - x0) * (y1 - y0)) / (width * height);
      const full = everything || !backend.preserves || share > FULL_REDRAW;
      if (full) {
        x0 = y0 = 0;
        x1 = width;
        y1 = height;
      }
      if (x1 > x0 && y1 > y0) {
        backend.beginFrame(x0, y0, x1 - x0, y1 - y0, view.background);
        draw(full);
        backend.endFrame();
        stats.damagedPixels = (x1 - x0) * (y1 - y0);
        stats.totalDraws += stats.draws;
        stats.framesDrawn++;
      }
      remember();
      everything = false;
      resetBounds(damage);
    },
    dispose() {},
  };

  return {
    batch,
    render,
    stats,
    bytes: () => store.words.byteLength + list.indices.byteLength,
    invalidate() {
      everything = true;
      keepAwake(world);
    },
  };
}
