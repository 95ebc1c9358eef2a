import { CONTINUED, LEVEL_MASK } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { type Face, ICONS, IN_THREES, NEAR_SIGNS, NEAR_SMALL, SIGN_RUNS, WORDS } from './face';
import type { Spaced, Until } from './run-layout';
import { isDigit } from './run-text';
import { isInvisible, isPlainLetter } from './scripts';
import { createSignReactions, LEFT, NO_TIME, RIGHT, type SignReactions } from './sign-reactions';

/** Longest word that is shaped whole, in units. */
const MAX_WORD_UNITS = 64;
const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const ZERO = 0x30;
const SMALL_F = 0x66;
const SMALL_W = 0x77;
const SMALL_X = 0x78;
/** What follows "ff" in ligatures of three. */
const AFTER_FF = 'ijlbhkt';

// What stands beside a sign; the first three are shapes it may depend on, and with `SPACED` added the same behind a space.
const NOTHING = 0;
const SMALL = 1;
const DIGIT = 2;
const CAPITAL = 3;
const SPACED = 3;
const SIGN = 4;

/** By ASCII unit. */
const kinds = new Uint8Array(128).fill(SIGN);
kinds.fill(NOTHING, 0, SPACE + 1);
kinds.fill(DIGIT, 0x30, 0x3a);
kinds.fill(CAPITAL, 0x41, 0x5b);
kinds.fill(SMALL, 0x61, 0x7b);
kinds[0x7f] = NOTHING;

/**
 * Makes one glyph of clusters whose shapes depend on each other beyond pairs, as the host says of their face: whole words, or signs
 * with what they react to. Most faces have none of these, and no look at their text is taken.
 */
class ContextJoiner {
  private readonly clusters: ClusterTable;
  // By what is known of a face.
  private readonly reactions = new WeakMap<object, SignReactions>();
  // Clusters that will be one.
  private start = 0;
  private end = 0;

  constructor(clusters: ClusterTable) {
    this.clusters = clusters;
  }

  /**
   * Joins the clusters from `from` to `to - 1`: the first of those that are one gets their glyph id, the others `CONTINUED`. False
   * where `until` is out before all is known that has to be; some may be one then. `tabular`: they are a number.
   */
  join(
    face: Face,
    glyphs: Uint32Array,
    from: number,
    to: number,
    { letterSpacing, whiteSpace = 'nowrap' }: Spaced,
    tabular: boolean,
    levels: Uint8Array | undefined,
    until: Until | undefined,
  ): boolean {
    // Browsers shape no letters together that are spaced, but for those that make no sense apart.
    if (letterSpacing !== 0 && (face.kinds & ICONS) === 0) return true;
    this.start = from;
    this.end = from;
    if ((face.kinds & WORDS) !== 0) {
      // Each number would be a bitmap of its own.
      if (!tabular) this.joinWords(glyphs, from, to, levels);
      return true;
    }
    const onlyInThrees = face.kinds === IN_THREES;
    const isOneLine = whiteSpace === 'nowrap' || whiteSpace === 'pre';
    for (let i = from; i < to; i++) {
      if (onlyInThrees && glyphs[i] !== SMALL_F) continue;
      if (glyphs[i] === SMALL_X && (face.kinds & NEAR_SIGNS) !== 0) {
        this.joinTimes(face, glyphs, from, i, to, isOneLine, levels);
        continue;
      }
      const end = this.runEnd(face, glyphs, i, to);
      if (end === i) continue;
      if (glyphs[i] === SMALL_F) {
        this.add(glyphs, i, end, levels);
      } else if (!this.joinSigns(face, glyphs, from, i, end, to, isOneLine, levels, until)) {
        return false;
      }
      i = end - 1;
    }
    this.flush(glyphs, levels);
    return true;
  }

  /** End of the run of signs, or of letters that may act as such, at `i`; `i` where there is none. */
  private runEnd(face: Face, glyphs: Uint32Array, i: number, to: number): number {
    const glyph = glyphs[i]!;
    let end = i + 1;
    if (kindOf(glyph) === SIGN) {
      while (end < to && end - i < MAX_WORD_UNITS && kindOf(glyphs[end]!) === SIGN) end++;
      return end;
    }
    if (glyph === SMALL_W && (face.kinds & SIGN_RUNS) !== 0) {
      while (end < to && end - i < MAX_WORD_UNITS && glyphs[end] === SMALL_W) end++;
      return end > i + 2 ? end : i;
    }
    if (glyph !== SMALL_F || (face.kinds & IN_THREES) === 0 || i + 2 >= to) return i;
    if (glyphs[i + 1] !== SMALL_F) return i;
    const third = String.fromCharCode(glyphs[i + 2]!);
    return AFTER_FF.includes(third) && face.ligates(`ff${third}`) ? i + 3 : i;
  }

  /** Joins an x with the numbers around it, between which it may be shown as a times sign, but hardly after a 0 alone, as in "0x1F". */
  private joinTimes(
    face: Face,
    glyphs: Uint32Array,
    from: number,
    i: number,
    to: number,
    isOneLine: boolean,
    levels: Uint8Array | undefined,
  ): void {
    const gap = isOneLine && i > from && i + 1 < to && glyphs[i - 1] === SPACE ? 1 : 0;
    if (gap === 1 && glyphs[i + 1] !== SPACE) return;
    let start = i - gap;
    while (start > from && isDigit(glyphs[start - 1]!)) start--;
    let end = i + 1 + gap;
    if (start === i - gap || end >= to) return;
    const right = besideOf(glyphs[end]!);
    if (right === NOTHING) return;
    const space = gap === 1 ? ' ' : '';
    const isZero = start === i - gap - 1 && glyphs[start] === ZERO;
    const sample = `${isZero ? 0 : 1}${space}x${space}${right === DIGIT ? 1 : right === CAPITAL ? 'A' : 'a'}`;
    if (!face.ligates(sample)) return;
    while (end < to && isDigit(glyphs[end]!)) end++;
    this.add(glyphs, start, right === DIGIT ? end : end + 1, levels);
  }

