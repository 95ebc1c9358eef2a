import { box, text } from 'rafter-ui';
import { caption, grid, paragraph, type Section, sample, sizes, soft } from '../sheet';

const spacings = [
  ['−1', -1, 'Tight headlines', 34, 700],
  ['0', 0, 'As the font was drawn', 22, 400],
  ['2', 2, 'SMALL CAPITALS', 14, 600],
  ['8', 8, 'WIDE OPEN', 14, 600],
] as const;

const words = [
  ['Kerned pairs', ['AVATAR', 'Tomorrow', 'Yes, Wolf']],
  ['Ligatures', ['office', 'affluent', 'fjord, flint']],
] as const;

const german = soft(
  'Die Donau|dampf|schiff|fahrt be|gann mit einem ein|zi|gen Dampf|schiff, einem hand|ge|schrie|be|nen Fahr|plan und sehr viel Ge|duld.',
);

export const spacing: Section = {
  title: 'Letter spacing',
  note: 'Pixels after each letter, less than none included.',
  build(sheet, parent) {
    for (const [label, letterSpacing, content, fontSize, fontWeight] of spacings) {
      const cell = sample(sheet, parent, `${label} px`);
      const lineHeight = Math.ceil(fontSize * 1.3) / fontSize;
      text(sheet.world, {
        parent: cell,
        content,
        letterSpacing,
        fontSize,
        fontWeight,
        lineHeight,
      });
    }
  },
};

export const pairs: Section = {
  title: 'Pairs',
  note: 'Letters that move together, and letters that become one. Spaced out, ligatures come apart.',
  build(sheet, parent) {
    const columns = { narrow: 1, medium: 3, wide: 3 }[sheet.room];
    for (const [name, samples] of words) {
      const rows = box(sheet.world, { parent, flexDirection: 'column', gap: 2 });
      caption(sheet, rows, name);
      const cells = grid(sheet, rows, columns, samples.length);
      samples.forEach((content, i) => {
        text(sheet.world, { parent: cells[i]!, content, fontSize: 40, lineHeight: 48 / 40 });
      });
    }
    const apart = sample(sheet, parent, 'Ligatures, 3 px apart');
    text(sheet.world, {
      parent: apart,
      content: 'office affluent',
      fontSize: 40,
      lineHeight: 48 / 40,
      letterSpacing: 3,
    });
  },
};

export const hyphens: Section = {
  title: 'Soft hyphens',
  note: 'A word may be divided where its author said so. Without that, long words run over the edge.',
  build(sheet, parent) {
    const cells = grid(sheet, parent, sheet.room === 'narrow' ? 1 : 3, 3);
    const looks = [
      ['Hyphens', { hyphens: 'manual' }],
      ['Hyphens, justified', { hyphens: 'manual', textAlign: 'justify' }],
      ['No hyphens', { hyphens: 'none' }],
    ] as const;
    looks.forEach(([name, look], i) => {
      caption(sheet, cells[i]!, name);
      const frame = box(sheet.world, {
        parent: cells[i]!,
        width: 144,
        paddingTop: 8,
        flexDirection: 'column',
      });
      box(sheet.world, {
        parent: frame,
        position: 'absolute',
        left: 0,
        right: 0,
        top: 0,
        height: 2,
        fill: sheet.palette.accent,
      });
      paragraph(sheet, frame, german, { ...sizes.body, ...look });
    });
  },
};
