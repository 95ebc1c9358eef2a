import { numberFormat } from '../../src/ecs/stores';
import { tableGrid, virtualTable } from '../../src/table';
import { setNumber, text } from '../../src/ui';
import { at, type Scene } from './scene';

const fontFamily = 'Noto Sans Variable';
const plain = numberFormat();

/** Cells scrolled both ways below headings, a row and a column that stay, which cut them. */
export const scene: Scene = {
  fonts: { families: [fontFamily], letters: '0123456789' },
  furnish(world, page) {
    const table = virtualTable(world, {
      parent: page,
      ...at(20, 12, 200, 156),
      borderRadius: 10,
      fill: '#1c2a3a',
      rowCount: 1000,
      rowHeight: 25,
      headerHeight: 18,
      frozenRows: 1,
      rowStyle: { borderBottomColor: '#30445c' },
      headerStyle: { fill: '#26384e' },
      columns: tableGrid({
        count: 500,
        width: 56,
        frozen: 1,
        template: (cell) =>
          [text(world, { parent: cell, fontFamily, fontSize: 13, color: '#88ccff' })] as const,
        bind: (_, [label], row, column) => setNumber(world, label, row * 10 + column, plain),
      }),
    });
    table.scrollTo({ x: 31, y: 60 });
  },
};
