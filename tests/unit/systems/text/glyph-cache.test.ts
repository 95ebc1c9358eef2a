import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GlyphBitmap } from '../../../../src/ecs/stores';
import type { GlyphSink } from '../../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../../src/testing/deterministic-text';
import { createFixture, type Fixture, LONG, SANS } from './fixture';

const DISTINCT = LONG ? 20_000 : 5_000;
const CJK = 0x4e00;

describe('slot', () => {
  it('is the same for the same cluster, and its own for each font, cluster and sub-pixel position', () => {
    const { cache, port } = createFixture();
    const other = port.font({ ...SANS, weight: 700 });
    const slots = new Set<number>();
    for (const font of [0, other]) {
      for (const glyph of [0x41, 0x42, CJK]) {
        for (const sub of [0, 1, 2, 3]) {
          const slot = cache.slot(font, glyph, sub, 1);
          expect(cache.slot(font, glyph, sub, 1)).toBe(slot);
          slots.add(slot);
        }
      }
    }
    expect(slots.size).toBe(24);
  });

  it('is -1 for what has no ink, and asks the rasteriser once', () => {
    let asked = 0;
    const inner = createDeterministicRasteriser();
    const { cache } = createFixture({
      rasteriser: {
        rasterise(...request) {
          asked++;
          return inner.rasterise(...request);
        },
      },
    });
    expect(cache.slot(0, 0x20, 0, 1)).toBe(-1);
    expect(cache.slot(0, 0x20, 0, 1)).toBe(-1);
    expect(asked).toBe(1);
  });

  it('is -1 for ids that were never given out and scales that are none', () => {
    const { cache } = createFixture();
    for (const [font, glyph, scale] of [
      [5, 0x41, 1],
      [1024, 0x41, 1],
      [0, 0x10000, 1],
      [0, 0x41, 0],
      [0, 0x41, NaN],
      [0, 0x41, Infinity],
    ] as const) {
      expect(cache.slot(font, glyph, 0, scale)).toBe(-1);
    }
    expect(cache.slot(0, 0x41, 0, 1)).toBe(0);
  });

  it('is -1 for a bitmap larger than a page, which is counted', () => {
    const { cache, port, system } = createFixture({ pageSize: 64 });
    expect(cache.slot(port.font({ ...SANS, size: 200 }), 0x41, 0, 1)).toBe(-1);
    expect(system.stats().oversized).toBe(1);
    expect(cache.slot(0, 0x41, 0, 1)).toBe(0);
  });

  it('says where the bitmap and its corner are', () => {
    const { cache, system } = createFixture();
    const sink = createFakeSink();
    system.attach(sink);
    const slot = cache.slot(0, 0x41, 2, 2);
    system.flushUploads();
    const bitmap = rasterised('A', 2, 2);
    expect(cache.width[slot]).toBe(bitmap.width);
    expect(cache.height[slot]).toBe(bitmap.height);
    expect(cache.bearingX[slot]).toBe(1);
    expect(cache.bearingY[slot]).toBe(-14);
    expect(cache.colored[slot]).toBe(0);
    expectShown(sink, recordOf(cache, slot), bitmap);
  });

  it('gives baseline and ellipsis of a font', () => {
    const { cache } = createFixture();
    expect(cache.ascent(0)).toBeCloseTo(9.25, 5);
    expect(cache.ellipsis(0)).toBe(0x2026);
    expect(cache.ellipsisAdvance(0)).toBeCloseTo(6, 5);
  });
});

