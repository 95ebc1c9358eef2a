import { afterEach, describe, expect, it } from 'vitest';
import { columns, resource } from '../../../../src/ecs';
import { Box, Fill, type FontSpec, GlyphCache, Text, TextPort } from '../../../../src/ecs/stores';
import {
  GLYPH_CONTRAST_SHIFT,
  GLYPH_STRETCHED,
  KIND_GLYPH,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../../../src/systems/render-batching';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../../../src/testing/deterministic-text';
import { moveLayer } from '../../../move-layer';
import { drawOne } from '../text/drawn';
import { BLUE, createStage, GREEN, RED, type Stage, type StageOptions } from './stage';

/** More than the pages hold, several times over. */
const MANY = process.env.RAFTER_LONG ? 20_000 : 6_000;
const CJK = 0x4e00;
const WHITE = 0xffffffff;
const SANS: FontSpec = { family: 'sans-serif', size: 10, weight: 400, italic: false };

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('a word in several spans', () => {
  it.each([
    [
      'مرح',
      [RED, BLUE, BLUE],
      [
        [BLUE, 0, 3],
        [RED, 3, 5],
      ],
    ],
    ['مرح', [RED, RED, RED], [[RED, 0, 5]]],
    [
      'नमस',
      [RED, BLUE, GREEN],
      [
        [RED, 0, 1],
        [BLUE, 1, 3],
        [GREEN, 3, 5],
      ],
    ],
    [
      'नमस',
      [0, 0, RED],
      [
        [WHITE, 0, 3],
        [RED, 3, 5],
      ],
    ],
  ])('is drawn once in each colour, cut where letters meet: %s', (word, colors, pieces) => {
    // A letter is 2 px wide, and a bitmap 5 from 1 px on.
    const letters = (content: string) => content.replaceAll(/[\u200d\u200f]/g, '').length;
    const measurer = {
      ...createDeterministicMeasurer(),
      measure: (_font: FontSpec, content: string) => letters(content) * 2,
    };
    const stage = open({ text: { measurer } });
    const row = stage.label('', 8, 0, 100, 13);
    const { font } = columns(stage.world, Text);
    const port = resource(stage.world, TextPort);
    port.setText(row, word);
    stage.frame();
    const [whole] = glyphRecords(stage);
    const looks = { font: font[row]!, background: 0, decorations: 0, link: undefined };
    port.setSpans(
      row,
      // An empty one is not seen.
      colors.flatMap((color, i) => [
        { ...looks, text: word[i]!, color },
        { ...looks, text: '', color: RED + 1 },
      ]),
    );
    stage.frame();
    const { x, words } = whole!;
    const origin = words[RECORD_GLYPH_ORIGIN]!;
    expect(
      glyphRecords(stage)
        .map((piece) => {
          const skipped = piece.words[RECORD_GLYPH_ORIGIN]! - origin;
          const size = piece.words[RECORD_GLYPH_SIZE]! & 0xffff;
          // What is drawn stands where it does in the whole.
          expect([piece.x - x, piece.width]).toEqual([skipped, size]);
          return [piece.words[RECORD_COLOR], skipped, skipped + size];
        })
        .sort((a, b) => a[1]! - b[1]!),
    ).toEqual(pieces);
    expect(port.contentOf(row)).toBe(word);
    // Laid out anew, each span has its letters.
    port.setFont(row, port.font({ ...SANS, size: 11 }));
    expect(port.contentOf(row)).toBe(word);
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(pieces.length);
  });
});

describe('a new glyph', () => {
  it('shows in the frame that asks for it', () => {
    const stage = open();
    stage.label('new', 0, 0, 100, 13);
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(3);
    expect(stage.stats.draws).toBe(1);
    stage.frame();
    expect(stage.stats).toMatchObject({ draws: 0, recordsWritten: 0, bytesUploaded: 0 });
  });

  it('waits for a later frame when the budget is spent; the frames until then are awake, the rest sleeps', () => {
    const stage = open({ text: slow(1) });
    for (let i = 0; i < 10; i++) stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13);
    const shown: number[] = [];
    do {
      stage.frame();
      shown.push(glyphRecords(stage).length);
    } while (stage.runner.wasActive);
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.at(-1)).toBe(100);
    for (let i = 1; i < shown.length - 1; i++) expect(shown[i]!).toBeGreaterThan(shown[i - 1]!);
    checkGlyphs(stage);
    stage.frame();
    expect(stage.stats).toMatchObject({ draws: 0, recordsWritten: 0 });
  });

  it('of a label shows at once with all the others, so that one which is set anew is never blank', () => {
    const stage = open({ text: slow(0.05) });
    const row = stage.label('words before', 0, 0, 600, 13);
    stage.frame();
    resource(stage.world, TextPort).setText(row, ideographs(0, 60));
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(60);
    checkGlyphs(stage);
  });

  it('moves nothing when it comes', () => {
    const waiting = open({ text: slow(1) });
    const whole = open();
    const texts = ['abcabc', ideographs(0, 60), 'after'];
    for (const stage of [waiting, whole]) {
      texts.forEach((content, i) => {
        stage.label(content, 3.3, i * 13, 300, 13);
      });
    }
    whole.frame();
    const places = new Set(glyphRecords(whole).map(({ x, y }) => `${x} ${y}`));
    do {
      waiting.frame();
      for (const { x, y } of glyphRecords(waiting)) expect(places).toContain(`${x} ${y}`);
    } while (waiting.runner.wasActive);
    expect(glyphRecords(waiting)).toEqual(glyphRecords(whole));
  });

  it('has no row written again but those that show it', () => {
    const stage = open({ text: slow(1) });
    for (let i = 0; i < 30; i++) stage.label(ideographs(i * 3, 3), 0, i * 13, 300, 13);
    stage.frame();
    const cache = resource(stage.world, GlyphCache);
    const { slot } = cache;
    let asked = 0;
    cache.slot = (...glyph) => {
      asked++;
      return slot.apply(cache, glyph);
    };
    let before = glyphsByRow(stage);
    do {
      asked = 0;
      stage.frame();
      const now = glyphsByRow(stage);
      const changed = now.filter((count, row) => count !== before[row]);
      expect(asked).toBe(changed.length * 3);
      before = now;
    } while (stage.runner.wasActive);
    expect(before).toEqual(Array.from({ length: 30 }, () => 3));
    checkGlyphs(stage);
  });

  it('of a text that is new waits where the frame is busy; what shows something already does not', () => {
    const stage = open({ text: slow(0, 1) });
    const shown = stage.label('abc', 0, 0, 100, 13);
    stage.frame();
    stage.frame();
    const cache = resource(stage.world, GlyphCache);
    // The first 16 Chinese characters are measured.
    for (let i = 1; i < 40; i++) stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13);
    stage.write(shown, 'cab');
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(3);
    expect(cache.pending).toBeGreaterThan(64);
    expect(cache.pending).toBeLessThan(64 + 10 + 2);
    expect(stage.runner.wasActive).toBe(true);
    stage.frame();
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(3 + 39 * 10);
    checkGlyphs(stage);
  });

  it('waits one frame, which stays awake, where new fonts take their time', () => {
    const stage = open({ text: slow(1, 0, 4) });
    for (let i = 0; i < 20; i++) stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13);
    stage.frame();
    stage.frame();
    const before = glyphRecords(stage).length;
    resource(stage.world, TextPort).font({ ...SANS, size: 77 });
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(before);
    expect(stage.runner.wasActive).toBe(true);
    stage.frame();
    expect(glyphRecords(stage).length).toBeGreaterThan(before);
  });

  it('of a text whose letters are not all measured yet comes with its place', () => {
    const contents = Array.from({ length: 12 }, (_, i) =>
      String.fromCharCode(...Array.from({ length: 20 }, (_, k) => 0x100 + i * 20 + k)),
    );
    const [late, whole] = [open({ text: slow(1, 1) }), open()];
    for (const stage of [late, whole]) {
      contents.forEach((content, i) => {
        stage.label(content, 3.3, i * 13, 300, 13);
      });
    }
    whole.frame();
    const places = new Set(glyphRecords(whole).map(({ x, y }) => `${x} ${y}`));
    let frames = 0;
    do {
      late.frame();
      frames++;
      for (const { x, y } of glyphRecords(late)) expect(places).toContain(`${x} ${y}`);
    } while (late.runner.wasActive);
    expect(frames).toBeGreaterThan(40);
    const placesOf = (stage: Stage) => glyphRecords(stage).map(({ x, y }) => [x, y]);
    // In the atlas they stand as they came.
    expect(placesOf(late)).toEqual(placesOf(whole));
    checkGlyphs(late);
    late.frame();
    expect(late.stats).toMatchObject({ draws: 0, recordsWritten: 0 });
  });

  it('may belong to a row that changes or goes while it waits', () => {
    const stage = open({ text: slow(2) });
    const rows = Array.from({ length: 12 }, (_, i) =>
      stage.label(ideographs(i * 8, 8), 0, i * 13, 300, 13),
    );
    stage.frame();
    for (const row of rows.slice(0, 6)) stage.remove(row);
    for (const row of rows.slice(6, 9)) stage.write(row, 'other');
    // Their rows are taken by new elements.
    for (let i = 0; i < 3; i++) stage.box(0, 0, 5, 5, 0xffffffff);
    for (let i = 0; i < 3; i++) stage.label('abc', 0, i * 13, 300, 13);
    do stage.frame();
    while (stage.runner.wasActive);
    checkGlyphs(stage);
    expect(glyphRecords(stage)).toHaveLength(3 * 5 + 3 * 8 + 3 * 3);
  });

  it('is drawn where it comes late', () => {
    const stage = open({ text: slow(3) });
    stage.label(ideographs(0, 30), 0, 0, 300, 13);
    stage.label('z', 400, 300, 100, 13);
    do stage.frame();
    while (glyphRecords(stage).length < 31);
    const { x, y, width, height } = stage.backend.lastFrame!;
    expect(x <= 400 && y <= 300 && x + width > 400 && y + height > 300).toBe(true);
  });

  it('leaves nothing of a row that went while it waited', () => {
    const stage = open({ text: slow(3) });
    stage.frame();
    const used = stage.stats.records;
    const rows = Array.from({ length: 4 }, (_, i) =>
      stage.label(ideographs(i * 20, 20), 0, i * 20, 300, 13),
    );
    for (const row of rows) columns(stage.world, Fill).color[row] = 0xff00ff00;
    stage.frame();
    for (const row of rows) stage.remove(row);
    do stage.frame();
    while (stage.runner.wasActive);
    stage.frame();
    expect(stage.stats.records).toBe(used);
  });

  it('that the host fails to draw leaves the others and is told of', () => {
    const inner = createDeterministicRasteriser();
    const stage = open({
      text: {
        rasteriser: {
          ...inner,
          draw(font, cluster, sub, scale) {
            if (cluster === 'b') throw new Error('no canvas');
            return inner.draw(font, cluster, sub, scale);
          },
        },
      },
    });
    stage.label('abc', 0, 0, 100, 13);
    stage.frame(3);
    expect(stage.failures).toHaveLength(1);
    expect(glyphRecords(stage)).toHaveLength(2);
  });
});

