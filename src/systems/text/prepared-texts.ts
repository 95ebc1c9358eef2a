import type { FontTable } from './font-table';
import { createGenerationCache } from './generation-cache';
import type { ParagraphBuilder } from './paragraph';
import type { ParagraphStyles } from './paragraph-styles';

/** A text ready to be divided into lines. */
export type PreparedText = {
  readonly glyphs: Uint32Array;
  readonly x: Float32Array;
  readonly levels: Uint8Array;
  /** `TEXT_BIDI` and `TEXT_RTL`. */
  readonly flags: number;
};

const FONT_BITS = 10;
/** Units of text kept in a generation, 64 for each besides: about 4 MB, and as much for the generation before. */
const KEPT_UNITS = 400_000;
/** Of a unit: its string, glyph id, place and level. An entry counts as 64, which is what its four objects take. */
const UNIT_BYTES = 11;

export type PreparedTexts = {
  /** Roughly what is held. */
  readonly bytes: number;
  /** A text in a font and a paragraph style. Throws where the host's measurer does. */
  of(content: string, font: number, paragraph: number, tabular: boolean): PreparedText;
  /** Forgets the texts in fonts and paragraph styles that are there no more. */
  forgetStyles(): void;
  /** Forgets the texts in fonts that have other measures now. */
  forgetFonts(isSame: (font: number) => boolean): void;
  /** Forgets all: levels are known better. */
  clear(): void;
};

export type PreparedTextsOptions = {
  fonts: FontTable;
  paragraphs: ParagraphStyles;
  builder: ParagraphBuilder;
};

/** Keeps texts prepared that were shown lately: rows of a list show the same ones again and again. */
export function createPreparedTexts({
  fonts,
  paragraphs,
  builder,
}: PreparedTextsOptions): PreparedTexts {
  const cache = createGenerationCache<PreparedText>(KEPT_UNITS);
  return {
    get bytes() {
      return cache.weight * UNIT_BYTES;
    },
    of(content, font, paragraph, tabular) {
      const kind = (paragraph * (1 << FONT_BITS) + font) * 2 + (tabular ? 1 : 0);
      const known = cache.get(kind, content);
      if (known) return known;
      builder.build([{ text: content, font: fonts.get(font) }], paragraphs.get(paragraph), tabular);
      const { count, flags } = builder;
      const made = {
        glyphs: builder.glyphs.slice(0, count),
        x: builder.x.slice(0, count + 1),
        levels: builder.levels.slice(0, count),
        flags,
      };
      cache.set(kind, content, made);
      return made;
    },
    forgetStyles() {
      cache.keep((kind) => fonts.has(fontOf(kind)) && paragraphs.has(kind >> (FONT_BITS + 1)));
    },
    forgetFonts(isSame) {
      cache.keep((kind) => isSame(fontOf(kind)));
    },
    clear: cache.clear,
  };
}

function fontOf(kind: number): number {
  return (kind >> 1) & ((1 << FONT_BITS) - 1);
}
