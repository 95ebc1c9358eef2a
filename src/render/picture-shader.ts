import { FETCH_RECORD, HEAD, PULL } from './shaders';

/** Vertex shader of pictures of layers: on whole device pixels, texel by pixel, cut to the clip of the layer around. */
export const PICTURE_VERTEX = `${HEAD}
out vec2 vAt;
${PULL}
void main() {
${FETCH_RECORD}
  if (kind != 10u || !(clip.x < clip.z && clip.y < clip.w)) return;
  vec2 base = floor(transform(uFrame[1], uFrame[2].xy, transform(linear, rest.xy, rect.xy)) + 0.5);
  vec2 end = base + q * floor(rect.zw * uFrame[2].w + 0.5);
  vec2 device = clamp(end, clip.xy * uFrame[2].w + uFrame[2].xy, clip.zw * uFrame[2].w + uFrame[2].xy);
  gl_Position = vec4(device * uFrame[0].xy + uFrame[0].zw, 0.0, 1.0);
  vAt = device - base;
}
`;

/** Fragment shader of pictures of layers. */
export const PICTURE_FRAGMENT = `#version 300 es
precision highp float;
precision mediump sampler2D;
uniform sampler2D uPicture;
in vec2 vAt;
out mediump vec4 color;
void main() {
  color = texelFetch(uPicture, ivec2(vAt), 0);
}
`;
