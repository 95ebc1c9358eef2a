import { box } from '../../src/ui';
import { at, type Scene } from './scene';

const colors = ['#c04020', '#ffcc00', '#40a060', '#3366ff', '#8040a0c0'];

export const scene: Scene = {
  furnish(world, page) {
    for (const [i, fill] of colors.entries()) {
      const card = box(world, {
        parent: page,
        ...at(14 + i * 34, 14 + i * 16, 74, 74),
        zIndex: [2, -1, 3, 0, 1][i]!,
        fill,
        borderRadius: i * 4,
      });
      box(world, { parent: card, ...at(30, 30, 60, 12), zIndex: 5 - i, fill: '#101820c0' });
    }
    const tip = box(world, { parent: page, ...at(150, 10, 60, 30), overflow: 'hidden' });
    box(world, { parent: tip, ...at(20, 10, 60, 60), topLayer: 'tooltip', fill: '#202020' });
  },
};
