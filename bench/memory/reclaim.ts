import type { MeasureContender } from 'rafter-ui/benchmark';
import { phases } from '../../src/app/phases';
import { createFrameRunner, createWorld, type Frame } from '../../src/ecs';
import { createMemory, type Memory } from '../../src/memory/memory';
import { createRandom } from '../../src/statistics';
import { createByteLedger } from '../../src/systems/memory';

const MEGABYTE = 1024 * 1024;
const FRAMES = 400;
const FRAME_MS = 1000 / 60;
/** What is kept: pages of numbers that must be written to once more when they go. */
const PAGE_BYTES = 16_384;
const HELD_BYTES = 96 * MEGABYTE;
const BUDGET_MB = 64;

type Kept = { memory: Memory; step(now: number): void; spent: Float64Array; fill(): void };

/** A world whose frames have work of 2 to 15 ms, and caches that hold more than they may together. */
function open(atOnce: boolean): Kept {
  const world = createWorld({});
  const clock = { now: () => performance.now() };
  const runner = createFrameRunner({
    world,
    phases,
    clock,
    onFailure({ error }) {
      throw error;
    },
  });
  const { system, ...memory } = createMemory({
    world,
    ledger: createByteLedger(),
    ports: { sources: [] },
    clock: clock.now,
    report(error) {
      throw error;
    },
  });
  memory.tunables.set('budget', BUDGET_MB);
  memory.tunables.set('sample', 100);
  const caches = ['tiles', 'texts', 'thumbnails'].map((name, i) =>
    memory.cache<number, Float64Array>(name, {
      maxWeight: HELD_BYTES / 3,
      weigh: (page) => page.byteLength,
      costMs: 10 ** i,
      dispose: (page) => page.fill(0),
    }),
  );
  const random = createRandom(11);
  const spent = new Float64Array(2);
  const [LEFT, TOOK] = [0, 1];
  runner.add({
    name: 'work',
    phase: 'update',
    reads: [],
    writes: [],
    update() {
      const end = clock.now() + 2 + random() * 13;
      while (clock.now() < end);
    },
    dispose() {},
  });
  const spare = new Float64Array(2);
  runner.add({
    ...system,
    update(frame: Frame) {
      frame.readSpare(spare, 0);
      const before = spare[0]!;
      spent[LEFT] = Math.max(0, Math.min(spare[1]!, memory.tunables.values.sliceMs));
      if (atOnce) {
        if (memory.pressure.step > 0) memory.reclaim(HELD_BYTES / 3);
        else system.update(frame);
      } else system.update(frame);
      frame.readSpare(spare, 0);
      spent[TOOK] = before - spare[0]!;
    },
  });
  return {
    memory,
    spent,
    step: (now) => runner.step(now),
    fill() {
      for (const [i, cache] of caches.entries())
        for (let key = 0; key < HELD_BYTES / 3 / PAGE_BYTES; key++)
          cache.set(key + i, new Float64Array(PAGE_BYTES / 8));
    },
  };
}

/** How much longer than it may giving back takes in a frame, ms, and in how many frames it is done. */
function reclaiming(atOnce: boolean): MeasureContender<Kept> {
  return {
    setup: () => open(atOnce),
    measure({ memory, step, spent, fill }) {
      fill();
      const over: number[] = [];
      const freedBefore = memory.report().reclaimedBytes;
      let frames = 0;
      for (let i = 0; i < FRAMES; i++) {
        step(i * FRAME_MS);
        const [left, took] = spent as unknown as [number, number];
        over.push(Math.max(0, took - left));
        if (memory.report().totalBytes > BUDGET_MB * MEGABYTE * 0.6) frames = i + 1;
      }
      over.sort((a, b) => a - b);
      return {
        overrunP99: over[Math.floor(over.length * 0.99)]!,
        longest: over.at(-1)!,
        frames,
        freed: (memory.report().reclaimedBytes - freedBefore) / MEGABYTE,
      };
    },
    teardown: ({ memory }) => memory.dispose(),
  };
}

export const inFrames = reclaiming(false);
export const atOnce = reclaiming(true);
