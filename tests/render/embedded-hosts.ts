import {
  type Container,
  extensions,
  FilterPipe,
  FilterSystem,
  RenderTexture,
  type TextureSourceOptions,
  WebGLRenderer,
  WebGPURenderer,
} from 'pixi.js';

export type TargetOptions = Pick<TextureSourceOptions, 'antialias' | 'resolution' | 'format'>;

/** A renderer of a game, on a canvas that no page shows. */
export type GameHost = {
  readonly renderer: WebGLRenderer | WebGPURenderer;
  /** RGBA of what the stage shows on white in a texture; by WebGPU a canvas would not live through it here. */
  shoot(stage: Container, options?: TargetOptions): Promise<Uint8ClampedArray>;
  dispose(): void;
};

// The one extension that hosts of tests need; the others listen to the page.
extensions.add(FilterSystem, FilterPipe);

const ROW_ALIGNMENT = 256;
const TEXEL_BYTES = 4;
const COPY_DST = 8;
const MAP_READ = 1;
const WHITE: [number, number, number, number] = [1, 1, 1, 1];

/** Two games of one size, by WebGL 2 and by WebGPU. */
export async function openHosts(width: number, height: number): Promise<[GameHost, GameHost]> {
  return [await openGl(width, height), await openGpu(width, height)];
}

async function openGl(width: number, height: number): Promise<GameHost> {
  const renderer = new WebGLRenderer();
  await init(renderer, width, height);
  return {
    renderer,
    async shoot(stage, options = {}) {
      const target = RenderTexture.create({ width, height, ...options });
      renderer.render({ container: stage, target, clearColor: WHITE });
      const { pixels } = renderer.extract.pixels({ target, resolution: options.resolution ?? 1 });
      target.destroy(true);
      return pixels;
    },
    dispose: () => renderer.destroy(),
  };
}

/** A game by WebGPU alone. */
export async function openGpu(width: number, height: number): Promise<GameHost> {
  const renderer = new WebGPURenderer();
  await init(renderer, width, height);
  return {
    renderer,
    async shoot(stage, options = {}) {
      const target = RenderTexture.create({ width, height, ...options });
      const { device } = renderer.gpu;
      device.pushErrorScope('validation');
      renderer.render({ container: stage, target, clearColor: WHITE });
      const { pixelWidth, pixelHeight } = target.source;
      const pixels = await read(
        device,
        renderer.texture.getGpuSource(target.source),
        pixelWidth,
        pixelHeight,
      );
      target.destroy(true);
      const error = await device.popErrorScope();
      if (error) throw new Error(error.message);
      return pixels;
    },
    dispose: () => renderer.destroy(),
  };
}

async function init(
  renderer: WebGLRenderer | WebGPURenderer,
  width: number,
  height: number,
): Promise<void> {
  const canvas = new OffscreenCanvas(1, 1) as unknown as HTMLCanvasElement;
  await renderer.init({ canvas, width, height, skipExtensionImports: true, gcActive: false });
  // It keeps a ticker, and so a frame request, alive.
  renderer.scheduler.destroy();
}

async function read(
  device: GPUDevice,
  texture: GPUTexture,
  width: number,
  height: number,
): Promise<Uint8ClampedArray> {
  const stride = Math.ceil((width * TEXEL_BYTES) / ROW_ALIGNMENT) * ROW_ALIGNMENT;
  const buffer = device.createBuffer({ size: stride * height, usage: COPY_DST | MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: stride }, [width, height]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(MAP_READ);
  const bytes = new Uint8Array(buffer.getMappedRange());
  const isSwapped = texture.format.startsWith('bgra');
  const pixels = new Uint8ClampedArray(width * height * TEXEL_BYTES);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * stride + x * TEXEL_BYTES;
      const to = (y * width + x) * TEXEL_BYTES;
      pixels[to] = bytes[from + (isSwapped ? 2 : 0)]!;
      pixels[to + 1] = bytes[from + 1]!;
      pixels[to + 2] = bytes[from + (isSwapped ? 0 : 2)]!;
      pixels[to + 3] = bytes[from + 3]!;
    }
  }
  buffer.destroy();
  return pixels;
}
