import os from 'node:os';
import type { CDPSession } from 'playwright';
import type { RoundSamples } from '../station/protocol';
import { LOAD } from '../station/protocol';

/** Reads around a pass what only the devtools protocol sees. */
export type CostMeter = {
  /** Waits until the graphics are at rest, then starts to count for the page of this session. */
  begin(page: CDPSession): Promise<CostReading>;
};

export type CostReading = {
  /** The page's time 0 on the browser's clock, ms. */
  originMs: number;
  /**
   * Ends the count and adds, for each of what was sampled, `task`, `scriptTotal` (work of the page's main thread) and `raster` (processor
   * time of the GPU process) in ms; and flags all samples when others kept the machine busy meanwhile.
   */
  addTo(samples: RoundSamples): Promise<void>;
};

/** The GPU process's counter moves in clock ticks of 10 ms: less than two of them is rest. */
const REST_SECONDS = 0.015;
const REST_MS = 150;
const MOST_WAITS = 20;
/** Share of a processor core that others may take before samples are flagged. */
const OTHERS_SHARE = 0.25;
/** Ticks of the counters that are compared. */
const LOAD_GRAIN_MS = 50;

type ProcessTimes = {
  /** Seconds by process id. */
  all: Map<number, number>;
  gpu: { id: number; seconds: number } | undefined;
};

type PageSeconds = { task: number; script: number; origin: number };

type Busy = { machineMs: number; ownMs: number; times: ProcessTimes; at: number };

/** Makes the meter of one browser; `processes` is a session of the browser itself. */
export function createCostMeter(processes: CDPSession): CostMeter {
  let rested: ProcessTimes['gpu'];

  async function read(): Promise<ProcessTimes> {
    const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
    const gpu = processInfo.find(({ type }) => type === 'GPU');
    return {
      all: new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime])),
      gpu: gpu && { id: gpu.id, seconds: gpu.cpuTime },
    };
  }

  /** Waits until frames in flight are drawn, so that a pass is charged with its own frames only. */
  async function drain(): Promise<ProcessTimes> {
    let times = await read();
    for (let waits = 0; waits < MOST_WAITS && !isRest(rested, times.gpu); waits++) {
      rested = times.gpu;
      await sleep(REST_MS);
      times = await read();
    }
    rested = times.gpu;
    return times;
  }

  async function busy(): Promise<Busy> {
    const times = await drain();
    const { user, system } = process.cpuUsage();
    return {
      times,
      machineMs: machineBusyMs(),
      ownMs: (user + system) / 1000,
      at: performance.now(),
    };
  }

  return {
    async begin(page) {
      await page.send('Performance.enable');
      const before = await busy();
      const pageBefore = await metrics(page);
      return {
        originMs: pageBefore.origin * 1000,
        async addTo(samples) {
          const pageAfter = await metrics(page);
          // What was drawn meanwhile is not yet at rest.
          rested = undefined;
          const after = await busy();
          const count = countOf(samples);
          if (count === 0) return;
          const load = isOthersLoad(before, after) ? LOAD : 0;
          const add = (name: string, ms: number | undefined) => {
            if (ms === undefined || !Number.isFinite(ms)) return;
            samples.quantities[name] = [ms / count];
            samples.flags[name] = [0];
          };
          add('task', (pageAfter.task - pageBefore.task) * 1000);
          add('scriptTotal', (pageAfter.script - pageBefore.script) * 1000);
          add('raster', rasterMs(before.times.gpu, after.times.gpu));
          if (load !== 0) flagAll(samples, load);
        },
      };
    },
  };
}

function isRest(before: ProcessTimes['gpu'], now: ProcessTimes['gpu']): boolean {
  // Without a GPU process there is nothing to wait for.
  if (!now) return true;
  return before?.id === now.id && now.seconds - before.seconds < REST_SECONDS;
}

/** Undefined where there is no GPU process or it was started anew. */
function rasterMs(before: ProcessTimes['gpu'], after: ProcessTimes['gpu']): number | undefined {
  if (!before || !after || before.id !== after.id) return undefined;
  return (after.seconds - before.seconds) * 1000;
}

/** How often what is measured ran: frames, or samples of whatever else. */
function countOf({ quantities }: RoundSamples): number {
  return (quantities.script ?? quantities.time ?? Object.values(quantities)[0] ?? []).length;
}

function flagAll(samples: RoundSamples, flag: number): void {
  for (const [name, values] of Object.entries(samples.quantities)) {
    const flags = samples.flags[name] ?? values.map(() => 0);
    samples.flags[name] = flags.map((seen) => seen | flag);
  }
}

function isOthersLoad(before: Busy, after: Busy): boolean {
  let browserMs = 0;
  for (const [id, seconds] of after.times.all) {
    browserMs += (seconds - (before.times.all.get(id) ?? 0)) * 1000;
  }
  const othersMs = after.machineMs - before.machineMs - (after.ownMs - before.ownMs) - browserMs;
  return othersMs > OTHERS_SHARE * (after.at - before.at) + LOAD_GRAIN_MS;
}

function machineBusyMs(): number {
  return os
    .cpus()
    .reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

async function metrics(page: CDPSession): Promise<PageSeconds> {
  const { metrics } = await page.send('Performance.getMetrics');
  const secondsOf = (wanted: string) =>
    metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return {
    task: secondsOf('TaskDuration'),
    script: secondsOf('ScriptDuration'),
    origin: secondsOf('NavigationStart'),
  };
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
