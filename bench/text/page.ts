import { type App, createApp } from '../../src/index';
import { VIEW_HEIGHT, VIEW_WIDTH } from '../pages/rows';

/** Adds a canvas of the benches' size to the page, CSS pixels. */
export function addCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = VIEW_WIDTH;
  canvas.height = VIEW_HEIGHT;
  canvas.style.cssText = `display: block; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px`;
  document.body.append(canvas);
  return canvas;
}

/** An app on a canvas of its own, on white. A failure that the app survives is still a failed measurement. */
export async function openApp(): Promise<{ app: App; close(): void }> {
  const canvas = addCanvas();
  const app = await createApp({ canvas, background: '#ffffff' });
  app.on('error', ({ error }) => reportError(error));
  return {
    app,
    close() {
      app.dispose();
      canvas.remove();
    },
  };
}

/** Waits for a frame of the page and gives its time. */
export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Marks where work begins whose processor time counts: see the quantity `processor`. */
export function beginSlice(): void {
  performance.mark('rafter-bench slice begin');
}

/** Marks where it ends. */
export function endSlice(): void {
  performance.mark('rafter-bench slice end');
  performance.clearMarks();
}
