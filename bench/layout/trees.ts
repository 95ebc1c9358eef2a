import { createRandom } from '../../src/statistics';
import type { NodeSpec, NodeStyle, Words } from './tree-spec';

/** Width of the root, and the other one that benches change to. */
export const WIDTH = 1280;
export const OTHER_WIDTH = 1000;
/** Nodes of a section. */
export const SECTION = 50;

const HEIGHT = 720;
const CARDS = 5;
const TAGS = 6;
const SEED = 5;

/** Which texts of a section change: in a box of fixed size, among tags in a line, above everything else. */
export type Place = 'boxed' | 'tag' | 'heading';

/** Texts of a section, in the order of the tree: what `textOf` counts by. */
const textsOfSection: readonly (Place | 'other')[] = [
  ...(['heading', 'other'] as const),
  ...Array.from({ length: CARDS * 2 }, () => 'other' as const),
  ...Array.from({ length: TAGS }, () => 'tag' as const),
  ...(['other', 'other', 'boxed'] as const),
];

/**
 * A page of about so many elements (1 more), as apps have them: sections of a heading, a paragraph, cards that wrap, tags that
 * wrap and a row of a table. Two in five are measured texts, one in five more wraps, has a percentage or a limit. No two engines
 * have to differ in it: nothing would shrink below its content, which Yoga lets it, and no basis is a percentage, which Yoga does
 * not compute again for another width.
 */
export function pageTree(elements: number): NodeSpec {
  const random = createRandom(SEED);
  const sections = Array.from({ length: Math.round(elements / SECTION) }, () => section(random));
  return root(sections);
}

/** Paragraphs of 20 to 120 words below each other, each alone in its box. */
export function paragraphTree(paragraphs: number): NodeSpec {
  const random = createRandom(SEED);
  return root(
    Array.from({ length: paragraphs }, () =>
      node({ flexShrink: 0, flexDirection: 'column', padding: 4 }, [text(random, 20, 120)]),
    ),
  );
}

/** Number, among the texts of a page, of the n-th one at a place; n may be any whole number from 0. */
export function textOf(elements: number, place: Place, n: number): number {
  const sections = Math.round(elements / SECTION);
  const inSection = textsOfSection.flatMap((each, at) => (each === place ? [at] : []));
  const at = n % (sections * inSection.length);
  const sectionAt = Math.floor(at / inSection.length);
  return sectionAt * textsOfSection.length + inSection[at % inSection.length]!;
}

function root(children: NodeSpec[]): NodeSpec {
  return node({ flexDirection: 'column', width: WIDTH, height: HEIGHT }, children);
}

/** Numbers in [0, 1). */
type Random = () => number;

function section(random: Random): NodeSpec {
  const cardStyle: NodeStyle = {
    flexDirection: 'column',
    flexGrow: 1,
    width: pick(random, ['20%', '25%', '30%'] as const),
    minWidth: pick(random, [160, 180, 200]),
    maxWidth: pick(random, [360, 400, 480]),
    padding: 8,
    borderWidth: 1,
    gap: 4,
  };
  const cards = Array.from({ length: CARDS }, () => node(cardStyle, cardContent(random)));
  const tags = Array.from({ length: TAGS }, () =>
    text(random, 1, 2, { paddingLeft: 6, paddingRight: 6 }),
  );
  return node({ flexDirection: 'column', flexShrink: 0, padding: 12, gap: 8 }, [
    node({ gap: 8, alignItems: 'center' }, [
      text(random, 2, 8, { flexGrow: 1, flexBasis: 0, minWidth: 0 }),
      node({ width: 24, height: 24, flexShrink: 0 }),
    ]),
    text(random, 20, 80),
    node({ flexWrap: 'wrap', gap: 8 }, cards),
    node({ flexWrap: 'wrap', gap: 4 }, tags),
    node({ gap: 8 }, [
      node({ flexDirection: 'column', width: '20%', flexShrink: 0 }, [text(random, 1, 6)]),
      node({ flexDirection: 'column', flexGrow: 1, flexBasis: 0, minWidth: 0 }, [
        text(random, 5, 20),
      ]),
      node({ flexDirection: 'column', width: 96, height: 48, flexShrink: 0 }, [text(random, 1, 3)]),
    ]),
  ]);
}

function cardContent(random: Random): NodeSpec[] {
  return [
    node({ width: '100%', height: pick(random, [40, 60]) }),
    text(random, 2, 8),
    node({ gap: 4, alignItems: 'center' }, [
      node({ width: 16, height: 16, flexShrink: 0 }),
      text(random, 2, 10, { flexGrow: 1, flexBasis: 0, minWidth: 0 }),
    ]),
  ];
}

function text(random: Random, fewest: number, most: number, style: NodeStyle = {}): NodeSpec {
  const words: Words = {
    count: fewest + int(random, most - fewest + 1),
    width: 20 + int(random, 25),
  };
  return { style, words, children: [] };
}

function node(style: NodeStyle, children: NodeSpec[] = []): NodeSpec {
  return { style, children };
}

/** A whole number from 0 to `below - 1`. */
function int(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[int(random, values.length)]!;
}
