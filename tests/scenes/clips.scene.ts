import { box } from '../../src/ui';
import { at, type Scene } from './scene';

/** Round clips in round clips, turned and faded. */
export const scene: Scene = {
  furnish(world, page) {
    const outer = box(world, {
      parent: page,
      ...at(20, 20, 180, 130),
      overflow: 'hidden',
      borderRadius: 40,
      fill: '#dddddd',
      opacity: 0.8,
    });
    const inner = box(world, {
      parent: outer,
      ...at(30, 20, 120, 90),
      overflow: 'hidden',
      borderRadius: 20,
      rotate: 15,
      fill: '#446688',
    });
    box(world, { parent: inner, ...at(-20, 30, 200, 30), fill: '#ffaa00', borderRadius: 6 });
    box(world, { parent: inner, ...at(40, -10, 20, 200), fill: '#ff000080' });
  },
};
