import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './entries.mjs';

/**
 * Runs the tests and prints the files and the tests that took longest, and which are over their budget:
 * `node scripts/slowest-tests.mjs [options of vitest]`. Times are those of the tests, without what a file imports; files run beside
 * each other, so they add up to more than the run took, and on a busy machine each takes longer.
 */

const SHOWN = 25;
/** Seconds on a quiet core that `npm test` has for a file, and for a test in Node or in the browser: CONTRIBUTING.md. */
const FILE_S = 10;
const TEST_S = 1;
const BROWSER_TEST_S = 2;

const folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-tests-'));
const report = path.join(folder, 'report.json');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
const begin = performance.now();
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', ...reporters, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
const seconds = (performance.now() - begin) / 1000;
const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true });

const tests = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ fullName, duration = 0 }) => ({
    name: `${path.relative(root, name)} | ${fullName}`,
    ms: duration,
    budgetMs: (name.endsWith('.browser.test.ts') ? BROWSER_TEST_S : TEST_S) * 1000,
  })),
);
const files = testResults.map(({ name, assertionResults }) => ({
  name: path.relative(root, name),
  ms: assertionResults.reduce((sum, { duration = 0 }) => sum + duration, 0),
  budgetMs: FILE_S * 1000,
}));

print('files', files);
print('tests', tests);
const sum = files.reduce((all, { ms }) => all + ms, 0) / 1000;
console.log(`\n${seconds.toFixed(0)} s in all; tests alone ${sum.toFixed(0)} s, beside each other`);
process.exitCode = status ?? 1;

/** Prints the slowest of a list, in seconds, and marks those that take more than they may. */
function print(what, list) {
  const slowest = [...list].sort((a, b) => b.ms - a.ms).slice(0, SHOWN);
  const over = list.filter(({ ms, budgetMs }) => ms > budgetMs).length;
  console.log(`\nSlowest ${what}, s; ${over} over their budget (!)`);
  for (const { name, ms, budgetMs } of slowest) {
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} ${ms > budgetMs ? '!' : ' '} ${name}`);
  }
}
