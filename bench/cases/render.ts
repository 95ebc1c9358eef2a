import type { IdleCost } from '../browser';
import { interleave, median } from '../statistics';
import type { BenchCase, Measurement } from '../types';

const ROWS = 10_000;
const DURATION_MS = 2_000;
const LEAST_ROUNDS = 3;
const OURS = 'rafter';
const PEER = 'pixi-pooled';

export const cases: BenchCase[] = [
  {
    id: 'render/idle',
    unit: 'draws/2 s',
    async run({ browser, progress, random, rounds: asked }) {
      const opened = await browser();
      const costs = new Map<string, IdleCost[]>();
      const failures = new Map<string, string>();
      const rounds = Math.max(LEAST_ROUNDS, asked);
      for (const [round, order] of interleave([OURS, PEER], rounds, random).entries()) {
        for (const contender of order) {
          if (failures.has(contender)) continue;
          progress(`round ${round + 1}/${rounds}: ${contender}`);
          try {
            const cost = await opened.idle(contender, { rows: ROWS, durationMs: DURATION_MS });
            costs.set(contender, [...(costs.get(contender) ?? []), cost]);
          } catch (error) {
            failures.set(contender, error instanceof Error ? error.message : String(error));
            costs.delete(contender);
          }
        }
      }
      const samples = (contender: string, name: keyof IdleCost) =>
        costs.get(contender)?.map((cost) => cost[name]) ?? [];
      const quantity = (metric: string, unit: string, name: keyof IdleCost): Measurement => ({
        metric,
        unit,
        paired: true,
        ours: samples(OURS, name),
        peers: { 'pixi with its ticker': samples(PEER, name) },
      });
      return {
        measurements: [
          quantity('draws', 'calls/2 s', 'draws'),
          quantity('uploaded', 'bytes/2 s', 'uploadedBytes'),
          quantity('requestAnimationFrame', 'calls/2 s', 'animationFrames'),
          quantity('raster', 'ms/2 s', 'rasterMs'),
        ],
        failures: [...failures].map(([contender, reason]) => `${contender}: ${reason}`),
        notes: 'Counted at the WebGL context and at the window, clears and blits as draws.',
        ...(costs.has(OURS) && {
          counters: {
            draws: median(samples(OURS, 'draws')),
            uploadedBytes: median(samples(OURS, 'uploadedBytes')),
            animationFrames: median(samples(OURS, 'animationFrames')),
          },
        }),
      };
    },
  },
];
