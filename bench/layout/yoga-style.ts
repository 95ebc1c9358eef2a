import {
  Align,
  BoxSizing,
  Display,
  Edge,
  FlexDirection,
  Gutter,
  Justify,
  type Node,
  Overflow,
  PositionType,
  Wrap,
} from 'yoga-layout';
import type { NodeStyle } from './tree-spec';

/** A call of one setter. */
export type YogaStep = (node: Node) => void;

type Setters = { readonly [K in keyof NodeStyle]-?: (value: Required<NodeStyle>[K]) => YogaStep };

const displays = { flex: Display.Flex, none: Display.None };
const boxSizings = { 'border-box': BoxSizing.BorderBox, 'content-box': BoxSizing.ContentBox };
const overflows = {
  visible: Overflow.Visible,
  hidden: Overflow.Hidden,
  scroll: Overflow.Scroll,
};
const positions = {
  relative: PositionType.Relative,
  absolute: PositionType.Absolute,
  static: PositionType.Static,
};
const directions = {
  row: FlexDirection.Row,
  column: FlexDirection.Column,
  'row-reverse': FlexDirection.RowReverse,
  'column-reverse': FlexDirection.ColumnReverse,
};
const wraps = { nowrap: Wrap.NoWrap, wrap: Wrap.Wrap, 'wrap-reverse': Wrap.WrapReverse };
const justifications = {
  'flex-start': Justify.FlexStart,
  'flex-end': Justify.FlexEnd,
  center: Justify.Center,
  'space-between': Justify.SpaceBetween,
  'space-around': Justify.SpaceAround,
  'space-evenly': Justify.SpaceEvenly,
};
const alignments = {
  auto: Align.Auto,
  stretch: Align.Stretch,
  'flex-start': Align.FlexStart,
  'flex-end': Align.FlexEnd,
  center: Align.Center,
  baseline: Align.Baseline,
  'space-between': Align.SpaceBetween,
  'space-around': Align.SpaceAround,
  'space-evenly': Align.SpaceEvenly,
};

const setters: Setters = {
  display: (value) => (node) => node.setDisplay(displays[value]),
  position: (value) => (node) => node.setPositionType(positions[value]),
  boxSizing: (value) => (node) => node.setBoxSizing(boxSizings[value]),
  overflow: (value) => (node) => node.setOverflow(overflows[value]),
  flexDirection: (value) => (node) => node.setFlexDirection(directions[value]),
  flexWrap: (value) => (node) => node.setFlexWrap(wraps[value]),
  justifyContent: (value) => (node) => node.setJustifyContent(justifications[value]),
  alignContent: (value) => (node) => node.setAlignContent(alignments[value]),
  alignItems: (value) => (node) => node.setAlignItems(alignments[value]),
  alignSelf: (value) => (node) => node.setAlignSelf(alignments[value]),
  flexGrow: (value) => (node) => node.setFlexGrow(value),
  flexShrink: (value) => (node) => node.setFlexShrink(value),
  flexBasis: (value) => (node) => node.setFlexBasis(value),
  aspectRatio: (value) => (node) => node.setAspectRatio(value),
  width: (value) => (node) => node.setWidth(value),
  height: (value) => (node) => node.setHeight(value),
  minWidth: (value) => (node) => node.setMinWidth(value),
  minHeight: (value) => (node) => node.setMinHeight(value),
  maxWidth: (value) => (node) => node.setMaxWidth(value),
  maxHeight: (value) => (node) => node.setMaxHeight(value),
  left: (value) => inset(Edge.Left, value),
  top: (value) => inset(Edge.Top, value),
  right: (value) => inset(Edge.Right, value),
  bottom: (value) => inset(Edge.Bottom, value),
  padding: (value) => (node) => node.setPadding(Edge.All, value),
  paddingLeft: (value) => (node) => node.setPadding(Edge.Left, value),
  paddingTop: (value) => (node) => node.setPadding(Edge.Top, value),
  paddingRight: (value) => (node) => node.setPadding(Edge.Right, value),
  paddingBottom: (value) => (node) => node.setPadding(Edge.Bottom, value),
  marginLeft: (value) => (node) => node.setMargin(Edge.Left, value),
  marginTop: (value) => (node) => node.setMargin(Edge.Top, value),
  marginRight: (value) => (node) => node.setMargin(Edge.Right, value),
  marginBottom: (value) => (node) => node.setMargin(Edge.Bottom, value),
  gap: (value) => (node) => void node.setGap(Gutter.All, value),
  columnGap: (value) => (node) => void node.setGap(Gutter.Column, value),
  rowGap: (value) => (node) => void node.setGap(Gutter.Row, value),
  borderWidth: (value) => (node) => node.setBorder(Edge.All, value),
  borderLeftWidth: (value) => (node) => node.setBorder(Edge.Left, value),
  borderTopWidth: (value) => (node) => node.setBorder(Edge.Top, value),
  borderRightWidth: (value) => (node) => node.setBorder(Edge.Right, value),
  borderBottomWidth: (value) => (node) => node.setBorder(Edge.Bottom, value),
};

function inset(edge: Edge, value: number | 'auto' | `${number}%`): YogaStep {
  return value === 'auto'
    ? (node) => node.setPositionAuto(edge)
    : (node) => node.setPosition(edge, value);
}

/** The calls that give a node of Yoga a style. */
export function yogaSteps(style: NodeStyle): YogaStep[] {
  return Object.entries(style).map(([name, value]) =>
    (setters[name as keyof NodeStyle] as (value: unknown) => YogaStep)(value),
  );
}
