import { Box, box, columns, numberFormat, resolve, setNumber, setText, text } from 'rafter-ui';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCanvasMeasurer, createCanvasRasteriser } from '../../../src/render/text';
import { frames, mount, pixelsOf, until } from '../../app/page';
import { loadTestFonts, shapingFamilies, testFontUrl } from '../../fonts';
import { mountOffscreen } from '../offscreen';

const SIZE = 16;
const LEFT = 8;
const ROW = 30;
const WIDTH = 480;
/** Share of a string's ink that may differ. */
const LIMIT = 0.02;

const PROSE = [
  ...['office', 'waffle', 'affix', 'fjord off', 'fluffy', 'offhand', 'off ice'],
  'The quick (brown) fox jumps; over the lazy dog.',
];
const SIGNS = [
  ...['12:30', '12:30:45', '10x20', '10x20x30', '3 x 9', '0xFF', '(A-B)', 'A - B', 'A@B.C', '-5'],
  ...['- 5', '+5', '(1)', '[A]', '«A»', 'A–B', 'A — B', 'A: B', 'a:b', '1 : 2', '1–2', 'A->B'],
  ...['HELLO-WORLD (v1.2.3-beta)', '8 x 8 - 5:30 - A-B-C-D', '1⁄2', '3 12⁄34'],
  'Tel. +49 30 123-456, 10:15–11:45 (Mon-Fri)',
];
const CODE = [
  ...['<!--', '<!-- c -->', 'www', 'www.x.org', '0xFF', '#{', '[|', '{| |}', '-->', '!==', '=>'],
  ...['HTTP://x', '://', ');', '**', '::', 'a->b', '12:30', 'wwwww', '=================='],
  'if (a !== b && c <= 0xFF) { return x->y || ::z; }',
];
const NAMES = ['home', 'arrow_back', 'home menu', 'check_circle', 'hub home, menu.'];

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['Roboto', PROSE.concat(SIGNS)],
  ['Inter Variable', PROSE.concat(SIGNS, CODE)],
  ['Inter Optical', SIGNS],
  ['Fira Code', CODE.concat(SIGNS)],
  ['Material Icons', NAMES],
  ['Noto Sans Variable', ['1⁄2', '12⁄34 cup', 'office', '12:30', '(A-B)', '-5']],
];

type Shown = { pixels: Uint32Array; widths: number[] };

beforeAll(async () => {
  // What is loaded on demand is there at once, then.
  await import('../../../src/systems/text/context-joiner');
  await loadTestFonts([...shapingFamilies.map(({ family }) => family), 'Noto Sans Variable'], 'a');
});

describe.each(cases)('%s', (family, strings) => {
  it('is shaped as canvas shapes it', async () => {
    const ours = await shown(family, strings.length, (world, row, parent) =>
      text(world, { ...placeOf(family, row), parent, content: strings[row]! }),
    );
    const apart: string[] = [];
    const theirs = drawn(family, strings);
    strings.forEach((content, row) => {
      const share = difference(ours.pixels, theirs.pixels, row);
      const width = ours.widths[row]! - theirs.widths[row]!;
      if (!(share <= LIMIT) || Math.abs(width) > 0.1) {
        apart.push(`${content}: ${(share * 100).toFixed(1)} %, ${width.toFixed(2)} px`);
      }
    });
    expect(apart).toEqual([]);
  });
});

describe('the comparison', () => {
  it('sees the shapes that stand by themselves', () => {
    const [joined, apart] = [
      drawn('Inter Variable', ['12:30']),
      drawn('Inter Variable', ['12 30']),
    ];
    expect(difference(joined.pixels, apart.pixels, 0)).toBeGreaterThan(LIMIT);
    expect(drawn('Material Icons', ['home']).widths).toEqual([SIZE]);
  });
});

describe('a font with optical sizes', () => {
  it('has the shapes of its size in CSS pixels at two device pixels each, as on a page', () => {
    const font = { family: '"Inter Optical"', size: SIZE, weight: 400, italic: false };
    const rasteriser = createCanvasRasteriser();
    let [width, ink] = [0, 0];
    rasteriser.draw(font, 'm', 0, 2);
    rasteriser.read((bitmap) => {
      width = bitmap.width;
      for (let y = 0; y < bitmap.height; y++) {
        const row = bitmap.offset + y * bitmap.stride;
        for (let x = 0; x < width; x++) ink += bitmap.pixels[row + x * 4 + 3]!;
      }
    });
    const [scaled, large] = [inkOf('m', 2, SIZE), inkOf('m', 1, SIZE * 2)];
    expect([width, ink]).toEqual(scaled);
    expect(large).not.toEqual(scaled);
  });
});

