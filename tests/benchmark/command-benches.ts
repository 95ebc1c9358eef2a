import { chromiumArgs } from '../../scripts/find-chromium.mjs';

/** What is tested is what the command does with its benches: where time is short it measures little. */
const EFFORT =
  process.env.RAFTER_LONG === '1'
    ? ''
    : 'effort: { warmMs: 5, minMs: 2, maxMs: 10, minSamples: 2 },';

/** A comparison, and a bench that counts. */
export const GOOD = `import { suite } from 'rafter-ui/benchmark';
const numbers = Array.from({ length: 100 }, (_, i) => i);
suite('good', (s) => {
  s.bench('sum', {
    unit: 'ns',
    ${EFFORT}
    contenders: {
      'by a loop': { run() { let sum = 0; for (const n of numbers) sum += n; return sum; } },
      'by reduce': { run: () => numbers.reduce((a, b) => a + b, 0) },
    },
  });
  s.bench('draws', {
    ${EFFORT}
    setup: () => ({ draws: 0 }),
    run(state) { state.draws += 4; },
    counters: ({ draws }) => ({ draws }),
  });
});
`;

/** What allocates nothing, and what does. */
export const BYTES = `import { suite } from 'rafter-ui/benchmark';
suite('bytes', (s) => {
  s.bench('none', { allocation: 'gate', run: () => Math.sqrt(2) });
  s.bench('some', { allocation: 'measure', run: () => new Array(10).fill(0) });
});
`;

/** Benches that go wrong. */
export const BAD = `import { suite } from 'rafter-ui/benchmark';
suite('bad', (s) => {
  s.bench('throws', { run() { throw new Error('boom'); } });
  s.bench('endless', { limitMs: 1500, run() { for (;;); } });
  s.bench('dies', { run() { process.exit(3); } });
});
`;

/** A bench that prints. */
export const PRINTS = `import { suite } from 'rafter-ui/benchmark';
suite('prints', (s) => {
  s.bench('a', { setup() { console.log('said by a bench'); }, run: () => 1 });
});
`;

/** A bench of two hosts, with a counter. */
export const BOTH = `import { suite } from 'rafter-ui/benchmark';
suite('both', (s) => {
  s.bench('a', {
    hosts: ['node', 'chromium'],
    setup: () => ({ made: 0 }),
    run(state) { state.made += 1; },
    counters: ({ made }) => ({ made }),
  });
});
`;

/** A bench that never ends. */
export const ENDLESS = `import { writeFileSync } from 'node:fs';
import { suite } from 'rafter-ui/benchmark';
suite('endless', (s) => {
  s.bench('a', { run() { writeFileSync('started', ''); for (;;); } });
});
`;

/** The configuration with what the browser needs on the machines of tests. */
export function withChromium(config: string): string {
  return config.replace('{ alias', `{ chromium: { args: ${JSON.stringify(chromiumArgs)} }, alias`);
}

/** A source that a bench measures. */
export const WORK = `export const steps = 1;
export function work(): number {
  let sum = 0;
  for (let i = 0; i < 200; i++) sum += Math.imul(i, sum | 1);
  return sum;
}
`;

/** The bench that measures it. */
export const AGAINST = `import { suite } from 'rafter-ui/benchmark';
import { steps, work } from '../src/work';
suite('good', (s) => {
  s.bench('work', {
    unit: 'ns',
    effort: { warmMs: 100, minMs: 20, maxMs: 100 },
    setup: () => ({ steps: 0 }),
    run(state) { state.steps += steps; return work(); },
    counters: (state) => ({ steps: state.steps }),
  });
});
`;
