import { Shader, Texture, TextureSource } from 'pixi.js';
import type { LayerPictures } from '../systems/render-batching';
import { writePictureView } from './frame-view';
import { createPictureFilters, type PictureFilters } from './picture-filters';
import {
  CLIPPED_PICTURE_FRAGMENT,
  COARSE_CLIPPED_PICTURE_FRAGMENT,
  COARSE_PICTURE_FRAGMENT,
  HOSTS_PICTURE_VERTEX,
  PICTURE_FRAGMENT,
  PICTURE_VERTEX,
} from './picture-shader';
import type { PictureTarget } from './pixi-contents';
import type { PixiDevice } from './pixi-device';
import { FRAME_FLOATS, FRAME_TEXELS, FRAME_TINT } from './shaders';

/** Half floats, so that what is translucent is not rounded twice: the picture stays within 1 of 255 of what it stands for. */
const EXTENSION = 'EXT_color_buffer_float';
const BYTES = 4;

/** Units of textures that our own shaders use. */
const OUR_UNITS = 4;
/** After records and layers. */
const PICTURE_UNIT = 2;

/** Pictures that can be forgotten. */
export type DevicePictures = LayerPictures & {
  /** Returns all to the device, which may go then. */
  forget(): void;
};

/** What draws on a texture. */
type Target = { framebuffer: WebGLFramebuffer; texture: WebGLTexture };

/** What a picture is drawn with, and the frame that its uniforms are those of. */
type Drawing = { shader: Shader; synced: number };

/** What layer pictures are drawn by. */
export type PictureDevice = Pick<PixiDevice, 'renderer' | 'pipeline'>;

/**
 * Pictures of layers as textures of a device of WebGL 2, one each. `device` gives the one that is drawn by now, `dpr` its ratio;
 * `isHosts`: it is a game's, which shows the surface scaled or turned, and has targets of its own.
 */
