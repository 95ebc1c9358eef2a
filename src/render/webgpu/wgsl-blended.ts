import { WGSL_FETCH, WGSL_HEAD } from './wgsl-head';
import { WGSL_SOFT, WGSL_SOFT_ROUNDED } from './wgsl-soft';

/** What a program adds to the blended ones: fields from a location on, and code of either shader. */
export type WgslPart = {
  fields?: string;
  functions?: string;
  /** Where the clip is looked at, and where a kind is placed. */
  clips?: string;
  places?: string;
};

/** What is drawn: all; all but uncovered glyphs, on fewer pixels than the surface has; those alone. Twin of coarse-programs.ts. */
export type WgslMode = 'all' | 'coarse' | 'uncovered';

export type WgslOptions = {
  /** Whether layers may be turned, off the pixels, or cut by round clips. */
  general: boolean;
  lastKind: number;
  parts?: readonly WgslPart[];
  /** Choices of the fragment shader after glyphs and round boxes. */
  choices?: string;
  /** Whether shadows flagged `SHADOW_SOFT` are drawn, by their distance. */
  soft: boolean;
  mode: WgslMode;
};

/** The blended programs: twins of `blendedVertex` and the fragment shaders of shaders.ts, which say why things are as they are. */
export function blendedWgsl({
  general,
  lastKind: last,
  parts: own = [],
  choices = '',
  soft,
  mode,
}: WgslOptions): string {
  const lastKind = soft ? Math.max(4, last) : last;
  const parts = soft ? [WGSL_SOFT, ...own] : own;
  const all = (name: keyof WgslPart): string => parts.map((part) => part[name] ?? '').join('');
  return `${WGSL_HEAD}
const GENERAL = ${general};
const COARSE = ${mode === 'coarse'};
const UNCOVERED = ${mode === 'uncovered'};
struct Out {
  @builtin(position) position: vec4f,
  @location(0) @interpolate(flat) fill: vec4f,
  @location(1) @interpolate(flat) border: vec4f,
  @location(2) @interpolate(flat) box: vec4f,
  @location(3) @interpolate(flat) radii: vec4f,
  @location(4) @interpolate(flat) mode: vec3i,
  @location(5) at: vec2f,
${all('fields')}};
${VERTEX_FUNCTIONS}${FRAGMENT_FUNCTIONS}${soft ? WGSL_SOFT_ROUNDED : WGSL_ROUNDED}${all('functions')}
@vertex fn vertex(@builtin(vertex_index) index: u32) -> Out {
${WGSL_FETCH}
  if (kind == 0u || kind > ${lastKind}u || (UNCOVERED && kind != 3u)) { return out; }
  let flags = rest_bits.w;
  let aligned = !GENERAL || (flags & 2u) != 0u;
  let snapped = !GENERAL || (aligned && (flags & 1u) != 0u && frame.v[2].z > 0.5);
  let thin = COARSE && min(abs(rect.z * linear.x), abs(rect.w * linear.w)) * frame.v[2].w < 1.5;
  let turned = GENERAL && kind == 1u && (!aligned || (!COARSE && frame.v[4].z > 0.5) || thin);
  var clip_row = 0u;
  if (GENERAL) { clip_row = layers[layer_at + 3u].x; }
${all('clips')}
  if (aligned && !(clip.x < clip.z && clip.y < clip.w)) { return out; }
  let shape = records[at + 2u];
  let scale = sqrt(abs(linear.x * linear.w - linear.y * linear.z)) * frame.v[2].w;
  if (!(scale > 1e-6)) { return out; }
  let tint = frame.v[5] * clamp(rest.z, 0.0, 1.0);
  let fill = rgba(look.y);
  var colored = false;
  var is_round = kind == 2u || turned;
  var device = vec2f(0.0);
  out.mode = vec3i(i32(select(kind, 2u, is_round)), i32(clip_row), select(i32(row) + 1, 0, aligned));
${all('places')}
  if (kind == 3u) {
    let page = records[at + 3u].x;
    if ((COARSE || UNCOVERED) && ((page & 256u) != 0u) == COARSE) { return out; }
    let origin = vec2f(vec2u(shape.z & 65535u, shape.z >> 16u));
    let size = vec2f(vec2u(shape.w & 65535u, shape.w >> 16u));
    colored = (page & 65536u) != 0u;
    let texel_by_pixel = !COARSE && (!GENERAL || (snapped && (page & 131072u) == 0u));
    let contrast = select(page & 0xfffc0000u, 0u, colored);
    out.mode.x |= select(0, 4, colored) | select(8, 0, texel_by_pixel) | i32(((page & 255u) << 8u) | contrast);
    out.box = vec4f(origin, origin + size);
    out.at = origin + q * size;
    if (texel_by_pixel) {
      let base = floor(transform(frame.v[1], frame.v[2].xy, transform(linear, rest.xy, rect.xy)) + 0.5);
      let corner_at = base + q * size;
      device = clamp(corner_at, clip.xy * frame.v[2].w + frame.v[2].xy, clip.zw * frame.v[2].w + frame.v[2].xy);
      out.at += device - corner_at;
    } else {
      let p = transform(linear, rest.xy, rect.xy + q * rect.zw);
      let cut = cut_by(select(p, whole(p), aligned), clip, aligned);
      if (aligned) { out.at += (cut - p) * size / (vec2f(linear.x, linear.w) * rect.zw); }
      device = transform(frame.v[1], frame.v[2].xy, cut);
    }
  } else if (${placedBefore(lastKind)}) {
    var border = select(0.0, bitcast<f32>(look.w), kind == 2u);
    border = select(0.0, border, border > 0.0);
    let half_size = rect.zw * 0.5;
    var from_center = (q * 2.0 - 1.0) * (half_size + select(0.0, 0.499 / scale, is_round));
    let p = transform(linear, rest.xy, rect.xy + half_size + from_center);
    let cut = cut_by(select(whole(p), p, is_round), clip, aligned);
    if (aligned) { from_center += (cut - p) / vec2f(linear.x, linear.w); }
    device = transform(frame.v[1], frame.v[2].xy, cut);
    out.at = from_center * scale;
    out.box = vec4f(half_size * scale, border * scale, 0.0);
    if (is_round) {
      out.radii = select(fitted(radii_of(shape), rect.zw) * scale, vec4f(0.0), turned);
      // Over the fill, which lies under the border too.
      let edge = select(vec4f(0.0), rgba(look.z), border > 0.0);
      let under = vec4f(fill.rgb * fill.a, fill.a) * (1.0 - edge.a);
      out.border = (vec4f(edge.rgb * edge.a, edge.a) + under) * tint;
    }
  }
  out.position = vec4f(device * frame.v[0].xy + frame.v[0].zw, 0.0, 1.0);
  out.fill = select(vec4f(fill.rgb * fill.a, fill.a), vec4f(fill.a), colored) * tint;
  return out;
}
@fragment fn fragment(v: Out) -> @location(0) vec4f {
  let kind = v.mode.x & 3;
  var color = v.fill;
  if (kind == 3) { color = glyph(v); }
  else if (kind == 2) { color = rounded(v); }
${choices}
  if (GENERAL && (v.mode.y | v.mode.z) != 0) { color *= clipped(v); }
  return color;
}
`;
}

