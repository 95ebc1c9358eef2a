import { BORDER_FRAGMENT_HEAD, BORDER_VERTEX, BORDER_VERTEX_HEAD } from './border-shader';
import { IMAGE_FRAGMENT_HEAD, IMAGE_VERTEX, IMAGE_VERTEX_HEAD } from './image-shader';
import {
  SHADOW_CLIP,
  SHADOW_FRAGMENT_HEAD,
  SHADOW_VERTEX,
  SHADOW_VERTEX_HEAD,
  SPREAD_RADII,
} from './shadow-shader';
import { SPARKLINE_CHOICE, SPARKLINE_FRAGMENT_HEAD, SPARKLINE_VERTEX } from './sparkline-shader';

/** Vectors of the `uFrame` uniform, in floats from its start. */
export const FRAME_FLOATS = 24;
/** Device pixels to clip space: scale x, scale y, offset x, offset y. */
export const FRAME_PROJECTION = 0;
/** Surface CSS pixels to device pixels: a b c d tx ty. */
export const FRAME_VIEW = 4;
/** 1 where glyphs of snapped layers take whole device pixels, else 0. */
export const FRAME_SNAP = 10;
/** Device pixels per surface CSS pixel. */
export const FRAME_SCALE = 11;
/** `gl_FragCoord` to surface CSS pixels: a b c d tx ty. */
export const FRAME_UNPROJECT = 12;
/** 1 where the view turns or skews, so that straight edges need antialiasing. */
export const FRAME_TURNED = 18;
/** Texels of pictures of layers a device pixel. */
export const FRAME_TEXELS = 19;
/** Colour everything is multiplied by, premultiplied. */
export const FRAME_TINT = 20;

export const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
uniform usampler2D uLayers;
uniform vec4 uFrame[6];
vec2 transform(vec4 linear, vec2 offset, vec2 p) {
  return linear.xy * p.x + linear.zw * p.y + offset;
}
// As in CSS: radii (top left, top right, bottom right, bottom left) that meet on a side shrink together.
vec4 fitted(vec4 radii, vec2 size) {
  vec4 sums = max(vec4(radii.xz + radii.yw, radii.xy + radii.wz), 1e-6);
  vec4 fit = size.xxyy / sums;
  return max(radii * min(1.0, min(min(fit.x, fit.y), min(fit.z, fit.w))), 0.0);
}
`;

/**
 * Reads a record and its layer. Corners run clockwise from the top left, so a quad is the indices 0 1 2, 0 2 3 on top of
 * `record * 4`. Until a vertex proves visible it sits outside the clip space: a culled record is a triangle without area.
 * Exponents are compared as integers, because a driver may assume that no float is NaN.
 */
export const PULL = `
uniform usampler2D uRecords;
const uint EXPONENT = 0x7f800000u;
const uint HUGE = 0x6f800000u; // 2^96: room to scale and add without reaching infinity
// The whole device pixels that a hard edge leaves or takes. Of one in the middle of a pixel devices make one thing, pictures another.
vec2 whole(vec2 p) {
  vec2 offset = uFrame[2].xy;
  vec2 device = p * uFrame[2].w + offset + vec2(-0.502, 0.502);
  return uFrame[2].z > uFrame[4].z ? (vec2(ceil(device.x), floor(device.y)) - offset) / uFrame[2].w : p;
}
bool unusable(uvec4 bits) {
  return any(greaterThanEqual(bits & EXPONENT, uvec4(HUGE)));
}
vec4 rgba(uint packed) {
  return vec4(packed & 255u, (packed >> 8) & 255u, (packed >> 16) & 255u, packed >> 24) / 255.0;
}
`;

export const FETCH_RECORD = `
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  int record = gl_VertexID >> 2;
  int corner = gl_VertexID & 3;
  vec2 q = vec2(float(corner == 1 || corner == 2), float(corner >= 2));
  ivec2 at = ivec2((record & 255) << 2, record >> 8);
  uvec4 rectBits = texelFetch(uRecords, at, 0);
  uvec4 look = texelFetch(uRecords, at + ivec2(1, 0), 0);
  int row = int(look.x >> 8);
  ivec2 layerAt = ivec2((row & 63) << 2, row >> 6);
  uvec4 linearBits = texelFetch(uLayers, layerAt, 0);
  uvec4 restBits = texelFetch(uLayers, layerAt + ivec2(1, 0), 0);
  vec4 clip = uintBitsToFloat(texelFetch(uLayers, layerAt + ivec2(2, 0), 0));
  uint kind = look.x & 255u;
  vec4 rect = uintBitsToFloat(rectBits);
  vec4 linear = uintBitsToFloat(linearBits);
  vec4 rest = uintBitsToFloat(restBits);
  if (unusable(rectBits) || unusable(linearBits) || unusable(uvec4(restBits.xyz, 0u))) return;
  if (!(rect.z > 0.0 && rect.w > 0.0)) return;
