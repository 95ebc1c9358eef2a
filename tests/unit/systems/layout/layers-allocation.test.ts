import { expect, it } from 'vitest';
import {
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
  Viewport,
} from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import { heapSlope } from '../../../heap-slope';
import { buildTree } from '../../../layout/layout-tree';

const FRAMES = 4_000;
const NOTHING = 16;

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
  const frame = {} as Frame;
  const slope = heapSlope((at) => {
    paddingLeft[page] = (at % 50) + 0.3;
    paddingTop[page] = (at % 40) + 0.7;
    touch(world, page, LAYOUT);
    system.update(frame);
  }, FRAMES);
  expect(layers.originX[layers.count - 1]! % 1).not.toBe(0);
  expect(slope).toBeLessThanOrEqual(NOTHING);
  system.dispose();
});
