import { afterEach, describe, expect, it } from 'vitest';
import { columnSource } from '../../../src/data';
import { createSourceList, type SourceList } from './source-list';

let stage: SourceList<unknown> | undefined;

afterEach(() => stage?.app.dispose());

describe('a column source', () => {
  it('reads the arrays that it was given, and tells what it is told of them', () => {
    const delay = Int16Array.of(5, 6, 7, 8);
    const source = columnSource({ delay, name: ['a', 'b', 'c'] });
    expect(source.columns.delay).toBe(delay);
    expect(source.count).toBe(3);
    stage = createSourceList(source, (index) => source.columns.delay[index]);
    stage.app.frames(2);
    expect([...stage.seen()]).toEqual([
      [0, 5],
      [1, 6],
      [2, 7],
    ]);
    stage.binds.length = 0;
    delay[1] = 60;
    source.refreshRows(1, 1);
    stage.app.frames(1);
    expect(stage.binds).toEqual([60]);
    source.setColumns({ delay: Int16Array.of(5, 60, 7, 8, 9), name: ['a', 'b', 'c', 'd', 'e'] }, 4);
    stage.app.frames(2);
    expect(stage.binds).toEqual([60, 8]);
    source.setCount(1);
    stage.app.frames(2);
    expect(stage.seen().size).toBe(1);
    expect(source.count).toBe(1);
  });

  it('refuses columns that are too short or none', () => {
    expect(() => columnSource({ a: [1] }, 2)).toThrow("column 'a' has 1 values for 2 rows");
    expect(() => columnSource({ a: 7 as never })).toThrow("column 'a' is 7");
    expect(() => columnSource({})).toThrow('columns is empty');
    expect(() => columnSource({ a: [1] }, 0.5)).toThrow('count is 0.5');
    expect(() => columnSource(undefined as never)).toThrow('columns is undefined');
    const source = columnSource({ a: [1, 2] });
    expect(() => source.setCount(3)).toThrow("column 'a' has 2 values for 3 rows");
    expect(() => source.refreshRows(1, 2)).toThrow('refreshRows(1, 2): there are 2 rows');
  });
});
