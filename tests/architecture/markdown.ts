import path from 'node:path';

export type Broken = { file: string; line: number; target: string; reason: string };

/** What a link checker needs to know about the tree. */
export type Tree = { read(file: string): string | undefined; exists(path: string): boolean };

/** Relative links, images and anchors in these Markdown files that lead nowhere. */
export function brokenLinks(files: readonly string[], tree: Tree): Broken[] {
  const broken: Broken[] = [];
  for (const file of files) {
    for (const { target, line } of links(tree.read(file) ?? '')) {
      const report = (reason: string) => broken.push({ file, line, target, reason });
      if (/^[a-z][a-z+.-]*:/i.test(target) || target.startsWith('//')) continue;
      if (target.startsWith('/')) {
        report('starts at the root of a site; make it relative');
        continue;
      }
      const [location = '', anchor] = target.split('#');
      const relative = decodeURIComponent(location.replace(/\?.*$/, ''));
      const resolved = relative ? path.posix.join(path.posix.dirname(file), relative) : file;
      if (resolved.startsWith('..')) report('leaves the repository');
      else if (!tree.exists(resolved)) report('no such file');
      else if (
        anchor &&
        resolved.endsWith('.md') &&
        !anchors(tree.read(resolved) ?? '').has(anchor)
      ) {
        report('no such heading');
      }
    }
  }
  return broken;
}

/** Link targets of a Markdown text: inline, image, reference and HTML ones, but none inside code. */
export function links(text: string): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = [];
  withoutCode(text).forEach((content, index) => {
    const patterns = [
      /\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)/g,
      /^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/g,
      /<(?:a|img|source|video)\b[^>]*?\b(?:href|src|srcset)=["']([^"'\s]+)/g,
    ];
    for (const pattern of patterns) {
      for (const [, target = ''] of content.matchAll(pattern))
        found.push({ target, line: index + 1 });
    }
  });
  return found;
}

/** The anchors of a Markdown text's headings, as GitHub makes them. */
function anchors(text: string): Set<string> {
  const result = new Set<string>();
  const seen = new Map<string, number>();
  for (const line of withoutCode(text, 'blocks')) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    result.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return result;
}

function withoutCode(text: string, what: 'blocks' | 'all' = 'all'): string[] {
  let fence = '';
  return text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (fence) {
      if (mark.startsWith(fence)) fence = '';
      return '';
    }
    if (mark) {
      fence = mark;
      return '';
    }
    return what === 'all' ? line.replace(/(`+)[^`].*?\1/g, '') : line;
  });
}
