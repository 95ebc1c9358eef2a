import {
  defineResource,
  type Entity,
  type Frame,
  type Row,
  type Target,
  type World,
} from '../index';
import { nextRow, REFRESHED, rowAfter } from './list-edits';
import type { RowArrangement, RowSink, RowSource } from './row-source';

/** What an `Across` may know of the knobs of virtualization, by name. */
export type AcrossKnobs = {
  readonly wheelSpeed: number;
  readonly decay: number;
  readonly overscanAcross: number;
};

/** What a list does across: the columns of a table. Virtualization calls it; positions are CSS pixels. */
export type Across = {
  /** Takes what was asked for across, before the list takes what was asked for along. */
  update(frame: Frame, knobs: AcrossKnobs): void;
  /** Takes another width that layout has found, before the list takes another height. */
  measure(): void;
  /** Brings all shown rows up to date, whichever they are now. */
  show(): void;
  /** True if the content can still move: towards its end for `delta` above 0, towards its start below. */
  canScroll(delta: number): boolean;
  /** Takes the colours of the world's theme, which is another by now. */
  retheme(): void;
};

/** How rows of a type are made, filled and taken back, and what one takes that was not measured, CSS pixels. */
export type RowKind = {
  readonly template: (row: Entity) => readonly Target[];
  readonly bind: (world: World, parts: readonly Target[], index: number) => void;
  readonly unbind: ((world: World, parts: readonly Target[], index: number) => void) | undefined;
  readonly estimatedSize: number;
};

/** Rows of several types. */
export type RowTypes = {
  readonly all: readonly RowKind[];
  /** Place of a row's type in `all`; throws if the app names none of them. */
  of(index: number): number;
};

/**
 * A virtual list: what the factory and its handle ask for, and what virtualization reports back. The rows themselves are
 * pooled elements below `content`.
 */
