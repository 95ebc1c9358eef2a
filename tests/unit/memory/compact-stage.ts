import { composeApp } from '../../../src/app/app';
import type { App } from '../../../src/app/app-types';
import type { System } from '../../../src/ecs';
import { installMemory, type Memory } from '../../../src/memory';
import { createNullBackend, type NullBackend } from '../../../src/render/null';
import { RECORD_WORDS } from '../../../src/systems/render-batching';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../../src/testing';
import { atEnd } from '../../endings';

export type CompactStage = {
  app: App;
  memory: Memory;
  backend: NullBackend;
  errors: unknown[];
  /** Runs a frame that draws all of the surface. */
  frame(): void;
  /** What the last frame drew: the words of every record that shows something, in order. */
  picture(): string[];
};

/**
 * An app on a backend that keeps what it was sent, with memory and what the parts of the app can give back. While that is done in a
 * frame, `lookMs` pass whenever somebody looks at the clock.
 */
export async function openCompact(budgetBytes = 2 ** 32, lookMs = 0): Promise<CompactStage> {
  const backend = createNullBackend({ width: 800, height: 600, keep: true, checkFinite: true });
  const clock = createFakeClock();
  let looked = 0;
  let isPassing = false;
  const app = composeApp({
    clock: {
      now() {
        if (isPassing) looked += lookMs;
        return clock.now() + looked;
      },
    },
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    backend,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    width: 800,
    height: 600,
    dpr: 1,
    attach: () => () => {},
  });
  atEnd(() => app.dispose());
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));
  const passing = (phase: 'reclaim' | 'report', value: boolean): System => ({
    ...{ name: `time/${phase}`, phase, reads: [], writes: [] },
    update() {
      isPassing = value;
    },
    dispose() {},
  });
  app.addSystem(passing('reclaim', true));
  app.addSystem(passing('report', false));
  const memory = installMemory(app, {
    budgetBytes,
    ports: { sources: [] },
    now: () => clock.now(),
  });
  await memory.ready;
  return {
    app,
    memory,
    backend,
    errors,
    frame() {
      app.renderer.invalidate();
      clock.advance(16);
      app.step(clock.now());
    },
    picture() {
      const { records, indices, lastFrame } = backend;
      const drawn: string[] = [];
      for (const { first, count } of lastFrame?.draws ?? []) {
        for (let at = first; at < first + count; at += 6) {
          const record = indices[at]! >> 2;
          const words = records.subarray(record * RECORD_WORDS, (record + 1) * RECORD_WORDS);
          if (words.length < RECORD_WORDS) drawn.push(`record ${record} was not sent`);
          else if (words.some((word) => word !== 0)) drawn.push(words.join());
        }
      }
      return drawn;
    },
  };
}
