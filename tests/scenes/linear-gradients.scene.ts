import { box } from '../../src/ui';
import { at, type Scene } from './scene';

const gradients = [
  'linear-gradient(30deg, #f00, #00f)',
  'linear-gradient(to right, #ff0 20%, #0a08 20% 60%, #00f)',
  'repeating-linear-gradient(60deg, #222 0px, #eee 7px, #f80 12px)',
];

export const scene: Scene = {
  furnish(world, page) {
    for (const [i, gradient] of gradients.entries()) {
      box(world, { parent: page, ...at(10 + i * 76, 20, 70, 120), borderRadius: 14, gradient });
    }
  },
};
