import { afterEach, describe, expect, it } from 'vitest';
import type { System } from '../../../../src/ecs';
import type { Scheduler, Task } from '../../../../src/systems/scheduler';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';

let app: HeadlessApp;

afterEach(() => app.dispose());

describe('priorities', () => {
  it('run from user-blocking to background, in the order of submitting', () => {
    const { scheduler, log } = start();
    for (const priority of [
      'background',
      'low',
      'normal',
      'user-visible',
      'user-blocking',
    ] as const) {
      scheduler.submit(() => log.push(`${priority} 1`), { priority });
      scheduler.submit(() => log.push(`${priority} 2`), { priority });
    }
    app.frames(1);
    expect(log.slice(0, 4)).toEqual([
      'user-blocking 1',
      'user-blocking 2',
      'user-visible 1',
      'user-visible 2',
    ]);
    expect(log).toHaveLength(10);
  });

  it('that are not known are refused, inherited names too', () => {
    const { scheduler } = start();
    expect(() => scheduler.submit(() => {}, { priority: 'urgent' as never })).toThrow(/urgent/);
    expect(() => scheduler.submit(() => {}, { priority: 'constructor' as never })).toThrow();
    expect(() => scheduler.submit(undefined as never)).toThrow(/task is undefined/);
  });
});

describe('generators', () => {
  it('of one priority take turns', () => {
    const { scheduler, log } = start();
    scheduler.submit(steps(log, 'a', 3));
    scheduler.submit(steps(log, 'b', 2));
    app.frames(1);
    expect(log).toEqual(['a0', 'b0', 'a1', 'b1', 'a2']);
  });

  it('give their result', async () => {
    const { scheduler, log } = start();
    const result = scheduler.submit(steps(log, 'a', 3));
    app.frames(1);
    expect(await result).toBe('a done');
    expect(scheduler.pending).toBe(0);
  });

  it('stop for the slice that the knob gives and go on in the next frame', () => {
    const { scheduler, log } = start();
    app.tunables.get('scheduler')!.set('sliceMs', 2);
    scheduler.submit(steps(log, 'a', 10, () => app.clock.advance(0.9)));
    app.frames(1);
    expect(log).toHaveLength(3);
    app.tunables.get('scheduler')!.set('sliceMs', 16);
    app.frames(1);
    expect(log.length).toBeGreaterThan(6);
  });

  it('get one step even in a frame that is late already', () => {
    const { scheduler, log } = start();
    app.addSystem({
      name: 'test/late',
      phase: 'input',
      reads: [],
      writes: [],
      update: () => app.clock.advance(30),
      dispose() {},
    });
    scheduler.submit(steps(log, 'a', 10));
    app.frames(3);
    expect(log).toHaveLength(3);
  });

  it('keep the loop awake until they are done, and no longer', () => {
    const { scheduler, log } = start();
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
    scheduler.submit(steps(log, 'a', 8, () => app.clock.advance(0)));
    expect(app.asleep).toBe(false);
    app.frames(30);
    expect(log).toHaveLength(8);
    expect(app.asleep).toBe(true);
  });
});

describe('promises', () => {
  it('of a task are waited for without keeping the loop awake', async () => {
    const { scheduler } = start();
    let finish: (value: number) => void = () => {};
    const result = scheduler.submit(
      () =>
        new Promise<number>((resolve) => {
          finish = resolve;
        }),
    );
    app.start();
    app.frames(10);
    expect([scheduler.pending, app.asleep]).toEqual([1, true]);
    finish(7);
    expect(await result).toBe(7);
    expect(scheduler.pending).toBe(0);
  });

  it('reject with what a task throws, before or after a yield, sync or async; others run', async () => {
    const { scheduler, log } = start();
    const failures = [
      scheduler.submit(() => {
        throw new Error('plain');
      }),
      scheduler.submit(function* () {
        yield;
        throw new Error('later');
      }),
      scheduler.submit(async () => {
        throw new Error('async');
      }),
    ].map((promise) => promise.then(String, (error: Error) => error.message));
    scheduler.submit(() => log.push('other'));
    app.frames(2);
    expect(await Promise.all(failures)).toEqual(['plain', 'later', 'async']);
    expect(log).toEqual(['other']);
  });
});

