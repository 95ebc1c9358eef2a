const COMMON = 0;
const LATIN = 1;
const GREEK = 2;
const CYRILLIC = 3;
const ARMENIAN = 4;
const OTHER = 5;

/**
 * Whether the cluster at `index` is shaped together with the one before it. Spaces and punctuation go with the script before
 * them, so in "We Τα" the space is shaped with "We" and never kerned against the tau.
 */
export function isShapedTogether(glyphs: Uint32Array, index: number): boolean {
  const own = scriptOf(glyphs[index]!);
  if (own === COMMON) return true;
  for (let i = index - 1; i >= 0; i--) {
    const before = scriptOf(glyphs[i]!);
    if (before !== COMMON) return before === own;
  }
  return true;
}

/** Script of a glyph id, as far as kerning needs it; clusters of several units count as common. */
function scriptOf(glyph: number): number {
  if (glyph < 0x80) return isAsciiLetter(glyph) ? LATIN : COMMON;
  if (glyph < 0x370) {
    const letter = glyph >= 0xc0 && glyph < 0x2b0 && glyph !== 0xd7 && glyph !== 0xf7;
    return letter ? LATIN : COMMON;
  }
  if (glyph < 0x400) return GREEK;
  if (glyph < 0x530) return CYRILLIC;
  if (glyph < 0x590) return ARMENIAN;
  const punctuation = (glyph >= 0x2000 && glyph < 0x2e80) || (glyph >= 0x3000 && glyph < 0x3040);
  return punctuation || glyph > 0xfeff ? COMMON : OTHER;
}

function isAsciiLetter(glyph: number): boolean {
  const lower = glyph | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
