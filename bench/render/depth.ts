import type { MeasureContender } from 'rafter-ui/benchmark';

const WIDTH = 1280;
const HEIGHT = 720;
/** Rectangles of a layer, along a side; each layer stands back from the one below by this, as a panel in a panel does. */
const CELLS = 12;
const INSET = 0.004;
const MOST_LAYERS = 10;
const FLOATS = 6;

const VERTEX = `#version 300 es
in vec3 place;
in vec3 shade;
flat out mediump vec4 fill;
void main() {
  fill = vec4(shade, 1.0);
  gl_Position = vec4(place, 1.0);
}
`;
const FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 fill;
out vec4 color;
void main() {
  color = fill;
}
`;

type Target = { gl: WebGL2RenderingContext; vertices: number };

/**
 * Draws so many layers of opaque rectangles over the whole surface (`layers`), until all is drawn: from the lowest up without a test, or
 * from the uppermost down with a depth test, whose buffer is cleared first. Nanoseconds for each pixel of the surface.
 */
export function depthContender(tested: boolean): MeasureContender<Target> {
  return {
    setup({ parameters }) {
      const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
      const gl = canvas.getContext('webgl2', {
        ...{ alpha: false, antialias: false, stencil: false, depth: tested },
        preserveDrawingBuffer: true,
      });
      if (!gl) throw new Error('There is no WebGL 2 here');
      openProgram(gl);
      if (tested) {
        gl.enable(gl.DEPTH_TEST);
        gl.depthFunc(gl.LESS);
      }
      return { gl, vertices: fill(gl, parameters.layers ?? 1, tested) };
    },
    measure({ gl, vertices }) {
      const start = performance.now();
      gl.clear(tested ? gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT : gl.COLOR_BUFFER_BIT);
      gl.drawArrays(gl.TRIANGLES, 0, vertices);
      // Waits until all of it is drawn.
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      return { pixel: ((performance.now() - start) * 1e6) / (WIDTH * HEIGHT) };
    },
    teardown({ gl }) {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

function openProgram(gl: WebGL2RenderingContext): void {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.bindAttribLocation(program, 0, 'place');
  gl.bindAttribLocation(program, 1, 'shade');
  gl.linkProgram(program);
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of WebGL, by its name.
  gl.useProgram(program);
}

function fill(gl: WebGL2RenderingContext, layers: number, reversed: boolean): number {
  const vertices: number[] = [];
  for (let i = 0; i < layers; i++) {
    const layer = reversed ? layers - 1 - i : i;
    const depth = 0.9 - (layer / MOST_LAYERS) * 1.8;
    for (let cell = 0; cell < CELLS * CELLS; cell++) {
      const [left, top] = [cell % CELLS, Math.floor(cell / CELLS)].map(
        (at) => -1 + (2 * at) / CELLS + layer * INSET,
      ) as [number, number];
      const side = 2 / CELLS - 2 * layer * INSET;
      for (const [x, y] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        vertices.push(left + x * side, top + y * side, depth, layer / MOST_LAYERS, x, y);
      }
    }
  }
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(vertices), gl.STATIC_DRAW);
  for (let at = 0; at < 2; at++) {
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 3, gl.FLOAT, false, FLOATS * 4, at * 12);
  }
  return vertices.length / FLOATS;
}
