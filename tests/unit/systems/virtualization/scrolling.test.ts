import { describe, expect, it } from 'vitest';
import { resolve, resource } from '../../../../src/ecs';
import {
  INPUT_KEY_DOWN,
  KEY_DOWN,
  KEY_END,
  KEY_HOME,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_UP,
  ScrollRequests,
} from '../../../../src/ecs/stores';
import { setStyle, type VirtualList, virtualList } from '../../../../src/ui';
import { createListApp, flick, type ListApp } from './list-app';

const FRAME_MS = 1000 / 60;

describe('a fling', () => {
  it('goes as far as the integral of its decaying speed', () => {
    const stage = createListApp({ count: 100_000 });
    const { app, list } = started(stage);
    flick(stage, 200, 10);
    const from = list.scrollTop;
    app.frames(400);
    // 20 px a frame, of which a millisecond keeps 0.998.
    const speed = 20 / FRAME_MS;
    expect(list.scrollTop - from).toBeGreaterThan(((speed - 0.02) / -Math.log(0.998)) * 0.9);
    expect(list.scrollTop - from).toBeLessThan((speed / -Math.log(0.998)) * 1.1);
    app.dispose();
  });

  it('ends by itself and lets the loop sleep', () => {
    const stage = createListApp({ count: 100_000 });
    const { app } = started(stage);
    app.start();
    flick(stage, 200, 10);
    expect(isMoving(stage)).toBe(true);
    app.frames(300);
    expect(app.asleep).toBe(true);
    app.dispose();
  });

  it('stops at the end of the list and lets the loop sleep there', () => {
    const stage = createListApp({ count: 30 });
    const { app, list } = started(stage);
    app.start();
    flick(stage, 250, 4);
    app.frames(60);
    expect(list.scrollTop).toBe(800);
    expect(app.asleep).toBe(true);
    app.dispose();
  });

  it.each([
    ['scrollToIndex', ({ list }: ListApp) => list.scrollToIndex(500), 20_000],
    ['scrollTo', ({ list }: ListApp) => list.scrollTo(8000), 8000],
    ['the Home key', ({ app }: ListApp) => app.input.key(INPUT_KEY_DOWN, KEY_HOME, 0, 0), 0],
    ['setCount to 0', ({ list }: ListApp) => list.setCount(0), 0],
  ] as const)('is ended by %s', (_, act, top) => {
    const stage = createListApp({ count: 10_000 });
    const { app, list } = started(stage);
    flick(stage, 200, 10);
    expect(isMoving(stage)).toBe(true);
    act(stage);
    app.frames(2);
    list.setCount(10_000);
    app.frames(20);
    expect(list.scrollTop).toBe(top);
    app.dispose();
  });

  it('is ended by a press, and by a wheel', () => {
    const stage = createListApp({ count: 10_000 });
    const { app } = started(stage);
    flick(stage, 200, 10);
    stage.pointer('down', 100, 100);
    app.frames(1);
    expect(isMoving(stage)).toBe(false);
    stage.pointer('up', 100, 100);
    flick(stage, 200, 10);
    app.input.wheel(100, 100, 0, 3, 0, 0);
    app.frames(1);
    expect(isMoving(stage)).toBe(false);
    app.dispose();
  });

  it('does not start from a finger that rested before it lifted', () => {
    const stage = createListApp({ count: 10_000 });
    const { app, pointer } = started(stage);
    pointer('down', 100, 300);
    for (let i = 1; i <= 10; i++) {
      pointer('move', 100, 300 - 20 * i);
      app.frames(1);
    }
    app.frames(6);
    pointer('up', 100, 100);
    app.frames(1);
    expect(isMoving(stage)).toBe(false);
    app.dispose();
  });

  it('has the speed of the last moves, not of those before a rest', () => {
    const stage = createListApp({ count: 10_000 });
    const { app, list, pointer } = started(stage);
    pointer('down', 100, 390);
    pointer('move', 100, 200);
    app.frames(1);
    app.frames(30);
    for (let i = 1; i <= 3; i++) {
      pointer('move', 100, 200 - i);
      if (i === 3) pointer('up', 100, 200 - i);
      app.frames(1);
    }
    const from = list.scrollTop;
    app.frames(300);
    expect(list.scrollTop - from).toBeLessThan(40);
    app.dispose();
  });

  it('is no faster than a finger when records of one frame share a time', () => {
    const stage = createListApp({ count: 1_000_000 });
    const { app, list, pointer } = started(stage);
    pointer('down', 100, 390);
    pointer('move', 100, 10);
    pointer('up', 100, 10);
    app.step(app.clock.now());
    const from = list.scrollTop;
    app.frames(600);
    expect(list.scrollTop - from).toBeLessThan(16 / -Math.log(0.998));
    expect(Number.isFinite(list.scrollTop)).toBe(true);
    app.dispose();
  });
});

