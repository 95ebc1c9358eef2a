import { isRowAlive } from '../../ecs';
import { placeAbsolute } from './absolute';
import { restoreEdges } from './edges';
import { containerOf } from './items';
import { ABSOLUTE, ARRANGE, DISTANT, NEAR_DISTANT, NONE, STATIC } from './node-store';
import { placeBelow } from './place';
import { placeBox } from './place-box';
import { sortByOrder } from './sort-by-order';
import type { LayoutState } from './state';

/**
 * Places absolute elements that go by more than what they are in, where this pass placed anything of that again. They change nothing
 * around them, so they can wait until all else has its place; those in others come after these.
 */
export function placeDistant(state: LayoutState): void {
  const { distant, node } = state;
  if (distant.length > 1) sortByOrder(distant, state.tree.indexOf);
  let kept = 0;
  for (let i = 0; i < distant.length; i++) {
    const row = distant.rows[i]!;
    if (!isRowAlive(state.world, row) || (node.flags[row]! & DISTANT) === 0) continue;
    // Listed once more by the element that has the row now.
    if (kept > 0 && distant.rows[kept - 1] === row) continue;
    const container = containerOf(state, row);
    const bits = node.packed[row]!;
    if ((bits & (ABSOLUTE | NONE)) !== ABSOLUTE || (node.packed[container]! & STATIC) === 0) {
      // Placed already, as others are.
      node.flags[row]! &= ~DISTANT;
      continue;
    }
    distant.rows[kept++] = row;
    if (isArrangedAround(state, container) || (node.flags[row]! & ARRANGE) !== 0) {
      restoreEdges(state, container);
      placeAbsolute(state, container, row);
    }
    if (placeBox(state, row) || (node.flags[row]! & ARRANGE) !== 0) placeBelow(state, row);
  }
  distant.length = kept;
  state.distantMoved = false;
}

/** Whether this pass placed the children of anything from a static container up to what absolute elements in it go by. */
function isArrangedAround(state: LayoutState, container: number): boolean {
  const { flags, packed, arrangedPass } = state.node;
  let arranged = false;
  for (let around = container; ; around = containerOf(state, around)) {
    // What moves, or gets another size, is met with this.
    flags[around]! |= NEAR_DISTANT;
    if (arrangedPass[around] === state.pass) arranged = true;
    if ((packed[around]! & STATIC) === 0) return arranged;
  }
}
