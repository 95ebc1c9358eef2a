import PQueue from 'p-queue';
import { describe, expect, it, vi } from 'vitest';
import {
  createTaskManager,
  type ManagedTask,
  TaskError,
  type TaskHandle,
  type Tasks,
  type TasksOptions,
} from '../../../src/async';
import { createSeededExecutor, type SeededExecutor } from '../../../src/testing/seeded-executor';

describe('a task that awaits its child', () => {
  it('lends its place: three that do finish at a limit of two, where p-queue hangs', async () => {
    const { tasks, executor } = start({ groups: { two: { limit: 2 } } });
    const log: string[] = [];
    const handles = [1, 2, 3].map((i) =>
      tasks.submit(
        async ({ run }) => {
          const inner = await run(async () => `child ${i}`);
          log.push(inner);
          return inner;
        },
        { group: 'two' },
      ),
    );
    await executor.run();
    expect(await Promise.all(handles)).toEqual(['child 1', 'child 2', 'child 3']);
    expect(tasks.stats().lends).toBe(3);

    const queue = new PQueue({ concurrency: 2 });
    for (const i of [1, 2, 3]) {
      void queue.add(async () => {
        await queue.add(async () => log.push(`p-queue ${i}`));
      });
    }
    for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
    // The first found room for its child; the others wait for ever.
    expect([queue.pending, queue.size, log.length]).toEqual([2, 2, 4]);
    queue.clear();
  });

  it('does so at any depth, with no more than the limit running at once', async () => {
    const { tasks, executor } = start({ groups: { one: { limit: 1 } } });
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    };
    const into =
      (depth: number): ManagedTask<number> =>
      async ({ run }) => {
        await work();
        const below = depth === 0 ? 0 : await run(into(depth - 1));
        await work();
        return below + 1;
      };
    const nest = (depth: number): PromiseLike<number> =>
      tasks.submit(into(depth), { group: 'one' });
    const results = [nest(30), nest(30)];
    await executor.run();
    expect(await Promise.all(results)).toEqual([31, 31]);
    expect(most).toBe(1);
    expect(tasks.stats().groups.one!.active).toBe(0);
  });

  it('runs several children at once and takes its place again when the last is done', async () => {
    const { tasks, executor } = start({ groups: { two: { limit: 2 } } });
    let most = 0;
    const handle = tasks.submit(
      async ({ run }) => {
        const children = [1, 2, 3, 4].map((i) =>
          run(async ({ yieldNow }) => {
            await yieldNow();
            most = Math.max(most, tasks.stats().groups.two!.active);
            return i;
          }),
        );
        return (await Promise.all(children)).reduce((sum, each) => sum + each, 0);
      },
      { group: 'two' },
    );
    await executor.run();
    expect([await handle, most]).toEqual([10, 2]);
  });

  it('lends its place again to a child that it runs while it waits to have it back', async () => {
    const posted: (() => void)[] = [];
    const ports = createSeededExecutor(1);
    const tasks = createTaskManager(
      { post: (task) => posted.push(task) },
      { groups: { one: { limit: 1 } }, ports },
    );
    // At once, so that promises come on when all that was posted has run.
    const runPosted = async (): Promise<void> => {
      while (posted.length > 0) posted.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    };
    const gates: Record<string, () => void> = {};
    const gate = (name: string): Promise<void> =>
      new Promise((resolve) => {
        gates[name] = resolve;
      });
    const parent = tasks.submit(
      async ({ run }) => {
        const first = run(() => 'first', { priority: 'user-blocking' });
        const later = gate('later').then(() => run(() => 'second'));
        return Promise.all([first, later]);
      },
      { group: 'one' },
    );
    const other = tasks.submit(() => gate('other'), { group: 'one' });
    await runPosted();
    expect([parent.status, other.status]).toEqual(['running', 'running']);
    gates.later!();
    await runPosted();
    gates.other!();
    for (let i = 0; i < 4; i++) await runPosted();
    expect(parent.status).toBe('completed');
    expect(await parent).toEqual(['first', 'second']);
    expect(tasks.stats().groups.one!.active).toBe(0);
  });

  it('cancels children that it leaves behind', async () => {
    const { tasks, executor } = start();
    const aborted: string[] = [];
    const handle = tasks.submit(async ({ run }) => {
      run(({ signal }) => {
        signal.addEventListener('abort', () => aborted.push('child'));
        return new Promise(() => {});
      }).catch(() => {});
      return 1;
    });
    await executor.run();
    expect([await handle, tasks.pending]).toEqual([1, 0]);
    expect(
      tasks
        .history()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['cancelled', 'completed']);
  });
});

