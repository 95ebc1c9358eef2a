import { afterEach, describe, expect, it } from 'vitest';
import { arraySource, pagedSource } from '../../../src/data';
import type { RowSink, RowSource } from '../../../src/ecs/stores';
import { virtualTable } from '../../../src/table';
import { createTableStage, type TableStage } from './table-stage';

let stage: TableStage;

afterEach(() => stage.dispose());

describe('a table of a source', () => {
  it('shows its rows, and keeps up with what becomes of them', () => {
    const source = arraySource(Array.from({ length: 100 }, (_, i) => i));
    stage = createTableStage({ source, idOf: (row) => source.at(row)! });
    const { app, table } = stage;
    app.frames(3);
    expect(table.rowCount).toBe(100);
    expect(stage.seen().has('0:c0')).toBe(true);
    table.setActiveCell(5, 0);
    app.frames(2);
    stage.bound.length = 0;
    source.splice(0, 2);
    app.frames(2);
    expect(table.rowCount).toBe(98);
    expect(table.activeRow).toBe(3);
    // Rows that stay keep their cells.
    expect(stage.bound).not.toContain('3:c0');
    source.splice(0, 0, 500, 501, 502);
    app.frames(2);
    expect([table.rowCount, table.activeRow]).toEqual([101, 6]);
    stage.bound.length = 0;
    // Few that move, and all of them.
    source.replace([
      ...source.items.slice(4, 8),
      ...source.items.slice(0, 4),
      ...source.items.slice(8),
    ]);
    app.frames(2);
    expect(table.activeRow).toBe(2);
    source.replace([...source.items].reverse());
    expect(table.activeRow).toBe(98);
    app.frames(2);
    source.replace([...source.items].reverse());
    app.frames(2);
    expect(table.activeRow).toBe(2);
    source.splice(0, 0, ...source.splice(4, 4));
    table.setActiveCell(6, 0);
    app.frames(2);
    source.splice(0, 3);
    source.splice(3, 1);
    app.frames(2);
    expect(table.activeRow).toBe(-1);
    table.scrollTo({ y: 0 });
    source.set(0, 2000);
    app.frames(2);
    expect(stage.seen().has('2000:c0')).toBe(true);
    source.replace([7, 8, 9]);
    app.frames(3);
    expect([...stage.seen().keys()].filter((name) => name.endsWith(':c0'))).toEqual([
      '7:c0',
      '8:c0',
      '9:c0',
    ]);
  });

  it('leaves rows to placeholders until their data comes', async () => {
    const answers: (() => void)[] = [];
    const source = pagedSource<number>({
      count: 1000,
      pageSize: 10,
      beside: 0,
      load: (from, to) =>
        new Promise((resolve) => {
          answers.push(() => resolve(Array.from({ length: to - from }, (_, i) => from + i)));
        }),
    });
    let held = 0;
    stage = createTableStage({ source, placeholder: () => held++ });
    const { app } = stage;
    const settle = async () => {
      for (let i = 0; i < 4; i++) {
        app.frames(2);
        await new Promise((resolve) => setTimeout(resolve));
      }
    };
    await settle();
    expect(stage.seen().size).toBe(0);
    expect(stage.bound).toEqual([]);
    for (const answer of answers.splice(0)) answer();
    await settle();
    expect(held).toBeGreaterThan(0);
    expect(stage.seen().has('0:c0')).toBe(true);
    expect(stage.errors).toEqual([]);
    source.dispose();
  });

  it('fills no cell of a row whose data is missing, and shows nothing else in its place', () => {
    let isThere = true;
    let sink: RowSink | undefined;
    const source: RowSource = {
      count: 100,
      isReady: (row) => isThere || row === 3,
      connect(to) {
        sink = to;
        return () => {};
      },
    };
    stage = createTableStage({ source });
    const { app, table } = stage;
    app.frames(3);
    expect(stage.seen().has('0:c0')).toBe(true);
    isThere = false;
    stage.bound.length = 0;
    table.scrollBy({ x: 800 });
    app.frames(2);
    // Of all others what was in sight before is gone, and what is in sight now is not there.
    expect([...new Set(stage.bound.map((name) => name.split(':')[0]))]).toEqual(['3']);
    expect([...new Set([...stage.seen().values()].map(({ row }) => row))]).toEqual([3]);
    isThere = true;
    sink!.refreshRows(0, 100);
    app.frames(2);
    expect(stage.seen().has('0:c9')).toBe(true);
  });

  it('has its rows changed there, and there alone', () => {
    const source = arraySource([1, 2, 3]);
    stage = createTableStage({ source });
    stage.app.frames(2);
    for (const edit of [
      () => stage.table.setRowCount(2),
      () => stage.table.insertRows(0, 1),
      () => stage.table.removeRows(0, 1),
      () => stage.table.moveRows(0, 1, 1),
    ])
      expect(edit).toThrow('rows of a source: change them there');
    const { world } = stage.app;
    const make = (options: object) =>
      virtualTable(world, { rowHeight: 20, columns: [], ...options });
    expect(() => make({})).toThrow('rowCount is undefined and source undefined; give one of them');
    expect(() => make({ source, rowCount: 3 })).toThrow('rowCount is 3 and source');
    expect(() => make({ source, frozenRows: 1 })).toThrow('frozenRows is 1 with a source; give 0');
  });
});
