import { describe, expect, it } from 'vitest';
import { levelOf } from '../../../examples/log-viewer/level';
import { hugeLogBytes, hugeLogPart } from '../../../scripts/huge-log.mjs';

const BLOCK = 65_536;

describe('the log of two gigabytes', () => {
  it('is the same however it is asked for, and of whole lines in each block', () => {
    expect(hugeLogBytes).toBe(2 ** 31);
    const from = 1000 * BLOCK;
    const whole = hugeLogPart(from, from + 3 * BLOCK);
    for (const [start, end] of [
      [0, 1],
      [70, 900],
      [BLOCK - 3, BLOCK + 5],
      [10, 2 * BLOCK + 10],
    ] as const) {
      expect(hugeLogPart(from + start, from + end).equals(whole.subarray(start, end))).toBe(true);
    }
    for (let block = 1; block <= 3; block++) expect(whole[block * BLOCK - 1]).toBe(10);
    const last = hugeLogPart(hugeLogBytes - 200, hugeLogBytes);
    expect([last.length, last.at(-1)]).toEqual([200, 10]);
  });

  it('has times that go on', () => {
    const lines = hugeLogPart(60 * BLOCK, 62 * BLOCK)
      .toString('latin1')
      .trimEnd()
      .split('\n');
    const times = lines
      .filter((line) => line.startsWith('2026-'))
      .map((line) => Date.parse(line.slice(0, 24)));
    expect(times.length).toBeGreaterThan(1000);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBe(37);
  });

  it('is told by its levels', () => {
    const lines = hugeLogPart(0, BLOCK * 8)
      .toString('latin1')
      .split('\n');
    const levels = new Set(lines.map(levelOf));
    expect([...levels].sort()).toEqual(['debug', 'error', 'info', 'none', 'warn']);
    expect(levelOf('2026-01-01T00:00:00.000Z ERROR orders no lock')).toBe('error');
    expect(levelOf('    at handle (orders.ts:20:1)')).toBe('none');
  });
});
