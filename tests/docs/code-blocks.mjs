// Plain JavaScript, because vitest.config.ts loads it before anything compiles.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/entries.mjs';

/**
 * A fenced block of a Markdown file. `line` is that of the opening fence, from 1; `info` is what follows the fence, such as
 * `ts`.
 * @typedef {{ file: string, line: number, info: string, code: string }} CodeBlock
 */

/**
 * A block and the page it expects: markup of the last `html` block above it in its file, empty if there is none.
 * @typedef {CodeBlock & { page: string }} RunnableBlock
 */

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*(.*)$/;
const SKIPPED = ['node_modules', 'dist', 'build', 'coverage'];

/**
 * Markdown files of the repository, from its root.
 * @returns {string[]}
 */
export function documents() {
  const found = [];
  for (const folders = ['.']; folders.length > 0; ) {
    const folder = folders.pop();
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const child = path.posix.join(folder, entry.name);
      if (entry.isFile() && child.endsWith('.md')) found.push(child);
      const isOurs = !SKIPPED.includes(entry.name) && !entry.name.startsWith('.');
      if (entry.isDirectory() && isOurs) folders.push(child);
    }
  }
  return found.sort();
}

/**
 * Fenced blocks of a Markdown text, in order.
 * @param {string} file
 * @param {string} [text]
 * @returns {CodeBlock[]}
 */
export function codeBlocks(file, text = readFileSync(path.join(root, file), 'utf8')) {
  const blocks = [];
  let open;
  for (const [index, content] of text.split('\n').entries()) {
    const [, , fence = '', info = ''] = FENCE.exec(content) ?? [];
    if (!open) {
      if (fence) open = { file, line: index + 1, info: info.trim(), fence, lines: [] };
    } else if (fence.startsWith(open.fence) && info === '') {
      const { fence: _, lines, ...block } = open;
      blocks.push({ ...block, code: lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(content);
    }
  }
  if (open) throw new Error(`${file}:${open.line}: this block is never closed`);
  return blocks;
}

/**
 * The `ts` blocks of all documents.
 * @returns {RunnableBlock[]}
 */
export function runnableBlocks() {
  return documents().flatMap((file) => {
    let page = '';
    const found = [];
    for (const block of codeBlocks(file)) {
      if (block.info === 'html') page = block.code;
      if (block.info === 'ts') found.push({ ...block, page });
    }
    return found;
  });
}

/**
 * The block's code on the lines it has in its document, so that an error names the line to mend.
 * @param {CodeBlock} block
 * @returns {string}
 */
export function atItsLines({ line, code }) {
  return `${'\n'.repeat(line)}${code}\n`;
}