describe('tasks that would wait for each other', () => {
  it('are told of with the whole path: children of one key', async () => {
    const { tasks, executor } = start();
    const handle = tasks.submit(
      ({ run }) =>
        run(({ run: again }) => again(() => 1, { name: 'inner', key: 'outer' }), {
          name: 'middle',
        }),
      { name: 'outer', key: 'outer' },
    );
    const error = failure(handle);
    await executor.run();
    expect((await error).path).toEqual(['middle', 'outer', 'middle']);
    expect((await error).message).toContain('middle -> outer -> middle');
    expect(tasks.pending).toBe(0);
  });

  it('are told of: handles waited for both ways', async () => {
    const { tasks, executor } = start();
    const handles: PromiseLike<unknown>[] = [];
    handles[0] = tasks.submit(({ wait }) => wait(handles[1]!), { name: 'a' });
    handles[1] = tasks.submit(({ wait }) => wait(handles[2]!), { name: 'b' });
    handles[2] = tasks.submit(({ wait }) => wait(handles[0]!), { name: 'c' });
    const ends = handles.map((handle) => failure(handle));
    await executor.run();
    const paths = (await Promise.all(ends)).map(({ path }) => path.length);
    expect(paths).toEqual([4, 4, 4]);
    expect(tasks.stats().cycles).toBe(1);
  });

  it('are told of: a child that needs what its parent holds', async () => {
    const { tasks, executor } = start({ resources: { door: 1 } });
    const handle = tasks.submit(({ run }) => run(() => 1, { name: 'child', resources: ['door'] }), {
      name: 'parent',
      resources: ['door'],
    });
    const error = failure(handle);
    await executor.run();
    expect((await error).path).toEqual(['child', 'parent', 'child']);
    const next = tasks.submit(() => 2, { resources: ['door'] });
    await executor.run();
    expect(await next).toBe(2);
  });

  it('are told of: one that comes to wait for who wants what it holds, though nobody waits for it', async () => {
    const { tasks, executor } = start({ resources: { a: 1 } });
    let wants: TaskHandle<number> | undefined;
    const holds = tasks.submit(
      async ({ wait, yieldNow }) => {
        while (wants!.status === 'queued' && wants!.entry.stage !== 'resources') await yieldNow();
        return wait(wants!);
      },
      { name: 'holds', resources: ['a'] },
    );
    wants = tasks.submit(() => 1, { name: 'wants', resources: ['a'] });
    const failed = expect(holds).rejects.toMatchObject({ path: ['holds', 'wants', 'holds'] });
    await executor.run();
    await failed;
    expect([await wants, tasks.stats().cycles]).toEqual([1, 1]);
  });

  it('are told of: what a child comes to want later', async () => {
    const { tasks, executor } = start({ resources: { door: 1 } });
    const handle = tasks.submit(
      ({ run }) =>
        run(
          async ({ yieldNow, acquire }) => {
            await yieldNow();
            await acquire('door');
          },
          { name: 'child' },
        ),
      { name: 'parent', resources: ['door'] },
    );
    const error = failure(handle);
    await executor.run();
    expect((await error).path).toEqual(['child', 'parent', 'child']);
  });
});

describe('a chain of tasks', () => {
  it('is not gone along for each that waits for its end', async () => {
    const { tasks, executor } = start();
    let release = (): void => {};
    const hangs = new Promise<void>((resolve) => {
      release = resolve;
    });
    let last: TaskHandle<unknown> = tasks.submit(() => hangs);
    for (let i = 0; i < 100; i++) last = tasks.submit(() => i, { after: [last] });
    const looks = vi.spyOn(last.entry.waitsFor, 'keys');
    const all = Array.from({ length: 100 }, () => tasks.submit(({ wait }) => wait(last)));
    const self: TaskHandle<void> = tasks.submit(({ wait }) => wait(self));
    const failed = expect(self).rejects.toMatchObject({ path: ['task', 'task'] });
    await executor.run();
    await failed;
    expect(looks.mock.calls.length).toBeLessThan(5);
    release();
    await executor.run();
    expect(await Promise.all(all)).toEqual(new Array(100).fill(99));
  });
});

describe('a ring over resources alone', () => {
  it('is told of at what closes it, though nobody waits for that task itself', async () => {
    const { tasks, executor } = start({ resources: { b: 1, c: 1 } });
    const last = failure(
      tasks.submit(
        async ({ acquire, yieldNow }) => {
          for (let i = 0; i < 10; i++) await yieldNow();
          await acquire('c');
        },
        { name: 'last', resources: ['b'] },
      ),
    );
    const parent = tasks.submit(
      ({ run }) => run(() => 'child', { name: 'child', resources: ['b'] }),
      { name: 'parent', resources: ['c'] },
    );
    await executor.run();
    expect(((await last).cause as TaskError).path).toEqual(['last', 'parent', 'child', 'last']);
    expect(await parent).toBe('child');
  });
});

