import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTasks, TaskError, type Tasks, type TasksOptions, tasksOf } from '../../../src/async';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { importsSettled } from '../../imports';

let app: HeadlessApp;

afterEach(() => app.dispose());

describe('a managed task', () => {
  it('gives its result, and goes from queued through running to completed', async () => {
    const tasks = start();
    const seen: string[] = [];
    const handle = tasks.submit(
      function* ({ progress }) {
        seen.push(handle.status);
        progress(0.5);
        yield;
        return 7;
      },
      { name: 'seven', onProgress: (share) => seen.push(`${share}`) },
    );
    expect([handle.status, handle.name, handle.tries]).toEqual(['queued', 'seven', 0]);
    await frames(2);
    expect(await handle).toBe(7);
    expect(seen).toEqual(['running', '0.5']);
    expect([handle.status, handle.progress, tasks.pending]).toEqual(['completed', 0.5, 0]);
    expect(tasks.history()).toMatchObject([{ name: 'seven', status: 'completed', tries: 1 }]);
  });

  it('of a higher priority goes first, in the order of submitting', async () => {
    const tasks = start();
    const log: string[] = [];
    for (const priority of ['background', 'normal', 'user-blocking'] as const) {
      tasks.submit(() => log.push(`${priority} 1`), { priority });
      tasks.submit(() => log.push(`${priority} 2`), { priority });
    }
    await frames(1);
    expect(log).toEqual([
      'user-blocking 1',
      'user-blocking 2',
      ...['normal 1', 'normal 2', 'background 1', 'background 2'],
    ]);
  });

  it('ends, and lets others go on, whatever throws of what it was given', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const no = (): never => {
      throw new Error('no');
    };
    const tasks = start({ groups: { one: { limit: 1 } }, overrunMs: 1 });
    tasks.onOverrun(no);
    const given = {
      group: 'one',
      onProgress: no,
      retry: { tries: 2, minMs: 1, when: no },
    } as const;
    const failing = failure(tasks.submit(() => Promise.reject(new Error('its own')), given));
    const slow = tasks.submit(
      function* ({ progress }) {
        progress(0.5);
        const end = performance.now() + 5;
        while (performance.now() < end);
        yield;
        return 1;
      },
      { ...given, name: 'slow' },
    );
    const last = tasks.submit(() => 2, { group: 'one' });
    for (let i = 0; i < 10; i++) await frames(1);
    expect(((await failing).cause as Error).message).toBe('its own');
    expect([await slow, await last, tasks.pending]).toEqual([1, 2, 0]);
    expect(told.mock.calls.map(([text]) => String(text))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('retry.when'),
        expect.stringContaining("onProgress of task 'slow'"),
      ]),
    );
    told.mockRestore();
  });

  it('that fails names itself and keeps what was thrown', async () => {
    const tasks = start();
    const cause = new Error('no such file');
    const handle = tasks.submit(
      () => {
        throw cause;
      },
      { name: 'load' },
    );
    const end = failure(handle);
    await frames(1);
    const error = await end;
    expect(error).toMatchObject({ code: 'task-failed', task: 'load', cause });
    expect(error.message).toBe("task 'load' failed: no such file");
    expect(tasks.history()[0]).toMatchObject({ status: 'failed', error: error.message });
  });

  it('is refused with options that cannot be used', () => {
    const tasks = start();
    const bad = [
      { priority: 'urgent' as never },
      { timeoutMs: -1 },
      { deadlineMs: Number.NaN },
      { retry: 1.5 },
      { keep: 'last' as never },
      { afterFailed: 'wait' as never },
      { group: 'constructor' },
      { resources: ['door'] },
      { after: [{ id: 3 }] },
    ];
    for (const options of bad) expect(() => tasks.submit(() => 1, options)).toThrow(/give|declare/);
    expect(() => tasks.submit(undefined as never)).toThrow(/task is undefined/);
    expect(tasks.pending).toBe(0);
  });

  it('counts in the mean of ten seconds', async () => {
    const tasks = start();
    for (let second = 0; second < 4; second++) {
      for (let i = 0; i < 30; i++) tasks.submit(() => i);
      await frames(60);
    }
    expect(tasks.stats().perSecond).toBeGreaterThan(28);
    expect(tasks.stats().perSecond).toBeLessThan(32);
    app.clock.advance(60_000);
    expect(tasks.stats().perSecond).toBe(0);
  });

  it('remembers only so many that ended', async () => {
    const tasks = start({ history: 3 });
    for (let i = 0; i < 5; i++) tasks.submit(() => i, { name: `task ${i}` });
    await frames(1);
    expect(tasks.history().map(({ name }) => name)).toEqual(['task 2', 'task 3', 'task 4']);
  });
});

