import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkReports, writeReports } from '../../../../src/benchmark/node/reports';
import { openStore } from '../../../../src/benchmark/node/store';
import { writeWhole } from '../../../../src/benchmark/node/write-file';
import { runOf } from '../history/runs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-write-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);

describe('writing', () => {
  it('replaces the file rather than writing into it, and leaves nothing beside it', () => {
    writeFileSync(at('a.json'), 'old');
    const before = readInode(at('a.json'));
    writeWhole(at('a.json'), 'new');
    expect(readFileSync(at('a.json'), 'utf8')).toBe('new');
    expect(readInode(at('a.json'))).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('makes the folder, follows a link, and leaves the old text where it fails', () => {
    writeWhole(at('sub/a.json'), 'new');
    symlinkSync(at('sub/a.json'), at('link'));
    writeWhole(at('link'), 'newer');
    expect(readFileSync(at('sub/a.json'), 'utf8')).toBe('newer');
    mkdirSync(at('folder'));
    expect(() => writeWhole(at('folder'), 'text')).toThrow();
    expect(readdirSync(folder).sort()).toEqual(['folder', 'link', 'sub']);
  });

  it('is how a store and reports write', () => {
    const store = openStore(folder);
    const book = { format: 'rafter-counters/1', counters: {} } as const;
    store.writeCounters(book);
    const counters = readInode(at('counters.json'));
    store.writeCounters(book);
    expect(readInode(at('counters.json'))).not.toBe(counters);
    writeReports(runOf([]), { json: at('a.json') });
    const report = readInode(at('a.json'));
    writeReports(runOf([]), { json: at('a.json') });
    expect(readInode(at('a.json'))).not.toBe(report);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'counters.json']);
  });
});

describe('checkReports', () => {
  it('leaves nothing behind', () => {
    checkReports({ json: at('a.json'), html: at('sub/deep/a.html') });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the option whose file cannot be', () => {
    writeFileSync(at('file'), '');
    expect(() => checkReports({ json: folder })).toThrow(
      /--json .* cannot be written: it is a fol/,
    );
    expect(() => checkReports({ junit: at('file/a.xml') })).toThrow(/--junit .* is no folder/);
  });
});

function readInode(file: string): number {
  return statSync(file).ino;
}
