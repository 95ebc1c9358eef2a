import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/files';

// A clone below the project's own packages, in which its sources may be spoilt.
const cache = path.join(root, 'node_modules', '.cache');
const SYSTEM = 'src/systems/render-batching/render-system.ts';

const DRAW = 'backend.draw(plan.programOf(range), first, quads * QUAD_INDICES);';

let clone: string;

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  clone = mkdtempSync(path.join(cache, 'rafter-gate-'));
  execFileSync('git', ['clone', '-q', '--shared', root, clone]);
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

describe('the gate of this project', () => {
  it('holds as it is committed, and fails by name for one more draw call a frame', () => {
    const before = gate();
    expect(before.status, before.output).toBe(0);

    const file = path.join(clone, SYSTEM);
    const text = readFileSync(file, 'utf8');
    expect(text.split(DRAW)).toHaveLength(2);
    // The same picture, drawn twice.
    writeFileSync(file, text.replace(DRAW, `${DRAW} ${DRAW}`));
    const after = gate();
    expect(after.status).toBe(1);
    expect(after.output).toMatch(/app\/one-counter ours: draws grew from \d+ to \d+/);
  });
});

function gate() {
  const argv = ['bench/run.mjs', '--gate', '--only', 'app/one-counter'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: clone,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
