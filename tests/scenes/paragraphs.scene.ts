import { text } from '../../src/ui';
import { at, type Scene } from './scene';

const fontFamily = 'Noto Sans Variable';
const words = 'A paragraph of several lines, which are divided where the browser divides them.';

/** Lines, spans, marks, ellipses. */
export const scene: Scene = {
  fonts: { families: [fontFamily], letters: `${words} … and bold, struck or marked, linked` },
  furnish(world, page) {
    const shared = {
      parent: page,
      fontFamily,
      fontSize: 11,
      whiteSpace: 'normal',
      color: '#101820',
    } as const;
    text(world, { ...shared, ...at(8, 8, 110, 80), content: words, textAlign: 'justify' });
    text(world, {
      ...shared,
      ...at(126, 8, 106, 80),
      content: [
        'A ',
        { text: 'linked', link: 'https://example.com/' },
        ' and ',
        { text: 'bold', fontWeight: 700, color: '#a3203b' },
        ', ',
        { text: 'struck', strike: true },
        ' or ',
        { text: 'marked', background: '#ffcc0080', underline: true },
        ' paragraph',
      ],
      lineHeight: 1.7,
    });
    text(world, { ...shared, ...at(8, 100, 110, 70), content: words, maxLines: 2 });
    text(world, {
      ...shared,
      ...at(126, 100, 106, 20),
      content: words,
      whiteSpace: 'nowrap',
      textOverflow: 'ellipsis-middle',
    });
    text(world, { ...shared, ...at(126, 125, 106, 50), content: words, textAlign: 'right' });
  },
};
