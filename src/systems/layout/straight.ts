import {
  ALIGN_AUTO,
  ALIGN_BASELINE,
  ALIGN_FLEX_START,
  ALIGN_SAFE,
  ALIGN_STRETCH,
} from '../../ecs/stores';
import { growFlexItems } from './flexible-lengths';
import {
  ALIGN_CONTENT_SHIFT,
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  CHILDLESS,
  COLUMN,
  CONTENTS,
  DEFINITE,
  EDGES,
  GRID,
  JUSTIFY_CONTENT_SHIFT,
  LINES_REVERSE,
  REVERSE,
  WRAP,
} from './node-store';
import { BETWEEN, distribute, OFFSET, vertical } from './place-flex';
import { LINE_AT, LINE_SIZE, settle } from './settle';
import type { LayoutState } from './state';
import { flexColumn, sizeColumn } from './straight-column';
import { fillLine, sizeRow } from './straight-row';

const CURVED = REVERSE | LINES_REVERSE | GRID | CONTENTS | EDGES | CHILDLESS;

/** Whether a container's own style leaves it to its items whether it is `STRAIGHT`. */
export function isStraight({ node }: LayoutState, row: number): boolean {
  const bits = node.packed[row]!;
  if ((bits & CURVED) !== 0 || (bits & (COLUMN | WRAP)) === (COLUMN | WRAP)) return false;
  return ((node.align[row]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK) !== ALIGN_BASELINE;
}

/** Finds the height of a straight container's content in a border box `askedWidth` wide: writes `intrinsic`. */
export function straightHeight(state: LayoutState, row: number): void {
  const { node, kept, style } = state;
  const column = (node.packed[row]! & COLUMN) !== 0;
  node.givenWidth[row] = node.askedWidth[row]!;
  node.givenInner[row] = Number.NaN;
  const from = keepItems(state, row);
  const to = node.keptEnd[row]!;
  node.keptWidth[row] = -2;
  let height = 0;
  if (column) {
    sizeColumn(state, row, from, to);
    const { size, margin } = kept;
    height = (to - from - 1) * style.rowGap[row]!;
    for (let i = from; i < to; i++) height += size[i]! + margin[i]!;
  } else {
    sizeRow(state, row, from, to, false);
    const gap = style.rowGap[row]!;
    for (let start = from; start < to; start = kept.lineEnd[start]!) {
      height += kept.lineCross[start]! + (start > from ? gap : 0);
    }
  }
  node.keptWidth[row] = node.givenWidth[row]!;
  node.intrinsic[row] = Math.max(0, height);
}

/** Pushes the items of a container on `state.kept`, or finds where this pass did; returns where the first is. */
function keepItems({ kept, node, pass, tree }: LayoutState, row: number): number {
  if (node.keptPass[row] === pass) return node.keptAt[row]!;
  const from = kept.top;
  for (let item = tree.first[row]!; item !== 0; item = tree.next[item]!) {
    if (kept.top === kept.rows.length) growFlexItems(kept);
    kept.rows[kept.top++] = item;
  }
  node.keptPass[row] = pass;
  // A pass that sized them may have ended without placing them.
  node.keptWidth[row] = -2;
  node.keptAt[row] = from;
  node.keptEnd[row] = kept.top;
  return from;
}

/** Gives every item of a straight container whose own box is final its size and its box. */
export function arrangeStraight(state: LayoutState, row: number): void {
  const { node, given } = state;
  state.counters.arranged++;
  node.arrangedPass[row] = state.pass;
  const column = (node.packed[row]! & COLUMN) !== 0;
  const definite = (node.flags[row]! & DEFINITE) !== 0;
  node.givenWidth[row] = node.width[row]!;
  node.givenHeight[row] = node.height[row]!;
  node.givenInner[row] = Number.NaN;
  if (definite) node.givenInner[row] = node.inner[row]!;
  const from = keepItems(state, row);
  const to = node.keptEnd[row]!;
  // What was asked for the height in this width is what there is, as long as percentages have nothing to go by.
  const isKept = !definite && node.keptWidth[row] === node.width[row];
  if (column) {
    if (!isKept) sizeColumn(state, row, from, to);
    flexColumn(state, row, from, to);
    given[LINE_AT] = 0;
    given[LINE_SIZE] = Math.max(0, node.width[row]! - node.insetX[row]!);
    justify(state, row, from, to);
    settle(state, row, from, to);
  } else {
    if (!isKept) sizeRow(state, row, from, to, true);
    if (from < to) arrangeLines(state, row, from, to);
  }
  node.keptWidth[row] = -2;
}

/** Places the lines of a row, which are sized, and the items in them. */
function arrangeLines(state: LayoutState, row: number, from: number, to: number): void {
  const { node, kept, given, style } = state;
  const height = Math.max(0, node.height[row]! - node.insetY[row]!);
  let at = 0;
  let grown = 0;
  let between = 0;
  if ((node.packed[row]! & WRAP) === 0) kept.lineCross[from] = height;
  else {
    const gap = style.rowGap[row]!;
    let count = 0;
    for (let start = from; start < to; start = kept.lineEnd[start]!) count++;
    let free = height - (count - 1) * gap;
    for (let start = from; start < to; start = kept.lineEnd[start]!) {
      free -= kept.lineCross[start]!;
    }
    between = gap;
    const content = (node.align[row]! >> ALIGN_CONTENT_SHIFT) & ALIGN_MASK;
    const kind = content & ~ALIGN_SAFE;
    if (kind === ALIGN_AUTO || kind === ALIGN_STRETCH) {
      if (free > 0) grown = free / count;
    } else {
      given[OFFSET] = free;
      distribute(given, content, count, false, false);
      at = given[OFFSET]!;
      between += given[BETWEEN]!;
    }
  }
  for (let start = from; start < to; ) {
    const end = kept.lineEnd[start]!;
    const size = kept.lineCross[start]! + grown;
    kept.lineCross[start] = size;
    fillLine(state, start, end);
    given[LINE_AT] = at;
    given[LINE_SIZE] = size;
    justify(state, row, start, end);
    settle(state, row, start, end);
    at += size + between;
    start = end;
  }
}

/** Finds where the first item of a line starts, and what is between two beside the gap: writes `given[OFFSET]` and `given[BETWEEN]`. */
function justify({ node, kept, given, style }: LayoutState, row: number, from: number, to: number) {
  given[OFFSET] = 0;
  given[BETWEEN] = 0;
  const kind = (node.align[row]! >> JUSTIFY_CONTENT_SHIFT) & ALIGN_MASK;
  if (kind === ALIGN_AUTO || kind === ALIGN_FLEX_START) return;
  const column = (node.packed[row]! & COLUMN) !== 0;
  const { size, margin } = kept;
  const gap = column ? style.rowGap[row]! : style.columnGap[row]!;
  let free = column
    ? Math.max(0, node.height[row]! - node.insetY[row]!)
    : Math.max(0, node.width[row]! - node.insetX[row]!);
  free -= (to - from - 1) * gap;
  for (let i = from; i < to; i++) free -= size[i]! + margin[i]!;
  given[OFFSET] = free;
  distribute(given, column ? vertical(kind) : kind, to - from, false, false);
}
