import { BLEND_NORMAL } from '../../ecs/stores';
import type { DrawProgram } from '../../systems/render-batching';
import {
  BUFFER_COPY_DST,
  BUFFER_INDEX,
  BUFFER_STORAGE,
  BUFFER_UNIFORM,
  STAGE_FRAGMENT,
  STAGE_VERTEX,
} from './flags';
import { createGpuTarget, type GpuTarget, MIXES, OVER, targetState } from './gpu-target';
import { createPageTexture, type PageTexture } from './page-texture';
import { wgslOf } from './programs';
import { GPU_FRAME_VECTORS, WGSL_CLEAR } from './wgsl-head';
import { createWordsBuffer, type WordsBuffer } from './words-buffer';

const VECTOR_BYTES = 16;
const INDEX_BYTES = 4;

/** Format of pictures of layers: half floats, as by WebGL. */
export const PICTURE_FORMAT: GPUTextureFormat = 'rgba16float';

/** What draws are recorded by: a pass, or a bundle for one. */
export type GpuPass = GPURenderPassEncoder | GPURenderBundleEncoder;

/** Everything on one device: buffers, textures, programs. Knows nothing of targets and frames. */
export type GpuPipeline = {
  readonly records: WordsBuffer;
  readonly layers: WordsBuffer;
  readonly glyphs: PageTexture;
  readonly images: PageTexture;
  /** Values of the `frame` uniform; call `sendFrame` after writing. */
  readonly frame: Float32Array<ArrayBuffer>;
  sendFrame(): void;
  uploadIndices(indices: Uint32Array, first: number, count: number): number;
  /** What is drawn into, but for pictures of layers. */
  target: GpuTarget;
  /** Binds what all programs read; once for each pass. */
  bind(pass: GpuPass): void;
  /** What is drawn: all; all but uncovered glyphs, coarsely; or those alone. */
  mode: 'all' | 'coarse' | 'uncovered';
  /** Whether what is drawn goes into a picture of a layer, of `PICTURE_FORMAT`. */
  intoPicture: boolean;
  /** A program that draws pictures of layers; `code` makes its shader. */
  pictureProgram(name: string, blend: number, code: () => string): GPURenderPipeline;
  /** What such a program reads a picture by, as its group 1. */
  pictureGroup(texture: GPUTexture): GPUBindGroup;
  clear(pass: GPURenderPassEncoder): void;
  draw(pass: GpuPass, program: DrawProgram, first: number, count: number, blend: number): void;
  /** Has shadows flagged `SHADOW_SOFT` drawn by every program from now on, or no longer. */
  soften(on: boolean): void;
  dispose(): void;
};

