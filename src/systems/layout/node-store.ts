import { defineStore } from '../../ecs';

/**
 * What layout keeps of an element between runs. `packed` to `marginY` are its style, read once per change; `contentWidth` and
 * `contentHeight` the border box it would have if its own sizes were auto; `x`, `y`, `width`, `height` the box it got, relative
 * to its parent's border box and not rounded to float32: a sum of text widths must not come out smaller than its parts.
 */
export const LayoutNode = defineStore('LayoutNode', {
  flags: 'i32',
  packed: 'i32',
  /** Border and padding on the left and on the top. */
  startX: 'f32',
  startY: 'f32',
  marginLeft: 'f32',
  marginTop: 'f32',
  /** Border and padding of both sides. */
  insetX: 'f64',
  insetY: 'f64',
  marginX: 'f64',
  marginY: 'f64',
  contentWidth: ['f64', -1],
  contentHeight: ['f64', -1],
  x: 'f64',
  y: 'f64',
  width: ['f64', -1],
  height: ['f64', -1],
});

/** The content size must be computed again. */
export const MEASURE = 1;
/** The children must be placed again even if the element's own size stays. */
export const ARRANGE = 2;
/** Something below has `MEASURE`, and the chain up to the nearest entry says so. */
export const PATH = 4;
/** The walk that places boxes has to enter here. */
export const VISIT = 8;
/** Not displayed, itself or by an ancestor: the box is 0. Always together with `MEASURE`, `ARRANGE` and `PATH`. */
export const HIDDEN = 16;
/** Placed out of flow (absolute, or a root) the last time. */
export const OUT_OF_FLOW = 32;
/** The height is definite: percentages of the children resolve against it. */
export const DEFINITE = 64;

/** Bits of `packed`. */
export const NONE = 1 << 0;
export const ABSOLUTE = 1 << 1;
/** Shows text: measured, has no children. */
export const LEAF = 1 << 2;
/** A style value is not finite: size 0, children not displayed. */
export const BAD = 1 << 3;
export const CLIPS = 1 << 4;
export const BOUNDARY = 1 << 5;
export const COLUMN = 1 << 6;
export const REVERSE = 1 << 7;
/** Has a left, top, right or bottom. The sign bit, so compare with 0. */
export const INSET = 1 << 31;

export const JUSTIFY_SHIFT = 8;
export const ITEMS_SHIFT = 11;
export const SELF_SHIFT = 14;
export const BASIS_SHIFT = 17;
export const WIDTH_SHIFT = 19;
export const HEIGHT_SHIFT = 21;
export const MIN_WIDTH_SHIFT = 23;
export const MIN_HEIGHT_SHIFT = 25;
export const MAX_WIDTH_SHIFT = 27;
export const MAX_HEIGHT_SHIFT = 29;

/** Neither takes part in the flow of its parent nor in its size. */
export const SKIPPED = NONE | ABSOLUTE;
/** Children of such an element are not displayed. */
export const CHILDLESS = LEAF | BAD;
