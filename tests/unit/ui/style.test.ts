import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  despawn,
  type Entity,
  elementCount,
  LAYOUT,
  PAINT,
  PROJECTION,
  ROW_MASK,
  resource,
  STACK,
  watchDirt,
} from '../../../src/ecs';
import {
  ALIGN_FLEX_END,
  ALIGN_SPACE_EVENLY,
  Border,
  Box,
  Cursor,
  cursorNames,
  Fill,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  STATE_HIDDEN,
  State,
  StateColors,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, button, on, type Style, setStyle, text, virtualList } from '../../../src/ui';
import { properties } from '../../../src/ui/style-properties';

let app: HeadlessApp;
let element: Entity;
let row: number;
let dirt: DirtList;

beforeEach(() => {
  app = createHeadlessApp();
  element = box(app.world, {});
  row = element & ROW_MASK;
  app.frames(1);
  dirt = watchDirt(app.world, 127);
  dirt.take();
});

afterEach(() => {
  dirt.dispose();
  app.dispose();
});

/** Property, value, where it must be found, what must be dirty. */
const cases: readonly [keyof Style, unknown, () => unknown, unknown, number][] = [
  ['display', 'none', () => style('display'), 1, LAYOUT | STACK],
  [
    'visible',
    false,
    () => columns(app.world, State).bits[row]! & STATE_HIDDEN,
    STATE_HIDDEN,
    STACK,
  ],
  ['position', 'absolute', () => style('position'), 1, LAYOUT],
  ['flexDirection', 'column-reverse', () => style('direction'), 3, LAYOUT],
  ['justifyContent', 'space-evenly', () => style('justifyContent'), ALIGN_SPACE_EVENLY, LAYOUT],
  ['alignItems', 'center', () => style('alignItems'), 4, LAYOUT],
  ['alignSelf', 'flex-end', () => style('alignSelf'), ALIGN_FLEX_END, LAYOUT],
  ['flexGrow', 2, () => style('grow'), 2, LAYOUT],
  ['flexShrink', 0, () => style('shrink'), 0, LAYOUT],
  ['flexBasis', 30, () => [style('basis'), style('basisUnit')], [30, UNIT_PX], LAYOUT],
  ...(['width', 'height', 'minWidth', 'minHeight', 'maxWidth', 'maxHeight'] as const).map((name) =>
    lengthCase(name, '25%', 25, UNIT_PERCENT),
  ),
  ...(['left', 'top', 'right', 'bottom'] as const).map((name) =>
    lengthCase(name, -4.5, -4.5, UNIT_PX),
  ),
  ['width', 'auto', () => style('widthUnit'), UNIT_AUTO, LAYOUT],
  ...(['Left', 'Top', 'Right', 'Bottom'] as const).flatMap((side) => [
    numberCase(`padding${side}`, 3),
    numberCase(`margin${side}`, -3),
  ]),
  ['padding', 5, () => [style('paddingLeft'), style('paddingBottom')], [5, 5], LAYOUT],
  ['margin', 5, () => [style('marginTop'), style('marginRight')], [5, 5], LAYOUT],
  ['gap', 6, () => [style('columnGap'), style('rowGap')], [6, 6], LAYOUT],
  numberCase('columnGap', 7),
  numberCase('rowGap', 7),
  ['fill', '#010203', () => columns(app.world, Fill).color[row], 0xff030201, PAINT],
  ['hoverFill', '#010203', () => columns(app.world, StateColors).hover[row], 0xff030201, PAINT],
  ['pressedFill', '#010203', () => columns(app.world, StateColors).pressed[row], 0xff030201, PAINT],
  ['focusColor', '#010203', () => columns(app.world, StateColors).focus[row], 0xff030201, PAINT],
  ['borderColor', '#01020304', () => columns(app.world, Border).color[row], 0x04030201, PAINT],
  ['borderWidth', 2, () => columns(app.world, Border).width[row], 2, LAYOUT | PAINT],
  [
    'borderRadius',
    4,
    () => columns(app.world, Radius).bottomLeft[row],
    4,
    LAYOUT | PROJECTION | PAINT,
  ],
  [
    'cursor',
    'grab',
    () => columns(app.world, Cursor).shape[row],
    cursorNames.indexOf('grab'),
    PROJECTION,
  ],
  ['opacity', 0.5, () => table().opacity[own()], 0.5, PROJECTION],
  [
    'overflow',
    'hidden',
    () => [style('overflow'), table().clips[own()]],
    [1, 1],
    LAYOUT | PROJECTION,
  ],
];

