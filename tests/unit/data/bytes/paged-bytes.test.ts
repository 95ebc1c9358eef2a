import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ChangedError,
  DataError,
  openPaged,
  type PagedBytes,
  type PagedOptions,
} from '../../../../src/data';
import { createTail } from '../../../../src/data/bytes/tail';
import { createFakeClock } from '../../../../src/testing/fake-clock';
import { type ByteStore, byteStore, pattern } from './byte-store';

const PAGE = 100;
const clock = createFakeClock();
let bytes: PagedBytes | undefined;

afterEach(() => {
  bytes?.dispose();
  bytes?.dispose();
  bytes = undefined;
  expect(clock.pendingTimers).toBe(0);
});

describe('bytes in pages', () => {
  it('are read once, and are a view of their page where they lie in one', async () => {
    const { store } = await opened(1050);
    const read = await bytes!.read(110, 150);
    expect(read).toEqual(store.data.slice(110, 150));
    expect(store.asked.map(({ from, to }) => [from, to])).toEqual([[100, 200]]);
    expect(bytes!.view(120, 200)!.buffer).toBe(read.buffer);
    expect(bytes!.page(1)!.buffer).toBe(read.buffer);
    expect(bytes!.view(120, 201)).toBeUndefined();
    expect(bytes!.stats()).toMatchObject({ bytes: 100, pages: 1, requests: 1, bytesCopied: 0 });
    expect(await bytes!.read(950, 1050)).toEqual(store.data.slice(950, 1050));
    expect(store.asked.length).toBe(3);
    expect(bytes!.stats().bytesCopied).toBe(100);
    expect(await bytes!.read(30, 30)).toEqual(new Uint8Array(0));
  });

  it('are asked for at once where they are far and neighbours', async () => {
    const { store } = await opened(3000, { requestBytes: 500 }, { isFar: true });
    const [left, right] = await Promise.all([bytes!.read(1000, 1750), bytes!.read(1600, 1900)]);
    expect(left).toEqual(store.data.slice(1000, 1750));
    expect(right).toEqual(store.data.slice(1600, 1900));
    expect(store.asked.map(({ from, to }) => [from, to])).toEqual([
      [1000, 1500],
      [1500, 1900],
    ]);
    // Each page has a buffer of its own: what is dropped is free.
    expect(bytes!.page(12)!.buffer.byteLength).toBe(PAGE);
  });

  it('are kept by how lately they were used, those in sight whatever comes', async () => {
    const { store } = await opened(5000, { maxBytes: 600 });
    bytes!.show(7, 8, -1, -1, -1, -1);
    await settle();
    for (let page = 20; page < 40; page++) await bytes!.read(page * PAGE, page * PAGE + 1);
    expect(bytes!.stats().bytes).toBeLessThanOrEqual(600);
    const count = store.asked.length;
    expect(bytes!.page(7)).toBeDefined();
    expect(bytes!.page(8)).toBeDefined();
    expect(bytes!.page(39)).toBeDefined();
    expect(bytes!.page(25)).toBeUndefined();
    bytes!.show(30, 31, -1, -1, -1, -1);
    await settle();
    expect(store.asked.length).toBeGreaterThan(count);
    expect(bytes!.trim(0)).toBeGreaterThan(0);
    expect([bytes!.page(7), bytes!.page(30) !== undefined]).toEqual([undefined, true]);
  });

  it('that come into sight stay as long as they are, and no longer', async () => {
    const { store } = await opened(9000, { maxBytes: 600 });
    await bytes!.read(700, 900);
    bytes!.show(7, 8, -1, -1, -1, -1);
    for (let page = 20; page < 40; page++) await bytes!.read(page * PAGE, page * PAGE + 1);
    expect([bytes!.page(7), bytes!.page(8)]).not.toContain(undefined);
    for (const from of [700, 800])
      expect(store.asked.filter((each) => each.from === from).length).toBe(1);
    bytes!.show(60, 60, -1, -1, -1, -1);
    for (let page = 20; page < 40; page++) await bytes!.read(page * PAGE, page * PAGE + 1);
    expect([bytes!.page(7), bytes!.page(8)]).toEqual([undefined, undefined]);
  });

  it('are no more than there is room for, however many are in sight', async () => {
    const { store } = await opened(9000, { maxBytes: 600 });
    bytes!.show(0, 20, -1, -1, -1, -1);
    await settle();
    expect(store.asked.map(({ from }) => from / PAGE)).toEqual([0, 1, 2, 3, 4]);
    for (let page = 5; page < 10; page++) {
      await bytes!.read(page * PAGE, page * PAGE + 1);
      expect(bytes!.stats().bytes).toBeLessThanOrEqual(600);
      // There is room for one beside those in sight.
      expect(bytes!.page(page)).toBeDefined();
    }
    expect(bytes!.page(4)).toBeDefined();
  });

  it('that will be in sight soon are not the next to go', async () => {
    const { store } = await opened(9000, { maxBytes: 600 });
    await bytes!.read(1000, 1001);
    for (let page = 1; page < 5; page++) await bytes!.read(page * PAGE, page * PAGE + 1);
    bytes!.show(20, 20, 10, 10, -1, -1);
    await settle();
    await settle();
    expect(store.asked.filter(({ from }) => from === 1000).length).toBe(1);
    expect(bytes!.page(10)).toBeDefined();
  });

  it('that are gone through once push out nothing', async () => {
    await opened(5000, { maxBytes: 600 });
    bytes!.show(0, 1, -1, -1, -1, -1);
    await bytes!.read(300, 400);
    for (let page = 10; page < 40; page++)
      await bytes!.read(page * PAGE, (page + 1) * PAGE, { keep: false });
    expect(bytes!.page(3)).toBeDefined();
    expect(bytes!.page(39)).toBeUndefined();
  });

  it('that are near and gone through once are read together, and not copied', async () => {
    const { store } = await opened(5000, { requestBytes: 1000 });
    await bytes!.read(300, 400);
    store.asked.length = 0;
    expect(await bytes!.read(1010, 1990, { keep: false })).toEqual(store.data.slice(1010, 1990));
    expect(store.asked.map(({ from, to }) => [from, to])).toEqual([[1000, 2000]]);
    expect(bytes!.stats().bytesCopied).toBe(0);
    // One of them is there.
    expect(await bytes!.read(250, 450, { keep: false })).toEqual(store.data.slice(250, 450));
    expect(bytes!.stats().bytesCopied).toBe(200);
    const kept = [bytes!.read(2000, 2100), bytes!.read(2100, 2200, { keep: false })];
    await Promise.all(kept);
    expect(store.asked.slice(-2).map(({ from, to }) => [from, to])).toEqual([
      [2000, 2100],
      [2100, 2200],
    ]);
    expect(bytes!.page(20)!.buffer.byteLength).toBe(PAGE);
  });

  it('are asked for in the order of sight, and no longer when it has gone on', async () => {
    const { store } = await opened(9000, { concurrency: 2 }, { waits: true });
    bytes!.show(4, 5, 6, 7, 50, 51);
    await settle();
    expect(store.asked.map(({ from }) => from)).toEqual([400, 500]);
    bytes!.show(70, 70, -1, -1, -1, -1);
    await settle();
    expect(store.asked.slice(0, 2).map(({ signal }) => signal.aborted)).toEqual([true, true]);
    for (const each of store.asked) each.answer();
    await settle();
    for (const each of store.asked) each.answer();
    await settle();
    expect(bytes!.page(4)).toBeUndefined();
    expect(bytes!.page(70)).toEqual(store.data.slice(7000, 7100));
  });

  it('in sight come before those that somebody waits for', async () => {
    const { store } = await opened(9000, { concurrency: 1 }, { waits: true });
    const reads = [bytes!.read(2000, 2001), bytes!.read(2100, 2101)];
    await settle();
    bytes!.show(7, 7, -1, -1, -1, -1);
    await settle();
    store.asked[0]!.answer();
    await settle();
    expect(store.asked.map(({ from }) => from)).toEqual([2000, 700]);
    for (let i = 1; i < 5; i++) {
      store.asked[i]?.answer();
      await settle();
    }
    await Promise.all(reads);
  });

  it('that were in sight for no moment are not asked for', async () => {
    const { store } = await opened(9000, {}, { waits: true });
    bytes!.show(4, 5, -1, -1, -1, -1);
    bytes!.show(70, 70, -1, -1, -1, -1);
    await settle();
    expect(store.asked.map(({ from }) => from)).toEqual([7000, 7100, 6900]);
  });

  it('before and after one that are wanted too come with it where they are far', async () => {
    const { store } = await opened(9000, { requestBytes: 500 }, { isFar: true });
    bytes!.show(5, 6, 3, 4, -1, -1);
    await settle();
    expect(store.asked.map(({ from, to }) => [from, to])).toEqual([[300, 800]]);
  });

  it('that came to be asked for at once are given up only when nobody wants any of them', async () => {
    const { store } = await opened(9000, { requestBytes: 500 }, { isFar: true, waits: true });
    const abort = new AbortController();
    const [left, right] = [
      bytes!.read(100, 200, { signal: abort.signal }),
      bytes!.read(200, 300),
    ] as const;
    await settle();
    abort.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    expect(store.asked.map(({ from, to, signal }) => [from, to, signal.aborted])).toEqual([
      [100, 300, false],
    ]);
    store.asked[0]!.answer();
    expect(await right).toEqual(store.data.slice(200, 300));
  });

  it('are asked for in no more requests than may run', async () => {
    const { store } = await opened(
      9000,
      { requestBytes: 200, concurrency: 1 },
      { isFar: true, waits: true },
    );
    const reads = [bytes!.read(0, 10), bytes!.read(500, 510)];
    await settle();
    expect(store.asked.length).toBe(1);
    store.asked[0]!.answer();
    await settle();
    expect(store.asked.length).toBe(2);
    store.asked[1]!.answer();
    await Promise.all(reads);
  });

  it('are waited for no longer when the signal is aborted, and by others still', async () => {
    const { store } = await opened(1000, {}, { waits: true });
    const abort = new AbortController();
    const alone = bytes!.read(100, 200, { signal: abort.signal });
    const shared = [
      bytes!.read(300, 350, { signal: abort.signal }),
      bytes!.read(310, 360),
    ] as const;
    await settle();
    abort.abort(new Error('enough'));
    await expect(alone).rejects.toThrow('enough');
    await expect(shared[0]).rejects.toThrow('enough');
    expect(store.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    store.asked[1]!.answer();
    expect(await shared[1]).toEqual(store.data.slice(310, 360));
  });

  it('are tried again after an error, and given up after some', async () => {
    const { store } = await opened(1000, { retries: 1 }, { waits: true });
    const told: [number, unknown][] = [];
    bytes!.watch((page, error) => told.push([page, error]));
    const read = bytes!.read(0, 10);
    await settle();
    store.asked[0]!.refuse(new Error('busy'));
    await settle();
    clock.advance(1000);
    await settle();
    expect(store.asked.length).toBe(2);
    store.asked[1]!.refuse(new Error('still busy'));
    const error = await read.catch((why: unknown) => why);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).message).toBe('bytes 0 to 99 could not be read: Error: still busy');
    expect((error as DataError).cause).toEqual(new Error('still busy'));
    expect(bytes!.hasFailed(0)).toBe(true);
    expect(told).toEqual([[0, new Error('still busy')]]);
    // Whoever reads again has it tried again.
    const again = bytes!.read(0, 10);
    await settle();
    store.asked[2]!.answer();
    expect(await again).toEqual(store.data.slice(0, 10));
  });

  it('that have changed or are cut short are not', async () => {
    const { store } = await opened(1000, {}, { waits: true });
    const read = bytes!.read(0, 10);
    await settle();
    store.asked[0]!.answer(new Uint8Array(60));
    await expect(read).rejects.toThrow(ChangedError);
    await expect(read).rejects.toThrow('of the bytes 0 to 99 only 60 are there');
    expect(store.asked.length).toBe(1);
  });

  it('may begin later, and are more when more were written', async () => {
    const { store } = await opened(1050, { from: 30 });
    expect([bytes!.size, bytes!.byteLength, bytes!.pageCount]).toEqual([1020, 1020, 11]);
    expect(await bytes!.read(1000, 1020)).toEqual(store.data.slice(1030, 1050));
    expect(await bytes!.refresh()).toBe(1020);
    store.data = pattern(1400);
    expect(await bytes!.refresh()).toBe(1370);
    expect(await bytes!.read(990, 1200)).toEqual(store.data.slice(1020, 1230));
    store.data = pattern(2000).reverse();
    await bytes!.read(1300, 1370);
    store.data = pattern(3000);
    await expect(bytes!.refresh()).rejects.toThrow('written over');
    store.data = pattern(500);
    await expect(bytes!.refresh()).rejects.toThrow('only 470 bytes where 1370 were');
  });

  it('that are there since are asked for where they are in sight', async () => {
    const { store } = await opened(1000);
    bytes!.show(9, 12, -1, -1, -1, -1);
    await settle();
    store.data = pattern(1400);
    await bytes!.refresh();
    await settle();
    expect(bytes!.page(12)).toEqual(store.data.slice(1200, 1300));
  });

  it('are sliced as readers of Parquet do it', async () => {
    const { store } = await opened(1000);
    expect(new Uint8Array(await bytes!.slice(10, 20))).toEqual(store.data.slice(10, 20));
    expect(new Uint8Array(await bytes!.slice(-350))).toEqual(store.data.slice(-350));
    expect(new Uint8Array(await bytes!.slice(100, -100))).toEqual(store.data.slice(100, -100));
    // Whoever writes to it writes to nobody else's.
    new Uint8Array(await bytes!.slice(0, 100)).fill(7);
    expect(await bytes!.read(0, 100)).toEqual(store.data.slice(0, 100));
  });

  it('are refused where there are none', async () => {
    await opened(1000);
    await expect(bytes!.read(990, 1001)).rejects.toThrow(
      'bytes 990 to 1001 are asked for; give whole numbers within 0 and 1000',
    );
    await expect(bytes!.read(0.5, 2)).rejects.toThrow('bytes 0.5 to 2');
    expect(() => bytes!.view(-1, 2)).toThrow('bytes -1 to 2');
    await expect(openPaged(7 as never)).rejects.toThrow('source is 7; give a Blob');
    await expect(opened(10, { from: 11 })).rejects.toThrow('from is 11');
    await expect(opened(10, { maxBytes: 399 })).rejects.toThrow('maxBytes is 399');
    bytes!.dispose();
    await expect(bytes!.read(0, 1)).rejects.toThrow('disposed');
  });

  it('reject what waits when they are disposed', async () => {
    const { store } = await opened(1000, {}, { waits: true });
    const read = bytes!.read(0, 500);
    await settle();
    bytes!.dispose();
    await expect(read).rejects.toThrow('disposed');
    expect(store.asked.every(({ signal }) => signal.aborted)).toBe(true);
  });
});

