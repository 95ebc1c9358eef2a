import { readFileSync } from 'node:fs';
import type { MeasureContender } from 'rafter-ui/benchmark';
import type { Engine } from './laid-out-tree';
import type { NodeSpec, NodeStyle, Words } from './tree-spec';

/** A tree and the box that Chromium gave each element, relative to the root's. */
type CaseNode = {
  style: Readonly<Record<string, string | number | null>>;
  text?: string;
  rect: readonly [x: number, y: number, width: number, height: number];
  children: readonly CaseNode[];
};
type Case = { name: string; tree: CaseNode };

const TOLERANCE = 0.1;
const GLYPH = 10;

/** Shares of the cases of a file, in percent, whose boxes are all the browser's: of all, and of those without static elements. */
export const conformanceQuantities = { equal: '%', equalOfNonStatic: '%' };

/** Lays out the cases that a file holds. */
export function conformance(engine: Engine, path: string): MeasureContender<readonly Case[]> {
  return {
    setup: () => JSON.parse(readFileSync(path, 'utf8')) as Case[],
    measure(cases) {
      const equal = cases.filter(({ tree }) => isAsInBrowser(engine, tree));
      return {
        equal: (100 * equal.length) / cases.length,
        equalOfNonStatic:
          (100 * equal.filter(isNonStatic).length) / cases.filter(isNonStatic).length,
      };
    },
  };
}

function isNonStatic({ tree }: Pick<Case, 'tree'>): boolean {
  return (
    tree.style.position !== 'static' && tree.children.every((each) => isNonStatic({ tree: each }))
  );
}

/** True if an engine gives every element of a case its box to 0.1 px; one it cannot build is not. */
export function isAsInBrowser(engine: Engine, tree: CaseNode): boolean {
  let boxes: Float64Array;
  try {
    const laidOut = engine(inViewport(tree)).build();
    laidOut.layout();
    boxes = laidOut.boxes();
    laidOut.dispose();
  } catch {
    return false;
  }
  return shownNodes(tree).every(({ node, at }) =>
    node.rect.every((value, side) => {
      // After the viewport.
      const place = (at + 1) * 4 + side;
      const origin = side < 2 ? boxes[4 + side]! : 0;
      return Math.abs(boxes[place]! - origin - value) <= TOLERANCE;
    }),
  );
}

/** Absolute in a viewport of the size that the boxes were measured in. */
function inViewport(tree: CaseNode): NodeSpec {
  const spec = toSpec(tree);
  const style: NodeStyle = { ...spec.style, position: 'absolute', left: 0, top: 0 };
  return { style: { width: 1600, height: 1200 }, children: [{ ...spec, style }] };
}

function toSpec({ style, text, children }: CaseNode): NodeSpec {
  const given = Object.entries(style).flatMap(([name, value]) => {
    // No border in CSS.
    const isBorder = name.startsWith('border') && typeof value !== 'number';
    // No ratio either.
    const isRatio = name === 'aspectRatio' && value === 0;
    return isBorder || isRatio || value === null ? [] : [[name, value] as const];
  });
  const spec = { style: Object.fromEntries(given) as NodeStyle, children: children.map(toSpec) };
  return text === undefined ? spec : { ...spec, words: wordsOf(text) };
}

function wordsOf(text: string): Words {
  const pieces = text.split(' ').map((word) => word.length * GLYPH);
  return { count: pieces.length, width: 0, pieces };
}

/** Nodes with their places depth first, but those that are not displayed. */
function shownNodes(tree: CaseNode): { node: CaseNode; at: number }[] {
  const shown: { node: CaseNode; at: number }[] = [];
  let at = 0;
  const visit = (node: CaseNode, isHidden: boolean): void => {
    const hides = isHidden || node.style.display === 'none';
    if (!hides) shown.push({ node, at });
    at++;
    for (const child of node.children) visit(child, hides);
  };
  visit(tree, false);
  return shown;
}
