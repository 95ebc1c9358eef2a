import { COARSE_GRID, type CoarsePicture } from '../../systems/render-batching';
import { writeCoarseView } from '../frame-view';
import { FRAME_FLOATS } from '../shaders';
import {
  BUFFER_COPY_DST,
  BUFFER_UNIFORM,
  STAGE_FRAGMENT,
  TEXTURE_ATTACHMENT,
  TEXTURE_BINDING,
} from './flags';
import type { PictureHost } from './picture-host';
import { FRAME_CLEAR } from './wgsl-head';

/** `shown`: texels a pixel, as shares of the texture across and down. */
const WGSL_SHOW = `
@group(0) @binding(0) var<uniform> shown: vec4f;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var smooth_sampler: sampler;
@vertex fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(select(-1.0, 3.0, index == 1u), select(-1.0, 3.0, index == 2u), 0.0, 1.0);
}
@fragment fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  return vec4f(textureSampleLevel(picture, smooth_sampler, position.xy * shown.xy, 0.0).rgb, 1.0);
}
`;

const TEXEL_BYTES = 4;

/** What was made on one device. */
type Made = {
  readonly device: GPUDevice;
  readonly program: GPURenderPipeline;
  readonly values: GPUBuffer;
  readonly sampler: GPUSampler;
  texture: GPUTexture;
  group: GPUBindGroup;
};

/** The picture as a texture of a device of WebGPU: twin of coarse-picture.ts. */
export function createGpuCoarse(host: PictureHost, format: GPUTextureFormat): CoarsePicture {
  const frame = new Float32Array(FRAME_FLOATS);
  const values = new Float32Array(4);
  let made: Made | undefined;
  let encoder: GPUCommandEncoder | undefined;
  let share = 1;

  function makeTexture(device: GPUDevice, width: number, height: number): GPUTexture {
    return device.createTexture({
      label: 'Picture of the surface',
      size: [width, height],
      format,
      usage: TEXTURE_ATTACHMENT | TEXTURE_BINDING,
    });
  }

  function groupOf(part: Pick<Made, 'device' | 'program' | 'values' | 'sampler' | 'texture'>) {
    return part.device.createBindGroup({
      layout: part.program.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: part.values } },
        { binding: 1, resource: part.texture.createView() },
        { binding: 2, resource: part.sampler },
      ],
    });
  }

  function make(device: GPUDevice, width: number, height: number): Made {
    const module = device.createShaderModule({ label: 'show', code: WGSL_SHOW });
    const layout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: STAGE_FRAGMENT, buffer: { type: 'uniform' } },
        { binding: 1, visibility: STAGE_FRAGMENT, texture: {} },
        { binding: 2, visibility: STAGE_FRAGMENT, sampler: {} },
      ],
    });
    const parts = {
      device,
      program: device.createRenderPipeline({
        label: 'show',
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        vertex: { module, entryPoint: 'vertex' },
        fragment: { module, entryPoint: 'fragment', targets: [{ format }] },
        primitive: { topology: 'triangle-list' },
      }),
      values: device.createBuffer({ size: 16, usage: BUFFER_UNIFORM | BUFFER_COPY_DST }),
      sampler: device.createSampler({ magFilter: 'linear', minFilter: 'linear' }),
      texture: makeTexture(device, width, height),
    };
    return { ...parts, group: groupOf(parts) };
  }

  function prepared(width: number, height: number): Made {
    if (made?.device !== host.device) made = undefined;
    made ??= make(host.device, width, height);
    if (made.texture.width !== width || made.texture.height !== height) {
      made.texture.destroy();
      made.texture = makeTexture(made.device, width, height);
      made.group = groupOf(made);
    }
    return made;
  }

  return {
    begin(nextShare, width, height, color) {
      share = nextShare;
      const wide = Math.ceil(width / COARSE_GRID) * COARSE_GRID * share;
      const tall = Math.ceil(height / COARSE_GRID) * COARSE_GRID * share;
      const { device, texture, values: buffer } = prepared(wide, tall);
      const { pipeline } = host;
      values[0] = share / wide;
      values[1] = share / tall;
      device.queue.writeBuffer(buffer, 0, values);
      frame.set(pipeline.frame.subarray(0, FRAME_FLOATS));
      writeCoarseView(pipeline.frame, wide, tall, host.dpr, share, false);
      for (let i = 0; i < 3; i++)
        pipeline.frame[FRAME_CLEAR + i] = ((color >>> (i * 8)) & 255) / 255;
      pipeline.sendFrame();
      encoder = device.createCommandEncoder();
      host.pass = encoder.beginRenderPass({
        colorAttachments: [{ view: texture.createView(), loadOp: 'load', storeOp: 'store' }],
      });
      pipeline.mode = 'coarse';
      pipeline.bind(host.pass);
      return true;
    },
    rect(x, y, width, height) {
      if (!host.pass) return;
      const right = Math.ceil((x + width) / COARSE_GRID) * COARSE_GRID;
      const bottom = Math.ceil((y + height) / COARSE_GRID) * COARSE_GRID;
      host.pass.setScissorRect(x * share, y * share, (right - x) * share, (bottom - y) * share);
      host.pipeline.clear(host.pass);
    },
    end() {
      const { pipeline } = host;
      host.pass?.end();
      if (encoder) host.device.queue.submit([encoder.finish()]);
      encoder = undefined;
      host.pass = undefined;
      pipeline.mode = 'all';
      pipeline.frame.set(frame);
      pipeline.sendFrame();
    },
    show() {
      if (!host.pass || !made) return;
      host.pass.setPipeline(made.program);
      host.pass.setBindGroup(0, made.group);
      host.pass.draw(3);
      host.pipeline.bind(host.pass);
    },
    drawUncovered(first, count, blend) {
      if (!host.pass) return;
      host.pipeline.mode = 'uncovered';
      host.pipeline.draw(host.pass, 'blended', first, count, blend);
      host.pipeline.mode = 'all';
    },
    bytes: () => (made ? made.texture.width * made.texture.height * TEXEL_BYTES : 0),
    drop() {
      made?.texture.destroy();
      made?.values.destroy();
      made = undefined;
    },
  };
}
