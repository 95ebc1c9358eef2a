import { entityOf, ValueError } from '../../ecs';
import {
  ALIGN_START,
  DIRECTION_COLUMN,
  DISPLAY_NONE,
  OVERFLOW_HIDDEN,
  POSITION_ABSOLUTE,
} from '../../ecs/stores';
import {
  ABSOLUTE,
  BAD,
  BASIS_SHIFT,
  BOUNDARY,
  CLIPS,
  COLUMN,
  HEIGHT_SHIFT,
  INSET,
  ITEMS_SHIFT,
  JUSTIFY_SHIFT,
  LEAF,
  MAX_HEIGHT_SHIFT,
  MAX_WIDTH_SHIFT,
  MIN_HEIGHT_SHIFT,
  MIN_WIDTH_SHIFT,
  NONE,
  REVERSE,
  SELF_SHIFT,
  WIDTH_SHIFT,
} from './node-store';
import type { LayoutState } from './state';

const lengths = [
  'grow',
  'shrink',
  'basis',
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

/** Reads the style of a row that may have changed into `LayoutNode`: enums into one word, sums of insets and margins. */
export function packStyle(state: LayoutState, row: number): void {
  const { style: s, node } = state;
  const { packed } = node;
  const border = Math.max(0, state.border.width[row]!);
  const leaf = isText(state, row);
  // One test for all of them: a sum of float32 values is finite in float64 exactly when each of them is.
  const sum =
    s.grow[row]! +
    s.shrink[row]! +
    s.basis[row]! +
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
    state.border.width[row]! +
    state.text.width[row]! +
    state.text.height[row]!;
  if (!Number.isFinite(sum)) {
    packBad(state, row, leaf);
    return;
  }
  const left = border + Math.max(0, s.paddingLeft[row]!);
  const top = border + Math.max(0, s.paddingTop[row]!);
  node.startX[row] = left;
  node.startY[row] = top;
  node.insetX[row] = left + border + Math.max(0, s.paddingRight[row]!);
  node.insetY[row] = top + border + Math.max(0, s.paddingBottom[row]!);
  node.marginLeft[row] = s.marginLeft[row]!;
  node.marginTop[row] = s.marginTop[row]!;
  node.marginX[row] = s.marginLeft[row]! + s.marginRight[row]!;
  node.marginY[row] = s.marginTop[row]! + s.marginBottom[row]!;
  const direction = s.direction[row]!;
  packed[row] =
    (s.display[row] === DISPLAY_NONE ? NONE : 0) |
    (s.position[row] === POSITION_ABSOLUTE ? ABSOLUTE : 0) |
    (leaf ? LEAF : 0) |
    (s.overflow[row] === OVERFLOW_HIDDEN ? CLIPS : 0) |
    (s.boundary[row] !== 0 ? BOUNDARY : 0) |
    ((direction & DIRECTION_COLUMN) !== 0 ? COLUMN : 0) |
    (direction > DIRECTION_COLUMN ? REVERSE : 0) |
    ((s.leftUnit[row]! | s.topUnit[row]! | s.rightUnit[row]! | s.bottomUnit[row]!) !== 0
      ? INSET
      : 0) |
    (s.justify[row]! << JUSTIFY_SHIFT) |
    (s.alignItems[row]! << ITEMS_SHIFT) |
    (s.alignSelf[row]! << SELF_SHIFT) |
    (s.basisUnit[row]! << BASIS_SHIFT) |
    (s.widthUnit[row]! << WIDTH_SHIFT) |
    (s.heightUnit[row]! << HEIGHT_SHIFT) |
    (s.minWidthUnit[row]! << MIN_WIDTH_SHIFT) |
    (s.minHeightUnit[row]! << MIN_HEIGHT_SHIFT) |
    (s.maxWidthUnit[row]! << MAX_WIDTH_SHIFT) |
    (s.maxHeightUnit[row]! << MAX_HEIGHT_SHIFT);
}

/** True if a row shows text: one that measures 0 in both directions is laid out like an empty box anyway. */
export function isText({ text }: LayoutState, row: number): boolean {
  return text.height[row] !== 0 || text.width[row] !== 0;
}

function packBad(state: LayoutState, row: number, leaf: boolean): void {
  const { style, node } = state;
  const wasBad = (node.packed[row]! & BAD) !== 0;
  node.packed[row] =
    BAD |
    (leaf ? LEAF : 0) |
    (style.display[row] === DISPLAY_NONE ? NONE : 0) |
    (style.position[row] === POSITION_ABSOLUTE ? ABSOLUTE : 0) |
    (ALIGN_START << SELF_SHIFT);
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
  let field = `LayoutStyle.${name}`;
  let value = name ? style[name][row]! : border.width[row]!;
  if (!name) {
    field = 'Border.width';
    if (Number.isFinite(value)) {
      field = 'Text.width';
      value = text.width[row]!;
    }
    if (Number.isFinite(value)) {
      field = 'Text.height';
      value = text.height[row]!;
    }
  }
  return new ValueError(
    `${field} of element ${entityOf(world, row)} (row ${row}) is ${value}; give a finite number. The element has size 0 until then`,
  );
}
