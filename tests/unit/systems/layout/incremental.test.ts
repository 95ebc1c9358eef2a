import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createWorld,
  despawn,
  type Entity,
  type Frame,
  isAlive,
  LAYOUT,
  move,
  resolve,
  resource,
  setResource,
  spawn,
  touch,
  type World,
} from '../../../../src/ecs';
import {
  acquireLayer,
  Box,
  BoxKind,
  ContentMeasures,
  createLayerTable,
  type Edges,
  EdgesOf,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type Measure,
  releaseLayer,
  Text,
  TextKind,
  Viewport,
  type ViewSize,
} from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
import { measureWords, writeStyle } from '../../../layout/layout-tree';

const RUNS = process.env.RAFTER_LONG === '1' ? 100_000 : 40;
const frame = {} as Frame;

/** What may happen to a tree; `at` and `to` choose among the elements alive, whatever their number is. */
type Edit =
  | { op: 'spawn'; at: number; leaf: 'none' | 'text' | 'words'; layer: boolean }
  | { op: 'despawn'; at: number }
  | { op: 'move'; at: number; to: number; before: number }
  | { op: 'style'; at: number; name: string; value: unknown }
  | { op: 'nan'; at: number }
  | { op: 'layer'; at: number }
  | { op: 'text'; at: number; width: number; height: number }
  | { op: 'words'; at: number; words: number[] }
  | { op: 'viewport'; width: number; height: number }
  | { op: 'layout' };

describe('incremental layout', () => {
  it('gives the boxes that a layout from scratch gives, after any edits', () => {
    fc.assert(
      fc.property(fc.array(edit(), { minLength: 5, maxLength: 80, size: 'max' }), (edits) => {
        const incremental = scene(false);
        const full = scene(true);
        for (const step of [...edits, { op: 'layout' } as const]) {
          apply(incremental, step);
          apply(full, step);
          if (step.op !== 'layout') continue;
          expect(snapshot(incremental)).toEqual(snapshot(full));
        }
        const before = snapshot(incremental);
        for (const entity of incremental.entities) {
          if (isAlive(incremental.world, entity)) {
            touch(incremental.world, resolve(incremental.world, entity), LAYOUT);
          }
        }
        run(incremental);
        expect(snapshot(incremental)).toEqual(before);
        expect(incremental.system.counters.written).toBe(0);
        run(incremental);
        expect(incremental.system.counters).toEqual({
          entered: 0,
          measured: 0,
          asked: 0,
          solved: 0,
          absolute: 0,
          arranged: 0,
          written: 0,
        });
        incremental.system.dispose();
        full.system.dispose();
      }),
      { numRuns: RUNS },
    );
  }, 1_200_000);
});

type Scene = {
  world: World;
  system: LayoutSystem;
  layers: LayerTable;
  view: ViewSize;
  entities: Entity[];
  measures: Map<number, Measure>;
};

function scene(fullRelayout: boolean): Scene {
  const world = createWorld({ capacity: 16 });
  const layers = createLayerTable(4);
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, layers);
  const system = createLayoutSystem({ world, fullRelayout });
  const measures = new Map<number, Measure>();
  setResource(world, ContentMeasures, measures);
  return { world, system, layers, view, entities: [spawn(world, BoxKind)], measures };
}

function run({ system }: Scene): void {
  try {
    system.update(frame);
  } catch (error) {
    if (!String(error).includes('give a finite number')) throw error;
  }
}

