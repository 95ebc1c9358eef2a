import { describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import {
  CONTINUED,
  type FontSpec,
  type GlyphBitmap,
  GlyphCache,
  Text,
  TextKind,
  TextPort,
  TextRuns,
} from '../../../src/ecs/stores';
import { createCanvasMeasurer, createCanvasRasteriser } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { copyOf, drawOne } from '../../unit/systems/text/drawn';

const FAMILIES = ['sans-serif', 'serif', 'monospace'];
/** Drawn one by one as well; and lines composed in each family. */
const GLYPHS = import.meta.env.RAFTER_LONG ? 400 : 30;
const STRINGS = import.meta.env.RAFTER_LONG ? 12 : 3;
const WORDS = [
  ...'AVATAR To Tomorrow WAVE Yes, LT. office affluent flight fjord "Quote" AWAY! P.O. r.v. y, f’ L’Été'.split(
    ' ',
  ),
  ...'Straße naïve coöperate Łódź Ærøskøbing Ñandú Αθήνα Τόκυο ΓΑΛΑ Київ Москва ГОД АТУ Ереван'.split(
    ' ',
  ),
  ...'rail Vx Wa We Ya Yo Te Ty “To” –A— (A) [V] {T} a-b A-V e.g. i.e. KO FA PA LY TA TV 7 T1 3D v2'.split(
    ' ',
  ),
];

describe('the canvas measurer', () => {
  it('gives 200 strings the widths that canvas gives them, kerning included', () => {
    let worst = 0;
    let worstOfThree = 0;
    for (const family of FAMILIES) {
      const font = { ...SANS, family };
      const { show, text, row } = createText(font);
      const context = pageContext(font, font.size);
      for (const content of strings(200)) {
        show(content);
        const difference = Math.abs(text.width[row]! - context.measureText(content).width);
        // Ligatures are measured whole.
        const threes = content.match(/ff[il]/g)?.length ?? 0;
        if (threes === 0) worst = Math.max(worst, difference);
        else worstOfThree = Math.max(worstOfThree, difference / threes / font.size);
      }
    }
    report('widest difference of 600 strings', worst, 'px');
    expect(worst).toBeLessThanOrEqual(0.05);
    report('widest difference of a ligature of three letters', worstOfThree, 'em');
    expect(worstOfThree).toBeLessThanOrEqual(0.005);
  });

  it('gives strings the widths that the page lays them out with', () => {
    const { show, text, row } = createText(SANS);
    const span = document.createElement('span');
    span.style.cssText = `font: 14px sans-serif; white-space: pre; text-rendering: geometricPrecision`;
    document.body.append(span);
    let worst = 0;
    try {
      for (const content of strings(200)) {
        show(content);
        span.textContent = content;
        worst = Math.max(worst, Math.abs(text.width[row]! - span.getBoundingClientRect().width));
      }
    } finally {
      span.remove();
    }
    report('widest difference from the page', worst, 'px');
    expect(worst).toBeLessThanOrEqual(0.05);
  });

  it('puts every cluster where canvas puts it', () => {
    const { show, xOf } = createText(SANS);
    const context = pageContext(SANS, SANS.size);
    for (const content of strings(50)) {
      show(content);
      xOf().forEach((x, i) => {
        const through = context.measureText(content.slice(0, i + 1)).width;
        const own = i < content.length ? context.measureText(content[i]!).width : 0;
        // Carets divide a ligature evenly; canvas measures its start as letters.
        if (/f[fil]/.test(content.slice(Math.max(0, i - 2), i + 2))) return;
        expect(Math.abs(x - (through - own))).toBeLessThanOrEqual(0.05);
      });
    }
  });

  it('kerns digits as canvas does', () => {
    const font = { ...SANS, family: 'serif' };
    const { show, text, row } = createText(font);
    const context = pageContext(font, font.size);
    for (const content of ['1111', '4711', '9090', 'A1 7T', '10.7']) {
      show(content);
      expect(Math.abs(text.width[row]! - context.measureText(content).width)).toBeLessThan(0.05);
    }
  });

  it('measures outlines: a size has the advances of a size ten times greater', () => {
    const measurer = createCanvasMeasurer();
    for (const family of FAMILIES) {
      for (const size of [9, 11, 13, 14, 16.5]) {
        const small = measurer.measure({ ...SANS, family, size }, 'Hamburgefonstiv');
        const large = measurer.measure({ ...SANS, family, size: size * 10 }, 'Hamburgefonstiv');
        expect(Math.abs(small - large / 10)).toBeLessThan(0.05);
      }
    }
  });

  it('gives whole-pixel lines that hold ascent and descent', () => {
    const measurer = createCanvasMeasurer();
    for (const family of FAMILIES) {
      for (let size = 8; size < 40; size++) {
        const { ascent, descent, lineHeight } = measurer.metrics({ ...SANS, family, size });
        expect(Number.isInteger(lineHeight)).toBe(true);
        expect(ascent + descent).toBe(lineHeight);
        expect(lineHeight / size).toBeGreaterThan(0.95);
        expect(lineHeight / size).toBeLessThan(1.4);
      }
    }
  });

  it('measures weight, slant and size that were asked for, whatever was measured before', () => {
    const measurer = createCanvasMeasurer();
    const fonts = [
      SANS,
      { ...SANS, weight: 700 },
      { ...SANS, family: 'serif', italic: true },
      { ...SANS, size: 15 },
    ];
    const widths = fonts.map((font) => {
      measurer.metrics(font);
      const width = measurer.measure(font, 'Hamburg');
      measurer.metrics(font);
      expect(measurer.measure(font, 'Hamburg')).toBe(width);
      expect(width).toBeCloseTo(pageContext(font, font.size).measureText('Hamburg').width, 3);
      return width;
    });
    expect(new Set(widths).size).toBe(4);
  });

  it('falls back to a sans-serif of the same size for a family that is no CSS', () => {
    const measurer = createCanvasMeasurer();
    measurer.measure({ ...SANS, size: 50 }, 'a');
    const broken = measurer.measure({ ...SANS, family: '12 }{' }, 'abc');
    expect(broken).toBe(measurer.measure(SANS, 'abc'));
  });
});

describe('the canvas rasteriser', () => {
  it('draws grey edges only, cut to the ink', () => {
    const rasteriser = createCanvasRasteriser();
    for (const cluster of [...'WimgÅ,@|_ĝ“'.split(''), 'e\u0301']) {
      for (const sub of [0, 1, 2, 3]) {
        const bitmap = drawOne(rasteriser, SANS, cluster, sub, 1.5);
        expect(bitmap.colored).toBe(false);
        const { width, height, pixels } = bitmap;
        const coverage = (x: number, y: number) => pixels[(y * width + x) * 4 + 3]!;
        for (let i = 0; i < width * height * 4; i += 4) {
          if (pixels[i + 3] === 0) continue;
          expect([pixels[i], pixels[i + 1], pixels[i + 2]]).toEqual([255, 255, 255]);
        }
        const columnsOf = Array.from({ length: width }, (_, x) => x);
        const rowsOf = Array.from({ length: height }, (_, y) => y);
        expect(columnsOf.some((x) => coverage(x, 0) > 0)).toBe(true);
        expect(columnsOf.some((x) => coverage(x, height - 1) > 0)).toBe(true);
        expect(rowsOf.some((y) => coverage(0, y) > 0)).toBe(true);
        expect(rowsOf.some((y) => coverage(width - 1, y) > 0)).toBe(true);
      }
    }
  });

  it('moves the pen by quarters of a pixel', () => {
    const rasteriser = createCanvasRasteriser();
    const centers = [0, 1, 2, 3].map((sub) => centerOf(drawOne(rasteriser, SANS, 'o', sub, 1)));
    for (let sub = 1; sub < 4; sub++) {
      expect(centers[sub]! - centers[0]!).toBeCloseTo(sub / 4, 1);
    }
  });

  it('finds no ink in spaces', () => {
    const rasteriser = createCanvasRasteriser();
    for (const cluster of [' ', '\u00a0', '\u2003']) {
      expect(drawOne(rasteriser, SANS, cluster, 0, 2).width).toBe(0);
    }
  });

  it('draws large sizes whole, and small ones after them as before', () => {
    const rasteriser = createCanvasRasteriser();
    const before = drawOne(rasteriser, SANS, 'g', 0, 1);
    const large = drawOne(rasteriser, { ...SANS, size: 300, italic: true }, 'f', 0, 2);
    expect(large.height).toBeGreaterThan(300);
    expect(large.height).toBeLessThan(900);
    expect(drawOne(rasteriser, SANS, 'g', 0, 1)).toEqual(before);
  });

  it('draws what is larger than the limit smaller and says how much, wide words too', () => {
    const rasteriser = createCanvasRasteriser();
    for (const limit of [255, 1023]) {
      rasteriser.limitTo(limit);
      for (const [size, cluster] of [
        [500, 'W'],
        [4000, 'W'],
        [4000, 'g'],
        [300, 'ﷺﷺﷺﷺ'],
      ] as const) {
        const font = { ...SANS, size };
        const { width, height, stretch, bearingY } = drawOne(rasteriser, font, cluster, 0, 2);
        expect(Math.max(width, height)).toBeLessThanOrEqual(limit);
        if (stretch > 1) expect(Math.max(width, height)).toBeGreaterThan(limit * 0.9);
        // Chromium rounds these boxes, generously at such sizes.
        const tolerance = size / 16 + stretch * 2;
        const box = pageContext(font, size * 2).measureText(cluster);
        const high = box.actualBoundingBoxAscent + box.actualBoundingBoxDescent;
        expect(Math.abs(height * stretch - high)).toBeLessThan(tolerance);
        expect(Math.abs(-bearingY - box.actualBoundingBoxAscent)).toBeLessThan(tolerance);
      }
      expect(drawOne(rasteriser, SANS, 'g', 0, 1).stretch).toBe(1);
    }
  });

  it('gives each cluster of a full sheet what it gives it alone', () => {
    const rasteriser = createCanvasRasteriser();
    const single = createCanvasRasteriser();
    const fonts = FAMILIES.map((family, i) => ({
      ...SANS,
      family,
      size: 13 + i * 20,
      italic: i === 1,
    }));
    const asked: [FontSpec, string, number][] = [];
    for (let i = 0; i < GLYPHS; i++) {
      asked.push([fonts[i % 3]!, String.fromCharCode(33 + (i % 90)), i & 3]);
    }
    asked.push(
      [fonts[0]!, '👍', 0],
      [fonts[1]!, 'ffi', 1],
      [{ ...SANS, size: 600 }, 'Å', 2],
      [SANS, ' ', 0],
    );
    let read = 0;
    const compare = () =>
      rasteriser.read((bitmap) => {
        const [font, cluster, sub] = asked[read++]!;
        const { pixels, ...measures } = copyOf(bitmap);
        const { pixels: alone, ...measuresAlone } = drawOne(single, font, cluster, sub, 1);
        expect(measures).toEqual(measuresAlone);
        // Not by `toEqual`, which takes seconds for a large glyph.
        expect(pixels.findIndex((value, at) => value !== alone[at])).toBe(-1);
      });
    for (const [font, cluster, sub] of asked) {
      if (rasteriser.draw(font, cluster, sub, 1)) continue;
      compare();
      expect(rasteriser.draw(font, cluster, sub, 1)).toBe(true);
    }
    compare();
    expect(read).toBe(asked.length);
  });

  it.each([1, 1.25, 2, 3])('composes lines like fillText at scale %d', (scale) => {
    let difference = 0;
    let ink = 0;
    for (const family of FAMILIES) {
      const font = { ...SANS, family };
      for (const content of strings(STRINGS)) {
        const [ours, theirs] = [composed(font, content, scale), drawn(font, content, scale)];
        for (let i = 0; i < ours.length; i++) {
          difference += Math.abs(ours[i]! - theirs[i]!);
          ink += theirs[i]!;
        }
      }
    }
    report(`coverage that differs at scale ${scale}`, (difference / ink) * 100, '% of ink');
    expect(difference / ink).toBeLessThan(0.01);
  });

  it('works in a worker as on the page', async () => {
    const source = `import { createCanvasMeasurer, createCanvasRasteriser } from '${new URL('../../../src/render/text/index.ts', import.meta.url).href}';
      const font = ${JSON.stringify(SANS)};
      const rasteriser = createCanvasRasteriser();
      rasteriser.draw(font, 'g', 1, 2);
      rasteriser.read(({ width, height, bearingX, bearingY, pixels, offset, stride }) => {
        const rows = Array.from({ length: height }, (_, y) => [...pixels.subarray(offset + y * stride, offset + y * stride + width * 4)]);
        postMessage({ advance: createCanvasMeasurer().measure(font, 'AVATAR'), width, height, bearingX, bearingY,
          pixels: Uint8ClampedArray.from(rows.flat()) });
      });`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    try {
      const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = () => reject(new Error('the worker failed'));
      });
      const { advance, ...bitmap } = answer;
      const here = drawOne(createCanvasRasteriser(), SANS, 'g', 1, 2);
      expect(advance).toBe(createCanvasMeasurer().measure(SANS, 'AVATAR'));
      expect(bitmap).toEqual({
        width: here.width,
        height: here.height,
        bearingX: here.bearingX,
        bearingY: here.bearingY,
        pixels: here.pixels,
      });
    } finally {
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  });
});

