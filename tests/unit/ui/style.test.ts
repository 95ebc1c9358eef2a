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
  ALIGN_BASELINE,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_FLEX_START,
  ALIGN_LEFT,
  ALIGN_NORMAL,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_EVENLY,
  ALIGN_UNSAFE,
  BLEND_MULTIPLY,
  BLEND_NORMAL,
  BLEND_PLUS_LIGHTER,
  BLEND_SCREEN,
  Border,
  Box,
  BoxShadow,
  CACHE_NEVER,
  CacheHint,
  CONTENT_BOX,
  Cursor,
  cursorNames,
  DISPLAY_CONTENTS,
  DISPLAY_GRID,
  DISPLAY_NONE,
  Fill,
  FillGradient,
  Filter,
  filterTable,
  type GridPlace,
  type GridStyle,
  gradientTable,
  gridStyles,
  LayerOf,
  LayerTable,
  LayoutStyle,
  LINE_AUTO,
  LINE_NAME,
  LINE_NUMBER,
  LINE_SPAN,
  Radius,
  STACK_LEVEL,
  STACK_TOAST,
  STATE_HIDDEN,
  Stacking,
  State,
  StateColors,
  shadowTable,
  TEXT_DIRECTION_RTL,
  TRACK_FR,
  TRACK_PERCENT,
  TRACK_PX,
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
  WRAP_REVERSE,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, button, on, type Style, setStyle, text, virtualList } from '../../../src/ui';
import { properties } from '../../../src/ui/style-properties';

