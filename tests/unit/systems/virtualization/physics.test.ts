import { describe, expect, it } from 'vitest';
import { resolve } from '../../../../src/ecs';
import {
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
} from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import {
  on,
  setStyle,
  type VirtualList,
  type VirtualListOptions,
  virtualList,
} from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, flick, type ListApp, type Parts } from './list-app';

const FRAME_MS = 16;

/** A list whose physics is loaded: a drag or a glide does not wait for it. */
async function createReady(
  options: Partial<VirtualListOptions<Parts>> & { heightOf?: (index: number) => number } = {},
): Promise<ListApp> {
  const made = createListApp(options);
  const { app, list } = made;
  app.start();
  app.frames(2);
  list.scrollToIndex(0, 'start', 'smooth');
  app.frames(1);
  await importsSettled();
  app.frames(3);
  return made;
}

/** Runs frames until no more are asked for; what `read` gives after each. */
function record({ app }: ListApp, read: () => number, most = 400): number[] {
  const seen: number[] = [];
  for (let i = 0; i < most && (i < 3 || !app.asleep); i++) {
    app.frames(1);
    seen.push(read());
  }
  return seen;
}

describe('a drag beyond an edge', () => {
  it('takes rows along, less and less, and lets them back', async () => {
    const made = await createReady();
    const { app, list, state, pointer, shown } = made;
    pointer('down', 100, 100);
    app.frames(1);
    const offs: number[] = [];
    for (const y of [150, 200, 250, 300]) {
      pointer('move', 100, y);
      app.frames(1);
      offs.push(state.stretch);
      expect(shown().get(0)).toBe(state.stretch);
    }
    expect(list.scrollTop).toBe(0);
    expect(offs[0]).toBeGreaterThan(10);
    const steps = offs.map((off, i) => off - (offs[i - 1] ?? 0));
    // The first is less what it takes to become a drag.
    for (let i = 2; i < steps.length; i++) expect(steps[i]).toBeLessThan(steps[i - 1]!);
    app.clock.advance(200);
    pointer('up', 100, 300);
    const back = record(made, () => state.stretch);
    expect(back).toEqual([...back].sort((a, b) => b - a));
    expect(back.at(-1)).toBe(0);
    expect(back.findIndex((off) => off < offs[3]! / 20)).toBeLessThan(400 / FRAME_MS);
    app.dispose();
  });

  it('is undone by the same way back', async () => {
    const { app, list, state, pointer } = await createReady();
    pointer('down', 100, 100);
    app.frames(1);
    for (const y of [160, 260, 180, 110]) {
      pointer('move', 100, y);
      app.frames(1);
    }
    // What it takes to become a drag is not scrolled.
    expect(state.stretch).toBeLessThan(6);
    pointer('move', 100, 40);
    app.frames(1);
    expect([state.stretch, list.scrollTop > 50]).toEqual([0, true]);
    app.dispose();
  });

  it('stops there where nothing is taken along', async () => {
    const { app, list, state, pointer } = await createReady();
    app.tunables.get('virtualization')!.set('rubberBand', 0);
    pointer('down', 100, 100);
    app.frames(1);
    pointer('move', 100, 300);
    app.frames(1);
    expect([state.stretch, list.scrollTop]).toEqual([0, 0]);
    app.dispose();
  });

  it('that is taken away does not fling', async () => {
    const made = await createReady();
    const { app, list, pointer } = made;
    pointer('down', 100, 300);
    app.frames(1);
    for (let y = 290; y > 200; y -= 15) {
      pointer('move', 100, y);
      app.frames(1);
    }
    const before = list.scrollTop;
    expect(before).toBeGreaterThan(40);
    app.input.pointer(INPUT_POINTER_CANCEL, 1, 100, 200, 0, 0, app.clock.now());
    record(made, () => 0);
    expect(list.scrollTop).toBe(before);
    app.dispose();
  });
});

describe('a fling into an edge', () => {
  it('goes on beyond it and comes back', async () => {
    const made = await createReady();
    const { app, list, state } = made;
    list.scrollBy(300);
    app.frames(2);
    made.pointer('down', 100, 100);
    app.frames(1);
    for (let y = 130; y <= 280; y += 30) {
      made.pointer('move', 100, y);
      if (y === 280) made.pointer('up', 100, y);
      app.frames(1);
    }
    const offs = record(made, () => state.stretch);
    const most = Math.max(...offs);
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThan(120);
    expect([offs.at(-1), list.scrollTop]).toEqual([0, 0]);
    app.dispose();
  });
});