const SANS: FontSpec = { family: 'sans-serif', size: 14, weight: 400, italic: false };
const WIDTH = 400;
const HEIGHT = 40;
const PEN_X = 8.3;
const BASELINE = 26;

/** Strings of one to five words, the same every time. */
function strings(count: number): string[] {
  let state = 12345;
  const next = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(5) }, () => WORDS[next(WORDS.length)]).join(' '),
  );
}

function createText(font: FontSpec) {
  const world = createWorld();
  createTextSystem({
    world,
    measurer: createCanvasMeasurer(),
    rasteriser: createCanvasRasteriser(),
  });
  const port = resource(world, TextPort);
  const runs = resource(world, TextRuns);
  const cache = resource(world, GlyphCache);
  const text = columns(world, Text);
  const row = resolve(world, spawn(world, TextKind));
  text.font[row] = port.font(font);
  return {
    text,
    row,
    runs,
    cache,
    show: (content: string) => port.setText(row, content),
    xOf: () => [
      ...runs.x.subarray(text.runStart[row]!, text.runStart[row]! + text.runLength[row]! + 1),
    ],
  };
}

function pageContext({ family, weight, italic }: FontSpec, size: number) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * 3;
  canvas.height = HEIGHT * 3;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.font = `${italic ? 'italic ' : ''}${weight} ${size}px ${family}`;
  context.fontKerning = 'normal';
  context.textRendering = 'geometricPrecision';
  context.fillStyle = '#fff';
  return context;
}