describe('a full atlas', () => {
  it(`shows ${MANY} distinct glyphs on two pages without a wrong one`, () => {
    const text = { pageSize: 1024, glyphPages: 2 };
    const stage = open({ text, width: 2000, height: 1200 });
    const port = resource(stage.world, TextPort);
    const font = port.font({ ...SANS, size: 40 });
    const rows = Array.from({ length: 10 }, (_, i) => stage.label('', 0, i * 50, 2000, 50));
    for (const row of rows) port.setFont(row, font);
    let wrong = 0;
    let shown = 0;
    let next = 0;
    for (let frame = 0; next < MANY; frame++) {
      // Some rows stay for frames, so that what they show must outlast the glyphs that come.
      for (let i = 0; i < rows.length; i++) {
        if (i < 3 && frame % 10 !== i * 3) continue;
        stage.write(rows[i]!, ideographs(next, 40));
        next += 40;
      }
      const { uploads } = stage.text.stats();
      stage.frame();
      const bands = 2 * (1024 / 32);
      expect(stage.text.stats().uploads - uploads).toBeLessThanOrEqual(bands);
      shown += glyphRecords(stage).length;
      wrong += wrongGlyphs(stage, 40);
    }
    const stats = stage.text.stats();
    expect(wrong).toBe(0);
    expect(stats.missing).toBe(0);
    expect(shown).toBeGreaterThan(MANY);
    expect(stats.pages).toBe(2);
    expect(stats.evicted).toBeGreaterThan(MANY - 5_000);
  });

  it('leaves glyphs out while all it holds is shown, and shows them when something has gone', () => {
    const stage = open({ text: { pageSize: 64, glyphPages: 1 } });
    const rows = Array.from({ length: 12 }, (_, i) =>
      stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13),
    );
    do stage.frame();
    while (stage.runner.wasActive);
    expect(glyphRecords(stage)).toHaveLength(80);
    expect(stage.text.stats().missing).toBeGreaterThanOrEqual(40);
    checkGlyphs(stage);
    // Nothing of it keeps the loop awake.
    stage.frame();
    expect(stage.runner.wasActive).toBe(false);
    for (const row of rows.slice(0, 3)) stage.remove(row);
    do stage.frame();
    while (stage.runner.wasActive);
    expect(glyphRecords(stage)).toHaveLength(80);
    for (const row of rows.slice(3, 6)) stage.write(row, '');
    do stage.frame();
    while (stage.runner.wasActive);
    expect(glyphRecords(stage)).toHaveLength(60);
    checkGlyphs(stage);
  });

  it('gives away the room of what hidden rows show, and they are written again when they come back', () => {
    const stage = open({ text: { pageSize: 64, glyphPages: 1 } });
    const hidden = stage.label(ideographs(0, 10), 0, 0, 300, 13);
    const other = stage.label('', 0, 20, 300, 13);
    stage.frame();
    stage.show(hidden, false);
    for (let i = 1; i < 40; i++) {
      stage.write(other, ideographs(i * 10, 10));
      stage.frame();
    }
    stage.show(hidden, true);
    stage.frame();
    expect(stage.text.stats().evicted).toBeGreaterThan(100);
    expect(stage.text.stats().missing).toBe(0);
    expect(glyphRecords(stage)).toHaveLength(20);
    checkGlyphs(stage);
  });

  it('is told of once, with what mends it', () => {
    const stage = open({ text: { pageSize: 64, glyphPages: 1 } });
    for (let i = 0; i < 12; i++) stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13);
    stage.frame(200);
    expect(stage.failures.map(String)).toEqual([expect.stringContaining('`glyphPages`')]);
  });

  it('shows old bitmaps until rows are written at a new scale', () => {
    const stage = open({ text: { pageSize: 128, glyphPages: 1, ...slow(1) } });
    for (let i = 0; i < 4; i++) stage.label(ideographs(i * 10, 10), 0, i * 13, 300, 13);
    do stage.frame();
    while (stage.runner.wasActive);
    stage.resize(640, 400, 2);
    do stage.frame();
    while (stage.runner.wasActive);
    expect(glyphRecords(stage)).toHaveLength(40);
    checkGlyphs(stage, 2);
  });
});

