import type { WgslPart } from './wgsl-blended';

/** Twin of `SHADOW_PART`. */
export const WGSL_SHADOW_PART = `    if (aligned && part != 0u) {
      if (part == 1u) { high_edge.y = low.y; }
      else if (part == 2u) { low_edge.y = high.y; }
      else {
        low_edge.y = low.y;
        high_edge.y = high.y;
        if (part == 3u) { high_edge.x = low.x; } else { low_edge.x = high.x; }
      }
    }
`;

/** Images and gradients, kinds 6 and 7: twin of image-shader.ts. */
export const WGSL_IMAGES: WgslPart = {
  fields: `
  @location(6) texel: vec2f,
  @location(7) @interpolate(flat) texels: vec4f,
  @location(8) @interpolate(flat) stops: vec3f,
`,
  places: `
  if (kind == 6u || kind == 7u) {
    let more = records[at + 3u];
    let texels = bitcast<vec4f>(vec4u(shape.zw, more.xy));
    let half_size = rect.zw * 0.5;
    var from_center = (q * 2.0 - 1.0) * (half_size + 0.499 / scale);
    let p = transform(linear, rest.xy, rect.xy + half_size + from_center);
    let cut = cut_by(p, clip, aligned);
    if (aligned) { from_center += (cut - p) / vec2f(linear.x, linear.w); }
    device = transform(frame.v[1], frame.v[2].xy, cut);
    out.at = from_center * scale;
    out.box = vec4f(half_size * scale, 0.0, 0.0);
    out.radii = fitted(radii_of(shape), rect.zw) * scale;
    if (kind == 7u) {
      out.mode.x = i32(128u | (look.w << 8u));
      out.texel = from_center;
      out.texels = texels;
      out.stops = vec3f(bitcast<vec2f>(more.zw), f32(record));
      out.border = select(premultiplied(look.z) * tint, tint, (look.w >> 2u) > 2u);
    } else {
      out.mode.x = i32(64u | (more.z << 8u));
      out.texel = mix(texels.xy, texels.zw, from_center / rect.zw + 0.5);
      out.texels = vec4f(vec4u(look.z & 65535u, look.z >> 16u, look.w & 65535u, look.w >> 16u)) + vec4f(0.5, 0.5, -0.5, -0.5);
    }
  }
`,
  functions: `
fn image(v: Out) -> vec4f {
  let at = clamp(v.texel, v.texels.xy, v.texels.zw) / vec2f(textureDimensions(images));
  return v.fill * textureSampleLevel(images, smooth_sampler, at, (v.mode.x >> 8u) & 255, 0.0) * coverage(v);
}
fn between(t: f32, low: f32, high: f32) -> f32 {
  return clamp((t - low) / max(high - low, 1e-6), 0.0, 1.0);
}
fn gradient(v: Out) -> vec4f {
  let look = v.mode.x >> 8u;
  var t = dot(v.texel, v.texels.xy) + 0.5;
  if ((look & 1) != 0) { t = length((v.texel - v.texels.xy) * v.texels.zw); }
  if ((look & 2) != 0) {
    let span = max(v.stops.y - v.stops.x, 1e-6);
    let past = t - v.stops.x;
    t = v.stops.x + past - span * floor(past / span);
  }
  let count = look >> 2u;
  var mixed = v.fill;
  if (count == 2) {
    mixed = mix(v.fill, v.border, between(t, v.stops.x, v.stops.y));
  } else {
    var low = v.stops.x;
    for (var i = 1; i < count; i++) {
      let other = i32(v.stops.z) + 1 + (i >> 2u);
      let pair = records[(other << 2u) + 2 + ((i >> 1u) & 1)];
      let stop = select(pair.zw, pair.xy, (i & 1) == 0);
      let high = bitcast<f32>(stop.x);
      mixed = mix(mixed, premultiplied(stop.y) * v.border, between(t, low, high));
      low = high;
    }
  }
  return mixed * coverage(v);
}
`,
};