describe('the atlas', () => {
  it(`shows ${DISTINCT} distinct glyphs in little room, none of them ever wrong`, () => {
    const fixture = createFixture({ pageSize: 128, maxPages: 2 });
    const screen = createScreen(fixture);
    const seen = new Set<string>();
    let next = 0;
    for (let frame = 0; next < DISTINCT || frame % 2 === 1; frame++) {
      // Each set of glyphs is on screen for two frames: one that finds the atlas full is whole in the second.
      const shown = Array.from({ length: 24 }, (_, i) => CJK + ((next + i) % 20_000));
      if (frame % 2 === 1) next += 24;
      for (const glyph of screen.draw(shown, frame % 4, 1)) seen.add(String(glyph));
    }
    expect(screen.wrong).toBe(0);
    expect(seen.size).toBeGreaterThanOrEqual(DISTINCT);
    expect(fixture.system.stats().pages).toBe(2);
    expect(fixture.system.stats().resets).toBeGreaterThan(10);
  });

  it('never shows a wrong glyph whatever sizes, scales and restores come in any order', () => {
    fc.assert(
      fc.property(frames(), (frameList) => {
        const fixture = createFixture({ pageSize: 96, maxPages: 3 });
        const screen = createScreen(fixture, frameList.length > 0 ? frameList[0]!.late : false);
        for (const { glyphs, sub, scale, restore, late } of frameList) {
          if (restore) screen.loseDevice();
          if (late) screen.attach();
          screen.draw(glyphs, sub, scale);
        }
        expect(screen.wrong).toBe(0);
      }),
      // Shrinking such long lists takes minutes.
      { numRuns: LONG ? 2_000 : 80, endOnFailure: true },
    );
  });

  it('grows to its limit before it starts over', () => {
    const { cache, system } = createFixture({ pageSize: 32, maxPages: 3 });
    const sink = createFakeSink();
    system.attach(sink);
    const before = cache.version;
    for (let i = 0; cache.slot(0, CJK + i, 0, 1) >= 0; i++) system.flushUploads();
    expect(sink.pages).toHaveLength(3);
    expect(cache.version).toBe(before);
    system.flushUploads();
    expect(cache.version).toBe(before + 1);
    expect(cache.slot(0, CJK, 0, 1)).toBe(0);
  });

  it('does not start over each frame when what is visible cannot fit', () => {
    const fixture = createFixture({ pageSize: 64, maxPages: 1 });
    const screen = createScreen(fixture);
    const shown = Array.from({ length: 200 }, (_, i) => CJK + i);
    for (let frame = 0; frame < 240; frame++) screen.draw(shown, 0, 1);
    expect(screen.wrong).toBe(0);
    expect(fixture.system.stats().resets).toBeLessThanOrEqual(5);
    expect(fixture.system.stats().missing).toBeGreaterThan(0);
    // A set that does fit is whole again soon.
    let drawn = 0;
    for (let frame = 0; frame < 70; frame++)
      drawn = screen.draw(shown.slice(150, 160), 0, 1).length;
    expect(drawn).toBe(10);
  });

  it('shows every glyph at the new scale after a change, and layout does not move', () => {
    const fixture = createFixture();
    const { port, element, runs, text, cache } = fixture;
    const rows = ['AVATAR To', '你好', '👍 12.5'].map((content) => {
      const row = element();
      port.setText(row, content);
      return row;
    });
    const layout = () => [[...runs.x], rows.map((row) => [text.width[row], text.lineHeight[row]])];
    const before = layout();
    const screen = createScreen(fixture);
    const glyphs = [0x41, 0x56, 0x4f60, 0x10000];
    let { version } = cache;
    let changed = false;
    for (const scale of [1, 1.25, 2, 3, 1]) {
      screen.forget();
      expect(screen.draw(glyphs, 1, scale)).toHaveLength(4);
      expect(cache.version).toBe(version + (changed ? 1 : 0));
      changed = true;
      version = cache.version;
    }
    expect(screen.wrong).toBe(0);
    expect(layout()).toEqual(before);
  });

  it('sends what is new once, one rectangle a shelf, and nothing when nothing is', () => {
    const { cache, system } = createFixture();
    const sink = createFakeSink();
    system.attach(sink);
    for (let i = 0; i < 50; i++) cache.slot(0, CJK + i, 0, 1);
    system.flushUploads();
    expect(system.stats().uploads).toBe(1);
    const { uploadBytes } = system.stats();
    expect(uploadBytes).toBe(50 * 6 * 8 * 4);
    system.flushUploads();
    cache.slot(0, CJK, 0, 1);
    system.flushUploads();
    expect(system.stats().uploads).toBe(1);
    cache.slot(0, CJK + 50, 0, 1);
    system.flushUploads();
    expect(system.stats().uploads).toBe(2);
    expect(system.stats().uploadBytes - uploadBytes).toBe(6 * 8 * 4);
  });

  it('sends what it had again when it grows', () => {
    const { cache, system } = createFixture({ pageSize: 64, maxPages: 2 });
    const sink = createFakeSink();
    system.attach(sink);
    const first = cache.slot(0, CJK, 0, 1);
    system.flushUploads();
    for (let i = 1; sink.pages.length === 1; i++) {
      cache.slot(0, CJK + i, 0, 1);
      system.flushUploads();
    }
    expectShown(sink, recordOf(cache, first), rasterised(String.fromCharCode(CJK), 0, 1));
  });

  it('sends everything to a sink that comes late, and again after a loss', () => {
    const { cache, port, element, system } = createFixture();
    port.setText(element(), '👍');
    const slots = [0x41, 0x10000, CJK].map((glyph) => cache.slot(0, glyph, 0, 1));
    system.flushUploads();
    const bitmaps = ['A', '👍', '一'].map((cluster) => rasterised(cluster, 0, 1));
    const sink = createFakeSink();
    system.attach(sink);
    const expectAll = () => {
      slots.forEach((slot, i) => {
        expectShown(sink, recordOf(cache, slot), bitmaps[i]!);
      });
    };
    expectAll();
    sink.lose();
    system.restore();
    expectAll();
  });

  it('keeps one byte a texel until colours come', () => {
    const { cache, port, element, system } = createFixture({ pageSize: 512 });
    const sink = createFakeSink();
    system.attach(sink);
    const plain = cache.slot(0, 0x41, 0, 1);
    const { bytes } = system.stats();
    port.setText(element(), '👍');
    const colored = cache.slot(0, 0x10000, 0, 1);
    system.flushUploads();
    expect(system.stats().bytes - bytes).toBeGreaterThan(3 * 512 * 512 - 1);
    expect(cache.colored[colored]).toBe(1);
    expectShown(sink, recordOf(cache, colored), rasterised('👍', 0, 1));
    sink.lose();
    system.restore();
    expectShown(sink, recordOf(cache, plain), rasterised('A', 0, 1));
  });
});