`;

/** Vertex shader of opaque solids: position and colour only. Layers must be axis-aligned, opaque, without clip row. */
export const SOLID_VERTEX = `${HEAD}
flat out mediump vec4 vFill;
${PULL}
void main() {
${FETCH_RECORD}
  if (kind != 1u || !(clip.x < clip.z && clip.y < clip.w)) return;
  vec2 p = clamp(whole(transform(linear, rest.xy, rect.xy + q * rect.zw)), clip.xy, clip.zw);
  vec2 device = transform(uFrame[1], uFrame[2].xy, p);
  gl_Position = vec4(device * uFrame[0].xy + uFrame[0].zw, 0.0, 1.0);
  vFill = vec4(rgba(look.y).rgb, 1.0);
}
`;

/** Fragment shader of opaque solids. */
export const SOLID_FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 vFill;
out vec4 color;
void main() {
  color = vFill;
}
`;

/** Vertex shader of the blended programs; `others` place the kinds from 4 to `lastKind`, and `clips` say what cuts them. */
export const blendedVertex = (
  head: string,
  lastKind: number,
  clips: string,
  others: string,
): string => `
flat out mediump vec4 vFill;
flat out mediump vec4 vBorder;
flat out vec4 vBox;
flat out vec4 vRadii;
flat out ivec3 vMode;
out vec2 vAt;
${head}
${PULL}
void main() {
${FETCH_RECORD}
  if (kind == 0u || kind > ${lastKind}u) return;
  uint flags = restBits.w;
#ifdef GENERAL
  bool aligned = (flags & 2u) != 0u;
  bool snapped = aligned && (flags & 1u) != 0u && uFrame[2].z > 0.5;
  bool turned = kind == 1u && (!aligned || uFrame[4].z > 0.5);
  int clipRow = int(texelFetch(uLayers, layerAt + ivec2(3, 0), 0).x);
#else
  const bool aligned = true;
  const bool snapped = true;
  const bool turned = false;
  const int clipRow = 0;
#endif
${clips}  if (aligned && !(clip.x < clip.z && clip.y < clip.w)) return;
  uvec4 shape = texelFetch(uRecords, at + ivec2(2, 0), 0);
  float scale = sqrt(abs(linear.x * linear.w - linear.y * linear.z)) * uFrame[2].w;
  if (!(scale > 1e-6)) return;
  vec4 tint = uFrame[5] * clamp(rest.z, 0.0, 1.0);
  vec4 fill = rgba(look.y);
  bool colored = false;
  bool round = kind == 2u || turned;
  vec2 device;
  vMode = ivec3(int(round ? 2u : kind), clipRow, aligned ? 0 : row + 1);
  vRadii = vec4(0.0);
  vBorder = vec4(0.0);
  ${others}if (kind == 3u) {
    uint page = texelFetch(uRecords, at + ivec2(3, 0), 0).x;
    vec2 origin = vec2(shape.z & 65535u, shape.z >> 16);
    vec2 size = vec2(shape.w & 65535u, shape.w >> 16);
    colored = (page & 65536u) != 0u;
#ifdef GENERAL
    bool texelByPixel = snapped && (page & 131072u) == 0u;
#else
    const bool texelByPixel = true;
#endif
    uint contrast = colored ? 0u : page & 0xfffc0000u;
    vMode.x |= (colored ? 4 : 0) | (texelByPixel ? 0 : 8) | int((page & 255u) << 8 | contrast);
    vBox = vec4(origin, origin + size);
    vAt = origin + q * size;
    if (texelByPixel) {
      vec2 base = floor(transform(uFrame[1], uFrame[2].xy, transform(linear, rest.xy, rect.xy)) + 0.5);
      vec2 corner = base + q * size;
      device = clamp(corner, clip.xy * uFrame[2].w + uFrame[2].xy, clip.zw * uFrame[2].w + uFrame[2].xy);
      vAt += device - corner;
    } else {
      vec2 p = transform(linear, rest.xy, rect.xy + q * rect.zw);
      vec2 cut = aligned ? clamp(whole(p), clip.xy, clip.zw) : p;
      if (aligned) vAt += (cut - p) * size / (vec2(linear.x, linear.w) * rect.zw);
      device = transform(uFrame[1], uFrame[2].xy, cut);
    }
  } else {
    float border = kind == 2u ? uintBitsToFloat(look.w) : 0.0;
    border = border > 0.0 ? border : 0.0;
    vec2 halfSize = rect.zw * 0.5;
    // Pixels whose centre is up to half a pixel outside are partly covered; 0.499 spares whole rows of empty ones.
    vec2 fromCenter = (q * 2.0 - 1.0) * (halfSize + (round ? 0.499 / scale : 0.0));
    vec2 p = transform(linear, rest.xy, rect.xy + halfSize + fromCenter);
    vec2 cut = aligned ? clamp(round ? p : whole(p), clip.xy, clip.zw) : p;
    if (aligned) fromCenter += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    vAt = fromCenter * scale;
    vBox = vec4(halfSize * scale, border * scale, 0.0);
    if (round) {
      vec4 radii = vec4(shape.x & 65535u, shape.x >> 16, shape.y >> 16, shape.y & 65535u) / 16.0;
      vRadii = turned ? vec4(0.0) : fitted(radii, rect.zw) * scale;
      // Over the fill, which lies under the border too.
      vec4 edge = border > 0.0 ? rgba(look.z) : vec4(0.0);
      vec4 under = vec4(fill.rgb * fill.a, fill.a) * (1.0 - edge.a);
      vBorder = (vec4(edge.rgb * edge.a, edge.a) + under) * tint;
    }
  }
  gl_Position = vec4(device * uFrame[0].xy + uFrame[0].zw, 0.0, 1.0);
  vFill = (colored ? vec4(fill.a) : vec4(fill.rgb * fill.a, fill.a)) * tint;
}
`;

