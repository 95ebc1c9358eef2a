import { describe, expect, it } from 'vitest';
import { createTaskManager, type TaskError, type TasksOptions } from '../../../src/async';
import { createHandClock } from '../../hand-clock';

describe('what a more urgent task waits for', () => {
  it('is as urgent: a task of its key', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } } });
    const one = { group: 'one' };
    tasks.submit(log('low'), { ...one, priority: 'low', key: 'a' });
    for (const name of ['b', 'c']) tasks.submit(log(name), { ...one, priority: 'normal' });
    const joined = tasks.submit(log('never'), { ...one, priority: 'user-visible', key: 'a' });
    // A less urgent one changes nothing.
    tasks.submit(log('never'), { ...one, priority: 'background', key: 'a' });
    await run();
    expect(log.all).toEqual(['low', 'b', 'c']);
    expect(joined.status).toBe('completed');
    tasks.submit(log('d'));
    tasks.submit(log('e'), { ...one, priority: 'user-visible' });
    await run();
    expect(log.all.slice(3)).toEqual(['e', 'd']);
    expect(tasks.stats().groups.one).toMatchObject({ active: 0, queued: 0 });
  });

  it('is as urgent: a task of its key, whose deadline comes near', async () => {
    const { tasks, run, log, clock } = start({ groups: { one: { limit: 1 } } });
    const one = { group: 'one' };
    tasks.submit(log('low'), { ...one, priority: 'low', key: 'a' });
    tasks.submit(log('blocking'), { ...one, priority: 'user-blocking' });
    tasks.submit(log('never'), { ...one, priority: 'background', key: 'a', deadlineMs: 20 });
    await run();
    expect(log.all).toEqual(['low', 'blocking']);
    // It counts as late for the one that joined.
    tasks.submit(() => clock.jump(50), { key: 'b' });
    tasks.submit(() => {}, { key: 'b', deadlineMs: 40 });
    await run();
    expect(tasks.stats().late).toBe(1);
  });

  it('is as urgent: what it comes after, and what that comes after', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } } });
    const one = { group: 'one' };
    const first = tasks.submit(log('first'), { ...one, priority: 'background' });
    const second = tasks.submit(log('second'), { ...one, priority: 'low', after: [first] });
    tasks.submit(log('other'), one);
    tasks.submit(log('urgent'), { ...one, priority: 'user-blocking', after: [second] });
    await run();
    expect(log.all).toEqual(['first', 'second', 'urgent', 'other']);
  });

  it('is as urgent: a task that it waits for while it runs, and one that holds what it wants', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } }, resources: { door: 1 } });
    const slow = tasks.submit(log('awaited'), { group: 'one', priority: 'background' });
    for (const name of ['b', 'c']) tasks.submit(log(name), { group: 'one' });
    tasks.submit(({ wait }) => wait(slow), { priority: 'user-blocking' });
    await run();
    expect(log.all).toEqual(['awaited', 'b', 'c']);

    log.all.length = 0;
    const holder = tasks.submit(
      function* () {
        log('holder 1')();
        yield;
        log('holder 2')();
        yield;
        log('holder 3')();
      },
      { priority: 'background', resources: ['door'] },
    );
    await run(1);
    expect(log.all).toEqual(['holder 1']);
    tasks.submit(log('urgent'), { priority: 'user-blocking', resources: ['door'] });
    tasks.submit(log('normal'));
    await run();
    expect(holder.status).toBe('completed');
    // Each of its steps runs once.
    expect(log.all.slice(1)).toEqual(['holder 2', 'holder 3', 'urgent', 'normal']);
  });
});

describe('what holds a resource', () => {
  it('is as urgent as one that acquires it, or that waits for one who wants it; and runs once', async () => {
    for (const how of ['acquires', 'waits for one that does'] as const) {
      const { tasks, run, log } = start({ resources: { door: 1 } });
      let release = (): void => {};
      tasks.submit(
        function* () {
          log('holder 1')();
          yield;
          log('holder 2')();
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        },
        { priority: 'background', resources: ['door'] },
      );
      await run(1);
      const low = { priority: 'low', resources: ['door'] } as const;
      const one = how === 'acquires' ? undefined : tasks.submit(log('low'), low);
      if (one) await run(1);
      tasks.submit(
        async ({ acquire, wait }) => {
          log('urgent')();
          await (one ? wait(one) : acquire('door'));
        },
        { priority: 'user-blocking' },
      );
      await run(1);
      tasks.submit(log('normal'));
      await run();
      release();
      await run();
      expect([log.all.filter((each) => each === 'holder 1').length, tasks.pending]).toEqual([1, 0]);
      expect(log.all.indexOf('holder 2'), how).toBeLessThan(log.all.indexOf('normal'));
    }
  });
});