describe('resources', () => {
  it('are held by as many as was declared, all of a task at once', async () => {
    const { tasks, executor } = start({ resources: { a: 1, b: 2 } });
    let holdersOfA = 0;
    let holdersOfB = 0;
    let most = '';
    for (let i = 0; i < 20; i++) {
      const names = i % 3 === 0 ? ['b', 'a'] : i % 3 === 1 ? ['a'] : ['b'];
      tasks.submit(
        async ({ yieldNow }) => {
          if (names.includes('a')) holdersOfA++;
          if (names.includes('b')) holdersOfB++;
          if (holdersOfA > 1 || holdersOfB > 2) most = `${holdersOfA} ${holdersOfB}`;
          await yieldNow();
          if (names.includes('a')) holdersOfA--;
          if (names.includes('b')) holdersOfB--;
        },
        { resources: names },
      );
    }
    await executor.run();
    expect([most, tasks.stats().completed]).toEqual(['', 20]);
  });

  it('that are taken later come in the order of declaring, and are given back', async () => {
    const { tasks, executor } = start({ resources: { a: 1, b: 1 } });
    const wrong = failure(
      tasks.submit(async ({ acquire }) => {
        await acquire('b');
        await acquire('a');
      }),
    );
    await executor.run();
    expect((await wrong).cause).toMatchObject({ code: 'task-order' });
    const log: string[] = [];
    tasks.submit(async ({ acquire, yieldNow }) => {
      const release = await acquire('a');
      log.push('first has a');
      await yieldNow();
      release();
      release();
      await yieldNow();
      await acquire('b');
      log.push('first has b');
    });
    tasks.submit(async ({ acquire }) => {
      await acquire('a');
      log.push('second has a');
    });
    await executor.run();
    expect(log[0]).toMatch(/has a/);
    expect(log).toContain('first has b');
    expect(log).toContain('second has a');
  });

  it('reach one that wants several beside a stream of those that want one', async () => {
    const { tasks, executor } = start({ resources: { a: 1, b: 1 } });
    const log: string[] = [];
    const stream = (name: string, left: number): void => {
      tasks.submit(
        async ({ yieldNow }) => {
          if (left > 0) stream(name, left - 1);
          await yieldNow();
          log.push(name);
        },
        { resources: [name] },
      );
    };
    stream('a', 20);
    stream('b', 20);
    tasks.submit(() => log.push('both'), { resources: ['a', 'b'] });
    await executor.run();
    expect(log).toHaveLength(43);
    expect(log.indexOf('both')).toBeLessThan(6);
  });

  it('come to as many as wait for one at no more than a few looks each', async () => {
    const { tasks, executor } = start({
      resources: { a: 1, b: 3 },
      groups: { many: { maxQueued: 1e6 } },
    });
    let done = 0;
    for (let i = 0; i < 5_000; i++) {
      const resources = i % 10 === 0 ? ['b', 'a'] : ['a'];
      tasks.submit(() => done++, { resources, group: 'many' });
    }
    // Where each is looked at whenever one comes or goes, this takes minutes.
    await executor.run();
    expect([done, tasks.pending]).toEqual([5_000, 0]);
  });

  it('are given to one that another waits for who holds some, though one before it wants them', async () => {
    const { tasks, executor } = start({ resources: { a: 1, b: 1, c: 1 } });
    const log: string[] = [];
    tasks.submit(
      async ({ run, yieldNow }) => {
        await yieldNow();
        await run(() => log.push('child'), { name: 'child', resources: ['b', 'c'] });
        log.push('parent');
      },
      { name: 'parent', resources: ['a'] },
    );
    tasks.submit(() => log.push('both'), { resources: ['a', 'b'] });
    tasks.submit(() => log.push('c'), { resources: ['c'] });
    await executor.run();
    expect(log.indexOf('child')).toBeLessThan(log.indexOf('both'));
    expect(log).toHaveLength(4);
  });

  it('are free again after a time limit', async () => {
    const { tasks, executor } = start({ resources: { a: 1 } });
    const hanging = failure(
      tasks.submit(() => new Promise(() => {}), { resources: ['a'], timeoutMs: 50 }),
    );
    const next = tasks.submit(() => 'next', { resources: ['a'] });
    await executor.run();
    expect((await hanging).code).toBe('task-timeout');
    expect(await next).toBe('next');
  });
});

function start(options: TasksOptions = {}): { tasks: Tasks; executor: SeededExecutor } {
  const executor = createSeededExecutor(5, { inOrder: true });
  return { tasks: createTaskManager(executor, { ...options, ports: executor }), executor };
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
