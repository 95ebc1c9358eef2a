import { describe, expect, it } from 'vitest';
import {
  createEvents,
  createFrameRunner,
  createWorld,
  type FrameRunner,
  MAX_FAILURES,
  type SystemFailure,
} from '../../src/ecs';

const FRAMES = 1_000;

describe('a system that always throws', () => {
  it('is reported three times in 1,000 frames, switched off, and the others run 1,000 times', () => {
    const { runner, failures } = createRunner();
    let calls = 0;
    let others = 0;
    addSystem(runner, 'before', () => others++);
    addSystem(runner, 'thrower', () => {
      calls++;
      throw new Error('always');
    });
    addSystem(runner, 'after', () => others++);
    for (let i = 0; i < FRAMES; i++) runner.step(i * 16);
    expect(failures.map(({ system, switchedOff }) => [system, switchedOff])).toEqual([
      ['thrower', false],
      ['thrower', false],
      ['thrower', true],
    ]);
    expect(calls).toBe(MAX_FAILURES);
    expect(others).toBe(2 * FRAMES);
    expect(runner.isOff('thrower')).toBe(true);
    expect(runner.isOff('after')).toBe(false);
  });

  it('only now and then stays on', () => {
    const { runner, failures } = createRunner();
    let calls = 0;
    addSystem(runner, 'moody', () => {
      if (++calls % 3 !== 0) throw new Error('two of three');
    });
    for (let i = 0; i < 300; i++) runner.step(i);
    expect(calls).toBe(300);
    expect(failures).toHaveLength(200);
    expect(runner.isOff('moody')).toBe(false);
  });

  it('that is async is reported three times and switched off too', async () => {
    const { runner, failures } = createRunner();
    let others = 0;
    addSystem(runner, 'rejecter', async () => {
      throw new Error('later');
    });
    addSystem(runner, 'other', () => others++);
    for (let i = 0; i < FRAMES; i++) {
      runner.step(i);
      await Promise.resolve();
    }
    await Promise.resolve();
    expect(failures.map(({ system }) => system)).toEqual(['rejecter', 'rejecter', 'rejecter']);
    expect(others).toBe(FRAMES);
    expect(runner.isOff('rejecter')).toBe(true);
  });

  it('that is async reports no more than three times when many frames were waiting', async () => {
    const { runner, failures } = createRunner();
    addSystem(runner, 'rejecter', async () => {
      throw new Error('later');
    });
    for (let i = 0; i < 10; i++) runner.step(i);
    await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(0))));
    expect(failures).toHaveLength(3);
  });
});

describe('a listener that throws among ten', () => {
  it('keeps none of the nine from being called and is reported once', () => {
    const errors: unknown[] = [];
    const events = createEvents<{ saved: number }>((error, type) => errors.push([error, type]));
    const error = new Error('third');
    let called = 0;
    for (let i = 0; i < 10; i++) {
      events.on('saved', () => {
        if (i === 2) throw error;
        called++;
      });
    }
    events.emit('saved', 1);
    expect(called).toBe(9);
    expect(errors).toEqual([[error, 'saved']]);
  });
});

function createRunner(): { runner: FrameRunner; failures: SystemFailure[] } {
  const failures: SystemFailure[] = [];
  const runner = createFrameRunner({
    world: createWorld(),
    phases: ['update'],
    clock: { now: () => 0 },
    onFailure: (failure) => failures.push(failure),
  });
  return { runner, failures };
}

function addSystem(runner: FrameRunner, name: string, update: () => unknown): void {
  runner.add({
    name,
    phase: 'update',
    reads: [],
    writes: [],
    update: () => update() as undefined,
    dispose() {},
  });
}