/** Round rectangles. */
export const ROUNDED = `
mediump vec4 rounded() {
  float d = distanceTo(vAt, vBox.xy, vRadii);
  return mix(vBorder, vFill, clamp(0.5 - d - vBox.z, 0.0, 1.0)) * clamp(0.5 - d, 0.0, 1.0);
}
`;

const DISTANCE = `// Distance from a rectangle with four radii. It is the intersection of four rounded quarter planes; of two opposite ones only
// the nearer can matter, since fitted radii never reach across the diagonal.
float distanceTo(vec2 p, vec2 halfSize, vec4 radii) {
  bool low = p.x + p.y > 0.0;
  bool right = p.x > p.y;
  vec2 r = vec2(low ? radii.z : radii.x, right ? radii.y : radii.w);
  vec2 a = r.x - halfSize + (low ? p : -p);
  vec2 b = r.y - halfSize + (right ? vec2(p.x, -p.y) : vec2(-p.x, p.y));
  vec2 outA = max(a, 0.0);
  vec2 outB = max(b, 0.0);
  vec2 d = sqrt(vec2(dot(outA, outA), dot(outB, outB))) + min(max(vec2(a.x, b.x), vec2(a.y, b.y)), 0.0) - r;
  return max(d.x, d.y);
}
`;

