import {
  AL,
  B2,
  BA,
  BB,
  BK,
  CB,
  CL,
  CLASS_RUNS,
  CM,
  CP,
  EB,
  EM,
  EX,
  GL,
  H2,
  H3,
  HH,
  HL,
  HY,
  ID,
  IN,
  IS,
  JL,
  JT,
  JV,
  NS,
  NU,
  OP,
  PF,
  PI,
  PO,
  PR,
  QU,
  RI,
  SP,
  SY,
  WJ,
  ZW,
} from './line-break-classes';

const TABLE_END = 0x20000;
const FIRST_NAME = 0x3a;
const FIRST_HANGUL = 0xac00;
const HANGUL_END = 0xd7a4;

let table: Uint8Array | undefined;

/** Line break class of a code point, a constant of line-break-classes.ts. The table, 128 KB, is unpacked on first use. */
export function breakClassOf(code: number): number {
  if (code >= TABLE_END) return code < 0x40000 ? ID : code < 0xe0000 ? AL : CM;
  table ??= unpack();
  return table[code]!;
}

function unpack(): Uint8Array {
  const classes = new Uint8Array(TABLE_END);
  let place = 0;
  for (let i = 0; i < CLASS_RUNS.length; ) {
    const kind = CLASS_RUNS.charCodeAt(i++) - FIRST_NAME;
    let length = 0;
    for (let code = CLASS_RUNS.charCodeAt(i); isDigit(code); code = CLASS_RUNS.charCodeAt(++i)) {
      length = length * 36 + code - (code < 0x3a ? 0x30 : 0x57);
    }
    const end = place + (length || 1);
    classes.fill(kind, place, end);
    place = end;
  }
  for (let code = FIRST_HANGUL; code < HANGUL_END; code++) {
    classes[code] = (code - FIRST_HANGUL) % 28 === 0 ? H2 : H3;
  }
  return classes;
}

/** Of base 36, without capitals: those are names of classes. */
function isDigit(code: number): boolean {
  return code < FIRST_NAME || code > 0x60;
}

/** What is around a place between two characters, as far as the rules ask. */
export const NUMBER_BEFORE = 1;
/** A number and its closing bracket are before. */
export const CLOSED_NUMBER_BEFORE = 2;
export const NUMBER_BEHIND = 4;
/** An odd number of regional indicators is before. */
export const HALF_FLAG_BEFORE = 8;
/** East Asian characters, which need no space beside quotation marks: the one before the last, the last, the next, the one behind. */
export const WIDE_FIRST = 16;
export const WIDE_LAST = 32;
export const WIDE_NEXT = 64;
export const WIDE_BEHIND = 128;

/**
 * Whether a line may break between two characters of these classes: UAX 14 of Unicode 17, rules LB8 to LB31, as ICU has them
 * for CSS. `first` is the class before `last`, SP at the start. Marks have been joined to what they stand on.
 */
export function mayBreak(first: number, last: number, next: number, around: number): boolean {
  if (last === AL && next === AL) return false;
  if (last === ID && next === ID) return true;
  if (last === BK) return true;
  if (next === BK || next === SP || next === ZW) return false;
  if (last === SP || last === ZW) return true;
  if (next === WJ || last === WJ || last === GL) return false;
  const isHyphen = last === HY || last === HH;
  // Rule LB21a: Hebrew keeps a hyphen with what follows.
  const isHebrewHyphen = first === HL && isHyphen && next !== HL;
  if (next === GL) return (last === BA || isHyphen) && !isHebrewHyphen;
  if (isClosing(next) || isOpening(last)) return false;
  if (next === QU || next === PF || last === QU || last === PI) return false;
  if (next === PI && !((around & WIDE_LAST) > 0 && (around & WIDE_BEHIND) > 0)) return false;
  if (last === PF && !((around & WIDE_FIRST) > 0 && (around & WIDE_NEXT) > 0)) return false;
  if (last === CB || next === CB) return true;
  const isLetter = next === AL || next === HL;
  if (isHyphen && isLetter && isStart(first)) return false;
  if (next === BA || next === HH || next === HY || next === NS || next === IN || last === BB) {
    return false;
  }
  if (isHebrewHyphen) return false;
  if (next === HL && last === SY) return false;
  const isAfterLetter = last === AL || last === HL;
  if (isLetter) {
    return !(
      isAfterLetter ||
      last === NU ||
      last === PR ||
      last === PO ||
      last === IS ||
      isNarrowClose(last, around)
    );
  }
  switch (next) {
    case NU:
      return !(
        isAfterLetter ||
        last === PR ||
        last === PO ||
        last === HY ||
        last === IS ||
        (around & NUMBER_BEFORE) > 0 ||
        isNarrowClose(last, around)
      );
    case PR:
    case PO:
      if (isAfterLetter || (around & (NUMBER_BEFORE | CLOSED_NUMBER_BEFORE)) > 0) return false;
      return next === PR || !(isIdeographic(last) || isHangul(last));
    case OP:
      if ((last === PR || last === PO) && (around & NUMBER_BEHIND) > 0) return false;
      return !(isAfterLetter || last === NU) || (around & WIDE_NEXT) > 0;
    case RI:
      return last !== RI || (around & HALF_FLAG_BEFORE) === 0;
    case EM:
      return last !== EB && last !== PR;
    case B2:
      return last !== B2;
  }
  if (last === PR) return !(isIdeographic(next) || isHangul(next));
  if (next === JL || next === H2 || next === H3) return last !== JL;
  if (next === JV) return last !== JL && last !== JV && last !== H2;
  if (next === JT) return last !== JV && last !== H2 && last !== JT && last !== H3;
  return true;
}

function isClosing(next: number): boolean {
  return next === CL || next === CP || next === EX || next === SY || next === IS;
}

function isOpening(last: number): boolean {
  return last === OP;
}

/** Before a word-initial hyphen, which stays with its word. */
function isStart(first: number): boolean {
  return first === SP || first === BK || first === ZW || first === CB || first === GL;
}

function isNarrowClose(last: number, around: number): boolean {
  return last === CP && (around & WIDE_LAST) === 0;
}

function isIdeographic(kind: number): boolean {
  return kind === ID || kind === EB || kind === EM;
}

function isHangul(kind: number): boolean {
  return kind === H2 || kind === H3 || kind === JL || kind === JV || kind === JT;
}

/** Whether a mark after this class has nothing to stand on, and is like a letter. */
export function standsOnNothing(last: number): boolean {
  return last === SP || last === ZW || last === BK;
}

/** Whether a character is wide or of a pair of widths, as in East Asian type. */
export function isWide(code: number): boolean {
  if (code < 0x2e80) return (code >= 0x1100 && code < 0x1160) || code === 0x232a || code === 0x2329;
  if (code < 0xd7a4)
    return (
      (code < 0xa4d0 && code !== 0x303f) ||
      code >= FIRST_HANGUL ||
      (code >= 0xa960 && code < 0xa980)
    );
  if (code < 0x10000) {
    return (
      (code >= 0xf900 && code < 0xfb00) ||
      (code >= 0xfe10 && code < 0xfe70 && (code < 0xfe20 || code >= 0xfe30)) ||
      code > 0xff00
    );
  }
  return (code >= 0x1f300 && code < 0x1fb00) || (code >= 0x20000 && code < 0x40000);
}
