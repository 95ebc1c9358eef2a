import { ValueError } from '../ecs';
import { fromZero } from './checks';

/** Bytes of a file from `from` up to `to`, not `to` itself. */
export type ByteRange = { readonly from: number; readonly to: number };

/** A request, and the ranges that it is for, by their places in the list. */
export type MergedRange = { from: number; to: number; readonly parts: number[] };

/** Throws `ValueError` for what are no bytes of a file. */
export function checkRange(from: number, to: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to > from) return;
  throw new ValueError(
    `range is ${from} to ${to}; give whole numbers from 0 up, the second above the first`,
  );
}

/**
 * As few requests as may be for some ranges: those with no more than `gapBytes` between them are one, up to `maxBytes`; a range that is longer itself is
 * one alone, or with what lies within it. Throws `ValueError` for ranges that are none.
 */
export function mergeRanges(
  ranges: readonly ByteRange[],
  { gapBytes, maxBytes }: { gapBytes: number; maxBytes: number },
): MergedRange[] {
  fromZero('gapBytes', gapBytes);
  fromZero('maxBytes', maxBytes);
  for (const { from, to } of ranges) checkRange(from, to);
  const order = ranges.map((_, at) => at);
  order.sort((a, b) => ranges[a]!.from - ranges[b]!.from || ranges[a]!.to - ranges[b]!.to);
  const merged: MergedRange[] = [];
  for (const at of order) {
    const { from, to } = ranges[at]!;
    const last = merged.at(-1);
    const isWithin = last !== undefined && to <= last.to;
    const isNear = last !== undefined && from - last.to <= gapBytes && to - last.from <= maxBytes;
    if (last && (isWithin || isNear)) {
      last.to = Math.max(last.to, to);
      last.parts.push(at);
    } else merged.push({ from, to, parts: [at] });
  }
  return merged;
}
