import type { Distance, Size } from '../../src/ui/style';
import type { StyleSpec, TreeSpec } from './layout-tree';
import { moreStyles, seeded } from './random-tree';

const MOST_NODES = 30;
const DEEPEST = 4;
const positions = ['start', 'end', 'center', 'flex-start', 'flex-end'] as const;
const distributions = ['space-between', 'space-around', 'space-evenly', 'stretch'] as const;
const inArea = [
  'stretch',
  'start',
  'end',
  'center',
  'flex-start',
  'flex-end',
  'self-start',
  'self-end',
  'baseline',
  'safe center',
  'safe end',
] as const;
// Sideways, `baseline` is `start` here; Chromium aligns the edges inside the margins.
const sideways = [
  ...inArea.filter((word) => word !== 'baseline'),
  'left',
  'right',
  'safe left',
  'safe right',
] as const;

/** A tree of grids and flex containers, at most 30 elements and 4 levels. */
export function randomGrid(seed: number): TreeSpec {
  const random = seeded(seed);
  const addMore = moreStyles(seed);
  const addToGrid = moreOfGrids(seed);
  let left = 2 + Math.floor(random() * (MOST_NODES - 2));
  const chance = (p: number) => random() < p;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const pixels = (most: number) => Math.floor(random() * (most + 1));
  const length = (most: number): Distance =>
    chance(0.25) ? `${pick([10, 20, 25, 33, 50, 75, 100, 120])}%` : pixels(most);
  const size = (most: number): Size =>
    chance(0.1) ? pick(['min-content', 'max-content', 'fit-content', 'stretch']) : length(most);
  const edge = (most: number): Distance => (chance(0.12) ? `${pick([1, 2, 5])}%` : pixels(most));

  const fixed = (): string =>
    percent && chance(0.2) ? `${pick([10, 20, 25, 40])}%` : `${10 + pixels(90)}px`;
  // Tracks whose factors add up to less than 1 jump in Chromium when it rounds one of them, where the room goes by the content.
  let least = 0;
  let percent = true;
  const flexible = (): string => `${pick([0.3, 0.5, 1, 1, 1, 2, 3].slice(least))}fr`;
  const intrinsic = (): string => pick(['auto', 'min-content', 'max-content']);

  function strictly(make: () => string): string {
    least = 2;
    const made = make();
    least = 0;
    return made;
  }

  function track(): string {
    const kind = random();
    if (kind < 0.22) return fixed();
    if (kind < 0.45) return flexible();
    if (kind < 0.65) return 'auto';
    if (kind < 0.75) return intrinsic();
    if (kind < 0.83) return `fit-content(${fixed()})`;
    const smallest = chance(0.5) ? fixed() : intrinsic();
    const most = pick([fixed, flexible, intrinsic])();
    return `minmax(${smallest}, ${most})`;
  }

  function tracks(columns = true): string {
    if (chance(0.15)) {
      // How many percentages of an unknown height fit, every browser counts otherwise.
      percent = columns;
      const repeated = chance(0.6)
        ? fixed()
        : `minmax(${fixed()}, ${pick([fixed, flexible, intrinsic])()})`;
      const repeat = `repeat(${pick(['auto-fill', 'auto-fit'])}, ${repeated})`;
      const made = chance(0.3) ? `${fixed()} ${repeat}` : repeat;
      percent = true;
      return made;
    }
    const made: string[] = [];
    const count = 1 + Math.floor(random() * 4);
    while (made.length < count) {
      made.push(chance(0.1) ? `repeat(${1 + pixels(2)}, ${track()})` : track());
    }
    return made.join(' ');
  }

  function areas(): string[] {
    const columns = 1 + pixels(2);
    const rows = 1 + pixels(2);
    // Two rows of stripes, so that every area is a rectangle.
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) =>
        column === 0 ? (row < 2 ? 'a' : '.') : `${'bcd'[row]}`,
      ).join(' '),
    );
  }

  function place(): string {
    const kind = random();
    if (kind < 0.25) return `span ${1 + pixels(2)}`;
    if (kind < 0.5) return `${1 + pixels(3)}`;
    if (kind < 0.6) return `-${1 + pixels(3)}`;
    if (kind < 0.75) return `${1 + pixels(2)} / span ${1 + pixels(1)}`;
    if (kind < 0.85) return `${1 + pixels(1)} / ${2 + pixels(2)}`;
    if (kind < 0.93) return `span ${1 + pixels(1)} / -1`;
    return pick(['a', 'b', 'c', '1 / -1']);
  }

  function container(made: StyleSpec, depth: number): void {
    if (chance(0.08)) made.direction = pick(['rtl', 'rtl', 'ltr']);
    if (chance(0.25)) made.columnGap = edge(12);
    if (chance(0.25)) made.rowGap = edge(12);
    if (chance(0.25)) {
      made.justifyContent = pick([...positions, ...distributions, 'left', 'right', 'safe right']);
    }
    if (chance(0.25)) made.alignContent = pick([...positions, ...distributions]);
    if (chance(0.25)) made.alignItems = pick(inArea);
    if (chance(0.7)) {
      made.display = 'grid';
      if (chance(0.25)) made.justifyItems = pick(sideways);
      if (chance(0.75)) made.gridTemplateColumns = depth === 0 ? tracks() : strictly(tracks);
      if (chance(0.5)) made.gridTemplateRows = strictly(() => tracks(false));
      if (chance(0.2))
        made.gridAutoColumns = strictly(() => (chance(0.7) ? track() : `${track()} ${track()}`));
      if (chance(0.2))
        made.gridAutoRows = strictly(() => (chance(0.7) ? track() : `${track()} ${track()}`));
      if (chance(0.3)) made.gridAutoFlow = pick(['column', 'dense', 'row dense', 'column dense']);
      if (chance(0.15)) made.gridTemplateAreas = areas();
    } else {
      if (chance(0.5)) made.flexDirection = pick(['row', 'column']);
      if (chance(0.2)) made.flexWrap = 'wrap';
    }
  }

  function style(depth: number, leaf: boolean): StyleSpec {
    const made: StyleSpec = {};
    if (!leaf) container(made, depth);
    if (depth === 0) made.display = 'grid';
    const absolute = depth > 0 && chance(0.08);
    if (depth > 0) {
      if (chance(0.2)) made.alignSelf = pick(['auto', ...inArea]);
      if (chance(0.2)) made.justifySelf = pick(['auto', ...sideways]);
      if (chance(absolute ? 0.5 : 0.2)) made.gridColumn = place();
      if (chance(absolute ? 0.5 : 0.2)) made.gridRow = place();
      if (chance(0.05)) made.gridArea = pick(['a', 'b', '2 / 1', '1 / 2 / span 2 / span 2']);
      if (chance(0.1)) made.flexGrow = 1;
      if (chance(0.05)) made.order = pick([-1, 1, 2]);
    }
    if (leaf && chance(0.08)) made.aspectRatio = pick([0.5, 1, 1.5, 2]);
    if (chance(0.1)) made.boxSizing = 'content-box';
    if (chance(leaf ? 0.35 : 0.25)) made.width = size(depth === 0 ? 600 : 150);
    if (chance(leaf ? 0.35 : 0.25)) made.height = size(depth === 0 ? 400 : 100);
    if (chance(0.1)) made.minWidth = size(100);
    if (chance(0.1)) made.minHeight = size(100);
    if (chance(0.1)) made.maxWidth = size(200);
    if (chance(0.1)) made.maxHeight = size(200);
    for (const side of ['Left', 'Top', 'Right', 'Bottom'] as const) {
      if (chance(0.1)) made[`padding${side}`] = edge(12);
      if (depth > 0 && chance(0.1)) {
        made[`margin${side}`] = chance(0.2) ? -pixels(10) : chance(0.3) ? 'auto' : edge(12);
      }
    }
    if (chance(0.1)) made.borderWidth = pixels(4);
    if (chance(0.08)) made.overflow = 'hidden';
    if (depth > 0 && chance(0.03)) made.display = 'none';
    if (absolute) {
      made.position = 'absolute';
      for (const side of ['left', 'top', 'right', 'bottom'] as const) {
        if (chance(0.3)) made[side] = length(40);
      }
    }
    addMore(made, depth);
    if (!leaf) addToGrid(made);
    return made;
  }

  function node(depth: number): TreeSpec {
    left--;
    if (depth > 0 && chance(0.35)) {
      const words = Array.from({ length: 1 + Math.floor(random() * 7) }, () => 5 + pixels(40));
      return { style: style(depth, true), words, children: [] };
    }
    const spec: TreeSpec = { style: style(depth, false), children: [] };
    const wanted = depth === 0 ? 2 + Math.floor(random() * 7) : Math.floor(random() * 5);
    for (let i = 0; i < wanted && left > 0 && depth < DEEPEST - 1; i++) {
      spec.children.push(node(depth + 1));
    }
    if (spec.style.position === 'static') spec.children.forEach(forgetPlace);
    return spec;
  }

  return node(0);
}

/** Adds what containers got later, from a stream of its own. */
function moreOfGrids(seed: number): (made: StyleSpec) => void {
  const random = seeded(seed + 0x7a710);
  return (made) => {
    const ratio = ([0.5, 1, '3 / 2', '16/9', 3] as const)[Math.floor(random() * 5)]!;
    // Chromium shares out what is free above a ratio's content twice.
    const spaces = made.alignContent?.startsWith('space') === true;
    if (random() < 0.08 && !spaces) made.aspectRatio = ratio;
    if (random() < 0.03) made.gridAutoFlow = random() < 0.5 ? 'dense row' : 'dense column';
  };
}

/** Lines of a grid further out, which CSS lets absolute elements name, are not known here. */
function forgetPlace({ style }: TreeSpec): void {
  if (style.position !== 'absolute') return;
  delete style.gridColumn;
  delete style.gridRow;
  delete style.gridArea;
}
