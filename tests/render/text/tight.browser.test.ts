import { box, text } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { frames, pixelsOf, until } from '../../app/page';
import { mountOffscreen } from '../offscreen';

const FONT = '"DejaVu Sans"';
const SIZE = 16;
const ROW = 24;
const LEFT = 40;
const CASES: readonly (readonly [string, number])[] = [
  ['W', 10],
  ['word', 12],
  ['word', 16],
  ['word', 20],
  ['word', 26],
  ['12', 18],
  ['word', 0],
];

describe('a text narrower than a letter and its ellipsis', () => {
  it.each([
    ['one line', {}],
    ['divided into lines', { lineHeight: 1.2 }],
    ['with its ellipsis in the middle', { textOverflow: 'ellipsis-middle' }],
    ['in two colours', { spans: true }],
  ] as const)(
    'shows what the page shows of it: %s',
    async (_, {
      spans = false,
      ...style
    }: {
      spans?: boolean;
      lineHeight?: number;
      textOverflow?: 'ellipsis-middle';
    }) => {
      const { app, canvas, errors } = await mountOffscreen({
        ...{ cssWidth: 120, cssHeight: ROW * CASES.length, background: '#ffffff' },
      });
      const parent = box(app.world, { flexGrow: 1 });
      CASES.forEach(([content, width], row) => {
        text(app.world, {
          ...{ parent, position: 'absolute', left: LEFT, top: row * ROW, width },
          content: spans ? [content[0]!, { text: content.slice(1), color: '#000001' }] : content,
          ...{ fontFamily: FONT, fontSize: SIZE, color: '#000000', ...style },
        });
      });
      app.start();
      await until(() => app.asleep);
      await frames(1);
      const pixels = pixelsOf(canvas);
      const apart: string[] = [];
      CASES.forEach(([content, width], row) => {
        const ours = inkOf(pixels, canvas.width, row);
        const theirs = inkOf(cutByPage(content, width, canvas.width), canvas.width, 0);
        const off = ours.reduce((sum, ink, x) => sum + Math.abs(ink - theirs[x]!), 0);
        const all = theirs.reduce((sum, ink) => sum + ink, 0);
        if (off > all * 0.02) apart.push(`${content} in ${width}: ${off} of ${all}`);
        if (width > 0) expect(all).toBeGreaterThan(1000);
      });
      expect(apart).toEqual([]);
      expect(errors).toEqual([]);
    },
  );
});

const HEBREW = ['שלום עולם וברכה לכולם', 'בליהפסקבאמצעהמילה', 'מחיר 4.50 ועוד'];
const HEBREW_WIDTHS = [20, 41, 60];

describe('a right-to-left text wider than its box', () => {
  it.each([
    ['one line', { textOverflow: 'clip' }],
    ['divided into lines', { textOverflow: 'clip', whiteSpace: 'pre', lineHeight: 1.2 }],
    ['in two colours', { textOverflow: 'clip', spans: true }],
  ] as const)(
    'shows its beginning, at the right, where what is around it clips: %s',
    async (_, {
      spans = false,
      ...style
    }: {
      spans?: boolean;
      textOverflow: 'clip';
      whiteSpace?: 'pre';
      lineHeight?: number;
    }) => {
      const { app, canvas, errors } = await mountOffscreen({
        ...{ cssWidth: 120, cssHeight: ROW * HEBREW.length, background: '#ffffff' },
      });
      const parent = box(app.world, { flexGrow: 1 });
      HEBREW.forEach((content, row) => {
        const frame = box(app.world, {
          ...{
            parent,
            position: 'absolute',
            left: LEFT,
            top: row * ROW,
            width: HEBREW_WIDTHS[row]!,
          },
          ...{ height: ROW, overflow: 'hidden' },
        });
        text(app.world, {
          ...{ parent: frame, width: HEBREW_WIDTHS[row]!, flexShrink: 0 },
          content: spans
            ? [content.slice(0, 5), { text: content.slice(5), color: '#000001' }]
            : content,
          ...{ fontFamily: FONT, fontSize: SIZE, color: '#000000', ...style },
        });
      });
      app.start();
      await until(() => app.asleep);
      await frames(1);
      const pixels = pixelsOf(canvas);
      const apart: string[] = [];
      HEBREW.forEach((content, row) => {
        const ours = inkOf(pixels, canvas.width, row);
        const theirs = inkOf(
          clippedByPage(content, HEBREW_WIDTHS[row]!, canvas.width),
          canvas.width,
          0,
        );
        const off = ours.reduce((sum, ink, x) => sum + Math.abs(ink - theirs[x]!), 0);
        const all = theirs.reduce((sum, ink) => sum + ink, 0);
        if (off > all * 0.02) apart.push(`${content}: ${off} of ${all}`);
        expect(all).toBeGreaterThan(1000);
      });
      expect(apart).toEqual([]);
      expect(errors).toEqual([]);
    },
  );
});

/** What a page shows of a text from the right edge of its box on. */
function clippedByPage(content: string, width: number, columns: number): Uint32Array {
  const context = new OffscreenCanvas(columns, ROW).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, columns, ROW);
  context.beginPath();
  context.rect(LEFT, 0, width, ROW);
  context.clip();
  context.font = `${SIZE}px ${FONT}`;
  context.textRendering = 'geometricPrecision';
  context.direction = 'rtl';
  context.textAlign = 'right';
  context.fillStyle = '#000000';
  context.fillText(content, LEFT + width, ROW - 8);
  return new Uint32Array(context.getImageData(0, 0, columns, ROW).data.buffer);
}

/** What a page shows: the first letter and its ellipsis, as far as the box goes. */
function cutByPage(content: string, width: number, columns: number): Uint32Array {
  const context = new OffscreenCanvas(columns, ROW).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, columns, ROW);
  context.beginPath();
  context.rect(LEFT, 0, width, ROW);
  context.clip();
  context.font = `${SIZE}px ${FONT}`;
  context.textRendering = 'geometricPrecision';
  context.fillStyle = '#000000';
  const first = content[0]!;
  context.fillText(first, LEFT, ROW - 8);
  context.fillText('…', LEFT + context.measureText(first).width, ROW - 8);
  return new Uint32Array(context.getImageData(0, 0, columns, ROW).data.buffer);
}

/** Ink in each column of a row of texts. */
function inkOf(pixels: Uint32Array, columns: number, row: number): number[] {
  const ink = new Array<number>(columns).fill(0);
  for (let at = row * ROW * columns; at < (row + 1) * ROW * columns; at++) {
    ink[at % columns]! += 255 - (pixels[at]! & 255);
  }
  return ink;
}
