import { ValueError } from '../ecs';
import type { ListState } from '../ecs/stores';

/** Most rows, and most CSS pixels of all rows: half of what the size index holds, so that rows may turn out higher. */
const MAX_COUNT = 2 ** 30;
const MAX_LANES = 64;
const MAX_TOTAL = 2 ** 46;
const alignShare = { start: 0, center: 0.5, end: 1 };

export function shareOf(name: string, align: keyof typeof alignShare): number {
  if (Object.hasOwn(alignShare, align)) return alignShare[align];
  throw new ValueError(`${name} is '${align}'; give one of ${Object.keys(alignShare).join(', ')}`);
}

export function checkSize(size: number): void {
  if (size > 0 && size < 1e6) return;
  throw new ValueError(`estimatedSize is ${size}; give a height above 0 in CSS pixels`);
}

export function checkCount(count: number, size: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= MAX_COUNT)) {
    throw new ValueError(`count is ${count}; give a whole number of rows from 0 to ${MAX_COUNT}`);
  }
  if (count * size <= MAX_TOTAL) return;
  throw new ValueError(
    `${count} rows of ${size} px are higher than 2^46 px; give fewer rows or a smaller estimatedSize`,
  );
}

export function checkRows(name: string, index: number, rows: number, last: number): void {
  if (Number.isInteger(rows) && rows >= 0 && Number.isInteger(index) && index >= 0 && index <= last)
    return;
  throw new ValueError(
    `${name}(${index}, ${rows}): give an index from 0 to ${Math.max(0, last)} and a number of rows`,
  );
}

/** A copy of the rows at which sections begin. */
export function copyOfSections(sections: ArrayLike<number>): Int32Array {
  const length = sections?.length;
  if (!(Number.isInteger(length) && length >= 0))
    throw new ValueError(`sections is ${String(sections)}; give an array of rows`);
  const copy = new Int32Array(length);
  let last = -1;
  for (let i = 0; i < length; i++) {
    const row = sections[i]!;
    if (!(Number.isInteger(row) && row > last && row < MAX_COUNT)) {
      throw new ValueError(
        `sections[${i}] is ${row} after ${last}; give rows at which sections begin, ascending`,
      );
    }
    copy[i] = row;
    last = row;
  }
  return copy;
}

/** How a list is divided into lanes, if it is; lists with `others` are not. */
export function lanesOf(
  lanes: number | { minWidth: number } | undefined,
  gap: unknown = 0,
  others: unknown = undefined,
): ListState['lanes'] {
  if (lanes === undefined) return undefined;
  const isCount = typeof lanes === 'number';
  const most = isCount ? lanes : MAX_LANES;
  const minWidth = isCount ? 0 : lanes?.minWidth;
  const px = gap as number;
  if (
    !others &&
    most > 0 &&
    most <= MAX_LANES &&
    most % 1 === 0 &&
    minWidth >= 0 &&
    px >= 0 &&
    px < 1e6
  )
    return { most, minWidth, gap: px };
  throw new ValueError(
    `lanes is ${JSON.stringify(lanes)}, gap ${gap}; give 1 to ${MAX_LANES} or { minWidth }, a gap in pixels, no sections and no snap`,
  );
}

export function checkIndex(name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  const which = Number.isFinite(count) ? `one of ${count} rows` : 'a row';
  throw new ValueError(`${name}(${index}): give the index of ${which}`);
}

export function checkFinite(name: string, pixels: number): void {
  if (Number.isFinite(pixels)) return;
  throw new ValueError(`${name}(${pixels}): give a finite number of CSS pixels`);
}

export function checkTime(now: number | undefined): void {
  if (now === undefined || Number.isFinite(now)) return;
  throw new ValueError(`scrollBy(..., ${now}): give the time of the move in ms, or nothing`);
}

export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new ValueError(`${name} is ${String(value)}; give a function`);
}
