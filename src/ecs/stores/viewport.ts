import { defineResource } from '../index';

/** Size of the surface. The host writes it, layout and projection read it. */
export type ViewSize = {
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  dpr: number;
  /** Device pixels per CSS pixel of glyph bitmaps: dpr, or dpr times the quantised host scale. */
  glyphScale: number;
  /** Colour behind everything, RGBA8, red low. */
  background: number;
  /** Goes up with every change. */
  version: number;
};

export const Viewport = defineResource<ViewSize>('Viewport');

/** Device pixels by which halves may miss: two float32 sums of the same edge differ, and must not end on different pixels. */
const SNAP_BIAS = 1 / 512;
/** What is added before rounding down to whole device pixels. */
export const SNAP_HALF = 0.5 + SNAP_BIAS;

/** The whole device pixel nearest to a position, halves up; both in CSS pixels. */
export function snapToPixel(value: number, dpr: number): number {
  return Math.floor(value * dpr + SNAP_HALF) / dpr;
}
