import { expect, it } from 'vitest';
import { CONTENT, columns, createWorld, type Frame, setResource, touch } from '../../../../src/ecs';
import { Text, Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import { buildTree, type StyleSpec, type TreeSpec } from '../../../layout/layout-tree';

/** Levels above the element in question. */
const ABOVE = 6;
/** The leaf and the element; beyond it layout goes on for as long as sizes come out otherwise. */
const STOPPED = 2;

const size = { width: 100, height: 50 } as const;
const sized = { ...size, flexShrink: 0 } as const;
const column = { flexDirection: 'column' } as const;

it.each<[string, StyleSpec, StyleSpec?]>([
  ['an absolute position', { position: 'absolute' }],
  ['a fixed size that does not shrink', sized],
  ['lengths of the surface', { width: '20vw', height: '20vh', flexShrink: 0 }],
  ['a fixed size that clips', { ...size, overflow: 'hidden' }],
  ['a fixed size and a least width in a row', { ...size, minWidth: 0 }],
  ['a fixed size and a least width of a percentage', { ...size, minWidth: '10%' }],
  ['a fixed size and a least height in a column', { ...size, minHeight: 0 }, column],
  ['a fixed size in a grid', size, { display: 'grid' }],
  ['a basis in pixels, and a least width', { ...size, flexBasis: 80, minWidth: 0 }],
])('layout stops at %s', (_, style, parent = {}) => {
  expect(measuredFor(style, parent)).toBeLessThanOrEqual(STOPPED);
});

it.each<[string, StyleSpec, StyleSpec?]>([
  ['a fixed size that may shrink to the content', size],
  ['a fixed width', { width: 100, flexShrink: 0 }],
  ['a least height in a row', { ...size, minHeight: 0 }],
  ['a least width in a column', { ...size, minWidth: 0 }, column],
  ['a basis of the content', { ...sized, flexBasis: 'content' }],
  ['a basis in percent', { ...sized, flexBasis: '50%' }],
  ['a padding in percent', { ...sized, paddingLeft: '5%' }],
  ['a margin that takes what is left', { ...sized, marginLeft: 'auto' }],
  ['a gap in percent', { ...sized, columnGap: '5%' }],
  ['a limit by the content', { ...sized, maxWidth: 'max-content' }],
  ['an alignment by baselines', sized, { alignItems: 'baseline' }],
])('layout does not stop at %s', (_, style, parent = {}) => {
  expect(measuredFor(style, parent)).toBeGreaterThan(STOPPED);
});

/** Elements measured when a text in an element changes. */
function measuredFor(style: StyleSpec, parent: StyleSpec): number {
  const world = createWorld({ capacity: 64 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  let spec: TreeSpec = { style, children: [{ style: {}, text: [20, 10], children: [] }] };
  spec = { style: parent, children: [spec] };
  for (let i = 1; i < ABOVE; i++) spec = { style: {}, children: [spec] };
  const row = buildTree(world, spec).at(-1)!;
  system.update({} as Frame);
  columns(world, Text).width[row] = 30;
  columns(world, Text).height[row] = 20;
  touch(world, row, CONTENT);
  system.update({} as Frame);
  return system.counters.measured;
}
