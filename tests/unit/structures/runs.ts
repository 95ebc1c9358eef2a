/** Cases of a property test: more in the long tier. */
export const RUNS = process.env.RAFTER_LONG ? 20_000 : 400;

/** Bytes a call that count as nothing: the least object takes 16, and the process around a test a few thousand a pass. */
export const NOTHING = 4;

/** Heap bytes allocated per call of `step`, over `calls` calls after a warm-up; NaN where the collector cannot be called. */
export function bytesPerCall(step: (call: number) => void, calls: number): number {
  const collect = globalThis.gc;
  if (!collect) return Number.NaN;
  for (let call = 0; call < calls; call++) step(call);
  let least = Number.POSITIVE_INFINITY;
  // The compiler and the test runner allocate now and then; a collection within a pass makes it negative, and void.
  for (let pass = 0; pass < 10; pass++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let call = 0; call < calls; call++) step(call);
    const bytes = process.memoryUsage().heapUsed - before;
    if (bytes >= 0) least = Math.min(least, bytes / calls);
    // Another pass could only say less.
    if (least < NOTHING) return least;
  }
  return least;
}
