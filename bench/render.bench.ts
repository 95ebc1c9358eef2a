import { type LazyContender, suite } from 'rafter-ui/benchmark';
import type { DrawProgram } from '../src/systems/render-batching';
import { numberedContender } from './pages/contender';
import type { Present } from './render/present';

/** What presenting costs at all. */
const onePixel: LazyContender = {
  role: 'control',
  controls: ['task', 'raster', 'scriptTotal', 'script'],
  load: async () => (await import('./pages/control-1px')).contender,
};
const COSTS =
  'script is timed in the frame callback; task and raster are read over the devtools protocol; raster is processor time of the GPU process.';

function shader(program: DrawProgram): LazyContender {
  return { load: async () => (await import('./render/shader')).shaderContender(program) };
}

function present(how: Present): LazyContender {
  return { load: async () => (await import('./render/present')).presentContender(how) };
}

function quality(knobs: Record<string, number>): LazyContender {
  return { load: async () => (await import('./render/quality')).qualityCards(knobs) };
}

suite('render', (s) => {
  s.bench('shader', {
    hosts: ['chromium'],
    gate: false,
    quantities: { pixel: 'ns' },
    parameters: { kind: [1, 2, 3] },
    contenders: {
      simple: shader('simple'),
      blended: shader('blended'),
      images: shader('images'),
      lines: shader('lines'),
      effects: shader('effects'),
    },
    reference: false,
    notes:
      'A surface covered four times with quads of one kind (1 rectangles, 2 round ones, 3 glyphs) by each program that draws them, until all is drawn. What a program can do besides costs what the others spare.',
  });

  s.bench('shader-solid', {
    hosts: ['chromium'],
    gate: false,
    quantities: { pixel: 'ns' },
    contenders: {
      solid: { load: async () => (await import('./render/shader')).shaderContender('solid', 255) },
      simple: {
        load: async () => (await import('./render/shader')).shaderContender('simple', 255),
      },
    },
    reference: false,
    notes:
      'A surface covered four times with opaque rectangles, by the program that draws them unblended, first, and by the cheapest that blends, until all is drawn.',
  });

  s.bench('present', {
    hosts: ['chromium'],
    gate: false,
    parameters: { shown: [1, 2] },
    contenders: {
      'kept canvas': present('direct'),
      'texture, what changed copied': present('part'),
      'texture, all copied': present('all'),
      'control-1px': onePixel,
    },
    notes: `A rectangle of 120 x 32, or all of the surface, is cleared in each frame: drawn into a canvas that keeps its picture, or into a texture that is copied to one. ${COSTS}`,
  });

  s.bench('depth', {
    hosts: ['chromium'],
    gate: false,
    quantities: { pixel: 'ns' },
    parameters: { layers: [1, 2, 3, 5] },
    contenders: {
      "painter's order": {
        load: async () => (await import('./render/depth')).depthContender(false),
      },
      'front to back, depth test': {
        load: async () => (await import('./render/depth')).depthContender(true),
      },
    },
    reference: false,
    notes:
      'So many layers of opaque rectangles that cover the surface, each a little smaller than the one below, until all is drawn: what a pass from front to back with a depth buffer would spare, and what it costs.',
  });

  s.bench('damage-raster', {
    hosts: ['chromium'],
    gate: false,
    contenders: {
      rafter: {
        load: async () => numberedContender((await import('./pages/panels-rafter')).panelsScene()),
      },
      'canvas-2d, its rectangle alone': {
        load: async () => numberedContender((await import('./pages/panels-canvas')).panelsScene),
      },
      pixi: {
        load: async () => numberedContender((await import('./pages/panels-pixi')).panelsScene()),
      },
      'pixi, panels cached as a texture': {
        load: async () =>
          numberedContender((await import('./pages/panels-pixi')).panelsScene(true)),
      },
      'control-1px': onePixel,
    },
    notes: `One number changes in every frame among 5,000 panels. ${COSTS}`,
  });

  s.bench('optimised-vs-plain', {
    hosts: ['chromium'],
    gate: false,
    parameters: { scene: [1, 2, 3] },
    contenders: {
      optimised: { load: async () => (await import('./render/three-scenes')).rafterScenes(true) },
      'everything off': {
        load: async () => (await import('./render/three-scenes')).rafterScenes(false),
      },
      pixi: { load: async () => (await import('./render/three-scenes')).pixiScenes() },
      'control-1px': {
        ...onePixel,
        load: async () => (await import('./render/three-scenes')).controlScenes(),
      },
    },
    notes: `Scene 1 is a list flung by 60 px a frame, 2 one number that changes among 5,000 panels, 3 are 60 cards with texts and charts that glide. Off is what the knobs of rendering turn off: parts, solids first, culling, cheaper programs. ${COSTS}`,
  });

  s.bench('baking', {
    hosts: ['chromium'],
    gate: false,
    parameters: { look: [1, 2] },
    contenders: {
      pictures: { load: async () => (await import('./render/three-scenes')).rafterCards(true) },
      'drawn anew': {
        load: async () => (await import('./render/three-scenes')).rafterCards(false),
      },
      'control-1px': {
        ...onePixel,
        load: async () => (await import('./render/three-scenes')).controlScenes(),
      },
    },
    notes: `The 60 cards that glide, as they are and with a shadow and a gradient each; kept as pictures where that pays, or drawn anew in every frame. ${COSTS}`,
  });

  s.bench('quality', {
    hosts: ['chromium'],
    gate: false,
    parameters: { look: [1, 2] },
    contenders: {
      'as specified': quality({}),
      'shadowSoftness 0.5': quality({ shadowSoftness: 0.5 }),
      'shadowSoftness 0': quality({ shadowSoftness: 0 }),
      'gradientQuality 0.5': quality({ gradientQuality: 0.5 }),
      'gradientQuality 0': quality({ gradientQuality: 0 }),
      'resolutionScale 0.75': quality({ resolutionScale: 0.75 }),
      'resolutionScale 0.5': quality({ resolutionScale: 0.5 }),
      'control-1px': {
        ...onePixel,
        load: async () => (await import('./render/three-scenes')).controlScenes(),
      },
    },
    notes: `The 60 cards that glide, drawn anew in every frame, with a shadow (look 1) or a gradient of four colours (look 2) each, with a knob of quality turned. ${COSTS}`,
  });

  s.bench('fading', {
    hosts: ['chromium'],
    gate: false,
    contenders: {
      groups: { load: async () => (await import('./render/three-scenes')).fadingCards(true) },
      'part by part': {
        load: async () => (await import('./render/three-scenes')).fadingCards(false),
      },
      'pixi, cached as textures': {
        load: async () => (await import('./render/three-scenes')).pixiFadingCards('texture'),
      },
      'pixi, AlphaFilter': {
        load: async () => (await import('./render/three-scenes')).pixiFadingCards('filter'),
      },
      'control-1px': onePixel,
    },
    notes: `The 60 cards fade in and out, each as one picture, or part by part, which shows what lies under what. ${COSTS}`,
  });

  for (const moving of ['scene', 'bar'] as const) {
    s.bench(`slots-${moving}`, {
      hosts: ['chromium'],
      gate: false,
      contenders: {
        rafter: { load: async () => (await import('./render/slots')).rafterSlot(moving) },
        pixi: { load: async () => (await import('./render/slots')).pixiScene(moving) },
        'control-1px': onePixel,
      },
      notes: `A Pixi scene of 400 translucent sprites, 600 x 500, under a panel and beside a bar, as an element or by Pixi alone. What moves is ${moving === 'scene' ? 'each sprite of it' : 'the bar'}. ${COSTS}`,
    });
  }

  s.bench('moving-50k', {
    hosts: ['chromium'],
    gate: false,
    parameters: { quads: [50_000] },
    effort: { minSamples: 2 },
    contenders: {
      rafter: { load: async () => (await import('./render/moving-rafter')).contender },
      'pixi ParticleContainer': {
        load: async () => (await import('./render/moving-pixi')).particles,
      },
      'pixi sprites': { load: async () => (await import('./render/moving-pixi')).sprites },
      'canvas-2d': { load: async () => (await import('./render/moving-canvas')).contender },
    },
    notes:
      '50,000 quads with velocities of their own, one in ten with one or two digits, all of which move in every frame; in Rafter each is an element. ' +
      'script: moving and drawing them, as far as that is JavaScript. Labels beside a ParticleContainer and on sprites are BitmapTexts; ' +
      'canvas-2d only takes notes in it, see raster. moving-50k-cpu has the bare loop.',
  });

  s.bench('sparklines', {
    hosts: ['chromium'],
    gate: false,
    contenders: {
      rafter: {
        load: async () => numberedContender((await import('./pages/sparks-rafter')).sparksScene()),
      },
      'pixi Graphics': {
        load: async () => numberedContender((await import('./pages/sparks-pixi')).sparksScene()),
      },
      'canvas-2d': {
        load: async () => numberedContender((await import('./pages/sparks-canvas')).sparksScene()),
      },
      'control-1px': onePixel,
    },
    notes: `100 lines of 120 samples, each of which gets one more in every frame. ${COSTS} Pixi draws without antialiasing.`,
  });

  s.bench('restore', {
    hosts: ['chromium'],
    gate: false,
    quantities: { restored: 'ms' },
    reference: false,
    contenders: {
      rafter: {
        load: async () => {
          const { restoreContender } = await import('./render/restore');
          return restoreContender((await import('./pages/panels-rafter')).panelsScene());
        },
      },
      pixi: {
        load: async () => {
          const { restoreContender } = await import('./render/restore');
          return restoreContender((await import('./pages/panels-pixi')).panelsScene());
        },
      },
    },
    notes:
      'From the moment a lost context is given back, with 5,000 panels and a number on it, until all of the picture is drawn again.',
  });

  s.bench('pacing-real', {
    hosts: ['chromium'],
    gate: false,
    parameters: { target: [15, 20, 30, 60] },
    quantities: {
      frames: 'frames',
      wrongSteps: 'ticks',
      inputMissed: 'frames',
      extra: 'runs',
    },
    contenders: {
      rafter: { load: async () => (await import('./render/pacing-real')).realPacing(0) },
      'rafter, late': { load: async () => (await import('./render/pacing-real')).realPacing(70) },
    },
    reference: false,
    effort: { rounds: 3, warmMs: 0 },
    notes:
      'Frames of 2 s as the display of the machine gives them, 60 a second in a browser without one: an app in which something moves, at a target, alone and with a system of 70 ms that may be skipped while frames are late. wrongSteps: ticks that were frames before the whole divisor of ticks had passed since the last one, or were none once it had, by the times of ticks, of which a machine with other work drops some. inputMissed: frames in which input did not run. render/pacing does the same on a fake clock.',
  });

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
