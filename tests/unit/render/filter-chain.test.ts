import { describe, expect, it } from 'vitest';
import { createFilterChain } from '../../../src/render/filter-chain';
import {
  FILTER_BLUR,
  FILTER_COLOR,
  FILTER_FLOATS,
  FILTER_SHADOW,
} from '../../../src/systems/render-batching';

type Texture = { width: number; height: number };

describe('a chain of filters', () => {
  it('counts the passes of the last picture', () => {
    const { chain, made, passes } = open();
    const source = made(100, 50);
    const picture = chain.apply(source, steps([FILTER_COLOR], [FILTER_BLUR, 2, 2]), 2, 1);
    // Colours, across, down.
    expect(chain.passes).toBe(3);
    chain.apply(picture, steps([FILTER_SHADOW, 40, 40]), 1, 1);
    // Made smaller, across, down with its colour, and what casts it over that.
    expect(chain.passes).toBe(4);
    expect(passes()).toBe(7);
    chain.apply(picture, steps([FILTER_BLUR, 0, 0]), 1, 1);
    expect(chain.passes).toBe(0);
  });

  it('tells of the textures that it keeps, and has none once it is trimmed', () => {
    const { chain, made, held } = open();
    const source = made(100, 50);
    let result = chain.apply(source, steps([FILTER_BLUR, 2, 2]), 1, 1);
    expect(chain.spareTexels()).toBe(held() - 100 * 50);
    for (let i = 0; i < 5; i++) {
      result = chain.apply(result, steps([FILTER_SHADOW, 40, 40], [FILTER_COLOR]), 2, 1);
      expect(chain.spareTexels()).toBe(held() - 100 * 50);
    }
    expect(chain.spareTexels()).toBeGreaterThan(100 * 50);
    chain.trim();
    expect(chain.spareTexels()).toBe(0);
    expect(held()).toBe(100 * 50);
  });
});

function open() {
  const textures = new Set<Texture>();
  let passes = 0;
  const made = (width: number, height: number): Texture => {
    const texture = { width, height };
    textures.add(texture);
    return texture;
  };
  const chain = createFilterChain<Texture>({
    make: made,
    destroy: (texture) => void textures.delete(texture),
    pass: () => void passes++,
  });
  const held = (): number =>
    [...textures].reduce((sum, { width, height }) => sum + width * height, 0);
  return { chain, made, passes: () => passes, held };
}

function steps(...list: number[][]): Float32Array {
  const numbers = new Float32Array(list.length * FILTER_FLOATS);
  list.forEach((step, i) => {
    numbers.set(step, i * FILTER_FLOATS);
  });
  return numbers;
}
