import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '..');

/** The package manifest, read once. */
export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Source file of each published entry point, keyed by its name in dist: `package.json` `exports` is the only list. */
export const entries = Object.fromEntries(
  Object.values(manifest.exports)
    .filter((target) => typeof target === 'object')
    .map(({ default: file }) => file.replace(/^\.\/dist\//, '').replace(/\.js$/, ''))
    .map((name) => [name, path.join(root, 'src', `${name}.ts`)]),
);

const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

/** Whether an import is left to the user's own copy: dependencies and peers are never bundled. */
export function isExternal(specifier) {
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

/** Entries of Pixi that are imported somewhere, for Vite to bundle before a page asks: one found late reloads it in the middle of a run. */
export const pixiEntries = [
  'pixi.js',
  ...['unsafe-eval', 'graphics', 'mesh', 'text', 'text-bitmap', 'text-html'].map(pixiEntry),
  ...['sprite-tiling', 'sprite-nine-slice', 'particle-container', 'filters'].map(pixiEntry),
];

/** @param {string} name */
function pixiEntry(name) {
  return `pixi.js/${name}`;
}
