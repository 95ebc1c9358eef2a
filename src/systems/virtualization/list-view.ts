import {
  columns,
  type Frame,
  keepAwake,
  parentOf,
  resource,
  type Tunables,
  type World,
} from '../../ecs';
import {
  Box,
  DISPLAY_NONE,
  isAtEnd,
  LayerTable,
  LayoutStyle,
  type ListState,
  moveSections,
  nextRow,
  REFRESHED,
  type RowMover,
  rowAfter,
} from '../../ecs/stores';
import { createSizeIndex, UNITS_PER_PX } from '../../structures';
import {
  type Anchor,
  anchorAt,
  anchorAtCut,
  anchorTo,
  type Cut,
  findCut,
  findTop,
  scrollAnchor,
} from './anchor';
import type { Foresight } from './foresight';
import type { Lanes } from './lanes';
import { MAX_ROW } from './row-kinds';
import { createRowPool, type RowPool } from './row-pool';
import {
  createRowWindow,
  fillWindow,
  type Placement,
  type Reach,
  type RowSizes,
  type RowWindow,
} from './row-window';
import type { SizeLearner } from './size-learner';
import { createSourceTeller } from './source-teller';
import type { StickyHeaders } from './sticky-headers';
import { placeThumb } from './thumb';
import type { virtualizationTunables } from './tunables';
import { countVisible } from './visible-rows';

/** Frames in which a position asked for is aimed at again while rows on the way turn out to have other sizes. */
const AIM_FRAMES = 4;
/** How often a window is filled anew because rows that came into it are of another size than others. */
const ESTIMATES = 3;

/** Rows that would take more, CSS pixels, are taken for what the app said, for which there is room. */
const MOST_LEARNED = 2 ** 46;

/** Place of `ListView.motion`: CSS pixels that the viewport moved by; a row brought in, or all of another list, is no move. */
export const MOVED = 0;
/** Host clock of the move, ms, NaN if nobody said. */
export const MOVED_AT = 1;
/** 1 if it went somewhere else altogether. */
export const JUMPED = 2;

type Knobs = Tunables<(typeof virtualizationTunables)['knobs']>;

/** One list at work: sizes, anchor, window and pool. */
export type ListView = {
  readonly list: ListState;
  readonly sizes: RowSizes;
  readonly pool: RowPool;
  readonly rowWindow: RowWindow;
  /** What the last `update` was asked for, by the places below. */
  readonly motion: Float64Array;
  /** Readies rows before they are seen; loaded when the list first moves. */
  foresight: Foresight | undefined;
  /** Has headers of sections stay at the top; loaded for lists with sections. */
  headers: StickyHeaders | undefined;
  /** Moves rows and arranges them anew; loaded for lists that are asked to. */
  mover: RowMover | undefined;
  /** Learns what rows take; loaded for lists with types, and once rows turn out to take something else than they were taken for. */
  learner: SizeLearner | undefined;
  /** Takes what was asked for, then binds and places the window. Returns true if scrolling was cut off at an edge. */
  update(): boolean;
  /** Measures what layout has laid out; if anything changed, binds and places the window again. */
  settle(): void;
  /** Like `settle` after the last layout: what was not bound before is left out. Adds up what is missing. */
  finish(frame: Frame): void;
};

/** Rows one below the other. */
const column: Placement = {
  seek: (sizes, index) => sizes.seek(Math.min(index, sizes.count - 1)),
  findTop,
  anchorAt,
  scrollAnchor,
  findCut,
  anchorAtCut,
  fillWindow: fillWindow as Placement['fillWindow'],
};

