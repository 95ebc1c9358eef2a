import {
  CapacityError,
  CONTENT,
  defineResource,
  entityOf,
  findResource,
  LAYOUT,
  type Phase,
  STRUCTURE,
  type System,
  setResource,
  treeOf,
  type World,
  watchDirt,
} from '../../ecs';
import {
  Border,
  Box,
  EdgesOf,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  Text,
  Viewport,
} from '../../ecs/stores';
import { baselineAt } from './baseline';
import { measureItems } from './contributions';
import { createEdgesOf } from './edges';
import { solveHeight } from './heights';
import { LayoutNode } from './node-store';
import { tellBoxes } from './place-box';
import { runPass } from './run-layout';
import {
  type Asks,
  createLayoutState,
  type LayoutCounters,
  type LayoutState,
  type LayoutStats,
} from './state';

export type LayoutOptions = {
  world: World;
  /** @default 'layout' */
  phase?: Phase;
  /** Unique among the app's systems. @default 'layout/flex' in phase layout, `layout/<phase>` in others */
  name?: string;
  /** Every pass computes everything anew; for tests. @default false */
  fullRelayout?: boolean;
};

/** A layout system; `counters` say what its last pass did, `stats` what all those of its world did. */
export type LayoutSystem = System & {
  readonly counters: Readonly<LayoutCounters>;
  readonly stats: Readonly<LayoutStats>;
};

type Shared = { state: LayoutState; users: number };

const asks: Asks = { widths: measureItems, height: solveHeight, baseline: baselineAt };

const SharedLayout = defineResource<Shared | undefined>('SharedLayout');

/**
 * Lays out what is dirty: writes `Box` and layer origins from `LayoutStyle`, `Border` and measured text. All layout systems of
 * a world share one memory, so that a later pass does only what came up since the one before.
 */
export function createLayoutSystem({
  world,
  phase = 'layout',
  name = phase === 'layout' ? 'layout/flex' : `layout/${phase}`,
  fullRelayout = false,
}: LayoutOptions): LayoutSystem {
  const shared = acquire(world);
  return {
    name,
    phase,
    reads: [LayoutStyle, LayoutNode, Border, Radius, Text, LayerOf, Viewport],
    writes: [Box, LayoutNode, LayerTable],
    counters: shared.state.counters,
    stats: shared.state.stats,
    update({ index }) {
      if (index !== shared.state.frame) beginFrame(shared.state, index);
      try {
        runPass(shared.state, name, fullRelayout);
      } catch (error) {
        tellBoxes(shared.state);
        throw error instanceof RangeError ? tooDeep(shared.state, error) : error;
      } finally {
        addPass(shared.state);
      }
    },
    dispose() {
      release(world, shared);
    },
  };
}

function beginFrame(state: LayoutState, index: number): void {
  const { stats } = state;
  state.frame = index;
  stats.passes = 0;
  stats.boundaries = 0;
  stats.measured = 0;
  stats.asked = 0;
  stats.solved = 0;
  stats.arranged = 0;
  stats.written = 0;
}

/** Adds what a pass did to what its frame did, and all before it. */
function addPass({ stats, counters }: LayoutState): void {
  stats.boundaries += counters.entered;
  stats.measured += counters.measured;
  stats.asked += counters.asked;
  stats.solved += counters.solved;
  stats.arranged += counters.arranged;
  stats.written += counters.written;
  stats.totalMeasured += counters.measured;
  stats.totalAsked += counters.asked;
  stats.totalArranged += counters.arranged;
  stats.totalWritten += counters.written;
}

/** What a stack that has run out means here. */
function tooDeep({ world }: LayoutState, cause: RangeError): CapacityError {
  const { depth, order, length } = treeOf(world);
  let deepest = 0;
  for (let i = 1; i < length; i++) if (depth[i]! > depth[deepest]!) deepest = i;
  const row = order[deepest]!;
  const error = new CapacityError(
    `layout ran out of stack: element ${entityOf(world, row)} (row ${row}) is ${depth[deepest]} levels deep; nest elements no more than 500 deep, or give some between a fixed size or an absolute position`,
  );
  error.cause = cause;
  return error;
}

function acquire(world: World): Shared {
  let shared = findResource(world, SharedLayout);
  if (!shared) {
    const dirt = watchDirt(world, STRUCTURE | LAYOUT | CONTENT);
    shared = { state: createLayoutState(world, dirt, asks), users: 0 };
    setResource(world, SharedLayout, shared);
    setResource(world, EdgesOf, createEdgesOf(world));
  }
  shared.users++;
  return shared;
}

function release(world: World, shared: Shared): void {
  if (--shared.users > 0) return;
  shared.state.dirt.dispose();
  setResource(world, SharedLayout, undefined);
  setResource(world, EdgesOf, undefined);
}
