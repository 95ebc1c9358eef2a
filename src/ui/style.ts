import { columns, resolve, type Target, touch, ValueError, type World } from '../ecs';
import { type CursorName, StyledBy } from '../ecs/stores';
import type { Color } from './color';
import type { BoxShadowStyle } from './shadow-property';
import { styleProperties } from './style-leaves';
import { unknownProperty } from './unknown-property';

/** CSS pixels, a percentage of the containing block, or hundredths of the surface's width or height. */
export type Distance = number | `${number}%` | `${number}px` | `${number}vw` | `${number}vh`;

/** A distance, or `auto`. */
export type Length = Distance | 'auto';

/** A size: `stretch` is what the containing block leaves room for, `fit-content` the content's within that. */
export type Size = Length | 'min-content' | 'max-content' | 'fit-content' | 'stretch';

type Position = 'start' | 'end' | 'center' | 'flex-start' | 'flex-end';
type Safely<P extends string> = P | `safe ${P}` | `unsafe ${P}`;
type Distribution = 'space-between' | 'space-around' | 'space-evenly' | 'stretch';

/** How items are aligned across. */
export type Alignment =
  | Safely<Position | 'self-start' | 'self-end'>
  | 'stretch'
  | 'baseline'
  | 'first baseline';

/** Values of sides as in CSS: vertical and horizontal; top, horizontal, bottom; top, right, bottom, left. */
type Sides<T> =
  | readonly [vertical: T, horizontal: T]
  | readonly [top: T, horizontal: T, bottom: T]
  | readonly [top: T, right: T, bottom: T, left: T];

