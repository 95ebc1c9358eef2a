import { UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import {
  ABSOLUTE,
  ARRANGE,
  BAD,
  BASIS_SHIFT,
  CHILDLESS,
  CLIPS,
  COLUMN,
  HEIGHT_SHIFT,
  HIDDEN,
  LEAF,
  MAX_HEIGHT_SHIFT,
  MAX_WIDTH_SHIFT,
  MEASURE,
  MIN_HEIGHT_SHIFT,
  MIN_WIDTH_SHIFT,
  NONE,
  PATH,
  SKIPPED,
  WIDTH_SHIFT,
} from './node-store';
import type { LayoutState } from './state';

/**
 * True if nothing inside the element can change anything outside it: dirt stops climbing here. Roots, absolute elements, and
 * items of fixed width and height whose automatic minimum, which looks at the content, cannot act.
 */
export function isEntry(state: LayoutState, row: number): boolean {
  const packed = state.node.packed[row]!;
  const parent = state.tree.parent[row]!;
  if (parent === 0 || (packed & ABSOLUTE) !== 0) return true;
  if (((packed >> WIDTH_SHIFT) & 3) !== UNIT_PX || ((packed >> HEIGHT_SHIFT) & 3) !== UNIT_PX)
    return false;
  const basis = (packed >> BASIS_SHIFT) & 3;
  if (basis === UNIT_PERCENT) return false;
  if ((packed & (CLIPS | LEAF)) !== 0) return true;
  if (basis === UNIT_AUTO && state.style.shrink[row] === 0) return true;
  const column = (state.node.packed[parent]! & COLUMN) !== 0;
  return ((packed >> (column ? MIN_HEIGHT_SHIFT : MIN_WIDTH_SHIFT)) & 3) !== UNIT_AUTO;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

/** Computes the content sizes that are out of date below an entry and in it, children first. */
export function measureFrom(state: LayoutState, entry: number): void {
  const { first, next, parent } = state.tree;
  const { flags, packed } = state.node;
  let row = entry;
  let child = firstDisplayed(state, row);
  for (;;) {
    while (
      child !== 0 &&
      ((flags[child]! & (MEASURE | PATH)) === 0 || (packed[child]! & NONE) !== 0)
    ) {
      child = next[child]!;
    }
    if (child !== 0) {
      row = child;
      child = (packed[row]! & CHILDLESS) !== 0 ? 0 : first[row]!;
      continue;
    }
    const changed = finishMeasure(state, row);
    if (row === entry) return;
    const above = parent[row]!;
    if (changed) flags[above]! |= MEASURE | ARRANGE;
    child = next[row]!;
    row = above;
  }
}

function firstDisplayed(state: LayoutState, row: number): number {
  return (state.node.packed[row]! & CHILDLESS) !== 0 ? 0 : state.tree.first[row]!;
}

/** Returns whether the parent has to be measured again too. */
function finishMeasure(state: LayoutState, row: number): boolean {
  const { flags, packed, contentWidth, contentHeight } = state.node;
  const before = flags[row]!;
  flags[row] = before & ~(MEASURE | PATH);
  if ((before & MEASURE) === 0) return false;
  const width = contentWidth[row]!;
  const height = contentHeight[row]!;
  if ((packed[row]! & CHILDLESS) !== 0) measureLeaf(state, row);
  else measureContainer(state, row);
  state.counters.measured++;
  flags[row]! |= ARRANGE;
  const entry = isEntry(state, row);
  if (!entry && (width !== contentWidth[row] || height !== contentHeight[row])) return true;
  // A parent that is placed again anyway reaches this element itself.
  if (entry || (flags[state.tree.parent[row]!]! & (ARRANGE | HIDDEN)) !== ARRANGE)
    state.arrange.push(row);
  return false;
}

/** Width of a text on a grid of 1/64 px, rounded up: a box narrower than its text would cost it an ellipsis. */
function textWidth(width: number): number {
  return Math.ceil(width * 64) / 64;
}

/** True if a text's measured size still is what layout last saw. */
export function isMeasured({ node, text }: LayoutState, row: number): boolean {
  return (
    node.contentWidth[row] === textWidth(text.width[row]!) + node.insetX[row]! &&
    node.contentHeight[row] === text.height[row]! + node.insetY[row]!
  );
}

function measureLeaf({ node, text }: LayoutState, row: number): void {
  const bad = (node.packed[row]! & BAD) !== 0;
  node.contentWidth[row] = bad ? 0 : textWidth(text.width[row]!) + node.insetX[row]!;
  node.contentHeight[row] = bad ? 0 : text.height[row]! + node.insetY[row]!;
}

/**
 * The size that fits an element's items. Percentages are `auto` here; widths and heights do not depend on each other while
 * nothing wraps.
 */
function measureContainer(state: LayoutState, row: number): void {
  const { style, node } = state;
  const { first, next } = state.tree;
  const { packed, insetX, insetY, marginX, marginY, contentWidth, contentHeight } = node;
  const column = (packed[row]! & COLUMN) !== 0;
  let along = 0;
  let widest = 0;
  let highest = 0;
  let count = 0;
  for (let item = first[row]!; item !== 0; item = next[item]!) {
    const bits = packed[item]!;
    if ((bits & SKIPPED) !== 0) continue;
    count++;
    const ownWidth = ((bits >> WIDTH_SHIFT) & 3) === UNIT_PX ? style.width[item]! : -1;
    const ownHeight = ((bits >> HEIGHT_SHIFT) & 3) === UNIT_PX ? style.height[item]! : -1;
    let width = ownWidth < 0 ? contentWidth[item]! : ownWidth;
    let height = ownHeight < 0 ? contentHeight[item]! : ownHeight;
    const maxWidth =
      ((bits >> MAX_WIDTH_SHIFT) & 3) === UNIT_PX ? style.maxWidth[item]! : UNLIMITED;
    const maxHeight =
      ((bits >> MAX_HEIGHT_SHIFT) & 3) === UNIT_PX ? style.maxHeight[item]! : UNLIMITED;
    let minWidth = ((bits >> MIN_WIDTH_SHIFT) & 3) === UNIT_PX ? style.minWidth[item]! : 0;
    let minHeight = ((bits >> MIN_HEIGHT_SHIFT) & 3) === UNIT_PX ? style.minHeight[item]! : 0;
    const basisUnit = (bits >> BASIS_SHIFT) & 3;
    const shrinksToContent = (bits & (CLIPS | LEAF)) === 0;
    if (column) {
      if (shrinksToContent && ((bits >> MIN_HEIGHT_SHIFT) & 3) === UNIT_AUTO) {
        minHeight = Math.min(
          ownHeight < 0 ? maxHeight : ownHeight,
          contentHeight[item]!,
          maxHeight,
        );
      }
      if (basisUnit === UNIT_PX) height = style.basis[item]!;
      else if (basisUnit === UNIT_PERCENT) height = contentHeight[item]!;
    } else if (basisUnit === UNIT_PX) {
      if (shrinksToContent && ((bits >> MIN_WIDTH_SHIFT) & 3) === UNIT_AUTO) {
        minWidth = Math.min(ownWidth < 0 ? maxWidth : ownWidth, contentWidth[item]!, maxWidth);
      }
      const basis = style.basis[item]!;
      if (!(style.grow[item]! > 0)) width = Math.min(width, basis);
      if (!(style.shrink[item]! > 0)) width = Math.max(width, basis);
    }
    width = Math.max(Math.min(width, maxWidth), minWidth, insetX[item]!) + marginX[item]!;
    height = Math.max(Math.min(height, maxHeight), minHeight, insetY[item]!) + marginY[item]!;
    along += column ? height : width;
    if (width > widest) widest = width;
    if (height > highest) highest = height;
  }
  if (count > 1) along += (count - 1) * (column ? style.rowGap[row]! : style.columnGap[row]!);
  along = Math.max(0, along);
  contentWidth[row] = (column ? widest : along) + insetX[row]!;
  contentHeight[row] = (column ? along : highest) + insetY[row]!;
}