function apply(target: Scene, step: Edit): void {
  const { world, layers, view, measures } = target;
  const alive = target.entities.filter((entity) => isAlive(world, entity));
  const pick = (at: number): Entity | undefined => alive[at % Math.max(1, alive.length)];
  switch (step.op) {
    case 'spawn': {
      // One in eight is a root.
      const parent = step.at % 8 === 0 ? undefined : pick(step.at);
      const entity = spawn(world, step.leaf === 'text' ? TextKind : BoxKind, parent);
      const row = resolve(world, entity);
      if (step.leaf === 'text') {
        columns(world, Text).width[row] = (step.at * 7.3) % 90;
        columns(world, Text).height[row] = 12;
      }
      columns(world, LayoutStyle).measured[row] = step.leaf === 'words' ? 1 : 0;
      if (step.leaf === 'words') measures.set(row, measureWords([step.at % 40, 30, 17]));
      if (step.layer) {
        const layer = acquireLayer(layers, row);
        layers.clips[layer] = step.at % 2;
        columns(world, LayerOf).own[row] = layer;
      }
      target.entities.push(entity);
      return;
    }
    case 'despawn': {
      const entity = pick(step.at);
      if (entity !== undefined && step.at % 3 !== 0) despawn(world, entity);
      return;
    }
    case 'move': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const to = step.to % 9 === 0 ? undefined : pick(step.to);
      const before = pick(step.before);
      try {
        move(world, entity, to, step.before % 2 === 0 ? undefined : before);
      } catch {
        // A cycle, or a sibling of another parent: nothing has changed.
      }
      return;
    }
    case 'style': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const row = resolve(world, entity);
      writeStyle(world, row, step.name, step.value);
      touch(world, row, LAYOUT);
      return;
    }
    case 'nan': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const row = resolve(world, entity);
      columns(world, LayoutStyle).marginTop[row] = Number.NaN;
      touch(world, row, LAYOUT);
      return;
    }
    case 'layer': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const row = resolve(world, entity);
      const { own } = columns(world, LayerOf);
      if (own[row] !== 0) {
        releaseLayer(layers, own[row]!);
        own[row] = 0;
      } else {
        own[row] = acquireLayer(layers, row);
      }
      touch(world, row, LAYOUT);
      return;
    }
    case 'text': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const row = resolve(world, entity);
      if (columns(world, Text).height[row] === 0) return;
      columns(world, Text).width[row] = step.width;
      columns(world, Text).height[row] = step.height;
      touch(world, row, CONTENT);
      return;
    }
    case 'words': {
      const entity = pick(step.at);
      if (entity === undefined) return;
      const row = resolve(world, entity);
      if (columns(world, LayoutStyle).measured[row] === 0) return;
      measures.set(row, measureWords(step.words));
      touch(world, row, CONTENT);
      return;
    }
    case 'viewport':
      view.width = step.width;
      view.height = step.height;
      view.version++;
      return;
    case 'layout':
      run(target);
  }
}

/** Boxes, edges and layers of what lives, in order of spawning. */
function snapshot({ world, entities, layers }: Scene): number[][] {
  const box = columns(world, Box);
  const own = columns(world, LayerOf).own;
  const edgesOf = resource(world, EdgesOf)!;
  const taken: number[][] = [];
  for (const entity of entities) {
    if (!isAlive(world, entity)) continue;
    const row = resolve(world, entity);
    const layer = own[row]!;
    taken.push([
      box.x[row]!,
      box.y[row]!,
      box.width[row]!,
      box.height[row]!,
      // What is not displayed may have any.
      ...(box.width[row] === 0 && box.height[row] === 0 ? [] : edgesAt(edgesOf, row)),
      ...(layer === 0
        ? []
        : [
            layers.originX[layer]!,
            layers.originY[layer]!,
            layers.clipRight[layer]!,
            layers.clipBottom[layer]!,
          ]),
    ]);
  }
  return taken;
}

function edgesAt(edgesOf: EdgesOf, row: number): number[] {
  const edges = {} as Edges;
  edgesOf(row, edges);
  return Object.values(edges);
}

