import { box, text, virtualList } from '../../src/ui';
import { at, type Scene } from './scene';

const fontFamily = 'Noto Sans Variable';

/** Rows in a scrolled layer within a round clip. */
export const scene: Scene = {
  fonts: { families: [fontFamily], letters: 'Row 0123456789' },
  furnish(world, page) {
    const rows = virtualList(world, {
      parent: page,
      ...at(20, 12, 200, 156),
      borderRadius: 16,
      fill: '#1c2a3a',
      count: 1000,
      estimatedSize: 26,
      template: (row) =>
        [
          text(world, { parent: row, content: 'Row', fontFamily, color: '#88ccff', padding: 4 }),
          box(world, { parent: row, width: 14, height: 14, borderRadius: 7, fill: '#40a060' }),
        ] as const,
      bind: () => {},
    });
    rows.scrollToIndex(200);
    rows.scrollBy(7);
  },
};
