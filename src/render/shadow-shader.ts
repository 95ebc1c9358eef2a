/** What the vertex shader hands on for a shadow, in device pixels: half its size and its offset, radii, deviation. */
export const SHADOW_VERTEX_HEAD = `
flat out vec4 vShape;
flat out vec4 vShapeRadii;
flat out float vSigma;
`;

/** Leaves of the rectangle from `from` to `to` the part around the hole from `low` to `high` that a record is for. */
export const SHADOW_PART = `    if (aligned && part != 0u) {
      if (part == 1u) to.y = low.y;
      else if (part == 2u) from.y = high.y;
      else {
        from.y = low.y;
        to.y = high.y;
        if (part == 3u) to.x = low.x;
        else from.x = high.x;
      }
    }
`;

export const SPREAD_RADII = `
// As in CSS: radii grow with the shape, those smaller than that by less, so that sharp corners stay sharp.
vec4 spreadRadii(vec4 radii, float spread) {
  if (!(spread > 0.0)) return max(radii + spread, 0.0);
  vec4 missing = 1.0 - min(radii / spread, 1.0);
  return radii + spread * (1.0 - missing * missing * missing);
}
`;

/** The shadow of a layer's own box is cut by the clips around the layer, not by the layer's. */
export const SHADOW_CLIP = `
  if (kind == 4u && (look.z & 16u) != 0u) {
    row = int(texelFetch(uLayers, layerAt + ivec2(3, 0), 0).y);
    ivec2 outerAt = ivec2((row & 63) << 2, row >> 6);
    clip = uintBitsToFloat(texelFetch(uLayers, outerAt + ivec2(2, 0), 0));
    clipRow = int(texelFetch(uLayers, outerAt + ivec2(3, 0), 0).x);
  }
`;

/**
 * Places a shadow, kind 4 or 5. Shadows of large boxes come as four records, which leave out what lies inside of them: top,
 * bottom, left, right. Where layers are turned, the edges between these would show: there the first record is all of it.
 */
export const SHADOW_VERTEX = `
  if (kind == 4u || kind == 5u) {
    bool inset = kind == 5u;
    uint part = look.z & 7u;
    if (!aligned && part > 1u) return;
    uvec4 more = texelFetch(uRecords, at + ivec2(3, 0), 0);
    vec2 offset = uintBitsToFloat(shape.zw);
    float blur = uintBitsToFloat(more.x);
    float spread = uintBitsToFloat(more.y);
    vec4 radii = vec4(shape.x & 65535u, shape.x >> 16, shape.y >> 16, shape.y & 65535u) / 16.0;
    vec2 center = rect.xy + rect.zw * 0.5;
    vec2 boxHalf = rect.zw * 0.5;
    vec2 shapeHalf = boxHalf;
    vec4 shapeRadii;
    if (inset) {
      float border = uintBitsToFloat(look.w);
      radii = max(fitted(radii, rect.zw + 2.0 * border) - border, 0.0);
      shapeHalf = max(boxHalf - spread, 0.0);
      shapeRadii = spreadRadii(radii, -spread);
    } else {
      center -= offset;
      boxHalf = max(shapeHalf - spread, 0.0);
      radii = fitted(radii, boxHalf * 2.0);
      shapeRadii = spreadRadii(radii, spread);
    }
    float pixel = 1.0 / scale;
    vec2 from = -boxHalf - 0.499 * pixel;
    vec2 to = -from;
    vec2 innerHalf = boxHalf;
    vec4 innerRadii = radii;
    vec2 innerAt = vec2(0.0);
    if (inset) {
      innerHalf = shapeHalf - 1.5 * blur - pixel;
      innerRadii = shapeRadii;
      innerAt = offset;
    } else {
      vec2 reach = shapeHalf + 1.5 * blur + 0.499 * pixel;
      from = offset - reach;
      to = offset + reach;
      innerHalf -= 2.0 * pixel;
    }
    // A rectangle that lies inside of the rounded one: a corner's arc comes no nearer than 0.3 of its radius.
    vec2 largest = max(innerRadii.xy, innerRadii.zw);
    innerHalf = max(innerHalf - 0.3 * max(largest.x, largest.y), 0.0);
    vec2 low = clamp(innerAt - innerHalf, from, to);
    vec2 high = clamp(innerAt + innerHalf, low, to);
${SHADOW_PART}    vec2 fromCenter = mix(from, to, q);
    vec2 p = transform(linear, rest.xy, center + fromCenter);
    vec2 cut = aligned ? clamp(p, clip.xy, clip.zw) : p;
    if (aligned) fromCenter += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    vMode.x = inset ? 48 : 16;
    vAt = fromCenter * scale;
    // Under the edge of an opaque box its shadow goes on, or the ground would shine through; seen through, it must not.
    bool hidden = (look.z & 8u) != 0u && tint.a >= 1.0;
    vBox = vec4(boxHalf * scale, hidden && !inset ? 1.0 : 0.0, 0.0);
    vRadii = radii * scale;
    vShape = vec4(shapeHalf, offset) * scale;
    vShapeRadii = fitted(shapeRadii, shapeHalf * 2.0) * scale;
    // A pixel is the mean of what it covers: a blur of variance 1/12.
    vSigma = blur > 0.0 ? sqrt(0.25 * blur * blur * scale * scale + 0.0833) : 0.0;
  } else `;