describe('an abort', () => {
  it('before the submit rejects with its reason and never runs the task', async () => {
    const { scheduler, log } = start();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(scheduler.submit(() => log.push('ran'), { signal })).rejects.toThrow('too late');
    app.frames(1);
    expect([log.length, scheduler.pending]).toEqual([0, 0]);
  });

  it('while the task waits drops it', async () => {
    const { scheduler, log } = start();
    const control = new AbortController();
    const result = scheduler.submit(() => log.push('ran'), { signal: control.signal });
    control.abort(new Error('no more'));
    app.frames(1);
    await expect(result).rejects.toThrow('no more');
    expect(log).toEqual([]);
    expect(scheduler.stats().steps).toBe(0);
  });

  it('between two steps runs the finally blocks of the generator', async () => {
    const { scheduler, log } = start();
    const control = new AbortController();
    const result = scheduler.submit(endless(log), { signal: control.signal });
    app.tunables.get('scheduler')!.set('sliceMs', 0.5);
    app.frames(1);
    control.abort();
    await expect(result).rejects.toThrow();
    const { length } = log;
    app.frames(3);
    expect(log).toHaveLength(length);
    expect(log.at(-1)).toBe('finally');
  });

  it('by the task itself, while it runs, ends it at its next yield', async () => {
    const { scheduler, log } = start();
    const control = new AbortController();
    const result = scheduler.submit(
      function* () {
        try {
          control.abort(new Error('by myself'));
          log.push('still running');
          yield;
          log.push('never');
        } finally {
          log.push('finally');
        }
      },
      { signal: control.signal },
    );
    app.frames(2);
    await expect(result).rejects.toThrow('by myself');
    expect(log).toEqual(['still running', 'finally']);
  });

  it('after the end changes nothing', async () => {
    const { scheduler } = start();
    const control = new AbortController();
    const result = scheduler.submit(() => 5, { signal: control.signal });
    app.frames(1);
    control.abort();
    expect(await result).toBe(5);
  });

  it('reports what a finally block throws', async () => {
    const { scheduler, errors } = start();
    const control = new AbortController();
    const result = scheduler.submit(
      function* () {
        try {
          for (;;) {
            app.clock.advance(1);
            yield;
          }
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: the case under test
          throw new Error('cannot clean up');
        }
      },
      { signal: control.signal },
    );
    app.frames(1);
    control.abort(new Error('stop'));
    await expect(result).rejects.toThrow('stop');
    expect(errors).toEqual(['cannot clean up']);
  });
});

describe('many tasks', () => {
  it('are queued, dropped and run in linear time', async () => {
    const { scheduler } = start();
    app.tunables.get('scheduler')!.set('sliceMs', 16);
    const control = new AbortController();
    let ran = 0;
    const count = (): number => ran++;
    const dropped: Promise<unknown>[] = [];
    for (let i = 0; i < 100_000; i++) {
      if (i % 10 === 0) dropped.push(scheduler.submit(count, { signal: control.signal }));
      else scheduler.submit(count);
    }
    control.abort();
    await Promise.allSettled(dropped);
    // The fake clock stands still within a frame: all run in one. With a queue shifted by copying this takes minutes.
    app.frames(1);
    expect([ran, scheduler.pending]).toEqual([90_000, 0]);
  });
});

