import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
} from '../../../../src/ecs';
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
} from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
import {
  buildTree,
  flatten,
  measureWords,
  type TreeSpec,
  writeStyle,
} from '../../../layout/layout-tree';
import { randomGrid } from '../../../layout/random-grid';
import { randomTree } from '../../../layout/random-tree';
import { createWrappingTexts, type WrappingTexts } from '../../../layout/wrapping-texts';

const RUNS = process.env.RAFTER_LONG === '1' ? 10_000 : 40;
// The same trees at every run of the short tier.
const SEED = process.env.RAFTER_LONG === '1' ? Date.now() : 7;
const VIEWS = [
  [400, 300],
  [250, 300],
] as const;
const frame = {} as Frame;

/** What may happen to a tree; `at` and `to` choose among the elements alive, `pick` among what they get. */
type Edit =
  | { op: 'style' | 'telling' | 'insert'; at: number; pick: number }
  | { op: 'remove'; at: number }
  | { op: 'move'; at: number; to: number; before: number }
  | { op: 'content'; at: number; width: number }
  | { op: 'view' }
  | { op: 'layout' };

/** Values that take a property away again, and those that let what is inside matter further away, or not any more. */
const telling: Record<string, unknown>[] = [
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
];

/** Elements and styles to take over. */
const donors = Array.from({ length: 64 }, (_, seed) => flatten(treeOf(seed)))
  .flat()
  .filter((spec) => flatten(spec).length < 10);
const donorStyles = donors.flatMap(({ style }) => Object.entries(style));

describe('incremental layout', () => {
  it('gives random trees the boxes, edges and lines that a layout from scratch gives, after any edits', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.array(edit(), { minLength: 30, maxLength: 60, size: 'max' }),
        (seed, edits) => {
          const incremental = scene(treeOf(seed), false);
          const full = scene(treeOf(seed), true);
          for (const step of [...edits, { op: 'layout' } as const]) {
            apply(incremental, step);
            apply(full, step);
            if (step.op !== 'layout') continue;
            const seen = snapshot(incremental);
            const expected = snapshot(full);
            // Cheaper than what says where they differ.
            if (String(seen) !== String(expected)) expect(seen).toEqual(expected);
          }
          incremental.system.dispose();
          full.system.dispose();
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  }, 1_200_000);

  it('solves a grid in a static element once it has what it goes by', () => {
    const spec: TreeSpec = {
      style: {},
      children: [
        {
          style: {},
          children: [
            { style: {}, words: [28, 10, 28, 39, 22, 5, 26], children: [] },
            {
              style: {},
              children: [
                { style: {}, words: [28, 37], children: [] },
                { style: {}, children: [] },
                { style: {}, words: [43], children: [] },
              ],
            },
            {
              style: {
                display: 'grid',
                gridTemplateRows: '18px repeat(auto-fit, 26px)',
                maxWidth: 39,
                maxHeight: '100%',
                position: 'absolute',
              },
              children: [
                { style: {}, children: [] },
                { style: { gridRow: '2 / 4' }, children: [] },
                { style: {}, words: [34, 18, 37, 14, 38], children: [] },
                {
                  style: { gridColumn: 'span 1 / -1', position: 'absolute' },
                  words: [17, 37, 30, 13, 24, 41, 10],
                  children: [],
                },
              ],
            },
          ],
        },
        { style: {}, words: [9, 26, 21, 30, 33, 35], children: [] },
        { style: {}, words: [40, 30, 32, 28, 19, 25], children: [] },
        {
          style: {},
          children: [
            { style: {}, words: [26, 33, 41, 45, 30, 22, 32], children: [] },
            { style: {}, words: [37, 19], children: [] },
            { style: {}, words: [42, 33], children: [] },
            {
              style: {},
              children: [
                { style: {}, words: [31, 12], children: [] },
                { style: {}, children: [] },
              ],
            },
          ],
        },
      ],
    };
    const [incremental, full] = [scene(spec, false), scene(spec, true)];
    for (const each of [incremental, full]) {
      apply(each, {
        op: 'telling',
        at: 22,
        pick: telling.findIndex((s) => s.position === 'static'),
      });
      apply(each, { op: 'content', at: 766, width: 1 });
      apply(each, { op: 'style', at: 242, pick: 0 });
      apply(each, { op: 'layout' });
    }
    expect(snapshot(incremental)).toEqual(snapshot(full));
  });
});

type Scene = {
  world: World;
  system: LayoutSystem;
  view: ViewSize;
  entities: Entity[];
  measures: Map<number, Measure>;
  texts: WrappingTexts;
};

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

function treeOf(seed: number): TreeSpec {
  if (seed % 5 === 0) return cards();
  return seed % 2 === 0 ? randomTree(seed) : randomGrid(seed);
}

function scene(spec: TreeSpec, fullRelayout: boolean): Scene {
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

function apply(target: Scene, step: Edit): void {
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
function snapshot({ world, entities, texts }: Scene): unknown[][] {
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

function edit(): fc.Arbitrary<Edit> {
  const at = fc.nat(1000);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ op: fc.constant('style' as const), at, pick: fc.nat(100_000) }),
    },
    { weight: 8, arbitrary: fc.record({ op: fc.constant('telling' as const), at, pick: at }) },
    {
      weight: 1,
      arbitrary: fc.record({ op: fc.constant('insert' as const), at, pick: fc.nat(100_000) }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('remove' as const), at }) },
    {
      weight: 1,
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
