import type { DrawProgram, RenderBackend } from '../systems/render-batching';

/** What `createNullBackend` may be told. */
export type NullBackendOptions = {
  /** @default 1280 */
  width?: number;
  /** @default 720 */
  height?: number;
  /** @default 1 */
  dpr?: number;
  /** @default 8192 */
  maxTextureSize?: number;
  /** Keep copies of everything sent and of the last frame's draws. Allocates. @default false */
  keep?: boolean;
  /** Throw when an uploaded record's rectangle is not finite. @default false */
  checkFinite?: boolean;
};

/** Running totals since creation or the last `resetCounters`. */
export type NullCounters = {
  frames: number;
  /** Rectangles of frames. */
  rects: number;
  draws: number;
  /** Indices drawn; 6 a quad. */
  indices: number;
  /** Device pixels inside the frames' rectangles. */
  pixels: number;
  recordUploads: number;
  recordBytes: number;
  layerUploads: number;
  layerBytes: number;
  indexUploads: number;
  indexBytes: number;
  glyphUploads: number;
  glyphBytes: number;
  imageUploads: number;
  imageBytes: number;
  /** Pictures of layers that were taken, and draws with them. */
  pictures: number;
  pictureDraws: number;
  /** Textures that were made for those: a picture of another size than the one before takes a new one. */
  pictureTextures: number;
  /** Draws into pictures, and filters, each of which counts as one. */
  offscreenDraws: number;
  /** Filters that pictures were put through. */
  filters: number;
};

/** One draw of the last frame. */
export type NullDraw = {
  /** `picture` where a picture of a layer is drawn. */
  program: DrawProgram | 'picture';
  first: number;
  count: number;
  /** `BLEND_...` */
  blend: number;
};

/** A picture of a layer, in device pixels, and what was drawn into it. */
export type NullPicture = NullRect;

/** A rectangle of device pixels and what was drawn in it. */
export type NullRect = { x: number; y: number; width: number; height: number; draws: NullDraw[] };

/** The last frame: what its rectangles cover and all that was drawn, then one by one. */
export type NullFrame = NullRect & { clearColor: number; rects: NullRect[] };

/** The renderer's twin for machines without a GPU: checks and counts what it is sent, draws nothing. */
export type NullBackend = RenderBackend & {
  readonly counters: NullCounters;
  readonly deviceWidth: number;
  readonly deviceHeight: number;
  /** What the device would hold. Filled only with `keep`. */
  readonly records: Uint32Array;
  readonly layers: Uint32Array;
  readonly indices: Uint32Array;
  /** Side and number of the atlas pages. */
  readonly atlasSize: number;
  readonly atlasPages: number;
  /** RGBA of an atlas page. Only with `keep`. */
  atlasPage(page: number): Uint8ClampedArray;
  /** Pictures of layers by slot. Only with `keep`. */
  readonly pictures: ReadonlyMap<number, NullPicture>;
  /** The last ended frame that was not dropped. Only with `keep`. */
  readonly lastFrame: NullFrame | undefined;
  resetCounters(): void;
  /** Loses the device: content is gone, uploads and draws are dropped. */
  lose(): void;
  /** Gives it back and calls the `onRestored` listeners. */
  restore(): void;
};

/** Counters at 0. */
export function createCounters(): NullCounters {
  return {
    frames: 0,
    rects: 0,
    draws: 0,
    indices: 0,
    pixels: 0,
    recordUploads: 0,
    recordBytes: 0,
    layerUploads: 0,
    layerBytes: 0,
    indexUploads: 0,
    indexBytes: 0,
    glyphUploads: 0,
    glyphBytes: 0,
    imageUploads: 0,
    imageBytes: 0,
    pictures: 0,
    pictureDraws: 0,
    pictureTextures: 0,
    offscreenDraws: 0,
    filters: 0,
  };
}

/** Says of a frame what its rectangles are together. */
export function summed(frame: NullFrame): NullFrame {
  const { rects } = frame;
  frame.x = Math.min(...rects.map(({ x }) => x));
  frame.y = Math.min(...rects.map(({ y }) => y));
  frame.width = Math.max(...rects.map(({ x, width }) => x + width)) - frame.x;
  frame.height = Math.max(...rects.map(({ y, height }) => y + height)) - frame.y;
  frame.draws = rects.flatMap(({ draws }) => draws);
  return frame;
}
