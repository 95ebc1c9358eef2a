import { suite } from 'rafter-ui/benchmark';
import { damageOfAll, damageOfOne, damageOfTwo, oneColor, rebuild } from './app/scenes';

suite('render', (s) => {
  s.bench('damage', {
    notes:
      'Node, null backend: numbers that change in every frame among 5,000 panels, one, and two that stand far apart, beside a frame in which everything is sent and drawn again',
    contenders: {
      'one counter': damageOfOne,
      'two far apart': damageOfTwo,
      everything: damageOfAll,
    },
  });

  s.bench('rebuild', {
    notes:
      'Node, null backend: one of 10,000 elements added or removed in every frame, layout and list included, beside a frame in which one changes its colour',
    contenders: { rafter: rebuild, 'one colour changed': oneColor },
  });
});
