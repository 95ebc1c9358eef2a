import { afterEach, describe, expect, it } from 'vitest';
import type { System } from '../../../src/ecs';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';

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
