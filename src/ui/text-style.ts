import { resource, ValueError, type World } from '../ecs';
import {
  type FontSpec,
  type ParagraphStyle,
  type SpanSpec,
  STRUCK,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_LEFT,
  TEXT_ALIGN_RIGHT,
  TEXT_ALIGN_START,
  TextPort,
  THEMED,
  UNDERLINED,
} from '../ecs/stores';
import { type Color, parseColor } from './color';
import { Theme } from './theme';

/** Looks of a text. Names and meaning are CSS's. */
export type TextStyle = {
  /** @default the theme's */
  fontFamily?: string;
  /** CSS pixels. @default the theme's */
  fontSize?: number;
  /** 1..1000, as in CSS. @default 400 */
  fontWeight?: number;
  /** @default false */
  italic?: boolean;
  /** @default the theme's text colour */
  color?: Color;
  /** Where lines stand in a box wider than them. @default 'start' */
  textAlign?: 'start' | 'end' | 'center' | 'left' | 'right' | 'justify';
  /**
   * Where lines end. `nowrap` is one line that keeps its spaces; `pre` has the lines of the string; `normal` and `pre-wrap` wrap
   * to the box. @default 'nowrap'
   */
  whiteSpace?: ParagraphStyle['whiteSpace'];
  /** Whether a word wider than its line is divided. @default 'normal' */
  overflowWrap?: ParagraphStyle['overflowWrap'];
  /** @default 'normal' */
  wordBreak?: ParagraphStyle['wordBreak'];
  /** Multiple of the font size, at most 10: pixels divided by `fontSize`. @default the font's own */
  lineHeight?: number;
  /** CSS pixels after each letter. @default 0 */
  letterSpacing?: number;
  /** Spaces between tab stops, where white space is kept. @default 8 */
  tabSize?: number;
  /** Lines at most; if there is more, the last one ends in an ellipsis, but not with `clip`. Whole; 0 = any number. @default 0 */
  maxLines?: number;
  /** What shows that a line which does not wrap is cut. @default 'ellipsis' */
  textOverflow?: ParagraphStyle['textOverflow'];
  /** Whether lines may end at soft hyphens (U+00AD). @default 'manual' */
  hyphens?: ParagraphStyle['hyphens'];
  /** In which direction paragraphs are read; `auto` goes by the first letter. @default 'auto' */
  direction?: ParagraphStyle['direction'];
};

/** A part of a text with looks of its own; what is not given is as in the rest. */
export type TextSpan = {
  text: string;
  fontFamily?: string;
  /** CSS pixels. */
  fontSize?: number;
  fontWeight?: number;
  italic?: boolean;
  color?: Color;
  /** Colour behind it. */
  background?: Color;
  underline?: boolean;
  strike?: boolean;
  /** Where it leads: an http or https address with a host, or a mailto one, without control characters. */
  link?: string;
};

/** A string, or parts of which some have looks of their own. */
export type TextContent = string | readonly (string | TextSpan)[];

type FontStyle = {
  [K in 'fontFamily' | 'fontSize' | 'fontWeight' | 'italic']: TextStyle[K] | undefined;
};

export const textLooks: Readonly<Record<keyof TextStyle, true>> = {
  fontFamily: true,
  fontSize: true,
  fontWeight: true,
  italic: true,
  color: true,
  textAlign: true,
  whiteSpace: true,
  overflowWrap: true,
  wordBreak: true,
  lineHeight: true,
  letterSpacing: true,
  tabSize: true,
  maxLines: true,
  textOverflow: true,
  hyphens: true,
  direction: true,
};

const aligns = {
  start: TEXT_ALIGN_START,
  end: TEXT_ALIGN_END,
  center: TEXT_ALIGN_CENTER,
  left: TEXT_ALIGN_LEFT,
  right: TEXT_ALIGN_RIGHT,
  justify: TEXT_ALIGN_JUSTIFY,
};

const spanLooks: Readonly<Record<keyof TextSpan, true>> = {
  text: true,
  fontFamily: true,
  fontSize: true,
  fontWeight: true,
  italic: true,
  color: true,
  background: true,
  underline: true,
  strike: true,
  link: true,
};

