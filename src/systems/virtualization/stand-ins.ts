import { columns, LAYOUT, type Row, resolve, touch, type World } from '../../ecs';
import { LayoutStyle, type ListState } from '../../ecs/stores';
import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import { createRowPool, type RowPool } from './row-pool';
import { createRowWindow, makeRoom, type RowWindow } from './row-window';

/** Rows that stand for those there was no time to bind. */
export type StandIns = {
  /** Shows one for each row of the window in sight that the pool does not show, and hides all others. */
  cover(rowWindow: RowWindow, pool: RowPool): void;
  isShown(index: number): boolean;
};

export function createStandIns(world: World, list: ListState, sizes: SizeIndex): StandIns {
  const missing = createRowWindow();
  const state: ListState = {
    ...list,
    fixedSize: true,
    bound: 0,
    pooled: 0,
    template(row) {
      list.placeholder!(row);
      return [resolve(world, row)];
    },
    bind(_, [target], index) {
      const row = target as Row;
      const { height } = columns(world, LayoutStyle);
      const size = sizes.unitsAt(index) / UNITS_PER_PX;
      if (height[row] === size) return;
      height[row] = size;
      touch(world, row, LAYOUT);
    },
  };
  const pool = createRowPool(world, state);
  return {
    cover(rowWindow, shown) {
      const { viewport } = list;
      let count = 0;
      makeRoom(missing, rowWindow.count);
      for (let i = 0; i < rowWindow.count; i++) {
        const y = rowWindow.y[i]!;
        if (y >= viewport || y + rowWindow.sizes[i]! <= 0) continue;
        if (shown.isShown(rowWindow.indices[i]!)) continue;
        missing.indices[count] = rowWindow.indices[i]!;
        missing.y[count] = y;
        missing.sizes[count] = rowWindow.sizes[i]!;
        count++;
      }
      missing.count = count;
      if (count === 0) pool.hideAll();
      else pool.show(missing, true, missing.indices.length);
    },
    isShown: (index) => pool.isShown(index),
  };
}
