import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeSizes, moveRows, spliceSizes } from '../../../src/row-moves';
import { createSizeIndex, type SizeIndex } from '../../../src/structures';
import { reestimate } from '../../../src/systems/virtualization/size-estimates';
import { bytesPerCall, NOTHING, RUNS } from './runs';

const UNIT = 1 / 64;
const LARGEST = (2 ** 30 - 1) / 64;

describe('size index', () => {
  it('agrees with a plain array after any edits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 383, 384, 385, 511, 512, 513, 769, 1025, 3000),
        sizes(),
        fc.array(edit(), { maxLength: 24 }),
        (count, size, edits) => {
          const index = createSizeIndex({ count, size });
          const rows: Row[] = Array.from({ length: count }, () => estimated(size));
          for (const each of edits) apply(each, index, rows);
          expectSame(index, rows);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('says which rows cannot be moved, and changes nothing then', () => {
    const index = createSizeIndex({ count: 5, size: 2 });
    expect(() => moveRows(index, 1, 2, 4)).toThrow('to row 4; give an integer from 0 to 3');
    expect(() => moveRows(index, 4, 2, 0)).toThrow('no row 5');
    expect(() => moveRows(index, 1, 2, -1)).toThrow('to row -1');
    expect([index.count, index.total()]).toEqual([5, 10]);
    spliceSizes(index, 1, 3, [64 * 7, ~64, ~64]);
    expect([0, 1, 2, 3, 4].map((row) => [index.sizeAt(row), index.isMeasured(row)])).toEqual([
      [2, false],
      [7, true],
      [1, false],
      [1, false],
      [2, false],
    ]);
  });

  it('keeps its estimates where others would take the total past 2^47 px', () => {
    const index = createSizeIndex({ count: 2 ** 30, size: 2 ** 16 });
    expect(reestimate(index, 2 ** 29)).toBe(false);
    expect(index.total()).toBe(2 ** 46);
    expect(reestimate(index, 64)).toBe(true);
    const measured = createSizeIndex({ count: 1000, size: 2 });
    for (let row = 0; row < 1000; row++) measured.setSize(row, 5);
    // What divides is as compact as it can be: of rows that are all alike nothing is kept one by one.
    measured.insert(100, 200, 2);
    reestimate(measured, 9 * 64);
    expect(measured.total()).toBe(1000 * 5 + 200 * 9);
    expect(index.total()).toBe(2 ** 30);
  });

  it('agrees with a plain array after each of many single inserts and removals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        fc.constantFrom(0.3, 0.5, 0.7),
        (seed, insertShare) => {
          const random = sequence(seed);
          const index = createSizeIndex({ count: 500, size: 10 });
          const rows: Row[] = Array.from({ length: 500 }, () => estimated(10));
          for (let step = 0; step < 600; step++) {
            const at = Math.floor(random() * (rows.length + 1));
            if (random() < insertShare || at === rows.length) {
              const size = Math.floor(random() * 4000) / 8;
              apply({ kind: 'insert', place: at / (rows.length + 1), count: 1, size }, index, rows);
            } else apply({ kind: 'remove', place: at / (rows.length + 1), count: 1 }, index, rows);
          }
          expectSame(index, rows);
        },
      ),
      { numRuns: RUNS / 10 },
    );
  });

  it('takes a row at any place of a full leaf', () => {
    for (const at of [0, 1, 127, 255, 256, 257, 384, 511, 512]) {
      const index = createSizeIndex({ count: 384, size: 1 });
      const rows: Row[] = Array.from({ length: 384 }, () => estimated(1));
      for (let row = 384; row < 512; row++) {
        apply({ kind: 'insert', place: 0.999_999_999, count: 1, size: row }, index, rows);
      }
      index.insert(at, 1, 7);
      rows.splice(at, 0, estimated(7));
      expectSame(index, rows);
    }
  });

  it('finds the row whose start and end hold the offset', () => {
    const index = listOf([10, 20, 30]);
    expect([0, -0, 9.999, 10, 29.999, 30, 59.999].map((offset) => index.find(offset))).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
  });

  it('clamps an offset before the list to the first row and one past it to the last', () => {
    const index = listOf([10, 20]);
    expect(index.find(-1)).toBe(0);
    expect(index.find(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(index.find(30)).toBe(1);
    expect(index.find(1e300)).toBe(1);
    expect(index.find(Number.POSITIVE_INFINITY)).toBe(1);
    expect(index.foundStart).toBe(10);
  });

  it('never finds a row of size 0, except the last one past the end', () => {
    const index = listOf([0, 0, 5, 0, 5, 0]);
    expect(index.find(0)).toBe(2);
    expect(index.find(5)).toBe(4);
    expect(index.find(10)).toBe(5);
    expect(listOf([0, 0, 0]).find(0)).toBe(2);
  });

  it('finds nothing in an empty list', () => {
    const index = createSizeIndex({ count: 0, size: 20 });
    expect(index.find(0)).toBe(-1);
    expect(index.foundStart).toBe(0);
    expect(index.total()).toBe(0);
    expect(index.offsetOf(0)).toBe(0);
  });

  it('leaves the start of the found row in foundStart', () => {
    const index = listOf([10.5, 20.25, 30]);
    index.find(31);
    expect(index.foundStart).toBe(30.75);
  });

  it('rounds sizes to 1/64 px', () => {
    const index = createSizeIndex({ count: 1, size: 0.1 });
    expect(index.sizeAt(0)).toBe(6 / 64);
    index.setSize(0, 20.3);
    expect(index.sizeAt(0)).toBe(1299 / 64);
  });

  it('tells whether setting a size changed it', () => {
    const index = createSizeIndex({ count: 2, size: 20 });
    expect(index.setSize(0, 20)).toBe(false);
    expect(index.isMeasured(0)).toBe(true);
    expect(index.setSize(0, 21)).toBe(true);
    expect(index.setEstimate(0, 21)).toBe(false);
    expect(index.isMeasured(0)).toBe(false);
    expect(index.isMeasured(1)).toBe(false);
  });

  it('does not drift after a million changes of fractional sizes', () => {
    const index = createSizeIndex({ count: 1000, size: 20.1 });
    const random = sequence(7);
    for (let step = 0; step < 1_000_000; step++) {
      index.setSize(Math.floor(random() * 1000), random() * 600);
    }
    for (let row = 0; row < 1000; row++) index.setSize(row, 20.1);
    expect(index.total()).toBe((1286 / 64) * 1000);
    expect(index.offsetOf(777)).toBe((1286 / 64) * 777);
  });

  it('keeps sums exact where float32 and int32 no longer do', () => {
    const index = createSizeIndex({ count: 10_000_000, size: 33 });
    index.setSize(0, 33 + UNIT);
    expect(index.offsetOf(9_999_999)).toBe(33 * 9_999_999 + UNIT);
    expect(index.find(33 * 9_999_999 + UNIT)).toBe(9_999_999);
    expect(index.find(33 * 9_999_999)).toBe(9_999_998);
    expect(index.total()).toBe(330_000_000 + UNIT);
  });

  it('keeps sums exact up to 2^47 px and refuses to go past it', () => {
    // 2^23 rows of almost 2^24 px: 2^47 px less 2^17.
    const count = 2 ** 23;
    const index = createSizeIndex({ count, size: LARGEST });
    const total = LARGEST * count;
    expect(index.total()).toBe(total);
    expect(index.find(total - UNIT)).toBe(count - 1);
    expect(index.foundStart).toBe(total - LARGEST);
    expect(index.offsetOf(count - 1)).toBe(total - LARGEST);

    index.insert(0, 1, 2 ** 17 - 2 * UNIT);
    index.setSize(0, 2 ** 17 - UNIT);
    expect(index.total()).toBe(2 ** 47 - UNIT);
    expect(index.find(2 ** 47 - UNIT)).toBe(count);
    expect(() => index.setSize(0, 2 ** 17)).toThrow(
      'size of row 0 is 131072, which takes the total past 2^47 px; give smaller sizes or fewer rows',
    );
    expect(() => index.insert(count, 1, UNIT)).toThrow('takes the total past 2^47 px');
    expect(index.total()).toBe(2 ** 47 - UNIT);
    expect(index.sizeAt(0)).toBe(2 ** 17 - UNIT);
    expect(index.count).toBe(count + 1);
  });

  it('keeps a uniform list in a tenth of a byte a row and a measured one in three', () => {
    const index = createSizeIndex({ count: 1_000_000, size: 40 });
    expect(index.bytes / 1_000_000).toBeLessThan(0.12);
    for (let row = 0; row < 1_000_000; row++) index.setSize(row, 20 + (row % 490));
    expect(index.bytes / 1_000_000).toBeLessThan(3);
  });

  it('gives storage back when its rows go', () => {
    const index = createSizeIndex({ count: 100_000, size: 40 });
    for (let row = 0; row < 100_000; row++) index.setSize(row, row % 700);
    index.remove(0, 100_000);
    expect(index.bytes).toBeLessThan(20_000);
    index.insert(0, 3, 7);
    expect(index.total()).toBe(21);
  });

  it('joins leaves that removals left nearly empty, so that their storage serves again', () => {
    const index = createSizeIndex({ count: 100_000, size: 40 });
    for (let row = 0; row < 100_000; row++) index.setSize(row, row % 400);
    const bytes = index.bytes;
    // All but one row in 100 go, one by one, and as many come in one place.
    for (let row = 99_999; row >= 0; row--) if (row % 100 !== 0) index.remove(row, 1);
    index.insert(500, 99_000, 40);
    for (let row = 0; row < 100_000; row++) index.setSize(row, row % 400);
    expect(index.bytes).toBeLessThan(bytes * 1.1);
  });

  it('writes the offsets of a window into an array', () => {
    const index = createSizeIndex({ count: 2000, size: 10 });
    index.setSize(384, 30);
    const target = new Float64Array(5);
    index.offsetsInto(target, 382, 4);
    expect([...target]).toEqual([3820, 3830, 3840, 3870, 3880]);
    index.offsetsInto(target, 2000, 0);
    expect(target[0]).toBe(20_020);
    expect(() => index.offsetsInto(target, 0, 5)).toThrow('target holds 5 values; make room for 6');
  });

  it.each([
    [Number.NaN, 'size of row 12 is NaN; give a finite number of pixels >= 0'],
    [-1, 'size of row 12 is -1; give a finite number of pixels >= 0'],
    [-0.001, 'size of row 12 is -0.001; give a finite number of pixels >= 0'],
    [Number.POSITIVE_INFINITY, 'size of row 12 is Infinity; give a finite number of pixels >= 0'],
    [2 ** 24, 'size of row 12 is 16777216; give at most 16777215 pixels'],
  ])('refuses a size of %s and stays as it was', (size, message) => {
    const index = createSizeIndex({ count: 20, size: 10 });
    for (const edit of [
      () => index.setSize(12, size),
      () => index.setEstimate(12, size),
      () => index.insert(12, 1, size),
    ]) {
      expect(edit).toThrow(RangeError);
      expect(edit).toThrow(message);
    }
    expect(() => createSizeIndex({ count: 0, size })).toThrow(RangeError);
    expect(index.count).toBe(20);
    expect(index.total()).toBe(200);
  });

  it.each([-1, 20, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32])(
    'refuses row %s of 20',
    (row) => {
      const index = createSizeIndex({ count: 20, size: 10 });
      index.sizeAt(3);
      const message = `there is no row ${row}; give an integer from 0 to 19`;
      expect(() => index.setSize(row, 1)).toThrow(message);
      expect(() => index.sizeAt(row)).toThrow(message);
      expect(() => index.isMeasured(row)).toThrow(message);
      if (row !== 20) expect(() => index.offsetOf(row)).toThrow(message);
      if (row !== 20) expect(() => index.insert(row, 1, 1)).toThrow('cannot insert before row');
      expect(() => index.remove(row, 1)).toThrow('are not all in the list');
      expect(() => index.offsetsInto(new Float64Array(30), row, 1)).toThrow(RangeError);
    },
  );

  it('refuses counts that are no row counts, and a NaN offset', () => {
    const index = createSizeIndex({ count: 20, size: 10 });
    for (const count of [-1, 0.5, Number.NaN, 2 ** 30 + 1]) {
      expect(() => createSizeIndex({ count, size: 10 })).toThrow(
        `count is ${count}; give an integer`,
      );
      expect(() => index.setCount(count, 10)).toThrow(`count is ${count}; give an integer`);
      expect(() => index.insert(0, count, 10)).toThrow(`cannot insert ${count} rows`);
    }
    expect(() => index.find(Number.NaN)).toThrow('offset is NaN; give a number of pixels');
    expect(() => index.remove(0, 21)).toThrow('rows 0 to 21 are not all in the list; it has 20');
    expect(() => index.remove(19, 2)).toThrow(RangeError);
    expect(() => index.remove(0, -1)).toThrow(RangeError);
    expect(() => index.offsetsInto(new Float64Array(30), 19, 2)).toThrow(RangeError);
    expect(() => createSizeIndex({ count: 0, size: 1 }).sizeAt(0)).toThrow('the list is empty');
  });

  it('allocates nothing while rows are measured and the window is asked for', () => {
    const index = createSizeIndex({ count: 100_000, size: 20 });
    for (let row = 0; row < 100_000; row++) index.setSize(row, 20 + (row % 9));
    const offsets = new Float64Array(41);
    const bytes = bytesPerCall((call) => {
      index.setSize((call * 7919) % 100_000, 20 + (call % 31));
      const first = index.find((call * 104_729) % 2_000_000);
      index.offsetsInto(offsets, first, 40);
      index.find(offsets[40]!);
    }, 20_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});

type Row = { units: number; measured: boolean };

type Edit =
  | { kind: 'set' | 'estimate'; place: number; size: number }
  | { kind: 'setRun'; place: number; count: number; size: number }
  | { kind: 'insert'; place: number; count: number; size: number }
  | { kind: 'remove'; place: number; count: number }
  | { kind: 'setCount'; count: number; size: number }
  | { kind: 'reestimate'; size: number }
  | { kind: 'arrange'; size: number; from: readonly number[]; count: number }
  | { kind: 'move'; place: number; to: number; count: number };

function sizes(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, -0, UNIT, 20, 20, 511, 512 - UNIT, 512, 512 + UNIT, 70_000, LARGEST),
    fc.double({ min: 0, max: 600, noNaN: true }),
  );
}

function edit(): fc.Arbitrary<Edit> {
  const place = fc.oneof(
    fc.constantFrom(0, 0.5, 0.999_999_999),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  );
  const count = fc.constantFrom(0, 1, 1, 2, 127, 128, 129, 256, 383, 384, 385, 511, 512, 513, 1500);
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('set' as const, 'estimate' as const), place, size: sizes() }),
    fc.record({ kind: fc.constant('setRun' as const), place, count, size: sizes() }),
    fc.record({ kind: fc.constant('insert' as const), place, count, size: sizes() }),
    fc.record({ kind: fc.constant('remove' as const), place, count }),
    fc.record({ kind: fc.constant('setCount' as const), count, size: sizes() }),
    fc.record({ kind: fc.constant('reestimate' as const), size: sizes() }),
    fc.record({
      kind: fc.constant('arrange' as const),
      size: sizes(),
      from: fc.array(place, { maxLength: 40 }),
      count,
    }),
    fc.record({ kind: fc.constant('move' as const), place, to: place, count }),
  );
}

