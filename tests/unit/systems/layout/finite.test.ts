import { expect, it } from 'vitest';
import { createWorld, type Frame, setResource } from '../../../../src/ecs';
import { Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import { buildTree, readBoxes, type StyleSpec, type TreeSpec } from '../../../layout/layout-tree';

const MOST = '9999999%';
/** Beyond what float64 holds, if each made a hundred thousand times as much of the one before. */
const LEVELS = 80;

it.each<StyleSpec[]>([
  [{ width: MOST, height: MOST, flexShrink: 0 }],
  [{ width: MOST, flexShrink: 0, flexDirection: 'column', alignItems: 'start' }],
  [{ flexBasis: MOST, flexShrink: 0 }],
  [{ minWidth: MOST, minHeight: MOST }],
  [{ paddingLeft: MOST, flexShrink: 0 }],
  [{ marginLeft: '-9999999%', marginTop: MOST }],
  [{ columnGap: MOST, width: '100%', flexShrink: 0 }],
  [{ position: 'absolute', left: MOST, right: MOST }],
  [{ position: 'absolute', left: '-9999999%', right: '-9999999%' }],
  [{ position: 'relative', left: MOST }],
  [{ display: 'grid', gridTemplateColumns: MOST }],
  [{ display: 'grid', gridAutoRows: `minmax(${MOST}, auto)`, height: '100%' }],
  // To and fro: a height by a width, of which the next width is a share.
  [
    { aspectRatio: 1e-6, width: '100%', flexShrink: 0 },
    { aspectRatio: 1e6, height: '100%', flexShrink: 0, alignSelf: 'start' },
  ],
  [
    { aspectRatio: 1e-6, width: MOST, boxSizing: 'content-box', flexShrink: 0, paddingLeft: 1 },
    { aspectRatio: 1e6, height: MOST, boxSizing: 'content-box', flexShrink: 0, alignSelf: 'start' },
  ],
])('stays finite however often it is in itself: %o', (...styles) => {
  let spec: TreeSpec = { style: {}, text: [20, 10], children: [] };
  for (let i = 0; i < LEVELS; i++) {
    const beside = { style: {}, text: [5, 5] as [number, number], children: [] };
    spec = { style: styles[i % styles.length]!, children: [spec, beside] };
  }
  const world = createWorld({ capacity: 256 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, { style: {}, children: [spec] });
  system.update({} as Frame);
  const boxes = readBoxes(world, rows).flat();
  expect(boxes.filter((each) => !Number.isFinite(each))).toEqual([]);
  system.dispose();
});
