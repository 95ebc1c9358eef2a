import { type LazyContender, suite } from 'rafter-ui/benchmark';

const rafter: LazyContender = {
  load: async () => (await import('./pages/rafter')).contender,
};
/** The list whose rows the page's compositor moves. */
const scrollLayers: LazyContender = {
  load: async () => (await import('./pages/rafter-scroll-layers')).contender,
};
const domRecycle: LazyContender = {
  load: async () => (await import('./pages/dom-recycle')).contender,
};
const domRecycleOpaque: LazyContender = {
  load: async () => (await import('./pages/dom-recycle-opaque')).contender,
};
const domTanstack: LazyContender = {
  load: async () => (await import('./pages/dom-tanstack')).contender,
};
const reactVirtua: LazyContender = {
  load: async () => (await import('./pages/react-virtua')).contender,
};

/** What presenting costs at all. */
const onePixel: LazyContender = {
  role: 'control',
  controls: ['task', 'raster', 'scriptTotal', 'script'],
  load: async () => (await import('./pages/control-1px')).contender,
};
/** What the browser and the measuring allocate. */
const idle: LazyContender = {
  role: 'control',
  controls: ['allocated'],
  load: async () => (await import('./pages/control-idle')).contender,
};
const controls = { 'control-1px': onePixel, 'control-idle': idle };

const NOTES =
  'A list flung by 60 px a frame. script is timed in the frame callback; task, scriptTotal and raster are read over the devtools ' +
  'protocol; raster is processor time of the GPU process. React renders in a later task: see task.';

suite('scroll', (s) => {
  s.bench('cpu', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000] },
    allocation: 'measure',
    contenders: {
      rafter,
      'dom-recycle': domRecycle,
      'dom-tanstack': domTanstack,
      'react-virtua': reactVirtua,
      'canvas-2d': { load: async () => (await import('./pages/canvas-2d')).contender },
      'pixi-pooled': { load: async () => (await import('./pages/pixi-pooled')).contender },
      uikit: { load: async () => (await import('./pages/uikit')).contender },
      'pixi-ui (1k rows)': { load: async () => (await import('./pages/pixi-ui')).contender },
      ...controls,
    },
    notes: `${NOTES} The scroll box of @pixi/ui holds every row: it has 1k, 10k do not come to an end; it and uikit run a few frames a round. uikit draws Inter, the others the sans-serif of the system.`,
  });

  s.bench('cpu-1m', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [1_000_000] },
    allocation: 'measure',
    contenders: {
      rafter,
      'dom-recycle': domRecycle,
      'dom-tanstack': domTanstack,
      'react-virtua': reactVirtua,
      ...controls,
    },
    notes: NOTES,
  });

  s.bench('cpu-rows', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000, 1_000_000, 10_000_000] },
    allocation: 'measure',
    contenders: { rafter, ...controls },
    notes: `${NOTES} Ours alone: browsers cap an element at about 33.5 million px, so that native scrollers end at 1M rows, see cpu and cpu-1m.`,
  });

  s.bench('raster', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000] },
    contenders: {
      rafter,
      'rafter-scroll-layers': { ...scrollLayers, role: 'peer' },
      'dom-recycle': domRecycle,
      'dom-recycle-opaque': domRecycleOpaque,
      'dom-tanstack': domTanstack,
      'control-1px': onePixel,
    },
    notes: `${NOTES} dom-recycle-opaque gives its scroller a background of its own, which spares Chromium most of the raster.`,
  });

  s.bench('layers', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000] },
    contenders: {
      'scroll-layers': scrollLayers,
      rafter: { ...rafter, role: 'peer' },
      'dom-recycle': domRecycle,
      'dom-recycle-opaque': domRecycleOpaque,
      'control-1px': onePixel,
    },
    notes: `${NOTES} scroll-layers has the page move what it has drawn, rafter draws all of the list in every frame.`,
  });

  s.bench('blank', {
    hosts: ['chromium'],
    gate: false,
    parameters: { speed: [6_000, 30_000, 10_000_000], bindUs: [200, 2_000] },
    quantities: {
      blank: 'px·ms',
      placeheld: 'px·ms',
      late: 'frames',
      p99: 'ms',
      bound: 'rows',
      ahead: 'rows',
    },
    reference: false,
    effort: { minSamples: 1, rounds: 3 },
    contenders: {
      rafter: { load: async () => (await import('./pages/blank')).rafter },
      'rafter, placeholders': {
        role: 'peer',
        load: async () => (await import('./pages/blank')).withPlaceholders,
      },
      'rows that take no time': {
        role: 'peer',
        load: async () => (await import('./pages/blank')).freeRows,
      },
    },
    notes:
      '180 frames of a list of a million rows, scrolled by px/s, at 10,000,000 by its thumb, over all of it. late: frames that took the ' +
      "page's thread longer than a sixtieth of a second; those of rows that take no time are the machine's.",
  });

  s.bench('jump-to-end', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000] },
    quantities: { frames: 'frames', time: 'ms' },
    reference: false,
    contenders: {
      rafter: { load: async () => (await import('./pages/jump')).rafter },
      'dom-tanstack': { load: async () => (await import('./pages/jump')).domTanstack },
      'react-virtua': { load: async () => (await import('./pages/jump')).reactVirtua },
    },
    notes:
      'From the first of 10,000 messages of 3 to 90 words, wrapped, none of them measured, to the last: frames and time until it stands at the lower edge and nothing moves any more.',
  });

  s.bench('frame', {
    hosts: ['chromium'],
    gate: false,
    parameters: { rows: [10_000, 1_000_000, 10_000_000] },
    quantities: { p50: 'ms', p99: 'ms' },
    reference: false,
    effort: { minSamples: 1 },
    contenders: { rafter: { load: async () => (await import('./pages/frames')).rafter } },
    notes:
      'All script of 300 frames of a list of wrapped messages of 3 to 90 words, of which none is measured before it is in sight, scrolled by 60 px a frame.',
  });
});
