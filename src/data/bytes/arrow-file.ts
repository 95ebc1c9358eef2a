import { ValueError } from '../../ecs';
import type { RowSource } from '../../ecs/stores';
import type { ArrowColumn } from '../arrow-column';
import { type ArrowSource, type ArrowTable, arrowSource } from '../arrow-source';
import { createPagePlan } from '../page-plan';
import { createRequests, DataError, type RequestOptions, whole } from '../requests';
import { createSinks } from '../sinks';
import { type ArrowBlock, readArrowFooter, rowsOfBatch } from './arrow-footer';
import type { PagedBytes } from './paged-bytes';

export type ArrowFileOptions = Omit<RequestOptions, 'concurrency'> & {
  /** `tableFromIPC` of `apache-arrow`. */
  tableFromIPC(parts: Iterable<Uint8Array>): ArrowTable;
  /** Bytes of the record batches that are kept; those in sight stay, whatever they have. @default 64 MiB */
  maxBytes?: number;
  /** Told once of each record batch that could not be read. Without it the app's `error` event is. */
  onError?: (error: DataError) => void;
};

/** Rows of an Arrow file, of which the record batches are read that are in sight. It serves one list at a time. */
export type ArrowFile = RowSource & {
  readonly bytes: PagedBytes;
  readonly names: readonly string[];
  readonly batchCount: number;
  isReady(index: number): boolean;
  /** The reader of a column in the record batch of a row, undefined where that is not there: `column('price', i)?.at(rowIn(i))`. */
  column(name: string, index: number): ArrowColumn | undefined;
  /** The place of a row in its record batch. */
  rowIn(index: number): number;
  /** Asks again for record batches that were given up. */
  retryFailed(): void;
  /** Drops all. The bytes stay open. Safe to call twice. */
  dispose(): void;
};

/** Heads of record batches that are read at once. */
const HEADS_AT_ONCE = 16;
const BATCHES_AT_ONCE = 2;
/** Record batches asked for beyond those in sight. */
const MOST_AHEAD = 4;
const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/**
 * Opens a file of Arrow (IPC, not a stream) as the source of a list. Values are read where they were read to: nothing is copied where a record batch was
 * read in one piece, which `requestBytes` and `pageBytes` of `openPaged` decide. Rejects with `DataError` for what is no such file, or a damaged one.
 */
export async function arrowFile(bytes: PagedBytes, options: ArrowFileOptions): Promise<ArrowFile> {
  const { tableFromIPC, onError } = options;
  if (bytes.pageBytes % 8 !== 0)
    throw new ValueError(`pageBytes is ${bytes.pageBytes}; Arrow needs a multiple of 8`);
  const maxBytes = whole('maxBytes', options.maxBytes ?? 64 * 1024 * 1024, 1);
  const { schema, dictionaries, batches } = await readArrowFooter(bytes);
  const starts = await startsOf(bytes, batches);
  const count = starts[batches.length]!;
  const head = [schema];
  for (const block of dictionaries) head.push(await read(block));
  const empty = arrowSource(tableFromIPC([...head, END]));
  const sinks = createSinks();
  const plan = createPagePlan(1, MOST_AHEAD, 1);
  const shown = new Int32Array(6).fill(-1);
  // Those used longest ago first.
  const kept = new Map<number, ArrowSource>();
  let keptBytes = 0;
  // How many of the plan are wanted: those in sight, and as many more as there is room for.
  let wanted = 0;
  // The batch that was asked for last: those asked for are neighbours.
  let batch = 0;

  const requests = createRequests<ArrowSource>(
    {
      load: async (id, signal) =>
        arrowSource(tableFromIPC([...head, await read(batches[id]!, signal), END])),
      isDone: (id) => kept.has(id),
      accept(id, source) {
        kept.set(id, source);
        keptBytes += sizeOf(id);
        trim();
        const rows = starts[id + 1]! - starts[id]!;
        if (rows > 0) sinks.refreshRows(starts[id]!, rows);
        sinks.wake();
      },
      fail(id, error) {
        const told = new DataError(`record batch ${id} could not be read`, error);
        if (onError) onError(told);
        else sinks.fail(told);
      },
    },
    { ...options, concurrency: BATCHES_AT_ONCE },
  );

  function read({ from, to }: ArrowBlock, signal?: AbortSignal): Promise<Uint8Array> {
    return bytes.read(from, to, { keep: false, ...(signal ? { signal } : {}) });
  }

  /** The record batch with a row, -1 for none. */
  function batchOf(index: number): number {
    if (!(index >= 0 && index < count)) return -1;
    if (index >= starts[batch]! && index < starts[batch + 1]!) return batch;
    let low = 0;
    let high = batches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    batch = low;
    return low;
  }

  /** The same of what may have been shown before. */
  function near(index: number): number {
    return index < 0 ? -1 : batchOf(Math.min(index, count - 1));
  }

  function sizeOf(id: number): number {
    return batches[id]!.to - batches[id]!.from;
  }

  function isWanted(id: number): boolean {
    for (let i = 0; i < wanted; i++) if (plan.pages[i] === id) return true;
    return false;
  }

  function trim(): void {
    for (const id of [...kept.keys()]) {
      if (keptBytes <= maxBytes) return;
      if (isWanted(id)) continue;
      kept.delete(id);
      keptBytes -= sizeOf(id);
    }
  }

  /** Makes what is wanted the last to go. */
  function want(): void {
    const inSight = plan.first < 0 ? 0 : plan.last - plan.first + 1;
    let room = maxBytes;
    for (wanted = 0; wanted < plan.count; wanted++) {
      const id = plan.pages[wanted]!;
      room -= sizeOf(id);
      if (wanted >= inSight && room < 0) break;
      const source = kept.get(id);
      kept.delete(id);
      if (source) kept.set(id, source);
    }
    trim();
    requests.want(plan.pages, wanted);
  }

  return {
    bytes,
    count,
    names: empty.names,
    batchCount: batches.length,
    isReady: (index) => kept.has(batchOf(index)),
    column(name, index) {
      // Told of names that there are not, whatever is there.
      if (!empty.names.includes(name)) empty.column(name);
      return kept.get(batchOf(index))?.column(name);
    },
    rowIn: (index) => index - (starts[Math.max(0, batchOf(index))] ?? 0),
    show(first, last, soonFirst, soonLast, restFirst, restLast) {
      for (const [i, row] of [first, last, soonFirst, soonLast, restFirst, restLast].entries())
        shown[i] = near(row);
      if (plan.make(shown, batches.length)) want();
    },
    connect: (sink) => sinks.connect(sink),
    retryFailed: () => requests.retryFailed(),
    dispose() {
      requests.dispose();
      kept.clear();
      keptBytes = 0;
      wanted = 0;
    },
  };
}

/** The first row of each record batch, and the end of the last. */
async function startsOf(bytes: PagedBytes, batches: readonly ArrowBlock[]): Promise<Float64Array> {
  const starts = new Float64Array(batches.length + 1);
  for (let first = 0; first < batches.length; first += HEADS_AT_ONCE) {
    const some = batches.slice(first, first + HEADS_AT_ONCE);
    const heads = await Promise.all(
      some.map(({ from, head }) => bytes.read(from, from + head, { keep: false })),
    );
    for (const [i, head] of heads.entries()) {
      try {
        starts[first + i + 1] = starts[first + i]! + rowsOfBatch(head);
      } catch (error) {
        throw new DataError(`record batch ${first + i} of the Arrow file is damaged`, error);
      }
    }
  }
  return starts;
}
