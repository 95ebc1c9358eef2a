import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, stableEnvironment } from '../../../../src/benchmark/history';
import { browserOf, environmentOf } from './runs';

const RUNS = process.env.RAFTER_LONG ? 1_000 : 10;

describe('fingerprint', () => {
  it('reads as platform, cores, runtime and browser, then a hash', () => {
    expect(fingerprintOf(environmentOf())).toMatch(/^linux-x64-2c-node20-[0-9a-f]{8}$/);
    expect(fingerprintOf(environmentOf({ browser: browserOf() }))).toMatch(
      /^linux-x64-2c-node20-chromium156-[0-9a-f]{8}$/,
    );
  });

  it('stays the same under another load, memory, clock, minor version and viewport', () => {
    const one = environmentOf({ browser: browserOf() });
    const other = environmentOf({
      cpu: '  Example CPU  @ 2.50GHz ',
      memoryGiB: 7.6,
      loadAtStart: null,
      loadAtEnd: 3,
      runtime: 'Node 20.19.0',
      clockResolutionMs: 1,
      collection: false,
      browser: browserOf({ name: 'Chromium 156.9', viewport: '800x600', headless: false }),
    });
    expect(fingerprintOf(other)).toBe(fingerprintOf(one));
  });

  it('differs by each fact that decides speed', () => {
    const all = [
      environmentOf(),
      environmentOf({ cpu: 'Other CPU' }),
      environmentOf({ cores: 4 }),
      environmentOf({ platform: 'darwin arm64' }),
      environmentOf({ runtime: 'Node 22.1.0' }),
      environmentOf({ runtime: 'Deno 20.20.2' }),
      environmentOf({ browser: browserOf() }),
      environmentOf({ browser: browserOf({ name: 'Chromium 157.0' }) }),
      environmentOf({ browser: browserOf({ name: 'Chrome 156.0' }) }),
      environmentOf({ browser: browserOf({ gpu: 'Example GPU' }) }),
    ].map(fingerprintOf);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is a file name whatever the environment says, and of its stable part the same', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(text, fc.double(), text, text, text, text, (cpu, cores, platform, ...rest) => {
        const [runtime, name, gpu] = rest;
        const environment = environmentOf({
          ...{ cpu, cores, platform, runtime },
          browser: browserOf({ name, gpu }),
        });
        const fingerprint = fingerprintOf(environment);
        expect(fingerprint).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(fingerprint.length).toBeLessThan(128);
        expect(fingerprintOf(stableEnvironment(environment))).toBe(fingerprint);
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps nothing but cpu, cores, platform, runtime, browser and adapter', () => {
    expect(stableEnvironment(environmentOf({ browser: browserOf() }))).toEqual({
      cpu: 'Example CPU @ 2.50GHz',
      cores: 2,
      platform: 'linux x64',
      runtime: 'Node 20',
      browser: { name: 'Chromium 156', gpu: 'SwiftShader' },
    });
  });
});
