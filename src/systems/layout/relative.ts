import { UNIT_AUTO, UNIT_PERCENT } from '../../ecs/stores';
import { lengthIn } from './own-sizes';
import type { LayoutState } from './state';

/** How far a relative item's insets shift it sideways; `given[0]` is the content width of its container. */
export function shiftX(state: LayoutState, item: number, rtl: boolean): number {
  const { style, given } = state;
  const left = style.leftUnit[item]!;
  const right = style.rightUnit[item]!;
  if (left !== UNIT_AUTO && !(rtl && right !== UNIT_AUTO)) {
    return lengthIn(state, style.left[item]!, left, given[0]!);
  }
  return -lengthIn(state, style.right[item]!, right, given[0]!);
}

/** And downwards; `given[1]` is the content height, which counts if it is definite. */
export function shiftY(state: LayoutState, item: number, definite: boolean): number {
  const { style, given } = state;
  const top = style.topUnit[item]!;
  if (top !== UNIT_AUTO && (top !== UNIT_PERCENT || definite)) {
    return lengthIn(state, style.top[item]!, top, given[1]!);
  }
  const bottom = style.bottomUnit[item]!;
  if (bottom === UNIT_PERCENT && !definite) return 0;
  return -lengthIn(state, style.bottom[item]!, bottom, given[1]!);
}