/** What `setStyle` and every factory take; names and defaults are CSS's. Unset properties keep what they are. */
export type Style = {
  /** `none` takes the element and all in it out of layout; `contents` lays its children out as if they were its parent's. @default 'flex' */
  display?: 'flex' | 'grid' | 'none' | 'contents';
  /** Takes the element and all in it out of sight, not out of layout. @default true */
  visible?: boolean;
  /**
   * Makes a stacking context, as for a positioned element of CSS: levels below 0 are drawn before what has none, levels above it
   * after, in the context that the element is in. Only this makes one, and `topLayer`. @default 'auto'
   */
  zIndex?: number | 'auto';
  /**
   * Draws the element above all that is not in it: `toast` over `tooltip` over `popover`, and of one kind by `zIndex`. What it is in
   * neither clips nor fades it, but still places it. @default 'none'
   */
  topLayer?: 'none' | 'popover' | 'tooltip' | 'toast';
  /** `static`: insets count for nothing, and absolute elements in it go by what is around it. @default 'relative' */
  position?: 'relative' | 'absolute' | 'static';
  /** Whether sizes are those of the border box or of the content box. @default 'border-box' */
  boxSizing?: 'border-box' | 'content-box';
  /** Where lines begin: `inherit` is as the parent, `ltr` for roots. @default 'inherit' */
  direction?: 'inherit' | 'ltr' | 'rtl';
  /** @default 'row' */
  flexDirection?: 'row' | 'column' | 'row-reverse' | 'column-reverse';
  /** @default 'nowrap' */
  flexWrap?: 'nowrap' | 'wrap' | 'wrap-reverse';
  /** Along the main axis. @default 'normal' */
  justifyContent?: 'normal' | Safely<Position | 'left' | 'right'> | Distribution;
  /** Lines of a container that wraps. @default 'normal' */
  alignContent?: 'normal' | Safely<Position> | Distribution | 'baseline' | 'first baseline';
  /** @default 'normal', which stretches */
  alignItems?: 'normal' | Alignment;
  /** @default 'auto' */
  alignSelf?: 'auto' | 'normal' | Alignment;
  /** Items of a grid, sideways. @default 'normal', which stretches */
  justifyItems?: 'normal' | Alignment | Safely<'left' | 'right'>;
  /** Of an item of a grid and of absolute elements, sideways. @default 'auto' */
  justifySelf?: 'auto' | 'normal' | Alignment | Safely<'left' | 'right'>;
  /** Place among the items of the container, before their place in the tree. @default 0 */
  order?: number;
  /** Tracks as in CSS: `'100px 20% auto minmax(50px, 1fr) fit-content(90px) repeat(auto-fill, 80px)'`. @default 'none' */
  gridTemplateColumns?: string;
  gridTemplateRows?: string;
  /** Tracks that items make beyond the template. @default 'auto' */
  gridAutoColumns?: string;
  gridAutoRows?: string;
  /** Which way items without a place go, and whether they fill gaps. @default 'row' */
  gridAutoFlow?:
    | 'row'
    | 'column'
    | 'dense'
    | 'row dense'
    | 'column dense'
    | 'dense row'
    | 'dense column';
  /** Names of cells, a string for each row: `['head head', 'side main']`. @default 'none' */
  gridTemplateAreas?: string | readonly string[];
  /** Where an item stands: a line, `'span 2'`, `'2 / -1'`, the name of an area. @default 'auto' */
  gridColumn?: number | string;
  gridRow?: number | string;
  /** Row start, column start, row end, column end; or the name of an area. @default 'auto' */
  gridArea?: number | string;
  gridColumnStart?: number | string;
  gridColumnEnd?: number | string;
  gridRowStart?: number | string;
  gridRowEnd?: number | string;
  /** @default 0 */
  flexGrow?: number;
  /** @default 1 */
  flexShrink?: number;
  /** @default 'auto' */
  flexBasis?: Size | 'content';
  /** Width divided by height, or both, as in `'16 / 9'`. @default 'auto' */
  aspectRatio?: number | `${number}/${number}` | `${number} / ${number}` | 'auto';
  width?: Size;
  height?: Size;
  minWidth?: Size;
  minHeight?: Size;
  maxWidth?: Size | 'none';
  maxHeight?: Size | 'none';
  left?: Length;
  top?: Length;
  right?: Length;
  bottom?: Length;
  /** All four sides. Percentages are of the containing block's width. */
  padding?: Distance;
  paddingLeft?: Distance;
  paddingTop?: Distance;
  paddingRight?: Distance;
  paddingBottom?: Distance;
  /** All four sides; `auto` takes what room is left. */
  margin?: Length;
  marginLeft?: Length;
  marginTop?: Length;
  marginRight?: Length;
  marginBottom?: Length;
  /** Both gaps. */
  gap?: Distance;
  columnGap?: Distance;
  rowGap?: Distance;
  /** `hidden` clips children inside the border. Set it when the element is made. @default 'visible' */
  overflow?: 'visible' | 'hidden';
  /** Background. @default 'transparent' */
  fill?: Color;
  /** Background while the pointer is over the element; `transparent` keeps `fill`. */
  hoverFill?: Color;
  /** Background while pressed; `transparent` keeps what is shown otherwise. */
  pressedFill?: Color;
  /** Border, at least 2 px wide, while the element has the keyboard through a key; `transparent` shows nothing of it. */
  focusColor?: Color;
  /** Of all sides; or two to four of them, from the top clockwise, as in CSS. @default 'transparent' */
  borderColor?: Color | Sides<Color>;
  borderTopColor?: Color;
  borderRightColor?: Color;
  borderBottomColor?: Color;
  borderLeftColor?: Color;
  /** Inside the box, CSS pixels, of all sides or two to four of them; takes room in layout. @default 0 */
  borderWidth?: number | Sides<number>;
  borderTopWidth?: number;
  borderRightWidth?: number;
  borderBottomWidth?: number;
  borderLeftWidth?: number;
  /** All corners, or top left, top right, bottom right, bottom left; CSS pixels. @default 0 */
  borderRadius?: number | readonly [number, number, number, number];
  /**
   * Shadows around and inside the box, up to 4, the first on top: data, or CSS such as `'0 2px 8px #0006'`. They take neither
   * room nor input. @default 'none'
   */
  boxShadow?: 'none' | (string & {}) | BoxShadowStyle | readonly (string | BoxShadowStyle)[];
  /**
   * A linear or radial gradient of CSS over the fill, within the border: `'linear-gradient(to right, #f00, #00f 80%)'`. Up to 16
   * stops. @default 'none'
   */
  gradient?: 'none' | (string & {});
  /** Of the element and all in it, 0..1. @default 1 */
  opacity?: number;
  /**
   * How the element and all in it mix with what lies below. @default 'normal', which is as what the element is in
   */
  mixBlendMode?: 'normal' | 'multiply' | 'screen' | 'plus-lighter';
  /**
   * What the element and all in it are put through, as CSS has it: `'blur(4px) drop-shadow(0 2px 4px #0006)'`, and `brightness`,
   * `contrast`, `grayscale` and `saturate`. @default 'none'
   */
  filter?: 'none' | (string & {});
  /**
   * Whether the element and all in it may be kept as one picture while it stays as it is: `'auto'` where that saves more than it
   * costs, `'always'` wherever it can be, which makes the element a layer, `'never'` neither it nor what it is in. @default 'auto'
   */
  cacheHint?: 'auto' | 'always' | 'never';
  /** Moves the element and all in it, CSS pixels; layout does not see it. @default [0, 0] */
  translate?: readonly [x: number, y: number];
  /** Of the element and all in it, about `transformOrigin`. @default 1 */
  scale?: number | readonly [x: number, y: number];
  /** Clockwise about `transformOrigin`, before it is moved: degrees, or an angle of CSS such as `'0.5turn'`. @default 0 */
  rotate?: number | (string & {});
  /** What stays in its place under `scale` and `rotate`: shares of the element's size. @default [0.5, 0.5] */
  transformOrigin?: readonly [x: number, y: number];
  /**
   * Mouse cursor over the element and all in it that names none. `auto` is that of what the element is in; without any it is
   * `text` over selectable text. Links have `pointer`, as buttons do unless they name another. @default 'auto'
   */
  cursor?: CursorName;
};

