// Writes src/systems/text/line-break-classes.ts from the data of the `linebreak` package. Run it after a new version of that, or
// after a change of scripts/line-break-data.mjs.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './entries.mjs';
import { classesSource } from './line-break-data.mjs';

writeFileSync(path.join(root, 'src/systems/text/line-break-classes.ts'), classesSource());
