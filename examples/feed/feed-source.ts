import {
  type ArraySource,
  arraySource,
  joinSources,
  type PagedSource,
  pagedSource,
  type RowSource,
} from 'rafter-ui/data';

/** What the server takes to answer, ms. */
const LATENCY_MS = 120;
/** Messages in an answer. */
const PAGE = 100;
/** Of those that come, every so many changes, and every so many is taken back later. */
const EDITED = 5;
const TAKEN_BACK = 9;

/** A message that came while the page is open: its number, and how often it was changed. */
type Live = { readonly at: number; readonly edits: number };

/** The messages as a list takes them: older ones that came when they were asked for, the archive page by page, and those that come. */
export type FeedSource = {
  readonly rows: RowSource;
  /** Number of the message in a row, and how often it was changed. */
  numberOf(index: number): number;
  editsOf(index: number): number;
  /** Asks for messages before the first. */
  loadOlder(count: number): void;
  /** One more comes, and now and then an earlier one is changed or taken back: all of it as the server says it, in one piece. */
  arrive(): void;
};

export function createFeedSource(count: number): FeedSource {
  const older: ArraySource<number> = arraySource<number>();
  const archive: PagedSource<number> = pagedSource<number>({
    count,
    pageSize: PAGE,
    load: (from, to, signal) => answer(numbers(from, to), signal),
  });
  // Told apart by their numbers: what stays keeps its elements, what has changed is bound again in place.
  const live = arraySource<Live>([], {
    key: ({ at }) => at,
    isSame: (before, after) => before.edits === after.edits,
    live: true,
  });
  const rows = joinSources(older, archive, live);
  let said: readonly Live[] = [];
  let next = count;
  let isAsking = false;

  function liveAt(index: number): Live | undefined {
    return live.at(index - rows.startOf(2));
  }

  return {
    rows,
    numberOf(index) {
      const part = rows.partAt(index);
      if (part === 0) return older.at(index)!;
      if (part === 1) return archive.at(index - rows.startOf(1))!;
      return liveAt(index)!.at;
    },
    editsOf: (index) => (rows.partAt(index) === 2 ? liveAt(index)!.edits : 0),
    loadOlder(more) {
      if (isAsking) return;
      isAsking = true;
      const first = older.at(0) ?? 0;
      answer(numbers(first - more, first)).then((before) => {
        isAsking = false;
        older.splice(0, 0, ...before);
      });
    },
    arrive() {
      const changed = said
        .filter((_, i) => i !== said.length - 4 || next % TAKEN_BACK > 0)
        .map((each, i) => {
          const isEdited = next % EDITED === 0 && i === said.length - 2;
          return isEdited ? { at: each.at, edits: each.edits + 1 } : each;
        });
      said = [...changed, { at: next++, edits: 0 }];
      live.replace(said);
    },
  };
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Stands for a request to a server. */
function answer<T>(value: T, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(value), LATENCY_MS);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
