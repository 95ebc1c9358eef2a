/**
 * Places a part of a sparkline, kind 8. Handed on as what images have: where a pixel is, as a place along the points and device
 * pixels from the top; height 0, the unit of heights, the step and half the width of the line in device pixels; the record that
 * holds the first points, how many points there are, and the height of all.
 */
export const SPARKLINE_VERTEX = `
  if (kind == 8u) {
    int head = int(look.w);
    ivec2 headAt = ivec2((head & 255) << 2, head >> 8);
    vec4 content = uintBitsToFloat(texelFetch(uRecords, headAt, 0));
    uvec4 lineBits = texelFetch(uRecords, headAt + ivec2(2, 0), 0);
    vec3 line = uintBitsToFloat(lineBits.xyz);
    vec2 local = rect.xy + q * rect.zw + vec2(0.0, (q.y * 2.0 - 1.0) * 0.499 / scale);
    vec2 p = transform(linear, rest.xy, local);
    vec2 cut = aligned ? clamp(p, clip.xy, clip.zw) : p;
    if (aligned) local += (cut - p) / vec2(linear.x, linear.w);
    device = transform(uFrame[1], uFrame[2].xy, cut);
    local -= content.xy;
    float inner = max(content.w - line.z, 0.0);
    vMode.x = 96;
    vAt = vec2(0.0);
    vBox = vec4(0.0);
    vTexel = vec2((local.x - line.x) / line.y, local.y * scale);
    vTexels = vec4(line.z * 0.5 + 2.0 * inner, inner * 3.0 / 65534.0, line.y, line.z * 0.5) * scale;
    vStops = vec3(float(head + 1), float(lineBits.w), content.w * scale);
    vec4 area = rgba(look.z);
    vBorder = vec4(area.rgb * area.a, area.a) * tint;
  } else `;

/**
 * A line through points, its joins and ends round, over what lies below it. The line covers a pixel by its distance, the area by
 * how much of each column of the pixel it takes.
 */
export const SPARKLINE_FRAGMENT_HEAD = `
const float NO_POINT = 1e9;
float pointAt(int i) {
  if (i < 0 || i >= int(vStops.y)) return NO_POINT;
  int record = int(vStops.x) + (i >> 4);
  uvec4 heights = texelFetch(uRecords, ivec2(((record & 255) << 2) + 2 + ((i >> 3) & 1), record >> 8), 0);
  uint height = (heights[(i >> 1) & 3] >> ((i & 1) << 4)) & 65535u;
  return height == 65535u ? NO_POINT : vTexels.x - float(height) * vTexels.y - vTexel.y;
}
mediump vec4 sparkline() {
  float step = vTexels.z;
  float halfWidth = vTexels.w;
  float reach = (halfWidth + 0.5) / step;
  int first = max(int(floor(vTexel.x - reach)), 0);
  int last = min(min(int(floor(vTexel.x + reach)), max(int(vStops.y) - 2, 0)), first + 255);
  // To the nearest piece of the line, and to the nearest on the other side of the pixel.
  vec2 near = vec2(NO_POINT);
  vec2 other = vec2(NO_POINT);
  float area = 0.0;
  vec2 a = vec2((float(first) - vTexel.x) * step, pointAt(first));
  for (int i = first; i <= last; i++) {
    vec2 b = vec2(a.x + step, pointAt(i + 1));
    bool hasA = a.y < NO_POINT;
    bool hasB = b.y < NO_POINT;
    vec2 from = hasA ? a : b;
    vec2 along = (hasB ? b : a) - from;
    vec2 d = from + along * clamp(-dot(from, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
    bool nearer = dot(d, d) < dot(near, near);
    vec2 farther = nearer ? near : d;
    near = nearer ? d : near;
    if (dot(other, near) >= 0.0) other = vec2(NO_POINT);
    if (dot(farther, near) < 0.0 && dot(farther, farther) < dot(other, other)) other = farther;
    float left = max(a.x, -0.5);
    float right = min(b.x, 0.5);
    float across = hasA && hasB ? max(right - left, 0.0) : 0.0;
    float slope = (b.y - a.y) / step;
    float y = a.y + slope * ((left + right) * 0.5 - a.x);
    area += across * clamp(0.5 - y / max(abs(slope) * across, 1.0), 0.0, 1.0);
    a = b;
  }
  vec2 d = vec2(length(near), length(other));
  // Pieces on two sides cover more together, the more they face each other.
  vec2 covers = clamp(min(d + 0.5, halfWidth) - max(d - 0.5, -halfWidth), 0.0, 1.0);
  float line = min(covers.x + covers.y * clamp(-dot(near, other) / max(d.x * d.y, 1e-6), 0.0, 1.0), 1.0);
  vec2 inside = clamp(vec2(vTexel.y, vStops.z - vTexel.y) + 0.5, 0.0, 1.0);
  vec4 over = vFill * line;
  return (over + vBorder * area * (1.0 - over.a)) * inside.x * inside.y;
}
`;

/** Chooses it among kinds. */
export const SPARKLINE_CHOICE = `  else if ((vMode.x & 96) == 96) color = sparkline();
`;
