import {
  type Columns,
  columns,
  type DirtList,
  findResource,
  resource,
  type Tree,
  treeOf,
  type ValueError,
  type World,
} from '../../ecs';
import {
  Border,
  Box,
  ContentMeasures,
  type ContentSize,
  type GridStyles,
  gridStyles,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  Text,
  TextPort,
  Viewport,
} from '../../ecs/stores';
import { createIntList, type IntList } from '../../structures';
import { createFlexLines, type FlexLines } from './flex-lines';
import { createFlexItems, type FlexItems } from './flexible-lengths';
import { createGridScratch, type GridScratch, SURFACE_HEIGHT, SURFACE_WIDTH } from './grid/scratch';
import type { BadMeasure } from './measured';
import { HEIGHT_SHIFT, LayoutNode, WIDTH_SHIFT } from './node-store';

type ColumnsOf<S> = S extends {
  readonly schema: infer Schema extends Parameters<typeof columns>[1]['schema'];
}
  ? Columns<Schema>
  : never;

/** The columns of one axis, so that rows and columns share their code. */
export type Axis = {
  horizontal: boolean;
  /** Of `LayoutNode`: sizes as the style gives them. */
  size: Float32Array;
  min: Float32Array;
  max: Float32Array;
  /** Style: insets, the gap between items along the axis. */
  startEdge: Float32Array;
  startUnit: Uint8Array;
  endEdge: Float32Array;
  endUnit: Uint8Array;
  gap: Float32Array;
  gapUnit: Uint8Array;
  /** Of `Border`. */
  borderStart: Float32Array;
  borderEnd: Float32Array;
  /** Where `units` holds those of size, minimum and maximum. */
  unitShift: number;
  /** Of `LayoutNode`. */
  start: Float32Array;
  marginStart: Float32Array;
  inset: Float64Array;
  margin: Float64Array;
  position: Float64Array;
  extent: Float64Array;
};

/** What an element is asked about what is in it, whatever that is: a table, as each of the answers asks again. */
export type Asks = {
  /** Writes `minContent` and `maxContent` of a container. */
  widths(state: LayoutState, row: number): void;
  /** Writes `intrinsic`; see `solveHeight`. */
  height(state: LayoutState, row: number): void;
  /** Writes `baseline`; see `baselineAt`. */
  baseline(state: LayoutState, row: number): void;
};

/** One world's layout: columns of the running pass, lists of work, scratch that never shrinks. */
export type LayoutState = {
  readonly world: World;
  readonly dirt: DirtList;
  readonly asks: Asks;
  tree: Tree;
  node: ColumnsOf<typeof LayoutNode>;
  style: ColumnsOf<typeof LayoutStyle>;
  box: ColumnsOf<typeof Box>;
  border: ColumnsOf<typeof Border>;
  radius: ColumnsOf<typeof Radius>;
  text: ColumnsOf<typeof Text>;
  layerOf: ColumnsOf<typeof LayerOf>;
  layers: LayerTable | undefined;
  readonly x: Axis;
  readonly y: Axis;
  /** Elements at which dirt stopped climbing: measuring starts there. */
  readonly entries: IntList;
  /** Elements whose children must be placed again although their parent is not. */
  readonly arrange: IntList;
  /** Elements whose boxes have moved, and that have other sizes: told at the end of the pass. */
  readonly moved: IntList;
  readonly resized: IntList;
  /** Absolute elements in static ones, and whether this pass touched any, or what one goes by. */
  readonly distant: IntList;
  distantMoved: boolean;
  /** Elements whose edges or lines are those of a question, until `restoreAsked`. */
  readonly asked: IntList;
  measures: ContentMeasures | undefined;
  textPort: TextPort | undefined;
  /** What measures write, and by row who wrote what is no size. */
  readonly contentSize: ContentSize;
  readonly badMeasures: Map<number, BadMeasure>;
  readonly items: FlexItems;
  /** The items of `STRAIGHT` containers that this pass sized: unlike those of others, there until its end. */
  readonly kept: FlexItems;
  readonly lines: FlexLines;
  readonly grid: GridScratch;
  readonly grids: GridStyles;
  /** Numbers that functions hand each other: as arguments and results they would be garbage. See `own-sizes.ts`. */
  readonly given: Float64Array;
  viewportVersion: number;
  viewportWidth: number;
  viewportHeight: number;
  /** Whether anything is or was aligned by its baseline: then fixed sizes stop less. */
  hasBaselines: boolean;
  /** Number of the running pass. */
  pass: number;
  /** The last pass did not reach its end. */
  unfinished: boolean;
  /** Index of the frame that `stats` are of. */
  frame: number;
  /** Elements whose style is not finite since this pass. */
  turnedBad: { error: ValueError; row: number; hidden?: boolean }[];
  readonly counters: LayoutCounters;
  readonly stats: LayoutStats;
};

