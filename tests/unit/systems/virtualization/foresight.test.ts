import { describe, expect, it } from 'vitest';
import { columns, type Entity, resolve, resource } from '../../../../src/ecs';
import { Box, LayerOf, LayerTable } from '../../../../src/ecs/stores';
import type { VirtualListOptions } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, flick, type ListApp, type Parts } from './list-app';

const FRAME_MS = 1000 / 60;

type Options = Partial<VirtualListOptions<Parts>> & {
  heightOf?: (index: number) => number;
  /** What one row takes to bind, ms. */
  bindMs?: number;
  /** Most rows, from the first frame on. */
  maxRenderedItems?: number;
};

type Costly = ListApp & {
  /** What the frames took that ran so far, ms. */
  readonly took: number[];
  /** Makes rows take longer to bind, ms. */
  slow(ms: number): void;
  /** Runs frames, each of them after a scroll. */
  scroll(pixels: number, frames: number): void;
};

/** A list whose rows take time to bind, on the fake clock, with all that it loads when it moves. */
async function createCostly({
  bindMs = 0.1,
  maxRenderedItems = 1024,
  ...options
}: Options = {}): Promise<Costly> {
  const cost = { ms: bindMs };
  const listApp: ListApp = createListApp({
    count: 100_000,
    ...options,
    bind() {
      listApp?.app.clock.advance(cost.ms);
    },
  });
  const { app, list } = listApp;
  app.tunables.get('virtualization')!.set('maxRenderedItems', maxRenderedItems);
  app.frames(2);
  list.scrollBy(1);
  app.frames(1);
  await importsSettled();
  // Until it has learnt what rows take, and the motion is forgotten.
  for (let i = 0; i < 40; i++) {
    list.scrollBy(40);
    app.frames(1);
  }
  app.frames(10);
  const took: number[] = [];
  return {
    ...listApp,
    took,
    slow(ms) {
      cost.ms = ms;
    },
    scroll(pixels, frames) {
      for (let i = 0; i < frames; i++) {
        if (pixels !== 0) list.scrollBy(pixels);
        const before = app.clock.now();
        app.frames(1);
        took.push(app.clock.now() - before - FRAME_MS);
      }
    },
  };
}

/** Some child of a row, so that it is seen to be made. */
const placeholder = () => {};

