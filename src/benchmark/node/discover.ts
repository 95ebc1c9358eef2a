import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';

const DEFAULT_FOLDER = 'bench';
const BENCH_FILE = /\.bench\.[mc]?[jt]s$/;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', '.git']);

/** Absolute paths of the bench files: those named, those in the folders named, or those below `bench`. Throws `BenchError` for none. */
export function findBenchFiles(root: string, given: readonly string[]): string[] {
  const wanted = given.length > 0 ? given : [DEFAULT_FOLDER];
  const files = wanted.flatMap((name) => {
    const target = path.resolve(root, name);
    if (!existsSync(target)) {
      throw new BenchError(`there is no ${name}; give bench files or folders of them`);
    }
    return statSync(target).isDirectory() ? inFolder(target) : [target];
  });
  if (files.length > 0) return [...new Set(files)].sort();
  throw new BenchError(`no bench files in ${wanted.join(', ')}; name them *.bench.ts`);
}

function inFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : inFolder(child);
    return BENCH_FILE.test(entry.name) ? [child] : [];
  });
}
