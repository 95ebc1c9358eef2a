import type { ListState } from './list';

/** Row at which a section begins, by its place. */
export function startOfSection(list: ListState, section: number): number {
  return list.sections![section]! + (section < list.shiftedFrom ? 0 : list.shiftedBy);
}

/** Place of the section that a row is in, -1 for none: sections begin at the rows of `list.sections`, in order. */
export function sectionOf(list: ListState, index: number): number {
  let low = 0;
  let high = list.sections ? list.sectionCount : 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOfSection(list, middle) <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether a section begins at a row. */
export function isHeader(list: ListState, index: number): boolean {
  const at = sectionOf(list, index);
  return at >= 0 && startOfSection(list, at) === index;
}

/**
 * Moves where sections begin after rows were put in before an index, or, below 0, taken out from it on: their sections end. O(log n) and one
 * step for each section between this edit and the last: those behind are moved by one number.
 */
export function moveSections(list: ListState, index: number, change: number): void {
  const { sections } = list;
  if (!sections) return;
  const first = sectionOf(list, index - 1) + 1;
  const last = change < 0 ? sectionOf(list, index - change - 1) + 1 : first;
  while (list.shiftedFrom < first) sections[list.shiftedFrom++]! += list.shiftedBy;
  while (list.shiftedFrom > first) sections[--list.shiftedFrom]! -= list.shiftedBy;
  if (last > first) {
    sections.copyWithin(first, last, list.sectionCount);
    list.sectionCount -= last - first;
  }
  list.shiftedBy += change;
}
