import { type App, createApp } from 'rafter-ui';
import { rendererOf } from '../renderer';
import { createCounters } from './counters';
import { type FontProgress, loadFonts } from './fonts';
import { dark, light, type Palette } from './palette';
import { arrive, leave } from './place';
import { createScreen, numbersIndex, type Screen } from './screen';
import { type Room, roomOf } from './sheet';

/** What a script may read of the running page: tests and screenshots. */
export type Specimen = {
  readonly app: App;
  readonly screen: Screen;
  readonly palette: Palette;
  readonly errors: string[];
  /** Settles when every font has come or has not. */
  readonly fonts: Promise<void>;
  switchTheme(): void;
};

declare global {
  interface Window {
    specimen?: Specimen;
  }
}

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  let palette = matchMedia('(prefers-color-scheme: light)').matches ? light : dark;
  let room = roomOf(canvas.clientWidth);
  let progress: FontProgress = { settled: 0, missing: 0 };
  paintPage();
  const app = await createApp({
    canvas,
    renderer: rendererOf(location.search),
    theme: palette.theme,
  });
  app.on('error', ({ error, system }) => {
    errors.push(`${system}: ${String(error)}`);
    console.error(system, error);
  });
  app.on('resize', ({ width }) => {
    const next = roomOf(width);
    if (next !== room) rebuild(palette, next);
  });
  const fonts = loadFonts(app, (now) => {
    progress = now;
    screen.showFonts(progress);
  });
  const counters = createCounters(app, {
    list: () => screen.list,
    index: numbersIndex,
    running: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  let screen = makeScreen();

  function makeScreen(): Screen {
    const made = createScreen(app, { palette, room, counters, switchTheme });
    made.showFonts(progress);
    return made;
  }

  function switchTheme(): void {
    rebuild(palette === dark ? light : dark, room);
  }

  /** Builds the page anew: after the running frame, and before the next picture, so that none shows it elsewhere. */
  function rebuild(nextPalette: Palette, nextRoom: Room): void {
    queueMicrotask(() => {
      const place = leave(app, screen.list);
      screen.dispose();
      palette = nextPalette;
      room = nextRoom;
      paintPage();
      app.setTheme(palette.theme);
      screen = makeScreen();
      if (place) arrive(app, screen.list, place);
    });
  }

  function paintPage(): void {
    document.body.style.background = palette.paper;
  }

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 't' || event.key === 'T') switchTheme();
  });

  window.specimen = {
    app,
    get screen() {
      return screen;
    },
    get palette() {
      return palette;
    },
    errors,
    fonts,
    switchTheme,
  };
  app.start();
}

start().catch((error: unknown) => {
  document.body.textContent = `This page cannot start: ${error instanceof Error ? error.message : String(error)}`;
  throw error;
});
