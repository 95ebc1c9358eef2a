import { expect } from 'vitest';
import { cssPicture, distance } from './css-picture';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

export const WIDTH = 200;
export const HEIGHT = 160;

/** How far a picture may be from Chromium's; `far` is at one device pixel per CSS pixel, `samples` as in `cssPicture`. */
export type Limits = { max?: number; mean?: number; far?: number; samples?: number };

/** `openOffscreen` of the size that all pictures here have. */
export function open(dpr: number): Promise<Offscreen> {
  return openOffscreen(WIDTH, HEIGHT, dpr);
}

/** Expects a picture to be the one that Chromium makes of HTML. */
export async function expectLike(
  canvas: OffscreenCanvas,
  html: string,
  dpr: number,
  { max = 8, mean = 1.5, far = 0, samples }: Limits,
): Promise<void> {
  const options = { width: WIDTH, height: HEIGHT, dpr, ...(samples ? { samples } : {}) };
  const found = distance(pixelsOf(canvas), await cssPicture(html, options));
  expect(found.max).toBeLessThanOrEqual(max);
  expect(found.mean).toBeLessThanOrEqual(mean);
  expect(found.far).toBeLessThanOrEqual(far * dpr);
}
