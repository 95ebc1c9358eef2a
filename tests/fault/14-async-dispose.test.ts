import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  createBatcher,
  createIdleExecutor,
  createTaskManager,
  createTasks,
  createWorkerPool,
  debounce,
  type WorkerPool,
} from '../../src/async';
import { createConnectionPool, createHttpClient, createSocketPool } from '../../src/network';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { thread } from '../unit/async/thread';
import { startFaultServer } from '../unit/network/fault-server';

const LATER_MS = 60_000;

describe('what is disposed in every state there is', () => {
  it('leaves no promise, timer, interval, socket, thread or channel', async () => {
    const resources = activeResources();
    const timers = watchTimers();
    const promises = watchPromises();
    const endings: (() => unknown)[] = [];
    const states: Record<string, () => unknown> = {};

    openTasks(promises.add, endings, states);
    openHelpers(promises.add, endings, states);
    const connections = await openConnections(promises.add, endings, states);
    const http = await openRequests(promises.add, endings, states);
    const sockets = await openSockets(promises.add, endings, states);
    openWorkers(promises.add, endings, states);

    // Each of them is in the middle of what it does.
    for (const [state, read] of Object.entries(states))
      await expect.poll(read, { message: state, interval: 2 }).toBeTruthy();
    expect(timers.open().length).toBeGreaterThan(20);
    expect(promises.open()).toBeGreaterThan(30);

    const ends = endings.map((end) => end());
    expect(timers.open()).toEqual([]);
    await Promise.all(ends);
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
    expect([promises.open(), promises.fulfilled()]).toEqual([0, []]);
    // Nothing begins anew.
    expect(timers.open()).toEqual([]);
    await expect
      .poll(() => [http.open(), sockets.clients.size, connections.open()], { interval: 2 })
      .toEqual([0, 0, 0]);
    // The host keeps connections on which nothing is asked for another time: not ours to close.
    http.disconnect();
    await expect.poll(() => more(resources, activeResources()), { interval: 5 }).toEqual([]);
    // A second time is nothing.
    for (const end of endings) await end();
    expect(timers.open()).toEqual([]);
  });
});

type Add = (name: string, promise: PromiseLike<unknown>) => void;
type States = Record<string, () => unknown>;

/** Tasks of an app: in each stage, and through the scheduler itself. */
function openTasks(add: Add, endings: (() => unknown)[], states: States): void {
  const app = createHeadlessApp();
  const tasks = createTasks(app, {
    ports: { ...realPorts() },
    groups: {
      one: { limit: 1, timeoutMs: LATER_MS },
      small: { limit: 1, maxQueued: 1, whenFull: 'wait' },
      learnt: { limit: { initial: 2 }, countMissedFrames: true },
    },
    resources: { a: 1 },
  });
  const never = (): Promise<never> => new Promise(() => {});
  const submit = (name: string, ...rest: Parameters<typeof tasks.submit>): void => {
    const [task, options] = rest;
    add(name, tasks.submit(task, { name, ...options }));
  };
  submit('time limit', never, { group: 'one', key: 'k' });
  submit('same key', never, { group: 'one', key: 'k' });
  submit('queued', never, { group: 'one', deadlineMs: LATER_MS });
  for (let i = 0; i < 4; i++) submit(`backlog ${i}`, never, { group: 'small' });
  submit('holder', never, { resources: ['a'], group: 'learnt' });
  submit('waits for a resource', never, { resources: ['a'] });
  submit('comes after a name', never, { after: ['nobody'] });
  submit('comes after one', never, { after: [tasks.submit(never)] });
  submit(
    'between two steps',
    function* () {
      for (;;) {
        app.clock.advance(9);
        yield;
      }
    },
    {},
  );
  submit('parent', ({ run }) => run(never, { name: 'child', timeoutMs: LATER_MS }));
  submit('acquires', ({ acquire }) => acquire('a'));
  submit('yields', async ({ yieldNow }) => {
    for (;;) await yieldNow();
  });
  submit('waits for its next try', () => Promise.reject(new Error('no')), {
    retry: { tries: 3, minMs: LATER_MS, maxMs: LATER_MS },
    priority: 'user-blocking',
  });
  add('idle', tasks.whenIdle().then(refuse));
  const { scheduler } = app;
  add('of the scheduler', scheduler.submit(never, { signal: new AbortController().signal }));
  add('of the scheduler, managed', scheduler.submit(never, { timeoutMs: LATER_MS }));
  add('a yield', scheduler.yieldNow('background'));
  add(
    'in slices',
    scheduler.submit(function* () {
      for (;;) yield app.clock.advance(9);
    }),
  );
  scheduler.post(() => {}, 'background');
  for (let i = 0; i < 3; i++) app.frames(1);
  // There was some while the first began.
  add('room', tasks.whenRoom('small').then(refuse));
  states['a task waits for its next try'] = () => {
    app.frames(1);
    return tasks.stats().retries === 1;
  };
  states['a child runs'] = () => {
    app.frames(1);
    return tasks.list().some(({ name, status }) => name === 'child' && status === 'running');
  };
  endings.push(() => app.dispose());
}

