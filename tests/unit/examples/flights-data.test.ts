import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { createServer } from 'vite';
import { describe, expect, it } from 'vitest';
import {
  createFlightColumns,
  type FlightColumns,
  type FlightGroup,
} from '../../../examples/flights/data/columns';
import {
  createBytesDecoder,
  createFetchDecoder,
  type FlightsDecoder,
} from '../../../examples/flights/data/decode-flights';
import { createDateParts, delayClass, readDate } from '../../../examples/flights/data/derive';
import { decodeDictionaryPage } from '../../../examples/flights/data/dictionary-page';
import {
  createFilterResult,
  type FilterKind,
  filteredRow,
  filterSlices,
} from '../../../examples/flights/data/filter';
import { FlightsError } from '../../../examples/flights/data/flights-error';
import { type FlightsProgress, loadFlights } from '../../../examples/flights/data/load-flights';
import {
  createGroupDecoder,
  readFlightsLayout,
} from '../../../examples/flights/data/parquet-flights';
import { flightsAsset, flightsParquetPath } from '../../../scripts/flights-asset.mjs';

const url = '/data/flights-3m.parquet';
const groupRows = 272_727;
/** Of the others each row is as in these; the last one has one row more. */
const GROUPS = process.env.RAFTER_LONG ? [0, 4, 10] : [10];
const numRuns = process.env.RAFTER_LONG ? 100_000 : 120;
const file = new Uint8Array(readFileSync(flightsParquetPath()));

