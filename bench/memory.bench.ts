import { suite } from 'rafter-ui/benchmark';

suite('mem', (s) => {
  s.bench('virtual', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000] },
    quantities: { held: 'MB', row: 'B' },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'virtual list': { load: async () => (await import('./pages/weigh')).rafterWeighed(true) },
      'an element for each row': {
        role: 'peer',
        load: async () => (await import('./pages/weigh')).rafterWeighed(false),
      },
      'pixi, pooled': { load: async () => (await import('./pages/weigh')).pixiWeighed(true) },
      'pixi, objects for each row': {
        load: async () => (await import('./pages/weigh')).pixiWeighed(false),
      },
    },
    notes:
      'Heap and array buffers after collections with rows shown, less those without; textures are in neither. Rafter makes a new app each time, which is in it; a row of it has 7 elements.',
  });
});
