import { resolve, type Target, touch, ValueError, type World } from '../ecs';
import type { CursorName } from '../ecs/stores';
import type { Color } from './color';
import { properties } from './style-properties';

/** A length: CSS pixels, a percentage of the containing block, or `auto`. */
export type Length = number | `${number}%` | 'auto';

/** What `setStyle` and every factory take; names and defaults are CSS's. Unset properties keep what they are. */
export type Style = {
  /** Takes the element in or out of layout. @default 'flex' */
  display?: 'flex' | 'none';
  /** Takes the element and all in it out of sight, not out of layout. @default true */
  visible?: boolean;
  /** @default 'relative' */
  position?: 'relative' | 'absolute';
  /** @default 'row' */
  flexDirection?: 'row' | 'column' | 'row-reverse' | 'column-reverse';
  /** @default 'flex-start' */
  justifyContent?:
    | 'flex-start'
    | 'flex-end'
    | 'center'
    | 'space-between'
    | 'space-around'
    | 'space-evenly';
  /** @default 'stretch' */
  alignItems?: 'stretch' | 'flex-start' | 'flex-end' | 'center';
  /** @default 'auto' */
  alignSelf?: 'auto' | 'stretch' | 'flex-start' | 'flex-end' | 'center';
  /** @default 0 */
  flexGrow?: number;
  /** @default 1 */
  flexShrink?: number;
  /** @default 'auto' */
  flexBasis?: Length;
  width?: Length;
  height?: Length;
  minWidth?: Length;
  minHeight?: Length;
  maxWidth?: Length;
  maxHeight?: Length;
  left?: Length;
  top?: Length;
  right?: Length;
  bottom?: Length;
  /** All four sides, CSS pixels. */
  padding?: number;
  paddingLeft?: number;
  paddingTop?: number;
  paddingRight?: number;
  paddingBottom?: number;
  /** All four sides, CSS pixels. */
  margin?: number;
  marginLeft?: number;
  marginTop?: number;
  marginRight?: number;
  marginBottom?: number;
  /** Both gaps, CSS pixels. */
  gap?: number;
  columnGap?: number;
  rowGap?: number;
  /** `hidden` clips children to the box. Set it when the element is made. @default 'visible' */
  overflow?: 'visible' | 'hidden';
  /** Background. @default 'transparent' */
  fill?: Color;
  /** Background while the pointer is over the element; `transparent` keeps `fill`. */
  hoverFill?: Color;
  /** Background while pressed; `transparent` keeps what is shown otherwise. */
  pressedFill?: Color;
  /** Border, at least 2 px wide, while the element has the keyboard through a key; `transparent` shows nothing of it. */
  focusColor?: Color;
  borderColor?: Color;
  /** Inside the box, all sides, CSS pixels; takes room in layout. @default 0 */
  borderWidth?: number;
  /** All corners, or top left, top right, bottom right, bottom left; CSS pixels. @default 0 */
  borderRadius?: number | readonly [number, number, number, number];
  /** Of the element and all in it, 0..1. @default 1 */
  opacity?: number;
  /**
   * Mouse cursor over the element and all in it that names none. `auto` is that of what the element is in; without any it is
   * `text` over selectable text. Links have `pointer`, as buttons do unless they name another. @default 'auto'
   */
  cursor?: CursorName;
};

/**
 * Changes style properties of an element. Everything is checked before anything is written; an unknown name or an unusable
 * value throws `ValueError`. For hot loops write columns and `touch`.
 */
export function setStyle(world: World, target: Target, style: Style): void {
  const row = resolve(world, target);
  if (row === 0) return;
  applyStyle(world, row, style);
}

/** A style over another one; properties given as undefined are as good as not given. */
export function over(defaults: Style, style: Style): Style {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(style)) {
    // An unknown name must be found even if it has no value.
    if (value !== undefined || !Object.hasOwn(defaults, name)) merged[name] = value;
  }
  return merged;
}

/** `setStyle` for a row known to live. */
export function applyStyle(world: World, row: number, style: Style): void {
  const given = style as Record<string, unknown>;
  for (const name in given) {
    const property = properties.get(name);
    if (!property) throw new ValueError(unknownProperty(name));
    if (given[name] !== undefined) property.check(name, given[name]);
  }
  let dirt = 0;
  for (const name in given) {
    if (given[name] === undefined) continue;
    const property = properties.get(name)!;
    property.write(world, row, given[name]);
    dirt |= property.dirt;
  }
  if (dirt !== 0) touch(world, row, dirt);
}

/** What people write who know it by another name. */
const otherNames: Readonly<Record<string, string>> = {
  background: 'fill',
  backgroundcolor: 'fill',
  color: 'fill',
  border: 'borderWidth',
  radius: 'borderRadius',
  direction: 'flexDirection',
  grow: 'flexGrow',
  shrink: 'flexShrink',
  visibility: 'visible',
};

function unknownProperty(name: string): string {
  const close = closest(name.toLowerCase().replaceAll(/[-_]/g, ''));
  const advice = close ? `did you mean '${close}'?` : 'see the Style type for those there are';
  return `style property '${name}' is not known; ${advice}`;
}

function closest(name: string): string | undefined {
  if (Object.hasOwn(otherNames, name)) return otherNames[name];
  // Two letters swapped are two wrong ones; of a long name a third may be wrong.
  let best = Math.max(name.length > 3 ? 2 : 1, Math.floor(name.length / 3)) + 1;
  let found: string | undefined;
  for (const known of properties.keys()) {
    const distance = editDistance(name, known.toLowerCase());
    if (distance >= best) continue;
    best = distance;
    found = known;
  }
  return found;
}

/** Fewest letters to change, drop or add that make one word the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const line = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = above[j]! + (a[i] === b[j] ? 0 : 1);
      line.push(Math.min(change, above[j + 1]! + 1, line[j]! + 1));
    }
    above = line;
  }
  return above[b.length]!;
}
