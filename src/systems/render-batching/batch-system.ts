import {
  CapacityError,
  columns,
  findResource,
  isRowAlive,
  keepAwake,
  onFree,
  PAINT,
  PLACE,
  resource,
  STACK,
  type System,
  touch,
  treeOf,
  watchDirt,
} from '../../ecs';
import {
  Border,
  Box,
  BoxShadow,
  Failures,
  Fill,
  FillGradient,
  Filter,
  GlyphCache,
  ImageCache,
  Ink,
  LayerOf,
  LayerRows,
  LayerTable,
  Picture,
  Radius,
  Sparkline,
  State,
  StateColors,
  Text,
  TextMarks,
  TextRuns,
  Viewport,
} from '../../ecs/stores';
import { createBitSet, createIntList, grown } from '../../structures';
import type { Canvas } from './canvas';
import { SPREADS } from './draw-list';
import { blendOf, clipLayerOf } from './layer-programs';
import { createPlaceWriter } from './place-writer';
import { MAX_RUN_RECORDS } from './record-store';
import { createRecordWriter } from './record-writer';
import { createRestedLayers } from './rested-layers';
import { Runs } from './runs';
import { ASLEEP, type Sight } from './sight';
import { createSleepingText } from './sleeping-text';

const NAME = 'render-batching/batch';
/** Above all tickets of glyphs. */
const NO_TICKET = 2 ** 30 - 1;

