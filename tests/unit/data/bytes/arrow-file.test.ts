import {
  Dictionary,
  Float64,
  Int32,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ArrowFile,
  type ArrowTable,
  arrowFile,
  DataError,
  openPaged,
  type PagedOptions,
} from '../../../../src/data';
import { createSourceList, type SourceList } from '../source-list';
import { type ByteStore, byteStore } from './byte-store';

const PER_BATCH = 500;
const BATCHES = 20;

let stage: SourceList<unknown> | undefined;
let file: ArrowFile | undefined;
/** Tables that were made of what was read. */
let tables: Table[] = [];

afterEach(() => {
  stage?.app.dispose();
  stage = undefined;
  file?.dispose();
  file?.dispose();
  file?.bytes.dispose();
  file = undefined;
  tables = [];
});

describe('rows of an Arrow file', () => {
  it('are read by record batch, where they are in sight, and nothing of them is copied', async () => {
    const store = await opened(ipc());
    expect([file!.count, file!.batchCount, file!.names]).toEqual([
      BATCHES * PER_BATCH,
      BATCHES,
      ['price', 'name', 'kind'],
    ]);
    expect(file!.column('price', 3)).toBeUndefined();
    const read = store.asked.length;
    const { bytesCopied } = file!.bytes.stats();
    stage = createSourceList(file!, rowText, { placeholder: () => {} });
    await frames();
    expect(stage.seen().get(3)).toBe(`1.5 row 3 ${kindOf(3)}`);
    stage.list.scrollToIndex(7020);
    await frames();
    expect(stage.seen().get(7022)).toBe(`3511 row 7022 ${kindOf(7022)}`);
    expect(file!.isReady(3000)).toBe(false);
    expect([file!.isReady(-1), file!.isReady(file!.count)]).toEqual([false, false]);
    // Those in sight, and the ones beside.
    expect(store.asked.length - read).toBeLessThan(12);
    expect(file!.bytes.stats().bytesCopied).toBe(bytesCopied);
    const handed = new Set(store.handed.map(({ buffer }) => buffer));
    const batches = tables.filter(({ numRows }) => numRows === PER_BATCH);
    expect(batches.length).toBeGreaterThan(1);
    for (const table of batches) {
      for (const name of ['price', 'name', 'kind'])
        expect(handed.has(table.getChild(name)!.data[0]!.values.buffer), name).toBe(true);
    }
    expect(() => file!.column('cost', 3)).toThrow(
      "no column 'cost'; give one of price, name, kind",
    );
  });

  it('keep no more batches than they may, those in sight apart', async () => {
    await opened(ipc(), {}, { maxBytes: 1 });
    for (const at of [10, 2000, 10]) {
      file!.show!(at, at + 600, -1, -1, -1, -1);
      await settle(() => file!.isReady(at) && file!.isReady(at + 600));
      expect([file!.isReady(at), file!.isReady(at + 600)]).toEqual([true, true]);
    }
    expect(file!.isReady(2000)).toBe(false);
    expect(tables.filter(({ numRows }) => numRows === PER_BATCH).length).toBe(6);
  });

  it('may be none, and in batches of any size', async () => {
    await opened(ipc([]));
    expect([file!.count, file!.batchCount]).toEqual([0, 1]);
    file!.show!(-1, -1, -1, -1, -1, -1);
    file!.dispose();
    await opened(ipc([3, 1, 70, 2]));
    expect([file!.count, file!.batchCount]).toEqual([76, 4]);
    file!.show!(0, 75, -1, -1, -1, -1);
    await settle(() => file!.isReady(75));
    expect(Array.from({ length: 76 }, (_, i) => rowText(i))).toEqual(
      Array.from({ length: 76 }, (_, i) => `${i / 2} row ${i} ${kindOf(i)}`),
    );
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ['is something else', () => new Uint8Array(500), /begin and end with ARROW1/],
    ['is too short', () => new Uint8Array(9), /9 bytes are no file/],
    ['is cut short', (bytes) => bytes.subarray(0, -100), /begin and end with ARROW1/],
    [
      'has a footer longer than itself',
      (bytes) => poke(bytes, bytes.length - 10, 0x7fffffff),
      /says to have 2147483647/,
    ],
    [
      'has a footer of nothing',
      (bytes) => bytes.fill(0, bytes.length - 400, bytes.length - 10),
      /says to have 0 bytes|damaged/,
    ],
  ])('are refused where the file %s', async (_, damage, message) => {
    const bytes = await openPaged(byteStore(damage(ipc().slice())), { pageBytes: 1024 });
    const opening = arrowFile(bytes, { tableFromIPC: read });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow(DataError);
    bytes.dispose();
  });

  it('whose batch cannot be read are told of, and asked for again', async () => {
    const errors: DataError[] = [];
    const store = await opened(
      ipc(),
      {},
      { onError: (error) => void errors.push(error), retries: 0 },
    );
    const { data } = store;
    store.data = data.subarray(0, 2000);
    file!.show!(5000, 5010, -1, -1, -1, -1);
    await settle(() => errors.length > 0);
    expect(errors[0]!.message).toMatch(/^record batch \d+ could not be read$/);
    store.data = data;
    file!.retryFailed();
    await settle(() => file!.isReady(5000));
    expect(rowText(5000)).toBe(`2500 row 5000 ${kindOf(5000)}`);
  });

  it('are refused in pages that are no multiple of 8', async () => {
    const bytes = await openPaged(byteStore(ipc()), { pageBytes: 100 });
    await expect(arrowFile(bytes, { tableFromIPC: read })).rejects.toThrow('pageBytes is 100');
    bytes.dispose();
  });
});

