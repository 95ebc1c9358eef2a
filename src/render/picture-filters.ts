import { Shader, Texture, type TextureSource, UniformGroup } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import { createFilterChain, type FilterChain } from './filter-chain';
import { BLUR_FRAGMENT, COLOR_FRAGMENT, PASS_VERTEX, REDUCE_FRAGMENT } from './picture-shader';
import type { PixiDevice } from './pixi-device';

const INDICES = 6;
const UNIT = 0;

/** What puts pictures through filters, on one device of WebGL 2. */
export type PictureFilters = FilterChain<TextureSource> & {
  /** Indices of any quad, from these on: programs draw all of a texture by it. */
  first: number;
  dispose(): void;
};

/** What textures come from and go to. */
export type FilterTextures = {
  /** Gives an empty one. */
  make(width: number, height: number): TextureSource;
  destroy(source: TextureSource): void;
  /** Has one drawn on, and clears it. */
  aim(target: TextureSource): void;
};

export function createPictureFilters(
  { renderer, pipeline }: Pick<PixiDevice, 'renderer' | 'pipeline'>,
  { make, destroy, aim }: FilterTextures,
): PictureFilters {
  const uPass = new Float32Array(16);
  const uniforms = new UniformGroup(
    { uPass: { value: uPass, type: 'vec4<f32>', size: 4 } },
    { isStatic: true },
  );
  const shaders = {
    reduce: open(REDUCE_FRAGMENT),
    blur: open(BLUR_FRAGMENT),
    color: open(COLOR_FRAGMENT),
  };

  function open(fragment: string): Shader {
    return Shader.from({
      gl: { vertex: PASS_VERTEX, fragment },
      resources: { uniforms, uPicture: Texture.EMPTY.source },
    });
  }

  const chain = createFilterChain<TextureSource>({
    make,
    destroy,
    pass(program, from, to, fresh, values) {
      if (fresh) aim(to);
      uPass.set(values);
      uniforms.update();
      renderer.shader.bind(shaders[program], false);
      pipeline.drawBy(shaders[program], from, UNIT, filters.first, INDICES, BLEND_NORMAL);
    },
  });
  // The same object: it counts its passes by itself.
  const filters: PictureFilters = Object.assign(chain, {
    first: 0,
    dispose() {
      // Shaders first: Pixi warns when a texture goes while a shader still holds it.
      for (const shader of Object.values(shaders)) shader.destroy();
      chain.trim();
    },
  });
  return filters;
}
