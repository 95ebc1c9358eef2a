import {
  columns,
  LAYOUT,
  PAINT,
  PROJECTION,
  resource,
  STACK,
  type Store,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_START,
  ALIGN_STRETCH,
  acquireLayer,
  Border,
  Cursor,
  cursorNames,
  DIRECTION_COLUMN,
  DIRECTION_COLUMN_REVERSE,
  DIRECTION_ROW,
  DIRECTION_ROW_REVERSE,
  DISPLAY_FLEX,
  DISPLAY_NONE,
  Fill,
  JUSTIFY_CENTER,
  JUSTIFY_END,
  JUSTIFY_SPACE_AROUND,
  JUSTIFY_SPACE_BETWEEN,
  JUSTIFY_SPACE_EVENLY,
  JUSTIFY_START,
  LayerOf,
  LayerTable,
  LayoutStyle,
  markLayer,
  OVERFLOW_HIDDEN,
  OVERFLOW_VISIBLE,
  POSITION_ABSOLUTE,
  POSITION_RELATIVE,
  Radius,
  STATE_HIDDEN,
  State,
  StateColors,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_PX,
} from '../ecs/stores';
import { type Color, parseColor } from './color';

/** How one style property is checked and written, and what it makes dirty. */
export type Property = {
  dirt: number;
  check(name: string, value: unknown): void;
  write(world: World, row: number, value: unknown): void;
};

type StyleField = keyof (typeof LayoutStyle)['schema'];

/** Every style property by name. */
export const properties = new Map<string, Property>();

choice('display', 'display', { flex: DISPLAY_FLEX, none: DISPLAY_NONE }, LAYOUT | STACK);
choice('position', 'position', { relative: POSITION_RELATIVE, absolute: POSITION_ABSOLUTE });
choice('flexDirection', 'direction', {
  row: DIRECTION_ROW,
  column: DIRECTION_COLUMN,
  'row-reverse': DIRECTION_ROW_REVERSE,
  'column-reverse': DIRECTION_COLUMN_REVERSE,
});
choice('justifyContent', 'justify', {
  'flex-start': JUSTIFY_START,
  'flex-end': JUSTIFY_END,
  center: JUSTIFY_CENTER,
  'space-between': JUSTIFY_SPACE_BETWEEN,
  'space-around': JUSTIFY_SPACE_AROUND,
  'space-evenly': JUSTIFY_SPACE_EVENLY,
});
const alignments = {
  stretch: ALIGN_STRETCH,
  'flex-start': ALIGN_START,
  'flex-end': ALIGN_END,
  center: ALIGN_CENTER,
};
choice('alignItems', 'alignItems', alignments);
choice('alignSelf', 'alignSelf', { auto: ALIGN_AUTO, ...alignments });
for (const name of ['flexGrow', 'flexShrink'] as const) {
  number(name, LayoutStyle, name === 'flexGrow' ? 'grow' : 'shrink', 0, LAYOUT);
}
length('flexBasis', 'basis', 'basisUnit', 0);
for (const name of ['width', 'height', 'minWidth', 'minHeight', 'maxWidth', 'maxHeight'] as const)
  length(name, name, `${name}Unit`, 0);
for (const name of ['left', 'top', 'right', 'bottom'] as const)
  length(name, name, `${name}Unit`, Number.NEGATIVE_INFINITY);
for (const side of ['Left', 'Top', 'Right', 'Bottom'] as const) {
  number(`padding${side}`, LayoutStyle, `padding${side}`, 0, LAYOUT);
  number(`margin${side}`, LayoutStyle, `margin${side}`, Number.NEGATIVE_INFINITY, LAYOUT);
}
numbers('padding', ['paddingLeft', 'paddingTop', 'paddingRight', 'paddingBottom']);
numbers('margin', ['marginLeft', 'marginTop', 'marginRight', 'marginBottom']);
number('columnGap', LayoutStyle, 'columnGap', 0, LAYOUT);
number('rowGap', LayoutStyle, 'rowGap', 0, LAYOUT);
numbers('gap', ['columnGap', 'rowGap']);
color('fill', Fill, 'color');
color('hoverFill', StateColors, 'hover');
color('pressedFill', StateColors, 'pressed');
color('focusColor', StateColors, 'focus');
color('borderColor', Border, 'color');
number('borderWidth', Border, 'width', 0, LAYOUT | PAINT);

properties.set('borderRadius', {
  dirt: PAINT | PROJECTION | LAYOUT,
  check(name, value) {
    if (typeof value === 'number') {
      checkNumber(name, value, 0);
      return;
    }
    if (!Array.isArray(value) || value.length !== 4) {
      throw bad(name, value, 'a number or four of them');
    }
    for (const corner of value) checkNumber(name, corner, 0);
  },
  write(world, row, value) {
    const radius = columns(world, Radius);
    const corners = value as number | readonly number[];
    const all = typeof corners === 'number';
    radius.topLeft[row] = all ? corners : corners[0]!;
    radius.topRight[row] = all ? corners : corners[1]!;
    radius.bottomRight[row] = all ? corners : corners[2]!;
    radius.bottomLeft[row] = all ? corners : corners[3]!;
  },
});

