import { Shader, Texture, TextureSource, UniformGroup } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import { COARSE_GRID, type CoarsePicture } from '../systems/render-batching';
import { coarseSources, uncoveredSources } from './coarse-programs';
import { writeCoarseView } from './frame-view';
import { PASS_VERTEX } from './picture-shader';
import type { PixiDevice } from './pixi-device';
import type { ProgramSet, ProgramSources } from './program-set';
import { FRAME_FLOATS } from './shaders';

/** That of the first texture a shader names. */
const UNIT = 0;
const INDICES = 6;
const TEXEL_BYTES = 4;

/** `uShown`: texels a pixel, as shares of the texture across and down; height of the surface in pixels. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D uPicture;
uniform vec4 uShown;
out vec4 color;
void main() {
  vec2 at = vec2(gl_FragCoord.x, uShown.z - gl_FragCoord.y) * uShown.xy;
  color = vec4(textureLod(uPicture, vec2(at.x, 1.0 - at.y), 0.0).rgb, 1.0);
}
`;

/** What is drawn on by now. */
export type CoarseHost = {
  readonly device: PixiDevice;
  readonly dpr: number;
  /** Sources of the programs that all is drawn with, where those are others than usual. */
  readonly sources: ProgramSources | undefined;
};

/** What was made on one device. */
type Made = {
  readonly device: PixiDevice;
  readonly shader: Shader;
  readonly uniforms: UniformGroup;
  readonly uncovered: ProgramSet;
  programs: ProgramSet;
  sources: ProgramSources | undefined;
  source: TextureSource;
};

/** The picture as a texture of a device of WebGL 2. */
export function createCoarsePicture(host: CoarseHost): CoarsePicture & { forget(): void } {
  const frame = new Float32Array(FRAME_FLOATS);
  const color = new Float32Array([0, 0, 0, 1]);
  const uShown = new Float32Array(4);
  let made: Made | undefined;
  let framebuffer: WebGLFramebuffer | null = null;
  let before: WebGLFramebuffer | null = null;
  let share = 1;
  let high = 0;

  function make(device: PixiDevice, width: number, height: number): Made {
    const { pipeline } = device;
    const uniforms = new UniformGroup(
      { uShown: { value: uShown, type: 'vec4<f32>' } },
      { isStatic: true },
    );
    const resources = { uniforms, uPicture: Texture.EMPTY.source };
    return {
      device,
      uniforms,
      shader: Shader.from({ gl: { vertex: PASS_VERTEX, fragment: FRAGMENT }, resources }),
      uncovered: pipeline.openPrograms(uncoveredSources()),
      programs: pipeline.openPrograms(coarseSources(host.sources)),
      sources: host.sources,
      source: makeSource(width, height),
    };
  }

  function makeSource(width: number, height: number): TextureSource {
    return new TextureSource({
      label: 'picture of the surface',
      width,
      height,
      format: 'rgba8unorm',
      scaleMode: 'linear',
      addressMode: 'clamp-to-edge',
      alphaMode: 'no-premultiply-alpha',
      autoGarbageCollect: false,
    });
  }

  function prepared(width: number, height: number): Made {
    if (made?.device !== host.device) forget();
    made ??= make(host.device, width, height);
    if (made.sources !== host.sources) {
      const { pipeline } = host.device;
      pipeline.closePrograms(made.programs);
      made.programs = pipeline.openPrograms(coarseSources(host.sources));
      made.sources = host.sources;
    }
    const { source } = made;
    if (source.width !== width || source.height !== height) {
      source.destroy();
      made.source = makeSource(width, height);
    }
    return made;
  }

  function forget(): void {
    if (!made) return;
    // Shaders first: Pixi warns when a texture goes while a shader still holds it.
    made.shader.destroy();
    made.device.pipeline.closePrograms(made.programs);
    made.device.pipeline.closePrograms(made.uncovered);
    made.source.destroy();
    const { gl } = made.device.renderer;
    // One of a context that was lost meanwhile is gone, and to delete it an error.
    if (framebuffer && gl.isFramebuffer(framebuffer)) gl.deleteFramebuffer(framebuffer);
    framebuffer = null;
    made = undefined;
  }

  return {
    begin(nextShare, width, height, background) {
      share = nextShare;
      high = height;
      const wide = Math.ceil(width / COARSE_GRID) * COARSE_GRID * share;
      const tall = Math.ceil(height / COARSE_GRID) * COARSE_GRID * share;
      const { device, source, programs } = prepared(wide, tall);
      const { renderer, pipeline } = device;
      const { gl } = renderer;
      before = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
      framebuffer ??= gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      renderer.texture.bindSource(source, UNIT);
      const { texture } = renderer.texture.getGlSource(source);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      gl.viewport(0, 0, wide, tall);
      gl.enable(gl.SCISSOR_TEST);
      for (let i = 0; i < 3; i++) color[i] = ((background >>> (i * 8)) & 255) / 255;
      frame.set(pipeline.frame);
      writeCoarseView(pipeline.frame, wide, tall, host.dpr, share, true);
      pipeline.use(programs);
      pipeline.frameChanged();
      return true;
    },
    rect(x, y, width, height) {
      const { gl } = host.device.renderer;
      const bottom = Math.ceil((y + height) / COARSE_GRID) * COARSE_GRID;
      const tall = Math.ceil(high / COARSE_GRID) * COARSE_GRID;
      const right = Math.ceil((x + width) / COARSE_GRID) * COARSE_GRID;
      gl.scissor(x * share, (tall - bottom) * share, (right - x) * share, (bottom - y) * share);
      gl.clearBufferfv(gl.COLOR, 0, color);
    },
    end() {
      const { pipeline, renderer } = host.device;
      const { gl } = renderer;
      gl.disable(gl.SCISSOR_TEST);
      gl.bindFramebuffer(gl.FRAMEBUFFER, before);
      // Frames are drawn on all of the canvas.
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      pipeline.frame.set(frame);
      pipeline.use(undefined);
      pipeline.frameChanged();
    },
    show(first) {
      if (!made || host.device.renderer.context.isLost) return;
      const { shader, source, uniforms, device } = made;
      uShown[0] = share / source.width;
      uShown[1] = share / source.height;
      uShown[2] = high;
      uniforms.update();
      device.renderer.shader.bind(shader, false);
      device.pipeline.drawBy(shader, source, UNIT, first, INDICES, BLEND_NORMAL);
    },
    drawUncovered(first, count, blend) {
      if (!made || host.device.renderer.context.isLost) return;
      const { pipeline } = made.device;
      pipeline.use(made.uncovered);
      pipeline.draw('blended', first, count, blend);
      pipeline.use(undefined);
    },
    drop: forget,
    bytes: () => (made ? made.source.width * made.source.height * TEXEL_BYTES : 0),
    forget,
  };
}
