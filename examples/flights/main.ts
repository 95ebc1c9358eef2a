import { type App, createApp, type VirtualList } from 'rafter-ui';
import { rendererOf } from '../renderer';
import {
  createFilterResult,
  type FilterKind,
  type FilterResult,
  filterSlices,
} from './data/filter';
import { type FlightsLoad, loadFlights } from './data/load-flights';
import { dark, light, type Palette } from './palette';
import { createScreen, type LoadState, type Screen } from './screen';

/** What a script may read of the running demo: the smoke run, benches, screenshots. */
export type FlightsDemo = {
  readonly app: App;
  readonly load: FlightsLoad;
  readonly screen: Screen;
  readonly errors: string[];
  filter(kind: FilterKind): void;
  switchTheme(): void;
  toggleTuning(): Promise<void>;
};

/** A place in a list: a row and how many pixels of it are above the list's upper edge. */
type Place = { readonly index: number; readonly offset: number };

declare global {
  interface Window {
    flights?: FlightsDemo;
  }
}

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;
const tuningBox = document.querySelector<HTMLElement>('#tuning')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  let palette: Palette = matchMedia('(prefers-color-scheme: light)').matches ? light : dark;
  const app = await createApp({
    canvas,
    renderer: rendererOf(location.search),
    theme: palette.theme,
  });
  app.on('error', ({ error, system }) => {
    errors.push(`${system}: ${String(error)}`);
    console.error(system, error);
  });

  let kind: FilterKind = 'all';
  let result: FilterResult = createFilterResult(0);
  let slices: Generator<FilterResult, FilterResult, void> | undefined;
  let stopFilter = new AbortController();
  let loadError: string | undefined;
  let tuning: { dispose(): void } | undefined;

  const load = loadFlights({
    url: '../data/flights-3m.parquet',
    onProgress({ total }) {
      if (result.indices.length !== total) result = createFilterResult(total);
      screen.showLoad(loadState());
      continueFilter();
    },
  });
  load.done.catch((error: Error) => {
    errors.push(String(error));
    loadError = error.message;
    screen.showLoad(loadState());
    showCount();
  });
  const actions = { filter, switchTheme, toggleTuning: () => void toggleTuning() };
  let screen = makeScreen();
  showAll();

  function makeScreen(): Screen {
    return createScreen(app, load.columns, () => result, palette, actions);
  }

  function showAll(): void {
    screen.list.setCount(result.count);
    screen.showLoad(loadState());
    showCount();
  }

  function loadState(): LoadState {
    return { rowCount: load.rowCount, total: load.total, error: loadError };
  }

  function showCount(): void {
    const mayGrow = loadError === undefined && (load.total === 0 || result.seen < load.total);
    screen.showFilter(kind, result.count, mayGrow);
  }

  function filter(next: FilterKind): void {
    kind = next;
    stopFilter.abort();
    stopFilter = new AbortController();
    slices = undefined;
    screen.list.scrollToIndex(0);
    continueFilter();
  }

  /** Runs the filter in slices until it has seen every row that is here; the next group of rows calls this again. */
  function continueFilter(): void {
    if (load.columns.capacity === 0) return;
    if (!slices) {
      slices = filterSlices(load.columns, kind, result);
      screen.list.refresh();
    }
    const running = slices;
    app.scheduler
      .submit(() => drain(running), { priority: 'user-visible', signal: stopFilter.signal })
      .catch((error) => {
        if (!stopFilter.signal.aborted && error?.name !== 'AbortError') errors.push(String(error));
      });
  }

  function* drain(
    running: Generator<FilterResult, FilterResult, void>,
  ): Generator<void, void, void> {
    for (;;) {
      const { done } = running.next();
      const waiting = result.seen === load.columns.rowCount;
      screen.list.setCount(result.count);
      if (done || waiting) {
        showCount();
        return;
      }
      yield;
    }
  }

  /** Builds the screen anew: after the running frame, and before the next picture, so that none shows the list elsewhere. */
  function switchTheme(): void {
    queueMicrotask(() => {
      const place = leave(screen.list);
      screen.dispose();
      palette = palette === dark ? light : dark;
      document.body.style.background = String(palette.theme.background);
      app.setTheme(palette.theme);
      screen = makeScreen();
      showAll();
      if (place) arrive(screen.list, place);
    });
  }

  /** Where a list stands: pixels from the top would not do, because a new list has not measured the rows above. */
  function leave(list: VirtualList): Place | undefined {
    app.step();
    const { firstVisible: index, scrollTop } = list;
    if (index < 0) return;
    list.scrollToIndex(index);
    app.step();
    return { index, offset: scrollTop - list.scrollTop };
  }

  function arrive(list: VirtualList, { index, offset }: Place): void {
    list.scrollToIndex(index);
    app.step();
    list.scrollBy(offset);
    app.step();
  }

  async function toggleTuning(): Promise<void> {
    if (tuning) {
      tuning.dispose();
      tuning = undefined;
      return;
    }
    const { openTuning } = await import('rafter-ui/tuning');
    tuning ??= openTuning(app, { container: tuningBox, canvas });
  }

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement)
      return;
    if (event.key === 't' || event.key === 'T') void toggleTuning();
    if (event.key === 'l' || event.key === 'L') switchTheme();
  });

  window.flights = {
    app,
    load,
    get screen() {
      return screen;
    },
    errors,
    filter,
    switchTheme,
    toggleTuning,
  };
  app.start();
}

start().catch((error: unknown) => {
  document.body.textContent = `This page cannot start: ${error instanceof Error ? error.message : String(error)}`;
  throw error;
});
