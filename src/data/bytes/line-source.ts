import { ValueError } from '../../ecs';
import type { RowSource } from '../../ecs/stores';
import { type DataPorts, defaultPorts } from '../ports';
import { DataError, whole } from '../requests';
import { createSinks } from '../sinks';
import { createLineIndex, createPageEnds } from './line-index';
import type { PagedBytes } from './paged-bytes';

export type LineSourceOptions = {
  /** How the bytes are read as text, as `TextDecoder` calls it: any that writes a line end as the byte 10. @default 'utf-8' */
  encoding?: string;
  /** Bytes of a line that are shown; what is longer is cut. @default 8192 */
  maxLineBytes?: number;
  /** Called while lines are looked for, and when all are found. */
  onProgress?: (progress: number) => void;
  /** Told once of what could not be read. Without it the app's `error` event is. */
  onError?: (error: DataError) => void;
  /** Timers. @default those of the host */
  ports?: DataPorts;
};

/** The lines of a text, read where they are in sight. It serves one list at a time. */
export type LineSource = RowSource & {
  readonly bytes: PagedBytes;
  /** What reads its text. */
  readonly decoder: TextDecoder;
  isReady(index: number): boolean;
  /** A line without its end, undefined where it is not there. */
  at(index: number): string | undefined;
  /** Whether a line is longer than what is shown of it. */
  isCut(index: number): boolean;
  /** The byte at which a line begins, undefined where that is not known: its page is not there. */
  offsetOf(index: number): number | undefined;
  /** Share of the bytes in which lines were looked for, 0 to 1. `count` grows as it does. */
  readonly progress: number;
  /** Resolves when all lines are found; rejects with `DataError` where bytes could not be read, or when it is disposed. */
  readonly indexed: Promise<void>;
  /** Takes in what was written at the end since. Rejects with `ChangedError` where what was there is another. Returns the lines. */
  refresh(): Promise<number>;
  /** Looks for lines no longer. The bytes stay open. Safe to call twice. */
  dispose(): void;
};

/** What is looked at in one go: about a millisecond of work. */
const BATCH_BYTES = 1024 * 1024;
/** Reads that are on their way at once. */
const AHEAD = 3;
/** What is at hand comes without a frame in between. */
const BATCHES_PER_TURN = 4;
/** Lines are told of when there are so many times as many. */
const TOLD_GROWTH = 1.02;
const NEWLINE = 10;
const RETURN = 13;
const UNITS_OF_TWO = /^(utf-?16|ucs-?2|iso-10646-ucs-2|unicode|csunicode|unicodefeff)/i;

/**
 * Makes the source of a list from the lines of a text. Lines are looked for from the beginning on, in the background; those found are there to
 * be scrolled to. Throws `ValueError` for options that cannot be used.
 */
