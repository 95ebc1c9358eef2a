import {
  FRAME_PROJECTION,
  FRAME_SCALE,
  FRAME_SNAP,
  FRAME_TEXELS,
  FRAME_TINT,
  FRAME_TURNED,
  FRAME_UNPROJECT,
  FRAME_VIEW,
} from './shaders';

/**
 * Writes the `frame` uniform of a surface that is drawn straight, untinted, on a canvas of its own. `flipped`: rows of the device
 * are counted from the bottom, as those of WebGL are.
 */
export function writeFrameView(
  frame: Float32Array,
  deviceWidth: number,
  deviceHeight: number,
  dpr: number,
  flipped: boolean,
): void {
  frame[FRAME_PROJECTION] = 2 / deviceWidth;
  frame[FRAME_PROJECTION + 1] = -2 / deviceHeight;
  frame[FRAME_PROJECTION + 2] = -1;
  frame[FRAME_PROJECTION + 3] = 1;
  frame[FRAME_VIEW] = dpr;
  frame[FRAME_VIEW + 3] = dpr;
  frame[FRAME_VIEW + 4] = 0;
  frame[FRAME_VIEW + 5] = 0;
  frame[FRAME_SNAP] = 1;
  frame[FRAME_SCALE] = dpr;
  frame[FRAME_UNPROJECT] = 1 / dpr;
  frame[FRAME_UNPROJECT + 3] = (flipped ? -1 : 1) / dpr;
  frame[FRAME_UNPROJECT + 5] = flipped ? deviceHeight / dpr : 0;
  frame[FRAME_TURNED] = 0;
  frame[FRAME_TEXELS] = 1;
  frame.fill(1, FRAME_TINT, FRAME_TINT + 4);
}

/** Pixels by which edges that would lie in the middle of a pixel do not: devices differ in what they make of those. */
const ASIDE = 1 / 64;

/** Writes the `frame` uniform of a picture of all of such a surface with a share of its pixels across and down. */
export function writeCoarseView(
  frame: Float32Array,
  width: number,
  height: number,
  dpr: number,
  share: number,
  flipped: boolean,
): void {
  writeFrameView(frame, width, height, dpr * share, flipped);
  frame[FRAME_VIEW + 4] = ASIDE;
  frame[FRAME_VIEW + 5] = ASIDE;
  // No edge of a box lies on whole pixels.
  frame[FRAME_TURNED] = 1;
  frame[FRAME_TEXELS] = 1 / share;
}

/**
 * Writes the `frame` uniform of a picture of a part of such a surface, so many device pixels from x, y on. Its rows are counted from
 * the top.
 */
export function writePictureView(
  frame: Float32Array,
  x: number,
  y: number,
  width: number,
  height: number,
  dpr: number,
): void {
  writeFrameView(frame, width, height, dpr, false);
  frame[FRAME_PROJECTION + 1] = 2 / height;
  frame[FRAME_PROJECTION + 3] = -1;
  frame[FRAME_VIEW + 4] = -x;
  frame[FRAME_VIEW + 5] = -y;
  frame[FRAME_UNPROJECT + 4] = x / dpr;
  frame[FRAME_UNPROJECT + 5] = y / dpr;
}
