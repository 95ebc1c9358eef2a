import type { GpuPipeline } from './gpu-pipeline';

/** The device that is drawn by now. */
export type PictureHost = {
  readonly device: GPUDevice;
  readonly pipeline: GpuPipeline;
  readonly dpr: number;
  /** What is drawn into: the frame, or a picture that is being taken. */
  pass: GPURenderPassEncoder | undefined;
  /** Textures of which the device has not said yet whether there is room for them: what is drawn with one that has none is not done. */
  unproven: number;
};

/** Makes one that asks for what may be another after a loss, and draws into nothing yet. */
export function createPictureHost(
  device: () => GPUDevice,
  pipeline: () => GpuPipeline,
  dpr: () => number,
): PictureHost {
  return {
    get device() {
      return device();
    },
    get pipeline() {
      return pipeline();
    },
    get dpr() {
      return dpr();
    },
    pass: undefined,
    unproven: 0,
  };
}
