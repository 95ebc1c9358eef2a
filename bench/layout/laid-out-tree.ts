import type { NodeSpec, Words } from './tree-spec';

/** A tree in one of the engines. What a change costs is paid in the change or in `layout`; benches time both. */
export type LaidOutTree = {
  setWidth(width: number): void;
  /** Gives the n-th text, in the order of the tree, other words. */
  setWords(text: number, words: Readonly<Words>): void;
  /** Makes every text new. */
  dirtyAll(): void;
  layout(): void;
  /** Reads all boxes and adds them up. */
  readAll(): number;
  /** Reads every box that a change of one text may have moved, as far as the engine can tell, and adds them up. */
  readChanged(text: number): number;
  /** Four numbers a node, depth first: left and top, relative to the root, width and height. */
  boxes(): Float64Array;
  dispose(): void;
};

/** Builds trees. What can be prepared without the engine is done before `build`, which benches time. */
export type TreeBuilder = { build(): LaidOutTree };

/** An engine: what a contender is made of. */
export type Engine = (spec: NodeSpec) => TreeBuilder;

/** For every node, depth first, the number of its parent; -1 for the root. */
export function parentsOf(spec: NodeSpec): Int32Array {
  const parents: number[] = [];
  const visit = (node: NodeSpec, parent: number): void => {
    const at = parents.push(parent) - 1;
    for (const child of node.children) visit(child, at);
  };
  visit(spec, -1);
  return Int32Array.from(parents);
}

/** For every text, in the order of the tree, the nodes whose boxes may move with it: it, its ancestors, and all their children. */
export function createPaths(parents: Int32Array, texts: readonly number[]) {
  const childrenOf = new Map<number, number[]>();
  for (const [at, parent] of parents.entries()) {
    const children = childrenOf.get(parent);
    if (children) children.push(at);
    else childrenOf.set(parent, [at]);
  }
  return (text: number, visit: (node: number) => void): void => {
    for (let at = texts[text]!; at >= 0; at = parents[at]!) {
      for (const each of childrenOf.get(parents[at]!)!) visit(each);
    }
  };
}

/** Boxes relative to their parents made relative to the root. */
export function fromRoot(boxes: Float64Array, parents: Int32Array): Float64Array {
  for (let at = 1; at < parents.length; at++) {
    const parent = parents[at]!;
    boxes[at * 4]! += parent === 0 ? 0 : boxes[parent * 4]!;
    boxes[at * 4 + 1]! += parent === 0 ? 0 : boxes[parent * 4 + 1]!;
  }
  boxes[0] = 0;
  boxes[1] = 0;
  return boxes;
}
