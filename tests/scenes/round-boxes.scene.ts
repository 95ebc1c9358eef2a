import { box } from '../../src/ui';
import { at, type Scene } from './scene';

export const scene: Scene = {
  furnish(world, page) {
    box(world, {
      parent: page,
      ...at(10, 10, 90, 70),
      borderRadius: [30, 4, 16, 0],
      borderWidth: 3,
      borderColor: '#123456c0',
      fill: '#8fd3ff',
    });
    box(world, { parent: page, ...at(110, 10, 60, 60), borderRadius: 30, fill: '#40a060' });
    box(world, { parent: page, ...at(180, 10, 50, 20), borderRadius: 99, fill: '#40a06080' });
    box(world, {
      parent: page,
      ...at(110, 90, 100, 60),
      borderRadius: [10, 40, 10, 40],
      borderWidth: 1,
      borderColor: '#000',
    });
    box(world, { parent: page, ...at(20.3, 100.6, 70, 40), borderRadius: 6.5, fill: '#c04020' });
  },
};