/** How a link may begin: other schemes could run code or reach files. Those of the web need a host, perhaps after a user. */
const LINK = /^(mailto:|https?:\/\/(?:[^/?#\\]*@)?[^/?#\\@:\s][^/?#\\@]*(?:[/?#\\]|$))/i;
/** What hides or reorders parts of an address where it is shown, and what parsers of addresses drop. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}]/u;

/** Id of a font with some of its properties replaced. Throws `ValueError`. */
export function fontOver(world: World, spec: FontSpec, style: Partial<FontStyle>): number {
  const { fontFamily, fontSize, fontWeight, italic } = style;
  checkFont(style);
  return resource(world, TextPort).font({
    family: fontFamily ?? spec.family,
    size: fontSize ?? spec.size,
    weight: fontWeight ?? spec.weight,
    italic: italic ?? spec.italic,
  });
}

/** Throws `ValueError` for what no font can be. */
export function checkFont({ fontFamily, fontSize, fontWeight, italic }: Partial<FontStyle>): void {
  if (fontFamily !== undefined && (typeof fontFamily !== 'string' || fontFamily.trim() === '')) {
    throw new ValueError(`font family is '${String(fontFamily)}'; name one, such as 'sans-serif'`);
  }
  checkWithin('fontSize', fontSize, 1 / 64, 1e5);
  checkWithin('fontWeight', fontWeight, 1, 1000);
  checkFlag('italic', italic);
}

/** Id of a paragraph style with some of its properties replaced. Throws `ValueError`. */
export function paragraphOver(world: World, from: number, style: TextStyle): number {
  const port = resource(world, TextPort);
  let changed: Partial<Record<keyof ParagraphStyle, unknown>> | undefined;
  for (const name of paragraphLooks) {
    const value = style[name];
    if (value === undefined) continue;
    changed ??= {};
    changed[name] = value;
  }
  if (!changed) return from;
  return port.paragraph({ ...port.paragraphOf(from), ...(changed as Partial<ParagraphStyle>) });
}

/** Names of `TextStyle` that make up a paragraph style. */
export const paragraphLooks = [
  'whiteSpace',
  'overflowWrap',
  'wordBreak',
  'lineHeight',
  'letterSpacing',
  'tabSize',
  'maxLines',
  'textOverflow',
  'hyphens',
  'direction',
] as const satisfies readonly (keyof TextStyle)[];

/** `Text.align` of a name. Throws `ValueError`. */
export function alignOf(align: string): number {
  const value = Object.hasOwn(aligns, align) ? aligns[align as keyof typeof aligns] : undefined;
  if (value === undefined)
    throw new ValueError(`textAlign is '${align}'; give one of ${Object.keys(aligns).join(', ')}`);
  return value;
}

/** Spans as the text system takes them, over the font of the text. Throws `ValueError` naming what cannot be used. */
export function spansOf(
  world: World,
  font: number,
  content: readonly (string | TextSpan)[],
): SpanSpec[] {
  const spec = resource(world, TextPort).specOf(font);
  // Not `map`, which skips what an array lacks.
  return Array.from(content, (part) => {
    if (typeof part === 'string') {
      return { text: part, font, color: 0, background: 0, decorations: 0, link: undefined };
    }
    if (typeof part !== 'object' || part === null) {
      throw new ValueError(`a part of a text is ${String(part)}; give strings and spans`);
    }
    for (const name in part) {
      if (!Object.hasOwn(spanLooks, name)) {
        throw new ValueError(
          `span '${name}' is not known; give ${Object.keys(spanLooks).join(', ')}`,
        );
      }
    }
    if (typeof part.text !== 'string') {
      throw new ValueError(`text of a span is ${String(part.text)}; give a string`);
    }
    const { color, background, underline = part.link !== undefined, strike = false } = part;
    checkFlag('underline', underline);
    checkFlag('strike', strike);
    const link = part.link === undefined ? undefined : checkedLink(part.link);
    const plain = link === undefined ? 0 : parseColor(resource(world, Theme).accent);
    const themed = link !== undefined && color === undefined ? THEMED : 0;
    return {
      text: part.text,
      font: fontOver(world, spec, part),
      color: color === undefined ? plain : parseColor(color),
      background: background === undefined ? 0 : parseColor(background),
      decorations: (underline ? UNDERLINED : 0) | (strike ? STRUCK : 0) | themed,
      link,
    };
  });
}

function checkedLink(link: string): string {
  if (typeof link !== 'string' || !LINK.test(link)) {
    throw new ValueError(
      `link is '${String(link)}'; give an address that begins with https://, http:// and a host, or mailto:`,
    );
  }
  const at = link.search(UNSEEN);
  if (at < 0) return link;
  throw new ValueError(
    `link has U+${link.charCodeAt(at).toString(16).padStart(4, '0')} at ${at}, which is not seen; encode it with encodeURIComponent`,
  );
}

function checkFlag(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new ValueError(`${name} is ${String(value)}; give true or false`);
}

function checkWithin(name: string, value: unknown, min: number, max: number): void {
  if (value === undefined) return;
  if (typeof value === 'number' && value >= min && value <= max) return;
  throw new ValueError(`${name} is ${String(value)}; give a number from ${min} to ${max}`);
}
