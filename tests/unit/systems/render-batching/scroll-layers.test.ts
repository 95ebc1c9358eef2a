import { describe, expect, it } from 'vitest';
import { numberFormat } from '../../../../src/ecs/stores';
import type { ScrollTiles } from '../../../../src/systems/render-batching';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, internText, setNumber, setTextId, text, virtualList } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { importsSettled } from '../../../imports';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 3_000;
const NOTHING = 16;
const TIMEOUT_MS = 120_000;

describe('a list that the page moves', () => {
  it(
    'allocates nothing while it is scrolled',
    async () => {
      const { app, list, tiles } = open();
      await untilUsed(app, () => list.scrollBy(60));
      const slope = heapSlope((frame) => {
        list.scrollBy(60);
        // Whole milliseconds: a fraction handed to `step` would be an object of the test's own.
        app.step(1000 + frame * 16);
      }, FRAMES);
      expect(app.renderer.stats().scrollLayers).toBe('used');
      expect(tiles.ended).toBeGreaterThan(FRAMES / 4);
      expect(slope).toBeLessThanOrEqual(NOTHING);
      app.dispose();
      expect(tiles.disposed).toBe(1);
    },
    TIMEOUT_MS,
  );

  it('takes its tiles in turn, each once, where it is scrolled steadily', async () => {
    const { app, list, tiles } = open();
    await untilUsed(app, () => list.scrollBy(32));
    const { shown } = tiles;
    tiles.places.clear();
    tiles.ended = 0;
    for (let i = 0; i < 4 * 12; i++) {
      list.scrollBy(32);
      app.frames(1);
    }
    // Twelve tiles of 128 px in so many frames of 32.
    expect(tiles.ended).toBe(12);
    expect(tiles.shown).toBe(shown);
    const places = [...tiles.places.values()].sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) expect(places[i]! - places[i - 1]!).toBe(128);
    app.dispose();
  });
});

describe('tiles', () => {
  it('are counted among what is drawn into textures, and in the memory of the app', async () => {
    const { app, list, tiles } = open();
    const bytesOf = (name: string) => app.memory.report().find((line) => line.name === name)?.bytes;
    expect(bytesOf('scroll layers')).toBe(0);
    await untilUsed(app, () => list.scrollBy(32));
    expect(bytesOf('scroll layers')).toBe(7);
    const { totalOffscreenDraws } = app.renderer.stats();
    Object.assign(tiles, { begun: 0, drawn: 0, quads: 0 });
    let passes = 0;
    let quads = 0;
    for (let i = 0; i < 20; i++) {
      list.scrollBy(32);
      app.frames(1);
      passes += app.renderer.stats().offscreenPasses;
      quads += app.renderer.stats().offscreenQuads;
    }
    expect(passes).toBe(tiles.begun);
    expect(tiles.begun).toBeGreaterThan(3);
    expect(app.renderer.stats().totalOffscreenDraws - totalOffscreenDraws).toBe(tiles.drawn);
    expect(quads).toBe(tiles.quads);
    app.dispose();
  });
});

describe('a list with sections', () => {
  it('is moved by the page, and has only the tiles drawn that a header was or is in', async () => {
    const { app, list, tiles } = open(true, { sections: [0, 20, 40, 60, 80, 100, 120] });
    await untilUsed(app, () => list.scrollBy(30));
    // What keeps headers at the top is loaded on its own, and may come later.
    await importsSettled();
    list.scrollTo(0);
    app.frames(2);
    tiles.ended = 0;
    // Headers are pushed by others: they move less than the rows.
    for (let i = 0; i < 300; i++) {
      list.scrollBy(i < 150 ? 11 : -11);
      app.frames(1);
      expect(app.renderer.stats().tilesDrawn).toBeLessThanOrEqual(3);
    }
    expect(app.renderer.stats().scrollLayers).toBe('used');
    expect(tiles.ended).toBeGreaterThan(250);
    app.dispose();
  });
});

describe('where the host has no tiles', () => {
  it('says so, and draws as ever', async () => {
    const { app, list } = open(false);
    for (let i = 0; i < 10; i++) {
      list.scrollBy(30);
      app.frames(1);
      await Promise.resolve();
    }
    expect(app.renderer.stats().scrollLayers).toBe('none');
    expect(app.renderer.stats().draws).toBeGreaterThan(0);
    app.dispose();
  });
});

type FakeTiles = ScrollTiles & {
  shown: number;
  ended: number;
  begun: number;
  drawn: number;
  quads: number;
  disposed: number;
  readonly places: Map<number, number>;
};

function createFakeTiles(): FakeTiles {
  const fake: FakeTiles = {
    ...{
      shown: 0,
      ended: 0,
      begun: 0,
      drawn: 0,
      quads: 0,
      disposed: 0,
      places: new Map<number, number>(),
    },
    ...{ lost: false, inPlace: true },
    show() {
      fake.shown++;
      return true;
    },
    uploadLayers() {},
    begin() {
      fake.begun++;
    },
    draw(_, __, count) {
      fake.drawn++;
      fake.quads += count / 6;
    },
    end(tile, y) {
      fake.ended++;
      fake.places.set(tile, y);
    },
    scroll() {},
    hide() {},
    bytes: () => 7,
    dispose() {
      fake.disposed++;
    },
  };
  return fake;
}

function open(hasTiles = true, more: { sections?: number[] } = {}) {
  const app = createHeadlessApp({ width: 800, height: 600 });
  const tiles = createFakeTiles();
  if (hasTiles) Object.assign(app.backend, { loadTiles: () => Promise.resolve(tiles) });
  const { world } = app;
  const plain = numberFormat({ group: ',' });
  const ids = ['EWR', 'JFK', 'LGA', 'SFO'].map((name) => internText(world, name));
  const list = virtualList(world, {
    parent: box(world, { width: 800, height: 600 }),
    width: '100%',
    count: 10_000_000,
    estimatedSize: 28,
    fixedSize: true,
    scrollLayers: true,
    ...more,
    template: (row) => [
      text(world, { parent: row, width: 100, height: 28 }),
      text(world, { parent: row, width: 100 }),
    ],
    bind: (_, [from, delay], index) => {
      setTextId(world, from!, ids[(index >> 2) & 3]!);
      setNumber(world, delay!, index * 7, plain);
    },
  });
  app.frames(3);
  return { app, list, tiles };
}

async function untilUsed(app: HeadlessApp, scroll: () => void): Promise<void> {
  for (let i = 0; i < 1000 && app.renderer.stats().scrollLayers !== 'used'; i++) {
    scroll();
    app.frames(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(app.renderer.stats().scrollLayers).toBe('used');
}
