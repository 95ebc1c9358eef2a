import { createPixiBackend, type PixiBackend } from '../../src/render';
import {
  CLIP_NEXT,
  CLIP_RADII,
  CLIP_RECT,
  KIND_GLYPH,
  KIND_ROUND,
  KIND_SOLID,
  LAYER_AXIS_ALIGNED,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_WORDS,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WORDS,
  type RenderBackend,
} from '../../src/systems/render-batching';
import { averaged } from '../averaged';
import { giveBack, takeBackend } from './shared-backend';

export const WHITE = 0xffffffff;
export const BLACK = 0xff000000;
export const RED = 0xff0000ff;
export const GREEN = 0xff00ff00;
export const BLUE = 0xffff0000;

type Rect = { x: number; y: number; width: number; height: number };
type Radii = [number, number, number, number];
export type RecordOptions = Rect & { color: number; layer?: number };
export type RoundOptions = RecordOptions & {
  radii?: Radii;
  border?: number;
  borderColor?: number;
};
export type GlyphOptions = RecordOptions & {
  u: number;
  v: number;
  texels: [number, number];
  page?: number;
  flags?: number;
};
export type LayerOptions = {
  matrix?: [number, number, number, number, number, number];
  opacity?: number;
  flags?: number;
  clip?: [number, number, number, number];
  clipRow?: number;
};
export type ClipOptions = {
  matrix?: [number, number, number, number, number, number];
  rect: [number, number, number, number];
  radii?: Radii;
  next?: number;
};

/** Records, layers and indices of one picture, written by hand. */
export class Scene {
  words: Uint32Array;
  floats: Float32Array;
  layerWords: Uint32Array;
  layerFloats: Float32Array;
  indices: Uint32Array;
  count = 0;

  constructor(records = 256, layers = 16) {
    this.words = new Uint32Array(records * RECORD_WORDS);
    this.floats = new Float32Array(this.words.buffer);
    this.layerWords = new Uint32Array(layers * LAYER_WORDS);
    this.layerFloats = new Float32Array(this.layerWords.buffer);
    this.indices = new Uint32Array(records * 6);
    this.layer(0);
  }

  layer(row: number, options: LayerOptions = {}): void {
    const base = row * LAYER_WORDS;
    this.layerFloats.set(options.matrix ?? [1, 0, 0, 1, 0, 0], base);
    this.layerFloats[base + LAYER_OPACITY] = options.opacity ?? 1;
    this.layerWords[base + LAYER_FLAGS] = options.flags ?? LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
    this.layerFloats.set(options.clip ?? [-1e9, -1e9, 1e9, 1e9], base + LAYER_CLIP);
    this.layerWords[base + LAYER_CLIP_ROW] = options.clipRow ?? 0;
  }

  clip(row: number, options: ClipOptions): void {
    const base = row * LAYER_WORDS;
    this.layerFloats.set(options.matrix ?? [1, 0, 0, 1, 0, 0], base);
    this.layerWords[base + CLIP_NEXT] = options.next ?? 0;
    this.layerFloats.set(options.rect, base + CLIP_RECT);
    this.layerFloats.set(options.radii ?? [0, 0, 0, 0], base + CLIP_RADII);
  }

  solid(options: RecordOptions): number {
    const base = this.rect(options, KIND_SOLID);
    this.words[base + RECORD_COLOR] = options.color;
    return base / RECORD_WORDS;
  }

  round(options: RoundOptions): number {
    const base = this.rect(options, KIND_ROUND);
    const [topLeft, topRight, bottomRight, bottomLeft] = options.radii ?? [0, 0, 0, 0];
    this.words[base + RECORD_COLOR] = options.color;
    this.words[base + RECORD_BORDER_COLOR] = options.borderColor ?? 0;
    this.floats[base + RECORD_BORDER_WIDTH] = options.border ?? 0;
    this.words[base + RECORD_RADII_TOP] = (topLeft * 16) | ((topRight * 16) << 16);
    this.words[base + RECORD_RADII_BOTTOM] = (bottomLeft * 16) | ((bottomRight * 16) << 16);
    return base / RECORD_WORDS;
  }

  glyph(options: GlyphOptions): number {
    const base = this.rect(options, KIND_GLYPH);
    const [width, height] = options.texels;
    this.words[base + RECORD_COLOR] = options.color;
    this.words[base + RECORD_GLYPH_ORIGIN] = options.u | (options.v << 16);
    this.words[base + RECORD_GLYPH_SIZE] = width | (height << 16);
    this.words[base + RECORD_GLYPH_PAGE] = (options.page ?? 0) | (options.flags ?? 0);
    return base / RECORD_WORDS;
  }