/** Writes an integer into bytes. */
function poke(bytes: Uint8Array, at: number, value: number): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setInt32(at, value, true);
  return bytes;
}

function kindOf(i: number): string {
  return ['a', 'b', 'c', 'b'][i % 4]!;
}

/** A file with batches of so many rows. */
function ipc(sizes: number[] = Array.from({ length: BATCHES }, () => PER_BATCH)): Uint8Array {
  const rows = Array.from({ length: sizes.reduce((sum, size) => sum + size, 0) }, (_, i) => i);
  const all = new Table({
    price: vectorFromArray(
      rows.map((i) => i / 2),
      new Float64(),
    ),
    name: vectorFromArray(
      rows.map((i) => `row ${i}`),
      new Utf8(),
    ),
    kind: vectorFromArray(rows.map(kindOf), new Dictionary(new Utf8(), new Int32())),
  });
  let first = 0;
  const parts = sizes.map((size) => {
    first += size;
    return all.slice(first - size, first);
  });
  const [head, ...rest] = parts;
  return tableToIPC(head ? head.concat(...rest) : all, 'file');
}

function read(parts: Iterable<Uint8Array>): ArrowTable {
  const table = tableFromIPC(parts);
  tables.push(table);
  return table as unknown as ArrowTable;
}

type Handing = ByteStore & { handed: Uint8Array[] };

async function opened(
  data: Uint8Array,
  paged: PagedOptions = {},
  options: Partial<Parameters<typeof arrowFile>[1]> = {},
): Promise<Handing> {
  const store = byteStore(data.slice()) as Handing;
  const { read: readStore } = store;
  store.handed = [];
  store.read = async (from, to, signal) => {
    const bytes = await readStore(from, to, signal);
    store.handed.push(bytes);
    return bytes;
  };
  const bytes = await openPaged(store, { pageBytes: 4096, ...paged });
  file = await arrowFile(bytes, { tableFromIPC: read, ...options });
  return store;
}

function rowText(index: number): string | undefined {
  const price = file!.column('price', index);
  if (!price) return undefined;
  const row = file!.rowIn(index);
  const [name, kind] = [file!.column('name', index)!, file!.column('kind', index)!];
  return `${price.at(row)} ${name.textAt(row)} ${kind.textAt(row)}`;
}

async function settle(isSo: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isSo()).toBe(true));
}

async function frames(): Promise<void> {
  for (let i = 0; i < 6; i++) {
    stage!.app.frames(3);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}
