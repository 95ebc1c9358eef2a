import { UNIT_PERCENT, UNIT_PX, UNIT_VW } from '../../ecs/stores';
import { MOST_LENGTH } from './own-sizes';
import type { Axis, LayoutState } from './state';

/** Places of `LayoutState.given`: what percentages of a gap are of; the gap. */
export const LENGTH = 21;
export const GAP = 22;

/** Finds the gap between two along an axis: writes `given[GAP]`. A percentage is of `given[LENGTH]`, and 0 where that is not known. */
export function findGap(state: LayoutState, axis: Axis, row: number): void {
  const { given } = state;
  const unit = axis.gapUnit[row]!;
  let gap = axis.gap[row]!;
  if (unit !== UNIT_PX) {
    let inner = unit === UNIT_VW ? state.viewportWidth : state.viewportHeight;
    if (unit === UNIT_PERCENT) inner = given[LENGTH]! >= 0 ? given[LENGTH]! : 0;
    gap = Math.min(MOST_LENGTH, gap * (inner / 100));
  }
  given[GAP] = gap;
}
