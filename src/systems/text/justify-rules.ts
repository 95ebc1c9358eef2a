import {
  GAP_AFTER,
  GAP_BEFORE,
  LEVEL_MASK,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_RTL,
  type PlacedLine,
  type TextJustify,
  type TextLines,
  type TextRuns,
} from '../../ecs/stores';

/** What a cluster is to a justified line. */
const LETTER = 0;
/** Gives way behind it. */
const SPACED = 1;
/** Gives way on both sides, once between two of them. */
const WIDE = 2;
/** As if it was not there. */
const INVISIBLE = 3;

const CONTINUED = 0;
const TAB = 0x09;
const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const SOFT_HYPHEN = 0xad;
const FIRST_WIDE = 0x2c7;
/** Glyph ids from here on are clusters of several units, and words. */
const FIRST_CLUSTER = 0x10000;
/** As browsers: what overflows by less than a 64th of a pixel fits. */
const SLACK = 1 / 64;

/**
 * Han, kana, full-width punctuation, emoji and the signs of East Asian type, as Chromium 156 has them: by turns how many characters
 * are not of these and how many are, in base 36. Hangul is not.
 */
const WIDE_RUNS =
  'jr 1 2 2 d 1 5s6 2 e 1 a 2 5 1 4 3 7 1 4u 1 2 1 1 1 3 2 8 1 2 1 a 1 9 1 f 1 k 3 3 5 5 c 4 c 3 1 9 1 a 2 a9 1 a 1 7 2 4i f 1 1 q 4 3 1 2 1 1b 1 1o 1f 9 2s 4g 3 7 2 5 3 2 2 4 2 2 2 4 2 1 1 1 2 1 6 e 5 8 1 d 2 1 4 1 2 7 1 5 4 5 1 2 1 v 1 1 1 5 c c g 2 c 1 1 j 1 1 2 9 2 5 1 2 2 h 2 5 2 8 1 4 2 l 1 7 2 1 1 3 2 2 1 7 1 2 1 1 4 5 1 6 1 d 1 m 2 3 1 7 1 1 1 4 5 b 2 h a l 3 9 1 e 1 e 1 nu 3 1f 1 4 1 mi bu 7 73 2o 2o g lq8 hkw d6 mu 3 6 2b 45 c 1 d 2 1 1 3j 3 26 m41 5cw 7b4 83 25 b0 c20 1 5m 1 1c 1 f q 6 q 6 q 6 q 4 1 2 a 23 107 6b h 7j 74 34 3t zr 1ekg';

export type JustifyRulesOptions = {
  runs: TextRuns;
  lines: TextLines;
  /** Whether a glyph is white space that hangs at the end of a line. */
  hangs: (glyph: number) => boolean;
  /** The string that a glyph stands for. */
  textOf: (glyph: number) => string;
};

/** What this module gives when it has loaded. */
export type JustifyRules = {
  createJustifyRules(options: JustifyRulesOptions): TextJustify;
};

class Rules implements TextJustify {
  // Where runs of wide characters begin and end, by turns; read from the first line on that has any.
  private edges: Uint32Array | undefined;
  // Whether the line gives way after what was last looked at. Its start counts as such: nothing gives way there.
  private isAfterGap = true;

  private readonly runs: TextRuns;
  private readonly lines: TextLines;
  private readonly hangs: (glyph: number) => boolean;
  private readonly textOf: (glyph: number) => string;

  constructor({ runs, lines, hangs, textOf }: JustifyRulesOptions) {
    this.runs = runs;
    this.lines = lines;
    this.hangs = hangs;
    this.textOf = textOf;
  }

  spread(placed: PlacedLine, line: number, start: number): number {
    const { lines, runs } = this;
    const { glyphs, x } = runs;
    const { input } = placed;
    const flags = lines.flags[line]!;
    const first = start + lines.first[line]!;
    const shown = start + lines.shown[line]!;
    const width = input[1]!;
    const isCut = (flags & LINE_ELLIPSIS) !== 0;
    let end = shown;
    let length = lines.width[line]!;
    if (isCut) {
      // The line is spread as if it was not cut, and then cut where it is too long.
      end = start + lines.end[line]!;
      while (end > first && this.hangs(glyphs[end - 1]!)) end--;
      length = x[end]! - x[first]!;
    }
    const free = width - length;
    input[0] = width - lines.width[line]!;
    input[1] = 0;
    if (!(free > 0)) return shown;
    placed.makeRoom(end - first);
    const { gaps } = placed;
    const count = this.mark(first, end, flags, gaps);
    if (count === 0) return shown;
    const gap = free / count;
    input[0] = 0;
    input[1] = gap;
    if (!isCut) return shown;
    let right = input[2]! - x[first]!;
    let cut = first;
    while (cut < end) {
      const next = right + gap * countOf(gaps[cut - first]!);
      if (next + x[cut + 1]! > width + SLACK) break;
      right = next;
      cut++;
    }
    // Shaped words are drawn whole.
    while (cut > first && glyphs[cut] === CONTINUED) cut--;
    input[0] = width - right - x[cut]!;
    return cut;
  }

