import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { coreModules } from './scripts/core-modules.mjs';
import { entries, isExternal, pixiEntries, root } from './scripts/entries.mjs';
import { flightsAsset } from './scripts/flights-asset.mjs';
import { hugeLog } from './scripts/huge-log.mjs';
import { stripShaders } from './scripts/strip-shaders.mjs';

// Cross-origin isolation: SharedArrayBuffer and 5 µs timers where the page may have them; nothing requires it.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const examples = path.join(root, 'examples');

/** `vite`, `vite build`, `vite preview`: the examples. `vite build --mode library`: what npm publishes. */
export default defineConfig(({ mode }) => (mode === 'library' ? library() : pages()));

function library(): UserConfig {
  const core = coreModules();
  return {
    root,
    publicDir: false,
    plugins: [stripShaders()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      sourcemap: true,
      minify: false,
      lib: { entry: entries, formats: ['es'] },
      rolldownOptions: {
        external: isExternal,
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // In one piece, whatever other entries have in common with it: pieces compress worse.
          codeSplitting: { groups: [{ name: 'core', test: (id) => core.has(id) }] },
        },
      },
    },
  };
}

function pages(): UserConfig {
  return {
    root: examples,
    // Relative, so that the built pages can be served from any folder.
    base: './',
    publicDir: false,
    plugins: [flightsAsset(), hugeLog(), stripShaders()],
    resolve: {
      alias: [
        { find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') },
        { find: /^rafter-ui\/(.+)$/, replacement: path.join(root, 'src/$1/index.ts') },
      ],
    },
    // Listed, because a dependency found late makes Vite reload the page in the middle of a run.
    optimizeDeps: {
      include: [...pixiEntries, 'bitecs', 'mitt', 'bidi-js', 'tweakpane'],
    },
    worker: { format: 'es' },
    server: { headers, fs: { allow: [root] } },
    preview: { headers },
    build: {
      outDir: path.join(root, 'build/examples'),
      emptyOutDir: true,
      target: 'es2022',
      sourcemap: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: htmlPages() },
    },
  };
}

function htmlPages(): string[] {
  if (!existsSync(examples)) return [];
  const folders = readdirSync(examples, { withFileTypes: true }).filter((e) => e.isDirectory());
  return ['.', ...folders.map((folder) => folder.name)]
    .map((folder) => path.join(examples, folder, 'index.html'))
    .filter((page) => existsSync(page));
}
