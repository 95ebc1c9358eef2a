import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_START,
  JUSTIFY_CENTER,
  JUSTIFY_END,
  JUSTIFY_SPACE_AROUND,
  JUSTIFY_SPACE_EVENLY,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';
import {
  ARRANGE,
  BAD,
  BOUNDARY,
  CLIPS,
  COLUMN,
  DEFINITE,
  HIDDEN,
  ITEMS_SHIFT,
  JUSTIFY_SHIFT,
  OUT_OF_FLOW,
  REVERSE,
  SELF_SHIFT,
} from './node-store';
import type { Axis, LayoutState } from './state';

/**
 * Size and place of an absolute child, from its insets, its sizes and the parent's padding box; of a root from the surface,
 * whose insets are 0 where they are auto.
 */
export function placeAbsolute(state: LayoutState, parent: number, row: number): void {
  const { flags, width, height } = state.node;
  const before = flags[row]!;
  const oldWidth = width[row]!;
  const oldHeight = height[row]!;
  placeAlong(state, state.x, parent, row);
  const definite = placeAlong(state, state.y, parent, row);
  let after = (before & ~(HIDDEN | DEFINITE)) | OUT_OF_FLOW;
  if (definite) after |= DEFINITE;
  if (oldWidth !== width[row] || oldHeight !== height[row] || ((before ^ after) & DEFINITE) !== 0) {
    after |= ARRANGE;
  }
  flags[row] = after;
}

/** Returns whether the size is definite, so that percentages of children resolve against it. */
function placeAlong(state: LayoutState, axis: Axis, parent: number, row: number): boolean {
  const { packed } = state.node;
  const bits = packed[row]!;
  const border = parent === 0 ? 0 : Math.max(0, state.border.width[parent]!) || 0;
  if ((bits & BAD) !== 0) {
    axis.extent[row] = 0;
    axis.position[row] = border;
    return true;
  }
  const containing = Math.max(0, axis.extent[parent]! - 2 * border);
  const startUnit = axis.startUnit[row]!;
  const endUnit = axis.endUnit[row]!;
  const hasStart = startUnit !== UNIT_AUTO || parent === 0;
  const hasEnd = endUnit !== UNIT_AUTO || parent === 0;
  const start =
    startUnit === UNIT_AUTO
      ? 0
      : axis.startEdge[row]! * (startUnit === UNIT_PERCENT ? containing / 100 : 1);
  const end =
    endUnit === UNIT_AUTO
      ? 0
      : axis.endEdge[row]! * (endUnit === UNIT_PERCENT ? containing / 100 : 1);
  const margin = axis.margin[row]!;

  const unit = (bits >> axis.sizeShift) & 3;
  // `align-self` acts between two vertical insets; `justify-self`, which would do so sideways, is not known here.
  const self =
    hasStart && hasEnd && !axis.horizontal && parent !== 0 ? (bits >> SELF_SHIFT) & 7 : ALIGN_AUTO;
  const fits = self === ALIGN_START || self === ALIGN_END || self === ALIGN_CENTER;
  const fills = (hasStart && hasEnd && !fits) || (axis.horizontal && (bits & BOUNDARY) !== 0);
  let size = axis.content[row]!;
  if (unit === UNIT_PX) size = axis.size[row]!;
  else if (unit === UNIT_PERCENT) size = (axis.size[row]! / 100) * containing;
  else if (fills) size = Math.max(0, containing - start - end) - margin;
  const maxUnit = (bits >> axis.maxShift) & 3;
  if (maxUnit !== UNIT_AUTO) {
    size = Math.min(size, axis.max[row]! * (maxUnit === UNIT_PERCENT ? containing / 100 : 1));
  }
  const minUnit = (bits >> axis.minShift) & 3;
  if (minUnit !== UNIT_AUTO) {
    size = Math.max(size, axis.min[row]! * (minUnit === UNIT_PERCENT ? containing / 100 : 1));
  }
  size = Math.max(size, axis.inset[row]!);

  axis.extent[row] = size;
  const outer = size + margin;
  let at = axis.marginStart[row]!;
  if (self !== ALIGN_AUTO) {
    const last = Math.max(start, containing - end);
    let offset = start;
    if (self === ALIGN_END) offset = last - outer;
    else if (self === ALIGN_CENTER) offset = (start + last - outer) / 2;
    // What overflows is kept inside the containing block and the insets, at their start if it is too big for both. A clipping
    // parent can be scrolled, so it has no end; one that runs upwards no start.
    const above = packed[parent]!;
    const upwards = (above & (COLUMN | REVERSE)) === (COLUMN | REVERSE);
    if ((above & CLIPS) === 0 || upwards) {
      offset = Math.min(offset, Math.max(containing, last) - outer);
    }
    if ((above & CLIPS) === 0 || !upwards) offset = Math.max(offset, Math.min(0, start));
    at += border + offset;
  } else if (hasStart) at += border + start;
  else if (hasEnd) at += border + containing - end - outer;
  else at += axis.start[parent]! + staticOffset(state, axis, parent, row);
  axis.position[row] = at;
  return unit !== UNIT_AUTO || fills;
}

/** Where the only item of the container would stand, from the start of its content box. */
function staticOffset({ node }: LayoutState, axis: Axis, parent: number, row: number): number {
  const bits = node.packed[parent]!;
  const free = axis.extent[parent]! - axis.inset[parent]! - axis.extent[row]! - axis.margin[row]!;
  if (((bits & COLUMN) !== 0) === axis.horizontal) {
    const self = (node.packed[row]! >> SELF_SHIFT) & 7;
    const align = self === ALIGN_AUTO ? (bits >> ITEMS_SHIFT) & 7 : self;
    return align === ALIGN_END ? free : align === ALIGN_CENTER ? free / 2 : 0;
  }
  let offset = 0;
  switch ((bits >> JUSTIFY_SHIFT) & 7) {
    case JUSTIFY_END:
      offset = free;
      break;
    case JUSTIFY_CENTER:
    case JUSTIFY_SPACE_AROUND:
    case JUSTIFY_SPACE_EVENLY:
      offset = free / 2;
      break;
  }
  return (bits & REVERSE) !== 0 ? free - offset : offset;
}
