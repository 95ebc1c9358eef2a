import {
  FILTER_BLUR,
  FILTER_COLOR,
  FILTER_FLOATS,
  FILTER_SHADOW,
} from '../systems/render-batching';

/** Texels that the standard deviation of a blur has at least where it is drawn smaller, at the finest. */
const FINEST = 4;
/** Texels of which one is made at most, along a side. */
const MOST_REDUCED = 16;
/** Standard deviations to which a blur is drawn. */
const REACH = 3;
/** Below it a blur is none. */
const LEAST = 0.05;
/** Textures that are kept for the next picture: as many as one blur needs. */
const MOST_SPARE = 3;

/** What draws a pass: texels made fewer, blurred along a side, or given another colour (picture-shader.ts). */
export type FilterProgram = 'reduce' | 'blur' | 'color';

/** What a device does for filters. */
export type FilterPort<T> = {
  make(width: number, height: number): T;
  destroy(texture: T): void;
  /** Draws all of `to` from `from`, over nothing if it is `fresh`. `values` are those of the uniform, 16 of them. */
  pass(program: FilterProgram, from: T, to: T, fresh: boolean, values: Float32Array): void;
};

/** Puts pictures through filters. */
export type FilterChain<T> = {
  /**
   * Puts a picture through steps (`LayerPictures.filter`) and returns the picture that came out; the one that went in is the caller's
   * no more, unless it is that.
   */
  apply(source: T, steps: Float32Array, count: number, quality: number): T;
  /** Passes that the last of them took. */
  passes: number;
  /** Keeps no texture for pictures to come. */
  trim(): void;
  /** Texels of those that are kept. */
  spareTexels(): number;
};

export function createFilterChain<T extends { readonly width: number; readonly height: number }>({
  make,
  destroy,
  pass: draw,
}: FilterPort<T>): FilterChain<T> {
  const values = new Float32Array(16);
  const spare: T[] = [];

  function obtain(width: number, height: number): T {
    for (let i = 0; i < spare.length; i++) {
      const texture = spare[i]!;
      if (texture.width !== width || texture.height !== height) continue;
      spare.copyWithin(i, i + 1);
      spare.length--;
      return texture;
    }
    return make(width, height);
  }

  function pass(
    program: FilterProgram,
    from: T,
    to: T,
    fresh: boolean,
    numbers: Float32Array,
  ): void {
    chain.passes++;
    draw(program, from, to, fresh, numbers);
  }

  function giveBack(texture: T): void {
    spare.push(texture);
    if (spare.length > MOST_SPARE) destroy(spare.shift()!);
  }

  /** Sets a blur along one side, of so many texels; `count` pixels of the target are a texel. */
  function setBlur(across: boolean, sigma: number, count: number): void {
    const isBlurred = sigma > LEAST;
    values.fill(0);
    values[across ? 0 : 1] = 1;
    values[2] = isBlurred ? sigma : 1;
    values[3] = isBlurred ? Math.ceil(REACH * sigma) : 0;
    values[4] = 1 / count;
    values[5] = 1 / count;
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

  /** Blurs a picture into a new one; `at` is where the numbers of the step begin. */
  function blur(from: T, steps: Float32Array, at: number, quality: number): T {
    const { width, height } = from;
    const isShadow = steps[at] === FILTER_SHADOW;
    const count = reduction(steps[at + 1]!, steps[at + 2]!, quality);
    const wide = Math.ceil(width / count);
    const high = Math.ceil(height / count);
    let small = from;
    if (count > 1) {
      small = obtain(wide, high);
      values.fill(0);
      values[0] = count;
      pass('reduce', from, small, true, values);
    }
    const half = obtain(wide, high);
    setBlur(true, sigmaOf(steps[at + 1]!, count), 1);
    pass('blur', small, half, true, values);
    if (small !== from) giveBack(small);
    const to = obtain(width, height);
    setBlur(false, sigmaOf(steps[at + 2]!, count), count);
    if (isShadow) {
      values[6] = -steps[at + 3]! / count;
      values[7] = -steps[at + 4]! / count;
      for (let i = 0; i < 4; i++) values[8 + i] = steps[at + 5 + i]!;
      values[12] = 1;
    }
    pass('blur', half, to, true, values);
    giveBack(half);
    if (isShadow) {
      setBlur(false, 0, 1);
      pass('blur', from, to, false, values);
    }
    return to;
  }

  function step(from: T, steps: Float32Array, at: number, quality: number): T {
    if (steps[at] !== FILTER_COLOR) {
      const isNone =
        steps[at] === FILTER_BLUR && steps[at + 1]! <= LEAST && steps[at + 2]! <= LEAST;
      return isNone ? from : blur(from, steps, at, quality);
    }
    const to = obtain(from.width, from.height);
    for (let i = 0; i < 12; i++) values[i] = steps[at + 1 + i]!;
    pass('color', from, to, true, values);
    return to;
  }

  const chain: FilterChain<T> = {
    passes: 0,
    apply(source, steps, count, quality) {
      chain.passes = 0;
      let from = source;
      for (let i = 0; i < count; i++) {
        const to = step(from, steps, i * FILTER_FLOATS, quality);
        if (to !== from) giveBack(from);
        from = to;
      }
      return from;
    },
    trim() {
      for (const texture of spare.splice(0)) destroy(texture);
    },
    spareTexels() {
      let sum = 0;
      for (const { width, height } of spare) sum += width * height;
      return sum;
    },
  };
  return chain;
}
