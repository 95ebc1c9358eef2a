import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { entries, root } from './entries.mjs';

const dist = path.join(root, 'dist');
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');

const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', dist];
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.src.json', ...emit], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

for (const entry of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!entry.endsWith('.d.ts')) continue;
  const file = path.join(dist, entry);
  const text = readFileSync(file, 'utf8');
  const explicit = text.replace(
    /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}(?:\/[^'"]*)?)\2/g,
    (_, before, quote, specifier) => `${before}${quote}${explicitPath(file, specifier)}${quote}`,
  );
  if (explicit !== text) writeFileSync(file, explicit);
}

const missing = Object.keys(entries).filter((name) => !existsSync(path.join(dist, `${name}.d.ts`)));
if (missing.length > 0) throw new Error(`No declarations for ${missing.join(', ')}`);

/** Node's own resolution, which users may have chosen, knows no folders and no missing extensions. */
function explicitPath(file, specifier) {
  const target = path.resolve(path.dirname(file), specifier);
  if (existsSync(`${target}.d.ts`)) return `${specifier}.js`;
  if (existsSync(path.join(target, 'index.d.ts')))
    return `${specifier.replace(/\/$/, '')}/index.js`;
  return specifier;
}
