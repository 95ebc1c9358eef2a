import { columns, firstChildOf, LAYOUT, nextSiblingOf, touch, type World } from '../ecs';
import { Box, DISPLAY_NONE, LayoutStyle, POSITION_ABSOLUTE, UNIT_PX } from '../ecs/stores';
import type { ColumnWindow } from './column-window';
import type { ColumnModel } from './columns';
import { BODY, type TableRow, type TableRows } from './table-rows';

/** Gives rows that scroll the height of the highest of their cells that were in sight since they were bound. */
export type RowHeights = {
  /** Called after each layout: rows that need another height get it in the next one. */
  update(): void;
};

/** Makes it; `least` is what a row takes at least, CSS pixels. */
export function createRowHeights(
  world: World,
  model: ColumnModel,
  sight: ColumnWindow,
  rows: TableRows,
  least: number,
): RowHeights {
  let version = -1;
  // In an array: a fraction that a call returns is a new object.
  const needed = new Float64Array(1);

  /** Takes what a cell needs so that none of its children is cut. */
  function takeCell(cell: number): void {
    const style = columns(world, LayoutStyle);
    const { height } = columns(world, Box);
    let most = 0;
    for (let at: number = firstChildOf(world, cell); at !== 0; at = nextSiblingOf(world, at)) {
      if (style.position[at] === POSITION_ABSOLUTE || style.display[at] === DISPLAY_NONE) continue;
      let taken = height[at]!;
      if (style.marginTopUnit[at] === UNIT_PX) taken += style.marginTop[at]!;
      if (style.marginBottomUnit[at] === UNIT_PX) taken += style.marginBottom[at]!;
      most = Math.max(most, taken);
    }
    if (style.paddingTopUnit[cell] === UNIT_PX) most += style.paddingTop[cell]!;
    if (style.paddingBottomUnit[cell] === UNIT_PX) most += style.paddingBottom[cell]!;
    needed[0] = Math.max(needed[0]!, most);
  }

  function grow(row: TableRow): void {
    const boxes = columns(world, Box);
    const style = columns(world, LayoutStyle);
    // A row that was not laid out says nothing of its cells.
    if (!(boxes.width[row.row]! > 0)) return;
    needed[0] = row.tall;
    let edges = 0;
    for (let i = 0; i < sight.count; i++) {
      const slot = sight.slots[i]!;
      const cell = row.cells[slot]!;
      if (cell === 0 || row.placed[slot] !== sight.place[slot]) continue;
      edges = boxes.height[row.row]! - boxes.height[cell]!;
      takeCell(cell);
    }
    row.tall = needed[0]!;
    const height = Math.max(least, row.tall + edges);
    if (style.height[row.row] === Math.fround(height)) return;
    style.heightUnit[row.row] = UNIT_PX;
    style.height[row.row] = height;
    touch(world, row.row, LAYOUT);
  }

  return {
    update() {
      const isNew = version !== model.version;
      version = model.version;
      for (let i = 0; i < rows.rows.length; i++) {
        const row = rows.rows[i]!;
        if (row.kind !== BODY) continue;
        // Texts wrap anew.
        if (isNew) row.tall = 0;
        if (rows.isShown(row)) grow(row);
      }
    },
  };
}