describe('a glyph record', () => {
  it('carries the contrast of its colour', () => {
    const contrast = Int16Array.from({ length: 256 }, (_, luma) => luma * 61 - 8000);
    const stage = open({ text: { rasteriser: { ...createDeterministicRasteriser(), contrast } } });
    const colors = [0xff000000, 0xffffffff, 0xff0000ff, 0xff00ff00, 0xffff0000, 0x80808080];
    const lumas = [0, 255, 53, 182, 18, 128];
    colors.forEach((color, i) => {
      columns(stage.world, Text).color[stage.label('a', 0, i * 13, 50, 13)] = color;
    });
    stage.frame();
    for (const { words } of glyphRecords(stage)) {
      const k = (words[RECORD_GLYPH_PAGE]! | 0) >> GLYPH_CONTRAST_SHIFT;
      expect(k).toBe(contrast[lumas[colors.indexOf(words[RECORD_COLOR]!)]!]);
    }
  });

  it('stands where its font says, also under an id that another font had before', () => {
    const stage = open({ text: { sweepStylesAt: 2 } });
    const port = resource(stage.world, TextPort);
    const row = stage.label('abcdef', 0, 0, 70, 200);
    const ids = new Map<number, number>();
    let reused = 0;
    for (let size = 12; size < 40; size += 2) {
      const font = port.font({ ...SANS, size });
      if (ids.has(font)) reused++;
      ids.set(font, size);
      port.setFont(row, font);
      stage.frame();
      const fresh = open();
      const same = fresh.label('abcdef', 0, 0, 70, 200);
      const other = resource(fresh.world, TextPort);
      other.setFont(same, other.font({ ...SANS, size }));
      fresh.frame();
      const placesOf = (each: Stage) => glyphRecords(each).map(({ x, y }) => [x, y]);
      expect(placesOf(stage)).toEqual(placesOf(fresh));
    }
    expect(reused).toBeGreaterThan(3);
  });

  it('of a glyph larger than a page covers its size from a smaller bitmap, which the general program draws', () => {
    const stage = open({ text: { pageSize: 64 } });
    const port = resource(stage.world, TextPort);
    const row = stage.label('a', 0, 0, 600, 200);
    stage.frame();
    expect(stage.backend.lastFrame!.draws.map(({ program }) => program)).toEqual(['simple']);
    port.setFont(row, port.font({ ...SANS, size: 200 }));
    stage.frame();
    const [record] = glyphRecords(stage);
    expect(record!.height).toBeCloseTo(140, 0);
    expect(record!.words[RECORD_GLYPH_SIZE]! >>> 16).toBe(63);
    expect(record!.words[RECORD_GLYPH_PAGE]! & GLYPH_STRETCHED).not.toBe(0);
    expect(stage.backend.lastFrame!.draws.map(({ program }) => program)).toEqual(['blended']);
  });
});

