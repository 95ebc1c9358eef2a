import { type App, createApp } from 'rafter-ui';
import { rendererOf } from '../renderer';
import { dark, light } from './palette';
import { createScreen, type Feed } from './screen';

/** What a script may read of the running page: tests and screenshots. */
export type FeedPage = { readonly app: App; readonly feed: Feed; readonly errors: string[] };

declare global {
  interface Window {
    feed?: FeedPage;
  }
}

/** Time from one message to the next. */
const PACE_MS = 1_500;

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  const palette = matchMedia('(prefers-color-scheme: light)').matches ? light : dark;
  const app = await createApp({
    canvas,
    renderer: rendererOf(location.search),
    theme: palette.theme,
  });
  app.on('error', ({ error, system }) => {
    errors.push(`${system}: ${String(error)}`);
    console.error(system, error);
  });
  const feed = createScreen(app, palette);
  setInterval(() => {
    if (feed.live) feed.arrive();
  }, PACE_MS);
  app.start();
  window.feed = { app, feed, errors };
}

start().catch((error: unknown) => {
  document.body.textContent = `Could not start: ${String(error)}`;
});
