import { createListScene } from './list-scene';
import { createNumberScene } from './number-scene';

const ROWS = 1_000_000;
const NUMBERS = 250;

/** Medians of one process, µs: whole frames, and the systems that the kernel is part of. And all records written, to compare. */
export type InApp = { frame: number; phase: number; records: number };

/** Scenes by name, with the systems of the phase in question and how many frames are run before and while it is timed. */
const scenes = {
  'size-index': { phase: /^virtualization\//, warm: 6000, frames: 6000 },
  'glyph-run, scroll': { phase: /^render-batching\/batch$/, warm: 6000, frames: 6000 },
  'glyph-run, numbers': { phase: /^render-batching\/batch$/, warm: 2000, frames: 3000 },
} as const;

/** Runs one scene in this process; `index` says where the list keeps its sizes. */
export function inApp(name: keyof typeof scenes, index: 'typescript' | 'wasm'): InApp {
  const { phase, warm, frames } = scenes[name];
  const scene =
    name === 'glyph-run, numbers' ? createNumberScene(NUMBERS) : createListScene(ROWS, index);
  let inPhase = 0;
  for (const system of scene.app.systems) {
    if (!phase.test(system.name)) continue;
    const { update } = system;
    system.update = (frame) => {
      const start = performance.now();
      update.call(system, frame);
      inPhase += performance.now() - start;
    };
  }
  for (let i = 0; i < warm; i++) scene.frame();
  const whole: number[] = [];
  const part: number[] = [];
  for (let i = 0; i < frames; i++) {
    inPhase = 0;
    const start = performance.now();
    scene.frame();
    whole.push(performance.now() - start);
    part.push(inPhase);
  }
  const records = scene.app.renderer.stats().totalRecordsWritten;
  scene.dispose();
  return { frame: middle(whole) * 1000, phase: middle(part) * 1000, records };
}

function middle(samples: number[]): number {
  return samples.sort((a, b) => a - b)[samples.length >> 1]!;
}
