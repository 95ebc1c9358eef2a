import { suite } from 'rafter-ui/benchmark';

suite('load', (s) => {
  s.bench('together-page', {
    hosts: ['chromium'],
    parameters: { elements: [1_000, 10_000, 100_000] },
    effort: { frames: 100 },
    notes:
      'an app on a canvas: so many elements of which 1 % change, 10,000 tasks of all priorities in 100 frames, a flood of requests, a list of a million rows flung, moves, wheel turns and presses as events of the page, each of which must be handled',
    contenders: { rafter: { load: async () => (await import('./pages/load')).together } },
  });
});
