import { ValueError } from '../../ecs';
import { createMatcher, type FindQuery } from '../matcher';
import { type DataPorts, defaultPorts } from '../ports';
import { whole } from '../requests';
import { createRowRanges } from '../row-ranges';
import { createByteNeedle } from './byte-needle';
import type { LineSource } from './line-source';

export type LineSearchOptions = FindQuery & {
  /** The line to begin at, which must be there; the lines before it come last. @default 0 */
  from?: number;
  /** Lines that are kept at most; the search ends when so many are found. @default 1000000 */
  maxFound?: number;
  /** Called after each piece, and when the search has ended. */
  onChange?: () => void;
  /** Ends the search, as `dispose` does. */
  signal?: AbortSignal;
  /** Timers. @default those of the host */
  ports?: DataPorts;
};

/** A search of a text's bytes from one end to the other: lines need not be found for it yet, nor be there. */
export type LineSearch = {
  /** Lines found so far. */
  readonly count: number;
  /** Share of the bytes that were searched, 0 to 1. */
  readonly progress: number;
  /** Whether `maxFound` ended it. */
  readonly isFull: boolean;
  /** Resolves when all was searched, or when it is disposed; rejects with `DataError` where bytes could not be read. */
  readonly done: Promise<void>;
  /** Whether a line matches. */
  has(line: number): boolean;
  /** The first line found at or after one, and the last before one; round the ends; -1 for none. */
  next(line: number): number;
  previous(line: number): number;
  /** Its place among those found, from 1, 0 for none. */
  placeOf(line: number): number;
  /** Writes where matches in a text begin and end, by turns; returns how many there are. */
  spans(text: string, into: number[]): number;
  dispose(): void;
};

/** What is searched in one go: a few milliseconds of work where it is decoded first, else less than one. */
const PIECE_BYTES = 1024 * 1024;
/** Pieces that are not decoded, until frames may be drawn. */
const PIECES_PER_TURN = 4;
/** A line that goes on for longer is searched in pieces. */
const LONGEST_BYTES = 2 * PIECE_BYTES;
const NEWLINE = 10;
const RETURN = 13;

