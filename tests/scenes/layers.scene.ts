import { box, image } from '../../src/ui';
import { at, picture, type Scene } from './scene';

/** Moved, stretched, turned and faded boxes, in each other. */
export const scene: Scene = {
  furnish(world, page) {
    const source = picture();
    for (let i = 0; i < 6; i++) {
      const card = box(world, {
        parent: page,
        ...at(16 + (i % 3) * 74, 16 + Math.floor(i / 3) * 84, 60, 64),
        borderRadius: 8,
        fill: '#e8ecf2',
        rotate: i * 9 - 18,
        scale: 0.8 + i * 0.08,
        opacity: 1 - i * 0.12,
        boxShadow: { y: 2, blur: 6, color: '#00000060' },
      });
      image(world, { parent: card, ...at(8, 8, 44, 22), source });
      box(world, {
        parent: card,
        ...at(8, 36, 44, 18),
        borderRadius: 4,
        gradient: 'linear-gradient(90deg, #3366ff, #a3203b)',
        translate: [i * 1.5, 0],
      });
    }
  },
};
