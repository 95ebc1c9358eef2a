import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, readText, root } from './files';
import { brokenLinks, links } from './markdown';

describe('documentation', () => {
  it('has no relative link that leads nowhere', () => {
    const tree = { read: readText, exists: (file: string) => existsSync(path.join(root, file)) };
    const broken = brokenLinks(listFiles('.', '.md'), tree);
    expect(broken.map((b) => `${b.file}:${b.line} ${b.target}: ${b.reason}`)).toEqual([]);
  });
});

describe('the link checker', () => {
  it('finds inline links, images, references and HTML', () => {
    const text = [
      'See [a](a.md), [b](<b.md> "title") and ![c](c.png).',
      '[ref]: d.md',
      '<img width="400" src="e.png"> <a href="f.md">f</a>',
      '[![badge](g.svg)](h.md)',
    ].join('\n');
    expect(
      links(text)
        .map(({ target }) => target)
        .sort(),
    ).toEqual(['a.md', 'b.md', 'c.png', 'd.md', 'e.png', 'f.md', 'g.svg', 'h.md']);
  });

  it('skips code', () => {
    expect(links('```md\n[a](a.md)\n```\nUse `[b](b.md)` so, then [c](c.md).')).toEqual([
      { target: 'c.md', line: 4 },
    ]);
  });

  it.each([
    ['gone.md', 'no such file'],
    ['../up.md', 'leaves the repository'],
    ['/docs/a.md', 'starts at the root of a site; make it relative'],
    ['docs/a.md#nothing', 'no such heading'],
    ['#nothing', 'no such heading'],
    ['docs/a.md#two-words-2', 'no such heading'],
  ])('reports %s: %s', (target, reason) => {
    expect(check(target)).toEqual([{ file: 'README.md', line: 3, target, reason }]);
  });

  it.each([
    'docs/a.md',
    'docs',
    'docs/a.md#two-words',
    'docs/a.md#two-words-1',
    '#title-with-code--more',
    'https://example.com/gone',
    'mailto:someone@example.com',
  ])('accepts %s', (target) => {
    expect(check(target)).toEqual([]);
  });
});

function check(target: string) {
  const files: Record<string, string> = {
    'README.md': `# Title with \`code\` & more\n\n[link](${target})`,
    'docs/a.md': '# Two words\n## Two words\n```\n# nothing\n```\n',
  };
  const exists = (file: string) => file === 'docs' || Object.hasOwn(files, file);
  return brokenLinks(['README.md'], { read: (file) => files[file], exists });
}
