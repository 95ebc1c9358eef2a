import type { BenchResult } from '../result';
import type { Gathered } from '../run/run-bench';
import type { BenchListing, RoundSamples } from '../station/protocol';
import type { LiveApp } from './live-app';
import { caseOf, type LiveSettings, resultOf } from './run-safely';

/**
 * What the app's own frames cost: the whole frame and each of its systems, frame by frame. Rejects with the signal's reason when it
 * is aborted, at once where that was before.
 */
export async function measureFrames(
  app: LiveApp,
  frames: number,
  settings: LiveSettings,
  signal: AbortSignal | undefined,
): Promise<BenchResult> {
  signal?.throwIfAborted();
  const taken: { [quantity: string]: number[] } = { frame: [] };
  const begun = settings.now();
  let left = frames;
  await new Promise<void>((resolve, reject) => {
    const end = (finish: () => void) => {
      signal?.removeEventListener('abort', onAbort);
      remove();
      finish();
    };
    const onAbort = () => end(() => reject(signal?.reason));
    const remove = app.addSystem({
      name: 'benchmark/frames',
      phase: 'report',
      reads: [],
      writes: [],
      after: ['telemetry/recorder'],
      update() {
        app.wake();
        taken.frame!.push(app.telemetry.lastFrameMs);
        for (const { name, lastMs } of app.telemetry.snapshot().systems) {
          if (name === 'benchmark/frames') continue;
          taken[name] ??= [];
          taken[name].push(lastMs);
        }
        left--;
        if (left === 0) queueMicrotask(() => end(resolve));
      },
      dispose() {},
    });
    signal?.addEventListener('abort', onAbort);
    app.wake();
  });
  const listing: BenchListing = {
    ...{ id: 'app/frames', category: 'app', unit: 'ms', hosts: ['app'], parameters: {} },
    ...{ quantities: {}, allocation: 'none', collect: false, safe: true, gate: false, effort: {} },
    ...{ minimumEffect: 0.02, limitMs: 60_000 },
    contenders: [{ name: 'this app', role: 'subject' }],
  };
  const gathered = new Map<string, Gathered>([
    ['this app', { rounds: roundsOf(taken), counters: {}, stable: true }],
  ]);
  const results = [caseOf(listing, {}, gathered, settings)];
  return resultOf(listing, results, settings.now() - begun);
}

/** Cuts the frames into parts that stand for rounds, so that they have an interval. */
function roundsOf(taken: { readonly [quantity: string]: readonly number[] }): RoundSamples[] {
  const parts = 6;
  return Array.from({ length: parts }, (_, part): RoundSamples => {
    const quantities: RoundSamples['quantities'] = {};
    for (const [name, values] of Object.entries(taken)) {
      const from = Math.floor((part * values.length) / parts);
      quantities[name] = values.slice(from, Math.floor(((part + 1) * values.length) / parts));
    }
    return { quantities, flags: {} };
  });
}
