import type { Bitmap, ForeignEntry } from '../../ecs/stores';

/**
 * Programs a draw may use. `solid`: opaque solids without blending, in simple layers of opacity 1. `simple`: everything in simple
 * layers but glyphs that are stretched, shadows and images, blended; simple layers are axis-aligned and snapped and have no clip row.
 * `blended`: everything but shadows and images, blended. `images`:
 * everything but shadows and sparklines. `lines`: everything but shadows. `effects`: everything. Kinds that a program does not know it leaves out.
 */
export type DrawProgram = 'solid' | 'simple' | 'blended' | 'images' | 'lines' | 'effects';

/**
 * Pictures of layers, premultiplied, by slot. Between `begin` and `end` whatever the backend draws goes into one of them; all of it
 * happens before `beginFrame`.
 */
export type LayerPictures = {
  readonly bytesPerPixel: number;
  /** One number that all that is drawn into the next picture is multiplied by. */
  readonly gain: Float32Array;
  /**
   * Makes an empty picture of so many device pixels, or empties the one there is, whose left and top one lies at x, y of the surface.
   * Returns false if there can be none.
   */
  begin(slot: number, x: number, y: number, width: number, height: number): boolean;
  end(): void;
  /**
   * Draws `count` indices from `first`, whose records are of `KIND_PICTURE`, with a picture: on the surface, or into another one.
   * `clipped`: the layer around has a rounded or turned clip.
   */
  draw(slot: number, first: number, count: number, blend: number, clipped: boolean): void;
  /**
   * Puts a picture through filters: `count` steps of `FILTER_FLOATS` numbers each. `first` are the indices of any quad; `quality` is 1
   * for the finest. Returns how many passes that took, each of them a draw of a whole texture.
   */
  filter(slot: number, first: number, steps: Float32Array, count: number, quality: number): number;
  /**
   * Calls a listener where the device says no sooner than later that there was no room for a picture, or 0 for one that is gone: nothing
   * was drawn that it was in, pictures and frames.
   */
  onLost?(listener: (slot: number) => void): void;
  /** Gives a picture back to the device. */
  drop(slot: number): void;
  /** Bytes of textures that are no picture's, and kept for those to come. */
  spareBytes(): number;
  /** Loads what draws foreign content; not where the backend cannot. `changed` is called once something shows another thing. */
  loadForeign?(changed: (entry: ForeignEntry) => void): Promise<ForeignDrawer>;
};

/** Draw calls of foreign content, and textures that were drawn on for it besides the picture. */
export type ForeignCounts = { draws: number; passes: number };

/** Draws what is not made of records: objects of the renderer itself. */
export type ForeignDrawer = {
  /**
   * Draws it into the picture that was begun last. `place` is the 2x3 matrix from its own to the surface's CSS pixels, then the width and
   * the height that are shown of it. Adds to `drawn` what that took. Throws what the content throws; the picture can be ended all the same.
   */
  draw(entry: ForeignEntry, place: Float64Array, drawn: ForeignCounts): void;
  /** Takes the content of all entries of a table, and lets go of all else. */
  keep(entries: ReadonlyMap<number, ForeignEntry>): void;
  /** Lets go of all of them. Nothing is drawn any more. */
  dispose(): void;
};

/**
 * One picture of the surface with fewer pixels. Everything but what nothing lies over is drawn into it before a frame begins; in the
 * frame it is shown, stretched, and what was left out is drawn over it.
 */
export type CoarsePicture = {
  /**
   * Has everything drawn into it until `end`, at a share of the surface's pixels, of which there are `width` by `height`: not glyphs
   * flagged `GLYPH_UNCOVERED`. Gives false if there can be none.
   */
  begin(share: number, width: number, height: number, color: number): boolean;
  /** Clears a rectangle to the colour; nothing outside is touched from now on. In pixels of the surface that are whole ones here. */
  rect(x: number, y: number, width: number, height: number): void;
  end(): void;
  /** Shows it in the rectangle of the frame that is drawn now. `first` are the indices of any quad. */
  show(first: number): void;
  /** Draws those glyphs, and nothing else, of `count` indices from `first`. */
  drawUncovered(first: number, count: number, blend: number): void;
  /** Gives it back to the device. */
  drop(): void;
  /** Bytes of its texture. */
  bytes(): number;
};

/**
 * Tiles of the page over the surface, each a small picture that is drawn once and that the page then moves: scroll layers. They are
 * drawn by a device of their own, which is sent records, indices, glyphs and images as the backend is. All numbers are device pixels.
 */
export type ScrollTiles = {
  /** True once its device is lost, for good. */
  readonly lost: boolean;
  /**
   * Shows so many tiles of a height, none of which has a picture yet, over a part of the surface, which cuts them. Returns false if
   * the page does not show the surface as it is drawn: scaled, turned, between pixels, covered.
   */
  show(
    x: number,
    y: number,
    width: number,
    height: number,
    tileHeight: number,
    count: number,
  ): boolean;
  /** Whether the surface still is where it was on the page; a `show` is needed if not. */
  readonly inPlace: boolean;
  /** Sends `count` layer rows from `first`, which are not those of the backend. */
  uploadLayers(words: Uint32Array, first: number, count: number): void;
  /** Begins the picture of a tile, all of it in the colour, whose left and top pixel lies at x, y of the surface. */
  begin(x: number, y: number, color: number): void;
  /** Draws into it. */
  draw(program: DrawProgram, first: number, count: number, blend: number): void;
  /** Hands it to a tile, and that its place in what scrolls. */
  end(tile: number, y: number): void;
  /** Moves all tiles: `y` of what scrolls is at the top. */
  scroll(y: number): void;
  /** Takes all tiles out of sight, and gives their pictures back. */
  hide(): void;
  /** Bytes of the tiles' pictures, of the canvas that they are drawn on, and of what the device was sent. */
  bytes(): number;
  /** Returns everything to the page and to the device. */
  dispose(): void;
};

