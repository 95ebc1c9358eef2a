import type { Distance, Size } from '../../src/ui/style';
import type { StyleSpec, TreeSpec } from './layout-tree';

/** A seeded stream of numbers in [0, 1): the same tree for the same seed, on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ownAlignments = [
  'normal',
  'first baseline',
  'safe start',
  'safe end',
  'safe self-end',
  'unsafe start',
  'unsafe center',
  'unsafe end',
  'unsafe flex-end',
  'unsafe self-start',
] as const;
const ownSideways = [
  ...ownAlignments.filter((word) => word !== 'first baseline'),
  'center',
  'safe left',
  'unsafe right',
] as const;

/** Adds properties that came later, from streams of their own: the rest of every tree stays what it was. */
export function moreStyles(seed: number): (made: StyleSpec, depth: number) => void {
  const random = seeded(seed + 0x51ab9);
  const later = seeded(seed + 0x3c6ef);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(later() * values.length)]!;
  return (made, depth) => {
    for (const side of ['Top', 'Right', 'Bottom', 'Left'] as const) {
      if (random() < 0.04) made[`border${side}Width`] = Math.floor(random() * 10);
    }
    if (depth > 0 && random() < 0.12) made.position ??= 'static';
    if (later() < 0.05) made.alignItems = pick(['baseline', 'first baseline', 'unsafe center']);
    if (later() < 0.03) made.alignContent = pick(['baseline', 'first baseline', 'normal']);
    const absolute = made.position === 'absolute';
    if (depth > 0 && later() < (absolute ? 0.2 : 0.04)) made.alignSelf = pick(ownAlignments);
    if (depth > 0 && later() < (absolute ? 0.3 : 0.04)) made.justifySelf = pick(ownSideways);
    if (depth > 0 && later() < 0.05) made[pick(['marginTop', 'marginBottom'] as const)] = 'auto';
  };
}

const positions = ['flex-start', 'flex-end', 'center', 'start', 'end'] as const;
const distributions = ['space-between', 'space-around', 'space-evenly', 'stretch'] as const;
const inItems = [
  'stretch',
  'flex-start',
  'flex-end',
  'center',
  'start',
  'end',
  'self-start',
  'self-end',
  'baseline',
  'safe center',
  'safe flex-end',
] as const;
const MOST_NODES = 40;
const DEEPEST = 6;

/** A tree over every property that layout knows, at most 40 elements and 6 levels. */
export function randomTree(seed: number): TreeSpec {
  const random = seeded(seed);
  const addMore = moreStyles(seed);
  let left = 2 + Math.floor(random() * (MOST_NODES - 2));
  const chance = (p: number) => random() < p;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const pixels = (most: number) => Math.floor(random() * (most + 1));
  const length = (most: number): Distance =>
    chance(0.3) ? `${pick([10, 20, 25, 33, 50, 75, 100, 120])}%` : pixels(most);

  const size = (most: number): Size =>
    chance(0.1)
      ? pick(['min-content', 'max-content', 'fit-content', 'stretch'])
      : chance(0.05)
        ? chance(0.5)
          ? `${pick([5, 10, 20])}vw`
          : `${pick([5, 10, 20])}vh`
        : length(most);

  const edge = (most: number): Distance => (chance(0.15) ? `${pick([1, 2, 5])}%` : pixels(most));

  function style(depth: number, leaf: boolean): StyleSpec {
    const made: StyleSpec = {};
    if (depth > 0 && !leaf && chance(0.04)) made.display = 'contents';
    if (chance(0.06)) made.direction = pick(['rtl', 'rtl', 'ltr']);
    if (chance(0.12)) made.boxSizing = 'content-box';
    if (chance(0.06)) made.order = pick([-1, 1, 2]);
    if (chance(0.2)) {
      made.flexWrap = pick(['wrap', 'wrap', 'wrap-reverse']);
      if (chance(0.6)) made.alignContent = pick([...positions, ...distributions]);
    }
    if (chance(0.08)) made.aspectRatio = pick([0.5, 1, 1.5, 2]);
    if (chance(0.5)) made.flexDirection = pick(['row', 'column', 'row-reverse', 'column-reverse']);
    if (chance(0.4)) {
      made.justifyContent = pick([...positions, ...distributions, 'left', 'right', 'safe center']);
    }
    if (chance(0.4)) made.alignItems = pick(inItems);
    if (depth > 0 && chance(0.25)) made.alignSelf = pick(['auto', ...inItems]);
    if (chance(0.4)) made.flexGrow = pick([0, 0.3, 0.5, 1, 1, 2, 3]);
    if (chance(0.4)) made.flexShrink = pick([0, 0, 0.4, 1, 2, 5]);
    if (chance(0.25))
      made.flexBasis = chance(0.3)
        ? pick(['auto', 'content', 'min-content', 'max-content', 'fit-content'])
        : length(200);
    if (chance(leaf ? 0.5 : 0.35)) made.width = size(depth === 0 ? 600 : 200);
    if (chance(leaf ? 0.5 : 0.35)) made.height = size(depth === 0 ? 400 : 150);
    if (chance(0.15)) made.minWidth = size(120);
    if (chance(0.15)) made.minHeight = size(120);
    if (chance(0.15)) made.maxWidth = size(250);
    if (chance(0.15)) made.maxHeight = size(250);
    for (const side of ['Left', 'Top', 'Right', 'Bottom'] as const) {
      if (chance(0.15)) made[`padding${side}`] = edge(15);
      if (chance(0.15))
        made[`margin${side}`] = chance(0.2) ? -pixels(10) : chance(0.25) ? 'auto' : edge(15);
    }
    if (chance(0.2)) made.columnGap = edge(12);
    if (chance(0.2)) made.rowGap = edge(12);
    if (chance(0.15)) made.borderWidth = pixels(5);
    if (chance(0.1)) made.overflow = 'hidden';
    if (depth > 0 && chance(0.05)) made.display = 'none';
    const absolute = depth > 0 && chance(0.12);
    if (absolute) made.position = 'absolute';
    if (absolute || (depth > 0 && chance(0.05))) {
      for (const side of ['left', 'top', 'right', 'bottom'] as const) {
        if (chance(0.4)) made[side] = length(60);
      }
    }
    addMore(made, depth);
    return made;
  }

  function node(depth: number): TreeSpec {
    left--;
    if (depth > 0 && chance(0.15)) {
      const words = Array.from({ length: 1 + Math.floor(random() * 8) }, () => 5 + pixels(50));
      return { style: style(depth, true), words, children: [] };
    }
    if (depth > 0 && chance(0.2)) {
      return {
        style: style(depth, true),
        text: [pixels(9000) / 64, pick([10, 16, 20.5])],
        children: [],
      };
    }
    const spec: TreeSpec = { style: style(depth, false), children: [] };
    const wanted = depth === 0 ? 2 + Math.floor(random() * 6) : Math.floor(random() * 6);
    for (let i = 0; i < wanted && left > 0 && depth < DEEPEST - 1; i++)
      spec.children.push(node(depth + 1));
    return spec;
  }

  return node(0);
}
