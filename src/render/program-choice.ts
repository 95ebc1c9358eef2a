import type { DrawProgram } from '../systems/render-batching';
import { FRAME_SNAP, FRAME_TINT, FRAME_TURNED } from './shaders';

/** The program that draws what `program` is for on a surface that may be tinted, turned or off the pixels. */
export function programOn(frame: Float32Array, program: DrawProgram): DrawProgram {
  if (program !== 'solid' && program !== 'simple') return program;
  if (frame[FRAME_SNAP] !== 1 || frame[FRAME_TURNED] !== 0) return 'blended';
  for (let channel = FRAME_TINT; channel < FRAME_TINT + 4; channel++) {
    if (frame[channel] !== 1) return 'simple';
  }
  return program;
}
