import {
  despawn,
  type Entity,
  entityOf,
  isAlive,
  resource,
  type Target,
  ValueError,
  type World,
} from '../ecs';
import { ListTable } from '../ecs/stores';
import { box, checkObject, setStyle, Theme, virtualList } from '../ui';
import { createAcross } from './across';
import { createCellCursor } from './cell-cursor';
import { checkCalls, checkHeight, checkWhole } from './checks';
import { createColumnWindow } from './column-window';
import { createColumnModel, FROZEN } from './columns';
import { followAim } from './edits';
import { wireHeadings } from './heading-input';
import { createHeadings, type Sorting } from './headings';
import { createTableLooks } from './looks';
import type { VirtualTableOptions } from './options';
import { createRowHeights } from './row-heights';
import { addScrollbar } from './scrollbar';
import type { TableState } from './state';
import { handleOf, scrollToCell, type VirtualTable } from './table-handle';
import { BODY, type CellMaker, createTableRows, HEADER, HELD } from './table-rows';

/**
 * Adds a table of any number of rows and columns, of which only the cells in sight exist. It scrolls both ways, by wheel, drag, scrollbars
 * and keys; headings, first rows and first columns can stay. Throws `ValueError` for what it cannot use.
 */
export function virtualTable(world: World, options: VirtualTableOptions): VirtualTable {
  checkObject('options', options);
  const made: { entity?: Entity } = {};
  try {
    return build(world, options, made);
  } catch (error) {
    if (made.entity !== undefined) despawn(world, made.entity);
    throw error;
  }
}

