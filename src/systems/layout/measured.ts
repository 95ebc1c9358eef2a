import { type Entity, entityOf, ValueError } from '../../ecs';
import type { Measure } from '../../ecs/stores';
import type { LayoutState } from './state';

/** Whose measure was told to be bad: another one, or that of an element that took the row over, is told again. */
export type BadMeasure = { readonly entity: Entity; readonly measure: Measure | undefined };

/** Asks measured content for the width it has in a room, 0 for the narrowest and infinity for the widest: writes it to a column. */
export function measureWidth(
  state: LayoutState,
  row: number,
  room: 0 | typeof Number.POSITIVE_INFINITY,
  column: Float64Array,
): void {
  call(state, row, room);
  column[row] = state.contentSize.width;
}

/** Asks measured content for its height and baseline at a content width. */
export function measureContent(state: LayoutState, row: number, width: number): void {
  const { node, contentSize } = state;
  call(state, row, width);
  node.contentHeight[row] = contentSize.height;
  node.contentBaseline[row] = contentSize.baseline;
}

/** A measure that throws, or gives what is no size, is told once, and its element is empty until it does better. */
function call(state: LayoutState, row: number, width: number): void {
  const { contentSize: out, measures, world } = state;
  state.counters.asked++;
  out.width = 0;
  out.height = 0;
  out.baseline = -1;
  let cause: unknown;
  const measure = measures?.get(row);
  try {
    measure?.(width, out);
    if (out.width >= 0 && out.height >= 0 && out.width < Infinity && out.height < Infinity) {
      if (state.badMeasures.size > 0) state.badMeasures.delete(row);
      return;
    }
  } catch (error) {
    cause = error;
  }
  const gave =
    cause === undefined ? `gave ${out.width} x ${out.height}` : `threw: ${String(cause)}`;
  out.width = 0;
  out.height = 0;
  out.baseline = -1;
  const entity = entityOf(world, row);
  const told = state.badMeasures.get(row);
  if (told?.entity === entity && told.measure === measure) return;
  state.badMeasures.set(row, { entity, measure });
  const error = new ValueError(
    `the measure of element ${entity} (row ${row}) ${gave}; it must write finite sizes >= 0. The element is empty until then`,
  );
  error.cause = cause;
  state.turnedBad.push({ error, row });
}