describe('a time limit', () => {
  it('rejects a task that never resolves and frees its place', async () => {
    const tasks = start({ groups: { net: { limit: 2, timeoutMs: 500 } } });
    const handles = Array.from({ length: 6 }, (_, i) =>
      tasks.submit(() => new Promise(() => {}), { name: `hang ${i}`, group: 'net' }),
    );
    const ends = handles.map((handle) => failure(handle));
    await frames(150);
    for (const [i, error] of (await Promise.all(ends)).entries()) {
      expect(error).toMatchObject({ code: 'task-timeout', task: `hang ${i}` });
      expect(handles[i]!.status).toBe('timeout');
    }
    const { groups, timeouts } = tasks.stats();
    expect([groups.net!.active, groups.net!.queued, timeouts]).toEqual([0, 0, 6]);
  });

  it('aborts the signal of the task and of its children', async () => {
    const tasks = start();
    const aborted: string[] = [];
    const listen = (name: string, signal: AbortSignal): void =>
      signal.addEventListener('abort', () => aborted.push(name));
    const handle = tasks.submit(
      async ({ signal, run }) => {
        listen('parent', signal);
        await run(
          (child) => {
            listen('child', child.signal);
            return new Promise(() => {});
          },
          { name: 'child' },
        );
      },
      { name: 'parent', timeoutMs: 100 },
    );
    const error = failure(handle);
    await frames(20);
    expect(await error).toMatchObject({ code: 'task-timeout' });
    expect(aborted.sort()).toEqual(['child', 'parent']);
    expect(tasks.history().map(({ name, status }) => `${name} ${status}`)).toEqual(
      expect.arrayContaining(['child cancelled', 'parent timeout']),
    );
  });

  it('is gone with a task that ends in time', async () => {
    const tasks = start();
    const handle = tasks.submit(() => 1, { timeoutMs: 50 });
    await frames(1);
    expect(await handle).toBe(1);
    expect(app.clock.pendingTimers).toBe(0);
  });
});

describe('a deadline', () => {
  it('brings a task before more urgent ones when it comes near', async () => {
    const tasks = start({ groups: { one: { limit: 1 } } });
    const log: string[] = [];
    hog(tasks, 'one', log, 40);
    tasks.submit(() => log.push('wanted'), {
      group: 'one',
      priority: 'background',
      deadlineMs: 100,
    });
    await frames(20);
    expect(log.indexOf('wanted')).toBeGreaterThan(1);
    expect(log.indexOf('wanted')).toBeLessThan(7);
    expect(tasks.stats().late).toBe(0);
  });

  it('reaches before what the app submits itself', async () => {
    const tasks = start();
    app.tunables.get('scheduler')!.set('ageMs', 10_000);
    const log: string[] = [];
    app.scheduler
      .submit(
        function* () {
          for (;;) {
            log.push('urgent');
            app.clock.advance(9);
            yield;
          }
        },
        { priority: 'user-blocking' },
      )
      .catch(() => {});
    tasks.submit(() => log.push('wanted'), { priority: 'low', deadlineMs: 200 });
    await frames(30);
    expect(log).toContain('wanted');
  });

  it('that is missed is counted; the task runs all the same', async () => {
    const tasks = start();
    const handle = tasks.submit(
      () => {
        app.clock.advance(60);
        return 'done';
      },
      { deadlineMs: 20 },
    );
    await frames(2);
    expect(await handle).toBe('done');
    expect(tasks.stats().late).toBe(1);
  });
});