describe('numbers', () => {
  it('have signs of the shape that canvas gives them, whatever they were before', async () => {
    const format = numberFormat({ decimals: 0, suffix: ')' });
    const values = [-5, -42, 7, -8];
    const ours = await shown('Inter Variable', values.length, (world, row, parent) => {
      const element = text(world, { ...placeOf('Inter Variable', row), parent, content: '(1)' });
      for (const value of [values[row]! + 1, values[row]!])
        setNumber(world, element, value, format);
      return element;
    });
    const theirs = drawn(
      'Inter Variable',
      values.map((value) => `${value})`),
    );
    for (const row of values.keys()) {
      expect(difference(ours.pixels, theirs.pixels, row), `${values[row]}`).toBeLessThan(LIMIT);
    }
  });
});

describe('a face whose file comes late', () => {
  it('is looked at again', async () => {
    const { app, errors } = await mount({ cssWidth: WIDTH, cssHeight: ROW });
    const family = '"Late Icons", monospace';
    const element = text(app.world, {
      parent: box(app.world, { alignItems: 'flex-start' }),
      content: 'home',
      fontFamily: family,
      fontSize: SIZE,
    });
    const width = () => columns(app.world, Box).width[resolve(app.world, element)]!;
    app.start();
    await until(() => app.asleep);
    expect(width()).toBeGreaterThan(SIZE * 2);
    const url = await testFontUrl('Material Icons', 'a');
    await app.fonts.load({ family: 'Late Icons', source: url });
    await until(() => width() === SIZE);
    setText(app.world, element, 'menu home');
    await frames(2);
    expect(width()).toBeGreaterThan(SIZE * 2);
    expect(width()).toBeLessThan(SIZE * 3.5);
    app.dispose();
    expect(errors).toEqual([]);
  });
});

function placeOf(family: string, row: number) {
  return {
    position: 'absolute',
    left: LEFT,
    top: row * ROW + 4,
    fontFamily: `"${family}"`,
    fontSize: SIZE,
    color: '#000',
  } as const;
}

/** So many rows of a family that an app draws. */
async function shown(
  family: string,
  count: number,
  add: (
    world: Parameters<typeof text>[0],
    row: number,
    parent: ReturnType<typeof box>,
  ) => ReturnType<typeof text>,
): Promise<Shown> {
  const { app, canvas, errors } = await mountOffscreen({
    cssWidth: WIDTH,
    cssHeight: ROW * count,
    background: '#ffffff',
  });
  const page = box(app.world, { flexGrow: 1 });
  const elements = Array.from({ length: count }, (_, row) => add(app.world, row, page));
  app.start();
  for (let i = 0; i < 2; i++) {
    await frames(2);
    await until(() => app.asleep);
  }
  const widths = elements.map((each) => columns(app.world, Box).width[resolve(app.world, each)]!);
  const pixels = pixelsOf(canvas);
  app.dispose();
  expect(errors, family).toEqual([]);
  return { pixels, widths };
}

/** The same rows by canvas 2D. */
function drawn(family: string, strings: readonly string[]): Shown {
  const canvas = new OffscreenCanvas(WIDTH, ROW * strings.length);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000000';
  context.font = `${SIZE}px "${family}"`;
  context.textRendering = 'geometricPrecision';
  const font = { family: `"${family}"`, size: SIZE, weight: 400, italic: false };
  const { ascent } = createCanvasMeasurer().metrics(font);
  strings.forEach((content, row) => {
    context.fillText(content, LEFT, row * ROW + 4 + ascent);
  });
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return {
    pixels: new Uint32Array(data.buffer),
    widths: strings.map((content) => context.measureText(content).width),
  };
}

/** How wide a letter of the font with optical sizes is, device pixels, and its ink. */
function inkOf(letter: string, scale: number, size: number): number[] {
  const context = new OffscreenCanvas(100, 100).getContext('2d', { willReadFrequently: true })!;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.font = `${size}px "Inter Optical"`;
  context.textRendering = 'geometricPrecision';
  context.fillStyle = '#ffffff';
  context.fillText(letter, 20 / scale, 60 / scale);
  const { data } = context.getImageData(0, 0, 100, 100);
  const columns = new Set<number>();
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 0) columns.add((at >> 2) % 100);
    ink += data[at]!;
  }
  return [columns.size, ink];
}

/** Share of the ink of `theirs` that differs in a row. */
function difference(ours: Uint32Array, theirs: Uint32Array, row: number): number {
  let apart = 0;
  let ink = 0;
  for (let at = row * ROW * WIDTH; at < (row + 1) * ROW * WIDTH; at++) {
    apart += Math.abs((ours[at]! & 255) - (theirs[at]! & 255));
    ink += 255 - (theirs[at]! & 255);
  }
  return apart / ink;
}