export function createLayerPictures(
  device: () => PictureDevice,
  dpr: () => number,
  isHosts = false,
): DevicePictures {
  const bytesPerPixel = device().renderer.gl.getExtension(EXTENSION) ? BYTES * 2 : BYTES;
  const sources: (TextureSource | undefined)[] = [];
  const frame = new Float32Array(FRAME_FLOATS);
  const gain = new Float32Array([1]);
  const transparent = new Float32Array(4);
  let made: PictureDevice | undefined;
  let plain: Drawing | undefined;
  let clipping: Drawing | undefined;
  let coarse: Drawing | undefined;
  let coarseClipping: Drawing | undefined;
  let filters: PictureFilters | undefined;
  let current: PictureTarget | undefined;
  // What a host has bound.
  let hosts: WebGLFramebuffer | null = null;
  // Each texture has what draws on it for as long as it lives, and as the device's texture is the same: after a loss it is another.
  const targets = new Map<TextureSource, Target>();

  function openDrawing({ pipeline }: PictureDevice, fragment: string): Drawing {
    const resources = { ...pipeline.resources, uPicture: Texture.EMPTY.source };
    const shader = Shader.from({
      gl: { vertex: isHosts ? HOSTS_PICTURE_VERTEX : PICTURE_VERTEX, fragment },
      resources,
    });
    return { shader, synced: -1 };
  }

  /** Another device has nothing of what the one before had. */
  function fitDevice(): PictureDevice {
    const drawn = device();
    if (drawn !== made) forgetShaders();
    made = drawn;
    return drawn;
  }

  function forgetShaders(): void {
    for (const source of targets.keys()) closeTarget(source);
    plain?.shader.destroy();
    clipping?.shader.destroy();
    coarse?.shader.destroy();
    coarseClipping?.shader.destroy();
    filters?.dispose();
    plain = undefined;
    clipping = undefined;
    coarse = undefined;
    coarseClipping = undefined;
    filters = undefined;
    made = undefined;
  }

  function make(width: number, height: number): TextureSource {
    return new TextureSource({
      label: 'picture of a layer',
      width,
      height,
      format: device().renderer.gl.getExtension(EXTENSION) ? 'rgba16float' : 'rgba8unorm',
      scaleMode: 'linear',
      alphaMode: 'no-premultiply-alpha',
      autoGarbageCollect: false,
    });
  }

  /** Has a texture, emptied, drawn on instead of the canvas, until `leave`. Returns false if it cannot be. */
  function aim(source: TextureSource, clears = true): boolean {
    const { renderer } = device();
    const { gl } = renderer;
    const { texture } = renderer.texture.getGlSource(source);
    let target = targets.get(source);
    const isKnown = target !== undefined && target.texture === texture;
    if (target === undefined || !isKnown) target = openTarget(source);
    else gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
    // Asking waits for the device.
    if (!isKnown && gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) {
      return false;
    }
    gl.viewport(0, 0, source.width, source.height);
    if (clears) gl.clearBufferfv(gl.COLOR, 0, transparent);
    return true;
  }

  function openTarget(source: TextureSource): Target {
    const { renderer } = device();
    const { gl } = renderer;
    closeTarget(source);
    renderer.texture.bindSource(source, PICTURE_UNIT);
    const { texture } = renderer.texture.getGlSource(source);
    const target = { framebuffer: gl.createFramebuffer(), texture };
    targets.set(source, target);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return target;
  }

  function closeTarget(source: TextureSource): void {
    const target = targets.get(source);
    if (target && made) {
      const { gl } = made.renderer;
      // One of a context that was lost meanwhile is gone, and to delete it an error.
      if (gl.isFramebuffer(target.framebuffer)) gl.deleteFramebuffer(target.framebuffer);
    }
    targets.delete(source);
  }

  /** Frames are drawn on all of the canvas, and pictures are taken before; a host goes on with what it takes for bound. */
  function leave(): void {
    const { gl, renderTarget: targets } = device().renderer;
    gl.bindFramebuffer(gl.FRAMEBUFFER, hosts);
    if (isHosts) {
      const { x, y, width, height } = targets.viewport;
      gl.viewport(x, y, width, height);
      return;
    }
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
  }

  function destroy(source: TextureSource): void {
    closeTarget(source);
    source.destroy();
  }

  function drop(slot: number): void {
    const source = sources[slot];
    if (source) destroy(source);
    sources[slot] = undefined;
  }

  return {
    bytesPerPixel,
    spareBytes: () => (filters?.spareTexels() ?? 0) * bytesPerPixel,
    gain,
    begin(slot, x, y, width, height) {
      const { pipeline, renderer } = fitDevice();
      const { gl } = renderer;
      if (isHosts) hosts = gl.getParameter(gl.FRAMEBUFFER_BINDING);
      const held = sources[slot];
      if (held && (held.width !== width || held.height !== height)) drop(slot);
      sources[slot] ??= make(width, height);
      if (!aim(sources[slot])) {
        leave();
        drop(slot);
        return false;
      }
      current = { source: sources[slot], x, y };
      frame.set(pipeline.frame);
      writePictureView(pipeline.frame, x, y, width, height, dpr());
      pipeline.frame.fill(gain[0]!, FRAME_TINT, FRAME_TINT + 4);
      pipeline.frameChanged();
      return true;
    },
    end() {
      const { pipeline } = device();
      current = undefined;
      leave();
      pipeline.frame.set(frame);
      pipeline.frameChanged();
    },
    draw(slot, first, count, blend, clipped) {
      const drawn = fitDevice();
      const source = sources[slot];
      if (!source || drawn.renderer.context.isLost) return;
      let drawing: Drawing;
      const isCoarse = isHosts || drawn.pipeline.frame[FRAME_TEXELS] !== 1;
      if (isCoarse && clipped)
        drawing = coarseClipping ??= openDrawing(drawn, COARSE_CLIPPED_PICTURE_FRAGMENT);
      else if (isCoarse) drawing = coarse ??= openDrawing(drawn, COARSE_PICTURE_FRAGMENT);
      else if (clipped) drawing = clipping ??= openDrawing(drawn, CLIPPED_PICTURE_FRAGMENT);
      else drawing = plain ??= openDrawing(drawn, PICTURE_FRAGMENT);
      const { renderer, pipeline } = drawn;
      if (drawing.synced !== pipeline.frameVersion) renderer.shader.bind(drawing.shader, false);
      drawing.synced = pipeline.frameVersion;
      pipeline.drawBy(drawing.shader, source, PICTURE_UNIT, first, count, blend);
    },
    filter(slot, first, steps, count, quality) {
      const drawn = fitDevice();
      const source = sources[slot];
      if (!source || drawn.renderer.context.isLost) return 0;
      filters ??= createPictureFilters(drawn, { make, destroy, aim });
      filters.first = first;
      sources[slot] = filters.apply(source, steps, count, quality);
      leave();
      return filters.passes;
    },
    drop(slot) {
      drop(slot);
      filters?.trim();
    },
    async loadForeign(changed) {
      const { createPixiContents } = await import('./pixi-contents');
      return createPixiContents({
        renderer: () => device().renderer,
        dpr,
        target: () => current,
        pause() {
          const { texture } = device().renderer;
          // Integers, or the picture itself, where Pixi's shaders have units that they draw nothing from.
          for (let unit = 0; unit < OUR_UNITS; unit++) texture.bind(Texture.EMPTY, unit);
        },
        resume() {
          const { renderTarget, view } = device().renderer;
          // Pixi takes what it bound last for bound, and would not bind it again.
          renderTarget.bind({ target: view.renderTarget, clear: false });
          if (current) aim(current.source, false);
        },
        isOwn: !isHosts,
        changed,
      });
    },
    forget() {
      // Shaders first: Pixi warns when a texture goes while a shader still holds it.
      forgetShaders();
      for (const source of sources) if (source) destroy(source);
      sources.length = 0;
    },
  };
}
