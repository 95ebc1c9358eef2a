import {
  columns,
  type Entity,
  type Kind,
  kindOf,
  PAINT,
  ROW_MASK,
  type Row,
  resolve,
  resource,
  spawn,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  type FontSpec,
  type NumberFormat,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_START,
  Text,
  TextKind,
  TextPort,
} from '../ecs/stores';
import { built } from './box';
import { type Color, parseColor } from './color';
import { applyStyle, type Style } from './style';
import { Theme } from './theme';

/** Looks of a line of text. */
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
  /** Where the line stands in a box wider than it. @default 'start' */
  textAlign?: 'start' | 'end' | 'center';
};

export type TextOptions = Style &
  TextStyle & {
    parent?: Target;
    /** @default '' */
    content?: string;
  };

const looks: Readonly<Record<keyof TextStyle, true>> = {
  fontFamily: true,
  fontSize: true,
  fontWeight: true,
  italic: true,
  color: true,
  textAlign: true,
};

const aligns = { start: TEXT_ALIGN_START, end: TEXT_ALIGN_END, center: TEXT_ALIGN_CENTER };

/** Adds one line of text; what does not fit its box ends in an ellipsis. Throws `ValueError` for looks it cannot use. */
export function text(world: World, options: TextOptions = {}): Entity {
  const {
    parent,
    content = '',
    fontFamily,
    fontSize,
    fontWeight,
    italic,
    color,
    textAlign,
    ...style
  } = options;
  const entity = spawn(world, TextKind, parent);
  const row = entity & ROW_MASK;
  return built(world, entity, () => {
    applyStyle(world, row, style);
    const theme = resource(world, Theme);
    const plain = {
      family: theme.fontFamily,
      size: theme.fontSize,
      weight: 400,
      italic: false,
    };
    const spec = fontOver(plain, { fontFamily, fontSize, fontWeight, italic });
    const texts = columns(world, Text);
    texts.font[row] = resource(world, TextPort).font(spec);
    texts.color[row] = parseColor(color ?? theme.text);
    texts.align[row] = alignOf(textAlign ?? 'start');
    resource(world, TextPort).setText(row, content);
  });
}

/**
 * Shows a string. The same string again costs a comparison and marks nothing. Like all setters of a text it throws `ValueError` for
 * an element of another kind.
 */
export function setText(world: World, target: Target, content: string): void {
  const row = textRow(world, target);
  if (row !== 0) resource(world, TextPort).setText(row, content);
}

/** Shows a number without making a string. Make the format once, with `numberFormat`. */
export function setNumber(world: World, target: Target, value: number, format: NumberFormat): void {
  const row = textRow(world, target);
  if (row !== 0) resource(world, TextPort).setNumber(row, value, format);
}

/** Shows a string made known by `internText`, without touching the string itself. */
export function setTextId(world: World, target: Target, id: number): void {
  const row = textRow(world, target);
  if (row !== 0) resource(world, TextPort).setTextId(row, id);
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
  const { color: colors } = columns(world, Text);
  if (colors[row] === value) return;
  colors[row] = value;
  touch(world, row, PAINT);
}

/**
 * Changes looks of a text; what is not given stays. Everything is checked before anything is written; throws `ValueError` for an
 * unknown name or an unusable value.
 */
export function setTextStyle(world: World, target: Target, style: TextStyle): void {
  const row = textRow(world, target);
  if (row === 0) return;
  for (const name in style) {
    if (!Object.hasOwn(looks, name)) {
      throw new ValueError(
        `text style '${name}' is not known; give ${Object.keys(looks).join(', ')}, or use setStyle`,
      );
    }
  }
  const { color, textAlign } = style;
  const port = resource(world, TextPort);
  const texts = columns(world, Text);
  const spec = fontOver(port.specOf(texts.font[row]!), style);
  const nextColor = color === undefined ? texts.color[row]! : parseColor(color);
  const nextAlign = textAlign === undefined ? texts.align[row]! : alignOf(textAlign);
  // The host measures, which may fail: before anything has changed.
  port.setFont(row, port.font(spec));
  if (nextColor === texts.color[row] && nextAlign === texts.align[row]) return;
  texts.color[row] = nextColor;
  texts.align[row] = nextAlign;
  touch(world, row, PAINT);
}

/** What a text shows now. */
export function textOf(world: World, target: Target): string {
  const row = resolve(world, target);
  return row === 0 ? '' : resource(world, TextPort).contentOf(row);
}

/** The row of a text; 0 for a stale handle inside a frame. Throws `ValueError` for another kind of element. */
function textRow(world: World, target: Target): Row {
  const row = resolve(world, target);
  if (row !== 0 && kindOf(world, row) !== TextKind) throw noText(world, row);
  return row;
}

function noText(world: World, row: Row): ValueError {
  const { kind } = kindOf(world, row) as Partial<Kind>;
  const shown = kind === undefined ? 'no text' : `of kind '${kind}', not 'text'`;
  return new ValueError(
    `row ${row} is ${shown}; give an element made by text(), or use setLabel for a button`,
  );
}

type FontStyle = {
  [K in 'fontFamily' | 'fontSize' | 'fontWeight' | 'italic']: TextStyle[K] | undefined;
};

/** A font with some of its properties replaced. */
function fontOver(spec: FontSpec, style: Partial<FontStyle>): FontSpec {
  const { fontFamily, fontSize, fontWeight, italic } = style;
  if (italic !== undefined && typeof italic !== 'boolean') {
    throw new ValueError(`italic is ${String(italic)}; give true or false`);
  }
  return {
    family: fontFamily ?? spec.family,
    size: within('fontSize', fontSize ?? spec.size, 1 / 64, 1e5),
    weight: within('fontWeight', fontWeight ?? spec.weight, 1, 1000),
    italic: italic ?? spec.italic,
  };
}

function within(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new ValueError(`${name} is ${value}; give a number from ${min} to ${max}`);
}

function alignOf(align: string): number {
  const value = Object.hasOwn(aligns, align) ? aligns[align as keyof typeof aligns] : undefined;
  if (value === undefined)
    throw new ValueError(`textAlign is '${align}'; give one of ${Object.keys(aligns).join(', ')}`);
  return value;
}
