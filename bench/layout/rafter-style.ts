import type { BoxOptions } from '../../src/ui';
import type { NodeStyle } from './tree-spec';

const insets = ['left', 'top', 'right', 'bottom'];
const borders = [
  'borderLeftWidth',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
] as const;
const paddings = ['paddingLeft', 'paddingTop', 'paddingRight', 'paddingBottom'] as const;

/**
 * Options of `box` for a style, without what Rafter does not know, with a place for the parent. Borders that differ between sides
 * become padding.
 */
export function rafterOptions(style: NodeStyle): BoxOptions {
  const isStatic = style.position === 'static';
  const options: Record<string, unknown> = { parent: undefined };
  for (const [name, value] of Object.entries(style)) {
    if (isStatic && (name === 'position' || insets.includes(name))) continue;
    if (borders.includes(name as (typeof borders)[number])) continue;
    options[name] = name === 'overflow' && value === 'scroll' ? 'hidden' : value;
  }
  const widths = borders.map((name) => style[name] ?? 0);
  if (widths.every((width) => width === widths[0])) {
    if (widths[0] !== 0) options.borderWidth = widths[0];
    return options;
  }
  for (const [at, name] of paddings.entries()) {
    const padding = style[name] ?? 0;
    if (typeof padding === 'number') options[name] = padding + widths[at]!;
  }
  return options;
}
