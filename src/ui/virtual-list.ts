import { columns, type Entity, keepAwake, ROW_MASK, type Row, resource, spawn, type Target, ValueError, type World } from '../ecs';
import {
  BoxKind,
  type ElementEvent,
  type ListState,
  ListTable,
  STATE_FOCUSABLE,
  STATE_INTERACTIVE,
  STATE_SCROLLABLE,
  State,
} from '../ecs/stores';
import { styled } from './box';
import { on } from './on';
import type { Style } from './style';
import { ownLayer } from './style-properties';
import { Theme } from './theme';

export type VirtualListOptions<Parts extends readonly Target[]> = Style & {
  parent?: Target;
  /** Rows in the data. */
  count: number;
  /** Height of a row that has not been measured, CSS pixels. */
  estimatedSize: number;
  /** All rows have exactly the estimated height: nothing is measured. @default false */
  fixedSize?: boolean;
  /** Makes the children of one pooled row; called once for each row of the pool. What it returns is handed to `bind`. */
  template: (row: Entity) => Parts;
  /** Fills a pooled row for an index. Called when a row comes into the window; allocate nothing here. */
  bind: (world: World, parts: Parts, index: number) => void;
};

/** A virtual list: its element, and what it can be told and asked. */
export type VirtualList = {
  readonly entity: Entity;
  /** CSS pixels from the top of the first row. */
  readonly scrollTop: number;
  /** First and last row at least partly in sight, -1 if none. */
  readonly firstVisible: number;
  readonly lastVisible: number;
  /** CSS pixels of the viewport that should show a row and do not, in the last frame. */
  readonly blank: number;
  /** Rows bound since the list was made. */
  readonly bound: number;
  /** Changes how many rows there are; what is in sight stays where it is. */
  setCount(count: number): void;
  /** Binds every live row again: the data has changed. */
  refresh(): void;
  /** Scrolls by CSS pixels, at the next frame. */
  scrollBy(pixels: number): void;
  /** Brings a row to the start (default), centre or end of the viewport. */
  scrollToIndex(index: number, align?: 'start' | 'center' | 'end'): void;
};

const alignShare = { start: 0, center: 0.5, end: 1 };

/**
 * Adds a list of any number of rows of any heights, of which only those in sight exist. Wheel, drag, scrollbar, arrow, page,
 * Home and End keys scroll it. Throws `ValueError` for a count or size it cannot use.
 */
export function virtualList<Parts extends readonly Target[]>(world: World, options: VirtualListOptions<Parts>): VirtualList {
  const { parent, count, estimatedSize, fixedSize = false, template, bind, ...style } = options;
  checkCount(count);
  if (!(estimatedSize > 0 && estimatedSize < 1e6)) {
    throw new ValueError(`estimatedSize is ${estimatedSize}; give a height above 0 in CSS pixels`);
  }
  const theme = resource(world, Theme);
  const entity = styled(world, spawn(world, BoxKind, parent), { overflow: 'hidden', ...style });
  const row = rowIn(entity);
  columns(world, State).bits[row]! |= STATE_SCROLLABLE | STATE_INTERACTIVE | STATE_FOCUSABLE;
  const fill = { position: 'absolute', left: 0, top: 0, right: 0, bottom: 0 } as const;
  const content = styled(world, spawn(world, BoxKind, entity), fill);
  const track = styled(world, spawn(world, BoxKind, entity), { position: 'absolute', top: 0, right: 0, bottom: 0, width: 12 });
  const thumb = styled(world, spawn(world, BoxKind, track), {
    position: 'absolute',
    top: 0,
    right: 2,
    width: 8,
    height: 28,
    borderRadius: 4,
    fill: theme.thumb,
    hoverFill: theme.thumbHover,
    pressedFill: theme.thumbHover,
  });
  ownLayer(world, thumb & ROW_MASK);
  const list: ListState = {
    row,
    content: rowIn(content),
    track: rowIn(track),
    thumb: rowIn(thumb),
    estimatedSize,
    fixedSize,
    template,
    bind: bind as ListState['bind'],
    count,
    rebind: false,
    scrollBy: 0,
    scrollTo: Number.NaN,
    targetIndex: -1,
    targetAlign: 0,
    scrollTop: 0,
    viewport: 0,
    thumbTop: 0,
    thumbHeight: 0,
    total: count * estimatedSize,
    firstVisible: -1,
    lastVisible: -1,
    blank: 0,
    bound: 0,
    pooled: 0,
  };
  resource(world, ListTable).lists.push(list);
  wireScrollbar(world, list, track, thumb);
  return handleOf(world, list, entity);
}

function handleOf(world: World, list: ListState, entity: Entity): VirtualList {
  return {
    entity,
    get scrollTop() {
      return list.scrollTop;
    },
    get firstVisible() {
      return list.firstVisible;
    },
    get lastVisible() {
      return list.lastVisible;
    },
    get blank() {
      return list.blank;
    },
    get bound() {
      return list.bound;
    },
    setCount(next) {
      checkCount(next);
      list.count = next;
      keepAwake(world);
    },
    refresh() {
      list.rebind = true;
      keepAwake(world);
    },
    scrollBy(pixels) {
      if (!Number.isFinite(pixels)) throw new ValueError(`scrollBy(${pixels}): give a finite number of CSS pixels`);
      list.scrollBy += pixels;
      keepAwake(world);
    },
    scrollToIndex(index, align = 'start') {
      if (!(index >= 0)) throw new ValueError(`scrollToIndex(${index}): give an index from 0`);
      list.targetIndex = Math.floor(index);
      list.targetAlign = alignShare[align];
      keepAwake(world);
    },
  };
}

/** A press on the track pages; a drag of the thumb scrolls in proportion. */
function wireScrollbar(world: World, list: ListState, track: Entity, thumb: Entity): void {
  let grabbed = Number.NaN;
  let topAtGrab = 0;
  const stop = (event: ElementEvent): void => {
    event.handled = true;
  };
  on(world, thumb, 'pointerdown', (event) => {
    grabbed = event.y;
    topAtGrab = list.scrollTop;
    stop(event);
  });
  on(world, thumb, 'pointermove', (event) => {
    if (Number.isNaN(grabbed)) return;
    const { viewport, thumbHeight } = list;
    const room = viewport - thumbHeight;
    if (room > 0) list.scrollTo = topAtGrab + ((event.y - grabbed) / room) * Math.max(0, list.total - viewport);
    keepAwake(world);
    stop(event);
  });
  on(world, thumb, 'pointerup', (event) => {
    grabbed = Number.NaN;
    stop(event);
  });
  on(world, track, 'pointerdown', (event) => {
    list.scrollBy += (event.localY < list.thumbTop ? -1 : 1) * Math.max(1, list.viewport - list.estimatedSize);
    keepAwake(world);
    stop(event);
  });
}

function rowIn(entity: Entity): Row {
  return (entity & ROW_MASK) as Row;
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= 2 ** 30) return;
  throw new ValueError(`count is ${count}; give a whole number of rows from 0 to ${2 ** 30}`);
}
