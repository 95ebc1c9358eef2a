import {
  columns,
  type Entity,
  keepAwake,
  ROW_MASK,
  type Row,
  resolve,
  resource,
  spawn,
  type Target,
  ValueError,
  type World,
} from '../ecs';
import {
  BoxKind,
  editRows,
  holdRow,
  isAtEnd,
  type ListState,
  ListTable,
  releaseRow,
  STATE_FOCUSABLE,
  STATE_SCROLLABLE,
  State,
} from '../ecs/stores';
import { box, built } from './box';
import { createListMetrics, type ListMetrics } from './list-metrics';
import { wireScrollbar } from './list-scrollbar';
import { ownLayer } from './own-layer';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';
import { Theme } from './theme';

export type VirtualListOptions<Parts extends readonly Target[]> = Style &
  Styled & {
    parent?: Target;
    /** Rows in the data. */
    count: number;
    /** Height of a row that has not been measured, CSS pixels. */
    estimatedSize: number;
    /** All rows have exactly the estimated height: nothing is measured. @default false */
    fixedSize?: boolean;
    /**
     * While it is scrolled, its rows are drawn into tiles that the page's compositor moves, where that is possible and pays;
     * `stats().scrollLayers` says whether it is. Takes a WebGL context and a copy of all glyphs and images. @default false
     */
    scrollLayers?: boolean;
    /**
     * As long as its end is in sight, it stays in sight when rows are added or grow, as in a chat; the list begins there. Who scrolls
     * up reads on undisturbed. @default false
     */
    stickToEnd?: boolean;
    /** Makes the children of one pooled row; called once for each row of the pool. What it returns is handed to `bind`. */
    template: (row: Entity) => Parts;
    /**
     * Makes the children of a row that is shown where there is no time to bind one. With it, only as many rows are bound in a frame
     * as fit into its budget, and at least one. Without it, all rows in sight are bound, however long that takes.
     */
    placeholder?: (row: Entity) => void;
    /** Fills a pooled row for an index. Called when a row comes into the window; allocate nothing here. */
    bind: (world: World, parts: Parts, index: number) => void;
  };

/** A virtual list: its element, and what it can be told and asked. */
export type VirtualList = {
  readonly entity: Entity;
  /** Rows in the data, with those asked for. */
  readonly count: number;
  /** CSS pixels from the top of the first row. */
  readonly scrollTop: number;
  /** First and last row at least partly in sight, -1 if none. */
  readonly firstVisible: number;
  readonly lastVisible: number;
  /** The same two in one object, which is updated in place. */
  readonly visibleRange: { readonly first: number; readonly last: number };
  /** True if nothing lies below what is in sight. */
  readonly atEnd: boolean;
  /** CSS pixels of the viewport that should show a row and do not, in the last frame. */
  readonly blank: number;
  /** Rows bound since the list was made. */
  readonly bound: number;
  readonly metrics: ListMetrics;
  /** Changes how many rows there are; what is in sight stays where it is. */
  setCount(count: number): void;
  /**
   * Tells that rows were put into the data before `index`, at the end if that is how many there are. What is in sight stays where
   * it is, and rows that only have another index now are not bound again: `refresh` them if they show it.
   */
  insertRows(index: number, count: number): void;
  /** Tells that rows were taken out of the data from `index` on. What follows closes up to what is above it. */
  removeRows(index: number, count: number): void;
  /** Binds every live row again: the data has changed. Rows in sight keep their elements. */
  refresh(): void;
  /**
   * Has a row keep its elements while it is out of sight, from when it is in sight on: one that is edited, dragged or plays. Rows with
   * the focus or a press in them keep theirs by themselves. `release` it when that is over.
   */
  hold(index: number): void;
  /** Takes a `hold` back; index is where the row is now. */
  release(index: number): void;
  /**
   * Scrolls by CSS pixels, at the next frame. `now` is when that was asked for, ms on the clock of frames: where a list is told of
   * moves by someone else, it foretells better with it.
   */
  scrollBy(pixels: number, now?: number): void;
  /** Scrolls to CSS pixels from the top of the first row, at the next frame. */
  scrollTo(pixels: number): void;
  /** Brings a row to the start (default), centre or end of the viewport. */
  scrollToIndex(index: number, align?: 'start' | 'center' | 'end'): void;
};

