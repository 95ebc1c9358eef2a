import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { vi } from 'vitest';
import { buildBenchCommand } from '../../scripts/bench-command.mjs';
import { root } from '../architecture/files';

// Below the project's own packages, so that what is bundled there finds them.
const cache = path.join(root, 'node_modules', '.cache', 'rafter-bench');

/** What a run of the command printed, and how it ended. */
export type Ended = { code: number | null; out: string; err: string };

/** A project of its own with the command built from today's sources. */
export type Project = {
  root: string;
  write(name: string, text: string): void;
  read(name: string): string;
  has(name: string): boolean;
  remove(name: string): void;
  git(...args: string[]): string;
  /** Runs `rafter-bench`; `onStart` gets the process, to signal it. */
  run(
    argv: readonly string[],
    onStart?: (kill: (signal: NodeJS.Signals) => void) => void,
    env?: NodeJS.ProcessEnv,
  ): Promise<Ended>;
  /** Runs it in this process, which spares a second of starting: all but `bin.ts`, signals and the environment are the same. */
  call(argv: readonly string[]): Promise<Ended>;
  dispose(): void;
};

/** Makes a project, an empty repository, with a configuration that finds the sources, and nothing else. */
export async function createProject(): Promise<Project> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'test-'));
  const command = path.join(folder, 'command');
  await buildBenchCommand(command);
  // Stands for the library beside the command.
  mkdirSync(path.join(command, 'benchmark'));
  const library = JSON.stringify(path.join(root, 'src', 'benchmark', 'index.ts'));
  writeFileSync(path.join(command, 'benchmark', 'index.js'), `export * from ${library};`);
  const project = path.join(folder, 'project');
  mkdirSync(project);
  // Git must never take the repository that this project lies in for its own.
  const alone = { ...process.env, GIT_CEILING_DIRECTORIES: folder };
  execFileSync('git', ['init', '-q'], { cwd: project, env: alone });
  const src = JSON.stringify(path.join(root, 'src'));
  const write = (name: string, text: string) => {
    const file = path.join(project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write(
    'rafter-bench.config.mjs',
    `export const config = { alias: [{ find: /^rafter-ui\\/(.+)$/, replacement: ${src} + '/$1/index.ts' }] };`,
  );
  return {
    root: project,
    write,
    read: (name) => readFileSync(path.join(project, name), 'utf8'),
    has: (name) => existsSync(path.join(project, name)),
    remove: (name) => rmSync(path.join(project, name), { recursive: true, force: true }),
    git: (...args) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd: project,
        env: alone,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim(),
    run: (argv, onStart, env = {}) =>
      runCommand(command, project, argv, { onStart, env: { ...alone, ...env } }),
    call: (argv) => callCommand(command, project, argv),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Started = {
  onStart: ((kill: (signal: NodeJS.Signals) => void) => void) | undefined;
  env: NodeJS.ProcessEnv;
};

function runCommand(
  command: string,
  cwd: string,
  argv: readonly string[],
  { onStart, env }: Started,
): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(command, 'rafter-bench.js'), ...argv], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (data) => {
    ended.out += data;
  });
  child.stderr.on('data', (data) => {
    ended.err += data;
  });
  onStart?.((signal) => void child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

async function callCommand(command: string, cwd: string, argv: readonly string[]): Promise<Ended> {
  const { main } = await import(/* @vite-ignore */ path.join(command, 'rafter-bench-cli.js'));
  const runtime = {
    root: cwd,
    childFile: path.join(command, 'rafter-bench-child.js'),
    pageModule: path.join(command, 'benchmark', 'index.js'),
  };
  const ended: Ended = { code: null, out: '', err: '' };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...said) => {
      ended.out += `${format(...said)}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((...said) => {
      ended.err += `${format(...said)}\n`;
    }),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  const before = process.cwd();
  const exits = process.listeners('exit');
  process.chdir(cwd);
  try {
    ended.code = await main(argv, runtime);
  } finally {
    process.chdir(before);
    for (const listener of process.listeners('exit')) {
      if (!exits.includes(listener)) process.off('exit', listener);
    }
    for (const spy of spies) spy.mockRestore();
  }
  return ended;
}