function openHelpers(add: Add, endings: (() => unknown)[], states: States): void {
  const later = debounce(() => {}, { waitMs: LATER_MS });
  later();
  const batcher = createBatcher({ load: (keys: readonly number[]) => keys, windowMs: LATER_MS });
  add('a key of a batch', batcher.get(1));
  const executor = createIdleExecutor();
  const tasks = createTaskManager(executor, { ports: realPorts() });
  add(
    'without an app',
    tasks.submit(() => new Promise(() => {}), { timeoutMs: LATER_MS }),
  );
  states['a task runs between events'] = () => tasks.list()[0]?.status === 'running';
  endings.push(() => {
    later.cancel();
    batcher.dispose();
    tasks.dispose();
    executor.dispose();
  });
}

/** Pools of sockets: in use, waited for, being opened, idle, being checked, tried again. */
async function openConnections(add: Add, endings: (() => unknown)[], states: States) {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.on('close', () => open--);
  });
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as { port: number };
  const { connect } = await import('node:net');
  const line = () =>
    new Promise<ReturnType<typeof connect>>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', reject);
      socket.once('connect', () => resolve(socket));
    });
  const close = (socket: ReturnType<typeof connect>): void => void socket.destroy();
  const busy = createConnectionPool({ ...{ open: line, close }, max: 2, leakAfterMs: LATER_MS });
  const leases = [await busy.acquire(), await busy.acquire()];
  for (let i = 0; i < 3; i++) add(`waits for a connection ${i}`, busy.acquire());
  const idle = createConnectionPool({ open: line, close, min: 1, max: 4 });
  await idle.warm(3);
  const opening = createConnectionPool<never>({ open: () => new Promise(() => {}) });
  add('waits for one that opens', opening.acquire());
  const refused = createConnectionPool<never>({
    ...{ min: 1, open: () => Promise.reject(new Error('refused')) },
  });
  const checks = createConnectionPool({ ...{ open: line, close }, check: () => checked });
  let pass: (isGood: boolean) => void = () => {};
  const checked = new Promise<boolean>((resolve) => {
    pass = resolve;
  });
  (await checks.acquire()).release();
  add('waits for a check', checks.acquire());
  states['connections are in use, idle, opening, refused'] = () =>
    [busy, idle, opening, refused].every((pool, at) =>
      at === 0
        ? pool.stats().waiting === 3
        : at === 1
          ? pool.stats().idle === 3
          : pool.stats().opening + pool.stats().failedOpens > 0,
    );
  endings.push(() => {
    const ends = [busy, idle, opening, refused, checks].map((pool) => pool.dispose());
    for (const lease of leases) lease.release();
    pass(true);
    return Promise.all(ends);
  });
  return { open: () => open };
}

/** Requests on their way, waiting for their turn, for their window, for their next try. */
async function openRequests(add: Add, endings: (() => unknown)[], states: States) {
  const server = await startFaultServer({
    '/hang': () => {},
    '/half': (_, response) => void response.writeHead(200).write('half'),
    '/broken': (_, response) => response.writeHead(500).end(),
  });
  const client = createHttpClient({ limit: 2, totalMs: LATER_MS, retry: retryLater });
  const windows = createHttpClient({ limit: { initial: 4 }, windowMs: LATER_MS });
  for (const path of ['/hang', '/half', '/hang?waits', '/hang'])
    add(path, client.request(`${server.url}${path}`));
  add('next try', windows.request(`${server.url}/broken`, { retry: retryLater }));
  add('a range', windows.range(`${server.url}/hang`, 0, 10));
  states['requests wait'] = () => server.open() === 2 && client.stats().coalesced === 1;
  states['a request waits for its next try'] = () => windows.stats().retries === 1;
  endings.push(() => {
    client.dispose();
    windows.dispose();
  });
  return server;
}

const retryLater = { tries: 3, minMs: LATER_MS, maxMs: LATER_MS };