const BLACK = 0xff000000;
const WHITE = 0xffffffff;

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
  ['display', 'none', () => style('display'), DISPLAY_NONE, LAYOUT | STACK],
  ['display', 'grid', () => style('display'), DISPLAY_GRID, LAYOUT | STACK],
  ['display', 'contents', () => style('display'), DISPLAY_CONTENTS, LAYOUT | STACK],
  ['zIndex', 3, () => stacking(), [STACK_LEVEL, 3], STACK],
  ['topLayer', 'toast', () => stacking(), [STACK_TOAST, 0], STACK | PROJECTION],
  ['boxShadow', { x: 1, color: '#f00' }, () => shadows().map(({ x }) => x), [1], PAINT],
  ['translate', [3, 4], () => layerValues('shiftX', 'shiftY'), [3, 4], PROJECTION],
  ['scale', 2, () => layerValues('scaleX', 'scaleY'), [2, 2], PROJECTION],
  ['rotate', 180, () => layerValues('rotation', 'rotation')[0], Math.fround(Math.PI), PROJECTION],
  ['transformOrigin', [0, 1], () => layerValues('pivotX', 'pivotY'), [0, 1], PROJECTION],
  [
    'gradient',
    'linear-gradient(to left, #f00, #00f 9px)',
    () => gradientStops(),
    [4278190335, Number.NaN, 4294901760, 9],
    PAINT,
  ],
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
  ['justifyContent', 'right', () => style('justifyContent'), ALIGN_RIGHT, LAYOUT],
  ['alignContent', 'space-around', () => style('alignContent'), ALIGN_SPACE_AROUND, LAYOUT],
  ['alignItems', 'center', () => style('alignItems'), ALIGN_CENTER, LAYOUT],
  ['alignItems', 'baseline', () => style('alignItems'), ALIGN_BASELINE, LAYOUT],
  ['alignItems', 'safe end', () => style('alignItems'), ALIGN_END | ALIGN_SAFE, LAYOUT],
  ['alignItems', 'unsafe end', () => style('alignItems'), ALIGN_END, LAYOUT],
  ['alignItems', 'first baseline', () => style('alignItems'), ALIGN_BASELINE, LAYOUT],
  ['alignContent', 'baseline', () => style('alignContent'), ALIGN_FLEX_START, LAYOUT],
  ['alignSelf', 'normal', () => style('alignSelf'), ALIGN_NORMAL, LAYOUT],
  ['alignSelf', 'unsafe end', () => style('alignSelf'), ALIGN_END | ALIGN_UNSAFE, LAYOUT],
  ['justifySelf', 'unsafe left', () => style('justifySelf'), ALIGN_LEFT | ALIGN_UNSAFE, LAYOUT],
  ['alignSelf', 'flex-end', () => style('alignSelf'), ALIGN_FLEX_END, LAYOUT],
  ['justifyItems', 'self-start', () => style('justifyItems'), ALIGN_SELF_START, LAYOUT],
  ['justifySelf', 'left', () => style('justifySelf'), ALIGN_LEFT, LAYOUT],
  ['boxSizing', 'content-box', () => style('boxSizing'), CONTENT_BOX, LAYOUT],
  ['direction', 'rtl', () => style('textDirection'), TEXT_DIRECTION_RTL, LAYOUT],
  ['flexWrap', 'wrap-reverse', () => style('wrap'), WRAP_REVERSE, LAYOUT],
  ['aspectRatio', 1.5, () => style('aspectRatio'), 1.5, LAYOUT],
  ['aspectRatio', '3 / 2', () => style('aspectRatio'), 1.5, LAYOUT],
  ['aspectRatio', '3.5/2', () => style('aspectRatio'), 1.75, LAYOUT],
  ['order', -2, () => style('order'), -2, LAYOUT],
  ['flexGrow', 2, () => style('grow'), 2, LAYOUT],
  ['flexShrink', 0, () => style('shrink'), 0, LAYOUT],
  ['flexBasis', 30, () => [style('basis'), style('basisUnit')], [30, UNIT_PX], LAYOUT],
  ['flexBasis', 'content', () => style('basisUnit'), UNIT_CONTENT, LAYOUT],
  ...(['width', 'height', 'minWidth', 'minHeight', 'maxWidth', 'maxHeight'] as const).flatMap(
    (name) => [
      lengthCase(name, '25%', 25, UNIT_PERCENT),
      lengthCase(name, '12.5px', 12.5, UNIT_PX),
      lengthCase(name, '5vw', 5, UNIT_VW),
      lengthCase(name, '.5vh', 0.5, UNIT_VH),
      lengthCase(name, 'min-content', 0, UNIT_MIN_CONTENT),
      lengthCase(name, 'max-content', 0, UNIT_MAX_CONTENT),
      lengthCase(name, 'fit-content', 0, UNIT_FIT_CONTENT),
      lengthCase(name, 'stretch', 0, UNIT_STRETCH),
    ],
  ),
  lengthCase('width', '10PX', 10, UNIT_PX),
  lengthCase('width', '5Vw', 5, UNIT_VW),
  lengthCase('width', '5VH', 5, UNIT_VH),
  lengthCase('width', '1E1%', 10, UNIT_PERCENT),
  lengthCase('left', '-2VW', -2, UNIT_VW),
  lengthCase('left', 'auto', 0, UNIT_AUTO),
  ...(['left', 'top', 'right', 'bottom'] as const).map((name) =>
    lengthCase(name, -4.5, -4.5, UNIT_PX),
  ),
  ['width', 'auto', () => style('widthUnit'), UNIT_AUTO, LAYOUT],
  ...(['Left', 'Top', 'Right', 'Bottom'] as const).flatMap((side) => [
    numberCase(`padding${side}`, 3, LAYOUT | PAINT),
    lengthCase(`padding${side}`, '10%', 10, UNIT_PERCENT, LAYOUT | PAINT),
    numberCase(`margin${side}`, -3),
    lengthCase(`margin${side}`, 'auto', 0, UNIT_AUTO),
  ]),
  ['padding', 5, () => [style('paddingLeft'), style('paddingBottom')], [5, 5], LAYOUT | PAINT],
  ['margin', 5, () => [style('marginTop'), style('marginRight')], [5, 5], LAYOUT],
  ['gap', 6, () => [style('columnGap'), style('rowGap')], [6, 6], LAYOUT],
  numberCase('columnGap', 7),
  numberCase('rowGap', 7),
  lengthCase('columnGap', '7VH', 7, UNIT_VH),
  lengthCase('rowGap', '7%', 7, UNIT_PERCENT),
  [
    'gridTemplateColumns',
    '[a] 100PX 20% [b] 2fr',
    () => [kindsOf('columns'), [...grid().columns.max], grid().columns.names.get('b')],
    [[TRACK_PX, TRACK_PERCENT, TRACK_FR], [100, 20, 2], [4]],
    LAYOUT,
  ],
  [
    'gridTemplateRows',
    'repeat(3, 10%)',
    () => kindsOf('rows'),
    Array(3).fill(TRACK_PERCENT),
    LAYOUT,
  ],
  ['gridAutoColumns', '30px', () => kindsOf('autoColumns'), [TRACK_PX], LAYOUT],
  ['gridAutoRows', '1fr 5px', () => kindsOf('autoRows'), [TRACK_FR, TRACK_PX], LAYOUT],
  ['gridAutoFlow', 'column dense', () => [grid().byColumn, grid().dense], [true, true], LAYOUT],
  [
    'gridTemplateAreas',
    ['head head', 'side main'],
    () => [...grid().areas!.areas],
    [
      ['head', [0, 1, 0, 2]],
      ['side', [1, 2, 0, 1]],
      ['main', [1, 2, 1, 2]],
    ],
    LAYOUT,
  ],
  ['gridColumn', '2 / span 3', () => sidesOf('column'), [LINE_NUMBER, 2, LINE_SPAN, 3], LAYOUT],
  ['gridRow', -1, () => linesOf('rowStart'), [LINE_NUMBER, -1], LAYOUT],
  [
    'gridArea',
    'head',
    () => [...sidesOf('row'), place().columnEnd.name],
    [LINE_NAME, 0, LINE_NAME, 0, 'head'],
    LAYOUT,
  ],
  ['gridColumnStart', 4, () => linesOf('columnStart'), [LINE_NUMBER, 4], LAYOUT],
  ['gridColumnEnd', 'span 2', () => linesOf('columnEnd'), [LINE_SPAN, 2], LAYOUT],
  [
    'gridRowStart',
    'a 2',
    () => [...linesOf('rowStart'), place().rowStart.name],
    [LINE_NAME, 2, 'a'],
    LAYOUT,
  ],
  [
    'gridRowEnd',
    'span a 2',
    () => [...linesOf('rowEnd'), place().rowEnd.name],
    [LINE_SPAN, 2, 'a'],
    LAYOUT,
  ],
  ['gridRowEnd', -3, () => linesOf('rowEnd'), [LINE_NUMBER, -3], LAYOUT],
  ['fill', '#010203', () => columns(app.world, Fill).color[row], 0xff030201, PAINT],
  ['hoverFill', '#010203', () => columns(app.world, StateColors).hover[row], 0xff030201, PAINT],
  ['pressedFill', '#010203', () => columns(app.world, StateColors).pressed[row], 0xff030201, PAINT],
  ['focusColor', '#010203', () => columns(app.world, StateColors).focus[row], 0xff030201, PAINT],
  ['borderColor', '#01020304', borderColors, Array(4).fill(0x04030201), PAINT],
  ['borderColor', ['#000', '#fff'], borderColors, [BLACK, WHITE, BLACK, WHITE], PAINT],
  ['borderTopColor', '#fff', borderColors, [WHITE, 0, 0, 0], PAINT],
  ['borderRightColor', '#fff', borderColors, [0, WHITE, 0, 0], PAINT],
  ['borderBottomColor', '#fff', borderColors, [0, 0, WHITE, 0], PAINT],
  ['borderLeftColor', '#fff', borderColors, [0, 0, 0, WHITE], PAINT],
  ['borderWidth', 2, borderWidths, [2, 2, 2, 2], LAYOUT | PAINT],
  ['borderWidth', [1, 2], borderWidths, [1, 2, 1, 2], LAYOUT | PAINT],
  ['borderWidth', [1, 2, 3], borderWidths, [1, 2, 3, 2], LAYOUT | PAINT],
  ['borderWidth', [1, 2, 3, 4], borderWidths, [1, 2, 3, 4], LAYOUT | PAINT],
  ['borderTopWidth', 2, borderWidths, [2, 0, 0, 0], LAYOUT | PAINT],
  ['borderRightWidth', 2, borderWidths, [0, 2, 0, 0], LAYOUT | PAINT],
  ['borderBottomWidth', 2, borderWidths, [0, 0, 2, 0], LAYOUT | PAINT],
  ['borderLeftWidth', 2, borderWidths, [0, 0, 0, 2], LAYOUT | PAINT],
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
  ['mixBlendMode', 'normal', () => table().blend[own()], BLEND_NORMAL, PROJECTION | PAINT],
  ['mixBlendMode', 'multiply', () => table().blend[own()], BLEND_MULTIPLY, PROJECTION | PAINT],
  ['mixBlendMode', 'screen', () => table().blend[own()], BLEND_SCREEN, PROJECTION | PAINT],
  [
    'mixBlendMode',
    'plus-lighter',
    () => table().blend[own()],
    BLEND_PLUS_LIGHTER,
    PROJECTION | PAINT,
  ],
  [
    'filter',
    'blur(2px)',
    () =>
      filterTable(app.world).values[columns(app.world, Filter).id[row]!]!.map(({ name }) => name),
    ['blur'],
    PAINT,
  ],
  ['cacheHint', 'never', () => columns(app.world, CacheHint).value[row], CACHE_NEVER, STACK],
  ['opacity', 0.5, () => table().opacity[own()], 0.5, PROJECTION],
  [
    'overflow',
    'hidden',
    () => [style('overflow'), table().clips[own()]],
    [1, 1],
    LAYOUT | PROJECTION,
  ],
];

