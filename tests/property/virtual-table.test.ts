import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Col,
  createTableStage,
  HEADER_HEIGHT,
  ROW_HEIGHT,
  type TableStage,
} from '../unit/table/table-stage';

const RUNS = process.env.RAFTER_LONG ? 3_000 : 8;
/** Layers stand on whole pixels. */
const NEAR = 0.51;

type Operation =
  | { op: 'scrollBy'; x: number; y: number }
  | { op: 'scrollTo'; x: number; y: number }
  | { op: 'scrollToCell'; row: number; column: number }
  | { op: 'setWidth'; column: number; width: number }
  | { op: 'moveColumn'; from: number; to: number }
  | { op: 'insertColumns'; index: number; widths: number[] }
  | { op: 'removeColumns'; index: number; count: number }
  | { op: 'insertRows'; index: number; count: number }
  | { op: 'removeRows'; index: number; count: number }
  | { op: 'setRowCount'; count: number }
  | { op: 'resize'; width: number; height: number }
  | { op: 'refresh' };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const width = fc.oneof(fc.integer({ min: 40, max: 300 }), fc.constant(900));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('scrollBy' as const),
    x: fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -4e5, max: 4e5 })),
    y: fc.integer({ min: -300, max: 300 }),
  }),
  fc.record({
    op: fc.constant('scrollTo' as const),
    x: fc.integer({ min: -100, max: 600_000 }),
    y: fc.integer({ min: -100, max: 40_000 }),
  }),
  fc.record({ op: fc.constant('scrollToCell' as const), row: share, column: share }),
  fc.record({ op: fc.constant('setWidth' as const), column: share, width }),
  fc.record({ op: fc.constant('moveColumn' as const), from: share, to: share }),
  fc.record({
    op: fc.constant('insertColumns' as const),
    index: share,
    widths: fc.array(width, { maxLength: 4 }),
  }),
  fc.record({
    op: fc.constant('removeColumns' as const),
    index: share,
    count: fc.integer({ min: 0, max: 6 }),
  }),
  fc.record({
    op: fc.constant('insertRows' as const),
    index: share,
    count: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({
    op: fc.constant('removeRows' as const),
    index: share,
    count: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({ op: fc.constant('setRowCount' as const), count: fc.integer({ min: 5, max: 1500 }) }),
  fc.record({
    op: fc.constant('resize' as const),
    width: fc.integer({ min: 200, max: 900 }),
    height: fc.integer({ min: 150, max: 500 }),
  }),
  fc.record({ op: fc.constant('refresh' as const) }),
);

let stage: TableStage;
afterEach(() => stage?.dispose());

describe('a table', () => {
  it('shows each cell in sight at its place and no other, whatever is scrolled, put in, taken out, moved and resized', () => {
    fc.assert(
      fc.property(
        fc.record({
          frozen: fc.integer({ min: 0, max: 2 }),
          frozenRows: fc.integer({ min: 0, max: 2 }),
          widths: fc.array(width, { minLength: 3, maxLength: 60 }),
          wide: fc.boolean(),
          operations: fc.array(operation, { minLength: 1, maxLength: 16 }),
        }),
        ({ frozen, frozenRows, widths, wide, operations }) => {
          const model = createModel(frozen, frozenRows, wide ? [...widths, ...WIDE] : widths);
          try {
            model.check();
            for (const each of operations) model.apply(each);
          } finally {
            stage.dispose();
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** Makes a row wider than cells are counted from one place. */
const WIDE = Array.from({ length: 800 }, () => 700);

function createModel(frozen: number, frozenRows: number, widths: readonly number[]) {
  let next = 0;
  let nextRow = 0;
  const cols: Col[] = widths.map((size, i) => ({
    name: `c${next++}`,
    width: i < frozen ? 50 : size,
    frozen: i < frozen,
  }));
  let rows = Array.from({ length: 1000 }, () => nextRow++);
  let left = 0;
  let size = { width: 400, height: 300 };
  // What the scrollbar of the rows leaves of it.
  let wide = 400;
  stage = createTableStage({ cols, frozenRows, rowCount: rows.length, idOf: (row) => rows[row]! });
  const { table, app } = stage;
  app.frames(2);

  const offset = (column: number) => cols.slice(0, column).reduce((sum, col) => sum + col.width, 0);
  const held = () => offset(frozen);
  const total = () => offset(cols.length);
  const pick = (at: number, from: number, end: number) =>
    Math.min(end - 1, from + Math.floor(at * (end - from)));

  /** The column at the edge, and how far in it that is. */
  function anchor(): [Col | undefined, number] {
    const edge = held() + left;
    let start = held();
    for (const col of cols.slice(frozen)) {
      if (start + col.width > edge) return [col, edge - start];
      start += col.width;
    }
    const last = cols.at(-1);
    return cols.length > frozen ? [last, edge - total() + last!.width] : [undefined, 0];
  }

  function keep([col, off]: [Col | undefined, number], at: number): void {
    if (!col) return;
    let index = cols.indexOf(col);
    let inside = off;
    if (index < 0) {
      index = Math.min(at, cols.length - 1);
      inside = 0;
    }
    // None is left that could be scrolled.
    if (index < frozen) {
      left = 0;
      return;
    }
    left = offset(index) + Math.min(inside, cols[index]!.width) - held();
  }

  function change(each: Operation): void {
    switch (each.op) {
      case 'scrollBy':
        table.scrollBy(each);
        left += each.x;
        break;
      case 'scrollTo':
        table.scrollTo(each);
        left = each.x;
        break;
      case 'scrollToCell': {
        const column = pick(each.column, 0, cols.length);
        table.scrollToCell(pick(each.row, 0, rows.length), column);
        if (column < frozen) break;
        clamp();
        const start = offset(column) - held();
        const spare = wide - held() - cols[column]!.width;
        if (start < left || spare < 0) left = start;
        else if (start - spare > left) left = start - spare;
        break;
      }
      case 'setWidth': {
        const before = anchor();
        const col = cols[pick(each.column, 0, cols.length)]!;
        col.width = table.setColumnWidth(cols.indexOf(col), each.width);
        expect(col.width).toBe(each.width);
        keep(before, 0);
        break;
      }
      case 'moveColumn': {
        const from = pick(each.from, 0, cols.length);
        const to = from < frozen ? pick(each.to, 0, frozen) : pick(each.to, frozen, cols.length);
        table.moveColumn(from, to);
        cols.splice(to, 0, ...cols.splice(from, 1));
        break;
      }
      case 'insertColumns': {
        const index = pick(each.index, frozen, cols.length + 1);
        const made = each.widths.map((each) => ({ name: `c${next++}`, width: each }));
        const before = anchor();
        table.insertColumns(index, made.map(stage.columnOf));
        cols.splice(index, 0, ...made);
        keep(before, 0);
        break;
      }
      case 'removeColumns': {
        const index = pick(each.index, frozen, cols.length + 1);
        const before = anchor();
        // One is left, for operations that name one.
        const count = Math.min(each.count, cols.length - index, cols.length - 1);
        table.removeColumns(index, count);
        cols.splice(index, count);
        keep(before, index);
        break;
      }
      case 'insertRows': {
        const index = pick(each.index, frozenRows, rows.length + 1);
        rows.splice(index, 0, ...Array.from({ length: each.count }, () => nextRow++));
        table.insertRows(index, each.count);
        break;
      }
      case 'removeRows': {
        const index = pick(each.index, frozenRows, rows.length + 1);
        const count = Math.min(each.count, rows.length - index);
        rows.splice(index, count);
        table.removeRows(index, count);
        break;
      }
      case 'setRowCount':
        rows = Array.from({ length: each.count }, (_, i) => rows[i] ?? nextRow++);
        table.setRowCount(each.count);
        break;
      case 'resize':
        wide += each.width - size.width;
        clamp();
        size = { width: each.width, height: each.height };
        app.resize(each.width, each.height);
        break;
      case 'refresh':
        table.refresh();
        break;
    }
  }

  function clamp(): void {
    left = Math.max(0, Math.min(left, total() - wide));
  }

  function check(): void {
    wide = size.width - stage.barWidth();
    clamp();
    expect(stage.errors).toEqual([]);
    expect(table.scrollLeft).toBeCloseTo(left, 5);
    const expected = new Map<string, [number, number]>();
    const top = HEADER_HEIGHT + frozenRows * ROW_HEIGHT;
    const first = Math.floor(table.scrollTop / ROW_HEIGHT);
    for (let row = 0; row < rows.length; row++) {
      if (row >= frozenRows && row < first) continue;
      const y =
        row < frozenRows
          ? HEADER_HEIGHT + row * ROW_HEIGHT
          : top + (row - frozenRows) * ROW_HEIGHT - table.scrollTop;
      if (y >= size.height) break;
      // A row ends in a line of 1 px, which is no part of its cells.
      if (row >= frozenRows && y + ROW_HEIGHT - 1 <= top) continue;
      let start = 0;
      for (const [column, col] of cols.entries()) {
        const x = column < frozen ? start : start - left;
        const from = column < frozen ? x : Math.max(x, held());
        if (Math.min(x + col.width, size.width) - Math.max(from, 0) > 1) {
          expected.set(`${rows[row]}:${col.name}`, [x, y]);
        }
        start += col.width;
      }
    }
    const seen = stage.seen();
    for (const [name, [x, y]] of expected) {
      const cell = seen.get(name);
      if (!cell) throw new Error(`${name} is not shown; it belongs to ${x}, ${y}`);
      expect(Math.abs(cell.x - x), `${name}: x is ${cell.x}, not ${x}`).toBeLessThan(NEAR);
      expect(Math.abs(cell.y - y), `${name}: y is ${cell.y}, not ${y}`).toBeLessThan(NEAR);
      expect(cell.width).toBe(cols.find((col) => col.name === cell.column)!.width);
    }
    for (const [name, { left: from, right, y }] of seen) {
      if (expected.has(name) || right - from <= 1) continue;
      // Rows of the overscan lie below the headings and beyond the end.
      if (y >= size.height || y + ROW_HEIGHT <= top + 0.01) continue;
      throw new Error(`${name} is shown at ${from} to ${right}, ${y}`);
    }
  }

  return {
    check,
    apply(each: Operation) {
      change(each);
      app.frames(2);
      check();
    },
  };
}
