import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

const SKIPPED = ['node_modules', 'dist', 'build', 'coverage', '.git', '.vite'];

/** Paths under a folder that end in `extension`, from the repository's root, with forward slashes, sorted. */
export function listFiles(folder: string, extension: string): string[] {
  const files: string[] = [];
  const walk = (relative: string) => {
    for (const entry of readdirSync(path.join(root, relative), { withFileTypes: true })) {
      const child = path.posix.join(relative, entry.name);
      if (entry.isDirectory() && !SKIPPED.includes(entry.name)) walk(child);
      else if (entry.isFile() && entry.name.endsWith(extension)) files.push(child);
    }
  };
  walk(folder);
  return files.sort();
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
