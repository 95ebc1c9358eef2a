import {
  columns,
  type Entity,
  findResource,
  PAINT,
  PROJECTION,
  ROW_MASK,
  resolve,
  resource,
  spawn,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import { type NumberFormat, TEXT_SPANS, Text, TextKind, TextPort, TextSpans } from '../ecs/stores';
import { built } from './box';
import { type Color, parseColor } from './color';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';
import { ownColor, ownFont } from './text-leaves';
import { textRow } from './text-row';
import { applySelectable, checkSelectable, fitFocus } from './text-selection';
import {
  alignOf,
  fontOver,
  paragraphOver,
  spansOf,
  type TextContent,
  type TextStyle,
  textLooks,
} from './text-style';
import { Theme } from './theme';

export type TextOptions = Omit<Style, 'direction'> &
  Styled &
  TextStyle & {
    parent?: Target;
    /** @default '' */
    content?: TextContent;
    /** Whether parts of it can be selected by pointer and keyboard, and copied. @default false */
    selectable?: boolean;
  };

/**
 * Adds a text: by default one line that ends in an ellipsis where it does not fit its box. Throws `ValueError` for looks it cannot
 * use.
 */
export function text(world: World, options: TextOptions = {}): Entity {
  checkObject('options', options);
  const {
    parent,
    styles,
    content = '',
    fontFamily,
    fontSize,
    fontWeight,
    italic,
    color,
    textAlign,
    whiteSpace,
    overflowWrap,
    wordBreak,
    lineHeight,
    letterSpacing,
    tabSize,
    maxLines,
    textOverflow,
    hyphens,
    direction,
    selectable = false,
    ...style
  } = options;
  const entity = spawn(world, TextKind, parent);
  const row = entity & ROW_MASK;
  return built(world, entity, () => {
    checkSelectable(selectable);
    applyStyle(world, row, style);
    const theme = resource(world, Theme);
    const plain = {
      family: theme.fontFamily,
      size: theme.fontSize,
      weight: 400,
      italic: false,
    };
    const texts = columns(world, Text);
    texts.font[row] = fontOver(world, plain, { fontFamily, fontSize, fontWeight, italic });
    texts.paragraph[row] = paragraphOver(world, 0, options);
    texts.color[row] = parseColor(color ?? theme.text);
    if (color !== undefined) ownColor(world, row, true);
    ownFont(world, row, options);
    // After colour and font: a class has others.
    if (styles) applyStyles(world, row, styles);
    texts.align[row] = alignOf(textAlign ?? 'start');
    show(world, row, content);
    if (selectable) applySelectable(world, row, true);
  });
}

/**
 * Shows a string, or parts with looks of their own. The same string again costs a comparison and marks nothing. Like all setters
 * of a text it throws `ValueError` for an element of another kind.
 */
export function setText(world: World, target: Target, content: TextContent): void {
  const row = textRow(world, target);
  if (row !== 0) show(world, row, content);
}

function show(world: World, row: number, content: TextContent): void {
  const port = resource(world, TextPort);
  const hadLinks = hasLinks(world, row);
  if (Array.isArray(content)) {
    port.setSpans(row, spansOf(world, columns(world, Text).font[row]!, content));
    fitFocus(world, row);
  } else {
    port.setText(row, content as string);
    if (hadLinks) fitFocus(world, row);
  }
}

/** Links make a text take focus. */
function hasLinks(world: World, row: number): boolean {
  if ((columns(world, Text).flags[row]! & TEXT_SPANS) === 0) return false;
  return (
    findResource(world, TextSpans)
      ?.of(row)
      ?.links.some((link) => link !== undefined) === true
  );
}

/**
 * Shows a number. Make the format once, with `numberFormat`. No string is made for up to 14 digits, decimals included, in a format
 * without letters that are shaped as words or read from right to left; in a text that wraps or begins at the right, only while no
 * more than digits change.
 */
export function setNumber(world: World, target: Target, value: number, format: NumberFormat): void {
  const row = textRow(world, target);
  if (row === 0) return;
  if (typeof value !== 'number') {
    throw new ValueError(
      `number of a text is ${String(value)} (${typeof value}); give a number, or a string to setText`,
    );
  }
  const hadLinks = hasLinks(world, row);
  resource(world, TextPort).setNumber(row, value, format);
  if (hadLinks) fitFocus(world, row);
}

/** Shows a string made known by `internText`, without touching the string itself. */
export function setTextId(world: World, target: Target, id: number): void {
  const row = textRow(world, target);
  if (row === 0) return;
  const hadLinks = hasLinks(world, row);
  resource(world, TextPort).setTextId(row, id);
  if (hadLinks) fitFocus(world, row);
}

/** Makes a string known and returns its id for `setTextId`. */
export function internText(world: World, content: string): number {
  return resource(world, TextPort).intern(content);
}

/** Changes the colour of a text. */
export function setTextColor(world: World, target: Target, color: Color): void {
  const row = textRow(world, target);
  if (row === 0) return;
  const value = parseColor(color);
  ownColor(world, row, true);
  const { color: colors } = columns(world, Text);
  if (colors[row] === value) return;
  colors[row] = value;
  touch(world, row, PAINT);
}

/**
 * Changes looks of a text; what is not given stays. Everything is checked before anything is written; throws `ValueError` for an
 * unknown name or an unusable value. White space that the text's `whiteSpace` took away does not come back with another one: set
 * the text again.
 */
export function setTextStyle(world: World, target: Target, style: TextStyle): void {
  const row = textRow(world, target);
  if (row === 0) return;
  for (const name in style) {
    if (!Object.hasOwn(textLooks, name)) {
      throw new ValueError(
        `text style '${name}' is not known; give ${Object.keys(textLooks).join(', ')}, or use setStyle`,
      );
    }
  }
  const { color, textAlign } = style;
  const port = resource(world, TextPort);
  const texts = columns(world, Text);
  const font = fontOver(world, port.specOf(texts.font[row]!), style);
  const paragraph = paragraphOver(world, texts.paragraph[row]!, style);
  const nextColor = color === undefined ? texts.color[row]! : parseColor(color);
  const nextAlign = textAlign === undefined ? texts.align[row]! : alignOf(textAlign);
  // The host measures, which may fail: before anything has changed.
  port.setFont(row, font, paragraph);
  if (color !== undefined) ownColor(world, row, true);
  ownFont(world, row, style);
  const isAligned = nextAlign === texts.align[row];
  if (nextColor === texts.color[row] && isAligned) return;
  texts.color[row] = nextColor;
  texts.align[row] = nextAlign;
  // Links stand elsewhere now, perhaps under a pointer at rest.
  touch(world, row, isAligned ? PAINT : PAINT | PROJECTION);
}

/** What a text shows now. */
export function textOf(world: World, target: Target): string {
  const row = resolve(world, target);
  return row === 0 ? '' : resource(world, TextPort).contentOf(row);
}
