import { afterEach, describe, expect, it } from 'vitest';
import { compare } from './compare-in-browser';
import { randomGrid } from './random-grid';
import { shrinkTree } from './shrink-tree';

const TREES = Number(import.meta.env?.RAFTER_LONG) === 1 ? 10_000 : 1_000;

/**
 * Trees that come out otherwise, by seed. What was found in them: Chromium shares space in sets of equal tracks and loses some of it
 * (4131, 9435); it cuts lengths to 1/64 px, which moves an fr or a fit-content() on (4273, 6645, 8868); counts of repeated
 * tracks where the room is a limit (5398, 5907, 9123); sizes of what has a ratio and a height by its content (1277, 3392, 4492,
 * 9253, 9365, 9730, 9782); absolute elements between insets from right to left, in flex containers too (4702, 6420, 7218, 8211).
 * Nobody has looked into the others yet.
 */
const DIFFERENT = new Set([
  1277, 3392, 4131, 4273, 4294, 4492, 4702, 5166, 5398, 5907, 6420, 6645, 7218, 7449, 7898, 8211,
  8868, 8933, 9003, 9101, 9123, 9253, 9365, 9435, 9730, 9782,
]);

afterEach(() => document.body.replaceChildren());

describe('grid layout beside the browser’s own', () => {
  it(`gives ${TREES} random trees the boxes that Chromium gives them`, () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= TREES; seed++) {
      if (DIFFERENT.has(seed) || !compare(randomGrid(seed))) continue;
      const smallest = shrinkTree(randomGrid(seed), (spec) => compare(spec) !== undefined);
      failures.push(`seed ${seed}: ${compare(smallest)} in ${JSON.stringify(smallest)}`);
      if (failures.length === 30) break;
    }
    expect(failures).toEqual([]);
  });
});
