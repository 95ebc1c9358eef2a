import { type Entity, resource, setText, text } from 'rafter-ui';
import { expect, it } from 'vitest';
import { GlyphCache } from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { frames, pixelsOf, until } from '../../app/page';
import { loadTestFonts } from '../../fonts';
import { mountOffscreen } from '../offscreen';

const FAMILY = 'Noto Sans SC Variable';
const SIZE = 60;
const CELL = 80;
const COLUMNS = 12;
const ROWS = 6;
const PER_SCREEN = COLUMNS * ROWS;
/** One page of the atlas holds some 250 of these. */
const SCREENS = 9;
/** Glyphs that stay on every screen. */
const STAYING = 10;
/** Share of a glyph's ink that may differ. */
const LIMIT = 0.02;

it(`shows ${SCREENS * (PER_SCREEN - STAYING)} large glyphs on one page of the atlas without a wrong one`, async () => {
  const characters = await charactersOf(SCREENS * PER_SCREEN);
  const { app, canvas, errors } = await mountOffscreen({
    cssWidth: COLUMNS * CELL,
    cssHeight: ROWS * CELL,
    dpr: 1,
    background: '#000000',
    glyphPages: 1,
  });
  const shown = characters.slice(0, PER_SCREEN);
  const elements = shown.map(
    (content, i): Entity =>
      text(app.world, {
        position: 'absolute',
        left: (i % COLUMNS) * CELL,
        top: Math.floor(i / COLUMNS) * CELL,
        content,
        fontFamily: `"${FAMILY}"`,
        fontSize: SIZE,
        color: '#ffffff',
      }),
  );
  app.start();
  const wrong: string[] = [];
  for (let screen = 0; screen < SCREENS; screen++) {
    for (let i = STAYING; screen > 0 && i < PER_SCREEN; i++) {
      shown[i] = characters[screen * PER_SCREEN + i]!;
      setText(app.world, elements[i]!, shown[i]!);
    }
    await frames(2);
    await until(() => app.asleep);
    const pixels = pixelsOf(canvas);
    const theirs = drawn(shown);
    for (let i = 0; i < PER_SCREEN; i++) {
      if (!(difference(pixels, theirs, i) <= LIMIT)) wrong.push(`${screen}: ${shown[i]}`);
    }
    // Any two of them differ by far more.
    expect(difference(pixels, drawn([...shown].reverse()), 0)).toBeGreaterThan(0.2);
  }
  expect(wrong).toEqual([]);
  expect(errors).toEqual([]);
  // What tests of the text system read in its stats, which an app does not hand out.
  const cache = resource(app.world, GlyphCache) as GlyphCache & { evicted: number };
  expect(cache.evicted).toBeGreaterThan(PER_SCREEN);
});

/** Different characters that the font has, whose files are loaded. */
async function charactersOf(count: number): Promise<string[]> {
  const all = Array.from({ length: count * 2 }, (_, i) => String.fromCharCode(0x4e00 + i * 3));
  await loadTestFonts([FAMILY], all.join(''));
  const measurer = createCanvasMeasurer();
  const font = { family: `"${FAMILY}"`, size: 100, weight: 400, italic: false };
  // What stands for those that it lacks is narrower.
  const own = all.filter((each) => Math.abs(measurer.measure(font, each) - 100) < 1);
  expect(own.length).toBeGreaterThanOrEqual(count);
  return own.slice(0, count);
}

/** The same screen by canvas 2D. */
function drawn(characters: readonly string[]): Uint32Array {
  const [width, height] = [COLUMNS * CELL, ROWS * CELL];
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    willReadFrequently: true,
  })!;
  const font = { family: `"${FAMILY}"`, size: SIZE, weight: 400, italic: false };
  const { ascent } = createCanvasMeasurer().metrics(font);
  context.fillStyle = '#000000';
  context.fillRect(0, 0, width, height);
  context.font = `${SIZE}px ${font.family}`;
  context.textRendering = 'geometricPrecision';
  context.fillStyle = '#ffffff';
  characters.forEach((each, i) => {
    context.fillText(each, (i % COLUMNS) * CELL, Math.floor(i / COLUMNS) * CELL + ascent);
  });
  return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
}

/** Share of the ink of `theirs` that differs in a cell, in its red; NaN where there is no ink. */
function difference(ours: Uint32Array, theirs: Uint32Array, cell: number): number {
  let apart = 0;
  let ink = 0;
  const left = (cell % COLUMNS) * CELL;
  const top = Math.floor(cell / COLUMNS) * CELL;
  for (let y = top; y < top + CELL; y++) {
    for (let x = left; x < left + CELL; x++) {
      const at = y * COLUMNS * CELL + x;
      apart += Math.abs((ours[at]! & 255) - (theirs[at]! & 255));
      ink += theirs[at]! & 255;
    }
  }
  return apart / ink;
}
