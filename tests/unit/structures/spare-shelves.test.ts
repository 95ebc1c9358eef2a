import { describe, expect, it } from 'vitest';
import { createShelves, type Shelves } from '../../../src/structures';
import { dropEmptyPages, emptyOldest } from '../../../src/structures/spare-shelves';

const SIZE = 64;

describe('shelves that are given back', () => {
  it('are emptied from the one asked for longest ago on, but for those in use', () => {
    const shelves = filled();
    const dropped: number[] = [];
    const drop = (shelf: number) => dropped.push(shelf);
    // Neighbours of the second page, of which the one below is empty already, then those of the first.
    const [first, second, third, fourth] = shelves.pages.flat() as [number, number, number, number];
    shelves.used[first] = 7;
    shelves.used[second] = 3;
    shelves.used[third] = 5;
    shelves.used[fourth] = 9;
    shelves.mark(1, shelves.y[third]!, 9);
    expect(emptyOldest(shelves, 9, drop)).toBe(second);
    expect(emptyOldest(shelves, 9, drop)).toBe(first);
    expect(emptyOldest(shelves, 9, drop)).toBe(-1);
    expect(dropped).toEqual([second, first]);
    // One shelf as high as both.
    expect(shelves.pages[0]).toEqual([first]);
    expect(shelves.height[first]).toBe(SIZE);
    expect(dropEmptyPages(shelves)).toBe(0);
    expect(emptyOldest(shelves, 10, drop)).toBe(third);
    expect(emptyOldest(shelves, 10, drop)).toBe(third);
    expect(dropped).toEqual([second, first, third, fourth]);
    expect(dropEmptyPages(shelves)).toBe(1);
    expect([shelves.pages.length, dropEmptyPages(shelves)]).toEqual([1, 0]);
  });

  it('of a page that is gone are found no more, and their numbers are used again', () => {
    const shelves = filled();
    const count = shelves.pages.flat().length;
    while (emptyOldest(shelves, 1, () => {}) >= 0) {}
    dropEmptyPages(shelves);
    // What was filled last was on the page that is gone.
    const shelf = shelves.find(20, 32);
    expect([shelves.page[shelf], shelves.y[shelf]]).toEqual([0, 0]);
    expect(shelves.bytes).toBeLessThan(filled().bytes);
    const again = filled(shelves);
    expect(again.pages.length).toBe(2);
    expect(Math.max(...again.pages.flat())).toBeLessThan(count + 2);
    // Lines lead to shelves of the page that came.
    again.mark(1, 33, 5);
    expect(again.isInUse(again.pages[1]!.at(-1)!, 5)).toBe(true);
  });
});

/** Four shelves of two pages, each with one bitmap. */
function filled(shelves: Shelves = createShelves(SIZE, 2)): Shelves {
  for (let i = 0; i < 4; i++) {
    const shelf = shelves.find(SIZE - 4, 32);
    shelves.end[shelf] = SIZE - 4;
    shelves.used[shelf] = 0;
  }
  return shelves;
}
