import type { NullBackend, NullRect } from '../../../src/render/null';
import {
  KIND_EMPTY,
  KIND_SOLID,
  LAYER_A,
  LAYER_AXIS_ALIGNED,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_D,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../../src/systems/render-batching';
import { type Canvas, clearRect, fillRect, type Rect } from './canvas';

const SIMPLE = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
const CORNERS = [0, 1, 2, 0, 2, 3];

/**
 * Draws the null backend's last frame onto a picture that was kept, as a GPU would from what it was sent: rectangles of
 * axis-aligned layers, whatever their kind. Throws for a draw whose program cannot draw what it is given.
 */
export function replay(backend: NullBackend, canvas: Canvas, dpr: number): void {
  const { rects, clearColor } = backend.lastFrame!;
  for (const rect of rects) replayRect(backend, canvas, rect, clearColor, dpr);
}

function replayRect(
  backend: NullBackend,
  canvas: Canvas,
  { x, y, width, height, draws }: NullRect,
  clearColor: number,
  dpr: number,
): void {
  const scissor: Rect = [x, y, x + width, y + height];
  clearRect(canvas, scissor, clearColor);
  const records = new Float32Array(backend.records.buffer);
  const layers = new Float32Array(backend.layers.buffer);
  for (const { program, first, count, blend } of draws) {
    for (let at = first; at < first + count; at += 6) {
      const record = quadAt(backend.indices, at) * RECORD_WORDS;
      const kindLayer = backend.records[record + RECORD_KIND_LAYER]!;
      const kind = kindLayer & 255;
      const layer = (kindLayer >>> 8) * LAYER_WORDS;
      if (kind === KIND_EMPTY) continue;
      const color = backend.records[record + RECORD_COLOR]!;
      const clip = Array.from({ length: 4 }, (_, i) => layers[layer + LAYER_CLIP + i]!);
      if (!(clip[0]! < clip[2]! && clip[1]! < clip[3]!)) continue;
      const opacity = layers[layer + LAYER_OPACITY]!;
      const isSimple =
        (backend.layers[layer + LAYER_FLAGS]! & SIMPLE) === SIMPLE &&
        backend.layers[layer + LAYER_CLIP_ROW] === 0;
      if (program !== 'blended' && !isSimple) throw new Error(`${program} draws a general layer`);
      if (program === 'solid' && !(opacity === 1 && kind === KIND_SOLID && color >>> 24 === 255)) {
        throw new Error(`solid draws kind ${kind} of colour ${color} and opacity ${opacity}`);
      }
      if (layers[layer + LAYER_B] !== 0 || layers[layer + LAYER_C] !== 0) {
        throw new Error('layers of this test are not turned');
      }
      const x = records[record + RECORD_X]!;
      const y = records[record + RECORD_Y]!;
      const a = layers[layer + LAYER_A]!;
      const d = layers[layer + LAYER_D]!;
      const tx = layers[layer + LAYER_TX]!;
      const ty = layers[layer + LAYER_TY]!;
      const left = Math.max(a * x + tx, clip[0]!);
      const top = Math.max(d * y + ty, clip[1]!);
      const right = Math.min(a * (x + records[record + RECORD_WIDTH]!) + tx, clip[2]!);
      const bottom = Math.min(d * (y + records[record + RECORD_HEIGHT]!) + ty, clip[3]!);
      const rect: Rect = [left * dpr, top * dpr, right * dpr, bottom * dpr];
      fillRect(canvas, rect, scissor, color, opacity, blend);
    }
  }
}

function quadAt(indices: Uint32Array, at: number): number {
  const vertex = indices[at]!;
  // A zeroed quad names the corner of record 0 six times.
  if (vertex === 0) return 0;
  for (let i = 0; i < 6; i++) {
    if (indices[at + i] !== vertex + CORNERS[i]!) throw new Error(`index ${at + i} is no quad's`);
  }
  return vertex / 4;
}