export type ListState = {
  /** The viewport, a clipping layer. */
  readonly row: Row;
  /** Parent of the pooled rows; fills the viewport inside its border. */
  readonly content: Row;
  readonly track: Row;
  readonly thumb: Row;
  /** Size of an unmeasured row in CSS pixels. */
  readonly estimatedSize: number;
  /** Rows have exactly the estimated size and are never measured. */
  readonly fixedSize: boolean;
  /** Makes the children of one pooled row. */
  readonly template: (row: Entity) => readonly Target[];
  /** Its rows may be drawn into tiles that the page moves. */
  readonly scrollLayers: boolean;
  /** Makes the children of a row that stands for one there is no time to bind; unset, all rows in sight are bound. */
  readonly placeholder: ((row: Entity) => void) | undefined;
  /** Where rows come to rest: at 0 start, 0.5 centre, 1 end of the viewport; -1 anywhere. */
  snap: number;
  /** While its end is in sight it stays there, whatever is added or grows. */
  readonly stickToEnd: boolean;
  /** Fills a pooled row for an index. */
  readonly bind: (world: World, parts: readonly Target[], index: number) => void;
  /** Takes that back before the row stands for another or is dropped. */
  readonly unbind: RowKind['unbind'];
  /** Height of a row, CSS pixels; unset, rows are as high as what is in them. */
  readonly sizeOf: ((index: number) => number) | undefined;
  /** Rows of several types; then the four of the list itself are not used. */
  readonly types: RowTypes | undefined;
  /** Its rows lie in so many lanes side by side, or in as many as are so wide; what lies between two: CSS pixels. Nothing of it is checked. */
  readonly lanes: { readonly asked: unknown; readonly gap: unknown } | false;
  /** Where its rows come from; unset, the app says how many there are. */
  readonly source: RowSource | undefined;
  /** Has the source tell of no more edits. */
  disconnect: (() => void) | undefined;
  /** Those that keep up with its rows: they are told of every edit when it is asked for. */
  readonly watchers: RowSink[];
  /** Index of the row that an element is in, -1 if it is in none; unset before the list was first served. */
  indexOf: ((element: number) => number) | undefined;

  /** What moves across; unset, nothing does. */
  across: Across | undefined;
  /** Asked for: how many rows there are. */
  count: number;
  /**
   * Asked for, before `count` is brought about, three numbers each, in that order: from which row on, how many, and before which row they
   * are put in, counted without them. From -1: new ones; to -1: they are gone; to `REFRESHED`: they are bound again; from and to -1: rows are
   * where that of `arrangements` says.
   */
  edits: Int32Array;
  editCount: number;
  readonly arrangements: RowArrangement[];
  /** Asked for: some of them move rows, or arrange them anew. */
  hasMoves: boolean;
  /** Asked for: rows at which sections begin, ascending, the first `sectionCount`; unset, a list without. Virtualization moves them. */
  sections: Int32Array | undefined;
  sectionCount: number;
  /** Sections from this place on begin so many rows later than `sections` says. */
  shiftedFrom: number;
  shiftedBy: number;
  /** How many of the edits asked for they know of already. */
  sectionEdits: number;
  /** Asked for: rows that keep their elements while they are out of sight; -1 for one that is gone. */
  held: Int32Array;
  heldCount: number;
  /** Asked for: bind every live row again. */
  rebind: boolean;
  /** Asked for, CSS pixels: scroll by this much. */
  scrollBy: number;
  /** Host clock in ms of what `scrollBy` asks for, NaN for this frame. */
  scrolledAt: number;
  /** Asked for, CSS pixels: scroll there; NaN for nothing. */
  scrollTo: number;
  /** Asked for, CSS pixels: where the thumb is held, whatever sizes turn out to be; NaN where nobody does. */
  thumbHeld: number;
  /** Asked for: bring this row in, -1 for nothing; at 0 start, 0.5 centre, 1 end of the viewport. */
  targetIndex: number;
  targetAlign: number;

  /** Asked for: glide to this row, -1 for nothing; aligned as above. */
  smoothIndex: number;
  smoothAlign: number;

  /** Asked for, CSS pixels: rows so far beyond each edge of the viewport are bound, whatever the knob says. */
  ahead: number;

  /** Reported: CSS pixels from the top of the first row. */
  scrollTop: number;
  /** Reported: height of the viewport; top and height of the scrollbar's thumb; CSS pixels. */
  viewport: number;
  thumbTop: number;
  thumbHeight: number;
  /** Reported: how many lanes there are. */
  laneCount: number;
  /** Reported: CSS pixels at the top that the header of a section lies over. */
  covered: number;
  /** Reported: how far rows are drawn from an edge that they are at, whole CSS pixels; down above 0. */
  stretch: number;
  /** Reported: size of all rows, measured or estimated. */
  total: number;
  /** Reported: first and last row at least partly in the viewport, -1 if none. */
  firstVisible: number;
  lastVisible: number;
  /** Reported: CSS pixels of the viewport that should show a row and do not. */
  blank: number;
  /** Reported: CSS pixels of the viewport in which another row stands for one that is not bound. */
  placeheld: number;
  /** Reported: sums of both over time, CSS pixels times ms. */
  blankTime: number;
  placeheldTime: number;
  /** Reported: rows bound since the start, of those that had been bound before, rows in the pool. */
  bound: number;
  rebound: number;
  pooled: number;
  /** Reported: rows bound before they were in sight; those that came into sight, and that gave way before they did. */
  boundAhead: number;
  /** Reported: those by how soon they were needed: in the next frame, where a scroll ends, on the way, some time. */
  readonly boundAt: Float64Array;
  /** Reported: of those bound while nothing moved, that came into sight, and that gave way before they did. */
  warmHits: number;
  warmWasted: number;
  hits: number;
  wasted: number;
  /** Reported: rows that came back into sight still bound; what those bound out of sight hold, bytes. */
  cacheHits: number;
  readyBytes: number;
  /** Reported: places foretold 100 ms ahead, and by how many CSS pixels all of them were off. */
  predictions: number;
  predictionError: number;
  /** Reported: rows measured for the first time, and by how many CSS pixels all of them were other than taken for. */
  judged: number;
  misjudged: number;
};

/** Lists of a world. Factories add; virtualization serves and, when the element is freed, removes. */
export type ListTable = { lists: ListState[] };

export const ListTable = defineResource<ListTable>('ListTable');

/** Places of edits beyond which ranges of rows to be bound again are no longer kept apart. */
const MOST_EDITS = 192;

/** True if the content can still move: towards its end for `delta` above 0, towards its start below. CSS pixels. */
export function canScroll({ scrollTop, total, viewport }: ListState, delta: number): boolean {
  // Sums of row heights are rounded: less than half a pixel is no room.
  if (delta > 0) return total - viewport - scrollTop >= 0.5;
  return delta < 0 && scrollTop >= 0.5;
}