type Record = { page: number; u: number; v: number; width: number; height: number };

/**
 * Glyph records as batching keeps them, at its laziest: it looks at the cache's version once, before it writes, and writes what is
 * new on screen or everything when the version differs.
 */
function createScreen({ cache, system, port }: Fixture, late = false) {
  const sink = createFakeSink();
  const records = new Map<string, { record: Record | undefined; bitmap: GlyphBitmap }>();
  const font = port.font(SANS);
  let version = -1;
  if (!late) system.attach(sink);
  let attached = !late;
  const screen = {
    wrong: 0,
    attach() {
      if (!attached) system.attach(sink);
      attached = true;
    },
    /** The surface has another scale: everything is written again. */
    forget() {
      records.clear();
    },
    loseDevice() {
      sink.lose();
      system.restore();
    },
    /** Draws a frame and returns the glyphs that were there. */
    draw(glyphs: number[], sub: number, scale: number): number[] {
      if (cache.version !== version) records.clear();
      version = cache.version;
      const visible = new Map<string, { record: Record | undefined; bitmap: GlyphBitmap }>();
      for (const glyph of glyphs) {
        // A record that is not dirty stays as it was written, at the old scale too.
        const key = `${glyph} ${sub}`;
        const known = records.get(key);
        if (known) {
          visible.set(key, known);
          continue;
        }
        const slot = cache.slot(font, glyph, sub, scale);
        const cluster = glyph === 0x10000 ? '👍' : String.fromCharCode(glyph);
        visible.set(key, {
          record: slot < 0 ? undefined : recordOf(cache, slot),
          bitmap: rasterised(cluster, sub, scale),
        });
      }
      records.clear();
      for (const [key, value] of visible) records.set(key, value);
      system.flushUploads();
      if (!attached) return [];
      const drawn: number[] = [];
      for (const [key, { record, bitmap }] of records) {
        if (!record) continue;
        drawn.push(Number.parseInt(key, 10));
        if (!shows(sink, record, bitmap)) screen.wrong++;
      }
      return drawn;
    },
  };
  return screen;
}