function build(
  world: World,
  options: VirtualTableOptions,
  made: { entity?: Entity },
): VirtualTable {
  const {
    rowCount: givenCount,
    source,
    rowHeight,
    heightOf,
    measureRows = false,
    columns: given,
    frozenRows = 0,
    headerHeight = 36,
    reorderable = true,
    rowStyle = {},
    cellStyle = {},
    headerStyle = {},
    bindRow,
    placeholder,
    onSort,
    onResize,
    onMove,
    onActive,
    onActivate,
    ...style
  } = options;
  checkHeight('rowHeight', rowHeight, 1);
  if (heightOf !== undefined) {
    checkCalls('heightOf', heightOf);
    if (measureRows)
      throw new ValueError('measureRows is true and heightOf is given; give one of them');
  }
  checkHeight('headerHeight', headerHeight, 0);
  if ((givenCount === undefined) === (source === undefined))
    throw new ValueError(
      `rowCount is ${givenCount} and source ${String(source)}; give one of them`,
    );
  if (source && frozenRows !== 0)
    throw new ValueError(
      `frozenRows is ${frozenRows} with a source; give 0, for it may not have them yet`,
    );
  const rowCount = givenCount ?? source!.count;
  checkWhole('rowCount', rowCount, 0, 2 ** 30);
  checkWhole('frozenRows', frozenRows, 0, Math.min(rowCount, 100));
  const model = createColumnModel(world, given);
  const sight = createColumnWindow(model);
  const sorting: Sorting = { column: -1, direction: 'ascending' };
  const looks = createTableLooks(world, rowStyle, headerStyle, cellStyle);
  const body: CellMaker = {
    make: (cell, type) => model.types[type]!.template(cell),
    fill(parts, row, column) {
      model.defAt(column).bind(world, parts, row, column);
    },
  };
  const makers = [body, body, createHeadings(world, model, sorting)];
  const isReady = source?.isReady && ((row: number) => source.isReady!(row));
  const rows = createTableRows(world, model, sight, makers, looks.cell, isReady);

  const list = virtualList<readonly [Target]>(world, {
    ...style,
    ...(source ? { source } : { count: rowCount - frozenRows }),
    estimatedSize: rowHeight,
    ...(heightOf ? { sizeOf: (index: number) => heightOf(index + frozenRows) } : {}),
    fixedSize: !heightOf && !measureRows,
    ...(placeholder ? { placeholder } : {}),
    template(row) {
      setStyle(world, row, {
        ...(measureRows ? { height: rowHeight } : {}),
        ...looks.of(BODY),
      });
      return [rows.add(row, BODY) as Target];
    },
    bind(_, [number], index) {
      const row = index + frozenRows;
      bindRow?.(world, rows.rows[number]!.row, row);
      rows.bind(number, row);
    },
  });
  const { entity } = list;
  made.entity = entity;
  const state = resource(world, ListTable).lists.at(-1)!;
  const frozenTops = topsOfFrozen();
  const top = headerHeight + frozenTops[frozenRows]!;
  const header = headerHeight > 0 ? addHeader() : undefined;

  /** Where each row that stays begins below the headings, and where the last ends. */
  function topsOfFrozen(): number[] {
    const tops = [0];
    for (let row = 0; row < frozenRows; row++) {
      const height = heightOf?.(row) ?? rowHeight;
      checkHeight(`heightOf(${row})`, height, 0);
      tops.push(tops[row]! + height);
    }
    return tops;
  }

  function addHeader(): Entity {
    const made = box(world, {
      ...looks.of(HEADER),
      parent: entity,
      position: 'absolute',
      left: 0,
      top: 0,
      right: 0,
      height: headerHeight,
    });
    rows.add(made, HEADER);
    return made;
  }

  setStyle(world, entityOf(world, state.content), { top });
  setStyle(world, entityOf(world, state.track), { top });
  for (let i = 0; i < frozenRows; i++) {
    const row = box(world, {
      ...looks.of(HELD),
      parent: entity,
      position: 'absolute',
      left: 0,
      top: headerHeight + frozenTops[i]!,
      right: 0,
      height: frozenTops[i + 1]! - frozenTops[i]!,
    });
    rows.bind(rows.add(row, HELD), i);
    bindRow?.(world, row, i);
  }
  const table: TableState = {
    world,
    entity,
    list,
    state,
    model,
    sight,
    rows,
    sorting,
    events: {
      ...(onSort ? { onSort } : {}),
      ...(onResize ? { onResize } : {}),
      ...(onMove ? { onMove } : {}),
      ...(onActive ? { onActive } : {}),
      ...(onActivate ? { onActivate } : {}),
    },
    header,
    headerHeight,
    rowHeight: heightOf || measureRows ? 0 : rowHeight,
    frozenTops,
    frozenRows,
    reorderable,
    activeRow: -1,
    activeColumn: -1,
    aimColumn: -1,
    aimAlign: -1,
  };
  const edge = model.frozen > 0 ? addEdge() : undefined;
  const headings = wireHeadings(table);
  const heights = measureRows ? createRowHeights(world, model, sight, rows, rowHeight) : undefined;
  const across = createAcross(world, state, model, sight, rows, {
    measured: () => heights?.update(),
    moved() {
      followAim(table);
      headings.update();
    },
    shown() {
      scrollbar.update();
      cursor.update();
      if (edge !== undefined && edgeLeft !== model.at[FROZEN]) placeEdge();
    },
    rethemed() {
      looks.retheme(rows);
      for (const row of rows.rows) {
        if (row.kind === HELD && isAlive(world, row.entity)) bindRow?.(world, row.row, row.index);
      }
      headings.retheme();
      scrollbar.retheme();
      if (edge !== undefined) setStyle(world, edge, { fill: resource(world, Theme).border });
    },
  });
  const scrollbar = addScrollbar(world, state, entity, model, across.halt);
  const cursor = createCellCursor(table, scrollbar.track, (row, column) => {
    scrollToCell(table, across, row, column, 'nearest');
  });
  state.across = across;
  let edgeLeft = -1;

  /** A line where the columns that stay end. */
  function addEdge(): Entity {
    return box(world, {
      parent: entity,
      position: 'absolute',
      top: 0,
      bottom: 0,
      width: 1,
      fill: resource(world, Theme).border,
    });
  }

  function placeEdge(): void {
    edgeLeft = model.at[FROZEN]!;
    setStyle(world, edge!, { left: edgeLeft - 1 });
  }

  return handleOf(table, across, cursor, bindRow);
}
