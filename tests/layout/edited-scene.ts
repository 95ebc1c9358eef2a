import * as fc from 'fast-check';
import {
  CONTENT,
  columns,
  createWorld,
  despawn,
  type Entity,
  entityOf,
  type Frame,
  isAlive,
  LAYOUT,
  move,
  resolve,
  resource,
  setResource,
  touch,
  type World,
} from '../../src/ecs';
import {
  Box,
  ContentMeasures,
  type Edges,
  EdgesOf,
  LayoutStyle,
  type Measure,
  Text,
  TextPort,
  Viewport,
  type ViewSize,
} from '../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../src/systems/layout';
import {
  buildTree,
  flatten,
  measureWords,
  type StyleSpec,
  type TreeSpec,
  writeStyle,
} from './layout-tree';
import { randomGrid } from './random-grid';
import { randomTree, seeded } from './random-tree';
import { createWrappingTexts, type WrappingTexts } from './wrapping-texts';

const VIEWS = [
  [400, 300],
  [250, 300],
] as const;
const frame = {} as Frame;

/** What may happen to a tree; `at` and `to` choose among the elements alive, `pick` among what they get. */
export type Edit =
  | { op: 'style' | 'telling' | 'insert'; at: number; pick: number }
  | { op: 'remove'; at: number }
  | { op: 'move'; at: number; to: number; before: number }
  | { op: 'content'; at: number; width: number }
  | { op: 'view' }
  | { op: 'layout' };

/** Values that take a property away again, and those that let what is inside matter further away, or not any more. */
export const telling: Record<string, unknown>[] = [
  { alignItems: 'baseline' },
  { alignItems: 'baseline', flexDirection: 'row', display: 'flex' },
  { alignSelf: 'baseline' },
  { alignSelf: 'end' },
  { alignSelf: 'start' },
  { display: 'contents', position: 'relative', width: 50, height: 50, flexShrink: 0 },
  { display: 'flex', position: 'relative', width: 50, height: 50, flexShrink: 0 },
  { paddingLeft: '20%', flexShrink: 0 },
  { paddingTop: '10%' },
  { width: 'auto', height: 'auto' },
  { minWidth: 'auto', maxWidth: 'auto', minHeight: 'auto', maxHeight: 'auto' },
  { flexBasis: 'auto', flexShrink: 1 },
  { paddingLeft: 0, marginTop: 0 },
  { display: 'flex', position: 'relative' },
  { alignSelf: 'auto', alignItems: 'normal' },
  { flexWrap: 'nowrap', flexDirection: 'row', overflow: 'visible' },
  { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, 20px)', maxWidth: 100 },
  { display: 'grid', gridTemplateRows: 'repeat(auto-fill, 13px)', maxHeight: 60 },
  { flexDirection: 'column', flexWrap: 'wrap', maxHeight: 50 },
  { minWidth: '80%', maxHeight: '40%' },
  { width: 'max-content', minHeight: 30 },
  { position: 'static' },
  { position: 'absolute', right: 'auto', bottom: 'auto' },
  { borderTopWidth: 4, borderRightWidth: 7 },
  { borderWidth: 0 },
  { aspectRatio: 1.5 },
  { aspectRatio: 'auto' },
  { display: 'none' },
  { display: 'contents' },
];

/** Elements and styles to take over. */
const donors = Array.from({ length: 64 }, (_, seed) => flatten(treeOf(seed)))
  .flat()
  .filter((spec) => flatten(spec).length < 10);
const donorStyles = donors.flatMap(({ style }) => Object.entries(style));

/** Boxes of fixed sizes that stand by what is deep inside. */
function cards(): TreeSpec {
  const text = (): TreeSpec => ({ style: { alignSelf: 'start' }, text: [20, 10], children: [] });
  const card = (...children: TreeSpec[]): TreeSpec => ({
    style: { width: 80, height: 83 },
    children,
  });
  const style = { alignItems: 'baseline' } as const;
  return { style, children: [card(card(text(), text())), text(), card(text())] };
}

