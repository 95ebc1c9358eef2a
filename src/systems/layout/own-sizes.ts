import {
  UNIT_AUTO,
  UNIT_MIN_CONTENT,
  UNIT_PERCENT,
  UNIT_PX,
  UNIT_STRETCH,
  UNIT_VH,
  UNIT_VW,
} from '../../ecs/stores';
import { CONTENT_SIZED, MAX_SHIFT, MIN_SHIFT, UNIT_MASK } from './node-store';
import type { Axis, LayoutState } from './state';

/** Places of `LayoutState.given`. In: what percentages are of, what `stretch` fills; NaN where that is not known. */
export const INNER = 3;
export const ROOM = 4;
/** Out: the size that the style gives, NaN for none; its limits. Border boxes. */
export const OWN = 5;
export const LEAST = 6;
export const MOST = 7;

/** The most that percentages and ratios make, CSS pixels: those in each other would come to infinity. */
export const MOST_LENGTH = 1e9;

const KEYWORDS = 0b100_100_100;

/** `min-content` to `fit-content`. */
export function isByContent(unit: number): boolean {
  return unit >= UNIT_MIN_CONTENT && unit < UNIT_STRETCH;
}

/** Whether a size or one of its limits, units as `LayoutNode.units` has them, may go by the content or fill the room. */
export function hasKeyword(lengths: number): boolean {
  return (lengths & KEYWORDS) !== 0;
}

/** Whether a size or one of its limits is `stretch`. */
export function fillsRoom(lengths: number): boolean {
  return (
    (lengths & UNIT_MASK) === UNIT_STRETCH ||
    ((lengths >> MIN_SHIFT) & UNIT_MASK) === UNIT_STRETCH ||
    ((lengths >> MAX_SHIFT) & UNIT_MASK) === UNIT_STRETCH
  );
}

/**
 * Writes to `state.given` what an element's style says of its size along an axis, without what goes by the content: NaN, 0 and
 * infinity stand for what is not known.
 */
export function ownSizes(state: LayoutState, axis: Axis, row: number): void {
  const { given, node } = state;
  const bits = node.units[row]! >> axis.unitShift;
  given[OWN] = Number.NaN;
  given[LEAST] = 0;
  given[MOST] = Number.POSITIVE_INFINITY;
  const sizeUnit = bits & UNIT_MASK;
  const minUnit = (bits >> MIN_SHIFT) & UNIT_MASK;
  const maxUnit = (bits >> MAX_SHIFT) & UNIT_MASK;
  if (sizeUnit !== UNIT_AUTO) lengthOf(state, axis, row, sizeUnit, axis.size, OWN);
  if (maxUnit !== UNIT_AUTO) lengthOf(state, axis, row, maxUnit, axis.max, MOST);
  if (minUnit !== UNIT_AUTO) {
    // Of nothing, a minimum is nothing; with padding around it where that is added.
    if (minUnit === UNIT_PERCENT && Number.isNaN(given[INNER]!)) {
      if ((node.packed[row]! & CONTENT_SIZED) !== 0) given[LEAST] = axis.inset[row]!;
    } else lengthOf(state, axis, row, minUnit, axis.min, LEAST);
  }
}

/** Writes one length of an element to `given[place]`, which stays as it is where the length goes by the content or is not known. */
export function lengthOf(
  { given, node }: LayoutState,
  axis: Axis,
  row: number,
  unit: number,
  values: Float32Array,
  place: number,
): void {
  const inset = axis.inset[row]!;
  if (unit === UNIT_STRETCH) {
    const room = given[ROOM]!;
    if (!Number.isNaN(room)) given[place] = Math.max(inset, room - axis.margin[row]!);
    return;
  }
  const extra = (node.packed[row]! & CONTENT_SIZED) !== 0 ? inset : 0;
  if (unit === UNIT_PX) given[place] = Math.max(inset, values[row]! + extra);
  else if (unit === UNIT_PERCENT) {
    const inner = given[INNER]!;
    if (!Number.isNaN(inner)) {
      const length = Math.min(MOST_LENGTH, (values[row]! / 100) * inner);
      given[place] = Math.max(inset, length + extra);
    }
  }
}

/** A length that may be of what contains the element, `inner`, or of the surface; `auto` is 0. */
export function lengthIn(
  { viewportWidth, viewportHeight }: LayoutState,
  value: number,
  unit: number,
  inner: number,
): number {
  if (unit === UNIT_PX) return value;
  if (unit === UNIT_PERCENT) return (value / 100) * inner;
  if (unit === UNIT_VW) return (value / 100) * viewportWidth;
  return unit === UNIT_VH ? (value / 100) * viewportHeight : 0;
}
