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
  ALIGN_BASELINE,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_FLEX_START,
  ALIGN_LEFT,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_BETWEEN,
  ALIGN_SPACE_EVENLY,
  ALIGN_START,
  ALIGN_STRETCH,
  acquireLayer,
  BORDER_BOX,
  Border,
  CONTENT_BOX,
  Cursor,
  cursorNames,
  DIRECTION_COLUMN,
  DIRECTION_COLUMN_REVERSE,
  DIRECTION_ROW,
  DIRECTION_ROW_REVERSE,
  DISPLAY_CONTENTS,
  DISPLAY_FLEX,
  DISPLAY_GRID,
  DISPLAY_NONE,
  Fill,
  gridStyles,
  LayerOf,
  LayerTable,
  LayoutStyle,
  markLayer,
  OVERFLOW_HIDDEN,
  OVERFLOW_VISIBLE,
  POSITION_ABSOLUTE,
  POSITION_RELATIVE,
  parseGrid,
  parsePlace,
  Radius,
  STATE_HIDDEN,
  State,
  StateColors,
  TEXT_DIRECTION_INHERIT,
  TEXT_DIRECTION_LTR,
  TEXT_DIRECTION_RTL,
  UNIT_AUTO,
  UNIT_CONTENT,
  UNIT_FIT_CONTENT,
  UNIT_MAX_CONTENT,
  UNIT_MIN_CONTENT,
  UNIT_PERCENT,
  UNIT_PX,
  UNIT_STRETCH,
  UNIT_VH,
  UNIT_VW,
  WRAP_LINES,
  WRAP_NONE,
  WRAP_REVERSE,
} from '../ecs/stores';
import { type Color, parseColor } from './color';

/** How one style property is checked and written, and what it makes dirty. */
export type Property = {
  dirt: number;
  check(name: string, value: unknown): void;
  write(world: World, row: number, value: unknown): void;
  /** A checked value as `write` takes it with less work. */
  parse?(value: unknown): unknown;
  /** What a shorthand stands for; each takes the shorthand's value. */
  parts?: readonly string[];
};

/** A length read from a string; pixels are plain numbers. */
type ParsedLength = { readonly unit: number; readonly amount: number };

type StyleField = keyof (typeof LayoutStyle)['schema'];

const autoUnit: Record<string, number> = { auto: UNIT_AUTO };
const sizeUnits: Record<string, number> = {
  auto: UNIT_AUTO,
  'min-content': UNIT_MIN_CONTENT,
  'max-content': UNIT_MAX_CONTENT,
  'fit-content': UNIT_FIT_CONTENT,
  stretch: UNIT_STRETCH,
};
const suffixes: Record<string, number> = {
  '%': UNIT_PERCENT,
  px: UNIT_PX,
  vw: UNIT_VW,
  vh: UNIT_VH,
};

/** Every style property by name. */
export const properties = new Map<string, Property>();

