export { type BoxOptions, box } from './box';
export { type ButtonOptions, button, setDisabled, setLabel } from './button';
export { type Color, parseColor, rgba } from './color';
export { on } from './on';
export { type Length, type Style, setStyle } from './style';
export {
  internText,
  setNumber,
  setText,
  setTextColor,
  setTextId,
  setTextStyle,
  type TextOptions,
  type TextStyle,
  text,
  textOf,
} from './text';
export { darkTheme, lightTheme, Theme } from './theme';
export { type VirtualList, type VirtualListOptions, virtualList } from './virtual-list';
