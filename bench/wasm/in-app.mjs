// What the kernels are worth inside an app: `node bench/wasm/in-app.mjs`. A fresh process for each sample, contenders in turn.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

// An interval takes 6.
const ROUNDS = Math.max(6, Number(process.env.ROUNDS ?? 15));
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const outDir = join(root, 'node_modules', '.cache', 'rafter-wasm', String(process.pid));

// Which bundle, which size index, which glyph kernel.
const ours = ['plain', 'typescript', ''];
const scenes = {
  'size-index': { typescript: ours, 'wasm simd': ['plain', 'wasm', ''] },
  'glyph-run, scroll': {
    typescript: ours,
    'typescript, packed tables': ['swapped', 'typescript', 'packed'],
    'wasm simd': ['swapped', 'typescript', 'wasm'],
  },
  'glyph-run, numbers': {
    typescript: ours,
    'typescript, packed tables': ['swapped', 'typescript', 'packed'],
    'wasm simd': ['swapped', 'typescript', 'wasm'],
  },
};

async function bundle(entry, name, plugins = []) {
  await build({
    configFile: false,
    root,
    plugins,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ssr: join(root, 'bench', entry),
      target: 'node20',
      outDir: join(outDir, name),
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  return pathToFileURL(join(outDir, name, 'entry.mjs')).href;
}

const swap = {
  name: 'swap-glyph-writer',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source !== './glyph-writer' || !importer?.endsWith('record-writer.ts')) return null;
    return join(here, 'swapped-glyph-writer.ts');
  },
};

function sample(urls, scene, [name, index, kernel]) {
  const code = `const { inApp } = await import(${JSON.stringify(urls[name])});
console.log(JSON.stringify(inApp(${JSON.stringify(scene)}, ${JSON.stringify(index)})));`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', code],
    { encoding: 'utf8', env: { ...process.env, RAFTER_GLYPHS: kernel } },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

try {
  const urls = {
    plain: await bundle('wasm/in-app.ts', 'plain'),
    swapped: await bundle('wasm/in-app.ts', 'swapped', [swap]),
  };
  const { median, ratioEstimate } = await import(
    await bundle('../src/statistics/index.ts', 'statistics')
  );
  for (const [scene, contenders] of Object.entries(scenes)) {
    const names = Object.keys(contenders);
    const samples = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        samples[name].push(sample(urls, scene, contenders[name]));
      }
    }
    const counts = names.flatMap((name) => samples[name].map(({ records }) => records));
    if (new Set(counts).size > 1) throw new Error(`${scene}: records differ: ${counts.join(' ')}`);
    for (const quantity of ['phase', 'frame']) {
      const values = names.map((name) => samples[name].map((each) => each[quantity]));
      const cells = names.map((name, i) => {
        const { ratio, interval } = ratioEstimate(values[0], values[i], { paired: true });
        const range = interval.map((end) => end.toFixed(2)).join(' to ');
        return `${name} ${median(values[i]).toFixed(2)} µs${i ? `, ${ratio.toFixed(2)} times as fast (${range})` : ''}`;
      });
      console.log(`${scene}, ${quantity}: ${cells.join('; ')}`);
    }
  }
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
