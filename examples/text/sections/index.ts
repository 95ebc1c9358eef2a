import type { Section } from '../sheet';
import { tabs } from './code';
import { colophon } from './colophon';
import { hyphens, pairs, spacing } from './details';
import { numbers } from './numbers';
import { fewLines, oneLine } from './overflow';
import { alignment, reading } from './paragraphs';
import { scale, weight } from './scale';
import { bidi, scripts } from './scripts';
import { selection } from './selection';
import { spans } from './spans';

/** The page from top to bottom, below its headline. */
export const sections: readonly Section[] = [
  scale,
  weight,
  reading,
  alignment,
  oneLine,
  fewLines,
  tabs,
  spacing,
  pairs,
  spans,
  selection,
  hyphens,
  numbers,
  scripts,
  bidi,
  colophon,
];

export { hero } from './hero';
export { numbers };
