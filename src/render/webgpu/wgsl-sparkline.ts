import type { WgslPart } from './wgsl-blended';

/** Sparklines, kind 8, in the fields of images: twin of sparkline-shader.ts. */
export const WGSL_SPARKLINE: WgslPart = {
  places: `
  if (kind == 8u) {
    let head = look.w;
    let content = bitcast<vec4f>(records[head << 2u]);
    let line_bits = records[(head << 2u) + 2u];
    let line = bitcast<vec3f>(line_bits.xyz);
    var local = rect.xy + q * rect.zw + vec2f(0.0, (q.y * 2.0 - 1.0) * 0.499 / scale);
    let p = transform(linear, rest.xy, local);
    let cut = cut_by(p, clip, aligned);
    if (aligned) { local += (cut - p) / vec2f(linear.x, linear.w); }
    device = transform(frame.v[1], frame.v[2].xy, cut);
    local -= content.xy;
    let inner = max(content.w - line.z, 0.0);
    out.mode.x = 96;
    out.texel = vec2f((local.x - line.x) / line.y, local.y * scale);
    out.texels = vec4f(line.z * 0.5 + 2.0 * inner, inner * 3.0 / 65534.0, line.y, line.z * 0.5) * scale;
    out.stops = vec3f(f32(head + 1u), f32(line_bits.w), content.w * scale);
    out.border = premultiplied(look.z) * tint;
  }
`,
  functions: `
const NO_POINT = 1e9;
fn point_at(v: Out, i: i32) -> f32 {
  if (i < 0 || i >= i32(v.stops.y)) { return NO_POINT; }
  let heights = records[((i32(v.stops.x) + (i >> 4u)) << 2u) + 2 + ((i >> 3u) & 1)];
  let height = (heights[(i >> 1u) & 3] >> (u32(i & 1) << 4u)) & 65535u;
  return select(v.texels.x - f32(height) * v.texels.y - v.texel.y, NO_POINT, height == 65535u);
}
fn sparkline(v: Out) -> vec4f {
  let step = v.texels.z;
  let half_width = v.texels.w;
  let reach = (half_width + 0.5) / step;
  let first = max(i32(floor(v.texel.x - reach)), 0);
  let last = min(min(i32(floor(v.texel.x + reach)), max(i32(v.stops.y) - 2, 0)), first + 255);
  var near = vec2f(NO_POINT);
  var other = vec2f(NO_POINT);
  var area = 0.0;
  var a = vec2f((f32(first) - v.texel.x) * step, point_at(v, first));
  for (var i = first; i <= last; i++) {
    let b = vec2f(a.x + step, point_at(v, i + 1));
    let has_a = a.y < NO_POINT;
    let has_b = b.y < NO_POINT;
    let start = select(b, a, has_a);
    let along = select(a, b, has_b) - start;
    let d = start + along * clamp(-dot(start, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
    let nearer = dot(d, d) < dot(near, near);
    let farther = select(d, near, nearer);
    near = select(near, d, nearer);
    if (dot(other, near) >= 0.0) { other = vec2f(NO_POINT); }
    if (dot(farther, near) < 0.0 && dot(farther, farther) < dot(other, other)) { other = farther; }
    let left = max(a.x, -0.5);
    let right = min(b.x, 0.5);
    let across = select(0.0, max(right - left, 0.0), has_a && has_b);
    let slope = (b.y - a.y) / step;
    let y = a.y + slope * ((left + right) * 0.5 - a.x);
    area += across * clamp(0.5 - y / max(abs(slope) * across, 1.0), 0.0, 1.0);
    a = b;
  }
  let d = vec2f(length(near), length(other));
  let covers = clamp(min(d + 0.5, vec2f(half_width)) - max(d - 0.5, vec2f(-half_width)), vec2f(0.0), vec2f(1.0));
  let line = min(covers.x + covers.y * clamp(-dot(near, other) / max(d.x * d.y, 1e-6), 0.0, 1.0), 1.0);
  let inside = clamp(vec2f(v.texel.y, v.stops.z - v.texel.y) + 0.5, vec2f(0.0), vec2f(1.0));
  let over = v.fill * line;
  return (over + v.border * area * (1.0 - over.a)) * inside.x * inside.y;
}
`,
};
