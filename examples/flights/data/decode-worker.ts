import { groupBuffers } from './columns';
import { createFetchDecoder } from './decode-flights';
import { toFlightsError } from './flights-error';
import type { DecodeReply, DecodeRequest } from './worker-messages';

/** The part of a worker's global scope that this file uses; the DOM types describe a window. */
interface WorkerScope {
  postMessage(message: DecodeReply, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<DecodeRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const decodeFlights = createFetchDecoder();
let running: AbortController | undefined;

scope.onmessage = ({ data: request }) => {
  running?.abort();
  if (request.type === 'cancel') return;
  running = new AbortController();
  void run(request.url, running.signal);
};

async function run(url: string, signal: AbortSignal): Promise<void> {
  try {
    await decodeFlights(url, post, signal);
    scope.postMessage({ type: 'done' });
  } catch (error) {
    const { code, message } = toFlightsError(error, 'worker', `Decoding ${url} failed`);
    scope.postMessage({ type: 'error', code, message });
  }
}

function post(progress: DecodeReply): void {
  scope.postMessage(progress, progress.type === 'group' ? groupBuffers(progress.group) : []);
}
