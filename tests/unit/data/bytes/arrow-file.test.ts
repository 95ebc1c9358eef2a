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
  ChangedError,
  DataError,
  openPaged,
  type PagedOptions,
} from '../../../../src/data';
import { readArrowFooter } from '../../../../src/data/bytes/arrow-footer';
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

  it('keep the batches used last, as many as there is room for', async () => {
    const { blocks } = await footerOf(ipc());
    await opened(ipc(), {}, { maxBytes: (blocks[3]!.to - blocks[3]!.from) * 5.5 });
    // With those beside the one in sight.
    const visit = async (id: number): Promise<number[]> => {
      file!.show!(id * PER_BATCH, id * PER_BATCH + 9, -1, -1, -1, -1);
      const isReady = (at: number) => file!.isReady(at * PER_BATCH);
      await settle(() => [id - 1, id, id + 1].every(isReady));
      return Array.from({ length: BATCHES }, (_, at) => at).filter(isReady);
    };
    expect(await visit(3)).toEqual([2, 3, 4]);
    expect(await visit(8)).toEqual([expect.any(Number), expect.any(Number), 7, 8, 9]);
    // Used again, they go after those that were not.
    expect((await visit(3)).length).toBe(5);
    const kept = await visit(13);
    expect(kept.slice(2)).toEqual([12, 13, 14]);
    expect(kept[1]).toBeLessThan(5);
  });

  it('are asked for no more once they are out of sight, and those at the end whatever was shown before', async () => {
    const store = await opened(ipc());
    const { read: readNow } = store;
    const signals: AbortSignal[] = [];
    store.read = (_, __, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    file!.show!(3000, 3010, -1, -1, -1, -1);
    await settle(() => signals.length > 0);
    store.read = readNow;
    file!.show!(file!.count - 3, file!.count + 40, -1, -1, -1, -1);
    await settle(() => file!.isReady(file!.count - 1));
    expect(signals.map(({ aborted }) => aborted)).toEqual(signals.map(() => true));
    expect(file!.isReady(3000)).toBe(false);
  });

  it('are told to the list, all rows of a batch that came', async () => {
    await opened(ipc());
    const told: [number, number][] = [];
    const sink = { refreshRows: (first: number, count: number) => told.push([first, count]) };
    file!.connect!({ ...sink, wake() {}, insertRows() {}, removeRows() {} } as never);
    file!.show!(5100, 5120, -1, -1, -1, -1);
    await settle(() => file!.isReady(5100));
    expect(told).toContainEqual([5000, PER_BATCH]);
  });

  it('have names from dictionaries of their own, or none at all', async () => {
    const words = (of: string[]) =>
      vectorFromArray(
        Array.from({ length: 60 }, (_, i) => of[i % of.length]!),
        new Dictionary(new Utf8(), new Int32()),
      );
    const [city, color] = [words(['Oslo', 'Bergen', 'Rome']), words(['red', 'blue'])];
    await opened(tableToIPC(new Table({ city, color }), 'file'));
    file!.show!(0, 59, -1, -1, -1, -1);
    await settle(() => file!.isReady(0));
    const at = (name: string, row: number) => file!.column(name, 0)!.textAt(row);
    expect([at('city', 4), at('color', 4), at('color', 5)]).toEqual(['Bergen', 'red', 'blue']);
    file!.dispose();
    const plain = new Table({ price: vectorFromArray([1, 2, 3], new Float64()) });
    const data = tableToIPC(plain, 'file').slice();
    const { view, table } = footerAt(data);
    // As if the field for dictionaries were left out.
    view.setUint16(table - view.getInt32(table, true) + 4 + 2 * 2, 0, true);
    await opened(data);
    file!.show!(0, 2, -1, -1, -1, -1);
    await settle(() => file!.isReady(0));
    expect(file!.column('price', 0)!.at(2)).toBe(3);
  });

  it.each<[string, (data: Uint8Array, at: DataView, block: number) => void, RegExp]>([
    ['begins as another', (data) => data.fill(0, 0, 6), /begin and end with ARROW1/],
    [
      'has a batch before its beginning',
      (_, at, i) => at.setBigInt64(i, 0n, true),
      /footer.*damaged/,
    ],
    ['has a batch with no head', (_, at, i) => at.setInt32(i + 8, 4, true), /footer.*damaged/],
    [
      'has a batch that reaches into the footer',
      (data, at, i) => at.setBigInt64(i + 16, BigInt(data.length), true),
      /footer.*damaged/,
    ],
    [
      'has a batch of fewer rows than none',
      (data, at, i) => {
        const [from, head] = [Number(at.getBigInt64(i, true)), at.getInt32(i + 8, true)];
        const view = new DataView(data.buffer, data.byteOffset + from, head);
        for (let k = 0; k + 8 <= head; k += 8)
          if (view.getBigInt64(k, true) === BigInt(PER_BATCH)) view.setBigInt64(k, -5n, true);
      },
      /^record batch 17 of the Arrow file is damaged$/,
    ],
  ])('are refused where the file %s', async (_, damage, message) => {
    const data = ipc().slice();
    const { view, batches } = footerAt(data);
    damage(data, view, batches + 17 * 24);
    const bytes = await openPaged(byteStore(data), { pageBytes: 1024 });
    const opening = arrowFile(bytes, { tableFromIPC: read });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow(DataError);
    bytes.dispose();
  });

  it('that are cut short are told of as that, not as damaged, and know the version of the format', async () => {
    const data = ipc();
    const store = byteStore(data.slice());
    const { read: readNow } = store;
    // After the end and the beginning the footer is read.
    let reads = 0;
    store.read = async (from, to, signal) =>
      (await readNow(from, to, signal)).subarray(0, reads++ === 2 ? 9 : to - from);
    const bytes = await openPaged(store, { pageBytes: 64, retries: 0 });
    const opening = arrowFile(bytes, { tableFromIPC: read });
    await expect(opening).rejects.toThrow(ChangedError);
    bytes.dispose();
    const { schema } = await footerOf(data);
    expect(new DataView(schema.buffer, schema.byteOffset).getInt16(32, true)).toBe(4);
  });

  it('are refused in pages that are no multiple of 8', async () => {
    const bytes = await openPaged(byteStore(ipc()), { pageBytes: 100 });
    await expect(arrowFile(bytes, { tableFromIPC: read })).rejects.toThrow('pageBytes is 100');
    bytes.dispose();
  });
});

/** What the end of a file says. */
async function footerOf(data: Uint8Array) {
  const bytes = await openPaged(byteStore(data.slice()), { pageBytes: 1024 });
  const { batches, schema } = await readArrowFooter(bytes);
  bytes.dispose();
  return { blocks: batches, schema };
}

/** Where it is written: the footer, its table in that, and the first of the record batches in its list. */
function footerAt(data: Uint8Array): { view: DataView; table: number; batches: number } {
  const end = new DataView(data.buffer, data.byteOffset + data.length - 10);
  const length = end.getInt32(0, true);
  const view = new DataView(data.buffer, data.byteOffset + data.length - 10 - length, length);
  const table = view.getUint32(0, true);
  const fields = table - view.getInt32(table, true);
  const at = table + view.getUint16(fields + 4 + 3 * 2, true);
  return { view, table, batches: at + view.getUint32(at, true) + 4 };
}

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
