const OPEN = 1;
const CLOSE = 2;
/** Stands in one half like closing brackets, but keeps its room at the end of a line. */
const DOT = 3;
/** Leaves brackets beside it no blank half, and has none itself: middle dots, colons, quotation marks. */
const MIDDLE = 4;
const OPEN_QUOTE = 5;
const CLOSE_QUOTE = 6;

/** Whether fonts kern a unit above U+2FFF: kana and full-width punctuation, without marks that join the cluster before. */
export function isWideKerned(code: number): boolean {
  if (code < 0x3100) return code > 0x3000 && code !== 0x3099 && code !== 0x309a;
  return code > 0xff00 && code < 0xff66;
}

/**
 * Whether of two units side by side one is full-width punctuation whose blank half browsers take away there: an opening bracket
 * after other punctuation, a closing one, comma or stop before it (CSS `text-spacing-trim: normal`).
 */
export function isTrimmedBetween(first: number, second: number): boolean {
  const before = classOf(first);
  const after = classOf(second);
  if (after === OPEN) return before > 0 || first === 0x3000;
  return (before === CLOSE || before === DOT) && after > 1 && after !== OPEN_QUOTE;
}

/** Whether a unit is a full-width closing bracket: it gives up its blank half where it would not fit at the end of a line. */
export function isWideClosing(code: number): boolean {
  return code >= 0x3009 && classOf(code) === CLOSE;
}

function classOf(code: number): number {
  if (code < 0x3001) {
    if (code === 0xb7 || code === 0x2027) return MIDDLE;
    if (code === 0x2018 || code === 0x201c) return OPEN_QUOTE;
    return code === 0x2019 || code === 0x201d ? CLOSE_QUOTE : 0;
  }
  if (code < 0x3020) {
    if (code < 0x3003) return DOT;
    if (code < 0x3012) return code < 0x3008 ? 0 : (code & 1) === 0 ? OPEN : CLOSE;
    if (code > 0x3013 && code < 0x301c) return (code & 1) === 0 ? OPEN : CLOSE;
    return code === 0x301d ? OPEN : code > 0x301d ? CLOSE : 0;
  }
  if (code < 0xff00) return code === 0x30fb ? MIDDLE : 0;
  if (code === 0xff08 || code === 0xff3b || code === 0xff5b || code === 0xff5f) return OPEN;
  if (code === 0xff09 || code === 0xff3d || code === 0xff5d || code === 0xff60) return CLOSE;
  if (code === 0xff0c || code === 0xff0e) return DOT;
  return code === 0xff1a || code === 0xff1b ? MIDDLE : 0;
}
