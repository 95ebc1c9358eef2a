import 'bidi-js';
import type { App } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { colorCount, difference, frames, pixelsOf } from '../app/page';
import { boxesOf, fakeRatio } from '../app/ratio';
import { contextOf, countGlObjects } from './gl';
import { HEIGHT, scenes, WIDTH } from './scenes';
import { screen, settled } from './screen';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
const names = isLong ? Object.keys(scenes) : ['pictures'];
const CYCLES = isLong ? 50 : 1;
const RATIOS = [1.25, 2, 3, 1];

describe.each(names)('a device pixel ratio that changes, with a picture of %s', (name) => {
  it(`leaves layout, picture, listeners and caches as they were after ${CYCLES} cycles`, async () => {
    const objectsOf = countGlObjects();
    const { change, listeners } = fakeRatio();
    const { app, canvas, errors } = await screen(name);
    const boxes = boxesOf(app);
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    let held: unknown;
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      for (const ratio of RATIOS) {
        change(ratio);
        await frames(2);
        await settled(app);
        expect(listeners()).toBe(1);
        expect([canvas.width, canvas.height]).toEqual([
          Math.floor(WIDTH * ratio),
          Math.floor(HEIGHT * ratio),
        ]);
        expect(boxesOf(app)).toEqual(boxes);
        expect(contextOf(canvas).getError()).toBe(0);
      }
      expect(difference(pixelsOf(canvas), before)).toBe(0);
      // Bitmaps of other ratios stay while there is room for them on the pages that there are.
      const now = { objects: objectsOf(canvas), pages: pagesOf(app) };
      held ??= now;
      expect(now).toEqual(held);
    }
    app.dispose();
    expect(listeners()).toBe(0);
    expect(errors).toEqual([]);
  });
});

/** Bytes of what is on the GPU too: images and their pages, glyphs to some ten kilobytes that grow with their number. */
function pagesOf({ images, memory }: App): number[] {
  const text = memory.report().find(({ name }) => name === 'text and glyph atlas')!.bytes;
  return [images.stats().pages, images.stats().bytes, Math.floor(text / 2 ** 20)];
}