describe('text out of sight', () => {
  it('is not drawn before it comes near, and is in the frame in which it is in sight', () => {
    const stage = open();
    const page = stage.layer(0, 0, 640, 5000, 0);
    for (let i = 0; i < 200; i++) stage.label(ideographs(i * 3, 3), 0, i * 25, 100, 13, page);
    stage.frame();
    // As high as the surface, as far ahead as rows of lists are made, and as ink may reach out of a line.
    expect(rowsShown(stage)).toEqual(range(0, Math.floor((400 + 256 + 20) / 25)));
    moveLayer(stage.world, stage.table, stage.layerOf(page), 0, -3000);
    stage.frame();
    checkGlyphs(stage);
    for (const row of range(3000 / 25, Math.floor(3399 / 25))) {
      expect(rowsShown(stage)).toContain(row);
    }
    expect(rowsShown(stage)).not.toContain(80);
    // What was drawn once stays.
    expect(rowsShown(stage)).toContain(0);
    moveLayer(stage.world, stage.table, stage.layerOf(page), 0, -3001);
    stage.frame();
    expect(stage.stats.recordsWritten).toBe(0);
  });

  it('is drawn when the surface grows', () => {
    const stage = open();
    stage.label('below', 0, 900, 100, 13);
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(0);
    stage.view.height = 1000;
    stage.view.version++;
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(5);
  });

  it('costs nothing in frames in which it stays so', () => {
    const stage = open();
    const page = stage.layer(0, 0, 640, 5000, 0);
    stage.label('far', 0, 4000, 100, 13, page);
    stage.frame();
    expect(glyphRecords(stage)).toHaveLength(0);
    stage.frame();
    expect(stage.stats).toMatchObject({ draws: 0, recordsWritten: 0, bytesUploaded: 0 });
  });
});