choice(
  'display',
  'display',
  { flex: DISPLAY_FLEX, grid: DISPLAY_GRID, none: DISPLAY_NONE, contents: DISPLAY_CONTENTS },
  LAYOUT | STACK,
);
choice('position', 'position', { relative: POSITION_RELATIVE, absolute: POSITION_ABSOLUTE });
choice('boxSizing', 'boxSizing', { 'border-box': BORDER_BOX, 'content-box': CONTENT_BOX });
choice('direction', 'textDirection', {
  inherit: TEXT_DIRECTION_INHERIT,
  ltr: TEXT_DIRECTION_LTR,
  rtl: TEXT_DIRECTION_RTL,
});
choice('flexDirection', 'direction', {
  row: DIRECTION_ROW,
  column: DIRECTION_COLUMN,
  'row-reverse': DIRECTION_ROW_REVERSE,
  'column-reverse': DIRECTION_COLUMN_REVERSE,
});
choice('flexWrap', 'wrap', { nowrap: WRAP_NONE, wrap: WRAP_LINES, 'wrap-reverse': WRAP_REVERSE });
const positions = {
  center: ALIGN_CENTER,
  start: ALIGN_START,
  end: ALIGN_END,
  'flex-start': ALIGN_FLEX_START,
  'flex-end': ALIGN_FLEX_END,
};
const distributions = {
  'space-between': ALIGN_SPACE_BETWEEN,
  'space-around': ALIGN_SPACE_AROUND,
  'space-evenly': ALIGN_SPACE_EVENLY,
  stretch: ALIGN_STRETCH,
};
const selfPositions = {
  ...positions,
  'self-start': ALIGN_SELF_START,
  'self-end': ALIGN_SELF_END,
};
const sides = { left: ALIGN_LEFT, right: ALIGN_RIGHT };
alignment('justifyContent', 'normal', { ...positions, ...sides }, distributions);
alignment('alignContent', 'normal', positions, distributions);
const inItems = { stretch: ALIGN_STRETCH, baseline: ALIGN_BASELINE };
alignment('alignItems', 'normal', selfPositions, inItems);
alignment('alignSelf', 'auto', selfPositions, inItems);
alignment('justifyItems', 'normal', { ...selfPositions, ...sides }, inItems);
alignment('justifySelf', 'auto', { ...selfPositions, ...sides }, inItems);
for (const name of ['flexGrow', 'flexShrink'] as const) {
  number(name, LayoutStyle, name === 'flexGrow' ? 'grow' : 'shrink', 0, LAYOUT);
}
length('flexBasis', 'basis', 'basisUnit', { ...sizeUnits, content: UNIT_CONTENT });
for (const name of ['width', 'height', 'minWidth', 'minHeight', 'maxWidth', 'maxHeight'] as const)
  length(name, name, `${name}Unit`, sizeUnits);
for (const name of ['left', 'top', 'right', 'bottom'] as const)
  length(name, name, `${name}Unit`, autoUnit, Number.NEGATIVE_INFINITY);
for (const side of ['Left', 'Top', 'Right', 'Bottom'] as const) {
  length(`padding${side}`, `padding${side}`, `padding${side}Unit`, {});
  length(`margin${side}`, `margin${side}`, `margin${side}Unit`, autoUnit, Number.NEGATIVE_INFINITY);
}
parts('padding', ['paddingLeft', 'paddingTop', 'paddingRight', 'paddingBottom']);
parts('margin', ['marginLeft', 'marginTop', 'marginRight', 'marginBottom']);
length('columnGap', 'columnGap', 'columnGapUnit', {});
length('rowGap', 'rowGap', 'rowGapUnit', {});
parts('gap', ['columnGap', 'rowGap']);

for (const name of [
  'gridTemplateColumns',
  'gridTemplateRows',
  'gridAutoColumns',
  'gridAutoRows',
] as const) {
  grid(name, (property, value) => {
    if (typeof value !== 'string') throw bad(property, value, "a string like '100px 1fr auto'");
  });
}
grid('gridAutoFlow', oneOf(['row', 'column', 'dense', 'row dense', 'column dense']));
grid('gridTemplateAreas', (property, value) => {
  const rows = Array.isArray(value) ? value : [value];
  if (rows.some((row) => typeof row !== 'string')) {
    throw bad(property, value, "a string, or one for each row, like ['head head', 'side main']");
  }
});
for (const name of [
  'gridColumn',
  'gridRow',
  'gridArea',
  'gridColumnStart',
  'gridColumnEnd',
  'gridRowStart',
  'gridRowEnd',
] as const) {
  properties.set(name, {
    dirt: LAYOUT,
    check(property, value) {
      if (typeof value !== 'string' && typeof value !== 'number') {
        throw bad(property, value, "a line number or a string like '1 / span 2'");
      }
      parsePlace(property, value);
    },
    write(world, row, value) {
      const { gridPlace } = columns(world, LayoutStyle);
      gridPlace[row] = gridStyles(world).withPlace(gridPlace[row]!, name, value);
    },
  });
}

properties.set('aspectRatio', {
  dirt: LAYOUT,
  check(name, value) {
    if (value === 'auto' || (isNumber(value, 0) && value !== 0)) return;
    throw bad(name, value, "width divided by height, a number above 0, or 'auto'");
  },
  write(world, row, value) {
    columns(world, LayoutStyle).aspectRatio[row] = value === 'auto' ? 0 : (value as number);
  },
});

