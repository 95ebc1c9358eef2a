type NodeHost = {
  gc?: () => void;
  process?: { memoryUsage(): { heapUsed: number } };
};

/** Fewest frames of a window; below it the measuring itself is seen. */
const SMALLEST_WINDOW = 10;

/**
 * Bytes of JavaScript heap that a frame leaves behind, garbage included: after a warm-up of an eighth of the frames (at least
 * 1,000), which lets the compiler finish, the median over windows of (heap after - heap before) / frames. A window in which the
 * heap shrank was cut by a collection: it is thrown away and the windows get shorter; `Infinity` if they cannot. Typed arrays
 * live outside the heap and are not seen. Only in Node, started with `--expose-gc`; nothing else may run meanwhile.
 */
export function heapSlope(run: (frame: number) => void, frames = 20_000): number {
  const { gc, process } = globalThis as NodeHost;
  if (!gc || !process) {
    throw new Error('heapSlope measures in Node alone; start it with --expose-gc');
  }
  let frame = 0;
  const warmUp = Math.max(1000, frames >> 3);
  while (frame < warmUp) run(frame++);
  const slopes: number[] = [];
  let window = Math.max(SMALLEST_WINDOW, Math.floor(frames / 20));
  let left = frames;
  gc();
  while (left > 0) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < window; i++) run(frame++);
    const grown = process.memoryUsage().heapUsed - before - readingBytes(process);
    left -= window;
    if (grown >= -window) {
      slopes.push(grown / window);
    } else if (window > SMALLEST_WINDOW) {
      window = Math.max(SMALLEST_WINDOW, window >> 1);
      gc();
    }
  }
  if (slopes.length < 5) return Number.POSITIVE_INFINITY;
  slopes.sort((a, b) => a - b);
  return Math.max(0, slopes[slopes.length >> 1]!);
}

/** What two readings of the heap themselves leave on it. */
function readingBytes(process: NonNullable<NodeHost['process']>): number {
  const before = process.memoryUsage().heapUsed;
  return process.memoryUsage().heapUsed - before;
}