/** Most rows, and most CSS pixels of all rows: half of what the size index holds, so that rows may turn out higher. */
const MAX_COUNT = 2 ** 30;
const MAX_TOTAL = 2 ** 46;
const alignShare = { start: 0, center: 0.5, end: 1 };

/**
 * Adds a list of any number of rows of any heights, of which only those in sight exist. Wheel, drag, scrollbar, arrow, page,
 * Home and End keys scroll it. Throws `ValueError` for a count or size it cannot use.
 */
export function virtualList<Parts extends readonly Target[]>(
  world: World,
  options: VirtualListOptions<Parts>,
): VirtualList {
  checkObject('options', options);
  const {
    parent,
    styles,
    count,
    estimatedSize,
    fixedSize = false,
    scrollLayers = false,
    stickToEnd = false,
    template,
    placeholder,
    bind,
    ...style
  } = options;
  checkSize(estimatedSize);
  checkCount(count, estimatedSize);
  checkFunction('template', template);
  checkFunction('bind', bind);
  if (placeholder !== undefined) checkFunction('placeholder', placeholder);
  const entity = spawn(world, BoxKind, parent);
  let list: ListState | undefined;
  built(world, entity, () => {
    applyStyle(world, rowIn(entity), { ...style, overflow: 'hidden' });
    if (styles) applyStyles(world, rowIn(entity), styles);
    columns(world, State).bits[rowIn(entity)]! |= STATE_SCROLLABLE | STATE_FOCUSABLE;
    const { content, track, thumb } = addParts(world, entity);
    const rows = { content: rowIn(content), track: rowIn(track), thumb: rowIn(thumb) };
    list = createState({
      row: rowIn(entity),
      ...rows,
      count,
      estimatedSize,
      fixedSize,
      scrollLayers,
      stickToEnd,
      template,
      placeholder,
      bind: bind as ListState['bind'],
    });
    wireScrollbar(world, list, track, thumb);
    resource(world, ListTable).lists.push(list);
  });
  return handleOf(world, list!, entity);
}

