import { measureItems } from './contributions';
import { isEntry, isInBaseline } from './entry';
import {
  ARRANGE,
  BAD,
  BY_COUNT,
  BY_HEIGHT,
  CHILDLESS,
  CONTENTS,
  GRID,
  HEIGHT_SHIFT,
  HIDDEN,
  LINES,
  MEASURE,
  MEASURED,
  NONE,
  PATH,
  PLAIN,
  RATIO,
  SOLVED,
  STRAIGHT,
} from './node-store';
import { hasKeyword } from './own-sizes';
import type { LayoutState } from './state';
import { surveyItems } from './survey';
import { needNarrow, needWide, textWidth } from './widths';

/** Every 64th level is a landing. */
const LANDING = 63;

/**
 * Computes the content sizes that are out of date below an entry and in it, children first. Returns whether it is an entry no more,
 * so that what is around it has to be measured too: since dirt stopped there, an element far above may have come to ask for baselines.
 */
export function measureFrom(state: LayoutState, entry: number): boolean {
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
    if (row === entry) return changed;
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
  flags[row] = before & ~(MEASURE | PATH | ((before & MEASURE) !== 0 ? PLAIN | STRAIGHT : 0));
  if ((before & MEASURE) === 0) return false;
  const bits = packed[row]!;
  if ((bits & CONTENTS) !== 0) return true;
  const least = minContent[row]!;
  const most = maxContent[row]!;
  const height = contentHeight[row]!;
  state.node.triedWidth[row] = -1;
  state.node.otherWidth[row] = -1;
  if ((bits & CHILDLESS) === 0 || state.node.units[row] !== 0) forgetRoom(state, row);
  // Widths that were asked for once are found again, as whoever asked wants to know whether they changed.
  if ((bits & CHILDLESS) !== 0) measureLeaf(state, row);
  else if ((bits & GRID) !== 0) measureItems(state, row);
  else {
    surveyItems(state, row);
    minContent[row] = -1;
    maxContent[row] = -1;
    if (least >= 0 || isLanding(state, row)) measureItems(state, row);
  }
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
      height !== contentHeight[row] ||
      // Which may be another in content of the same size.
      (state.hasBaselines && isInBaseline(state, row)))
  ) {
    return true;
  }
  // A parent that is placed again anyway reaches this element itself.
  if (entry || (flags[state.tree.parent[row]!]! & (ARRANGE | HIDDEN)) !== ARRANGE)
    state.arrange.push(row);
  return false;
}

/** One level of many, where questions for widths from above find an answer, so that they take no stack for what is below. */
function isLanding({ tree }: LayoutState, row: number): boolean {
  return (tree.depth[tree.indexOf[row]!]! & LANDING) === LANDING;
}

/** Answers in a height, and what is around: of content without sizes of its own nothing goes by them. */
function forgetRoom({ node }: LayoutState, row: number): void {
  node.triedBoxWidth[row] = -1;
  node.keptWidth[row] = -2;
  node.boxHeight[row] = -1;
  node.roomHeight[row] = Number.NaN;
  node.percentHeight[row] = Number.NaN;
  node.givenInner[row] = Number.NaN;
  node.percentWidth[row] = Number.NaN;
  node.roomWidth[row] = Number.NaN;
}

/** True if a text's measured size still is what layout last saw. */
export function isMeasured({ node, text }: LayoutState, row: number): boolean {
  return (
    (node.packed[row]! & (LINES | MEASURED)) === 0 &&
    node.maxContent[row] === textWidth(text.width[row]!) &&
    node.contentHeight[row] === text.height[row]
  );
}

function measureLeaf(state: LayoutState, row: number): void {
  const { node, text } = state;
  const bits = node.packed[row]!;
  const narrow = node.minContent[row]! >= 0;
  const wide = node.maxContent[row]! >= 0;
  node.flags[row]! &= ~(SOLVED | BY_HEIGHT | BY_COUNT);
  node.minContent[row] = -1;
  if ((bits & MEASURED) !== 0) {
    node.maxContent[row] = -1;
    node.flags[row]! |= SOLVED;
    if (wide) needWide(state, row);
  } else {
    const bad = (bits & BAD) !== 0;
    node.maxContent[row] = bad ? 0 : textWidth(text.width[row]!);
    node.contentHeight[row] = bad ? 0 : text.height[row]!;
    if ((bits & LINES) !== 0 && state.textPort) node.flags[row]! |= SOLVED;
  }
  if (narrow) needNarrow(state, row);
}
