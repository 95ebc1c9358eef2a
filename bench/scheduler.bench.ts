import { suite } from 'rafter-ui/benchmark';

suite('sched', (s) => {
  s.bench('throughput', {
    hosts: ['chromium'],
    gate: false,
    quantities: { time: 'ms' },
    parameters: { tasks: [100_000] },
    reference: false,
    contenders: {
      post: { load: async () => (await import('./scheduler/throughput')).post },
      submit: {
        role: 'peer',
        load: async () => (await import('./scheduler/throughput')).submit,
      },
      'react scheduler': {
        load: async () => (await import('./scheduler/throughput')).reactScheduler,
      },
      'p-queue': { load: async () => (await import('./scheduler/throughput')).pQueue },
      'scheduler.postTask': {
        load: async () => (await import('./scheduler/throughput')).browserScheduler,
      },
      'promises, no scheduler': {
        load: async () => (await import('./scheduler/throughput')).promises,
      },
    },
    notes:
      'From the first of 100,000 tiny tasks handed over, in five priorities by turns, until the last has run. post makes no promise, submit and the others do; frames of ours follow each other at once.',
  });
});
