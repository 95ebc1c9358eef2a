import { ALIGN_AUTO, ALIGN_BASELINE, UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import { containerOf } from './items';
import {
  ABSOLUTE,
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  BASIS_SHIFT,
  CLIPS,
  COLUMN,
  CONTENTS,
  EDGES,
  GRID,
  HEIGHT_SHIFT,
  LINES,
  MEASURED,
  MIN_SHIFT,
  SHRINKS,
  UNIT_MASK,
  WIDTH_SHIFT,
} from './node-store';
import type { LayoutState } from './state';

const LIMIT_KEYWORDS = 0b100_100_100_100_100_100;

/**
 * True if nothing inside the element can change anything outside it: dirt stops climbing here. Roots, absolute elements, and
 * items of fixed width and height whose automatic minimum, which looks at the content, cannot act and whose baseline nobody
 * asks for.
 */
export function isEntry(state: LayoutState, row: number): boolean {
  const { packed, units, align } = state.node;
  const bits = packed[row]!;
  if (state.tree.parent[row] === 0 || (bits & ABSOLUTE) !== 0) return true;
  // Without a box, its sizes count for nothing.
  if ((bits & CONTENTS) !== 0) return false;
  const lengths = units[row]!;
  if (
    ((lengths >> WIDTH_SHIFT) & UNIT_MASK) !== UNIT_PX ||
    ((lengths >> HEIGHT_SHIFT) & UNIT_MASK) !== UNIT_PX
  ) {
    return false;
  }
  // A limit by the content.
  if ((lengths & LIMIT_KEYWORDS) !== 0) return false;
  const container = containerOf(state, row);
  const above = packed[container]!;
  const self = (align[row]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  const across = self === ALIGN_AUTO ? (align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK : self;
  if (across === ALIGN_BASELINE) return false;
  if (state.hasBaselines && isInBaseline(state, container)) return false;
  // An edge that is a percentage moves the content when what is around gets another width.
  if ((bits & EDGES) !== 0) return false;
  if ((above & GRID) !== 0) return true;
  const basis = (lengths >> BASIS_SHIFT) & UNIT_MASK;
  if (basis !== UNIT_AUTO && basis !== UNIT_PX) return false;
  if (basis === UNIT_AUTO && state.style.shrink[row] === 0) return true;
  const column = (above & COLUMN) !== 0;
  const free = column ? CLIPS : SHRINKS;
  if ((bits & free) !== 0 && (bits & (LINES | MEASURED)) === 0) return true;
  const minimum = lengths >> ((column ? HEIGHT_SHIFT : WIDTH_SHIFT) + MIN_SHIFT);
  const unit = minimum & UNIT_MASK;
  return unit === UNIT_PX || unit === UNIT_PERCENT;
}

/** Whether the baseline of an element or of one around it is asked for: what is inside may be where it is. */
export function isInBaseline(state: LayoutState, row: number): boolean {
  const { packed, align } = state.node;
  for (let inner = row; state.tree.parent[inner] !== 0; ) {
    if ((packed[inner]! & ABSOLUTE) !== 0) return false;
    const container = containerOf(state, inner);
    const self = (align[inner]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
    const items = (align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK;
    if ((self === ALIGN_AUTO ? items : self) === ALIGN_BASELINE) return true;
    inner = container;
  }
  return false;
}
