import { describe, expect, it, vi } from 'vitest';
import { collectSuites, suite } from '../../../src/benchmark/define';
import type { BenchSpec } from '../../../src/benchmark/definition';
import { measureFrames } from '../../../src/benchmark/live/app-frames';
import type { LiveApp } from '../../../src/benchmark/live/live-app';
import { runInApp } from '../../../src/benchmark/live/run-in-app';
import { createHeadlessApp } from '../../../src/testing';
import { box } from '../../../src/ui';
import { suiteOf } from './stage';

describe('runInApp', () => {
  it('cuts the work into pieces that never hold a frame up', async () => {
    const stage = createStage();
    const contenders = {
      ours: { run: () => stage.spend(0.01), operations: 2 },
      theirs: { run: () => stage.spend(0.02) },
    };
    const made = suiteOf({ b: { contenders, safe: true, unit: 'µs', reference: false } });
    const run = await runInApp(stage.app, { suites: [made], frames: 0, now: stage.now });
    const [ours, theirs] = run.benches[0]!.cases[0]!.contenders;
    expect(ours?.quantities.time?.summary.median).toBeCloseTo(5, 6);
    expect(theirs?.quantities.time?.summary.median).toBeCloseTo(20, 6);
    expect(run.benches[0]).toMatchObject({ host: 'app', id: 's/b' });
    expect(run.benches[0]!.cases[0]!.comparisons[0]!.ratio).toBeCloseTo(0.25, 6);
    expect(stage.pieces.length).toBeGreaterThan(100);
    expect(Math.max(...stage.pieces)).toBeLessThanOrEqual(1);
  });

  it('runs what is safe alone, and refuses the rest by name', async () => {
    const stage = createStage();
    const calls: string[] = [];
    const of = (name: string, safe: boolean): BenchSpec => ({
      safe,
      reference: false,
      run() {
        if (!calls.includes(name)) calls.push(name);
        stage.spend(0.1);
      },
    });
    const suites = [suiteOf({ a: of('a', true), b: of('b', false) })];
    await runInApp(stage.app, { suites, frames: 0, now: stage.now });
    expect(calls).toEqual(['a']);
    const only = (id: string) => runInApp(stage.app, { suites, only: [id], now: stage.now });
    await expect(only('s/b')).rejects.toThrow('s/b is not marked safe');
    await expect(only('s/c')).rejects.toThrow('unknown bench s/c; known: s/a, s/b');
  });

  it('ends a contender that is too slow, too late or throws, and measures the others', async () => {
    const stage = createStage();
    let torn = 0;
    const contenders = {
      ours: { run: () => stage.spend(0.1), teardown: () => void torn++ },
      slow: { run: () => stage.spend(9) },
      late: { load: async () => ({ run() {} }) },
      broken: {
        run() {
          throw new Error('no');
        },
      },
    };
    const suites = [suiteOf({ b: { contenders, safe: true, reference: false } })];
    const run = await runInApp(stage.app, { suites, frames: 0, now: stage.now });
    const errors = run.benches[0]!.cases[0]!.contenders.map(({ error }) => error);
    expect(errors).toEqual([
      undefined,
      'one run took 9.0 ms; a live app has 4 ms for it',
      'only contenders with run, not loaded later, fit into a live app',
      'no',
    ]);
    expect(torn).toBe(1);
  });

  it('refuses a run or a setup that gives a promise, whatever comes of it, and measures the others', async () => {
    const stage = createStage();
    let torn = 0;
    const contenders = {
      ours: { run: () => stage.spend(0.1) },
      later: {
        run() {
          stage.spend(0.1);
          return Promise.reject(new Error('unheard'));
        },
        teardown: () => void torn++,
      },
      'set up later': { setup: () => Promise.reject(new Error('unheard')), run() {} },
    };
    const suites = [suiteOf({ b: { contenders, safe: true, reference: false } })];
    const run = await runInApp(stage.app, { suites, frames: 0, now: stage.now });
    const errors = run.benches[0]!.cases[0]!.contenders.map(({ error }) => error);
    const why =
      "gives a promise; in a live app it must be done when it returns: make it synchronous, or leave out 'safe'";
    expect(errors).toEqual([undefined, `run ${why}`, `setup ${why}`]);
    expect(torn).toBe(1);
  });

  it('runs every registered suite by default, at every call', async () => {
    collectSuites();
    const stage = createStage();
    suite('device', (s) => {
      s.bench('sqrt', { safe: true, reference: false, run: () => stage.spend(0.1) });
    });
    const ids = async () => {
      const run = await runInApp(stage.app, { frames: 0, now: stage.now });
      return run.benches.map(({ id }) => id);
    };
    expect([await ids(), await ids()]).toEqual([['device/sqrt'], ['device/sqrt']]);
    collectSuites();
  });

  it('reads a clock that stands still, or has a coarse step, only so often to know its step', async () => {
    const { app } = createStage();
    const now = vi.fn(() => 7);
    const standing = await runInApp(app, { suites: [], frames: 0, now });
    expect(standing.environment.clockResolutionMs).toBe(1);
    expect(now.mock.calls.length).toBeLessThan(21_000);
    let reads = 0;
    const coarse = () => Math.floor(reads++ / 100) / 10;
    const run = await runInApp(app, { suites: [], frames: 0, now: coarse });
    expect(run.environment.clockResolutionMs).toBe(0.1);
    // Five steps of a hundred readings each.
    expect(reads).toBeLessThan(700);
  });

  it('tells how far it is, from 0 to 1', async () => {
    const stage = createStage();
    const shares: number[] = [];
    const spec: BenchSpec = { run: () => stage.spend(0.1), safe: true, reference: false };
    await runInApp(stage.app, {
      suites: [suiteOf({ a: spec, b: spec })],
      frames: 0,
      now: stage.now,
      onProgress: (share) => void shares.push(share),
    });
    expect(shares).toHaveLength(12);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('in a real app', () => {
  it('measures its frames, system by system, and leaves no system behind', async () => {
    const app = createHeadlessApp();
    box(app.world, { width: 10, height: 10, fill: '#ff0000' });
    const before = app.systems.length;
    const running = runInApp(app, { suites: [], frames: 30 });
    await frames(app, 40);
    const run = await running;
    expect(app.systems).toHaveLength(before);
    const [frame] = run.benches;
    expect(frame).toMatchObject({ id: 'app/frames', host: 'app' });
    const [subject] = frame!.cases[0]!.contenders;
    expect(Object.keys(subject!.quantities)).toEqual(
      expect.arrayContaining(['frame', 'layout/flex', 'render-batching/batch']),
    );
    expect(subject!.quantities.frame!.summary.samples).toBe(30);
    app.dispose();
  });

  it('measures no frame once it was cancelled, and adds no system', async () => {
    const app = createHeadlessApp();
    const before = app.systems.length;
    const settings = { rounds: 1, seed: 1, now: () => 0, step() {}, random: () => 0 };
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(measureFrames(app, 10, settings, signal)).rejects.toThrow('enough');
    expect(app.systems).toHaveLength(before);
    app.dispose();
  });

  it('runs safe benches by its scheduler beside its frames', async () => {
    const app = createHeadlessApp();
    const suites = [suiteOf({ b: { safe: true, run: () => Math.sqrt(2) } })];
    const running = runInApp(app, { suites, frames: 0, rounds: 3 });
    await frames(app, 100);
    const run = await running;
    const [ours, reference] = run.benches[0]!.cases[0]!.contenders;
    expect(ours!.quantities.time!.rounds).toHaveLength(3);
    expect(reference!.role).toBe('reference');
    expect(app.scheduler.pending).toBe(0);
    app.dispose();
  });

  it('is cancelled with the reason given, during benches and during frames', async () => {
    const app = createHeadlessApp();
    const before = app.systems.length;
    let torn = 0;
    const spec: BenchSpec = { safe: true, run() {}, teardown: () => void torn++, reference: false };
    const benches = new AbortController();
    const onProgress = (share: number) => share > 0.5 && benches.abort(new Error('enough'));
    const running = runInApp(app, {
      suites: [suiteOf({ b: spec })],
      signal: benches.signal,
      onProgress,
    });
    const cancelled = expect(running).rejects.toThrow('enough');
    await frames(app, 20);
    await cancelled;
    expect(torn).toBe(1);
    expect(app.scheduler.pending).toBe(0);

    const inFrames = new AbortController();
    const measuring = runInApp(app, { suites: [], frames: 1000, signal: inFrames.signal });
    const ended = expect(measuring).rejects.toThrow('enough');
    await frames(app, 3);
    inFrames.abort(new Error('enough'));
    await ended;
    expect(app.systems).toHaveLength(before);
    app.dispose();
  });
});

/** Frames as a host would run them: with time in between for promises. */
async function frames(app: ReturnType<typeof createHeadlessApp>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    app.frames(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** An app whose scheduler runs one piece at a time, on a clock that only benches move. */
function createStage() {
  let time = 0;
  const pieces: number[] = [];
  const app: LiveApp = {
    scheduler: {
      async submit(task) {
        const steps = task();
        for (;;) {
          const begun = time;
          const { done, value } = steps.next();
          if (done) return value;
          pieces.push(time - begun);
          await Promise.resolve();
        }
      },
    },
    telemetry: { snapshot: () => ({ systems: [] }), lastFrameMs: 0 },
    addSystem: () => () => {},
    wake() {},
  };
  const spend = (ms: number) => {
    time += ms;
  };
  // The clock's own step, for whoever wants to know it.
  const now = () => (time += 1e-9);
  return { app, pieces, spend, now };
}
