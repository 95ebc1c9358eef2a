import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError, messageOf } from '../errors';

/** As Vite takes them. */
export type Alias = { find: string | RegExp; replacement: string };

export type BundleOptions = {
  root: string;
  outDir: string;
  alias: readonly Alias[];
};

/** Bundled bench files, and why others could not be. */
export type Bundles = { built: { file: string; url: string }[]; failures: string[] };

/** Bundles each bench file by itself for Node, packages left external, so that one that does not build leaves the others usable. */
export async function bundleForNode(
  files: readonly string[],
  { root, outDir, alias }: BundleOptions,
): Promise<Bundles> {
  const { build } = await loadVite();
  const bundles: Bundles = { built: [], failures: [] };
  for (const [i, file] of files.entries()) {
    const folder = path.join(outDir, `${i}-${path.basename(file).replace(/\W+/g, '-')}`);
    try {
      await build({
        configFile: false,
        root,
        logLevel: 'silent',
        publicDir: false,
        resolve: { alias: [...alias] },
        build: {
          ssr: file,
          target: 'node20',
          outDir: folder,
          emptyOutDir: false,
          minify: false,
          rolldownOptions: {
            output: { entryFileNames: 'entry.mjs', chunkFileNames: '[name]-[hash].mjs' },
          },
        },
      });
      bundles.built.push({ file, url: pathToFileURL(path.join(folder, 'entry.mjs')).href });
    } catch (error) {
      bundles.failures.push(
        `${path.relative(root, file)} could not be built: ${oneLine(error, root)}`,
      );
    }
  }
  return bundles;
}

/** Vite, or an error that says how to get it. */
export async function loadVite(): Promise<typeof import('vite')> {
  try {
    return await import('vite');
  } catch {
    throw new BenchError(
      'bench files are bundled with vite, which is not installed; npm install --save-dev vite',
    );
  }
}

// Built from a string: a control character in a literal is refused by the linter.
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** An error's message on one line, without terminal colours and without where the project lies on this machine. */
export function oneLine(error: unknown, root: string): string {
  return messageOf(error)
    .replace(ANSI, '')
    .replaceAll(root, '.')
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .slice(0, 3)
    .join(' ');
}
