/** Glyphs of a first screen, each of them once. */
export const GLYPHS = 2_000;
const PER_LINE = 50;
const LINE_HEIGHT = 18;
const SIZES = 32;

/** A screen of text. */
export type Screen = {
  /** CSS list. */
  readonly family: string;
  /** Family that comes as files of the dev dependencies: only characters that it has are shown. */
  readonly loaded?: string;
  readonly ranges: readonly (readonly [number, number])[];
  /** Every how many of the characters is shown. */
  readonly step: number;
};

/** Glyphs in a line none of which is shown twice, CSS pixels. */
export type ScreenLine = { content: string; top: number; left: number };

/** Han of Noto Sans SC, of all of the commonest block. */
export const han: Screen = {
  family: '"Noto Sans SC Variable", sans-serif',
  loaded: 'Noto Sans SC Variable',
  ranges: [[0x4e00, 0x9fff]],
  step: 5,
};

/** Letters and signs of the font that is everywhere. */
export const alphabets: Screen = {
  family: 'sans-serif',
  ranges: [
    [0x21, 0x7e],
    [0xa1, 0x2af],
    [0x391, 0x3ce],
    [0x400, 0x52f],
    [0x1e00, 0x1eff],
    [0x1f00, 0x1f15],
    [0x2190, 0x23ff],
    [0x2500, 0x27bf],
  ],
  step: 1,
};

/** Sizes in turn, so that neither an app nor the browser has drawn the glyphs before, CSS pixels. */
export function sizeOf(call: number): number {
  return 14 + (call % SIZES) / SIZES;
}

/** The lines of a screen, of characters that its font has. */
export function linesOf(
  { ranges, step }: Screen,
  has: (code: number) => boolean,
): readonly ScreenLine[] {
  const characters: string[] = [];
  for (const [from, to] of ranges) {
    for (let code = from; code <= to && characters.length < GLYPHS; code += step) {
      const character = String.fromCodePoint(code);
      if (/[\p{L}\p{P}\p{S}]/u.test(character) && has(code)) characters.push(character);
    }
  }
  if (characters.length < GLYPHS) throw new Error(`a screen has ${characters.length} glyphs`);
  return Array.from({ length: GLYPHS / PER_LINE }, (_, i) => ({
    content: characters.slice(i * PER_LINE, (i + 1) * PER_LINE).join(''),
    top: i * LINE_HEIGHT,
    left: 8,
  }));
}