describe('posted functions', () => {
  it('run in turn with tasks of their priority, and are pending until then', () => {
    const { scheduler, log } = start();
    scheduler.post(() => log.push('a'));
    scheduler.submit(() => log.push('b'));
    scheduler.post(() => log.push('c'));
    scheduler.post(() => log.push('first'), 'user-blocking');
    expect(scheduler.pending).toBe(4);
    app.frames(1);
    expect(log).toEqual(['first', 'a', 'b', 'c']);
    expect(scheduler.pending).toBe(0);
  });

  it('make way at once for what is more urgent, and see what waits', () => {
    const { scheduler, log } = start();
    const urgent = (): void => void log.push(`urgent beside ${scheduler.pending}`);
    scheduler.post(() => log.push('a'), 'low');
    scheduler.post(() => scheduler.post(urgent, 'user-visible'), 'low');
    scheduler.submit(() => log.push('b'), { priority: 'low' });
    scheduler.post(() => log.push('c'), 'low');
    app.frames(1);
    expect(log).toEqual(['a', 'urgent beside 2', 'b', 'c']);
    expect(scheduler.stats().steps).toBe(5);
  });

  it('wake an app that sleeps, however they come, and only while any wait', () => {
    const { scheduler, log } = start();
    app.start();
    for (let round = 0; round < 3; round++) {
      app.frames(10);
      expect(app.asleep).toBe(true);
      scheduler.post(() => scheduler.post(() => log.push('inner'), 'background'));
      expect(app.asleep).toBe(false);
      scheduler.post(() => log.push('outer'));
    }
    app.frames(10);
    expect(log).toEqual(Array(3).fill(['outer', 'inner']).flat());
    expect(app.asleep).toBe(true);
  });

  it('that throw are told of, and keep no other from running', () => {
    const { scheduler, log, errors } = start();
    scheduler.post(() => {
      throw new Error('posted');
    });
    scheduler.post(() => log.push('next'));
    app.frames(1);
    expect(errors).toEqual(['posted']);
    expect(log).toEqual(['next']);
  });

  it('are refused when the app is gone, and where they are none', () => {
    const { scheduler } = start();
    expect(() => scheduler.post(undefined as never)).toThrow(/task is undefined/);
    expect(() => scheduler.post(() => {}, 'soon' as never)).toThrow(/soon/);
    scheduler.post(() => {});
    app.dispose();
    expect(scheduler.pending).toBe(0);
    expect(() => scheduler.post(() => {})).toThrow(/disposed/);
  });
});

describe('a yield', () => {
  it('of an async function lets others of its priority run first', async () => {
    const { scheduler, log } = start();
    const long = scheduler.submit(async () => {
      for (let i = 0; i < 3; i++) {
        log.push(`long ${i}`);
        await scheduler.yieldNow();
      }
    });
    scheduler.submit(() => log.push('short'));
    for (let frame = 0; frame < 4; frame++) {
      app.frames(1);
      await Promise.resolve();
    }
    await long;
    expect(log).toEqual(['long 0', 'short', 'long 1', 'long 2']);
  });
});

describe('a slice', () => {
  it('leaves the rest of the frame what it usually takes', () => {
    const { scheduler, log } = start();
    app.tunables.get('scheduler')!.set('sliceMs', 100);
    app.addSystem(busy('update', 10));
    app.frames(30);
    scheduler.submit(steps(log, 'a', 100, () => app.clock.advance(1)));
    app.frames(1);
    // 16.7 ms, of which 10 are needed: at the seventh step all is used up.
    expect(log.length).toBeGreaterThanOrEqual(6);
    expect(log.length).toBeLessThanOrEqual(7);
    expect(scheduler.stats().overruns).toBe(0);
    scheduler.submit(() => app.clock.advance(20), { priority: 'user-blocking' });
    app.frames(1);
    expect(scheduler.stats().overruns).toBe(1);
  });

  it('looks at the clock after each step that is not tiny', () => {
    const { scheduler } = start();
    let ran = 0;
    for (let i = 0; i < 200; i++) scheduler.post(() => ran++);
    for (let i = 0; i < 200; i++) {
      scheduler.post(() => {
        ran++;
        app.clock.advance(3);
      });
    }
    app.frames(1);
    const first = ran - 200;
    // What comes after tiny ones may be found out late once.
    expect(first).toBeLessThanOrEqual(16);
    app.frames(1);
    expect(ran - 200 - first).toBeLessThanOrEqual(3);
  });
});

describe('what has waited for long', () => {
  it('gets a step in a frame beside a flood of what is more urgent', () => {
    const { scheduler, log } = start();
    flood(scheduler, 4);
    for (const priority of ['low', 'background'] as const) {
      for (let i = 0; i < 3; i++) scheduler.submit(() => log.push(priority), { priority });
    }
    const begin = app.clock.now();
    while (log.length === 0) app.frames(1);
    expect(app.clock.now() - begin).toBeGreaterThan(300);
    expect(app.clock.now() - begin).toBeLessThan(400);
    app.frames(1);
    expect(log.slice(0, 4)).toEqual(['background', 'low', 'background', 'low']);
    app.frames(5);
    expect(log).toHaveLength(6);
    expect(scheduler.stats().aged).toBe(6);
    expect(scheduler.stats().waitMs.background.p99).toBeGreaterThan(290);
    expect(scheduler.stats().waitMs.background.p99).toBeLessThan(500);
    expect(scheduler.stats().waitMs['user-blocking'].p50).toBeLessThan(20);
  });

  it('takes turns with it where frames have time for one step', () => {
    const { scheduler, log } = start();
    app.addSystem(busy('input', 40));
    flood(scheduler, 1, log);
    for (let i = 0; i < 20; i++) {
      scheduler.submit(() => log.push('background'), { priority: 'background' });
    }
    app.frames(30);
    const share = log.slice(-10).filter((each) => each === 'background').length;
    expect(share).toBe(5);
    expect(log.indexOf('background')).toBeLessThan(13);
  });
});