/** What the last pass did. */
export type LayoutCounters = {
  /** Elements at which changes stopped climbing, and where measuring began. */
  entered: number;
  /** Content sizes computed. */
  measured: number;
  /** Times that a leaf was asked: texts divided into lines, measure functions called. */
  asked: number;
  /** Times that the items of a container were gone through for how wide or high they make it. */
  solved: number;
  /** Roots and absolute elements that were sized and placed. */
  absolute: number;
  /** Containers whose children were placed. */
  arranged: number;
  /** Boxes and layer origins written. */
  written: number;
};

/** What layout did in the last frame, and in all so far; `app.layout.stats()`. One object, updated in place. */
export type LayoutStats = {
  /** Last frame: passes that found anything to do, 3 at most. */
  passes: number;
  /** Last frame: boundaries at which changes stopped, and in which layout began; a root is one. */
  boundaries: number;
  /** Last frame: elements whose content was measured, what they are in as far as it went by them among them. */
  measured: number;
  /** Last frame: times that a leaf was asked how large it is: texts divided into lines, measure functions called. */
  asked: number;
  /** Last frame: times that the children of an element were gone through for how wide or high they make it. */
  solved: number;
  /** Last frame: elements whose children were placed. */
  arranged: number;
  /** Last frame: boxes, and origins of layers, that changed. */
  written: number;
  /** Sums over all frames. */
  totalPasses: number;
  totalMeasured: number;
  totalAsked: number;
  totalArranged: number;
  totalWritten: number;
};

/** Makes the sums of a layout that did nothing yet. */
function createLayoutStats(): LayoutStats {
  return {
    passes: 0,
    boundaries: 0,
    measured: 0,
    asked: 0,
    solved: 0,
    arranged: 0,
    written: 0,
    totalPasses: 0,
    totalMeasured: 0,
    totalAsked: 0,
    totalArranged: 0,
    totalWritten: 0,
  };
}

export function createLayoutState(world: World, dirt: DirtList, asks: Asks): LayoutState {
  const node = columns(world, LayoutNode);
  const style = columns(world, LayoutStyle);
  const border = columns(world, Border);
  return {
    world,
    dirt,
    asks,
    tree: treeOf(world),
    node,
    style,
    box: columns(world, Box),
    border,
    radius: columns(world, Radius),
    text: columns(world, Text),
    layerOf: columns(world, LayerOf),
    layers: undefined,
    x: {
      horizontal: true,
      unitShift: WIDTH_SHIFT,
      ...horizontal(style, node, border),
    },
    y: {
      horizontal: false,
      unitShift: HEIGHT_SHIFT,
      ...vertical(style, node, border),
    },
    entries: createIntList(64),
    arrange: createIntList(64),
    moved: createIntList(64),
    resized: createIntList(64),
    distant: createIntList(64),
    distantMoved: false,
    asked: createIntList(64),
    measures: undefined,
    textPort: undefined,
    contentSize: { width: 0.5, height: 0.5, baseline: 0.5 },
    badMeasures: new Map(),
    items: createFlexItems(64),
    kept: createFlexItems(64),
    lines: createFlexLines(16),
    grid: createGridScratch(),
    grids: gridStyles(world),
    given: new Float64Array(40),
    viewportVersion: -1,
    viewportWidth: 0,
    viewportHeight: 0,
    hasBaselines: false,
    pass: 0,
    unfinished: false,
    frame: -1,
    turnedBad: [],
    counters: {
      entered: 0,
      measured: 0,
      asked: 0,
      solved: 0,
      absolute: 0,
      arranged: 0,
      written: 0,
    },
    stats: createLayoutStats(),
  };
}