function createFakeSink() {
  let side = 0;
  const sink = {
    pages: [] as Uint8ClampedArray[],
    get side() {
      return side;
    },
    lose() {
      sink.pages = sink.pages.map((page) => new Uint8ClampedArray(page.length).fill(0xaa));
    },
    resizeAtlas(size: number, pages: number) {
      side = size;
      // Growing keeps no content, so it is made worse than nothing.
      sink.pages = Array.from({ length: pages }, () =>
        new Uint8ClampedArray(size * size * 4).fill(0x55),
      );
    },
    uploadGlyphs(
      page: number,
      x: number,
      y: number,
      width: number,
      height: number,
      pixels: Uint8ClampedArray,
    ) {
      expect(x >= 0 && y >= 0 && x + width <= side && y + height <= side).toBe(true);
      for (let row = 0; row < height; row++) {
        const from = row * width * 4;
        sink.pages[page]!.set(pixels.subarray(from, from + width * 4), ((y + row) * side + x) * 4);
      }
      return width * height * 4;
    },
  };
  return sink satisfies GlyphSink;
}

type FakeSink = ReturnType<typeof createFakeSink>;

function recordOf(cache: Fixture['cache'], slot: number): Record {
  return {
    page: cache.page[slot]!,
    u: cache.u[slot]!,
    v: cache.v[slot]!,
    width: cache.width[slot]!,
    height: cache.height[slot]!,
  };
}

const rasteriser = createDeterministicRasteriser();
const bitmaps = new Map<string, GlyphBitmap>();

function rasterised(cluster: string, sub: number, scale: number): GlyphBitmap {
  const key = `${cluster} ${sub} ${scale}`;
  let bitmap = bitmaps.get(key);
  if (!bitmap) {
    const drawn = rasteriser.rasterise(SANS, cluster, sub, scale);
    bitmap = { ...drawn, pixels: drawn.pixels.slice() };
    bitmaps.set(key, bitmap);
  }
  return bitmap;
}

/** Whether the sink holds exactly the bitmap at the record's place, and nothing in the padding right of and below it. */
function shows({ pages, side }: FakeSink, record: Record, bitmap: GlyphBitmap): boolean {
  const { page, u, v, width, height } = record;
  if (width !== bitmap.width || height !== bitmap.height) return false;
  const texels = pages[page]!;
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      const texel = ((v + y) * side + u + x) * 4;
      if (x === width || y === height) {
        if (texels[texel + 3] !== 0) return false;
        continue;
      }
      for (let channel = 0; channel < 4; channel++) {
        if (texels[texel + channel] !== bitmap.pixels[(y * width + x) * 4 + channel]) return false;
      }
    }
  }
  return true;
}

function expectShown(sink: FakeSink, record: Record, bitmap: GlyphBitmap) {
  expect(shows(sink, record, bitmap)).toBe(true);
}

function frames() {
  return fc.array(
    fc.record({
      glyphs: fc.uniqueArray(fc.integer({ min: CJK, max: CJK + 300 }), {
        minLength: 10,
        maxLength: 60,
        size: 'max',
      }),
      sub: fc.nat(3),
      scale: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1.5, 2),
      restore: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
      late: fc.boolean(),
    }),
    { maxLength: 30, size: 'max' },
  );
}
