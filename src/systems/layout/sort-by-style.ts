import type { FlexItems } from './flexible-lengths';

/** Sorts the last items by `order`, stable, by merging halves; what is in order already costs a comparison an item. */
export function sortByStyle(items: FlexItems, from: number, order: Int32Array): void {
  // The lines of fresh items are not known yet.
  const { rows, lineEnd: left, top } = items;
  for (let width = 1; from + width < top; width *= 2) {
    for (let low = from; low + width < top; low += width * 2) {
      const middle = low + width;
      if (order[rows[middle - 1]!]! <= order[rows[middle]!]!) continue;
      const high = Math.min(middle + width, top);
      for (let i = low; i < middle; i++) left[i] = rows[i]!;
      let a = low;
      let b = middle;
      for (let at = low; a < middle; at++) {
        if (b < high && order[rows[b]!]! < order[left[a]!]!) rows[at] = rows[b++]!;
        else rows[at] = left[a++]!;
      }
    }
  }
}
