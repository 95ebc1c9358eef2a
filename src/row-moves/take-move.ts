import {
  type ListState,
  type MovableSizes,
  nextRow,
  type RowMover,
  sectionOf,
  startOfSection,
} from '../ecs/stores';
import type { SizeIndex } from '../structures';
import { arrangeSizes, moveRows } from './size-moves';

/** Has a list follow one of its edits that moves rows or arranges them anew. */
export const takeMove: RowMover = (list, sizes, anchor, edit, size) => {
  const { edits } = list;
  const from = edits[edit * 3]!;
  const count = edits[edit * 3 + 1]!;
  const to = edits[edit * 3 + 2]!;
  if (from < 0) {
    arrange(list, sizes, anchor, edit, size);
    return;
  }
  // What `setCount` was asked for before is brought about later.
  const least = Math.max(from, to) + count;
  if (least > sizes.count) sizes.setCount(least, size);
  moveRows(sizes.base ?? (sizes as SizeIndex), from, count, to);
  sizes.move?.(from, count, to);
  if (edit >= list.sectionEdits) moveSections(list, from, count, to);
  const { index } = anchor;
  if (index < from || index >= from + count) anchor.index = nextRow(list, edit, index);
  else {
    // As if they were taken out and new ones put in: what is in sight besides stays where it is.
    anchor.index = from < to ? from : from + count;
    anchor.y = Math.max(0, anchor.y);
  }
};

function arrange(
  list: ListState,
  sizes: MovableSizes,
  anchor: { index: number; y: number },
  edit: number,
  size: number,
): void {
  const rows = list.arrangements[list.edits[edit * 3 + 1]!]!;
  const { after, moved, count } = rows;
  arrangeSizes(sizes.base ?? (sizes as SizeIndex), after, count, size + (sizes.gap ?? 0));
  sizes.arrange?.(rows);
  if (edit >= list.sectionEdits) arrangeSections(list, after);
  let { index } = anchor;
  while (moved[index] === 1) index++;
  const place = after[index] ?? count;
  if (index !== anchor.index || place < 0) anchor.y = Math.max(0, anchor.y);
  anchor.index = place < 0 ? ~place : place;
}

/** Has sections begin where their first rows are: those between where rows were and where they are change places. */
function moveSections(list: ListState, from: number, count: number, to: number): void {
  const { sections } = list;
  if (!sections) return;
  const first = sectionOf(list, Math.min(from, to) - 1) + 1;
  const last = sectionOf(list, Math.max(from, to) + count - 1) + 1;
  const starts = new Int32Array(last - first);
  for (let i = first; i < last; i++) {
    const start = startOfSection(list, i);
    const isMoved = start >= from && start < from + count;
    const without = start < from ? start : start - count;
    starts[i - first] = isMoved ? start - from + to : without < to ? without : without + count;
  }
  starts.sort();
  for (let i = first; i < last; i++)
    sections[i] = starts[i - first]! - (i < list.shiftedFrom ? 0 : list.shiftedBy);
}

/** The same for rows that are arranged anew: sections whose first row is gone end. */
function arrangeSections(list: ListState, after: Int32Array): void {
  const { sections } = list;
  if (!sections) return;
  let count = 0;
  for (let i = 0; i < list.sectionCount; i++) {
    const place = after[startOfSection(list, i)] ?? -1;
    if (place >= 0) sections[count++] = place;
  }
  sections.subarray(0, count).sort();
  list.sectionCount = count;
  list.shiftedBy = 0;
  list.shiftedFrom = 0;
}