function apply(each: Edit, index: SizeIndex, rows: Row[]): void {
  if (each.kind === 'reestimate') {
    const { units } = estimated(each.size);
    expect(reestimate(index, units)).toBe(true);
    rows.forEach((row, i) => {
      if (!row.measured) rows[i] = { units, measured: false };
    });
    return;
  }
  if (each.kind === 'arrange') {
    // Runs from elsewhere, rows that are new between them, and none of the others.
    const left = rows.map((_, row) => row);
    const order = each.from.flatMap((place, i) =>
      i % 3 === 2 ? [-1] : left.splice(Math.floor(place * left.length), each.count + 1),
    );
    const after = Int32Array.from(rows, () => -1);
    order.forEach((row, place) => {
      if (row >= 0) after[row] = place;
    });
    arrangeSizes(index, after, order.length, each.size);
    rows.splice(0, rows.length, ...order.map((row) => rows[row] ?? estimated(each.size)));
    return;
  }
  if (each.kind === 'setCount') {
    index.setCount(each.count, each.size);
    while (rows.length < each.count) rows.push(estimated(each.size));
    rows.length = each.count;
    return;
  }
  if (each.kind === 'insert') {
    const at = Math.floor(each.place * (rows.length + 1));
    index.insert(at, each.count, each.size);
    rows.splice(at, 0, ...Array.from({ length: each.count }, () => estimated(each.size)));
    return;
  }
  if (rows.length === 0) return;
  const at = Math.floor(each.place * rows.length);
  if (each.kind === 'move') {
    const count = Math.min(each.count, rows.length - at);
    const to = Math.floor(each.to * (rows.length - count + 1));
    moveRows(index, at, count, to);
    rows.splice(to, 0, ...rows.splice(at, count));
  } else if (each.kind === 'remove') {
    const count = Math.min(each.count, rows.length - at);
    index.remove(at, count);
    rows.splice(at, count);
  } else if (each.kind === 'setRun') {
    const end = Math.min(rows.length, at + each.count);
    for (let row = at; row < end; row++) {
      const size = Math.min(LARGEST, each.size + (row % 3));
      index.setSize(row, size);
      rows[row] = { ...estimated(size), measured: true };
    }
  } else {
    const measured = each.kind === 'set';
    const changed = measured ? index.setSize(at, each.size) : index.setEstimate(at, each.size);
    expect(changed).toBe(rows[at]!.units !== Math.round(each.size * 64));
    rows[at] = { ...estimated(each.size), measured };
  }
}

