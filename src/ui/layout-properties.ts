import { columns, LAYOUT, PAINT, STACK } from '../ecs';
import {
  ALIGN_AUTO,
  ALIGN_BASELINE,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_FLEX_START,
  ALIGN_LEFT,
  ALIGN_NORMAL,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_BETWEEN,
  ALIGN_SPACE_EVENLY,
  ALIGN_START,
  ALIGN_STRETCH,
  ALIGN_UNSAFE,
  BORDER_BOX,
  CONTENT_BOX,
  DIRECTION_COLUMN,
  DIRECTION_COLUMN_REVERSE,
  DIRECTION_ROW,
  DIRECTION_ROW_REVERSE,
  DISPLAY_CONTENTS,
  DISPLAY_FLEX,
  DISPLAY_GRID,
  DISPLAY_NONE,
  LayoutStyle,
  POSITION_ABSOLUTE,
  POSITION_RELATIVE,
  POSITION_STATIC,
  TEXT_DIRECTION_INHERIT,
  TEXT_DIRECTION_LTR,
  TEXT_DIRECTION_RTL,
  UNIT_AUTO,
  UNIT_CONTENT,
  UNIT_FIT_CONTENT,
  UNIT_MAX_CONTENT,
  UNIT_MIN_CONTENT,
  UNIT_STRETCH,
  WRAP_LINES,
  WRAP_NONE,
  WRAP_REVERSE,
} from '../ecs/stores';
import { length } from './length-property';
import {
  bad,
  choice,
  isNumber,
  number,
  type Properties,
  type Property,
  type StyleField,
  shorthand,
  wantedNumber,
} from './property';

const ANY = Number.NEGATIVE_INFINITY;

const autoUnit = { auto: UNIT_AUTO };
const sizeUnits = {
  auto: UNIT_AUTO,
  'min-content': UNIT_MIN_CONTENT,
  'max-content': UNIT_MAX_CONTENT,
  'fit-content': UNIT_FIT_CONTENT,
  stretch: UNIT_STRETCH,
};

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
// Lines and tracks share no baseline here: as where CSS has none, they are at the start.
const inLines = {
  ...distributions,
  baseline: ALIGN_FLEX_START,
  'first baseline': ALIGN_FLEX_START,
};
const selfPositions = {
  ...positions,
  'self-start': ALIGN_SELF_START,
  'self-end': ALIGN_SELF_END,
};
const sides = { left: ALIGN_LEFT, right: ALIGN_RIGHT };
const inItems = {
  stretch: ALIGN_STRETCH,
  baseline: ALIGN_BASELINE,
  'first baseline': ALIGN_BASELINE,
};
const inSelf = { ...inItems, normal: ALIGN_NORMAL };
/** What columns hold, and sizes made of others by it stay in bounds with. */
const LEAST_RATIO = 1e-6;
const MOST_RATIO = 1e6;
const RATIO_OF_TWO = /^([\d.]+) *\/ *([\d.]+)$/;

const aspectRatio: Property = {
  dirt: LAYOUT,
  check(name, value) {
    if (value === 'auto') return;
    const ratio = ratioOf(value);
    if (isNumber(ratio, LEAST_RATIO) && ratio <= MOST_RATIO) return;
    throw bad(
      name,
      value,
      "width divided by height, from 0.000001 to 1,000,000, '16 / 9', or 'auto'",
    );
  },
  write(world, row, value) {
    columns(world, LayoutStyle).aspectRatio[row] = value === 'auto' ? 0 : ratioOf(value);
  },
};

const order: Property = {
  dirt: LAYOUT,
  check(name, value) {
    if (isNumber(value, ANY) && Number.isInteger(value)) return;
    throw bad(name, value, `an integer, ${wantedNumber(value, ANY)}`);
  },
  write(world, row, value) {
    columns(world, LayoutStyle).order[row] = value as number;
  },
};