/** Kinds that no part places: the others have theirs done by then. */
function placedBefore(lastKind: number): string {
  return lastKind === 3 ? 'true' : 'kind < 4u || kind == 9u';
}

const VERTEX_FUNCTIONS = `
fn cut_by(p: vec2f, clip: vec4f, aligned: bool) -> vec2f {
  return select(p, clamp(p, clip.xy, clip.zw), aligned);
}
`;

/** Round rectangles. */
const WGSL_ROUNDED = `
fn rounded(v: Out) -> vec4f {
  let d = distance_to(v.at, v.box.xy, v.radii);
  return mix(v.border, v.fill, clamp(0.5 - d - v.box.z, 0.0, 1.0)) * clamp(0.5 - d, 0.0, 1.0);
}
`;

/** Distance from a rectangle with four radii: twin of `DISTANCE`. */
export const WGSL_DISTANCE = `fn distance_to(p: vec2f, half_size: vec2f, radii: vec4f) -> f32 {
  let low = p.x + p.y > 0.0;
  let right = p.x > p.y;
  let r = vec2f(select(radii.x, radii.z, low), select(radii.w, radii.y, right));
  let a = r.x - half_size + select(-p, p, low);
  let b = r.y - half_size + select(vec2f(-p.x, p.y), vec2f(p.x, -p.y), right);
  let out_a = max(a, vec2f(0.0));
  let out_b = max(b, vec2f(0.0));
  let d = sqrt(vec2f(dot(out_a, out_a), dot(out_b, out_b)))
    + min(max(vec2f(a.x, b.x), vec2f(a.y, b.y)), vec2f(0.0)) - r;
  return max(d.x, d.y);
}
`;

