import { columns, resource, type World } from '../../ecs';
import { contentBox, TEXT_LINES, Text, type TextGeometry, TextLines } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { LineSlots } from './line-slots';
import { createTextUnits } from './text-units';

export type TextGeometryOptions = {
  world: World;
  clusters: ClusterTable;
  /** BCP 47 tag for words. @default the host's */
  locale?: string | undefined;
  /** Gives the clusters of a row their x, where they have none yet. */
  settle: (row: number) => void;
};

/** Says where the clusters of texts stand. It keeps nothing: every answer is of the layout as it is. */
export function createTextGeometry({
  world,
  clusters,
  locale,
  settle,
}: TextGeometryOptions): TextGeometry {
  const slots = new LineSlots(world, settle);
  const content = new Float64Array(3);
  const units = createTextUnits(world, clusters, locale);
  // Written by `caretAt`.
  let upstream = false;

  function hasText(row: number): boolean {
    return columns(world, Text).runStart[row]! >= 0;
  }

  function lineCount(row: number): number {
    const { flags, lineCount: counts } = columns(world, Text);
    return (flags[row]! & TEXT_LINES) === 0 ? 1 : Math.max(1, counts[row]!);
  }

  /** The line that a point stands beside, the first or last one above or below all. */
  function lineAt(row: number, point: Float64Array): number {
    const lines = resource(world, TextLines);
    contentBox(world, row, content);
    const from = columns(world, Text).lineStart[row]!;
    let low = 0;
    let high = lineCount(row) - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (point[1]! >= content[1]! + lines.top[from + middle]!) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function lineOf(row: number, index: number, isUpstream: boolean): number {
    const lines = resource(world, TextLines);
    const from = columns(world, Text).lineStart[row]!;
    if (from < 0) return 0;
    // The cluster that the caret hangs on.
    const cluster = isUpstream ? index - 1 : index;
    let low = 0;
    let high = lineCount(row) - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (cluster >= lines.first[from + middle]!) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Place of a cluster in the line that was placed last, -1 if it is not shown in it. */
  function slotOf(cluster: number): number {
    const { cluster: clusterOfSlot, count } = slots;
    // In most lines it stands where it is read.
    const guess = cluster - slots.first;
    if (guess >= 0 && guess < count && clusterOfSlot[guess] === cluster) return guess;
    for (let k = 0; k < count; k++) if (clusterOfSlot[k] === cluster) return k;
    return -1;
  }

  /** The slot nearest to an x; the line has some. */
  function slotAt(point: Float64Array): number {
    const { left, right, count } = slots;
    const x = point[0]!;
    let last = 0;
    for (let k = 0; k < count; k++) {
      if (!(right[k]! > left[k]!)) continue;
      // Between what stands before an ellipsis and after it the nearer one.
      if (x < left[k]!) return x - right[last]! < left[k]! - x ? last : k;
      last = k;
      if (x < right[k]!) return k;
    }
    return last;
  }

  function caretAt(row: number, point: Float64Array): number {
    upstream = false;
    if (!hasText(row)) return 0;
    slots.place(row, lineAt(row, point));
    if (slots.count === 0) return slots.first;
    const k = slotAt(point);
    const isLeft = point[0]! < (slots.left[k]! + slots.right[k]!) / 2;
    // Read from right to left, a cluster begins at its right edge.
    upstream = isLeft === (slots.backwards[k] === 1);
    return slots.cluster[k]! + (upstream ? 1 : 0);
  }

  function clusterAt(row: number, point: Float64Array): number {
    if (!hasText(row)) return -1;
    slots.place(row, lineAt(row, point));
    const { edges, left, right } = slots;
    if (!(point[1]! >= edges[1]! && point[1]! < edges[2]!)) return -1;
    for (let k = 0; k < slots.count; k++) {
      if (point[0]! >= left[k]! && point[0]! < right[k]!) return slots.cluster[k]!;
    }
    return -1;
  }

  /** Writes where a caret stands in the line that was placed last. */
  function writeX(index: number, isUpstream: boolean, out: Float64Array): void {
    let after = isUpstream;
    let k = slotOf(isUpstream ? index - 1 : index);
    if (k < 0) {
      // Cut away, hanging or at the end: after the last cluster that is seen before it.
      after = true;
      k = slotOf(Math.min(index, slots.shown) - 1);
    }
    if (k < 0) {
      after = false;
      k = slotOf(slots.first);
    }
    if (k < 0) out[0] = slots.edges[0]!;
    else out[0] = (after === (slots.backwards[k] === 1) ? slots.left : slots.right)[k]!;
  }

  return {
    get upstream() {
      return upstream;
    },
    caretAt,
    clusterAt,
    caretRect(row, index, isUpstream, out) {
      if (!hasText(row)) {
        contentBox(world, row, out);
        out[2] = 0;
        out[3] = 0;
        return;
      }
      slots.place(row, lineOf(row, index, isUpstream));
      writeX(index, isUpstream, out);
      out[1] = slots.edges[1]!;
      out[2] = 0;
      out[3] = slots.edges[2]! - slots.edges[1]!;
    },
    rangeRects(row, from, to, out) {
      if (!hasText(row) || !(to > from)) return 0;
      const lastLine = lineOf(row, to, true);
      let count = 0;
      for (let line = lineOf(row, from, false); line <= lastLine; line++) {
        slots.place(row, line);
        const { cluster, left, right, edges } = slots;
        for (let k = 0; k < slots.count; k++) {
          if (!isWithin(cluster[k]!, from, to)) continue;
          const begin = k;
          while (
            k + 1 < slots.count &&
            isWithin(cluster[k + 1]!, from, to) &&
            left[k + 1] === right[k]
          ) {
            k++;
          }
          if (!(right[k]! > left[begin]!)) continue;
          const at = count++ * 4;
          if (at + 4 > out.length) continue;
          out[at] = left[begin]!;
          out[at + 1] = edges[1]!;
          out[at + 2] = right[k]! - left[begin]!;
          out[at + 3] = edges[2]! - edges[1]!;
        }
      }
      return count;
    },
    lineOf,
    lineStart(row, line) {
      const at = columns(world, Text).lineStart[row]!;
      return at < 0 ? 0 : resource(world, TextLines).first[at + line]!;
    },
    lineEnd(row, line) {
      const text = columns(world, Text);
      const at = text.lineStart[row]!;
      if (at < 0 || line + 1 >= text.lineCount[row]!) return text.runLength[row]!;
      return resource(world, TextLines).shown[at + line]!;
    },
    unitOf: units.unitOf,
    clusterOf: units.clusterOf,
    wordAt: units.wordAt,
  };
}

function isWithin(cluster: number, from: number, to: number): boolean {
  return cluster >= from && cluster < to;
}
