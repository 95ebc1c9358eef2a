// Needs a process of its own: it measures garbage.
import { expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createWorld,
  type Frame,
  LAYOUT,
  type Row,
  setResource,
  touch,
} from '../../../../src/ecs';
import {
  acquireLayer,
  createLayerTable,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Text,
  Viewport,
} from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import { heapSlope } from '../../../heap-slope';
import { buildTree, type StyleSpec, type TreeSpec } from '../../../layout/layout-tree';
import { bytesPerCall, NOTHING } from '../../structures/runs';

const PASSES = process.env.RAFTER_LONG ? 1_000 : 400;
const FRAMES = 4_000;
/** Bytes a frame that count as nothing. */
const NOTHING_A_FRAME = 16;
const frame = {} as Frame;

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

it('allocates nothing: 5,000 relayouts of one leaf', () => {
  const panel = () => node({ flexGrow: 1 }, text(10, 16), node({ width: 5, flexShrink: 0 }));
  const { world, system, rows } = laidOut(
    node({ flexDirection: 'column' }, ...Array.from({ length: 20 }, panel)),
  );
  const { width } = columns(world, Text);
  const leaf = rows[2]!;
  const bytes = bytesPerCall((call) => {
    width[leaf] = 10 + (call % 7);
    touch(world, leaf, CONTENT);
    system.update(frame);
  }, 5_000);
  expect(bytes).toBeLessThanOrEqual(NOTHING);
  expect(system.counters.written).toBeGreaterThan(0);
});

it('allocates nothing: 2,000 relayouts of lines, ratios, baselines and percentages', () => {
  const panel = () =>
    node(
      { flexWrap: 'wrap', paddingTop: '5%', columnGap: '2%', alignItems: 'baseline' },
      node({ width: '30%', minHeight: 'min-content' }, text(10, 16)),
      node({ aspectRatio: 1.5, maxWidth: 'fit-content' }, node({ height: '50%' }, text(33.3, 9))),
      { style: { flexGrow: 1, height: 'stretch' }, words: [20, 30, 15, 40], children: [] },
      node({ flexDirection: 'column', flexWrap: 'wrap', maxHeight: 30 }, text(9, 20), text(7, 20)),
    );
  const { world, system, rows } = laidOut(
    node({ flexDirection: 'column' }, ...Array.from({ length: 4 }, panel)),
  );
  const { width } = columns(world, Text);
  const leaf = rows[3]!;
  const bytes = bytesPerCall((call) => {
    width[leaf] = 10 + (call % 7);
    touch(world, leaf, CONTENT);
    system.update(frame);
  }, 2_000);
  expect(bytes).toBeLessThanOrEqual(NOTHING);
  expect(system.counters.measured).toBeGreaterThan(2);
});

it('allocates nothing: relayouts of spans, fractions, baselines and grids in a grid', () => {
  const items = Array.from({ length: 5 }, (_, i): TreeSpec => {
    if (i % 4 === 0) return { style: { gridColumn: 'span 2' }, text: [61.5, 10], children: [] };
    if (i % 4 === 1) {
      return node(
        { display: 'grid', gridTemplateColumns: '1fr auto' },
        node({ width: 12.5 }),
        node({ height: '30%' }),
      );
    }
    return node({
      minWidth: 10.5,
      alignSelf: i % 4 === 2 ? 'baseline' : 'end',
      marginLeft: '1%',
    });
  });
  const { world, rows, system } = laidOut(
    node(
      {
        display: 'grid',
        gridTemplateColumns: 'minmax(min-content, 80px) repeat(auto-fill, 33.3px) ',
        gridAutoRows: 'minmax(10px, auto)',
        gridAutoFlow: 'dense',
        columnGap: '1%',
        rowGap: 3,
      },
      ...items,
    ),
  );
  const style = columns(world, LayoutStyle);
  const bytes = bytesPerCall(
    (call) => {
      style.paddingLeft[rows[0]!] = 1.25 + (call % 7);
      touch(world, rows[0]!, LAYOUT);
      touch(world, rows[3]!, LAYOUT);
      system.update(frame);
    },
    process.env.RAFTER_LONG ? 1_000 : 500,
  );
  expect(bytes).toBeLessThanOrEqual(NOTHING);
});

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
  const bytes = bytesPerCall((call) => {
    paddingLeft[page!] = (call % 50) + 0.3;
    touch(world, page!, LAYOUT);
    system.update(frame);
  }, PASSES);
  expect(bytes).toBeLessThanOrEqual(NOTHING);
  expect(system.counters.arranged).toBeGreaterThan(cases.length);
});

it('layers that move by fractions of a pixel, and clip to such sizes, leave no garbage', () => {
  const world = createWorld({ capacity: 64 });
  const layers = createLayerTable(32);
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, layers);
  const system = createLayoutSystem({ world });
  const item = { style: { flexGrow: 1 }, children: [] };
  const rows = buildTree(world, { style: {}, children: Array.from({ length: 20 }, () => item) });
  for (const row of rows.slice(1)) {
    const layer = acquireLayer(layers, row);
    layers.clips[layer] = 1;
    columns(world, LayerOf).own[row] = layer;
  }
  const [page] = rows as [Row];
  const { paddingLeft, paddingTop } = columns(world, LayoutStyle);
  const slope = heapSlope((at) => {
    paddingLeft[page] = (at % 50) + 0.3;
    paddingTop[page] = (at % 40) + 0.7;
    touch(world, page, LAYOUT);
    system.update(frame);
  }, FRAMES);
  expect(layers.originX[layers.count - 1]! % 1).not.toBe(0);
  expect(slope).toBeLessThanOrEqual(NOTHING_A_FRAME);
  system.dispose();
});

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}

function text(width: number, height: number): TreeSpec {
  return { style: {}, text: [width, height], children: [] };
}

function laidOut(spec: TreeSpec) {
  const world = createWorld({ capacity: 64 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  system.update(frame);
  return { world, system, rows };
}
