/** Whole device pixels of a side: at most `max`, 0 for what cannot be drawn (0, negative, NaN, less than a pixel). */
export function deviceSize(size: number, max: number): number {
  return size >= 1 ? Math.min(Math.floor(size), max) : 0;
}
