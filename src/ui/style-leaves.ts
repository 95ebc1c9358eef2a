import {
  type GridLine,
  LINE_AUTO,
  LINE_SPAN,
  parsePlace,
  type StyleLeaf,
  type StyleWrite,
} from '../ecs/stores';
import type { Property } from './property';
import type { Style } from './style';
import { properties } from './style-properties';

type Sides = 'gridColumn' | 'gridRow' | 'gridArea';
type Leaf = Exclude<
  keyof Style,
  'padding' | 'margin' | 'gap' | 'borderColor' | 'borderWidth' | Sides
>;

/** What every property is before anything was said: CSS's initial values. */
export const initials: { readonly [K in Leaf]: NonNullable<Style[K]> } = {
  display: 'flex',
  visible: true,
  zIndex: 'auto',
  topLayer: 'none',
  position: 'relative',
  boxSizing: 'border-box',
  direction: 'inherit',
  flexDirection: 'row',
  flexWrap: 'nowrap',
  justifyContent: 'normal',
  alignContent: 'normal',
  justifyItems: 'normal',
  alignItems: 'normal',
  justifySelf: 'auto',
  alignSelf: 'auto',
  order: 0,
  gridTemplateColumns: 'none',
  gridTemplateRows: 'none',
  gridAutoColumns: 'auto',
  gridAutoRows: 'auto',
  gridAutoFlow: 'row',
  gridTemplateAreas: 'none',
  gridColumnStart: 'auto',
  gridColumnEnd: 'auto',
  gridRowStart: 'auto',
  gridRowEnd: 'auto',
  flexGrow: 0,
  flexShrink: 1,
  flexBasis: 'auto',
  aspectRatio: 'auto',
  width: 'auto',
  height: 'auto',
  minWidth: 'auto',
  minHeight: 'auto',
  maxWidth: 'auto',
  maxHeight: 'auto',
  left: 'auto',
  top: 'auto',
  right: 'auto',
  bottom: 'auto',
  paddingLeft: 0,
  paddingTop: 0,
  paddingRight: 0,
  paddingBottom: 0,
  marginLeft: 0,
  marginTop: 0,
  marginRight: 0,
  marginBottom: 0,
  columnGap: 0,
  rowGap: 0,
  overflow: 'visible',
  fill: 'transparent',
  hoverFill: 'transparent',
  pressedFill: 'transparent',
  focusColor: 'transparent',
  borderTopColor: 'transparent',
  borderRightColor: 'transparent',
  borderBottomColor: 'transparent',
  borderLeftColor: 'transparent',
  borderTopWidth: 0,
  borderRightWidth: 0,
  borderBottomWidth: 0,
  borderLeftWidth: 0,
  borderRadius: 0,
  boxShadow: 'none',
  gradient: 'none',
  opacity: 1,
  mixBlendMode: 'normal',
  filter: 'none',
  cacheHint: 'auto',
  translate: [0, 0],
  scale: 1,
  rotate: 0,
  transformOrigin: [0.5, 0.5],
  cursor: 'auto',
};

/** A property with the leaves that its value is for, and their bits in `StyledBy`. */
export type StyleProperty = Pick<Property, 'dirt' | 'check' | 'write'> & {
  readonly leaves: readonly StyleLeaf[];
  readonly own0: number;
  readonly own1: number;
  readonly own2: number;
};

/** Names of a class's variants for states, by place in `STYLE_STATES`. */
export const stateVariants: readonly string[] = [
  'hover',
  'focus',
  'focusVisible',
  'pressed',
  'disabled',
];

/** Bits of `StyledBy`. */
const MOST_LEAVES = 96;

const sides: Record<string, string> = {
  columnStart: 'gridColumnStart',
  columnEnd: 'gridColumnEnd',
  rowStart: 'gridRowStart',
  rowEnd: 'gridRowEnd',
};
const shorthands: Record<Sides, readonly string[]> = {
  gridColumn: ['gridColumnStart', 'gridColumnEnd'],
  gridRow: ['gridRowStart', 'gridRowEnd'],
  gridArea: ['gridRowStart', 'gridColumnStart', 'gridRowEnd', 'gridColumnEnd'],
};

const leaves = new Map<string, StyleLeaf>();
for (const [name, property] of properties) {
  if (partsOf(name, property)) continue;
  const { dirt, write } = property;
  const initial = parsed(property, initials[name as Leaf]);
  leaves.set(name, { index: leaves.size, dirt, initial, write });
}
/** How many there are: the next index is the colour's of texts. */
export const styleLeafCount = leaves.size;
if (styleLeafCount >= MOST_LEAVES) throw new Error('StyledBy needs another column of bits');

/** Every style property by name. */
export const styleProperties = new Map<string, StyleProperty>();
for (const [name, property] of properties) {
  const own = (partsOf(name, property) ?? [name]).map((part) => leaves.get(part)!);
  const { dirt, check, write } = property;
  // All of one shape, which makes them fast to read.
  styleProperties.set(name, {
    dirt,
    check,
    write,
    leaves: own,
    own0: bits(own, 0),
    own1: bits(own, 1),
    own2: bits(own, 2),
  });
}

/** What a checked value of a property is for each of its leaves. */
export function writesOf(name: string, value: unknown): StyleWrite[] {
  if (Object.hasOwn(shorthands, name)) {
    return Object.entries(parsePlace(name, value)).map(([side, line]) => ({
      leaf: leaves.get(sides[side]!)!,
      value: shown(line),
    }));
  }
  const property = properties.get(name)!;
  const { partOf } = property;
  return (property.parts ?? [name]).map((part, i) => ({
    leaf: leaves.get(part)!,
    value: parsed(properties.get(part)!, partOf ? partOf(value, i) : value),
  }));
}

function partsOf(name: string, property: Property): readonly string[] | undefined {
  return property.parts ?? shorthands[name as Sides];
}

function parsed({ parse }: Property, value: unknown): unknown {
  if (parse) return parse(value);
  // The caller may change its own.
  return Array.isArray(value) ? [...value] : value;
}

function bits(own: readonly StyleLeaf[], word: number): number {
  let mask = 0;
  for (const { index } of own) if (index >> 5 === word) mask |= 1 << (index & 31);
  return mask;
}

/** A side of a place in a grid, as one writes it. */
function shown({ kind, value, name }: GridLine): string {
  if (kind === LINE_AUTO) return 'auto';
  // 'area' and '1 area' are not the same.
  const words = value === 0 ? name : `${value} ${name}`.trim();
  return kind === LINE_SPAN ? `span ${words}` : words;
}
