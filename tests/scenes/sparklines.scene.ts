import { sparkline } from '../../src/ui';
import { at, type Scene } from './scene';

export const scene: Scene = {
  furnish(world, parent) {
    const samples = Array.from({ length: 90 }, (_, i) =>
      i === 40 ? Number.NaN : Math.sin(i / 5) * 4 + ((i * 7919) % 13) / 4,
    );
    sparkline(world, { parent, ...at(10, 10, 200, 40), samples, color: '#036' });
    sparkline(world, {
      ...{ parent, ...at(20, 60, 180, 50), samples, padding: 5, fill: '#eef' },
      ...{ color: '#c30c', lineWidth: 3, areaColor: '#fc06' },
    });
    const many = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 1009);
    sparkline(world, { parent, ...at(20, 120, 150, 40), samples: many, rotate: 12 });
  },
};