describe('retries', () => {
  it('come after longer and longer, and end with the result', async () => {
    const tasks = start();
    const at: number[] = [];
    const handle = tasks.submit(
      ({ tries }) => {
        at.push(app.clock.now());
        if (tries < 3) throw new Error('not yet');
        return tries;
      },
      { retry: { tries: 5, minMs: 100, maxMs: 400 } },
    );
    await frames(200);
    expect(await handle).toBe(3);
    expect(handle.tries).toBe(4);
    for (let i = 1; i < at.length; i++) {
      expect(at[i]! - at[i - 1]!).toBeGreaterThan(99);
      expect(at[i]! - at[i - 1]!).toBeLessThan(440);
    }
    expect(tasks.stats().retries).toBe(3);
  });

  it('end when there are none left, or the error is not worth one', async () => {
    const tasks = start();
    const often = tasks.submit(fail, { name: 'often', retry: { tries: 2, minMs: 1 } });
    const never = tasks.submit(fail, { name: 'never', retry: { when: () => false } });
    const ends = [failure(often), failure(never)];
    await frames(10);
    const [first, second] = await Promise.all(ends);
    expect(first!.message).toBe("task 'often' failed after 3 tries: no");
    expect(second!.message).toBe("task 'never' failed: no");
    expect([often.tries, never.tries]).toEqual([3, 1]);
  });

  it('are no more than the budget has when everything fails', async () => {
    const tasks = start({ budget: { share: 0.1, reserve: 5 } });
    for (let i = 0; i < 100; i++) {
      tasks.submit(fail, { retry: { tries: 3, minMs: 1 } }).catch(() => {});
    }
    await frames(30);
    const { retries, retriesRefused, failed } = tasks.stats();
    expect(retries).toBeLessThanOrEqual(5 + 10);
    expect(retries).toBeGreaterThanOrEqual(5);
    expect(failed).toBe(100);
    expect(retriesRefused).toBe(100);
  });

  it('free the place while they wait', async () => {
    const tasks = start({ groups: { one: { limit: 1 } } });
    const log: string[] = [];
    const first = tasks.submit(
      ({ tries }) => {
        log.push(`first ${tries}`);
        if (tries === 0) throw new Error('no');
      },
      { group: 'one', retry: { tries: 1, minMs: 200 } },
    );
    tasks.submit(() => log.push('second'), { group: 'one' });
    await frames(80);
    await first;
    expect(log).toEqual(['first 0', 'second', 'first 1']);
  });
});

describe('tasks of one key', () => {
  it('are one, whose result all get', async () => {
    const tasks = start();
    let runs = 0;
    const handles = [1, 2, 3].map(() => tasks.submit(() => ++runs, { key: 'a' }));
    await frames(1);
    expect(await Promise.all(handles)).toEqual([1, 1, 1]);
    expect(tasks.stats().coalesced).toBe(2);
    const later = tasks.submit(() => ++runs, { key: 'a' });
    await frames(1);
    expect(await later).toBe(2);
  });

  it('go on for the others when one is cancelled, and stop with the last', async () => {
    const tasks = start();
    let aborted = 0;
    const submit = () =>
      tasks.submit(
        ({ signal }) => {
          signal.addEventListener('abort', () => aborted++);
          return new Promise(() => {});
        },
        { key: 'a' },
      );
    const [first, second] = [submit(), submit()];
    const ends = [failure(first), failure(second)];
    await frames(1);
    first.cancel();
    expect([first.status, second.status, aborted]).toEqual(['cancelled', 'running', 0]);
    second.cancel();
    expect([second.status, aborted, tasks.pending]).toEqual(['cancelled', 1, 0]);
    expect((await ends[0])!.code).toBe('task-cancelled');
    expect((await ends[1])!.code).toBe('task-cancelled');
  });

  it('tell no more how far they are to whom has cancelled', async () => {
    const tasks = start();
    const told: string[] = [];
    const submit = (who: string) =>
      tasks.submit(
        function* ({ progress }) {
          progress(0.25);
          yield;
          progress(0.75);
        },
        { key: 'a', onProgress: (share) => told.push(`${who} ${share}`) },
      );
    const [first, second] = [submit('first'), submit('second')];
    first.promise.catch(() => {});
    app.scheduler.post(() => first.cancel(), 'normal');
    await frames(2);
    await second;
    expect(told).toEqual(['first 0.25', 'second 0.25', 'second 0.75']);
  });

  it('are had and given up by thousands in time that is linear in them', async () => {
    const tasks = start();
    const task = () => new Promise<void>(() => {});
    const kept = tasks.submit(task, { key: 'a' });
    const { handles } = kept.entry;
    const others = Array.from({ length: 2_000 }, () => tasks.submit(task, { key: 'a' }));
    // Copied for each that comes or goes, 40,000 took a minute.
    expect(kept.entry.handles).toBe(handles);
    others.forEach((handle, i) => {
      handle.promise.catch(() => {});
      handle.cancel();
      if (i === 900) expect(kept.entry.handles).toBe(handles);
    });
    expect(kept.entry.handles.length).toBeLessThan(20);
    expect([kept.status, tasks.stats().coalesced]).toEqual(['queued', 2_000]);
    kept.promise.catch(() => {});
    kept.cancel();
    expect(tasks.pending).toBe(0);
  });

  it('may have the latest win', async () => {
    const tasks = start();
    const handles = [1, 2, 3].map((i) => tasks.submit(() => i, { key: 'a', keep: 'latest' }));
    const ends = [failure(handles[0]!), failure(handles[1]!)];
    await frames(1);
    expect(await handles[2]).toBe(3);
    for (const error of await Promise.all(ends)) expect(error.code).toBe('task-replaced');
  });
});

