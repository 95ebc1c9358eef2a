import type { DrawProgram } from './backend';
import { MAX_RECTS } from './rect-set';

/** Why a frame's draws began. Textures never break one: each program reads all there are. */
export type DrawBreaks = {
  /** The first draw of a rectangle. */
  part: number;
  /** Another blend mode than that of the draw before. */
  blend: number;
  /** Another program than that of the draw before. */
  program: number;
  /** Quads between that do not touch the rectangle. */
  gap: number;
};

/**
 * Whether the page moves a list, `used`, or why not: `off` no list asks for it; `none` here the page cannot; `loading`; `still` none is
 * scrolled; `covered` something is drawn over its rows; `background` more than one colour lies under them; `clip` its viewport is
 * rounded, turned or between device pixels; `transform` it is scaled, turned, faded or blended; `groups` something in it or
 * around it is put together before it fades, mixes or is filtered; `small`; `changing` most of it is drawn
 * anew in each frame, tried again after a while; `page` the page does not show the canvas as it is drawn; `lost` its device was lost.
 */
export type ScrollLayersState =
  | 'used'
  | 'off'
  | 'none'
  | 'loading'
  | 'still'
  | 'covered'
  | 'background'
  | 'clip'
  | 'transform'
  | 'groups'
  | 'small'
  | 'changing'
  | 'page'
  | 'lost';

/** What the last drawn frame and all frames so far cost; `app.renderer.stats()`. One object, updated in place. */
export type RenderStats = {
  /** Last frame: draw calls, 0 if nothing was drawn. */
  draws: number;
  /** Last frame: why each of them began; together as many as there were. */
  readonly breaks: DrawBreaks;
  /** Last frame: records written by the CPU. */
  recordsWritten: number;
  /** Last frame: bytes sent to the device. */
  bytesUploaded: number;
  /** Last frame: device pixels inside the rectangles that were drawn again, which do not overlap. */
  damagedPixels: number;
  /** Last frame: how many rectangles those were, 8 at most; 1 where all of the surface was drawn. */
  damageRects: number;
  /** Last frame: those rectangles, device pixels: left, top, right, bottom of each. */
  readonly damage: Int32Array;
  /**
   * Milliseconds that the graphics processor took for a frame, two or three frames late; NaN unless the knob `timeGpu` of `rendering`
   * is on, and where the browser cannot tell.
   */
  gpuMs: number;
  /** Frames from whose times costs of drawing were learnt; 0 where none can be told. */
  costSamples: number;
  /** Last frame: quads in the drawn ranges, empty ones included. */
  quads: number;
  /** Last frame: the same by program; a pixel costs more by each than by the one before. */
  readonly quadsBy: Record<DrawProgram | 'pictures', number>;
  /**
   * Last frame: textures drawn on besides the surface, for pictures of layers and groups, passes of filters, a lower resolution and tiles
   * of scroll layers; draws into them, which `draws` leaves out, but for those at a lower resolution; and quads in those. Foreign content
   * has passes and draws, and no quads.
   */
  offscreenPasses: number;
  offscreenDraws: number;
  offscreenQuads: number;
  /** Last frame: layers whose picture was taken. */
  bakes: number;
  /** Layers that are shown by their pictures, and bytes of those. */
  baked: number;
  bakedBytes: number;
  scrollLayers: ScrollLayersState;
  /** Last frame: tiles of scroll layers that were drawn. */
  tilesDrawn: number;
  /** Layers that are put together before they are drawn, bytes of their pictures, and how many of those were taken in the last frame. */
  groups: number;
  groupBytes: number;
  groupsTaken: number;
  /** Layers that should be groups, and are drawn part by part and without filters: an `error` tells why, once for each reason. */
  groupsRefused: number;
  /** Last frame: draws of pictures, of layers and of groups, that were taken in an earlier one; and pictures taken. */
  cacheHits: number;
  cacheMisses: number;
  /** Frames that drew, and frames that found nothing to draw. */
  framesDrawn: number;
  framesSkipped: number;
  /** Sums over all frames. */
  totalDraws: number;
  totalOffscreenDraws: number;
  totalRecordsWritten: number;
  totalBytesUploaded: number;
  totalBakes: number;
  totalTilesDrawn: number;
  /** Records in use, elements' runs rounded up. */
  records: number;
  /** Times the draw list was built from the tree. */
  listBuilds: number;
};

export function createRenderStats(): RenderStats {
  return {
    draws: 0,
    breaks: { part: 0, blend: 0, program: 0, gap: 0 },
    recordsWritten: 0,
    bytesUploaded: 0,
    damagedPixels: 0,
    damageRects: 0,
    damage: new Int32Array(MAX_RECTS * 4),
    gpuMs: Number.NaN,
    costSamples: 0,
    quads: 0,
    quadsBy: { solid: 0, simple: 0, blended: 0, images: 0, lines: 0, effects: 0, pictures: 0 },
    offscreenPasses: 0,
    offscreenDraws: 0,
    offscreenQuads: 0,
    bakes: 0,
    baked: 0,
    bakedBytes: 0,
    scrollLayers: 'off',
    tilesDrawn: 0,
    groups: 0,
    groupBytes: 0,
    groupsTaken: 0,
    groupsRefused: 0,
    cacheHits: 0,
    cacheMisses: 0,
    framesDrawn: 0,
    framesSkipped: 0,
    totalDraws: 0,
    totalOffscreenDraws: 0,
    totalRecordsWritten: 0,
    totalBytesUploaded: 0,
    totalBakes: 0,
    totalTilesDrawn: 0,
    records: 0,
    listBuilds: 0,
  };
}
