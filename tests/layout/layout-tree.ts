import { columns, type Row, resolve, spawn, type World } from '../../src/ecs';
import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_START,
  ALIGN_STRETCH,
  Border,
  Box,
  BoxKind,
  DIRECTION_COLUMN,
  DIRECTION_COLUMN_REVERSE,
  DIRECTION_ROW,
  DIRECTION_ROW_REVERSE,
  DISPLAY_FLEX,
  DISPLAY_NONE,
  JUSTIFY_CENTER,
  JUSTIFY_END,
  JUSTIFY_SPACE_AROUND,
  JUSTIFY_SPACE_BETWEEN,
  JUSTIFY_SPACE_EVENLY,
  JUSTIFY_START,
  LayoutStyle,
  OVERFLOW_HIDDEN,
  OVERFLOW_VISIBLE,
  POSITION_ABSOLUTE,
  POSITION_RELATIVE,
  Text,
  TextKind,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../src/ecs/stores';

/** Pixels, `'50%'` or `'auto'`. */
export type Length = number | string;

/** Names and values as CSS has them; what is missing has CSS's initial value. */
export type StyleSpec = {
  display?: 'flex' | 'none';
  position?: 'relative' | 'absolute';
  flexDirection?: 'row' | 'column' | 'row-reverse' | 'column-reverse';
  justifyContent?: string;
  alignItems?: string;
  alignSelf?: string;
  overflow?: 'visible' | 'hidden';
  flexGrow?: number;
  flexShrink?: number;
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
  paddingLeft?: number;
  paddingTop?: number;
  paddingRight?: number;
  paddingBottom?: number;
  marginLeft?: number;
  marginTop?: number;
  marginRight?: number;
  marginBottom?: number;
  columnGap?: number;
  rowGap?: number;
  borderWidth?: number;
};

/** An element; with `text` a leaf that measures so wide and so high. */
export type TreeSpec = {
  style: StyleSpec;
  text?: [width: number, height: number];
  children: TreeSpec[];
};

const numberColumns = {
  flexGrow: 'grow',
  flexShrink: 'shrink',
  paddingLeft: 'paddingLeft',
  paddingTop: 'paddingTop',
  paddingRight: 'paddingRight',
  paddingBottom: 'paddingBottom',
  marginLeft: 'marginLeft',
  marginTop: 'marginTop',
  marginRight: 'marginRight',
  marginBottom: 'marginBottom',
  columnGap: 'columnGap',
  rowGap: 'rowGap',
} as const;

const lengthColumns = {
  flexBasis: ['basis', 'basisUnit'],
  width: ['width', 'widthUnit'],
  height: ['height', 'heightUnit'],
  minWidth: ['minWidth', 'minWidthUnit'],
  minHeight: ['minHeight', 'minHeightUnit'],
  maxWidth: ['maxWidth', 'maxWidthUnit'],
  maxHeight: ['maxHeight', 'maxHeightUnit'],
  left: ['left', 'leftUnit'],
  top: ['top', 'topUnit'],
  right: ['right', 'rightUnit'],
  bottom: ['bottom', 'bottomUnit'],
} as const;

const keywordColumns: Record<
  string,
  [
    'display' | 'position' | 'direction' | 'justify' | 'alignItems' | 'alignSelf' | 'overflow',
    Record<string, number>,
  ]
> = {
  display: ['display', { flex: DISPLAY_FLEX, none: DISPLAY_NONE }],
  position: ['position', { relative: POSITION_RELATIVE, absolute: POSITION_ABSOLUTE }],
  flexDirection: [
    'direction',
    {
      row: DIRECTION_ROW,
      column: DIRECTION_COLUMN,
      'row-reverse': DIRECTION_ROW_REVERSE,
      'column-reverse': DIRECTION_COLUMN_REVERSE,
    },
  ],
  justifyContent: [
    'justify',
    {
      'flex-start': JUSTIFY_START,
      'flex-end': JUSTIFY_END,
      center: JUSTIFY_CENTER,
      'space-between': JUSTIFY_SPACE_BETWEEN,
      'space-around': JUSTIFY_SPACE_AROUND,
      'space-evenly': JUSTIFY_SPACE_EVENLY,
    },
  ],
  alignItems: [
    'alignItems',
    {
      stretch: ALIGN_STRETCH,
      'flex-start': ALIGN_START,
      'flex-end': ALIGN_END,
      center: ALIGN_CENTER,
    },
  ],
  alignSelf: [
    'alignSelf',
    {
      auto: ALIGN_AUTO,
      stretch: ALIGN_STRETCH,
      'flex-start': ALIGN_START,
      'flex-end': ALIGN_END,
      center: ALIGN_CENTER,
    },
  ],
  overflow: ['overflow', { visible: OVERFLOW_VISIBLE, hidden: OVERFLOW_HIDDEN }],
};

/** Writes one CSS property of a row; throws on a name or value outside the supported subset. */
export function writeStyle(world: World, row: number, name: string, value: Length): void {
  const style = columns(world, LayoutStyle);
  if (name === 'borderWidth') {
    columns(world, Border).width[row] = Number(value);
  } else if (Object.hasOwn(numberColumns, name)) {
    style[numberColumns[name as keyof typeof numberColumns]][row] = Number(value);
  } else if (Object.hasOwn(lengthColumns, name)) {
    const [field, unit] = lengthColumns[name as keyof typeof lengthColumns];
    const auto = value === 'auto' || value === 'none';
    style[field][row] = auto ? 0 : Number.parseFloat(String(value));
    style[unit][row] = auto
      ? UNIT_AUTO
      : typeof value === 'string' && value.endsWith('%')
        ? UNIT_PERCENT
        : UNIT_PX;
  } else {
    const [field, values] = keywordColumns[name] ?? [];
    const code = values?.[String(value)];
    if (field === undefined || code === undefined)
      throw new Error(`no column for ${name}: ${value}`);
    style[field][row] = code;
  }
}

/** Spawns a tree and returns its rows, depth first. */
export function buildTree(world: World, spec: TreeSpec, parent?: Row, rows: Row[] = []): Row[] {
  const row = resolve(world, spawn(world, spec.text ? TextKind : BoxKind, parent));
  rows.push(row);
  for (const [name, value] of Object.entries(spec.style)) writeStyle(world, row, name, value);
  if (spec.text) {
    columns(world, Text).width[row] = spec.text[0];
    columns(world, Text).height[row] = spec.text[1];
  }
  for (const child of spec.children) buildTree(world, child, row, rows);
  return rows;
}

/** Boxes of these rows as [x, y, width, height]. */
export function readBoxes(world: World, rows: readonly number[]): number[][] {
  const box = columns(world, Box);
  return rows.map((row) => [box.x[row]!, box.y[row]!, box.width[row]!, box.height[row]!]);
}

/** Elements of a tree, depth first. */
export function flatten(spec: TreeSpec, into: TreeSpec[] = []): TreeSpec[] {
  into.push(spec);
  for (const child of spec.children) flatten(child, into);
  return into;
}
