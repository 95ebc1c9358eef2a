import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { root } from './entries.mjs';

/**
 * Source files that load with the main entry and without Pixi: all that it imports, directly or not, but for what it loads on demand
 * and what needs Pixi, which older Node cannot load.
 * @returns {Set<string>}
 */
export function coreModules() {
  const imports = new Map();
  const visit = (file) => {
    if (imports.has(file)) return;
    const targets = importsOf(file);
    imports.set(file, targets);
    for (const target of targets) if (path.isAbsolute(target)) visit(target);
  };
  visit(path.join(root, 'src/index.ts'));
  const core = new Set(imports.keys());
  for (let size = -1; size !== core.size; ) {
    size = core.size;
    for (const file of core) {
      const needsPixi = (target) =>
        path.isAbsolute(target) ? !core.has(target) : /^pixi\.js/.test(target);
      if (imports.get(file).some(needsPixi)) core.delete(file);
    }
  }
  return core;
}

/** Files that a file imports when it loads, by path, and packages by name. */
function importsOf(file) {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const found = [];
  for (const { source, importKind, exportKind } of program.body) {
    if (!source || importKind === 'type' || exportKind === 'type') continue;
    if (!source.value.startsWith('.')) found.push(source.value);
    else {
      const target = path.resolve(path.dirname(file), source.value);
      found.push([`${target}.ts`, `${target}/index.ts`].find((name) => existsSync(name)) ?? target);
    }
  }
  return found;
}
