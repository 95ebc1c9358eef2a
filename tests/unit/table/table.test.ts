import { afterEach, describe, expect, it } from 'vitest';
import { columns, despawn, elementCount, resource } from '../../../src/ecs';
import {
  KEY_DOWN,
  KEY_END,
  KEY_ENTER,
  KEY_HOME,
  KEY_LEFT,
  KEY_PAGE_DOWN,
  KEY_RIGHT,
  KEY_UP,
  LayoutStyle,
  ListTable,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_SHIFT,
} from '../../../src/ecs/stores';
import { tableColumn, tableGrid, virtualTable } from '../../../src/table';
import { createHeadlessApp } from '../../../src/testing/headless-app';
import { box, setStyle, setText, text, textOf, virtualList } from '../../../src/ui';
import {
  type Col,
  createTableStage,
  HEADER_HEIGHT,
  ROW_HEIGHT,
  type StageOptions,
  type TableStage,
} from './table-stage';

let stage: TableStage;
afterEach(() => stage.dispose());

function open(options: StageOptions = {}): TableStage {
  stage = createTableStage(options);
  stage.app.frames(2);
  stage.bound.length = 0;
  return stage;
}

function wheel(x: number, y: number, dx: number, dy: number, modifiers = 0): void {
  stage.app.input.wheel(x, y, dx, dy, modifiers, stage.app.clock.now());
  stage.app.frames(1);
}

/** Presses, moves in steps of a frame each and lifts. */
function drag(from: [number, number], to: [number, number], steps = 4, type = 0): void {
  stage.pointer('down', ...from, type);
  stage.app.frames(1);
  for (let i = 1; i <= steps; i++) {
    const at = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * i) / steps;
    stage.pointer('move', at(0), at(1), type);
    stage.app.frames(1);
  }
  stage.pointer('up', ...to, type);
  stage.app.frames(1);
}

function click(x: number, y: number): void {
  stage.pointer('down', x, y);
  stage.pointer('up', x, y);
  stage.app.frames(1);
}

const frozenFirst: readonly Col[] = [
  { name: 'a', width: 80, frozen: true },
  ...Array.from({ length: 20 }, (_, i) => ({ name: `c${i}`, width: 100 })),
];

