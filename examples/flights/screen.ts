import {
  type App,
  box,
  button,
  despawn,
  type Entity,
  type NumberFormat,
  numberFormat,
  on,
  type StyleClass,
  setNumber,
  setStyle,
  setText,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import type { FlightColumns } from './data/columns';
import { type FilterKind, type FilterResult, filteredRow } from './data/filter';
import { createFlightRows, ROW_HEIGHT, widths } from './flight-row';
import { narrow } from './narrow';
import type { Palette } from './palette';
import { addStatusLine } from './status-line';

/** What the screen tells the program. */
export type ScreenActions = {
  filter(kind: FilterKind): void;
  switchTheme(): void;
  toggleTuning(): void;
};

/** How far reading is, kept by the program: a screen made later shows the same. */
export type LoadState = {
  readonly rowCount: number;
  /** 0 until it is known. */
  readonly total: number;
  /** Why reading stopped before the end. */
  readonly error?: string | undefined;
};

/** The whole page of the demo, built for one palette. */
export type Screen = {
  readonly list: VirtualList;
  /** Shows how much has been read until all is, and what went wrong for good. */
  showLoad(load: LoadState): void;
  /** Shows which segment is on and how many rows it has so far. */
  showFilter(kind: FilterKind, count: number, running: boolean): void;
  dispose(): void;
};

const segments: readonly (readonly [FilterKind, string])[] = [
  ['all', 'All flights'],
  ['late', 'Late'],
  ['early', 'Early'],
  ['onTime', 'On time'],
];

const rowsFormat = numberFormat({ group: ',', suffix: ' flights' });
const rowsSoFarFormat = numberFormat({ group: ',', suffix: ' flights so far' });

export function createScreen(
  app: App,
  flights: FlightColumns,
  resultNow: () => FilterResult,
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
    paddingLeft: widths.side,
    paddingRight: widths.side,
    fill: palette.header,
  });
  text(world, { parent: head, content: 'Flights', fontSize: 20, fontWeight: 700, flexShrink: 0 });
  text(world, {
    parent: head,
    content: 'United States, January to June 2001',
    fontSize: 14,
    color: theme.muted,
    styles: narrow.bar,
  });
  box(world, { parent: head, flexGrow: 1 });
  const themeButton = button(world, {
    parent: head,
    label: palette.name === 'dark' ? 'Light' : 'Dark',
    fontSize: 13,
    flexShrink: 0,
  });
  const tuningButton = button(world, { parent: head, label: 'Tune', fontSize: 13, flexShrink: 0 });
  on(world, themeButton, 'activate', () => actions.switchTheme());
  on(world, tuningButton, 'activate', () => actions.toggleTuning());

  const bar = box(world, { parent: page, height: 2, flexShrink: 0, fill: palette.headerLine });
  const progress = box(world, { parent: bar, height: 2, width: '0%', fill: theme.accent });

  const trouble = box(world, {
    parent: page,
    display: 'none',
    height: 36,
    flexShrink: 0,
    alignItems: 'center',
    paddingLeft: widths.side,
    paddingRight: widths.side,
    fill: palette.delays.pill.veryLate,
  });
  const troubleText = text(world, {
    parent: trouble,
    color: palette.delays.pillText.veryLate,
    fontSize: 13,
    flexShrink: 1,
  });

  const tools = box(world, {
    parent: page,
    height: 52,
    flexShrink: 0,
    alignItems: 'center',
    gap: 8,
    paddingLeft: widths.side,
    paddingRight: widths.side,
  });
  const group = box(world, {
    parent: tools,
    padding: 3,
    gap: 2,
    borderRadius: 9,
    fill: palette.delays.track,
    flexShrink: 0,
  });
  const segmentButtons = segments.map(([kind, label]) => {
    const entity = button(world, {
      parent: group,
      label,
      fontSize: 13,
      height: 26,
      borderRadius: 6,
      borderWidth: 0,
      fill: 'transparent',
    });
    on(world, entity, 'activate', () => actions.filter(kind));
    return [kind, entity] as const;
  });
  box(world, { parent: tools, flexGrow: 1 });
  const reading = text(world, { parent: tools, color: theme.muted, fontSize: 13, flexShrink: 1 });
  const summary = text(world, {
    parent: tools,
    color: theme.text,
    fontSize: 13,
    width: 170,
    flexShrink: 0,
    textAlign: 'end',
    styles: narrow.detail,
  });
  let readingFormat: NumberFormat | undefined;

  addColumnHeads(app, page, palette);
  const rows = createFlightRows(world, flights, palette);
  const list = virtualList(world, {
    parent: page,
    flexGrow: 1,
    flexBasis: 0,
    count: 0,
    estimatedSize: ROW_HEIGHT,
    template: rows.template,
    bind: (_, parts, index) => rows.bind(world, parts, filteredRow(resultNow(), index)),
  });
  const stopStatus = addStatusLine(app, page, list, palette);

  return {
    list,
    showLoad({ rowCount, total, error }) {
      const done = total > 0 && rowCount === total;
      const share = total === 0 ? 0 : rowCount / total;
      const fill =
        error !== undefined
          ? palette.delays.bar.veryLate
          : done
            ? palette.headerLine
            : theme.accent;
      setStyle(world, progress, { width: `${share * 100}%`, fill });
      if (done || error !== undefined) setText(world, reading, '');
      else if (total === 0) setText(world, reading, 'Reading');
      else {
        readingFormat ??= numberFormat({
          group: ',',
          prefix: 'Reading ',
          suffix: ` of ${total.toLocaleString('en')}`,
        });
        setNumber(world, reading, rowCount, readingFormat);
      }
      if (error === undefined) return;
      const where =
        total === 0
          ? ''
          : ` after ${rowCount.toLocaleString('en')} of ${total.toLocaleString('en')} flights`;
      setText(world, troubleText, `Reading stopped${where}: ${error}`);
      setStyle(world, trouble, { display: 'flex' });
    },
    showFilter(kind, count, running) {
      for (const [own, entity] of segmentButtons) {
        const chosen = own === kind;
        setStyle(world, entity, {
          fill: chosen ? palette.segmentOn : 'transparent',
          hoverFill: chosen ? palette.segmentOn : theme.surfaceHover,
        });
      }
      setNumber(world, summary, count, running ? rowsSoFarFormat : rowsFormat);
    },
    dispose() {
      stopStatus();
      despawn(world, page);
    },
  };
}

