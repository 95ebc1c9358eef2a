import { type Contender, type LazyContender, suite } from 'rafter-ui/benchmark';
import { LAYOUT, touch } from '../src/ecs';
import { agreement, agreementQuantities } from './layout/agreement';
import { conformance, conformanceQuantities } from './layout/conformance';
import { built, cold, dragged, oneText, pageOf, warm } from './layout/contenders';
import type { Engine } from './layout/laid-out-tree';
import { rafter } from './layout/rafter-tree';
import { createLayoutScene, type LayoutScene } from './layout/scene';
import { pageTree, paragraphTree } from './layout/trees';

const PAGE =
  'sections of 50 elements: a heading, a paragraph, cards and tags that wrap, a row of a table; two in five are measured texts, one in five more wraps or has a percentage or limits. ' +
  'All boxes are the same in all three to 0.5 px, without rounding, see layout/agreement.';
const READ = 'Every box is read back.';
const SIZES = { elements: [1_000, 10_000, 100_000] };
const casesFile = globalThis.process?.env.RAFTER_LAYOUT_CASES;

/** The same for each engine; those of others are loaded when it is their turn. */
function besidePeers(
  make: (engine: Engine) => Contender,
): Record<string, Contender | LazyContender> {
  return {
    rafter: make(rafter),
    'yoga-layout': { load: async () => make((await import('./layout/yoga-tree')).yoga) },
    'taffy-layout': { load: async () => make((await import('./layout/taffy-tree')).taffy) },
  };
}

const page1k = () => pageTree(1_000);
const page10k = () => pageTree(10_000);
const paragraphs1k = () => paragraphTree(1_000);

suite('layout', (s) => {
  s.bench('full-1k', {
    contenders: besidePeers((engine) => cold(engine, page1k)),
    notes: `1,001 elements, every text new, and another width of the root. ${READ} The page: ${PAGE}`,
  });

  s.bench('full-10k', {
    contenders: besidePeers((engine) => cold(engine, page10k)),
    effort: { minSamples: 3 },
    notes: `as full-1k with 10,001 elements. ${READ} The page: ${PAGE}`,
  });

  s.bench('full-1k-warm', {
    contenders: besidePeers((engine) => warm(engine, page1k)),
    notes: `as full-1k, but only the width of the root changes, from one of two values to the other: Yoga and Taffy remember sizes for both. ${READ}`,
  });

  s.bench('full-10k-warm', {
    contenders: besidePeers((engine) => warm(engine, page10k)),
    effort: { minSamples: 3 },
    notes: `as full-1k-warm with 10,001 elements. ${READ}`,
  });

  s.bench('build-10k', {
    contenders: besidePeers((engine) => built(engine, page10k)),
    effort: { minSamples: 3 },
    notes:
      'making the 10,001 elements of the page with their styles and measure functions through the public API, into a world, a config or a tree that is there: ' +
      'box() with an options object, Node.create and a setter for each property, new Style with an object and newWithChildren. Neither layout nor disposal is in it.',
  });

  s.bench('one-leaf', {
    unit: 'µs',
    parameters: { elements: [1_000, 10_000] },
    effort: { minSamples: 2 },
    contenders: besidePeers((engine) => oneText(engine, 'tag')),
    notes:
      'one text in a line of tags gets wider or narrower: nothing stops that it could matter to the root, those beside it move. ' +
      'Rafter reads what it says has moved; the others, which do not tell, the children of all elements above. The root has elements / 50 children.',
  });

  s.bench('one-leaf-bounded', {
    unit: 'µs',
    parameters: SIZES,
    limitMs: 120_000,
    effort: { minSamples: 2 },
    contenders: besidePeers((engine) => oneText(engine, 'boxed')),
    notes: 'as one-leaf, of a text in a box of fixed size, outside of which nothing can move',
  });

  s.bench('one-leaf-pushing', {
    unit: 'µs',
    parameters: { elements: [10_000] },
    effort: { minSamples: 2 },
    contenders: besidePeers((engine) => oneText(engine, 'heading')),
    notes:
      'as one-leaf, of a text that gets more lines or fewer: everything below it moves, hundreds to thousands of elements. Boxes of Rafter are ' +
      'relative to the layer and all written; those of the others are relative to the parent, and what draws them has to add them up.',
  });

  s.bench('resize-root', {
    parameters: { elements: [1_000, 10_000] },
    effort: { minSamples: 2 },
    contenders: besidePeers((engine) => dragged(engine, pageOf)),
    notes: `the root gets a pixel narrower at every run, 400 times, so that nothing is known for that width. ${READ}`,
  });

  s.bench('text-1k', {
    contenders: besidePeers((engine) => dragged(engine, paragraphs1k)),
    notes: `1,000 paragraphs of 20 to 120 words, each alone in a box, in a root that gets a pixel narrower at every run. ${READ}`,
  });

  s.bench('agreement', {
    gate: false,
    reference: false,
    effort: { rounds: 1, minSamples: 1, warmMs: 0 },
    quantities: agreementQuantities,
    contenders: besidePeers(agreement),
    notes:
      'share of the boxes of the trees above that are not within 0.5 px of those of Rafter, at the worse of two widths',
  });

  if (casesFile) {
    s.bench('conformance', {
      gate: false,
      reference: false,
      effort: { rounds: 1, minSamples: 1, warmMs: 0 },
      quantities: conformanceQuantities,
      contenders: besidePeers((engine) => conformance(engine, casesFile)),
      notes:
        'share of the cases of RAFTER_LAYOUT_CASES in which every box is that of Chromium to 0.1 px. Taffy has no position: static; ' +
        'it lays it out as relative.',
    });
  }

  s.bench('full', {
    gate: false,
    parameters: SIZES,
    effort: { minSamples: 2 },
    notes:
      'every style dirty in a tree without measure functions: 40 % are text with one size; some have percentages, minimums and borders',
    setup: ({ parameters }) => createLayoutScene(parameters.elements!),
    run({ world, rows, update }: LayoutScene) {
      for (const row of rows) touch(world, row, LAYOUT);
      update();
    },
    counters: ({ totals }: LayoutScene) => ({ ...totals }),
    teardown: ({ system }: LayoutScene) => system.dispose(),
  });
});
