import path from 'node:path';
import { buildBenchCommand } from './bench-command.mjs';
import { root } from './entries.mjs';

await buildBenchCommand(path.join(root, 'dist'));
