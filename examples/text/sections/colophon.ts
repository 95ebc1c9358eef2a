import { box } from 'rafter-ui';
import { paragraph, type Section } from '../sheet';

export const colophon: Section = {
  title: 'Colophon',
  note: 'Press T to change ink and paper.',
  build(sheet, parent) {
    const page = box(sheet.world, { parent, flexDirection: 'column', gap: 24, maxWidth: 590 });
    paragraph(sheet, page, [
      'Set in Noto Sans and its sisters for other scripts, with pictures from Twemoji. The fonts are free under the ',
      { text: 'Open Font License', link: 'https://openfontlicense.org' },
      ' and come with this page, not with the library. Code is set in whatever fixed-width face your machine keeps.',
    ]);
    paragraph(
      sheet,
      page,
      'Each file arrives in its own time. Until then the words stand in a fallback; when it is there they are measured again, once, and the page keeps its place.',
      { color: sheet.palette.quiet },
    );
  },
};
