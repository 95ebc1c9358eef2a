import { type ChildProcess, fork } from 'node:child_process';
import { BenchError } from '../errors';
import type { Driver, Session } from '../run/driver';
import type { BenchListing, OpenRequest } from '../station/protocol';
import type { AnswerMessage, Calls, LoadedFile } from './messages';

export type ChildDriverOptions = {
  /** The built entry of the child process. */
  childFile: string;
  /** Bundled bench files by URL. */
  urls: readonly string[];
};

/** A driver that runs every contender in a Node process of its own, so that none is compiled or collected for another. */
export type ChildDriver = Driver & {
  /** What each file holds, or why it does not load. */
  load(): Promise<readonly LoadedFile[]>;
};

/** Makes the driver; processes are started when they are needed. */
export function createChildDriver({ childFile, urls }: ChildDriverOptions): ChildDriver {
  const running = new Set<Child>();
  const fileOf = new Map<string, string>();
  let loading: Promise<readonly LoadedFile[]> | undefined;

  function start(): Child {
    const child = createChild(childFile, () => running.delete(child));
    running.add(child);
    return child;
  }

  async function loadAll(): Promise<readonly LoadedFile[]> {
    const child = start();
    try {
      return (await child.call('load', { urls: [...urls] })).map(takeNew);
    } finally {
      child.kill();
    }
  }

  /** An id that two files define would be opened in either. */
  function takeNew(file: LoadedFile): LoadedFile {
    const twice = file.listings.filter(({ id }) => fileOf.has(id)).map(({ id }) => id);
    const listings = file.listings.filter(({ id }) => !fileOf.has(id));
    for (const { id } of listings) fileOf.set(id, file.url);
    if (twice.length === 0) return file;
    const failure = `${twice.join(', ')} is defined in another file, too; give it another id`;
    return { url: file.url, listings, failure };
  }

  async function load(): Promise<readonly LoadedFile[]> {
    loading ??= loadAll();
    return loading;
  }

  return {
    host: 'node',
    turns: 4,
    load,
    async list(): Promise<readonly BenchListing[]> {
      return (await load()).flatMap(({ listings }) => listings);
    },
    async open(request: OpenRequest): Promise<Session> {
      await load();
      const file = fileOf.get(request.bench);
      if (file === undefined) throw new BenchError(`no file defines ${request.bench}`);
      const child = start();
      try {
        await child.call('load', { urls: [file] });
        await child.call('open', request);
      } catch (error) {
        child.kill();
        throw error;
      }
      return {
        warm: (wanted) => child.call('warm', wanted),
        sample: (wanted) => child.call('sample', wanted),
        count: () => child.call('count', request),
        allocate: () => child.call('allocate', null),
        async close() {
          await child.call('close', null);
          child.kill();
        },
        kill: child.kill,
      };
    },
    async close() {
      for (const child of running) child.kill();
    },
  };
}

type Child = {
  call<M extends keyof Calls>(
    method: M,
    argument: Calls[M]['argument'],
  ): Promise<Calls[M]['result']>;
  kill(): void;
};

function createChild(childFile: string, onExit: () => void): Child {
  const child: ChildProcess = fork(childFile, {
    execArgv: ['--expose-gc'],
    // Samples are large; what a bench prints must not land among the results.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let settle: { resolve(value: unknown): void; reject(error: Error): void } | undefined;
  let ended = false;
  child.on('message', (message: AnswerMessage) => {
    const waiting = settle;
    settle = undefined;
    if ('error' in message) waiting?.reject(new BenchError(message.error));
    else waiting?.resolve(message.value);
  });
  const end = (why: string) => {
    if (ended) return;
    ended = true;
    settle?.reject(new BenchError(`its process ended (${why}) before it answered`));
    settle = undefined;
    onExit();
  };
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  return {
    call(method, argument) {
      if (ended) return Promise.reject(new BenchError('its process has ended'));
      return new Promise((resolve, reject) => {
        settle = { resolve: resolve as (value: unknown) => void, reject };
        child.send({ method, argument });
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