properties.set('order', {
  dirt: LAYOUT,
  check(name, value) {
    if (!isNumber(value, Number.NEGATIVE_INFINITY) || !Number.isInteger(value)) {
      throw bad(name, value, 'an integer');
    }
  },
  write(world, row, value) {
    columns(world, LayoutStyle).order[row] = value as number;
  },
});

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
    // Two ways, for one that takes a number from either makes an object of each fraction.
    if (typeof value === 'number') {
      radius.topLeft[row] = value;
      radius.topRight[row] = value;
      radius.bottomRight[row] = value;
      radius.bottomLeft[row] = value;
    } else {
      const corners = value as readonly number[];
      radius.topLeft[row] = corners[0]!;
      radius.topRight[row] = corners[1]!;
      radius.bottomRight[row] = corners[2]!;
      radius.bottomLeft[row] = corners[3]!;
    }
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

function grid(name: string, check: Property['check']): void {
  properties.set(name, {
    dirt: LAYOUT,
    check(property, value) {
      check(property, value);
      parseGrid(property, value);
    },
    write(world, row, value) {
      const style = columns(world, LayoutStyle);
      style.grid[row] = gridStyles(world).withGrid(style.grid[row]!, name, value);
    },
  });
}

/** How elements are aligned: a keyword, of which positions may be told to be safe. */
function alignment(
  name: StyleField & string,
  initial: string,
  positions: Record<string, number>,
  others: Record<string, number>,
): void {
  const values: Record<string, number> = { [initial]: ALIGN_AUTO, ...others };
  for (const [position, code] of Object.entries(positions)) {
    values[position] = code;
    values[`safe ${position}`] = code | ALIGN_SAFE;
    values[`unsafe ${position}`] = code;
  }
  choice(name, name, values);
}

function length(
  name: string,
  field: StyleField,
  unit: StyleField,
  keywords: Record<string, number>,
  min = 0,
): void {
  const words = Object.keys(keywords).map((word) => `, '${word}'`);
  const wanted = `${min === 0 ? 'a finite number >= 0' : 'a finite number'}, a length like '50%', '5vw' or '5vh'${words.join('')}`;
  properties.set(name, {
    dirt: LAYOUT,
    check(property, value) {
      if (typeof value === 'string' && Object.hasOwn(keywords, value)) return;
      const number = typeof value === 'string' ? numberOf(value) : value;
      if (!isNumber(number, min)) throw bad(property, value, wanted);
    },
    write(world, row, value) {
      const style = columns(world, LayoutStyle);
      const keyword = typeof value === 'string' ? keywords[value] : undefined;
      if (keyword !== undefined) {
        style[unit][row] = keyword;
        style[field][row] = 0;
      } else if (typeof value === 'string') {
        style[unit][row] = suffixes[lengthForm.exec(value)![2]!]!;
        style[field][row] = numberOf(value);
      } else if (typeof value === 'object') {
        const { unit: kind, amount } = value as ParsedLength;
        style[unit][row] = kind;
        style[field][row] = amount;
      } else {
        style[unit][row] = UNIT_PX;
        style[field][row] = value as number;
      }
    },
    parse(value) {
      if (typeof value !== 'string') return value;
      const keyword = keywords[value];
      if (keyword !== undefined) return { unit: keyword, amount: 0 } satisfies ParsedLength;
      const kind = suffixes[lengthForm.exec(value)![2]!]!;
      const amount = numberOf(value);
      return kind === UNIT_PX ? amount : ({ unit: kind, amount } satisfies ParsedLength);
    },
  });
}

const lengthForm = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|px|vw|vh)$/i;

function numberOf(value: string): number {
  return Number(lengthForm.exec(value)?.[1] ?? Number.NaN);
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

function parts(name: string, names: readonly string[]): void {
  const own = names.map((part) => properties.get(part)!);
  properties.set(name, {
    dirt: LAYOUT,
    parts: names,
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
      columns(world, store)[field]![row] =
        typeof value === 'number' ? value : parseColor(value as Color);
    },
    // Signed, which most engines hold without an object; the column takes the same bits.
    parse: (value) => parseColor(value as Color) | 0,
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
