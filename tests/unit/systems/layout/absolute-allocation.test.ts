// Needs a process of its own: it measures garbage.
import { expect, it } from 'vitest';
import { columns, createWorld, type Frame, LAYOUT, setResource, touch } from '../../../../src/ecs';
import { LayoutStyle, Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import { buildTree, type StyleSpec, type TreeSpec } from '../../../layout/layout-tree';
import { bytesPerCall, NOTHING } from '../../structures/runs';

const PASSES = process.env.RAFTER_LONG ? 1_000 : 400;

/** Containers and the absolute elements in them. */
const cases: [StyleSpec, StyleSpec, TreeSpec[]][] = [
  [
    // Aligned between insets at both sides.
    { borderWidth: 0.5 },
    {
      ...{ left: '3.3%', right: '1.7%', top: 3.3, bottom: 2.2, width: 20.3, height: 10.7 },
      ...{ alignSelf: 'safe center', justifySelf: 'end', marginLeft: '1.1%' },
    },
    [],
  ],
  [
    // Without insets.
    { justifyContent: 'center', alignItems: 'end', borderWidth: 0.5 },
    { width: 20.3, height: '10.7%', alignSelf: 'safe center' },
    [],
  ],
  [
    // Sized by their content.
    {},
    { left: 1.3 },
    [node({ width: '30%', height: 3.3 })],
  ],
  [
    // That fill their room.
    {},
    { left: 1.3, right: '5%', top: '2vh', height: 'stretch' },
    [],
  ],
  [
    // In an area of a grid.
    { display: 'grid', gridTemplateColumns: '30.3px 1fr', gridTemplateRows: '10.1px 1fr' },
    { gridColumn: '1 / 2', gridRow: '2', left: 1.3, justifySelf: 'center' },
    [],
  ],
  [
    // In a grid, without insets.
    { display: 'grid', gridTemplateColumns: '30.3px 1fr', alignItems: 'center' },
    { width: 10.1, height: 3.3 },
    [],
  ],
  [
    // Between lines of tracks that are empty.
    { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, 30.3px)', columnGap: '1.1%' },
    { gridColumn: '2 / 4', left: 1.3 },
    [],
  ],
];

it('absolute elements leave no garbage', () => {
  const world = createWorld({ capacity: 64 });
  const view = { width: 400, height: 300, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  const containers = cases.map(([container, style, children]) => {
    const absolute = node({ position: 'absolute', ...style }, ...children);
    const inFlow = node({ gridColumn: 3, width: 5.5 });
    return node({ flexGrow: 1, ...container }, inFlow, absolute, absolute, absolute);
  });
  const [page] = buildTree(world, node({}, ...containers));
  const { paddingLeft } = columns(world, LayoutStyle);
  const frame = {} as Frame;
  const bytes = bytesPerCall((call) => {
    paddingLeft[page!] = (call % 50) + 0.3;
    touch(world, page!, LAYOUT);
    system.update(frame);
  }, PASSES);
  expect(bytes).toBeLessThanOrEqual(NOTHING);
  expect(system.counters.arranged).toBeGreaterThan(cases.length);
});

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}
