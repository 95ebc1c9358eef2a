import type { Length, StyleSpec, TreeSpec } from './layout-tree';

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

const MOST_NODES = 40;
const DEEPEST = 6;

/** A tree over every property that layout knows, at most 40 elements and 6 levels. */
export function randomTree(seed: number): TreeSpec {
  const random = seeded(seed);
  let left = 2 + Math.floor(random() * (MOST_NODES - 2));
  const chance = (p: number) => random() < p;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const pixels = (most: number) => Math.floor(random() * (most + 1));
  const length = (most: number): Length =>
    chance(0.3) ? `${pick([10, 20, 25, 33, 50, 75, 100, 120])}%` : pixels(most);

  function style(depth: number, leaf: boolean): StyleSpec {
    const made: StyleSpec = {};
    if (chance(0.5)) made.flexDirection = pick(['row', 'column', 'row-reverse', 'column-reverse']);
    if (chance(0.4)) {
      made.justifyContent = pick([
        'flex-start',
        'flex-end',
        'center',
        'space-between',
        'space-around',
        'space-evenly',
      ]);
    }
    if (chance(0.4)) made.alignItems = pick(['stretch', 'flex-start', 'flex-end', 'center']);
    if (depth > 0 && chance(0.25))
      made.alignSelf = pick(['auto', 'stretch', 'flex-start', 'flex-end', 'center']);
    if (chance(0.4)) made.flexGrow = pick([0, 0.3, 0.5, 1, 1, 2, 3]);
    if (chance(0.4)) made.flexShrink = pick([0, 0, 0.4, 1, 2, 5]);
    if (chance(0.25)) made.flexBasis = chance(0.3) ? 'auto' : length(200);
    if (chance(leaf ? 0.5 : 0.35)) made.width = length(depth === 0 ? 600 : 200);
    if (chance(leaf ? 0.5 : 0.35)) made.height = length(depth === 0 ? 400 : 150);
    if (chance(0.15)) made.minWidth = length(120);
    if (chance(0.15)) made.minHeight = length(120);
    if (chance(0.15)) made.maxWidth = length(250);
    if (chance(0.15)) made.maxHeight = length(250);
    for (const side of ['Left', 'Top', 'Right', 'Bottom'] as const) {
      if (chance(0.15)) made[`padding${side}`] = pixels(15);
      if (chance(0.15)) made[`margin${side}`] = chance(0.2) ? -pixels(10) : pixels(15);
    }
    if (chance(0.2)) made.columnGap = pixels(12);
    if (chance(0.2)) made.rowGap = pixels(12);
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
    return made;
  }

  function node(depth: number): TreeSpec {
    left--;
    if (depth > 0 && chance(0.3)) {
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
