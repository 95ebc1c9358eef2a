import type { FilterChain } from '../filter-chain';
import { writePictureView } from '../frame-view';
import type { DevicePictures } from '../layer-pictures';
import { FRAME_FLOATS, FRAME_PROJECTION, FRAME_TINT } from '../shaders';
import { TEXTURE_ATTACHMENT, TEXTURE_BINDING } from './flags';
import type { GpuContents, GpuPictureTarget } from './gpu-contents';
import { createGpuFilters } from './gpu-filters';
import { PICTURE_FORMAT } from './gpu-pipeline';
import type { PictureHost } from './picture-host';
import { pictureWgsl } from './wgsl-pictures';

const TEXEL_BYTES = 8;
/** Milliseconds for which nothing is tried that is as large as what there was no room for: each try takes a frame or two with it. */
const RETRY_MS = 5000;

type Picture = { texture: GPUTexture; group: GPUBindGroup | undefined };

/**
 * Pictures of layers as textures of a device of WebGPU, one each. `isHosts`: the surface is in a game's stage, which shows it scaled or
 * turned.
 */
export function createGpuPictures(host: PictureHost, isHosts = false): DevicePictures {
  const pictures: (Picture | undefined)[] = [];
  const gain = new Float32Array([1]);
  const frame = new Float32Array(FRAME_FLOATS);
  let made: GPUDevice | undefined;
  let filters: FilterChain<GPUTexture> | undefined;
  let encoder: GPUCommandEncoder | undefined;
  let current: GpuPictureTarget | undefined;
  let contents: GpuContents | undefined;
  let lost: ((slot: number) => void) | undefined;
  // The slot that textures are made for, and by slot how often its picture was given back.
  let taking = 0;
  const drops: number[] = [];
  // Texels of the smallest texture that there was no room for, until then.
  let least = Number.POSITIVE_INFINITY;
  let leastUntil = 0;

  /** Another device has nothing of what the one before had. */
  function fitDevice(): GPUDevice {
    if (host.device !== made) filters = undefined;
    made = host.device;
    return made;
  }

  function make(width: number, height: number): GPUTexture {
    const { device } = host;
    device.pushErrorScope('out-of-memory');
    const texture = device.createTexture({
      label: 'Picture of a layer',
      size: [width, height],
      format: PICTURE_FORMAT,
      usage: TEXTURE_ATTACHMENT | TEXTURE_BINDING,
    });
    const slot = taking;
    const dropped = dropsOf(slot);
    host.unproven++;
    const prove = (error?: GPUError | null): void => {
      host.unproven--;
      if (!error || device !== host.device) return;
      noRoom(width * height);
      lost?.(dropsOf(slot) === dropped ? slot : 0);
    };
    // One that is lost meanwhile rejects or not.
    device.popErrorScope().then(prove, () => prove());
    return texture;
  }

  function dropsOf(slot: number): number {
    return drops[slot] ?? 0;
  }

  function noRoom(texels: number): void {
    const now = performance.now();
    least = now < leastUntil ? Math.min(least, texels) : texels;
    leastUntil = now + RETRY_MS;
    // Some of these may be none.
    filters?.trim();
  }

  function hasRoom(texels: number, now: number): boolean {
    return texels < least || now >= leastUntil;
  }

  function destroy(texture: GPUTexture): void {
    contents?.forget(texture);
    texture.destroy();
  }

  function drop(slot: number): void {
    const texture = pictures[slot]?.texture;
    if (texture) destroy(texture);
    drops[slot] = dropsOf(slot) + 1;
    pictures[slot] = undefined;
  }

  function openPass(device: GPUDevice, loadOp: GPULoadOp): void {
    encoder = device.createCommandEncoder();
    const view = current!.texture.createView();
    host.pass = encoder.beginRenderPass({ colorAttachments: [{ view, loadOp, storeOp: 'store' }] });
    host.pipeline.bind(host.pass);
  }

  function closePass(): void {
    host.pass?.end();
    if (encoder) host.device.queue.submit([encoder.finish()]);
    encoder = undefined;
    host.pass = undefined;
  }

  return {
    bytesPerPixel: TEXEL_BYTES,
    spareBytes: () => (filters?.spareTexels() ?? 0) * TEXEL_BYTES,
    gain,
    begin(slot, x, y, width, height) {
      const device = fitDevice();
      const { pipeline } = host;
      // Made all the same, it would be told of as an error, and all that is drawn with it be lost.
      if (Math.max(width, height) > device.limits.maxTextureDimension2D) return false;
      const held = pictures[slot]?.texture;
      const fits = held && held.width === width && held.height === height;
      if (!fits && !hasRoom(width * height, performance.now())) return false;
      if (!fits) drop(slot);
      taking = slot;
      const picture = pictures[slot] ?? { texture: make(width, height), group: undefined };
      pictures[slot] = picture;
      frame.set(pipeline.frame.subarray(0, FRAME_FLOATS));
      writePictureView(pipeline.frame, x, y, width, height, host.dpr);
      // Here rows are counted from the top.
      pipeline.frame[FRAME_PROJECTION + 1] = -2 / height;
      pipeline.frame[FRAME_PROJECTION + 3] = 1;
      pipeline.frame.fill(gain[0]!, FRAME_TINT, FRAME_TINT + 4);
      pipeline.sendFrame();
      current = { texture: picture.texture, x, y };
      pipeline.intoPicture = true;
      openPass(device, 'clear');
      return true;
    },
    end() {
      const { pipeline } = host;
      closePass();
      current = undefined;
      pipeline.intoPicture = false;
      pipeline.frame.set(frame);
      pipeline.sendFrame();
    },
    draw(slot, first, count, blend, clipped) {
      const picture = pictures[slot];
      const { pass, pipeline } = host;
      if (!picture || !pass) return;
      const program = clipped ? 'clipped picture' : 'picture';
      const isCoarse = isHosts || pipeline.mode === 'coarse';
      pass.setPipeline(
        pipeline.pictureProgram(program, blend, () => pictureWgsl(clipped, isCoarse, isHosts)),
      );
      picture.group ??= pipeline.pictureGroup(picture.texture);
      pass.setBindGroup(1, picture.group);
      pass.drawIndexed(count, 1, first);
    },
    filter(slot, _, steps, count, quality) {
      const device = fitDevice();
      const picture = pictures[slot];
      if (!picture) return 0;
      filters ??= createGpuFilters(device, PICTURE_FORMAT, { make, destroy });
      const texture = filters.apply(picture.texture, steps, count, quality);
      if (texture !== picture.texture) pictures[slot] = { texture, group: undefined };
      return filters.passes;
    },
    onLost(listener) {
      lost = listener;
    },
    drop(slot) {
      drop(slot);
      filters?.trim();
    },
    forget() {
      for (let slot = 0; slot < pictures.length; slot++) drop(slot);
      filters?.trim();
      filters = undefined;
    },
    async loadForeign(changed) {
      const { createGpuContents } = await import('./gpu-contents');
      contents = await createGpuContents({
        device: () => host.device,
        dpr: () => host.dpr,
        target: () => current,
        pause: closePass,
        resume() {
          if (current) openPass(host.device, 'load');
        },
        changed,
      });
      return contents;
    },
  };
}
