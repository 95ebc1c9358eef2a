// Needs a process of its own: it counts bytes by memoryUsage.
import {
  Bool,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Float16,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  makeVector,
  type RecordBatch,
  Table,
  TimestampMicrosecond,
  TimestampSecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArrowTable, arrowSource } from '../../../src/data';

describe('an Arrow source', () => {
  it('reads each type as the table itself does', () => {
    const day = 86_400_000;
    const columns = {
      int16: vectorFromArray([1, null, -3], new Int16()),
      int64: vectorFromArray([5n, -7n, 2n ** 52n], new Int64()),
      uint64: vectorFromArray([5n, 2n ** 33n, null], new Uint64()),
      float16: vectorFromArray([0.5, -2, 65504], new Float16()),
      float32: vectorFromArray([0.5, null, 1.25], new Float32()),
      float64: vectorFromArray([Math.PI, 0, -1], new Float64()),
      bool: vectorFromArray([true, null, false], new Bool()),
      day: vectorFromArray([new Date(day * 3), null, new Date(0)], new DateDay()),
      ms: vectorFromArray([new Date(1), new Date(2e12), null], new DateMillisecond()),
      text: vectorFromArray(['', 'é€😀', null], new Utf8()),
      coded: vectorFromArray(['a', 'b', 'a'], new Dictionary(new Utf8(), new Int32())),
      numbers: vectorFromArray([7, 9, 7], new Dictionary(new Int32(), new Int16())),
    };
    const table: Table = new Table(columns);
    const source = arrowSource(table);
    expect(source.count).toBe(3);
    expect(source.names).toEqual(Object.keys(columns));
    for (const name of source.names) {
      const column = source.column(name);
      const vector = table.getChild(name)!;
      for (let i = 0; i < 3; i++) {
        const value: unknown = vector.get(i);
        expect(column.isNull(i), `${name} ${i}`).toBe(value === null);
        if (typeof value === 'string') expect(column.textAt(i), name).toBe(value);
        else expect(column.textAt(i), name).toBe('');
        if (typeof value !== 'string' && value !== null)
          expect(column.at(i), `${name} ${i}`).toBe(Number(value));
        else expect(column.at(i), `${name} ${i}`).toBeNaN();
      }
    }
    expect(source.column('coded').dictionary).toEqual(['a', 'b']);
    expect([0, 1, 2].map((i) => source.column('coded').codeAt(i))).toEqual([0, 1, 0]);
    expect(source.column('text').codeAt(0)).toBe(-1);
    expect(source.column('text').dictionary).toEqual([]);
    expect(source.column('text')).toBe(source.column('text'));
  });

  it('gives times in milliseconds, whatever their unit', () => {
    const table = new Table({
      s: vectorFromArray([2000], new TimestampSecond()),
      us: vectorFromArray([1500], new TimestampMicrosecond()),
    });
    const stored = (name: 's' | 'us') => Number(table.getChild(name)!.data[0]!.values[0]);
    const source = arrowSource(table);
    expect(source.column('s').at(0)).toBe(stored('s') * 1000);
    expect(source.column('us').at(0)).toBe(stored('us') / 1000);
  });

  it('finds rows in chunks of any lengths, sliced ones too, as the table does', () => {
    const value = fc.oneof(fc.constant(null), fc.integer({ min: -1000, max: 1000 }));
    const text = fc.oneof(fc.constant(null), fc.constantFrom('', 'a', 'ä', 'long text', '€'));
    const row = fc.tuple(value, text, fc.oneof(fc.constant(null), fc.boolean()));
    const chunk = fc.array(row, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(chunk, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.nat(),
        (chunks, a, b) => {
          const batches = chunks.map((rows) => batchOf(rows));
          const whole = new Table(batches);
          const from = a % whole.numRows;
          const table = whole.slice(from, from + 1 + (b % (whole.numRows - from)));
          const source = arrowSource(table);
          for (const name of ['value', 'text', 'flag', 'coded']) {
            const column = source.column(name);
            const order = Array.from({ length: table.numRows }, (_, i) => (i * 7) % table.numRows);
            for (const i of order) {
              const expected: unknown = table.getChild(name)!.get(i);
              expect(column.isNull(i)).toBe(expected === null);
              if (typeof expected === 'string') expect(column.textAt(i)).toBe(expected);
              else if (expected !== null) expect(column.at(i)).toBe(Number(expected));
              if (name === 'coded')
                expect(column.dictionary[column.codeAt(i)] ?? null).toBe(expected);
            }
          }
        },
      ),
      { numRuns: process.env.RAFTER_LONG ? 5000 : 60 },
    );
  });

  it('copies no byte of a table, and decodes a dictionary once', () => {
    const rows = 400_000;
    const words = Array.from({ length: 50 }, (_, i) => `word ${i}`);
    const table = tableFromIPC(
      tableToIPC(
        new Table({
          delay: makeVector(Float64Array.from({ length: rows }, (_, i) => i / 2)),
          big: makeVector(BigInt64Array.from({ length: rows }, (_, i) => BigInt(i))),
          word: vectorFromArray(
            Array.from({ length: rows }, (_, i) => words[i % 50]!),
            new Dictionary(new Utf8(), new Int32()),
          ),
        }),
      ),
    );
    const before = bytes();
    const source = arrowSource(table);
    let sum = 0;
    const seen = new Set<string>();
    for (let i = 0; i < rows; i++) {
      sum += source.column('delay').at(i) + source.column('big').at(i);
      seen.add(source.column('word').textAt(i));
    }
    expect(bytes() - before).toBeLessThan(4096);
    expect(sum).toBe((rows * (rows - 1) * 3) / 4);
    expect(seen.size).toBe(50);
    expect(source.column('word').dictionary).toEqual(words);
    // It reads what the table holds, not what that was.
    (table.getChild('delay')!.data[0]!.values as Float64Array)[7] = 99;
    expect(source.column('delay').at(7)).toBe(99);
  });

  it('names what cannot be read', () => {
    const table = new Table({
      money: vectorFromArray([new Uint32Array(4)], new Decimal(2, 10, 128)),
    });
    const source = arrowSource(table);
    expect(() => source.column('money')).toThrow("column 'money' is Decimal");
    expect(() => source.column('x')).toThrow("no column 'x'; give one of money");
    expect(() => arrowSource(7 as unknown as ArrowTable)).toThrow('table is 7');
    const other = arrowSource(tableFromArrays({ a: Int32Array.of(1) }));
    expect(() => other.column('a').at(1)).toThrow("row 1 of column 'a': there are 1 rows");
  });
});

type Row = readonly [number | null, string | null, boolean | null];

function batchOf(rows: readonly Row[]): RecordBatch {
  const table = new Table({
    value: vectorFromArray(
      rows.map(([value]) => value),
      new Int32(),
    ),
    text: vectorFromArray(
      rows.map(([, text]) => text),
      new Utf8(),
    ),
    flag: vectorFromArray(
      rows.map(([, , flag]) => flag),
      new Bool(),
    ),
    coded: vectorFromArray(
      rows.map(([, text]) => text),
      new Dictionary(new Utf8(), new Int32(), 1),
    ),
  });
  return table.batches[0]!;
}

function bytes(): number {
  gc!();
  return process.memoryUsage().arrayBuffers;
}
