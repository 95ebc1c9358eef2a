import type { ContenderContext, FunctionContender } from 'rafter-ui/benchmark';
import { checkBoxes } from './agreement';
import type { Engine, LaidOutTree, TreeBuilder } from './laid-out-tree';
import { type RafterTree, rafter } from './rafter-tree';
import type { NodeSpec } from './tree-spec';
import { OTHER_WIDTH, type Place, pageTree, textOf, WIDTH } from './trees';

/** A tree that is laid out, and how many changes it has seen. */
export type TreeState = { tree: LaidOutTree; elements: number; turn: number };

type BuildState = { builder: TreeBuilder; built: LaidOutTree | undefined };

type SpecOf = (context: ContenderContext) => NodeSpec;

/** Changes that one run makes to single texts: few, because in a large tree peers take a second for them. */
const CHANGES = 20;
/** Far apart in the tree, and each text once in a while. */
const STRIDE = 7919;
/** What texts become. No page has a multiple of seven of them, so that each is another one every time. */
const WORD_WIDTHS = [24, 40, 32, 48, 20, 36, 44];
const wordCounts: Readonly<Record<Place, readonly number[]>> = {
  boxed: [1, 4, 2, 6, 1, 5, 3],
  tag: [1, 1, 1, 1, 1, 1, 1],
  heading: [4, 90, 6, 120, 5, 100, 70],
};
const DRAG = 400;

/** Every text is new and the root has another width: no cache knows an answer. */
export function cold(engine: Engine, specOf: SpecOf): FunctionContender<TreeState> {
  return treeContender(engine, specOf, ({ tree }, turn) => {
    tree.dirtyAll();
    tree.setWidth(eitherWidth(turn));
    tree.layout();
    return tree.readAll();
  });
}

/** The root has one of two widths, so that what was computed for either may be remembered. */
export function warm(engine: Engine, specOf: SpecOf): FunctionContender<TreeState> {
  return treeContender(engine, specOf, ({ tree }, turn) => {
    tree.setWidth(eitherWidth(turn));
    tree.layout();
    return tree.readAll();
  });
}

/** The root gets narrower by a pixel or wider by many, as if dragged: nothing was computed for that width lately. */
export function dragged(engine: Engine, specOf: SpecOf): FunctionContender<TreeState> {
  return treeContender(engine, specOf, ({ tree }, turn) => {
    tree.setWidth(WIDTH - (turn % DRAG));
    tree.layout();
    return tree.readAll();
  });
}

/** Single texts of a page change, each is laid out and read by itself. */
export function oneText(engine: Engine, place: Place): FunctionContender<TreeState> {
  const contender = treeContender(engine, pageOf, ({ tree, elements }, turn) => {
    let sum = 0;
    for (let i = turn * CHANGES; i < (turn + 1) * CHANGES; i++) {
      const text = textOf(elements, place, i * STRIDE);
      tree.setWords(text, wordsAt(place, i));
      tree.layout();
      sum += tree.readChanged(text);
    }
    return sum;
  });
  return { ...contender, operations: CHANGES };
}

/** Makes a tree; the one before is disposed of untimed. */
export function built(engine: Engine, specOf: SpecOf): FunctionContender<BuildState> {
  return {
    setup: (context) => ({ builder: engine(specOf(context)), built: undefined }),
    before(state) {
      state.built?.dispose();
      state.built = undefined;
    },
    run(state) {
      state.built = state.builder.build();
      return state.built;
    },
    teardown: ({ built: last }) => last?.dispose(),
  };
}

/** A page of as many elements as the bench says. */
export function pageOf({ parameters }: ContenderContext): NodeSpec {
  return pageTree(parameters.elements!);
}

function treeContender(
  engine: Engine,
  specOf: SpecOf,
  change: (state: TreeState, turn: number) => number,
): FunctionContender<TreeState> {
  const isOurs = engine === rafter;
  return {
    setup(context) {
      const spec = specOf(context);
      const tree = engine(spec).build();
      if (!isOurs) checkBoxes(tree, spec);
      tree.layout();
      tree.readAll();
      return { tree, elements: context.parameters.elements ?? 0, turn: 0 };
    },
    run: (state) => change(state, state.turn++),
    teardown: ({ tree }) => tree.dispose(),
    ...(isOurs && { counters: ({ tree }) => ({ ...(tree as RafterTree).totals }) }),
  };
}

function eitherWidth(turn: number): number {
  return turn % 2 === 0 ? OTHER_WIDTH : WIDTH;
}

/** A heading gets more lines and loses them, others become wider and narrower. */
function wordsAt(place: Place, change: number) {
  const width = WORD_WIDTHS[change % WORD_WIDTHS.length]!;
  return { count: wordCounts[place][change % WORD_WIDTHS.length]!, width };
}
