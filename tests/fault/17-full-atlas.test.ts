import { afterEach, describe, expect, it } from 'vitest';
import { composeApp } from '../../src/app/app';
import type { App } from '../../src/app/app-types';
import { columns, type Entity, resolve } from '../../src/ecs';
import { installMemory } from '../../src/memory';
import { createNullBackend, type NullBackend } from '../../src/render/null';
import {
  KIND_GLYPH,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../src/systems/render-batching';
import { Runs } from '../../src/systems/render-batching/runs';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../src/testing';
import { box, setText, text } from '../../src/ui';
import { createRandom } from '../property/random';
import { drawOne } from '../unit/systems/text/drawn';

const GLYPHS = 20_000;
const PAGES = 2;
const PAGE_SIZE = 1024;
const FONT = { family: 'sans-serif', size: 24, weight: 400, italic: false };
const LINES = 20;
const PER_LINE = 40;
const TURNS = process.env.RAFTER_LONG ? 200 : 20;
const FIRST = 0x4e00;

let open: App | undefined;

afterEach(() => {
  open?.dispose();
  open = undefined;
});

describe('an atlas of 2 pages of 1024 texels', () => {
  it(`shows ${GLYPHS} distinct glyphs, each as it is drawn alone, and sends at most once a frame`, () => {
    const { app, backend, frame, flushes, mostPages } = screen();
    const direct = createDeterministicRasteriser();
    const lines = Array.from({ length: LINES }, (_, i) => line(app, i * 26));
    let wrong = 0;
    let shown = 0;
    for (let first = 0; first < GLYPHS; first += LINES * PER_LINE) {
      const contents = lines.map((_, i) => contentOf(first + i * PER_LINE));
      for (const [i, content] of contents.entries()) setText(app.world, lines[i]!, content);
      frame();
      for (const [i, content] of contents.entries()) {
        const glyphs = glyphsOf(app, backend, lines[i]!);
        shown += glyphs.length;
        for (const [at, glyph] of glyphs.entries()) {
          const bitmap = drawOne(direct, FONT, content[at]!, 0, 1);
          if (!sameAlpha(backend, glyph, bitmap)) wrong++;
        }
      }
    }
    expect(shown).toBe(GLYPHS);
    expect(wrong).toBe(0);
    expect(mostPages()).toBe(PAGES);
    expect(Math.max(...flushes)).toBe(1);
    expect(flushes).toHaveLength(app.frameCount);
  });

  it('leaves glyphs out where not all in sight find room, and never shows a wrong one', () => {
    const { app, backend, frame, errors, flushes } = screen(1);
    const direct = createDeterministicRasteriser();
    // A page has room for some 100 of these.
    const size = 160;
    const lines = Array.from({ length: 25 }, (_, i) => line(app, i * 40, size));
    for (const [turn, first] of [0, 150, 60, 0].entries()) {
      const contents = lines.map((_, i) => contentOf(first + i * 8, 8));
      for (const [i, content] of contents.entries()) setText(app.world, lines[i]!, content);
      // Records that show nothing yet, and then those of what had room.
      for (let i = 0; i < 3; i++) frame();
      let shown = 0;
      for (const [i, content] of contents.entries()) {
        const drawn = [...content].map((each) => drawOne(direct, { ...FONT, size }, each, 0, 1));
        for (const glyph of glyphsOf(app, backend, lines[i]!)) {
          shown++;
          expect(drawn.some((bitmap) => sameAlpha(backend, glyph, bitmap))).toBe(true);
        }
      }
      expect(shown, `turn ${turn}`).toBeGreaterThan(50);
      expect(shown).toBeLessThan(200);
    }
    expect(errors).toEqual([expect.stringContaining('raise `glyphPages`')]);
    expect(Math.max(...flushes)).toBe(1);
  });
});

describe('memory given back', () => {
  it('takes pages of glyphs of which nothing is in sight, moves what is, and shows no wrong one', async () => {
    const { app, backend, frame, drawn } = screen(4);
    const memory = installMemory(app, { ports: { sources: [] } });
    await memory.ready;
    const direct = createDeterministicRasteriser();
    const lines = Array.from({ length: LINES }, (_, i) => line(app, i * 50, 40));
    const contents = lines.map(() => '');
    const random = createRandom(3);
    let freed = 0;
    let moved = 0;
    for (let turn = 0; turn < TURNS; turn++) {
      const isFull = turn % 4 < 3;
      for (const [i, entity] of lines.entries()) {
        if (isFull && !random.chance(70)) continue;
        contents[i] = isFull || i % 5 === 0 ? contentOf(random.int(15_000), PER_LINE / 2) : '';
        setText(app.world, entity, contents[i]!);
      }
      frame();
      frame();
      const before = lines.flatMap((entity) => glyphsOf(app, backend, entity));
      const bytes = app.memory.total();
      const given = memory.reclaim(random.chance(50) ? 1 : undefined);
      const drawnBefore = drawn();
      const of = given.by.find(({ name }) => name === 'text and glyph atlas');
      freed += of?.bytes ?? 0;
      expect(bytes - app.memory.total()).toBeGreaterThanOrEqual(given.bytes);
      frame();
      // What is in sight is moved, not drawn anew.
      expect(drawn()).toBe(drawnBefore);
      let shown = 0;
      const after = lines.flatMap((entity, i) => {
        const glyphs = glyphsOf(app, backend, entity);
        for (const [at, glyph] of glyphs.entries()) {
          const bitmap = drawOne(direct, { ...FONT, size: 40 }, contents[i]![at]!, 0, 1);
          expect(sameAlpha(backend, glyph, bitmap), `turn ${turn}, line ${i}, glyph ${at}`).toBe(
            true,
          );
          shown++;
        }
        return glyphs;
      });
      expect(shown).toBe(contents.join('').length);
      moved += after.filter(({ page }, i) => page !== before[i]!.page).length;
    }
    expect(freed).toBeGreaterThan((TURNS / 8) * PAGE_SIZE * PAGE_SIZE * 5);
    expect(moved).toBeGreaterThan(100);
  });
});

type Glyph = { page: number; u: number; v: number; width: number; height: number };

function screen(glyphPages = PAGES) {
  const backend = createNullBackend({ width: 1280, height: 1040, keep: true });
  const clock = createFakeClock();
  const flushes: number[] = [];
  const errors: string[] = [];
  const rasteriser = createDeterministicRasteriser();
  let draws = 0;
  const counted = {
    ...rasteriser,
    draw(...given: Parameters<typeof rasteriser.draw>) {
      draws++;
      return rasteriser.draw(...given);
    },
  };
  let pages = 0;
  watchFlushes();
  const app = composeApp(
    {
      clock,
      requestFrame: (callback) => clock.requestFrame(callback),
      cancelFrame: (id) => clock.cancelFrame(id),
      backend,
      measurer: createDeterministicMeasurer(),
      rasteriser: counted,
      width: 1280,
      height: 1040,
      dpr: 1,
      attach: () => () => {},
    },
    { glyphPages },
  );
  open = app;
  app.on('error', ({ error }) => errors.push((error as Error).message));
  box(app.world, { fill: '#203040' });
  return {
    app,
    backend,
    flushes,
    errors,
    mostPages: () => pages,
    drawn: () => draws,
    frame() {
      flushes.push(0);
      clock.advance(16);
      app.step(clock.now());
    },
  };

  /** Counts runs of uploads of glyphs, between which something else is done. */
  function watchFlushes(): void {
    let isFlushing = false;
    const { uploadGlyphs, uploadRecords, uploadIndices, beginFrame, resizeAtlas } = backend;
    backend.uploadGlyphs = (...given) => {
      if (!isFlushing && flushes.length > 0) flushes[flushes.length - 1]!++;
      isFlushing = true;
      return uploadGlyphs(...given);
    };
    backend.resizeAtlas = (size, count) => {
      expect(size).toBe(PAGE_SIZE);
      pages = Math.max(pages, count);
      resizeAtlas(size, count);
    };
    backend.uploadRecords = (...given) => {
      isFlushing = false;
      return uploadRecords(...given);
    };
    backend.uploadIndices = (...given) => {
      isFlushing = false;
      return uploadIndices(...given);
    };
    backend.beginFrame = (...given) => {
      isFlushing = false;
      beginFrame(...given);
    };
  }
}

function line({ world }: App, top: number, fontSize = FONT.size): Entity {
  return text(world, { position: 'absolute', left: 0, top, fontSize, fontFamily: FONT.family });
}

function contentOf(first: number, count = PER_LINE): string {
  return String.fromCharCode(...Array.from({ length: count }, (_, i) => FIRST + first + i));
}

/** Where the records of a text say that its glyphs are, in order. */
function glyphsOf({ world }: App, { records }: NullBackend, entity: Entity): Glyph[] {
  const { start, count } = columns(world, Runs);
  const row = resolve(world, entity);
  const glyphs: Glyph[] = [];
  for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
    const at = record * RECORD_WORDS;
    if ((records[at + RECORD_KIND_LAYER]! & 255) !== KIND_GLYPH) continue;
    const origin = records[at + RECORD_GLYPH_ORIGIN]!;
    const size = records[at + RECORD_GLYPH_SIZE]!;
    glyphs.push({
      page: records[at + RECORD_GLYPH_PAGE]! & 0xffff,
      u: origin & 0xffff,
      v: origin >>> 16,
      width: size & 0xffff,
      height: size >>> 16,
    });
  }
  return glyphs;
}

function sameAlpha(
  backend: NullBackend,
  { page, u, v, width, height }: Glyph,
  bitmap: { width: number; height: number; pixels: Uint8ClampedArray },
): boolean {
  if (width !== bitmap.width || height !== bitmap.height) return false;
  const texels = backend.atlasPage(page);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const held = texels[((v + y) * PAGE_SIZE + u + x) * 4 + 3];
      if (held !== bitmap.pixels[(y * width + x) * 4 + 3]) return false;
    }
  }
  // Beside it nothing is left of what was there before.
  for (let y = 0; y <= height; y++) {
    if (texels[((v + y) * PAGE_SIZE + u + width) * 4 + 3] !== 0) return false;
  }
  return true;
}
