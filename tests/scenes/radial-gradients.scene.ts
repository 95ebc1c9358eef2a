import { box } from '../../src/ui';
import { at, type Scene } from './scene';

const gradients = [
  'radial-gradient(circle at 30% 40%, #ff0, #0a08 60%, #00f)',
  'radial-gradient(ellipse closest-side, #fff, #3366ff)',
  'repeating-radial-gradient(circle at center, #a3203b 0px, #fff 9px)',
];

export const scene: Scene = {
  furnish(world, page) {
    for (const [i, gradient] of gradients.entries()) {
      box(world, { parent: page, ...at(10 + i * 76, 20, 70, 120), fill: '#eeeeee', gradient });
    }
  },
};
