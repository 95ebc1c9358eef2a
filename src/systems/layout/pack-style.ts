import { entityOf, ValueError } from '../../ecs';
import {
  ALIGN_BASELINE,
  ALIGN_FLEX_START,
  ALIGN_UNSAFE,
  CONTENT_BOX,
  DIRECTION_COLUMN,
  DISPLAY_CONTENTS,
  DISPLAY_GRID,
  DISPLAY_NONE,
  OVERFLOW_HIDDEN,
  POSITION_ABSOLUTE,
  POSITION_RELATIVE,
  POSITION_STATIC,
  TEXT_CUTS,
  TEXT_DIRECTION_LTR,
  TEXT_DIRECTION_RTL,
  TEXT_WRAPS,
  UNIT_AUTO,
  UNIT_CONTENT,
  UNIT_PX,
  UNIT_VW,
  WRAP_NONE,
  WRAP_REVERSE,
} from '../../ecs/stores';
import { resolveEdges } from './edges';
import {
  ABSOLUTE,
  ALIGN_CONTENT_SHIFT,
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  ALIGN_SELF_UNSAFE,
  AUTO_BOTTOM,
  AUTO_LEFT,
  AUTO_RIGHT,
  AUTO_TOP,
  BAD,
  BASIS_SHIFT,
  BOUNDARY,
  CLIPS,
  COLUMN,
  CONTENT_SIZED,
  CONTENTS,
  EDGES,
  GRID,
  GROWS,
  HEIGHT_SHIFT,
  INSET,
  JUSTIFY_CONTENT_SHIFT,
  JUSTIFY_ITEMS_SHIFT,
  JUSTIFY_SELF_SHIFT,
  JUSTIFY_UNSAFE,
  LEAF,
  LINES,
  LINES_REVERSE,
  MAX_SHIFT,
  MEASURED,
  MIN_SHIFT,
  NONE,
  OF_SURFACE,
  ORDERED,
  OWN_LTR,
  OWN_RTL,
  PLAIN_ITEM,
  RATIO,
  REVERSE,
  RIGID,
  SHRINKS,
  STATIC,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import type { LayoutState } from './state';

const lengths = [
  'grow',
  'shrink',
  'basis',
  'aspectRatio',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'maxWidth',
  'maxHeight',
  'left',
  'top',
  'right',
  'bottom',
  'paddingLeft',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'marginLeft',
  'marginTop',
  'marginRight',
  'marginBottom',
  'columnGap',
  'rowGap',
] as const;
const NOT_PLAIN = EDGES | RATIO | INSET | OWN_LTR | OWN_RTL;
/** Of all that `units` holds, what goes by the content or fills the room. */
const KEYWORDS = 0b100_100_100_100_100_100_100;

const sides = ['left', 'top', 'right', 'bottom'] as const;

/** Reads the style of a row that may have changed into `LayoutNode`: enums into words, lengths of the surface into pixels. */
export function packStyle(state: LayoutState, row: number): void {
  const { style: s, node } = state;
  const { packed } = node;
  const borderLeft = state.border.left[row]!;
  const borderTop = state.border.top[row]!;
  const borderRight = state.border.right[row]!;
  const borderBottom = state.border.bottom[row]!;
  const leaf = isLeaf(state, row);
  // One test for all of them: a sum of float32 values is finite in float64 exactly when each of them is.
  const sum =
    s.grow[row]! +
    s.shrink[row]! +
    s.basis[row]! +
    s.aspectRatio[row]! +
    s.naturalRatio[row]! +
    s.width[row]! +
    s.height[row]! +
    s.minWidth[row]! +
    s.minHeight[row]! +
    s.maxWidth[row]! +
    s.maxHeight[row]! +
    s.left[row]! +
    s.top[row]! +
    s.right[row]! +
    s.bottom[row]! +
    s.paddingLeft[row]! +
    s.paddingTop[row]! +
    s.paddingRight[row]! +
    s.paddingBottom[row]! +
    s.marginLeft[row]! +
    s.marginTop[row]! +
    s.marginRight[row]! +
    s.marginBottom[row]! +
    s.columnGap[row]! +
    s.rowGap[row]! +
    borderLeft +
    borderTop +
    borderRight +
    borderBottom +
    state.text.width[row]! +
    state.text.height[row]!;
  if (!Number.isFinite(sum)) {
    packBad(state, row, leaf);
    return;
  }
  const edges =
    s.paddingLeftUnit[row]! |
    s.paddingTopUnit[row]! |
    s.paddingRightUnit[row]! |
    s.paddingBottomUnit[row]! |
    s.marginLeftUnit[row]! |
    s.marginTopUnit[row]! |
    s.marginRightUnit[row]! |
    s.marginBottomUnit[row]! |
    s.columnGapUnit[row]! |
    s.rowGapUnit[row]!;
  let bits =
    (leaf ? LEAF : 0) |
    (s.measured[row] !== 0 ? MEASURED : 0) |
    (s.boundary[row] !== 0 ? BOUNDARY : 0) |
    (s.boxSizing[row] === CONTENT_BOX ? CONTENT_SIZED : 0) |
    (s.aspectRatio[row]! > 0 || s.naturalRatio[row]! > 0 ? RATIO : 0) |
    (s.order[row] !== 0 ? ORDERED : 0);
  const margins =
    s.marginLeftUnit[row]! &
    s.marginTopUnit[row]! &
    s.marginRightUnit[row]! &
    s.marginBottomUnit[row]!;
  // All of them are pixels; `auto` is 0.
  if (edges === UNIT_PX && margins === UNIT_PX) {
    const left = Math.max(0, borderLeft) + Math.max(0, s.paddingLeft[row]!);
    const top = Math.max(0, borderTop) + Math.max(0, s.paddingTop[row]!);
    node.startX[row] = left;
    node.startY[row] = top;
    const right = Math.max(0, borderRight) + Math.max(0, s.paddingRight[row]!);
    const bottom = Math.max(0, borderBottom) + Math.max(0, s.paddingBottom[row]!);
    node.insetX[row] = left + right;
    node.insetY[row] = top + bottom;
    node.marginLeft[row] = s.marginLeft[row]!;
    node.marginTop[row] = s.marginTop[row]!;
    node.marginX[row] = s.marginLeft[row]! + s.marginRight[row]!;
    node.marginY[row] = s.marginTop[row]! + s.marginBottom[row]!;
  } else {
    bits |=
      EDGES |
      (s.marginLeftUnit[row] === UNIT_AUTO ? AUTO_LEFT : 0) |
      (s.marginTopUnit[row] === UNIT_AUTO ? AUTO_TOP : 0) |
      (s.marginRightUnit[row] === UNIT_AUTO ? AUTO_RIGHT : 0) |
      (s.marginBottomUnit[row] === UNIT_AUTO ? AUTO_BOTTOM : 0);
    resolveEdges(state, row, 0);
  }
  const display = s.display[row]!;
  if (display !== 0) {
    if (display === DISPLAY_NONE) bits |= NONE;
    else if (display === DISPLAY_GRID) bits |= isOfSurface(state, row) ? GRID | OF_SURFACE : GRID;
    // A root has a box, and so has what cannot have children.
    else if (display === DISPLAY_CONTENTS && !leaf && state.tree.parent[row] !== 0)
      bits |= CONTENTS;
  }
  const position = s.position[row]!;
  if (position !== POSITION_RELATIVE && (bits & CONTENTS) === 0) {
    bits |= position === POSITION_ABSOLUTE ? ABSOLUTE : STATIC;
  }
  const clips = s.overflow[row] === OVERFLOW_HIDDEN;
  if (clips) bits |= CLIPS | SHRINKS;
  if (leaf) {
    const kind = state.text.flags[row]! & (TEXT_WRAPS | TEXT_CUTS);
    if ((kind & TEXT_WRAPS) !== 0) bits |= LINES;
    if (kind !== TEXT_WRAPS && (bits & MEASURED) === 0) bits |= SHRINKS;
  }
  const direction = s.direction[row]!;
  if ((direction & DIRECTION_COLUMN) !== 0) bits |= COLUMN;
  if (direction > DIRECTION_COLUMN) bits |= REVERSE;
  const wrap = s.wrap[row]!;
  if (wrap !== WRAP_NONE) bits |= wrap === WRAP_REVERSE ? WRAP | LINES_REVERSE : WRAP;
  const textDirection = s.textDirection[row]!;
  if (textDirection !== 0) {
    if (textDirection === TEXT_DIRECTION_LTR) bits |= OWN_LTR;
    else if (textDirection === TEXT_DIRECTION_RTL) bits |= OWN_RTL;
  }
  const insets = s.leftUnit[row]! | s.topUnit[row]! | s.rightUnit[row]! | s.bottomUnit[row]!;
  if (insets !== 0 && position !== POSITION_STATIC) bits |= INSET;
  if ((edges | insets) >= UNIT_VW) bits |= OF_SURFACE;
  const { widthUnit, minWidthUnit, maxWidthUnit, heightUnit, minHeightUnit, maxHeightUnit } = s;
  const sizes =
    widthUnit[row]! |
    minWidthUnit[row]! |
    maxWidthUnit[row]! |
    heightUnit[row]! |
    minHeightUnit[row]! |
    maxHeightUnit[row]! |
    s.basisUnit[row]!;
  let units = 0;
  if (sizes !== 0) {
    if (sizes >= UNIT_VW) bits |= OF_SURFACE;
    units =
      packLength(state, row, s.width, widthUnit, node.sizeX, WIDTH_SHIFT) |
      packLength(state, row, s.minWidth, minWidthUnit, node.minX, WIDTH_SHIFT + MIN_SHIFT) |
      packLength(state, row, s.maxWidth, maxWidthUnit, node.maxX, WIDTH_SHIFT + MAX_SHIFT) |
      packLength(state, row, s.height, heightUnit, node.sizeY, HEIGHT_SHIFT) |
      packLength(state, row, s.minHeight, minHeightUnit, node.minY, HEIGHT_SHIFT + MIN_SHIFT) |
      packLength(state, row, s.maxHeight, maxHeightUnit, node.maxY, HEIGHT_SHIFT + MAX_SHIFT) |
      packLength(state, row, s.basis, s.basisUnit, node.basis, BASIS_SHIFT);
  }
  node.units[row] = units;
  if (s.grow[row]! > 0) bits |= GROWS;
  if (!(s.shrink[row]! > 0)) bits |= RIGID;
  const isPlain = (bits & NOT_PLAIN) === 0 && (units & KEYWORDS) === 0;
  if (isPlain && s.basisUnit[row] !== UNIT_CONTENT && s.alignSelf[row] !== ALIGN_BASELINE) {
    bits |= PLAIN_ITEM;
  }
  packed[row] = bits;
  if (s.alignItems[row] === ALIGN_BASELINE || s.alignSelf[row] === ALIGN_BASELINE) {
    state.hasBaselines = true;
  }
  node.align[row] =
    (s.justifyContent[row]! << JUSTIFY_CONTENT_SHIFT) |
    (s.alignContent[row]! << ALIGN_CONTENT_SHIFT) |
    (s.justifyItems[row]! << JUSTIFY_ITEMS_SHIFT) |
    (s.alignItems[row]! << ALIGN_ITEMS_SHIFT) |
    ((s.justifySelf[row]! & ALIGN_MASK) << JUSTIFY_SELF_SHIFT) |
    ((s.alignSelf[row]! & ALIGN_MASK) << ALIGN_SELF_SHIFT);
  if (s.justifySelf[row]! >= ALIGN_UNSAFE) node.align[row]! |= JUSTIFY_UNSAFE;
  if (s.alignSelf[row]! >= ALIGN_UNSAFE) node.align[row]! |= ALIGN_SELF_UNSAFE;
}

/** Whether tracks of a grid go by the surface. */
function isOfSurface({ grids, style }: LayoutState, row: number): boolean {
  const { columns, rows, autoColumns, autoRows } = grids.grids[style.grid[row]!]!;
  return columns.ofSurface || rows.ofSurface || autoColumns.ofSurface || autoRows.ofSurface;
}

/** Copies a length, one of the surface as pixels, and returns its unit where `units` has it. */
function packLength(
  { viewportWidth, viewportHeight }: LayoutState,
  row: number,
  from: Float32Array,
  unitOf: Uint8Array,
  to: Float32Array,
  shift: number,
): number {
  const unit = unitOf[row]!;
  if (unit === UNIT_AUTO) return 0;
  if (unit < UNIT_VW) {
    to[row] = from[row]!;
    return unit << shift;
  }
  to[row] = (from[row]! / 100) * (unit === UNIT_VW ? viewportWidth : viewportHeight);
  return UNIT_PX << shift;
}

/**
 * Whether a row shows text or measured content. A text that measures 0 in both directions is laid out like an empty box anyway.
 */
export function isLeaf({ text, style }: LayoutState, row: number): boolean {
  return text.height[row] !== 0 || text.width[row] !== 0 || style.measured[row] !== 0;
}

function packBad(state: LayoutState, row: number, leaf: boolean): void {
  const { style, node } = state;
  const wasBad = (node.packed[row]! & BAD) !== 0;
  node.packed[row] =
    BAD |
    (leaf ? LEAF : 0) |
    (style.display[row] === DISPLAY_NONE ? NONE : 0) |
    (style.position[row] === POSITION_ABSOLUTE ? ABSOLUTE : 0);
  node.units[row] = 0;
  node.align[row] = ALIGN_FLEX_START << ALIGN_SELF_SHIFT;
  node.startX[row] = 0;
  node.startY[row] = 0;
  node.insetX[row] = 0;
  node.insetY[row] = 0;
  node.marginLeft[row] = 0;
  node.marginTop[row] = 0;
  node.marginX[row] = 0;
  node.marginY[row] = 0;
  // Once, not in every frame that dirties the element.
  if (!wasBad) state.turnedBad.push({ error: styleError(state, row), row });
}

function styleError({ world, style, border, text }: LayoutState, row: number): ValueError {
  const name = lengths.find((length) => !Number.isFinite(style[length][row]!));
  const side = sides.find((each) => !Number.isFinite(border[each][row]!));
  const extent = Number.isFinite(text.width[row]!) ? 'height' : 'width';
  let field = `Text.${extent}`;
  let value = text[extent][row]!;
  if (name) {
    field = `LayoutStyle.${name}`;
    value = style[name][row]!;
  } else if (side) {
    field = `Border.${side}`;
    value = border[side][row]!;
  }
  return new ValueError(
    `${field} of element ${entityOf(world, row)} (row ${row}) is ${value}; give a finite number. The element has size 0 until then`,
  );
}
