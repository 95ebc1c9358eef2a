import { createLoader, type World } from '../../ecs';
import type { BidiData } from './bidi-brackets';
import type { BidiLevels } from './bidi-levels';
import { isRtl } from './scripts';

/** Direction of a text: `auto` takes that of its first letter, left to right if it has none, as `dir="auto"` does. */
export type Direction = 'auto' | 'ltr' | 'rtl';

export type BidiOptions = {
  /** The world whose frames try again what did not load. */
  world?: World | undefined;
  /** Called once, when the library has arrived: lay out again what was laid out with `levels` before. */
  onReady: () => void;
  /** Called once, when the library does not load; levels stay approximate until it does. */
  onFailure?: ((error: Error) => void) | undefined;
  /** Loads the library. @default import('bidi-js') */
  importLibrary?: (() => Promise<{ default: () => BidiData }>) | undefined;
};

export type BidiState = 'idle' | 'loading' | 'ready' | 'failed';

export type Bidi = {
  readonly state: BidiState;
  /**
   * Writes the embedding level of each UTF-16 unit and returns the base level, which all paragraphs of the text have; so have line
   * feeds and other paragraph separators. Asks for the library when it is needed for the first time; until it is there, explicit
   * directions, isolates and bracket pairs are not regarded.
   */
  levels(content: string, direction: Direction, out: Uint8Array): number;
  /** Loads the library. Never rejects: see `onFailure`. */
  load(): Promise<void>;
};

/** Gives the levels of the Unicode bidirectional algorithm, with a library that loads when right-to-left text first appears. */
export function createBidi({
  world,
  onReady,
  onFailure,
  importLibrary = () => import('bidi-js'),
}: BidiOptions): Bidi {
  let state: BidiState = 'idle';
  let library: BidiData | undefined;
  let resolve: BidiLevels | undefined;
  const loader = createLoader({
    world,
    load: () => Promise.all([importLibrary(), import('./bidi-levels')]),
    onLoaded([{ default: create }, { createBidiLevels }]) {
      library = create();
      resolve = createBidiLevels(library);
      state = 'ready';
      onReady();
    },
    onFailure(cause) {
      state = 'failed';
      onFailure?.(
        new Error(
          'bidi-js did not load, so mixed-direction text is ordered approximately; serve its chunk beside the app',
          { cause },
        ),
      );
    },
  });

  const bidi = {
    get state() {
      return state;
    },
    levels(content: string, direction: Direction, out: Uint8Array): number {
      if (direction !== 'rtl' && !containsRtl(content)) {
        out.fill(0, 0, content.length);
        return 0;
      }
      if (library === undefined || resolve === undefined) {
        if (state === 'idle') void bidi.load();
        const base = baseLevel(content, direction);
        approximateLevels(content, base, out);
        return base;
      }
      const units = withoutPairs(content);
      const isRtlText = direction === 'auto' ? startsRtl(units, library) : direction === 'rtl';
      const base = isRtlText ? 1 : 0;
      resolve(units, base, out);
      return base;
    },
    load() {
      if (state === 'idle') state = 'loading';
      loader.ask();
      return loader.ready()!;
    },
  };
  return bidi;
}

/**
 * Base level of a text before the library is there: 1 where its first letter is read from right to left. As in HTML, isolates and
 * ends of paragraphs are no reason to look elsewhere.
 */
export function baseLevel(content: string, direction: Direction): 0 | 1 {
  if (direction !== 'auto') return direction === 'rtl' ? 1 : 0;
  for (let i = 0; i < content.length; i++) {
    const kind = kindOf(content, i);
    if (kind === RIGHT) return 1;
    if (kind === LEFT) return 0;
  }
  return 0;
}

function startsRtl(units: string, library: BidiData): boolean {
  for (const unit of units) {
    const type = library.getBidiCharTypeName(unit);
    if (type === 'L') return false;
    if (type === 'R' || type === 'AL') return true;
  }
  return false;
}

/** Whether a text has anything that is read from right to left. */
export function containsRtl(content: string): boolean {
  for (let i = 0; i < content.length; i++) if (isRtl(content.charCodeAt(i))) return true;
  return false;
}

