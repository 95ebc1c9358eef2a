import { defineStore } from '../../ecs';

/**
 * What layout keeps of an element between runs. `packed` to `marginY` are its style, read once per change, lengths of the surface
 * in CSS pixels; `minContent` to `contentHeight` the content box that its content alone would give it; `x`, `y`, `width`, `height`
 * the box it got, relative to its parent's border box and not rounded to float32: a sum of text widths must not come out smaller
 * than its parts.
 */
export const LayoutNode = defineStore('LayoutNode', {
  flags: 'i32',
  packed: 'i32',
  /** Alignments, five bits each, and two for unsafe ones. */
  align: 'i32',
  /** Units of sizes, three bits each. */
  units: 'i32',
  sizeX: 'f32',
  minX: 'f32',
  maxX: 'f32',
  sizeY: 'f32',
  minY: 'f32',
  maxY: 'f32',
  basis: 'f32',
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
  /** What percentages of padding and margins were of where the element was placed; whoever asks of it may leave others behind. */
  edgeBase: 'f64',
  /** The pass in which it was asked so last. */
  askedPass: 'i32',
  minContent: ['f64', -1],
  maxContent: ['f64', -1],
  contentHeight: ['f64', -1],
  /** Baseline of measured content, from its top; below 0 = none. */
  contentBaseline: ['f64', -1],
  /** What there is for an element, set by who sizes it: to fill, and for percentages to be of; NaN = not known. */
  roomWidth: 'f64',
  roomHeight: 'f64',
  percentWidth: 'f64',
  percentHeight: 'f64',
  /** Border box that a height by the content is asked for, its height being what percentages go by, NaN for none: `intrinsic`. */
  askedWidth: 'f64',
  askedHeight: 'f64',
  intrinsic: 'f64',
  /** The last such question without a height and its answer, and the last with one: content boxes. */
  triedWidth: ['f64', -1],
  triedContent: 'f64',
  /** What else that answer goes by, where it does: `goesByRoom`; -1 for what is not known. */
  triedPercent: 'f64',
  triedRoom: 'f64',
  triedEdges: 'f64',
  /** And the one before, of containers. */
  otherWidth: ['f64', -1],
  otherContent: 'f64',
  triedBoxWidth: ['f64', -1],
  triedBoxHeight: 'f64',
  triedBoxContent: 'f64',
  /** The last height that widths by content were asked for, -2 for none, what else they go by, and these: content boxes. */
  boxHeight: ['f64', -1],
  boxPercent: 'f64',
  boxRoom: 'f64',
  boxNarrow: 'f64',
  boxWide: 'f64',
  /** Border box that items are sized for, NaN where its height follows from them, and the height their percentages go by. */
  givenWidth: 'f64',
  givenHeight: 'f64',
  givenInner: 'f64',
  /** Baseline of the first line, from the top of the border box: `baselineAt`. */
  baseline: 'f64',
  /** The box that the baseline is of, and the pass it was found in. */
  baselineWidth: 'f64',
  baselineHeight: 'f64',
  baselineInner: 'f64',
  baselinePass: 'i32',
  x: 'f64',
  y: 'f64',
  width: ['f64', -1],
  height: ['f64', -1],
  /** Border-box height that percentages of the children go by where it is `DEFINITE`: without what the content adds to it. */
  inner: ['f64', -1],
  /**
   * Of a `STRAIGHT` container: where `LayoutState.kept` has its items, in which pass, and the width they are sized for, -2 for none, as
   * -1 is a width that is not known yet.
   */
  keptAt: 'i32',
  keptEnd: 'i32',
  keptPass: 'i32',
  keptWidth: ['f64', -2],
  /** The pass in which its children were placed last; of row 0, in which the surface had another size. */
  arrangedPass: 'i32',
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
/** The height depends on the width, or takes more than adding up: it is asked for: `solveHeight`. */
export const SOLVED = 128;
/** Runs from right to left, by itself or by an ancestor. */
export const RTL = 256;
/** Goes by an element further out than the one it is in: placed at the end of a pass. Stands in `LayoutState.distant`. */
export const DISTANT = 4096;
/** Elements that are `DISTANT` go by it, or did: what is above their container up to what they go by, and both. */
export const NEAR_DISTANT = 16384;
/** All children are items in the order of the tree: none is hidden, absolute, without a box or ordered. */
export const PLAIN = 2048;

/** One line of items that need no more than `straight.ts` knows. */
export const STRAIGHT = 8192;

/** Something in it has a ratio: what its content takes sideways depends on its height where that is definite. */
export const BY_HEIGHT = 512;
/** So it does as it has a grid with as many rows as fit. A grid around does not size its columns again for that. */
export const BY_COUNT = 1024;

/** Bits of `packed`. */
export const NONE = 1 << 0;
export const ABSOLUTE = 1 << 1;
/** Shows text or measured content: has no children. */
export const LEAF = 1 << 2;
/** A style value is not finite: size 0, children not displayed. */
export const BAD = 1 << 3;
/** The automatic minimum of its width is 0: clips, or text that is cut to its box. That of its height is 0 where it `CLIPS`. */
export const SHRINKS = 1 << 4;
export const BOUNDARY = 1 << 5;
export const COLUMN = 1 << 6;
export const REVERSE = 1 << 7;
export const WRAP = 1 << 8;
/** Lines follow each other against the cross axis. */
export const LINES_REVERSE = 1 << 9;
export const GRID = 1 << 10;
export const CONTENTS = 1 << 11;
/** `direction` says which way itself. */
export const OWN_LTR = 1 << 12;
export const OWN_RTL = 1 << 13;
/** Sizes are those of the content box. */
export const CONTENT_SIZED = 1 << 14;
export const RATIO = 1 << 15;
/** Padding, margin or gap is a percentage. */
export const EDGES = 1 << 16;
export const AUTO_LEFT = 1 << 17;
export const AUTO_TOP = 1 << 18;
export const AUTO_RIGHT = 1 << 19;
export const AUTO_BOTTOM = 1 << 20;
/** `order` is not 0. */
export const ORDERED = 1 << 21;
/** A length is of the surface. */
export const OF_SURFACE = 1 << 22;
/** Content that `ContentMeasures` measures. */
export const MEASURED = 1 << 23;
/** Text whose lines depend on its width. */
export const LINES = 1 << 24;
export const CLIPS = 1 << 25;
/** Is not what absolute elements in it go by. */
export const STATIC = 1 << 26;
export const GROWS = 1 << 27;
/** Does not shrink. */
export const RIGID = 1 << 28;
/** As an item, asks for no more than a `STRAIGHT` container gives. */
export const PLAIN_ITEM = 1 << 29;
/** Has a left, top, right or bottom. The sign bit, so compare with 0. */
export const INSET = 1 << 31;

export const AUTO_X = AUTO_LEFT | AUTO_RIGHT;
export const AUTO_Y = AUTO_TOP | AUTO_BOTTOM;

/** Where `units` holds them. */
export const WIDTH_SHIFT = 0;
export const HEIGHT_SHIFT = 9;
/** From there, minimum and maximum follow the size. */
export const MIN_SHIFT = 3;
export const MAX_SHIFT = 6;
export const BASIS_SHIFT = 18;
export const UNIT_MASK = 7;
/** Those of a size, its minimum and its maximum. */
export const SIZES = 0b111_111_111;

/** Where `align` holds them. */
export const JUSTIFY_CONTENT_SHIFT = 0;
export const ALIGN_CONTENT_SHIFT = 5;
export const JUSTIFY_ITEMS_SHIFT = 10;
export const ALIGN_ITEMS_SHIFT = 15;
export const JUSTIFY_SELF_SHIFT = 20;
export const ALIGN_SELF_SHIFT = 25;
export const ALIGN_MASK = 31;
/** Bits of `align`: an alignment of the element's own is unsafe. */
export const JUSTIFY_UNSAFE = 1 << 30;
export const ALIGN_SELF_UNSAFE = 1 << 31;

/** Children of such an element are not displayed. */
export const CHILDLESS = LEAF | BAD;
