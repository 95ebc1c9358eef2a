import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from './files';

describe('SECURITY.md', () => {
  it('names for everything that is not trusted a test that exists, or the feature it arrives with', () => {
    const rows = tableRows(section(readText('SECURITY.md'), 'What Rafter does not trust'));
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.filter((row) => !isCovered(row))).toEqual([]);
  });

  it('says which versions are supported and how to report in private', () => {
    const text = readText('SECURITY.md');
    expect(section(text, 'Supported versions')).not.toBe('');
    expect(section(text, 'Reporting')).toMatch(/private/i);
  });
});

describe('the check', () => {
  it('reports a row without a test or with one that is gone', () => {
    expect(isCovered('| a | b | `tests/gone.test.ts` |')).toBe(false);
    expect(isCovered('| a | b | tested |')).toBe(false);
    expect(isCovered('| a | b | `tests/architecture/links.test.ts` |')).toBe(true);
    expect(isCovered('| a | b | arrives with the worker bridge |')).toBe(true);
  });
});

function isCovered(row: string): boolean {
  const cell = row.split('|').at(-2) ?? '';
  const files = [...cell.matchAll(/`(tests\/[^`]+)`/g)].map(([, file = '']) => file);
  if (files.length === 0) return /\barrives with \w+/.test(cell);
  return files.every((file) => existsSync(path.join(root, file)));
}

function section(text: string, heading: string): string {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start === -1) return '';
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end === -1 ? undefined : end);
}

function tableRows(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
}
