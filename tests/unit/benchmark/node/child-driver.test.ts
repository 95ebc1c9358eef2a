import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChildDriver } from '../../../../src/benchmark/node/child-driver';

let folder: string;
let childFile: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-child-'));
  childFile = path.join(folder, 'child.mjs');
  writeFileSync(childFile, CHILD);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('loading', () => {
  it('keeps a file that ends the process or never ends from the others', async () => {
    const urls = ['exit', 'a/b', 'endless', 'c/d'];
    let loadLimitMs = 1_500;
    let driver = createChildDriver({ childFile, urls, loadLimitMs });
    let loaded = await driver.load();
    if (loaded.filter(({ failure }) => failure?.includes('not loaded within')).length > 1) {
      // A busy machine: the others need longer, and the one that never ends has it.
      await driver.close();
      loadLimitMs = 30_000;
      driver = createChildDriver({ childFile, urls, loadLimitMs });
      loaded = await driver.load();
    }
    expect(loaded.map(({ url }) => url)).toEqual(urls);
    expect(loaded.map(({ failure }) => failure)).toEqual([
      'its process ended (exit code 3) before it answered',
      undefined,
      `it was not loaded within ${loadLimitMs} ms; move what takes long into a setup`,
      undefined,
    ]);
    expect((await driver.list()).map(({ id }) => id)).toEqual(['a/b', 'c/d']);
    await driver.close();
  });

  it('names an id that one file, or two, define twice, and takes the first', async () => {
    const driver = createChildDriver({ childFile, urls: ['a/b,a/b,c/d', 'c/d,e/f'] });
    const loaded = await driver.load();
    expect(loaded.map(({ failure }) => failure)).toEqual([
      'a/b is defined twice in it; give it another id',
      'c/d is defined in another file, too; give it another id',
    ]);
    expect((await driver.list()).map(({ id }) => id)).toEqual(['a/b', 'c/d', 'e/f']);
    await driver.close();
  });
});

it('ends the process of a contender whose teardown throws', async () => {
  const driver = createChildDriver({ childFile, urls: ['a/b'] });
  const request = { bench: 'a/b', contender: 'ours', parameters: {}, seed: 1 };
  const session = await driver.open(request);
  const pid = (await session.count()).pid!;
  await expect(session.close()).rejects.toThrow('no teardown');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// Its URLs are what the file defines.
const CHILD = `
process.on('message', ({ method, argument }) => {
  if (method === 'close') return process.send({ error: 'no teardown' });
  if (method === 'count') return process.send({ value: { pid: process.pid } });
  if (method !== 'load') return process.send({ value: null });
  const value = argument.urls.map((url) => {
    if (url === 'exit') process.exit(3);
    if (url === 'endless') for (;;);
    return { url, listings: url.split(',').map((id) => ({ id })) };
  });
  process.send({ value });
});
process.on('disconnect', () => process.exit());
`;
