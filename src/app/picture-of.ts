import { SystemError } from '../ecs';
import type { RenderBackend, RenderBatching } from '../systems/render-batching';
import type { PixelImage } from './app-types';

/** What a canvas shows; rejects with `SystemError` where there is none, or nothing of it. */
export async function pictureOf(
  backend: RenderBackend,
  batching: Pick<RenderBatching, 'gather'>,
): Promise<PixelImage> {
  // Less than asked for where the browser gives a canvas no more.
  const { deviceWidth: width = 0, deviceHeight: height = 0 } = backend;
  if (!backend.readPixels || backend.lost || !(width > 0 && height > 0)) {
    const why = backend.readPixels ? 'it has no size, or its device is lost' : 'it owns no canvas';
    throw new SystemError(`this app has no picture to give: ${why}`);
  }
  batching.gather();
  return { width, height, pixels: await backend.readPixels(0, 0, width, height) };
}
