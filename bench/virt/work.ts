/** A list and the edits of one run of it, drawn before the clock starts. */
export type Work<L> = {
  readonly list: L;
  readonly rows: Int32Array;
  readonly sizes: Float64Array;
  readonly tops: Float64Array;
};

/** Makes the state of a contender that does so many edits a run. */
export function createWork<L>(list: L, operations: number): Work<L> {
  return {
    list,
    rows: new Int32Array(operations),
    sizes: new Float64Array(operations),
    tops: new Float64Array(operations),
  };
}

/** Draws rows, their new sizes and places to look at; never the same twice, for setting a size anew may be left out. */
export function draw({ rows, sizes, tops }: Work<unknown>, random: () => number, count: number) {
  for (let each = 0; each < rows.length; each++) {
    rows[each] = Math.floor(random() * count);
    sizes[each] = 20 + Math.floor(random() * 400) / 4;
    tops[each] = random() * count * 60;
  }
}

export type Held = { list: unknown };

/**
 * Bytes of heap and array buffers that a list holds. It is held by `held` alone, so that it is there while it is weighed and gone
 * when the next one is made.
 */
export function weigh(held: Held, make: () => unknown): number {
  held.list = undefined;
  const before = bytesHeld();
  held.list = make();
  return bytesHeld() - before;
}

function bytesHeld(): number {
  if (!globalThis.gc) throw new Error('weighing needs collections; start Node with --expose-gc');
  // Twice: array buffers go a collection after the objects that held them.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