describe('a step that takes longer than a slice', () => {
  it('has its task go on with a lower priority, down to the lowest, and no other', () => {
    const { scheduler, log } = start();
    app.tunables.get('scheduler')!.set('sliceMs', 4);
    scheduler.submit(
      steps(log, 'long', 4, () => app.clock.advance(5)),
      { priority: 'user-visible' },
    );
    app.frames(1);
    expect(log).toEqual(['long0']);
    const rest = { priority: 'normal' } as const;
    scheduler.submit(
      steps(log, 'short', 4, () => app.clock.advance(4)),
      { priority: 'user-visible' },
    );
    scheduler.submit(() => log.push('normal'), rest);
    app.frames(30);
    // Its first step put it behind what is user-visible, its second behind what is normal.
    expect(log.slice(1)).toEqual([
      ...['short0', 'short1', 'short2', 'short3'],
      ...['long1', 'normal', 'long2', 'long3'],
    ]);
    log.length = 0;
    scheduler.submit(
      steps(log, 'last', 3, () => app.clock.advance(5)),
      { priority: 'background' },
    );
    app.frames(30);
    expect([log, scheduler.pending]).toEqual([['last0', 'last1', 'last2'], 0]);
  });

  it.each([
    ['one look at the clock', 0],
    ['looks of their own', 0.1],
  ])('is told from what came before it, in %s', (_, stepMs) => {
    const { scheduler, log } = start();
    scheduler.submit(
      function* () {
        for (let i = 0; i < 2; i++) {
          app.clock.advance(stepMs);
          yield;
        }
        log.push('tiny');
      },
      { priority: 'user-visible' },
    );
    scheduler.post(() => app.clock.advance(30), 'user-visible');
    scheduler.submit(() => log.push('normal'));
    app.frames(10);
    expect(log).toEqual(['tiny', 'normal']);
  });
});

describe('dispose', () => {
  it('rejects what is left, runs finally blocks, and refuses more', async () => {
    const { scheduler, log } = start();
    const endlessly = scheduler.submit(endless(log));
    const waiting = scheduler.submit(() => new Promise(() => {}));
    app.tunables.get('scheduler')!.set('sliceMs', 0.5);
    app.frames(3);
    app.dispose();
    await expect(endlessly).rejects.toThrow(/disposed/);
    await expect(waiting).rejects.toThrow(/disposed/);
    expect(log.at(-1)).toBe('finally');
    await expect(scheduler.submit(() => 1)).rejects.toThrow(/disposed/);
  });
});

function start(): { scheduler: Scheduler; log: string[]; errors: string[] } {
  app = createHeadlessApp();
  const errors: string[] = [];
  app.on('error', ({ error }) => errors.push((error as Error).message));
  return { scheduler: app.scheduler, log: [], errors };
}

function steps(log: string[], name: string, count: number, work = (): void => {}): Task<string> {
  return function* () {
    for (let i = 0; i < count; i++) {
      log.push(`${name}${i}`);
      work();
      if (i + 1 < count) yield;
    }
    return `${name} done`;
  };
}

function endless(log: string[]): Task<void> {
  return function* () {
    try {
      for (;;) {
        log.push('step');
        app.clock.advance(1);
        yield;
      }
    } finally {
      log.push('finally');
    }
  };
}

/** Something more urgent in every frame than there is time for. */
function flood(scheduler: Scheduler, stepMs: number, log: string[] = []): void {
  scheduler.submit(
    function* () {
      for (;;) {
        log.push('urgent');
        app.clock.advance(stepMs);
        yield;
      }
    },
    { priority: 'user-blocking' },
  );
}

function busy(phase: 'input' | 'update', ms: number): System {
  return {
    name: 'test/busy',
    phase,
    reads: [],
    writes: [],
    update: () => app.clock.advance(ms),
    dispose() {},
  };
}