/** Borders whose sides differ, kind 9: twin of border-shader.ts. */
export const WGSL_BORDERS: WgslPart = {
  fields: `
  @location(9) @interpolate(flat) widths: vec4f,
  @location(10) @interpolate(flat) sides: vec4u,
  @location(11) @interpolate(flat) tint: vec4f,
`,
  places: `
  if (kind == 9u) {
    is_round = true;
    out.mode.x = 192;
    out.widths = max(bitcast<vec4f>(records[at + 3u]), vec4f(0.0)) * scale;
    out.sides = vec4u(look.zw, shape.zw);
    out.tint = tint;
  }
`,
  functions: `
fn distance_to_corner(e: vec2f, r: vec2f) -> f32 {
  let a = e + r;
  if (!(min(a.x, a.y) > 0.0 && min(r.x, r.y) > 0.0)) { return max(e.x, e.y); }
  let k = a / r;
  return (dot(k, k) - 1.0) / max(2.0 * length(k / r), 1e-6);
}
fn bordered(v: Out) -> vec4f {
  let depth = vec4f(v.box.y + v.at.y, v.box.x - v.at.x, v.box.y - v.at.y, v.box.x + v.at.x);
  let e = v.widths - depth;
  let w = v.widths;
  let inner = max(
    max(distance_to_corner(e.wx, v.radii.x - w.wx), distance_to_corner(e.yx, v.radii.y - w.yx)),
    max(distance_to_corner(e.yz, v.radii.z - w.yz), distance_to_corner(e.wz, v.radii.w - w.wz)));
  var inside = clamp(0.5 - inner, 0.0, 1.0);
  if (!(min(v.box.x * 2.0 - w.y - w.w, v.box.y * 2.0 - w.x - w.z) > 0.0)) { inside = 0.0; }
  let share = select(vec4f(1e6), depth / max(w, vec4f(1e-4)), w > vec4f(0.0));
  let low = share.z < share.x;
  let right = share.y < share.w;
  let near = vec2f(select(share.w, share.y, right), select(share.x, share.z, low));
  let width = max(vec2f(select(w.w, w.y, right), select(w.x, w.z, low)), vec2f(1e-4));
  let upright = clamp(0.5 + (near.x - near.y) / length(1.0 / width), 0.0, 1.0);
  let upright_side = premultiplied(select(v.sides.w, v.sides.y, right)) * v.tint;
  let level_side = premultiplied(select(v.sides.x, v.sides.z, low)) * v.tint;
  var side = mix(upright_side, level_side, upright);
  side += v.fill * (1.0 - side.a / max(v.tint.a, 1e-6));
  let whole = coverage(v);
  return v.fill * whole + (side - v.fill) * max(whole - inside, 0.0);
}
`,
};