/** `canScroll` in both axes; what moves across follows the greater of the two. */
export function canScrollBy(list: ListState, deltaX: number, deltaY: number): boolean {
  const { across } = list;
  if (across && Math.abs(deltaX) > Math.abs(deltaY)) return across.canScroll(deltaX);
  return canScroll(list, deltaY);
}

/** True if nothing lies beyond the lower edge of the viewport. */
export function isAtEnd(list: ListState): boolean {
  return !canScroll(list, 1);
}

/** Asks for rows to be put in, taken out or moved: numbers as those of `edits`. */
export function editRows(list: ListState, from: number, count: number, to: number): void {
  if (from < 0 === to < 0) list.hasMoves = true;
  else list.count += from < 0 ? count : -count;
  follow(list, pushEdit(list, from, count, to));
  tellEdit(list, from, count, to);
}

/** Has what is asked for by index follow an edit. */
function follow(list: ListState, edit: number): void {
  list.targetIndex = nextRow(list, edit, list.targetIndex);
  list.smoothIndex = nextRow(list, edit, list.smoothIndex);
  for (let i = 0; i < list.heldCount; i++) {
    // One that was taken out is held no more.
    list.held[i] = Math.max(-1, rowAfter(list, edit, list.held[i]!));
  }
}

/** Asks for rows to be bound again, those in sight in place. */
export function refreshRows(list: ListState, index: number, count: number): void {
  for (const watcher of list.watchers) watcher.refreshRows(index, count);
  bindAgain(list, index, count);
}

/** The same for those who know of it: watchers are not told. */
export function bindAgain(list: ListState, index: number, count: number): void {
  const { edits } = list;
  const at = list.editCount * 3 - 3;
  const from = edits[at]!;
  const to = from + edits[at + 1]!;
  const isNear = index <= to && index + count >= from;
  // Many apart become one: of rows between them the few that are bound are bound again too.
  const areMany = edits[at - MOST_EDITS + 2] === REFRESHED;
  if (edits[at + 2] !== REFRESHED || !(at >= 0 && (isNear || areMany))) {
    pushEdit(list, index, count, REFRESHED);
    return;
  }
  const start = Math.min(index, from);
  edits[at] = start;
  edits[at + 1] = Math.max(index + count, to) - start;
}

/** Tells watchers of rows put in, taken out or moved. */
export function tellEdit(list: ListState, from: number, count: number, to: number): void {
  for (const watcher of list.watchers) {
    if (from >= 0 && to >= 0) watcher.moveRows(from, count, to);
    else if (from >= 0) watcher.removeRows(from, count);
    else if (to >= 0) watcher.insertRows(to, count);
    else watcher.rearrangeRows!(list.arrangements[count]!);
  }
}

/** Returns which one it is. */
function pushEdit(list: ListState, from: number, count: number, to: number): number {
  const { edits } = list;
  const at = list.editCount * 3;
  if (at === edits.length) {
    list.edits = new Int32Array(Math.max(12, at * 2));
    list.edits.set(edits);
  }
  list.edits[at] = from;
  list.edits[at + 1] = count;
  list.edits[at + 2] = to;
  return list.editCount++;
}

/** Holds a row, however often it is asked for. */
export function holdRow(list: ListState, index: number): void {
  releaseRow(list, index);
  if (list.heldCount === list.held.length) {
    const { held } = list;
    list.held = new Int32Array(Math.max(4, held.length * 2));
    list.held.set(held);
  }
  list.held[list.heldCount++] = index;
}

/** Holds no row from an index on. */
export function releaseFrom(list: ListState, index: number): void {
  for (let i = 0; i < list.heldCount; i++) if (list.held[i]! >= index) list.held[i] = -1;
}

/** Holds it no more, and forgets rows that are gone. */
export function releaseRow(list: ListState, index: number): void {
  let count = 0;
  for (let i = 0; i < list.heldCount; i++) {
    const held = list.held[i]!;
    if (held !== index && held >= 0) list.held[count++] = held;
  }
  list.heldCount = count;
}

/** What a row takes in the mean, as far as that is known, whole CSS pixels: what an arrow key scrolls by. */
export function meanOf(list: ListState): number {
  return Math.max(1, Math.round((list.total * list.laneCount) / list.count) || list.estimatedSize);
}

/** What a page key or a press on the track scrolls by, CSS pixels: what is seen less one row, so that the eye finds its place. */
export function pageOf(list: ListState): number {
  return Math.max(list.viewport / 2, list.viewport - list.covered - meanOf(list));
}
