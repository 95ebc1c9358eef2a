// Assembles the .wat files into binaries.ts: `node bench/wasm/build.mjs`, after every change of theirs. Fetches binaryen through npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BINARYEN = 'binaryen@132.0.0';
const OPTIONS = [
  '-O3',
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
];
// A module is the fields of its files, in this order.
const MODULES = {
  SIZE_INDEX: ['size-index.wat', 'size-leaves.wat'],
  GLYPH_RUN: ['glyph-run.wat'],
};

const here = dirname(fileURLToPath(import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), 'rafter-wasm-'));

function assemble([name, files]) {
  const fields = files.map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
  const source = join(outDir, `${name}.wat`);
  const target = join(outDir, `${name}.wasm`);
  writeFileSync(source, `(module\n${fields})\n`);
  // Optimised mainly to inline: engines call a function of a module as it stands.
  const tool = ['wasm-opt', source, '-o', target, ...OPTIONS];
  const run = ['exec', '--yes', `--package=${BINARYEN}`, '--', ...tool];
  const { status } = spawnSync('npm', run, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`wasm-opt failed on ${files.join(' and ')}`);
  const digest = createHash('sha256').update(fields).digest('hex');
  const base64 = readFileSync(target).toString('base64');
  return `/** ${files.join(' and ')}, assembled. */
export const ${name}: Binary = {
  files: [${files.map((file) => `'${file}'`).join(', ')}],
  sha256: '${digest}',
  base64:
    '${base64}',
};
`;
}

try {
  const modules = Object.entries(MODULES).map(assemble);
  writeFileSync(
    join(here, 'binaries.ts'),
    `// Written by build.mjs with ${BINARYEN}.

/** An assembled module, and the hash of the sources it was made from. */
export type Binary = { files: readonly string[]; sha256: string; base64: string };

${modules.join('\n')}`,
  );
} finally {
  rmSync(outDir, { recursive: true });
}
