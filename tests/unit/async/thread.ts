import { Worker } from 'node:worker_threads';
import type { WorkerLike } from '../../../src/async';

/** What `serveWork` does, in a thread of Node: adds, dies, hangs, throws, or gives back what it was given. */
const SCRIPT = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, data }) => {
  if (data.hang) for (;;);
  if (data.die) throw new Error('died');
  if (data.fail) return parentPort.postMessage({ id, error: 'failed' });
  if (data.buffer) return parentPort.postMessage({ id, result: data.buffer }, [data.buffer]);
  parentPort.postMessage({ id, result: data.a + data.b });
});
`;

/** A thread of Node as a page has workers. */
export function thread(): WorkerLike {
  const worker = new Worker(SCRIPT, { eval: true });
  const like: WorkerLike = {
    postMessage: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    terminate: () => worker.terminate(),
    ...{ onmessage: null, onmessageerror: null, onerror: null },
  };
  worker.on('message', (data) => like.onmessage?.({ data } as never));
  worker.on('error', (error) => like.onerror?.({ message: (error as Error).message } as never));
  return like;
}