describe('a table that is scrolled', () => {
  it('binds the columns in sight of the row that comes in, and no others', () => {
    const { table, app, bound } = open();
    table.scrollBy({ y: 90 });
    app.frames(1);
    bound.length = 0;
    const across = table.lastColumn - table.firstColumn + 1;
    table.scrollBy({ y: ROW_HEIGHT });
    app.frames(1);
    expect(bound.length).toBe(across);
    expect(new Set(bound.map((cell) => cell.split(':')[0])).size).toBe(1);
  });

  it('binds the rows that are shown of the column that comes in, and no others', () => {
    const { table, app, bound } = open();
    table.scrollBy({ x: 450, y: 300 });
    app.frames(3);
    bound.length = 0;
    table.scrollBy({ x: 100 });
    app.frames(1);
    expect(new Set(bound.map((cell) => cell.split(':')[1])).size).toBe(1);
    // 9 rows in sight, and those of the overscan.
    expect(bound.length).toBeLessThanOrEqual(14);
    expect(bound.length).toBeGreaterThanOrEqual(9);
    bound.length = 0;
    // What has just left is still filled.
    table.scrollBy({ x: -100 });
    app.frames(1);
    expect(bound).toEqual([]);
  });

  it('makes no more elements, however far it is scrolled', () => {
    const { table, app } = open();
    table.scrollBy({ x: 333, y: 333 });
    app.frames(2);
    const { table: again } = stage;
    const before = again.list.metrics.rowsCreated;
    for (let i = 0; i < 50; i++) {
      table.scrollBy({ x: 31, y: 57 });
      app.frames(1);
    }
    expect(again.list.metrics.rowsCreated).toBe(before);
  });

  it('keeps frozen columns, frozen rows and headings where they are', () => {
    const { table, app, seen, headings } = open({ cols: frozenFirst, frozenRows: 1 });
    table.scrollBy({ x: 250, y: 100 });
    app.frames(2);
    const cells = seen();
    expect(cells.get('0:a')).toMatchObject({ x: 0, y: HEADER_HEIGHT });
    expect(cells.get('0:c3')).toMatchObject({ x: 80 + 300 - 250, y: HEADER_HEIGHT });
    expect(cells.get('0:c2')).toMatchObject({ x: 30, left: 80, right: 130 });
    expect(headings().get('a')).toBe(0);
    expect(headings().get('c3')).toBe(130);
    expect(cells.get('5:a')!.y).toBe(HEADER_HEIGHT + 5 * ROW_HEIGHT - 100);
  });

  it('stops at its ends', () => {
    const { table, app } = open();
    table.scrollBy({ x: 1e9 });
    app.frames(1);
    // The last column ends where the scrollbar of the rows begins.
    expect(table.scrollLeft).toBe(1612);
    const last = stage.seen().get('0:c19')!;
    expect(last.x + last.width).toBe(400 - stage.barWidth());
    expect(stage.barWidth()).toBe(12);
    table.scrollBy({ x: -1e9 });
    app.frames(1);
    expect(table.scrollLeft).toBe(0);
  });

  it('places cells to the pixel beyond what float32 holds', () => {
    stage = createTableStage({ grid: { count: 1_000_000, width: 101.25 } });
    const { table, app } = stage;
    app.frames(2);
    table.scrollToCell(0, 900_001, 'start');
    app.frames(2);
    expect(table.scrollLeft).toBe(900_001 * 101.25);
    expect(table.firstColumn).toBe(900_000);
    for (const [column, x] of [
      [900_001, 0],
      [900_002, 101.25],
      [900_004, 303.75],
    ] as const) {
      expect(Math.abs(stage.seen().get(`3:c${column}`)!.x - x)).toBeLessThan(0.51);
    }
    table.scrollBy({ x: 0.5 });
    app.frames(1);
    expect(table.scrollLeft).toBe(900_001 * 101.25 + 0.5);
  });
});

describe('columns that come and go', () => {
  it('leave the first in sight where it is, or the next at the edge if it goes', () => {
    const { table, app, seen } = open();
    table.scrollTo({ x: 450 });
    app.frames(1);
    table.insertColumns(0, [stage.columnOf({ name: 'new', width: 70 })]);
    app.frames(1);
    expect(table.scrollLeft).toBe(520);
    expect(seen().get('0:c4')!.x).toBe(-50);
    table.setColumnWidth(1, 160);
    app.frames(1);
    expect(seen().get('0:c4')!.x).toBe(-50);
    table.removeColumns(2, 1);
    app.frames(1);
    expect(seen().get('0:c4')!.x).toBe(-50);
    table.removeColumns(4, 2);
    app.frames(1);
    expect(seen().get('0:c6')!.x).toBe(0);
    expect([...seen().keys()].some((cell) => /c[1345]$/.test(cell))).toBe(false);
  });

  it('show the rows that are there, where rows were put in and taken out before them', () => {
    const { table, app, bound } = open();
    table.insertRows(0, 4);
    table.removeRows(2, 1);
    app.frames(1);
    bound.length = 0;
    table.scrollBy({ x: 250 });
    app.frames(1);
    const rows = bound.map((cell) => Number(cell.split(':')[0]));
    expect(Math.min(...rows)).toBeLessThanOrEqual(table.list.firstVisible);
    expect(Math.max(...rows)).toBe(Math.max(table.list.lastVisible, ...rows));
    expect(new Set(rows)).toContain(table.list.lastVisible);
  });

  it('are not bound again when others are put in, and are on refresh', () => {
    const { table, app, bound } = open();
    table.insertColumns(1, [stage.columnOf({ name: 'new', width: 100 })]);
    app.frames(1);
    expect(new Set(bound.map((cell) => cell.split(':')[1]))).toEqual(new Set(['new']));
    bound.length = 0;
    table.refresh();
    app.frames(1);
    expect(new Set(bound.map((cell) => cell.split(':')[1])).has('c0')).toBe(true);
  });
});

