import { type App, createApp } from 'rafter-ui';
import {
  type LineSearch,
  type LineSource,
  lineSource,
  openPaged,
  type Readable,
  searchLines,
} from 'rafter-ui/data';
import { rendererOf } from '../renderer';
import { dark, light } from './palette';
import { createScreen, type Screen } from './screen';

/** What a script may read of the running page: tests and screenshots. */
export type LogPage = {
  readonly app: App;
  readonly lines: LineSource | undefined;
  readonly screen: Screen | undefined;
  readonly search: LineSearch | undefined;
  readonly errors: string[];
  find(query: string): void;
  open(source: Readable, name: string): Promise<void>;
};

declare global {
  interface Window {
    log?: LogPage;
  }
}

const ADDRESS = '../data/two-gigabytes.log';
/** Searches that follow typing letter by letter would begin in vain. */
const TYPING_MS = 150;

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;
const field = document.querySelector<HTMLInputElement>('#find')!;
const files = document.querySelector<HTMLInputElement>('#file')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  const palette = matchMedia('(prefers-color-scheme: light)').matches ? light : dark;
  document.body.classList.toggle('light', palette === light);
  const app = await createApp({
    canvas,
    renderer: rendererOf(location.search),
    theme: palette.theme,
  });
  app.on('error', ({ error, system }) => {
    errors.push(`${system}: ${String(error)}`);
    console.error(system, error);
  });
  let lines: LineSource | undefined;
  let screen: Screen | undefined;
  let search: LineSearch | undefined;
  let current = -1;
  let goes = false;
  let typing: ReturnType<typeof setTimeout> | undefined;

  async function open(source: Readable, name: string): Promise<void> {
    const bytes = await openPaged(source);
    search?.dispose();
    search = undefined;
    screen?.dispose();
    lines?.dispose();
    lines?.bytes.dispose();
    current = -1;
    lines = lineSource(bytes);
    lines.indexed.catch(() => {});
    screen = createScreen(app, lines, name, palette, {
      open: () => files.click(),
      find: go,
    });
  }

  /** Looks from the first line in sight on; the first that is found is gone to. */
  function look(): void {
    search?.dispose();
    search = undefined;
    current = -1;
    const text = field.value;
    if (text !== '' && lines && screen) {
      goes = true;
      const first = Math.max(0, screen.list.firstVisible);
      search = searchLines(lines, {
        text,
        from: lines.offsetOf(first) === undefined ? 0 : first,
        onChange() {
          if (goes && search && search.count > 0) go(false);
          else if (search && (search.progress === 1 || search.isFull))
            screen?.showFound(search, current);
        },
      });
      search.done.catch((error: unknown) => errors.push(String(error)));
    }
    screen?.showFound(search, current);
  }

  function go(backwards: boolean): void {
    if (!search || !screen || search.count === 0) return;
    const first = Math.max(0, screen.list.firstVisible);
    if (current < 0) current = search.next(first);
    else current = backwards ? search.previous(current) : search.next(current + 1);
    goes = false;
    screen.goTo(current);
    screen.showFound(search, current);
  }

  field.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(look, TYPING_MS);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') go(event.shiftKey);
    else if (event.key === 'Escape') {
      field.value = '';
      look();
      canvas.focus();
    } else return;
    event.preventDefault();
  });
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  const choose = (file: File | undefined): void => {
    if (file) open(file, file.name).catch((error: unknown) => errors.push(String(error)));
  };
  files.addEventListener('change', () => choose(files.files?.[0]));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    choose(event.dataTransfer?.files[0]);
  });

  window.log = {
    app,
    errors,
    open,
    get lines() {
      return lines;
    },
    get screen() {
      return screen;
    },
    get search() {
      return search;
    },
    find(query) {
      field.value = query;
      look();
    },
  };
  app.start();
  // Where nothing but files is served there is no such log: an own one can be opened.
  await open(ADDRESS, 'two-gigabytes.log').catch(() =>
    open(new Blob(['This server has no log.\nOpen one of yours, or drop it here.\n']), 'No log'),
  );
}

start().catch((error: unknown) => {
  document.body.textContent = `This page cannot start: ${error instanceof Error ? error.message : String(error)}`;
  throw error;
});
