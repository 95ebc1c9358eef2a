// Compares our medians with mitata's on the same five micro-benchmarks: both in processes of their own, in turn, so that drift of
// the machine falls on both alike; the lowest median of each counts, for other load only adds. Exits 1 when one is off by more than 10 %. Usage: node bench/agreement.mjs [turns]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../scripts/entries.mjs';
import { micros } from './agreement/micros.mjs';

const TOLERANCE = 0.1;
const turns = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-agreement-'));
const ids = Object.keys(micros);
const seen = Object.fromEntries(ids.map((id) => [id, { ours: [], mitata: [] }]));

try {
  for (let turn = 0; turn < turns; turn++) {
    for (const id of ids) {
      const both = [() => seen[id].ours.push(byUs(id)), () => seen[id].mitata.push(byMitata(id))];
      if (turn % 2 === 1) both.reverse();
      for (const time of both) time();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

let isOff = false;
console.log(`${'median, ns'.padEnd(16)}      ours    mitata     ratio  (${turns} turns)`);
for (const id of ids) {
  const ours = Math.min(...seen[id].ours);
  const mitata = Math.min(...seen[id].mitata);
  const ratio = ours / mitata;
  const off = Math.abs(ratio - 1) > TOLERANCE;
  isOff ||= off;
  const numbers = [ours.toFixed(1), mitata.toFixed(1), ratio.toFixed(3)];
  const cells = numbers.map((text) => text.padStart(10)).join('');
  console.log(`${id.padEnd(16)}${cells}${off ? '  off by more than 10 %' : ''}`);
}
process.exitCode = isOff ? 1 : 0;

function byUs(id) {
  const json = path.join(folder, 'ours.json');
  const args = ['bench/run.mjs', 'bench/agreement/ours.ts', '--only', `agreement/${id}`];
  node([...args, '--mode', 'standard', '--host', 'node', '--json', json]);
  const [bench] = JSON.parse(readFileSync(json, 'utf8')).benches;
  return bench.cases[0].contenders[0].quantities.time.summary.median;
}

function byMitata(id) {
  return Number(node(['--expose-gc', 'bench/agreement/mitata.mjs', id]));
}

function node(args) {
  return execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
