import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.mjs';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the test process', () => {
  it('has a garbage collector at hand', () => {
    expect(typeof globalThis.gc).toBe('function');
  });

  it('knows its tier', () => {
    expect(process.env.RAFTER_LONG).toMatch(/^1?$/);
  });
});

describe('findChromium', () => {
  it('takes RAFTER_CHROMIUM before anything else', () => {
    vi.stubEnv('RAFTER_CHROMIUM', process.execPath);
    expect(findChromium()).toBe(process.execPath);
  });

  it('does not fall back when RAFTER_CHROMIUM leads nowhere', () => {
    vi.stubEnv('RAFTER_CHROMIUM', '/nowhere/chromium');
    expect(() => findChromium()).toThrow('RAFTER_CHROMIUM is /nowhere/chromium');
  });
});
