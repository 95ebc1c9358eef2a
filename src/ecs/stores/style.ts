import { defineStore } from '../index';

/** Units of a length column. */
export const UNIT_AUTO = 0;
export const UNIT_PX = 1;
/** Hundredths of the containing block: 50 means 50 %. */
export const UNIT_PERCENT = 2;
/** Of `basis`: as large as the content, whatever the size says. */
export const UNIT_CONTENT = 3;
export const UNIT_MIN_CONTENT = 4;
export const UNIT_MAX_CONTENT = 5;
export const UNIT_FIT_CONTENT = 6;
/** As large as the containing block leaves room for. */
export const UNIT_STRETCH = 7;
/** Hundredths of the surface's width and height. */
export const UNIT_VW = 8;
export const UNIT_VH = 9;

export const DISPLAY_FLEX = 0;
export const DISPLAY_NONE = 1;
export const DISPLAY_GRID = 2;
/** The element has no box; its children are laid out as its parent's. */
export const DISPLAY_CONTENTS = 3;

export const DIRECTION_ROW = 0;
export const DIRECTION_COLUMN = 1;
export const DIRECTION_ROW_REVERSE = 2;
export const DIRECTION_COLUMN_REVERSE = 3;

export const WRAP_NONE = 0;
export const WRAP_LINES = 1;
export const WRAP_REVERSE = 2;

export const POSITION_RELATIVE = 0;
export const POSITION_ABSOLUTE = 1;
export const POSITION_STATIC = 2;

/** Values of `justifyContent` to `justifySelf`. `auto` of the selfs, `normal` of the others. */
export const ALIGN_AUTO = 0;
export const ALIGN_STRETCH = 1;
export const ALIGN_FLEX_START = 2;
export const ALIGN_FLEX_END = 3;
export const ALIGN_CENTER = 4;
export const ALIGN_START = 5;
export const ALIGN_END = 6;
export const ALIGN_SELF_START = 7;
export const ALIGN_SELF_END = 8;
export const ALIGN_BASELINE = 9;
export const ALIGN_SPACE_BETWEEN = 10;
export const ALIGN_SPACE_AROUND = 11;
export const ALIGN_SPACE_EVENLY = 12;
export const ALIGN_LEFT = 13;
export const ALIGN_RIGHT = 14;
/** `normal` of the selfs. */
export const ALIGN_NORMAL = 15;
/** Added to one of the above: what does not fit is aligned to the start. */
export const ALIGN_SAFE = 16;
/** Added to one of the selfs: what does not fit is aligned all the same, where it otherwise would be kept in sight. */
export const ALIGN_UNSAFE = 32;

export const OVERFLOW_VISIBLE = 0;
/** Children are clipped to the element's box; the element is a layer. */
export const OVERFLOW_HIDDEN = 1;

export const TEXT_DIRECTION_INHERIT = 0;
export const TEXT_DIRECTION_LTR = 1;
export const TEXT_DIRECTION_RTL = 2;

export const BORDER_BOX = 0;
export const CONTENT_BOX = 1;

/**
 * What layout reads: CSS names, CSS defaults, border-box. Lengths are a value and a unit, `UNIT_PX` for padding, margins and gaps
 * unless another is given. Factories and `setStyle` write it.
 */
export const LayoutStyle = defineStore(
  'LayoutStyle',
  {
    display: 'u8',
    position: 'u8',
    direction: 'u8',
    wrap: 'u8',
    boxSizing: 'u8',
    textDirection: 'u8',
    justifyContent: 'u8',
    alignContent: 'u8',
    justifyItems: 'u8',
    alignItems: 'u8',
    justifySelf: 'u8',
    alignSelf: 'u8',
    overflow: 'u8',
    order: 'i32',
    grow: 'f32',
    shrink: ['f32', 1],
    basis: 'f32',
    basisUnit: 'u8',
    /** Width by height; 0 = none. */
    aspectRatio: 'f32',
    /** The same of the content itself, for where none was given; 0 = it has none. Images write it. */
    naturalRatio: 'f32',
    width: 'f32',
    widthUnit: 'u8',
    height: 'f32',
    heightUnit: 'u8',
    minWidth: 'f32',
    minWidthUnit: 'u8',
    minHeight: 'f32',
    minHeightUnit: 'u8',
    maxWidth: 'f32',
    maxWidthUnit: 'u8',
    maxHeight: 'f32',
    maxHeightUnit: 'u8',
    left: 'f32',
    leftUnit: 'u8',
    top: 'f32',
    topUnit: 'u8',
    right: 'f32',
    rightUnit: 'u8',
    bottom: 'f32',
    bottomUnit: 'u8',
    paddingLeft: 'f32',
    paddingLeftUnit: ['u8', UNIT_PX],
    paddingTop: 'f32',
    paddingTopUnit: ['u8', UNIT_PX],
    paddingRight: 'f32',
    paddingRightUnit: ['u8', UNIT_PX],
    paddingBottom: 'f32',
    paddingBottomUnit: ['u8', UNIT_PX],
    marginLeft: 'f32',
    marginLeftUnit: ['u8', UNIT_PX],
    marginTop: 'f32',
    marginTopUnit: ['u8', UNIT_PX],
    marginRight: 'f32',
    marginRightUnit: ['u8', UNIT_PX],
    marginBottom: 'f32',
    marginBottomUnit: ['u8', UNIT_PX],
    columnGap: 'f32',
    columnGapUnit: ['u8', UNIT_PX],
    rowGap: 'f32',
    rowGapUnit: ['u8', UNIT_PX],
    /** Id of the grid's tracks and areas, and of an item's place, from `GridStyles`; 0 = none. */
    grid: 'u32',
    gridPlace: 'u32',
    /** 1: `ContentMeasures` knows how large the content is. */
    measured: 'u8',
    /** 1: dirt below stops here and the element's own size never follows its content sideways (virtual rows). */
    boundary: 'u8',
  },
  { finite: true },
);
