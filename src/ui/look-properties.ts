import { columns, LAYOUT, PAINT, PROJECTION, resource, STACK } from '../ecs';
import {
  BLEND_MULTIPLY,
  BLEND_NORMAL,
  BLEND_PLUS_LIGHTER,
  BLEND_SCREEN,
  Border,
  CACHE_ALWAYS,
  CACHE_AUTO,
  CACHE_NEVER,
  CacheHint,
  Cursor,
  cursorNames,
  Fill,
  LayerOf,
  LayerTable,
  LayoutStyle,
  markLayer,
  OVERFLOW_HIDDEN,
  OVERFLOW_VISIBLE,
  Radius,
  STATE_HIDDEN,
  State,
  StateColors,
} from '../ecs/stores';
import { type Color, parseColor } from './color';
import { filter } from './filter-property';
import { gradient } from './gradient-property';
import { ownLayer } from './own-layer';
import {
  bad,
  checkNumber,
  color,
  number,
  oneOf,
  type Properties,
  type Property,
  sideOf,
  sidesShorthand,
} from './property';
import { boxShadow } from './shadow-property';

const borderRadius: Property = {
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
};

const visible: Property = {
  dirt: STACK,
  check(name, value) {
    if (typeof value !== 'boolean') throw bad(name, value, 'true or false');
  },
  write(world, row, value) {
    const { bits } = columns(world, State);
    bits[row] = value ? bits[row]! & ~STATE_HIDDEN : bits[row]! | STATE_HIDDEN;
  },
};

const isOverflow = oneOf(['visible', 'hidden']);

