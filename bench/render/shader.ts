import type { MeasureContender } from 'rafter-ui/benchmark';
import {
  LAYER_A,
  LAYER_AXIS_ALIGNED,
  LAYER_CLIP,
  LAYER_D,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_WORDS,
} from '../../src/ecs/stores';
import { createPixiBackend, type PixiBackend } from '../../src/render';
import {
  type DrawProgram,
  KIND_GLYPH,
  KIND_ROUND,
  KIND_SOLID,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_SIZE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../src/systems/render-batching';

const WIDTH = 1280;
const HEIGHT = 720;
/** Side of the quads that cover the surface. */
const SIDE = 40;
/** Times the surface is covered, in one draw. */
const TIMES = 4;
const KINDS = [KIND_SOLID, KIND_ROUND, KIND_GLYPH] as const;

type Target = { backend: PixiBackend; indices: number };

/** Draws the surface full of quads of one kind (1 solid, 2 round, 3 glyph) by one program; nanoseconds a pixel. `alpha` of 255. */
export function shaderContender(program: DrawProgram, alpha = 128): MeasureContender<Target> {
  return {
    async setup({ parameters }) {
      const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
      const backend = await createPixiBackend({ canvas, width: WIDTH, height: HEIGHT, dpr: 1 });
      const indices = fill(backend, KINDS[(parameters.kind ?? 1) - 1]!, alpha);
      return { backend, indices };
    },
    measure({ backend, indices }) {
      const start = performance.now();
      backend.beginFrame(0, 0, WIDTH, HEIGHT, 0xff000000);
      backend.draw(program, 0, indices);
      backend.endFrame();
      // Waits until all of it is drawn.
      backend.readPixels(0, 0, 1, 1);
      const ms = performance.now() - start;
      return { pixel: (ms * 1e6) / (WIDTH * HEIGHT * TIMES) };
    },
    teardown({ backend }) {
      backend.dispose();
    },
  };
}

function fill(backend: PixiBackend, kind: number, alpha: number): number {
  const columns = WIDTH / SIDE;
  const count = columns * (HEIGHT / SIDE) * TIMES;
  const words = new Uint32Array((count + 1) * RECORD_WORDS);
  const floats = new Float32Array(words.buffer);
  const indices = new Uint32Array(count * 6);
  for (let quad = 0; quad < count; quad++) {
    const at = (quad + 1) * RECORD_WORDS;
    const place = quad % (count / TIMES);
    floats[at + RECORD_X] = (place % columns) * SIDE;
    floats[at + RECORD_Y] = Math.floor(place / columns) * SIDE;
    floats[at + RECORD_WIDTH] = SIDE;
    floats[at + RECORD_HEIGHT] = SIDE;
    words[at + RECORD_KIND_LAYER] = kind | (1 << 8);
    words[at + RECORD_COLOR] = ((alpha << 24) | 0xffffff) >>> 0;
    words[at + RECORD_RADII_TOP] = kind === KIND_ROUND ? 0x00a000a0 : 0;
    words[at + RECORD_RADII_BOTTOM] = words[at + RECORD_RADII_TOP]!;
    words[at + RECORD_GLYPH_ORIGIN] = 0;
    words[at + RECORD_GLYPH_SIZE] = SIDE | (SIDE << 16);
    const vertex = (quad + 1) * 4;
    indices.set(
      [0, 1, 2, 0, 2, 3].map((corner) => vertex + corner),
      quad * 6,
    );
  }
  backend.resizeAtlas(64, 1);
  backend.uploadGlyphs(0, 0, 0, 64, 64, new Uint8ClampedArray(64 * 64 * 4).fill(128));
  backend.uploadRecords(words, 0, count + 1);
  backend.uploadLayers(surfaceLayers(), 0, 2);
  backend.uploadIndices(indices, 0, indices.length);
  return indices.length;
}

/** Row 1: the whole surface, on whole pixels, without clips. */
function surfaceLayers(): Uint32Array {
  const words = new Uint32Array(2 * LAYER_WORDS);
  const floats = new Float32Array(words.buffer);
  floats[LAYER_WORDS + LAYER_A] = 1;
  floats[LAYER_WORDS + LAYER_D] = 1;
  floats[LAYER_WORDS + LAYER_OPACITY] = 1;
  words[LAYER_WORDS + LAYER_FLAGS] = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
  floats.set([0, 0, WIDTH, HEIGHT], LAYER_WORDS + LAYER_CLIP);
  return words;
}
