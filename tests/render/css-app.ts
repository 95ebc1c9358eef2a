import { expect } from 'vitest';
import { type App, createApp } from '../../src/app';
import { cssPicture, distance } from './css-picture';

export const WIDTH = 200;
export const HEIGHT = 160;
const apps: App[] = [];

/** How far a picture may be from Chromium's; `far` is at one device pixel per CSS pixel, `samples` as in `cssPicture`. */
export type Limits = { max?: number; mean?: number; far?: number; samples?: number };

/** An app on a canvas of its own, on white, disposed by `disposeApps`. */
export async function open(dpr: number) {
  const canvas = new OffscreenCanvas(1, 1);
  const app = await createApp({ canvas, width: WIDTH, height: HEIGHT, dpr, background: '#ffffff' });
  apps.push(app);
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return { app, canvas, frame };
}

/** For afterEach. */
export function disposeApps(): void {
  for (const app of apps.splice(0)) app.dispose();
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

export function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
