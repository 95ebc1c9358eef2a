import { suite } from 'rafter-ui/benchmark';
import { tableScroll } from './app/table-scene';

suite('table', (s) => {
  s.bench('scroll', {
    parameters: { rows: [10_000, 1_000_000], columns: [20, 2_000] },
    allocation: 'measure',
    limitMs: 300_000,
    notes:
      'whole frames in Node, over the null backend: a table of 1280 x 720 px, 60 px down and 24 px across in every frame',
    ...tableScroll,
  });
});