function addColumnHeads({ world }: App, page: Entity, palette: Palette): void {
  const heads = box(world, {
    parent: page,
    height: 28,
    flexShrink: 0,
    alignItems: 'center',
    gap: widths.gap,
    paddingLeft: widths.side,
    paddingRight: widths.side + 12,
    fill: palette.header,
  });
  const headOf = (
    content: string,
    width: number,
    textAlign: 'start' | 'end' | 'center' = 'start',
    styles: readonly StyleClass[] = [],
  ): void => {
    text(world, {
      parent: heads,
      content,
      width,
      flexShrink: 0,
      fontSize: 12,
      fontWeight: 600,
      color: palette.theme.muted,
      textAlign,
      styles,
    });
  };
  headOf('Departure', widths.day);
  headOf('', widths.time, 'start', narrow.time);
  headOf('Route', widths.route);
  headOf('Distance', widths.distance, 'end', narrow.distance);
  const space = box(world, { parent: heads, flexGrow: 1, flexBasis: 0 });
  text(world, {
    parent: space,
    content: 'Delay',
    fontSize: 12,
    fontWeight: 600,
    color: palette.theme.muted,
    styles: narrow.bar,
  });
  headOf('Arrival', widths.badge, 'center');
  box(world, { parent: page, height: 1, flexShrink: 0, fill: palette.headerLine });
}
