import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { createFakeHost, ours, runOn, suiteOf } from '../stage';

describe('frames', () => {
  it('are timed one by one, a sample a frame, at 60 a second of their own time', async () => {
    const host = createFakeHost();
    const seen: [number, number][] = [];
    const spec: BenchSpec = {
      reference: false,
      frame: (_, index, now) => {
        seen.push([index, now]);
        host.time += index % 2 === 0 ? 1 : 3;
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    const { script, interval } = ours(bench!).quantities;
    expect(script!.summary).toMatchObject({ samples: 100, min: 1, max: 3 });
    expect(script!.summary.median).toBeCloseTo(2, 6);
    expect(interval).toBeUndefined();
    for (const [i, [index, now]] of seen.entries()) {
      expect(index).toBe(i);
      expect(now).toBeCloseTo((i * 1000) / 60, 6);
    }
  });

  it('of a host with frames of its own follow it and give intervals', async () => {
    const host = createFakeHost();
    const later = new Set<ReturnType<typeof setTimeout>>();
    host.nextFrame = (callback) => {
      const timer = setTimeout(() => {
        later.delete(timer);
        host.time = (Math.floor(host.time / 16) + 1) * 16;
        callback(host.time);
      }, 0);
      later.add(timer);
    };
    const spec: BenchSpec = { reference: false, frame: () => host.spend(2) };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.interval!.summary.median).toBeCloseTo(16, 6);
    expect(ours(bench!).quantities.script!.summary.median).toBeCloseTo(2, 6);
  });

  it('of a system run its update with a frame that is never late, edits untimed', async () => {
    const host = createFakeHost();
    let edits = 0;
    let disposed = 0;
    const indexes: number[] = [];
    const spec: BenchSpec = {
      reference: false,
      system: true,
      setup: () => ({
        system: {
          update(frame: { index: number; timeLeftMs(): number }) {
            indexes.push(frame.index);
            expect(frame.timeLeftMs()).toBeGreaterThan(16);
            host.time += 0.25;
          },
          dispose: () => void disposed++,
        },
      }),
      edit: () => {
        edits++;
        host.time += 100;
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.script!.summary.median).toBeCloseTo(0.25, 6);
    expect(edits).toBe(indexes.length);
    expect(indexes.slice(0, 3)).toEqual([0, 1, 2]);
    // Once for what was measured and once, without counters to read, for the counting.
    expect(disposed).toBe(2);
  });
});
