import {
  CapacityError,
  CONTENT,
  columns,
  defineStore,
  isRowAlive,
  onFree,
  PAINT,
  setResource,
  touch,
  ValueError,
  type World,
} from '../../ecs';
import {
  type FontSpec,
  GlyphCache,
  type GlyphRasteriser,
  type NumberFormat,
  Text,
  type TextMeasurer,
  TextPort,
  TextRuns,
} from '../../ecs/stores';
import { createIntList, createIntMap } from '../../structures';
import { createAtlas } from './atlas';
import { createClusterTable } from './clusters';
import { createFontTable, type Font } from './font-table';
import { createGlyphCache } from './glyph-cache';
import { createNumberWriter } from './number-glyphs';
import type { GlyphSink } from './ports';
import { createRunArena } from './run-arena';

/** Font that a row's run was laid out with; `Text.font` may have been written since. */
const LaidOut = defineStore('LaidOut', { font: 'u16' });

const FONT_BITS = 10;
const MAX_INTERNED = 2 ** (32 - FONT_BITS);

export type TextSystemOptions = {
  world: World;
  measurer: TextMeasurer;
  rasteriser: GlyphRasteriser;
  /** BCP 47 tag for dividing strings into clusters. @default the host's */
  locale?: string;
  /** Side of an atlas page in texels. @default 1024 */
  pageSize?: number;
  /** Most atlas pages. @default 8 */
  maxPages?: number;
};

export type TextStats = {
  fonts: number;
  /** Bitmaps in the atlas. */
  glyphs: number;
  pages: number;
  /** Everything held: tables, runs, atlas copy. */
  bytes: number;
  /** Rectangles and bytes sent to the sink since the start. */
  uploads: number;
  uploadBytes: number;
  /** Times a full atlas was started over. */
  resets: number;
  /** Times a glyph was asked for while the atlas was full; it shows in a later frame. */
  missing: number;
  /** Glyphs larger than an atlas page, never drawn. */
  oversized: number;
};

export type TextSystem = {
  /** Sends bitmaps to this sink from now on, and at once all there are. */
  attach(sink: GlyphSink): void;
  /** Sends all bitmaps again: the device came back. */
  restore(): void;
  /** Sends new bitmaps. Call once a frame after records were written. */
  flushUploads(): void;
  stats(): TextStats;
  dispose(): void;
};

