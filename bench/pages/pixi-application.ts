import type { Application } from 'pixi.js';
import { BACKGROUND, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

/** Readies a Pixi application as every contender has it: WebGL, one device pixel a CSS pixel, frames by hand; its canvas on the page. */
export async function openPixi(application: Application): Promise<void> {
  await application.init({
    width: VIEW_WIDTH,
    height: VIEW_HEIGHT,
    background: BACKGROUND,
    antialias: false,
    preference: 'webgl',
    resolution: 1,
    autoStart: false,
    sharedTicker: false,
  });
  application.canvas.style.display = 'block';
  document.body.append(application.canvas);
}