function open(options: StageOptions = {}): Stage {
  const stage = createStage({ keep: true, ...options });
  stages.push(stage);
  return stage;
}

function ideographs(from: number, count: number): string {
  return String.fromCharCode(
    ...Array.from({ length: count }, (_, i) => CJK + ((from + i) % 20_900)),
  );
}

/** Glyphs drawn in each of 30 rows of 13 px. */
function glyphsByRow(stage: Stage): number[] {
  const counts = Array.from({ length: 30 }, () => 0);
  for (const { y } of glyphRecords(stage)) counts[Math.floor(y / 13)]!++;
  return counts;
}

/** Text options where drawing a glyph takes so many milliseconds, and measuring a string and the metrics of a font. */
function slow(glyphMs: number, lengthMs = 0, metricsMs = 0): NonNullable<StageOptions['text']> {
  const inner = createDeterministicRasteriser();
  const measurer = createDeterministicMeasurer();
  let now = 0;
  const rasteriser: typeof inner = {
    ...inner,
    read(visit) {
      inner.read((bitmap, index) => {
        now += glyphMs;
        visit(bitmap, index);
      });
    },
  };
  return {
    rasteriser,
    measurer: {
      ...measurer,
      measure(font, content) {
        now += lengthMs;
        return measurer.measure(font, content);
      },
      metrics(font) {
        now += metricsMs;
        return measurer.metrics(font);
      },
    },
    clock: { now: () => now },
  };
}

