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
