import { Shader, Texture, type TextureSource, UniformGroup } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import {
  FILTER_BLUR,
  FILTER_COLOR,
  FILTER_FLOATS,
  FILTER_SHADOW,
} from '../systems/render-batching';
import { BLUR_FRAGMENT, COLOR_FRAGMENT, PASS_VERTEX, REDUCE_FRAGMENT } from './picture-shader';
import type { PixiDevice } from './pixi-device';

/** Texels that the standard deviation of a blur has at least where it is drawn smaller, at the finest. */
const FINEST = 4;
/** Texels of which one is made at most, along a side. */
const MOST_REDUCED = 16;
/** Standard deviations to which a blur is drawn. */
const REACH = 3;
/** Below it a blur is none. */
const LEAST = 0.05;
const INDICES = 6;
const UNIT = 0;

/** What puts pictures through filters, on one device. */
export type PictureFilters = {
  /**
   * Puts a picture through steps (`LayerPictures.filter`) and returns the picture that came out; the one that went in is the caller's
   * no more, unless it is that.
   */
  apply(
    source: TextureSource,
    first: number,
    steps: Float32Array,
    count: number,
    quality: number,
  ): TextureSource;
  /** Has no textures left for pictures to come. */
  trim(): void;
  dispose(): void;
};

/** `make` gives an empty texture, `aim` has it drawn on, and clears it. */
export function createPictureFilters(
  { renderer, pipeline }: PixiDevice,
  make: (width: number, height: number) => TextureSource,
  aim: (target: TextureSource) => void,
): PictureFilters {
  const values = new Float32Array(16);
  const uniforms = new UniformGroup(
    { uPass: { value: values, type: 'vec4<f32>', size: 4 } },
    { isStatic: true },
  );
  const reduce = open(REDUCE_FRAGMENT);
  const blur = open(BLUR_FRAGMENT);
  const color = open(COLOR_FRAGMENT);
  const spare: TextureSource[] = [];

  function open(fragment: string): Shader {
    return Shader.from({
      gl: { vertex: PASS_VERTEX, fragment },
      resources: { uniforms, uPicture: Texture.EMPTY.source },
    });
  }

  function obtain(width: number, height: number): TextureSource {
    const at = spare.findIndex((source) => source.width === width && source.height === height);
    return at < 0 ? make(width, height) : spare.splice(at, 1)[0]!;
  }

  function giveBack(source: TextureSource): void {
    spare.push(source);
    // As many as one blur needs.
    if (spare.length > 3) spare.shift()!.destroy();
  }

  function pass(shader: Shader, from: TextureSource, first: number): void {
    uniforms.update();
    renderer.shader.bind(shader, false);
    pipeline.drawBy(shader, from, UNIT, first, INDICES, BLEND_NORMAL);
  }

  /** Sets a blur along one side: of so many texels, which are so many pixels of the target. */
  function setBlur(across: boolean, sigma: number, texel: number): void {
    const isBlurred = sigma > LEAST;
    values.fill(0);
    values[across ? 0 : 1] = 1;
    values[2] = isBlurred ? sigma : 1;
    values[3] = isBlurred ? Math.ceil(REACH * sigma) : 0;
    values[4] = 1 / texel;
    values[5] = 1 / texel;
  }

  /** How many texels become one along each side. */
  function reduction(sigmaX: number, sigmaY: number, quality: number): number {
    const sigma = Math.min(sigmaX, sigmaY);
    let count = 1;
    while (count < MOST_REDUCED && sigma >= FINEST * quality * count * 2) count *= 2;
    return count;
  }

  /** Standard deviation in texels of `count` pixels, where making them and reading between them blurs too. */
  function sigmaOf(sigma: number, count: number): number {
    return count === 1
      ? sigma
      : Math.sqrt(Math.max(0, sigma * sigma - (count * count) / 4)) / count;
  }

  /** Blurs a picture into a new one; `at` are the numbers of a step. */
  function drawBlur(
    from: TextureSource,
    first: number,
    steps: Float32Array,
    at: number,
    quality: number,
  ): TextureSource {
    const { width, height } = from;
    const isShadow = steps[at] === FILTER_SHADOW;
    const count = reduction(steps[at + 1]!, steps[at + 2]!, quality);
    const wide = Math.ceil(width / count);
    const high = Math.ceil(height / count);
    let small = from;
    if (count > 1) {
      small = obtain(wide, high);
      aim(small);
      values.fill(0);
      values[0] = count;
      pass(reduce, from, first);
    }
    const half = obtain(wide, high);
    aim(half);
    setBlur(true, sigmaOf(steps[at + 1]!, count), 1);
    pass(blur, small, first);
    if (small !== from) giveBack(small);
    const to = obtain(width, height);
    aim(to);
    setBlur(false, sigmaOf(steps[at + 2]!, count), count);
    if (isShadow) {
      values[6] = -steps[at + 3]! / count;
      values[7] = -steps[at + 4]! / count;
      values.set(steps.subarray(at + 5, at + 9), 8);
      values[12] = 1;
    }
    pass(blur, half, first);
    giveBack(half);
    if (isShadow) {
      setBlur(false, 0, 1);
      pass(blur, from, first);
    }
    return to;
  }

  function drawStep(
    from: TextureSource,
    first: number,
    steps: Float32Array,
    at: number,
    quality: number,
  ): TextureSource {
    if (steps[at] !== FILTER_COLOR) {
      const isNone =
        steps[at] === FILTER_BLUR && steps[at + 1]! <= LEAST && steps[at + 2]! <= LEAST;
      return isNone ? from : drawBlur(from, first, steps, at, quality);
    }
    const to = obtain(from.width, from.height);
    aim(to);
    values.set(steps.subarray(at + 1, at + 13));
    pass(color, from, first);
    return to;
  }

  function trim(): void {
    for (const source of spare.splice(0)) source.destroy();
  }

  return {
    trim,
    apply(source, first, steps, count, quality) {
      let from = source;
      for (let step = 0; step < count; step++) {
        const to = drawStep(from, first, steps, step * FILTER_FLOATS, quality);
        if (to !== from) giveBack(from);
        from = to;
      }
      return from;
    },
    dispose() {
      // Shaders first: Pixi warns when a texture goes while a shader still holds it.
      for (const shader of [reduce, blur, color]) shader.destroy();
      trim();
    },
  };
}