const BLENDED_FRAGMENT_HEAD = `
precision mediump sampler2DArray;
uniform sampler2DArray uAtlas;
flat in mediump vec4 vFill;
flat in mediump vec4 vBorder;
flat in vec4 vBox;
flat in vec4 vRadii;
flat in ivec3 vMode;
in vec2 vAt;
out mediump vec4 color;
${DISTANCE}// Coverage of a glyph, drawn in white, as the host draws it in another lightness (GlyphRasteriser.contrast).
mediump vec4 covered(mediump float a) {
  mediump float k = float(vMode.x >> 24) / 128.0;
  mediump float s = float(vMode.x << 8 >> 26) / 64.0;
  return vec4(a + a * (1.0 - a) * (k + s * (1.0 - 2.0 * a)));
}
${ROUNDED}`;

/**
 * Blended program for layers that are axis-aligned and snapped and have no clip row. It is apart because a software rasteriser
 * runs both sides of every branch, so a shader costs there the sum of all it could do (docs/decisions/002).
 */
export const SIMPLE_VERTEX = `${HEAD}${blendedVertex('', 3, '', '')}`;
export const SIMPLE_FRAGMENT = `${HEAD}${BLENDED_FRAGMENT_HEAD}
void main() {
  int kind = vMode.x & 3;
  color = vFill;
  if (kind == 3) {
    mediump vec4 texel = texelFetch(uAtlas, ivec3(ivec2(vAt), (vMode.x >> 8) & 255), 0);
    color *= (vMode.x & 4) != 0 ? texel : covered(texel.a);
  } else if (kind == 2) {
    color = rounded();
  }
}
`;

/**
 * Blended program for everything. `vMode` holds kind, glyph flags, page and contrast; clip row; and, for layers that are not
 * axis-aligned, the layer row + 1, whose folded clip is then tested here. `vAt` is the position from the centre in device
 * pixels (rectangles) or the atlas texel (glyphs).
 */
export const GENERAL_VERTEX = `${HEAD}#define GENERAL\n${blendedVertex('', 3, '', '')}`;

const CLIPPED = `float clipped() {
  vec2 p = transform(uFrame[3], uFrame[4].xy, gl_FragCoord.xy);
  float inside = 1.0;
  if (vMode.z != 0) {
    int row = vMode.z - 1;
    vec4 clip = uintBitsToFloat(texelFetch(uLayers, ivec2(((row & 63) << 2) + 2, row >> 6), 0));
    if (!(p.x >= clip.x && p.y >= clip.y && p.x < clip.z && p.y < clip.w)) inside = 0.0;
  }
  int row = vMode.y;
  for (int i = 0; i < 4 && row != 0; i++) {
    ivec2 at = ivec2((row & 63) << 2, row >> 6);
    vec4 linear = uintBitsToFloat(texelFetch(uLayers, at, 0));
    uvec4 rest = texelFetch(uLayers, at + ivec2(1, 0), 0);
    vec4 rect = uintBitsToFloat(texelFetch(uLayers, at + ivec2(2, 0), 0));
    vec2 size = rect.zw - rect.xy;
    vec4 radii = fitted(uintBitsToFloat(texelFetch(uLayers, at + ivec2(3, 0), 0)), size);
    float scale = uFrame[2].w * inversesqrt(max(abs(linear.x * linear.w - linear.y * linear.z), 1e-12));
    vec2 fromCenter = transform(linear, uintBitsToFloat(rest.xy), p) - rect.xy - size * 0.5;
    inside *= clamp(0.5 - distanceTo(fromCenter, size * 0.5, radii) * scale, 0.0, 1.0);
    row = int(rest.z);
  }
  return inside;
}
`;

