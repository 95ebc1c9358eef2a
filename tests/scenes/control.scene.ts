import { box } from '../../src/ui';
import { scene as rectangles } from './rectangles.scene';
import { at, type Scene } from './scene';

/** The rectangles and one more pixel: a comparison that finds them equal finds nothing. */
export const scene: Scene = {
  differsFrom: 'rectangles',
  furnish(world, page) {
    rectangles.furnish(world, page);
    box(world, { parent: page, ...at(200, 8, 0.8, 0.8), fill: '#f0f0f0' });
  },
};
