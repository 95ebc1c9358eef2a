import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRun } from '../../src/benchmark/report';
import type { Finding } from '../../src/benchmark/result';
import { root } from '../architecture/files';

// A clone below the project's own packages, in which its sources may be spoilt.
const cache = path.join(root, 'node_modules', '.cache');
const BENCH = 'systems/layout';
const RUNS_WITHOUT_CHANGE = 20;
const SYSTEM = 'src/systems/layout/layout-system.ts';

let clone: string;

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  clone = mkdtempSync(path.join(cache, 'rafter-planted-'));
  execFileSync('git', ['clone', '-q', '--shared', root, clone]);
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

describe('comparing two revisions', () => {
  it('finds a system that was made 10 % slower, below p = 0.01', () => {
    const file = path.join(clone, SYSTEM);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, slowed(text));
    const findings = compare();
    writeFileSync(file, text);
    expect(findings).toMatchObject([{ kind: 'alarm' }]);
    expect(findings[0]!.p).toBeLessThan(0.01);
    expect(findings[0]!.message).toMatch(/systems\/layout: script is 1\.(0[5-9]|1[0-9])/);
  });

  it(`reports no change in ${RUNS_WITHOUT_CHANGE} of ${RUNS_WITHOUT_CHANGE} runs without one`, () => {
    const reported: Finding[] = [];
    for (let run = 1; run <= RUNS_WITHOUT_CHANGE; run++)
      reported.push(...compare(run, ['--rounds', '12']));
    expect(reported).toEqual([]);
  });
});

/** The system's pass is followed by a wait for a tenth of what it took. */
function slowed(text: string): string {
  const pass = 'runPass(shared.state, name, fullRelayout);';
  if (!text.includes(pass)) throw new Error(`${SYSTEM} has no ${pass}`);
  const wait = 'while (performance.now() - begun < spent * 1.1);';
  const timed = `${pass} const spent = performance.now() - begun; ${wait}`;
  return text.replace(pass, `const begun = performance.now(); ${timed}`);
}

/** Compares the clone's files with its own revision. */
function compare(seed = 1, more: readonly string[] = []): readonly Finding[] {
  const report = path.join(clone, 'report.json');
  const argv = [
    '--against',
    'HEAD',
    '--only',
    BENCH,
    '--seed',
    String(seed),
    '--json',
    report,
    ...more,
  ];
  const { status, stderr } = spawnSync(process.execPath, ['bench/run.mjs', ...argv], {
    cwd: clone,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`rafter-bench ended with ${status}: ${stderr}`);
  return parseRun(readFileSync(report, 'utf8')).findings ?? [];
}
