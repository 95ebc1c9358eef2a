import { expect, it } from 'vitest';
import { createWorld, type Frame, LAYOUT, setResource, touch } from '../../../../src/ecs';
import { Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import {
  buildTree,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
  writeStyle,
} from '../../../layout/layout-tree';

/** Passes one after the other: widths of the surface, or styles of elements by place in the tree, depth first. */
type Pass = { width: number } | { styles: readonly (readonly [at: number, style: StyleSpec])[] };

it.each<[string, TreeSpec, Pass[], at: number, box: number[]]>([
  [
    'the height of a grid with a least height and padding that is a percentage',
    node(
      { display: 'flex', flexDirection: 'column', alignItems: 'start' },
      node({ display: 'grid', gridTemplateAreas: ['a', 'a'], minHeight: 40, paddingTop: '10%' }),
    ),
    [{ width: 200 }, { styles: [[1, { alignItems: 'center' }]] }, { width: 400 }],
    1,
    [0, 0, 0, 40],
  ],
  [
    'the width of a grid with as many columns as its greatest width leaves room for',
    node(
      { paddingRight: 1 },
      node(
        {
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, 20px)',
          maxWidth: 100,
          width: 'max-content',
          paddingLeft: '5%',
        },
        node({}),
      ),
    ),
    [{ styles: [[2, { alignItems: 'center' }]] }],
    1,
    [0, 0, 100, 300],
  ],
  [
    'the width of a column that wraps within its greatest height',
    node(
      { alignItems: 'start' },
      node(
        {
          flexDirection: 'column',
          flexWrap: 'wrap',
          maxHeight: 50,
          paddingTop: '5%',
          flexShrink: 0,
        },
        node({ width: 30, height: 25 }),
        node({ width: 30, height: 25 }),
      ),
    ),
    [{ styles: [[2, { alignItems: 'center' }]] }],
    1,
    [0, 0, 30, 45],
  ],
  [
    'the width of a grid whose least width is a percentage, its items going by its height',
    node(
      { display: 'grid', width: 'max-content', minWidth: '100%' },
      node({}, node({ aspectRatio: 1 }, node({ width: 20, height: 10 }))),
    ),
    [{ width: 250 }],
    0,
    [0, 0, 300, 300],
  ],
  [
    'what is below an element that baselines are asked of since it changed',
    node(
      {},
      node(
        { height: 69 },
        node({ width: 5, height: 80, overflow: 'hidden' }, node({}, node({}, node({})))),
      ),
    ),
    [
      {
        styles: [
          [3, { height: 100 }],
          [0, { alignItems: 'baseline' }],
        ],
      },
    ],
    3,
    [0, 0, 0, 100],
  ],
])('%s is as in a layout from scratch', (_, tree, passes, at, box) => {
  const incremental = boxesAfter(tree, passes, false);
  expect(incremental).toEqual(boxesAfter(tree, passes, true));
  expect(incremental[at]).toEqual(box);
});

function boxesAfter(tree: TreeSpec, passes: readonly Pass[], fullRelayout: boolean): number[][] {
  const world = createWorld({ capacity: 64 });
  const view = { width: 400, height: 300, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world, fullRelayout });
  const rows = buildTree(world, tree);
  system.update({} as Frame);
  for (const pass of passes) {
    if ('width' in pass) {
      view.width = pass.width;
      view.version++;
    } else {
      for (const [at, style] of pass.styles) {
        for (const [name, value] of Object.entries(style)) {
          writeStyle(world, rows[at]!, name, value);
        }
        touch(world, rows[at]!, LAYOUT);
      }
    }
    system.update({} as Frame);
  }
  system.dispose();
  return readBoxes(world, rows);
}

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}
