import { findResource, ValueError, type World } from '../ecs';
import { Clipboard } from '../ecs/stores';
import type { SliceScheduler } from './list-handle';
import { DataError } from './requests';
import type { RowRanges } from './row-ranges';

/** Most that is copied, UTF-16 units: 64 Mi. More would take seconds to hand over, and no program takes it. */
export const MOST_COPIED = 2 ** 26;
/** Rows between two looks at the time. */
const SLICE = 256;

/** What is copied of a row: one text, or one for each column. Undefined says that it is not there. */
export type RowText = {
  textOf?: (index: number) => string | undefined;
  columns?: readonly ((index: number) => string | undefined)[];
};

/**
 * Writes rows to the host's clipboard, a line each, columns divided by tabs: in slices, so that frames go on. Resolves to how many rows; rejects
 * with `DataError`, and copies nothing, for more than `MOST_COPIED` units, and for a row that is not there.
 */
export function copyRows(
  world: World,
  scheduler: SliceScheduler,
  rows: RowRanges,
  text: RowText,
  signal?: AbortSignal,
): Promise<number> {
  const options = { priority: 'user-visible' as const, ...(signal && { signal }) };
  return scheduler.submit(function* () {
    const lines: string[] = [];
    const parts: string[] = [];
    let length = 0;
    let count = 0;
    for (let row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
      const line = lineOf(row, text);
      length += line.length + 1;
      if (length > MOST_COPIED)
        throw new DataError(
          `the rows are more than ${MOST_COPIED} characters, of which ${count} rows fit; copy fewer`,
        );
      lines.push(line);
      count++;
      if (lines.length < SLICE) continue;
      parts.push(lines.join('\n'));
      lines.length = 0;
      yield;
    }
    if (lines.length > 0) parts.push(lines.join('\n'));
    if (count > 0) findResource(world, Clipboard)?.write(parts.join('\n'));
    return count;
  }, options);
}

function lineOf(row: number, { textOf, columns }: RowText): string {
  if (!columns) {
    if (!textOf) throw new ValueError('textOf is undefined; say what is copied of a row');
    return there(row, textOf(row));
  }
  let line = '';
  for (let i = 0; i < columns.length; i++)
    line += (i === 0 ? '' : '\t') + quoted(there(row, columns[i]!(row)));
  return line;
}

function there(row: number, text: string | undefined): string {
  if (text !== undefined) return text;
  throw new DataError(`row ${row} is not loaded; copy rows that are there`);
}

/** A cell that holds what divides cells is put in quotes, as spreadsheets do. */
function quoted(cell: string): string {
  return /[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
