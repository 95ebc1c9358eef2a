import { type App, createApp, darkTheme, lightTheme } from 'rafter-ui';
import { rendererOf } from '../renderer';
import { createScreen, type Gallery } from './screen';

/** What a script may read of the running page: tests and screenshots. */
export type GalleryPage = {
  readonly app: App;
  readonly gallery: Gallery;
  readonly errors: string[];
};

declare global {
  interface Window {
    gallery?: GalleryPage;
  }
}

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  const theme = matchMedia('(prefers-color-scheme: light)').matches ? lightTheme : darkTheme;
  const app = await createApp({ canvas, renderer: rendererOf(location.search), theme });
  app.on('error', ({ error, system }) => {
    errors.push(`${system}: ${String(error)}`);
    console.error(system, error);
  });
  const gallery = createScreen(app, theme);
  app.start();
  window.gallery = { app, gallery, errors };
}

start().catch((error: unknown) => {
  document.body.textContent = `Could not start: ${String(error)}`;
});
