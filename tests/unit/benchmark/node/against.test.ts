import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../../../src/benchmark/errors';
import { checkOut, movedAlias } from '../../../../src/benchmark/node/against';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-against-'));
  root = path.join(folder, 'project');
  for (const name of ['bench/a.bench.ts', 'bench/help.ts', 'packages/a/b.bench.ts']) {
    write(name, 'first');
  }
  write('packages/a/source.ts', 'first');
  write('perf/c.bench.ts', 'first');
  write('perf/help.ts', 'first');
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'first');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a checkout of another revision', () => {
  it('has the bench folders of today, but its own sources beside single bench files', () => {
    const files = [
      'bench/a.bench.ts',
      'packages/a/b.bench.ts',
      'perf/c.bench.ts',
      'packages/new.bench.ts',
    ];
    for (const name of [...files, 'bench/help.ts', 'packages/a/source.ts', 'perf/help.ts']) {
      write(name, 'today');
    }
    const absolute = files.map((name) => path.join(root, name));
    const checkout = checkOut({ ...where(), files: absolute, configured: ['perf/', '.', 'bench'] });
    const read = (name: string) => readFileSync(path.join(checkout.root, name), 'utf8');
    for (const name of [...files, 'bench/help.ts', 'perf/help.ts'])
      expect(read(name)).toBe('today');
    expect(read('packages/a/source.ts')).toBe('first');
    checkout.dispose();
    expect(existsSync(checkout.root)).toBe(false);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('runs no hook, and leaves other worktrees alone that are away for now', () => {
    const hook = path.join(root, '.git', 'hooks', 'post-checkout');
    mkdirSync(path.dirname(hook), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch "${path.join(folder, 'hooked')}"\n`);
    git('worktree', 'add', '-q', '--detach', path.join(folder, 'away'), 'HEAD');
    rmSync(path.join(folder, 'away'), { recursive: true });
    chmodSync(hook, 0o755);
    checkOut({ ...where(), files: [path.join(root, 'bench/a.bench.ts')] }).dispose();
    expect(existsSync(path.join(folder, 'hooked'))).toBe(false);
    expect(git('worktree', 'list')).toContain('away');
  });

  it('says what git cannot do, without a path of this machine', () => {
    const files = [path.join(root, 'bench/a.bench.ts')];
    const failing = (options: object) => {
      try {
        checkOut({ ...where(), files, ...options });
      } catch (error) {
        expect(error).toBeInstanceOf(BenchError);
        return (error as Error).message;
      }
      throw new Error('it was checked out');
    };
    expect(failing({ revision: 'nope' })).toMatch(/^--against nope: there is no such revision/);
    mkdirSync(path.join(folder, 'bare'));
    expect(failing({ root: path.join(folder, 'bare') })).toMatch(/in no git repository/);
    mkdirSync(path.join(folder, 'revision'));
    writeFileSync(path.join(folder, 'revision', 'full'), '');
    expect(failing({})).toMatch(/^git failed: .*already exists/);
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      expect(failing({})).toMatch(/git is not installed/);
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('movedAlias', () => {
  it('moves what lies in the project, not what lies beside it', () => {
    const alias = ['/a/project', '/a/project/src', '/a/project-two/src', 'elsewhere'].map(
      (replacement) => ({ find: replacement, replacement }),
    );
    expect(movedAlias(alias, '/a/project', '/t', []).map(({ replacement }) => replacement)).toEqual(
      ['/t', '/t/src', '/a/project-two/src', 'elsewhere'],
    );
  });
});

function where() {
  return { root, folder, revision: 'HEAD' };
}

function write(name: string, text: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function git(...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8', stdio }).trim();
}
