import { describe, expect, it } from 'vitest';
import { createFrameRunner, createLoader, createWorld } from '../../../src/ecs';
import { createHeadlessApp } from '../../../src/testing/headless-app';
import { text } from '../../../src/ui';

/** A world whose frames are run by hand, and a part that fails to load so many times. */
function setUp(failing: number) {
  const world = createWorld();
  const runner = createFrameRunner({
    world,
    phases: ['update'],
    clock: { now: () => 0 },
    onFailure: ({ error }) => {
      throw error;
    },
  });
  const told: unknown[] = [];
  const came: string[] = [];
  let loads = 0;
  const loader = createLoader({
    world,
    load: async () => {
      if (++loads <= failing) throw new Error(`failure ${loads}`);
      return 'the part';
    },
    onLoaded: (part) => came.push(part),
    onFailure: (error) => told.push((error as Error).message),
  });
  return {
    loader,
    told,
    came,
    loads: () => loads,
    async frame(now: number) {
      runner.step(now);
      await loader.ready();
    },
  };
}

describe('what is loaded when it is needed', () => {
  it('is loaded once, however often it is asked for', async () => {
    const { loader, told, came, loads, frame } = setUp(0);
    expect([loader.part, loader.ready(), loads()]).toEqual([undefined, undefined, 0]);
    expect(loader.ask()).toBeUndefined();
    expect(loader.ask()).toBeUndefined();
    await loader.ready();
    expect([loader.ask(), loader.part, loads()]).toEqual(['the part', 'the part', 1]);
    await frame(100_000);
    expect([loads(), came, told]).toEqual([1, ['the part'], []]);
  });

  it('is tried again after 1, 2, 4 seconds where it fails, by itself, and told of once', async () => {
    const { loader, told, came, loads, frame } = setUp(3);
    loader.ask();
    await loader.ready();
    expect([loads(), told]).toEqual([1, ['failure 1']]);
    // Asking does not hasten it.
    loader.ask();
    const tries: number[] = [];
    for (let now = 0; now <= 12_000; now += 100) {
      const before = loads();
      await frame(now);
      if (loads() > before) tries.push(now);
    }
    // Each wait begins in the frame after the failure.
    expect(tries).toEqual([1000, 3100, 7200]);
    expect([loader.part, came, told]).toEqual(['the part', ['the part'], ['failure 1']]);
  });

  it('is tried about once a minute at last', async () => {
    const { loader, told, loads, frame } = setUp(Number.POSITIVE_INFINITY);
    loader.ask();
    await loader.ready();
    for (let now = 0; now <= 3_600_000; now += 500) await frame(now);
    // 1 + 2 + 4 + ... + 32 s, then every 64.5.
    expect(loads()).toBeGreaterThan(55);
    expect(loads()).toBeLessThan(65);
    expect(told).toEqual(['failure 1']);
  });

  it('counts as failed where it cannot be used', async () => {
    const told: unknown[] = [];
    const unfit = new Error('unfit');
    const loader = createLoader({
      load: async () => 1,
      onLoaded() {
        throw unfit;
      },
      onFailure: (error) => told.push(error),
    });
    loader.ask();
    await loader.ready();
    expect(loader.part).toBeUndefined();
    expect(told).toEqual([unfit]);
  });

  it('keeps no app awake while it waits', async () => {
    const app = createHeadlessApp({ width: 100, height: 100 });
    const errors: unknown[] = [];
    app.on('error', (error) => errors.push(error));
    let loads = 0;
    const loader = createLoader({
      world: app.world,
      load: () => {
        loads++;
        return Promise.reject(new Error('gone'));
      },
      onFailure() {},
    });
    app.start();
    loader.ask();
    await loader.ready();
    app.frames(10);
    expect(app.asleep).toBe(true);
    app.frames(200);
    expect(loads).toBe(1);
    // The frames of a text that is made.
    text(app.world, { content: 'a' });
    app.frames(1);
    await loader.ready();
    expect(loads).toBe(2);
    expect(errors).toEqual([]);
    app.dispose();
  });
});
