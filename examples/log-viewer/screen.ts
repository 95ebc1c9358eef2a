import {
  type App,
  box,
  button,
  despawn,
  type Entity,
  numberFormat,
  on,
  setDisabled,
  setNumber,
  setStyle,
  setText,
  setTextStyle,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import type { LineSearch, LineSource } from 'rafter-ui/data';
import { levelOf } from './level';
import { MONO, type Palette } from './palette';

export const ROW_HEIGHT = 20;
const STATUS_MS = 250;

const formats = {
  lines: numberFormat({ group: ',', suffix: ' lines' }),
  row: numberFormat({ group: ',' }),
  kept: numberFormat({ decimals: 1, suffix: ' MB kept' }),
  read: numberFormat({ group: ',', suffix: ' MB read' }),
  requests: numberFormat({ group: ',', suffix: ' requests' }),
  frame: numberFormat({ decimals: 2, suffix: ' ms a frame' }),
};

/** What the screen tells the program. */
export type ScreenActions = { open(): void; find(backwards: boolean): void };

/** The page, built for one text. */
export type Screen = {
  readonly list: VirtualList;
  /** The search whose lines are marked, and the line it is at, -1 for none. */
  showFound(search: LineSearch | undefined, current: number): void;
  /** Goes to a line and marks it. */
  goTo(line: number): void;
  dispose(): void;
};

export function createScreen(
  app: App,
  lines: LineSource,
  name: string,
  palette: Palette,
  actions: ScreenActions,
): Screen {
  const { world } = app;
  const { theme } = palette;
  let search: LineSearch | undefined;
  let current = -1;
  let shownAt = Number.NEGATIVE_INFINITY;

  const page = box(world, { flexDirection: 'column', fill: theme.background });
  const head = bar(page, 60, 'bottom');
  text(world, { parent: head, content: name, fontSize: 18, fontWeight: 700, flexShrink: 0 });
  const count = text(world, { parent: head, color: theme.muted, flexShrink: 0 });
  box(world, { parent: head, flexGrow: 1 });
  // The field, which is the page's, stands before the buttons.
  const found = text(world, {
    ...{ parent: head, color: theme.muted, fontSize: 13, width: 120, flexShrink: 0 },
    ...{ textAlign: 'end', marginRight: 206 },
  });
  const small = { parent: head, flexShrink: 0, paddingLeft: 0, paddingRight: 0 } as const;
  const before = button(world, { ...small, label: '↑', width: 34, disabled: true });
  const after = button(world, { ...small, label: '↓', width: 34, disabled: true });
  const open = button(world, { ...small, label: 'Open', width: 64, fontSize: 13 });
  on(world, before, 'activate', () => actions.find(true));
  on(world, after, 'activate', () => actions.find(false));
  on(world, open, 'activate', () => actions.open());
  const rail = box(world, { parent: page, height: 2, flexShrink: 0, fill: theme.border });
  const progress = box(world, { parent: rail, height: 2, width: '0%', fill: theme.accent });

  const list = virtualList(world, {
    ...{ parent: page, flexGrow: 1, flexBasis: 0, source: lines },
    ...{ estimatedSize: ROW_HEIGHT, fixedSize: true },
    template(row) {
      setStyle(world, row, {
        height: ROW_HEIGHT,
        alignItems: 'center',
        hoverFill: palette.rowHover,
      });
      const mark = box(world, { parent: row, width: 3, height: ROW_HEIGHT, flexShrink: 0 });
      const mono = { parent: row, fontFamily: MONO, fontSize: 12 } as const;
      const number = text(world, {
        ...mono,
        ...{ width: 92, flexShrink: 0, textAlign: 'end', color: theme.muted, marginRight: 14 },
      });
      const line = text(world, {
        ...mono,
        ...{ flexGrow: 1, flexBasis: 0, whiteSpace: 'pre', textOverflow: 'ellipsis' },
      });
      return [row, mark, number, line] as const;
    },
    bind(_, [row, mark, number, line], index) {
      const content = lines.at(index) ?? '';
      const level = levelOf(content);
      const isFound = search?.has(index) === true;
      const fill = index === current ? palette.current : isFound ? palette.found : '#00000000';
      setStyle(world, row, { fill });
      setStyle(world, mark, { fill: palette.mark[level] });
      setNumber(world, number, index + 1, formats.row);
      setText(world, line, content);
      setTextStyle(world, line, { color: palette.ink[level] });
    },
    placeholder(row) {
      box(world, {
        ...{ parent: row, position: 'absolute', left: 112, top: 6, width: 320, height: 8 },
        ...{ borderRadius: 4, fill: palette.line },
      });
    },
  });

  const foot = bar(page, 30, 'top');
  const note = { parent: foot, fontSize: 12, color: theme.muted, flexShrink: 0 } as const;
  const work = text(world, { ...note, color: theme.text, width: 150 });
  const kept = text(world, { ...note, width: 96 });
  const read = text(world, { ...note, width: 96 });
  const requests = text(world, { ...note, width: 106 });
  const frame = text(world, { ...note, width: 116 });
  text(world, {
    ...{ parent: foot, fontSize: 12, flexGrow: 1, flexBasis: 0, textAlign: 'end' },
    ...{ color: theme.muted, content: 'Ctrl+F finds · Enter goes on · Home, End' },
  });

  const stopStatus = app.addSystem({
    name: 'log/status',
    phase: 'update',
    reads: [],
    writes: [],
    update({ now }) {
      if (now - shownAt < STATUS_MS) return;
      shownAt = now;
      const stats = lines.bytes.stats();
      setNumber(world, count, lines.count, formats.lines);
      setNumber(world, kept, stats.bytes / 1e6, formats.kept);
      setNumber(world, read, Math.round(stats.bytesRead / 1e6), formats.read);
      setNumber(world, requests, stats.requests, formats.requests);
      setNumber(world, frame, app.telemetry.lastFrameMs, formats.frame);
      showSearch();
      showWork();
      // Lines in sight may have been found since.
      if (search && search.progress < 1) list.refresh();
    },
    dispose() {},
  });

  function bar(parent: Entity, height: number, side: 'top' | 'bottom'): Entity {
    return box(world, {
      ...{ parent, height, flexShrink: 0, alignItems: 'center', gap: 12 },
      ...{ paddingLeft: 14, paddingRight: 14, fill: palette.bar, borderColor: palette.line },
      ...(side === 'top' ? { borderTopWidth: 1 } : {}),
    });
  }

  function showSearch(): void {
    const none = !search || search.count === 0;
    setDisabled(world, before, none);
    setDisabled(world, after, none);
    const total = search ? search.count.toLocaleString('en') + (search.isFull ? '+' : '') : '';
    if (!search) setText(world, found, '');
    else if (none) setText(world, found, search.progress < 1 ? '…' : 'none');
    else if (current < 0) setText(world, found, total);
    else setText(world, found, `${search.placeOf(current).toLocaleString('en')}/${total}`);
  }

  /** Of the search, then of the lines that are looked for. */
  function showWork(): void {
    const searching = search !== undefined && search.progress < 1 && !search.isFull;
    const share = searching ? search!.progress : lines.progress;
    const percent = `${Math.floor(share * 100)} %`;
    setStyle(world, progress, { width: share < 1 ? `${share * 100}%` : '0%' });
    if (share >= 1) setText(world, work, 'All lines found');
    else setText(world, work, `${searching ? 'Searching' : 'Finding lines'}, ${percent}`);
  }

  return {
    list,
    showFound(now, at) {
      search = now;
      current = at;
      showSearch();
      showWork();
      list.refresh();
    },
    goTo(line) {
      list.scrollToIndex(line, 'center');
    },
    dispose() {
      stopStatus();
      despawn(world, page);
    },
  };
}
