import { afterEach, describe, expect, it } from 'vitest';
import { compare } from './compare-in-browser';
import { randomTree } from './random-tree';
import { shrinkTree } from './shrink-tree';

const TREES = Number(import.meta.env?.RAFTER_LONG) === 1 ? 20_000 : 200;

/** Trees that come out otherwise, by seed. */
const knownToDiffer = [
  // Chromium sizes children in the first of its layouts, and leaves them so in the last: by the height that a ratio gave a box
  // whose content is higher (4211, 16059), by a width with which percentages of edges were not known (7234) or that was tried for
  // max-content, in columns that wrap (7269, 8709, 15794) and beside a box with a ratio (14314, 15554).
  4211,
  7234, 7269, 8709, 14314, 15554, 15794, 16059,
  // It asks how wide columns that wrap are before it knows the height `fit-content`.
  5512,
  // It cuts lengths to 1/64 px, which costs an item its place in a line.
  11152,
  // A height that is `stretch`, but at least its content, which is 120% of it: in a line that it makes so high itself.
  7495,
];

afterEach(() => document.body.replaceChildren());

describe('flex layout beside the browser’s own', () => {
  it(`gives ${TREES} random trees the boxes that Chromium gives them`, () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= TREES; seed++) {
      const found = compare(randomTree(seed));
      if (!found || knownToDiffer.includes(seed)) continue;
      const smallest = shrinkTree(randomTree(seed), (spec) => compare(spec) !== undefined);
      failures.push(`seed ${seed}: ${compare(smallest)} in ${JSON.stringify(smallest)}`);
      if (failures.length === 30) break;
    }
    expect(failures).toEqual([]);
    // What comes out right now is to be taken off the list.
    const right = knownToDiffer.filter((seed) => seed <= TREES && !compare(randomTree(seed)));
    expect(right).toEqual([]);
  });
});
