import type { Matrix, PointData, RenderContainer, WebGLRenderer } from 'pixi.js';
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

/** Host scales this close count as equal: transforms gather rounding errors. */
export const SCALE_SLACK = 1e-3;

/** Writes the `frame` uniform of a view that a host draws now by WebGL, whose glyphs were rasterised at `glyphScale`, pictures at `dpr`. */
export function writeEmbeddedFrame(
  frame: Float32Array,
  renderer: WebGLRenderer,
  view: RenderContainer,
  glyphScale: number,
  dpr: number,
): void {
  const { renderTarget, viewport, projectionMatrix } = renderer.renderTarget;
  const { resolution } = renderTarget;
  const data = renderer.globalUniforms.globalUniformData;
  const { worldTransformMatrix, offset } = data;
  writeView(frame, view.groupTransform, worldTransformMatrix, offset, resolution, glyphScale);
  frame[FRAME_TEXELS] = dpr / frame[FRAME_SCALE]!;
  frame[FRAME_PROJECTION] = projectionMatrix.a / resolution;
  frame[FRAME_PROJECTION + 1] = projectionMatrix.d / resolution;
  frame[FRAME_PROJECTION + 2] = projectionMatrix.tx;
  frame[FRAME_PROJECTION + 3] = projectionMatrix.ty;
  // The root's rows run bottom up in gl_FragCoord, and Pixi's viewport runs top down.
  const bottom = renderTarget.isRoot
    ? renderTarget.pixelHeight - viewport.height - viewport.y
    : viewport.y;
  writeUnproject(frame, viewport.x, bottom, viewport.width, viewport.height);
  writeTint(frame, view.groupColorAlpha, data.worldColor);
}

/** Surface to device pixels: where the view stands in its render group, then where the group stands in the target. */
function writeView(
  frame: Float32Array,
  group: Matrix,
  world: Matrix,
  offset: PointData,
  resolution: number,
  glyphScale: number,
): void {
  const a = (world.a * group.a + world.c * group.b) * resolution;
  const b = (world.b * group.a + world.d * group.b) * resolution;
  const c = (world.a * group.c + world.c * group.d) * resolution;
  const d = (world.b * group.c + world.d * group.d) * resolution;
  frame[FRAME_VIEW] = a;
  frame[FRAME_VIEW + 1] = b;
  frame[FRAME_VIEW + 2] = c;
  frame[FRAME_VIEW + 3] = d;
  frame[FRAME_VIEW + 4] =
    (world.a * group.tx + world.c * group.ty + world.tx - offset.x) * resolution;
  frame[FRAME_VIEW + 5] =
    (world.b * group.tx + world.d * group.ty + world.ty - offset.y) * resolution;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  const isTurned = Math.abs(b) > SCALE_SLACK * scale || Math.abs(c) > SCALE_SLACK * scale;
  const isWhole =
    Math.abs(a - Math.round(scale)) < SCALE_SLACK && Math.abs(d - Math.round(scale)) < SCALE_SLACK;
  const isRasterised = Math.abs(scale - glyphScale) < SCALE_SLACK;
  frame[FRAME_SNAP] = !isTurned && isWhole && isRasterised ? 1 : 0;
  frame[FRAME_SCALE] = scale;
  frame[FRAME_TURNED] = isTurned ? 1 : 0;
}

/** From `gl_FragCoord` through clip space and device pixels back to the surface. */
function writeUnproject(
  frame: Float32Array,
  left: number,
  bottom: number,
  across: number,
  up: number,
): void {
  const scaleX = 2 / across / frame[FRAME_PROJECTION]!;
  const scaleY = 2 / up / frame[FRAME_PROJECTION + 1]!;
  const deviceX = (-1 - frame[FRAME_PROJECTION + 2]!) / frame[FRAME_PROJECTION]! - left * scaleX;
  const deviceY =
    (-1 - frame[FRAME_PROJECTION + 3]!) / frame[FRAME_PROJECTION + 1]! - bottom * scaleY;
  const a = frame[FRAME_VIEW]!;
  const b = frame[FRAME_VIEW + 1]!;
  const c = frame[FRAME_VIEW + 2]!;
  const d = frame[FRAME_VIEW + 3]!;
  const determinant = a * d - b * c;
  const inverse = determinant === 0 ? 0 : 1 / determinant;
  const x = deviceX - frame[FRAME_VIEW + 4]!;
  const y = deviceY - frame[FRAME_VIEW + 5]!;
  frame[FRAME_UNPROJECT] = d * inverse * scaleX;
  frame[FRAME_UNPROJECT + 1] = -b * inverse * scaleX;
  frame[FRAME_UNPROJECT + 2] = -c * inverse * scaleY;
  frame[FRAME_UNPROJECT + 3] = a * inverse * scaleY;
  frame[FRAME_UNPROJECT + 4] = (d * x - c * y) * inverse;
  frame[FRAME_UNPROJECT + 5] = (a * y - b * x) * inverse;
}

/** Product of two premultiplied colours, given as alpha, blue, green, red from the high byte down. */
function writeTint(frame: Float32Array, left: number, right: number): void {
  const alpha = ((left >>> 24) / 255) * ((right >>> 24) / 255);
  for (let channel = 0; channel < 3; channel++) {
    const shift = channel * 8;
    const color = (((left >>> shift) & 255) / 255) * (((right >>> shift) & 255) / 255);
    frame[FRAME_TINT + channel] = color * alpha;
  }
  frame[FRAME_TINT + 3] = alpha;
}
