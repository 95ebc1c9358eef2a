import { GpuStencilModesToPixi, type WebGPURenderer } from 'pixi.js';
import type { EmbeddedPipeline } from '../embedded-backend';
import { programOn } from '../frame-view';
import { FRAME_UNPROJECT } from '../shaders';
import { createGpuPipeline, type GpuPipeline } from './gpu-pipeline';
import { ALL_CHANNELS, createGpuTarget, type GpuTarget } from './gpu-target';
import { createPictureHost } from './picture-host';

/** What Pixi keeps to itself of its system for colour masks, which WebGL has as a state of the context. */
type Mask = { readonly _colorMaskCache?: number };

const CHANNELS = 16;
const STENCIL_MODES = 8;

/** Of each device whether it is lost, so that surfaces that come and go leave nothing on its promise. */
const losses = new WeakMap<GPUDevice, { lost: boolean }>();

function lossOf(device: GPUDevice): { readonly lost: boolean } {
  const known = losses.get(device);
  if (known) return known;
  const loss = { lost: false };
  losses.set(device, loss);
  void device.lost.then(() => {
    loss.lost = true;
  });
  return loss;
}

/** Has rows counted from the top, which the frame as written for WebGL counts from the bottom. */
function turnRows(frame: Float32Array, height: number): void {
  for (let at = FRAME_UNPROJECT; at < FRAME_UNPROJECT + 2; at++) {
    frame[at + 4] = frame[at + 4]! + frame[at + 2]! * height;
    frame[at + 2] = -frame[at + 2]!;
  }
}

/** Draws inside the passes of a host's Pixi renderer, on its device, with buffers and programs of its own. */
export function createGpuEmbeddedPipeline(renderer: WebGPURenderer): EmbeddedPipeline {
  /** By all that Pixi lets programs depend on. */
  const targets = new Map<number, GpuTarget>();
  let pipeline: GpuPipeline;
  let loss: { readonly lost: boolean };
  let softens = false;
  // Kept, for a renderer that is destroyed has none.
  let device: GPUDevice;
  let pictureDpr = (): number => 1;
  // Its pass is the game's, or that of a picture that is taken.
  const host = createPictureHost(
    () => device,
    () => pipeline,
    () => pictureDpr(),
  );

  function open(): void {
    ({ device } = renderer.gpu);
    targets.clear();
    pipeline = createGpuPipeline(device, createGpuTarget([]));
    pipeline.soften(softens);
    loss = lossOf(device);
  }

  /** What the host draws into now, masked as it says. */
  function targetNow(): GpuTarget {
    const { renderTarget } = renderer;
    const { stencilMode } = renderTarget.getGpuRenderTarget(renderTarget.renderTarget);
    const { _colorMaskCache: writeMask = ALL_CHANNELS } = renderer.colorMask as unknown as Mask;
    const { bundleStateKey } = renderer.pipeline;
    const key = (bundleStateKey * STENCIL_MODES + stencilMode) * CHANNELS + writeMask;
    const known = targets.get(key);
    if (known) return known;
    const { colorFormats, sampleCount, depthStencilFormat } =
      renderer.pipeline.getBundleDescriptor();
    const target = createGpuTarget([...colorFormats] as GPUTextureFormat[], {
      writeMask,
      ...(sampleCount ? { sampleCount } : {}),
      ...(depthStencilFormat
        ? {
            depthStencil: {
              ...GpuStencilModesToPixi[stencilMode],
              format: depthStencilFormat,
              depthWriteEnabled: false,
              depthCompare: 'always',
            },
          }
        : {}),
    });
    targets.set(key, target);
    return target;
  }

  open();
  return {
    get lost() {
      return loss.lost;
    },
    get frame() {
      return pipeline.frame;
    },
    frameChanged() {
      const target = targetNow();
      // Where there is depth alone nothing of this is seen.
      if (target.formats.length === 0) return;
      pipeline.target = target;
      turnRows(pipeline.frame, renderer.renderTarget.renderTarget.pixelHeight);
      pipeline.sendFrame();
      host.pass = renderer.encoder.renderPassEncoder as GPURenderPassEncoder;
      pipeline.bind(host.pass);
    },
    draw(program, first, count, blend) {
      if (!host.pass) return;
      pipeline.draw(host.pass, programOn(pipeline.frame, program), first, count, blend);
    },
    endFrame() {
      if (!host.pass) return;
      host.pass = undefined;
      // Pixi leaves out what it takes for bound. To execute no bundle makes it, and the pass, forget.
      renderer.encoder.executeBundle([]);
    },
    uploadRecords: (words, first, count) => pipeline.records.upload(words, first, count),
    uploadLayers: (words, first, count) => pipeline.layers.upload(words, first, count),
    uploadIndices: (indices, first, count) => pipeline.uploadIndices(indices, first, count),
    resizeAtlas: (size, pages) => pipeline.glyphs.resize(size, pages),
    uploadGlyphs: (...part) => pipeline.glyphs.uploadPixels(...part),
    resizeImages: (size, pages) => pipeline.images.resize(size, pages),
    uploadImage: (...part) => pipeline.images.uploadBitmap(...part),
    async loadPictures(dpr) {
      const { createGpuPictures } = await import('./gpu-pictures');
      pictureDpr = dpr;
      return createGpuPictures(host, true);
    },
    async loadSoftShadows() {
      return (on) => {
        softens = on;
        pipeline.soften(on);
      };
    },
    forget() {
      pipeline.dispose();
      open();
    },
    dispose() {
      pipeline.dispose();
    },
  };
}
