import path from 'node:path';
import { build } from 'vite';
import { root } from './entries.mjs';

const folder = path.join(root, 'src', 'benchmark', 'node');

/** Builds the command `rafter-bench` and the process that runs contenders, for Node, packages left external. */
export async function buildBenchCommand(outDir) {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: {
          'rafter-bench': path.join(folder, 'bin.ts'),
          'rafter-bench-cli': path.join(folder, 'cli.ts'),
          'rafter-bench-child': path.join(folder, 'child.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}
