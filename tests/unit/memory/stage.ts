import { installMemory, type Memory, type MemoryPorts } from '../../../src/memory';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { atEnd } from '../../endings';

export const MB = 1024 * 1024;

export type Stage = {
  app: HeadlessApp;
  memory: Memory;
  errors: unknown[];
  /** Lets time pass in ten frames a second. */
  pass(seconds: number): void;
};

/** A headless app with memory, on a clock that stands still within a frame unless `pass` moves it. */
export function openMemory(
  options: { budgetBytes?: number; ports?: MemoryPorts; developer?: boolean } = {},
): Stage {
  const { developer = false, ports = { sources: [] }, ...rest } = options;
  const app = createHeadlessApp({ developer });
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));
  const memory = installMemory(app, { ports, now: () => app.clock.now(), ...rest });
  app.frames(1);
  atEnd(() => app.dispose());
  function pass(seconds: number): void {
    for (let i = 0; i < seconds * 10; i++) {
      app.clock.advance(100);
      app.step(app.clock.now());
    }
  }
  return { app, memory, errors, pass };
}
