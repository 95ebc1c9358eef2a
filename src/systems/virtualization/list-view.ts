import {
  columns,
  keepAwake,
  LAYOUT,
  resource,
  STACK,
  type Tunables,
  touch,
  type World,
} from '../../ecs';
import {
  Box,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  moveLayer,
  STATE_HIDDEN,
  State,
  UNIT_PX,
} from '../../ecs/stores';
import { createSizeIndex, type SizeIndex } from '../../structures';
import { createRowPool, type RowPool } from './row-pool';
import type { virtualizationTunables } from './tunables';

/** Shortest thumb that can still be caught, CSS pixels. */
const THUMB_MIN = 28;

type Knobs = Tunables<(typeof virtualizationTunables)['knobs']>;

/** One list at work: sizes, anchor, window and pool. */
export type ListView = {
  readonly list: ListState;
  readonly sizes: SizeIndex;
  readonly pool: RowPool;
  /** Height of the viewport as last laid out. */
  readonly viewport: number;
  /** Scrolls to a position; the anchor follows. */
  scrollTo(top: number): void;
  /** Takes what the handle asked for, then binds and places the window. Returns true if scrolling was cut off at an edge. */
  update(): boolean;
  /** Reads row heights after layout. Returns true if any changed, so that the window must be placed again. */
  measure(): boolean;
  place(): void;
};

export function createListView(world: World, list: ListState, knobs: Knobs): ListView {
  const table = resource(world, LayerTable);
  const pool = createRowPool(world, list);
  const sizes = createSizeIndex({ count: list.count, size: list.estimatedSize });
  // The only truth about where the list is: a row and how far into it the viewport starts. Rows above may change size freely.
  let anchorIndex = 0;
  let anchorOffset = 0;
  let viewport = 0;
  let thumbHeight = -1;

  function maxScroll(): number {
    return Math.max(0, sizes.total() - viewport);
  }

  function scrollTo(top: number): void {
    const clamped = top > 0 ? Math.min(top, maxScroll()) : 0;
    anchorIndex = Math.max(0, sizes.find(clamped));
    anchorOffset = sizes.count === 0 ? 0 : clamped - sizes.offsetOf(anchorIndex);
  }

  function currentTop(): number {
    if (sizes.count === 0) return 0;
    return sizes.offsetOf(Math.min(anchorIndex, sizes.count - 1)) + anchorOffset;
  }

  function takeRequests(): boolean {
    let cut = false;
    if (list.count !== sizes.count) {
      const shrank = list.count < sizes.count;
      sizes.setCount(list.count, list.estimatedSize);
      if (shrank) {
        pool.forget();
        scrollTo(currentTop());
      }
    }
    if (list.rebind) pool.forget();
    list.rebind = false;
    if (!Number.isNaN(list.scrollTo)) scrollTo(list.scrollTo);
    list.scrollTo = Number.NaN;
    if (list.scrollBy !== 0) {
      const top = Math.min(currentTop(), maxScroll()) + list.scrollBy;
      cut = viewport > 0 && (top < 0 || top > maxScroll());
      scrollTo(top);
    }
    list.scrollBy = 0;
    if (list.targetIndex >= 0 && sizes.count > 0)
      bringIn(Math.min(list.targetIndex, sizes.count - 1), list.targetAlign);
    list.targetIndex = -1;
    return cut;
  }

  function bringIn(index: number, align: number): void {
    scrollTo(sizes.offsetOf(index) - (viewport - sizes.sizeAt(index)) * align);
  }

  function place(): void {
    viewport = columns(world, Box).height[list.row]!;
    if (!(viewport > 0)) viewport = 0;
    const top = Math.min(currentTop(), maxScroll());
    list.scrollTop = top;
    list.total = sizes.total();
    list.viewport = viewport;
    if (sizes.count === 0 || viewport === 0) {
      pool.parkOutside(0, -1);
      list.firstVisible = list.lastVisible = -1;
      list.blank = 0;
      placeThumb(top);
      return;
    }
    const overscan = knobs.values.overscan;
    const first = sizes.find(top - overscan);
    const last = sizes.find(top + viewport + overscan);
    if (pool.fit(last - first + 1)) keepAwake(world);
    let y = sizes.offsetOf(first) - top;
    let covered = 0;
    list.firstVisible = -1;
    for (let index = first; index <= last; index++) {
      pool.show(index, y);
      const size = sizes.sizeAt(index);
      const seen = Math.min(y + size, viewport) - Math.max(y, 0);
      if (seen > 0) {
        covered += seen;
        if (list.firstVisible < 0) list.firstVisible = index;
        list.lastVisible = index;
      }
      y += size;
    }
    if (list.firstVisible < 0) list.lastVisible = -1;
    list.blank = Math.max(0, Math.min(viewport, sizes.total() - top) - covered);
    pool.parkOutside(first, last);
    placeThumb(top);
  }

  function placeThumb(top: number): void {
    const total = sizes.total();
    const state = columns(world, State);
    const needed = total > viewport + 0.5 && viewport > 0;
    if (needed === ((state.bits[list.track]! & STATE_HIDDEN) !== 0)) {
      state.bits[list.track]! ^= STATE_HIDDEN;
      touch(world, list.track, STACK);
    }
    if (!needed) return;
    const height = Math.max(THUMB_MIN, Math.min(viewport, (viewport * viewport) / total));
    if (Math.abs(height - thumbHeight) >= 0.5) {
      thumbHeight = height;
      const style = columns(world, LayoutStyle);
      style.heightUnit[list.thumb] = UNIT_PX;
      style.height[list.thumb] = height;
      touch(world, list.thumb, LAYOUT);
    }
    const y = (top / maxScroll()) * (viewport - thumbHeight);
    list.thumbTop = y;
    list.thumbHeight = thumbHeight;
    moveLayer(world, table, columns(world, LayerOf).own[list.thumb]!, 0, y);
  }

  return {
    list,
    sizes,
    pool,
    get viewport() {
      return viewport;
    },
    scrollTo,
    update() {
      const cut = takeRequests();
      place();
      return cut;
    },
    measure() {
      const { height } = columns(world, Box);
      let changed = viewport !== height[list.row];
      if (list.fixedSize) return changed;
      for (let slot = 0; slot < pool.size; slot++) {
        const index = pool.indices[slot]!;
        if (index < 0 || index >= sizes.count) continue;
        const size = height[pool.rows[slot]!]!;
        // A row that was never laid out or failed to be has no size yet.
        if (size > 0 && size < 1e6 && sizes.setSize(index, size)) changed = true;
      }
      return changed;
    },
    place,
  };
}