  /** Writes the gaps of a line, and returns how many there are. */
  private mark(from: number, to: number, flags: number, gaps: Uint8Array): number {
    const { glyphs, levels } = this.runs;
    const isRtl = (flags & LINE_RTL) !== 0;
    const isHyphenated = (flags & LINE_HYPHEN) !== 0;
    let count = 0;
    let anyLevel = 0;
    let last = 0;
    this.isAfterGap = true;
    if (isHyphenated && isRtl) this.take(LETTER);
    for (let n = 0; n < to - from; n++) {
      const i = isRtl ? to - from - 1 - n : n;
      const gap = this.take(this.kindOf(glyphs[from + i]!));
      anyLevel |= levels[from + i]!;
      gaps[i] = gap;
      if (gap === 0) continue;
      count += countOf(gap);
      last = i;
    }
    if (isHyphenated && !isRtl) this.take(LETTER);
    // Nothing gives way at the end.
    if (this.isAfterGap && count > 0) {
      count--;
      gaps[last]! &= GAP_BEFORE;
    }
    if ((anyLevel & LEVEL_MASK) !== 0) this.markMixed(from, to, count, gaps);
    return count;
  }

  /**
   * Gives out so many gaps by pieces of one direction, each from left to right. Where directions mix beside wide characters that is
   * not the order in which they were counted, and Chromium leaves a gap out or adds one at an edge.
   */
  private markMixed(from: number, to: number, count: number, gaps: Uint8Array): void {
    const { glyphs, levels } = this.runs;
    let left = count;
    this.isAfterGap = true;
    for (let i = from; i < to; ) {
      const level = levels[i]! & LEVEL_MASK;
      const begin = i;
      while (i < to && (levels[i]! & LEVEL_MASK) === level) i++;
      for (let n = begin; n < i; n++) {
        const at = (level & 1) === 1 ? begin + i - 1 - n : n;
        let gap = this.take(this.kindOf(glyphs[at]!));
        if (countOf(gap) > left) gap = left > 0 ? GAP_BEFORE : 0;
        gaps[at - from] = gap;
        left -= countOf(gap);
      }
    }
  }

  /** Where the line gives way around a cluster of this kind, the next to be looked at. */
  private take(kind: number): number {
    if (kind === INVISIBLE) return 0;
    const before = kind === WIDE && !this.isAfterGap ? GAP_BEFORE : 0;
    this.isAfterGap = kind !== LETTER;
    return this.isAfterGap ? before | GAP_AFTER : 0;
  }

  private kindOf(glyph: number): number {
    if (glyph < FIRST_WIDE) {
      if (glyph === SPACE || glyph === NO_BREAK_SPACE || glyph === TAB) return SPACED;
      return glyph === SOFT_HYPHEN ? INVISIBLE : LETTER;
    }
    const code = glyph < FIRST_CLUSTER ? glyph : this.textOf(glyph).codePointAt(0)!;
    if (isInvisible(code)) return INVISIBLE;
    this.edges ??= readRuns();
    const { edges } = this;
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! > code) high = middle;
      else low = middle + 1;
    }
    // Behind the start of a run and not its end.
    return (low & 1) === 1 ? WIDE : LETTER;
  }
}

/**
 * Gives what spreads justified lines as Chromium does for `text-justify: auto`. It is loaded on demand, so this file takes nothing
 * but constants from others.
 */
export function createJustifyRules(options: JustifyRulesOptions): TextJustify {
  return new Rules(options);
}

/** How many gaps two bits stand for. */
function countOf(gap: number): number {
  return (gap & 1) + (gap >> 1);
}

/** Whether a unit shows nothing and divides nothing: joiners, directions, breaks without width. */
function isInvisible(code: number): boolean {
  if (code < 0x2070) {
    return code > 0x2059
      ? code > 0x205f
      : code > 0x200a && code < 0x202f && (code < 0x2010 || code > 0x2029);
  }
  return code === 0xfeff;
}

function readRuns(): Uint32Array {
  let at = 0;
  return Uint32Array.from(WIDE_RUNS.split(' '), (length) => {
    at += Number.parseInt(length, 36);
    return at;
  });
}
