import type { MeasureContender } from 'rafter-ui/benchmark';
import type { Engine, LaidOutTree } from './laid-out-tree';
import { rafter } from './rafter-tree';
import type { NodeSpec } from './tree-spec';
import { OTHER_WIDTH, pageTree, paragraphTree, WIDTH } from './trees';

/** CSS pixels that a box may be off. */
const TOLERANCE = 0.5;
/** Share of boxes that may differ in a tree that is timed, so that all do the same work. */
const MOST_DIFFERENT = 0.01;

/** Shares of boxes, in percent, that are not Rafter's. */
export const agreementQuantities = { page: '%', paragraphs: '%' };

/** Lays the trees out that are timed and compares the boxes with Rafter's. */
export function agreement(engine: Engine): MeasureContender<undefined> {
  const percent = (spec: NodeSpec): number => {
    const tree = engine(spec).build();
    const share = shareBeside(tree, spec);
    tree.dispose();
    return 100 * share;
  };
  return {
    measure: () => ({ page: percent(pageTree(10_000)), paragraphs: percent(paragraphTree(1_000)) }),
  };
}

/** Compares a tree that nobody changed with Rafter's; throws where more than one box in a hundred is another. */
export function checkBoxes(tree: LaidOutTree, spec: NodeSpec): void {
  const share = shareBeside(tree, spec);
  if (share <= MOST_DIFFERENT) return;
  const percent = (share * 100).toFixed(1);
  throw new Error(`${percent} % of the boxes differ from Rafter's; they are not the same work`);
}

/** Share of boxes, 0 to 1, of which a side or place is not within half a CSS pixel of another engine's. */
export function shareThatDiffers(boxes: Float64Array, others: Float64Array): number {
  if (boxes.length !== others.length) return 1;
  let different = 0;
  for (let at = 0; at < boxes.length; at += 4) {
    let off = false;
    for (let side = at; side < at + 4; side++) {
      // Written so that NaN differs.
      if (!(Math.abs(boxes[side]! - others[side]!) <= TOLERANCE)) off = true;
    }
    if (off) different++;
  }
  return (4 * different) / boxes.length;
}

/** The larger of the shares at two widths: what was computed for the one may be wrong for the other. */
function shareBeside(tree: LaidOutTree, spec: NodeSpec): number {
  const ours = rafter(spec).build();
  const shares = [OTHER_WIDTH, WIDTH].map((width) => {
    for (const each of [ours, tree]) {
      each.setWidth(width);
      each.layout();
    }
    return shareThatDiffers(tree.boxes(), ours.boxes());
  });
  ours.dispose();
  return Math.max(...shares);
}
