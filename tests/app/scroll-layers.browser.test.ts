import { darkTheme, resource } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { ListTable } from '../../src/ecs/stores';
import { difference, pixelsOf } from './page';
import {
  composedOf,
  openScrolled,
  type Scrolled,
  scrollUntilUsed,
  seenOf,
  setRatio,
  WIDTH,
  worstOf,
} from './scroll-layers-page';

const RATIOS = import.meta.env.RAFTER_LONG ? [1, 2] : [2];

/** Whose scrollbar is not seen: what is rounded may be off by 1 of 255 where it is drawn at another place. */
const SHARP = {
  app: { theme: { ...darkTheme, thumb: '#0000', thumbHover: '#0000' } },
  radius: 0,
};

describe('what a person sees of a list that the page moves', () => {
  for (const ratio of RATIOS) {
    it(`is what the canvas shows without, at ${ratio} device pixels`, async () => {
      await setRatio(ratio);
      const [tiled, plain] = await openPair(SHARP);
      for (const by of [60, 37, -250]) {
        for (const { list, step } of [tiled, plain]) {
          list.scrollBy(by);
          step();
        }
        expect(tiled.state()).toBe('used');
        const seen = await seenOf(tiled.canvas);
        expect(seen.length).toBe(WIDTH * 400 * ratio ** 2);
        expect(difference(seen, pixelsOf(plain.canvas))).toBe(0);
        expect(difference(seen, pixelsOf(tiled.canvas))).toBeGreaterThan(1000);
        expect(difference(seen, composedOf(tiled.canvas))).toBe(0);
      }
    });
  }

  it('is off by 1 of 255 at most where corners are rounded', async () => {
    const [tiled, plain] = await openPair({});
    for (const by of [60, 37, -250, 1]) {
      for (const { list, step } of [tiled, plain]) {
        list.scrollBy(by);
        step();
      }
      expect(tiled.state()).toBe('used');
      const worst = worstOf(composedOf(tiled.canvas), pixelsOf(plain.canvas));
      expect(worst).toBeLessThanOrEqual(1);
    }
  });
  it('is so too where rows lie in lanes, each of another height', async () => {
    const [tiled, plain] = await openPair({
      ...SHARP,
      heightOf: (index) => 30 + ((index * 37) % 50),
      // What reaches into the other lane lies over or under it as rows were made.
      badgeLeft: 90,
      list: { lanes: 2, gap: 6 },
    });
    // Both have measured as many rows.
    for (const { app } of [tiled, plain])
      for (const list of resource(app.world, ListTable).lists) list.ahead = 200;
    for (const by of [60, 37, -250, 11]) {
      for (const { list, step } of [tiled, plain]) {
        list.scrollBy(by);
        step();
      }
      expect(tiled.state()).toBe('used');
      expect(worstOf(composedOf(tiled.canvas), pixelsOf(plain.canvas))).toBe(0);
      expect(difference(composedOf(tiled.canvas), pixelsOf(tiled.canvas))).toBeGreaterThan(1000);
    }
    expect([tiled.list.blank, ...tiled.errors]).toEqual([0]);
  });
});

/** The same list with scroll layers, in use, and without, at the same place. */
async function openPair(
  options: Parameters<typeof openScrolled>[0],
): Promise<[Scrolled, Scrolled]> {
  const tiled = await openScrolled(options);
  const plain = await openScrolled({ ...options, scrollLayers: false, left: WIDTH + 20 });
  await scrollUntilUsed(tiled, plain);
  return [tiled, plain];
}