describe('resources', () => {
  it('are not held by a task that waits for a place', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } }, resources: { door: 1 } });
    let release = (): void => {};
    tasks.submit(() => new Promise<void>((resolve) => (release = resolve)), { group: 'one' });
    await run();
    tasks.submit(log('waits'), { group: 'one', resources: ['door'] });
    tasks.submit(log('other'), { resources: ['door'] });
    await run();
    expect(log.all).toEqual(['other']);
    release();
    await run();
    expect(log.all).toEqual(['other', 'waits']);
    expect(tasks.stats().groups.one).toMatchObject({ active: 0, queued: 0 });
  });

  it('are waited for without a place, and had before those that have not begun', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } }, resources: { door: 1 } });
    let release = (): void => {};
    tasks.submit(() => new Promise<void>((resolve) => (release = resolve)), {
      resources: ['door'],
    });
    await run();
    const waiting = tasks.submit(log('waits'), { group: 'one', resources: ['door'] });
    tasks.submit(log('other'), { group: 'one' });
    await run();
    expect([log.all, waiting.status]).toEqual([['other'], 'queued']);
    tasks.submit(() => release(), { group: 'one' });
    tasks.submit(log('last'), { group: 'one' });
    await run();
    expect(log.all.sort()).toEqual(['last', 'other', 'waits']);
    expect(tasks.stats().groups.one).toMatchObject({ active: 0, queued: 0 });
  });

  it('go to the next when they are given back, and to none that has ended meanwhile', async () => {
    const { tasks, run, log } = start({ resources: { door: 1, gate: 1 } });
    const release: (() => void)[] = [];
    const holder = tasks.submit(async ({ acquire }) => {
      const giveBack = await acquire('door');
      await new Promise<void>((resolve) => release.push(resolve));
      giveBack();
      await new Promise<void>((resolve) => release.push(resolve));
    });
    await run();
    tasks.submit(log('next'), { resources: ['door'] });
    await run();
    expect(log.all).toEqual([]);
    release[0]!();
    await run();
    expect([log.all, holder.status]).toEqual([['next'], 'running']);
    release[1]!();
    await run();

    const stopped: string[] = [];
    const waiting = tasks.submit(async ({ wait }) => {
      await wait(new Promise<void>((resolve) => release.push(resolve))).catch(() =>
        stopped.push('told that it has ended'),
      );
      if (stopped.length === 0) stopped.push('went on');
    });
    waiting.catch(() => {});
    await run();
    waiting.cancel();
    release[2]!();
    await run();
    expect(stopped).toEqual(['told that it has ended']);
  });

  it('go to the next when one that has them is cancelled while it waits for a place', async () => {
    const { tasks, run, log } = start({ groups: { one: { limit: 1 } }, resources: { door: 1 } });
    const release: (() => void)[] = [];
    const hold = () => new Promise<void>((resolve) => release.push(resolve));
    tasks.submit(hold, { resources: ['door'] });
    await run();
    const waiting = tasks.submit(log('never'), { group: 'one', resources: ['door'] });
    waiting.catch(() => {});
    await run();
    tasks.submit(hold, { group: 'one' });
    await run();
    release[0]!();
    await run();
    waiting.cancel();
    tasks.submit(log('next'), { resources: ['door'] });
    await run();
    expect(log.all).toEqual(['next']);
    release[1]!();
    tasks.submit(log('last'), { group: 'one' });
    await run();
    expect(log.all).toEqual(['next', 'last']);
    expect(tasks.stats().groups.one).toMatchObject({ active: 0, queued: 0 });
  });

  it('and the place are free again when one is cancelled between having them and beginning', async () => {
    const { tasks, run, posted, log } = start({
      groups: { one: { limit: 1 } },
      resources: { door: 1 },
    });
    let release = (): void => {};
    tasks.submit(() => new Promise<void>((resolve) => (release = resolve)), {
      resources: ['door'],
    });
    await run();
    const waiting = tasks.submit(log('never'), { group: 'one', resources: ['door'] });
    waiting.catch(() => {});
    await run();
    release();
    await settle();
    expect([posted.length, tasks.stats().groups.one!.active]).toEqual([1, 1]);
    waiting.cancel();
    tasks.submit(log('next'), { group: 'one', resources: ['door'] });
    await run();
    expect(log.all).toEqual(['next']);
    expect(tasks.stats().groups.one).toMatchObject({ active: 0, queued: 0 });
  });
});