describe('rows ahead of a scroll', () => {
  it('are bound before they come into sight, on the side it goes to', async () => {
    const { list, state, scroll, bound, app } = await createCostly();
    scroll(30, 120);
    expect(Math.max(...bound)).toBeGreaterThan(state.lastVisible + 5);
    expect(list.metrics.rowsBoundAhead).toBeGreaterThan(10);
    bound.length = 0;
    scroll(-30, 80);
    const least = Math.min(...bound);
    expect(least).toBeLessThan(state.firstVisible);
    app.dispose();
  });

  it('reach as far as the scroll gets within the horizon', async () => {
    const { state, scroll, bound, app } = await createCostly();
    app.tunables.get('virtualization')!.set('horizon', 300);
    scroll(40, 60);
    // 40 px a frame, 18 frames: 18 rows of 40 px beyond those in sight; a plan holds for 3 frames.
    expect(Math.max(...bound)).toBeGreaterThanOrEqual(state.lastVisible + 14);
    expect(Math.max(...bound)).toBeLessThanOrEqual(state.lastVisible + 20);
    app.dispose();
  });

  it.each([120, 121, 122])(
    'are others as soon as the scroll turns, after %d frames',
    async (frames) => {
      const { list, state, scroll, bound, app } = await createCostly();
      scroll(30, frames);
      // Nothing that was seen is still bound.
      list.refresh();
      bound.length = 0;
      // A plan of the way down would hold for up to two more frames.
      scroll(-60, 1);
      expect(Math.min(...bound)).toBeLessThan(state.firstVisible - 4);
      app.dispose();
    },
  );

  it.each([60, 61, 62])('are none that the list no longer has, after %d frames', async (frames) => {
    const { list, state, scroll, bound, app } = await createCostly({ bindMs: 3 });
    scroll(90, frames);
    const count = state.lastVisible + 6;
    bound.length = 0;
    list.setCount(count);
    scroll(5, 2);
    expect(Math.max(-1, ...bound)).toBeLessThan(count);
    app.dispose();
  });

  it('are seen afterwards: nearly all are hits, few are bound twice', async () => {
    const { list, scroll, bound, app } = await createCostly();
    scroll(25, 200);
    expect(list.metrics.hitRate).toBeGreaterThan(0.95);
    expect(bound.length).toBe(new Set(bound).size);
    app.dispose();
  });

  it('are told from those that gave way before they were seen', async () => {
    const { list, scroll, app } = await createCostly();
    scroll(30, 60);
    expect(list.metrics.hitRate).toBe(1);
    for (let i = 1; i < 10; i++) {
      list.scrollToIndex(i * 5000);
      scroll(0, 1);
    }
    expect(list.metrics.hitRate).toBeLessThan(1);
    app.dispose();
  });

  it('are none where rows take no time, until they do', async () => {
    const { list, scroll, slow, app } = await createCostly({ bindMs: 0.01 });
    scroll(40, 60);
    const before = list.metrics.rowsBoundAhead;
    scroll(40, 60);
    expect(list.metrics.rowsBoundAhead).toBe(before);
    slow(1);
    scroll(40, 120);
    expect(list.metrics.rowsBoundAhead).toBeGreaterThan(before + 60);
    app.dispose();
  });

  it('wait when there is no time left', async () => {
    const { list, scroll, took, app } = await createCostly({ bindMs: 5 });
    scroll(40, 60);
    // One row a frame comes into sight, and one fits into half of what is left.
    expect(Math.max(...took.slice(5))).toBeLessThanOrEqual(FRAME_MS);
    expect(list.metrics.blankTime).toBe(0);
    app.dispose();
  });

  it('never make more rows than a list may have', async () => {
    const { state, scroll, app } = await createCostly({ maxRenderedItems: 20 });
    scroll(200, 40);
    expect(state.pooled).toBeLessThanOrEqual(20);
    expect(state.blank).toBe(0);
    app.dispose();
  });

  it('where a fling ends are bound before those on the way', async () => {
    const costly = await createCostly({ placeholder, bindMs: 2 });
    const { state, bound, scroll, app } = costly;
    bound.length = 0;
    flick(costly, 250, 4);
    const landed: number[] = [];
    let landing = -1;
    for (let i = 0; i < 400 && landing < 0; i++) {
      const before = state.scrollTop;
      scroll(0, 1);
      if (state.scrollTop === before) landing = state.firstVisible;
      landed.push(bound.length);
    }
    const rows = Array.from({ length: 8 }, (_, i) => landing + 1 + i);
    const way = bound.filter((index) => index > landing - 30 && index < landing - 10);
    const firstLanded = bound.findIndex((index) => rows.includes(index));
    const lastOfWay = bound.indexOf(way.at(-1)!);
    expect(firstLanded).toBeGreaterThanOrEqual(0);
    expect(firstLanded).toBeLessThan(lastOfWay);
    app.dispose();
  });

  it('where a fling ends stay bound until it does, though there is hardly room for them', async () => {
    const costly = await createCostly({ maxRenderedItems: 26 });
    const { state, bound, scroll, app } = costly;
    bound.length = 0;
    flick(costly, 250, 4);
    scroll(0, 400);
    const landed = Array.from({ length: 9 }, (_, i) => state.firstVisible + 1 + i);
    const times = landed.map((index) => bound.filter((other) => other === index).length);
    expect(times).toEqual(landed.map(() => 1));
    app.dispose();
  });

  it('are foretold by where the list was when', async () => {
    const { list, scroll, app } = await createCostly();
    scroll(20, 120);
    expect(list.metrics.predictionError).toBeLessThan(20);
    app.dispose();
  });

  it('are none after a jump, which says nothing of how it goes on', async () => {
    const { list, scroll, bound, app } = await createCostly();
    scroll(30, 20);
    list.scrollToIndex(50_000);
    app.frames(1);
    bound.length = 0;
    scroll(1, 1);
    expect(bound).toEqual([]);
    app.dispose();
  });
});

