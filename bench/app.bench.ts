import { suite } from 'rafter-ui/benchmark';
import { hover, idle, oneCounter, scroll } from './app/scenes';

const WHERE = 'whole frames in Node, over the null backend';

suite('app', (s) => {
  s.bench('scroll', {
    parameters: { rows: [10_000, 1_000_000] },
    allocation: 'gate',
    notes: `${WHERE}: the list of the scroll benches, 60 px further in every frame`,
    ...scroll,
  });

  s.bench('one-counter', {
    allocation: 'gate',
    notes: `${WHERE}: 5,000 panels and one number that changes`,
    ...oneCounter,
  });

  s.bench('idle', {
    unit: 'µs',
    allocation: 'gate',
    notes: `${WHERE}: 5,000 panels, and nothing changes`,
    ...idle,
  });

  s.bench('hover', {
    notes: `${WHERE}: the pointer is over another one of 1,000 buttons in every frame`,
    ...hover,
  });
});
