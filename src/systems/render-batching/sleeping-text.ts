import { columns, resource, type World } from '../../ecs';
import { LayerOf, LayerRows, paintOrderOf } from '../../ecs/stores';
import type { DrawList } from './draw-list';
import {
  GLYPH_PAGE_MASK,
  KIND_GLYPH,
  KIND_IMAGE,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_IMAGE_FROM,
  RECORD_IMAGE_PAGE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from './record-format';
import type { RecordStore } from './record-store';
import { Runs } from './runs';
import { ASLEEP, AWAKE, PARTLY, type Sight } from './sight';

export type SleepingTextOptions = {
  world: World;
  store: RecordStore;
  list: DrawList;
  sight: Sight;
  /** Writes a row anew, as it is in sight now. */
  wake: (row: number) => void;
  /** Takes the text of a row out of its records. */
  sleep: (row: number) => void;
};

/** Text that is not drawn because it is out of sight. */
export type SleepingText = {
  /** Has rows written whose text has come near sight. `all`: not only in layers that have moved. */
  wake(all: boolean): void;
  /**
   * Reports the atlas page and v of every bitmap that a record shows, for `GlyphCache.marker`. Texts that are hidden or not near
   * sight are put to sleep first, so that they hold nothing in a full atlas.
   */
  mark(report: (page: number, v: number) => void): void;
  /** The same of the pages of images, for `ImageCache.marker`. */
  markImages(report: (page: number, v: number) => void): void;
};

/** Makes what wakes texts and puts them to sleep. */
export function createSleepingText(options: SleepingTextOptions): SleepingText {
  const { world, store, list, sight } = options;
  const layerRows = resource(world, LayerRows);
  // Lines are written again before any of those left out can be seen, yet not for every line that a scroll brings near.
  const margin = sight.near / 4;

  /** Whether a line that was left out is nearly in sight. Looks at the layer anew. */
  function lacksLines(row: number, layer: number): boolean {
    const { firstLine, endLine } = columns(world, Runs);
    const isSeen = sight.look(layer, margin) && sight.stateOf(row) !== ASLEEP;
    const lacks = isSeen && (sight.lines[0]! < firstLine[row]! || sight.lines[1]! > endLine[row]!);
    sight.look(layer, sight.near);
    return lacks;
  }

  function wakeChunk(id: number): void {
    const { chunks } = list;
    const { order } = paintOrderOf(world);
    const { asleep, chunk } = columns(world, Runs);
    const layer = chunks.layer[id]!;
    for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
      const row = order[i]!;
      if (asleep[row] === AWAKE || chunk[row] !== id) continue;
      if (!sight.holdsInk(row)) continue;
      if (asleep[row] === PARTLY ? !lacksLines(row, layer) : sight.stateOf(row) === ASLEEP)
        continue;
      options.wake(row);
      sight.look(layer, sight.near);
    }
  }

  function wake(all: boolean): void {
    const { chunks } = list;
    for (let id = 0; id < chunks.count; id++) {
      const layer = chunks.layer[id]!;
      if (chunks.asleep[id] === 0 || !(all || layerRows.dirty.has(layer))) continue;
      if (!sight.look(layer, sight.near)) continue;
      if (!sight.holds(chunks.mixedBounds, id * 4)) continue;
      wakeChunk(id);
    }
  }

  function maySleep(row: number): boolean {
    if (columns(world, Runs).chunk[row]! < 0) return true;
    const layer = columns(world, LayerOf).id[row]!;
    return !sight.look(layer, sight.near) || sight.stateOf(row) === ASLEEP;
  }

  function hasKind(row: number, kind: number): boolean {
    const { start, count } = columns(world, Runs);
    for (let i = 0; i < count[row]!; i++) {
      const at = (start[row]! + i) * RECORD_WORDS + RECORD_KIND_LAYER;
      if ((store.words[at]! & 255) === kind) return true;
    }
    return false;
  }

  function mark(kind: number, report: (page: number, v: number) => void): void {
    const { start, count, asleep } = columns(world, Runs);
    const { words } = store;
    for (let row = 1; row < start.length; row++) {
      if (start[row]! < 0 || asleep[row] === ASLEEP || !hasKind(row, kind)) continue;
      if (maySleep(row)) {
        options.sleep(row);
        continue;
      }
      const end = (start[row]! + count[row]!) * RECORD_WORDS;
      for (let at = start[row]! * RECORD_WORDS; at < end; at += RECORD_WORDS) {
        if ((words[at + RECORD_KIND_LAYER]! & 255) !== kind) continue;
        if (kind === KIND_GLYPH) {
          report(
            words[at + RECORD_GLYPH_PAGE]! & GLYPH_PAGE_MASK,
            words[at + RECORD_GLYPH_ORIGIN]! >>> 16,
          );
        } else {
          report(words[at + RECORD_IMAGE_PAGE]!, words[at + RECORD_IMAGE_FROM]! >>> 16);
        }
      }
    }
  }

  return {
    wake,
    mark: (report) => mark(KIND_GLYPH, report),
    markImages: (report) => mark(KIND_IMAGE, report),
  };
}
