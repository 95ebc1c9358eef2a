import { type App, type CreateAppOptions, createApp } from 'rafter-ui';
import { canvasPixels } from '../canvas-pixels';
import { atEnd } from '../endings';
import { createSharedApp, pictureOf } from '../shared-app';

export { atEnd };

/** An app on a canvas of the page, and what went wrong in it. */
export type Mounted = { app: App; canvas: HTMLCanvasElement; errors: unknown[] };

export type MountOptions = Omit<CreateAppOptions, 'canvas'> & {
  /** CSS pixels of the canvas. @default 200 x 150 */
  cssWidth?: number;
  cssHeight?: number;
};

/** Puts a canvas at the top left of the page and makes an app on it; both go when the test ends, or at another `end`. */
export function mount(options: MountOptions = {}, end = atEnd): Promise<Mounted> {
  return mountBy(createApp, options, end);
}

/** The same by `createSharedApp`, in a fraction of the time: for what is not about the canvas's context. */
export function mountShared(options: MountOptions = {}, end = atEnd): Promise<Mounted> {
  return mountBy(createSharedApp, options, end);
}

async function mountBy(
  create: typeof createApp,
  { cssWidth = 200, cssHeight = 150, ...appOptions }: MountOptions,
  end: typeof atEnd,
): Promise<Mounted> {
  const canvas = addCanvas(cssWidth, cssHeight, end);
  const app = await create({ canvas, ...appOptions });
  end(() => app.dispose());
  const errors: unknown[] = [];
  app.on('error', (event) => errors.push(event));
  return { app, canvas, errors };
}

/** Puts a canvas at the top left of the page; it goes when the test ends, or at another `end`. */
export function addCanvas(cssWidth = 200, cssHeight = 150, end = atEnd): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `position: absolute; left: 0; top: 0; width: ${cssWidth}px; height: ${cssHeight}px`;
  document.body.append(canvas);
  end(() => canvas.remove());
  return canvas;
}

/** Lets frames of the page pass. */
export async function frames(count = 1): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}

/** Lets frames pass until something is so; fails after 20 seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${isSo}`);
    await frames();
  }
}

/** What a canvas shows, or an app of `mountShared` would, a number for each pixel: RGBA8, red low. */
export function pixelsOf(of: HTMLCanvasElement | OffscreenCanvas): Uint32Array {
  const canvas = pictureOf(of);
  if (canvas.width === 0 || canvas.height === 0) return new Uint32Array(0);
  return new Uint32Array(canvasPixels(canvas).buffer);
}

/** Pixels that differ; all of them if the sizes do. */
export function difference(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length) return Math.max(a.length, b.length);
  let count = 0;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) count++;
  return count;
}

/** Different colours shown. */
export function colorCount(pixels: Uint32Array): number {
  return new Set(pixels).size;
}

/** Moves the mouse there, presses and releases it. Positions are CSS pixels of the canvas. */
export function click(canvas: HTMLCanvasElement, x: number, y: number): void {
  const { left, top } = canvas.getBoundingClientRect();
  const at = {
    clientX: left + x,
    clientY: top + y,
    pointerId: 1,
    pointerType: 'mouse',
    bubbles: true,
  };
  canvas.dispatchEvent(new PointerEvent('pointermove', at));
  canvas.dispatchEvent(new PointerEvent('pointerdown', { ...at, button: 0, buttons: 1 }));
  canvas.dispatchEvent(new PointerEvent('pointerup', { ...at, button: 0, buttons: 0 }));
}
