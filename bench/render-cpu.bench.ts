import { suite } from 'rafter-ui/benchmark';
import { paced } from './app/pacing';
import {
  damageOfAll,
  damageOfOne,
  damageOfTwo,
  oneColor,
  rebuild,
  sendingOfAll,
} from './app/scenes';
import { DAMAGE_SCENES, structureContender } from './render/damage-structures';
import { dashboard } from './render/dashboard';
import { bare, moved } from './render/moving';

suite('render', (s) => {
  s.bench('draws', {
    notes:
      'A dashboard of 5,000 elements, 200 of them images, three fonts, emoji and round clips in a round clip, all drawn in every frame over the null backend. Nothing is drawn into textures.',
    ...dashboard,
  });

  s.bench('damage', {
    notes:
      'Node, null backend: numbers that change in every frame among 5,000 panels, one, and two that stand far apart, beside a frame in which everything is drawn again, as an app without damage would, and one in which everything is sent too, as after a lost device',
    contenders: {
      'one counter': damageOfOne,
      'two far apart': damageOfTwo,
      'everything drawn': damageOfAll,
      'everything sent and drawn': sendingOfAll,
    },
  });

  s.bench('damage-structure', {
    gate: false,
    parameters: { scene: DAMAGE_SCENES },
    quantities: { frame: 'ns', pixels: 'px', rects: 'rects', drawn: 'µs' },
    contenders: {
      rectangles: structureContender('rectangles'),
      'tiles of 64 px': structureContender('tiles'),
    },
    reference: false,
    notes:
      'Node: finding what is to be drawn again in a frame, and how much that is, on 1280 x 720. Scenes: 1 a number, 2 two of them far apart, 3 a caret and a row under the pointer, 4 100 of 10,000 panels, 5 24 numbers in two columns, 6 60 cards that glide, 7 8 markers that cross the surface. Drawn is what that takes by 20 ns a pixel and 82 µs a rectangle more, a software rasteriser’s.',
  });

  s.bench('moving-50k-cpu', {
    parameters: { quads: [50_000] },
    contenders: {
      rafter: moved,
      'bare loop': bare,
    },
    notes:
      'Node, null backend: 50,000 elements with velocities of their own, one in ten a text of one or two digits; a system moves their boxes by column in every frame. The bare loop moves the same and writes what changes of the same records, without elements, styles, list or damage, and sends them.',
  });

  s.bench('rebuild', {
    notes:
      'Node, null backend: one of 10,000 elements added or removed in every frame, layout and list included, beside a frame in which one changes its colour',
    contenders: { rafter: rebuild, 'one colour changed': oneColor },
  });

  s.bench('pacing', {
    unit: 'µs',
    parameters: { display: [60, 120, 144], target: [30, 60, 90, 120] },
    notes:
      '600 ticks of a display on a fake clock: frames, frames that did not come at the divisor, input and skippable systems that ran',
    ...paced(1),
  });

  s.bench('pacing-late', {
    unit: 'µs',
    parameters: { display: [60, 120], target: [60] },
    notes:
      'as pacing, with frames that take 20 ms of work: input runs in each, what may be skipped in every second',
    ...paced(20),
  });
});
