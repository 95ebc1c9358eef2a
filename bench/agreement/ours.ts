import { suite } from 'rafter-ui/benchmark';
import { micros } from './micros.mjs';

/** The micro-benchmarks of `agreement.mjs`, timed by ours; no bench of its own, so not named as one. */
suite('agreement', (s) => {
  for (const [id, { setup, run }] of Object.entries(micros)) {
    s.bench(id, { unit: 'ns', reference: false, setup, run: run as (state: unknown) => unknown });
  }
});
