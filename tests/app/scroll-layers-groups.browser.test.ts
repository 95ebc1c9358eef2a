import { Graphics } from 'pixi.js';
import {
  type App,
  box,
  pixiSlot,
  type Style,
  setStyle,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { frames, pixelsOf, until } from './page';
import {
  composedOf,
  HEIGHT,
  openScrolled,
  type Scrolled,
  scrollUntilUsed,
  WIDTH,
  worstOf,
} from './scroll-layers-page';

type Look = { card?: Style; part?: Style; around?: Style; isPixi?: boolean };

const LOOKS: [string, Look][] = [
  ['one in another', { card: { opacity: 0.9 }, part: { opacity: 0.5 } }],
  ['a filter around the list', { around: { filter: 'grayscale(1)' } }],
  ['Pixi objects', { isPixi: true }],
  ['opacity', { card: { opacity: 0.5 } }],
  ['a blend mode', { card: { mixBlendMode: 'multiply' } }],
  ['a filter', { part: { filter: 'drop-shadow(2px 3px 2px #0008)' } }],
];
const MODES = ['multiply', 'screen', 'plus-lighter'] as const;
/** Cases of each kind where time is short. */
const FEW = import.meta.env.RAFTER_LONG ? LOOKS.length : 1;

describe('rows in which something is put together before it fades, mixes or is filtered', () => {
  it.each(LOOKS.slice(0, FEW))(
    'are not moved by the page, and look as they do without: %s',
    async (_, look) => {
      const [tiled, plain] = await openPair(look);
      // What draws groups is loaded with the first.
      await until(() => {
        step(tiled, plain, 20);
        // Their colour is in nothing else.
        if (look.isPixi && !pixelsOf(plain.canvas).includes(0xffc04020)) return false;
        return plain.app.renderer.stats().groups > 0 && tiled.state() === 'groups';
      });
      for (const by of [20, 7, -40, 3]) {
        step(tiled, plain, by);
        expect(tiled.state()).toBe('groups');
        expect(worstOf(composedOf(tiled.canvas), pixelsOf(plain.canvas))).toBeLessThanOrEqual(1);
      }
    },
  );

  it.runIf(import.meta.env.RAFTER_LONG)(
    'are moved until there are some, and again when there are none',
    async () => {
      const [tiled, plain] = await openPair({ part: { opacity: 0.5 } }, 150);
      const told: string[] = [];
      await until(() => {
        step(tiled, plain, 60);
        if (tiled.state() === told.at(-1)) return false;
        told.push(tiled.state());
        expect(worstOf(composedOf(tiled.canvas), pixelsOf(plain.canvas))).toBeLessThanOrEqual(1);
        return told.at(-1) === 'used' && told.includes('groups');
      });
      expect(told.lastIndexOf('groups')).toBeGreaterThan(0);
      expect(tiled.app.renderer.stats().groups).toBe(0);
    },
  );
});

describe.runIf(import.meta.env.RAFTER_LONG)('rows that are kept as pictures', () => {
  it('have all pixels in what the page moves, and on the canvas as many as elsewhere', async () => {
    const [tiled, plain] = await openPair({ card: { cacheHint: 'always', borderRadius: 9 } });
    const other = await openScrolled({
      left: WIDTH + 20,
      make: (app) => makeList(app, { card: { borderRadius: 9 } }, 1, false),
    });
    const all = [tiled, plain, other];
    await scrollUntilUsed(tiled, plain, other);
    for (const share of [1, 0.5, 1]) {
      for (const { app } of [tiled, other])
        app.tunables.get('quality')!.set('resolutionScale', share);
      // As many as it takes to load what draws with fewer pixels, and layers' pictures.
      for (let i = 0; i < 60; i++) {
        for (const each of all) {
          each.list.scrollBy(i % 3 === 0 ? 20 : 7);
          each.step();
        }
        await frames(1);
      }
      expect([share, tiled.state()]).toEqual([share, 'used']);
      const moved = worstOf(besideBar(composedOf(tiled.canvas)), besideBar(pixelsOf(plain.canvas)));
      expect([share, moved <= 1]).toEqual([share, true]);
      // It rests: the canvas shows all of it again.
      for (let i = 0; i < 30; i++) for (const { step } of all) step();
      expect(worstOf(composedOf(tiled.canvas), pixelsOf(other.canvas))).toBeLessThanOrEqual(1);
    }
    expect(all.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

/** Without what the scrollbar, which is on the canvas, lies over. */
function besideBar(pixels: Uint32Array): Uint32Array {
  return pixels.filter((_, at) => at % WIDTH < WIDTH - 20);
}

describe('rows with blend modes and nothing to put together', () => {
  it.each(MODES.slice(0, FEW))(
    'are moved by the page, and look as they do without: %s',
    async (mixBlendMode) => {
      const [tiled, plain] = await openPair({ part: { mixBlendMode } });
      await scrollUntilUsed(tiled, plain);
      // As many as it takes to load what draws groups, and layers' pictures.
      for (let i = 0; i < 20; i++) {
        step(tiled, plain, i % 2 === 0 ? 20 : 7);
        await frames(1);
      }
      expect(tiled.state()).toBe('used');
      expect(worstOf(composedOf(tiled.canvas), pixelsOf(plain.canvas))).toBeLessThanOrEqual(1);
    },
  );
});

function step(tiled: Scrolled, plain: Scrolled, by: number): void {
  for (const each of [tiled, plain]) {
    each.list.scrollBy(by);
    each.step();
  }
}

/** The same list with scroll layers and without. Every so many rows have the look, all by default. */
async function openPair(look: Look, every = 1): Promise<[Scrolled, Scrolled]> {
  const make = (scrollLayers: boolean) => (app: App) => makeList(app, look, every, scrollLayers);
  const tiled = await openScrolled({ make: make(true) });
  const plain = await openScrolled({ left: WIDTH + 20, make: make(false) });
  return [tiled, plain];
}

/** Rows of a card with a part on it. */
function makeList({ world }: App, look: Look, every: number, scrollLayers: boolean): VirtualList {
  const place = { position: 'absolute', left: 0, top: 0, width: WIDTH, height: HEIGHT } as const;
  const around = look.around && box(world, { ...place, ...look.around });
  const NONE: Look = { card: { opacity: 1 }, part: { opacity: 1 } };
  return virtualList(world, {
    ...(around === undefined ? {} : { parent: around }),
    ...{ ...place, count: 3000, fixedSize: true, estimatedSize: 30, fill: '#ffffff', scrollLayers },
    template: (row) => {
      const at = { position: 'absolute', left: 20, top: 3, width: 120, height: 24 } as const;
      const card = box(world, { ...at, parent: row, fill: '#d04020' });
      const within = { ...at, left: 10, top: 4, height: 16 };
      const part = box(world, { ...within, parent: card, width: 60, fill: '#20a040' });
      if (look.isPixi) {
        const content = new Graphics().rect(0, 0, 30, 12).fill(0x2040c0);
        pixiSlot(world, { ...within, parent: card, left: 80, width: 24, content });
      }
      // Where the part is put together there is something to.
      if (look.part?.mixBlendMode === undefined) {
        box(world, { ...within, parent: part, width: 60, height: 8, fill: '#ffff00' });
      }
      return [row, card, part, text(world, { ...at, parent: row, left: 200 })] as const;
    },
    bind(_, [row, card, part], index) {
      const { card: cardLook = {}, part: partLook = {} } = index % every === 0 ? look : NONE;
      setStyle(world, row, { fill: index % 2 ? '#e0e0f0' : '#00000000' });
      setStyle(world, card, cardLook);
      setStyle(world, part, partLook);
    },
  });
}
