import Yoga, { Direction, type MeasureFunction, MeasureMode, type Node } from 'yoga-layout';
import {
  createPaths,
  fromRoot,
  type LaidOutTree,
  parentsOf,
  type TreeBuilder,
} from './laid-out-tree';
import { flatten, measureWords, type NodeSpec, type Words } from './tree-spec';
import { type YogaStep, yogaSteps } from './yoga-style';

/** Trees of Yoga with the defaults of the web and without rounding. Closures for the setters are made beforehand. */
export function yoga(spec: NodeSpec): TreeBuilder {
  const config = Yoga.Config.create();
  config.setUseWebDefaults(true);
  config.setPointScaleFactor(0);
  const nodes = flatten(spec);
  const plan: Plan = {
    parents: parentsOf(spec),
    steps: nodes.map(({ style }) => yogaSteps(style)),
    words: nodes.map(({ words }) => words),
    create: () => Yoga.Node.create(config),
  };
  return { build: () => openTree(plan) };
}

type Plan = {
  parents: Int32Array;
  steps: readonly (readonly YogaStep[])[];
  words: readonly (Readonly<Words> | undefined)[];
  create(): Node;
};

function openTree({ parents, steps, words, create }: Plan): LaidOutTree {
  const nodes: Node[] = [];
  const texts: number[] = [];
  const shown: Words[] = [];
  const used = new Int32Array(parents.length);
  for (let at = 0; at < parents.length; at++) {
    const node = create();
    for (const step of steps[at]!) step(node);
    const own = words[at];
    if (own) {
      texts.push(at);
      node.setMeasureFunc(yogaMeasure(shown[shown.push({ ...own }) - 1]!));
    }
    nodes.push(node);
    const parent = parents[at]!;
    if (parent >= 0) nodes[parent]!.insertChild(node, used[parent]!++);
  }
  const root = nodes[0]!;
  let visitPath: ReturnType<typeof createPaths> | undefined;

  return {
    setWidth: (width) => root.setWidth(width),
    setWords(text, next) {
      Object.assign(shown[text]!, next);
      nodes[texts[text]!]!.markDirty();
    },
    dirtyAll() {
      for (const text of texts) nodes[text]!.markDirty();
    },
    layout: () => root.calculateLayout(undefined, undefined, Direction.LTR),
    readAll() {
      let sum = 0;
      for (const node of nodes) sum += read(node);
      return sum;
    },
    readChanged(text) {
      visitPath ??= createPaths(parents, texts);
      let sum = 0;
      visitPath(text, (at) => {
        sum += read(nodes[at]!);
      });
      return sum;
    },
    boxes() {
      const boxes = nodes.flatMap((node) => {
        const { left, top, width, height } = node.getComputedLayout();
        return [left, top, width, height];
      });
      return fromRoot(Float64Array.from(boxes), parents);
    },
    dispose: () => root.freeRecursive(),
  };
}

/** One call for all four takes less time than four. */
function read(node: Node): number {
  const { left, top, width, height } = node.getComputedLayout();
  return left + top + width + height;
}

function yogaMeasure(words: Words): MeasureFunction {
  return (width, mode) => {
    const out = { width: 0, height: 0 };
    measureWords(words, mode === MeasureMode.Undefined ? Number.POSITIVE_INFINITY : width, out);
    return out;
  };
}