describe('a list that snaps', () => {
  it.each([
    ['start', 0],
    ['center', 0.5],
    ['end', 1],
  ] as const)(
    'comes to rest with a row at its %s, after a fling and after a wheel',
    async (snap, share) => {
      const made = await createReady({ snap, heightOf: (index) => 30 + ((index * 7) % 50) });
      const { app, list, state } = made;
      const off = (): number => {
        const offs = [...made.shown()].map(([index, y]) => {
          const height = 30 + ((index * 7) % 50);
          return Math.abs(y - (state.viewport - height) * share);
        });
        return Math.min(...offs);
      };
      flick(made, 160, 8);
      const way = record(made, () => list.scrollTop);
      // The fling itself goes there: it is not drawn back at its end.
      expect(way).toEqual([...way].sort((a, b) => a - b));
      expect(list.scrollTop).toBeGreaterThan(300);
      expect(off()).toBeLessThan(0.5);
      const before = list.scrollTop;
      app.input.wheel(100, 100, 0, 93, 0, app.clock.now());
      record(made, () => 0);
      expect(Math.abs(list.scrollTop - before - 93)).toBeLessThan(50);
      expect(list.scrollTop).not.toBe(before);
      expect(off()).toBeLessThan(0.5);
      app.dispose();
    },
  );
});

describe('what stops or ends motion', () => {
  it('a press stops a fling in a list that snaps, which goes on to a row once it is lifted', async () => {
    const made = await createReady({ snap: 'start' });
    const { app, list, pointer } = made;
    flick(made, 160, 8);
    app.frames(10);
    pointer('down', 100, 200);
    app.frames(1);
    const stopped = list.scrollTop;
    app.frames(40);
    expect(list.scrollTop).toBe(stopped);
    pointer('up', 100, 200);
    record(made, () => 0);
    expect(list.scrollTop % 40).toBe(0);
    expect(Math.abs(list.scrollTop - stopped)).toBeLessThanOrEqual(20);
    app.dispose();
  });

  it('a press whose moves a handler takes for itself leaves the list free to come to rest', async () => {
    const made = await createReady({ snap: 'start' });
    const { app, list, page, pointer } = made;
    on(app.world, page, 'pointermove', (event) => {
      event.handled = true;
    });
    pointer('down', 100, 200);
    app.frames(1);
    pointer('move', 100, 150);
    pointer('up', 100, 150);
    app.frames(1);
    list.scrollBy(93);
    record(made, () => 0);
    expect(list.scrollTop).toBe(80);
    app.dispose();
  });

  it('a list that is hidden while it is dragged beyond its edge comes back as it was', async () => {
    const made = await createReady();
    const { app, page, state, pointer, shown } = made;
    pointer('down', 100, 100);
    app.frames(1);
    pointer('move', 100, 200);
    app.frames(1);
    setStyle(app.world, page, { display: 'none' });
    app.frames(2);
    pointer('move', 100, 220);
    app.frames(2);
    pointer('up', 100, 220);
    setStyle(app.world, page, { display: 'flex' });
    record(made, () => 0);
    expect([state.stretch, shown().get(0), app.asleep]).toEqual([0, 0, true]);
    app.dispose();
  });

  it('a drag that ends and a press in one frame leave nothing under way', async () => {
    const made = await createReady();
    const { app, state, pointer } = made;
    pointer('down', 100, 100);
    app.frames(1);
    pointer('move', 100, 250);
    app.frames(1);
    expect(state.stretch).toBeGreaterThan(20);
    pointer('up', 100, 250);
    pointer('down', 100, 250);
    pointer('up', 100, 250);
    record(made, () => 0);
    expect([state.stretch, app.asleep]).toEqual([0, true]);
    app.dispose();
  });

  it('a list that fits into its viewport has no edges', async () => {
    const made = await createReady({ count: 3 });
    flick(made, 160, 8);
    const offs = record(made, () => made.state.stretch);
    expect(offs.every((off) => off === 0)).toBe(true);
    made.app.dispose();
  });

  it('a row that is higher than the viewport rests anywhere in it', async () => {
    const made = await createReady({
      snap: 'start',
      heightOf: (index) => (index === 1 ? 1000 : 40),
    });
    made.list.scrollTo(300);
    record(made, () => 0);
    expect(made.list.scrollTop).toBe(300);
    made.app.dispose();
  });

  it('a glide goes to the row it was for, whatever comes before it', async () => {
    const made = await createReady();
    const { app, list } = made;
    list.scrollToIndex(20, 'start', 'smooth');
    app.frames(4);
    list.insertRows(0, 10);
    // Those that are bound again are where they were.
    list.refreshRows(0, 5);
    list.moveRows(900, 2, 3);
    app.frames(1);
    await importsSettled();
    record(made, () => 0);
    expect([list.firstVisible, list.scrollTop]).toEqual([32, 1280]);
    app.dispose();
  });
});

