import { columns, type World } from '../../ecs';
import { Text } from '../../ecs/stores';
import { FONT_LIMIT, type FontTable } from './font-table';
import type { Cache } from './glyph-cache';
import type { InternedTexts } from './interned';
import { LaidOut } from './laid-out';
import { type ParagraphStyles, STYLE_LIMIT } from './paragraph-styles';
import type { createTextRows } from './text-rows';

export type StyleSweepOptions = {
  world: World;
  fonts: FontTable;
  paragraphs: ParagraphStyles;
  rows: ReturnType<typeof createTextRows>;
  interned: InternedTexts;
  cache: Cache;
};

/**
 * Gives a function that forgets the fonts and paragraph styles that no row or span has: their ids, measures, prepared and interned
 * runs, and places in the glyph cache. Their bitmaps leave the atlas as others that are not shown.
 */
export function createStyleSweep({
  world,
  fonts,
  paragraphs,
  rows,
  interned,
  cache,
}: StyleSweepOptions): () => void {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);
  const usedFonts = new Uint8Array(FONT_LIMIT);
  const usedStyles = new Uint8Array(STYLE_LIMIT);

  return () => {
    usedFonts.fill(0);
    usedStyles.fill(0);
    // Rows without a text too: their font was written, and the text is to come. Those that are gone have font and style 0.
    for (let row = 0; row < text.font.length; row++) {
      usedFonts[text.font[row]!] = 1;
      usedFonts[laidOut.font[row]!] = 1;
      usedStyles[text.paragraph[row]!] = 1;
      usedStyles[laidOut.paragraph[row]!] = 1;
    }
    for (const span of rows.spans.values()) {
      for (let i = 0; i < span.count; i++) usedFonts[span.fonts[i]!] = 1;
    }
    // Where only one of the two is crowded, ids of the other that somebody holds for later stay good.
    const lostStyles = paragraphs.sweep((style) => usedStyles[style] === 1);
    const lostFonts = fonts.sweep((font) => usedFonts[font] === 1);
    if (lostStyles || lostFonts) rows.forgetStyles();
    if (!lostFonts) return;
    interned.forgetFonts((font) => fonts.has(font));
    cache.forget((_, font) => fonts.has(font));
    cache.fontVersion++;
  };
}
