import { box, text } from '../../src/ui';
import { at, type Scene } from './scene';

/** What overlaps and fades or mixes as one: in each other, under a round clip, turned, with text. */
export const scene: Scene = {
  fonts: { families: ['Noto Sans Variable'], letters: 'Group' },
  furnish(world, page) {
    box(world, { parent: page, ...at(0, 80, 240, 30), fill: '#204060' });
    const clip = { ...at(130, 90, 90, 70), overflow: 'hidden', borderRadius: 24 } as const;
    const cut = box(world, { parent: page, ...clip, fill: '#ffd166' });
    const looks = [
      { ...at(16, 16, 90, 70), opacity: 0.6 },
      { ...at(120, 16, 90, 60), opacity: 0.4, rotate: 8 },
      { ...at(16, 100, 90, 60), mixBlendMode: 'multiply' },
      { ...at(20, 20, 90, 60), parent: cut, opacity: 0.5, borderRadius: 12 },
    ] as const;
    const font = { fontFamily: 'Noto Sans Variable', fontSize: 18, color: '#fff' } as const;
    for (const look of looks) {
      const group = box(world, { parent: page, fill: '#c03050', ...look });
      text(world, { parent: group, ...at(6, 4, 70, 24), content: 'Group', ...font });
      const inner = box(world, {
        parent: group,
        ...at(30, 20, 50, 44),
        fill: '#3388cc',
        opacity: 0.7,
      });
      box(world, { parent: inner, ...at(-12, 12, 36, 18), fill: '#88dd44', borderRadius: 6 });
    }
  },
};
