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
  type RowSource,
  refreshRows,
  releaseFrom,
  releaseRow,
  STATE_FOCUSABLE,
  STATE_SCROLLABLE,
  State,
  tellEdit,
} from '../ecs/stores';
import { built } from './box';
import {
  checkCount,
  checkFinite,
  checkFunction,
  checkIndex,
  checkRows,
  checkSize,
  checkTime,
  copyOfSections,
  shareOf,
} from './list-checks';
import { createListMetrics, type ListMetrics } from './list-metrics';
import { addParts } from './list-parts';
import { wireScrollbar } from './list-scrollbar';
import { connectSource, countOf } from './list-source';
import { createListState } from './list-state';
import { type RowTemplate, rowTypesOf, type TypedRows } from './row-types';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';

type ListOptions = Style &
  Styled & {
    parent?: Target;
    /** Rows in the data; not with a `source`. */
    count?: number;
    /**
     * Where the rows come from, in place of `count`: it says how many there are, which can be bound already, and what becomes of them.
     * `rafter-ui/data` has sources.
     */
    source?: RowSource;
    /** Height of a row that has not been measured, CSS pixels. */
    estimatedSize: number;
    /** All rows have exactly the estimated height: nothing is measured. @default false */
    fixedSize?: boolean;
    /**
     * Height of a row, CSS pixels, whatever is in it; without, rows are as high as their content. Called for rows that come near the
     * viewport, never for all; allocate nothing here.
     */
    sizeOf?: (index: number) => number;
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
    /**
     * Rows at which sections begin, ascending: a section's first row, its header, stays at the top while the section is in sight, until the
     * next one pushes it away. It is drawn over the others: give it a fill. Taken as of now; rows put in and taken out move them. Give `[]`
     * for a list that gets sections later.
     */
    sections?: ArrayLike<number>;
    /**
     * Rows lie in so many lanes side by side, or in as many as there is room for, each as wide as `minWidth` at least, CSS pixels. A row is in
     * the lane that is shortest where it comes; `gap`, CSS pixels, is between rows and between lanes. Not with `sections` and `snap`.
     * What cannot be is told as an `error` of the app.
     */
    lanes?: number | { minWidth: number };
    /** Where a row is when the list comes to rest; unset, wherever it does. */
    snap?: 'start' | 'center' | 'end';
    /**
     * Makes the children of a row that is shown where there is no time to bind one. With it, only as many rows are bound in a frame
     * as fit into its budget, and at least one. Without it, all rows in sight are bound, however long that takes.
     */
    placeholder?: (row: Entity) => void;
  };

/** A list whose rows are all alike. */
export type VirtualListOptions<Parts extends readonly Target[]> = ListOptions & RowTemplate<Parts>;

/** A list with rows of several types. */
export type TypedListOptions<Name extends string> = ListOptions & TypedRows<Name>;

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
  /**
   * Tells that rows of the data from `from` on were moved to where they begin at `to`, counted without them. They keep what was measured of
   * them, and their elements where those are alive; what is in sight otherwise stays where it is.
   */
  moveRows(from: number, count: number, to: number): void;
  /** Says anew where sections begin, and binds every live row again. Throws `ValueError` for a list made without `sections`. */
  setSections(sections: ArrayLike<number>): void;
  /** Binds every live row again: the data has changed. Rows in sight keep their elements. */
  refresh(): void;
  /** The same for some rows: those of `index` to `index + count - 1` that are bound. */
  refreshRows(index: number, count: number): void;
  /** Index of the row that an element is in, -1 if it is in none: for handlers that `template` adds. */
  indexOf(element: Target): number;
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
  /**
   * Brings a row to the start (default), centre or end of the viewport: at once, or `smooth`, gliding, which whoever scrolls meanwhile
   * ends. Over more than three viewports only the last three are glided over.
   */
  scrollToIndex(
    index: number,
    align?: 'start' | 'center' | 'end',
    behavior?: 'instant' | 'smooth',
  ): void;
};

/**
 * Adds a list of any number of rows of any heights, of which only those in sight exist. Wheel, drag, scrollbar, arrow, page,
 * Home and End keys scroll it. Throws `ValueError` for a count or size it cannot use.
 */
