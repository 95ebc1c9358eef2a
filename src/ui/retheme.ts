import type { Row, World } from '../ecs';
import {
  columns,
  type Entity,
  isAlive,
  isRowAlive,
  kindOf,
  PAINT,
  ROW_MASK,
  resource,
  touch,
} from '../ecs';
import {
  ButtonLabel,
  ListTable,
  STATE_DISABLED,
  State,
  StyleClasses,
  StyledBy,
  TEXT_SPANS,
  Text,
  TextKind,
  TextSpans,
  THEMED,
} from '../ecs/stores';
import { looksOf } from './button';
import { parseColor } from './color';
import { thumbLooks } from './list-parts';
import { setStyle } from './style';
import { CLASS_COLOR, OWN_COLOR } from './text-leaves';
import { Theme } from './theme';

/** What texts take from a theme: colours of text, of disabled labels and of links. A theme may be changed in place. */
export function textColors({ text, muted, accent }: Theme): Uint32Array {
  return Uint32Array.of(parseColor(text), parseColor(muted), parseColor(accent));
}

/**
 * Gives texts, links and buttons that nobody gave a colour those of the world's theme, where they have those of the one before. What
 * was written to a column is left. Scrollbars and tables have theirs too.
 */
export function retheme(world: World, from: Uint32Array, to: Uint32Array): void {
  const { color, flags } = columns(world, Text);
  const { entity, enabledColor, disabledColor } = columns(world, ButtonLabel);
  const { own2 } = columns(world, StyledBy);
  const { bits } = columns(world, State);
  const classes = resource(world, StyleClasses);
  const spans = resource(world, TextSpans);
  const looks = looksOf(resource(world, Theme));
  const labels = new Set<number>();
  for (const { thumb, across } of resource(world, ListTable).lists) {
    setStyle(world, thumb, thumbLooks(resource(world, Theme)));
    across?.retheme();
  }

  // `styled` is the row that has the classes: that of the text, or its button's.
  function paint(row: number, styled: number, before: number, after: number): void {
    if (color[row] !== before) return;
    if (((own2[row]! & OWN_COLOR) | (own2[styled]! & CLASS_COLOR)) !== 0) return;
    color[row] = after;
    touch(world, row, PAINT);
  }

  for (let row = 1; row < entity.length; row++) {
    const label = entity[row]! as Entity;
    if (label === 0 || !isRowAlive(world, row)) continue;
    classes.setDefaults(row, looks);
    labels.add(label & ROW_MASK);
    if ((own2[row]! & OWN_COLOR) !== 0) continue;
    const shown = (bits[row]! & STATE_DISABLED) === 0 ? enabledColor : disabledColor;
    const before = shown[row]!;
    enabledColor[row] = to[0]!;
    disabledColor[row] = to[1]!;
    if (isAlive(world, label)) paint(label & ROW_MASK, row, before, shown[row]!);
  }
  for (let row = 1; row < color.length; row++) {
    if (!isRowAlive(world, row) || kindOf(world, row as Row) !== TextKind) continue;
    if (!labels.has(row)) paint(row, row, from[0]!, to[0]!);
    const run = (flags[row]! & TEXT_SPANS) === 0 ? undefined : spans.of(row);
    if (!run) continue;
    for (let i = 0; i < run.count; i++) {
      if ((run.decorations[i]! & THEMED) === 0) continue;
      run.colors[i] = to[2]!;
      touch(world, row, PAINT);
    }
  }
}
