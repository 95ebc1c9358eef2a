import { type App, type CreateAppOptions, createApp, rgba } from '../../src/index';
import { cssColor, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

/** Makes an app on a canvas of the page, of the size that every contender has. A failure that it survives is still a failed measurement. */
export async function openRafter(background: number): Promise<App> {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `display: block; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px`;
  document.body.append(canvas);
  const options: CreateAppOptions = { canvas, background: cssColor(background) };
  const app = await createApp(options);
  app.on('error', ({ error }) => reportError(error));
  return app;
}

/** Has everything drawn in every frame, in its order, by the program that draws all kinds. */
export function spareNothing({ tunables }: App): void {
  const rendering = tunables.get('rendering');
  if (!rendering) throw new Error('there are no switches of drawing');
  for (const [name, { value }] of Object.entries(rendering.knobs)) {
    if (value === true) rendering.set(name, false);
  }
}

/** 0xRRGGBB as the columns keep it. */
export function packed(color: number): number {
  return rgba((color >>> 16) & 0xff, (color >>> 8) & 0xff, color & 0xff);
}
