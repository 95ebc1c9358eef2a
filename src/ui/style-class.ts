import { resolve, resource, type Target, ValueError, type World } from '../ecs';
import {
  MOST_BREAKPOINTS,
  type StyleBreakpoint,
  type StyleClass,
  StyleClasses,
  type StyleWrite,
} from '../ecs/stores';
import { type Color, parseColor } from './color';
import { checkObject, checkStyle, type Style } from './style';
import { stateVariants, writesOf } from './style-leaves';
import { colorLeaf, type FontLook, fontLeaves } from './text-leaves';
import { checkFont, type TextStyle } from './text-style';

/**
 * What a class may say: style properties, and colour and font of a text, or of the label of a button, of which other elements show
 * nothing.
 */
export type ClassStyle = Style &
  Pick<TextStyle, FontLook> & {
    /** @default the element's own, or the theme's */
    color?: Color;
  };

/** A style for widths from one to below another, CSS pixels; at least one of the two. */
export type Breakpoint = {
  /** The least width it is for. */
  from?: number;
  /** The width from which it is for no more. */
  below?: number;
  /** Whose width: the surface's, or that of the border box of the element's parent. @default 'surface' */
  of?: 'surface' | 'container';
  style: ClassStyle;
};

/** Style properties, and what replaces them: each of these over all above it, and a later breakpoint over an earlier one. */
export type StyleDefinition = ClassStyle & {
  breakpoints?: readonly Breakpoint[];
  /** While the pointer is over the element or something inside it. */
  hover?: ClassStyle;
  /** While it has the keyboard. */
  focus?: ClassStyle;
  /** While it has the keyboard and was given it by a key. */
  focusVisible?: ClassStyle;
  /** While a pointer that went down on it is still down. */
  pressed?: ClassStyle;
  /** While it takes no input. */
  disabled?: ClassStyle;
};

/** What every factory takes besides style properties. */
export type Styled = {
  /** Classes made by `defineStyle`; a later one wins over an earlier one, the element's own style over all. */
  styles?: readonly StyleClass[];
};

/**
 * Makes a style class: properties with variants for states and widths, checked and read once, for any number of elements. Define
 * each class once. Throws `ValueError` for an unknown name or an unusable value.
 */
export function defineStyle(definition: StyleDefinition): StyleClass {
  const given = definition as Record<string, unknown>;
  checkObject('style', definition);
  const base: Record<string, unknown> = {};
  for (const name in given) {
    if (name !== 'breakpoints' && !stateVariants.includes(name)) base[name] = given[name];
  }
  return Object.freeze({
    type: 'style-class',
    base: compiled(base),
    breakpoints: breakpointsOf(definition.breakpoints),
    states: stateVariants.map((name) => {
      const style = given[name];
      if (style === undefined) return [];
      checkObject(name, style);
      return compiled(overFills(name, style as ClassStyle));
    }),
  });
}

/**
 * Gives an element these classes instead of those it has; `[]` takes all away. What no class says any more goes back to its
 * initial value, and what was given to the element itself stays. The classes it has already cost a look-up and mark nothing.
 * Throws `ValueError` for what is no class.
 */
export function setStyles(world: World, target: Target, styles: readonly StyleClass[]): void {
  const row = resolve(world, target);
  if (row !== 0) applyStyles(world, row, styles);
}

/** `setStyles` for a row known to live. */
export function applyStyles(
  world: World,
  row: number,
  styles: readonly StyleClass[],
  defaults?: StyleClass,
): void {
  if (!Array.isArray(styles)) {
    throw new ValueError(`styles is ${String(styles)}; give a list of classes from defineStyle`);
  }
  for (let i = 0; i < styles.length; i++) {
    if (styles[i]?.type === 'style-class') continue;
    throw new ValueError(`styles[${i}] is ${String(styles[i])}; give a class from defineStyle`);
  }
  resource(world, StyleClasses).set(row, styles, defaults);
}

function compiled({
  color,
  fontFamily,
  fontSize,
  fontWeight,
  italic,
  ...style
}: ClassStyle): readonly StyleWrite[] {
  checkStyle(style);
  const fonts = { fontFamily, fontSize, fontWeight, italic };
  checkFont(fonts);
  const writes = new Map<StyleWrite['leaf'], StyleWrite>();
  for (const [name, value] of Object.entries(style)) {
    if (value === undefined) continue;
    for (const write of writesOf(name, value)) writes.set(write.leaf, write);
  }
  const made = [...writes.values()];
  for (const [name, value] of Object.entries(fonts)) {
    if (value !== undefined) made.push({ leaf: fontLeaves[name as FontLook], value });
  }
  if (color !== undefined) {
    made.push({ leaf: colorLeaf, value: new Uint32Array([parseColor(color)]) });
  }
  return made;
}

/** A variant's `fill` is what is seen: fills for the pointer, such as a button's own, give way where it wins over their states. */
function overFills(name: string, style: ClassStyle): ClassStyle {
  if (style.fill === undefined) return style;
  const isAbovePress = name === 'pressed' || name === 'disabled';
  return {
    hoverFill: 'transparent',
    ...(isAbovePress ? { pressedFill: 'transparent' } : {}),
    ...style,
  };
}

function breakpointsOf(given: unknown = []): StyleBreakpoint[] {
  if (!Array.isArray(given)) {
    throw new ValueError(
      `breakpoints is ${String(given)}; give a list like [{ below: 600, style: {} }]`,
    );
  }
  if (given.length > MOST_BREAKPOINTS) {
    throw new ValueError(
      `a style class has ${given.length} breakpoints; give ${MOST_BREAKPOINTS} at most`,
    );
  }
  return given.map((breakpoint, i) => breakpointOf(`breakpoints[${i}]`, breakpoint));
}

const breakpointNames = ['from', 'below', 'of', 'style'];

function breakpointOf(where: string, breakpoint: Breakpoint): StyleBreakpoint {
  checkObject(where, breakpoint);
  for (const name of Object.keys(breakpoint)) {
    if (breakpointNames.includes(name)) continue;
    throw new ValueError(`${where}.${name} is not known; give ${breakpointNames.join(', ')}`);
  }
  const { from, below, of = 'surface', style } = breakpoint;
  if (from === undefined && below === undefined) {
    throw new ValueError(`${where} is for no width; give from, below or both`);
  }
  checkWidth(`${where}.from`, from);
  checkWidth(`${where}.below`, below);
  if (from !== undefined && below !== undefined && below <= from) {
    throw new ValueError(`${where} is from ${from} below ${below}; give a greater width for below`);
  }
  if (of !== 'surface' && of !== 'container') {
    throw new ValueError(`${where}.of is '${String(of)}'; give 'surface' or 'container'`);
  }
  checkObject(`${where}.style`, style);
  return {
    from: from ?? 0,
    below: below ?? Number.POSITIVE_INFINITY,
    ofContainer: of === 'container',
    writes: compiled(style),
  };
}

function checkWidth(name: string, width: unknown): void {
  if (width === undefined || (Number.isFinite(width) && (width as number) >= 0)) return;
  throw new ValueError(`${name} is ${String(width)}; give a finite width >= 0 in CSS pixels`);
}
