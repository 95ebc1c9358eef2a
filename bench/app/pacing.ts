import type { FunctionContender } from 'rafter-ui/benchmark';
import { createFrameRunner, createLoop, createPacer, createWorld, keepAwake } from '../../src/ecs';
import { createFakeClock } from '../../src/testing/fake-clock';

/** Ticks of the display in a run. */
const TICKS = 600;
/** Ticks after which the display is known. */
const WARM = 32;

type Totals = {
  ticks: number;
  frames: number;
  input: number;
  skippable: number;
  wrongSteps: number;
};
type Paced = { run(): void; totals: Totals };

/** A loop on a fake clock whose frames take `workMs`; counts what ran, and every gap between frames that is not the divisor. */
export const paced = (workMs: number): FunctionContender<Paced> => ({
  setup({ parameters }) {
    const display = parameters.display!;
    const clock = createFakeClock({ frameMs: 1000 / display });
    const world = createWorld();
    const runner = createFrameRunner({
      world,
      phases: ['input', 'update', 'report'],
      clock: { now: () => clock.now() + spent[0]! },
      onFailure({ error }) {
        throw error;
      },
    });
    // What systems take, which passes on the clock they are measured by and not on the one that makes ticks.
    const spent = new Float64Array(1);
    const totals = { ticks: 0, frames: 0, input: 0, skippable: 0, wrongSteps: 0 };
    const empty = { reads: [], writes: [], dispose() {} };
    runner.add({ ...empty, name: 'input', phase: 'input', update: () => void totals.input++ });
    runner.add({
      ...empty,
      name: 'work',
      phase: 'update',
      update() {
        spent[0]! += workMs;
        keepAwake(world);
      },
    });
    runner.add({
      ...empty,
      name: 'extra',
      phase: 'report',
      skippable: true,
      update: () => void totals.skippable++,
    });
    const pacer = createPacer();
    pacer.targetFps = parameters.target!;
    let ticks = 0;
    let last = 0;
    const loop = createLoop({
      world,
      requestFrame: (callback) => clock.requestFrame(callback),
      cancelFrame: (id) => clock.cancelFrame(id),
      pacer,
      step(now) {
        if (pacer.periodMs > 0) runner.frame.budgetMs = pacer.periodMs;
        runner.step(now);
        totals.frames++;
        if (ticks > WARM && ticks - last !== pacer.divisor) totals.wrongSteps++;
        last = ticks;
        return true;
      },
    });
    loop.start();
    return {
      totals,
      run() {
        for (let i = 0; i < TICKS; i++) {
          ticks++;
          totals.ticks++;
          clock.frame();
        }
      },
    };
  },
  run: (state) => state.run(),
  counters: ({ totals }) => ({ ...totals }),
});
