import { describe, expect, it } from 'vitest';
import { boxesOf, handMade } from './by-hand';
import { firstDifference, layoutHere, TOLERANCE } from './compare-in-browser';

describe('layout of trees by hand', () => {
  it.each(handMade)('%s', (_, tree, boxes) => {
    const made = layoutHere(tree).slice(1);
    expect(made).toHaveLength(boxesOf(boxes).length);
    expect(firstDifference(made, boxesOf(boxes), TOLERANCE)).toBeUndefined();
  });
});
