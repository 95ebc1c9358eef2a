import { ALIGN_BASELINE } from '../../ecs/stores';
import { intrinsicHeight } from './content-sizes';
import { noteAsked } from './edges';
import { gridBaseline } from './grid/arrange-grid';
import {
  AUTO_Y,
  BAD,
  CLIPS,
  COLUMN,
  EDGES,
  GRID,
  LEAF,
  LINES,
  LINES_REVERSE,
  MEASURED,
  REVERSE,
} from './node-store';
import { placeFlex } from './place-flex';
import { solveFlex } from './solve-flex';
import type { LayoutState } from './state';

/**
 * Finds the first baseline of an element whose border box is `givenWidth` by `givenHeight`: writes `baseline`, from the top of the
 * border box. An element without any has its lower edge for one.
 */
export function baselineAt(state: LayoutState, row: number): void {
  const { node } = state;
  const width = node.givenWidth[row]!;
  const height = node.givenHeight[row]!;
  const inner = node.givenInner[row]!;
  const settled = inner >= 0 ? inner : -1;
  const known =
    node.baselinePass[row] === state.pass &&
    node.baselineWidth[row] === width &&
    node.baselineHeight[row] === height &&
    node.baselineInner[row] === settled &&
    (node.packed[row]! & EDGES) === 0;
  if (known) return;
  findBaseline(state, row);
  // Of what clips it, no more than the edge is seen.
  if ((node.packed[row]! & CLIPS) !== 0) {
    node.baseline[row] = Math.max(0, Math.min(node.baseline[row]!, height));
  }
  node.baselinePass[row] = state.pass;
  node.baselineWidth[row] = width;
  node.baselineHeight[row] = height;
  node.baselineInner[row] = settled;
}

function findBaseline(state: LayoutState, row: number): void {
  const { node, items, lines } = state;
  const bits = node.packed[row]!;
  node.baseline[row] = node.givenHeight[row]!;
  if ((bits & BAD) !== 0) return;
  if ((bits & LEAF) !== 0) {
    if ((bits & MEASURED) !== 0) {
      node.askedWidth[row] = node.givenWidth[row]!;
      // Nobody asked for it when the height was remembered.
      if (Number.isNaN(node.contentBaseline[row]!)) node.triedWidth[row] = -1;
      intrinsicHeight(state, row);
      const measured = node.contentBaseline[row]!;
      if (measured >= 0) node.baseline[row] = node.startY[row]! + measured;
      return;
    }
    if ((bits & LINES) !== 0) {
      noteAsked(state, row);
      state.counters.asked++;
      state.textPort?.wrap(row, Math.max(0, node.givenWidth[row]! - node.insetX[row]!));
    }
    const measured = state.textPort?.baselineOf(row) ?? state.text.height[row]!;
    node.baseline[row] = node.startY[row]! + measured;
    return;
  }
  if ((bits & GRID) !== 0) {
    gridBaseline(state, row);
    return;
  }
  const from = items.top;
  const firstLine = lines.top;
  solveFlex(state, row);
  if (items.top > from) {
    placeFlex(state, row, from, firstLine);
    const column = (bits & COLUMN) !== 0;
    // The uppermost line, which of lines in reverse is the last.
    const last = (bits & LINES_REVERSE) !== 0 ? lines.top - 1 : firstLine;
    const begin = last === firstLine ? from : lines.end[last - 1]!;
    const end = lines.end[last]!;
    let chosen = (bits & REVERSE) !== 0 ? end - 1 : begin;
    if (!column) {
      for (let i = begin; i < end; i++) {
        if (items.align[i] !== ALIGN_BASELINE) continue;
        // An `auto` margin aligns it.
        if ((node.packed[items.rows[i]!]! & AUTO_Y) !== 0) continue;
        chosen = i;
        break;
      }
    }
    const item = items.rows[chosen]!;
    const top = node.startY[row]! + (column ? items.mainAt[chosen]! : items.crossAt[chosen]!);
    node.givenWidth[item] = column ? items.cross[chosen]! : items.size[chosen]!;
    node.givenHeight[item] = column ? items.size[chosen]! : items.cross[chosen]!;
    node.givenInner[item] = items.inner[chosen]!;
    baselineAt(state, item);
    node.baseline[row] = top + node.baseline[item]!;
  }
  items.top = from;
  lines.top = firstLine;
}