export function createListView(
  world: World,
  list: ListState,
  knobs: Knobs,
  lanes?: Lanes,
): ListView {
  const table = resource(world, LayerTable);
  const sizes = lanes?.sizes ?? createSizeIndex({ count: list.count, size: list.estimatedSize });
  const placement = lanes ?? column;
  const pool = createRowPool(world, list, sizes);
  const { slots } = pool;
  const tellSource = createSourceTeller(world, list);
  const rowWindow = createRowWindow();
  const anchor: Anchor = lanes?.anchor ?? { index: 0, y: 0, top: 0 };
  const reach: Reach = { top: 0, viewport: 0, overscan: 0, learned: 0, limit: 1 };
  // A row to be brought in, -1 for none, that after the last for the end; held until everything on the way to it has its size.
  const aim = { index: -1, align: 0, frames: 0 };
  const motion = new Float64Array(3);
  const cut: Cut = { index: -1, share: 0 };
  // For which rows were measured last, CSS pixels.
  let wide = 0;
  // Whether the list stays at its end.
  let isHeld = list.stickToEnd;

  /** Scrolls to `anchor.top`, or as near as there are rows. */
  function scroll(): void {
    const max = Math.max(0, sizes.total() - list.viewport);
    // Written so that NaN becomes 0.
    anchor.top = anchor.top > 0 ? Math.min(anchor.top, max) : 0;
    placement.scrollAnchor(anchor, sizes, list);
  }

  function aimAt(index: number, align: number): void {
    aim.index = index;
    aim.align = align;
    aim.frames = AIM_FRAMES;
  }

  /** What each of so many new rows is taken for, CSS pixels. */
  function farSize(added: number): number {
    const far = view.learner?.far ?? list.estimatedSize;
    return (sizes.count + added) * far > MOST_LEARNED ? list.estimatedSize : far;
  }

  function takeEdits(): void {
    const { edits, editCount } = list;
    for (let i = 0; i < editCount; i++) {
      const from = edits[i * 3]!;
      const count = edits[i * 3 + 1]!;
      const to = edits[i * 3 + 2]!;
      if (to === REFRESHED) {
        pool.rebind(from, from + count);
        continue;
      }
      if (from < 0 === to < 0) view.mover!(list, sizes, anchor, i, farSize(list.count));
      else {
        // Where rows were asked for beyond those that `count` still has to bring about, they are at the end.
        const at = Math.min(Math.max(from, to), sizes.count);
        const row = sizes.count > 0 ? rowAfter(list, i, anchor.index) : 0;
        if (from < 0) sizes.insert(at, count, farSize(count));
        else sizes.remove(at, Math.min(count, sizes.count - at));
        if (i >= list.sectionEdits) moveSections(list, at, from < 0 ? count : -count);
        anchorTo(anchor, row);
      }
      slots.move(list, i);
      aim.index = nextRow(list, i, aim.index);
    }
    list.editCount = 0;
    list.sectionEdits = 0;
    list.arrangements.length = 0;
    list.hasMoves = false;
    slots.settle();
    view.foresight?.replan();
  }

  function takeCount(): void {
    if (list.count === sizes.count) return;
    if (list.count < sizes.count) slots.forget(list.count);
    sizes.setCount(list.count, farSize(list.count - sizes.count));
    // Rows that come after none are other rows.
    if (list.count > 0) return;
    anchor.top = 0;
    scroll();
  }

  /** Returns true if scrolling was cut off at an edge. */
  function takeRequests(): boolean {
    const sticks = isHeld && list.scrollBy === 0 && Number.isNaN(list.scrollTo);
    motion[MOVED] = 0;
    motion[MOVED_AT] = list.scrolledAt;
    motion[JUMPED] = list.targetIndex >= 0 || list.count === 0 ? 1 : 0;
    list.scrolledAt = Number.NaN;
    if (list.editCount > 0) takeEdits();
    takeCount();
    if (list.rebind) {
      pool.rebind(0);
      pool.maker.retry();
      view.foresight?.retry();
    }
    list.rebind = false;
    let cut = false;
    if (!Number.isNaN(list.scrollTo)) {
      aim.index = -1;
      if (list.scrollTo >= sizes.total() - list.viewport) {
        aimAt(sizes.count, 1);
        motion[JUMPED] = 1;
      } else {
        placement.findTop(anchor, sizes, list);
        const before = anchor.top;
        anchor.top = list.scrollTo;
        scroll();
        motion[MOVED]! += anchor.top - before;
      }
    }
    list.scrollTo = Number.NaN;
    if (list.scrollBy !== 0 && !Number.isNaN(list.scrollBy)) {
      aim.index = -1;
      list.thumbHeld = Number.NaN;
      placement.findTop(anchor, sizes, list);
      const top = anchor.top + list.scrollBy;
      cut = list.viewport > 0 && (top < 0 || top > sizes.total() - list.viewport);
      const before = anchor.top;
      anchor.top = top;
      scroll();
      motion[MOVED]! += anchor.top - before;
    }
    list.scrollBy = 0;
    if (list.targetIndex >= 0) {
      aimAt(Math.min(list.targetIndex, list.count - 1), list.targetAlign);
      list.thumbHeld = Number.NaN;
    } else if (sticks) aimAt(list.count, 1);
    list.targetIndex = -1;
    if (aim.index >= 0 && mayEndAim() && --aim.frames < 0) aim.index = -1;
    return cut;
  }

  /** Whether all is there by which a row is brought in. */
  function mayEndAim(): boolean {
    const isThere = !list.source || list.blank + list.placeheld === 0;
    return list.viewport > 0 && isThere && !(list.sections && !view.headers);
  }

  function followAim(): void {
    if (aim.index < 0 || sizes.count === 0) return;
    const index = Math.min(aim.index, sizes.count - 1);
    placement.seek(sizes, aim.index);
    const covered = view.headers ? view.headers.unitsOver(index) / UNITS_PER_PX : 0;
    const room = list.viewport - covered - sizes.unitsAt(index) / UNITS_PER_PX;
    anchor.top = sizes.foundStart - covered - room * aim.align;
    scroll();
  }

  /** Fills the window from where the list is anchored, or from what is aimed at. */
  function findWindow(): void {
    reach.viewport = list.viewport;
    reach.overscan = Math.max(knobs.values.overscan, list.ahead);
    reach.limit = knobs.values.maxRenderedItems;
    for (let tries = 0; ; tries++) {
      followAim();
      placement.findTop(anchor, sizes, list);
      if (sizes.count === 0 || list.viewport === 0) return;
      reach.top = anchor.top;
      const isMoved = placement.fillWindow(rowWindow, sizes, reach);
      if (tries === ESTIMATES || !(pool.kinds.estimate(rowWindow, sizes) || isMoved)) return;
    }
  }

  function place(mayBind: boolean): void {
    findWindow();
    const { viewport } = list;
    list.scrollTop = anchor.top;
    list.total = sizes.total();
    list.firstVisible = list.lastVisible = -1;
    list.blank = 0;
    list.placeheld = 0;
    if (sizes.count === 0 || viewport === 0) {
      pool.hideAll();
    } else {
      view.headers?.place(rowWindow);
      view.foresight?.beforeShow();
      pool.show(rowWindow, mayBind, reach.limit);
      view.foresight?.afterShow();
      countVisible(view, lanes !== undefined);
    }
    placeThumb(world, table, list);
  }

  /** A row has been measured for the first time. */
  function learn(index: number, kind: number, units: number): void {
    list.judged++;
    list.misjudged += Math.abs(units - sizes.unitsAt(index)) / UNITS_PER_PX;
    view.learner?.add(kind, units);
  }

  /** Returns true if the viewport or the height of a row is another than before. */
  function measure(): boolean {
    const { width, height } = columns(world, Box);
    // Of the content, which a border leaves less.
    const viewport = height[list.content]! > 0 ? height[list.content]! : 0;
    let changed = viewport !== list.viewport;
    list.viewport = viewport;
    if (viewport > 0 && lanes?.divide(width)) changed = true;
    // Rows of a list that is not displayed have boxes of 0 and no size at all.
    if (list.fixedSize || viewport === 0) return changed;
    const { display } = columns(world, LayoutStyle);
    // Where a row fills the viewport, or all are wrapped anew, one that is cut keeps its place by the share that is above.
    const isCut = anchor.y < 0 || (wide !== width[list.content]! && wide > 0);
    wide = width[list.content]!;
    if (isCut) placement.findCut(cut, anchor, sizes, list);
    let sum = 0;
    let count = 0;
    for (let slot = 0; slot < slots.size; slot++) {
      const index = slots.indices[slot]!;
      if (index < 0 || index >= sizes.count) continue;
      const row = slots.rows[slot]!;
      const size = height[row]!;
      // A row that could not be laid out has no width either.
      if (!(width[row]! > 0 || display[row] === DISPLAY_NONE) || !(size < MAX_ROW)) continue;
      sum += size;
      count++;
      if (size === slots.heights[slot]) continue;
      slots.heights[slot] = size;
      const units = Math.round(size * UNITS_PER_PX);
      if (!sizes.isMeasured(index)) learn(index, slots.kinds[slot]!, units);
      if (sizes.setUnits(index, units)) changed = true;
    }
    if (isCut) placement.anchorAtCut(cut, anchor, sizes);
    const mean = count > 0 ? Math.max(1, sum / count) : 0;
    // Where there are types each has an estimate of its own, and heights that are given are known.
    reach.learned = mean < list.estimatedSize && !pool.kinds.isTyped && !list.sizeOf ? mean : 0;
    return changed;
  }

  pool.lanes = lanes;
  lanes?.setKinds(pool.kinds);

  list.indexOf = (element) => {
    for (let row = element; row !== 0; row = parentOf(world, row)) {
      const slot = slots.rows.indexOf(row);
      if (slot >= 0) return slots.indices[slot]!;
    }
    return -1;
  };

  const view: ListView = {
    list,
    sizes,
    pool,
    rowWindow,
    motion,
    foresight: undefined,
    headers: undefined,
    mover: undefined,
    learner: undefined,
    update() {
      view.learner?.settle();
      const cut = takeRequests();
      place(true);
      return cut;
    },
    settle() {
      if (measure()) place(true);
    },
    finish({ deltaMs }) {
      if (measure()) {
        place(false);
        // Rows that came into the window only now are bound in the next frame.
        keepAwake(world);
      } else if (list.viewport > 0) {
        if (mayEndAim()) aim.index = -1;
        // Nothing moves now. What was cut off at the end is no longer owed.
        placement.anchorAt(anchor, sizes, list);
      }
      if (list.viewport > 0) isHeld = list.stickToEnd && isAtEnd(list);
      tellSource(view.foresight);
      list.blankTime += list.blank * deltaMs;
      list.placeheldTime += list.placeheld * deltaMs;
    },
  };
  return view;
}
