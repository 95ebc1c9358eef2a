import { afterEach, describe, expect, it } from 'vitest';
import { compare } from './compare-in-browser';
import { randomTree } from './random-tree';
import { shrinkTree } from './shrink-tree';

const TREES = Number(import.meta.env?.RAFTER_LONG) === 1 ? 20_000 : 2_000;

// Percentages of margins beside a box with a ratio, of a width that Chromium tried before the last.
const knownToDiffer = [14314, 16802];

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
  });
});
