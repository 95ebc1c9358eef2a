import { describe, expect, it, vi } from 'vitest';
import { atEnd, difference } from '../app/page';
import { contextOf } from './gl';
import { screen } from './screen';

// A device that is lost needs a graphics processor, or a browser whose software one lasts: see `tests/render/webgpu.browser.test.ts`.
describe('WebGPU that is not to be had', () => {
  let wanted: Uint32Array | undefined;

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['without an adapter', { requestAdapter: async () => null }],
    ['that fails', { requestAdapter: () => Promise.reject(new Error('no adapter')) }],
    ['that never answers', { requestAdapter: () => new Promise(() => {}) }],
  ])('leaves the picture to WebGL, the same one: %s', async (_, gpu) => {
    wanted ??= await shown('webgl');
    const rejections: unknown[] = [];
    const onRejection = (event: PromiseRejectionEvent): number => rejections.push(event.reason);
    addEventListener('unhandledrejection', onRejection);
    atEnd(() => removeEventListener('unhandledrejection', onRejection));
    vi.spyOn(navigator, 'gpu' as never, 'get').mockReturnValue(gpu as never);
    atEnd(() => vi.restoreAllMocks());
    expect(difference(await shown('webgpu'), wanted)).toBe(0);
    expect(rejections).toEqual([]);
  });
});

async function shown(renderer: 'webgl' | 'webgpu'): Promise<Uint32Array> {
  const { app, canvas, errors } = await screen('plain', { renderer });
  const { pixels } = await app.renderer.toImage();
  expect(app.renderer.name).toBe('webgl2');
  expect(contextOf(canvas).getError()).toBe(0);
  expect(errors).toEqual([]);
  return new Uint32Array(pixels.buffer);
}
