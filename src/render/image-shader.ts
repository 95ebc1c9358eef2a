/** What the vertex shader hands on for an image: the texel of a pixel, and those that may be read. */
export const IMAGE_VERTEX_HEAD = `
out vec2 vTexel;
flat out vec4 vTexels;
`;

/** Places a part of an image, kind 6: a rectangle that may have round corners, with texels between its corners. */
export const IMAGE_VERTEX = `
  if (kind == 6u) {
    uvec4 more = texelFetch(uRecords, at + ivec2(3, 0), 0);
    vec4 texels = uintBitsToFloat(uvec4(shape.zw, more.xy));
    vec2 halfSize = rect.zw * 0.5;
    vec2 fromCenter = (q * 2.0 - 1.0) * (halfSize + 0.499 / scale);
    vec2 p = transform(linear, rest.xy, rect.xy + halfSize + fromCenter);
    vec2 cut = aligned ? clamp(p, clip.xy, clip.zw) : p;
    if (aligned) fromCenter += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    vMode.x = int(64u | (more.z << 8));
    vAt = fromCenter * scale;
    vBox = vec4(halfSize * scale, 0.0, 0.0);
    vec4 radii = vec4(shape.x & 65535u, shape.x >> 16, shape.y >> 16, shape.y & 65535u) / 16.0;
    vRadii = fitted(radii, rect.zw) * scale;
    vTexel = mix(texels.xy, texels.zw, fromCenter / rect.zw + 0.5);
    vTexels = vec4(look.z & 65535u, look.z >> 16, look.w & 65535u, look.w >> 16) + vec4(0.5, 0.5, -0.5, -0.5);
  } else `;

/** A part of an image, multiplied by its tint. */
export const IMAGE_FRAGMENT_HEAD = `
uniform mediump sampler2DArray uImages;
in vec2 vTexel;
flat in vec4 vTexels;
mediump vec4 image() {
  vec2 at = clamp(vTexel, vTexels.xy, vTexels.zw) / vec2(textureSize(uImages, 0).xy);
  mediump vec4 texel = textureLod(uImages, vec3(at, float((vMode.x >> 8) & 255)), 0.0);
  return vFill * texel * clamp(0.5 - distanceTo(vAt, vBox.xy, vRadii), 0.0, 1.0);
}
`;