describe('loading the real file', () => {
  it('takes in group after group and reports each', async () => {
    const reports: FlightsProgress[] = [];
    let time = 0;
    const load = loadFlights({
      url,
      decoder: createBytesDecoder(file),
      onProgress: (progress) => reports.push(progress),
      now: () => 500 * time++,
    });
    expect(load.rowCount).toBe(0);
    await load.done;
    expect(load.rowCount).toBe(3_000_000);
    expect(reports.map((report) => report.rowCount)).toEqual([
      ...Array.from({ length: 11 }, (_, group) => group * groupRows),
      3_000_000,
    ]);
    expect(reports.every((report) => report.total === 3_000_000)).toBe(true);
    expect(reports[1]?.rowsPerSecond).toBe(groupRows);
    expect(reports[11]?.rowsPerSecond).toBe(500_000);
  });

  it.each(GROUPS)('stores every row of group %i as hyparquet reads it', async (group) => {
    const columns = await loadAll();
    const rowStart = group * groupRows;
    const rowEnd = group === 10 ? 3_000_000 : rowStart + groupRows;
    const rows = await parquetReadObjects({ file: file.buffer, compressors, rowStart, rowEnd });
    expect(rows).toHaveLength(rowEnd - rowStart);
    const sample = rows.slice(0, 1000);
    expect(sample.map((_, index) => readRow(columns, rowStart + index))).toEqual(sample);
    expect(rows.findIndex((row, index) => isDifferent(columns, rowStart + index, row))).toBe(-1);
  });

  it('has the extremes that the metadata tells of each group', async () => {
    const columns = await loadAll();
    let firstRow = 0;
    for (const { columns: chunks, num_rows } of parquetMetadata(file).row_groups) {
      const end = firstRow + Number(num_rows);
      const [date, delay, distance] = chunks.map((chunk) => chunk.meta_data?.statistics);
      const dates = [date?.min_value, date?.max_value].map((value) => Number(value) / 60_000);
      expect(extremes(columns.date.subarray(firstRow, end))).toEqual(dates);
      for (const [values, told] of [
        [columns.delay, delay],
        [columns.distance, distance],
      ] as const) {
        const expected = [Number(told?.min_value), Number(told?.max_value)];
        expect(extremes(values.subarray(firstRow, end))).toEqual(expected);
      }
      firstRow = end;
    }
    expect(firstRow).toBe(3_000_000);
  });

  it('gives each airport one id', async () => {
    const columns = await loadAll();
    expect(columns.airports).toHaveLength(229);
    expect(new Set(columns.airports).size).toBe(229);
    expect(columns.airports.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(columns.origin.every((id) => id < 229)).toBe(true);
    expect(columns.destination.every((id) => id < 229)).toBe(true);
  });

  it('shows the first group while later ones are missing', async () => {
    const load = loadFlights({ url, decoder: createFakeDecoder(20, [createGroup(0, 10)]) });
    const { columns } = load;
    await load.ready;
    expect([load.rowCount, load.total]).toEqual([10, 20]);
    expect(columns).toBe(load.columns);
    await expect(load.done).rejects.toMatchObject({ code: 'truncated' });
    expect(load.rowCount).toBe(10);
  });

  it.each([
    ['twice', [createGroup(0, 10), createGroup(0, 10)]],
    ['too early', [createGroup(0, 10), createGroup(15, 5)]],
    ['past the end', [createGroup(0, 10), createGroup(10, 11)]],
  ])('refuses a group that comes %s', async (_name, groups) => {
    const load = loadFlights({ url, decoder: createFakeDecoder(20, groups) });
    await expect(load.done).rejects.toMatchObject({ code: 'corrupt' });
    expect(load.rowCount).toBe(10);
  });

  it('takes nothing in after it is disposed', async () => {
    const groups = [createGroup(0, 10), createGroup(10, 10)];
    const decoder = createFakeDecoder(20, groups);
    const load = loadFlights({
      url,
      decoder,
      onProgress: ({ rowCount }) => rowCount > 0 && load.dispose(),
    });
    await expect(load.done).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(load.rowCount).toBe(10);
  });
});

describe('loading over a connection', () => {
  it('decodes each group when its bytes are there, from one range request and one stream', async () => {
    const server = createFakeServer(file, { ranges: true, pieces: 40 });
    const sentAtGroup: number[] = [];
    await createFetchDecoder({ fetch: server.fetch })(
      url,
      (progress) => progress.type === 'group' && sentAtGroup.push(server.sentBytes()),
      new AbortController().signal,
    );
    expect(server.requests).toEqual([
      'bytes=0-',
      `bytes=${file.length - 65_536}-${file.length - 1}`,
    ]);
    expect(sentAtGroup).toHaveLength(11);
    expect(sentAtGroup[0]).toBeLessThan(file.length / 5);
  });

  it('decodes the same from a server without ranges or sizes', async () => {
    const server = createFakeServer(file, { ranges: false, pieces: 3 });
    const load = loadFlights({ url, decoder: createFetchDecoder({ fetch: server.fetch }) });
    await load.done;
    expect(load.rowCount).toBe(3_000_000);
    expect(server.requests).toEqual(['bytes=0-']);
  });

  it('stops between groups when it is disposed, and ends the download', async () => {
    const server = createFakeServer(file, { ranges: true, pieces: 40 });
    const load = loadFlights({ url, decoder: createFetchDecoder({ fetch: server.fetch }) });
    await load.ready;
    load.dispose();
    await expect(load.done).rejects.toMatchObject({ name: 'FlightsError', code: 'cancelled' });
    await expect.poll(() => server.cancelled()).toBe(true);
    expect(load.rowCount).toBe(groupRows);
  });

  it('stops between groups that are all there', async () => {
    const server = createFakeServer(file, { ranges: false, pieces: 1 });
    const stop = new AbortController();
    let groups = 0;
    const decoding = createFetchDecoder({ fetch: server.fetch })(
      url,
      ({ type }) => {
        if (type !== 'group') return;
        groups += 1;
        setTimeout(() => stop.abort());
      },
      stop.signal,
    );
    await expect(decoding).rejects.toMatchObject({ code: 'cancelled' });
    expect(groups).toBeLessThan(4);
  });

  it('ends the download of a file that it cannot read', async () => {
    const server = createFakeServer(file.slice(1), { ranges: true, pieces: 40 });
    const load = loadFlights({ url, decoder: createFetchDecoder({ fetch: server.fetch }) });
    await expect(load.done).rejects.toMatchObject({ code: 'not-parquet' });
    await expect.poll(() => server.cancelled()).toBe(true);
  });

  it('does not begin when its signal is aborted, and stops when it aborts', async () => {
    const begun = createFakeServer(file, { ranges: true, pieces: 1 });
    const decoder = createFetchDecoder({ fetch: begun.fetch });
    const load = loadFlights({ url, decoder, signal: AbortSignal.abort() });
    await expect(load.done).rejects.toMatchObject({ code: 'cancelled' });
    expect(begun.requests).toEqual([]);

    const controller = new AbortController();
    const later = loadFlights({ url, decoder, signal: controller.signal });
    controller.abort();
    await expect(later.done).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each([
    ['an address that answers 404', '404 Not Found', 'http', answer('', 404, 'Not Found')],
    ['the start page of a server', '"<!doctype ht"', 'not-parquet', answer('<!doctype html>')],
    ['an empty answer', '0 bytes', 'not-parquet', answer('')],
    ['a connection that breaks', 'check the connection', 'network', brokenAnswer],
    ['a server that falls silent', 'nothing for 20 ms', 'stalled', silentAnswer],
    ['a file cut in the middle', 'ends after 6000000 bytes', 'truncated', cutAnswer],
  ])('says what is wrong with %s', async (_name, text, code, fetchAnswer) => {
    const decoder = createFetchDecoder({ fetch: fetchAnswer as typeof fetch, stallMs: 20 });
    const load = loadFlights({ url, decoder });
    await expect(load.done).rejects.toMatchObject({ name: 'FlightsError', code });
    await expect(load.ready).rejects.toThrow(text);
  });
});

describe('the asset plugin', () => {
  it('serves the file and its ranges in development', async () => {
    const server = await createServer({
      configFile: false,
      root: fileURLToPath(new URL('.', import.meta.url)),
      logLevel: 'error',
      plugins: [flightsAsset()],
      optimizeDeps: { noDiscovery: true },
      server: { port: 0, ws: false, watch: null },
    });
    try {
      await server.listen();
      const base = server.resolvedUrls?.local[0] ?? '';
      const address = `${base}data/flights-3m.parquet`;
      const load = loadFlights({ url: address, decoder: createFetchDecoder() });
      await load.done;
      expect(load.rowCount).toBe(3_000_000);
      const part = await fetch(address, { headers: { Range: 'bytes=4-7' } });
      expect(part.headers.get('Content-Range')).toBe(`bytes 4-7/${file.length}`);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(file.slice(4, 8));
      const outside = await fetch(address, { headers: { Range: `bytes=${file.length}-` } });
      expect(outside.status).toBe(416);
    } finally {
      await server.close();
    }
  });
});

describe('a damaged file', () => {
  it.each([
    ['without its end', () => file.slice(0, 5_000_000), 'truncated'],
    ['without its last group', withoutLastGroup, 'truncated'],
    ['without its mark', () => file.slice(1), 'not-parquet'],
    ['of four bytes', () => file.slice(0, 4), 'truncated'],
    ['with another column type', withOtherColumn, 'schema'],
    ['with broken metadata', withBrokenMetadata, 'corrupt'],
    ['with zeroes in a page', withZeroes, 'corrupt'],
  ])('%s gives a typed error', async (_name, damage, code) => {
    const load = loadFlights({ url, decoder: createBytesDecoder(damage()) });
    await expect(load.done).rejects.toMatchObject({ name: 'FlightsError', code });
  });

  it('never gives an id outside the dictionary nor another kind of error', () => {
    const layout = readFlightsLayout(file);
    const group = layout?.groups[0];
    if (group === undefined) throw new Error('the file has no groups');
    const damaged = file.slice(0, group.end);
    const byte = fc.nat(group.end - 1);
    fc.assert(
      fc.property(byte, fc.integer({ min: 1, max: 255 }), (offset, flip) => {
        const original = damaged[offset] ?? 0;
        damaged[offset] = original ^ flip;
        try {
          const { origin, destination, newAirports } = createGroupDecoder().decode(damaged, group);
          const isValid = (id: number): boolean => id < newAirports.length;
          expect(origin.every(isValid) && destination.every(isValid)).toBe(true);
        } catch (error) {
          if (!(error instanceof FlightsError)) throw error;
        } finally {
          damaged[offset] = original;
        }
      }),
      { numRuns: process.env.RAFTER_LONG ? 25 : 10 },
    );
  });
});

describe('a dictionary page', () => {
  it('decodes to what was encoded, for every width and mix of runs', () => {
    fc.assert(
      fc.property(encodedPages, ({ bitWidth, runs }) => {
        const indices = runs.flatMap((run) =>
          'repeat' in run ? new Array<number>(run.repeat).fill(run.index) : run.indices,
        );
        const dictionary = Int32Array.from({ length: 2 ** bitWidth }, (_, index) => index * 7 - 50);
        const output = new Int32Array(indices.length);
        decodeDictionaryPage(encodePage(bitWidth, runs), dictionary, output, 'delay');
        expect([...output]).toEqual(indices.map((index) => dictionary[index]));
      }),
      { numRuns },
    );
  });

  it('reads no bytes but its own', () => {
    fc.assert(
      fc.property(encodedPages, fc.nat(), ({ bitWidth, runs }, cut) => {
        const page = encodePage(bitWidth, runs);
        const output = new Int16Array(runs.reduce((sum, run) => sum + runLength(run), 0));
        const shorter = page.subarray(0, cut % page.length);
        const dictionary = new Int32Array(2 ** bitWidth);
        try {
          decodeDictionaryPage(shorter, dictionary, output, 'delay');
        } catch (error) {
          expect(error).toBeInstanceOf(FlightsError);
        }
      }),
      { numRuns },
    );
  });

  it.each<[string, Run]>([
    ['among others', { indices: [1, 2, 5, 0, 0, 0, 0, 0] }],
    ['in a run', { repeat: 8, index: 5 }],
  ])('names the column of an index that its dictionary does not have, %s', (_name, run) => {
    const page = encodePage(3, [run]);
    expect(() => decodeDictionaryPage(page, new Int32Array(5), new Int16Array(8), 'delay')).toThrow(
      /Column delay .* index 5 is outside its 5 dictionary values/,
    );
  });

  it.each([
    ['a run of nulls', [4, 0, 0, 0, 4, 1, 12, 0, 1, 16, 0]],
    ['a null among values', [2, 0, 0, 0, 3, 0b1101_1111, 1, 16, 0]],
  ])('refuses %s', (_name, bytes) => {
    const page = Uint8Array.from(bytes);
    expect(() => decodeDictionaryPage(page, new Int32Array(2), new Int16Array(8), 'delay')).toThrow(
      'Column delay has a row without a value',
    );
  });

  it('ignores the unused bits of the last levels', () => {
    const page = Uint8Array.from([2, 0, 0, 0, 3, 0b0001_1111, 1, 10, 1]);
    const output = new Int16Array(5);
    decodeDictionaryPage(page, Int32Array.of(3, 4), output, 'delay');
    expect([...output]).toEqual([4, 4, 4, 4, 4]);
  });
});

describe('the filter', () => {
  const kinds: FilterKind[] = ['all', 'late', 'early', 'onTime'];

  it.each(kinds)('finds the rows of %s that a plain filter finds', async (kind) => {
    const columns = await loadAll();
    const result = createFilterResult(columns.capacity);
    let slices = 0;
    for (const _ of filterSlices(columns, kind, result)) slices += 1;
    const expected = filterNaively(columns, kind);
    expect(result.count).toBe(expected.length);
    expect(result.seen).toBe(3_000_000);
    expect(expected.every((row, position) => filteredRow(result, position) === row)).toBe(true);
    expect(slices).toBe(kind === 'all' ? 0 : Math.floor(3_000_000 / 131_072));
  });

  it('takes in rows that arrive while it runs, in any rhythm', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(fc.integer({ min: -60, max: 300 }), { minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        (kind, delays, steps, sliceRows) => {
          const columns = createFlightColumns(delays.length);
          const result = createFilterResult(columns.capacity);
          const filter = filterSlices(columns, kind, result, sliceRows);
          for (let step = 0; filter.next().done !== true; step += 1) {
            expect(positions(result.count, (i) => filteredRow(result, i))).toEqual(
              filterNaively(columns, kind, result.seen),
            );
            // At least one row now and then, or the run would never end.
            const grow = Math.max(steps[step % steps.length] ?? 0, step % 2);
            for (let row = 0; row < grow && columns.rowCount < delays.length; row += 1) {
              columns.delay[columns.rowCount] = delays[columns.rowCount] ?? 0;
              columns.rowCount += 1;
            }
          }
          expect(result.count).toBe(filterNaively(columns, kind).length);
          expect(result.seen).toBe(delays.length);
        },
      ),
      { numRuns },
    );
  });

  it('can use one result for filter after filter', () => {
    const columns = createFlightColumns(4);
    columns.delay.set([-30, 0, 16, 200]);
    columns.rowCount = 4;
    const result = createFilterResult(4);
    const found = kinds.map((kind) => {
      for (const _ of filterSlices(columns, kind, result));
      return positions(result.count, (i) => filteredRow(result, i));
    });
    expect(found).toEqual([[0, 1, 2, 3], [2, 3], [0], [1]]);
  });

  it('refuses a result that is too small', () => {
    const filter = filterSlices(createFlightColumns(5), 'late', createFilterResult(4));
    expect(() => filter.next()).toThrow('holds 4 rows, the flights have 5');
  });
});

describe('derived values', () => {
  it('are the dates that Date gives', () => {
    const parts = createDateParts();
    const minutes = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
    fc.assert(
      fc.property(minutes, (value) => {
        const date = new Date(value * 60_000);
        expect(readDate(value, parts)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          weekday: date.getUTCDay(),
        });
      }),
      { numRuns, examples: [[0], [-1], [16_305_121], [15_870_240]] },
    );
  });

  it('puts each delay into one class', () => {
    const delays = [-11, -10, 0, 15, 16, 120, 121];
    expect(delays.map(delayClass)).toEqual([
      'early',
      'onTime',
      'onTime',
      'onTime',
      'late',
      'late',
      'veryLate',
    ]);
  });
});

type Run = { repeat: number; index: number } | { indices: number[] };

const encodedPages = fc.integer({ min: 1, max: 12 }).chain((bitWidth) => {
  const index = fc.nat(2 ** bitWidth - 1);
  const repeated = fc.record({ repeat: fc.integer({ min: 1, max: 40 }), index });
  const packed = fc
    .integer({ min: 1, max: 4 })
    .chain((groups) => fc.array(index, { minLength: groups * 8, maxLength: groups * 8 }))
    .map((indices) => ({ indices }));
  const runs = fc.array(fc.oneof(repeated, packed), { minLength: 1, maxLength: 8 });
  return runs.map((list: Run[]) => ({ bitWidth, runs: list }));
});

function runLength(run: Run): number {
  return 'repeat' in run ? run.repeat : run.indices.length;
}

/** Encodes as the Parquet format says, bit by bit: levels without nulls, then the runs. */
function encodePage(bitWidth: number, runs: Run[]): Uint8Array {
  const rowCount = runs.reduce((sum, run) => sum + runLength(run), 0);
  const levels = [...varint(rowCount * 2), 1];
  const bytes = [levels.length, 0, 0, 0, ...levels, bitWidth];
  for (const run of runs) {
    if ('repeat' in run) {
      bytes.push(...varint(run.repeat * 2), run.index & 0xff);
      if (bitWidth > 8) bytes.push(run.index >> 8);
      continue;
    }
    bytes.push(...varint((run.indices.length / 8) * 2 + 1));
    const bits = run.indices.flatMap((i) => [...i.toString(2).padStart(bitWidth, '0')].reverse());
    for (let bit = 0; bit < bits.length; bit += 8) {
      bytes.push(
        Number.parseInt(
          bits
            .slice(bit, bit + 8)
            .reverse()
            .join(''),
          2,
        ),
      );
    }
  }
  return Uint8Array.from(bytes);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

let loaded: Promise<FlightColumns> | undefined;

/** All rows, read once for the tests that only look at them. */
function loadAll(): Promise<FlightColumns> {
  const load = (): Promise<FlightColumns> => {
    const { columns, done } = loadFlights({ url, decoder: createBytesDecoder(file) });
    return done.then(() => columns);
  };
  loaded ??= load();
  return loaded;
}

function isDifferent(
  columns: FlightColumns,
  row: number,
  expected: Record<string, unknown>,
): boolean {
  return (
    (columns.date[row] as number) * 60_000 !== (expected.date as Date).getTime() ||
    columns.delay[row] !== Number(expected.delay) ||
    columns.distance[row] !== Number(expected.distance) ||
    columns.airports[columns.origin[row] as number] !== expected.origin ||
    columns.airports[columns.destination[row] as number] !== expected.destination
  );
}

function extremes(values: Int32Array | Int16Array | Uint16Array): [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

function readRow(columns: FlightColumns, row: number): Record<string, unknown> {
  return {
    date: new Date((columns.date[row] as number) * 60_000),
    delay: BigInt(columns.delay[row] as number),
    distance: BigInt(columns.distance[row] as number),
    origin: columns.airports[columns.origin[row] as number],
    destination: columns.airports[columns.destination[row] as number],
  };
}

function filterNaively(
  columns: FlightColumns,
  kind: FilterKind,
  seen = columns.rowCount,
): number[] {
  const rows: number[] = [];
  for (let row = 0; row < seen; row += 1) {
    const delay = columns.delay[row] as number;
    const isShown = {
      all: true,
      late: delay > 15,
      early: delay < -10,
      onTime: delay >= -10 && delay <= 15,
    }[kind];
    if (isShown) rows.push(row);
  }
  return rows;
}

function positions(count: number, at: (position: number) => number): number[] {
  return Array.from({ length: count }, (_, position) => at(position));
}

/** Emits the total, then the groups, then resolves as if that were all. */
function createFakeDecoder(total: number, groups: FlightGroup[]): FlightsDecoder {
  return async (_url, emit) => {
    emit({ type: 'total', rowCount: total });
    for (const group of groups) {
      await Promise.resolve();
      emit({ type: 'group', group });
    }
  };
}

function createGroup(firstRow: number, rowCount: number): FlightGroup {
  return {
    firstRow,
    rowCount,
    date: new Int32Array(rowCount),
    delay: new Int16Array(rowCount),
    distance: new Uint16Array(rowCount),
    origin: new Uint16Array(rowCount),
    destination: new Uint16Array(rowCount),
    newAirports: [],
  };
}

interface FakeServer {
  readonly fetch: typeof fetch;
  /** The Range header of each request. */
  readonly requests: string[];
  sentBytes(): number;
  cancelled(): boolean;
}

/** Serves `bytes` in `pieces`, each only when the last was read, as a slow connection does. */
function createFakeServer(
  bytes: Uint8Array<ArrayBuffer>,
  { ranges, pieces }: { ranges: boolean; pieces: number },
): FakeServer {
  const requests: string[] = [];
  let sent = 0;
  let isCancelled = false;
  const fakeFetch = async (_input: unknown, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get('Range') ?? '';
    requests.push(range);
    const [first, last] = range.replace('bytes=', '').split('-').map(Number);
    if (first !== undefined && last) {
      const headers = { 'Content-Range': `bytes ${first}-${last}/${bytes.length}` };
      return new Response(bytes.subarray(first, last + 1), { status: 206, headers });
    }
    sent = 0;
    const size = Math.ceil(bytes.length / pieces);
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (controller) => {
          init?.signal?.addEventListener('abort', () => {
            isCancelled = sent < bytes.length;
            controller.error(new Error('aborted'));
          });
        },
        pull: (controller) => {
          controller.enqueue(bytes.subarray(sent, sent + size));
          sent = Math.min(bytes.length, sent + size);
          if (sent === bytes.length) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    if (!ranges) return new Response(stream);
    const headers = { 'Content-Range': `bytes 0-${bytes.length - 1}/${bytes.length}` };
    return new Response(stream, { status: 206, headers });
  };
  return {
    fetch: fakeFetch as typeof fetch,
    requests,
    sentBytes: () => sent,
    cancelled: () => isCancelled,
  };
}

function answer(body: string, status = 200, statusText = 'OK'): () => Promise<Response> {
  return async () => new Response(body, { status, statusText });
}

async function brokenAnswer(): Promise<Response> {
  const pull = (controller: ReadableStreamDefaultController): void =>
    controller.error(new TypeError('terminated'));
  return new Response(new ReadableStream({ pull }));
}

async function silentAnswer(_url: string, init: RequestInit): Promise<Response> {
  const start = (controller: ReadableStreamDefaultController): void => {
    controller.enqueue(Uint8Array.of(80, 65, 82, 49));
    init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
  };
  return new Response(new ReadableStream({ start }));
}

async function cutAnswer(): Promise<Response> {
  return new Response(file.slice(0, 6_000_000));
}

function withoutLastGroup(): Uint8Array<ArrayBuffer> {
  const groupsEnd = readFlightsLayout(file)?.groups[9]?.end ?? 0;
  const metadata = file.subarray(file.length - 8192);
  const short = file.slice(0, groupsEnd + metadata.length);
  short.set(metadata, groupsEnd);
  return short;
}

function withOtherColumn(): Uint8Array<ArrayBuffer> {
  const copy = file.slice();
  const metadataLength = new DataView(file.buffer, file.length - 8).getUint32(0, true);
  // The schema comes first in the metadata, so this is its column and no group's.
  const name = Buffer.from(copy.buffer).indexOf('delay', file.length - 8 - metadataLength);
  copy[name] = 'r'.charCodeAt(0);
  return copy;
}

function withBrokenMetadata(): Uint8Array<ArrayBuffer> {
  const copy = file.slice();
  copy.fill(0xff, copy.length - 3000, copy.length - 2000);
  return copy;
}

function withZeroes(): Uint8Array<ArrayBuffer> {
  const copy = file.slice();
  copy.fill(0, 3_000_000, 3_000_400);
  return copy;
}
