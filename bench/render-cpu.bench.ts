import { suite } from 'rafter-ui/benchmark';
import { oneColor, rebuild } from './app/scenes';

suite('render', (s) => {
  s.bench('rebuild', {
    notes:
      'Node, null backend: one of 10,000 elements added or removed in every frame, layout and list included, beside a frame in which one changes its colour',
    contenders: { rafter: rebuild, 'one colour changed': oneColor },
  });
});
