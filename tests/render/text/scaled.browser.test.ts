import { box, setStyle, text } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { difference, frames, pixelsOf, until } from '../../app/page';
import { mountOffscreen } from '../offscreen';

const FONT = '"DejaVu Sans"';
const SIZE = 15;
const ROW = 60;
const LEFT = 4;
const WIDTH = 360;
const STRINGS = [
  'Read the notes',
  'AVATAR, 12:30 – “To”',
  'office affluent',
  'שלום עולם',
  'Yes, Wolf & 7 T1',
];
/** Each with a shift, CSS pixels. */
const SCALES: readonly (readonly [number, number])[] = [
  ...([
    [0.75, 0],
    [1.5, 10.3],
    [2.7, 0],
  ] as const),
  ...(import.meta.env.RAFTER_LONG
    ? ([
        [1.1, 0],
        [1.5, 0],
        [2, 0.5],
      ] as const)
    : []),
];
/** Share of the ink that may differ. */
const LIMIT = 0.02;

describe('a text that is scaled', () => {
  it.each(SCALES)(
    'is drawn as canvas draws it at a scale of %f, %f px from a whole pixel',
    async (scale, shift) => {
      const { app, canvas, errors } = await mountOffscreen({
        ...{ cssWidth: WIDTH, cssHeight: ROW * STRINGS.length, background: '#ffffff' },
      });
      const { world } = app;
      const parent = box(world, {
        flexGrow: 1,
        transformOrigin: [0, 0],
        scale,
        translate: [shift, 0],
      });
      STRINGS.forEach((content, row) => {
        // Some in lines of their own, which another part of the writer draws.
        const lineHeight = row % 2 === 0 ? 0 : 1.2;
        text(world, {
          ...{ parent, content, position: 'absolute', left: LEFT, top: (row * ROW) / scale },
          ...{ fontFamily: FONT, fontSize: SIZE, color: '#000000', direction: 'ltr', lineHeight },
        });
      });
      app.start();
      await until(() => app.asleep);
      await frames(1);
      const pixels = pixelsOf(canvas).slice();
      const apart: string[] = [];
      STRINGS.forEach((content, row) => {
        const share = differenceOf(pixels, row, content, scale, LEFT * scale + shift);
        if (!(share <= LIMIT)) apart.push(`${content}: ${(share * 100).toFixed(2)} %`);
      });
      expect(apart).toEqual([]);
      for (let i = 0; i < 3; i++) {
        setStyle(world, parent, { scale: 1 + (scale - 1) * (i / 3) });
        await frames(1);
        // In motion letters are those of another size, and none is absent.
        const ink = inkOf(pixelsOf(canvas));
        expect(ink).toBeGreaterThan(inkOf(pixels) * 0.1);
      }
      setStyle(world, parent, { scale });
      await until(() => app.asleep);
      await frames(1);
      expect(difference(pixelsOf(canvas), pixels)).toBe(0);
      expect(errors).toEqual([]);
    },
  );
});

/** Share of the ink of a row in which it differs from canvas text on the nearest of baselines. */
function differenceOf(
  pixels: Uint32Array,
  row: number,
  content: string,
  scale: number,
  left: number,
): number {
  let least = Infinity;
  const ascent = SIZE * scale;
  for (let baseline = Math.floor(ascent * 0.7); baseline < ascent * 1.3; baseline++) {
    const theirs = drawn(content, scale, left, baseline);
    let off = 0;
    for (let at = 0; at < theirs.length; at++) {
      off += Math.abs((theirs[at]! & 255) - (pixels[row * theirs.length + at]! & 255));
    }
    least = Math.min(least, off / inkOf(theirs));
  }
  return least;
}

/** What canvas draws in a scale on a baseline of whole pixels. */
function drawn(content: string, scale: number, left: number, baseline: number): Uint32Array {
  const context = new OffscreenCanvas(WIDTH, ROW).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, WIDTH, ROW);
  context.font = `${SIZE}px ${FONT}`;
  context.textRendering = 'geometricPrecision';
  context.fillStyle = '#000000';
  context.setTransform(scale, 0, 0, scale, left, baseline);
  context.fillText(content, 0, 0);
  return new Uint32Array(context.getImageData(0, 0, WIDTH, ROW).data.buffer);
}

function inkOf(pixels: Uint32Array): number {
  let ink = 0;
  for (const pixel of pixels) ink += 255 - (pixel & 255);
  return ink;
}