function addParts(world: World, entity: Entity): { content: Entity; track: Entity; thumb: Entity } {
  const theme = resource(world, Theme);
  const content = box(world, {
    parent: entity,
    position: 'absolute',
    left: 0,
    top: 0,
    right: 0,
    bottom: 0,
  });
  const track = box(world, {
    parent: entity,
    position: 'absolute',
    top: 0,
    right: 0,
    bottom: 0,
    width: 12,
  });
  const thumb = box(world, {
    parent: track,
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
  ownLayer(world, rowIn(thumb));
  return { content, track, thumb };
}

type Asked = Pick<
  ListState,
  | 'row'
  | 'content'
  | 'track'
  | 'thumb'
  | 'count'
  | 'estimatedSize'
  | 'fixedSize'
  | 'scrollLayers'
  | 'stickToEnd'
  | 'template'
  | 'placeholder'
  | 'bind'
>;

/** A list nobody has served yet. */
function createState(asked: Asked): ListState {
  return {
    ...asked,
    edits: new Int32Array(0),
    editCount: 0,
    held: new Int32Array(0),
    heldCount: 0,
    rebind: false,
    ahead: 0,
    scrollBy: 0,
    scrolledAt: Number.NaN,
    scrollTo: Number.NaN,
    targetIndex: -1,
    targetAlign: 0,
    scrollTop: 0,
    viewport: 0,
    thumbTop: 0,
    thumbHeight: 0,
    total: asked.count * asked.estimatedSize,
    firstVisible: -1,
    lastVisible: -1,
    blank: 0,
    placeheld: 0,
    blankTime: 0,
    placeheldTime: 0,
    bound: 0,
    rebound: 0,
    pooled: 0,
    boundAhead: 0,
    hits: 0,
    wasted: 0,
    predictions: 0,
    predictionError: 0,
  };
}

function handleOf(world: World, list: ListState, entity: Entity): VirtualList {
  /** Throws outside a frame, and says no inside one, when the list is gone. */
  function isThere(): boolean {
    keepAwake(world);
    return resolve(world, entity) !== 0;
  }

  const visibleRange = {
    get first() {
      return list.firstVisible;
    },
    get last() {
      return list.lastVisible;
    },
  };

  return {
    entity,
    visibleRange,
    get count() {
      return list.count;
    },
    get scrollTop() {
      return list.scrollTop;
    },
    get firstVisible() {
      return list.firstVisible;
    },
    get lastVisible() {
      return list.lastVisible;
    },
    get atEnd() {
      return isAtEnd(list);
    },
    get blank() {
      return list.blank;
    },
    get bound() {
      return list.bound;
    },
    metrics: createListMetrics(list),
    setCount(next) {
      checkCount(next, list.estimatedSize);
      if (!isThere()) return;
      list.count = next;
    },
    insertRows(index, rows) {
      checkRows('insertRows', index, rows, list.count);
      checkCount(list.count + rows, list.estimatedSize);
      if (isThere() && rows > 0) editRows(list, index, rows);
    },
    removeRows(index, rows) {
      checkRows('removeRows', index, rows, list.count - rows);
      if (isThere() && rows > 0) editRows(list, index, -rows);
    },
    refresh() {
      if (!isThere()) return;
      list.rebind = true;
    },
    hold(index) {
      checkIndex('hold', index, list.count);
      if (isThere()) holdRow(list, index);
    },
    release(index) {
      checkIndex('release', index, list.count);
      if (isThere()) releaseRow(list, index);
    },
    scrollBy(pixels, now) {
      checkFinite('scrollBy', pixels);
      checkTime(now);
      if (!isThere()) return;
      list.scrollBy += pixels;
      list.scrolledAt = now ?? Number.NaN;
    },
    scrollTo(pixels) {
      checkFinite('scrollTo', pixels);
      if (!isThere()) return;
      list.scrollTo = pixels;
    },
    scrollToIndex(index, align = 'start') {
      if (!(index >= 0 && index < Number.POSITIVE_INFINITY)) {
        throw new ValueError(`scrollToIndex(${index}): give an index from 0`);
      }
      if (!Object.hasOwn(alignShare, align)) {
        throw new ValueError(
          `align is '${align}'; give one of ${Object.keys(alignShare).join(', ')}`,
        );
      }
      if (!isThere()) return;
      list.targetIndex = Math.floor(index);
      list.targetAlign = alignShare[align];
    },
  };
}

function rowIn(entity: Entity): Row {
  return (entity & ROW_MASK) as Row;
}

function checkSize(size: number): void {
  if (size > 0 && size < 1e6) return;
  throw new ValueError(`estimatedSize is ${size}; give a height above 0 in CSS pixels`);
}

function checkCount(count: number, size: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= MAX_COUNT)) {
    throw new ValueError(`count is ${count}; give a whole number of rows from 0 to ${MAX_COUNT}`);
  }
  if (count * size <= MAX_TOTAL) return;
  throw new ValueError(
    `${count} rows of ${size} px are higher than 2^46 px; give fewer rows or a smaller estimatedSize`,
  );
}

function checkRows(name: string, index: number, rows: number, last: number): void {
  if (Number.isInteger(rows) && rows >= 0 && Number.isInteger(index) && index >= 0 && index <= last)
    return;
  throw new ValueError(
    `${name}(${index}, ${rows}): give an index from 0 to ${Math.max(0, last)} and a number of rows`,
  );
}

function checkIndex(name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new ValueError(`${name}(${index}): give the index of one of ${count} rows`);
}

function checkFinite(name: string, pixels: number): void {
  if (Number.isFinite(pixels)) return;
  throw new ValueError(`${name}(${pixels}): give a finite number of CSS pixels`);
}

function checkTime(now: number | undefined): void {
  if (now === undefined || Number.isFinite(now)) return;
  throw new ValueError(`scrollBy(..., ${now}): give the time of the move in ms, or nothing`);
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new ValueError(`${name} is ${String(value)}; give a function`);
}
