import { describe, expect, it } from 'vitest';
import { failedRow, formatTable, reasonOf, reportRows } from '../../../bench/report';
import type { BenchCase, Environment } from '../../../bench/types';

describe('reportRows', () => {
  it('gives a row for each peer, with medians, ratio and the shared environment', () => {
    const result = { ours: [2, 1, 3], peers: { slow: [20, 10, 30], fast: [1, 1, 1] } };
    const rows = reportRows(bench, result, environment);
    expect(rows).toMatchObject([
      { id: 'virt/x', unit: 'us', ours: 2, peer: 20, peerName: 'slow', ratio: 0.1, samples: 3 },
      { id: 'virt/x', unit: 'us', ours: 2, peer: 1, peerName: 'fast', ratio: 2, samples: 3 },
    ]);
    for (const row of rows) expect(row.environment).toBe(environment);
  });

  it('gives one row without a ratio where there is no peer', () => {
    const [row, ...others] = reportRows(bench, { ours: [4], peers: {} }, environment);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ ours: 4, samples: 1 });
    expect(row).not.toHaveProperty('peer');
    expect(row).not.toHaveProperty('ratio');
  });

  it('says null, not zero, where ours could not be measured', () => {
    const [row] = reportRows(bench, { ours: [], peers: { slow: [1] } }, environment);
    expect(row).toMatchObject({ ours: null, peer: 1, peerName: 'slow', samples: 0 });
    expect(row).not.toHaveProperty('ratio');
  });

  it('keeps measurements apart under one id, notes and counters with the first', () => {
    const measurements = [
      { metric: 'task', ours: [1], peers: {} },
      { metric: 'allocated', unit: 'B', ours: [0], peers: {} },
    ];
    const rows = reportRows(
      bench,
      { measurements, notes: 'why', counters: { draws: 0 } },
      environment,
    );
    expect(rows.map(({ id, metric, unit }) => [id, metric, unit])).toEqual([
      ['virt/x', 'task', 'us'],
      ['virt/x', 'allocated', 'B'],
    ]);
    expect(rows[0]).toMatchObject({ notes: 'why', counters: { draws: 0 } });
    expect(rows[1]).not.toHaveProperty('notes');
  });
});

describe('formatTable', () => {
  it('shows figures, a missing one as a dash, errors and notes', () => {
    const table = formatTable([
      ...reportRows(
        bench,
        { ours: [1.234, 1.234], peers: { slow: [2468, 2468] }, notes: 'a note' },
        environment,
      ),
      failedRow({ ...bench, id: 'virt/y' }, 'it broke', environment),
    ]);
    expect(table).toContain('1.23  2,468  slow  0.0005x');
    expect(table).toMatch(/virt\/y.* -/);
    expect(table).toContain('failed: it broke');
    expect(table).toContain('virt/x: a note');
  });

  it('shows a repeated id once', () => {
    const result = { ours: [1], peers: { a: [1], b: [1] } };
    const table = formatTable(reportRows(bench, result, environment));
    expect(table.match(/virt\/x/g)).toHaveLength(1);
  });
});

describe('reasonOf', () => {
  it('drops terminal colours, line breaks and where the repository lies', () => {
    const error = new Error(
      '\u001b[31mfailed\u001b[0m in /home/me/rafter/bench/a.ts:\n  no such file',
    );
    expect(reasonOf(error, '/home/me/rafter')).toBe('failed in ./bench/a.ts: no such file');
  });
});

const bench: BenchCase = { id: 'virt/x', unit: 'us', run: async () => ({}) };

const environment: Environment = {
  date: '2026-01-01T00:00:00.000Z',
  cpu: 'a processor',
  cores: 2,
  memoryGiB: 8,
  loadAtStart: 0,
  loadAtEnd: 0,
  platform: 'linux x64',
  node: '20.0.0',
  rounds: 3,
  seed: 1,
};
