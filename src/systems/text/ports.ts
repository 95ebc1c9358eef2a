/** Where glyph bitmaps go: the renderer's atlas. It may drop everything at any time, see `TextSystem.restore`. */
export type GlyphSink = {
  /** Makes the atlas hold `pages` square pages of `size` texels; content need not survive. */
  resizeAtlas(size: number, pages: number): void;
  /** Takes a rectangle of RGBA pixels, not premultiplied, rows top down. `pixels` may be longer and is reused afterwards. */
  uploadGlyphs(
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    pixels: Uint8ClampedArray,
  ): void;
};