/** Fetches what growth of the world or the host may have replaced. Returns whether the surface changed. */
export function beginPass(state: LayoutState): boolean {
  const { world, counters } = state;
  state.tree = treeOf(world);
  state.layers = findResource(world, LayerTable);
  state.textPort = findResource(world, TextPort);
  state.measures = findResource(world, ContentMeasures);
  state.pass = (state.pass + 1) | 0;
  state.asked.clear();
  state.items.top = 0;
  state.kept.top = 0;
  state.lines.top = 0;
  state.grid.items.top = 0;
  state.grid.tracks.top = 0;
  if (state.x.size !== state.node.sizeX) {
    Object.assign(state.x, horizontal(state.style, state.node, state.border));
    Object.assign(state.y, vertical(state.style, state.node, state.border));
  }
  const { node } = state;
  counters.entered = 0;
  counters.measured = 0;
  counters.asked = 0;
  counters.solved = 0;
  counters.absolute = 0;
  counters.arranged = 0;
  counters.written = 0;
  const view = resource(world, Viewport);
  const width = view.width >= 0 && view.width < Number.POSITIVE_INFINITY ? view.width : 0;
  const height = view.height >= 0 && view.height < Number.POSITIVE_INFINITY ? view.height : 0;
  // Row 0 stands for the surface: roots are its absolute children.
  node.width[0] = width;
  node.height[0] = height;
  const changed = width !== state.viewportWidth || height !== state.viewportHeight;
  state.grid.given[SURFACE_WIDTH] = width;
  state.grid.given[SURFACE_HEIGHT] = height;
  state.viewportWidth = width;
  state.viewportHeight = height;
  if (changed) node.arrangedPass[0] = state.pass;
  const newer = view.version !== state.viewportVersion;
  state.viewportVersion = view.version;
  return changed || newer;
}

function horizontal(
  style: ColumnsOf<typeof LayoutStyle>,
  node: ColumnsOf<typeof LayoutNode>,
  border: ColumnsOf<typeof Border>,
) {
  return {
    size: node.sizeX,
    min: node.minX,
    max: node.maxX,
    startEdge: style.left,
    startUnit: style.leftUnit,
    endEdge: style.right,
    endUnit: style.rightUnit,
    gap: style.columnGap,
    gapUnit: style.columnGapUnit,
    borderStart: border.left,
    borderEnd: border.right,
    start: node.startX,
    marginStart: node.marginLeft,
    inset: node.insetX,
    margin: node.marginX,
    position: node.x,
    extent: node.width,
  };
}

function vertical(
  style: ColumnsOf<typeof LayoutStyle>,
  node: ColumnsOf<typeof LayoutNode>,
  border: ColumnsOf<typeof Border>,
) {
  return {
    size: node.sizeY,
    min: node.minY,
    max: node.maxY,
    startEdge: style.top,
    startUnit: style.topUnit,
    endEdge: style.bottom,
    endUnit: style.bottomUnit,
    gap: style.rowGap,
    gapUnit: style.rowGapUnit,
    borderStart: border.top,
    borderEnd: border.bottom,
    start: node.startY,
    marginStart: node.marginTop,
    inset: node.insetY,
    margin: node.marginY,
    position: node.y,
    extent: node.height,
  };
}
