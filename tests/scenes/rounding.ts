import { measureContrast } from '../../src/render/text/contrast';

const SIZE = 64;

const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}`;

/** Sums, products, roots and interpolated texels, whose last bits are colours. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D texels;
out vec4 color;
void main() {
  vec2 at = gl_FragCoord.xy / 61.7;
  float sum = at.x * 1.2345 + at.y * at.x + 0.3217;
  float root = inversesqrt(sum + 0.1) * length(at) + exp2(-at.y * 1.7) + sin(at.x * 9.1);
  vec4 texel = texture(texels, at * 0.37);
  float mixed = mix(texel.r, texel.g, fract(sum * 7.3)) / (root + 2.0) + smoothstep(0.1, 0.9, at.x);
  uint bits = floatBitsToUint(sum) ^ (floatBitsToUint(root) << 7) ^ (floatBitsToUint(mixed) << 13);
  color = vec4((uvec4(bits) >> uvec4(0u, 8u, 16u, 24u)) & 255u) / 255.0;
}`;

/** Powers, logarithms and quotients, which curves of colour and contrast are made of. */
const CURVED = `#version 300 es
precision highp float;
out vec4 color;
void main() {
  vec2 at = (gl_FragCoord.xy + 0.5) / 64.7;
  float curve = pow(at.x, 1.0 / 2.2) + pow(at.y + 0.01, 2.4) * log2(at.x + 1.3);
  float ratio = sqrt(at.y) / (at.x + 0.37) + exp(-at.x * at.y) + atan(at.y, at.x);
  uint bits = floatBitsToUint(curve) ^ (floatBitsToUint(ratio) << 11);
  color = vec4((uvec4(bits) >> uvec4(0u, 8u, 16u, 24u)) & 255u) / 255.0;
}`;

/** The same blended, as what a frame draws is. */
const BLENDED = `#version 300 es
precision highp float;
out vec4 color;
void main() {
  vec2 at = gl_FragCoord.xy / 63.0;
  float alpha = 0.5 + 0.3 * sin(at.x * 5.0 + at.y);
  color = vec4(at * alpha, 0.37 * alpha, alpha);
}`;

/**
 * What this machine's sums are rounded to, in words: a processor whose instructions are others draws the same by a software rasteriser,
 * but for the last bit, and what its fonts are decides how heavy text in a colour is. Those with equal words draw every pixel alike.
 */
export async function roundingOf(): Promise<string> {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const gl = canvas.getContext('webgl2', { antialias: false })!;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  const texels = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => (i * 37) % 251);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 8, 8, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  draw(gl, FRAGMENT);
  const exact = pixelsOf(gl);
  draw(gl, CURVED);
  const curved = pixelsOf(gl);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  for (let layer = 0; layer < 5; layer++) draw(gl, BLENDED);
  const contrast = new Uint8Array(measureContrast().buffer);
  const parts = [exact, curved, pixelsOf(gl), letters(), contrast];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Letters and curves as canvas draws them, of which there are kinds by processor as well. */
function letters(): Uint8ClampedArray {
  const context = new OffscreenCanvas(SIZE * 2, SIZE).getContext('2d', {
    willReadFrequently: true,
  })!;
  for (const [i, size] of [9, 15, 25].entries()) {
    context.font = `${size}px sans-serif`;
    context.fillStyle = `rgb(${i * 80} 30 90)`;
    context.fillText('affinity 12:45', 2.3, 12 + i * 21.7);
  }
  context.ellipse(90, 40, 30.5, 17.2, 0.7, 0, 6);
  context.stroke();
  return context.getImageData(0, 0, SIZE * 2, SIZE).data;
}

function draw(gl: WebGL2RenderingContext, fragment: string): void {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`no program: ${gl.getProgramInfoLog(program)}`);
  }
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of WebGL, by its name.
  gl.useProgram(program);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

function pixelsOf(gl: WebGL2RenderingContext): Uint8Array {
  const pixels = new Uint8Array(SIZE * SIZE * 4);
  gl.readPixels(0, 0, SIZE, SIZE, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return pixels;
}
