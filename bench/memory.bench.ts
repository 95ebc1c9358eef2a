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

  for (const shown of ['feed', 'table'] as const) {
    const load = (name: string) => async () =>
      (await import('./memory/caches')).cachesFor(shown)[name]!;
    s.bench(shown === 'feed' ? 'cache' : 'cache-pages', {
      gate: false,
      hosts: ['node'],
      quantities: {
        ...{ reading: '% missed', flings: '% missed', favourites: '% missed' },
        ...{ scans: '% missed', loops: '% missed', fresh: 'ns', time: 'ns' },
      },
      reference: false,
      contenders: {
        ours: { load: load('ours') },
        'ours, lru': { role: 'peer', load: load('ours, lru') },
        'lru-cache': { load: load('lru-cache') },
        'quick-lru': { load: load('quick-lru') },
      },
      notes:
        shown === 'feed'
          ? 'Requests for rows as a feed of 100,000 messages bound them in 3,000 frames, in five ways to scroll, at room for 300; quick-lru keeps up to twice as many. time: of a request, and of keeping what was not there, by a cache that is in use; fresh: by one that was just made.'
          : 'Requests for pages of 40 rows and 8 columns as a table of 200,000 rows bound their cells in 3,000 frames, at room for 48.',
    });
  }

  s.bench('reclaim', {
    gate: false,
    hosts: ['node'],
    quantities: { overrunP99: 'ms', longest: 'ms', frames: 'frames', freed: 'MB' },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'in frames': { load: async () => (await import('./memory/reclaim')).inFrames },
      'at once': {
        role: 'peer',
        load: async () => (await import('./memory/reclaim')).atOnce,
      },
    },
    notes:
      'Three caches hold 96 MB where 64 are allowed, beside frames of 2 to 15 ms of work at a budget of 16.7. overrunP99, longest: by how much giving back took longer than the frame had left for it, a millisecond at most. frames: until the ledger is where pressure ends.',
  });

  s.bench('compact', {
    gate: false,
    hosts: ['node'],
    quantities: {
      ...{ overrunP99: 'ms', longest: 'ms', frame: 'ms', frames: 'frames' },
      ...{ before: 'MB', after: 'MB' },
    },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'rows that stay lie low': { load: async () => (await import('./memory/compact')).lowRows },
      'eight lie above those that left': {
        load: async () => (await import('./memory/compact')).highRows,
      },
    },
    notes:
      'What 20,000 rows of a box and a text held that left, beside 1,500 that stay, is given back in frames. overrunP99, longest: by how much that took longer in a frame than there was time for it, a millisecond at most. frame: the longest frame. before, after: the ledger.',
  });

  s.bench('pooled-vs-unpooled', {
    gate: false,
    hosts: ['node'],
    quantities: { allocated: 'MB', collections: '', peak: 'MB' },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'pooled rows': { load: async () => (await import('./memory/rows')).pooled },
      'rows made and removed': {
        role: 'peer',
        load: async () => (await import('./memory/rows')).unpooled,
      },
    },
    notes:
      '3,000 frames of a fling of 60 px a frame through 10,000 rows of seven elements: heap that was allocated, collections, and the most that the ledger had. Reading the heap in every frame is in it. In a page, beside rows of Pixi: mem/pooled-vs-unpooled-page.',
  });

  s.bench('pooled-vs-unpooled-page', {
    gate: false,
    hosts: ['chromium'],
    quantities: { allocated: 'MB', collections: '', peak: 'MB' },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      'pooled rows': { load: async () => (await import('./pages/row-garbage')).rafter },
      'pixi, pooled': { load: async () => (await import('./pages/row-garbage')).pixiPooled },
      'pixi, rows made and destroyed': {
        load: async () => (await import('./pages/row-garbage')).pixiUnpooled,
      },
      'an empty frame': {
        role: 'control',
        load: async () => (await import('./pages/row-garbage')).nothing,
      },
    },
    notes:
      '200 frames of a fling of 60 px a frame through 10,000 rows of seven objects, in a page: heap that was allocated as far as a reading in each frame shows it, collections seen in it, and how far it rose.',
  });
});