/** Coverage of a blurred rounded rectangle: rows of it are blurred exactly, eight of them stand for all. */
export const SHADOW_FRAGMENT_HEAD = `
flat in vec4 vShape;
flat in vec4 vShapeRadii;
flat in float vSigma;
// Integral of the normal distribution; Abramowitz and Stegun 7.1.27, off by 0.0003 at most.
vec4 below(vec4 x) {
  vec4 a = abs(x) * 0.70710678;
  vec4 t = 1.0 + (0.278393 + (0.230389 + (0.000972 + 0.078108 * a) * a) * a) * a;
  t *= t;
  return 0.5 + 0.5 * sign(x) * (1.0 - 1.0 / (t * t));
}
// How far the left or right edge of a row draws back because of its corner.
vec4 drawnBack(vec4 y, float halfHeight, float upper, float lower) {
  vec4 r = mix(vec4(upper), vec4(lower), greaterThan(y, vec4(0.0)));
  vec4 d = max(r - halfHeight + abs(y), 0.0);
  return r - sqrt(max(r * r - d * d, 0.0));
}
float rows(vec4 low, vec4 high, vec2 p, float inverse) {
  vec4 y = (low + high) * 0.5;
  vec4 left = drawnBack(y, vShape.y, vShapeRadii.x, vShapeRadii.w) - vShape.x - p.x;
  vec4 right = vShape.x - p.x - drawnBack(y, vShape.y, vShapeRadii.y, vShapeRadii.z);
  vec4 across = max(below(right * inverse) - below(left * inverse), 0.0);
  return dot(across, below((high - p.y) * inverse) - below((low - p.y) * inverse));
}
float blurred(vec2 p) {
  float low = clamp(p.y - 3.0 * vSigma, -vShape.y, vShape.y);
  float high = clamp(p.y + 3.0 * vSigma, -vShape.y, vShape.y);
  float row = (high - low) * 0.125;
  float inverse = 1.0 / max(vSigma, 1e-3);
  vec4 first = low + row * vec4(0.0, 1.0, 2.0, 3.0);
  vec4 second = first + row * 4.0;
  // The tails beyond three deviations are left out, and what is inside is the whole.
  return min((rows(first, first + row, p, inverse) + rows(second, second + row, p, inverse)) * 1.0027, 1.0);
}
mediump vec4 shadow() {
  vec2 p = vAt - vShape.zw;
  float sharp = clamp(0.5 - distanceTo(p, vShape.xy, vShapeRadii), 0.0, 1.0);
  float covered = vSigma > 0.0 ? blurred(p) : sharp;
  if (!(min(vShape.x, vShape.y) > 0.0)) covered = 0.0;
  float box = clamp(0.5 - distanceTo(vAt, vBox.xy, vRadii) - vBox.z, 0.0, 1.0);
  return vFill * ((vMode.x & 32) != 0 ? (1.0 - covered) * box : covered * (1.0 - box));
}
`;
