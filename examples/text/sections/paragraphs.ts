import { box } from 'rafter-ui';
import { caption, grid, paragraph, type Section, sizes, soft } from '../sheet';

const essay = [
  'A line of text is a small journey. The eye sets out at the left, travels in little jumps of seven or eight letters, and has to find its way back to the start of the next line. If the line is too long the way back is easily lost; if it is too short the journey ends before it has begun.',
  'Sixty to seventy characters have served readers well for five centuries. The leading here is one and a half times the size, and each baseline falls on a whole pixel, so the lines keep the same grey from the first to the last.',
];

const column = soft(
  'Set flush left, the words keep their na|tu|ral dis|tance and the right edge runs free. Cen|tred lines suit an in|vi|ta|tion, not an es|say. Set flush right, they lean on a pic|ture or a mar|gin. Jus|ti|fied, every line has the same length and the spa|ces be|tween words pay for it.',
);

const aligns = [
  ['left', 'Left'],
  ['center', 'Centre'],
  ['right', 'Right'],
  ['justify', 'Justified'],
] as const;

export const reading: Section = {
  title: 'A paragraph to read',
  lift: 2,
  note: '18 on 27 pixels, a measure of 65 characters or so.',
  build(sheet, parent) {
    const page = box(sheet.world, { parent, flexDirection: 'column', gap: 27, maxWidth: 590 });
    for (const part of essay) paragraph(sheet, page, part, sizes.large);
  },
};

export const alignment: Section = {
  title: 'Alignment',
  note: 'The same words four times. Soft hyphens in them help the narrow lines.',
  full: true,
  build(sheet, parent) {
    const cells = grid(sheet, parent, { narrow: 1, medium: 2, wide: 4 }[sheet.room], 4);
    aligns.forEach(([textAlign, name], i) => {
      caption(sheet, cells[i]!, name);
      paragraph(sheet, cells[i]!, column, { textAlign });
    });
  },
};
