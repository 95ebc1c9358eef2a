import type { ListState } from './list';

/** Place of the section that a row is in, -1 for none: sections begin at the rows of `list.sections`, in order. */
export function sectionOf({ sections, sectionCount }: ListState, index: number): number {
  let low = 0;
  let high = sections ? sectionCount : 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sections![middle]! <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether a section begins at a row. */
export function isHeader(list: ListState, index: number): boolean {
  const at = sectionOf(list, index);
  return at >= 0 && list.sections![at] === index;
}

/** Moves where sections begin after rows were put in before an index, or, below 0, taken out from it on: their sections end. */
export function moveSections(list: ListState, index: number, change: number): void {
  const { sections } = list;
  if (!sections) return;
  const first = sectionOf(list, index - 1) + 1;
  let count = first;
  for (let i = first; i < list.sectionCount; i++) {
    const start = sections[i]!;
    if (start >= index - change) sections[count++] = start + change;
  }
  list.sectionCount = count;
}
