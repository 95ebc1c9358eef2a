import { type Shader, Texture, type WebGLRenderer, type WebGPURenderer } from 'pixi.js';

/** What draws a kind of Pixi's objects on a renderer. Those in the table have a shader, which `make` makes. */
type Adaptor = Record<string, unknown>;

type Held = {
  groups: Record<string, object>;
  resources: Record<string, object>;
  _ownedBindGroups: object[];
};

const SHADERS: Readonly<Record<string, { make: string; field: string }>> = {
  graphics: { make: 'contextChange', field: 'shader' },
  mesh: { make: 'init', field: '_shader' },
};

/** Shaders of renderers that are gone, by their kind and how many textures they draw with. */
const spare = new Map<string, Shader[]>();

/**
 * Makes the adaptor of a pipe. Those of WebGL take over the shader of one that was destroyed: Pixi gives each that is made another name, and
 * keeps the sources of all for ever.
 */
export function makeAdaptor(
  { name, value }: { name: string; value: new () => object },
  renderer: WebGLRenderer | WebGPURenderer,
): object {
  const adaptor = new value() as Adaptor;
  const shader = SHADERS[name];
  if (!shader || !('gl' in renderer)) return adaptor;
  const { make, field } = shader;
  const key = `${name} ${renderer.limits.maxBatchableTextures}`;
  const makeShader = adaptor[make] as (...given: unknown[]) => void;
  adaptor[make] = (...given: unknown[]) => {
    adaptor[field] = spare.get(key)?.pop();
    if (!adaptor[field]) makeShader.apply(adaptor, given);
  };
  adaptor.destroy = () => {
    const left = adaptor[field] as Shader | undefined;
    if (!left) return;
    adaptor[field] = undefined;
    release(left);
    spare.set(key, [...(spare.get(key) ?? []), left]);
  };
  return adaptor;
}

/** Has a shader hold nothing of what was drawn with it. */
function release(shader: Shader): void {
  const { groups, resources, _ownedBindGroups: own } = shader as unknown as Held;
  for (const at of Object.keys(groups)) if (!own.includes(groups[at]!)) delete groups[at];
  if (!resources.uTexture) return;
  const { source } = Texture.EMPTY;
  resources.uTexture = source;
  resources.uSampler = source.style;
}
