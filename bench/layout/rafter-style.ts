import type { BoxOptions } from '../../src/ui';
import type { NodeStyle } from './tree-spec';

/** Options of `box` for a style, with a place for the parent. */
export function rafterOptions(style: NodeStyle): BoxOptions {
  const options: Record<string, unknown> = { parent: undefined };
  for (const [name, value] of Object.entries(style)) {
    options[name] = name === 'overflow' && value === 'scroll' ? 'hidden' : value;
  }
  return options;
}