/** Searches the lines of a text in pieces. Throws `ValueError` where there is nothing to look for, or the line to begin at is not there. */
export function searchLines(lines: LineSource, options: LineSearchOptions): LineSearch {
  const matcher = createMatcher(options);
  const needle = lines.decoder.encoding === 'utf-8' ? createByteNeedle(options) : undefined;
  const { bytes, decoder } = lines;
  const { onChange, regexp } = options;
  const from = whole('from', options.from ?? 0, 0);
  const maxFound = whole('maxFound', options.maxFound ?? 1_000_000, 1);
  const ports = options.ports ?? defaultPorts();
  const start = from === 0 ? 0 : lines.offsetOf(from);
  if (start === undefined)
    throw new ValueError(`from is ${from}, a line that is not there; give one in sight`);
  const found = createRowRanges();
  const abort = new AbortController();
  const { signal } = abort;
  const stop = (): void => abort.abort();
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();
  const spans: number[] = [];
  // What lies behind when the search began is not searched.
  const { size } = bytes;
  let searched = 0;

  /** Searches whole lines, of which the first has a number. Returns how many line ends there are. */
  function search(part: Uint8Array, first: number): number {
    if (!needle || needle.isUnsure(part)) return searchText(decoder.decode(part), first);
    let line = first;
    let at = 0;
    for (let place = 0; ; ) {
      place = needle.find(part, place, part.length);
      const until = place < 0 ? part.length : place;
      for (let end = part.indexOf(NEWLINE, at); end >= 0 && end < until; ) {
        line++;
        at = end + 1;
        end = part.indexOf(NEWLINE, at);
      }
      if (place < 0) return line - first;
      const end = part.indexOf(NEWLINE, place);
      const next = end < 0 ? part.length : end + 1;
      const isMatch =
        needle.isWord(part, place) ?? matcher.test(decoder.decode(part.subarray(at, next)));
      if (isMatch && !add(line)) return 0;
      // The rest of a line that matches is not looked at.
      place = isMatch ? next : place + 1;
    }
  }

  function searchText(text: string, first: number): number {
    let line = first;
    let at = 0;
    const goTo = (place: number): void => {
      for (
        let end = text.indexOf('\n', at);
        end >= 0 && end < place;
        end = text.indexOf('\n', at)
      ) {
        at = end + 1;
        line++;
      }
    };
    if (regexp) {
      // What it takes for the ends of a text are those of a line.
      for (let end = text.indexOf('\n'); at < text.length; end = text.indexOf('\n', at)) {
        const to = end < 0 ? text.length : end;
        const isReturn = end > at && text.charCodeAt(end - 1) === RETURN;
        if (matcher.test(text.slice(at, isReturn ? to - 1 : to)) && !add(line)) return 0;
        at = to + 1;
        if (end >= 0) line++;
      }
      return line - first;
    }
    const count = matcher.spans(text, spans);
    for (let i = 0; i < count; i++) {
      goTo(spans[i * 2]!);
      if (!add(line)) return 0;
    }
    goTo(Number.POSITIVE_INFINITY);
    return line - first;
  }

  function add(line: number): boolean {
    if (found.count >= maxFound) abort.abort();
    else found.set(line, line + 1, true);
    return !abort.signal.aborted;
  }

  /** Searches from a byte at which a line begins. */
  async function searchBytes(begin: number, end: number, firstLine: number): Promise<void> {
    let line = firstLine;
    let rest = new Uint8Array(0);
    let next = read(begin, end);
    for (let at = begin, pieces = 1; at < end; pieces++) {
      const part = await next;
      at += part.length;
      next = read(at, end);
      next.catch(() => {});
      const isLast = at >= end;
      let from = 0;
      if (rest.length > 0) {
        // A line that is not over waits for the rest of it.
        const first = part.indexOf(NEWLINE);
        from = first < 0 ? part.length : first + 1;
        const whole = joined(rest, part.subarray(0, from));
        const isOver = first >= 0 || isLast || rest.length > LONGEST_BYTES;
        if (isOver) line += search(whole, line);
        rest = isOver ? new Uint8Array(0) : whole;
      }
      const to = isLast ? part.length : Math.max(from, part.lastIndexOf(NEWLINE) + 1);
      if (from < to) line += search(part.subarray(from, to), line);
      if (to < part.length) rest = part.slice(to);
      searched += part.length;
      onChange?.();
      if (!needle || pieces % PIECES_PER_TURN === 0)
        await new Promise<void>((resolve) => ports.setTimer(resolve, 0));
      signal.throwIfAborted();
    }
  }

  function read(at: number, end: number): Promise<Uint8Array> {
    return bytes.read(at, Math.min(end, at + PIECE_BYTES), { signal, keep: false });
  }

  async function run(): Promise<void> {
    try {
      signal.throwIfAborted();
      await searchBytes(start!, size, from);
      await searchBytes(0, start!, 0);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      options.signal?.removeEventListener('abort', stop);
      onChange?.();
    }
  }

  const done = run();
  // It may be that nobody waits for it.
  done.catch(() => {});
  return {
    done,
    get count() {
      return found.count;
    },
    get progress() {
      return size === 0 ? 1 : searched / size;
    },
    get isFull() {
      return found.count >= maxFound;
    },
    has: (line) => found.has(line),
    next(line) {
      const after = found.next(line);
      return after < 0 ? found.at(0) : after;
    },
    previous(line) {
      const before = found.before(line);
      return found.at(before > 0 ? before - 1 : found.count - 1);
    },
    placeOf: (line) => (found.has(line) ? found.before(line) + 1 : 0),
    spans: (text, into) => matcher.spans(text, into),
    dispose: stop,
  };
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
