export { type BoxOptions, box } from './box';
export { type ButtonOptions, button, setDisabled, setLabel } from './button';
export { type Color, parseColor, rgba } from './color';
export {
  type ImageLook,
  type ImageOptions,
  type ImageState,
  image,
  imageState,
  setImage,
  setImageLook,
} from './image';
export type { ListMetrics } from './list-metrics';
export { setMeasure } from './measure';
export { on } from './on';
export { ownLayer } from './own-layer';
export {
  type PixiContent,
  type PixiSlotOptions,
  pixiSlot,
  setPixiContent,
} from './pixi-slot';
export { retheme, textColors } from './retheme';
export { type RowTemplate, type RowType, rowType, type TypedRows } from './row-types';
export type { BoxShadowStyle } from './shadow-property';
export {
  pushSample,
  pushSamples,
  type SparklineLook,
  type SparklineOptions,
  setSamples,
  setSparklineLook,
  sparkline,
} from './sparkline';
export { checkObject, type Distance, type Length, type Size, type Style, setStyle } from './style';
export {
  type Breakpoint,
  defineStyle,
  type StyleDefinition,
  setStyles,
} from './style-class';
export {
  internText,
  setNumber,
  setText,
  setTextColor,
  setTextId,
  setTextStyle,
  type TextOptions,
  text,
  textOf,
} from './text';
export {
  clearSelection,
  copySelection,
  select,
  selectionOf,
  setSelectable,
  type TextRect,
  type TextSelection,
  textRects,
  textUnitAt,
} from './text-selection';
export type { TextContent, TextSpan, TextStyle } from './text-style';
export { darkTheme, lightTheme, Theme } from './theme';
export {
  type TypedListOptions,
  type VirtualList,
  type VirtualListOptions,
  virtualList,
} from './virtual-list';
