import {
  type AvailableSpace,
  loadTaffy,
  type MeasureFunction,
  Style,
  type StylePropertyValues,
  TaffyTree,
} from 'taffy-layout';
import {
  createPaths,
  fromRoot,
  type LaidOutTree,
  parentsOf,
  type TreeBuilder,
} from './laid-out-tree';
import { taffyStyle } from './taffy-style';
import { flatten, measureWords, type NodeSpec, type Words } from './tree-spec';

await loadTaffy();

/** What roots have room for; theirs have sizes. */
const SPACE = { width: 'max-content', height: 'max-content' } as const;

/** Trees of Taffy without rounding. What `new Style` takes is made beforehand. */
export function taffy(spec: NodeSpec): TreeBuilder {
  const nodes = flatten(spec);
  const plan: Plan = {
    spec,
    parents: parentsOf(spec),
    styles: nodes.map(({ style }) => taffyStyle(style)),
  };
  return { build: () => openTree(plan) };
}

type Plan = { spec: NodeSpec; parents: Int32Array; styles: readonly StylePropertyValues[] };

function openTree({ spec, parents, styles }: Plan): LaidOutTree {
  const tree = TaffyTree.withCapacity(styles.length);
  tree.disableRounding();
  const ids: bigint[] = [];
  const texts: number[] = [];
  const shown: Words[] = [];

  // Children first: there is a call that makes a node with all of them.
  function build(node: NodeSpec): bigint {
    const at = ids.push(0n) - 1;
    const { words, children } = node;
    const style = new Style(styles[at]);
    if (words) {
      texts.push(at);
      const own = { ...words };
      shown.push(own);
      ids[at] = tree.newLeafWithContext(style, own);
    } else if (children.length > 0) ids[at] = tree.newWithChildren(style, children.map(build));
    else ids[at] = tree.newLeaf(style);
    style.free();
    return ids[at];
  }

  function read(id: bigint): number {
    const layout = tree.unroundedLayout(id);
    const sum = layout.x + layout.y + layout.width + layout.height;
    layout.free();
    return sum;
  }

  const root = build(spec);
  let visitPath: ReturnType<typeof createPaths> | undefined;

  return {
    setWidth(width) {
      const style = tree.getStyle(root);
      style.width = width;
      tree.setStyle(root, style);
      style.free();
    },
    setWords(text, next) {
      Object.assign(shown[text]!, next);
      tree.markDirty(ids[texts[text]!]!);
    },
    dirtyAll() {
      for (const text of texts) tree.markDirty(ids[text]!);
    },
    layout: () => tree.computeLayoutWithMeasure(root, SPACE, taffyMeasure),
    readAll() {
      let sum = 0;
      for (const id of ids) sum += read(id);
      return sum;
    },
    readChanged(text) {
      visitPath ??= createPaths(parents, texts);
      let sum = 0;
      visitPath(text, (at) => {
        sum += read(ids[at]!);
      });
      return sum;
    },
    boxes() {
      const boxes = ids.flatMap((id) => {
        const { x, y, width, height } = tree.unroundedLayout(id);
        return [x, y, width, height];
      });
      return fromRoot(Float64Array.from(boxes), parents);
    },
    dispose: () => tree.free(),
  };
}

const taffyMeasure: MeasureFunction = (known, available, _node, words, style) => {
  // A copy made for this call, which leaks otherwise.
  style.free();
  const out = { width: 0, height: 0 };
  if (!words) return out;
  measureWords(words as Words, known.width ?? roomOf(available.width), out);
  if (known.width !== undefined) out.width = known.width;
  if (known.height !== undefined) out.height = known.height;
  return out;
};

function roomOf(space: AvailableSpace): number {
  if (typeof space === 'number') return space;
  return space === 'min-content' ? 0 : Number.POSITIVE_INFINITY;
}
