import { type ListState, sectionOf, startOfSection } from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import type { RowPool } from './row-pool';
import type { RowSizes, RowWindow } from './row-window';

/** Keeps the header of the section that is in sight at the top of the viewport, until the next one pushes it away. */
export type StickyHeaders = {
  /** Says which row that is, and where. */
  place(rowWindow: RowWindow): void;
  /** What the header of its section takes that lies over a row at the top, 1/64 px; 0 for headers and rows before the first. */
  unitsOver(index: number): number;
};

/** Makes it for a list with sections. */
export function createStickyHeaders(
  list: ListState,
  sizes: RowSizes,
  pool: RowPool,
): StickyHeaders {
  const { stuck } = pool;

  /** Place of the section that the first row in sight is in, -1 for none. */
  function sectionAtTop({ count, indices, y, sizes }: RowWindow): number {
    for (let i = 0; i < count; i++) {
      if (y[i]! + sizes[i]! > 0) return sectionOf(list, indices[i]!);
    }
    return -1;
  }

  return {
    place(rowWindow) {
      stuck.index = -1;
      list.covered = 0;
      const section = sectionAtTop(rowWindow);
      if (section < 0) return;
      const index = startOfSection(list, section);
      const height = sizes.unitsAt(index) / UNITS_PER_PX;
      sizes.seek(index);
      const start = sizes.foundStart - list.scrollTop + list.stretch;
      // Rows that are drawn down from the edge take it along.
      if (start >= 0) return;
      let y = 0;
      const next =
        section + 1 < list.sectionCount ? startOfSection(list, section + 1) : sizes.count;
      if (next < sizes.count) {
        sizes.seek(next);
        y = Math.min(0, sizes.foundStart - list.scrollTop + list.stretch - height);
      }
      stuck.index = index;
      stuck.y[0] = Math.max(start, y);
      list.covered = Math.max(0, height + stuck.y[0]!);
    },
    unitsOver(index) {
      const section = sectionOf(list, index);
      const header = section < 0 ? index : startOfSection(list, section);
      return header === index ? 0 : sizes.unitsAt(header);
    },
  };
}