describe('setStyle', () => {
  it.each(cases)(
    'writes %s: %j and marks what it changes',
    (name, value, read, expected, kinds) => {
      // Own a layer already, where that is what the property changes.
      if (name === 'opacity') {
        setStyle(app.world, element, { opacity: 0.9 });
        dirt.take();
      }
      setStyle(app.world, element, { [name]: value });
      expect(read()).toEqual(expected);
      expect(dirt.bits[row]! & kinds).toBe(kinds);
      // Nothing more: colours must not reach layout.
      if (name !== 'overflow') expect(dirt.bits[row]).toBe(kinds);
    },
  );

  it('knows no property that these tests do not', () => {
    expect([...properties.keys()].sort()).toEqual([...new Set(cases.map(([name]) => name))].sort());
  });

  it('takes four radii', () => {
    setStyle(app.world, element, { borderRadius: [1, 2, 3, 4] });
    const { topLeft, topRight, bottomRight, bottomLeft } = columns(app.world, Radius);
    const all = [topLeft[row], topRight[row], bottomRight[row], bottomLeft[row]];
    expect(all).toEqual([1, 2, 3, 4]);
  });

  it('passes over values that are undefined', () => {
    setStyle(app.world, element, { width: 50 });
    setStyle(app.world, element, { width: undefined, height: 20 } as never);
    expect([style('width'), style('height')]).toEqual([50, 20]);
  });

  it.each([
    [{ width: Number.NaN }, /width is NaN/],
    [{ width: Number.POSITIVE_INFINITY }, /width is Infinity/],
    [{ width: -1 }, /width is -1; give a finite number >= 0/],
    [{ width: '10px' }, /width is '10px'/],
    [{ width: '%' }, /width is '%'/],
    [{ width: ' %' }, /width is ' %'/],
    [{ width: '0x10%' }, /width is '0x10%'/],
    [{ height: null }, /height is null/],
    [{ display: 'block' }, /one of flex, grid, none/],
    [{ display: 'constructor' }, /one of flex, grid, none/],
    [{ flexGrow: '1' }, /flexGrow is '1'/],
    [{ padding: -1 }, /padding is -1/],
    [{ borderRadius: [1] }, /borderRadius/],
    [{ borderRadius: [1, 2, 3, Number.NaN] }, /borderRadius is NaN/],
    [{ opacity: 1.5 }, /from 0 to 1/],
    [{ visible: 1 }, /true or false/],
    [{ fill: 'red-ish' }, /colour 'red-ish' is not known/],
    [{ constructor: 1 }, /'constructor' is not known/],
    [JSON.parse('{"__proto__": 1}'), /'__proto__' is not known/],
    [{ backgroundColor: '#fff' }, /did you mean 'fill'/],
    [{ 'flex-direction': 'row' }, /did you mean 'flexDirection'/],
    [{ paddingLeftt: 1 }, /did you mean 'paddingLeft'/],
    [{ xyzzyplugh: 1 }, /see the Style type/],
    [{ xyzzyplugh: undefined }, /see the Style type/],
  ])('refuses %j and writes nothing of it', (bad, message) => {
    expect(() => setStyle(app.world, element, { height: 77, ...bad } as Style)).toThrow(message);
    if (!('height' in bad)) expect(style('height')).toBe(0);
    expect(dirt.length - dirt.taken).toBe(0);
  });

  it('refuses an element that is gone', () => {
    despawn(app.world, element);
    expect(() => setStyle(app.world, element, { width: 5 })).toThrow(/gone/);
  });
});

