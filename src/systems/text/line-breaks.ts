import {
  AL,
  BA,
  CL,
  CM,
  CP,
  EX,
  HL,
  HY,
  ID,
  IS,
  NU,
  OP,
  PI,
  PO,
  PR,
  RI,
  SA,
  SP,
  SY,
  ZWJ,
} from './line-break-classes';
import {
  breakClassOf,
  CLOSED_NUMBER_BEFORE,
  HALF_FLAG_BEFORE,
  isWide,
  mayBreak,
  NUMBER_BEFORE,
  NUMBER_BEHIND,
  standsOnNothing,
  WIDE_BEHIND,
  WIDE_FIRST,
  WIDE_LAST,
  WIDE_NEXT,
} from './line-break-rules';

export type BreakOptions = {
  /** As in CSS: `break-all` also breaks inside words, `keep-all` not between ideographs. */
  wordBreak: 'normal' | 'break-all' | 'keep-all';
  /** BCP 47 tag: Chinese has rules of its own, and Thai, Lao, Khmer and Burmese words are found with it. @default the host's */
  locale?: string | undefined;
};

// Chromium decides between two Latin-1 units by a table, see `character_property_data_generator.cc`, and asks ICU otherwise.
const LATIN_END = 0x100;
const NO = 0;
const YES = 1;
/** A hyphen and a digit: depends on what is before the hyphen. */
const HYPHEN_DIGIT = 2;
/** A hyphen and a letter beyond ASCII: the full rules. */
const ASK = 3;
/** Not computed yet. */
const LATER = 4;