describe('scrollToIndex, smooth', () => {
  it('glides there, whatever heights rows turn out to have', async () => {
    const made = await createReady({ heightOf: (index) => 20 + ((index * 13) % 90) });
    const { app, list, shown } = made;
    list.scrollToIndex(14, 'start', 'smooth');
    const way = record(made, () => list.scrollTop);
    expect(way.filter((top) => top > 0 && top < list.scrollTop).length).toBeGreaterThan(8);
    expect(way).toEqual([...way].sort((a, b) => a - b));
    expect(shown().get(14)).toBe(0);
    app.dispose();
  });

  it('jumps over what is far, and ends where it should', async () => {
    const made = await createReady();
    const { app, list, shown } = made;
    list.scrollToIndex(900, 'end', 'smooth');
    const way = record(made, () => list.scrollTop);
    expect(way[0]).toBeGreaterThan(900 * 40 - 5 * 400);
    expect(way.length).toBeLessThan(80);
    expect(shown().get(900)).toBe(360);
    app.dispose();
  });

  it('ends when somebody else scrolls', async () => {
    const made = await createReady();
    const { app, list } = made;
    list.scrollToIndex(20, 'start', 'smooth');
    app.frames(5);
    const before = list.scrollTop;
    app.input.wheel(100, 100, 0, -10, 0, app.clock.now());
    record(made, () => 0);
    expect(list.scrollTop).toBeLessThan(before);
    app.dispose();
  });

  it('refuses what it does not know', () => {
    const { app, list } = createListApp();
    expect(() => list.scrollToIndex(1, 'start', 'slow' as 'smooth')).toThrow(
      "behavior is 'slow'; give 'instant' or 'smooth'",
    );
    const common = { count: 1, estimatedSize: 20, template: () => [], bind() {} };
    expect(() => virtualList(app.world, { ...common, snap: 'middle' as 'center' })).toThrow(
      "snap is 'middle'; give one of start, center, end",
    );
    app.dispose();
  });
});

describe('a drag in a list within a list', () => {
  it.each([
    ['the outer one where the inner one cannot move', 1],
    ['the inner one where that can', 5],
  ])('scrolls %s', (_, rows) => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const { world } = app;
    const inner: VirtualList[] = [];
    const outer = virtualList(world, {
      ...{ width: 300, height: 400, count: 10, estimatedSize: 300, fixedSize: true },
      template(row) {
        const list = virtualList(world, {
          parent: row,
          ...{ width: '100%', height: 200, count: rows, estimatedSize: 100, fixedSize: true },
          template: (each) => [resolve(world, each)],
          bind() {},
        });
        inner.push(list);
        return [list.entity];
      },
      bind() {},
    });
    app.frames(3);
    const at = (kind: number, y: number): void =>
      app.input.pointer(kind, 1, 100, y, 0, 0, app.clock.now());
    at(INPUT_POINTER_DOWN, 150);
    app.frames(1);
    for (let y = 140; y >= 60; y -= 20) {
      at(INPUT_POINTER_MOVE, y);
      app.frames(1);
    }
    const moved = inner.map(({ scrollTop }) => scrollTop).filter((top) => top > 0);
    expect(outer.scrollTop > 50).toBe(rows === 1);
    expect(moved.length).toBe(rows === 1 ? 0 : 1);
    app.dispose();
  });

  it.each([
    ['stops a fling of the outer one', 100, true],
    ['elsewhere lets it go on', 250, false],
  ])('a press on the inner one %s', (_, x, stops) => {
    const app = createHeadlessApp({ width: 400, height: 400 });
    const { world } = app;
    const common = { estimatedSize: 100, fixedSize: true, template: () => [], bind() {} };
    const outer = virtualList(world, {
      ...common,
      ...{ width: 200, height: 400, count: 1000 },
      template: (row) => {
        const inner = { parent: row, width: 200, height: 100, count: 1 };
        return [virtualList(world, { ...common, ...inner }).entity];
      },
    });
    virtualList(world, {
      ...common,
      width: 200,
      height: 400,
      count: 9,
      position: 'absolute',
      left: 200,
    });
    app.frames(3);
    const at = (kind: number, where: number, y: number, pointer = 1): void =>
      app.input.pointer(kind, pointer, where, y, 0, 0, app.clock.now());
    // Those in it cannot move, but hold it.
    at(INPUT_POINTER_DOWN, 100, 350);
    for (let y = 330; y >= 30; y -= 60) {
      at(INPUT_POINTER_MOVE, 100, y);
      app.frames(1);
    }
    at(INPUT_POINTER_UP, 100, 30);
    app.frames(3);
    const before = outer.scrollTop;
    app.frames(2);
    expect(outer.scrollTop).toBeGreaterThan(before);
    at(INPUT_POINTER_DOWN, x, 200, 2);
    app.frames(1);
    const pressed = outer.scrollTop;
    app.frames(3);
    expect(outer.scrollTop > pressed).toBe(!stops);
    app.dispose();
  });
});
