import type { Scene } from './contender';
import { bindRow, createRow, createScroller, type DomRow } from './dom-rows';
import { POOLED_ROWS, ROW_HEIGHT } from './rows';

/** Pooled rows written by hand into a native scroller: row `index` always lives in pool slot `index % pool size`. */
export function createDomPool(options: { opaque: boolean }): Scene {
  const pool: DomRow[] = [];
  let scroller: HTMLElement;
  let rowCount = 0;

  function show(offset: number): void {
    const first = Math.floor(offset / ROW_HEIGHT);
    const last = Math.min(rowCount, first + POOLED_ROWS);
    for (let index = first; index < last; index++) {
      const row = pool[index % POOLED_ROWS];
      if (row && row.index !== index) bindRow(row, index);
    }
    scroller.scrollTop = offset;
  }

  return {
    mount(rows, fling) {
      rowCount = rows;
      const created = createScroller(rows, options);
      scroller = created.scroller;
      for (let i = 0; i < POOLED_ROWS; i++) pool.push(createRow(created.spacer));
      show(fling.offset);
    },
    frame(fling) {
      show(fling.offset);
    },
  };
}
