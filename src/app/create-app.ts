import { darkTheme, parseColor } from '../ui';
import { composeApp } from './app';
import type { App, AppOptions } from './app-types';
import { type BrowserHostOptions, createBrowserHost } from './browser-host';

export type CreateAppOptions = AppOptions & Omit<BrowserHostOptions, 'background'>;

/**
 * Makes an app on a canvas of its own. The canvas's CSS size is the surface; it is followed, as is the page's zoom. Throws when
 * there is no WebGL 2. Call `app.start()` when the first elements are made.
 */
export async function createApp(options: CreateAppOptions): Promise<App> {
  const { canvas, width, height, dpr, renderer, ...appOptions } = options;
  const background = parseColor(
    appOptions.background ?? (appOptions.theme ?? darkTheme).background,
  );
  const host = await createBrowserHost({
    canvas,
    background,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(dpr === undefined ? {} : { dpr }),
    ...(renderer === undefined ? {} : { renderer }),
  });
  try {
    return composeApp(host, appOptions);
  } catch (error) {
    host.backend.dispose();
    throw error;
  }
}
