/** Vectors of the `frame` uniform: those of `uFrame`, and the colour that a rectangle is cleared to. */
export const GPU_FRAME_VECTORS = 7;
/** Where the clear colour stands, in floats from the start. */
export const FRAME_CLEAR = 24;

/** What all programs share: the bindings, and what is computed from layers. Twin of `HEAD` and `PULL` of shaders.ts. */
export const WGSL_HEAD = `
struct Frame { v: array<vec4f, ${GPU_FRAME_VECTORS}> };
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> records: array<vec4u>;
@group(0) @binding(2) var<storage, read> layers: array<vec4u>;
@group(0) @binding(3) var atlas: texture_2d_array<f32>;
@group(0) @binding(4) var images: texture_2d_array<f32>;
@group(0) @binding(5) var smooth_sampler: sampler;

fn transform(linear: vec4f, offset: vec2f, p: vec2f) -> vec2f {
  return linear.xy * p.x + linear.zw * p.y + offset;
}
// As in CSS: radii (top left, top right, bottom right, bottom left) that meet on a side shrink together.
fn fitted(radii: vec4f, size: vec2f) -> vec4f {
  let sums = max(vec4f(radii.xz + radii.yw, radii.xy + radii.wz), vec4f(1e-6));
  let fit = size.xxyy / sums;
  return max(radii * min(1.0, min(min(fit.x, fit.y), min(fit.z, fit.w))), vec4f(0.0));
}
// Exponents are compared as integers: a compiler may assume that no float is NaN. 2^96 leaves room to scale and add.
fn unusable(bits: vec4u) -> bool {
  return any((bits & vec4u(0x7f800000u)) >= vec4u(0x6f800000u));
}
fn whole(p: vec2f) -> vec2f {
  let offset = frame.v[2].xy;
  let device = p * frame.v[2].w + offset + vec2f(-0.502, 0.502);
  let pixels = (vec2f(ceil(device.x), floor(device.y)) - offset) / frame.v[2].w;
  return select(p, pixels, frame.v[2].z > frame.v[4].z);
}
fn rgba(bits: u32) -> vec4f {
  return vec4f(vec4u(bits & 255u, (bits >> 8u) & 255u, (bits >> 16u) & 255u, bits >> 24u)) / 255.0;
}
fn premultiplied(bits: u32) -> vec4f {
  let c = rgba(bits);
  return vec4f(c.rgb * c.a, c.a);
}
fn radii_of(shape: vec4u) -> vec4f {
  return vec4f(vec4u(shape.x & 65535u, shape.x >> 16u, shape.y >> 16u, shape.y & 65535u)) / 16.0;
}
`;

/** Reads a record and its layer, and leaves what is culled outside of the clip space: twin of `FETCH_RECORD`. */
export const WGSL_FETCH = `
  var out: Out;
  out.position = vec4f(2.0, 2.0, 2.0, 1.0);
  let record = index >> 2u;
  let corner = index & 3u;
  let q = vec2f(select(0.0, 1.0, corner == 1u || corner == 2u), select(0.0, 1.0, corner >= 2u));
  let at = record << 2u;
  let rect_bits = records[at];
  let look = records[at + 1u];
  var row = look.x >> 8u;
  let layer_at = row << 2u;
  let linear_bits = layers[layer_at];
  let rest_bits = layers[layer_at + 1u];
  var clip = bitcast<vec4f>(layers[layer_at + 2u]);
  let kind = look.x & 255u;
  let rect = bitcast<vec4f>(rect_bits);
  let linear = bitcast<vec4f>(linear_bits);
  let rest = bitcast<vec4f>(rest_bits);
  if (unusable(rect_bits) || unusable(linear_bits) || unusable(vec4u(rest_bits.xyz, 0u))) { return out; }
  if (!(rect.z > 0.0 && rect.w > 0.0)) { return out; }
`;

/** Opaque solids of simple layers of opacity 1: position and colour only. */
export const WGSL_SOLID = `${WGSL_HEAD}
struct Out {
  @builtin(position) position: vec4f,
  @location(0) @interpolate(flat) fill: vec4f,
};
@vertex fn vertex(@builtin(vertex_index) index: u32) -> Out {
${WGSL_FETCH}
  if (kind != 1u || !(clip.x < clip.z && clip.y < clip.w)) { return out; }
  let p = clamp(whole(transform(linear, rest.xy, rect.xy + q * rect.zw)), clip.xy, clip.zw);
  let device = transform(frame.v[1], frame.v[2].xy, p);
  out.position = vec4f(device * frame.v[0].xy + frame.v[0].zw, 0.0, 1.0);
  out.fill = vec4f(rgba(look.y).rgb, 1.0);
  return out;
}
@fragment fn fragment(v: Out) -> @location(0) vec4f {
  return v.fill;
}
`;

/** Clears what the scissor leaves: there is no clear of a part. */
export const WGSL_CLEAR = `
struct Frame { v: array<vec4f, ${GPU_FRAME_VECTORS}> };
@group(0) @binding(0) var<uniform> frame: Frame;
@vertex fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(select(-1.0, 3.0, index == 1u), select(-1.0, 3.0, index == 2u), 0.0, 1.0);
}
@fragment fn fragment() -> @location(0) vec4f {
  return frame.v[6];
}
`;
