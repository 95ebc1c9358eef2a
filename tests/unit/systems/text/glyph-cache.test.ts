import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLYPH_NO_INK, GLYPH_PENDING, type GlyphBitmap } from '../../../../src/ecs/stores';
import type { GlyphSink } from '../../../../src/systems/text';
import type { Cache } from '../../../../src/systems/text/glyph-cache';
import { createDeterministicRasteriser } from '../../../../src/testing/deterministic-text';
import { drawnSlot, drawOne } from './drawn';
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
          const slot = drawnSlot(cache, font, glyph, sub, 1);
          expect(cache.slot(font, glyph, sub, 1)).toBe(slot);
          slots.add(slot);
        }
      }
    }
    expect(slots.size).toBe(24);
  });

  it('is GLYPH_PENDING until the glyph is drawn, and asks for it once', () => {
    const { cache } = createFixture();
    expect(cache.slot(0, 0x41, 0, 1)).toBe(GLYPH_PENDING);
    expect(cache.slot(0, 0x41, 0, 1)).toBe(GLYPH_PENDING);
    expect(cache.pending).toBe(1);
    expect(cache.waiting).toBe(2);
    expect(cache.rasterise()).toBe(true);
    expect(cache.pending).toBe(0);
    expect(cache.slot(0, 0x41, 0, 1)).toBe(0);
    expect(cache.waiting).toBe(2);
    expect(cache.rasterise()).toBe(false);
  });

  it('is the nearest other sub-pixel position of the glyph while that waits', () => {
    const { cache } = createFixture();
    const third = drawnSlot(cache, 0, 0x41, 3, 1);
    expect(cache.slot(0, 0x41, 0, 1)).toBe(third);
    expect(cache.waiting).toBe(2);
    cache.rasterise();
    const first = cache.slot(0, 0x41, 0, 1);
    expect(first).not.toBe(third);
    expect(cache.slot(0, 0x41, 1, 1)).toBe(first);
    expect(cache.slot(0, 0x41, 2, 1)).toBe(third);
    expect(cache.slot(0, 0x42, 2, 1)).toBe(GLYPH_PENDING);
  });

  it('is GLYPH_NO_INK for what has no ink, and asks the rasteriser once', () => {
    let asked = 0;
    const inner = createDeterministicRasteriser();
    const { cache } = createFixture({
      rasteriser: {
        ...inner,
        draw(...request) {
          asked++;
          return inner.draw(...request);
        },
      },
    });
    expect(drawnSlot(cache, 0, 0x20, 0, 1)).toBe(GLYPH_NO_INK);
    expect(drawnSlot(cache, 0, 0x20, 0, 1)).toBe(GLYPH_NO_INK);
    expect(asked).toBe(1);
  });

  it('is GLYPH_NO_INK for ids that were never given out and scales that are none', () => {
    const { cache } = createFixture();
    for (const [font, glyph, scale] of [
      [5, 0x41, 1],
      [800, 0x41, 1],
      [1024, 0x41, 1],
      [0, 0x10000, 1],
      [0, 0x41, 0],
      [0, 0x41, NaN],
      [0, 0x41, Infinity],
    ] as const) {
      expect(cache.slot(font, glyph, 0, scale)).toBe(GLYPH_NO_INK);
    }
    expect(drawnSlot(cache, 0, 0x41, 0, 1)).toBe(0);
  });

  it('is a smaller bitmap to be stretched where one is larger than a page', () => {
    const { cache, port, system } = createFixture({ pageSize: 64 });
    const slot = drawnSlot(cache, port.font({ ...SANS, size: 200 }), 0x41, 0, 1);
    expect(cache.height[slot]).toBe(63);
    expect(cache.stretch[slot]).toBeCloseTo(140 / 63, 5);
    expect(cache.bearingY[slot]).toBe(-140);
    expect(system.stats().stretched).toBe(1);
    expect(cache.stretch[drawnSlot(cache, 0, 0x41, 0, 1)]).toBe(1);
  });

  it('says where the bitmap and its corner are', () => {
    const { cache, system } = createFixture();
    const sink = createFakeSink();
    system.attach(sink);
    const slot = drawnSlot(cache, 0, 0x41, 2, 2);
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

describe('rasterise', () => {
  it('draws many glyphs before it reads them back', () => {
    let reads = 0;
    const inner = createDeterministicRasteriser();
    const rasteriser = {
      ...inner,
      read(visit: Parameters<typeof inner.read>[0]) {
        reads++;
        inner.read(visit);
      },
    };
    const { cache } = createFixture({ rasteriser });
    for (let i = 0; i < 100; i++) cache.slot(0, CJK + i, 0, 1);
    cache.rasterise();
    expect(cache.pending).toBe(0);
    // A sheet of the deterministic rasteriser takes 40.
    expect(reads).toBe(3);
  });

  it('stops when the budget is spent and goes on where it stopped, first come first drawn', () => {
    const { cache, system, tick } = createSlowFixture(1);
    for (let i = 0; i < 100; i++) cache.slot(0, CJK + i, 0, 1);
    const counts: number[] = [];
    while (cache.pending > 0) {
      const before = cache.pending;
      const began = tick.now;
      cache.rasterise();
      // The first frame does not know yet what a glyph costs; it draws at most a first batch more.
      if (counts.length > 0) expect(tick.now - began).toBeLessThanOrEqual(8);
      counts.push(before - cache.pending);
      for (let i = 0; i < 100; i++) {
        const isDrawn = cache.slot(0, CJK + i, 0, 1) >= 0;
        expect(isDrawn).toBe(i < 100 - cache.pending);
      }
      system.flushUploads();
    }
    expect(counts.length).toBeGreaterThan(5);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('draws a glyph a frame where one costs more than the budget', () => {
    const { cache } = createSlowFixture(50);
    for (let i = 0; i < 3; i++) cache.slot(0, CJK + i, 0, 1);
    cache.rasterise();
    for (let left = cache.pending; left > 0; left--) {
      cache.rasterise();
      expect(cache.pending).toBe(left - 1);
    }
  });

  it('throws what the host throws, goes on with what comes after, and does not ask again', () => {
    const inner = createDeterministicRasteriser();
    const asked: string[] = [];
    const { cache } = createFixture({
      rasteriser: {
        ...inner,
        draw(font, cluster, sub, scale) {
          asked.push(cluster);
          if (cluster === 'B') throw new Error('no canvas');
          return inner.draw(font, cluster, sub, scale);
        },
      },
    });
    for (const glyph of [0x41, 0x42, 0x43]) cache.slot(0, glyph, 0, 1);
    expect(() => cache.rasterise()).toThrow('no canvas');
    expect(cache.slot(0, 0x41, 0, 1)).toBe(0);
    expect(cache.slot(0, 0x42, 0, 1)).toBe(GLYPH_NO_INK);
    expect(cache.slot(0, 0x43, 0, 1)).toBe(GLYPH_PENDING);
    cache.rasterise();
    expect(cache.slot(0, 0x43, 0, 1)).toBe(1);
    expect(asked).toEqual(['A', 'B', 'C']);
  });
});

describe('scaledSlot', () => {
  const STEP = 3072;

  it('is drawn though others are forgotten while it waits, and stays', () => {
    const { cache, port } = createFixture();
    const gone = port.font({ ...SANS, size: 20 });
    drawnSlot(cache, 0, 0x41, 0, 1);
    const stretched = cache.scaledSlot(0, STEP, 0x41, 0, 1);
    expect(cache.unscaled).toBe(true);
    cache.scaledSlot(0, STEP, 0x42, 0, 1);
    cache.scaledSlot(gone, STEP, 0x41, 0, 1);
    expect(cache.pending).toBe(3);
    (cache as Cache).forget((glyph, font) => glyph === 0x41 && font !== gone);
    expect(cache.pending).toBe(1);
    expect(cache.rasterise()).toBe(true);
    const slot = cache.scaledSlot(0, STEP, 0x41, 0, 1);
    expect(cache.unscaled).toBe(false);
    expect(slot).not.toBe(stretched);
    expect(cache.height[slot]).toBe(Math.ceil(cache.height[stretched]! * 1.5));
    (cache as Cache).forget((_, font) => font !== gone);
    expect(cache.scaledSlot(0, STEP, 0x41, 0, 1)).toBe(slot);
    // Whatever font has its number next is drawn anew.
    expect(cache.scaledSlot(gone, STEP, 0x41, 0, 1)).toBe(GLYPH_PENDING);
  });

  it('in more steps than there is room for is drawn in those asked for of late, and in others later', () => {
    const { cache, system } = createFixture();
    const surface = drawnSlot(cache, 0, 0x41, 0, 1);
    const ask = (from: number, count: number) => {
      let refused = 0;
      for (let i = from; i < from + count; i++) {
        cache.unscaled = false;
        cache.scaledSlot(0, STEP + i, 0x41, 0, 1);
        if (cache.unscaled) refused++;
      }
      return refused;
    };
    ask(0, 300);
    expect(cache.pending).toBe(256);
    while (cache.pending > 0) cache.rasterise();
    expect(ask(0, 300)).toBe(44);
    for (let frame = 0; frame < 30; frame++) {
      system.flushUploads();
      expect(ask(0, 256)).toBe(0);
      expect(cache.rasterise()).toBe(false);
    }
    for (let frame = 0; !cache.rasterise(); frame++) {
      expect(frame).toBeLessThan(35);
      expect(ask(56, 200)).toBe(0);
      system.flushUploads();
    }
    expect(ask(256, 44)).toBe(44);
    expect(cache.pending).toBe(44);
    cache.rasterise();
    expect(ask(56, 244)).toBe(0);
    expect(cache.slot(0, 0x41, 0, 1)).toBe(surface);
  });
});

describe('scaledSlot on a slow host', () => {
  it('keeps what waits however long it does', () => {
    const { cache, system } = createFixture();
    for (let i = 0; i < 256; i++) cache.scaledSlot(0, 3072 + i, 0x41, 0, 1);
    for (let frame = 0; frame < 40; frame++) system.flushUploads();
    cache.scaledSlot(0, 4096, 0x41, 0, 1);
    // With the one of the surface's scale.
    expect(cache.pending).toBe(257);
  });
});

describe('the atlas', () => {
  it(`shows ${DISTINCT} distinct glyphs in little room, none of them ever wrong`, () => {
    const fixture = createFixture({ pageSize: 128, glyphPages: 2 });
    const screen = createScreen(fixture);
    const seen = new Set<string>();
    let next = 0;
    for (let frame = 0; next < DISTINCT; frame++) {
      const shown = Array.from({ length: 24 }, (_, i) => CJK + ((next + i) % 20_000));
      next += 24;
      for (const glyph of screen.draw(shown, frame % 4, 1)) seen.add(String(glyph));
    }
    expect(screen.wrong).toBe(0);
    expect(seen.size).toBeGreaterThanOrEqual(DISTINCT);
    expect(fixture.system.stats().pages).toBe(2);
    expect(fixture.system.stats().evicted).toBeGreaterThan(1000);
    expect(fixture.system.stats().missing).toBe(0);
  });

  it('never shows a wrong glyph whatever sizes, scales and restores come in any order', () => {
    fc.assert(
      fc.property(frames(), (frameList) => {
        const fixture = createFixture({ pageSize: 96, glyphPages: 3 });
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

  it('grows to its limit before anything goes', () => {
    const { cache, system } = createFixture({ pageSize: 32, glyphPages: 3 });
    const sink = createFakeSink();
    system.attach(sink);
    let asked = 0;
    while (system.stats().evicted === 0) {
      drawnSlot(cache, 0, CJK + asked++, 0, 1);
      system.flushUploads();
      if (system.stats().evicted === 0) expect(system.stats().glyphs).toBe(asked);
    }
    expect(sink.pages).toHaveLength(3);
    // Three pages of four shelves with five glyphs each.
    expect(asked).toBe(3 * 4 * 5 + 1);
  });

  it('drops what was asked for longest ago', () => {
    const { cache, system } = createFixture({ pageSize: 32, glyphPages: 1 });
    for (let i = 0; i < 20; i++) {
      drawnSlot(cache, 0, CJK + i, 0, 1);
      system.flushUploads();
    }
    // All but those of the second shelf.
    for (const i of [0, 10, 15]) cache.slot(0, CJK + i, 0, 1);
    system.flushUploads();
    drawnSlot(cache, 0, CJK + 20, 0, 1);
    const kept = Array.from({ length: 20 }, (_, i) => cache.slot(0, CJK + i, 0, 1) >= 0);
    expect(kept).toEqual(Array.from({ length: 20 }, (_, i) => i < 5 || i >= 10));
  });

  it('joins low shelves where a high bitmap comes', () => {
    const { cache, system, port } = createFixture({ pageSize: 32, glyphPages: 1 });
    for (let i = 0; i < 20; i++) {
      drawnSlot(cache, 0, CJK + i, 0, 1);
      system.flushUploads();
    }
    const large = port.font({ ...SANS, size: 20 });
    expect(drawnSlot(cache, large, 0x41, 0, 1)).toBeGreaterThanOrEqual(0);
    expect(system.stats().evicted).toBe(10);
  });

  it('leaves out what finds no room, and tries again when records have gone, at most once a second', () => {
    const fixture = createFixture({ pageSize: 64, glyphPages: 1 });
    const { system, cache } = fixture;
    const screen = createScreen(fixture);
    const shown = Array.from({ length: 200 }, (_, i) => CJK + i);
    expect(screen.draw(shown, 0, 1)).toHaveLength(80);
    expect(system.stats().missing).toBe(120);
    for (let frame = 0; frame < 100; frame++) screen.draw(shown, 0, 1);
    expect(system.stats().missing).toBe(120);
    for (let frame = 0; frame < 180; frame++) {
      cache.released();
      screen.draw(shown, 0, 1);
    }
    expect(system.stats().missing).toBeLessThanOrEqual(120 * 4);
    cache.released();
    let drawn = 0;
    for (let frame = 0; frame < 61; frame++)
      drawn = screen.draw(shown.slice(150, 160), 0, 1).length;
    expect(drawn).toBe(10);
    expect(screen.wrong).toBe(0);
  });

  it('shows every glyph at the new scale after a change, and layout does not move', () => {
    const fixture = createFixture();
    const { port, element, runs, text, cache } = fixture;
    const rows = ['AVATAR To', '你好', '👍 12.5'].map((content) => {
      const row = element();
      port.setText(row, content);
      return row;
    });
    const layout = () => [[...runs.x], rows.map((row) => text.width[row])];
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

  it('keeps a glyph of the new scale when that of the old one goes', () => {
    const { cache, system, port } = createFixture({ pageSize: 64, glyphPages: 1 });
    const small = port.font({ ...SANS, size: 5 });
    drawnSlot(cache, 0, CJK, 0, 1);
    system.flushUploads();
    const slot = drawnSlot(cache, 0, CJK, 0, 2);
    // As high as the one of the old scale, whose shelf is the oldest.
    for (let i = 1; system.stats().evicted === 0; i++) {
      system.flushUploads();
      drawnSlot(cache, small, CJK + i, 0, 2);
    }
    expect(cache.slot(0, CJK, 0, 2)).toBe(slot);
  });

  it('sends what is new once, one rectangle a shelf, and nothing when nothing is', () => {
    const { cache, system } = createFixture();
    const sink = createFakeSink();
    system.attach(sink);
    for (let i = 0; i < 50; i++) cache.slot(0, CJK + i, 0, 1);
    cache.rasterise();
    system.flushUploads();
    expect(system.stats().uploads).toBe(1);
    const { uploadBytes } = system.stats();
    expect(uploadBytes).toBe(50 * 6 * 8 * 4);
    system.flushUploads();
    cache.slot(0, CJK, 0, 1);
    system.flushUploads();
    expect(system.stats().uploads).toBe(1);
    drawnSlot(cache, 0, CJK + 50, 0, 1);
    system.flushUploads();
    expect(system.stats().uploads).toBe(2);
    expect(system.stats().uploadBytes - uploadBytes).toBe(6 * 8 * 4);
  });

  it('sends what it had again when it grows', () => {
    const { cache, system } = createFixture({ pageSize: 64, glyphPages: 2 });
    const sink = createFakeSink();
    system.attach(sink);
    const first = drawnSlot(cache, 0, CJK, 0, 1);
    system.flushUploads();
    for (let i = 1; sink.pages.length === 1; i++) {
      drawnSlot(cache, 0, CJK + i, 0, 1);
      system.flushUploads();
    }
    expectShown(sink, recordOf(cache, first), rasterised(String.fromCharCode(CJK), 0, 1));
  });

  it('sends everything to a sink that comes late, and again after a loss', () => {
    const { cache, port, element, system } = createFixture();
    port.setText(element(), '👍');
    const slots = [0x41, 0x10000, CJK].map((glyph) => drawnSlot(cache, 0, glyph, 0, 1));
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
    const plain = drawnSlot(cache, 0, 0x41, 0, 1);
    const { bytes } = system.stats();
    port.setText(element(), '👍');
    const colored = drawnSlot(cache, 0, 0x10000, 0, 1);
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

/** A fixture whose glyphs cost so many milliseconds each, spent when they are read back. */
function createSlowFixture(glyphMs: number) {
  const inner = createDeterministicRasteriser();
  const tick = { now: 0 };
  const fixture = createFixture({
    rasteriser: {
      ...inner,
      read(visit) {
        inner.read((bitmap, index) => {
          tick.now += glyphMs;
          visit(bitmap, index);
        });
      },
    },
    clock: { now: () => tick.now },
  });
  return { ...fixture, tick };
}

/**
 * Glyph records as batching keeps them, at its laziest: it writes what is new on screen, what met a glyph not drawn yet, or
 * everything when the cache's version differs.
 */
function createScreen({ cache, system, port }: Fixture, late = false) {
  const sink = createFakeSink();
  type Shown = { record: Record | undefined; waits: boolean; scale: number };
  let records = new Map<number, Shown>();
  const font = port.font(SANS);
  let version = -1;
  if (!late) system.attach(sink);
  let attached = !late;
  cache.marker = (mark) => {
    for (const { record } of records.values()) if (record) mark(record.page, record.v);
  };
  function write(glyph: number, sub: number, scale: number): Shown {
    const before = cache.waiting;
    const slot = cache.slot(font, glyph, sub, scale);
    const record = slot < 0 ? undefined : recordOf(cache, slot);
    return { record, waits: cache.waiting !== before, scale };
  }
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
      const visible = new Map<number, Shown>();
      const keyOf = (glyph: number) => glyph * 4 + sub;
      // A record that is not dirty stays as it was written, at the old scale too.
      for (const glyph of glyphs) {
        const known = records.get(keyOf(glyph));
        if (known) visible.set(keyOf(glyph), known);
      }
      records = visible;
      for (const glyph of glyphs) {
        if (!visible.has(keyOf(glyph))) visible.set(keyOf(glyph), write(glyph, sub, scale));
      }
      if (cache.rasterise()) {
        for (const glyph of glyphs) {
          if (visible.get(keyOf(glyph))!.waits) visible.set(keyOf(glyph), write(glyph, sub, scale));
        }
      }
      system.flushUploads();
      if (!attached) return [];
      const drawn: number[] = [];
      for (const [key, { record, waits, scale }] of visible) {
        if (!record) continue;
        const glyph = key >> 2;
        drawn.push(glyph);
        const cluster = glyph === 0x10000 ? '👍' : String.fromCharCode(glyph);
        // One that waits may be stood in for by another sub-pixel position.
        const subs = waits ? [0, 1, 2, 3] : [sub];
        if (!subs.some((each) => shows(sink, record, rasterised(cluster, each, scale)))) {
          screen.wrong++;
        }
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
    bitmap = drawOne(rasteriser, SANS, cluster, sub, scale);
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
