// Needs a process of its own in the long tests, which measure garbage: that of an app, whose frames it records, is measured by default.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, System } from '../../../../src/ecs';
import { createRecorder, RECORDED_FRAMES, type Recorder } from '../../../../src/systems/telemetry';
import { heapSlope } from '../../../heap-slope';

type Source = { systems: System[]; timings: Float64Array; frameMs: number };

describe('a recorder', () => {
  it('gives the quantiles of a sorted list of the last frames', () => {
    const durations = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 600 });
    fc.assert(
      fc.property(durations, (all) => {
        const { recorder, source } = create(2);
        frame(recorder, 0, 0);
        all.forEach((ms, i) => {
          source.frameMs = ms;
          frame(recorder, i + 1, i * 16);
        });
        const kept = all.slice(-RECORDED_FRAMES);
        const { frameMs, frames } = recorder.snapshot();
        expect(frames).toBe(kept.length);
        expect(frameMs.mean).toBeCloseTo(mean(kept), 9);
        for (const share of [0.5, 0.95, 0.99]) {
          const name = `p${share * 100}` as 'p50' | 'p95' | 'p99';
          expect(frameMs[name]).toBeCloseTo(quantile(kept, share), 9);
        }
      }),
    );
  });

  it('counts frames per second while frames follow each other; sleep does not count', () => {
    const { recorder } = create(1);
    expect(recorder.fps).toBe(0);
    for (let i = 0; i < 20; i++) frame(recorder, i, i * 20);
    expect(recorder.fps).toBeCloseTo(50, 9);
    for (let i = 20; i < 40; i++) frame(recorder, i, 1e6 + i * 20);
    expect(recorder.fps).toBeCloseTo(50, 9);
  });

  it('gives means per system over the last frames, and starts anew when systems change', () => {
    const { recorder, source } = create(2);
    for (let i = 0; i < RECORDED_FRAMES * 3; i++) {
      source.timings[0] = i < RECORDED_FRAMES * 2 ? 100 : 4;
      source.timings[1] = 1;
      frame(recorder, i, i * 16);
    }
    expect(recorder.snapshot().systems.map(({ meanMs }) => meanMs)).toEqual([4, 1]);
    source.systems = [system('other'), system('another')];
    source.timings = new Float64Array([7, 9]);
    expect(recorder.snapshot().systems[0]).toEqual({ name: 'other', meanMs: 0, lastMs: 7 });
    frame(recorder, 1000, 0);
    expect(recorder.snapshot().systems.map(({ meanMs }) => meanMs)).toEqual([7, 9]);
  });

  it.runIf(process.env.RAFTER_LONG)('allocates nothing per frame', () => {
    const { recorder, source } = create(16);
    const running = {
      index: 1,
      now: 0.5,
      deltaMs: 16.7,
      afterSleep: false,
      budgetMs: 16.7,
      timeLeftMs: () => 1,
      readSpare() {},
    };
    const slope = heapSlope(
      (index) => {
        source.frameMs = 0.5 + (index % 7);
        running.now += 16.7;
        recorder.system.update(running);
      },
      20_000,
      1,
    );
    expect(slope).toBeLessThanOrEqual(1);
  });
});

function create(systemCount: number): { recorder: Recorder; source: Source } {
  const systems = Array.from({ length: systemCount }, (_, i) => system(`system ${i}`));
  const source: Source = { systems, timings: new Float64Array(systemCount), frameMs: 0.25 };
  return { recorder: createRecorder(source), source };
}

function system(name: string): System {
  return { name, phase: 'update', reads: [], writes: [], update() {}, dispose() {} };
}

function frame(recorder: Recorder, index: number, now: number): void {
  const running: Frame = {
    index,
    now,
    deltaMs: 16,
    afterSleep: false,
    budgetMs: 16,
    timeLeftMs: () => 1,
    readSpare() {},
  };
  recorder.system.update(running);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Linear interpolation between the order statistics, as statistics packages do by default. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at % 1);
}