/** WebSockets that are asked, that are to be asked whether they are there, and one that connects again. */
async function openSockets(add: Add, endings: (() => unknown)[], states: States) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address();
  const heartbeat = { data: 'beat', everyMs: LATER_MS, timeoutMs: LATER_MS };
  const asked = createSocketPool({
    create: () => new WebSocket(`ws://127.0.0.1:${port}`),
    ...{ heartbeat, perSocket: 1, max: 2 },
  });
  for (let i = 0; i < 3; i++) add(`asked over a socket ${i}`, asked.request(i));
  const lost = createSocketPool({
    create: () => new WebSocket('ws://127.0.0.1:1'),
    reconnect: { minMs: LATER_MS, maxMs: LATER_MS },
  });
  add('waits for a socket', lost.request('a'));
  const connecting = createSocketPool({
    create: () => new WebSocket(`ws://127.0.0.1:${port}`),
  });
  states['sockets are asked, and one is lost'] = () =>
    asked.stats().sockets === 2 && server.clients.size >= 2 && lost.stats().lost === 1;
  endings.push(() => {
    // In the middle of connecting.
    add('connects', connecting.request('b'));
    asked.dispose();
    lost.dispose();
    connecting.dispose();
  });
  return server;
}

/** Workers that never come back, that rest, that died and are to be started again. */
function openWorkers(add: Add, endings: (() => unknown)[], states: States): void {
  const pools: WorkerPool[] = [];
  const pool = (options: Parameters<typeof createWorkerPool>[0]): WorkerPool => {
    pools.push(createWorkerPool(options));
    return pools.at(-1)!;
  };
  const busy = pool({ create: thread, max: 1, timeoutMs: LATER_MS });
  add('never comes back', busy.run({ hang: true }));
  add('waits for a worker', busy.run({ a: 1, b: 1 }));
  const resting = pool({ create: thread, min: 1, idleMs: LATER_MS });
  const dying = pool({ create: thread, max: 1, replays: 10 });
  add('is to be done again', dying.run({ die: true }));
  states['workers run, rest and die'] = () =>
    busy.stats().busy === 1 && resting.stats().workers === 1 && dying.stats().crashed > 0;
  endings.push(() => {
    for (const each of pools) each.dispose();
  });
}

function realPorts() {
  return {
    now: () => performance.now(),
    setTimer: (callback: () => void, ms: number): unknown => setTimeout(callback, ms),
    clearTimer: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
    random: Math.random,
  };
}

/** A promise that comes to a result when all is disposed, as others reject. */
function refuse(): never {
  throw new Error('it is over');
}

/** Counts promises that are not settled, and names those that came to a result, which none here may. */
function watchPromises() {
  let open = 0;
  const fulfilled: string[] = [];
  return {
    open: () => open,
    fulfilled: () => fulfilled,
    add(name: string, promise: PromiseLike<unknown>): void {
      open++;
      promise.then(
        () => {
          open--;
          fulfilled.push(name);
        },
        () => open--,
      );
    },
  };
}

/** Timers and intervals set from now on by what is under test or by this file, and neither fired nor cleared: where they were set. */
function watchTimers() {
  const { setTimeout: setOne, setInterval: setMany } = globalThis;
  const { clearTimeout: clearOne, clearInterval: clearMany } = globalThis;
  const open = new Map<unknown, string>();
  const remember = <T>(timer: T): T => {
    // Who asked: the one below this and the wrapper, not the host's own timers for what was asked of it.
    const [, , , from = ''] = (new Error().stack ?? '').split('\n');
    if (/\/(src|fault)\//.test(from)) open.set(timer, from.trim());
    return timer;
  };
  globalThis.setTimeout = Object.assign((callback: () => void, ms?: number, ...rest: never[]) => {
    const timer = setOne(() => {
      open.delete(timer);
      callback(...(rest as []));
    }, ms);
    return remember(timer);
  }, setOne) as typeof setTimeout;
  globalThis.setInterval = ((callback: () => void, ms?: number) =>
    remember(setMany(callback, ms))) as typeof setInterval;
  globalThis.clearTimeout = ((timer: NodeJS.Timeout) => {
    open.delete(timer);
    clearOne(timer);
  }) as typeof clearTimeout;
  globalThis.clearInterval = ((timer: NodeJS.Timeout) => {
    open.delete(timer);
    clearMany(timer);
  }) as typeof clearInterval;
  onTestFinished(() => {
    globalThis.setTimeout = setOne;
    globalThis.setInterval = setMany;
    globalThis.clearTimeout = clearOne;
    globalThis.clearInterval = clearMany;
  });
  return { open: () => [...open.values()] };
}

/** What keeps Node from ending, by kind; its own timers, and those of the tests, aside. */
function activeResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind !== 'Timeout' && kind !== 'Immediate') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Kinds of which there are more than before. Servers of the test are there until it has ended. */
function more(before: Map<string, number>, now: Map<string, number>): string[] {
  const own: Record<string, number> = { TCPServerWrap: 3 };
  return [...now]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0) + (own[kind] ?? 0))
    .map(([kind, count]) => `${kind} ${count}`);
}
