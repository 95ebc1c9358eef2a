import type { WebGLRenderer } from 'pixi.js';

/** The WebGL 2 context of a Pixi renderer. */
export type Gl = WebGLRenderer['gl'];

const PREMULTIPLY = 1;
const FLIP = 2;
const UNIT_SHIFT = 2;

/**
 * Makes `unit` the active texture unit and switches off conversions of pixels. Returns what `endUpload` needs to put back what
 * Pixi believes to be set. `bindSource` alone is not enough: it leaves the active unit alone when the texture is bound already.
 */
export function beginUpload(gl: Gl, unit: number): number {
  const active = (gl.getParameter(gl.ACTIVE_TEXTURE) as number) - gl.TEXTURE0;
  if (active !== unit) gl.activeTexture(gl.TEXTURE0 + unit);
  let saved = active << UNIT_SHIFT;
  if (gl.getParameter(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL)) {
    saved |= PREMULTIPLY;
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  }
  if (gl.getParameter(gl.UNPACK_FLIP_Y_WEBGL)) {
    saved |= FLIP;
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  }
  return saved;
}

/** Puts back what `beginUpload` changed. */
export function endUpload(gl: Gl, unit: number, saved: number): void {
  if (saved & PREMULTIPLY) gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  if (saved & FLIP) gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
  const active = saved >> UNIT_SHIFT;
  if (active !== unit) gl.activeTexture(gl.TEXTURE0 + active);
}
