import { describe, expect, it, vi } from 'vitest';
import { bytesOf, columns, treeOf, type World } from '../../../../src/ecs';
import { Box } from '../../../../src/ecs/stores';
import {
  WARM_ADAPTIVE,
  WARM_NONE,
  WARM_VIEWPORT,
  Warming,
} from '../../../../src/systems/virtualization/warming';
import { text } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp } from './list-app';

/** A list of rows of 40 px that take time to bind, and all that it loads; it rests at 4,000 px. */
async function createReady(
  knobs: Record<string, number>,
  bindMs = 0.25,
  unbind?: (index: number) => void,
) {
  const late: number[] = [];
  const made = createListApp({
    count: 100_000,
    bind() {
      made?.app.clock.advance(bindMs);
    },
    ...(unbind && { unbind: (_, __, index) => unbind(index) }),
  });
  const { app, list } = made;
  // A frame that is late would begin another in its midst.
  const isSlow = bindMs > 1;
  if (!isSlow) app.start();
  for (const [name, value] of Object.entries(knobs)) {
    app.tunables.get('virtualization')!.set(name, value);
  }
  app.frames(2);
  list.scrollBy(1);
  app.frames(1);
  await importsSettled();
  scroll(40, 99);
  rest();

  function scroll(pixels: number, frames: number): void {
    for (let i = 0; i < frames; i++) {
      list.scrollBy(pixels);
      const before = app.clock.now();
      app.frames(1);
      late.push(app.clock.now() - before - 1000 / 60);
    }
  }

  /** Until the loop sleeps. */
  function rest(): void {
    for (let i = 0; i < 200 && (isSlow || !app.asleep); i++) app.frames(1);
    if (!isSlow) expect(app.asleep).toBe(true);
  }

  /** What is bound for a way there and back. */
  function boundBack(pixels: number, frames: number): number[] {
    scroll(pixels, frames);
    made.bound.length = 0;
    scroll(-pixels, frames);
    return [...made.bound];
  }

  return { ...made, late, scroll, rest, boundBack };
}

/** Children of an element. */
function childrenOf(world: World, parent: number): number[] {
  const { order, length, parent: parents } = treeOf(world);
  return [...order.subarray(0, length)].filter((row) => parents[row] === parent);
}

describe('rows that were seen', () => {
  it('are not bound again where the scroll comes back, after it has done so before', async () => {
    const ready = await createReady({ warming: WARM_ADAPTIVE });
    expect(ready.boundBack(40, 15).length).toBeGreaterThan(5);
    for (let i = 0; i < 4; i++) ready.boundBack(40, 15);
    const before = ready.list.metrics.cacheHits;
    expect(ready.boundBack(40, 15)).toEqual([]);
    expect(ready.list.metrics.cacheHits - before).toBeGreaterThan(20);
    ready.app.dispose();
  });

  it('are bound again where nothing may be held', async () => {
    for (const knobs of [{ warming: WARM_NONE }, { warming: WARM_ADAPTIVE, maxReadyBytes: 0 }]) {
      const ready = await createReady(knobs);
      const created = ready.list.metrics.rowsCreated;
      for (let i = 0; i < 5; i++) ready.boundBack(40, 15);
      expect(ready.boundBack(40, 15).length).toBeGreaterThan(5);
      // Those ahead of a scroll have rows too.
      expect(ready.list.metrics.rowsCreated).toBeLessThan(created + 25);
      ready.app.dispose();
    }
  });

  it('hold no more than they may', async () => {
    const most = 16_000;
    const ready = await createReady({ warming: WARM_ADAPTIVE, maxReadyBytes: most, horizon: 0 });
    for (let i = 0; i < 6; i++) ready.boundBack(40, 25);
    const few = ready.list.metrics.rowsCreated;
    ready.app.tunables.get('virtualization')!.set('maxReadyBytes', 2 ** 20);
    for (let i = 0; i < 6; i++) ready.boundBack(40, 25);
    expect(ready.list.metrics.rowsCreated).toBeGreaterThan(few + 5);
    expect(ready.list.metrics.readyBytes).toBeGreaterThan(most);
    ready.app.dispose();
  });

  it('leave, and their elements with them, when less may be held', async () => {
    const unbound: number[] = [];
    const ready = await createReady({ warming: WARM_VIEWPORT }, 0.25, (index) => {
      unbound.push(index);
    });
    const { app, list, state, shown, bound, scroll, rest } = ready;
    const alive = () => [...childrenOf(app.world, state.content)].length;
    const away = (index: number) => Math.max(list.firstVisible - index, index - state.lastVisible);
    const live = new Set(bound.filter((index) => !unbound.includes(index)));
    const held = [...live].sort((a, b) => away(b) - away(a))[0]!;
    list.hold(held);
    const before = alive();
    const seen = shown();
    const { rowsCreated, readyBytes } = list.metrics;
    bound.length = 0;
    unbound.length = 0;
    app.tunables.get('virtualization')!.set('maxReadyBytes', 0);
    rest();
    expect(alive()).toBeLessThan(before - 10);
    // As many stay as a scroll takes: a window of 13, a quarter more and two.
    expect(alive()).toBeGreaterThanOrEqual(19);
    expect(list.metrics.readyBytes).toBeLessThan(readyBytes * 0.7);
    expect(list.metrics.rowsCreated).toBe(rowsCreated);
    // Each of them was told, and those in sight and the one that is held stay.
    expect(unbound.length).toBe(before - alive());
    const kept = [...live].filter((index) => index !== held && !unbound.includes(index));
    expect(unbound).not.toContain(held);
    expect(Math.min(...unbound.map(away))).toBeGreaterThanOrEqual(Math.max(...kept.map(away)));
    expect(bound).toEqual([]);
    expect(shown()).toEqual(seen);
    expect(list.indexOf(ready.rowOf(list.firstVisible))).toBe(list.firstVisible);
    list.release(held);
    for (const pixels of [40, -90, 200]) {
      scroll(pixels, 30);
      expect(list.blank).toBe(0);
      for (const [index, y] of shown()) expect(y).toBe(index * 40 - list.scrollTop);
    }
    app.tunables.get('virtualization')!.set('maxReadyBytes', 2 ** 20);
    rest();
    scroll(40, 1);
    rest();
    expect(alive()).toBeGreaterThan(before - 10);
    expect(ready.errors).toEqual([]);
    app.dispose();
  });

  it('are none of a list that is only scrolled on', async () => {
    const ready = await createReady({ warming: WARM_ADAPTIVE });
    ready.scroll(40, 100);
    const { rowsCreated } = ready.list.metrics;
    ready.scroll(40, 400);
    expect(ready.list.metrics.rowsCreated).toBe(rowsCreated);
    expect(ready.list.metrics.cacheHits).toBe(0);
    ready.app.dispose();
  });
});

