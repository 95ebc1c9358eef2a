/** Throws `RangeError` for limits that no cache can keep to. */
export function checkLimits(maxEntries: number, maxWeight: number, isWeighed: boolean): void {
  if (!(maxEntries >= 1)) throw new RangeError(`maxEntries is ${maxEntries}; give 1 or more`);
  if (!(maxWeight > 0)) throw new RangeError(`maxWeight is ${maxWeight}; give a number above 0`);
  if (maxWeight < Number.POSITIVE_INFINITY && !isWeighed)
    throw new RangeError('maxWeight needs weigh');
}
