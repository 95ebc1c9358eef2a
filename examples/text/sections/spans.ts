import { box, type TextContent } from 'rafter-ui';
import { paragraph, type Section, type Sheet, sizes } from '../sheet';

export const spans: Section = {
  title: 'Rich text',
  lift: 2,
  note: 'Parts of one paragraph, each with a look of its own. They wrap as one text.',
  build(sheet, parent) {
    const page = box(sheet.world, { parent, flexDirection: 'column', gap: 27, maxWidth: 590 });
    for (const content of paragraphs(sheet)) paragraph(sheet, page, content, sizes.large);
  },
};

function paragraphs({ palette }: Sheet): TextContent[] {
  const { accent, marker, quiet } = palette;
  return [
    [
      'A proof comes back from the reader with ',
      { text: 'bold orders', fontWeight: 700 },
      ', with ',
      { text: 'whispered doubts', italic: true, color: quiet },
      ', with ',
      { text: 'red ink', color: accent, fontWeight: 600 },
      ' and with ',
      {
        text: 'a yellow pen drawn over a whole clause that goes on to the next line',
        background: marker,
      },
      '. One word is ',
      { text: 'struck out', strike: true },
      ', another is ',
      { text: 'underlined', underline: true },
      ', a third is ',
      { text: 'both at once', underline: true, strike: true },
      '.',
    ],
    [
      'What everyone needs to know stands in ',
      { text: 'the open font licence', link: 'https://openfontlicense.org' },
      '; for the rest, ask ',
      { text: 'the author', link: 'mailto:author@example.com' },
      '. Size may change too: ',
      { text: 'small', fontSize: 13 },
      ', then ',
      { text: 'large', fontSize: 22, fontWeight: 700 },
      ', on one baseline.',
    ],
  ];
}
