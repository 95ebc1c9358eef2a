// Needs a page apart: PixiJS adds its events, once loaded, to every later renderer of the page.
import 'pixi.js/unsafe-eval';
import {
  Buffer,
  BufferUsage,
  Geometry,
  Shader,
  State,
  TextureSource,
  WebGLRenderer,
} from 'pixi.js';
import { afterEach, expect, it } from 'vitest';
import { alsoDispose, disposeAll } from './scene';

const TEXELS = 1024;
const LINES = 8;
const WORDS = TEXELS * LINES * 4;

const VERTEX = `#version 300 es
precision highp float; precision highp int; precision highp usampler2D;
uniform usampler2D uWords;
flat out uvec4 vWords;
void main() {
  int texel = gl_VertexID >> 2;
  int corner = gl_VertexID & 3;
  vec2 q = vec2(float(corner == 1 || corner == 2), float(corner >= 2));
  ivec2 cell = ivec2(texel & 1023, texel >> 10);
  vWords = texelFetch(uWords, cell, 0);
  gl_Position = vec4((vec2(cell) + q) / vec2(${TEXELS}, ${LINES}) * 2.0 - 1.0, 0.0, 1.0);
}`;
const FRAGMENT = `#version 300 es
precision highp float; precision highp int;
flat in uvec4 vWords;
uniform int uWord;
out vec4 color;
void main() {
  uint word = uWord == 0 ? vWords.x : uWord == 1 ? vWords.y : uWord == 2 ? vWords.z : vWords.w;
  color = vec4(word & 255u, (word >> 8) & 255u, (word >> 16) & 255u, word >> 24) / 255.0;
}`;

afterEach(disposeAll);

it('carries every bit pattern of a Uint32Array through rgba32uint to the shader, whole and in parts', async () => {
  const renderer = new WebGLRenderer();
  await renderer.init({
    canvas: document.createElement('canvas'),
    width: TEXELS,
    height: LINES,
    backgroundAlpha: 0,
    skipExtensionImports: true,
    gcActive: false,
  });
  renderer.scheduler.destroy();
  alsoDispose(renderer as unknown as { dispose(): void });
  (renderer as unknown as { dispose(): void }).dispose = () => renderer.destroy();
  const { gl } = renderer;
  const source = new TextureSource({
    width: TEXELS,
    height: LINES,
    format: 'rgba32uint',
    scaleMode: 'nearest',
    alphaMode: 'no-premultiply-alpha',
  });
  const words = patterns();
  const indices = new Uint32Array(TEXELS * LINES * 6);
  for (let quad = 0; quad < TEXELS * LINES; quad++) {
    for (const [at, corner] of [0, 1, 2, 0, 2, 3].entries()) {
      indices[quad * 6 + at] = quad * 4 + corner;
    }
  }
  const usage = BufferUsage.INDEX | BufferUsage.COPY_DST;
  const geometry = new Geometry({
    attributes: {},
    indexBuffer: new Buffer({ data: indices, usage }),
  });
  const word = { uWord: { value: 0, type: 'i32' as const } };
  const shader = Shader.from({
    gl: { vertex: VERTEX, fragment: FRAGMENT },
    resources: { word, uWords: source },
  });
  const state = new State();
  state.blend = false;

  const send = (x: number, y: number, width: number, height: number, from: number): void => {
    renderer.texture.bindSource(source, 0);
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      x,
      y,
      width,
      height,
      gl.RGBA_INTEGER,
      gl.UNSIGNED_INT,
      words,
      from,
    );
  };
  const wrong = (): number => {
    let count = 0;
    for (let lane = 0; lane < 4; lane++) {
      shader.resources.word.uniforms.uWord = lane;
      renderer.renderTarget.bind({ target: renderer.view.renderTarget, clear: true });
      renderer.encoder.draw({ geometry, shader, state });
      const pixels = new Uint8Array(TEXELS * LINES * 4);
      gl.readPixels(0, 0, TEXELS, LINES, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      const read = new Uint32Array(pixels.buffer);
      for (let texel = 0; texel < TEXELS * LINES; texel++) {
        if (read[texel] !== words[texel * 4 + lane]) count++;
      }
    }
    return count;
  };

  send(0, 0, TEXELS, LINES, 0);
  expect(wrong()).toBe(0);
  words.subarray(4000, 4000 + 600).reverse();
  expect(wrong()).toBeGreaterThan(500);
  send(1000, 0, 24, 1, 4000);
  send(0, 1, 126, 1, 4096);
  expect(wrong()).toBe(0);
  expect(gl.getError()).toBe(0);
  shader.destroy();
  geometry.destroy(true);
  source.destroy();
});

/** Edges of every float class, each colour whose top byte is 0xff or blue >= 0x80, and random words. */
function patterns(): Uint32Array {
  const words = new Uint32Array(WORDS);
  const edges = [
    0, 1, 0x007fffff, 0x00800000, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fbfffff, 0x7fc00000,
    0x7fffffff, 0x80000000, 0x80000001, 0x807fffff, 0xff7fffff, 0xff800000, 0xff800001, 0xffbfffff,
    0xffc00000, 0xffffffff,
  ];
  words.set(edges);
  let at = edges.length;
  for (let blue = 0; blue < 256; blue++) words[at++] = 0xff000000 | (blue << 16) | (blue << 3);
  let seed = 1;
  while (at < WORDS) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    words[at++] = seed ^ (seed >>> 15);
  }
  return words;
}
