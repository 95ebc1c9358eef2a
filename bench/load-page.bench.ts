import { suite } from 'rafter-ui/benchmark';
import { TASK_FRAMES } from './load/task-flood';

suite('load', (s) => {
  s.bench('together-page', {
    hosts: ['chromium'],
    gate: false,
    parameters: { elements: [1_000, 10_000, 100_000] },
    effort: { frames: TASK_FRAMES },
    reference: false,
    notes:
      'an app on a canvas: so many elements of which 1 % change, 10,000 tasks of all priorities a pass, twenty requests at once in every tenth frame, a list of a million rows flung, moves, wheel turns and presses as events of the page, each of which must be handled',
    contenders: { rafter: { load: async () => (await import('./pages/load')).together } },
  });
});