/**
 * Changes style properties of an element. Everything is checked before anything is written; an unknown name or an unusable
 * value throws `ValueError`. Lengths, numbers, words and colours that are there already wake no app and lay out nothing, so columns
 * written by hand need their own `touch`. For hot loops write columns and `touch`.
 */
export function setStyle(world: World, target: Target, style: Style): void {
  checkObject('style', style);
  const row = resolve(world, target);
  if (row === 0) return;
  applyStyle(world, row, style);
}

/** `setStyle` for a row known to live. */
export function applyStyle(world: World, row: number, style: Style): void {
  const given = style as Record<string, unknown>;
  let dirt = 0;
  let own0 = 0;
  let own1 = 0;
  let own2 = 0;
  // What `checkStyle` does, in the loop that is needed anyway: a second one costs a fifth of a style of one property.
  for (const name in given) {
    const property = styleProperties.get(name);
    if (!property) throw new ValueError(unknownProperty(name));
    if (given[name] === undefined) continue;
    property.check(name, given[name]);
    own0 |= property.own0;
    own1 |= property.own1;
    own2 |= property.own2;
  }
  for (const name in given) {
    if (given[name] === undefined) continue;
    const property = styleProperties.get(name)!;
    if (property.write(world, row, given[name]) !== false) dirt |= property.dirt;
  }
  own(world, row, own0, own1, own2);
  if (dirt !== 0) touch(world, row, dirt);
}

/** Notes properties that are an element's own, whatever its style classes say. */
function own(world: World, row: number, own0: number, own1: number, own2: number): void {
  const styled = columns(world, StyledBy);
  styled.own0[row]! |= own0;
  styled.own1[row]! |= own1;
  styled.own2[row]! |= own2;
}

/** What factories take beside style properties. */
const notStyle = new Set(['parent', 'styles']);

/**
 * `applyStyle` for an element that is gone if this throws, from all that its factory was given: each property is written as soon as
 * it is checked.
 */
export function applyOptions(world: World, row: number, options: Style): void {
  const given = options as Record<string, unknown>;
  let dirt = 0;
  let own0 = 0;
  let own1 = 0;
  let own2 = 0;
  for (const name in given) {
    const property = styleProperties.get(name);
    if (!property) {
      if (notStyle.has(name)) continue;
      throw new ValueError(unknownProperty(name));
    }
    const value = given[name];
    if (value === undefined) continue;
    property.check(name, value);
    property.write(world, row, value);
    dirt |= property.dirt;
    own0 |= property.own0;
    own1 |= property.own1;
    own2 |= property.own2;
  }
  if (dirt === 0) return;
  own(world, row, own0, own1, own2);
  touch(world, row, dirt);
}

/** Throws `ValueError` for what can hold no style properties. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new ValueError(`${name} is ${String(value)}; give an object of style properties`);
}

/** Throws `ValueError` for an unknown name or an unusable value. */
export function checkStyle(style: Style): void {
  const given = style as Record<string, unknown>;
  for (const name in given) {
    const property = styleProperties.get(name);
    if (!property) throw new ValueError(unknownProperty(name));
    if (given[name] !== undefined) property.check(name, given[name]);
  }
}
