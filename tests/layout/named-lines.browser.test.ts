import { afterEach, describe, expect, it } from 'vitest';
import { compare } from './compare-in-browser';
import type { StyleSpec, TreeSpec } from './layout-tree';
import { seeded } from './random-tree';
import { shrinkTree } from './shrink-tree';

const GRIDS = Number(import.meta.env?.RAFTER_LONG) === 1 ? 10_000 : 200;
/**
 * An item of three rows that stands nowhere comes after those that begin before the template's rows, where Chromium leaves out
 * a place beside them that is free.
 */
const DIFFERENT = new Set([1028]);
const NAMES = ['a', 'b', 'c', 'area-start', 'area-end'] as const;

afterEach(() => document.body.replaceChildren());

describe('named lines beside the browser’s own', () => {
  it('are found, counted and spanned as in Chromium', () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= GRIDS && failures.length < 10; seed++) {
      if (DIFFERENT.has(seed) || !compare(randomLines(seed))) continue;
      const smallest = shrinkTree(randomLines(seed), (spec) => compare(spec) !== undefined);
      failures.push(`seed ${seed}: ${compare(smallest)} in ${JSON.stringify(smallest)}`);
    }
    expect(failures).toEqual([]);
  });

  it.each([
    // From where it stands, not from the edge of the grid.
    { gridColumn: '2 / span a' },
    { gridColumn: 'span a / 5' },
    { gridColumn: 'span 2 a / 5' },
    // Too few: lines beyond the explicit ones have every name, those before it none.
    { gridColumn: '3 / span 3 a' },
    { gridColumn: '-8 / span b' },
    { gridColumn: 'span 2 b / 2' },
    // Alone it is a span of 1; of two spans the second is nothing.
    { gridColumn: 'span 2 a' },
    { gridColumn: 'span a / span 3' },
    { gridColumn: 'a span / 6' },
    { gridColumn: '2 a span / 6' },
    { gridColumn: 'span area-end / area-end' },
  ])('$gridColumn', (style) => {
    const item = (own: StyleSpec): TreeSpec => ({ style: own, children: [] });
    const grid: TreeSpec = {
      style: {
        display: 'grid',
        gridTemplateColumns: '[a] 11px [b] 13px [a] 17px [c a] 19px [b] 23px [a]',
        gridAutoColumns: '7px',
        gridAutoRows: '10px',
      },
      children: [item(style), item({}), item({ gridColumn: '2' })],
    };
    expect(compare(grid)).toBeUndefined();
  });
});

/** A grid with names for lines and for areas, and items that stand between them. */
function randomLines(seed: number): TreeSpec {
  const random = seeded(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const names = () => (random() < 0.55 ? `[${pick(NAMES)}${random() < 0.3 ? ' b' : ''}] ` : '');
  const tracks = () => {
    let made = '';
    const count = 1 + below(4);
    for (let i = 0; i < count; i++) {
      const track = `${names()}${5 + below(40)}px `;
      made += random() < 0.2 ? `repeat(${1 + below(3)}, ${track}${names()}) ` : `${track}`;
    }
    return `${made}${names()}`.trim();
  };
  const line = (): string => {
    const kind = random();
    const name = pick([...NAMES, 'area']);
    if (kind < 0.25) return `span ${name}`;
    if (kind < 0.5) return `span ${1 + below(3)} ${name}`;
    if (kind < 0.6) return `span ${1 + below(3)}`;
    if (kind < 0.7) return name;
    if (kind < 0.8) return `${pick([-2, -1, 1, 2, 3])} ${name}`;
    return `${pick([-6, -3, -2, -1, 1, 2, 3, 4, 7])}`;
  };
  const place = () => (random() < 0.75 ? `${line()} / ${line()}` : line());
  const style: StyleSpec = {
    display: 'grid',
    gridTemplateColumns: tracks(),
    gridTemplateRows: tracks(),
    gridAutoColumns: '9px',
    gridAutoRows: '8px',
  };
  if (random() < 0.4) style.gridTemplateAreas = ['. area', 'x area'].slice(0, 1 + below(2));
  const children = Array.from({ length: 1 + below(5) }, (): TreeSpec => {
    const own: StyleSpec = {};
    if (random() < 0.7) own.gridColumn = place();
    if (random() < 0.7) own.gridRow = place();
    if (random() < 0.15) own.position = 'absolute';
    return { style: own, children: [] };
  });
  return { style, children };
}
