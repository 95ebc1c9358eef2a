import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readText, root } from '../architecture/files';
import { atItsLines, codeBlocks, documents, runnableBlocks } from './code-blocks.mjs';

const MINUTE_MS = 60_000;
const WRONG = 'wrong.ts';
// Inside the project, so that packages are found, and where git does not look.
const folder = path.join(root, 'build/doc-blocks');
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');

describe('code in the documents', () => {
  it('is marked so that it runs: every TypeScript block is a plain `ts` block', () => {
    const skipped = documents()
      .flatMap((file) => codeBlocks(file))
      .filter(
        ({ info }) => info !== 'ts' && /^(ts|typescript|tsx|js|javascript|jsx|mjs)\b/i.test(info),
      );
    expect(skipped.map(({ file, line, info }) => `${file}:${line} ${info}`)).toEqual([]);
  });

  // Together, for most of what the checker does is to read the library.
  describe('beside code that is wrong', () => {
    let errors: string[];

    beforeAll(() => {
      const blocks = runnableBlocks();
      expect(blocks.map(({ file }) => file)).toContain('README.md');
      const files = blocks.map((block) => {
        const name = `${block.file.replaceAll('/', '__')}__${block.line}.ts`;
        return { name, text: `${atItsLines(block)}export {};\n` };
      });
      const text = "import { box } from 'rafter-ui';\nbox(1);\nexport {};\n";
      errors = typeErrors([...files, { name: WRONG, text }]);
    }, 2 * MINUTE_MS);

    it('passes the type checker', () => {
      expect(errors.filter((line) => !line.startsWith(WRONG))).toEqual([]);
    });

    it('fails the type checker when it is wrong', () => {
      expect(errors.filter((line) => line.startsWith(WRONG))).toEqual([
        expect.stringContaining('wrong.ts(2,'),
      ]);
    });
  });

  it('names npm scripts and files that exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const wrong: string[] = [];
    for (const file of documents()) {
      readText(file)
        .split('\n')
        .forEach((content, index) => {
          for (const [, name = ''] of content.matchAll(/\bnpm run ([\w:-]+)/g)) {
            if (!Object.hasOwn(scripts, name)) wrong.push(`${file}:${index + 1} npm run ${name}`);
          }
          for (const [, name = ''] of content.matchAll(/\bnpm (test|start)\b/g)) {
            if (!Object.hasOwn(scripts, name)) wrong.push(`${file}:${index + 1} npm ${name}`);
          }
          for (const [, name = ''] of content.matchAll(/\bnode ([\w./-]+\.m?js)\b/g)) {
            if (!existsSync(path.join(root, name))) wrong.push(`${file}:${index + 1} node ${name}`);
          }
        });
    }
    expect(wrong).toEqual([]);
  });
});

describe('reading a document', () => {
  it('finds blocks with their line and marks, nested fences and indented ones included', () => {
    const text = [
      'a',
      '```ts no-run',
      'x',
      '```',
      '````md',
      '```ts',
      'y',
      '```',
      '````',
      '  ```',
      '  z',
      '  ```',
    ];
    expect(codeBlocks('a.md', text.join('\n'))).toEqual([
      { file: 'a.md', line: 2, info: 'ts no-run', code: 'x' },
      { file: 'a.md', line: 5, info: 'md', code: '```ts\ny\n```' },
      { file: 'a.md', line: 10, info: '', code: '  z' },
    ]);
  });

  it('refuses a block that is never closed', () => {
    expect(() => codeBlocks('a.md', '# A\n```ts\nx')).toThrow('a.md:2');
  });
});

/** Errors of these files alone, with the project's own options. */
function typeErrors(files: readonly { name: string; text: string }[]): string[] {
  const own = path.join(folder, String(process.pid));
  mkdirSync(own, { recursive: true });
  try {
    for (const { name, text } of files) writeFileSync(path.join(own, name), text);
    const config = {
      extends: path.join(root, 'tsconfig.json'),
      include: [],
      files: files.map(({ name }) => name),
    };
    writeFileSync(path.join(own, 'tsconfig.json'), JSON.stringify(config));
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', own, '--pretty', 'false'], {
      encoding: 'utf8',
      cwd: own,
    });
    const errors = stdout
      .split('\n')
      .filter((line) => files.some(({ name }) => line.startsWith(`${name}(`)));
    // A compiler that did not start must not look like code without errors.
    if (status !== 0 && !stdout.includes('error TS'))
      throw new Error(`tsc exited with ${status}: ${stdout}`);
    return errors;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