const longhands: Properties = {
  display: choice(
    'display',
    { flex: DISPLAY_FLEX, grid: DISPLAY_GRID, none: DISPLAY_NONE, contents: DISPLAY_CONTENTS },
    LAYOUT | STACK,
  ),
  position: choice('position', {
    relative: POSITION_RELATIVE,
    absolute: POSITION_ABSOLUTE,
    static: POSITION_STATIC,
  }),
  boxSizing: choice('boxSizing', { 'border-box': BORDER_BOX, 'content-box': CONTENT_BOX }),
  direction: choice('textDirection', {
    inherit: TEXT_DIRECTION_INHERIT,
    ltr: TEXT_DIRECTION_LTR,
    rtl: TEXT_DIRECTION_RTL,
  }),
  flexDirection: choice('direction', {
    row: DIRECTION_ROW,
    column: DIRECTION_COLUMN,
    'row-reverse': DIRECTION_ROW_REVERSE,
    'column-reverse': DIRECTION_COLUMN_REVERSE,
  }),
  flexWrap: choice('wrap', {
    nowrap: WRAP_NONE,
    wrap: WRAP_LINES,
    'wrap-reverse': WRAP_REVERSE,
  }),
  justifyContent: alignment('justifyContent', 'normal', { ...positions, ...sides }, distributions),
  alignContent: alignment('alignContent', 'normal', positions, inLines),
  alignItems: alignment('alignItems', 'normal', selfPositions, inItems),
  alignSelf: alignment('alignSelf', 'auto', selfPositions, inSelf, ALIGN_UNSAFE),
  justifyItems: alignment('justifyItems', 'normal', { ...selfPositions, ...sides }, inItems),
  justifySelf: alignment(
    'justifySelf',
    'auto',
    { ...selfPositions, ...sides },
    inSelf,
    ALIGN_UNSAFE,
  ),
  flexGrow: number(LayoutStyle, 'grow', 0, LAYOUT),
  flexShrink: number(LayoutStyle, 'shrink', 0, LAYOUT),
  flexBasis: length('basis', 'basisUnit', { ...sizeUnits, content: UNIT_CONTENT }),
  aspectRatio,
  order,
  width: length('width', 'widthUnit', sizeUnits),
  height: length('height', 'heightUnit', sizeUnits),
  minWidth: length('minWidth', 'minWidthUnit', sizeUnits),
  minHeight: length('minHeight', 'minHeightUnit', sizeUnits),
  maxWidth: length('maxWidth', 'maxWidthUnit', { ...sizeUnits, none: UNIT_AUTO }),
  maxHeight: length('maxHeight', 'maxHeightUnit', { ...sizeUnits, none: UNIT_AUTO }),
  left: length('left', 'leftUnit', autoUnit, ANY),
  top: length('top', 'topUnit', autoUnit, ANY),
  right: length('right', 'rightUnit', autoUnit, ANY),
  bottom: length('bottom', 'bottomUnit', autoUnit, ANY),
  paddingLeft: padding('paddingLeft', 'paddingLeftUnit'),
  paddingTop: padding('paddingTop', 'paddingTopUnit'),
  paddingRight: padding('paddingRight', 'paddingRightUnit'),
  paddingBottom: padding('paddingBottom', 'paddingBottomUnit'),
  marginLeft: length('marginLeft', 'marginLeftUnit', autoUnit, ANY),
  marginTop: length('marginTop', 'marginTopUnit', autoUnit, ANY),
  marginRight: length('marginRight', 'marginRightUnit', autoUnit, ANY),
  marginBottom: length('marginBottom', 'marginBottomUnit', autoUnit, ANY),
  columnGap: length('columnGap', 'columnGapUnit', {}),
  rowGap: length('rowGap', 'rowGapUnit', {}),
};

/** What places and sizes elements, but for what grids add. */
export const layoutProperties: Properties = {
  ...longhands,
  padding: shorthand(longhands, ['paddingLeft', 'paddingTop', 'paddingRight', 'paddingBottom']),
  margin: shorthand(longhands, ['marginLeft', 'marginTop', 'marginRight', 'marginBottom']),
  gap: shorthand(longhands, ['columnGap', 'rowGap']),
};

/** A ratio that is a number, or two numbers as CSS has them. */
function ratioOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const [, width, height] = RATIO_OF_TWO.exec(String(value)) ?? [];
  return Number(width) / Number(height);
}

/** How elements are aligned: a keyword, of which positions may be told to be safe. */
function alignment(
  field: StyleField,
  initial: string,
  positions: Readonly<Record<string, number>>,
  others: Readonly<Record<string, number>>,
  unsafe = 0,
): Property {
  const values: Record<string, number> = { [initial]: ALIGN_AUTO, ...others };
  for (const [position, code] of Object.entries(positions)) {
    values[position] = code;
    values[`safe ${position}`] = code | ALIGN_SAFE;
    values[`unsafe ${position}`] = code | unsafe;
  }
  return { ...choice(field, values), check };

  function check(name: string, value: unknown): void {
    if (Object.hasOwn(values, value as string)) return;
    const words = new Set([initial, ...Object.keys(others), ...Object.keys(positions)]);
    throw bad(
      name,
      value,
      `one of ${[...words].join(', ')}; positions may have 'safe' or 'unsafe' before them, as in 'safe center'`,
    );
  }
}

/** Letters may stand elsewhere in a box that stays. */
function padding(field: StyleField, unit: StyleField): Property {
  return length(field, unit, {}, 0, LAYOUT | PAINT);
}
