import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChangedError, DataError, openPaged, type PagedBytes } from '../../../../src/data';
import { pattern } from './byte-store';

const DATA = pattern(5000);

type Answer = (range: [number, number], request: IncomingMessage, response: ServerResponse) => void;

/** What the server does; most tests have it do something wrong. */
let answer: Answer;
let ranges: [number, number][] = [];
let address = '';

const server = createServer((request, response) => {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const range: [number, number] = [Number(from), Number(to) + 1];
  ranges.push(range);
  answer(range, request, response);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  ranges = [];
  answer = right();
});

describe('bytes of an address', () => {
  it('are read by ranges, neighbours at once', async () => {
    await using(async (paged) => {
      expect(paged.size).toBe(5000);
      expect(await paged.read(1234, 3456)).toEqual(DATA.slice(1234, 3456));
      expect(ranges).toEqual([
        [0, 1],
        [1200, 3500],
      ]);
    });
  });

  it('are asked for with the headers that were given', async () => {
    const seen: unknown[] = [];
    answer = (range, request, response) => {
      seen.push(request.headers.authorization);
      right()(range, request, response);
    };
    await using((paged) => paged.read(0, 10), { headers: { authorization: 'Bearer x' } });
    expect(seen).toEqual(['Bearer x', 'Bearer x']);
  });

  it('may be none', async () => {
    answer = (_, __, response) => response.writeHead(416, { 'Content-Range': 'bytes */0' }).end();
    await using(async (paged) => expect([paged.size, paged.pageCount]).toEqual([0, 0]));
  });

  it.each<[string, Answer, RegExp]>([
    [
      'has no ranges',
      (_, __, response) => response.end(DATA),
      /by 200: its server needs to support/,
    ],
    ['tells no size', right({ 'Content-Range': 'bytes 0-0/*' }), /by 206: .*tell in Content-Range/],
    ['tells nothing', (_, __, response) => response.writeHead(206).end('x'), /by 206: its server/],
    [
      'has nothing there',
      (_, __, response) => response.writeHead(404).end(),
      /answered by 404 Not/,
    ],
  ])('are refused where the server %s', async (_, wrong, message) => {
    answer = wrong;
    await expect(openPaged(address)).rejects.toThrow(message);
    await expect(openPaged(address)).rejects.toThrow(DataError);
  });

  it.each<[string, Answer]>([
    ['has another version by now', right({ ETag: '"2"' })],
    ['is shorter by now', right({}, DATA.slice(0, 4000))],
    ['answers with all of it', (_, __, response) => response.end(DATA)],
    ['answers with another place', right({ 'Content-Range': 'bytes 0-99/5000' })],
    ['sends fewer bytes than it says', cut],
  ])('are given up at once where the file %s', async (_, wrong) => {
    await using(async (paged) => {
      answer = wrong;
      ranges = [];
      await expect(paged.read(1000, 1100)).rejects.toThrow(ChangedError);
      expect(ranges.length).toBe(1);
    });
  });

  it('are asked for again after 503 and a connection that ends', async () => {
    await using(
      async (paged) => {
        const wrong: Answer[] = [
          (_, __, response) => response.writeHead(503).end(),
          (_, request) => request.socket.destroy(),
        ];
        answer = (...given) => (wrong.shift() ?? right())(...given);
        expect(await paged.read(1000, 1100)).toEqual(DATA.slice(1000, 1100));
        expect(ranges.length).toBe(4);
      },
      { retryMinMs: 1, retryMaxMs: 2 },
    );
  });

  it('are let go of when nobody wants them any more', async () => {
    await using(async (paged) => {
      let hasEnded = false;
      answer = (_, request) => request.socket.once('close', () => (hasEnded = true));
      const abort = new AbortController();
      const read = paged.read(0, 100, { signal: abort.signal });
      await expect.poll(() => ranges.length).toBe(2);
      abort.abort();
      await expect(read).rejects.toThrow('aborted');
      await expect.poll(() => hasEnded).toBe(true);
    });
  });

  it('are more when the file is longer', async () => {
    await using(async (paged) => {
      await paged.read(4900, 5000);
      answer = right({ ETag: '"2"' }, pattern(6000));
      expect(await paged.refresh()).toBe(6000);
      expect(await paged.read(4990, 5500)).toEqual(pattern(6000).slice(4990, 5500));
    });
  });
});

async function using(
  body: (paged: PagedBytes) => unknown,
  options: Parameters<typeof openPaged>[1] = {},
): Promise<void> {
  const paged = await openPaged(address, { pageBytes: 100, ...options });
  try {
    await body(paged);
  } finally {
    paged.dispose();
  }
}

function right(headers: Record<string, string> = {}, data = DATA): Answer {
  return ([from, to], _, response) => {
    const part = data.slice(from, to);
    const range = `bytes ${from}-${from + part.length - 1}/${data.length}`;
    response.writeHead(206, { ETag: '"1"', 'Content-Range': range, ...headers }).end(part);
  };
}

function cut([from, to]: [number, number], _: IncomingMessage, response: ServerResponse): void {
  const range = `bytes ${from}-${to - 1}/5000`;
  response.writeHead(206, { ETag: '"1"', 'Content-Range': range }).end(DATA.slice(from, to - 7));
}