describe('after', () => {
  it('waits for handles and for names that are not there yet', async () => {
    const tasks = start();
    const log: string[] = [];
    tasks.submit(() => log.push('c'), { name: 'c', after: ['b'] });
    const a = tasks.submit(() => log.push('a'), { name: 'a' });
    await frames(3);
    expect(log).toEqual(['a']);
    tasks.submit(() => log.push('b'), { name: 'b', after: [a] });
    await frames(3);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('waits by each name that a task of a key was submitted by', async () => {
    const tasks = start();
    const log: string[] = [];
    const key = 'file';
    tasks.submit(() => log.push('sooner'), { after: ['second'] });
    tasks.submit(() => log.push('file'), { name: 'first', key });
    tasks.submit(() => log.push('not this'), { name: 'second', key });
    tasks.submit(() => log.push('later'), { after: ['second', 'first'] });
    await frames(3);
    expect(log).toEqual(['file', 'sooner', 'later']);
    // By two names of one task that come later, too.
    const both = tasks.submit(() => log.push('both'), { after: ['one', 'two'] });
    tasks.submit(() => 1, { name: 'one', key });
    tasks.submit(() => 1, { name: 'two', key });
    await frames(3);
    expect(await both).toBe(4);
    // One that would wait for itself does not bear the name, and waits for another that does.
    tasks.submit(() => log.push('ring'), { key: 'ring', after: ['third'] });
    tasks.submit(() => log.push('not this'), { key: 'ring', name: 'third' });
    await frames(3);
    expect(log.length).toBe(4);
    tasks.submit(() => log.push('third'), { name: 'third' });
    await frames(3);
    expect(log.slice(4)).toEqual(['third', 'ring']);
  });

  it('makes what bears a name as urgent as what waited for it, whenever it comes', async () => {
    const tasks = start();
    const log: string[] = [];
    tasks.submit(() => log.push('urgent'), { priority: 'user-blocking', after: ['data'] });
    tasks.submit(() => log.push('other'), { priority: 'normal' });
    tasks.submit(() => log.push('data'), { name: 'data', priority: 'background' });
    await frames(2);
    expect(log).toEqual(['data', 'urgent', 'other']);
  });

  it('rejects what would wait for itself, with the path', async () => {
    const tasks = start();
    const a = tasks.submit(() => 1, { name: 'a', after: ['c'] });
    const b = tasks.submit(() => 1, { name: 'b', after: [a] });
    const c = tasks.submit(() => 1, { name: 'c', after: [b] });
    const error = await failure(c);
    expect(error).toMatchObject({ code: 'task-cycle', path: ['c', 'b', 'a', 'c'] });
    expect(error.message).toContain('c -> b -> a -> c');
    const self = await failure(tasks.submit(() => 1, { name: 'self', after: ['self'] }));
    expect(self.path).toEqual(['self', 'self']);
    // Another of the name lets the others go on.
    tasks.submit(() => 1, { name: 'c' });
    await frames(3);
    expect(await Promise.all([a, b])).toEqual([1, 1]);
    expect(tasks.stats().cycles).toBe(2);
  });

  it('fails with what failed, or runs all the same', async () => {
    const tasks = start();
    const bad = tasks.submit(fail, { name: 'bad' });
    const dependent = tasks.submit(() => 1, { name: 'dependent', after: [bad] });
    const next = tasks.submit(() => 1, { name: 'next', after: [dependent] });
    const always = tasks.submit(() => 2, { after: [bad], afterFailed: 'run' });
    const ends = [failure(bad), failure(dependent), failure(next)];
    await frames(3);
    const [cause, error, last] = await Promise.all(ends);
    expect(error).toMatchObject({ code: 'task-dependency', cause });
    expect(last).toMatchObject({ code: 'task-dependency', cause: error });
    expect(await always).toBe(2);
    const late = tasks.submit(() => 1, { after: [bad] });
    expect((await failure(late)).code).toBe('task-dependency');
  });
});

describe('a queue that is full', () => {
  it('rejects one more', async () => {
    const tasks = start({ groups: { small: { limit: 1, maxQueued: 2 } } });
    const [, , third] = [1, 2, 3].map((i) => tasks.submit(() => i, { group: 'small' }));
    expect(await failure(third!)).toMatchObject({ code: 'task-queue-full' });
  });

  it('drops that of the lowest priority which has waited longest', async () => {
    const tasks = start({ groups: { small: { maxQueued: 2, whenFull: 'drop-oldest' } } });
    const low = tasks.submit(() => 'low', { group: 'small', priority: 'low' });
    const lower = tasks.submit(() => 'low', { group: 'small', priority: 'low' });
    const high = tasks.submit(() => 'high', { group: 'small', priority: 'user-blocking' });
    expect((await failure(low)).code).toBe('task-dropped');
    await frames(1);
    expect(await Promise.all([lower, high])).toEqual(['low', 'high']);
  });

  it('lets them wait outside, and says when there is room', async () => {
    const tasks = start({ groups: { small: { limit: 1, maxQueued: 2, whenFull: 'wait' } } });
    const log: number[] = [];
    for (let i = 0; i < 6; i++) tasks.submit(() => log.push(i), { group: 'small' });
    expect(tasks.stats().groups.small!.queued).toBe(2);
    let hasRoom = false;
    tasks.whenRoom('small').then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    await frames(10);
    expect(hasRoom).toBe(true);
    expect(log).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('those that wait for room', () => {
  const small = { small: { limit: 1, maxQueued: 2 } };

  it('are told as many as there is room for, in turn: none is refused', async () => {
    const tasks = start({ groups: small });
    const ran: number[] = [];
    const refused: unknown[] = [];
    const produce = async (i: number): Promise<void> => {
      await tasks.whenRoom('small');
      await tasks.submit(() => ran.push(i), { group: 'small' }).catch((e) => refused.push(e));
    };
    const all = Array.from({ length: 50 }, (_, i) => produce(i));
    await frames(60);
    expect(refused).toEqual([]);
    expect(ran).toEqual(Array.from({ length: 50 }, (_, i) => i));
    await Promise.all(all);
    expect(app.clock.pendingTimers).toBe(0);
  });

  it('have room as soon as others have submitted, and no timer is left of them', async () => {
    const tasks = start({ groups: small });
    await tasks.whenRoom('small');
    const first = tasks.submit(() => 1, { group: 'small' });
    expect(app.clock.pendingTimers).toBe(0);
    let told = 0;
    for (let i = 0; i < 2; i++) void tasks.whenRoom('small').then(() => told++);
    await Promise.resolve();
    expect([told, app.clock.pendingTimers]).toEqual([1, 1]);
    await frames(3);
    expect([await first, told]).toEqual([1, 2]);
  });

  it('and do not submit keep no room from others', async () => {
    const tasks = start({ groups: small });
    const told: number[] = [];
    for (let i = 0; i < 5; i++) void tasks.whenRoom('small').then(() => told.push(i));
    await Promise.resolve();
    expect(told).toEqual([0, 1]);
    app.clock.advance(1);
    for (let i = 0; i < 4; i++) await Promise.resolve();
    expect(told).toEqual([0, 1, 2, 3]);
    app.dispose();
    await Promise.resolve();
    expect([told, app.clock.pendingTimers]).toEqual([[0, 1, 2, 3, 4], 0]);
  });
});

describe('a step that takes too long', () => {
  it('is told of, and its task goes on with a lower priority', async () => {
    const tasks = start();
    const overruns: string[] = [];
    tasks.onOverrun(({ name, demoted }) => overruns.push(`${name} ${demoted}`));
    const log: string[] = [];
    tasks.submit(
      function* () {
        app.clock.advance(30);
        yield;
        log.push('long');
      },
      { name: 'long' },
    );
    await frames(1);
    app.scheduler.post(() => log.push('other'));
    await frames(3);
    expect(overruns).toEqual(['long false']);
    expect(log).toEqual(['other', 'long']);
    expect(tasks.stats().overruns).toBe(1);
  });

  it('three times lets later tasks of the name start lower, until they are quick', async () => {
    const tasks = start();
    const run = async (ms: number): Promise<void> => {
      tasks.submit(() => app.clock.advance(ms), { name: 'heavy' });
      await frames(1);
    };
    for (let i = 0; i < 3; i++) await run(20);
    expect(tasks.costOf('heavy')).toMatchObject({ demoted: true, count: 3 });
    expect(tasks.costOf('heavy')!.durationMs).toBeCloseTo(20);
    const log: string[] = [];
    tasks.submit(() => log.push('heavy'), { name: 'heavy' });
    tasks.submit(() => log.push('light'), { name: 'light' });
    await frames(1);
    expect(log).toEqual(['light', 'heavy']);
    for (let i = 0; i < 3; i++) await run(1);
    expect(tasks.costOf('heavy')!.demoted).toBe(false);
  });
});

describe('submits of the app', () => {
  it('with more than a priority are managed tasks', async () => {
    app = createHeadlessApp();
    const promise = app.scheduler.submit(({ name }) => name, { name: 'by the app' });
    const hanging = app.scheduler.submit(() => new Promise(() => {}), { timeoutMs: 100 });
    const end = failure(hanging);
    await new Promise((resolve) => setTimeout(resolve));
    await frames(20);
    expect(await promise).toBe('by the app');
    expect((await end).code).toBe('task-timeout');
  });

  it('may come before the app makes its tasks, which takes its options then', async () => {
    app = createHeadlessApp();
    const early = app.scheduler.submit(() => 'early', { name: 'early', after: ['later'] });
    const bad = failure(app.scheduler.submit(fail, { name: 'bad', retry: { tries: 9, minMs: 1 } }));
    await new Promise((resolve) => setTimeout(resolve));
    await frames(1);
    expect(() => createTasks(app, { ports: { ...app.clock, random: () => 0 } as never })).toThrow(
      /ports were given after/,
    );
    expect(() => createTasks(app, { history: -1, groups: { one: {} } })).toThrow(/history is -1/);
    expect(() => createTasks(app, { groups: { one: { limit: 0 } } })).toThrow(/limit of group/);
    const tasks = createTasks(app, {
      groups: { one: { limit: 1, maxQueued: 1 }, default: { timeoutMs: 50 } },
      resources: { door: 1 },
      ...{ history: 1, overrunMs: 2, budget: { reserve: 0, share: 0 }, nameTimeoutMs: 100 },
    });
    expect(tasks).toBe(tasksOf(app));
    const overruns: string[] = [];
    tasks.onOverrun(({ name }) => overruns.push(name));
    const late = failure(tasks.submit(() => new Promise(() => {}), { name: 'hangs' }));
    const named = failure(tasks.submit(() => 1, { after: ['nobody'] }));
    tasks.submit(() => app.clock.advance(3), { name: 'later', resources: ['door'], group: 'one' });
    await frames(30);
    expect([await early, (await late).code]).toEqual(['early', 'task-timeout']);
    expect([(await named).code, overruns]).toEqual(['task-dependency', ['later']]);
    expect(tasks.history()).toHaveLength(1);
    expect((await bad).code).toBe('task-failed');
    expect(tasks.stats().retriesRefused).toBe(1);
    expect(tasks.pending).toBe(0);
    expect(() => createTasks(app)).toThrow(/has managed tasks already/);
    // And others when those are gone.
    tasks.dispose();
    expect(createTasks(app)).not.toBe(tasks);
  });

  it('end with the app, those of its tasks too', async () => {
    const tasks = start({ groups: { one: { limit: 1 } } });
    const all = [
      tasks.submit(() => new Promise(() => {}), { timeoutMs: 1000, group: 'one' }),
      tasks.submit(() => 1, { group: 'one', deadlineMs: 5000 }),
      tasks.submit(() => 1, { after: ['nobody'] }),
    ].map((handle) => failure(handle));
    await frames(1);
    app.dispose();
    for (const error of await Promise.all(all)) expect(error.code).toBe('task-disposed');
    expect([app.clock.pendingTimers, tasks.pending]).toEqual([0, 0]);
    expect((await failure(tasks.submit(() => 1))).code).toBe('task-disposed');
  });

  it('end with the app also where nobody looks, and those that wait for others: none is an unhandled rejection', async () => {
    const tasks = start({ resources: { a: 1 } });
    const unhandled: unknown[] = [];
    const listen = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', listen);
    const first = tasks.submit(() => new Promise(() => {}), { resources: ['a'] });
    const last = tasks.submit(() => 1, { after: [first] });
    tasks.submit(() => 1, { resources: ['a'] });
    tasks.submit(() => 1, { after: ['nobody'], resources: ['a'] });
    app.scheduler.submit(() => 1);
    await frames(0);
    app.dispose();
    await new Promise((resolve) => setTimeout(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
    expect((await failure(last)).code).toBe('task-disposed');
    expect([tasks.pending, app.scheduler.pending, app.clock.pendingTimers]).toEqual([0, 0, 0]);
  });

  it.each(['before what manages them has come', 'after it'])(
    'of the app end with it %s: none is an unhandled rejection',
    async (when) => {
      app = createHeadlessApp();
      const unhandled: unknown[] = [];
      const listen = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', listen);
      const result = app.scheduler.submit(() => new Promise(() => {}), { name: 'endless' });
      if (when === 'after it') {
        await importsSettled();
        await frames(1);
      }
      app.dispose();
      await importsSettled();
      await new Promise((resolve) => setTimeout(resolve));
      process.off('unhandledRejection', listen);
      expect(unhandled).toEqual([]);
      await expect(result).rejects.toThrow(/dispose|gone|end/);
    },
  );
});

describe('a signal', () => {
  it('of many tasks has one listener, and none when they are over', async () => {
    const tasks = start();
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    const all: PromiseLike<unknown>[] = [];
    for (let i = 0; i < 100; i++) {
      all.push(
        tasks.submit(() => i, { signal }),
        app.scheduler.submit(() => i, { signal }),
      );
    }
    expect(listeners).toBe(1);
    await frames(2);
    await Promise.all(all);
    expect(listeners).toBe(0);
  });
});

function start(options: TasksOptions = {}): Tasks {
  app = createHeadlessApp();
  return createTasks(app, options);
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    app.frames(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function failure(handle: PromiseLike<unknown>): Promise<TaskError> {
  try {
    await handle;
  } catch (error) {
    if (error instanceof TaskError) return error;
    throw error;
  }
  throw new Error('the task did not fail');
}

function fail(): never {
  throw new Error('no');
}

/** Something more urgent that always waits for its turn in a group. */
function hog(tasks: Tasks, group: string, log: string[], count: number): void {
  for (let i = 0; i < count; i++) {
    tasks.submit(
      () => {
        log.push('hog');
        app.clock.advance(15);
      },
      { group, priority: 'user-blocking' },
    );
  }
}
