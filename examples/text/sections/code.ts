import { box, type Entity, type TextContent, text } from 'rafter-ui';
import { fixedWidth } from '../fonts';
import { type Section, type Sheet, sample } from '../sheet';

const table = [
  ['column', 'bits', 'holds'],
  ['glyphs', '32', 'what to draw'],
  ['x', '32', 'where the pen stood'],
  ['levels', '8', 'which way it moved'],
];

const code = `function leading(size: number): number {
\t// Whole pixels keep baselines sharp.
\tconst line = size * 1.5;
\treturn Math.round(line);
}`;

const CODE_WORDS = /(\/\/.*)|\b(function|const|return|number)\b/g;

export const tabs: Section = {
  title: 'White space',
  note: 'Kept as typed: lines, spaces, and tabs that stand at stops.',
  build(sheet, parent) {
    const cell = sample(sheet, parent, 'Tab stops every 12 spaces');
    const { quiet } = sheet.palette;
    const [head = [], ...rows] = table;
    block(sheet, cell, 12, [
      { text: `${head.join('\t')}\n`, color: quiet },
      rows.map((row) => row.join('\t')).join('\n'),
    ]);
    block(sheet, sample(sheet, parent, 'Tab stops every 4 spaces'), 4, coloured(sheet, code));
  },
};

function block({ world, palette }: Sheet, parent: Entity, tabSize: number, content: TextContent) {
  const panel = box(world, {
    parent,
    overflow: 'hidden',
    padding: 16,
    borderRadius: 6,
    fill: palette.panel,
  });
  text(world, {
    parent: panel,
    content,
    whiteSpace: 'pre',
    tabSize,
    fontFamily: fixedWidth,
    fontSize: 14,
    lineHeight: 22 / 14,
    flexShrink: 0,
  });
}

function coloured({ palette }: Sheet, source: string): TextContent {
  const parts = [];
  let end = 0;
  for (const match of source.matchAll(CODE_WORDS)) {
    const [found, comment] = match;
    parts.push(source.slice(end, match.index));
    parts.push(
      comment === undefined
        ? { text: found, color: palette.accent }
        : { text: found, color: palette.quiet, italic: true },
    );
    end = match.index + found.length;
  }
  return [...parts, source.slice(end)].filter((part) => part !== '');
}
