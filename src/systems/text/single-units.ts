const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const SOFT_HYPHEN = 0xad;
const REPLACEMENT = 0xfffd;

/**
 * Whether a unit is a cluster of its own wherever it stands among others of its kind, so that a string of such units needs no
 * segmenter. Covers Latin, Greek, Cyrillic, punctuation, symbols, CJK and Hangul syllables.
 */
export function standsAlone(code: number): boolean {
  if (code < 0x300) return true;
  if (code < 0x2010)
    return (
      (code >= 0x370 && code < 0x483) ||
      (code >= 0x48a && code < 0x591) ||
      (code >= 0x1e00 && code < 0x2000)
    );
  if (code < 0x2e80) {
    if (code < 0x20d0) return code < 0x202a || (code >= 0x202f && code < 0x2060) || code >= 0x2070;
    return code >= 0x2100 && code < 0x2c00;
  }
  if (code < 0xa4d0)
    return (code & ~7) !== 0x3028 ? code !== 0x3099 && code !== 0x309a : code < 0x302a;
  return (
    (code >= 0xac00 && code < 0xd7a4) || (code >= 0xff01 && code < 0xff9e) || code === REPLACEMENT
  );
}

/**
 * Whether a unit is one of those that set directions, divide or join without a look of their own: a cluster of its own wherever it
 * stands, too. Apart from the others, as some make a text run from right to left.
 */
export function isFormatting(code: number): boolean {
  if (code < 0x2028) return code === 0x200b || code === 0x200e || code === 0x200f;
  return (code > 0x2029 && code < 0x202f) || (code >= 0x2060 && code < 0x2070) || code === 0xfeff;
}

/** Whether what is at a place needs no segmenter; a space between two that do needs it, too: a call costs as much as some words. */
export function endsSegment(content: string, at: number): boolean {
  const code = content.charCodeAt(at);
  if (!(standsAlone(code) || isFormatting(code))) return false;
  if (code !== SPACE || at + 1 >= content.length) return true;
  const next = content.charCodeAt(at + 1);
  return standsAlone(next) || isFormatting(next);
}

/** Glyph id of a single unit, -1 where it shows nothing. */
export function glyphOfUnit(code: number, keepsLines: boolean): number {
  if (code > 0x9f) {
    if (code === SOFT_HYPHEN) return keepsLines ? code : -1;
    if (code === 0x2028 || code === 0x2029) return keepsLines ? LINE_FEED : SPACE;
    return code >= 0xd800 && code < 0xe000 ? REPLACEMENT : code;
  }
  if (code >= SPACE && code < 0x7f) return code;
  // Tab, line feed, vertical tab, form feed, carriage return, next line: white space on a single line.
  if (!((code >= TAB && code <= 0x0d) || code === 0x85)) return -1;
  if (!keepsLines) return SPACE;
  return code === TAB ? TAB : LINE_FEED;
}