  /** Makes the index buffer draw these records, in this order. Returns the number of indices. */
  order(...records: number[]): number {
    records.forEach((record, position) => {
      for (const [at, corner] of [0, 1, 2, 0, 2, 3].entries()) {
        this.indices[position * 6 + at] = record * 4 + corner;
      }
    });
    return records.length * 6;
  }

  /** Draws all records in the order they were added. */
  all(): number {
    return this.order(...Array.from({ length: this.count }, (_, record) => record));
  }

  upload(backend: RenderBackend): void {
    backend.uploadRecords(this.words, 0, this.words.length / RECORD_WORDS);
    backend.uploadLayers(this.layerWords, 0, this.layerWords.length / LAYER_WORDS);
    backend.uploadIndices(this.indices, 0, this.indices.length);
  }

  private rect(options: RecordOptions, kind: number): number {
    const base = this.count++ * RECORD_WORDS;
    this.words.fill(0, base, base + RECORD_WORDS);
    this.floats.set([options.x, options.y, options.width, options.height], base);
    this.words[base + RECORD_KIND_LAYER] = kind | ((options.layer ?? 0) << 8);
    return base;
  }
}

const SAMPLES = 16;

const open: { dispose(): void }[] = [];

/** A backend that other tests had before, which `disposeAll` gives to the next. */
export async function backend(
  width: number,
  height: number,
  { dpr = 1 }: { dpr?: number } = {},
): Promise<PixiBackend> {
  const taken = await takeBackend(width, height, dpr);
  open.push({ dispose: () => giveBack(taken) });
  return taken;
}

/** A backend on a canvas of its own, disposed by `disposeAll`. */
export async function newBackend(
  width: number,
  height: number,
  { dpr = 1, background = WHITE }: { dpr?: number; background?: number } = {},
): Promise<PixiBackend> {
  const canvas = document.createElement('canvas');
  const created = await createPixiBackend({ canvas, width, height, dpr, background });
  open.push(created);
  return created;
}

/** For afterEach: browsers allow 16 contexts. */
export function disposeAll(): void {
  for (const entry of open.splice(0)) entry.dispose();
}

export function alsoDispose<T extends { dispose(): void }>(entry: T): T {
  open.push(entry);
  return entry;
}

/** Uploads the scene and draws all of it over the whole surface, blended. */
export function drawAll(target: PixiBackend, scene: Scene, clear = WHITE): Uint8ClampedArray {
  const count = scene.all();
  scene.upload(target);
  frame(target, count, clear);
  return pixelsOf(target);
}

/** One full frame of `count` indices in the blended program. */
export function frame(target: PixiBackend, count: number, clear = WHITE): void {
  target.beginFrame(0, 0, target.deviceWidth, target.deviceHeight, clear);
  target.draw('blended', 0, count);
  target.endFrame();
}

export function pixelsOf(target: PixiBackend): Uint8ClampedArray {
  return target.readPixels(0, 0, target.deviceWidth, target.deviceHeight);
}

/** RGBA of a pixel as a list. */
export function pixel(
  pixels: Uint8ClampedArray,
  width: number,
  x: number,
  y: number,
): [number, number, number, number] {
  const at = (y * width + x) * 4;
  return [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!, pixels[at + 3]!];
}

/** A canvas 2D picture of the same size, on white, to compare with. */
export function reference(
  width: number,
  height: number,
  paint: (context: OffscreenCanvasRenderingContext2D) => void,
): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    willReadFrequently: true,
  })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  paint(context);
  return context.getImageData(0, 0, width, height).data;
}

/**
 * The same from a canvas 2D 16 times as large, averaged: coverage by area, within 1/256. Canvas 2D at size 1 strays from it by
 * up to 68 levels of 255 on curves.
 */
export function exact(
  width: number,
  height: number,
  paint: (context: OffscreenCanvasRenderingContext2D) => void,
): Uint8ClampedArray {
  const big = reference(width * SAMPLES, height * SAMPLES, (context) => {
    context.scale(SAMPLES, SAMPLES);
    paint(context);
  });
  return averaged(big, width, height, SAMPLES);
}

/** Largest difference of any channel, and how many pixels differ by more than `over`. */
export function difference(
  left: Uint8ClampedArray,
  right: Uint8ClampedArray,
  over = 0,
): { max: number; pixels: number } {
  if (left.length !== right.length) throw new Error(`sizes: ${left.length} and ${right.length}`);
  let max = 0;
  let pixels = 0;
  for (let at = 0; at < left.length; at += 4) {
    let here = 0;
    for (let channel = 0; channel < 4; channel++) {
      here = Math.max(here, Math.abs(left[at + channel]! - right[at + channel]!));
    }
    max = Math.max(max, here);
    if (here > over) pixels++;
  }
  return { max, pixels };
}
