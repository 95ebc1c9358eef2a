import {
  columns,
  type Entity,
  PAINT,
  ROW_MASK,
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
    const spec: FontSpec = {
      family: fontFamily ?? theme.fontFamily,
      size: within('fontSize', fontSize ?? theme.fontSize, 1 / 64, 1e5),
      weight: within('fontWeight', fontWeight ?? 400, 1, 1000),
      italic: italic ?? false,
    };
    const texts = columns(world, Text);
    texts.font[row] = resource(world, TextPort).font(spec);
    texts.color[row] = parseColor(color ?? theme.text);
    texts.align[row] = alignOf(textAlign ?? 'start');
    resource(world, TextPort).setText(row, content);
  });
}

/** Shows a string. The same string again costs a comparison and marks nothing. */
export function setText(world: World, target: Target, content: string): void {
  const row = resolve(world, target);
  if (row !== 0) resource(world, TextPort).setText(row, content);
}

/** Shows a number without making a string. Make the format once, with `numberFormat`. */
export function setNumber(world: World, target: Target, value: number, format: NumberFormat): void {
  const row = resolve(world, target);
  if (row !== 0) resource(world, TextPort).setNumber(row, value, format);
}

/** Shows a string made known by `internText`, without touching the string itself. */
export function setTextId(world: World, target: Target, id: number): void {
  const row = resolve(world, target);
  if (row !== 0) resource(world, TextPort).setTextId(row, id);
}

/** Makes a string known and returns its id for `setTextId`. */
export function internText(world: World, content: string): number {
  return resource(world, TextPort).intern(content);
}

/** Changes the colour of a text. */
export function setTextColor(world: World, target: Target, color: Color): void {
  const row = resolve(world, target);
  if (row === 0) return;
  const value = parseColor(color);
  const { color: colors } = columns(world, Text);
  if (colors[row] === value) return;
  colors[row] = value;
  touch(world, row, PAINT);
}

/** What a text shows now. */
export function textOf(world: World, target: Target): string {
  const row = resolve(world, target);
  return row === 0 ? '' : resource(world, TextPort).contentOf(row);
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