const overflow: Property = {
  dirt: LAYOUT | PROJECTION,
  check(name, value) {
    // What the browser would scroll stays where it is here: better said than clipped in silence.
    if (value === 'scroll' || value === 'auto') {
      throw bad(name, value, "'hidden', which clips, or a virtualList, which scrolls");
    }
    isOverflow(name, value);
  },
  write(world, row, value) {
    const hidden = value === 'hidden';
    columns(world, LayoutStyle).overflow[row] = hidden ? OVERFLOW_HIDDEN : OVERFLOW_VISIBLE;
    if (!hidden && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    table.clips[layer] = hidden ? 1 : 0;
    markLayer(world, table, layer);
  },
};

const opacity: Property = {
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
};

const blends: Readonly<Record<string, number>> = {
  normal: BLEND_NORMAL,
  multiply: BLEND_MULTIPLY,
  screen: BLEND_SCREEN,
  'plus-lighter': BLEND_PLUS_LIGHTER,
};

const mixBlendMode: Property = {
  // Painted again too: what a layer around mixes the same way leaves its row as it was.
  dirt: PROJECTION | PAINT,
  check: oneOf(Object.keys(blends)),
  write(world, row, value) {
    const blend = blends[value as string]!;
    if (blend === BLEND_NORMAL && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    table.blend[layer] = blend;
    markLayer(world, table, layer);
  },
};

const hints: Readonly<Record<string, number>> = {
  auto: CACHE_AUTO,
  always: CACHE_ALWAYS,
  never: CACHE_NEVER,
};

const cacheHint: Property = {
  // What may be kept is found when the list of what is drawn is made.
  dirt: STACK,
  check: oneOf(Object.keys(hints)),
  write(world, row, value) {
    columns(world, CacheHint).value[row] = hints[value as string]!;
    if (value === 'always') ownLayer(world, row);
  },
};

const angleForm = /^([+-]?(?:\d+\.?\d*|\.\d+))(deg|grad|rad|turn)$/i;
const perTurn: Readonly<Record<string, number>> = {
  deg: 360,
  grad: 400,
  rad: 2 * Math.PI,
  turn: 1,
};

/** Radians of an angle of CSS; NaN for what is none. */
function radiansOf(value: unknown): number {
  const found = typeof value === 'string' ? angleForm.exec(value) : null;
  if (!found) return Number.NaN;
  return (Number(found[1]) / perTurn[found[2]!.toLowerCase()]!) * 2 * Math.PI;
}

const rotate: Property = {
  dirt: PROJECTION,
  check(name, value) {
    const isAngle =
      typeof value === 'number' ? Number.isFinite(value) : radiansOf(value) < Infinity;
    if (!isAngle) throw bad(name, value, "degrees, or '0.5turn'");
  },
  write(world, row, value) {
    if (value === 0 && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    // Not by one function: a fraction that it returns would be an object in every frame.
    if (typeof value === 'number') table.rotation[layer] = (value / 180) * Math.PI;
    else table.rotation[layer] = radiansOf(value);
    markLayer(world, table, layer);
  },
};

/** A property of two numbers, or of one for both, in two columns of an element's layer. */
function layerPair(
  x: 'shiftX' | 'scaleX' | 'pivotX',
  y: 'shiftY' | 'scaleY' | 'pivotY',
  initial: number,
  single: boolean,
): Property {
  const wanted = single ? 'a number or two of them' : 'two numbers';
  return {
    dirt: PROJECTION,
    check(name, value) {
      const fits = Array.isArray(value)
        ? value.length === 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
        : single && Number.isFinite(value);
      if (!fits) throw bad(name, value, wanted);
    },
    write(world, row, value) {
      const isOwn = columns(world, LayerOf).own[row] !== 0;
      const pair = value as readonly number[];
      const isSingle = typeof value === 'number';
      if (
        !isOwn &&
        (isSingle ? value : pair[0]) === initial &&
        (isSingle ? value : pair[1]) === initial
      )
        return;
      const table = resource(world, LayerTable);
      const layer = ownLayer(world, row);
      // Two ways, for one that takes a number from either makes an object of each fraction.
      if (isSingle) {
        table[x][layer] = value;
        table[y][layer] = value;
      } else {
        table[x][layer] = pair[0]!;
        table[y][layer] = pair[1]!;
      }
      markLayer(world, table, layer);
    },
  };
}

const cursor: Property = {
  // What lies under a pointer at rest is looked up again after projection.
  dirt: PROJECTION,
  check: oneOf(cursorNames),
  write(world, row, value) {
    columns(world, Cursor).shape[row] = (cursorNames as readonly unknown[]).indexOf(value);
  },
};

const borders: Properties = {
  borderTopColor: color(Border, 'topColor'),
  borderRightColor: color(Border, 'rightColor'),
  borderBottomColor: color(Border, 'bottomColor'),
  borderLeftColor: color(Border, 'leftColor'),
  borderTopWidth: number(Border, 'top', 0, LAYOUT | PAINT),
  borderRightWidth: number(Border, 'right', 0, LAYOUT | PAINT),
  borderBottomWidth: number(Border, 'bottom', 0, LAYOUT | PAINT),
  borderLeftWidth: number(Border, 'left', 0, LAYOUT | PAINT),
};

/** What elements look like, and which of them are seen. */
export const lookProperties: Properties = {
  visible,
  overflow,
  fill: color(Fill, 'color'),
  hoverFill: color(StateColors, 'hover'),
  pressedFill: color(StateColors, 'pressed'),
  focusColor: color(StateColors, 'focus'),
  ...borders,
  borderColor: sidesShorthand(
    borders,
    ['borderTopColor', 'borderRightColor', 'borderBottomColor', 'borderLeftColor'],
    (world, row, value) => {
      const border = columns(world, Border);
      border.topColor[row] = parseColor(sideOf(value, 0) as Color);
      border.rightColor[row] = parseColor(sideOf(value, 1) as Color);
      border.bottomColor[row] = parseColor(sideOf(value, 2) as Color);
      border.leftColor[row] = parseColor(sideOf(value, 3) as Color);
    },
  ),
  borderWidth: sidesShorthand(
    borders,
    ['borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth'],
    (world, row, value) => {
      const border = columns(world, Border);
      border.top[row] = sideOf(value, 0) as number;
      border.right[row] = sideOf(value, 1) as number;
      border.bottom[row] = sideOf(value, 2) as number;
      border.left[row] = sideOf(value, 3) as number;
    },
  ),
  borderRadius,
  boxShadow,
  gradient,
  opacity,
  mixBlendMode,
  filter,
  cacheHint,
  translate: layerPair('shiftX', 'shiftY', 0, false),
  scale: layerPair('scaleX', 'scaleY', 1, true),
  rotate,
  transformOrigin: layerPair('pivotX', 'pivotY', 0.5, false),
  cursor,
};
