import { BORDER_VERTEX, BORDER_VERTEX_HEAD } from './border-shader';
import { IMAGE_VERTEX, IMAGE_VERTEX_HEAD } from './image-shader';
import { PROGRAM_SOURCES, type ProgramSource, type ProgramSources } from './program-set';
import { blendedVertex, HEAD, ROUNDED } from './shaders';
import {
  SHADOW_CLIP,
  SHADOW_PART,
  SHADOW_VERTEX,
  SHADOW_VERTEX_HEAD,
  SPREAD_RADII,
} from './shadow-shader';
import { SPARKLINE_VERTEX } from './sparkline-shader';

/** As `SHADOW_CLIP`, where no clip has round corners. */
const SIMPLE_CLIP = `
  if (kind == 4u && (look.z & 16u) != 0u) {
    row = int(texelFetch(uLayers, layerAt + ivec2(3, 0), 0).y);
    clip = uintBitsToFloat(texelFetch(uLayers, ivec2(((row & 63) << 2) + 2, row >> 6), 0));
  }
`;

/**
 * Places the shadow of a box that nothing is seen through, kind 4, as a round rectangle whose edge is as wide as its blur: 1.88 times
 * that, where its slope in the middle is the same. Corners are rounder by as much as blurring draws them back.
 */
const SOFT_VERTEX = `
  if (kind == 4u && (look.z & 32u) != 0u) {
    uint part = look.z & 7u;
    if (!aligned && part > 1u) return;
    uvec4 more = texelFetch(uRecords, at + ivec2(3, 0), 0);
    vec2 offset = uintBitsToFloat(shape.zw);
    float blur = uintBitsToFloat(more.x);
    float spread = uintBitsToFloat(more.y);
    vec4 radii = vec4(shape.x & 65535u, shape.x >> 16, shape.y >> 16, shape.y & 65535u) / 16.0;
    float pixel = 1.0 / scale;
    vec2 shapeHalf = rect.zw * 0.5;
    vec2 boxHalf = max(shapeHalf - spread, 0.0);
    radii = fitted(radii, boxHalf * 2.0);
    vec4 softRadii = sqrt(pow(spreadRadii(radii, spread), vec4(2.0)) + 0.865 * blur * blur);
    float edge = max(1.88 * blur, pixel);
    vec2 to = shapeHalf + max(0.5 * edge, 0.499 * pixel);
    vec2 from = -to;
    // Under the box, which hides it: so far that the edge of the box has it below. A box that is faded hides nothing.
    vec2 largest = max(radii.xy, radii.zw);
    float under = tint.a >= 1.0 ? 2.0 * pixel + 0.3 * max(largest.x, largest.y) : 0.0;
    vec2 innerHalf = max(boxHalf - under, 0.0);
    vec2 low = clamp(-offset - innerHalf, from, to);
    vec2 high = clamp(-offset + innerHalf, low, to);
${SHADOW_PART}    vec2 fromCenter = mix(from, to, q);
    vec2 p = transform(linear, rest.xy, rect.xy + shapeHalf + fromCenter);
    vec2 cut = aligned ? clamp(p, clip.xy, clip.zw) : p;
    if (aligned) fromCenter += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    vMode.x = 2;
    vAt = fromCenter * scale;
    vBox = vec4(shapeHalf * scale, 0.0, 1.0 - pixel / edge);
    vRadii = fitted(softRadii, rect.zw) * scale;
    vBorder = vec4(fill.rgb * fill.a, fill.a) * tint;
    if (!(min(shapeHalf.x, shapeHalf.y) > 0.0)) vBorder = vec4(0.0);
  } else `;

/** Where an edge is wider than a pixel it rises slowly, and steeply in the middle, as a blurred one does. */
const SOFT_ROUNDED = `
mediump vec4 rounded() {
  float d = distanceTo(vAt, vBox.xy, vRadii);
  float t = clamp(0.5 - d * (1.0 - vBox.w), 0.0, 1.0);
  t = mix(t, t * t * (3.0 - 2.0 * t), vBox.w > 0.0 ? 1.0 : 0.0);
  return mix(vBorder, vFill, clamp(0.5 - d - vBox.z, 0.0, 1.0)) * t;
}
`;

function soft(vertex: string, { fragment }: ProgramSource): ProgramSource {
  return { vertex, fragment: fragment.replace(ROUNDED, SOFT_ROUNDED) };
}

function general(head: string, lastKind: number, others: string): string {
  return `${HEAD}#define GENERAL\n${blendedVertex(
    SPREAD_RADII + head,
    lastKind,
    SHADOW_CLIP,
    SOFT_VERTEX + others,
  )}`;
}

/** Programs that draw shadows flagged `SHADOW_SOFT` by their distance, whichever program it is, and all else as the others do. */
export const SOFT_SOURCES: ProgramSources = {
  solid: PROGRAM_SOURCES.solid,
  simple: soft(
    `${HEAD}${blendedVertex(SPREAD_RADII, 4, SIMPLE_CLIP, SOFT_VERTEX)}`,
    PROGRAM_SOURCES.simple,
  ),
  blended: soft(general('', 4, ''), PROGRAM_SOURCES.blended),
  images: soft(general(IMAGE_VERTEX_HEAD, 7, IMAGE_VERTEX), PROGRAM_SOURCES.images),
  lines: soft(
    general(IMAGE_VERTEX_HEAD, 8, SPARKLINE_VERTEX + IMAGE_VERTEX),
    PROGRAM_SOURCES.lines,
  ),
  effects: soft(
    general(
      SHADOW_VERTEX_HEAD + BORDER_VERTEX_HEAD + IMAGE_VERTEX_HEAD,
      9,
      BORDER_VERTEX + SPARKLINE_VERTEX + IMAGE_VERTEX + SHADOW_VERTEX,
    ),
    PROGRAM_SOURCES.effects,
  ),
};
