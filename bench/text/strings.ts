import { VIEW_HEIGHT, VIEW_WIDTH } from '../pages/rows';

/** Elements of the benches with changing text. */
export const TEXTS = 1_000;
/** Strings there are: so many that no cache of texts holds them until they come again. */
const POOL = 32_000;
/** Strings that every cache of texts holds; no divisor of `TEXTS`, so that all change in every frame. */
export const KNOWN = 600;
const COLUMNS = 16;
const ROWS = Math.ceil(TEXTS / COLUMNS);
/** The largest at which a string is about as wide as its place. */
export const SMALL_FONT_SIZE = 8;

const WORDS =
  'Anchorage Boston Calgary Denver Edinburgh Frankfurt Geneva Halifax gate delayed boarding open late final call via to from seat'.split(
    ' ',
  );

/** Short strings of words in both cases and digits, 5 to 28 letters each, 17 on average. */
export function shortStrings(random: () => number, count = POOL): string[] {
  const pick = (below: number) => Math.floor(random() * below);
  return Array.from({ length: count }, () => {
    const first = WORDS[pick(WORDS.length)]!;
    const parts = [first, WORDS[pick(WORDS.length)]!, String(pick(10_000))];
    if (pick(4) === 0) parts.splice(1, 1, `${pick(100)}`);
    // In one piece: a string put together is otherwise made at its first use, which would be timed.
    return parts.join(' ');
  });
}

/** Place of an element on the surface, CSS pixels. */
export function placeOf(index: number): { left: number; top: number } {
  const column = index % COLUMNS;
  const row = Math.floor(index / COLUMNS);
  return {
    left: Math.floor((column * VIEW_WIDTH) / COLUMNS),
    top: Math.floor((row * VIEW_HEIGHT) / ROWS),
  };
}

/** Which string element `index` shows in a frame: all others than in the frame before. */
export function turnOf(strings: { readonly length: number }, frame: number, index: number): number {
  return (frame * TEXTS + index) % strings.length;
}