describe('placeholders', () => {
  it('stand for rows there is no time for, and frames stay in time', async () => {
    const { list, state, scroll, took, app } = await createCostly({ placeholder, bindMs: 2 });
    // 30,000 px/s: more than 12 rows a frame come into sight, of which 8 would fit.
    scroll(500, 60);
    expect(Math.max(...took)).toBeLessThanOrEqual(FRAME_MS + 2);
    expect(list.metrics.blankTime).toBe(0);
    expect(list.metrics.placeholderTime).toBeGreaterThan(0);
    expect(state.blank).toBe(0);
    app.dispose();
  });

  it('give way as soon as there is time', async () => {
    const { state, scroll, app } = await createCostly({ placeholder, bindMs: 2 });
    scroll(500, 10);
    expect(state.placeheld).toBeGreaterThan(0);
    scroll(0, 5);
    expect(state.placeheld).toBe(0);
    expect(state.blank).toBe(0);
    app.dispose();
  });

  it('are no more where a row is slower than a frame: one comes in each', async () => {
    const { state, scroll, list, app } = await createCostly({ placeholder, bindMs: 40 });
    scroll(5000, 2);
    const before = list.metrics.rowsBound;
    scroll(0, 3);
    expect(list.metrics.rowsBound - before).toBe(3);
    scroll(0, 12);
    expect(state.placeheld).toBe(0);
    app.dispose();
  });

  it('are not needed by rows that fit', async () => {
    const { list, scroll, app } = await createCostly({ placeholder, bindMs: 0.2 });
    // 6,000 px/s.
    scroll(100, 120);
    expect(list.metrics.placeholderTime).toBe(0);
    expect(list.metrics.blankTime).toBe(0);
    app.dispose();
  });

  it('that fail are told of once, leave blank what they should fill, and are tried again by a refresh', async () => {
    let fails = true;
    const costly = await createCostly({
      placeholder() {
        if (fails) throw new Error('no placeholder today');
      },
      bindMs: 2,
    });
    const { list, state, errors, scroll, app } = costly;
    scroll(500, 10);
    expect(errors.map(({ error }) => String(error))).toEqual([
      'Error: template failed: no placeholder today',
    ]);
    expect(state.blank).toBeGreaterThan(0);
    fails = false;
    list.refresh();
    scroll(500, 10);
    expect(errors).toHaveLength(1);
    expect([state.blank, state.placeheld > 0]).toEqual([0, true]);
    app.dispose();
  });

  it('are as high as the rows they stand for, whatever those were before', async () => {
    const made: Entity[] = [];
    let more = 0;
    const heightOf = (index: number) => 30 + (index % 3) * 10 + more;
    const costly = await createCostly({
      placeholder: (row) => made.push(row),
      heightOf,
      bindMs: 4,
    });
    const { state, list, scroll, app, shown } = costly;
    for (more of [0, 24]) {
      list.scrollToIndex(0);
      list.refresh();
      scroll(0, 20);
      // Slowly, so that all on the way are measured.
      scroll(40, 200);
      scroll(-600, 9);
      expect(state.placeheld).toBeGreaterThan(0);
      const rows = [...shown()].map(([index, y]) => ({ y, height: heightOf(index) }));
      const edges = [...rows, ...placed(costly, made)].sort((a, b) => a.y - b.y);
      for (let i = 1; i < edges.length; i++) {
        expect(edges[i]!.y).toBeCloseTo(edges[i - 1]!.y + edges[i - 1]!.height, 3);
      }
    }
    app.dispose();
  });
});

/** Where those rows are that are shown, and how high. */
function placed({ app: { world } }: ListApp, made: readonly Entity[]) {
  const table = resource(world, LayerTable);
  const { own } = columns(world, LayerOf);
  const { height } = columns(world, Box);
  return made
    .map((entity) => resolve(world, entity))
    .filter((row) => table.hidden[own[row]!] === 0)
    .map((row) => ({ y: table.y[own[row]!]!, height: height[row]! }));
}
