/** Sharpest ratio drawn with: three device pixels to one at five times zoom. Above it glyphs alone would fill the memory. */
const MAX_DPR = 16;

/** A side of the surface in CSS pixels; 0 for what is none. */
export function sideOf(size: number): number {
  return size > 0 && Number.isFinite(size) ? size : 0;
}

/** A device pixel ratio that can be drawn with; 1 for what is none. */
export function ratioOf(dpr: number): number {
  return dpr > 0 && Number.isFinite(dpr) ? Math.min(dpr, MAX_DPR) : 1;
}
