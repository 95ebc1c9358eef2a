import { text } from '../../src/ui';
import { at, type Scene } from './scene';

const fontFamily = 'Noto Sans Variable';

/** Sizes, weights, colours, and layers that are turned and stretched. */
export const scene: Scene = {
  fonts: { families: [fontFamily], letters: 'Departures 12:45 — affinity In colour Turned Ёж Ωµ' },
  furnish(world, page) {
    const shared = { parent: page, fontFamily, color: '#101820' };
    text(world, { ...shared, ...at(10, 8, 220, 20), content: 'Departures 12:45 — affinity' });
    text(world, {
      ...shared,
      ...at(10, 30.4, 220, 34),
      content: 'In colour',
      fontSize: 25,
      fontWeight: 700,
      color: '#a3203b',
    });
    text(world, { ...shared, ...at(10, 68, 220, 16), content: 'Ёж Ωµ affinity', fontSize: 9 });
    text(world, {
      ...shared,
      ...at(130, 66, 90, 24),
      content: 'Turned',
      fontSize: 18,
      rotate: 12,
      scale: 1.3,
    });
    for (const [i, fill] of ['#101820', '#3366ff'].entries()) {
      text(world, {
        ...shared,
        ...at(10 + i * 110, 120, 100, 40),
        content: 'Departures',
        fontSize: 15,
        padding: 8,
        letterSpacing: i,
        italic: i === 1,
        fill,
        color: '#ffffff',
      });
    }
  },
};
