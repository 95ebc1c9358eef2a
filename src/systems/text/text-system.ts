import {
  columns,
  createTunables,
  findResource,
  onFree,
  PAINT,
  setResource,
  type Tunables,
  touch,
  treeOf,
  ValueError,
  type World,
} from '../../ecs';
import {
  Failures,
  GlyphCache,
  type GlyphRasteriser,
  TEXT_ALIGN_JUSTIFY,
  TEXT_BIDI,
  Text,
  TextGeometry,
  TextInput,
  TextJustify,
  TextLines,
  TextMarks,
  type TextMeasurer,
  TextPort,
  TextRuns,
  TextSpans,
} from '../../ecs/stores';
import { type Atlas, createAtlas } from './atlas';
import { createBidi } from './bidi';
import { createClusterSweep } from './cluster-sweep';
import { createClusterTable } from './clusters';
import { createContexts } from './contexts';
import { createFontTable } from './font-table';
import { createFrameBudget } from './frame-budget';
import { createTextGeometry } from './geometry';
import { type Cache, createGlyphCache } from './glyph-cache';
import { createInternedTexts, type InternedTexts } from './interned';
import { createLineJustifier } from './justify';
import { createNumberWriter } from './number-glyphs';
import { createParagraphBuilder } from './paragraph';
import { createParagraphStyles } from './paragraph-styles';
import type { GlyphSink } from './ports';
import { createRunLayout } from './run-layout';
import { createStyleSweep } from './style-sweep';
import { createTextInput } from './text-input';
import { createTextMarks } from './text-marks';
import { createTextPort } from './text-port';
import { createTextRows } from './text-rows';
import { textTunables } from './tunables';

export type TextSystemOptions = {
  world: World;
  measurer: TextMeasurer;
  rasteriser: GlyphRasteriser;
  /** Milliseconds, for `text.rasterBudget`. @default one that stands still: no limit */
  clock?: { now(): number };
  /** BCP 47 tag for dividing strings into clusters. @default the host's */
  locale?: string | undefined;
  /** Clusters and shaped words known before those that nothing shows are forgotten. @default 16384 */
  sweepAt?: number;
  /** Fonts, and paragraph styles, held before those that nothing has are forgotten. @default 128 and 1024 */
  sweepStylesAt?: number;
  /** Side of an atlas page in texels. @default 1024 */
  pageSize?: number;
  /** Most atlas pages. @default 8 */
  glyphPages?: number | undefined;
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
  /** Glyphs asked for and not drawn yet. */
  pending: number;
  /** Bitmaps taken out of a full atlas. */
  evicted: number;
  /** Times a glyph found no room because everything in the atlas is shown; tried again when that changes. */
  missing: number;
  /** Glyphs larger than an atlas page, drawn smaller and stretched. */
  stretched: number;
};

export type TextSystem = {
  /** Its knobs, live. */
  readonly tunables: Tunables;
  /** Sends bitmaps to this sink from now on, and at once all there are. */
  attach(sink: GlyphSink): void;
  /** Sends all bitmaps again: the device came back. */
  restore(): void;
  /** Sends new bitmaps. Call once a frame after records were written. */
  flushUploads(): void;
  /**
   * Fonts of these families have come or gone, or of any: what is shown in them is measured and drawn again. Family names are taken
   * as CSS writes them, with or without quotes.
   */
  remeasure(families?: readonly string[]): void;
  /** Settles when the order of right-to-left text and the gaps of justified lines that were shown so far are final. */
  ready(): Promise<void>;
  stats(): TextStats;
  /** Bytes of the pages of glyphs. */
  readonly pageBytes: number;
  readonly atlas: Atlas;
  readonly cache: Cache;
  /** Texts of rows, and those that are kept to be shown again. */
  readonly rows: ReturnType<typeof createTextRows>;
  readonly interned: InternedTexts;
  dispose(): void;
};

