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

  s.bench('pool', {
    gate: false,
    hosts: ['node'],
    quantities: { time: 'ns' },
    reference: false,
    effort: { minSamples: 3 },
    contenders: {
      pool: { load: async () => (await import('./memory/pools')).pooled },
      'free list of ids': {
        role: 'peer',
        load: async () => (await import('./memory/pools')).freeList,
      },
      'bare Int32 free list': { load: async () => (await import('./memory/pools')).bareFreeList },
      'plain allocation': { load: async () => (await import('./memory/pools')).plain },
      'generic-pool': { load: async () => (await import('./memory/pools')).genericPool },
      'a collection': {
        role: 'control',
        load: async () => (await import('./memory/pools')).collection,
      },
    },
    notes:
      'One of 1,000 objects of six fields is given back and another taken; of all that ten million turns left behind, collections are in it, also a last one of everything. generic-pool has 8 out, 50,000 turns.',
  });
});