/** Shadows, kinds 4 and 5: twin of shadow-shader.ts. */
export const WGSL_SHADOWS: WgslPart = {
  fields: `
  @location(12) @interpolate(flat) shape: vec4f,
  @location(13) @interpolate(flat) shape_radii: vec4f,
  @location(14) @interpolate(flat) sigma: f32,
`,
  clips: `
  if (kind == 4u && (look.z & 16u) != 0u) {
    row = layers[layer_at + 3u].y;
    clip = bitcast<vec4f>(layers[(row << 2u) + 2u]);
    clip_row = layers[(row << 2u) + 3u].x;
  }
`,
  places: `
  if ((kind == 4u && (look.z & 32u) == 0u) || kind == 5u) {
    let inset = kind == 5u;
    let part = look.z & 7u;
    if (!aligned && part > 1u) { return out; }
    let more = records[at + 3u];
    let offset = bitcast<vec2f>(shape.zw);
    let blur = bitcast<f32>(more.x);
    let spread = bitcast<f32>(more.y);
    var radii = radii_of(shape);
    var center = rect.xy + rect.zw * 0.5;
    var box_half = rect.zw * 0.5;
    var shape_half = box_half;
    var shape_radii: vec4f;
    if (inset) {
      let border = bitcast<f32>(look.w);
      radii = max(fitted(radii, rect.zw + 2.0 * border) - border, vec4f(0.0));
      shape_half = max(box_half - spread, vec2f(0.0));
      shape_radii = spread_radii(radii, -spread);
    } else {
      center -= offset;
      box_half = max(shape_half - spread, vec2f(0.0));
      radii = fitted(radii, box_half * 2.0);
      shape_radii = spread_radii(radii, spread);
    }
    let pixel = 1.0 / scale;
    var low_edge = -box_half - 0.499 * pixel;
    var high_edge = -low_edge;
    var inner_half = box_half;
    var inner_radii = radii;
    var inner_at = vec2f(0.0);
    if (inset) {
      inner_half = shape_half - 1.5 * blur - pixel;
      inner_radii = shape_radii;
      inner_at = offset;
    } else {
      let reach = shape_half + 1.5 * blur + 0.499 * pixel;
      low_edge = offset - reach;
      high_edge = offset + reach;
      inner_half -= 2.0 * pixel;
    }
    let largest = max(inner_radii.xy, inner_radii.zw);
    inner_half = max(inner_half - 0.3 * max(largest.x, largest.y), vec2f(0.0));
    let low = clamp(inner_at - inner_half, low_edge, high_edge);
    let high = clamp(inner_at + inner_half, low, high_edge);
${WGSL_SHADOW_PART}    var from_center = mix(low_edge, high_edge, q);
    let p = transform(linear, rest.xy, center + from_center);
    let cut = cut_by(p, clip, aligned);
    if (aligned) { from_center += (cut - p) / vec2f(linear.x, linear.w); }
    device = transform(frame.v[1], frame.v[2].xy, cut);
    out.mode.x = select(16, 48, inset);
    out.at = from_center * scale;
    let hidden = (look.z & 8u) != 0u && tint.a >= 1.0;
    out.box = vec4f(box_half * scale, select(0.0, 1.0, hidden && !inset), 0.0);
    out.radii = radii * scale;
    out.shape = vec4f(shape_half, offset) * scale;
    out.shape_radii = fitted(shape_radii, shape_half * 2.0) * scale;
    out.sigma = select(0.0, sqrt(0.25 * blur * blur * scale * scale + 0.0833), blur > 0.0);
  }
`,
  functions: `
fn spread_radii(radii: vec4f, spread: f32) -> vec4f {
  if (!(spread > 0.0)) { return max(radii + spread, vec4f(0.0)); }
  let missing = 1.0 - min(radii / spread, vec4f(1.0));
  return radii + spread * (1.0 - missing * missing * missing);
}
// Integral of the normal distribution; Abramowitz and Stegun 7.1.27, off by 0.0003 at most.
fn below(x: vec4f) -> vec4f {
  let a = abs(x) * 0.70710678;
  var t = 1.0 + (0.278393 + (0.230389 + (0.000972 + 0.078108 * a) * a) * a) * a;
  t *= t;
  return 0.5 + 0.5 * sign(x) * (1.0 - 1.0 / (t * t));
}
fn drawn_back(y: vec4f, half_height: f32, upper: f32, lower: f32) -> vec4f {
  let r = select(vec4f(upper), vec4f(lower), y > vec4f(0.0));
  let d = max(r - half_height + abs(y), vec4f(0.0));
  return r - sqrt(max(r * r - d * d, vec4f(0.0)));
}
fn rows(v: Out, low: vec4f, high: vec4f, p: vec2f, inverse: f32) -> f32 {
  let y = (low + high) * 0.5;
  let left = drawn_back(y, v.shape.y, v.shape_radii.x, v.shape_radii.w) - v.shape.x - p.x;
  let right = v.shape.x - p.x - drawn_back(y, v.shape.y, v.shape_radii.y, v.shape_radii.z);
  let across = max(below(right * inverse) - below(left * inverse), vec4f(0.0));
  return dot(across, below((high - p.y) * inverse) - below((low - p.y) * inverse));
}
fn blurred(v: Out, p: vec2f) -> f32 {
  let low = clamp(p.y - 3.0 * v.sigma, -v.shape.y, v.shape.y);
  let high = clamp(p.y + 3.0 * v.sigma, -v.shape.y, v.shape.y);
  let row = (high - low) * 0.125;
  let inverse = 1.0 / max(v.sigma, 1e-3);
  let first = low + row * vec4f(0.0, 1.0, 2.0, 3.0);
  let second = first + row * 4.0;
  return min((rows(v, first, first + row, p, inverse) + rows(v, second, second + row, p, inverse)) * 1.0027, 1.0);
}
fn shadow(v: Out) -> vec4f {
  let p = v.at - v.shape.zw;
  var covers = clamp(0.5 - distance_to(p, v.shape.xy, v.shape_radii), 0.0, 1.0);
  if (v.sigma > 0.0) { covers = blurred(v, p); }
  if (!(min(v.shape.x, v.shape.y) > 0.0)) { covers = 0.0; }
  let box = clamp(0.5 - distance_to(v.at, v.box.xy, v.radii) - v.box.z, 0.0, 1.0);
  return v.fill * select(covers * (1.0 - box), (1.0 - covers) * box, (v.mode.x & 32) != 0);
}
`,
};
