import {
  createFrameRunner,
  type Frame,
  type FrameRunner,
  type Phase,
  type System,
  type SystemFailure,
  type World,
} from '../../../src/ecs';

export const PHASES: readonly Phase[] = [
  'input',
  'tasks',
  'update',
  'virtualize',
  'layout',
  'settle',
  'place',
  'project',
  'publish',
  'batch',
  'render',
  'reclaim',
  'report',
];

/** A system that runs a function in a phase. */
export function systemOf(
  name: string,
  update: (frame: Frame) => void,
  rest: Partial<System> = {},
): System {
  return { name, phase: 'update', reads: [], writes: [], update, dispose() {}, ...rest };
}

/** A runner over a clock that stands still; failures are collected. */
export function createRunner(world: World): { runner: FrameRunner; failures: SystemFailure[] } {
  const failures: SystemFailure[] = [];
  const runner = createFrameRunner({
    world,
    phases: PHASES,
    clock: { now: () => 0 },
    onFailure: (failure) => failures.push(failure),
  });
  return { runner, failures };
}

/** Runs one frame with one phase for each function. Rethrows what a function throws; gives the failures of the phases' ends. */
export function inFrame(world: World, ...updates: (() => void)[]): SystemFailure[] {
  const { runner, failures } = createRunner(world);
  updates.forEach((update, i) => {
    runner.add(systemOf(`step ${i}`, update, { phase: PHASES[i]! }));
  });
  runner.step(0);
  runner.dispose();
  const thrown = failures.find(({ system }) => system.startsWith('step '));
  if (thrown) throw thrown.error;
  return failures;
}
