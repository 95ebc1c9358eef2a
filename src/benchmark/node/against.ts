import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';
import type { Driver } from '../run/driver';
import type { BenchListing } from '../station/protocol';
import type { Alias } from './bundle';
import { git } from './machine';

/** Another revision of the project, checked out beside it. */
export type Checkout = {
  /** Its folder. */
  root: string;
  /** Short hash. */
  revision: string;
  dispose(): void;
};

/**
 * Checks a revision out below `folder`, with today's bench files in it, so that both revisions are measured by the same benches.
 * Packages are the project's own where the lockfiles agree, installed anew where they do not. Throws `BenchError` for a revision
 * that does not exist.
 */
export function checkOut(
  root: string,
  revision: string,
  folder: string,
  files: readonly string[],
): Checkout {
  const hash = resolveRevision(root, revision);
  const target = path.join(folder, 'revision');
  git(root, 'worktree', 'add', '--detach', '--force', target, hash);
  const dispose = () => {
    rmSync(target, { recursive: true, force: true });
    git(root, 'worktree', 'prune');
  };
  try {
    for (const name of benchFolders(root, files)) {
      rmSync(path.join(target, name), { recursive: true, force: true });
      cpSync(path.join(root, name), path.join(target, name), { recursive: true });
    }
    if (!sameLock(root, target)) install(target);
  } catch (error) {
    dispose();
    throw error;
  }
  return { root: target, revision: hash.slice(0, 10), dispose };
}

function resolveRevision(root: string, revision: string): string {
  try {
    return git(root, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
  } catch {
    throw new BenchError(`--against ${revision}: there is no such revision in this repository`);
  }
}

/** Top folders that hold the bench files: what they import from each other comes along. */
function benchFolders(root: string, files: readonly string[]): string[] {
  const names = files.map((file) => path.relative(root, file));
  const outside = names.find((name) => name.startsWith('..') || path.isAbsolute(name));
  if (outside !== undefined)
    throw new BenchError(`${outside} lies outside the project, so it has no other revision`);
  return [...new Set(names.map((name) => name.split(path.sep)[0]!))].filter(
    (name) => name !== 'src',
  );
}

function sameLock(root: string, target: string): boolean {
  const lock = (folder: string) => {
    const file = path.join(folder, 'package-lock.json');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  // Inside the project's node_modules, so its packages are found without installing any.
  return lock(root) === lock(target);
}

function install(target: string): void {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: target,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    throw new BenchError('npm ci failed for the other revision; its packages cannot be installed');
  }
}

/** The aliases as they are inside the checkout; `kept` go first and stay as they are. */
export function movedAlias(
  alias: readonly Alias[],
  root: string,
  target: string,
  kept: readonly Alias[],
): Alias[] {
  const moved = alias.map(({ find, replacement }) => ({
    find,
    replacement: replacement.startsWith(root)
      ? target + replacement.slice(root.length)
      : replacement,
  }));
  return [...kept, ...moved];
}

/** Name of the other revision as a contender. */
export function otherName(checkout: Checkout): string {
  return `at ${checkout.revision}`;
}

/** The bench with two contenders, the working tree and the other revision, and its reference loop. */
export function pairListing(listing: BenchListing, checkout: Checkout): BenchListing {
  const subject = listing.contenders.find(({ role }) => role === 'subject')!;
  const rest = listing.contenders.filter(({ role }) => role === 'reference' || role === 'control');
  return {
    ...listing,
    contenders: [subject, { name: otherName(checkout), role: 'peer' }, ...rest],
  };
}

/** A driver that opens the subject of either revision by the name of the contender. */
export function createPairDriver(
  here: Driver,
  there: Driver,
  listings: readonly BenchListing[],
  checkout: Checkout,
): Driver {
  const subjects = new Map(
    listings.map(({ id, contenders }) => [
      id,
      contenders.find(({ role }) => role === 'subject')!.name,
    ]),
  );
  return {
    host: here.host,
    turns: here.turns ?? 1,
    list: () => here.list(),
    open(request) {
      if (request.contender !== otherName(checkout)) return here.open(request);
      return there.open({ ...request, contender: subjects.get(request.bench)! });
    },
    async close() {
      await Promise.all([here.close(), there.close()]);
    },
  };
}