/** How much of a pixel clips leave; `Out` has `mode` and `position`. */
export const WGSL_CLIPPED = `fn clipped(v: Out) -> f32 {
  let p = transform(frame.v[3], frame.v[4].xy, v.position.xy);
  var inside = 1.0;
  if (v.mode.z != 0) {
    let clip = bitcast<vec4f>(layers[((v.mode.z - 1) << 2u) + 2]);
    if (!(p.x >= clip.x && p.y >= clip.y && p.x < clip.z && p.y < clip.w)) { inside = 0.0; }
  }
  var row = u32(v.mode.y);
  for (var i = 0; i < 4 && row != 0u; i++) {
    let at = row << 2u;
    let linear = bitcast<vec4f>(layers[at]);
    let rest = layers[at + 1u];
    let rect = bitcast<vec4f>(layers[at + 2u]);
    let size = rect.zw - rect.xy;
    let radii = fitted(bitcast<vec4f>(layers[at + 3u]), size);
    let scale = frame.v[2].w * inverseSqrt(max(abs(linear.x * linear.w - linear.y * linear.z), 1e-12));
    let from_center = transform(linear, bitcast<vec2f>(rest.xy), p) - rect.xy - size * 0.5;
    inside *= clamp(0.5 - distance_to(from_center, size * 0.5, radii) * scale, 0.0, 1.0);
    row = rest.z;
  }
  return inside;
}
`;

const FRAGMENT_FUNCTIONS = `
${WGSL_DISTANCE}fn coverage(v: Out) -> f32 {
  return clamp(0.5 - distance_to(v.at, v.box.xy, v.radii), 0.0, 1.0);
}
// Coverage of a glyph, drawn in white, as the host draws it in another lightness (GlyphRasteriser.contrast).
fn covered(v: Out, a: f32) -> vec4f {
  let k = f32(v.mode.x >> 24u) / 128.0;
  let s = f32((v.mode.x << 8u) >> 26u) / 64.0;
  return vec4f(a + a * (1.0 - a) * (k + s * (1.0 - 2.0 * a)));
}
fn glyph(v: Out) -> vec4f {
  let page = (v.mode.x >> 8u) & 255;
  var texel: vec4f;
  if (GENERAL && (v.mode.x & 8) != 0) {
    let at = clamp(v.at, v.box.xy + 0.5, v.box.zw - 0.5) / vec2f(textureDimensions(atlas));
    texel = textureSampleLevel(atlas, smooth_sampler, at, page, 0.0);
  } else {
    texel = textureLoad(atlas, vec2i(v.at), page, 0);
  }
  return v.fill * select(covered(v, texel.a), texel, (v.mode.x & 4) != 0);
}
${WGSL_CLIPPED}`;