const GENERAL_FRAGMENT_HEAD = `${HEAD}${BLENDED_FRAGMENT_HEAD}
mediump vec4 glyph() {
  int page = (vMode.x >> 8) & 255;
  mediump vec4 texel;
  if ((vMode.x & 8) != 0) {
    vec2 at = clamp(vAt, vBox.xy + 0.5, vBox.zw - 0.5) / vec2(textureSize(uAtlas, 0).xy);
    texel = textureLod(uAtlas, vec3(at, float(page)), 0.0);
  } else {
    texel = texelFetch(uAtlas, ivec3(ivec2(vAt), page), 0);
  }
  return vFill * ((vMode.x & 4) != 0 ? texel : covered(texel.a));
}
${CLIPPED}`;

/** How much of a pixel clips leave, for programs that have `flat in ivec3 vMode` and nothing else. */
export const CLIP_HEAD = `${DISTANCE}${CLIPPED}`;

export const GENERAL_FRAGMENT = `${GENERAL_FRAGMENT_HEAD}
void main() {
  int kind = vMode.x & 3;
  color = vFill;
  if (kind == 3) color = glyph();
  else if (kind == 2) color = rounded();
  if ((vMode.y | vMode.z) != 0) color *= clipped();
}
`;

const imagesFragment = (
  head: string,
  choice: string,
): string => `${GENERAL_FRAGMENT_HEAD}${IMAGE_FRAGMENT_HEAD}${head}
void main() {
  int kind = vMode.x & 3;
  color = vFill;
  if (kind == 3) color = glyph();
  else if (kind == 2) color = rounded();
${choice}  else if ((vMode.x & 64) != 0) color = image();
  else if ((vMode.x & 128) != 0) color = gradient();
  if ((vMode.y | vMode.z) != 0) color *= clipped();
}
`;

/** The blended program for everything and images. */
export const IMAGES_VERTEX = `${HEAD}#define GENERAL\n${blendedVertex(IMAGE_VERTEX_HEAD, 7, '', IMAGE_VERTEX)}`;
export const IMAGES_FRAGMENT = imagesFragment('', '');

/** The same and sparklines: apart, for with them every pixel of an image costs a third more. */
export const LINES_VERTEX = `${HEAD}#define GENERAL\n${blendedVertex(IMAGE_VERTEX_HEAD, 8, '', SPARKLINE_VERTEX + IMAGE_VERTEX)}`;
export const LINES_FRAGMENT = imagesFragment(SPARKLINE_FRAGMENT_HEAD, SPARKLINE_CHOICE);

/** The blended program for everything and effects: apart, for what it can do besides is paid for by all it draws. */
export const EFFECTS_VERTEX = `${HEAD}#define GENERAL\n${blendedVertex(
  SPREAD_RADII + SHADOW_VERTEX_HEAD + BORDER_VERTEX_HEAD + IMAGE_VERTEX_HEAD,
  9,
  SHADOW_CLIP,
  BORDER_VERTEX + SPARKLINE_VERTEX + IMAGE_VERTEX + SHADOW_VERTEX,
)}`;
export const EFFECTS_FRAGMENT = `${GENERAL_FRAGMENT_HEAD}${SHADOW_FRAGMENT_HEAD}${BORDER_FRAGMENT_HEAD}${IMAGE_FRAGMENT_HEAD}${SPARKLINE_FRAGMENT_HEAD}
void main() {
  int kind = vMode.x & 3;
  color = vFill;
  if (kind == 3) color = glyph();
  else if (kind == 2) color = rounded();
  else if ((vMode.x & 16) != 0) color = shadow();
  else if ((vMode.x & 192) == 192) color = bordered();
${SPARKLINE_CHOICE}  else if ((vMode.x & 64) != 0) color = image();
  else if ((vMode.x & 128) != 0) color = gradient();
  if ((vMode.y | vMode.z) != 0) color *= clipped();
}
`;