export function virtualList<Parts extends readonly Target[]>(
  world: World,
  options: VirtualListOptions<Parts>,
): VirtualList;
export function virtualList<Name extends string>(
  world: World,
  options: TypedListOptions<Name>,
): VirtualList;
export function virtualList(
  world: World,
  options: ListOptions & Partial<RowTemplate<readonly Target[]> & TypedRows<string>>,
): VirtualList {
  checkObject('options', options);
  const {
    parent,
    styles,
    source,
    estimatedSize,
    fixedSize = false,
    sizeOf,
    sections,
    lanes,
    scrollLayers = false,
    stickToEnd = false,
    snap,
    template,
    placeholder,
    bind,
    count: given,
    unbind,
    rowType,
    types,
    ...style
  } = options;
  const count = countOf(given, source);
  checkSize(estimatedSize);
  checkCount(count, estimatedSize);
  const rowTypes = rowTypesOf(rowType, types, estimatedSize);
  const own = rowTypes?.all[0] ?? { template, bind, unbind };
  checkFunction('template', own.template);
  checkFunction('bind', own.bind);
  if (own.unbind !== undefined) checkFunction('unbind', own.unbind);
  if (placeholder !== undefined) checkFunction('placeholder', placeholder);
  if (sizeOf !== undefined) {
    checkFunction('sizeOf', sizeOf);
    if (fixedSize) throw new ValueError('fixedSize is true and sizeOf is given; give one of them');
  }
  const entity = spawn(world, BoxKind, parent);
  let list: ListState | undefined;
  const starts = sections && copyOfSections(sections);
  built(world, entity, () => {
    applyStyle(world, rowIn(entity), { ...style, overflow: 'hidden' });
    if (styles) applyStyles(world, rowIn(entity), styles);
    columns(world, State).bits[rowIn(entity)]! |= STATE_SCROLLABLE | STATE_FOCUSABLE;
    const { content, track, thumb } = addParts(world, entity, !!starts);
    const rows = { content: rowIn(content), track: rowIn(track), thumb: rowIn(thumb) };
    list = createListState({
      row: rowIn(entity),
      ...rows,
      count,
      estimatedSize,
      fixedSize,
      sizeOf,
      sections: starts,
      lanes: lanes !== undefined && { asked: lanes, gap: style.gap },
      scrollLayers,
      stickToEnd,
      snap: snap === undefined ? -1 : shareOf('snap', snap),
      template: own.template!,
      placeholder,
      bind: own.bind!,
      unbind: own.unbind,
      types: rowTypes,
      source,
    });
    wireScrollbar(world, list, track, thumb);
    resource(world, ListTable).lists.push(list);
  });
  const handle = handleOf(world, list!, entity);
  built(world, entity, () => connectSource(world, list!, handle));
  return handle;
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
      const change = next - list.count;
      list.count = next;
      releaseFrom(list, next);
      if (change > 0) tellEdit(list, -1, change, next - change);
      if (change < 0) tellEdit(list, next, -change, -1);
    },
    insertRows(index, rows) {
      checkRows('insertRows', index, rows, list.count);
      checkCount(list.count + rows, list.estimatedSize);
      if (isThere() && rows > 0) editRows(list, -1, rows, index);
    },
    removeRows(index, rows) {
      checkRows('removeRows', index, rows, list.count - rows);
      if (isThere() && rows > 0) editRows(list, index, rows, -1);
    },
    moveRows(from, rows, to) {
      checkRows('moveRows', from, rows, list.count - rows);
      checkRows('moveRows', to, rows, list.count - rows);
      if (isThere() && rows > 0 && from !== to) editRows(list, from, rows, to);
    },
    setSections(sections) {
      const starts = copyOfSections(sections);
      if (!list.sections)
        throw new ValueError(
          'the list has no sections; give it `sections`, or [], when you make it',
        );
      if (!isThere()) return;
      list.sections = starts;
      list.sectionCount = starts.length;
      list.shiftedBy = 0;
      list.sectionEdits = list.editCount;
      list.rebind = true;
    },
    refresh() {
      if (!isThere()) return;
      list.rebind = true;
      refreshRows(list, 0, list.count);
    },
    refreshRows(index, rows) {
      checkRows('refreshRows', index, rows, list.count - rows);
      if (isThere() && rows > 0) refreshRows(list, index, rows);
    },
    indexOf(element) {
      return list.indexOf?.(resolve(world, element)) ?? -1;
    },
    hold(index) {
      checkIndex('hold', index, list.count);
      if (isThere()) holdRow(list, index);
    },
    release(index) {
      checkIndex('release', index, Number.POSITIVE_INFINITY);
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
    scrollToIndex(index, align = 'start', behavior = 'instant') {
      if (!(index >= 0 && index < Number.POSITIVE_INFINITY)) {
        throw new ValueError(`scrollToIndex(${index}): give an index from 0`);
      }
      const share = shareOf('align', align);
      if (behavior !== 'instant' && behavior !== 'smooth')
        throw new ValueError(`behavior is '${behavior}'; give 'instant' or 'smooth'`);
      if (!isThere()) return;
      const isSmooth = behavior === 'smooth';
      list.targetIndex = isSmooth ? -1 : Math.floor(index);
      list.targetAlign = share;
      list.smoothIndex = isSmooth ? Math.floor(index) : -1;
      list.smoothAlign = share;
    },
  };
}

function rowIn(entity: Entity): Row {
  return (entity & ROW_MASK) as Row;
}
