import type { DrawProgram } from '../../systems/render-batching';
import { blendedWgsl, type WgslMode } from './wgsl-blended';
import { WGSL_SOLID } from './wgsl-head';
import { WGSL_BORDERS, WGSL_IMAGES, WGSL_SHADOWS } from './wgsl-parts';
import { WGSL_SPARKLINE } from './wgsl-sparkline';

const LINE_CHOICE = `
  else if ((v.mode.x & 96) == 96) { color = sparkline(v); }
`;
const IMAGE_CHOICES = `
  else if ((v.mode.x & 64) != 0) { color = image(v); }
  else if ((v.mode.x & 128) != 0) { color = gradient(v); }
`;

/** Shaders by program, made when a program is first drawn with. */
export const wgslOf: { readonly [P in DrawProgram]: (soft: boolean, mode: WgslMode) => string } = {
  solid: () => WGSL_SOLID,
  simple: (soft, mode) => blendedWgsl({ general: false, lastKind: 3, soft, mode }),
  blended: (soft, mode) => blendedWgsl({ general: true, lastKind: 3, soft, mode }),
  images: (soft, mode) =>
    blendedWgsl({
      soft,
      mode,
      general: true,
      lastKind: 7,
      parts: [WGSL_IMAGES],
      choices: IMAGE_CHOICES,
    }),
  lines: (soft, mode) =>
    blendedWgsl({
      soft,
      mode,
      general: true,
      lastKind: 8,
      parts: [WGSL_IMAGES, WGSL_SPARKLINE],
      choices: LINE_CHOICE + IMAGE_CHOICES,
    }),
  effects: (soft, mode) =>
    blendedWgsl({
      soft,
      mode,
      general: true,
      lastKind: 9,
      parts: [WGSL_BORDERS, WGSL_IMAGES, WGSL_SPARKLINE, WGSL_SHADOWS],
      choices: `
  else if ((v.mode.x & 16) != 0) { color = shadow(v); }
  else if ((v.mode.x & 192) == 192) { color = bordered(v); }
${LINE_CHOICE}${IMAGE_CHOICES}`,
    }),
};
