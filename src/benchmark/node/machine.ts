import { execFileSync } from 'node:child_process';
import os from 'node:os';
import type { Environment } from '../result';
import { clockResolution } from '../station/host';

/** What this machine is, without anything that names a person, a host or a path. */
export function describeMachine(): Environment {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    loadAtStart: currentLoad(),
    loadAtEnd: null,
    platform: `${process.platform} ${process.arch}`,
    runtime: `Node ${process.versions.node}`,
    clockResolutionMs: clockResolution(() => performance.now()),
    // The processes that run contenders are started with it.
    collection: true,
  };
}

/** One-minute load average; null where the system has none. */
export function currentLoad(): number | null {
  const [load = 0] = os.loadavg();
  return process.platform === 'win32' ? null : Math.round(load * 100) / 100;
}

/** Short hash of the revision checked out, with `(dirty)` where files differ from it; undefined outside a repository. */
export function currentRevision(root: string): string | undefined {
  try {
    const hash = git(root, 'rev-parse', '--short=10', 'HEAD');
    return git(root, 'status', '--porcelain') === '' ? hash : `${hash} (dirty)`;
  } catch {
    return undefined;
  }
}

/** What a git command prints; throws when it fails. */
export function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
