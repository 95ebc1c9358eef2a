import { box } from '../../src/ui';
import { at, type Scene } from './scene';

/** Opaque ones among half-transparent ones, on fractions of pixels. */
export const scene: Scene = {
  furnish(world, page) {
    for (let i = 0; i < 12; i++) {
      box(world, {
        parent: page,
        ...at(i * 17.3, i * 9.7, 60.4, 40.8),
        fill: i % 3 ? '#3366ff80' : '#ffcc00',
      });
    }
    box(world, { parent: page, ...at(40, 110, 0.4, 50), fill: '#000' });
  },
};