describe('the end of bytes', () => {
  it('is kept without what is before, and is the same only where all of it is', () => {
    const tail = createTail();
    tail.see(0, pattern(5000), 6000);
    expect(tail.bytes.length).toBe(0);
    tail.see(1000, pattern(5000), 6000);
    expect([tail.from, tail.bytes.length, tail.bytes.buffer.byteLength]).toEqual([
      4976, 1024, 1024,
    ]);
    expect(tail.isSame(pattern(5000).slice(-1024))).toBe(true);
    expect(tail.isSame(pattern(5000).slice(-1024, -1))).toBe(false);
  });
});

describe('bytes of a file', () => {
  it('are whole where a handle gives a few at a time', async () => {
    const data = pattern(300);
    const handle = {
      stat: async () => ({ size: data.length }),
      async read(into: Uint8Array, offset: number, length: number, position: number) {
        const part = data.subarray(position, position + Math.min(7, length));
        into.set(part, offset);
        return { bytesRead: part.length };
      },
    };
    const paged = await openPaged(handle, { pageBytes: PAGE });
    expect(await paged.read(0, 300)).toEqual(data);
    paged.dispose();
  });

  it('are read no further by a handle once nobody waits for them', async () => {
    let reads = 0;
    const abort = new AbortController();
    const handle = {
      stat: async () => ({ size: 300 }),
      async read(_: Uint8Array, __: number, length: number) {
        if (++reads === 3) abort.abort(new Error('enough'));
        return { bytesRead: Math.min(7, length) };
      },
    };
    const paged = await openPaged(handle, { pageBytes: 300 });
    await expect(paged.read(0, 300, { signal: abort.signal })).rejects.toThrow('enough');
    await settle();
    expect(reads).toBe(3);
    paged.dispose();
  });

  it('are those of a blob, an access handle and a handle of Node', async () => {
    const data = pattern(1234);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'rafter-bytes-'));
    const file = path.join(folder, 'data');
    await writeFile(file, data);
    const handle = await open(file);
    const sync = {
      getSize: () => data.length,
      read(into: Uint8Array, { at }: { at: number }) {
        into.set(data.subarray(at, at + into.length));
        return Math.min(into.length, data.length - at);
      },
    };
    for (const source of [new Blob([data]), handle, sync]) {
      const paged = await openPaged(source, { pageBytes: PAGE });
      expect(await paged.read(0, 1234)).toEqual(data);
      paged.dispose();
    }
    const paged = await openPaged(handle, { pageBytes: PAGE });
    await writeFile(file, data.slice(0, 50));
    await expect(paged.read(0, 100)).rejects.toThrow('cut short');
    await expect(paged.refresh()).rejects.toThrow(ChangedError);
    paged.dispose();
    await handle.close();
    await rm(folder, { recursive: true });
  });
});

async function opened(
  size: number,
  options: PagedOptions = {},
  how: { waits?: boolean; isFar?: boolean } = {},
): Promise<{ store: ByteStore }> {
  bytes?.dispose();
  const store = byteStore(pattern(size), how);
  bytes = await openPaged(store, {
    pageBytes: PAGE,
    ports: {
      setTimer: clock.setTimer,
      clearTimer: (id) => clock.clearTimer(id as number),
      random: () => 0.5,
    },
    ...options,
  });
  return { store };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
