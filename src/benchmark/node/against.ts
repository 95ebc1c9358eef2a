import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';
import type { Driver } from '../run/driver';
import type { BenchListing } from '../station/protocol';
import type { Alias } from './bundle';
import { resolveRevision, tryGit } from './git';

/** Another revision of the project, checked out beside it. */
export type Checkout = {
  /** Its folder. */
  root: string;
  /** Short hash. */
  revision: string;
  dispose(): void;
};

export type CheckOutOptions = {
  root: string;
  /** Anything that git takes for a commit. */
  revision: string;
  /** Existing folder that the checkout is put into. */
  folder: string;
  /** Absolute paths of today's bench files. */
  files: readonly string[];
  /** Files and folders that the configuration names, from the root. */
  configured?: readonly string[];
};

/**
 * Checks a revision out below `folder`, with today's bench files in it, so that both revisions are measured by the same benches.
 * Throws `BenchError` for a revision that does not exist.
 */
export function checkOut(options: CheckOutOptions): Checkout {
  const { root, revision, folder } = options;
  const hash = resolveRevision(root, revision);
  const target = path.join(folder, 'revision');
  // No hook of the repository runs for it.
  const add = ['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--force'];
  const dispose = () => {
    try {
      tryGit(root, 'worktree', 'remove', '--force', target);
    } catch {
      // It was not there, or only in part.
      rmSync(target, { recursive: true, force: true });
    }
  };
  try {
    tryGit(root, ...add, target, hash);
    for (const name of benchPaths(options)) {
      rmSync(path.join(target, name), { recursive: true, force: true });
      mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
      cpSync(path.join(root, name), path.join(target, name), { recursive: true });
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { root: target, revision: hash.slice(0, 10), dispose };
}

/**
 * What today's benches are made of, from the root: whole folders of benches, for what the files import from each other comes along,
 * and single files where the sources of the revision lie beside them.
 */
function benchPaths({ root, files, configured = [] }: CheckOutOptions): string[] {
  const names = files.map((file) => path.relative(root, file));
  const outside = names.find((name) => name.startsWith('..') || path.isAbsolute(name));
  if (outside !== undefined)
    throw new BenchError(`${outside} lies outside the project, so it has no other revision`);
  const named = configured.map((name) => path.normalize(name).replace(/[\\/]$/, ''));
  const folders = ['bench', ...named.filter((name) => isBenchFolder(root, name))];
  return [
    ...new Set(
      names.map((name) => folders.find((folder) => name.startsWith(folder + path.sep)) ?? name),
    ),
  ];
}

/** Whether a folder holds benches alone: not the project, its `src` or packages. */
function isBenchFolder(root: string, name: string): boolean {
  const folder = path.resolve(root, name);
  if (folder === path.resolve(root) || name === 'src') return false;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return false;
  return !['.', ...readdirSync(folder)].some((child) =>
    existsSync(path.join(folder, child, 'package.json')),
  );
}

/**
 * Sees to the packages of a checkout: the project's own, which it lies among, where the lockfiles agree, and others installed where
 * they do not. Throws `BenchError` where they cannot be installed.
 */
export async function preparePackages(
  root: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const lock = (folder: string) => {
    const file = path.join(folder, 'package-lock.json');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  if (lock(root) === lock(target)) return;
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: target,
    stdio: ['ignore', 2, 2],
    signal,
  });
  const isInstalled = await new Promise<boolean>((resolve) => {
    npm.on('error', () => resolve(false));
    npm.on('close', (code) => resolve(code === 0));
  });
  if (isInstalled) return;
  throw new BenchError(
    'npm ci failed for the other revision, whose package-lock.json is another; see above, or compare with a revision of the same one',
  );
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
    replacement: isInside(replacement, root)
      ? target + replacement.slice(root.length)
      : replacement,
  }));
  return [...kept, ...moved];
}

function isInside(file: string, root: string): boolean {
  return file === root || file.startsWith(root + path.sep);
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