type GlyphRecord = { x: number; y: number; width: number; height: number; words: Uint32Array };

/** Glyph records that the device draws. */
function glyphRecords({ backend }: Stage): GlyphRecord[] {
  const seen = new Set<number>();
  for (let i = 0; i < backend.indices.length; i++) seen.add(backend.indices[i]! >> 2);
  const found: GlyphRecord[] = [];
  for (const record of [...seen].sort((a, b) => a - b)) {
    const words = backend.records.slice(record * RECORD_WORDS, (record + 1) * RECORD_WORDS);
    if ((words[RECORD_KIND_LAYER]! & 255) !== KIND_GLYPH) continue;
    const floats = new Float32Array(words.buffer);
    found.push({
      x: floats[RECORD_X]!,
      y: floats[RECORD_Y]!,
      width: floats[RECORD_WIDTH]!,
      height: floats[RECORD_HEIGHT]!,
      words,
    });
  }
  return found;
}

const rasteriser = createDeterministicRasteriser();
const hashes = new Map<string, Set<string>>();

/** Bitmaps that a cluster has at its sub-pixel positions, as strings. */
function bitmapsOf(cluster: string, size: number, scale: number): Set<string> {
  const key = `${cluster} ${size} ${scale}`;
  let bitmaps = hashes.get(key);
  if (!bitmaps) {
    bitmaps = new Set();
    for (let sub = 0; sub < 4; sub++) {
      const { width, height, pixels } = drawOne(rasteriser, { ...SANS, size }, cluster, sub, scale);
      bitmaps.add(`${width}x${height} ${Buffer.from(pixels.buffer).toString('latin1')}`);
    }
    hashes.set(key, bitmaps);
  }
  return bitmaps;
}

/**
 * Compares what each record points to with the glyphs of the text at its place: cluster by cluster where all of them are shown.
 * Elements must not lie over one another.
 */
function wrongGlyphs(stage: Stage, size: number, scale = 1): number {
  const { world } = stage;
  const port = resource(world, TextPort);
  const text = columns(world, Text);
  const box = columns(world, Box);
  hashes.clear();
  const records = glyphRecords(stage).sort((a, b) => a.x - b.x);
  let wrong = 0;
  let placed = 0;
  for (let row = 1; row < text.runStart.length; row++) {
    if (text.runStart[row]! < 0) continue;
    const clusters = [...port.contentOf(row)];
    const top = box.y[row]!;
    const own = records.filter(({ y }) => y >= top && y < top + box.height[row]!);
    placed += own.length;
    own.forEach((record, i) => {
      const pixels = pixelsOf(stage, record);
      const candidates = own.length === clusters.length ? [clusters[i]!] : clusters;
      if (!candidates.some((cluster) => bitmapsOf(cluster, size, scale).has(pixels))) wrong++;
    });
  }
  expect(placed).toBe(records.length);
  return wrong;
}

/** What a record shows, as `bitmapsOf` writes it. */
function pixelsOf({ backend }: Stage, { words }: GlyphRecord): string {
  const texels = backend.atlasPage(words[RECORD_GLYPH_PAGE]! & 65535);
  const u = words[RECORD_GLYPH_ORIGIN]! & 65535;
  const v = words[RECORD_GLYPH_ORIGIN]! >>> 16;
  const width = words[RECORD_GLYPH_SIZE]! & 65535;
  const height = words[RECORD_GLYPH_SIZE]! >>> 16;
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((v + y) * backend.atlasSize + u) * 4;
    pixels.set(texels.subarray(from, from + width * 4), y * width * 4);
  }
  return `${width}x${height} ${pixels.toString('latin1')}`;
}

function checkGlyphs(stage: Stage, scale = 1): void {
  expect(resource(stage.world, GlyphCache).pending).toBe(0);
  expect(wrongGlyphs(stage, 10, scale)).toBe(0);
}

/** Labels, 25 px apart, of which glyphs are shown. */
function rowsShown(stage: Stage): number[] {
  return [...new Set(glyphRecords(stage).map(({ y }) => Math.floor(y / 25)))].sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
