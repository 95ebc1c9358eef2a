import { WGSL_CLIPPED, WGSL_DISTANCE } from './wgsl-blended';
import { WGSL_FETCH, WGSL_HEAD } from './wgsl-head';

const TEXEL = 'textureLoad(picture, vec2i(v.at), 0)';
const MEAN =
  'textureSampleLevel(picture, smooth_sampler, v.at / vec2f(textureDimensions(picture)), 0.0)';

/** Where a picture lies on a surface of its own: twin of the end of `PICTURE_VERTEX`. */
const ON_SURFACE = `
  let texels = frame.v[4].w;
  let aside = select(frame.v[2].xy, vec2f(0.0), texels == 1.0);
  let origin = transform(frame.v[1], frame.v[2].xy, rect.xy + rest.xy) - aside;
  let base = floor(origin * texels + 0.5) / texels + aside;
  let end = base + q * floor(rect.zw * frame.v[2].w * texels + 0.5) / texels;
  let device = clamp(end, clip.xy * frame.v[2].w + frame.v[2].xy, clip.zw * frame.v[2].w + frame.v[2].xy);
  out.at = (device - base) * texels;
`;

/** Where it lies in a host's stage: twin of the end of `HOSTS_PICTURE_VERTEX`. */
const IN_STAGE = `
  let texels = frame.v[4].w * frame.v[2].w;
  let left = rect.xy + rest.xy;
  let p = clamp(left + q * rect.zw, clip.xy, clip.zw);
  var device = transform(frame.v[1], frame.v[2].xy, p);
  if (frame.v[2].z > 0.5) {
    let origin = transform(frame.v[1], frame.v[2].xy, left);
    device += floor(origin + 0.5) - origin;
  }
  out.at = (p - left) * texels;
`;

/**
 * Pictures of layers: twin of `PICTURE_VERTEX` or `HOSTS_PICTURE_VERTEX`, and of `PICTURE_FRAGMENT`; clipped by rounded and turned
 * clips, or not; on fewer pixels than they have texels, or as many; in a host's stage, or not.
 */
export const pictureWgsl = (
  isClipped: boolean,
  isCoarse: boolean,
  isHosts: boolean,
): string => `${WGSL_HEAD}
@group(1) @binding(0) var picture: texture_2d<f32>;
struct Out {
  @builtin(position) position: vec4f,
  @location(0) at: vec2f,
  @location(1) @interpolate(flat) tint: vec4f,
  @location(2) @interpolate(flat) mode: vec3i,
};
${isClipped ? WGSL_DISTANCE + WGSL_CLIPPED : ''}
@vertex fn vertex(@builtin(vertex_index) index: u32) -> Out {
${WGSL_FETCH}
  if (kind != 10u || !(clip.x < clip.z && clip.y < clip.w)) { return out; }
${isHosts ? IN_STAGE : ON_SURFACE}
  out.position = vec4f(device * frame.v[0].xy + frame.v[0].zw, 0.0, 1.0);
  out.tint = frame.v[5] * bitcast<f32>(look.w);
  out.mode = vec3i(0, i32(layers[layer_at + 3u].x), 0);
  return out;
}
@fragment fn fragment(v: Out) -> @location(0) vec4f {
  let texel = min(${isCoarse ? MEAN : TEXEL}, vec4f(1.0));
  return texel * v.tint${isClipped ? ' * clipped(v)' : ''};
}
`;

const passWgsl = (body: string): string => `
@group(0) @binding(0) var<uniform> values: array<vec4f, 4>;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var smooth_sampler: sampler;
@vertex fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(select(-1.0, 3.0, index == 1u), select(-1.0, 3.0, index == 2u), 0.0, 1.0);
}
@fragment fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
${body}
}
`;

/** Passes of filters: twins of those of picture-shader.ts. */
export const WGSL_PASSES = {
  reduce: passWgsl(`
  let count = i32(values[0].x);
  let first = vec2i(position.xy) * count;
  let size = vec2i(textureDimensions(picture));
  var sum = vec4f(0.0);
  for (var y = 0; y < count; y++) {
    for (var x = 0; x < count; x++) {
      let at = first + vec2i(x, y);
      if (at.x < size.x && at.y < size.y) { sum += textureLoad(picture, at, 0); }
    }
  }
  return sum / f32(count * count);`),
  blur: passWgsl(`
  let size = vec2f(textureDimensions(picture));
  let at = position.xy * values[1].xy + values[1].zw;
  let k = -0.5 / max(values[0].z * values[0].z, 1e-6);
  let reach = i32(values[0].w);
  var sum = vec4f(0.0);
  var weights = 0.0;
  for (var i = -reach; i <= reach; i++) {
    let weight = exp(k * f32(i * i));
    let p = at + values[0].xy * f32(i);
    weights += weight;
    if (p.x > 0.0 && p.y > 0.0 && p.x < size.x && p.y < size.y) {
      sum += weight * textureSampleLevel(picture, smooth_sampler, p / size, 0.0);
    }
  }
  sum /= weights;
  return select(sum, values[2] * sum.a, values[3].x > 0.5);`),
  color: passWgsl(`
  let texel = textureLoad(picture, vec2i(position.xy), 0);
  let straight = vec4f(texel.rgb / max(texel.a, 1e-6), 1.0);
  let changed = vec3f(dot(values[0], straight), dot(values[1], straight), dot(values[2], straight));
  return vec4f(clamp(changed, vec3f(0.0), vec3f(1.0)) * texel.a, texel.a);`),
} as const;