function edit(): fc.Arbitrary<Edit> {
  const at = fc.nat(1000);
  const length = fc.oneof(
    fc.integer({ min: 0, max: 150 }),
    fc.constantFrom('auto', '0%', '33%', '50%', '100%', '120%'),
  );
  const size = fc.oneof(
    { weight: 4, arbitrary: length },
    {
      weight: 1,
      arbitrary: fc.constantFrom('min-content', 'max-content', 'fit-content', 'stretch', '20vw'),
    },
  );
  const edge = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.constantFrom('5%', '2vh') },
  );
  const inItems = ['stretch', 'flex-start', 'flex-end', 'center', 'baseline', 'safe end'] as const;
  const one = (name: string, value: fc.Arbitrary<unknown>) =>
    value.map((each) => [name, each] as const);
  const style = fc.oneof(
    one('display', fc.constantFrom('flex', 'grid', 'grid', 'none', 'contents')),
    one(
      'gridTemplateColumns',
      fc.constantFrom('none', '1fr 2fr', 'repeat(auto-fill, 30px)', 'auto min-content 20%'),
    ),
    one(
      'gridTemplateRows',
      fc.constantFrom('none', '20px 1fr', 'minmax(auto, 50%) auto', 'fit-content(30px)'),
    ),
    one('gridAutoFlow', fc.constantFrom('row', 'column dense')),
    one('gridColumn', fc.constantFrom('auto', 'span 2', '2', '-1')),
    one('justifySelf', fc.constantFrom('auto', 'center', 'stretch')),
    one('position', fc.constantFrom('relative', 'absolute')),
    one('flexDirection', fc.constantFrom('row', 'column', 'row-reverse', 'column-reverse')),
    one('justifyContent', fc.constantFrom('flex-start', 'flex-end', 'center', 'space-evenly')),
    one('alignItems', fc.constantFrom('normal', ...inItems)),
    one('alignSelf', fc.constantFrom('auto', ...inItems)),
    one('flexWrap', fc.constantFrom('nowrap', 'wrap', 'wrap-reverse')),
    one('alignContent', fc.constantFrom('normal', 'center', 'space-between', 'flex-end')),
    one('direction', fc.constantFrom('inherit', 'ltr', 'rtl')),
    one('boxSizing', fc.constantFrom('border-box', 'content-box')),
    one('order', fc.integer({ min: -1, max: 2 })),
    one('aspectRatio', fc.constantFrom('auto', 0.5, 1, 2)),
    one('overflow', fc.constantFrom('visible', 'hidden')),
    one('flexGrow', fc.constantFrom(0, 0.5, 1, 2)),
    one('flexShrink', fc.constantFrom(0, 0.5, 1, 2)),
    fc.tuple(
      fc.constantFrom(
        'flexBasis',
        'width',
        'height',
        'width',
        'height',
        'minWidth',
        'minHeight',
        'maxWidth',
        'maxHeight',
      ),
      size,
    ),
    fc.tuple(fc.constantFrom('left', 'top', 'right', 'bottom'), length),
    fc.tuple(
      fc.constantFrom(
        'paddingLeft',
        'paddingTop',
        'marginRight',
        'marginTop',
        'columnGap',
        'rowGap',
      ),
      edge,
    ),
    one('borderWidth', fc.integer({ min: 0, max: 20 })),
    fc.tuple(
      fc.constantFrom('marginLeft', 'marginTop', 'marginRight', 'marginBottom'),
      fc.constant('auto'),
    ),
  );
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        op: fc.constant('spawn' as const),
        at,
        leaf: fc.constantFrom('none', 'none', 'text', 'words'),
        layer: fc.nat(4).map((n) => n === 0),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('despawn' as const), at }) },
    {
      weight: 2,
      arbitrary: fc.record({ op: fc.constant('move' as const), at, to: at, before: at }),
    },
    {
      weight: 8,
      arbitrary: fc
        .tuple(at, style)
        .map(([row, [name, value]]) => ({ op: 'style' as const, at: row, name, value })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ op: fc.constantFrom('nan' as const, 'layer' as const), at }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constant('text' as const),
        at,
        width: fc.integer({ min: 0, max: 200 }),
        height: fc.constantFrom(12, 12, 12, 20),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        op: fc.constant('words' as const),
        at,
        words: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant('viewport' as const),
        width: fc.nat(500),
        height: fc.nat(400),
      }),
    },
    { weight: 4, arbitrary: fc.constant({ op: 'layout' as const }) },
  );
}
