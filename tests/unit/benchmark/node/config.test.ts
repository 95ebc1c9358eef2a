import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BenchError } from '../../../../src/benchmark/errors';
import { loadConfig } from '../../../../src/benchmark/node/config';

let folder: string;
let made = 0;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-config-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Under a name of its own, because modules are loaded once. */
function loading(text: string) {
  const name = `config-${made++}.mjs`;
  writeFileSync(path.join(folder, name), text);
  return loadConfig(folder, name);
}

describe('the configuration', () => {
  it('is what the file exports', async () => {
    const text = 'export const config = { chromium: { viewport: { width: 1, height: 2 } } };';
    expect(await loading(text)).toEqual({ chromium: { viewport: { width: 1, height: 2 } } });
    expect(await loadConfig(folder)).toEqual({});
  });

  it.each([
    ["throw new Error('boom');", /config-\d+.mjs could not be loaded: boom; mend it/],
    ['export const config = {', /could not be loaded/],
    ['export const config = { nope: 1 };', /config has an unknown nope; known: files, alias/],
    [
      'export const config = { chromium: { path: 1 } };',
      /chromium has an unknown path; known: exec/,
    ],
    ['export const config = { chromium: { viewport: { w: 1 } } };', /viewport has an unknown w/],
    ['export const config = { chromium: null };', /chromium is null; make it an object/],
    ['export const other = {};', /config is undefined; make it an object/],
  ])('%s is refused', async (text, message) => {
    const loaded = loading(text);
    await expect(loaded).rejects.toThrow(message);
    await expect(loaded).rejects.toBeInstanceOf(BenchError);
  });
});
