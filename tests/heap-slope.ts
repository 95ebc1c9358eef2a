import { heapSlope as measure } from '../src/benchmark/heap-slope';

/** Bytes a frame that count as nothing. */
const NOTHING = 16;

/**
 * Bytes of JavaScript heap that a frame leaves behind, as `heapSlope` of `rafter-ui/benchmark`, which goes on while code that is
 * compiled late may still bring fewer: here until they are `enough`, for a test that asks no more learns no more.
 */
export function heapSlope(run: (frame: number) => void, frames: number, enough = NOTHING): number {
  return measure(run, frames, enough);
}