/** A random tree: of flex containers, of grids, or of boxes that stand by what is deep inside. */
export function treeOf(seed: number): TreeSpec {
  if (seed % 5 === 0) return cards();
  return seed % 2 === 0 ? randomTree(seed) : randomGrid(seed);
}
/** What stops dirt, and what may be around and inside. */
const stops: readonly StyleSpec[] = [
  { width: 80, height: 60, flexShrink: 0 },
  { width: 80, height: 60, overflow: 'hidden' },
  { width: 50, height: 40, minWidth: 0, minHeight: 0, flexDirection: 'column' },
  { width: 60, height: 60, flexShrink: 0, position: 'static' },
  { width: 60, height: 60, flexShrink: 0, flexWrap: 'wrap' },
  { width: 70, height: 50, flexShrink: 0, display: 'grid' },
  { position: 'absolute' },
  { position: 'absolute', left: '10%', right: 4 },
  { position: 'absolute', width: 70, height: '50%', bottom: 2 },
];
const betweens: readonly StyleSpec[] = [
  {},
  { flexDirection: 'column' },
  { flexWrap: 'wrap', flexGrow: 1 },
  { alignItems: 'center' },
  { alignItems: 'baseline' },
  { display: 'grid', gridTemplateColumns: '1fr auto' },
  { display: 'contents' },
  { position: 'static' },
  { width: '50%', direction: 'rtl' },
  { paddingLeft: '10%' },
  { order: 1, left: 3 },
];

