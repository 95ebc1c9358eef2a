import { CLIP_HEAD, FETCH_RECORD, HEAD, PULL } from './shaders';

/**
 * Vertex shader of pictures of layers: on whole device pixels, texel by pixel, cut to the clip of the layer around. Only where that
 * layer stands counts, not how it is scaled or turned: the picture is what is seen.
 */
export const PICTURE_VERTEX = `${HEAD}
out vec2 vAt;
flat out vec4 vTint;
flat out ivec3 vMode;
${PULL}
void main() {
${FETCH_RECORD}
  if (kind != 10u || !(clip.x < clip.z && clip.y < clip.w)) return;
  float texels = uFrame[4].w;
  // Where there are fewer pixels than texels, they lie aside of whole ones, and a picture begins on a whole texel, not pixel.
  vec2 aside = texels == 1.0 ? vec2(0.0) : uFrame[2].xy;
  vec2 origin = transform(uFrame[1], uFrame[2].xy, rect.xy + rest.xy) - aside;
  vec2 base = floor(origin * texels + 0.5) / texels + aside;
  vec2 end = base + q * floor(rect.zw * uFrame[2].w * texels + 0.5) / texels;
  vec2 device = clamp(end, clip.xy * uFrame[2].w + uFrame[2].xy, clip.zw * uFrame[2].w + uFrame[2].xy);
  gl_Position = vec4(device * uFrame[0].xy + uFrame[0].zw, 0.0, 1.0);
  vAt = (device - base) * texels;
  vTint = uFrame[5] * uintBitsToFloat(look.w);
  vMode = ivec3(0, int(texelFetch(uLayers, layerAt + ivec2(3, 0), 0).x), 0);
}
`;

/** The same in a host's stage, where the surface may be scaled and turned: texel by pixel where it is not. */
export const HOSTS_PICTURE_VERTEX = `${HEAD}
out vec2 vAt;
flat out vec4 vTint;
flat out ivec3 vMode;
${PULL}
void main() {
${FETCH_RECORD}
  if (kind != 10u || !(clip.x < clip.z && clip.y < clip.w)) return;
  float texels = uFrame[4].w * uFrame[2].w;
  vec2 left = rect.xy + rest.xy;
  vec2 p = clamp(left + q * rect.zw, clip.xy, clip.zw);
  vec2 device = transform(uFrame[1], uFrame[2].xy, p);
  if (uFrame[2].z > 0.5) {
    vec2 origin = transform(uFrame[1], uFrame[2].xy, left);
    device += floor(origin + 0.5) - origin;
  }
  gl_Position = vec4(device * uFrame[0].xy + uFrame[0].zw, 0.0, 1.0);
  vAt = (p - left) * texels;
  vTint = uFrame[5] * uintBitsToFloat(look.w);
  vMode = ivec3(0, int(texelFetch(uLayers, layerAt + ivec2(3, 0), 0).x), 0);
}
`;

const TEXEL = 'texelFetch(uPicture, ivec2(vAt), 0)';
/** Where there are fewer pixels than texels. */
const MEAN = 'textureLod(uPicture, vAt / vec2(textureSize(uPicture, 0)), 0.0)';

const pictureFragment = (clip: string, factor: string, texel = TEXEL): string => `${HEAD}
precision mediump sampler2D;
uniform sampler2D uPicture;
in vec2 vAt;
flat in vec4 vTint;
flat in ivec3 vMode;
out mediump vec4 color;
${clip}
void main() {
  color = min(${texel}, 1.0) * vTint${factor};
}
`;

/** Fragment shader of pictures of layers, and of those in layers with rounded or turned clips. */
export const PICTURE_FRAGMENT = pictureFragment('', '');
export const CLIPPED_PICTURE_FRAGMENT = pictureFragment(CLIP_HEAD, ' * clipped()');
export const COARSE_PICTURE_FRAGMENT = pictureFragment('', '', MEAN);
export const COARSE_CLIPPED_PICTURE_FRAGMENT = pictureFragment(CLIP_HEAD, ' * clipped()', MEAN);

const PASS_HEAD = `#version 300 es
precision highp float;
precision highp int;
precision mediump sampler2D;
uniform vec4 uPass[4];
`;

/** Vertex shader of filters: all of the target, whatever record the indices name. */
export const PASS_VERTEX = `${PASS_HEAD}
void main() {
  int corner = gl_VertexID & 3;
  gl_Position = vec4(corner == 1 || corner == 2 ? 1.0 : -1.0, corner >= 2 ? 1.0 : -1.0, 0.0, 1.0);
}
`;

const passFragment = (body: string): string => `${PASS_HEAD}
uniform sampler2D uPicture;
out vec4 color;
${body}
`;

/** Makes a picture smaller: texels that are the mean of as many on each side as `uPass[0].x` says. */
export const REDUCE_FRAGMENT = passFragment(`void main() {
  int count = int(uPass[0].x);
  ivec2 from = ivec2(gl_FragCoord.xy) * count;
  ivec2 size = textureSize(uPicture, 0);
  vec4 sum = vec4(0.0);
  for (int y = 0; y < count; y++) {
    for (int x = 0; x < count; x++) {
      ivec2 at = from + ivec2(x, y);
      if (at.x < size.x && at.y < size.y) sum += texelFetch(uPicture, at, 0);
    }
  }
  color = sum / float(count * count);
}`);

/**
 * A Gaussian blur along `uPass[0].xy`, with a standard deviation of `uPass[0].z` texels, to `uPass[0].w` of them on each side. Texels
 * are at `uPass[1]`: scale of the target's pixels, then what is added. `uPass[2]` is a colour that alpha alone gets,
 * where `uPass[3].x` is not 0. What is outside is transparent.
 */
export const BLUR_FRAGMENT = passFragment(`void main() {
  vec2 size = vec2(textureSize(uPicture, 0));
  vec2 at = gl_FragCoord.xy * uPass[1].xy + uPass[1].zw;
  float k = -0.5 / max(uPass[0].z * uPass[0].z, 1e-6);
  int reach = int(uPass[0].w);
  vec4 sum = vec4(0.0);
  float weights = 0.0;
  for (int i = -reach; i <= reach; i++) {
    float weight = exp(k * float(i * i));
    vec2 p = at + uPass[0].xy * float(i);
    weights += weight;
    if (p.x > 0.0 && p.y > 0.0 && p.x < size.x && p.y < size.y) sum += weight * textureLod(uPicture, p / size, 0.0);
  }
  sum /= weights;
  color = uPass[3].x > 0.5 ? uPass[2] * sum.a : sum;
}`);

/** Colours by three rows of a matrix, as of what is not premultiplied, and cut to what there is. */
export const COLOR_FRAGMENT = passFragment(`void main() {
  vec4 texel = texelFetch(uPicture, ivec2(gl_FragCoord.xy), 0);
  vec4 straight = vec4(texel.rgb / max(texel.a, 1e-6), 1.0);
  vec3 changed = vec3(dot(uPass[0], straight), dot(uPass[1], straight), dot(uPass[2], straight));
  color = vec4(clamp(changed, 0.0, 1.0) * texel.a, texel.a);
}`);
