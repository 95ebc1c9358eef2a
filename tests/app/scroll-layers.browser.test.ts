import { box, darkTheme, resource } from 'rafter-ui';
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

const SECTIONS = { sections: Array.from({ length: 1000 }, (_, i) => i * 13) };
const LISTS: [string, { sections?: number[] }][] = [
  ['with headers that stay and push each other', SECTIONS],
  ...(import.meta.env.RAFTER_LONG ? ([['without', {}]] as [string, object][]) : []),
];

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
      const { 'scroll layers': tiles, ...others } = bytesOf(tiled);
      // As much as the other device was sent, but for layers, and tiles over the list.
      const sent = others['textures of glyphs']! + others['textures of images']!;
      expect(tiles).toBeGreaterThan(sent + WIDTH * 400 * ratio ** 2 * 4);
      expect(tiles).toBeLessThan(
        sent + others['textures of records']! + WIDTH * 1000 * ratio ** 2 * 4,
      );
      expect(bytesOf(plain)['scroll layers']).toBe(0);
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
  it.runIf(import.meta.env.RAFTER_LONG)(
    'is so too where rows lie in lanes, each of another height',
    async () => {
      const [tiled, plain] = await openPair({
        ...SHARP,
        heightOf: (index) => 30 + ((index * 37) % 50),
        // What reaches into the other lane lies over or under it as rows were made.
        badgeLeft: 90,
        list: { lanes: 2, gap: 6 },
      });
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
    },
  );

  it.each(LISTS)(
    'is so too where elements come while rows with new texts move, %s',
    async (_, list) => {
      const pair = await openPair({
        ...SHARP,
        list,
        // Of a header that rests a picture may be taken, which is off by 1 of 255.
        around: (app) => app.tunables.get('rendering')!.set('baking', false),
      });
      // A letter more or less, so that a text finds no room where it was, and its row does where its was.
      for (const { words } of pair)
        for (let i = 0; i < 400; i++) words.set(i, `Row ${i}${'mmmmmmmm'.slice(i % 9)}`);
      for (const by of [150, 90, 60, 120, -90, -150, -120]) {
        compareAfter(pair, ({ list }) => list.scrollBy(by));
        compareAfter(pair, ({ app, list }) => {
          box(app.world, { position: 'absolute', width: 0, height: 0 });
          list.scrollBy(by / 3);
        });
      }
    },
  );
});

/** Does the same to both lists; what is seen of them is the same then. */
function compareAfter(pair: readonly Scrolled[], act: (side: Scrolled) => void): void {
  for (const side of pair) {
    act(side);
    side.step();
  }
  const [tiled, plain] = pair;
  expect(tiled!.state()).toBe('used');
  expect(difference(composedOf(tiled!.canvas), pixelsOf(plain!.canvas))).toBe(0);
  expect([tiled!.list.blank, ...tiled!.errors]).toEqual([0]);
}

/** The same list with scroll layers, in use, and without, at the same place. */
async function openPair(
  options: Parameters<typeof openScrolled>[0],
): Promise<[Scrolled, Scrolled]> {
  const tiled = await openScrolled(options);
  const plain = await openScrolled({ ...options, scrollLayers: false, left: WIDTH + 20 });
  // Both make, bind and measure the same rows in the same order, however long it takes until tiles are used.
  for (const { app } of [tiled, plain])
    for (const list of resource(app.world, ListTable).lists) list.ahead = 200;
  await scrollUntilUsed(tiled, plain);
  return [tiled, plain];
}

function bytesOf({ app }: Pick<Scrolled, 'app'>): Record<string, number> {
  return Object.fromEntries(app.memory.report().map(({ name, bytes }) => [name, bytes]));
}
