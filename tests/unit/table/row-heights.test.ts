import { afterEach, describe, expect, it } from 'vitest';
import { KEY_DOWN, KEY_UP } from '../../../src/ecs/stores';
import { tableColumn, tableGrid, virtualTable } from '../../../src/table';
import { box, setStyle } from '../../../src/ui';
import { createTableStage, HEADER_HEIGHT, type StageOptions, type TableStage } from './table-stage';

const EDGE = 1;

let stage: TableStage;
afterEach(() => stage?.dispose());

/** Rows in sight, by index: where they begin below the headings. */
function tops(): Map<number, number> {
  const found = new Map<number, number>();
  for (const { row, y } of stage.seen().values()) found.set(row, y - HEADER_HEIGHT);
  return found;
}

function startsOf(heightOf: (row: number) => number, count: number): number[] {
  const starts = [0];
  for (let row = 0; row < count; row++) starts.push(starts[row]! + heightOf(row));
  return starts;
}

function open(options: StageOptions): void {
  stage = createTableStage({
    cols: [
      { name: 'a', width: 120 },
      { name: 'b', width: 120 },
    ],
    ...options,
  });
  stage.app.frames(3);
  expect(stage.errors).toEqual([]);
}

/** A table whose second column's cells are as high as `heightOf` says. */
function openMeasured(heightOf: (row: number) => number, options: StageOptions = {}): void {
  stage = createTableStage({ cols: [{ name: 'a', width: 120 }], measureRows: true, ...options });
  const { world } = stage.app;
  stage.table.insertColumns(1, [
    tableColumn({
      key: 'high',
      width: 150,
      template: (cell) => [box(world, { parent: cell, width: 20 })],
      bind(_, [part], row) {
        setStyle(world, part!, { height: heightOf(row) });
      },
    }),
  ]);
  stage.app.frames(3);
  expect(stage.errors).toEqual([]);
}

describe('rows of a table that are told their heights', () => {
  const heightOf = (row: number) => 20 + (row % 5) * 12;
  const starts = startsOf(heightOf, 1000);

  it('lie where these say, with rows that stay', () => {
    open({ heightOf, frozenRows: 2 });
    stage.table.scrollToCell(500, 0, 'start');
    stage.app.frames(2);
    const found = tops();
    expect([found.get(0), found.get(1)]).toEqual([0, 20]);
    expect(found.get(500)).toBe(52);
    for (const [row, y] of found) {
      if (row >= 500) expect(y - 52, `row ${row}`).toBe(starts[row]! - starts[500]!);
    }
    expect(found.size).toBeGreaterThan(6);
  });

  it('are found by clicks, and brought into sight by keys', () => {
    open({ heightOf });
    stage.pointer('down', 50, HEADER_HEIGHT + starts[3]! + 5);
    stage.pointer('up', 50, HEADER_HEIGHT + starts[3]! + 5);
    stage.app.frames(2);
    expect(stage.table.activeRow).toBe(3);
    for (let i = 0; i < 20; i++) {
      stage.key(KEY_DOWN);
      stage.app.frames(2);
    }
    expect(stage.table.activeRow).toBe(23);
    const y = tops().get(23)!;
    expect(y).toBeGreaterThan(150);
    expect(y + heightOf(23)).toBeLessThanOrEqual(300 - HEADER_HEIGHT);
    for (let i = 0; i < 20; i++) {
      stage.key(KEY_UP);
      stage.app.frames(2);
    }
    expect(tops().get(3)).toBe(0);
  });

  it('are told again after a refresh', () => {
    let more = 0;
    open({ heightOf: (row) => heightOf(row) + more });
    more = 10;
    stage.table.refresh();
    stage.app.frames(2);
    expect(tops().get(2)).toBe(starts[2]! + 20);
  });

  it('are refused where they are none', () => {
    open({});
    const make = (options: object) => () =>
      virtualTable(stage.app.world, {
        parent: stage.page,
        rowCount: 10,
        rowHeight: 20,
        columns: tableGrid({ count: 5, width: 50, bind() {} }),
        ...options,
      });
    expect(make({ heightOf: 3 })).toThrow(/heightOf is 3/);
    expect(make({ heightOf, measureRows: true })).toThrow(/measureRows/);
    expect(make({ heightOf: () => Number.NaN, frozenRows: 1 })).toThrow(/heightOf\(0\)/);
  });
});

describe('rows of a table that are measured', () => {
  const heightOf = (row: number) => 10 + (row % 4) * 25;
  const rowOf = (row: number) => Math.max(30, heightOf(row) + EDGE);
  const starts = startsOf(rowOf, 1000);

  it('are as high as their highest cell, and as the least height', () => {
    openMeasured(heightOf);
    for (const [row, y] of tops()) expect(y, `row ${row}`).toBe(starts[row]);
    stage.table.scrollToCell(300, -1, 'start');
    stage.app.frames(2);
    const found = tops();
    expect(found.get(300)).toBe(0);
    for (const [row, y] of found) {
      if (row >= 300) expect(y, `row ${row}`).toBe(starts[row]! - starts[300]!);
    }
  });

  it('keep what is in sight in place while they scroll past', () => {
    openMeasured(heightOf);
    stage.table.scrollToCell(700, -1, 'start');
    stage.app.frames(2);
    for (let i = 0; i < 20; i++) {
      const before = tops();
      stage.table.scrollBy({ y: -17 });
      stage.app.frames(1);
      const after = tops();
      for (const [row, y] of before) {
        if (y >= 0 && after.has(row)) expect(after.get(row), `row ${row}`).toBeCloseTo(y + 17, 1);
      }
    }
  });

  it('become higher and lower when their data has changed', () => {
    let more = 40;
    openMeasured((row) => heightOf(row) + more);
    const first = () => tops().get(1);
    expect(first()).toBe(heightOf(0) + 40 + EDGE);
    more = 0;
    stage.table.refresh();
    stage.app.frames(3);
    expect(first()).toBe(30);
    more = 60;
    stage.table.refresh();
    stage.app.frames(3);
    expect(first()).toBe(heightOf(0) + 60 + EDGE);
  });
});
