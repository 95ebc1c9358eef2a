import { box, image, text } from '../../src/ui';
import { at, HEIGHT, picture, type Scene, WIDTH } from './scene';

export const scene: Scene = {
  fonts: { families: ['Noto Sans Variable'], letters: 'Mix' },
  furnish(world, page) {
    const gradient = 'linear-gradient(to right, #f80, #048)';
    box(world, { parent: page, ...at(0, 0, WIDTH, HEIGHT), gradient });
    for (const [i, mixBlendMode] of (['multiply', 'screen', 'plus-lighter'] as const).entries()) {
      const look = { parent: page, mixBlendMode, opacity: 0.9 };
      const left = 20 + i * 60;
      const font = { fontFamily: 'Noto Sans Variable', fontSize: 16, color: '#a50' } as const;
      box(world, { ...look, ...at(left, 20, 50, 40), borderRadius: 12, fill: '#39c' });
      text(world, { ...look, ...at(left, 70, 50, 20), content: 'Mix', ...font });
      image(world, { ...look, ...at(left, 100, 50, 40), source: picture() });
    }
  },
};
