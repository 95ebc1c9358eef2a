import { suite } from 'rafter-ui/benchmark';

suite('mem', (s) => {
  s.bench('paged', {
    hosts: ['node'],
    gate: false,
    parameters: { megabytes: [128] },
    quantities: { first: 'ms', all: 'ms', search: 'ms', held: 'MB' },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'openPaged, lineSource': {
        load: async () => (await import('./paged/log-files')).paged,
      },
      'readline of Node': { load: async () => (await import('./paged/log-files')).readline },
      'the whole file, split': { load: async () => (await import('./paged/log-files')).whole },
    },
    notes:
      'A log in a file. first: from opening it until 40 lines of its beginning are there as strings; all: until all lines are known, which readline only hands out once; search: all lines with a word; held: heap and array buffers then, after collections, less those before.',
  });
});
