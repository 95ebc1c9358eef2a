import type { WgslPart } from './wgsl-blended';
import { WGSL_SHADOW_PART } from './wgsl-parts';

/** Shadows of boxes that nothing is seen through, by their distance: twin of soft-shadows.ts. */
export const WGSL_SOFT: WgslPart = {
  clips: `
  if (kind == 4u && (look.z & 16u) != 0u) {
    row = layers[layer_at + 3u].y;
    clip = bitcast<vec4f>(layers[(row << 2u) + 2u]);
    clip_row = layers[(row << 2u) + 3u].x;
  }
`,
  places: `
  if (kind == 4u && (look.z & 32u) != 0u) {
    let part = look.z & 7u;
    if (!aligned && part > 1u) { return out; }
    let more = records[at + 3u];
    let offset = bitcast<vec2f>(shape.zw);
    let blur = bitcast<f32>(more.x);
    let spread = bitcast<f32>(more.y);
    let pixel = 1.0 / scale;
    let shape_half = rect.zw * 0.5;
    let box_half = max(shape_half - spread, vec2f(0.0));
    let radii = fitted(radii_of(shape), box_half * 2.0);
    let spread_out = soft_spread_radii(radii, spread);
    let soft_radii = sqrt(spread_out * spread_out + 0.865 * blur * blur);
    let edge = max(1.88 * blur, pixel);
    var high_edge = shape_half + max(0.5 * edge, 0.499 * pixel);
    var low_edge = -high_edge;
    let largest = max(radii.xy, radii.zw);
    let under = select(0.0, 2.0 * pixel + 0.3 * max(largest.x, largest.y), tint.a >= 1.0);
    let inner_half = max(box_half - under, vec2f(0.0));
    let low = clamp(-offset - inner_half, low_edge, high_edge);
    let high = clamp(-offset + inner_half, low, high_edge);
${WGSL_SHADOW_PART}    var from_center = mix(low_edge, high_edge, q);
    let p = transform(linear, rest.xy, rect.xy + shape_half + from_center);
    let cut = cut_by(p, clip, aligned);
    if (aligned) { from_center += (cut - p) / vec2f(linear.x, linear.w); }
    device = transform(frame.v[1], frame.v[2].xy, cut);
    out.mode.x = 2;
    out.at = from_center * scale;
    out.box = vec4f(shape_half * scale, 0.0, 1.0 - pixel / edge);
    out.radii = fitted(soft_radii, rect.zw) * scale;
    out.border = select(vec4f(0.0), vec4f(fill.rgb * fill.a, fill.a) * tint, min(shape_half.x, shape_half.y) > 0.0);
  }
`,
  functions: `
fn soft_spread_radii(radii: vec4f, spread: f32) -> vec4f {
  if (!(spread > 0.0)) { return max(radii + spread, vec4f(0.0)); }
  let missing = 1.0 - min(radii / spread, vec4f(1.0));
  return radii + spread * (1.0 - missing * missing * missing);
}
`,
};

/** In the place of `WGSL_ROUNDED`. */
export const WGSL_SOFT_ROUNDED = `
fn rounded(v: Out) -> vec4f {
  let d = distance_to(v.at, v.box.xy, v.radii);
  let linear_t = clamp(0.5 - d * (1.0 - v.box.w), 0.0, 1.0);
  let t = select(linear_t, linear_t * linear_t * (3.0 - 2.0 * linear_t), v.box.w > 0.0);
  return mix(v.border, v.fill, clamp(0.5 - d - v.box.z, 0.0, 1.0)) * t;
}
`;
