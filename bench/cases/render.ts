import type { IdleCost } from '../browser';
import type { BenchCase, Measurement } from '../types';

const ROWS = 10_000;
const DURATION_MS = 2_000;
const OURS = 'rafter';
const PEER = 'pixi-pooled';

export const cases: BenchCase[] = [
  {
    id: 'render/idle',
    unit: 'draws/2 s',
    async run({ browser, progress }) {
      const opened = await browser();
      const costs = new Map<string, IdleCost>();
      const failures: string[] = [];
      for (const contender of [OURS, PEER]) {
        progress(contender);
        try {
          costs.set(
            contender,
            await opened.idle(contender, { rows: ROWS, durationMs: DURATION_MS }),
          );
        } catch (error) {
          failures.push(`${contender}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      const quantity = (metric: string, unit: string, name: keyof IdleCost): Measurement => ({
        metric,
        unit,
        ours: samples(costs.get(OURS), name),
        peers: { 'pixi with its ticker': samples(costs.get(PEER), name) },
      });
      const ours = costs.get(OURS);
      return {
        measurements: [
          quantity('draws', 'calls/2 s', 'draws'),
          quantity('uploaded', 'bytes/2 s', 'uploadedBytes'),
          quantity('requestAnimationFrame', 'calls/2 s', 'animationFrames'),
          quantity('raster', 'ms/2 s', 'rasterMs'),
        ],
        failures,
        notes: 'Counted at the WebGL context and at the window, clears and blits as draws.',
        ...(ours && {
          counters: {
            draws: ours.draws,
            uploadedBytes: ours.uploadedBytes,
            animationFrames: ours.animationFrames,
          },
        }),
      };
    },
  },
];

function samples(cost: IdleCost | undefined, name: keyof IdleCost): number[] {
  return cost ? [cost[name]] : [];
}
