import { suite } from 'rafter-ui/benchmark';
import { fling, manyElements, manyTasks, network, together } from './load/contenders';
import { TASK_FRAMES } from './load/task-flood';

/** Frames run out of time here, and that is the same on every machine: a faster one does not make them as much shorter. */
const reference = false;
/** Of a pass: each of them takes longer than a frame of other benches. */
const FRAMES = 20;
const FEW_FRAMES = 12;
const INPUT = 'moves, wheel turns and presses in every frame, each of which must be handled';

suite('load', (s) => {
  s.bench('together', {
    parameters: { elements: [1_000, 10_000, 100_000] },
    reference,
    notes: `an app in Node on the real clock: so many elements of which 1 % change, 10,000 tasks of all priorities a pass, twenty requests at once in every tenth frame, a list of a million rows flung; ${INPUT}`,
    ...together(),
    frames: TASK_FRAMES,
  });

  s.bench('elements', {
    gate: false,
    parameters: { elements: [1_000, 10_000, 100_000] },
    reference,
    notes: `so many elements of which 1 % change in every frame; ${INPUT}`,
    ...manyElements,
    frames: FRAMES,
  });

  s.bench('tasks', {
    gate: false,
    parameters: { tasks: [1_000, 10_000, 100_000] },
    reference,
    notes: `so many tasks wait at any time, of all priorities; ${INPUT}`,
    ...manyTasks,
    frames: FEW_FRAMES,
  });

  s.bench('network', {
    gate: false,
    reference,
    notes: `twenty requests at once in every tenth frame to a server of this machine, every answer a task that shows it; ${INPUT}`,
    ...network,
    frames: FRAMES,
  });

  s.bench('fling', {
    gate: false,
    reference,
    notes: `a list of a million rows, 480 px further in every frame; ${INPUT}`,
    ...fling,
  });
});