function stacking(): number[] {
  const { kind, level } = columns(app.world, Stacking);
  return [kind[row]!, level[row]!];
}

describe('setStyle', () => {
  it.each(cases)(
    'writes %s: %j and marks what it changes',
    (name, value, read, expected, kinds) => {
      // Own a layer already, where that is what the property changes.
      // What makes an element a layer marks more the first time.
      if (
        [
          'opacity',
          'mixBlendMode',
          'filter',
          'translate',
          'scale',
          'rotate',
          'transformOrigin',
          'topLayer',
        ].includes(name)
      ) {
        setStyle(app.world, element, { opacity: 0.9 });
        dirt.take();
      }
      // What is there already marks nothing.
      if (value === 'auto' && (name === 'left' || name === 'width')) {
        setStyle(app.world, element, { [name]: 77 });
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

  it('goes back from a ratio, lengths and places to auto', () => {
    setStyle(app.world, element, { aspectRatio: 2, width: '5vw', gridRow: 3 });
    setStyle(app.world, element, { aspectRatio: 'auto', width: 'auto', gridRow: 'auto' });
    expect([style('aspectRatio'), style('width'), style('widthUnit')]).toEqual([0, 0, UNIT_AUTO]);
    expect(sidesOf('row')).toEqual([LINE_AUTO, 0, LINE_AUTO, 0]);
  });

  it('takes four radii', () => {
    setStyle(app.world, element, { borderRadius: [1, 2, 3, 4] });
    const { topLeft, topRight, bottomRight, bottomLeft } = columns(app.world, Radius);
    const all = [topLeft[row], topRight[row], bottomRight[row], bottomLeft[row]];
    expect(all).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['0 2px 8px #0006', [[0, 2, 8, 0, 0x66000000, false]]],
    ['INSET 1px -2px rgb(255 0 0 / 50%)', [[1, -2, 0, 0, 0x800000ff, true]]],
    [
      '#fff 0 0 0 3px, 1px 1px 2px rgba(0, 0, 0, 1) inset',
      [
        [0, 0, 0, 3, 0xffffffff, false],
        [1, 1, 2, 0, 0xff000000, true],
      ],
    ],
    [[], []],
    ['none', []],
    [{ spread: -2, color: 5, inset: true }, [[0, 0, 0, -2, 5, true]]],
    [
      ['0 1px #000000', { blur: 3, color: '#000000' }],
      [
        [0, 1, 0, 0, 0xff000000, false],
        [0, 0, 3, 0, 0xff000000, false],
      ],
    ],
  ])('reads shadows as CSS does: %j', (boxShadow, expected) => {
    setStyle(app.world, element, { boxShadow: '9px 9px #123456' });
    setStyle(app.world, element, { boxShadow } as Style);
    const found = shadows().map((s) => [s.x, s.y, s.blur, s.spread, s.color, s.inset]);
    // Kept in the order in which they are painted.
    const outer = expected.filter((shadow) => shadow[5] === false).reverse();
    expect(found).toEqual([...outer, ...expected.filter((shadow) => shadow[5] === true).reverse()]);
  });

  it('passes over values that are undefined', () => {
    setStyle(app.world, element, { width: 50 });
    setStyle(app.world, element, { width: undefined, height: 20 } as never);
    expect([style('width'), style('height')]).toEqual([50, 20]);
  });

  it('takes none for greatest sizes, as CSS does', () => {
    setStyle(app.world, element, { maxWidth: 50, maxHeight: 50 });
    setStyle(app.world, element, { maxWidth: 'none', maxHeight: 'none' });
    expect([style('maxWidthUnit'), style('maxHeightUnit')]).toEqual([UNIT_AUTO, UNIT_AUTO]);
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

  it('is not made for an opacity of 1, an overflow that shows or a blend mode that is none', () => {
    setStyle(app.world, element, { opacity: 1, overflow: 'visible', mixBlendMode: 'normal' });
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

function layerValues(
  ...fields: ('shiftX' | 'shiftY' | 'scaleX' | 'scaleY' | 'rotation' | 'pivotX' | 'pivotY')[]
) {
  const table = resource(app.world, LayerTable);
  const layer = columns(app.world, LayerOf).own[row]!;
  return fields.map((field) => table[field][layer]);
}

function gradientStops() {
  const id = columns(app.world, FillGradient).id[row]!;
  const { colors, stopPixels } = gradientTable(app.world).values[id]!;
  return [colors[0], stopPixels[0], colors[1], stopPixels[1]];
}

function borderColors(): number[] {
  const { topColor, rightColor, bottomColor, leftColor } = columns(app.world, Border);
  return [topColor[row]!, rightColor[row]!, bottomColor[row]!, leftColor[row]!];
}

function borderWidths(): number[] {
  const { top, right, bottom, left } = columns(app.world, Border);
  return [top[row]!, right[row]!, bottom[row]!, left[row]!];
}

function shadows() {
  const list = shadowTable(app.world).lists[columns(app.world, BoxShadow).id[row]!]!;
  return Array.from(list.colors, (color, i) => {
    const [x, y, blur, spread] = list.lengths.subarray(i * 4);
    return { x, y, blur, spread, color: color >>> 0, inset: i >= list.outer };
  });
}

type LayoutField = keyof (typeof LayoutStyle)['schema'];

function style(field: LayoutField): number {
  return columns(app.world, LayoutStyle)[field][row]!;
}

function grid(): GridStyle {
  return gridStyles(app.world).grids[style('grid')]!;
}

function kindsOf(tracks: 'columns' | 'rows' | 'autoColumns' | 'autoRows'): number[] {
  return [...grid()[tracks].maxKind];
}

function place(): GridPlace {
  return gridStyles(app.world).places[style('gridPlace')]!;
}

function linesOf(side: keyof GridPlace): number[] {
  const { kind, value } = place()[side];
  return [kind, value];
}

function sidesOf(axis: 'column' | 'row'): number[] {
  return [...linesOf(`${axis}Start`), ...linesOf(`${axis}End`)];
}

function own(): number {
  return columns(app.world, LayerOf).own[row]!;
}

function table(): LayerTable {
  return resource(app.world, LayerTable);
}

function lengthCase(
  name: LayoutField & keyof Style,
  value: unknown,
  number: number,
  unit: number,
  kinds = LAYOUT,
) {
  const read = (): unknown => [style(name), style(`${name}Unit` as LayoutField)];
  return [name, value, read, [number, unit], kinds] as (typeof cases)[number];
}

function numberCase(name: LayoutField & keyof Style, value: number, kinds = LAYOUT) {
  return [name, value, () => style(name), value, kinds] as (typeof cases)[number];
}
