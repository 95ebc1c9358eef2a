import { collectItems } from './items';
import { COLUMN } from './node-store';
import { solveColumn } from './solve-column';
import { solveRow } from './solve-row';
import type { LayoutState } from './state';

/**
 * Sizes the items of a flex container whose border box is `givenWidth` by `givenHeight`, and divides them into lines. Percentages of
 * the height go by `givenInner`. Pushes on `state.items` and `state.lines`; the caller takes it off again.
 */
export function solveFlex(state: LayoutState, row: number): void {
  const { items } = state;
  const from = items.top;
  // Items are left with what this container is, not with what a straight one kept.
  state.node.keptWidth[row] = -2;
  collectItems(state, row);
  if ((state.node.packed[row]! & COLUMN) !== 0) solveColumn(state, row, from);
  else solveRow(state, row, from);
}