/** Phase batch: dirty rows to records, draw list and damage. `fitSurface` is called when the view has changed. */
export function createBatchSystem(canvas: Canvas, fitSurface: () => void, sight: Sight): System {
  const { world, store, list, damage, stats } = canvas;
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const glyphs = resource(world, GlyphCache);
  const rested = createRestedLayers(world);
  const writer = createRecordWriter(world, store, sight, canvas.quality, rested);
  const places = createPlaceWriter({
    ...{ world, store, list, damage, sight, writer },
    rewrite(row) {
      if (isRowAlive(world, row)) rewrite(row, columns(world, Runs).chunk[row]!);
    },
  });
  const dirt = watchDirt(world, PAINT | STACK | PLACE);
  // Rows that found no room, and how many records were in use then.
  const starved = createBitSet();
  let anyStarved = false;
  let usedWhenStarved = 0;
  // Rows written while a glyph of theirs was not drawn yet, and those of them written again in this frame.
  const waiting = createBitSet();
  const rewritten = createIntList();
  // By row that waits: `GlyphCache.oldest`, for which it is written again.
  let tickets = new Int32Array(64);
  let anyWaiting = false;
  let hasToldCut = false;
  let stackChanged = true;
  let treeVersion = -1;
  let layerVersion = -1;
  let viewVersion = -1;
  let glyphVersion = glyphs.version;
  let fontVersion = glyphs.fontVersion;
  let glyphScale = view.glyphScale;
  let background = view.background;

  const stopFree = onFree(world, (row) => {
    if (columns(world, Runs).chunk[row]! >= 0) damage.addInk(row);
    writer.drop(row);
    glyphs.released();
  });
  const sleeping = createSleepingText({
    world,
    store,
    list,
    sight,
    wake(row) {
      rewrite(row, columns(world, Runs).chunk[row]!);
      rewritten.push(row);
    },
    sleep(row) {
      waiting.clear(row);
      rewrite(row, columns(world, Runs).chunk[row]!, true);
    },
  });
  glyphs.marker = sleeping.mark;
  const images = findResource(world, ImageCache);
  if (images) images.marker = sleeping.markImages;

  function takeView(): void {
    if (view.version === viewVersion && view.background === background) return;
    viewVersion = view.version;
    background = view.background;
    fitSurface();
    // Solids of the background's colour may be left out of the list, and others must come back.
    stackChanged = true;
    canvas.everything = true;
  }

  /** Returns whether glyphs have another scale now. */
  function takeGlyphs(): boolean {
    const rescaled = view.glyphScale !== glyphScale;
    if (glyphs.fontVersion !== fontVersion) {
      fontVersion = glyphs.fontVersion;
      writer.forgetFonts();
    }
    if (glyphs.version === glyphVersion && !rescaled) return false;
    glyphVersion = glyphs.version;
    glyphScale = view.glyphScale;
    writer.forgetFonts();
    const tree = treeOf(world);
    const lengths = columns(world, Text).runLength;
    for (let i = 0; i < tree.length; i++) {
      const row = tree.order[i]!;
      if (lengths[row] !== 0 && isRowAlive(world, row)) touch(world, row, PAINT);
    }
    canvas.everything = true;
    return rescaled;
  }

  function takeStarved(): void {
    if (!anyStarved || store.runs.used >= usedWhenStarved) return;
    for (let row = starved.nextSetBit(0); row >= 0; row = starved.nextSetBit(row + 1)) {
      if (isRowAlive(world, row)) touch(world, row, PAINT);
    }
    starved.clearAll();
    anyStarved = false;
  }

  /** Writes the records of dirty rows; what they showed until now is damage. */
  function writeRows(): void {
    const runs = columns(world, Runs);
    for (let i = dirt.taken; i < dirt.length; i++) {
      i = places.write(dirt, i);
      if (i === dirt.length) break;
      const row = dirt.rows[i]!;
      if (!isRowAlive(world, row)) continue;
      const chunk = runs.chunk[row]!;
      if ((dirt.bits[row]! & STACK) !== 0) {
        stackChanged = true;
        if (chunk >= 0) damageSubtree(row);
      }
      if ((dirt.bits[row]! & (PAINT | PLACE)) !== 0) rewrite(row, chunk);
    }
    if (dirt.length > dirt.taken) glyphs.released();
  }

  function rewrite(row: number, chunk: number, sleeps = false): void {
    const runs = columns(world, Runs);
    if (chunk >= 0) {
      damage.addInk(row);
      list.touched.set(runs.layer[row]!);
    }
    if (!writeRow(row, sleeps) || chunk < 0) return;
    if (runs.layer[row] === list.chunks.layer[chunk]) list.mark(chunk);
    else stackChanged = true;
  }

  function writeRow(row: number, sleeps: boolean): boolean {
    const before = glyphs.waiting;
    glyphs.oldest = NO_TICKET;
    const cutBefore = writer.cut();
    try {
      return sleeps ? writer.sleep(row) : writer.write(row);
    } catch (error) {
      fail(row, error);
      return true;
    } finally {
      if (glyphs.waiting !== before) {
        waiting.set(row);
        if (row >= tickets.length) {
          tickets = grown(tickets, new Int32Array(2 ** Math.ceil(Math.log2(row + 1))));
        }
        tickets[row] = glyphs.oldest;
        anyWaiting = true;
      }
      if (writer.cut() !== cutBefore) tellCut(row);
    }
  }

  /** Has glyphs drawn that are new, and writes what met them again, in this frame or as many later as it takes. */
  function drawGlyphs(): void {
    if (!anyWaiting) return;
    try {
      if (!glyphs.rasterise()) return;
    } catch (error) {
      const failures = findResource(world, Failures);
      if (!failures) throw error;
      failures.report(error, NAME, 0);
    }
    const { chunk, asleep } = columns(world, Runs);
    const { answered } = glyphs;
    anyWaiting = false;
    for (let row = waiting.nextSetBit(0); row >= 0; row = waiting.nextSetBit(row + 1)) {
      // None of its glyphs has come.
      if (tickets[row]! >= answered) {
        anyWaiting = true;
        continue;
      }
      waiting.clear(row);
      if (!isRowAlive(world, row) || asleep[row] === ASLEEP) continue;
      rewrite(row, chunk[row]!);
      rewritten.push(row);
    }
    // What was asked for just now is drawn in the next frame.
    if (glyphs.pending > 0) keepAwake(world);
  }

  /** Told once: whoever hears of it looks at all texts. */
  function tellCut(row: number): void {
    if (hasToldCut) return;
    hasToldCut = true;
    findResource(world, Failures)?.report(
      new CapacityError(
        `a text shows more than ${MAX_RUN_RECORDS} glyphs and what belongs to them at once, and the rest is left out; divide it among several elements`,
      ),
      NAME,
      row,
    );
  }

  /** One element's failure must not stop the drawing of the others, nor switch this system off. */
  function fail(row: number, error: unknown): void {
    const isFull = error instanceof CapacityError;
    // Told once, however many find no room.
    if (!isFull || !anyStarved) {
      const failures = findResource(world, Failures);
      if (!failures) throw error;
      failures.report(error, NAME, row);
    }
    if (!isFull) return;
    anyStarved = true;
    usedWhenStarved = store.runs.used;
    starved.set(row);
  }

  /** An element that changed its place in the order shows something else wherever it and what is in it draw. */
  function damageSubtree(row: number): void {
    const { order, subtreeEnd, indexOf } = treeOf(world);
    const { chunk } = columns(world, Runs);
    const at = indexOf[row]!;
    if (at < 0) return;
    let last = 0;
    for (let i = at; i < subtreeEnd[at]!; i++) {
      const id = chunk[order[i]!]!;
      if (id < 0) continue;
      damage.addInk(order[i]!);
      // What a filter shows around it is in no ink.
      const slot = list.chunks.picture[id]!;
      if (slot !== last && (list.pictureLooks[slot]! & SPREADS) !== 0) {
        damage.add(list.pictures, slot * 4);
      }
      last = slot;
    }
  }

  function damageWritten(): void {
    const { chunk } = columns(world, Runs);
    // Once most of the surface is damaged nothing more is added.
    for (let i = dirt.taken; i < dirt.length && !damage.isMost(); i++) {
      const row = dirt.rows[i]!;
      const written = (dirt.bits[row]! & (PAINT | PLACE)) !== 0;
      if (written && chunk[row]! >= 0 && isRowAlive(world, row)) damage.addInk(row);
    }
    for (let i = 0; i < rewritten.length; i++) {
      const row = rewritten.rows[i]!;
      if (chunk[row]! >= 0) damage.addInk(row);
    }
    rewritten.clear();
  }

  function hasMoved(id: number): boolean {
    const { chunks } = list;
    const layer = chunks.layer[id]!;
    if (layerRows.dirty.has(layer)) return true;
    return chunks.outside[id] === 1 && layerRows.dirty.has(clipLayerOf(layerRows, layer, true));
  }

  /** What chunks of moved layers showed until now. Those with another blend mode may show what was left out. */
  function damageOldPlaces(): void {
    const { chunks } = list;
    for (let id = 0; id < chunks.count; id++) {
      if (!hasMoved(id)) continue;
      damage.add(chunks.shownPixels, id * 4, chunks.layer[id]);
      if (chunks.blend[id] !== blendOf(layerRows, chunks.layer[id]!)) list.mark(id);
    }
  }

  function damageNewPlaces(): void {
    const { chunks } = list;
    for (let id = 0; id < chunks.count; id++) {
      if (!hasMoved(id)) continue;
      list.project(id);
      damage.add(chunks.solidPixels, id * 4, chunks.layer[id]);
      damage.add(chunks.mixedPixels, id * 4, chunks.layer[id]);
    }
  }

  return {
    name: NAME,
    phase: 'batch',
    reads: [
      ...[Box, BoxShadow, Fill, FillGradient, Border, Radius, State, StateColors, Filter],
      ...[
        Text,
        TextMarks,
        TextRuns,
        ...[GlyphCache, Picture, ImageCache, Sparkline],
        ...[LayerOf, LayerRows, LayerTable, Viewport],
      ],
    ],
    writes: [Ink, Runs],
    update() {
      const writtenBefore = store.written;
      const layersMoved = layerRows.version !== layerVersion;
      layerVersion = layerRows.version;
      takeView();
      const rescaled = takeGlyphs();
      takeStarved();
      // First: it needs the chunks as they were drawn.
      if (layersMoved) damageOldPlaces();
      rested.update(layersMoved);
      writeRows();
      const { version } = treeOf(world);
      const rebuilt = stackChanged || version !== treeVersion;
      if (rebuilt) {
        stackChanged = false;
        treeVersion = version;
        list.rebuild();
      } else {
        list.patch();
      }
      // The list is made before: what is hidden and what is in sight follows from it.
      if (layersMoved || rebuilt || canvas.everything) {
        sleeping.wake(rebuilt || canvas.everything);
        glyphs.released();
      }
      drawGlyphs();
      // The cache starts over when the first glyph asks for another scale, and by now all have.
      if (rescaled) glyphVersion = glyphs.version;
      if (stackChanged) list.rebuild();
      else list.patch();
      stackChanged = false;
      stats.recordsWritten = store.written - writtenBefore;
      stats.totalRecordsWritten += stats.recordsWritten;
      if (layersMoved) damageNewPlaces();
      damageWritten();
      dirt.take();
      canvas.scrolling?.update();
      if (canvas.baking) {
        canvas.baking.update(layersMoved, anyWaiting);
        list.patch();
      }
      if (!layersMoved && !list.changed) return;
      list.hoist();
      list.remember();
    },
    dispose() {
      stopFree();
      glyphs.marker = undefined;
      if (images) images.marker = undefined;
      dirt.dispose();
    },
  };
}
