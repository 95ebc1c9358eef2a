import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  DataError,
  type LineSource,
  type LineSourceOptions,
  lineSource,
  openPaged,
  type PagedOptions,
  recordSource,
  searchLines,
} from '../../../../src/data';
import { importsSettled } from '../../../imports';
import { createSourceList, type SourceList } from '../source-list';
import { type ByteStore, byteStore, textBytes } from './byte-store';

const PAGE = 1000;

let stage: SourceList<unknown> | undefined;
let lines: LineSource | undefined;

afterEach(() => {
  stage?.app.dispose();
  stage = undefined;
  lines?.dispose();
  lines?.dispose();
  lines?.bytes.dispose();
  lines = undefined;
});

describe('lines in a list', () => {
  it('are read where they are in sight, which a jump leads to', async () => {
    const store = await opened(numbered(20_000));
    await lines!.indexed;
    expect([lines!.count, lines!.progress]).toEqual([20_000, 1]);
    const read = store.asked.length;
    stage = createSourceList(lines!, (index) => lines!.at(index), { placeholder: () => {} });
    await frames();
    expect(stage.seen().get(7)).toBe('line 7');
    stage.list.scrollToIndex(15_000);
    await frames();
    expect(stage.seen().get(15_003)).toBe('line 15003');
    // A few pages, of more than 200.
    expect(store.asked.length - read).toBeLessThan(12);
    expect(stage.list.blank).toBe(0);
  });

  it('are there as soon as they are found, and the last when more is written to it', async () => {
    const store = await opened('one\ntwo\nthr');
    stage = createSourceList(lines!, (index) => lines!.at(index), { placeholder: () => {} });
    await lines!.indexed;
    await frames();
    expect([...stage.seen().values()]).toEqual(['one', 'two', 'thr']);
    store.data = textBytes('one\ntwo\nthree\nfour');
    expect(await lines!.refresh()).toBe(4);
    await frames();
    expect([...stage.seen()].sort(([a], [b]) => a - b).map(([, line]) => line)).toEqual([
      'one',
      'two',
      'three',
      'four',
    ]);
  });

  it('are shown whole where the last goes on in a page of its own', async () => {
    const begin = `${'x'.repeat(PAGE - 5)}\nabcd`;
    const store = await opened(begin);
    stage = createSourceList(lines!, (index) => lines!.at(index), { placeholder: () => {} });
    await lines!.indexed;
    await frames();
    expect(stage.seen().get(1)).toBe('abcd');
    store.data = textBytes(`${begin}efg\nlast`);
    await lines!.refresh();
    await frames();
    expect([stage.seen().get(1), stage.seen().get(2)]).toEqual(['abcdefg', 'last']);
  });

  it('are told of when any of their pages comes', async () => {
    await opened(`one\n${'x'.repeat(PAGE)}\nthree`);
    await lines!.indexed;
    const told: number[][] = [];
    lines!.connect!({
      insertRows() {},
      removeRows() {},
      moveRows() {},
      refreshRows: (index, count) => void told.push([index, count]),
      wake() {},
      fail() {},
    });
    lines!.bytes.trim(0);
    await lines!.bytes.read(PAGE, PAGE + 1);
    expect(told).toEqual([[1, 2]]);
    await lines!.bytes.read(0, 1);
    expect(told).toEqual([
      [1, 2],
      [0, 2],
    ]);
  });

  it('are found however many a page has', async () => {
    await opened(
      Array.from({ length: 5000 }, (_, i) => `${i % 10}\n`).join(''),
      {},
      {},
      { pageBytes: 8000 },
    );
    await lines!.indexed;
    await lines!.bytes.read(0, 10_000);
    expect(lines!.count).toBe(5000);
    const all = Array.from({ length: 5000 }, (_, i) => lines!.at(i));
    expect(all).toEqual(all.map((_, i) => String(i % 10)));
  });

  it('say how far they are found', async () => {
    const told: number[] = [];
    const onProgress = (progress: number) => told.push(progress);
    await opened(numbered(400_000), { onProgress }, {}, { pageBytes: 65_536 });
    await lines!.indexed;
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect(told[0]).toBeLessThan(0.5);
  });

  it('that cannot be read are told of', async () => {
    const errors: DataError[] = [];
    const store = await opened(
      numbered(10),
      { onError: (error) => errors.push(error) },
      { waits: true },
    );
    await vi.waitFor(() => expect(store.asked.length).toBe(1));
    store.asked[0]!.answer(new Uint8Array(3));
    await expect(lines!.indexed).rejects.toThrow('only 3 are there');
    expect(errors).toEqual([expect.any(DataError)]);
  });

  it('are looked for no longer when they are disposed', async () => {
    const store = await opened(numbered(10), {}, { waits: true });
    await vi.waitFor(() => expect(store.asked.length).toBe(1));
    lines!.dispose();
    await expect(lines!.indexed).rejects.toThrow('the lines were disposed');
    expect(store.asked[0]!.signal.aborted).toBe(true);
  });

  it('are refused in an encoding whose line ends are no bytes', async () => {
    const bytes = await openPaged(byteStore(textBytes('x')));
    expect(() => lineSource(bytes, { encoding: 'utf-16le' })).toThrow('encoding is utf-16le');
    expect(() => lineSource(bytes, { encoding: 'nope' })).toThrow('encoding is nope');
    expect(() => lineSource(bytes, { maxLineBytes: 0 })).toThrow('maxLineBytes is 0');
    const latin = lineSource(await openPaged(byteStore(Uint8Array.of(0xe9, 10))), {
      encoding: 'latin1',
    });
    await latin.indexed;
    await latin.bytes.read(0, 2);
    expect(latin.at(0)).toBe('é');
  });
});

