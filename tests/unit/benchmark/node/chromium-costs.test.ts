import os from 'node:os';
import type { CDPSession } from 'playwright';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCostMeter } from '../../../../src/benchmark/node/chromium-costs';
import { LOAD, type RoundSamples } from '../../../../src/benchmark/station/protocol';

afterEach(() => vi.restoreAllMocks());

describe('the cost meter', () => {
  it('gives main thread and GPU process per frame, in ms', async () => {
    const machine = fakeMachine();
    const samples = await machine.pass(10, () => {
      machine.page = { task: 0.25, script: 0.125 };
      machine.gpu += 1;
    });
    expect(samples.quantities).toMatchObject({ task: [25], scriptTotal: [12.5], raster: [100] });
    expect(samples.flags).toMatchObject({ task: [0], raster: [0] });
  });

  it('waits for frames in flight before and after a pass', async () => {
    const machine = fakeMachine();
    machine.inFlight = 2;
    const samples = await machine.pass(10, () => {
      machine.gpu += 1;
      machine.inFlight = 3;
    });
    // Those of before are not the pass's, those after it are: 0.05 s each.
    expect(samples.quantities.raster![0]).toBeCloseTo(115);
  });

  it('waits for what a pass has begun and the graphics have not', async () => {
    const machine = fakeMachine();
    const samples = await machine.pass(10, () => {
      machine.late = 1;
      machine.inFlight = 1;
    });
    expect(samples.quantities.raster![0]).toBeCloseTo(5);
  });

  it('does not wait again where the graphics rested since the pass before', async () => {
    const machine = fakeMachine();
    await machine.pass(10, () => {});
    const reads = machine.reads;
    await machine.meter.begin(machine.session);
    expect(machine.reads - reads).toBe(1);
  });

  it('gives no raster when the GPU process was started anew', async () => {
    const machine = fakeMachine();
    const samples = await machine.pass(10, () => {
      machine.gpuId = 99;
      machine.gpu = 0.01;
    });
    expect(samples.quantities).toHaveProperty('task');
    expect(samples.quantities).not.toHaveProperty('raster');
  });

  it('flags all samples when others kept the machine busy, not when the browser did', async () => {
    const machine = fakeMachine();
    const own = await machine.pass(2, () => {
      machine.gpu += 5;
      machine.busyMs += 5_000;
    });
    expect(own.flags.script).toEqual([0, 0]);
    const disturbed = await machine.pass(2, () => {
      machine.busyMs += 5_000;
    });
    expect(disturbed.flags).toMatchObject({ script: [LOAD, LOAD], task: [LOAD], raster: [LOAD] });
  });
});

/** A browser and a machine whose counters are moved by hand. */
function fakeMachine() {
  const machine = {
    page: { task: 0, script: 0 },
    gpu: 10,
    gpuId: 7,
    busyMs: 0,
    reads: 0,
    /** Readings between which the GPU process still works. */
    inFlight: 0,
    /** Readings before it begins to. */
    late: 0,
    session: undefined as unknown as CDPSession,
    meter: undefined as unknown as ReturnType<typeof createCostMeter>,
    async pass(frames: number, run: () => void): Promise<RoundSamples> {
      machine.page = { task: 0, script: 0 };
      const reading = await machine.meter.begin(machine.session);
      run();
      const script = new Array<number>(frames).fill(1);
      const samples: RoundSamples = {
        quantities: { script },
        flags: { script: script.map(() => 0) },
      };
      await reading.addTo(samples);
      return samples;
    },
  };
  const browser = {
    async send() {
      machine.reads++;
      if (machine.late > 0) machine.late--;
      else if (machine.inFlight > 0) {
        machine.inFlight--;
        machine.gpu += 0.05;
      }
      return {
        processInfo: [
          { type: 'browser', id: 1, cpuTime: 3 },
          { type: 'GPU', id: machine.gpuId, cpuTime: machine.gpu },
        ],
      };
    },
  };
  machine.session = {
    async send(method: string) {
      if (method !== 'Performance.getMetrics') return {};
      return {
        metrics: [
          { name: 'TaskDuration', value: machine.page.task },
          { name: 'ScriptDuration', value: machine.page.script },
          { name: 'NavigationStart', value: 5 },
        ],
      };
    },
  } as unknown as CDPSession;
  machine.meter = createCostMeter(browser as unknown as CDPSession);
  vi.spyOn(os, 'cpus').mockImplementation(() => [
    {
      model: 'fake',
      speed: 1,
      times: { user: machine.busyMs, nice: 0, sys: 0, idle: 0, irq: 0 },
    },
  ]);
  return machine;
}
