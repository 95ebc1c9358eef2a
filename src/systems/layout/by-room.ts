import { UNIT_PERCENT, UNIT_STRETCH } from '../../ecs/stores';
import { movesContent } from './edges';
import {
  COLUMN,
  GRID,
  HEIGHT_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  SIZES,
  UNIT_MASK,
  WRAP,
} from './node-store';
import type { LayoutState } from './state';

/**
 * Whether the height of an element's content goes by more than its own size: by limits, which are of the room, or of which padding
 * that is a percentage leaves more or less.
 */
export function goesByRoom(state: LayoutState, row: number): boolean {
  const { node } = state;
  const bits = node.packed[row]!;
  if ((bits & GRID) === 0 && (bits & (COLUMN | WRAP)) !== (COLUMN | WRAP)) return false;
  const lengths = (node.units[row]! >> HEIGHT_SHIFT) & SIZES;
  if (isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT)) return true;
  return (lengths !== 0 || (bits & RATIO) !== 0) && movesContent(state, row);
}

/** Whether a length goes by what contains the element. */
export function isOfRoom(lengths: number): boolean {
  const unit = lengths & UNIT_MASK;
  return unit === UNIT_PERCENT || unit === UNIT_STRETCH;
}
