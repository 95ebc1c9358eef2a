import { type BenchOptions, type LazyContender, suite } from 'rafter-ui/benchmark';
import * as paragraphs from './text/paragraph-cpu';
import { paragraphQuantities } from './text/paragraphs';
import * as scenes from './text/scenes';

const IN_NODE = 'whole frames in Node, over the null backend, with a measurer that costs nothing';
const SUBJECT = { role: 'subject' } as const;

const controls: Record<string, LazyContender> = {
  'control-1px': {
    role: 'control',
    controls: ['task', 'raster'],
    load: async () => (await import('./pages/control-1px')).contender,
  },
};

const cold: Pick<BenchOptions, 'hosts' | 'gate' | 'quantities' | 'effort'> = {
  hosts: ['chromium'],
  gate: false,
  quantities: { longest: 'ms', set: 'ms', longestStep: 'ms', total: 'ms', frames: 'frames' },
  effort: { minSamples: 1 },
};
const COLD =
  'The first screen of text in an app that runs, each glyph once and at a size never drawn before. longest: JavaScript of the longest frame; set: making ' +
  'and measuring the texts, in the first one; longestStep: the longest frame without that; frames: until all is shown; processor: longest in processor time of the page, without what others do meanwhile, of some screens. canvas-2d draws all ' +
  'in one frame: set is fillText, longestStep reading a pixel back, which waits for it.';

suite('text', (s) => {
  s.bench('changing-1k', {
    hosts: ['chromium'],
    gate: false,
    contenders: {
      rafter: { load: async () => (await import('./text/changing-rafter')).contender },
      'pixi BitmapText': { load: async () => (await import('./text/changing-pixi')).contender },
      'canvas-2d': { load: async () => (await import('./text/changing-canvas')).contender },
      dom: { load: async () => (await import('./text/changing-dom')).contender },
      ...controls,
    },
    notes:
      '1,000 strings of 17 letters on average at fixed places, all others in every frame. script: setting them and drawing the frame, ' +
      'as far as that is JavaScript. Of 32,000 strings, so that no cache of texts holds one until it comes again. canvas-2d only takes notes in it, see raster; dom is laid out in it and painted later, see task.',
  });

  s.bench('changing-1k-known', {
    hosts: ['chromium'],
    gate: false,
    contenders: {
      rafter: { load: async () => (await import('./text/changing-rafter')).known },
      'pixi BitmapText': { load: async () => (await import('./text/changing-pixi')).known },
    },
    notes:
      'as changing-1k, of 600 strings in turn: all that caches of texts can do. Pixi keeps the layouts of 1,000 strings.',
  });

  s.bench('changing-1k-cpu', {
    contenders: {
      setText: scenes.strings,
      setTextId: scenes.ids,
      setNumber: scenes.longNumbers,
    },
    notes: `${IN_NODE}: 1,000 elements show another string in every frame, one of those known by id, or a number as long`,
  });

  s.bench('paragraph-1k', {
    hosts: ['chromium'],
    gate: false,
    quantities: paragraphQuantities,
    contenders: {
      rafter: { ...SUBJECT, load: async () => (await import('./text/paragraph-rafter')).wrapped },
      'rafter with layout': {
        ...SUBJECT,
        load: async () => (await import('./text/paragraph-rafter')).laidOut,
      },
      dom: { load: async () => (await import('./text/paragraph-dom')).contender },
    },
    effort: { minSamples: 1 },
    notes:
      '1,000 paragraphs of 60 to 400 letters in 15 languages until their heights at a width are known: new ones, the same again after ' +
      'others, and for another width. One word in three is made up. rafter: setText and wrap alone; with layout: as a browser does it. ' +
      'Drawing is left out for all.',
  });

  s.bench('paragraph-1k-cpu', {
    contenders: {
      new: paragraphs.fresh,
      again: paragraphs.again,
      rewrapped: paragraphs.rewrapped,
    },
    effort: { minSamples: 1 },
    notes:
      'as paragraph-1k in Node, with a measurer without fonts, in 13 languages (all Node versions divide these alike): new ones at every run, the same again after others, and for another width',
  });

  s.bench('cold', {
    ...cold,
    contenders: {
      rafter: { load: async () => (await import('./text/cold-rafter')).hanScreen },
      'canvas-2d': { load: async () => (await import('./text/cold-canvas')).hanScreen },
    },
    notes: `2,000 Han of a font that was loaded before. ${COLD}`,
  });

  s.bench('cold-alphabets', {
    ...cold,
    contenders: {
      rafter: { load: async () => (await import('./text/cold-rafter')).alphabetScreen },
      'canvas-2d': { load: async () => (await import('./text/cold-canvas')).alphabetScreen },
    },
    notes: `2,000 letters and signs of the sans-serif of the system. ${COLD}`,
  });

  s.bench('numbers', {
    allocation: 'gate',
    contenders: {
      'four digits': { ...SUBJECT, ...scenes.sameWidth },
    },
    notes: `${IN_NODE}: 1,000 numbers change in every frame by setNumber`,
  });

  s.bench('numbers-decimals', {
    // Now and then a fraction is boxed on its way, as the compiler likes: a test of the text system holds what setNumber leaves.
    allocation: 'measure',
    contenders: {
      'one to six digits, two decimals': { ...SUBJECT, ...scenes.decimals },
    },
    notes: `${IN_NODE}: as numbers, with fractions`,
  });

  s.bench('numbers-styled', {
    allocation: 'gate',
    contenders: {
      'four digits': { ...SUBJECT, ...scenes.styled },
      // Another count of digits is laid out anew, and now and then a fraction is boxed on its way.
      'one to six digits': scenes.styledAnyWidth,
    },
    notes: `${IN_NODE}: as numbers, with letter spacing, line height and alignment; where the count of digits changes, a number is laid out anew`,
  });
});
