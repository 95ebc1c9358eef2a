import { box } from '../../src/ui';
import { at, type Scene } from './scene';

export const scene: Scene = {
  furnish(world, page) {
    box(world, {
      parent: page,
      ...at(20, 20, 80, 60),
      borderRadius: 12,
      fill: '#ffffff',
      boxShadow: [
        { x: 4, y: 6, blur: 14, color: '#00000080' },
        { blur: 6, spread: 3, color: '#3366ff80' },
      ],
    });
    box(world, {
      parent: page,
      ...at(140, 30, 80, 80),
      fill: '#ffffff40',
      boxShadow: { x: 6, y: 6, spread: -2, color: '#00000060' },
    });
    box(world, {
      parent: page,
      ...at(30, 110, 70, 50),
      borderRadius: 8,
      fill: '#ffeedd',
      boxShadow: { x: 3, y: 3, blur: 9, spread: 2, color: '#000000a0', inset: true },
    });
    box(world, {
      parent: page,
      ...at(140, 130, 60, 30),
      borderRadius: 15,
      boxShadow: { blur: 20, color: '#a3203b' },
    });
  },
};
