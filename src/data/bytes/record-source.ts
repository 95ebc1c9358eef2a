import { ValueError } from '../../ecs';
import type { RowSource } from '../../ecs/stores';
import { DataError, whole } from '../requests';
import { createSinks } from '../sinks';
import type { PagedBytes } from './paged-bytes';

export type RecordSourceOptions = {
  /** Bytes of a record; pages must be a multiple of it long: give `openPaged` such `pageBytes`. */
  recordBytes: number;
  /** Told once of each page that could not be read. Without it the app's `error` event is. */
  onError?: (error: DataError) => void;
};

/** Records of one size, read where they are in sight. It serves one list at a time. */
export type RecordSource = RowSource & {
  readonly bytes: PagedBytes;
  isReady(index: number): boolean;
  /**
   * The page with a record, undefined where it is not there. Nothing is copied: `viewOf(i)?.getFloat64(offsetOf(i) + 8, true)` reads eight bytes
   * of record i from the file's own.
   */
  viewOf(index: number): DataView | undefined;
  /** Where a record begins in its page. */
  offsetOf(index: number): number;
  /** Takes in what was written at the end since. Rejects with `ChangedError` where what was there is another. Returns the records. */
  refresh(): Promise<number>;
  /** Stops listening to the bytes, which stay open. Safe to call twice. */
  dispose(): void;
};

/** Makes the source of a list from records of one size. A last one that is not whole is left out. Throws `ValueError` for sizes that do not fit. */
export function recordSource(bytes: PagedBytes, options: RecordSourceOptions): RecordSource {
  const { onError } = options;
  const recordBytes = whole('recordBytes', options.recordBytes, 1);
  const perPage = bytes.pageBytes / recordBytes;
  if (!Number.isInteger(perPage))
    throw new ValueError(
      `pageBytes is ${bytes.pageBytes}, no multiple of ${recordBytes}; open the bytes with one, as ${Math.max(1, Math.round(perPage)) * recordBytes}`,
    );
  const sinks = createSinks();
  const views = new WeakMap<Uint8Array, DataView>();
  let count = Math.floor(bytes.size / recordBytes);

  const stop = bytes.watch((page, error) => {
    if (error !== undefined) {
      const told = new DataError(`records from ${page * perPage} on could not be read`, error);
      if (onError) onError(told);
      else sinks.fail(told);
      return;
    }
    const known = Math.min(perPage, count - page * perPage);
    if (known > 0 && bytes.page(page)) sinks.refreshRows(page * perPage, known);
    sinks.wake();
  });

  function pageOf(index: number): number {
    return index < 0 ? -1 : Math.floor(index / perPage);
  }

  return {
    bytes,
    get count() {
      return count;
    },
    isReady: (index) =>
      index >= 0 && index < count && bytes.page(Math.floor(index / perPage)) !== undefined,
    viewOf(index) {
      if (!(index >= 0 && index < count)) return undefined;
      const page = bytes.page(Math.floor(index / perPage));
      if (!page) return undefined;
      let view = views.get(page);
      if (!view) {
        view = new DataView(page.buffer, page.byteOffset, page.byteLength);
        views.set(page, view);
      }
      return view;
    },
    offsetOf: (index) => (index % perPage) * recordBytes,
    show(first, last, soonFirst, soonLast, restFirst, restLast) {
      bytes.show(
        pageOf(first),
        pageOf(last),
        pageOf(soonFirst),
        pageOf(soonLast),
        pageOf(restFirst),
        pageOf(restLast),
      );
    },
    connect: (sink) => sinks.connect(sink),
    async refresh() {
      const before = count;
      count = Math.floor((await bytes.refresh()) / recordBytes);
      if (count > before) sinks.insertRows(before, count - before);
      sinks.wake();
      return count;
    },
    dispose: stop,
  };
}