describe('a drag', () => {
  it('follows the pointer to the pixel', () => {
    const stage = createListApp();
    const { app, list, pointer } = started(stage);
    pointer('down', 100, 300);
    pointer('move', 100, 280);
    app.frames(1);
    const from = list.scrollTop;
    pointer('move', 100, 163);
    app.frames(1);
    expect(list.scrollTop - from).toBeCloseTo(117, 6);
    app.dispose();
  });

  it.each([
    ['scaled by 2', { scale: 2 }, [0, -10], 5],
    ['turned around', { rotate: 180 }, [0, 10], 10],
    ['turned to the right', { rotate: 90 }, [10, 0], 10],
    ['turned to the left, half as high', { rotate: -90, scale: [1, 0.5] }, [-10, 0], 20],
    ['moved', { translate: [7.3, 0.7] }, [0, -10], 10],
    ['scaled to nothing', { scale: 0 }, [0, -10], 0],
  ] as const)('of a list %s has rows stay under the pointer', (_, look, [dx, dy], way) => {
    for (const what of ['page', 'list'] as const) {
      const stage = createListApp();
      const { app, list, page, pointer } = started(stage);
      list.scrollTo(400);
      // Of nothing, there is nothing to press.
      const isLate = 'scale' in look && look.scale === 0;
      if (!isLate) setStyle(app.world, what === 'page' ? page : list.entity, look);
      app.frames(2);
      pointer('down', 150, 200);
      pointer('move', 150 + 3 * dx, 200 + 3 * dy);
      app.frames(1);
      if (isLate) setStyle(app.world, what === 'page' ? page : list.entity, look);
      app.frames(1);
      const from = list.scrollTop;
      pointer('move', 150 + 4 * dx, 200 + 4 * dy);
      app.frames(1);
      expect(list.scrollTop - from).toBeCloseTo(way, 4);
      app.dispose();
    }
  });

  it('that a list turned around cannot follow goes to the one around it', () => {
    // At its start the inner one can only be pulled down where it is seen.
    for (const [dy, isInner] of [
      [-60, false],
      [60, true],
    ] as const) {
      const inner = { made: undefined as VirtualList | undefined };
      const stage = createListApp({
        count: 9,
        heightOf: () => 400,
        template: (row) => {
          if (!inner.made) {
            inner.made = virtualList<readonly []>(stage.app.world, {
              parent: row,
              width: 300,
              height: 400,
              rotate: 180,
              count: 100,
              fixedSize: true,
              estimatedSize: 40,
              template: () => [],
              bind: () => {},
            });
          }
          return [resolve(stage.app.world, row)];
        },
      });
      const { app, list, pointer } = started(stage);
      app.frames(2);
      list.scrollTo(20);
      app.frames(2);
      pointer('down', 100, 100);
      app.frames(1);
      pointer('move', 100, 100 + dy);
      app.frames(1);
      pointer('up', 100, 100 + dy);

      expect(inner.made!.scrollTop > 0).toBe(isInner);
      app.dispose();
    }
  });
});

describe('keys', () => {
  it.each([
    [KEY_DOWN, 4040],
    [KEY_UP, 3960],
    [KEY_PAGE_DOWN, 4360],
    [KEY_PAGE_UP, 3640],
    [KEY_HOME, 0],
    [KEY_END, 39_600],
  ])('%i scrolls 4000 to %i', (key, top) => {
    const { app, list } = started(createListApp());
    list.scrollTo(4000);
    app.frames(2);
    app.input.key(INPUT_KEY_DOWN, key, 0, 0);
    app.frames(2);
    expect(list.scrollTop).toBe(top);
    app.dispose();
  });

  it('page down by half a viewport that is lower than a row', () => {
    const { app, list } = started(createListApp({ estimatedSize: 600, heightOf: () => 600 }));
    app.input.key(INPUT_KEY_DOWN, KEY_PAGE_DOWN, 0, 0);
    app.frames(2);
    expect(list.scrollTop).toBe(200);
    app.dispose();
  });

  it('End reaches the end even if all rows turn out higher than estimated', () => {
    const { app, list, state } = started(createListApp({ heightOf: () => 90 }));
    app.input.key(INPUT_KEY_DOWN, KEY_END, 0, 0);
    app.frames(2);
    expect(list.lastVisible).toBe(999);
    expect(list.scrollTop).toBe(state.total - 400);
    app.dispose();
  });
});

describe('the wheel', () => {
  it('scrolls by its pixels times the knob', () => {
    const { app, list } = started(createListApp());
    app.tunables.get('virtualization')!.set('wheelSpeed', 2);
    app.input.wheel(100, 100, 0, 30, 0, 0);
    app.frames(1);
    expect(list.scrollTop).toBe(60);
    app.dispose();
  });

  it('over another element scrolls nothing', () => {
    const { app, list } = started(createListApp());
    const requests = resource(app.world, ScrollRequests);
    app.input.wheel(-50, 100, 0, 30, 0, 0);
    app.frames(1);
    expect([list.scrollTop, requests.length]).toEqual([0, 0]);
    app.dispose();
  });
});

function started(stage: ListApp): ListApp {
  stage.app.frames(2);
  return stage;
}

function isMoving({ app, list }: ListApp): boolean {
  app.frames(1);
  const top = list.scrollTop;
  app.frames(1);
  return list.scrollTop !== top;
}
