import type { Effort } from './definition';
import type { ModeName } from './result';

/** How much each mode measures. `regression` is what decides; `continuous` repeats its effort until it is stopped. */
export const modes: Readonly<Record<ModeName, Effort>> = {
  quick: {
    // The fewest whose ranks still tell anything among a hundred comparisons.
    rounds: 7,
    minMs: 20,
    maxMs: 250,
    minSamples: 5,
    warmMs: 150,
    frames: 60,
    warmFrames: 30,
  },
  standard: {
    rounds: 9,
    minMs: 60,
    maxMs: 1_000,
    minSamples: 10,
    warmMs: 500,
    frames: 100,
    warmFrames: 60,
  },
  full: {
    rounds: 15,
    minMs: 200,
    maxMs: 3_000,
    minSamples: 20,
    warmMs: 2_000,
    frames: 200,
    warmFrames: 300,
  },
  continuous: {
    rounds: 5,
    minMs: 60,
    maxMs: 500,
    minSamples: 10,
    warmMs: 300,
    frames: 60,
    warmFrames: 60,
  },
  regression: {
    rounds: 20,
    minMs: 100,
    maxMs: 1_000,
    minSamples: 10,
    warmMs: 600,
    frames: 100,
    warmFrames: 60,
  },
};
