// Entry of `npm run bench`: builds the command from its sources, because Node 20 has no TypeScript loader, and runs it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildBenchCommand } from '../scripts/bench-command.mjs';
import { root } from '../scripts/entries.mjs';

const cache = path.join(root, 'node_modules', '.cache', 'rafter-bench');
mkdirSync(cache, { recursive: true });
// One folder a process, so that runs may overlap.
const outDir = mkdtempSync(path.join(cache, 'command-'));
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));

await buildBenchCommand(outDir);
const { main } = await import(pathToFileURL(path.join(outDir, 'rafter-bench-cli.js')).href);
process.exitCode = await main(process.argv.slice(2), {
  root,
  childFile: path.join(outDir, 'rafter-bench-child.js'),
  pageModule: path.join(root, 'src', 'benchmark', 'index.ts'),
});
