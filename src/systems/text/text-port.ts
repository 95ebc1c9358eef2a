import { columns, isRowAlive, ValueError, type World } from '../../ecs';
import { type ParagraphStyle, type SpanSpec, Text, type TextPort } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import type { FontTable } from './font-table';
import type { InternedTexts } from './interned';
import { LaidOut } from './laid-out';
import type { NumberWriter } from './number-glyphs';
import type { ParagraphStyles } from './paragraph-styles';
import { MAX_TEXT_UNITS } from './text-limits';
import type { createTextRows } from './text-rows';

export type TextPortOptions = {
  world: World;
  clusters: ClusterTable;
  fonts: FontTable;
  numbers: NumberWriter;
  paragraphs: ParagraphStyles;
  rows: ReturnType<typeof createTextRows>;
  interned: InternedTexts;
  /** Forgets clusters, fonts and styles that nothing shows, when there are many. */
  sweep: () => void;
};

/** Gives what elements ask of the text system. */
export function createTextPort({
  world,
  clusters,
  fonts,
  numbers,
  paragraphs,
  rows,
  interned,
  sweep,
}: TextPortOptions): TextPort {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);

  /** Fonts and styles that were asked for are in the columns of their rows. */
  function settle(): void {
    fonts.settle();
    paragraphs.settle();
  }

  function setSpans(row: number, spans: readonly SpanSpec[]): void {
    if (!isRowAlive(world, row)) return;
    let units = 0;
    for (const span of spans) units += span.text.length;
    if (units > MAX_TEXT_UNITS) {
      throw new ValueError(
        `spans have ${units} units in all, more than ${MAX_TEXT_UNITS}; divide them among elements`,
      );
    }
    sweep();
    rows.showSpans(
      row,
      spans.map(({ text: content, font }) => ({ text: content, font: fonts.get(font) })),
      {
        fonts: Uint16Array.from(spans, ({ font }) => font),
        colors: Uint32Array.from(spans, ({ color }) => color),
        backgrounds: Uint32Array.from(spans, ({ background }) => background),
        decorations: Uint8Array.from(spans, ({ decorations }) => decorations),
        links: spans.map(({ link }) => link),
      },
    );
    settle();
  }

  function setFont(row: number, font: number, paragraph = text.paragraph[row]!): void {
    if (!isRowAlive(world, row)) return;
    fonts.get(font);
    paragraphs.get(paragraph);
    const isLaidOut = laidOut.font[row] === font && laidOut.paragraph[row] === paragraph;
    if (text.runStart[row]! < 0 || isLaidOut) {
      text.font[row] = font;
      text.paragraph[row] = paragraph;
    } else {
      rows.rebuild(row, font, paragraph);
    }
    settle();
  }

  return {
    font(spec) {
      return fonts.idOf(spec);
    },
    specOf(font) {
      return fonts.get(font).spec;
    },
    lineHeight(font) {
      return fonts.get(font).lineHeight;
    },
    setText(row, content) {
      if (!isRowAlive(world, row)) return;
      sweep();
      settle();
      if (text.paragraph[row] === 0 || isOneLine(paragraphs.get(text.paragraph[row]!))) {
        const count = clusters.decode(content);
        if (!clusters.complex) {
          rows.showLetters(row, content, count);
          return;
        }
      }
      rows.showText(row, content);
    },
    setNumber(row, value, format) {
      if (!isRowAlive(world, row)) return;
      const count = numbers.write(value, format);
      rows.showNumber(row, numbers.glyphs, count, numbers.complex);
    },
    setTextId(row, id) {
      if (!isRowAlive(world, row)) return;
      sweep();
      settle();
      const font = text.font[row]!;
      fonts.get(font);
      const style = paragraphs.get(text.paragraph[row]!);
      if (interned.isComplex(id) || !isOneLine(style)) {
        rows.showText(row, interned.contentOf(id));
      } else if (style.letterSpacing !== 0) {
        const count = clusters.decode(interned.contentOf(id));
        rows.showLine(row, clusters.glyphs, 0, count, 0);
      } else {
        interned.show(row, id, font);
      }
    },
    setSpans,
    setFont,
    paragraph(style) {
      return paragraphs.idOf(style);
    },
    paragraphOf(paragraph) {
      return paragraphs.get(paragraph);
    },
    setParagraph(row, paragraph) {
      setFont(row, text.font[row]!, paragraph);
    },
    wrap: rows.wrap,
    minContentWidth: rows.minContentWidth,
    baselineOf: rows.baselineOf,
    intern: interned.intern,
    contentOf: rows.contentOf,
  };
}

/** Whether a text without words to be shaped is one line that is read from left to right. */
function isOneLine({ whiteSpace, direction }: ParagraphStyle): boolean {
  return whiteSpace === 'nowrap' && direction !== 'rtl';
}