/** Coverage of a line put together from glyph bitmaps, as batching does it. */
function composed(font: FontSpec, content: string, scale: number): Uint8Array {
  const { show, text, row, runs } = createText(font);
  show(content);
  const [width, height] = [Math.ceil(WIDTH * scale), Math.ceil(HEIGHT * scale)];
  const coverage = new Uint8Array(width * height);
  const rasteriser = createCanvasRasteriser();
  const start = text.runStart[row]!;
  for (let i = 0; i < text.runLength[row]!; i++) {
    const quarters = Math.round((PEN_X + runs.x[start + i]!) * scale * 4);
    const glyph = runs.glyphs[start + i]!;
    if (glyph === CONTINUED) continue;
    // A ligature is as many letters as go on with it.
    let end = i + 1;
    while (end < text.runLength[row]! && runs.glyphs[start + end] === CONTINUED) end++;
    const cluster = content.slice(i, end);
    const bitmap = drawOne(rasteriser, font, cluster, quarters & 3, scale);
    const left = (quarters >> 2) + bitmap.bearingX;
    const top = Math.round(BASELINE * scale) + bitmap.bearingY;
    for (let y = 0; y < bitmap.height; y++) {
      for (let x = 0; x < bitmap.width; x++) {
        const at = (top + y) * width + left + x;
        const over = bitmap.pixels[(y * bitmap.width + x) * 4 + 3]!;
        coverage[at] = over + (coverage[at]! * (255 - over)) / 255;
      }
    }
  }
  return coverage;
}

/** Coverage of the same line drawn by the browser in one call. */
function drawn(font: FontSpec, content: string, scale: number): Uint8Array {
  const [width, height] = [Math.ceil(WIDTH * scale), Math.ceil(HEIGHT * scale)];
  const context = pageContext(font, font.size * scale);
  context.fillText(content, PEN_X * scale, Math.round(BASELINE * scale));
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3]!);
}

/** Mean x of the ink, from the pen. */
function centerOf({ width, height, bearingX, pixels }: GlyphBitmap): number {
  let sum = 0;
  let weight = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const coverage = pixels[(y * width + x) * 4 + 3]!;
      sum += coverage * x;
      weight += coverage;
    }
  }
  return bearingX + sum / weight;
}

function report(what: string, value: number, unit: string) {
  console.info(`${what}: ${value.toFixed(4)} ${unit}`);
}
