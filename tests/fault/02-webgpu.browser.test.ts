import { describe, expect, it, vi } from 'vitest';
import { atEnd, difference } from '../app/page';
import { contextOf } from './gl';
import { screen } from './screen';

// There is no WebGPU backend: a lost WebGPU device, and GL against WebGPU, wait for it. What holds already is that WebGPU that is not
// to be had changes nothing and is not waited for.
describe('WebGPU that is not to be had', () => {
  let wanted: Uint32Array | undefined;

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['without an adapter', { requestAdapter: async () => null }],
    ['that fails', { requestAdapter: () => Promise.reject(new Error('no adapter')) }],
    ['that never answers', { requestAdapter: () => new Promise(() => {}) }],
  ])('leaves the picture to WebGL, the same one: %s', async (_, gpu) => {
    wanted ??= await shown();
    const rejections: unknown[] = [];
    const onRejection = (event: PromiseRejectionEvent): number => rejections.push(event.reason);
    addEventListener('unhandledrejection', onRejection);
    atEnd(() => removeEventListener('unhandledrejection', onRejection));
    vi.spyOn(navigator, 'gpu' as never, 'get').mockReturnValue(gpu as never);
    atEnd(() => vi.restoreAllMocks());
    expect(difference(await shown(), wanted)).toBe(0);
    expect(rejections).toEqual([]);
  });
});

async function shown(): Promise<Uint32Array> {
  const { app, canvas, errors } = await screen('plain');
  const { pixels } = app.renderer.toImage();
  expect(contextOf(canvas).getError()).toBe(0);
  expect(errors).toEqual([]);
  return new Uint32Array(pixels.buffer);
}
