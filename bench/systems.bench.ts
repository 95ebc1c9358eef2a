import { suite } from 'rafter-ui/benchmark';
import { batching, layout, projection } from './systems/scenes';

suite('systems', (s) => {
  s.bench('layout', {
    unit: 'µs',
    notes: '100 of 4,000 texts have another width in every frame',
    ...layout,
  });

  s.bench('projection', {
    unit: 'µs',
    notes: '1,000 layers scroll together by 60 px a frame',
    ...projection,
  });

  s.bench('batching', {
    unit: 'µs',
    notes:
      '100 of 10,000 elements have another colour in every frame; sending and drawing is left out',
    ...batching,
  });
});
