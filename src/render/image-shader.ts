/**
 * What the vertex shader hands on for an image: the texel of a pixel, and those that may be read. For a gradient: where a pixel is
 * from the middle, in CSS pixels; the line; the places of the first and the last stop; the record.
 */
export const IMAGE_VERTEX_HEAD = `
out vec2 vTexel;
flat out vec4 vTexels;
flat out vec3 vStops;
`;

/** Places a part of an image or a gradient, kind 6 or 7: a rectangle that may have round corners. */
export const IMAGE_VERTEX = `
  if (kind >= 6u) {
    uvec4 more = texelFetch(uRecords, at + ivec2(3, 0), 0);
    vec4 texels = uintBitsToFloat(uvec4(shape.zw, more.xy));
    vec2 halfSize = rect.zw * 0.5;
    vec2 fromCenter = (q * 2.0 - 1.0) * (halfSize + 0.499 / scale);
    vec2 p = transform(linear, rest.xy, rect.xy + halfSize + fromCenter);
    vec2 cut = aligned ? clamp(p, clip.xy, clip.zw) : p;
    if (aligned) fromCenter += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    vAt = fromCenter * scale;
    vBox = vec4(halfSize * scale, 0.0, 0.0);
    vec4 radii = vec4(shape.x & 65535u, shape.x >> 16, shape.y >> 16, shape.y & 65535u) / 16.0;
    vRadii = fitted(radii, rect.zw) * scale;
    if (kind == 7u) {
      uint count = look.w >> 2;
      vMode.x = int(128u | (look.w << 8));
      vTexel = fromCenter;
      vTexels = texels;
      vStops = vec3(uintBitsToFloat(more.zw), float(record));
      vec4 second = rgba(look.z);
      vBorder = count > 2u ? tint : vec4(second.rgb * second.a, second.a) * tint;
    } else {
      vMode.x = int(64u | (more.z << 8));
      vTexel = mix(texels.xy, texels.zw, fromCenter / rect.zw + 0.5);
      vTexels = vec4(look.z & 65535u, look.z >> 16, look.w & 65535u, look.w >> 16) + vec4(0.5, 0.5, -0.5, -0.5);
    }
  } else `;

/** A part of an image, multiplied by its tint; a gradient, its colours mixed premultiplied as in CSS. */
export const IMAGE_FRAGMENT_HEAD = `
uniform mediump sampler2DArray uImages;
uniform usampler2D uRecords;
in vec2 vTexel;
flat in vec4 vTexels;
flat in vec3 vStops;
mediump vec4 image() {
  vec2 at = clamp(vTexel, vTexels.xy, vTexels.zw) / vec2(textureSize(uImages, 0).xy);
  mediump vec4 texel = textureLod(uImages, vec3(at, float((vMode.x >> 8) & 255)), 0.0);
  return vFill * texel * clamp(0.5 - distanceTo(vAt, vBox.xy, vRadii), 0.0, 1.0);
}
float between(float t, float from, float to) {
  return clamp((t - from) / max(to - from, 1e-6), 0.0, 1.0);
}
mediump vec4 gradient() {
  int look = vMode.x >> 8;
  float t = (look & 1) != 0 ? length((vTexel - vTexels.xy) * vTexels.zw) : dot(vTexel, vTexels.xy) + 0.5;
  if ((look & 2) != 0) t = vStops.x + mod(t - vStops.x, max(vStops.y - vStops.x, 1e-6));
  int count = look >> 2;
  vec4 mixed = vFill;
  if (count == 2) {
    mixed = mix(vFill, vBorder, between(t, vStops.x, vStops.y));
  } else {
    float from = vStops.x;
    for (int i = 1; i < count; i++) {
      int other = int(vStops.z) + 1 + (i >> 2);
      uvec4 pair = texelFetch(uRecords, ivec2(((other & 255) << 2) + 2 + ((i >> 1) & 1), other >> 8), 0);
      uvec2 stop = (i & 1) == 0 ? pair.xy : pair.zw;
      vec4 next = vec4(stop.y & 255u, (stop.y >> 8) & 255u, (stop.y >> 16) & 255u, stop.y >> 24) / 255.0;
      float to = uintBitsToFloat(stop.x);
      mixed = mix(mixed, vec4(next.rgb * next.a, next.a) * vBorder, between(t, from, to));
      from = to;
    }
  }
  return mixed * clamp(0.5 - distanceTo(vAt, vBox.xy, vRadii), 0.0, 1.0);
}
`;
