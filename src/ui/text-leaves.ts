import {
  columns,
  defineResource,
  type Entity,
  findResource,
  isAlive,
  kindOf,
  onFree,
  PAINT,
  ROW_MASK,
  type Row,
  resource,
  setResource,
  touch,
  type World,
} from '../ecs';
import {
  ButtonLabel,
  type FontSpec,
  STATE_DISABLED,
  State,
  StyledBy,
  type StyleLeaf,
  TEXT_SPANS,
  Text,
  TextKind,
  TextPort,
} from '../ecs/stores';
import { parseColor } from './color';
import { styleLeafCount } from './style-leaves';
import { Theme } from './theme';

/** Bit of `StyledBy.own2` for the colour of a text, which classes pass over where the element was given one. */
export const OWN_COLOR = 1 << (styleLeafCount & 31);
/** Beside it, on the element that has the classes: they say a colour now. */
export const CLASS_COLOR = OWN_COLOR << 1;
/** What of a text's font classes may say, by name, with the name in a `FontSpec`. */
const fontParts = {
  fontFamily: 'family',
  fontSize: 'size',
  fontWeight: 'weight',
  italic: 'italic',
} as const;
/** After the two of the colour. */
const FIRST_FONT_LEAF = styleLeafCount + 2;
if (styleLeafCount >> 5 !== 2 || (FIRST_FONT_LEAF + 3) >> 5 !== 2) {
  throw new Error('looks of texts have their bits in another column');
}

/** What classes may say of the font of a text, or of the label of a button. */
export type FontLook = keyof typeof fontParts;

/** Leaf of each of them; `undefined` is what the text has by itself. */
export const fontLeaves = Object.fromEntries(
  Object.entries(fontParts).map(([name, part], i) => [name, fontLeaf(FIRST_FONT_LEAF + i, part)]),
) as Readonly<Record<FontLook, StyleLeaf>>;

/** Fonts of texts as they are without what classes say of them, by row of the text, from the first time that one does. */
const PlainFonts = defineResource<Map<number, Readonly<FontSpec>>>('PlainFonts');

function fontLeaf(index: number, part: keyof FontSpec): StyleLeaf {
  const own = 1 << (index & 31);
  return {
    index,
    dirt: 0,
    initial: undefined,
    write(world, row, value) {
      const target = styledText(world, row);
      // Parts have fonts of their own.
      if (target === 0 || (columns(world, Text).flags[target]! & TEXT_SPANS) !== 0) return;
      // A label that was given its own keeps it.
      if (target !== row && (columns(world, StyledBy).own2[target]! & own) !== 0) return;
      const port = resource(world, TextPort);
      const spec = port.specOf(columns(world, Text).font[target]!);
      const plain = plainFont(world, target, spec);
      const next = value ?? plain[part];
      if (next !== spec[part]) port.setFont(target, port.font({ ...spec, [part]: next }));
    },
  };
}

function plainFont(world: World, row: number, shown: Readonly<FontSpec>): Readonly<FontSpec> {
  let fonts = findResource(world, PlainFonts);
  if (!fonts) {
    fonts = new Map();
    setResource(world, PlainFonts, fonts);
    onFree(world, fonts.delete.bind(fonts));
  }
  const known = fonts.get(row);
  if (known) return known;
  fonts.set(row, shown);
  return shown;
}

/** Notes what of its font an element was given itself. */
export function ownFont(world: World, row: number, given: { readonly [K in FontLook]?: unknown }) {
  const { own2 } = columns(world, StyledBy);
  for (const name in fontParts) {
    if (given[name as FontLook] === undefined) continue;
    own2[row]! |= 1 << (fontLeaves[name as FontLook].index & 31);
  }
}

/** Takes back that an element was given any of it. */
export function disownFont(world: World, row: number): void {
  columns(world, StyledBy).own2[row]! &= ~(0b1111 << (FIRST_FONT_LEAF & 31));
}

/** Colour of a text, or of the label of a button; `undefined` is what the element shows by itself. */
export const colorLeaf: StyleLeaf = {
  index: styleLeafCount,
  dirt: 0,
  initial: undefined,
  write(world, row, value) {
    const { own2 } = columns(world, StyledBy);
    own2[row] = value === undefined ? own2[row]! & ~CLASS_COLOR : own2[row]! | CLASS_COLOR;
    const target = styledText(world, row);
    if (target === 0) return;
    // A label that was given its colour keeps it.
    if (target !== row && (own2[target]! & OWN_COLOR) !== 0) return;
    const { color } = columns(world, Text);
    // In a cell, and not by one expression: a colour above 2^31 that is handed on or chosen would be an object.
    if (value !== undefined) color[target] = (value as Uint32Array)[0]!;
    else writePlain(world, row, target);
    touch(world, target, PAINT);
  },
};

/** Notes that an element was given its colour itself, or takes that back. */
export function ownColor(world: World, row: number, isOwn: boolean): void {
  const { own2 } = columns(world, StyledBy);
  own2[row] = isOwn ? own2[row]! | OWN_COLOR : own2[row]! & ~OWN_COLOR;
}

/** Shows a button's label in the colour of the button's state, unless somebody gave it one or a class says one. */
export function showState(world: World, row: number, label: number): void {
  const { own2 } = columns(world, StyledBy);
  if (((own2[row]! & CLASS_COLOR) | (own2[label]! & OWN_COLOR)) !== 0) return;
  writePlain(world, row, label);
  touch(world, label, PAINT);
}

/** Row of the text whose looks classes of an element change: itself, or a button's label. 0 where there is none. */
function styledText(world: World, row: number): number {
  if (kindOf(world, row as Row) === TextKind) return row;
  const label = columns(world, ButtonLabel).entity[row]!;
  return label !== 0 && isAlive(world, label as Entity) ? label & ROW_MASK : 0;
}

/** Writes what a text shows by itself, or a label by the state of its button. */
function writePlain(world: World, row: number, target: number): void {
  const { color } = columns(world, Text);
  const { enabledColor, disabledColor } = columns(world, ButtonLabel);
  const isDisabled = (columns(world, State).bits[row]! & STATE_DISABLED) !== 0;
  if (target === row) color[target] = parseColor(resource(world, Theme).text);
  else if (isDisabled) color[target] = disabledColor[row]!;
  else color[target] = enabledColor[row]!;
}
