import { columns, type Frame, findResource, resource, treeOf, type World } from '../../ecs';
import {
  Box,
  HitTester,
  LAYER_CLIP,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  ListTable,
  STATE_SCROLLABLE,
  State,
  type TextInputRecord,
  Viewport,
} from '../../ecs/stores';

/** CSS pixels inside the edge of what scrolls that are outside already: a pointer cannot leave a screen that is all surface. */
const EDGE = 2;
/** CSS pixels a second: slowest, more for each pixel outside, fastest. A line or two a frame at the end of a mouse pad. */
const SLOWEST = 160;
const GAIN = 14;
const FASTEST = 4000;
/** Sums of row heights are rounded: fewer CSS pixels are no way to go. */
const LEAST = 0.5;

/** Where a selection that is dragged ends, within what is seen of its text, and how what holds that must scroll. */
export type DragScroll = {
  /** What `locate` and `step` found, in the row's layer. */
  readonly point: Float64Array;
  /** A press begins, which has not scrolled yet. */
  begin(): void;
  /** The pointer is there now. */
  move(place: TextInputRecord['point']): void;
  /** Finds the place in sight that is nearest to the pointer. */
  locate(row: number): void;
  /**
   * Finds what will be there when this frame has scrolled. Returns the row that scrolls, 0 = none, and writes by how much it does,
   * CSS pixels.
   */
  step(row: number, frame: Frame, scroll: Float64Array): number;
};

/** Makes what follows a pointer that drags a selection. */
export function createDragScroll(world: World): DragScroll {
  const point = new Float64Array(2);
  // These hold more than numbers, so that a fraction is the one object every time it is handed over.
  const pointer: (number | undefined)[] = [undefined, undefined];
  const near: (number | undefined)[] = [undefined, undefined];
  // Left, top, right, bottom of what is seen of the scroller, on the surface.
  const seen = new Float64Array(4);
  let scroller = 0;
  let isScrolling = false;

  function findScroller(row: number): void {
    const { parent } = treeOf(world);
    const { bits } = columns(world, State);
    let found = row;
    while (found !== 0 && (bits[found]! & STATE_SCROLLABLE) === 0) found = parent[found]!;
    scroller = 0;
    if (found === 0) return;
    const { floats } = resource(world, LayerRows);
    const view = resource(world, Viewport);
    const clip = columns(world, LayerOf).id[found]! * LAYER_WORDS + LAYER_CLIP;
    seen[0] = Math.max(0, floats[clip]!);
    seen[1] = Math.max(0, floats[clip + 1]!);
    seen[2] = Math.min(view.width, floats[clip + 2]!);
    seen[3] = Math.min(view.height, floats[clip + 3]!);
    if (seen[0]! < seen[2]! && seen[1]! < seen[3]!) scroller = found;
  }

  function keepSeen(axis: number): void {
    const at = pointer[axis]!;
    const low = seen[axis]!;
    // What begins right at the far edge is out of sight.
    const high = seen[axis + 2]! - 1;
    if (scroller === 0 || (at >= low && at <= high)) near[axis] = pointer[axis];
    else if (near[axis] !== (at < low ? low : high)) near[axis] = at < low ? low : high;
  }

  function locate(row: number): void {
    findScroller(row);
    keepSeen(0);
    keepSeen(1);
    const hits = resource(world, HitTester);
    hits.toLocal(row, near[0]!, near[1]!);
    point[0] = hits.localX;
    point[1] = hits.localY;
  }

  /** Writes how far to scroll along an axis. Returns whether that is any way at all. */
  function plan(row: number, axis: number, frame: Frame, scroll: Float64Array): boolean {
    const at = pointer[axis]!;
    const low = seen[axis]! + EDGE;
    const high = seen[axis + 2]! - EDGE;
    const beyond = at < low ? at - low : Math.max(0, at - high);
    if (scroller === 0 || beyond === 0) return false;
    const { x, y, width, height } = columns(world, Box);
    const start = (axis === 0 ? x : y)[row]!;
    const end = start + (axis === 0 ? width : height)[row]!;
    // Of the text: what is out of sight on that side. Nothing else can be selected.
    let room =
      beyond < 0
        ? point[axis]! - (near[axis]! - seen[axis]!) - start
        : end - point[axis]! - (seen[axis + 2]! - near[axis]!);
    const lists = findResource(world, ListTable)?.lists ?? [];
    for (let i = 0; i < lists.length; i++) {
      const { row: own, scrollTop, total, viewport } = lists[i]!;
      if (own !== scroller) continue;
      if (axis === 0) return false;
      room = Math.min(room, beyond < 0 ? scrollTop : total - viewport - scrollTop);
    }
    if (!(room >= LEAST)) return false;
    const speed = Math.min(FASTEST, SLOWEST + GAIN * Math.abs(beyond));
    const way = Math.min(room, (speed * frame.deltaMs) / 1000);
    scroll[axis] = beyond < 0 ? -way : way;
    return true;
  }

  return {
    point,
    begin() {
      isScrolling = false;
    },
    move(place) {
      pointer[0] = place[0];
      pointer[1] = place[1];
    },
    locate,
    step(row, frame, scroll) {
      locate(row);
      scroll.fill(0);
      const wasScrolling = isScrolling;
      const isSideways = plan(row, 0, frame, scroll);
      isScrolling = plan(row, 1, frame, scroll) || isSideways;
      // The time before the pointer was outside does not count: the loop may have slept.
      if (!wasScrolling) scroll.fill(0);
      point[0]! += scroll[0]!;
      point[1]! += scroll[1]!;
      return isScrolling ? scroller : 0;
    },
  };
}