/** Gives a world its `TextPort`, `TextRuns` and `GlyphCache` over the host's measurer and rasteriser. */
export function createTextSystem({
  world,
  measurer,
  rasteriser,
  clock = { now: () => 0 },
  locale,
  sweepAt,
  sweepStylesAt,
  pageSize = 1024,
  glyphPages = 8,
}: TextSystemOptions): TextSystem {
  if (!(Number.isInteger(pageSize) && pageSize >= 16 && pageSize <= 16384)) {
    throw new ValueError(`pageSize is ${pageSize}; give texels from 16 to 16384`);
  }
  if (!(Number.isInteger(glyphPages) && glyphPages >= 1 && glyphPages <= 256)) {
    throw new ValueError(`glyphPages is ${String(glyphPages)}; give 1 to 256`);
  }
  if (locale !== undefined) checkLocale(locale);
  const clusters = createClusterTable(locale, sweepAt);
  const tunables = createTunables(textTunables);
  const budget = createFrameBudget({ measurer, clock, budget: tunables.values });
  const fonts = createFontTable(budget, clusters, sweepStylesAt);
  const numbers = createNumberWriter(clusters);
  const atlas = createAtlas(pageSize, glyphPages);
  const cache = createGlyphCache({
    world,
    fonts,
    clusters,
    rasteriser,
    atlas,
    clock,
    budget,
  });
  const paragraphs = createParagraphStyles(sweepStylesAt);
  const bidi = createBidi({
    world,
    onReady() {
      if (disposed) return;
      rows.forgetPrepared();
      rebuild((row) => (text.flags[row]! & TEXT_BIDI) !== 0);
    },
    onFailure: (error) => findResource(world, Failures)?.report(error, 'text/bidi', 0),
  });
  const contexts = createContexts({
    world,
    clusters,
    onReady() {
      if (!disposed) layOutAgain(fonts.withContexts());
    },
    onFailure: (error) => findResource(world, Failures)?.report(error, 'text/contexts', 0),
  });
  const layout = createRunLayout(fonts, clusters, contexts);
  const builder = createParagraphBuilder(clusters, layout, bidi, locale);
  const marks = createTextMarks();
  const rows = createTextRows({
    world,
    clusters,
    fonts,
    layout,
    paragraphs,
    builder,
    marks,
    budget,
  });
  cache.placer = rows.place;
  const geometry = createTextGeometry({ world, clusters, locale, settle: rows.settle });
  const input = createTextInput(world, geometry, marks);
  const interned = createInternedTexts({ clusters, fonts, layout, rows });
  const sweepClusters = createClusterSweep({
    world,
    clusters,
    fonts,
    numbers,
    rows,
    interned,
    cache,
  });
  const sweepStyles = createStyleSweep({ world, fonts, paragraphs, rows, interned, cache });
  fonts.onFull = sweepStyles;
  paragraphs.onFull = sweepStyles;
  const text = columns(world, Text);
  let disposed = false;

  /** Lays out again every text of which this is true. */
  function rebuild(isStale: (row: number) => boolean): void {
    const { order, length } = treeOf(world);
    for (let i = 0; i < length; i++) {
      const row = order[i]!;
      if (text.runStart[row]! < 0 || !isStale(row)) continue;
      try {
        rows.rebuild(row);
      } catch (error) {
        // The host's measurer: the others are laid out all the same.
        const failures = findResource(world, Failures);
        if (!failures) throw error;
        failures.report(error, 'text/rebuild', row);
      }
    }
  }

  /** Lays out again every text in these fonts. */
  function layOutAgain(changed: ReadonlySet<number>): void {
    const isSame = (font: number) => !changed.has(font);
    interned.forgetFonts(isSame);
    rows.forgetFonts(isSame);
    rebuild((row) => rows.shows(row, changed));
  }

  function sweep(): void {
    sweepClusters();
    if (fonts.crowded || paragraphs.crowded) sweepStyles();
  }

  const stopFreeing = onFree(world, (row) => {
    input.forget(row);
    rows.free(row);
  });
  setResource(
    world,
    TextPort,
    createTextPort({ world, clusters, fonts, numbers, paragraphs, rows, interned, sweep }),
  );
  setResource(world, TextRuns, rows.runArena.arrays);
  setResource(world, TextLines, rows.lineArena.arrays);
  const justifier = createLineJustifier({
    world,
    clusters,
    onReady: () => {
      for (let row = 0; !disposed && row < text.align.length; row++) {
        if (text.align[row] === TEXT_ALIGN_JUSTIFY && text.runStart[row]! >= 0)
          touch(world, row, PAINT);
      }
    },
    onFailure: (error) => findResource(world, Failures)?.report(error, 'text/justify', 0),
  });
  setResource(world, TextJustify, justifier);
  setResource(world, TextSpans, { of: (row) => rows.spans.get(row) });
  setResource(world, GlyphCache, cache);
  setResource(world, TextGeometry, geometry);
  setResource(world, TextMarks, marks);
  setResource(world, TextInput, input);

  return {
    tunables,
    attach(sink) {
      atlas.attach(sink);
    },
    restore() {
      atlas.resend();
    },
    flushUploads() {
      cache.flush();
      budget.endFrame();
      sweep();
      fonts.settle();
      paragraphs.settle();
    },
    remeasure(families) {
      const measured = fonts.remeasure(families);
      if (measured.size === 0) return;
      cache.redraw((font) => !measured.has(font));
      layOutAgain(measured);
    },
    async ready() {
      if (bidi.state === 'loading') await bidi.load();
      await justifier.ready();
      await contexts.ready();
    },
    get pageBytes() {
      return atlas.pageCount * pageSize * pageSize * 4;
    },
    ...{ atlas, cache, rows, interned },
    stats() {
      return {
        fonts: fonts.size,
        glyphs: cache.count,
        pages: atlas.pageCount,
        bytes:
          clusters.bytes + fonts.bytes + interned.bytes + rows.bytes + atlas.bytes + cache.bytes,
        uploads: atlas.uploads,
        uploadBytes: atlas.uploadBytes,
        pending: cache.pending,
        evicted: cache.evicted,
        missing: cache.missing,
        stretched: cache.stretched,
      };
    },
    dispose() {
      disposed = true;
      stopFreeing();
    },
  };
}

function checkLocale(locale: string): void {
  try {
    new Intl.Locale(locale);
  } catch {
    throw new ValueError(
      `locale is '${String(locale)}'; give a BCP 47 tag such as 'en' or 'zh-Hans'`,
    );
  }
}
