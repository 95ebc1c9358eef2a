import { box, text } from '../../src/ui';
import { at, type Scene } from './scene';

/** Each filter, and several of one element, on what overlaps; one is turned, one cut by a round clip, one within a group. */
export const scene: Scene = {
  fonts: { families: ['Noto Sans Variable'], letters: 'Filter' },
  furnish(world, page) {
    box(world, { parent: page, ...at(0, 70, 240, 40), fill: '#f0d8a0' });
    const clip = { ...at(166, 124, 60, 44), overflow: 'hidden', borderRadius: 16 } as const;
    const cut = box(world, { parent: page, ...clip, fill: '#8899aa' });
    const group = box(world, {
      parent: page,
      ...at(92, 124, 60, 44),
      fill: '#204060',
      opacity: 0.6,
    });
    const filters = [
      'blur(1.5px)',
      'drop-shadow(4px 5px 3px #000a)',
      'brightness(1.3) contrast(1.2)',
      'grayscale(0.8)',
      'saturate(2.5)',
      'blur(6px)',
    ];
    const style = { fill: '#c03050', borderRadius: 6 } as const;
    const looks = [
      ...filters.map((filter, i) => ({
        parent: page,
        ...at(18 + (i % 3) * 74, 14 + Math.floor(i / 3) * 54, 52, 34),
        filter,
        rotate: i === 1 ? 15 : 0,
      })),
      { parent: cut, ...at(10, 10, 52, 34), filter: 'blur(2px)' },
      { parent: group, ...at(18, 12, 52, 34), filter: 'drop-shadow(3px 3px 0 #000)' },
    ];
    const font = { fontFamily: 'Noto Sans Variable', fontSize: 14, color: '#fff' } as const;
    for (const look of looks) {
      const made = box(world, { ...style, ...look });
      text(world, { parent: made, ...at(5, 2, 46, 18), content: 'Filter', ...font });
      box(world, { parent: made, ...at(22, 14, 26, 26), fill: '#3388cc80' });
    }
  },
};
