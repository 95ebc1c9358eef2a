import { describe, expect, it } from 'vitest';

describe('the browser test page', () => {
  it('is cross-origin isolated', () => {
    expect(crossOriginIsolated).toBe(true);
    expect(new SharedArrayBuffer(8).byteLength).toBe(8);
  });

  it('has WebGL2, on the page and off it', () => {
    expect(document.createElement('canvas').getContext('webgl2')).not.toBeNull();
    expect(new OffscreenCanvas(1, 1).getContext('webgl2')).not.toBeNull();
  });

  it('can collect garbage and read the heap', () => {
    expect(typeof Reflect.get(globalThis, 'gc')).toBe('function');
    expect(Reflect.get(performance, 'memory')).toBeDefined();
  });

  it('knows its tier', () => {
    expect(import.meta.env.RAFTER_LONG).toMatch(/^1?$/);
  });

  it('is 1280 x 720 at one device pixel per CSS pixel', () => {
    expect([innerWidth, innerHeight, devicePixelRatio]).toEqual([1280, 720, 1]);
  });
});
