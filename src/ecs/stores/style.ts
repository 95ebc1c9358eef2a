import { defineStore } from '../index';

/** Units of a length column. */
export const UNIT_AUTO = 0;
export const UNIT_PX = 1;
/** Hundredths of the containing block: 50 means 50 %. */
export const UNIT_PERCENT = 2;

export const DISPLAY_FLEX = 0;
export const DISPLAY_NONE = 1;

export const DIRECTION_ROW = 0;
export const DIRECTION_COLUMN = 1;
export const DIRECTION_ROW_REVERSE = 2;
export const DIRECTION_COLUMN_REVERSE = 3;

export const POSITION_RELATIVE = 0;
export const POSITION_ABSOLUTE = 1;

export const JUSTIFY_START = 0;
export const JUSTIFY_END = 1;
export const JUSTIFY_CENTER = 2;
export const JUSTIFY_SPACE_BETWEEN = 3;
export const JUSTIFY_SPACE_AROUND = 4;
export const JUSTIFY_SPACE_EVENLY = 5;

export const ALIGN_AUTO = 0;
export const ALIGN_STRETCH = 1;
export const ALIGN_START = 2;
export const ALIGN_END = 3;
export const ALIGN_CENTER = 4;

export const OVERFLOW_VISIBLE = 0;
/** Children are clipped to the element's box; the element is a layer. */
export const OVERFLOW_HIDDEN = 1;

/**
 * What layout reads: CSS names, CSS defaults, border-box. Lengths are a value and a unit; padding, margin and gap are CSS
 * pixels. Factories and `setStyle` write it.
 */
export const LayoutStyle = defineStore('LayoutStyle', {
  display: 'u8',
  position: 'u8',
  direction: 'u8',
  justify: 'u8',
  alignItems: ['u8', ALIGN_STRETCH],
  alignSelf: 'u8',
  overflow: 'u8',
  grow: 'f32',
  shrink: ['f32', 1],
  basis: 'f32',
  basisUnit: 'u8',
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
  paddingTop: 'f32',
  paddingRight: 'f32',
  paddingBottom: 'f32',
  marginLeft: 'f32',
  marginTop: 'f32',
  marginRight: 'f32',
  marginBottom: 'f32',
  columnGap: 'f32',
  rowGap: 'f32',
  /** 1: dirt below stops here and the element's own size never follows its content sideways (virtual rows). */
  boundary: 'u8',
});