  /** Joins signs with each other and with those beside them as the face does. */
  private joinSigns(
    face: Face,
    glyphs: Uint32Array,
    from: number,
    i: number,
    end: number,
    to: number,
    isOneLine: boolean,
    levels: Uint8Array | undefined,
    until: Until | undefined,
  ): boolean {
    const isAlone = end === i + 1;
    const isNear = (face.kinds & NEAR_SIGNS) !== 0;
    if (isAlone && (face.kinds & (NEAR_SIGNS | NEAR_SMALL)) === 0) return true;
    let left = NOTHING;
    let right = NOTHING;
    if (isNear || (face.kinds & NEAR_SMALL) !== 0) {
      if (i > from) {
        left = besideOf(glyphs[i - 1]!);
        if (isOneLine && glyphs[i - 1] === SPACE && i - 1 > from)
          left = spaced(besideOf(glyphs[i - 2]!));
      }
      if (end < to) {
        right = besideOf(glyphs[end]!);
        if (isOneLine && glyphs[end] === SPACE && end + 1 < to)
          right = spaced(besideOf(glyphs[end + 1]!));
      }
      // A sign by itself or among small letters, as most are.
      if (isAlone && (left | right) === NOTHING) return true;
    }
    const reaction = this.reactionsOf(face).reactionOf(glyphs, i, end, left, right, until);
    if (reaction === NO_TIME) return false;
    if (reaction === 0) return true;
    const before = (reaction & LEFT) === 0 ? 0 : left > SPACED ? 2 : 1;
    const after = (reaction & RIGHT) === 0 ? 0 : right > SPACED ? 2 : 1;
    this.add(glyphs, i - before, end + after, levels);
    return true;
  }

  private reactionsOf(face: Face): SignReactions {
    let reactions = this.reactions.get(face.state);
    if (!reactions) {
      reactions = createSignReactions(face);
      this.reactions.set(face.state, reactions);
    }
    return reactions;
  }

  private joinWords(
    glyphs: Uint32Array,
    from: number,
    to: number,
    levels: Uint8Array | undefined,
  ): void {
    for (let i = from; i < to; i++) {
      let end = i;
      let units = 0;
      while (end < to && this.isInWord(glyphs[end]!)) {
        units += glyphs[end]! < 0x10000 ? 1 : this.clusters.textOf(glyphs[end]!).length;
        if (units > MAX_WORD_UNITS) break;
        end++;
      }
      if (end < i + 2) continue;
      this.add(glyphs, i, end, levels);
      i = end - 1;
    }
    this.flush(glyphs, levels);
  }

  private isInWord(glyph: number): boolean {
    const unit = this.clusters.composedOf(glyph);
    if (unit <= SPACE || unit === NO_BREAK_SPACE || isInvisible(unit)) return false;
    return isPlainLetter(unit) && (unit < 0x2000 || unit > 0x200a) && unit !== 0x202f;
  }

  /** Makes these clusters one, together with those before that share some. */
  private add(
    glyphs: Uint32Array,
    start: number,
    end: number,
    levels: Uint8Array | undefined,
  ): void {
    if (start < this.end && end - this.start <= MAX_WORD_UNITS) {
      this.end = end;
      return;
    }
    const from = Math.max(start, this.end);
    this.flush(glyphs, levels);
    this.start = from;
    this.end = end;
  }

  private flush(glyphs: Uint32Array, levels: Uint8Array | undefined): void {
    const { clusters, start, end } = this;
    this.start = end;
    if (end < start + 2) return;
    const level = levels === undefined ? 0 : levels[start]! & LEVEL_MASK;
    // What is read from right to left is shaped the other way round.
    if ((level & 1) !== 0) return;
    if (levels !== undefined) {
      for (let i = start + 1; i < end; i++) if ((levels[i]! & LEVEL_MASK) !== level) return;
    }
    const glyph = clusters.wordOfGlyphs(glyphs, start, end);
    if (glyph < 0) return;
    glyphs[start] = glyph;
    glyphs.fill(CONTINUED, start + 1, end);
  }
}

export type { ContextJoiner };

/** Gives a joiner over a world's clusters. */
export function createContextJoiner(clusters: ClusterTable): ContextJoiner {
  return new ContextJoiner(clusters);
}

function kindOf(glyph: number): number {
  if (glyph < kinds.length) return kinds[glyph]!;
  if (glyph < 0xc0) return glyph > NO_BREAK_SPACE && !isInvisible(glyph) ? SIGN : NOTHING;
  if (glyph === 0xd7 || glyph === 0xf7) return SIGN;
  if (glyph < 0x590) {
    const letter = String.fromCharCode(glyph);
    return letter === letter.toLowerCase() ? SMALL : CAPITAL;
  }
  if (glyph < 0x2010 || glyph >= 0x2c00 || isInvisible(glyph)) return NOTHING;
  return glyph < 0x205f || (glyph >= 0x20a0 && glyph < 0x20d0) || glyph >= 0x2190 ? SIGN : NOTHING;
}

/** What a cluster is to a sign beside it. */
function besideOf(glyph: number): number {
  const kind = kindOf(glyph);
  return kind === SIGN ? NOTHING : kind;
}

function spaced(kind: number): number {
  return kind === NOTHING ? NOTHING : kind + SPACED;
}
