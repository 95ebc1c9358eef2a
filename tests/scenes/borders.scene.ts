import { box } from '../../src/ui';
import { at, type Scene } from './scene';

/** Sides of several widths and colours, round and square. */
export const scene: Scene = {
  furnish(world, page) {
    box(world, {
      parent: page,
      ...at(10, 10, 80, 60),
      borderRadius: 18,
      borderWidth: [2, 6, 10, 4],
      borderColor: ['#f00', '#0a0', '#00f8', '#fa0'],
      fill: '#eeeeee',
    });
    box(world, {
      parent: page,
      ...at(110, 10, 100, 60),
      borderWidth: [0, 0, 4, 0],
      borderColor: '#3366ff',
      fill: '#f4f6fa',
    });
    box(world, {
      parent: page,
      ...at(10, 90, 80, 70),
      borderWidth: 12,
      borderColor: ['#222', '#888', '#222', '#888'],
    });
    const clip = box(world, {
      parent: page,
      ...at(120, 90, 90, 70),
      borderRadius: 24,
      borderWidth: [8, 2],
      borderColor: '#a3203b80',
      overflow: 'hidden',
    });
    box(world, { parent: clip, ...at(-10, 20, 120, 30), fill: '#ffcc00' });
  },
};
