import { type App, createApp } from 'rafter-ui';
import type { SortDirection } from 'rafter-ui/table';
import { type FlightsLoad, loadFlights } from '../flights/data/load-flights';
import { rendererOf } from '../renderer';
import { ask, createFinding, findSlices, nextPlace } from './find';
import { dark, light, type Palette } from './palette';
import { createScreen, type Screen } from './screen';
import { createOrder, type SortKey, sortSlices } from './sort';

/** What a script may read of the running page: tests and screenshots. */
export type TablePage = {
  readonly app: App;
  readonly load: FlightsLoad;
  readonly screen: Screen;
  readonly errors: string[];
  /** True while something is sorted or looked for. */
  readonly busy: boolean;
  find(query: string): void;
};

declare global {
  interface Window {
    table?: TablePage;
  }
}

const canvas = document.querySelector<HTMLCanvasElement>('#surface')!;
const field = document.querySelector<HTMLInputElement>('#find')!;

async function start(): Promise<void> {
  const errors: string[] = [];
  let palette: Palette = matchMedia('(prefers-color-scheme: light)').matches ? light : dark;
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

  const order = createOrder(0);
  const finding = createFinding();
  let stopSort = new AbortController();
  let stopFind = new AbortController();
  let working = 0;
  // What rows are in order by; headings may show what is still being done.
  let sorted: { column: string; direction: SortDirection } | undefined;

  const load = loadFlights({
    url: '../data/flights-3m.parquet',
    onProgress({ rowCount, total }) {
      if (order.rows.length !== total) order.rows = createOrder(total).rows;
      // Rows that come while an order is made would be missing in it.
      screen.table.setRowCount(rowCount);
      screen.showRows(rowCount);
      const isDone = rowCount === total;
      screen.showWork(total === 0 ? 0 : rowCount / total, isDone ? '' : 'Reading');
    },
  });
  load.done.catch((error: Error) => {
    errors.push(String(error));
    screen.showWork(1, `Reading stopped: ${error.message}`);
  });
  const actions = { sort, find: go, switchTheme, stop };
  let screen = makeScreen();

  function makeScreen(): Screen {
    return createScreen(app, load.columns, order, finding, palette, actions);
  }

  /** Runs slices as a task of the frame; `each` is told after every one. */
  function run(
    steps: Generator<void, void, void>,
    signal: AbortSignal,
    each: () => void,
  ): Promise<boolean> {
    working++;
    function* task(): Generator<void, void, void> {
      while (!steps.next().done) {
        each();
        yield;
      }
    }
    return app.scheduler
      .submit(task, { priority: 'user-visible', signal })
      .then(() => true)
      .catch((error) => {
        steps.return();
        if (!signal.aborted) errors.push(String(error));
        return false;
      })
      .finally(() => {
        working--;
      });
  }

  async function sort(column: string, key: SortKey, direction: SortDirection): Promise<void> {
    stopSort.abort();
    stopSort = new AbortController();
    const { signal } = stopSort;
    if (load.rowCount < load.total || load.total === 0) {
      screen.showWork(0, 'Sorts once all rows are here');
      await load.ready;
      await load.done;
      if (signal.aborted) return;
    }
    const started = performance.now();
    const steps = sortSlices(order, key, direction === 'descending');
    const isDone = await run(steps, signal, () =>
      screen.showWork(order.progress, `Sorting, ${Math.floor(order.progress * 100)} %`),
    );
    if (signal.aborted) return;
    if (isDone) sorted = { column, direction };
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    screen.showWork(1, isDone ? `Sorted in ${seconds} s, ${direction}` : '');
    screen.table.refresh();
    screen.table.list.scrollTo(0);
    if (finding.query !== '') void look(false);
  }

  function stop(): void {
    stopSort.abort();
    stopFind.abort();
    screen.showWork(1, '');
    showSorted();
  }

  function showSorted(): void {
    const { table } = screen;
    let at = -1;
    for (let i = 0; i < table.columnCount; i++) if (table.keyOf(i) === sorted?.column) at = i;
    table.setSorting(at, sorted?.direction);
  }

  function find(query: string): void {
    const isAny = ask(finding, load.columns, query);
    screen.table.refresh();
    stopFind.abort();
    screen.showFound(finding, isAny);
    if (isAny) void look(true);
  }

  /** Finds all places, and goes to the first from where the table is. */
  async function look(goes: boolean): Promise<void> {
    stopFind.abort();
    stopFind = new AbortController();
    const { signal } = stopFind;
    const steps = findSlices(finding, load.columns, order);
    const isDone = await run(steps, signal, () => screen.showFound(finding, true));
    if (!isDone) return;
    screen.showFound(finding, false);
    if (goes) go(false);
  }

  function go(backwards: boolean): void {
    const { table } = screen;
    const isThere = finding.at >= 0 && table.activeColumn >= 0;
    const from = isThere ? table.activeRow : Math.max(0, table.list.firstVisible);
    const row = nextPlace(finding, isThere && !backwards ? from + 1 : from, backwards);
    if (row < 0) return;
    const flight = order.rows[row]!;
    const key = finding.airports[load.columns.origin[flight]!] === 1 ? 'origin' : 'destination';
    let column = 0;
    for (let i = 0; i < table.columnCount; i++) if (table.keyOf(i) === key) column = i;
    table.setActiveCell(row, column);
    table.scrollToCell(row, -1, 'center');
    screen.showFound(finding, false);
  }

  function switchTheme(): void {
    queueMicrotask(() => {
      const { scrollTop, scrollLeft } = screen.table;
      screen.dispose();
      palette = palette === dark ? light : dark;
      document.body.style.background = String(palette.theme.background);
      document.body.classList.toggle('light', palette === light);
      app.setTheme(palette.theme);
      screen = makeScreen();
      screen.table.setRowCount(load.rowCount);
      screen.showRows(load.rowCount);
      screen.showFound(finding, false);
      showSorted();
      app.step();
      screen.table.scrollTo({ x: scrollLeft, y: scrollTop });
      app.step();
    });
  }

  field.addEventListener('input', () => find(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') go(event.shiftKey);
    else if (event.key === 'Escape') {
      field.value = '';
      find('');
      canvas.focus();
    } else return;
    event.preventDefault();
  });
  addEventListener('keydown', (event) => {
    const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
    if (isFind) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === 'Escape' && event.target !== field) stop();
  });

  window.table = {
    app,
    load,
    get screen() {
      return screen;
    },
    get busy() {
      return working > 0;
    },
    errors,
    find(query) {
      field.value = query;
      find(query);
    },
  };
  app.start();
}

start().catch((error: unknown) => {
  document.body.textContent = `This page cannot start: ${error instanceof Error ? error.message : String(error)}`;
  throw error;
});