describe('a list at rest', () => {
  it('binds what is worth holding, and then sleeps', async () => {
    const { app, list, state, bound } = await createReady({ warming: WARM_VIEWPORT });
    const first = list.firstVisible;
    // Ten rows in sight, 13 in the window: as many on each side.
    for (const index of [first - 10, state.lastVisible + 10]) expect(bound).toContain(index);
    expect(bound).not.toContain(state.lastVisible + 30);
    app.dispose();
  });

  it('counts what it binds by how soon that is needed', async () => {
    const { app, list, state, scroll, rest } = await createReady({ warming: WARM_VIEWPORT });
    scroll(-40, 20);
    rest();
    const { critical, high, medium, low, background } = list.metrics.rowsBoundBy;
    expect(critical + high + medium + low + background).toBe(list.metrics.rowsBound);
    expect(high + medium + low + background).toBe(list.metrics.rowsBoundAhead);
    expect(Math.min(critical, low, background)).toBeGreaterThan(0);
    const before = state.warmHits;
    const judge = vi.spyOn(Warming.prototype, 'judge');
    // On from where it came to rest.
    scroll(-40, 10);
    expect(state.warmHits).toBeGreaterThan(before);
    expect(judge).toHaveBeenLastCalledWith(state.warmHits, state.warmWasted);
    judge.mockRestore();
    expect(state.warmHits).toBeLessThanOrEqual(state.hits);
    app.dispose();
  });

  it('makes no frame late by it', async () => {
    const { app, late, rest, scroll, list } = await createReady({ warming: WARM_VIEWPORT }, 1.5);
    list.scrollToIndex(50_000);
    app.frames(1);
    late.length = 0;
    const before = list.metrics.rowsBound;
    scroll(0, 40);
    expect(list.metrics.rowsBound).toBeGreaterThan(before + 15);
    expect(Math.max(...late)).toBeLessThan(1000 / 60);
    rest();
    app.dispose();
  });

  it('has as many rows as arrive on their way into sight, before they are needed', async () => {
    const { app, list, state, scroll, rest } = await createReady({ warming: WARM_NONE });
    scroll(80, 60);
    rest();
    // Two rows a frame, for 200 ms and a frame: 26.
    expect(list.metrics.rowsCreated).toBeGreaterThanOrEqual(
      state.lastVisible - list.firstVisible + 20,
    );
    app.dispose();
  });
});

describe('what rows hold', () => {
  it('is what their columns, records, texts and layers do', async () => {
    const letters = 'Forty letters and spaces in every row ok';
    const made = createListApp({
      count: 100_000,
      template: (row) => [text(made.app.world, { parent: row, content: letters }) as never],
      bind: () => made?.app.clock.advance(0.25),
    });
    const { app, list, state } = made;
    app.tunables.get('virtualization')!.set('warming', WARM_VIEWPORT);
    app.start();
    app.frames(2);
    list.scrollBy(40);
    app.frames(1);
    await importsSettled();
    for (let i = 0; i < 60; i++) {
      list.scrollBy(40);
      app.frames(1);
    }
    for (let i = 0; i < 200 && !app.asleep; i++) app.frames(1);
    const { columns: all, rows } = bytesOf(app.world);
    const element = (all + rows) / columns(app.world, Box).x.length;
    // Two elements a row; a record of 88 bytes for a glyph at least, 9 for a cluster, 179 for the layer.
    const least = 2 * element + 25 * 88 + 40 * 9 + 179;
    expect(list.metrics.readyBytes).toBe(state.readyBytes);
    // All but those in the window, some of which stand for nothing; records have room to grow.
    const each = state.readyBytes / (state.pooled - 14);
    expect(each / least).toBeGreaterThan(0.6);
    expect(each / least).toBeLessThan(2.2);
    app.dispose();
  });
});
