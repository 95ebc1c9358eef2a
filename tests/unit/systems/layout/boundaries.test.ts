import { describe, expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createWorld,
  despawn,
  type Frame,
  LAYOUT,
  move,
  type Row,
  resolve,
  setResource,
  spawn,
  touch,
  type World,
} from '../../../../src/ecs';
import {
  acquireLayer,
  Border,
  BoxKind,
  createLayerTable,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Text,
  UNIT_PX,
  Viewport,
} from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
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

/** Gets the element and its children: the third is the only child of the second. */
type Edit = (world: World, inner: Row, children: readonly Row[]) => void;

const edits: [string, number, Edit][] = [
  ['one more child', 2, (world, inner) => void addSized(world, inner)],
  ['a child moved to the front', 2, (world, inner, [a, , , c]) => move(world, c!, inner, a)],
  ['a child despawned', 1, (world, _, [a]) => despawn(world, a!)],
  ['a child with a child despawned', 1, (world, _, [, b]) => despawn(world, b!)],
  ['a grandchild moved up', 3, (world, inner, [, , deep, c]) => move(world, deep!, inner, c)],
  ['a child moved down', 3, (world, _, [, b, , c]) => move(world, c!, b)],
];

describe.each<[string, StyleSpec, StyleSpec]>([
  ['a flex item', sized, {}],
  ['an item of a grid', size, { display: 'grid' }],
  ['an absolute element', { position: 'absolute' }, {}],
])('in %s', (_, style, parent) => {
  it.each(edits)('%s reaches nothing outside it', (_, measured, edit) => {
    const { world, system, rows } = build(style, parent);
    const [inner, ...children] = rows.slice(ABOVE) as Row[];
    edit(world, inner!, children);
    system.update({} as Frame);
    expect(system.counters.measured).toBeLessThanOrEqual(measured);
    expect(system.counters.arranged).toBeLessThanOrEqual(2);
  });
});

it('measures a parent without a boundary as far as its size changes', () => {
  const { world, system, rows } = build({}, {});
  addSized(world, rows[ABOVE]!);
  system.update({} as Frame);
  expect(system.counters.measured).toBeGreaterThan(ABOVE);
  // As large as what is there already, and thus the last to matter.
  const within = addSized(world, rows[ABOVE]!, 0);
  system.update({} as Frame);
  expect(system.counters.measured).toBe(2);
  despawn(world, within);
  system.update({} as Frame);
  expect(system.counters.measured).toBe(1);
});

it('clips within the border as soon as there is a child, and at the edge when it is gone', () => {
  const { world, system, layers } = prepare();
  const [, row] = buildTree(world, { style: {}, children: [{ style: sized, children: [] }] });
  const layer = acquireLayer(layers, row!);
  layers.clips[layer] = 1;
  columns(world, LayerOf).own[row!] = layer;
  for (const side of ['left', 'top', 'right', 'bottom'] as const) {
    columns(world, Border)[side][row!] = 5;
  }
  touch(world, row!, LAYOUT);
  system.update({} as Frame);
  expect(edges()).toEqual([0, 0, 100, 50]);
  const child = addSized(world, row!);
  system.update({} as Frame);
  expect(edges()).toEqual([5, 5, 95, 45]);
  despawn(world, child);
  system.update({} as Frame);
  expect(edges()).toEqual([0, 0, 100, 50]);

  function edges(): number[] {
    const { clipLeft, clipTop, clipRight, clipBottom } = layers;
    return [clipLeft[layer]!, clipTop[layer]!, clipRight[layer]!, clipBottom[layer]!];
  }
});

/** `ABOVE` levels around an element with three children, the second of which has one of its own. */
function build(style: StyleSpec, parent: StyleSpec) {
  const { world, system } = prepare();
  const leaf: TreeSpec = { style: sized, children: [] };
  let spec: TreeSpec = { style, children: [leaf, { style: sized, children: [leaf] }, leaf] };
  spec = { style: parent, children: [spec] };
  for (let i = 1; i < ABOVE; i++) spec = { style: {}, children: [spec] };
  const rows = buildTree(world, spec);
  system.update({} as Frame);
  return { world, system, rows };
}

function prepare() {
  const world = createWorld({ capacity: 64 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const layers = createLayerTable();
  setResource(world, LayerTable, layers);
  const system: LayoutSystem = createLayoutSystem({ world });
  return { world, system, layers };
}

function addSized(world: World, parent: number, width = 10) {
  const entity = spawn(world, BoxKind, parent as Row);
  const row = resolve(world, entity);
  const style = columns(world, LayoutStyle);
  style.width[row] = width;
  style.widthUnit[row] = UNIT_PX;
  style.shrink[row] = 0;
  return entity;
}

/** Elements measured when a text in an element changes. */
function measuredFor(style: StyleSpec, parent: StyleSpec): number {
  const { world, system } = prepare();
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
