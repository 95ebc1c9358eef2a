import { suite } from 'rafter-ui/benchmark';

suite('render', (s) => {
  s.bench('idle', {
    hosts: ['chromium'],
    quantities: { draws: 'calls', uploadedBytes: 'B', animationFrames: 'calls' },
    contenders: {
      rafter: { load: async () => (await import('./pages/rafter')).atRest },
      'pixi with its ticker': { load: async () => (await import('./pages/pixi-pooled')).atRest },
    },
    reference: false,
    // Each is 3 s of doing nothing, the same every time.
    effort: { rounds: 4, warmMs: 0 },
    notes:
      'What a scene does in 2 s in which nothing changes, counted at the WebGL context and at the window, clears and blits as draws. ' +
      'task and raster hold the second before as well, in which it was started.',
  });
});
