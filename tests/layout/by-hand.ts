import type { StyleSpec, TreeSpec } from './layout-tree';

/** A tree, and what Chromium makes of all in its root: left, top, width and height of each. */
export type HandMade = readonly [name: string, tree: TreeSpec, boxes: string];

export function boxesOf(boxes: string): number[][] {
  return boxes.split(' | ').map((box) => box.split(' ').map(Number));
}

const node = (style: StyleSpec, ...children: TreeSpec[]): TreeSpec => ({ style, children });
const words = (widths: number[], style: StyleSpec = {}): TreeSpec => ({
  style,
  words: widths,
  children: [],
});
const starts: StyleSpec = { alignItems: 'start' };
const grid = (style: StyleSpec, ...children: TreeSpec[]): TreeSpec =>
  node(starts, node({ display: 'grid', ...style }, ...children));
const square: StyleSpec = { aspectRatio: 1, width: 50 };

const absolute = (around: StyleSpec, style: StyleSpec): TreeSpec =>
  node(
    starts,
    node({ width: 100, height: 50, ...around }, node({ position: 'absolute', ...style })),
  );
const wide: StyleSpec = { left: 11, right: 32, width: 200, height: 10 };
const high: StyleSpec = { top: 11, bottom: 12, width: 10, height: 90 };
const large: StyleSpec = { width: 200, height: 150 };

