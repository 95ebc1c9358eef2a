const LEVEL = 0x7f;
const PAIRS = '()<>[]{}«»‹›≤≥≪≫〈〉《》「」『』【】〔〕（）［］｛｝＜＞';

/** Whether a line has a cluster that is read from right to left: without one, visual order is logical order. */
export function hasRtl(levels: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((levels[i]! & 1) === 1) return true;
  return false;
}

/**
 * Writes to `out[k]` which cluster of the line `from` to `to - 1` is shown at the k-th place from the left: rule L2 of the
 * bidirectional algorithm. Bit 7 of the levels is ignored, and the caller has given spaces at the line's end the base level.
 */
export function visualOrder(levels: Uint8Array, from: number, to: number, out: Int32Array): void {
  let highest = 0;
  let lowestOdd = LEVEL;
  for (let i = from; i < to; i++) {
    const level = levels[i]! & LEVEL;
    out[i - from] = i;
    if (level > highest) highest = level;
    if ((level & 1) === 1 && level < lowestOdd) lowestOdd = level;
  }
  for (let level = highest; level >= lowestOdd; level--) {
    for (let i = from; i < to; i++) {
      if ((levels[i]! & LEVEL) < level) continue;
      const start = i;
      while (i < to && (levels[i]! & LEVEL) >= level) i++;
      for (let a = start - from, b = i - from - 1; a < b; a++, b--) {
        const left = out[a]!;
        out[a] = out[b]!;
        out[b] = left;
      }
    }
  }
}

/** The unit that is shown instead where text is read from right to left: `)` for `(`. Most units are their own. */
export function mirroredUnit(unit: number): number {
  // Letters are by far the most common.
  if (unit > 0xff1e || (unit > 0xbb && unit < 0x2039)) return unit;
  const place = PAIRS.indexOf(String.fromCharCode(unit));
  return place < 0 ? unit : PAIRS.charCodeAt(place ^ 1);
}
