/** What the vertex shader hands on for a border whose sides differ: widths and colours (top, right, bottom, left), and the tint. */
export const BORDER_VERTEX_HEAD = `
flat out vec4 vWidths;
flat out uvec4 vSides;
flat out mediump vec4 vTint;
`;

/** Reads the sides; the rectangle is placed as any round one. */
export const BORDER_VERTEX = `
  if (kind == 9u) {
    round = true;
    vMode.x = 192;
    vWidths = max(uintBitsToFloat(texelFetch(uRecords, at + ivec2(3, 0), 0)), 0.0) * scale;
    vSides = uvec4(look.zw, shape.zw);
    vTint = tint;
  }
`;

/** A fill under a border whose sides differ: elliptical corners inside, colours that meet on a line from corner to corner. */
export const BORDER_FRAGMENT_HEAD = `
flat in vec4 vWidths;
flat in uvec4 vSides;
flat in mediump vec4 vTint;
// Distance from a quarter plane with an elliptical corner: \`e\` is how far its edges are, below 0 inside.
float distanceToCorner(vec2 e, vec2 r) {
  vec2 a = e + r;
  if (!(min(a.x, a.y) > 0.0 && min(r.x, r.y) > 0.0)) return max(e.x, e.y);
  vec2 k = a / r;
  return (dot(k, k) - 1.0) / max(2.0 * length(k / r), 1e-6);
}
mediump vec4 sideOf(uint packed) {
  vec4 c = vec4(packed & 255u, (packed >> 8) & 255u, (packed >> 16) & 255u, packed >> 24) / 255.0;
  return vec4(c.rgb * c.a, c.a) * vTint;
}
mediump vec4 bordered() {
  vec4 depth = vec4(vBox.y + vAt.y, vBox.x - vAt.x, vBox.y - vAt.y, vBox.x + vAt.x);
  vec4 e = vWidths - depth;
  // The inner edge is inside all of its corners.
  float inner = max(
    max(distanceToCorner(e.wx, vRadii.x - vWidths.wx), distanceToCorner(e.yx, vRadii.y - vWidths.yx)),
    max(distanceToCorner(e.yz, vRadii.z - vWidths.yz), distanceToCorner(e.wz, vRadii.w - vWidths.wz)));
  float inside = clamp(0.5 - inner, 0.0, 1.0);
  if (!(min(vBox.x * 2.0 - vWidths.y - vWidths.w, vBox.y * 2.0 - vWidths.x - vWidths.z) > 0.0)) inside = 0.0;
  // A point belongs to the side that it is nearest to by share of the width.
  vec4 share = mix(vec4(1e6), depth / max(vWidths, 1e-4), greaterThan(vWidths, vec4(0.0)));
  bool low = share.z < share.x;
  bool right = share.y < share.w;
  vec2 near = vec2(right ? share.y : share.w, low ? share.z : share.x);
  vec2 width = max(vec2(right ? vWidths.y : vWidths.w, low ? vWidths.z : vWidths.x), 1e-4);
  float upright = clamp(0.5 + (near.x - near.y) / length(1.0 / width), 0.0, 1.0);
  mediump vec4 side = mix(sideOf(right ? vSides.y : vSides.w), sideOf(low ? vSides.z : vSides.x), upright);
  side += vFill * (1.0 - side.a / max(vTint.a, 1e-6));
  // What is inside of the inner edge is so of the outer one: where the border is thinner than a pixel, they share it.
  float whole = clamp(0.5 - distanceTo(vAt, vBox.xy, vRadii), 0.0, 1.0);
  return vFill * whole + (side - vFill) * max(whole - inside, 0.0);
}
`;