describe('a name that no task bears', () => {
  it('is waited for so long, then the task fails, and says so', async () => {
    const { tasks, run, clock } = start({ nameTimeoutMs: 500 });
    const waiting = tasks.submit(() => 1, { name: 'b', after: ['a', 'c'] });
    const end = waiting.catch((error: unknown) => error);
    const inTime = tasks.submit(() => 2, { after: ['a'] });
    await clock.advance(300);
    let release = (): void => {};
    tasks.submit(() => new Promise<void>((resolve) => (release = resolve)), { name: 'a' });
    await run();
    await clock.advance(199);
    expect(waiting.status).toBe('queued');
    await clock.advance(1);
    expect(await end).toMatchObject({
      code: 'task-dependency',
      message:
        "task 'b' was not run: no task named 'c' was submitted within 500 ms; give a handle, submit it sooner, or raise nameTimeoutMs",
    });
    // One that is there may take as long as it does.
    await clock.advance(5_000);
    release();
    await run();
    expect(await inTime).toBe(2);
    expect([tasks.pending, clock.timers]).toEqual([0, 0]);
  });

  it('is waited for as long as it may be, and for ever where that is said', async () => {
    const usual = start();
    const end = usual.tasks
      .submit(() => 1, { after: ['a'] })
      .catch((error) => (error as TaskError).code);
    await usual.clock.advance(59_999);
    expect(usual.tasks.pending).toBe(1);
    await usual.clock.advance(1);
    expect(await end).toBe('task-dependency');

    const { tasks, run, clock } = start({ nameTimeoutMs: Number.POSITIVE_INFINITY });
    const patient = tasks.submit(() => 1, { after: ['a'] });
    const cancelled = tasks.submit(() => 1, { after: ['a'] });
    cancelled.catch(() => {});
    cancelled.cancel();
    expect(clock.timers).toBe(0);
    await clock.advance(2 ** 31);
    tasks.submit(() => 1, { name: 'a' });
    await run();
    expect(await patient).toBe(1);
    expect(() => start({ nameTimeoutMs: 0 })).toThrow(/nameTimeoutMs is 0; give/);
  });
});

describe('tasks without a name', () => {
  it('have no cost, no demotion and no dependents in common', async () => {
    const { tasks, run, clock, log } = start({ overrunMs: 5 });
    for (let i = 0; i < 4; i++) {
      tasks.submit(() => clock.jump(1_000));
      await run();
    }
    expect(tasks.costOf('task')).toBe(undefined);
    // With the cost of those before it would be urgent at once, and with their overruns start lower.
    tasks.submit(log('plain'), { deadlineMs: 1_000 });
    tasks.submit(log('blocking'), { priority: 'user-blocking' });
    tasks.submit(log('next'));
    await run();
    expect(log.all).toEqual(['blocking', 'plain', 'next']);
    const waiting = tasks.submit(() => 1, { after: ['task'] });
    waiting.catch(() => {});
    tasks.submit(() => 1);
    await run();
    expect(waiting.status).toBe('queued');
    tasks.submit(() => 1, { name: 'task' });
    await run();
    expect(waiting.status).toBe('completed');
    const overruns: boolean[] = [];
    tasks.onOverrun(({ demoted }) => overruns.push(demoted));
    tasks.submit(() => clock.jump(1_000));
    await run();
    expect(overruns).toEqual([false]);
  });
});

/** Tasks whose functions run when the test says so: the most urgent first, in the order of posting. */
function start(options: TasksOptions = {}) {
  const clock = createHandClock();
  const order = ['user-blocking', 'user-visible', 'normal', 'low', 'background'];
  const posted: { task: () => void; lane: number }[] = [];
  const tasks = createTaskManager(
    { post: (task, priority) => posted.push({ task, lane: order.indexOf(priority) }) },
    { ...options, ports: clock },
  );
  const all: string[] = [];
  const log = Object.assign((what: string) => () => void all.push(what), { all });
  return {
    ...{ tasks, clock, log, posted },
    async run(most = 1_000) {
      await settle();
      for (let i = 0; i < most && posted.length > 0; i++) {
        const lane = Math.min(...posted.map((each) => each.lane));
        const at = posted.findIndex((each) => each.lane === lane);
        posted.splice(at, 1)[0]!.task();
        await settle();
      }
    },
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