describe('a layer of its own', () => {
  it('given to an element that is on screen takes all below it along, in place', () => {
    const outer = box(app.world, {
      position: 'absolute',
      left: 40,
      top: 30,
      width: 100,
      height: 100,
    });
    const inner = box(app.world, { parent: outer, width: 10, height: 10, marginLeft: 5 });
    app.frames(1);
    setStyle(app.world, outer, { opacity: 0.5 });
    app.frames(1);
    const layers = columns(app.world, LayerOf);
    const layer = layers.own[outer & ROW_MASK]!;
    expect(layer).not.toBe(0);
    expect(layers.id[inner & ROW_MASK]).toBe(layer);
    expect([table().originX[layer], table().originY[layer]]).toEqual([40, 30]);
    const { x, y } = columns(app.world, Box);
    expect([x[inner & ROW_MASK], y[inner & ROW_MASK]]).toEqual([5, 0]);
  });

  it('is not made for an opacity of 1 or an overflow that shows', () => {
    setStyle(app.world, element, { opacity: 1, overflow: 'visible' });
    expect(own()).toBe(0);
  });
});

describe('factories', () => {
  it('leave no element behind when they fail', () => {
    const { world } = app;
    const before = elementCount(world);
    expect(() => box(world, { width: -1 })).toThrow();
    expect(() => text(world, { fontSize: Number.NaN })).toThrow(/fontSize is NaN/);
    expect(() => text(world, { fontWeight: 5000 })).toThrow(/fontWeight is 5000/);
    expect(() => text(world, { textAlign: 'constructor' as never })).toThrow(/textAlign/);
    expect(() => button(world, { label: 'x', fontSize: -1 })).toThrow(/fontSize/);
    expect(() => button(world, { label: 'x', fill: '#12' })).toThrow(/colour/);
    expect(elementCount(world)).toBe(before);
  });

  it('keep their defaults where an option is undefined', () => {
    const made = button(app.world, { label: 'x', height: undefined, fill: undefined } as never);
    expect(columns(app.world, LayoutStyle).height[made & ROW_MASK]).toBe(32);
    expect(columns(app.world, Fill).color[made & ROW_MASK]).not.toBe(0);
    const list = virtualList(app.world, {
      count: 1,
      estimatedSize: 5,
      template: () => [],
      bind() {},
      overflow: undefined,
    } as never);
    expect(columns(app.world, LayoutStyle).overflow[list.entity & ROW_MASK]).toBe(1);
  });

  it('refuse a parent that is gone', () => {
    despawn(app.world, element);
    expect(() => box(app.world, { parent: element })).toThrow(/gone/);
  });
});

describe('on', () => {
  it('refuses events that there are not and handlers that are none', () => {
    expect(() => on(app.world, element, 'click' as never, () => {})).toThrow(
      /give one of activate/,
    );
    expect(() => on(app.world, element, 'activate', undefined as never)).toThrow(/give a function/);
  });
});

type LayoutField = keyof (typeof LayoutStyle)['schema'];

function style(field: LayoutField): number {
  return columns(app.world, LayoutStyle)[field][row]!;
}

function own(): number {
  return columns(app.world, LayerOf).own[row]!;
}

function table(): LayerTable {
  return resource(app.world, LayerTable);
}

function lengthCase(
  name:
    | 'width'
    | 'height'
    | 'minWidth'
    | 'minHeight'
    | 'maxWidth'
    | 'maxHeight'
    | 'left'
    | 'top'
    | 'right'
    | 'bottom',
  value: unknown,
  number: number,
  unit: number,
) {
  const read = (): unknown => [style(name), style(`${name}Unit`)];
  return [name, value, read, [number, unit], LAYOUT] as (typeof cases)[number];
}

function numberCase(name: LayoutField & keyof Style, value: number) {
  return [name, value, () => style(name), value, LAYOUT] as (typeof cases)[number];
}
