import { Shader, Texture, TextureSource } from 'pixi.js';
import type { LayerPictures } from '../systems/render-batching';
import { writePictureView } from './frame-view';
import { PICTURE_FRAGMENT, PICTURE_VERTEX } from './picture-shader';
import type { PixiDevice } from './pixi-device';
import { FRAME_FLOATS } from './shaders';

/** Half floats, so that what is translucent is not rounded twice: the picture stays within 1 of 255 of what it stands for. */
const EXTENSION = 'EXT_color_buffer_float';
const BYTES = 4;

/** After records and layers. */
const PICTURE_UNIT = 2;

/** Pictures that can be forgotten. */
export type DevicePictures = LayerPictures & {
  /** Returns all to the device, which may go then. */
  forget(): void;
};

/** Pictures of layers as textures of a device of WebGL 2, one each. `device` gives the one that is drawn by now, `dpr` its ratio. */
export function createLayerPictures(device: () => PixiDevice, dpr: () => number): DevicePictures {
  const sources: (TextureSource | undefined)[] = [];
  const frame = new Float32Array(FRAME_FLOATS);
  const transparent = new Float32Array(4);
  let made: PixiDevice | undefined;
  let shader: Shader | undefined;
  let synced = -1;
  let framebuffer: WebGLFramebuffer | null = null;
  let before: WebGLFramebuffer | null = null;
  let viewport = new Int32Array(4);

  /** Another device has nothing of what the one before had. */
  function makeShader({ pipeline }: PixiDevice): void {
    shader?.destroy();
    shader = Shader.from({
      gl: { vertex: PICTURE_VERTEX, fragment: PICTURE_FRAGMENT },
      resources: { ...pipeline.resources, uPicture: Texture.EMPTY.source },
    });
    synced = -1;
  }

  function open(
    renderer: PixiDevice['renderer'],
    slot: number,
    width: number,
    height: number,
  ): TextureSource {
    const source = new TextureSource({
      label: 'picture of a layer',
      width,
      height,
      format: renderer.gl.getExtension(EXTENSION) ? 'rgba16float' : 'rgba8unorm',
      scaleMode: 'nearest',
      alphaMode: 'no-premultiply-alpha',
      autoGarbageCollect: false,
    });
    sources[slot] = source;
    return source;
  }

  return {
    bytesPerPixel: device().renderer.gl.getExtension(EXTENSION) ? BYTES * 2 : BYTES,
    begin(slot, x, y, width, height) {
      const { renderer, pipeline } = device();
      const { gl } = renderer;
      const source = open(renderer, slot, width, height);
      renderer.texture.bindSource(source, PICTURE_UNIT);
      const { texture } = renderer.texture.getGlSource(source);
      before = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
      viewport = gl.getParameter(gl.VIEWPORT) as Int32Array<ArrayBuffer>;
      framebuffer = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) {
        gl.bindFramebuffer(gl.FRAMEBUFFER, before);
        gl.deleteFramebuffer(framebuffer);
        return false;
      }
      gl.viewport(0, 0, width, height);
      gl.clearBufferfv(gl.COLOR, 0, transparent);
      frame.set(pipeline.frame);
      writePictureView(pipeline.frame, x, y, width, height, dpr());
      pipeline.frameChanged();
      return true;
    },
    end() {
      const { renderer, pipeline } = device();
      const { gl } = renderer;
      gl.bindFramebuffer(gl.FRAMEBUFFER, before);
      gl.viewport(viewport[0]!, viewport[1]!, viewport[2]!, viewport[3]!);
      gl.deleteFramebuffer(framebuffer);
      framebuffer = null;
      pipeline.frame.set(frame);
      pipeline.frameChanged();
    },
    draw(slot, first, count) {
      const drawn = device();
      const source = sources[slot];
      if (!source || drawn.renderer.context.isLost) return;
      if (drawn !== made) makeShader(drawn);
      made = drawn;
      const { renderer, pipeline } = drawn;
      if (synced !== pipeline.frameVersion) renderer.shader.bind(shader!, false);
      synced = pipeline.frameVersion;
      pipeline.drawBy(shader!, source, PICTURE_UNIT, first, count);
    },
    drop(slot) {
      sources[slot]?.destroy();
      sources[slot] = undefined;
    },
    forget() {
      // The shader first: Pixi warns when a texture goes while a shader still holds it.
      shader?.destroy();
      shader = undefined;
      made = undefined;
      for (const source of sources) source?.destroy();
      sources.length = 0;
    },
  };
}