function expectSame(index: SizeIndex, rows: Row[]): void {
  expect(index.count).toBe(rows.length);
  const starts = [0];
  for (const { units } of rows) starts.push(starts[starts.length - 1]! + units / 64);
  const total = starts[rows.length]!;
  expect(index.total()).toBe(total);
  const window = new Float64Array(rows.length + 1);
  index.offsetsInto(window, 0, rows.length);
  for (let row = 0; row <= rows.length; row++) {
    // Plain comparisons: `expect` in a loop of thousands is what would take the time.
    const isSame =
      index.offsetOf(row) === starts[row] &&
      window[row] === starts[row] &&
      (row === rows.length ||
        (index.sizeAt(row) === rows[row]!.units / 64 &&
          index.isMeasured(row) === rows[row]!.measured));
    if (!isSame) expect.fail(`row ${row}: ${index.offsetOf(row)} instead of ${starts[row]}`);
  }
  const offsets = [
    0,
    -0,
    -1,
    UNIT / 3,
    total / 2,
    total - UNIT,
    total - UNIT / 3,
    total,
    total + 1,
  ];
  for (let part = 1; part < 16; part++) {
    const start = starts[Math.floor((rows.length * part) / 16)]!;
    offsets.push(start, start - UNIT / 3, start + UNIT / 3, start - UNIT);
    // The greatest float64 below the start.
    offsets.push(start * (1 - Number.EPSILON / 2));
  }
  for (const offset of offsets) {
    const found = linearFind(starts, offset);
    const actual = index.find(offset);
    if (actual !== found) expect.fail(`find(${offset}) is ${actual}, not ${found}`);
    if (index.foundStart !== (starts[Math.max(found, 0)] ?? 0)) {
      expect.fail(`foundStart of ${offset} is ${index.foundStart}`);
    }
  }
}

function linearFind(starts: number[], offset: number): number {
  const count = starts.length - 1;
  for (let row = 0; row < count; row++) if (starts[row + 1]! > Math.max(offset, 0)) return row;
  return count - 1;
}

function estimated(size: number): Row {
  return { units: Math.round(size * 64), measured: false };
}

function listOf(rowSizes: number[]): SizeIndex {
  const index = createSizeIndex({ count: rowSizes.length, size: 1 });
  rowSizes.forEach((size, row) => {
    index.setSize(row, size);
  });
  return index;
}

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
