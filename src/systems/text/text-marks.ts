import type { TextMarks } from '../../ecs/stores';

/** Marks on nothing, in a blue that can be seen on light and dark; whoever knows a theme writes its colours. */
export function createTextMarks(): TextMarks {
  return {
    row: 0,
    from: 0,
    to: 0,
    ringRow: 0,
    ringFrom: 0,
    ringTo: 0,
    changed: false,
    highlight: 0x66fea86e,
    ring: 0xfffea86e,
  };
}