const HYPHEN = 0x2d;
/** No break after these, whatever ASCII follows. */
const STICKY = /[$'(/0-9<@A-Z[^-`a-z{\x7f]/;

/** First unit of Thai, before which no script is written without spaces. */
const FIRST_COMPLEX = 0xe00;
/** Units that words of scripts without spaces are looked for in at a time, and those at its end that only help to find them. */
const WINDOW = 1024;
const LOOK_AHEAD = 128;

let pairs: Uint8Array | undefined;
let segmenter: Intl.Segmenter | undefined;
let segmenterLocale: string | undefined;

/**
 * Writes to `out[i]` whether a line may break before UTF-16 unit i: 1 or 0, and 0 for the first. It is 1 after units that end a
 * line too. The breaks are Chromium's for `line-break: auto`. With `break-all` some are inside grapheme clusters: callers break
 * between clusters only.
 */
export function markBreaks(content: string, out: Uint8Array, options: BreakOptions): void {
  pairs ??= new Uint8Array(LATIN_END * LATIN_END).fill(LATER);
  const { length } = content;
  let last = 0;
  let wordStart = 0;
  for (let i = 0; i < length; i++) {
    const code = content.charCodeAt(i);
    let pair = code < LATIN_END ? pairs[(last << 8) | code]! : ASK;
    if (pair === LATER) pair = learnPair(last, code);
    if (pair === ASK) {
      i = markWord(content, wordStart, out, options) - 1;
      // White space or nothing comes next: any letter stands for the last one.
      last = 0x41;
      continue;
    }
    out[i] = pair > YES ? hyphenDigit(content, i) : pair;
    if (isWhite(code)) wordStart = i + 1;
    last = code;
  }
  if (options.wordBreak !== 'normal') adjustWords(content, out, options.wordBreak === 'break-all');
}

/**
 * Writes 1 to `out[i]` where a word of a script without spaces begins after another one, and leaves everything else: where such
 * text is divided for shaping though its lines may not break. Returns whether it found such a script at all.
 */
export function markWords(content: string, out: Uint8Array, locale: string | undefined): boolean {
  let start = -1;
  let any = false;
  for (let i = 0; i <= content.length; i++) {
    const code = i < content.length ? content.charCodeAt(i) : 0;
    const kind = code >= FIRST_COMPLEX ? breakClassOf(code) : AL;
    // Its vowel signs are marks, as any others.
    const isComplex = kind === SA || (start >= 0 && (kind === CM || kind === ZWJ));
    if (isComplex === start >= 0) continue;
    if (isComplex) {
      any = true;
      start = i;
    } else {
      markComplex(content, start, i, out, locale);
      start = -1;
    }
  }
  return any;
}

/** Marks the units after a word's first up to its end, the next white space, by the full rules; returns that end. */
function markWord(content: string, start: number, out: Uint8Array, options: BreakOptions): number {
  const isChinese = options.locale?.startsWith('zh') === true;
  let first = SP;
  let last = SP;
  let isFirstWide = false;
  let isLastWide = false;
  let context = 0;
  let isJoined = false;
  let before = 0;
  let complexStart = -1;
  let i = start;
  while (i < content.length) {
    const code = content.codePointAt(i)!;
    if (isWhite(code)) break;
    const size = code > 0xffff ? 2 : 1;
    let next = breakClassOf(code);
    if (isChinese) next = chineseClass(code, next);
    const isMark = (next === CM || next === ZWJ) && !standsOnNothing(last);
    const isComplex = next === SA;
    if (isComplex || next === CM || next === ZWJ) next = AL;
    const isNextWide = isWide(code);
    let pair = before < LATIN_END && code < LATIN_END ? pairs![(before << 8) | code]! : ASK;
    if (pair === LATER) pair = learnPair(before, code);
    if (i === start) {
      out[i] = start > 0 ? YES : NO;
    } else if (pair !== ASK) {
      out[i] = pair > YES ? hyphenDigit(content, i) : pair;
    } else if (isMark || isJoined) {
      out[i] = NO;
    } else {
      let around = context;
      if (isFirstWide) around |= WIDE_FIRST;
      if (isLastWide) around |= WIDE_LAST;
      if (isNextWide) around |= WIDE_NEXT;
      if (next === PI || next === OP) around |= whatIsBehind(content, i + size);
      out[i] = mayBreak(first, last, next, around) ? YES : NO;
    }
    if (size === 2) out[i + 1] = NO;
    if (isComplex) {
      if (complexStart < 0) complexStart = i;
    } else if (complexStart >= 0 && !isMark) {
      markComplex(content, complexStart, i, out, options.locale);
      complexStart = -1;
    }
    isJoined = code === 0x200d;
    before = code;
    i += size;
    if (isMark) continue;
    context = contextAfter(context, next);
    first = last;
    last = next;
    isFirstWide = isLastWide;
    isLastWide = isNextWide;
  }
  if (complexStart >= 0) markComplex(content, complexStart, i, out, options.locale);
  return i;
}

/** Chinese quotation marks are brackets, and a line may begin with a wave dash or a double hyphen. */
function chineseClass(code: number, kind: number): number {
  if (code === 0x201c) return OP;
  if (code === 0x201d) return CL;
  return code === 0x301c || code === 0x30a0 ? ID : kind;
}

function contextAfter(context: number, next: number): number {
  if (next === NU) return NUMBER_BEFORE;
  if (next === RI) return (context & HALF_FLAG_BEFORE) ^ HALF_FLAG_BEFORE;
  if ((context & NUMBER_BEFORE) === 0) return 0;
  if (next === SY || next === IS) return NUMBER_BEFORE;
  return next === CL || next === CP ? CLOSED_NUMBER_BEFORE : 0;
}

function whatIsBehind(content: string, place: number): number {
  if (place >= content.length) return 0;
  const code = content.codePointAt(place)!;
  const kind = breakClassOf(code);
  const isNumber =
    kind === NU ||
    (kind === IS &&
      place + 1 < content.length &&
      breakClassOf(content.charCodeAt(place + 1)) === NU);
  return (isNumber ? NUMBER_BEHIND : 0) | (isWide(code) ? WIDE_BEHIND : 0);
}

/** Marks the words of a run of a script that is written without spaces. */
function markComplex(
  content: string,
  from: number,
  to: number,
  out: Uint8Array,
  locale: string | undefined,
): void {
  // Firefox before 125 has no segmenter: a line may then break before any letter.
  if (Intl.Segmenter === undefined) {
    for (let i = from + 1; i < to; i++)
      if (breakClassOf(content.charCodeAt(i)) === SA) out[i] = YES;
    return;
  }
  if (segmenter === undefined || segmenterLocale !== locale) {
    segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
    segmenterLocale = locale;
  }
  // In windows: engines copy the whole input into every segment, which makes long texts quadratic. A window starts at a word that
  // the one before found, far enough from its end that the words there do not depend on what comes behind.
  let start = from;
  let span = WINDOW;
  while (start < to) {
    const end = Math.min(to, start + span);
    const sure = end === to ? to : end - LOOK_AHEAD;
    let next = start;
    for (const { index } of segmenter.segment(content.slice(start, end))) {
      if (start + index > sure) break;
      next = start + index;
      if (next > from) out[next] = YES;
    }
    if (end === to) break;
    // No word ends in all of the window.
    span = next === start ? span * 2 : WINDOW;
    start = next;
  }
}

/** Adds breaks inside words, or takes away those between letters. */
function adjustWords(content: string, out: Uint8Array, isBreakAll: boolean): void {
  let last = SP;
  for (let i = 0; i < content.length; i++) {
    const code = content.codePointAt(i)!;
    if (isBreakAll) {
      const next = code === 0x2b || code === 0x7c ? AL : breakClassOf(code);
      if (i > 0 && breaksAnyway(last, next)) out[i] = YES;
      if (next !== CM) last = next;
    } else if (out[i] === YES && isLetterOrNumber(code)) {
      let before = content.charCodeAt(i - 1);
      if (/\p{M}/u.test(String.fromCharCode(before))) before = content.charCodeAt(i - 2);
      if (isLetterOrNumber(before)) out[i] = NO;
    }
    if (code > 0xffff) i++;
  }
}

/** Between which classes `break-all` breaks besides: see `kBreakAllLineBreakClassTable` in Chromium's text_break_iterator.cc. */
function breaksAnyway(last: number, next: number): boolean {
  const isWord =
    last === AL || last === HL || last === NU || last === SA || last === BA || last === SY;
  if (!isWord && last !== CL && last !== CP && last !== EX && last !== IS && last !== PO) {
    return (last === HY && next === NU) || (last === PR && next === PO);
  }
  if (next === AL || next === HL || next === NU || next === HY) return true;
  if (next === OP) return isWord;
  if (next === SA) return isWord || last === CP;
  if (next === PR) return last !== IS;
  return next === PO && (last === EX || last === PO);
}

/** A UTF-16 unit that `keep-all` keeps with its neighbours. */
function isLetterOrNumber(code: number): boolean {
  return (
    code < 0x10000 && /[\p{L}\p{N}]/u.test(String.fromCharCode(code)) && breakClassOf(code) !== SA
  );
}

/** A minus sign keeps its number; a hyphen after a letter or digit does not, as in long addresses. */
function hyphenDigit(content: string, i: number): number {
  const code = i > 1 ? content.charCodeAt(i - 2) : 0;
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return isLetter || (code >= 0x30 && code < 0x3a) ? YES : NO;
}

function isWhite(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function learnPair(last: number, next: number): number {
  const pair = latinPair(last, next);
  pairs![(last << 8) | next] = pair;
  return pair;
}

function latinPair(last: number, next: number): number {
  if (last >= 0x0a && last <= 0x0d) return last === 0x0d && next === 0x0a ? NO : YES;
  if (isWhite(next)) return NO;
  if (isWhite(last)) return YES;
  if (last < 0x20 || next < 0x20) return NO;
  if (last < 0x80 && next < 0x80) return asciiPair(last, String.fromCharCode(next));
  if (last === HYPHEN) return ASK;
  const before = breakClassOf(last);
  const kind = breakClassOf(next);
  if (kind === CM) return NO;
  const around = before === NU ? NUMBER_BEFORE : 0;
  return mayBreak(SP, before === CM ? AL : before, kind, around) ? YES : NO;
}

function asciiPair(last: number, next: string): number {
  if (last === HYPHEN && /\d/.test(next)) return HYPHEN_DIGIT;
  if (STICKY.test(String.fromCharCode(last)) || '!),./:;?]}'.includes(next)) return NO;
  if ('(<[{'.includes(next)) return YES;
  if (last === HYPHEN) return next === '$' ? NO : YES;
  return last === 0x3f && next !== '"' && next !== "'" ? YES : NO;
}
