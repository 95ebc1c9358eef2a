import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../scripts/entries.mjs';

const SOURCE = `${path.join(root, 'src')}/`;
/** Where Node finds the packages of the project, and what two runs at once do not share. */
const OUTPUT = path.join(root, 'node_modules/.cache/rafter-tests', String(process.pid));
const EXTENSION = /(?<!\.d)\.ts$/;
/** An import on demand, which `importsSettled` is to know of. */
const LATER = /\bimport\("(\.[^"]*)"\)/g;
const KNOWN = '(globalThis.rafterImport ?? ((it) => it))(import("$1"))';

/** @type {Promise<void> | undefined} */
let built;

/**
 * Gives tests of Node the modules of `src` as native ones of JavaScript, as users' bundlers make them. Those that Vitest runs have a
 * getter for whatever they import, which takes a third of the time of all tests, and other inlining, which hides garbage. While files
 * are watched Vitest runs them itself, to know what a change concerns.
 * @returns {import('vite').Plugin}
 */
export function nativeSource() {
  let isWatching = false;
  return {
    name: 'native-source',
    enforce: 'pre',
    configureVitest({ vitest }) {
      isWatching = vitest.config.watch;
    },
    async resolveId(source, importer, options) {
      if (isWatching || !/^(\.|\/|rafter-ui)/.test(source)) return undefined;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!found?.id.startsWith(SOURCE) || !EXTENSION.test(found.id)) return found;
      built ??= buildSource();
      await built;
      return path.join(OUTPUT, 'src', found.id.slice(SOURCE.length).replace(EXTENSION, '.mjs'));
    },
  };
}

async function buildSource() {
  process.once('exit', () => rmSync(OUTPUT, { recursive: true, force: true }));
  const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [
      {
        name: 'known-imports',
        renderChunk: (code) => ({ code: code.replace(LATER, KNOWN), map: null }),
      },
    ],
    build: {
      ssr: true,
      outDir: OUTPUT,
      emptyOutDir: true,
      minify: false,
      sourcemap: 'inline',
      target: 'es2022',
      rolldownOptions: {
        input: names.filter((name) => EXTENSION.test(name)).map((name) => path.join(SOURCE, name)),
        external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
        preserveEntrySignatures: 'strict',
        treeshake: false,
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: root,
          entryFileNames: '[name].mjs',
        },
      },
    },
  });
}
