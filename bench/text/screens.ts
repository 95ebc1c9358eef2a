/** Glyphs of a first screen, each of them once. */
export const GLYPHS = 2_000;
const PER_LINE = 50;
const LINE_HEIGHT = 18;
const SIZES = 32;

/** A screen of text: lines of glyphs none of which is shown twice. */
export type Screen = {
  /** CSS list. */
  readonly family: string;
  /** Whether it comes as files of the dev dependencies. */
  readonly isLoaded: boolean;
  readonly lines: readonly { content: string; top: number; left: number }[];
};

/** Han of Noto Sans SC, the commonest block. */
export const han = screenOf('"Noto Sans SC Variable", sans-serif', true, [[0x4e00, 0x9fff]], 7);

/** Letters and signs of the font that is everywhere. */
export const alphabets = screenOf('sans-serif', false, [
  [0x21, 0x7e],
  [0xa1, 0x2af],
  [0x391, 0x3ce],
  [0x400, 0x52f],
  [0x1e00, 0x1eff],
  [0x1f00, 0x1f15],
  [0x2190, 0x23ff],
  [0x2500, 0x27bf],
]);

/** Sizes in turn, so that neither an app nor the browser has drawn the glyphs before, CSS pixels. */
export function sizeOf(call: number): number {
  return 14 + (call % SIZES) / SIZES;
}

function screenOf(
  family: string,
  isLoaded: boolean,
  ranges: readonly [number, number][],
  step = 1,
): Screen {
  const characters: string[] = [];
  for (const [from, to] of ranges) {
    for (let code = from; code <= to && characters.length < GLYPHS; code += step) {
      const character = String.fromCodePoint(code);
      if (/[\p{L}\p{P}\p{S}]/u.test(character)) characters.push(character);
    }
  }
  if (characters.length < GLYPHS) throw new Error(`a screen has ${characters.length} glyphs`);
  const lines = Array.from({ length: GLYPHS / PER_LINE }, (_, i) => ({
    content: characters.slice(i * PER_LINE, (i + 1) * PER_LINE).join(''),
    top: i * LINE_HEIGHT,
    left: 8,
  }));
  return { family, isLoaded, lines };
}
