import { ALIGN_AUTO, ALIGN_BASELINE, UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import { measureItems } from './contributions';
import { containerOf } from './items';
import { measureWidths } from './measured';
import {
  ABSOLUTE,
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  ARRANGE,
  BAD,
  BASIS_SHIFT,
  BY_COUNT,
  BY_HEIGHT,
  CHILDLESS,
  COLUMN,
  CONTENTS,
  EDGES,
  GRID,
  HEIGHT_SHIFT,
  HIDDEN,
  LEAF,
  LINES,
  MEASURE,
  MEASURED,
  MIN_SHIFT,
  NONE,
  PATH,
  RATIO,
  SHRINKS,
  SOLVED,
  UNIT_MASK,
  WIDTH_SHIFT,
} from './node-store';
import { hasKeyword } from './own-sizes';
import type { LayoutState } from './state';

const LIMIT_KEYWORDS = 0b100_100_100_100_100_100;

/**
 * True if nothing inside the element can change anything outside it: dirt stops climbing here. Roots, absolute elements, and
 * items of fixed width and height whose automatic minimum, which looks at the content, cannot act and whose baseline nobody
 * asks for.
 */
export function isEntry(state: LayoutState, row: number): boolean {
  const { packed, units, align } = state.node;
  const bits = packed[row]!;
  if (state.tree.parent[row] === 0 || (bits & ABSOLUTE) !== 0) return true;
  const lengths = units[row]!;
  if (
    ((lengths >> WIDTH_SHIFT) & UNIT_MASK) !== UNIT_PX ||
    ((lengths >> HEIGHT_SHIFT) & UNIT_MASK) !== UNIT_PX
  ) {
    return false;
  }
  // A limit by the content.
  if ((lengths & LIMIT_KEYWORDS) !== 0) return false;
  const container = containerOf(state, row);
  const above = packed[container]!;
  const self = (align[row]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  const across = self === ALIGN_AUTO ? (align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK : self;
  if (across === ALIGN_BASELINE) return false;
  if (state.hasBaselines && isInBaseline(state, container)) return false;
  // An edge that is a percentage moves the content when what is around gets another width.
  if ((bits & EDGES) !== 0) return false;
  if ((above & GRID) !== 0) return true;
  const basis = (lengths >> BASIS_SHIFT) & UNIT_MASK;
  if (basis !== UNIT_AUTO && basis !== UNIT_PX) return false;
  if ((bits & (SHRINKS | LEAF)) !== 0 && (bits & (LINES | MEASURED)) === 0) return true;
  if (basis === UNIT_AUTO && state.style.shrink[row] === 0) return true;
  const column = (above & COLUMN) !== 0;
  const minimum = lengths >> ((column ? HEIGHT_SHIFT : WIDTH_SHIFT) + MIN_SHIFT);
  const unit = minimum & UNIT_MASK;
  return unit === UNIT_PX || unit === UNIT_PERCENT;
}

/** Whether the baseline of an element or of one around it is asked for: what is inside may be where it is. */
function isInBaseline(state: LayoutState, row: number): boolean {
  const { packed, align } = state.node;
  for (let inner = row; state.tree.parent[inner] !== 0; ) {
    if ((packed[inner]! & ABSOLUTE) !== 0) return false;
    const container = containerOf(state, inner);
    const self = (align[inner]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
    const items = (align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK;
    if ((self === ALIGN_AUTO ? items : self) === ALIGN_BASELINE) return true;
    inner = container;
  }
  return false;
}

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
  const { flags, packed, minContent, maxContent, contentHeight } = state.node;
  const before = flags[row]!;
  flags[row] = before & ~(MEASURE | PATH);
  if ((before & MEASURE) === 0) return false;
  const bits = packed[row]!;
  if ((bits & CONTENTS) !== 0) return true;
  const least = minContent[row]!;
  const most = maxContent[row]!;
  const height = contentHeight[row]!;
  state.node.triedWidth[row] = -1;
  state.node.triedBoxWidth[row] = -1;
  state.node.boxHeight[row] = -1;
  state.node.roomHeight[row] = Number.NaN;
  state.node.percentHeight[row] = Number.NaN;
  state.node.givenInner[row] = Number.NaN;
  state.node.percentWidth[row] = Number.NaN;
  state.node.roomWidth[row] = Number.NaN;
  if ((bits & CHILDLESS) !== 0) measureLeaf(state, row);
  else measureItems(state, row);
  state.counters.measured++;
  const after = flags[row]! | ARRANGE;
  flags[row] = after;
  const entry = isEntry(state, row);
  if (
    !entry &&
    (((before | after) & SOLVED) !== 0 ||
      // Then its content may be looked at in a height that is known, where percentages count.
      (bits & RATIO) !== 0 ||
      hasKeyword(state.node.units[row]! >> HEIGHT_SHIFT) ||
      least !== minContent[row] ||
      most !== maxContent[row] ||
      height !== contentHeight[row])
  ) {
    return true;
  }
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
    (node.packed[row]! & LINES) === 0 &&
    node.maxContent[row] === textWidth(text.width[row]!) &&
    node.contentHeight[row] === text.height[row]
  );
}

function measureLeaf(state: LayoutState, row: number): void {
  const { node, text } = state;
  const bits = node.packed[row]!;
  node.flags[row]! &= ~(SOLVED | BY_HEIGHT | BY_COUNT);
  if ((bits & MEASURED) !== 0) {
    measureWidths(state, row);
    node.flags[row]! |= SOLVED;
    return;
  }
  const bad = (bits & BAD) !== 0;
  const width = bad ? 0 : textWidth(text.width[row]!);
  node.maxContent[row] = width;
  node.minContent[row] = width;
  node.contentHeight[row] = bad ? 0 : text.height[row]!;
  if ((bits & LINES) === 0 || !state.textPort) return;
  node.minContent[row] = Math.min(width, textWidth(state.textPort.minContentWidth(row)));
  node.flags[row]! |= SOLVED;
}
