import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { hugeLogPart } from '../../scripts/huge-log.mjs';
import { lineSource, openPaged, searchLines } from '../../src/data/index';

const MEGA = 1e6;
const PIECE = 1 << 20;
const WORD = 'certificate';
const LINES = 40;

type Log = { readonly folder: string; readonly file: string };

/** What reading took, ms, with what is still held. */
type Reading = { first: number; all: number; search: number; keep: unknown; close(): unknown };

/** Measures how a log is read from a file. */
function reading(
  read: (file: string, now: () => number) => Promise<Reading>,
): MeasureContender<Log> {
  return {
    async setup({ parameters }) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'rafter-paged-'));
      const file = path.join(folder, 'log');
      const handle = await open(file, 'w');
      for (let i = 0; i < parameters.megabytes!; i++)
        await handle.write(hugeLogPart(i * PIECE, (i + 1) * PIECE));
      await handle.close();
      return { folder, file };
    },
    async measure({ file }, { now }) {
      const before = heldBytes();
      const { first, all, search, keep, close } = await read(file, now);
      const held = (heldBytes() - before) / MEGA;
      if (keep === undefined) throw new Error('nothing was read');
      await close();
      return { first, all, search, held };
    },
    teardown: ({ folder }) => rm(folder, { recursive: true }),
  };
}

function heldBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export const paged = reading(async (file, now) => {
  const start = now();
  const handle = await open(file);
  const bytes = await openPaged(handle);
  const lines = lineSource(bytes);
  lines.show?.(0, LINES, -1, -1, -1, -1);
  while (!lines.isReady(LINES - 1)) {
    await new Promise((resolve) => setImmediate(resolve));
    lines.show?.(0, LINES, -1, -1, -1, -1);
  }
  for (let i = 0; i < LINES; i++) lines.at(i);
  const first = now() - start;
  await lines.indexed;
  const all = now() - start;
  const begin = now();
  const search = searchLines(lines, { text: WORD, caseSensitive: true });
  await search.done;
  const close = async (): Promise<void> => {
    lines.dispose();
    bytes.dispose();
    await handle.close();
  };
  return { first, all, search: now() - begin, keep: [search.count, lines], close };
});

export const readline = reading(async (file, now) => {
  const start = now();
  let first = 0;
  let count = 0;
  const found: number[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (++count === LINES) first = now() - start;
    if (line.includes(WORD)) found.push(count);
  }
  const all = now() - start;
  return { first, all, search: all, keep: found, close: () => {} };
});

export const whole = reading(async (file, now) => {
  const start = now();
  const lines = (await readFile(file, 'latin1')).split('\n');
  const all = now() - start;
  const begin = now();
  const found = lines.flatMap((line, i) => (line.includes(WORD) ? [i] : []));
  return { first: all, all, search: now() - begin, keep: [lines, found], close: () => {} };
});
