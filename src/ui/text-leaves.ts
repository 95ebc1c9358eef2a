import {
  columns,
  type Entity,
  isAlive,
  kindOf,
  PAINT,
  ROW_MASK,
  type Row,
  resource,
  touch,
  type World,
} from '../ecs';
import {
  ButtonLabel,
  STATE_DISABLED,
  State,
  StyledBy,
  type StyleLeaf,
  Text,
  TextKind,
} from '../ecs/stores';
import { parseColor } from './color';
import { styleLeafCount } from './style-leaves';
import { Theme } from './theme';

/** Bit of `StyledBy.own2` for the colour of a text, which classes pass over where the element was given one. */
const OWN_COLOR = 1 << (styleLeafCount & 31);
/** Beside it, on the element that has the classes: they say a colour now. */
const CLASS_COLOR = OWN_COLOR << 1;
if (styleLeafCount >> 5 !== 2) throw new Error('the colour of texts has its bit in another column');

/** Colour of a text, or of the label of a button; `undefined` is what the element shows by itself. */
export const colorLeaf: StyleLeaf = {
  index: styleLeafCount,
  dirt: 0,
  initial: undefined,
  write(world, row, value) {
    const { own2 } = columns(world, StyledBy);
    own2[row] = value === undefined ? own2[row]! & ~CLASS_COLOR : own2[row]! | CLASS_COLOR;
    const target = colouredRow(world, row);
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

/** Row of the text whose colour classes of an element change: itself, or a button's label. 0 where there is none. */
function colouredRow(world: World, row: number): number {
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