/**
 * What the batching system asks of a renderer. The Pixi backend and the null backend both implement it; words are handed over
 * as the core's own arrays and never kept in another form. An array that has grown is a new array: the backend then recreates
 * its texture or buffer and uploads all of it.
 */
export type RenderBackend = {
  /** `webgl2`, `null`, ... as shown in statistics. */
  readonly name: string;
  /** Largest side of a texture or canvas in device pixels. */
  readonly maxTextureSize: number;
  /** Most records the record texture can hold. */
  readonly maxRecords: number;
  /** True while the device is lost: nothing is drawn, uploads are dropped. */
  readonly lost: boolean;
  /** Whether the canvas keeps its picture between frames, so that a part may be redrawn. */
  readonly preserves: boolean;
  /** Device pixels per CSS pixel of glyph bitmaps (dpr, or dpr times a quantised host scale). */
  readonly glyphScale: number;
  /** Calls the listener after the device came back: everything must be sent again, then drawn in full. */
  onRestored(listener: () => void): () => void;
  /** Sets the surface's size in CSS pixels and its device pixel ratio. */
  resize(width: number, height: number, dpr: number): void;
  /** Sends `count` records from `first`. Returns the bytes sent. */
  uploadRecords(words: Uint32Array, first: number, count: number): number;
  /** Sends `count` layer rows from `first`. Returns the bytes sent. */
  uploadLayers(words: Uint32Array, first: number, count: number): number;
  /**
   * Sends `count` indices from `first`. Returns the bytes sent. An index is record * 4 + corner, corners clockwise from the top
   * left: a quad is corners 0 1 2, 0 2 3.
   */
  uploadIndices(indices: Uint32Array, first: number, count: number): number;
  /** Makes the glyph atlas hold `pages` square pages of `size` texels; growing keeps no content. */
  resizeAtlas(size: number, pages: number): void;
  /** Sends a rectangle of RGBA pixels (not premultiplied, rows top down) to an atlas page. Returns the bytes sent. */
  uploadGlyphs(
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    pixels: Uint8ClampedArray,
  ): number;
  /** Makes the texture of images hold `pages` square pages of `size` texels; content need not survive. */
  resizeImages(size: number, pages: number): void;
  /** Sends a part of a bitmap, premultiplied, to a page of images. Returns the bytes sent. */
  uploadImage(
    page: number,
    x: number,
    y: number,
    bitmap: Bitmap,
    left: number,
    top: number,
    width: number,
    height: number,
  ): number;
  /**
   * Starts a frame. The rectangle (device pixels, origin top left) is cleared to the colour (RGBA8, red low) and nothing outside
   * it is touched until `nextRect` or `endFrame`.
   */
  beginFrame(x: number, y: number, width: number, height: number, clearColor: number): void;
  /**
   * Goes on with another rectangle of the frame: it is cleared to the same colour, and nothing outside it is touched from now on.
   * Only called where the backend preserves; a frame's rectangles do not overlap.
   */
  nextRect(x: number, y: number, width: number, height: number): void;
  /** Draws `count` indices from `first`, mixed with what is there by a blend mode, `BLEND_NORMAL` if none is given. */
  draw(program: DrawProgram, first: number, count: number, blend?: number): void;
  /** Loads what keeps pictures of layers; not where the backend cannot. */
  loadPictures?(): Promise<LayerPictures>;
  /** Loads what makes scroll layers, sends its device everything, and gives undefined where the surface is on no page. */
  loadTiles?(): Promise<ScrollTiles | undefined>;
  /**
   * Loads what draws shadows flagged `SHADOW_SOFT` by their distance, in every program; gives how to turn that on and off. Not where the
   * backend cannot.
   */
  loadSoftShadows?(): Promise<(on: boolean) => void>;
  /** Loads what draws at a lower resolution; not where the backend cannot. */
  loadCoarse?(): Promise<CoarsePicture>;
  /** Ends the frame and presents it. */
  endFrame(): void;
  /** Times what the device does for frames from now on, or no longer. */
  timeGpu?(on: boolean): void;
  /** Milliseconds that the device took for the last frame that is known; NaN while none is, and where it cannot be told. */
  readonly gpuMs?: number;
  /** Number of the frame that is timed now, counted from 1, 0 where the last one begun is not; and of the one that `gpuMs` tells of. */
  readonly gpuTimed?: number;
  readonly gpuTold?: number;
  /** Device pixels that are drawn on, where it has a picture of its own: fewer than asked for where the browser gives no more. */
  readonly deviceWidth?: number;
  readonly deviceHeight?: number;
  /** RGBA of device pixels as they are shown, origin top left, rows top down; where the backend has a picture of its own. */
  readPixels?(
    x: number,
    y: number,
    width: number,
    height: number,
  ): Uint8ClampedArray<ArrayBuffer> | Promise<Uint8ClampedArray<ArrayBuffer>>;
  /** Returns everything to the device. Safe to call twice. */
  dispose(): void;
};
