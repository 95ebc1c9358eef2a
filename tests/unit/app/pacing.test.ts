import { afterEach, describe, expect, it } from 'vitest';
import { columns, PAINT, resolve, type System, touch } from '../../../src/ecs';
import { Box } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box } from '../../../src/ui';

let app: HeadlessApp | undefined;

afterEach(() => app?.dispose());

describe('the frames of an app', () => {
  it.each([
    [60, 30, 2],
    [120, 30, 4],
    [120, 60, 2],
    [144, 60, 2],
    [60, 60, 1],
    [60, 0, 1],
  ])(
    'on a display of %i with a target of %i come at every %i. tick, with time for that',
    (display, target, every) => {
      const { index, deltas } = started(display);
      app!.tunables.get('pacing')!.set('targetFps', target);
      app!.clock.frames(40);
      const before = index();
      deltas.length = 0;
      app!.clock.frames(60);
      expect(index() - before).toBe(60 / every);
      for (const delta of deltas) expect(delta).toBeCloseTo((1000 * every) / display, 6);
      expect(app!.pacing.displayFps).toBeCloseTo(display, 6);
      expect(app!.pacing.fps).toBeCloseTo(display / every, 6);
      expect(budget).toBeCloseTo((1000 * every) / display, 6);
    },
  );

  it('are none while nothing changes, and come at once when something does', () => {
    const { index, quiet } = started(60);
    app!.tunables.get('pacing')!.set('targetFps', 30);
    app!.clock.frames(40);
    quiet();
    while (!app!.asleep) app!.clock.frames(1);
    const before = index();
    const { dropped } = app!.pacing;
    app!.clock.advance(150);
    app!.wake();
    app!.clock.frames(1);
    expect(index()).toBe(before + 1);
    expect(app!.pacing.dropped).toBe(dropped);
  });

  it('leave systems that may be skipped out of every second one while they are late', () => {
    const { clock } = started(60);
    let cost = 0;
    let ran = 0;
    app!.addSystem(
      system('slow', () => {
        // Time passes, and no frame begins in a frame.
        clock.hidden = true;
        clock.advance(cost);
        clock.hidden = false;
      }),
    );
    app!.addSystem({ ...system('sparkle', () => void ran++), skippable: true });
    cost = 20;
    clock.frames(20);
    expect(app!.pacing.late).toBe(true);
    const before = [app!.frameCount, ran];
    clock.frames(40);
    expect((ran - before[1]!) * 2).toBe(app!.frameCount - before[0]!);
    app!.tunables.get('pacing')!.set('skipWhenLate', false);
    clock.frames(2);
    const then = [app!.frameCount, ran];
    clock.frames(20);
    expect(ran - then[1]!).toBe(app!.frameCount - then[0]!);
  });
});

describe('an animation that may be skipped', () => {
  for (const rate of [1, 0.75, 0.5, 0.25]) {
    it(`ends where and when it would at a rate of ${rate}, and the app sleeps then`, () => {
      app = createHeadlessApp({ frameMs: 10 });
      const { clock, world } = app;
      const row = resolve(world, box(world, { width: 10, height: 10 }));
      app.step(0);
      const steps: number[] = [];
      let start = Number.NaN;
      app.addSystem({
        ...system('glide', ({ now }) => {
          if (Number.isNaN(start)) start = now;
          const x = Math.min(100, now - start);
          if (columns(world, Box).x[row] === x && steps.length > 0) return;
          columns(world, Box).x[row] = x;
          steps.push(now - start);
          touch(world, row, PAINT);
        }),
        skippable: true,
      });
      app.tunables.get('quality')!.set('animationRate', rate);
      app.start();
      clock.frames(60);
      expect(columns(world, Box).x[row]).toBe(100);
      expect(steps.at(-1)).toBeGreaterThanOrEqual(100);
      expect(steps.at(-1)).toBeLessThan(100 + 10 / rate);
      expect(steps.length).toBeLessThanOrEqual(Math.ceil(10 * rate) + 2);
      expect(steps.length).toBeGreaterThanOrEqual(Math.floor(10 * rate));
      expect(app.asleep).toBe(true);
    });
  }
});

let budget = 0;

/** An app on a display of so many ticks a second, in which something changes until `quiet` is called. */
function started(display: number) {
  app = createHeadlessApp({ frameMs: 1000 / display });
  const { clock } = app;
  const deltas: number[] = [];
  let busy = true;
  const made = app;
  app.addSystem(
    system('busy', ({ deltaMs, budgetMs }) => {
      deltas.push(deltaMs);
      budget = budgetMs;
      if (busy) made.wake();
    }),
  );
  app.start();
  return {
    clock,
    deltas,
    index: () => made.frameCount,
    quiet: () => {
      busy = false;
    },
  };
}

function system(name: string, update: System['update']): System {
  return { name, phase: 'update', reads: [], writes: [], update, dispose() {} };
}
