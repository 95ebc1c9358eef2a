type NodeHost = {
  gc?: () => void;
  process?: { memoryUsage(): { heapUsed: number } };
  performance: { now(): number };
};

const WINDOWS = 20;
/** Fewest frames of a window; below it the measuring itself is seen. */
const SMALLEST_WINDOW = 10;
/** The optimising compiler runs beside the frames and needs time, not frames; until it is done every fraction is boxed. */
const WARM_UP_MS = 300;
const MOST_WARM_UP_FRAMES = 1_000_000;
const MOST_ROUNDS = 8;

/**
 * Bytes of JavaScript heap that a frame leaves behind, garbage included. After a warm-up of an eighth of the frames and 0.3 s,
 * a round of so many frames gives the median over 20 windows of (heap after - heap before) / frames; while it is more than `enough`,
 * up to eight rounds are taken and the least counts, for code that is compiled late boxes numbers until then. A window in which
 * the heap shrank was cut by a collection: it is thrown away and windows get shorter; `Infinity` if they cannot. Typed arrays
 * live outside the heap and are not seen. Only in Node, started with `--expose-gc`; nothing else may run meanwhile.
 */
export function heapSlope(run: (frame: number) => void, frames = 20_000, enough = 1): number {
  const { gc, process, performance } = globalThis as unknown as NodeHost;
  if (!gc || !process) {
    throw new Error('heapSlope measures in Node alone; start it with --expose-gc');
  }
  let frame = 0;
  const start = performance.now();
  while (frame < frames >> 3) run(frame++);
  while (performance.now() - start < WARM_UP_MS && frame < MOST_WARM_UP_FRAMES) run(frame++);

  // What allocates does so in every round; what was only compiled late stops.
  let least = measureRound();
  for (let round = 1; round < MOST_ROUNDS && least > enough; round++) {
    least = Math.min(least, measureRound());
  }
  return least;

  function measureRound(): number {
    const slopes: number[] = [];
    let window = Math.max(SMALLEST_WINDOW, Math.floor(frames / WINDOWS));
    gc!();
    for (let left = frames; left > 0; left -= window) {
      const before = process!.memoryUsage().heapUsed;
      for (let i = 0; i < window; i++) run(frame++);
      const grown = process!.memoryUsage().heapUsed - before - readingBytes();
      if (grown >= -window) {
        slopes.push(grown / window);
      } else if (window > SMALLEST_WINDOW) {
        window = Math.max(SMALLEST_WINDOW, window >> 1);
        gc!();
      }
    }
    if (slopes.length < 5) return Number.POSITIVE_INFINITY;
    slopes.sort((a, b) => a - b);
    return Math.max(0, slopes[slopes.length >> 1]!);
  }

  /** What two readings of the heap themselves leave on it. */
  function readingBytes(): number {
    const before = process!.memoryUsage().heapUsed;
    return process!.memoryUsage().heapUsed - before;
  }
}
