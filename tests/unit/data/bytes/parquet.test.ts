import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it } from 'vitest';
import { openPaged, type PagedBytes, type PagedSource, pagedSource } from '../../../../src/data';
import { createSourceList, type SourceList } from '../source-list';
import { type ByteStore, byteStore } from './byte-store';

const ROWS = 12_000;
const GROUP = 1_000;
const CITIES = ['Bergen', 'Oslo', 'Tromsø'];

type Flight = { id: number; delay: number; city: string; note: string | null; at: bigint };

let stage: SourceList<unknown> | undefined;
let bytes: PagedBytes | undefined;

afterEach(() => {
  stage?.app.dispose();
  stage = undefined;
  bytes?.dispose();
  bytes = undefined;
});

function flight(id: number): Flight {
  return {
    id,
    delay: (id % 97) / 4 - 3,
    city: CITIES[id % 3]!,
    note: id % 5 === 0 ? null : `flight ${id}`,
    at: 1_700_000_000_000n + BigInt(id),
  };
}

/** A file of a dozen row groups: numbers, a dictionary, texts of which some are missing. */
function parquet(): Uint8Array {
  const rows = Array.from({ length: ROWS }, (_, id) => flight(id));
  const column = (name: keyof Flight) => rows.map((row) => row[name]);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: column('id'), type: 'INT32' },
        { name: 'delay', data: column('delay'), type: 'DOUBLE' },
        { name: 'city', data: column('city'), type: 'STRING' },
        { name: 'note', data: column('note'), type: 'STRING', nullable: true },
        { name: 'at', data: column('at'), type: 'INT64' },
      ],
      rowGroupSize: GROUP,
    }),
  );
}

async function opened(data = parquet()): Promise<ByteStore> {
  const store = byteStore(data);
  bytes = await openPaged(store, { pageBytes: 4096, maxBytes: 64 * 1024 });
  return store;
}

/** Rows by a reader of Parquet over paged bytes, a row group at a time. */
async function rowsOf(file: PagedBytes): Promise<PagedSource<Flight>> {
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: 8192 });
  return pagedSource<Flight>({
    count: Number(metadata.num_rows),
    pageSize: GROUP,
    load: async (rowStart, rowEnd) =>
      (await parquetReadObjects({ file, metadata, rowStart, rowEnd })) as Flight[],
  });
}

describe('rows of a Parquet file', () => {
  it('are those that were written, whatever their kind, read where they are in sight', async () => {
    const store = await opened();
    const source = await rowsOf(bytes!);
    expect(source.count).toBe(ROWS);
    stage = createSourceList(source, (index) => source.at(index), { placeholder: () => {} });
    await settle(() => stage!.seen().get(2) !== undefined);
    expect(stage.seen().get(0)).toEqual(flight(0));
    expect(stage.seen().get(7)).toEqual(flight(7));
    const read = bytes!.stats().bytesRead;
    expect(read).toBeLessThan(store.data.length / 3);
    stage.list.scrollToIndex(9_030);
    await settle(() => stage!.seen().get(9_031) !== undefined);
    for (const [index, row] of stage.seen()) if (row) expect(row).toEqual(flight(index));
    expect(bytes!.stats().bytesRead).toBeLessThan(store.data.length * 0.75);
    expect(bytes!.stats().bytes).toBeLessThanOrEqual(64 * 1024);
  });

  it('are all the same as of the file in one piece', async () => {
    const store = await opened();
    const [paged, whole] = await Promise.all([
      parquetReadObjects({ file: bytes!, rowStart: 2_990, rowEnd: 5_010 }),
      parquetReadObjects({ file: store.data.slice().buffer, rowStart: 2_990, rowEnd: 5_010 }),
    ]);
    expect(paged.length).toBe(2_020);
    expect(paged).toEqual(whole);
    expect(paged[0]).toEqual(flight(2_990));
  });

  it.each<[string, (data: Uint8Array) => Uint8Array, RegExp]>([
    ['is cut short', (data) => data.slice(0, -20), /not a valid parquet|PAR1/i],
    ['is something else', () => new Uint8Array(9_000), /not a valid parquet|PAR1/i],
  ])('are refused where the file %s', async (_, damage, message) => {
    await opened(damage(parquet()));
    await expect(parquetMetadataAsync(bytes!)).rejects.toThrow(message);
  });

  it('that are damaged in the middle are told of, and the others stay', async () => {
    const data = parquet();
    const [from, to] = groupAt(data, 4);
    data.fill(0xff, from, to);
    await opened(data);
    await expect(
      parquetReadObjects({ file: bytes!, rowStart: 4_000, rowEnd: 4_010 }),
    ).rejects.toThrow();
    const rows = await parquetReadObjects({ file: bytes!, rowStart: 5_000, rowEnd: 5_002 });
    expect(rows).toEqual([flight(5_000), flight(5_001)]);
  });
});

/** About where values of a row group are. */
function groupAt({ length }: Uint8Array, group: number): [number, number] {
  const size = Math.floor(length / (ROWS / GROUP));
  return [group * size + Math.floor(size / 4), group * size + Math.floor(size / 2)];
}

async function settle(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) {
    stage!.app.frames(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(isSo()).toBe(true);
}