/** Creates it, to draw into a target that nothing was drawn into by another device. */
export function createGpuPipeline(device: GPUDevice, target: GpuTarget): GpuPipeline {
  const frame = new Float32Array(GPU_FRAME_VECTORS * 4);
  const frameBuffer = device.createBuffer({
    label: 'Frame',
    size: GPU_FRAME_VECTORS * VECTOR_BYTES,
    usage: BUFFER_UNIFORM | BUFFER_COPY_DST,
  });
  const sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: STAGE_VERTEX | STAGE_FRAGMENT, buffer: { type: 'uniform' } },
      {
        binding: 1,
        visibility: STAGE_VERTEX | STAGE_FRAGMENT,
        buffer: { type: 'read-only-storage' },
      },
      {
        binding: 2,
        visibility: STAGE_VERTEX | STAGE_FRAGMENT,
        buffer: { type: 'read-only-storage' },
      },
      { binding: 3, visibility: STAGE_FRAGMENT, texture: { viewDimension: '2d-array' } },
      { binding: 4, visibility: STAGE_FRAGMENT, texture: { viewDimension: '2d-array' } },
      { binding: 5, visibility: STAGE_FRAGMENT, sampler: {} },
    ],
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const pictureLayout = device.createBindGroupLayout({
    entries: [{ binding: 0, visibility: STAGE_FRAGMENT, texture: {} }],
  });
  const picturesLayout = device.createPipelineLayout({ bindGroupLayouts: [layout, pictureLayout] });
  const pictures = createGpuTarget([PICTURE_FORMAT]);
  const modules = new Map<string, GPUShaderModule>();
  let isSoft = false;
  let group: GPUBindGroup | undefined;
  const forgetGroup = (): void => {
    group = undefined;
  };
  const records = createWordsBuffer(device, 'Records', BUFFER_STORAGE, forgetGroup);
  const layers = createWordsBuffer(device, 'Layers', BUFFER_STORAGE, forgetGroup);
  const glyphs = createPageTexture(device, 'Glyph atlas', forgetGroup);
  const images = createPageTexture(device, 'Images', forgetGroup);
  let indexBuffer = makeIndices(6);
  let sentIndices: Uint32Array | undefined;

  function makeIndices(count: number): GPUBuffer {
    return device.createBuffer({
      label: 'Draw list',
      size: count * INDEX_BYTES,
      usage: BUFFER_INDEX | BUFFER_COPY_DST,
    });
  }

  function pipelineOf(
    program: string,
    blend: number,
    code: () => string,
    used = pipelineLayout,
  ): GPURenderPipeline {
    const { intoPicture, mode } = pipeline;
    const into = intoPicture ? pictures : pipeline.target;
    const made = into.programs[mode][isSoft ? MIXES.length + blend : blend]!;
    const known = made.get(program);
    if (known) return known;
    const module = moduleOf(program, code);
    const isOpaque = program === 'clear' || program === 'solid';
    const { targets, ...state } = targetState(
      into,
      isOpaque ? undefined : { color: MIXES[blend]!, alpha: OVER },
    );
    const opened = device.createRenderPipeline({
      label: program,
      layout: used,
      vertex: { module, entryPoint: 'vertex' },
      fragment: { module, entryPoint: 'fragment', targets },
      primitive: { topology: 'triangle-list' },
      ...state,
    });
    made.set(program, opened);
    return opened;
  }

  function moduleOf(program: string, code: () => string): GPUShaderModule {
    const name = `${program}, ${pipeline.mode}${isSoft ? ', soft' : ''}`;
    const known = modules.get(name);
    if (known) return known;
    const module = device.createShaderModule({ label: name, code: code() });
    modules.set(name, module);
    return module;
  }

  function groupNow(): GPUBindGroup {
    group ??= device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: frameBuffer } },
        { binding: 1, resource: { buffer: records.buffer } },
        { binding: 2, resource: { buffer: layers.buffer } },
        { binding: 3, resource: glyphs.view },
        { binding: 4, resource: images.view },
        { binding: 5, resource: sampler },
      ],
    });
    return group;
  }

  const pipeline: GpuPipeline = {
    target,
    mode: 'all',
    intoPicture: false,
    pictureProgram: (name, blend, code) => pipelineOf(name, blend, code, picturesLayout),
    pictureGroup: (texture) =>
      device.createBindGroup({
        layout: pictureLayout,
        entries: [{ binding: 0, resource: texture.createView() }],
      }),
    records,
    layers,
    glyphs,
    images,
    frame,
    sendFrame() {
      device.queue.writeBuffer(frameBuffer, 0, frame);
    },
    uploadIndices(indices, first, count) {
      if (!(first >= 0 && count >= 0 && first + count <= indices.length)) {
        throw new RangeError(
          `Draw list: indices ${first} to ${first + count} do not lie in an array of ${indices.length}`,
        );
      }
      const isNew = indices !== sentIndices;
      if (isNew && indices.byteLength !== indexBuffer.size) {
        indexBuffer.destroy();
        indexBuffer = makeIndices(indices.length);
      }
      sentIndices = indices;
      const from = isNew ? 0 : first;
      const length = isNew ? indices.length : count;
      if (length === 0) return 0;
      const source = indices as Uint32Array<ArrayBuffer>;
      device.queue.writeBuffer(indexBuffer, from * INDEX_BYTES, source, from, length);
      return length * INDEX_BYTES;
    },
    bind(pass) {
      pass.setBindGroup(0, groupNow());
      pass.setIndexBuffer(indexBuffer, 'uint32');
    },
    clear(pass) {
      pass.setPipeline(pipelineOf('clear', BLEND_NORMAL, () => WGSL_CLEAR));
      pass.draw(3);
    },
    draw(pass, program, first, count, blend) {
      const sent = indexBuffer.size / INDEX_BYTES;
      // A draw that leaves the buffer spoils all of the pass, what others draw in it too.
      if (!(first >= 0 && first + count <= sent)) {
        throw new RangeError(
          `Draw of indices ${first} to ${first + count}, but only ${sent} were sent`,
        );
      }
      const { mode } = pipeline;
      // Coarsely, no edge lies on whole pixels.
      const isGeneral = mode === 'all' || (program !== 'solid' && program !== 'simple');
      const name = isGeneral ? program : 'blended';
      pass.setPipeline(pipelineOf(name, blend, () => wgslOf[name](isSoft, mode)));
      pass.drawIndexed(count, 1, first);
    },
    soften(on) {
      isSoft = on;
    },
    dispose() {
      records.dispose();
      layers.dispose();
      glyphs.dispose();
      images.dispose();
      frameBuffer.destroy();
      indexBuffer.destroy();
    },
  };
  return pipeline;
}
