import type { MeasureContender } from 'rafter-ui/benchmark';
import { composeApp } from '../../src/app/app';
import type { App } from '../../src/app/app-types';
import { despawn, type Entity, type Frame } from '../../src/ecs';
import { createMemory } from '../../src/memory/memory';
import { createNullBackend } from '../../src/render/null';
import { createDeterministicMeasurer, createDeterministicRasteriser } from '../../src/testing';
import { box, text } from '../../src/ui';

const MEGABYTE = 1024 * 1024;
/** Frames until what is still held is looked at. */
const FRAMES = 1200;
const FRAME_MS = 1000 / 60;
/** Rows of a box and a text: those that leave, and those that stay. */
const PEAK_ROWS = 20_000;
const STAY_ROWS = 1500;
const BUDGET_MB = 8;

type Left = {
  app: App;
  memory: ReturnType<typeof createMemory>;
  spent: Float64Array;
  held: number;
};

function fill(app: App, rows: number, from: number): Entity {
  const { world } = app;
  const page = box(world, { position: 'absolute', top: from, flexWrap: 'wrap', width: 700 });
  for (let i = 0; i < rows; i++) {
    const row = box(world, { parent: page, width: 60, height: 20, fill: '#602040' });
    text(world, { parent: row, content: `row ${from + i}` });
  }
  return page;
}

/** An app that showed many rows once, and shows few now; a few stand above those that left, where `isHigh`. */
async function open(isHigh: boolean): Promise<Left> {
  const now = () => performance.now();
  const app = composeApp({
    clock: { now },
    requestFrame: () => 0,
    cancelFrame() {},
    backend: createNullBackend({ width: 800, height: 600 }),
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    width: 800,
    height: 600,
    dpr: 1,
    attach: () => () => {},
  });
  const memory = createMemory({
    world: app.world,
    ledger: app.memory,
    ports: { sources: [] },
    clock: now,
    report(error) {
      throw error;
    },
  });
  await memory.ready;
  memory.tunables.set('budget', BUDGET_MB);
  memory.tunables.set('sample', 100);
  memory.tunables.set('emergency', 1);
  const spent = new Float64Array(2);
  const spare = new Float64Array(2);
  const { system } = memory;
  let isMeasured = false;
  app.addSystem({
    ...system,
    update(frame: Frame) {
      if (!isMeasured) return;
      frame.readSpare(spare, 0);
      const before = spare[0]!;
      spent[0] = Math.max(0, Math.min(spare[1]!, memory.tunables.values.sliceMs));
      system.update(frame);
      frame.readSpare(spare, 0);
      spent[1] = before - spare[0]!;
    },
  });
  let at = 0;
  const step = (): void => {
    at += FRAME_MS;
    app.step(at);
  };
  fill(app, STAY_ROWS, 0);
  step();
  const page = fill(app, PEAK_ROWS, 1e5);
  if (isHigh) fill(app, 8, 500);
  step();
  despawn(app.world, page);
  for (let i = 0; i < 10; i++) step();
  isMeasured = true;
  return { app, memory, spent, held: app.memory.total() };
}

/** How much longer than it may compacting takes in a frame, ms, what is held then, and how long a frame takes after it. */
export function compacting(isHigh: boolean): MeasureContender<Record<string, never>> {
  return {
    setup: () => ({}),
    async measure() {
      const { app, memory, spent, held } = await open(isHigh);
      const over: number[] = [];
      let most = 0;
      let frames = 0;
      for (let i = 0; i < FRAMES; i++) {
        const before = app.memory.total();
        const start = performance.now();
        app.step(10_000 + i * FRAME_MS);
        most = Math.max(most, performance.now() - start);
        if (app.memory.total() !== before) frames = i + 1;
        over.push(Math.max(0, spent[1]! - spent[0]!));
      }
      // Of the frames in which something was given back, not of those after it.
      const busy = over.slice(0, Math.max(1, frames)).sort((a, b) => a - b);
      const left = app.memory.total() / MEGABYTE;
      memory.dispose();
      app.dispose();
      return {
        overrunP99: busy[Math.floor(busy.length * 0.99)]!,
        longest: busy.at(-1)!,
        frame: most,
        frames,
        before: held / MEGABYTE,
        after: left,
      };
    },
  };
}

export const lowRows = compacting(false);
export const highRows = compacting(true);