/** Boundaries in boundaries, at most 24 elements and 7 levels. */
export function nestedBoundaries(seed: number): TreeSpec {
  const random = seeded(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  let left = 6 + Math.floor(random() * 18);
  function node(depth: number): TreeSpec {
    left--;
    const style = { ...pick(depth > 0 && random() < 0.5 ? stops : betweens) };
    if (depth > 0 && random() < 0.3) {
      const width = Math.floor(random() * 50);
      if (random() < 0.5) return { style, text: [width, 10], children: [] };
      return { style, words: [width, 20, 11, width / 2, 9], children: [] };
    }
    const spec: TreeSpec = { style, children: [] };
    const wanted = 1 + Math.floor(random() * 3);
    for (let i = 0; i < wanted && left > 0 && depth < 6; i++) spec.children.push(node(depth + 1));
    return spec;
  }
  return node(0);
}

/** A world with its layout, and what its edits need. */
export type Scene = {
  world: World;
  system: LayoutSystem;
  view: ViewSize;
  entities: Entity[];
  measures: Map<number, Measure>;
  texts: WrappingTexts;
};

/** Lays a tree out in a world of its own. */
export function scene(spec: TreeSpec, fullRelayout: boolean): Scene {
  const world = createWorld({ capacity: 64 });
  const [width, height] = VIEWS[0];
  const view = { width, height, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const target: Scene = {
    world,
    system: createLayoutSystem({ world, fullRelayout }),
    view,
    entities: [],
    measures: new Map(),
    texts: createWrappingTexts(world),
  };
  setResource(world, TextPort, target.texts.port);
  setResource(world, ContentMeasures, target.measures);
  plant(target, spec, undefined);
  target.system.update(frame);
  return target;
}

/** Adds a tree; every other leaf of words is a text. */
function plant(target: Scene, spec: TreeSpec, parent: number | undefined): void {
  const { world, entities, measures, texts } = target;
  // A list that has something, as the first of a list would be given measures of its own.
  const rows = buildTree(world, spec, parent as never, [0 as never], measures).slice(1);
  const all = flatten(spec);
  for (const [i, row] of rows.entries()) {
    entities.push(entityOf(world, row));
    texts.forget(row);
    const { words } = all[i]!;
    if (words && i % 2 !== 0) texts.show(row, words);
  }
}

/** Makes an edit; both of two scenes that had the same ones do the same. */
export function apply(target: Scene, step: Edit): void {
  const { world, view } = target;
  const alive = target.entities.filter((entity) => isAlive(world, entity));
  const pick = (at: number): Entity => alive[at % alive.length]!;
  switch (step.op) {
    case 'style': {
      const [name, value] = donorStyles[step.pick % donorStyles.length]!;
      restyle(target, pick(step.at), name, value);
      return;
    }
    case 'telling': {
      for (const [name, value] of Object.entries(telling[step.pick % telling.length]!)) {
        restyle(target, pick(step.at), name, value);
      }
      return;
    }
    case 'insert': {
      plant(target, donors[step.pick % donors.length]!, resolve(world, pick(step.at)));
      return;
    }
    case 'remove':
      if (alive.length > 5 && pick(step.at) !== alive[0]) despawn(world, pick(step.at));
      return;
    case 'move':
      try {
        move(world, pick(step.at), pick(step.to), step.before % 2 ? pick(step.before) : undefined);
      } catch {
        // A cycle, or a sibling of another parent: nothing has changed.
      }
      return;
    case 'content':
      fill(target, resolve(world, pick(step.at)), step.width);
      return;
    case 'view': {
      const [width, height] = VIEWS[view.version % 2]!;
      Object.assign(view, { width, height, version: view.version + 1 });
      return;
    }
    case 'layout':
      target.system.update(frame);
  }
}

function restyle({ world }: Scene, entity: Entity, name: string, value: unknown): void {
  const row = resolve(world, entity);
  writeStyle(world, row, name, value);
  touch(world, row, LAYOUT);
}

/** Gives a leaf other content. */
function fill(target: Scene, row: number, width: number): void {
  const { world, texts, measures } = target;
  const text = columns(world, Text);
  if (texts.has(row)) {
    texts.show(row, [width, 30, 17, width / 2]);
  } else if (columns(world, LayoutStyle).measured[row] !== 0) {
    measures.set(row, measureWords([width, 30, 17]));
  } else if (text.height[row] !== 0) {
    text.width[row] = width;
    if (width % 5 === 0) text.height[row] = 10 + (width % 4) * 3;
  } else return;
  touch(world, row, CONTENT);
}

/** Boxes of what lives, and of what has one the edges and lines, in order of spawning. */
export function snapshot({ world, entities, texts }: Scene): unknown[][] {
  const box = columns(world, Box);
  const edgesOf = resource(world, EdgesOf)!;
  const taken: unknown[][] = [];
  for (const entity of entities) {
    if (!isAlive(world, entity)) continue;
    const row = resolve(world, entity);
    const { x, y, width, height } = box;
    const one: unknown[] = [x[row]!, y[row]!, width[row]!, height[row]!];
    if (width[row] !== 0 || height[row] !== 0) {
      const edges = {} as Edges;
      edgesOf(row, edges);
      one.push(...Object.values(edges), texts.linesOf(row));
    }
    taken.push(one);
  }
  return taken;
}

/** One edit; `structure` in some thirty change what is in what. */
export function edit(structure: number): fc.Arbitrary<Edit> {
  const at = fc.nat(1000);
  const each = Math.ceil(structure / 3);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ op: fc.constant('style' as const), at, pick: fc.nat(100_000) }),
    },
    { weight: 8, arbitrary: fc.record({ op: fc.constant('telling' as const), at, pick: at }) },
    {
      weight: each,
      arbitrary: fc.record({ op: fc.constant('insert' as const), at, pick: fc.nat(100_000) }),
    },
    { weight: each, arbitrary: fc.record({ op: fc.constant('remove' as const), at }) },
    {
      weight: each,
      arbitrary: fc.record({ op: fc.constant('move' as const), at, to: at, before: at }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constant('content' as const),
        at,
        width: fc.integer({ min: 1, max: 120 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ op: 'view' as const }) },
    { weight: 12, arbitrary: fc.constant({ op: 'layout' as const }) },
  );
}
