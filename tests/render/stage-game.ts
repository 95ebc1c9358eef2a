import 'pixi.js/graphics';
import { Container, WebGLRenderer } from 'pixi.js';
import { createSurface } from '../../src/app';
import { atEnd } from '../endings';

/** A game on white with a surface that is in no stage yet; both go when the test ends, and the renderer may have gone before. */
export async function openStage(width: number, height: number, resolution = 1) {
  const canvas = new OffscreenCanvas(width * resolution, height * resolution);
  const renderer = new WebGLRenderer();
  await renderer.init({
    ...{ canvas: canvas as never, width, height, resolution },
    ...{ backgroundColor: 0xffffff, antialias: false },
    ...{ preserveDrawingBuffer: true, skipExtensionImports: true },
  });
  // It would keep a ticker, and so a frame request, alive.
  renderer.scheduler.destroy();
  const ui = createSurface({ renderer });
  atEnd(() => {
    ui.dispose();
    if (renderer.renderPipes) renderer.destroy();
  });
  return { canvas, renderer, stage: new Container(), ui };
}
