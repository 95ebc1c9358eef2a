import { createPixiBackend, type PixiBackend } from '../../src/render';
import { createWebGpuBackend, type WebGpuBackend } from '../../src/render/webgpu';
import type {
  CoarsePicture,
  LayerPictures,
  RenderBackend,
} from '../../src/systems/render-batching';
import { atEnd } from '../endings';

const WHITE = 0xffffffff;

/**
 * To make a context and to compile its programs takes half a second by software, by WebGPU seconds: those that a test is done with
 * wait for the next, of this file or of another that shares its page, and go with the page.
 */
const idle: PixiBackend[] = [];
const idleGpu: WebGpuBackend[] = [];
/** What devices told of that nobody asked for: a program that is none, a draw that is not done. They go on without it. */
const gpuErrors: string[] = [];

/** A backend on a white canvas of its own; give it back rather than dispose it. */
export async function takeBackend(
  width: number,
  height: number,
  dpr: number,
): Promise<PixiBackend> {
  const used = idle.pop();
  if (!used) {
    const canvas = new OffscreenCanvas(1, 1);
    return createPixiBackend({ canvas, width, height, dpr, background: WHITE });
  }
  used.resize(width, height, dpr);
  used.beginFrame(0, 0, used.deviceWidth, used.deviceHeight, WHITE);
  used.endFrame();
  return used;
}

/** Lets the next test have a backend, which finds no glyph and no image of this one, nor its records. */
export function giveBack(backend: PixiBackend): void {
  keep(backend, idle);
}

/** The same by WebGPU, without a canvas. */
export async function takeGpuBackend(
  width: number,
  height: number,
  dpr: number,
): Promise<WebGpuBackend> {
  const used = idleGpu.pop();
  used?.resize(width, height, dpr);
  const taken = used ?? (await createWebGpuBackend({ width, height, dpr }));
  if (!taken) throw new Error('this browser has no WebGPU: start it with --enable-unsafe-webgpu');
  taken.device.onuncapturederror = ({ error }) => void gpuErrors.push(error.message);
  atEnd(throwGpuErrors);
  return taken;
}

/** They come late: of the last frames of a test when the next one ends. */
function throwGpuErrors(): void {
  const found = gpuErrors.splice(0);
  if (found.length > 0) throw new Error(`in this test or the one before: ${found[0]}`);
}

export function giveBackGpu(backend: WebGpuBackend): void {
  keep(backend, idleGpu);
}

type Lent = PixiBackend | WebGpuBackend;

function keep<B extends Lent>(backend: B, others: B[]): void {
  if (others.includes(backend)) return;
  if (backend.lost) {
    backend.dispose();
    return;
  }
  backend.timeGpu?.(false);
  backend.resizeAtlas(1, 1);
  backend.resizeImages(1, 1);
  others.push(backend);
}

/** The backend for one app, but that its end is to be given back, without what the app put on the device. */
export function lent<B extends Lent>(backend: B, giveBack: (backend: B) => void): B {
  const undo: (() => void)[] = [];
  let pictures: (LayerPictures & { forget?(): void }) | undefined;
  let coarse: CoarsePicture | undefined;
  let soften: ((on: boolean) => void) | undefined;
  let isLent = true;
  const own: Partial<RenderBackend> = {
    onRestored(listener) {
      const stop = backend.onRestored(listener);
      undo.push(stop);
      return stop;
    },
    async loadPictures() {
      pictures = await backend.loadPictures!();
      return pictures;
    },
    async loadCoarse() {
      coarse = await backend.loadCoarse!();
      return coarse;
    },
    async loadSoftShadows() {
      soften = await backend.loadSoftShadows!();
      return soften;
    },
    dispose() {
      if (!isLent) return;
      isLent = false;
      for (const stop of undo) stop();
      pictures?.forget?.();
      coarse?.drop();
      soften?.(false);
      giveBack(backend);
    },
  };
  return Object.create(backend, Object.getOwnPropertyDescriptors(own));
}
