import {
  type App,
  box,
  button,
  defineStyle,
  despawn,
  numberFormat,
  on,
  setDisabled,
  setNumber,
  setStyle,
  setText,
  text,
} from 'rafter-ui';
import { type SortDirection, type VirtualTable, virtualTable } from 'rafter-ui/table';
import type { FlightColumns } from '../flights/data/columns';
import type { Finding } from './find';
import { createFlightColumns } from './flight-columns';
import type { Palette } from './palette';
import type { Order, SortKey } from './sort';

export const ROW_HEIGHT = 34;

function hiddenBelow(width: number) {
  return [defineStyle({ breakpoints: [{ below: width, style: { display: 'none' } }] })];
}

/** What the screen tells the program. */
export type ScreenActions = {
  sort(column: string, key: SortKey, direction: SortDirection): void;
  find(backwards: boolean): void;
  switchTheme(): void;
  stop(): void;
};

/** The whole page, built for one palette. */
export type Screen = {
  readonly table: VirtualTable;
  /** Shows how far something is, 0 to 1, and what; done at 1. */
  showWork(share: number, what: string): void;
  showRows(count: number): void;
  showFound(finding: Finding, isRunning: boolean): void;
  dispose(): void;
};

const formats = {
  rows: numberFormat({ group: ',', suffix: ' flights' }),
  draws: numberFormat({ suffix: ' draws' }),
  cells: numberFormat({ group: ',', suffix: ' cells filled' }),
  frame: numberFormat({ decimals: 2, suffix: ' ms a frame' }),
};
const REFRESH_MS = 250;

export function createScreen(
  app: App,
  flights: FlightColumns,
  order: Order,
  finding: Finding,
  palette: Palette,
  actions: ScreenActions,
): Screen {
  const { world } = app;
  const { theme } = palette;
  const page = box(world, { flexDirection: 'column', fill: theme.background });
  const head = box(world, {
    parent: page,
    height: 60,
    flexShrink: 0,
    alignItems: 'center',
    gap: 12,
    paddingLeft: 14,
    paddingRight: 14,
    fill: palette.bar,
  });
  text(world, {
    parent: head,
    content: 'Flights',
    fontSize: 20,
    fontWeight: 700,
    flexShrink: 0,
    styles: hiddenBelow(640),
  });
  const count = text(world, { parent: head, color: theme.muted, styles: hiddenBelow(640) });
  box(world, { parent: head, flexGrow: 1 });
  const found = text(world, {
    parent: head,
    color: theme.muted,
    fontSize: 13,
    width: 72,
    flexShrink: 0,
    textAlign: 'end',
    // The field, which is the page's, stands before it.
    styles: [
      defineStyle({ marginLeft: 180, breakpoints: [{ below: 640, style: { marginLeft: 140 } }] }),
    ],
  });
  const before = button(world, {
    parent: head,
    label: '↑',
    width: 34,
    flexShrink: 0,
    paddingLeft: 0,
    paddingRight: 0,
    disabled: true,
  });
  const after = button(world, {
    parent: head,
    label: '↓',
    width: 34,
    flexShrink: 0,
    paddingLeft: 0,
    paddingRight: 0,
    disabled: true,
  });
  const switcher = button(world, {
    parent: head,
    width: 64,
    label: palette.name === 'dark' ? 'Light' : 'Dark',
    fontSize: 13,
    flexShrink: 0,
  });
  on(world, before, 'activate', () => actions.find(true));
  on(world, after, 'activate', () => actions.find(false));
  on(world, switcher, 'activate', () => actions.switchTheme());

  const rail = box(world, { parent: page, height: 2, flexShrink: 0, fill: theme.border });
  const progress = box(world, { parent: rail, height: 2, width: '0%', fill: theme.accent });

  const { columns, keyOf } = createFlightColumns(world, flights, order, finding, palette);
  const table = virtualTable(world, {
    parent: page,
    flexGrow: 1,
    flexBasis: 0,
    rowCount: order.rows.length,
    rowHeight: ROW_HEIGHT,
    columns,
    rowStyle: { borderBottomColor: palette.line, hoverFill: palette.rowHover },
    cellStyle: { paddingLeft: 14, paddingRight: 14 },
    onSort({ key, direction }) {
      const by = keyOf(key);
      if (by) actions.sort(key, by, direction);
    },
  });

  const foot = box(world, {
    parent: page,
    height: 30,
    flexShrink: 0,
    alignItems: 'center',
    gap: 16,
    paddingLeft: 14,
    paddingRight: 14,
    fill: palette.bar,
    borderTopWidth: 1,
    borderTopColor: theme.border,
  });
  const small = { parent: foot, fontSize: 12, color: theme.muted } as const;
  const work = text(world, { ...small, color: theme.text, width: 210, flexShrink: 0 });
  const frame = text(world, { ...small, width: 116, flexShrink: 0 });
  const draws = text(world, { ...small, width: 64, flexShrink: 0 });
  const cells = text(world, { ...small, width: 150, flexShrink: 0 });
  text(world, {
    ...small,
    flexGrow: 1,
    flexBasis: 0,
    textAlign: 'end',
    styles: hiddenBelow(1100),
    content: 'Drag headings and their edges · arrows, Home, End, Page · Ctrl+F finds · Esc stops',
  });
  let shownAt = Number.NEGATIVE_INFINITY;
  const stopStatus = app.addSystem({
    name: 'table/status',
    phase: 'update',
    reads: [],
    writes: [],
    update({ now }) {
      if (now - shownAt < REFRESH_MS) return;
      shownAt = now;
      setNumber(world, frame, app.telemetry.lastFrameMs, formats.frame);
      setNumber(world, draws, app.renderer.stats().draws, formats.draws);
      setNumber(world, cells, table.cellsBound, formats.cells);
    },
    dispose() {},
  });

  return {
    table,
    showWork(share, what) {
      setStyle(world, progress, { width: `${share >= 1 ? 0 : share * 100}%` });
      setText(world, work, what);
    },
    showRows(rows) {
      setNumber(world, count, rows, formats.rows);
    },
    showFound({ query, count: places, at }, isRunning) {
      const none = query === '' || places === 0;
      setDisabled(world, before, none);
      setDisabled(world, after, none);
      const total = places.toLocaleString('en');
      if (query === '') setText(world, found, '');
      else if (places === 0) setText(world, found, isRunning ? '…' : 'none');
      else if (at < 0) setText(world, found, `${total}`);
      else setText(world, found, `${(at + 1).toLocaleString('en')}/${total}`);
    },
    dispose() {
      stopStatus();
      despawn(world, page);
    },
  };
}
