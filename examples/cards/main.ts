import { type App, createApp } from 'rafter-ui';
import { rendererOf } from '../renderer';
import { dark, light } from './palette';
import { stepPulse } from './pulse';
import { createScreen } from './screen';

/** What a script may read of the running page: tests and screenshots. */
export type Cards = { readonly app: App; readonly errors: string[] };

declare global {
  interface Window {
    cards?: Cards;
  }
}

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
  createScreen(app.world, palette);
  app.addSystem({
    name: 'pulse',
    phase: 'update',
    reads: [],
    writes: [],
    update: ({ index }) => stepPulse(app.world, index),
    dispose() {},
  });
  app.start();
  window.cards = { app, errors };
}

start().catch((error: unknown) => {
  document.body.textContent = `Could not start: ${String(error)}`;
});