export function lineSource(bytes: PagedBytes, options: LineSourceOptions = {}): LineSource {
  const { encoding = 'utf-8', onProgress, onError } = options;
  if (UNITS_OF_TWO.test(encoding))
    throw new ValueError(`encoding is ${encoding}; give one that writes a line end as one byte`);
  const decoder = decoderOf(encoding);
  const maxLineBytes = whole('maxLineBytes', options.maxLineBytes ?? 8192, 1);
  const ports = options.ports ?? defaultPorts();
  const { pageBytes } = bytes;
  const index = createLineIndex();
  const ends = createPageEnds();
  const sinks = createSinks();
  const abort = new AbortController();
  // The line that was asked for last, the bytes of it that are shown, and whether it is longer: it is asked for again.
  const known = new Float64Array(4).fill(-1);
  let count = 0;
  /** Bytes in which lines were looked for: as far as the last goes that has no end yet. */
  let seen = 0;
  let isDone = false;
  let indexed = build(0);

  function build(page: number): Promise<void> {
    isDone = false;
    const running = lookForLines(page);
    running.catch(() => {});
    return running;
  }

  async function lookForLines(page: number): Promise<void> {
    const { signal } = abort;
    const batch = Math.max(1, Math.floor(BATCH_BYTES / pageBytes));
    try {
      const coming: Promise<Uint8Array>[] = [];
      let asked = page;
      for (let turns = 1; page < bytes.pageCount; turns++) {
        // What comes next is on its way meanwhile.
        for (; coming.length < AHEAD && asked < bytes.pageCount; asked += batch) {
          const next = read(asked, batch);
          next.catch(() => {});
          coming.push(next);
        }
        const part = await coming.shift()!;
        const first = page;
        page = Math.min(bytes.pageCount, page + batch);
        const isOpen = count > index.ends;
        for (let i = first; i < page; i++)
          index.set(i, part.subarray((i - first) * pageBytes, (i - first + 1) * pageBytes));
        see(Math.min(bytes.size, page * pageBytes), isOpen);
        // What is told costs a frame.
        if (index.ends > count * TOLD_GROWTH) grow(index.ends);
        onProgress?.(source.progress);
        if (turns % BATCHES_PER_TURN === 0) await turn(signal);
      }
      isDone = true;
      const isOpen = bytes.size > 0 && !(await endsWithLineEnd(signal));
      grow(index.ends + (isOpen ? 1 : 0));
      onProgress?.(1);
    } catch (thrown) {
      const error =
        thrown instanceof DataError
          ? thrown
          : new DataError('lines could not be looked for', thrown);
      if (!signal.aborted) tell(error);
      throw error;
    }
  }

  function read(page: number, pages: number): Promise<Uint8Array> {
    const from = Math.min(bytes.size, page * pageBytes);
    const to = Math.min(bytes.size, (page + pages) * pageBytes);
    return bytes.read(from, to, { signal: abort.signal, keep: false });
  }

  async function endsWithLineEnd(signal: AbortSignal): Promise<boolean> {
    return (await bytes.read(bytes.size - 1, bytes.size, { signal }))[0] === NEWLINE;
  }

  /** Lets frames be drawn in between. */
  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      ports.setTimer(() => (signal.aborted ? reject(signal.reason) : resolve()), 0);
    });
  }

  function tell(error: DataError): void {
    if (onError) onError(error);
    else sinks.fail(error);
  }

  /** Goes on to a byte. A line that had no end may have one, or be longer. */
  function see(end: number, isOpen: boolean): void {
    seen = end;
    known[0] = -1;
    if (isOpen) sinks.refreshRows(count - 1, 1);
  }

  function grow(next: number): void {
    if (next === count) return;
    const before = count;
    count = next;
    if (next > before) sinks.insertRows(before, next - before);
    else sinks.removeRows(next, before - next);
    sinks.wake();
  }

  /** The byte after a line's end; -1 where its page is not there. */
  function after(line: number): number {
    if (line < 0) return 0;
    // The last has no end.
    if (line >= index.ends) return seen;
    const page = index.pageOf(line);
    const there = bytes.page(page);
    if (!there) return -1;
    return page * pageBytes + ends.of(there)[line - index.before(page)]! + 1;
  }

  /** Finds where a line is. Returns whether all of it that is shown is there. */
  function find(line: number): boolean {
    if (!(line >= 0 && line < count)) return false;
    known[0] = -1;
    const from = after(line - 1);
    if (from < 0) return false;
    const longest = from + maxLineBytes;
    const isLast = line >= index.ends;
    let to = longest;
    let isLonger = true;
    // Where it ends is asked only if that can be within what is shown.
    if (isLast || index.pageOf(line) * pageBytes <= longest) {
      const end = after(line);
      if (end < 0) return false;
      isLonger = (isLast ? end : end - 1) > longest;
      to = Math.min(longest, end);
    }
    for (let page = Math.floor(from / pageBytes); page * pageBytes < to; page++)
      if (!bytes.page(page)) return false;
    known[0] = line;
    known[1] = from;
    known[2] = to;
    known[3] = isLonger ? 1 : 0;
    return true;
  }

  function isThere(line: number): boolean {
    if (line !== known[0]) return find(line);
    // Its pages may have gone since.
    for (let page = Math.floor(known[1]! / pageBytes); page * pageBytes < known[2]!; page++)
      if (!bytes.page(page)) return false;
    return true;
  }

  /** The page in which a line begins, -1 for none. */
  function pageOf(line: number): number {
    if (line < 0 || count === 0) return -1;
    return line === 0 ? 0 : Math.min(bytes.pageCount - 1, index.pageOf(Math.min(line, count) - 1));
  }

  /** The page in which a line ends, as far as it is shown. */
  function endPageOf(line: number): number {
    const page = pageOf(line);
    if (page < 0) return -1;
    return Math.min(pageOf(line + 1), page + Math.ceil(maxLineBytes / pageBytes));
  }

  const stopWatching = bytes.watch((page, error) => {
    if (error !== undefined) {
      // Of those in which lines are still looked for that tells.
      if (isDone || page < index.pages)
        tell(new DataError(`page ${page} of the text could not be read`, error));
      return;
    }
    if (page >= index.pages || !bytes.page(page)) return;
    // Those that end in it, and the one that begins in it.
    const first = index.before(page);
    const last = Math.min(count - 1, index.before(page + 1));
    if (first <= last) sinks.refreshRows(first, last - first + 1);
    sinks.wake();
  });

  const source: LineSource = {
    bytes,
    decoder,
    get count() {
      return count;
    },
    get progress() {
      return isDone ? 1 : index.pages / Math.max(1, bytes.pageCount);
    },
    get indexed() {
      return indexed;
    },
    isReady: isThere,
    at(line) {
      const part = isThere(line) ? bytes.view(known[1]!, known[2]!) : undefined;
      if (!part) return undefined;
      if (known[3] === 1) {
        // A character that is cut in two is left out.
        const text = decoder.decode(part, { stream: true });
        decoder.decode();
        return text;
      }
      let { length } = part;
      if (length > 0 && part[length - 1] === NEWLINE) length--;
      if (length > 0 && part[length - 1] === RETURN) length--;
      return decoder.decode(part.subarray(0, length));
    },
    isCut: (line) => isThere(line) && known[3] === 1,
    offsetOf(line) {
      const from = line >= 0 && line < count ? after(line - 1) : -1;
      return from < 0 ? undefined : from;
    },
    show(first, last, soonFirst, soonLast, restFirst, restLast) {
      bytes.show(
        pageOf(first),
        endPageOf(last),
        pageOf(soonFirst),
        endPageOf(soonLast),
        pageOf(restFirst),
        endPageOf(restLast),
      );
    },
    connect: (sink) => sinks.connect(sink),
    async refresh() {
      await indexed;
      const before = bytes.size;
      if ((await bytes.refresh()) === before) return count;
      // The last page is longer.
      indexed = build(Math.floor(before / pageBytes));
      await indexed;
      return count;
    },
    dispose() {
      if (abort.signal.aborted) return;
      stopWatching();
      abort.abort(new DataError('the lines were disposed'));
    },
  };
  return source;
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new ValueError(`encoding is ${encoding}; give one that TextDecoder knows`);
  }
}
