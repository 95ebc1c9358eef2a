import type { StyleSpec } from './layout-tree';

/** Styles of elements that may be in each other to any depth: what they take goes by widths that are known from below. */
export const boundless: readonly StyleSpec[] = [
  { flexDirection: 'row' },
  { flexDirection: 'column' },
  { flexWrap: 'wrap' },
  { flexDirection: 'column', flexWrap: 'wrap' },
  { flexDirection: 'column-reverse' },
  { width: 'min-content' },
  { position: 'static' },
];

/** Styles of elements whose heights are asked for from above, level by level. */
export const limited: readonly StyleSpec[] = [
  { display: 'grid' },
  { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(10px, 1fr))' },
  { display: 'grid', alignItems: 'baseline' },
  { alignItems: 'baseline' },
  { height: 'max-content' },
];

/** How many of those are laid out wherever there is as much stack as in a page or a process of its own. */
export const LEVELS = 500;
