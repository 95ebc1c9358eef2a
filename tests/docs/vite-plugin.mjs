import { parseSync } from 'vite';
import { root } from '../../scripts/entries.mjs';
import { atItsLines, runnableBlocks } from './code-blocks.mjs';

const LIST = 'virtual:doc-blocks';
const FOLDER = `${root}/tests/docs/.blocks/`;

/**
 * A Vite plugin: makes a module of every `ts` block of the documents. `virtual:doc-blocks` lists them; loading one runs it and
 * gives what it declared at its top level.
 * @returns {import('vite').Plugin}
 */
export function docBlocks() {
  /** @type {import('./code-blocks.mjs').RunnableBlock[]} */
  let blocks = [];
  return {
    name: 'doc-blocks',
    buildStart() {
      blocks = runnableBlocks();
    },
    resolveId(id) {
      return id === LIST || id.startsWith(FOLDER) ? id : undefined;
    },
    load(id) {
      if (id === LIST) return listOf(blocks);
      const block = blocks.find((candidate) => idOf(candidate) === id.split('?')[0]);
      return block && moduleOf(block);
    },
  };
}

/** A path that does not exist, so that imports resolve from here and the block is compiled as TypeScript. */
function idOf({ file, line }) {
  return `${FOLDER}${file.replaceAll('/', '-')}-${line}.ts`;
}

function listOf(blocks) {
  const entries = blocks.map((block) => {
    const name = JSON.stringify(`${block.file}:${block.line}`);
    const id = JSON.stringify(idOf(block));
    const page = JSON.stringify(block.page);
    const draws = /\bcreate(App|Surface)\b/.test(block.code);
    return `{ name: ${name}, page: ${page}, draws: ${draws}, run: () => import(${id}) }`;
  });
  return `export const blocks = [${entries.join(',\n')}];`;
}

/** Such blocks have a context of their own, as the first ones have that are read; the others draw by one that others have had. */
const OWN = /scrollLayers|webgpu|createSurface|pixiSlot|tuning|app\.on\('canvas'/;
const IMPORTS = /import \{([^}]*)\} from 'rafter-ui';/;

function moduleOf(block) {
  const isOwn = block.file === 'README.md' || OWN.test(block.code);
  return isOwn ? wholeOf(block) : sharing(wholeOf(block));
}

/** The same on the same lines, with `createApp` of `tests/shared-app.ts`. */
function sharing(code) {
  const names = IMPORTS.exec(code)?.[1];
  if (!names || !/\bcreateApp\b/.test(names)) return code;
  const others = names.replace(/\bcreateApp\b,?/, '');
  return `${code.replace(names, others)}import { createSharedApp as createApp } from '${root}/tests/shared-app.ts';\n`;
}

function wholeOf(block) {
  return `${atItsLines(block)}export const declared = { ${namesOf(block).join(', ')} };\n`;
}

/** Names of the constants and variables a block declares at its top level, in order. */
function namesOf({ file, line, code }) {
  const { program, errors } = parseSync('block.ts', code);
  if (errors[0]) throw new Error(`${file}:${line}: ${errors[0].message}`);
  return program.body.flatMap((statement) =>
    statement.type === 'VariableDeclaration'
      ? statement.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
      : [],
  );
}
