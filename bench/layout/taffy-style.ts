import {
  AlignContent,
  AlignItems,
  AlignSelf,
  BoxSizing,
  Display,
  FlexDirection,
  FlexWrap,
  JustifyContent,
  Overflow,
  Position,
  type StylePropertyValues,
} from 'taffy-layout';
import type { NodeStyle } from './tree-spec';

const words: { readonly [name: string]: { readonly [word: string]: number } } = {
  display: { flex: Display.Flex, none: Display.None },
  // It knows no static ones.
  position: {
    relative: Position.Relative,
    absolute: Position.Absolute,
    static: Position.Relative,
  },
  boxSizing: { 'border-box': BoxSizing.BorderBox, 'content-box': BoxSizing.ContentBox },
  flexDirection: {
    row: FlexDirection.Row,
    column: FlexDirection.Column,
    'row-reverse': FlexDirection.RowReverse,
    'column-reverse': FlexDirection.ColumnReverse,
  },
  flexWrap: {
    nowrap: FlexWrap.NoWrap,
    wrap: FlexWrap.Wrap,
    'wrap-reverse': FlexWrap.WrapReverse,
  },
  justifyContent: {
    'flex-start': JustifyContent.FlexStart,
    'flex-end': JustifyContent.FlexEnd,
    center: JustifyContent.Center,
    'space-between': JustifyContent.SpaceBetween,
    'space-around': JustifyContent.SpaceAround,
    'space-evenly': JustifyContent.SpaceEvenly,
  },
  alignContent: {
    stretch: AlignContent.Stretch,
    'flex-start': AlignContent.FlexStart,
    'flex-end': AlignContent.FlexEnd,
    center: AlignContent.Center,
    'space-between': AlignContent.SpaceBetween,
    'space-around': AlignContent.SpaceAround,
    'space-evenly': AlignContent.SpaceEvenly,
  },
  alignItems: {
    stretch: AlignItems.Stretch,
    'flex-start': AlignItems.FlexStart,
    'flex-end': AlignItems.FlexEnd,
    center: AlignItems.Center,
    baseline: AlignItems.Baseline,
  },
  alignSelf: {
    auto: AlignSelf.Auto,
    stretch: AlignSelf.Stretch,
    'flex-start': AlignSelf.FlexStart,
    'flex-end': AlignSelf.FlexEnd,
    center: AlignSelf.Center,
    baseline: AlignSelf.Baseline,
  },
};
const overflows = {
  visible: Overflow.Visible,
  hidden: Overflow.Hidden,
  scroll: Overflow.Scroll,
};

/** What `new Style` of Taffy takes for a style. */
export function taffyStyle(style: NodeStyle): StylePropertyValues {
  const made: Record<string, unknown> = { display: Display.Flex };
  for (const [name, value] of Object.entries(style)) {
    if (name in words) made[name] = words[name]![value as string];
    else if (name === 'padding') made.padding = allSides(value);
    else if (name === 'borderWidth') made.border = allSides(value);
    else if (name === 'gap') made.gap = { width: value, height: value };
    else if (name === 'overflow') {
      made.overflowX = overflows[value as 'visible'];
      made.overflowY = overflows[value as 'visible'];
    } else if (name.startsWith('border')) made[name.replace('Width', '')] = value;
    else made[name] = value;
  }
  return made as StylePropertyValues;
}

function allSides(value: unknown) {
  return { left: value, right: value, top: value, bottom: value };
}