/** What random trees once missed, or reach too seldom. */
export const handMade: readonly HandMade[] = [
  [
    'a grid higher than its ratio centers rows in its height',
    grid({ ...square, alignContent: 'center' }, node({ height: 81 })),
    '0 0 50 81 | 0 0 50 81',
  ],
  [
    'or puts them at its end',
    grid({ ...square, alignContent: 'end' }, node({ height: 30 }), node({ height: 40 })),
    '0 0 50 70 | 0 0 50 30 | 0 30 50 40',
  ],
  [
    'and one that is not, in its ratio’s',
    grid({ ...square, alignContent: 'end' }, node({ height: 30 }), node({ height: 10 })),
    '0 0 50 50 | 0 10 50 30 | 0 40 50 10',
  ],
  [
    'and takes percentages of gaps of it',
    grid(
      { ...square, rowGap: '10%', alignContent: 'center' },
      node({ height: 81 }),
      node({ height: 10 }),
    ),
    '0 0 50 96 | 0 -2.3 50 81 | 0 88.3 50 10',
  ],
  [
    'and of rows',
    grid({ ...square, gridTemplateRows: '10% 100%' }, node({}, node({ height: 81 })), node({})),
    '0 0 50 55 | 0 0 50 5.5 | 0 0 0 81 | 0 5.5 50 55',
  ],
  [
    'and fractions',
    grid({ ...square, gridTemplateRows: '1fr 2fr' }, node({}, node({ height: 81 })), node({})),
    '0 0 50 81 | 0 0 50 81 | 0 0 0 81 | 0 81 50 0',
  ],
  [
    'so do absolute ones',
    node(
      {},
      node(
        { display: 'grid', position: 'absolute', ...square, alignContent: 'center' },
        node({ height: 81 }),
      ),
    ),
    '0 0 50 81 | 0 0 50 81',
  ],
  [
    'and areas of absolute elements in it',
    grid(
      { ...square, alignContent: 'end' },
      node({ height: 81 }),
      node({ position: 'absolute', gridRow: '1', left: 0, top: 0, right: 0, bottom: 0 }),
    ),
    '0 0 50 81 | 0 0 50 81 | 0 0 50 81',
  ],
  [
    'and its baseline',
    node(
      { alignItems: 'baseline' },
      node({ display: 'grid', ...square, alignContent: 'end' }, words([40, 40, 40, 40, 40, 40])),
      words([30]),
    ),
    '0 0 50 60 | 0 0 50 60 | 50 0 30 10',
  ],
  [
    'columns repeat to the width that a least height makes by the ratio',
    grid({ gridTemplateColumns: 'repeat(auto-fill, 96px)', minHeight: 91, aspectRatio: 2 }),
    '0 0 192 96',
  ],
  [
    'and no further than the largest lets them',
    grid(
      { gridTemplateColumns: 'repeat(auto-fit, minmax(44px, 3fr))', maxHeight: 45, aspectRatio: 3 },
      node({}),
      node({}),
      node({}),
      node({}),
    ),
    '0 0 132 44 | 0 0 44 22 | 44 0 44 22 | 88 0 44 22 | 0 22 44 22',
  ],
  [
    '`min-content` of an item with a ratio goes by the height that it fills',
    node(
      { display: 'grid', position: 'absolute', height: 17 },
      node({ aspectRatio: 3, minWidth: 'min-content' }),
    ),
    '0 0 800 266.66',
  ],
  [
    'an item with an `auto` margin across is no baseline of its row',
    node(
      { alignItems: 'baseline', width: 300 },
      words([20], { flexShrink: 0 }),
      node(
        { alignItems: 'baseline', height: 50 },
        node({ width: 10, height: 10, marginTop: 'auto' }),
        words([30]),
      ),
    ),
    '0 0 20 10 | 20 0 40 50 | 20 40 10 10 | 30 0 30 10',
  ],
  [
    'unless it is the only one',
    node(
      { alignItems: 'baseline', width: 300 },
      words([20], { flexShrink: 0 }),
      node(
        { alignItems: 'baseline', height: 50 },
        node({ width: 10, height: 10, marginTop: 'auto' }),
      ),
    ),
    '0 40 20 10 | 20 0 10 50 | 20 40 10 10',
  ],
  [
    'what is too wide between insets is kept in sight',
    absolute({}, { ...wide, justifySelf: 'center' }),
    '0 0 100 50 | 0 0 200 10',
  ],
  [
    'unless it is unsafe',
    absolute({}, { ...wide, justifySelf: 'unsafe center' }),
    '0 0 100 50 | -60.5 0 200 10',
  ],
  [
    'at the start',
    absolute({}, { ...wide, justifySelf: 'unsafe start' }),
    '0 0 100 50 | 11 0 200 10',
  ],
  [
    'at the end',
    absolute({}, { ...wide, justifySelf: 'unsafe end' }),
    '0 0 100 50 | -132 0 200 10',
  ],
  [
    'at its own end',
    absolute({}, { ...wide, direction: 'rtl', justifySelf: 'unsafe self-end' }),
    '0 0 100 50 | 11 0 200 10',
  ],
  [
    'from right to left',
    absolute({ direction: 'rtl' }, { ...wide, justifySelf: 'unsafe end' }),
    '0 0 100 50 | 11 0 200 10',
  ],
  [
    'in what clips',
    absolute({ overflow: 'hidden' }, { ...wide, justifySelf: 'unsafe end' }),
    '0 0 100 50 | -132 0 200 10',
  ],
  ['or safe', absolute({}, { ...wide, justifySelf: 'safe center' }), '0 0 100 50 | 11 0 200 10'],
  [
    'what is too high between insets is kept in sight',
    absolute({}, { ...high, alignSelf: 'center' }),
    '0 0 100 50 | 0 0 10 90',
  ],
  [
    'unless it is unsafe downwards',
    absolute({}, { ...high, alignSelf: 'unsafe center' }),
    '0 0 100 50 | 0 -20.5 10 90',
  ],
  [
    'as for `auto`, `normal` fills what is between insets',
    absolute(
      { alignItems: 'center', justifyItems: 'end' },
      { left: 10, right: 20, top: 5, bottom: 6, alignSelf: 'normal', justifySelf: 'normal' },
    ),
    '0 0 100 50 | 10 5 70 39',
  ],
  [
    'what clips and wraps upwards has no left to be kept from',
    absolute(
      { overflow: 'hidden', flexWrap: 'wrap-reverse' },
      { left: 60, right: 100, width: 20, height: 10, justifySelf: 'center' },
    ),
    '0 0 100 50 | 50 40 20 10',
  ],
  [
    'nor does one whose column runs upwards',
    absolute(
      { overflow: 'hidden', flexDirection: 'column-reverse' },
      { left: 60, right: 100, width: 20, height: 10, justifySelf: 'center' },
    ),
    '0 0 100 50 | 50 40 20 10',
  ],
  [
    'but a row that runs to the left does',
    absolute(
      { overflow: 'hidden', flexDirection: 'row-reverse' },
      { left: 60, right: 100, width: 20, height: 10, justifySelf: 'center' },
    ),
    '0 0 100 50 | 50 0 20 10',
  ],
  [
    'what is centered in a row may be told to be safe',
    absolute({ justifyContent: 'center' }, { ...large, justifySelf: 'safe center' }),
    '0 0 100 50 | 0 0 200 150',
  ],
  [
    'and at its end',
    absolute(
      { justifyContent: 'end', alignItems: 'center' },
      { ...large, justifySelf: 'safe start' },
    ),
    '0 0 100 50 | 0 -50 200 150',
  ],
  [
    'across by another property',
    absolute(
      { justifyContent: 'center', alignItems: 'center' },
      { ...large, alignSelf: 'safe center' },
    ),
    '0 0 100 50 | -50 0 200 150',
  ],
  [
    'in a column as well',
    absolute(
      { flexDirection: 'column', justifyContent: 'center', alignItems: 'center' },
      { ...large, justifySelf: 'safe center' },
    ),
    '0 0 100 50 | -50 0 200 150',
  ],
  [
    '`normal` of an item stretches, whatever its container says',
    node(
      { alignItems: 'center', height: 40, width: 100 },
      node({ width: 10, alignSelf: 'normal' }),
      node({ width: 10, height: 10 }),
    ),
    '0 0 10 40 | 10 15 10 10',
  ],
  [
    'also in a column',
    node(
      { flexDirection: 'column', alignItems: 'center', height: 40, width: 100 },
      node({ height: 10, alignSelf: 'normal' }),
      node({ width: 10, height: 10 }),
    ),
    '0 0 100 10 | 45 10 10 10',
  ],
  [
    'and in a grid, unless it has a ratio',
    node(
      { display: 'grid', alignItems: 'center', justifyItems: 'center', height: 60, width: 100 },
      node({ alignSelf: 'normal', justifySelf: 'normal' }),
      node({ alignSelf: 'normal', justifySelf: 'normal', aspectRatio: 2 }),
    ),
    '0 0 110 2.5 | 0 2.5 110 55',
  ],
  [
    'its width by the content goes by the height that it fills',
    node(
      {},
      node(
        { alignItems: 'center', height: 40, position: 'absolute' },
        node({ aspectRatio: 2, alignSelf: 'normal' }),
      ),
    ),
    '0 0 80 40 | 0 0 80 40',
  ],
  [
    '`normal` of an absolute element is at the start',
    absolute(
      { alignItems: 'center', justifyContent: 'end' },
      { width: 10, height: 10, alignSelf: 'normal' },
    ),
    '0 0 100 50 | 90 0 10 10',
  ],
  [
    '`first baseline` is `baseline`',
    node(
      { alignItems: 'first baseline', height: 60 },
      node({ paddingTop: 20 }, words([10])),
      words([10]),
      node({ height: 7, width: 7, alignSelf: 'first baseline' }),
    ),
    '0 0 10 30 | 0 20 10 10 | 10 20 10 10 | 20 23 7 7',
  ],
  [
    '`baseline` of lines is `flex-start`',
    node(
      { alignContent: 'baseline', flexWrap: 'wrap', width: 50, height: 90 },
      node({ width: 40, height: 10 }),
      node({ width: 40, height: 10 }),
    ),
    '0 0 40 10 | 0 10 40 10',
  ],
  [
    'also where they follow upwards',
    node(
      { alignContent: 'first baseline', flexWrap: 'wrap-reverse', width: 50, height: 90 },
      node({ width: 40, height: 10 }),
      node({ width: 40, height: 10 }),
    ),
    '0 80 40 10 | 0 70 40 10',
  ],
  [
    'and of rows',
    node(
      { display: 'grid', alignContent: 'baseline', width: 50, height: 90 },
      node({ height: 10 }),
      node({ height: 10 }),
    ),
    '0 0 50 10 | 0 10 50 10',
  ],
  [
    'a ratio may be two numbers',
    node(
      starts,
      node({ width: 64, aspectRatio: '16 / 9' }),
      node({ width: 64, aspectRatio: '4/1' }),
    ),
    '0 0 64 36 | 64 0 64 16',
  ],
  [
    '`dense row` is `row dense`',
    node(
      {
        display: 'grid',
        gridAutoFlow: 'dense row',
        gridTemplateColumns: '10px 10px',
        alignContent: 'start',
      },
      node({ height: 5 }),
      node({ height: 5, gridColumn: 'span 2' }),
      node({ height: 5 }),
    ),
    '0 0 10 5 | 0 5 20 5 | 10 0 10 5',
  ],
  [
    'and `dense column` is `column dense`',
    node(
      {
        display: 'grid',
        gridAutoFlow: 'dense column',
        gridTemplateRows: '10px 10px',
        justifyContent: 'start',
      },
      node({ width: 5 }),
      node({ width: 5, gridRow: 'span 2' }),
      node({ width: 5 }),
    ),
    '0 0 5 10 | 5 0 5 20 | 0 10 5 10',
  ],
];
