import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from './files';

// A change here is a decision: say in the pull request why the package is worth its risk.
// bidi-js: the Unicode bidirectional algorithm, no second copy of its data is worth writing; loaded when right-to-left text appears.
const RUNTIME_DEPENDENCIES = ['bidi-js', 'mitt'];
const PEER_DEPENDENCIES = ['bitecs', 'pixi.js', 'playwright', 'tinybench', 'tweakpane', 'vite'];
const OPTIONAL_PEERS = ['playwright', 'tinybench', 'tweakpane', 'vite'];
const PACKAGES_WITH_INSTALL_SCRIPTS: string[] = [];

type LockedPackage = {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lock = { lockfileVersion: number; packages: Record<string, LockedPackage> };
type Scripts = Partial<Record<string, string>>;

const manifest = JSON.parse(readText('package.json'));
const lock: Lock = JSON.parse(readText('package-lock.json'));
const locked = Object.entries(lock.packages).filter(([name]) => name !== '');

describe('the lockfile', () => {
  it('has an integrity hash for every package', () => {
    expect(locked.length).toBeGreaterThan(50);
    expect(withoutIntegrity(locked)).toEqual([]);
  });

  it('has the packages of every platform, or npm ci fails on the others', () => {
    expect(missingPlatforms(lock.packages)).toEqual([]);
  });

  it('names no host', () => {
    const hosts = locked.filter(([, entry]) => /^\w+:/.test(entry.resolved ?? ''));
    expect(hosts.map(([name]) => name)).toEqual([]);
  });

  it('agrees with package.json', () => {
    expect(lock.packages['']).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      peerDependencies: manifest.peerDependencies,
    });
  });
});

describe('dependencies', () => {
  it('are the committed list, at most three', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(RUNTIME_DEPENDENCIES);
    expect(RUNTIME_DEPENDENCIES.length).toBeLessThanOrEqual(3);
    expect(Object.keys(manifest.peerDependencies).sort()).toEqual(PEER_DEPENDENCIES);
    expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(OPTIONAL_PEERS);
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(manifest.bundleDependencies).toBeUndefined();
  });

  it('are pinned to one version each', () => {
    const ranges = Object.entries<string>({
      ...manifest.dependencies,
      ...manifest.devDependencies,
    });
    expect(ranges.filter(([, range]) => !isExact(range))).toEqual([]);
  });

  it('have the range of each peer tested: the locked version satisfies it', () => {
    for (const peer of PEER_DEPENDENCIES) {
      expect(manifest.devDependencies[peer], peer).toBe(
        lock.packages[`node_modules/${peer}`]?.version,
      );
    }
  });
});

describe('install scripts', () => {
  it('are on the committed list, by the lockfile and by the packages themselves', () => {
    const flagged = locked.filter(([, entry]) => entry.hasInstallScript).map(([name]) => name);
    const installed = locked
      .map(([name]) => name)
      .filter((name) => hasInstallScript(path.join(root, name)));
    expect([...new Set([...flagged, ...installed])].sort()).toEqual(PACKAGES_WITH_INSTALL_SCRIPTS);
  });

  it('never run: .npmrc switches them off', () => {
    expect(readText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });

  it('are none in this package', () => {
    expect(installScripts(manifest.scripts)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  it('report a package without integrity, but no link', () => {
    const bad: [string, LockedPackage][] = [
      ['node_modules/a', { version: '1.0.0' }],
      ['node_modules/b', { version: '1.0.0', integrity: 'sha1-abc' }],
      ['node_modules/c', { version: '1.0.0', integrity: 'sha512-abc=' }],
      ['node_modules/d', { link: true }],
    ];
    expect(withoutIntegrity(bad)).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it('report an optional package that is not locked, wherever it would be installed', () => {
    const optionalDependencies = { mac: '1.0.0', linux: '1.0.0' };
    const packages = { 'node_modules/a': { optionalDependencies }, 'node_modules/linux': {} };
    expect(missingPlatforms(packages)).toEqual(['mac']);
    const nested = { ...packages, 'node_modules/a/node_modules/mac': {} };
    expect(missingPlatforms(nested)).toEqual([]);
  });

  it('tell an exact version from a range', () => {
    expect(['1.2.3', '1.2.3-beta.1'].every(isExact)).toBe(true);
    expect(['^1.2.3', '~1.2.3', '1.2', '1.x', '*', 'latest', 'git+ssh://a/b'].some(isExact)).toBe(
      false,
    );
  });

  it('know every script that npm runs on install', () => {
    expect(
      installScripts({ preinstall: 'a', install: 'b', postinstall: 'c', prepare: 'd', test: 'e' }),
    ).toEqual(['preinstall', 'install', 'postinstall', 'prepare']);
  });
});

function withoutIntegrity(packages: [string, LockedPackage][]): string[] {
  return packages
    .filter(([, entry]) => !entry.link && !entry.integrity?.startsWith('sha512-'))
    .map(([name]) => name);
}

function missingPlatforms(packages: Lock['packages']): string[] {
  const names = new Set(Object.keys(packages).map((name) => name.split('node_modules/').at(-1)));
  return Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !names.has(name));
}

function isExact(range: string): boolean {
  return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range);
}

function installScripts(scripts: Scripts = {}): string[] {
  return ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => scripts[name]);
}

/** `prepare` of an installed package does not count: npm runs it for packages from git only, and there are none. */
function hasInstallScript(folder: string): boolean {
  const file = path.join(folder, 'package.json');
  // Optional packages of other platforms are in the lockfile and not on the disk.
  if (!existsSync(file)) return false;
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Scripts };
  const native = readdirSync(folder).includes('binding.gyp');
  return native || installScripts(scripts).some((name) => name !== 'prepare');
}