describe('a search of lines', () => {
  it('begins where it is told, ends where it is full, and keeps no page', async () => {
    await opened(numbered(50_000), {}, {}, { maxBytes: 20 * PAGE });
    await lines!.indexed;
    await lines!.bytes.read(0, 2000);
    const search = searchLines(lines!, { text: '77', from: 100, maxFound: 5 });
    await search.done;
    expect([search.count, search.isFull, search.placeOf(177)]).toEqual([5, true, 1]);
    expect(search.next(0)).toBe(177);
    expect(search.previous(177)).toBe(577);
    expect(lines!.bytes.stats().pages).toBeLessThanOrEqual(3);
    expect(() => searchLines(lines!, { text: 'x', from: 30_000 })).toThrow(
      'from is 30000, a line that is not there',
    );
    expect(() => searchLines(lines!, { text: '' })).toThrow('text is empty');
  });

  it('finds all of them, also where one begins a piece that is read', async () => {
    const count = 250_000;
    await opened(numbered(count), {}, {}, { pageBytes: 65_536 });
    for (const query of [{ regexp: /^line \d+$/ }, { text: 'line ' }, { text: 'LINE 1' }]) {
      const search = searchLines(lines!, query);
      await search.done;
      const isAll = !('text' in query) || query.text === 'line ';
      expect(search.count).toBe(isAll ? count : 111_111);
    }
  });

  it('ends when it is disposed or its signal is aborted', async () => {
    await opened(numbered(400_000), {}, {}, { pageBytes: 65_536 });
    for (const end of ['dispose', 'signal']) {
      const abort = new AbortController();
      const search = searchLines(lines!, {
        text: 'line',
        signal: abort.signal,
        onChange() {
          if (end === 'signal') abort.abort();
          else search.dispose();
        },
      });
      await search.done;
      expect(search.count).toBeGreaterThan(0);
      expect(search.progress).toBeLessThan(1);
    }
  });

  it('tells what could not be read', async () => {
    const store = await opened(numbered(1000));
    await lines!.indexed;
    store.data = textBytes('gone');
    await expect(searchLines(lines!, { text: '9' }).done).rejects.toThrow(DataError);
  });
});

describe('records', () => {
  it('are read where they are in sight, and nothing of them is copied', async () => {
    const data = new DataView(new ArrayBuffer(16 * 10_000 + 5));
    for (let i = 0; i < 10_000; i++) data.setFloat64(i * 16 + 8, i / 2, true);
    const bytes = await openPaged(byteStore(new Uint8Array(data.buffer)), { pageBytes: 1600 });
    const records = recordSource(bytes, { recordBytes: 16 });
    expect(records.count).toBe(10_000);
    const value = (i: number) => records.viewOf(i)?.getFloat64(records.offsetOf(i) + 8, true);
    stage = createSourceList(records, value, { placeholder: () => {} });
    stage.list.scrollToIndex(7000);
    await frames();
    expect(stage.seen().get(7002)).toBe(3501);
    expect(value(20)).toBeUndefined();
    expect([records.isReady(7002), records.isReady(-1), records.isReady(10_000)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(bytes.stats().bytesCopied).toBe(0);
    records.dispose();
    bytes.dispose();
  });

  it('are more when more were written, as many as are whole', async () => {
    const store = byteStore(new Uint8Array(16 * 10 + 3));
    const bytes = await openPaged(store, { pageBytes: 64 });
    const records = recordSource(bytes, { recordBytes: 16 });
    const told: unknown[] = [];
    records.connect!({
      insertRows: (index, count) => void told.push(['insert', index, count]),
      removeRows() {},
      moveRows() {},
      refreshRows: (index, count) => void told.push(['refresh', index, count]),
      wake() {},
      fail() {},
    });
    await bytes.read(130, 140);
    store.data = new Uint8Array(16 * 11 + 15);
    expect(await records.refresh()).toBe(11);
    await bytes.read(130, 140);
    expect(told).toEqual([
      ['refresh', 8, 2],
      ['insert', 10, 1],
      ['refresh', 8, 3],
    ]);
    records.dispose();
    bytes.dispose();
  });

  it('are refused where pages are no multiple of them', async () => {
    const bytes = await openPaged(byteStore(new Uint8Array(100)), { pageBytes: 100 });
    expect(() => recordSource(bytes, { recordBytes: 24 })).toThrow(
      'pageBytes is 100, no multiple of 24; open the bytes with one, as 96',
    );
  });
});

async function opened(
  text: string,
  options: LineSourceOptions = {},
  how: { waits?: boolean } = {},
  paged: PagedOptions = {},
): Promise<ByteStore> {
  const store = byteStore(textBytes(text), how);
  lines = lineSource(await openPaged(store, { pageBytes: PAGE, ...paged }), options);
  return store;
}

function numbered(count: number): string {
  return Array.from({ length: count }, (_, i) => `line ${i}\n`).join('');
}

/** Frames until what is in sight has come. */
async function frames(): Promise<void> {
  await importsSettled();
  for (let i = 0; i < 4; i++) {
    stage!.app.frames(3);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