properties.set('visible', {
  dirt: STACK,
  check(name, value) {
    if (typeof value !== 'boolean') throw bad(name, value, 'true or false');
  },
  write(world, row, value) {
    const { bits } = columns(world, State);
    bits[row] = value ? bits[row]! & ~STATE_HIDDEN : bits[row]! | STATE_HIDDEN;
  },
});

properties.set('overflow', {
  dirt: LAYOUT | PROJECTION,
  check: oneOf(['visible', 'hidden']),
  write(world, row, value) {
    const hidden = value === 'hidden';
    columns(world, LayoutStyle).overflow[row] = hidden ? OVERFLOW_HIDDEN : OVERFLOW_VISIBLE;
    if (!hidden && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    table.clips[layer] = hidden ? 1 : 0;
    markLayer(world, table, layer);
  },
});

properties.set('opacity', {
  dirt: PROJECTION,
  check(name, value) {
    checkNumber(name, value, 0);
    if ((value as number) > 1) throw bad(name, value, 'a number from 0 to 1');
  },
  write(world, row, value) {
    if (value === 1 && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    table.opacity[layer] = value as number;
    markLayer(world, table, layer);
  },
});

properties.set('cursor', {
  // What lies under a pointer at rest is looked up again after projection.
  dirt: PROJECTION,
  check: oneOf(cursorNames),
  write(world, row, value) {
    columns(world, Cursor).shape[row] = (cursorNames as readonly unknown[]).indexOf(value);
  },
});

/**
 * The layer an element is the root of, made if there is none. Its box is then told by the layer's origin, and everything in it
 * lives in the new layer: layout writes the one, projection sees by the layer table's version that it must find the other anew.
 */
export function ownLayer(world: World, row: number): number {
  const layers = columns(world, LayerOf);
  if (layers.own[row] === 0) {
    layers.own[row] = acquireLayer(resource(world, LayerTable), row);
    touch(world, row, LAYOUT | PROJECTION | PAINT);
  }
  return layers.own[row]!;
}

function choice(
  name: string,
  field: StyleField,
  values: Record<string, number>,
  dirt = LAYOUT,
): void {
  properties.set(name, {
    dirt,
    check: oneOf(Object.keys(values)),
    write(world, row, value) {
      columns(world, LayoutStyle)[field][row] = values[value as string]!;
    },
  });
}

function length(name: string, field: StyleField, unit: StyleField, min: number): void {
  properties.set(name, {
    dirt: LAYOUT,
    check(property, value) {
      if (value === 'auto') return;
      const number = typeof value === 'string' ? percentOf(value) : value;
      if (!isNumber(number, min)) {
        const least = min === 0 ? ' >= 0' : '';
        throw bad(property, value, `a finite number${least}, a percentage like '50%', or 'auto'`);
      }
    },
    write(world, row, value) {
      const style = columns(world, LayoutStyle);
      style[unit][row] =
        value === 'auto' ? UNIT_AUTO : typeof value === 'string' ? UNIT_PERCENT : UNIT_PX;
      style[field][row] =
        value === 'auto' ? 0 : typeof value === 'string' ? percentOf(value) : (value as number);
    },
  });
}

const percentForm = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%$/i;

function percentOf(value: string): number {
  return percentForm.test(value) ? Number(value.slice(0, -1)) : Number.NaN;
}

function number(name: string, store: Store, field: string, min: number, dirt: number): void {
  properties.set(name, {
    dirt,
    check: (property, value) => checkNumber(property, value, min),
    write(world, row, value) {
      columns(world, store)[field]![row] = value as number;
    },
  });
}

function numbers(name: string, parts: readonly string[]): void {
  const own = parts.map((part) => properties.get(part)!);
  properties.set(name, {
    dirt: LAYOUT,
    check: (property, value) => own[0]!.check(property, value),
    write(world, row, value) {
      for (const part of own) part.write(world, row, value);
    },
  });
}

function color(name: string, store: Store, field: string): void {
  properties.set(name, {
    dirt: PAINT,
    check: (_, value) => {
      parseColor(value as Color);
    },
    write(world, row, value) {
      columns(world, store)[field]![row] = parseColor(value as Color);
    },
  });
}

function oneOf(values: readonly string[]): Property['check'] {
  return (name, value) => {
    if (!values.includes(value as string)) throw bad(name, value, `one of ${values.join(', ')}`);
  };
}

function checkNumber(name: string, value: unknown, min: number): void {
  if (isNumber(value, min)) return;
  throw bad(name, value, min === 0 ? 'a finite number >= 0' : 'a finite number');
}

function isNumber(value: unknown, min: number): boolean {
  // Written so that NaN fails.
  return typeof value === 'number' && value >= min && Math.abs(value) < 1e7;
}

function bad(name: string, value: unknown, wanted: string): ValueError {
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  return new ValueError(`${name} is ${shown}; give ${wanted}`);
}
