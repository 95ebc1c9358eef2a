import { type ChildProcess, fork } from 'node:child_process';
import { BenchError, messageOf } from '../errors';
import type { Driver, Session } from '../run/driver';
import type { BenchListing, OpenRequest } from '../station/protocol';
import type { AnswerMessage, Calls, LoadedFile } from './messages';

export type ChildDriverOptions = {
  /** The built entry of the child process. */
  childFile: string;
  /** Bundled bench files by URL. */
  urls: readonly string[];
  /** Time a file has to be loaded in. @default 60000 */
  loadLimitMs?: number;
};

const LOAD_LIMIT_MS = 60_000;
/** Files loaded at a time. */
const LOADERS = 2;

/** A driver that runs every contender in a Node process of its own, so that none is compiled or collected for another. */
export type ChildDriver = Driver & {
  /** What each file holds, or why it does not load. */
  load(): Promise<readonly LoadedFile[]>;
};

/** Makes the driver; processes are started when they are needed. */
export function createChildDriver({
  childFile,
  urls,
  loadLimitMs = LOAD_LIMIT_MS,
}: ChildDriverOptions): ChildDriver {
  const running = new Set<Child>();
  const fileOf = new Map<string, string>();
  let loading: Promise<readonly LoadedFile[]> | undefined;

  function start(): Child {
    const child = createChild(childFile, () => running.delete(child));
    running.add(child);
    return child;
  }

  /** Each in a process of its own, so that one that ends or never does spoils no other. */
  async function loadAll(): Promise<readonly LoadedFile[]> {
    const loaded: LoadedFile[] = [];
    const waiting = [...urls.entries()];
    const loader = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        loaded[next[0]] = await loadFile(next[1]);
      }
    };
    await Promise.all(Array.from({ length: LOADERS }, loader));
    return loaded.map(takeNew);
  }

  async function loadFile(url: string): Promise<LoadedFile> {
    const child = start();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill();
    }, loadLimitMs);
    try {
      const [file] = await child.call('load', { urls: [url] });
      return file!;
    } catch (error) {
      const late = `it was not loaded within ${loadLimitMs} ms; move what takes long into a setup`;
      return { url, listings: [], failure: isLate ? late : messageOf(error) };
    } finally {
      clearTimeout(timer);
      child.kill();
    }
  }

  /** An id that is defined twice would be opened in either place; the first one stays. */
  function takeNew(file: LoadedFile): LoadedFile {
    const { url } = file;
    const elsewhere: string[] = [];
    const here: string[] = [];
    const listings = file.listings.filter(({ id }) => {
      const known = fileOf.get(id);
      if (known !== undefined) (known === url ? here : elsewhere).push(id);
      else fileOf.set(id, url);
      return known === undefined;
    });
    const troubles = [
      ...(elsewhere.length > 0 ? [`${elsewhere.join(', ')} is defined in another file, too`] : []),
      ...(here.length > 0 ? [`${here.join(', ')} is defined twice in it`] : []),
    ];
    if (troubles.length === 0) return file;
    return { url, listings, failure: `${troubles.join('; ')}; give it another id` };
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
          try {
            await child.call('close', null);
          } finally {
            child.kill();
          }
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
    // Samples are large; what a bench prints is seen, but must not land among the results.
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
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
