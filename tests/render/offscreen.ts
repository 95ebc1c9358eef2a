import { afterEach } from 'vitest';
import { type App, createApp } from '../../src/app';

export type Offscreen = { app: App; canvas: OffscreenCanvas; frame(): void };

const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

/** An app on white, on a canvas that no page shows; it goes when the test ends. `frame` runs one frame by hand. */
export async function openOffscreen(width: number, height: number, dpr = 1): Promise<Offscreen> {
  const canvas = new OffscreenCanvas(1, 1);
  const app = await createApp({ canvas, width, height, dpr, background: '#ffffff' });
  apps.push(app);
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return { app, canvas, frame };
}

/** RGBA of all device pixels. */
export function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
