import {
  CONTENT,
  columns,
  createWorld,
  type DirtList,
  despawn,
  type Entity,
  PROJECTION,
  ROW_MASK,
  setResource,
  touch,
  type World,
  watchDirt,
} from '../../src/ecs';
import {
  Box,
  ContentMeasures,
  createLayerTable,
  LayerTable,
  LayoutStyle,
  type Measure,
  Viewport,
} from '../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../src/systems/layout';
import { type BoxOptions, box, setStyle } from '../../src/ui';
import { endFrame } from '../ecs/end-frame';
import { defineCoreStores } from '../ecs/stores';
import type { LaidOutTree, TreeBuilder } from './laid-out-tree';
import { rafterOptions } from './rafter-style';
import { flatten, measureWords, type NodeSpec, type Words } from './tree-spec';

/** Totals of what passes did, and of calls of the measure function. */
export type RafterTotals = { measured: number; arranged: number; written: number; asked: number };

export type RafterTree = LaidOutTree & { readonly totals: Readonly<RafterTotals> };

type Stage = {
  world: World;
  system: LayoutSystem;
  /** What layout moved: the list that projection of an app reads. */
  moved: DirtList;
  measures: Map<number, Measure>;
  totals: RafterTotals;
};

const FRAME = {} as never;

/** Trees in one world, one at a time: a second one takes the rows that the first left. Options are made beforehand. */
export function rafter(spec: NodeSpec): TreeBuilder & { build(): RafterTree } {
  const stage = openStage(flatten(spec).length);
  const plan = planOf(spec);
  return { build: () => openTree(stage, plan) };
}

type Plan = { options: BoxOptions; words?: Readonly<Words>; children: readonly Plan[] };

function planOf({ style, words, children }: NodeSpec): Plan {
  return {
    options: rafterOptions(style),
    ...(words && { words }),
    children: children.map(planOf),
  };
}

function openStage(nodes: number): Stage {
  const world = createWorld({ capacity: nodes + 64 });
  defineCoreStores(world);
  const view = { width: 1280, height: 720, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, createLayerTable(4));
  const measures = new Map<number, Measure>();
  setResource(world, ContentMeasures, measures);
  const totals = { measured: 0, arranged: 0, written: 0, asked: 0 };
  const system = createLayoutSystem({ world });
  return { world, system, moved: watchDirt(world, PROJECTION), measures, totals };
}

function openTree({ world, system, moved, measures, totals }: Stage, plan: Plan): RafterTree {
  const rows: number[] = [];
  const textRows: number[] = [];
  const shown: Words[] = [];

  function measureOf(words: Readonly<Words>): Measure {
    const own = { ...words };
    shown.push(own);
    return (room, out) => {
      totals.asked++;
      measureWords(own, room, out);
      out.baseline = -1;
    };
  }

  function build({ options, words, children }: Plan, parent: Entity | undefined): Entity {
    if (parent !== undefined) options.parent = parent;
    const entity = box(world, options);
    const row = entity & ROW_MASK;
    rows.push(row);
    if (words) {
      textRows.push(row);
      columns(world, LayoutStyle).measured[row] = 1;
      measures.set(row, measureOf(words));
    }
    for (const child of children) build(child, entity);
    return entity;
  }

  const root = build(plan, undefined);

  function boxSum(from: ArrayLike<number>, start: number, end: number): number {
    const { x, y, width, height } = columns(world, Box);
    let sum = 0;
    for (let i = start; i < end; i++) {
      const row = from[i]!;
      sum += x[row]! + y[row]! + width[row]! + height[row]!;
    }
    moved.take();
    endFrame(world);
    return sum;
  }

  return {
    totals,
    setWidth: (width) => setStyle(world, root, { width }),
    setWords(text, words) {
      Object.assign(shown[text]!, words);
      touch(world, textRows[text]!, CONTENT);
    },
    dirtyAll() {
      for (let i = 0; i < textRows.length; i++) touch(world, textRows[i]!, CONTENT);
    },
    layout() {
      system.update(FRAME);
      const { measured, arranged, written } = system.counters;
      totals.measured += measured;
      totals.arranged += arranged;
      totals.written += written;
    },
    readAll: () => boxSum(rows, 0, rows.length),
    readChanged: () => boxSum(moved.rows, moved.taken, moved.length),
    boxes() {
      const { x, y, width, height } = columns(world, Box);
      return Float64Array.from(
        rows.flatMap((row) => [x[row]!, y[row]!, width[row]!, height[row]!]),
      );
    },
    dispose() {
      despawn(world, root);
      measures.clear();
      system.update(FRAME);
      moved.take();
      endFrame(world);
    },
  };
}