/** Levels are found by units alone, of which surrogates would be left-to-right letters: gives BMP characters of the right kind. */
function withoutPairs(content: string): string {
  return content
    .replace(/\ud83c[\udde6-\uddff]/g, 'AA')
    .replace(/[\ud83c-\ud83e][\udc00-\udfff]/g, '\u2600\u2600')
    .replace(/[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/g, '\u05d0\u05d0');
}

const NEUTRAL = 0;
const LEFT = 1;
const RIGHT = 2;
const NUMBER = 3;
/** Takes the direction of what is before it: marks and joiners. */
const MARK = 4;

function approximateLevels(content: string, base: 0 | 1, out: Uint8Array): void {
  let start = 0;
  for (let i = 0; i <= content.length; i++) {
    if (i < content.length && !isSeparator(content.charCodeAt(i))) continue;
    approximateParagraph(content, start, i, base, out);
    start = i + 1;
  }
}

function approximateParagraph(
  content: string,
  from: number,
  to: number,
  base: 0 | 1,
  out: Uint8Array,
): void {
  const left = base === 0 ? 0 : 2;
  // The level of neutrals follows from the direction on both sides; a paragraph's ends have the base direction.
  let before = base === 0 ? LEFT : RIGHT;
  let strong = before;
  let end = from;
  for (let i = from; i < to; i++) {
    let kind = kindOf(content, i);
    if (kind === MARK && i > from && end === i) {
      out[i] = out[i - 1]!;
      end = i + 1;
      continue;
    }
    if (kind === NEUTRAL || kind === MARK) {
      if (!isInNumber(content, i)) continue;
      kind = NUMBER;
    }
    const isArabic = kind === NUMBER && content.charCodeAt(i) >> 4 === 0x66;
    const sided = isArabic ? RIGHT : kind === NUMBER ? strong : kind;
    const level = kind === NUMBER && sided === RIGHT ? 2 : sided === LEFT ? left : 1;
    const joined = before === sided ? (sided === LEFT ? left : 1) : base;
    out.fill(joined, end, i);
    out[i] = level;
    if (kind !== NUMBER) strong = kind;
    before = sided;
    end = i + 1;
  }
  out.fill(base, end, to + 1);
}

/** Whether a separator between two digits, or a currency or percent sign beside one, is part of a number. */
function isInNumber(content: string, i: number): boolean {
  const code = content.charCodeAt(i);
  const isBefore = kindOf(content, i - 1) === NUMBER;
  const isAfter = kindOf(content, i + 1) === NUMBER;
  if (code === 0x2c || code === 0x2e || code === 0x2f || code === 0x3a || code === 0xa0) {
    return isBefore && isAfter;
  }
  if (code === 0x2b || code === 0x2d) return isBefore && isAfter;
  const isTerminator =
    (code >= 0x23 && code < 0x26) ||
    (code > 0xa1 && code < 0xa6) ||
    (code >= 0x20a0 && code < 0x20d0);
  return (isTerminator || code === 0xb0 || code === 0xb1) && (isBefore || isAfter);
}

function kindOf(content: string, i: number): number {
  const code = content.charCodeAt(i);
  if (code < 0x80) {
    if ((code | 0x20) >= 0x61 && (code | 0x20) < 0x7b) return LEFT;
    return code >= 0x30 && code < 0x3a ? NUMBER : NEUTRAL;
  }
  if (code < 0x590) {
    if (code >= 0x300 && code < 0x370) return MARK;
    if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba ? LEFT : NEUTRAL;
    return code === 0xd7 || code === 0xf7 || (code > 0x2b8 && code < 0x300) ? NEUTRAL : LEFT;
  }
  if (code < 0x900) {
    if ((code >= 0x660 && code < 0x66d) || (code >= 0x6f0 && code < 0x6fa)) return NUMBER;
    return code === 0x60c || (code >= 0x606 && code < 0x608) ? NEUTRAL : RIGHT;
  }
  if (code < 0x2000) return LEFT;
  if (code < 0x2c00) {
    if (code === 0x200e) return LEFT;
    if (code === 0x200f) return RIGHT;
    if (code === 0x200c || code === 0x200d || (code >= 0x20d0 && code < 0x2100)) return MARK;
    return NEUTRAL;
  }
  if (code < 0x3000) return code < 0x2e00 ? LEFT : NEUTRAL;
  if (code < 0xd800) return code < 0x3021 && code !== 0x3005 && code !== 0x3007 ? NEUTRAL : LEFT;
  if (isRtl(code)) return RIGHT;
  if (code < 0xdc00) return code >= 0xd83c && code < 0xd83f ? NEUTRAL : LEFT;
  if (code < 0xe000) {
    // The second half of a pair goes with the first.
    return isSecondHalf(content, i) ? kindOf(content, i - 1) : LEFT;
  }
  if (code >= 0xfe00 && code < 0xfe70) return code < 0xfe10 || code >= 0xfe20 ? MARK : NEUTRAL;
  if (code < 0xff00) return LEFT;
  if (code >= 0xff10 && code < 0xff1a) return NUMBER;
  return (code >= 0xff21 && code < 0xff5b) || (code >= 0xff66 && code < 0xffe0) ? LEFT : NEUTRAL;
}

function isSecondHalf(content: string, i: number): boolean {
  const before = i > 0 ? content.charCodeAt(i - 1) : 0;
  return before >= 0xd800 && before < 0xdc00;
}

function isSeparator(code: number): boolean {
  return (
    code === 0x0a ||
    code === 0x0d ||
    code === 0x2029 ||
    code === 0x85 ||
    (code > 0x1b && code < 0x1f)
  );
}