describe('input', () => {
  it('scrolls across with a wheel across, and with shift', () => {
    const { table } = open();
    wheel(100, 100, 60, 0);
    expect([table.scrollLeft, table.scrollTop]).toEqual([60, 0]);
    wheel(100, 100, 0, 40, MODIFIER_SHIFT);
    expect([table.scrollLeft, table.scrollTop]).toEqual([100, 0]);
    wheel(100, 100, 0, 40);
    expect([table.scrollLeft, table.scrollTop]).toEqual([100, 40]);
    wheel(100, 10, 20, 0);
    expect(table.scrollLeft).toBe(120);
  });

  it('goes one way with a wheel that turns mostly that way, and both with one between', () => {
    const { table } = open();
    wheel(100, 100, 5, 60);
    expect([table.scrollLeft, table.scrollTop]).toEqual([0, 60]);
    wheel(100, 100, 60, 5);
    expect([table.scrollLeft, table.scrollTop]).toEqual([60, 60]);
    wheel(100, 100, 30, 20);
    expect([table.scrollLeft, table.scrollTop]).toEqual([90, 80]);
  });

  it('hands a wheel that it cannot follow to the table around, each axis by itself', () => {
    stage = createTableStage();
    const { world } = stage.app;
    despawn(world, stage.page);
    const outer = virtualList(world, {
      width: 400,
      height: 300,
      count: 100,
      estimatedSize: 250,
      fixedSize: true,
      template: (row) => [row],
      bind() {},
    });
    const inner = virtualTable(world, {
      parent: outer.entity,
      position: 'absolute',
      left: 0,
      top: 0,
      width: 300,
      height: 100,
      rowCount: 3,
      rowHeight: 20,
      headerHeight: 0,
      columns: tableGrid({ count: 50, width: 100, bind() {} }),
    });
    stage.app.frames(3);
    wheel(50, 50, 40, 30);
    expect(inner.scrollLeft).toBe(40);
    expect(inner.scrollTop).toBe(0);
    expect(outer.scrollTop).toBe(30);
  });

  it('locks a drag to the way it began', () => {
    const { table, app } = open();
    drag([300, 150], [200, 145], 6, 1);
    app.frames(200);
    const { scrollLeft } = table;
    expect(scrollLeft).toBeGreaterThan(80);
    expect(table.scrollTop).toBe(0);
    drag([300, 250], [280, 150], 6, 1);
    app.frames(200);
    expect(table.scrollLeft).toBe(scrollLeft);
    expect(table.scrollTop).toBeGreaterThan(80);
  });

  it('flings across after a drag, until a press', () => {
    const { table, app } = open();
    drag([350, 150], [150, 150], 6, 1);
    const lifted = table.scrollLeft;
    app.frames(10);
    const later = table.scrollLeft;
    expect(later).toBeGreaterThan(lifted + 50);
    stage.pointer('down', 200, 150, 1);
    app.frames(1);
    const held = table.scrollLeft;
    app.frames(5);
    expect(table.scrollLeft).toBe(held);
    stage.pointer('up', 200, 150, 1);
    app.frames(1);
  });

  it('maps the thumb of the scrollbar to the columns exactly', () => {
    const { table } = open();
    // 2,000 px of columns in 400 less the other scrollbar.
    const length = (388 * 388) / 2000;
    drag([30, 294], [30 + (388 - length) / 2, 294]);
    expect(table.scrollLeft).toBeCloseTo(806, 0);
    drag([30 + (388 - length) / 2, 294], [1000, 294]);
    expect(table.scrollLeft).toBe(1612);
    click(5, 294);
    expect(table.scrollLeft).toBe(1612 - 308);
  });

  it('shows it and the other only where one is needed without the other', () => {
    const cols = ['a', 'b'].map((name) => ({ name, width: 197 }));
    // 8 rows of 32 px in 264 px, 394 px of columns in 400: each fits, but not beside the scrollbar of the other.
    const { app } = open({ cols, rowCount: 8, rowHeight: 32 });
    const bars = () => [stage.barWidth(), hasTrackBelow()];
    expect(bars()).toEqual([0, false]);
    app.resize(300, 300);
    app.frames(4);
    expect(bars()).toEqual([12, true]);
    app.resize(400, 300);
    app.frames(4);
    expect(bars()).toEqual([0, false]);
    app.resize(400, 280);
    app.frames(4);
    expect(bars()).toEqual([12, true]);
    app.resize(420, 280);
    app.frames(4);
    expect(bars()).toEqual([12, false]);
    app.resize(400, 300);
    app.frames(4);
    expect(bars()).toEqual([0, false]);
  });

  it('maps it as exactly where the table is scaled', () => {
    const { table, app } = open();
    setStyle(app.world, stage.page, { scale: 2, transformOrigin: [0, 1] });
    app.frames(2);
    const length = (388 * 388) / 2000;
    drag([60, 288], [60 + (388 - length), 288]);
    expect(table.scrollLeft).toBeCloseTo(806, 0);
  });

  it('leaves the last column room beside the scrollbar of the rows, where there is one', () => {
    const cols = ['a', 'b'].map((name) => ({ name, width: 200 }));
    const { table, app } = open({ cols, rowCount: 3 });
    expect(stage.barWidth()).toBe(0);
    table.scrollBy({ x: 100 });
    app.frames(2);
    expect(table.scrollLeft).toBe(0);
    table.setRowCount(100);
    app.frames(2);
    expect(stage.barWidth()).toBe(12);
    table.scrollBy({ x: 100 });
    app.frames(2);
    expect(table.scrollLeft).toBe(12);
    table.setRowCount(3);
    app.frames(2);
    expect(table.scrollLeft).toBe(0);
  });

  it('shows no scrollbar where all columns fit, and leaves no room for it', () => {
    const { table } = open({ cols: [{ name: 'a', width: 100 }] });
    expect(table.list.visibleRange.last).toBe(Math.ceil((300 - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    expect(stage.app.input.takesWheel(100, 100, 10, 0)).toBe(false);
  });

  it('takes left and right from the page', () => {
    open();
    expect(stage.app.input.takesKey(KEY_LEFT)).toBe(true);
    expect(stage.app.input.takesKey(KEY_RIGHT)).toBe(true);
  });
});

describe('headings', () => {
  it('make a column wider by their edge, within its limits', () => {
    const resized: unknown[] = [];
    const { table, app } = open({ onResize: (event) => resized.push(event) });
    drag([198, 15], [238, 15]);
    expect(table.columnWidth(1)).toBe(140);
    expect(resized).toEqual([{ column: 1, key: 'c1', width: 140 }]);
    expect(stage.seen().get('0:c2')!.x).toBe(240);
    drag([237, 15], [20, 15]);
    expect(table.columnWidth(1)).toBe(40);
    app.frames(1);
    expect(stage.seen().get('0:c2')!.x).toBe(140);
    expect(table.sortColumn).toBe(-1);
  });

  it('fit a column to its texts with two presses on the edge', () => {
    stage = createTableStage({
      columns: [
        tableColumn({
          key: 'a',
          header: 'a',
          width: 300,
          bind: (world, [label], row) => setText(world, label, 'x'.repeat(row)),
        }),
        tableColumn({ key: 'b', header: 'b', width: 300, bind() {} }),
      ],
    });
    const { app, table } = stage;
    app.frames(2);
    click(296, 15);
    click(296, 15);
    app.frames(1);
    const width = table.columnWidth(0);
    expect(width).toBeLessThan(200);
    // The longest that lives is not cut: what it needs, and the padding.
    const longest = table.list.lastVisible;
    expect(width).toBeGreaterThan(24 + longest * 4);
  });

  it('do not resize a column that is not resizable', () => {
    const { table } = open({
      cols: [
        { name: 'a', width: 100, resizable: false },
        { name: 'b', width: 100 },
      ],
    });
    drag([98, 15], [150, 15]);
    expect(table.columnWidth(0)).toBe(100);
  });

  it('put a column elsewhere, by where they are dropped', () => {
    const moves: unknown[] = [];
    const { table, app } = open({ onMove: (event) => moves.push(event) });
    drag([50, 15], [270, 15]);
    app.frames(1);
    expect(moves).toEqual([{ column: 2, key: 'c0', from: 0 }]);
    expect(table.keyOf(2)).toBe('c0');
    expect(stage.seen().get('0:c0')!.x).toBe(200);
    expect(stage.seen().get('0:c1')!.x).toBe(0);
    expect(table.sortColumn).toBe(-1);
    drag([50, 15], [70, 15]);
    expect(table.keyOf(0)).toBe('c1');
    expect(moves).toHaveLength(1);
  });

  it('keep frozen columns and others apart', () => {
    const { table } = open({
      cols: [{ name: 'z', width: 80, frozen: true }, ...frozenFirst],
    });
    drag([40, 15], [350, 15]);
    expect([table.keyOf(0), table.keyOf(1), table.keyOf(2)]).toEqual(['a', 'z', 'c0']);
    drag([350, 15], [5, 15]);
    expect([table.keyOf(0), table.keyOf(1), table.keyOf(2)]).toEqual(['a', 'z', 'c1']);
    expect(() => table.moveColumn(0, 5)).toThrow(/stay/);
  });

  it('scroll while one is dragged to the edge', () => {
    const { table, app } = open();
    stage.pointer('down', 50, 15);
    stage.pointer('move', 390, 15);
    app.frames(20);
    expect(table.scrollLeft).toBeGreaterThan(100);
    stage.pointer('up', 390, 15);
    app.frames(1);
    const after = table.scrollLeft;
    app.frames(5);
    expect(table.scrollLeft).toBe(after);
    expect(table.keyOf(0)).toBe('c1');
  });

  it('ask for an order when they are activated, and show it', () => {
    const sorts: unknown[] = [];
    const cols = [
      { name: 'a', width: 100, sortable: true },
      { name: 'b', width: 100 },
    ];
    const { table, app } = open({ cols, onSort: (event) => sorts.push(event) });
    click(50, 15);
    click(50, 15);
    click(150, 15);
    app.frames(1);
    expect(sorts).toEqual([
      { column: 0, key: 'a', direction: 'ascending' },
      { column: 0, key: 'a', direction: 'descending' },
    ]);
    expect(stage.headings().has('↓')).toBe(true);
    table.setSorting(0, 'ascending');
    app.frames(1);
    expect(stage.headings().has('↑')).toBe(true);
    table.moveColumn(0, 1);
    app.frames(1);
    expect(table.sortColumn).toBe(1);
    table.setSorting(-1);
    app.frames(1);
    expect(stage.headings().has('↑')).toBe(false);
  });
});

describe('the active cell', () => {
  it('follows keys, and is kept in sight', () => {
    const { table } = open({ cols: frozenFirst, frozenRows: 1 });
    click(200, 100);
    expect([table.activeRow, table.activeColumn]).toEqual([2, 2]);
    expect(stage.ringed()).toBe('2:c1');
    stage.key(KEY_RIGHT);
    stage.key(KEY_DOWN);
    expect(stage.ringed()).toBe('3:c2');
    stage.key(KEY_END);
    expect(table.scrollLeft).toBe(80 + 2000 - 388);
    expect(stage.ringed()).toBe('3:c19');
    stage.key(KEY_HOME);
    expect(stage.ringed()).toBe('3:a');
    expect(table.scrollLeft).toBe(0);
    stage.key(KEY_RIGHT);
    expect(table.scrollLeft).toBe(0);
    stage.key(KEY_END, MODIFIER_CONTROL);
    stage.app.frames(1);
    expect([table.activeRow, table.activeColumn]).toEqual([999, 20]);
    expect(stage.ringed()).toBe('999:c19');
    stage.key(KEY_HOME, MODIFIER_CONTROL);
    stage.app.frames(1);
    expect(stage.ringed()).toBe('0:a');
    stage.key(KEY_PAGE_DOWN);
    expect(table.activeRow).toBe(6);
  });

  it('goes into the headings, which keys sort, resize and move', () => {
    const log: string[] = [];
    const { table } = open({
      cols: frozenFirst.map((col) => ({ ...col, sortable: true })),
      onSort: ({ key, direction }) => log.push(`${key} ${direction}`),
      onResize: ({ key, width }) => log.push(`${key} ${width}`),
      onMove: ({ key, column }) => log.push(`${key} to ${column}`),
      onActivate: (row, column) => log.push(`activate ${row} ${column}`),
    });
    click(200, 40);
    stage.key(KEY_ENTER);
    stage.key(KEY_UP);
    expect(table.activeRow).toBe(-1);
    stage.key(KEY_ENTER);
    stage.key(KEY_RIGHT, MODIFIER_SHIFT);
    stage.key(KEY_RIGHT, MODIFIER_ALT);
    stage.key(KEY_LEFT, MODIFIER_ALT);
    stage.key(KEY_LEFT, MODIFIER_ALT);
    stage.key(KEY_LEFT, MODIFIER_ALT);
    expect(log).toEqual([
      'activate 0 2',
      'c1 ascending',
      'c1 116',
      'c1 to 3',
      'c1 to 2',
      'c1 to 1',
    ]);
    expect(table.activeColumn).toBe(1);
  });

  it('goes with its row and column when others are put in, taken out and moved', () => {
    const { table, app } = open();
    table.setActiveCell(5, 3);
    table.insertRows(2, 4);
    table.removeColumns(0, 2);
    table.moveColumn(1, 6);
    app.frames(1);
    expect([table.activeRow, table.activeColumn]).toEqual([9, 6]);
    table.moveRows(8, 2, 20);
    expect(table.activeRow).toBe(21);
    table.moveRows(2, 19, 3);
    expect(table.activeRow).toBe(2);
    table.moveRows(1, 2, 8);
    expect(table.activeRow).toBe(9);
    table.removeRows(9, 1);
    expect([table.activeRow, table.activeColumn]).toEqual([-1, -1]);
  });

  it('is told of, and has no ring without the keyboard', () => {
    const told: string[] = [];
    const { table, app } = open({ onActive: (row, column) => told.push(`${row} ${column}`) });
    table.setActiveCell(1, 1);
    app.frames(1);
    expect(stage.ringed()).toBe('');
    click(50, 45);
    expect(stage.ringed()).toBe('0:c0');
    app.input.blur(app.clock.now());
    table.setActiveCell(-1, -1);
    app.frames(1);
    expect(stage.ringed()).toBe('');
    expect(told).toEqual(['1 1', '0 0', '-1 -1']);
  });
});

describe('a failure', () => {
  it('of a bind is told once and leaves other cells, until the table is refreshed', () => {
    stage = createTableStage({
      columns: [
        tableColumn({
          header: 'bad',
          width: 100,
          template: (cell) => [cell],
          bind: () => {
            throw new Error('no data');
          },
        }),
        tableColumn({
          header: 'good',
          width: 100,
          template: (cell) => [text(stage.app.world, { parent: cell })] as const,
          bind: (world, [label], row) => setText(world, label, `row ${row}`),
        }),
      ],
    });
    const { app, errors, table } = stage;
    app.frames(3);
    expect(errors).toHaveLength(1);
    expect(String(errors[0]!.error)).toMatch(/bind of row 0, column 0 failed: no data/);
    table.refresh();
    app.frames(1);
    expect(errors).toHaveLength(2);
  });

  it('of a template is told once, and its cells stay empty', () => {
    stage = createTableStage({
      columns: [
        tableColumn({
          header: 'bad',
          width: 100,
          template: () => {
            throw new Error('no parts');
          },
          bind() {},
        }),
      ],
    });
    const { app, errors } = stage;
    app.frames(3);
    expect(errors).toHaveLength(1);
    expect(String(errors[0]!.error)).toMatch(/template of a column failed: no parts/);
  });

  it('of options names them', () => {
    const { app } = open();
    const { world } = app;
    const parent = box(world);
    const make = (options: object) => () =>
      virtualTable(world, {
        parent,
        rowCount: 10,
        rowHeight: 20,
        columns: tableGrid({ count: 5, width: 50, bind() {} }),
        ...options,
      });
    expect(make({ rowHeight: 0 })).toThrow(/rowHeight is 0/);
    expect(make({ rowCount: 1.5 })).toThrow(/rowCount is 1.5/);
    expect(make({ frozenRows: 11 })).toThrow(/frozenRows is 11/);
    expect(make({ columns: [{ width: 50 }] })).toThrow(/bind is undefined/);
    expect(make({ columns: [{ width: -1, bind() {} }] })).toThrow(/width/);
    expect(make({ columns: [{ width: 1, minWidth: 9, maxWidth: 3, bind() {} }] })).toThrow(
      /minWidth/,
    );
    expect(
      make({
        columns: [
          { width: 1, bind() {} },
          { width: 1, frozen: true, bind() {} },
        ],
      }),
    ).toThrow(/put frozen ones first/);
    const before = elementCount(world);
    expect(make({ headerStyle: { fill: 'no colour' } })).toThrow(/no colour/);
    expect(elementCount(world)).toBe(before);
    expect(() => stage.table.insertColumns(0, 3)).toThrow(/take columns/);
    expect(() => stage.table.removeColumns(0, 99)).toThrow(/removeColumns/);
    expect(() => stage.table.scrollToCell(5000, 0)).toThrow(/scrollToCell: row/);
    expect(() => stage.table.scrollBy({ x: Number.NaN })).toThrow(/scrollBy: x/);
  });
});

it('does nothing once its element is gone', () => {
  const { table, app, page, errors } = open();
  despawn(app.world, page);
  app.frames(1);
  table.moveColumn(0, 1);
  table.refresh();
  table.scrollToCell(3, 3);
  table.setColumnWidth(0, 50);
  app.frames(2);
  expect(errors).toEqual([]);
});

it('changes the looks of a row by its index', () => {
  const rows: number[] = [];
  const { app, table } = open({ bindRow: (_, _row, index) => rows.push(index) });
  expect(rows).toContain(0);
  rows.length = 0;
  table.scrollBy({ y: 300 });
  app.frames(1);
  expect(Math.min(...rows)).toBeGreaterThan(4);
});

it('gives headings of a grid to bindHeader', () => {
  const app = createHeadlessApp({ width: 300, height: 200 });
  const labels: string[] = [];
  virtualTable(app.world, {
    rowCount: 10,
    rowHeight: 20,
    columns: tableGrid({
      count: 5,
      width: 50,
      bind() {},
      bindHeader(world, label, column) {
        setText(world, label, `n${column}`);
        labels.push(textOf(world, label));
      },
    }),
  });
  app.frames(2);
  expect(labels).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
  app.dispose();
  open();
});

/** Whether rows leave room for the scrollbar of the columns. */
function hasTrackBelow(): boolean {
  const { world } = stage.app;
  const { content } = resource(world, ListTable).lists[0]!;
  return columns(world, LayoutStyle).bottom[content] === 12;
}
