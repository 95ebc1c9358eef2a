import { columns, LAYOUT, type Row, touch, type World } from '../../ecs';
import { LayoutStyle, type ListState } from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import { createRowPool, type RowPool } from './row-pool';
import { createRowWindow, makeRoom, type RowSizes, type RowWindow } from './row-window';

/** Rows that stand for those there was no time to bind. */
export type StandIns = {
  /** Shows one for each row of the window in sight that the pool does not show, and hides all others. */
  cover(rowWindow: RowWindow, pool: RowPool): void;
  isShown(index: number): boolean;
  /** Lets the placeholder try again after a failure. */
  retry(): void;
};

export function createStandIns(world: World, list: ListState, sizes: RowSizes): StandIns {
  const missing = createRowWindow();
  const state: ListState = {
    ...list,
    source: undefined,
    fixedSize: true,
    heldCount: 0,
    bound: 0,
    pooled: 0,
    template(row) {
      list.placeholder!(row);
      return [];
    },
    bind() {},
    unbind: undefined,
    types: undefined,
    sizeOf: undefined,
    sections: undefined,
  };
  const pool = createRowPool(world, state, sizes);
  /** Rows are known better than when one last stood for them. */
  function fitHeights(): void {
    const { height } = columns(world, LayoutStyle);
    const { slots } = pool;
    for (let slot = 0; slot < slots.size; slot++) {
      const index = slots.indices[slot]!;
      if (!pool.isShown(index)) continue;
      const row = slots.rows[slot]! as Row;
      const size = sizes.unitsAt(index) / UNITS_PER_PX;
      if (height[row] === size) continue;
      height[row] = size;
      touch(world, row, LAYOUT);
    }
  }

  return {
    cover(rowWindow, shown) {
      const { viewport } = list;
      state.stretch = list.stretch;
      state.scrollTop = list.scrollTop;
      pool.lanes = shown.lanes;
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
      if (count === 0) {
        pool.hideAll();
        return;
      }
      pool.show(missing, true, missing.indices.length);
      fitHeights();
    },
    isShown: (index) => pool.isShown(index),
    retry: () => pool.maker.retry(),
  };
}
