import { image } from '../../src/ui';
import { at, picture, type Scene } from './scene';

/** As they are, stretched, round and tinted, cut to cover, turned, cut in nine. */
export const scene: Scene = {
  furnish(world, page) {
    const source = picture();
    image(world, { parent: page, ...at(10, 10, 64, 48), source });
    image(world, {
      parent: page,
      ...at(90, 10, 130, 70),
      source,
      borderRadius: 20,
      tint: '#ff8080',
    });
    image(world, { parent: page, ...at(20, 80, 50, 70), source, objectFit: 'cover', rotate: 20 });
    image(world, { parent: page, ...at(100, 95, 60, 70), source, objectFit: 'contain' });
    image(world, { parent: page, ...at(170, 95, 60, 70), source, slice: 16 });
  },
};
