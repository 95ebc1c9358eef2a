import type { IntList } from '../../structures';

// Ciura's gaps, continued by a factor of 2.25: near linear for the nearly sorted lists that tree walks give.
const gaps = [102213, 45428, 20190, 8973, 3988, 1750, 701, 301, 132, 57, 23, 10, 4, 1];

/** Sorts rows by their place in the tree, parents before children, in place and without garbage. */
export function sortByOrder(list: IntList, indexOf: Int32Array): void {
  const { rows, length } = list;
  // Not `for of`: an iterator is garbage until the compiler has taken it out.
  for (let g = 0; g < gaps.length; g++) {
    const gap = gaps[g]!;
    for (let i = gap; i < length; i++) {
      const row = rows[i]!;
      const key = indexOf[row]!;
      let at = i;
      for (; at >= gap && indexOf[rows[at - gap]!]! > key; at -= gap) rows[at] = rows[at - gap]!;
      rows[at] = row;
    }
  }
}
