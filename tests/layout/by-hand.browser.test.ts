import { afterEach, describe, expect, it } from 'vitest';
import { boxesOf, handMade } from './by-hand';
import { layoutInBrowser } from './compare-in-browser';

afterEach(() => document.body.replaceChildren());

describe('trees by hand', () => {
  it.each(handMade)('are in Chromium what they are said to be: %s', (_, tree, boxes) => {
    const made = layoutInBrowser(tree).slice(1);
    expect(made.map((box) => box?.map((value) => Math.round(value * 100) / 100))).toEqual(
      boxesOf(boxes),
    );
  });
});