/** Gives a world its `TextPort`, `TextRuns` and `GlyphCache` over the host's measurer and rasteriser. */
export function createTextSystem({
  world,
  measurer,
  rasteriser,
  locale,
  pageSize = 1024,
  maxPages = 8,
}: TextSystemOptions): TextSystem {
  if (!(Number.isInteger(pageSize) && pageSize >= 16 && pageSize <= 16384)) {
    throw new ValueError(`pageSize is ${pageSize}; give texels from 16 to 16384`);
  }
  if (!(Number.isInteger(maxPages) && maxPages >= 1 && maxPages <= 256)) {
    throw new ValueError(`maxPages is ${maxPages}; give 1 to 256`);
  }
  const clusters = createClusterTable(locale);
  const fonts = createFontTable(measurer, clusters);
  const numbers = createNumberWriter(clusters);
  const atlas = createAtlas(pageSize, maxPages);
  const cache = createGlyphCache(world, fonts, clusters, rasteriser, atlas);
  const arena = createRunArena();
  const { runs } = arena;
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);

  const interned: string[] = [];
  const internedIds = new Map<string, number>();
  // Place in `cachedRuns` of a string's run in a font: its start, then its length.
  const cachedPlaces = createIntMap();
  const cachedRuns = createIntList();

  function show(row: number, glyphs: Uint32Array, count: number): void {
    if (isUnchanged(row, glyphs, 0, count)) return;
    const font = fonts.get(text.font[row]!);
    // May throw in the host's measurer: before anything has changed.
    fonts.layOut(font, glyphs, count);
    const start = reserve(row, count);
    const { glyphs: arenaGlyphs, x: arenaX } = runs;
    const { x } = fonts;
    for (let i = 0; i < count; i++) {
      arenaGlyphs[start + i] = glyphs[i]!;
      arenaX[start + i] = x[i]!;
    }
    arenaX[start + count] = x[count]!;
    finish(row, font, start, count);
  }

  function isUnchanged(row: number, glyphs: Uint32Array, from: number, count: number): boolean {
    const start = text.runStart[row]!;
    if (start < 0 || text.runLength[row] !== count) return false;
    if (text.font[row] !== laidOut.font[row]) return false;
    const shown = runs.glyphs;
    for (let i = 0; i < count; i++) if (shown[start + i] !== glyphs[from + i]) return false;
    return true;
  }

  /** A run of the row's own with room for `count` clusters, where possible the one it has. */
  function reserve(row: number, count: number): number {
    const start = text.runStart[row]!;
    const length = text.runLength[row]!;
    if (start >= 0 && arena.fits(length, count)) return start;
    const next = arena.allocate(count);
    if (start >= 0) arena.release(start, length);
    return next;
  }

  function finish(row: number, font: Font, start: number, count: number): void {
    const width = runs.x[start + count]!;
    // As in CSS, a box without text has no line: it takes no height.
    const lineHeight = count === 0 ? 0 : Math.fround(font.lineHeight);
    const moves = text.width[row] !== width || text.lineHeight[row] !== lineHeight;
    text.runStart[row] = start;
    text.runLength[row] = count;
    text.width[row] = width;
    text.lineHeight[row] = lineHeight;
    laidOut.font[row] = text.font[row]!;
    touch(world, row, moves ? CONTENT | PAINT : PAINT);
  }

  /** Place in `cachedRuns` of an interned string laid out in a font. */
  function cachedRun(id: number, fontId: number): number {
    const key = ((id << FONT_BITS) | fontId) >>> 0;
    const known = cachedPlaces.get(key);
    if (known >= 0) return known;
    const content = interned[id];
    if (content === undefined) {
      throw new ValueError(`there is no interned text ${id}; use an id from TextPort.intern`);
    }
    const count = clusters.decode(content);
    fonts.layOut(fonts.get(fontId), clusters.glyphs, count);
    const start = arena.allocate(count);
    runs.glyphs.set(clusters.glyphs.subarray(0, count), start);
    runs.x.set(fonts.x.subarray(0, count + 1), start);
    const place = cachedRuns.length;
    cachedRuns.push(start);
    cachedRuns.push(count);
    cachedPlaces.set(key, place);
    return place;
  }

  const port: TextPort = {
    font(spec: FontSpec) {
      return fonts.idOf(spec);
    },
    specOf(font) {
      return fonts.get(font).spec;
    },
    lineHeight(font) {
      return fonts.get(font).lineHeight;
    },
    setText(row, content) {
      if (!isRowAlive(world, row)) return;
      const count = clusters.decode(content);
      show(row, clusters.glyphs, count);
    },
    setNumber(row: number, value: number, format: NumberFormat) {
      if (!isRowAlive(world, row)) return;
      const count = numbers.write(value, format);
      show(row, numbers.glyphs, count);
    },
    setTextId(row, id) {
      if (!isRowAlive(world, row)) return;
      const fontId = text.font[row]!;
      const font = fonts.get(fontId);
      const place = cachedRun(id, fontId);
      const from = cachedRuns.rows[place]!;
      const count = cachedRuns.rows[place + 1]!;
      if (isUnchanged(row, runs.glyphs, from, count)) return;
      const start = reserve(row, count);
      const { glyphs, x } = runs;
      for (let i = 0; i < count; i++) {
        glyphs[start + i] = glyphs[from + i]!;
        x[start + i] = x[from + i]!;
      }
      x[start + count] = x[from + count]!;
      finish(row, font, start, count);
    },
    setFont(row, fontId) {
      if (!isRowAlive(world, row)) return;
      const font = fonts.get(fontId);
      const start = text.runStart[row]!;
      const count = start < 0 ? 0 : text.runLength[row]!;
      if (start >= 0 && laidOut.font[row] === fontId) {
        text.font[row] = fontId;
        return;
      }
      fonts.layOut(font, runs.glyphs.subarray(start, start + count), count);
      text.font[row] = fontId;
      const next = reserve(row, count);
      runs.x.set(fonts.x.subarray(0, count + 1), next);
      finish(row, font, next, count);
    },
    intern(content) {
      const known = internedIds.get(content);
      if (known !== undefined) return known;
      // Decoded once here, so that a bad string throws where it comes from.
      clusters.decode(content);
      if (interned.length >= MAX_INTERNED) {
        throw new CapacityError(
          `the world has ${MAX_INTERNED} interned strings; use setText for strings that do not repeat`,
        );
      }
      const id = interned.push(content) - 1;
      internedIds.set(content, id);
      return id;
    },
    contentOf(row) {
      const start = text.runStart[row] ?? -1;
      if (start < 0) return '';
      let content = '';
      const end = start + text.runLength[row]!;
      for (let i = start; i < end; i++) content += clusters.textOf(runs.glyphs[i]!);
      return content;
    },
  };

  const stopFreeing = onFree(world, (row) => {
    const start = text.runStart[row]!;
    if (start < 0) return;
    arena.release(start, text.runLength[row]!);
    text.runStart[row] = -1;
    text.runLength[row] = 0;
  });

  setResource(world, TextPort, port);
  setResource(world, TextRuns, runs);
  setResource(world, GlyphCache, cache);

  return {
    attach(sink) {
      atlas.attach(sink);
    },
    restore() {
      atlas.resend();
    },
    flushUploads() {
      cache.flush();
    },
    stats() {
      return {
        fonts: fonts.size,
        glyphs: cache.count,
        pages: atlas.pageCount,
        bytes: fonts.bytes + arena.bytes + atlas.bytes + cache.bytes,
        uploads: atlas.uploads,
        uploadBytes: atlas.uploadBytes,
        resets: cache.resets,
        missing: cache.missing,
        oversized: cache.oversized,
      };
    },
    dispose() {
      stopFreeing();
    },
  };
}
