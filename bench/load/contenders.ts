import type { ContenderContext, FrameContender } from 'rafter-ui/benchmark';
import { floodInput, type InputFlood } from './input-flood';
import { floodNetwork } from './network-flood';
import type { LoadPart, LoadStage } from './parts';
import { addLoadPage, changeElements, type LoadPage } from './scene';
import { startServer } from './server';
import { floodTasks, keepWaiting, TASKS_PER_FRAME } from './task-flood';
import { openTimedStage } from './timed-stage';

const FEW = 1_000;

type State = { stage: LoadStage; input: InputFlood; parts: readonly LoadPart[] };
type Opened = LoadPage & { stage: LoadStage };
type Adding = (opened: Opened, context: ContenderContext) => Promise<readonly LoadPart[]>;

export type LoadOptions = {
  /** Elements of the page. @default 1,000, or the parameter of that name */
  elements?: number;
  /** Pairs of a move and a wheel turn a frame. @default 4 */
  pairs?: number;
};

/**
 * Frames of a page under loads, input among them always: a move, a wheel turn and a press that nobody handles is a fault, whatever
 * else goes on. Only that is counted, for everything else depends on the time there is.
 */
function loaded(add: Adding, { elements, pairs }: LoadOptions = {}): FrameContender<State> {
  return {
    turns: true,
    async setup(context) {
      const stage = openTimedStage();
      const { world } = stage.app;
      const page = addLoadPage(world, elements ?? context.parameters.elements ?? FEW);
      const input = floodInput(world, stage.host, page, pairs);
      const parts = [input, ...(await add({ ...page, stage }, context))];
      stage.step(context.now());
      return { stage, input, parts };
    },
    frame({ stage, parts }, index, now) {
      for (let i = 0; i < parts.length; i++) parts[i]!.frame(index);
      stage.step(now);
    },
    counters({ input: { counts } }) {
      return { inputDropped: counts.sent - counts.handled };
    },
    async teardown({ stage, parts }) {
      for (const part of parts) await part.dispose?.();
      stage.dispose();
    },
  };
}

/** One in a hundred elements changes in every frame. */
export const manyElements = loaded(async ({ stage, ...page }) => [
  changeElements(stage.app.world, page),
]);

/** So many tasks wait at any time, of all priorities. */
export const manyTasks = loaded(async ({ stage }, { parameters }) => [
  keepWaiting(stage.app.scheduler, parameters.tasks!),
]);

/** Twenty requests at once, and every answer is shown. */
export const network = loaded(async (opened) => [await networkOf(opened)]);

/** Wheel turns of 480 px a frame alone, over a list of a million rows. */
export const fling = loaded(async () => []);

/** All of it at once. */
export function together(options?: LoadOptions): FrameContender<State> {
  return loaded(
    async (opened) => [
      changeElements(opened.stage.app.world, opened),
      floodTasks(opened.stage.app.scheduler, TASKS_PER_FRAME),
      await networkOf(opened),
    ],
    options,
  );
}

async function networkOf({ stage, ...page }: Opened): Promise<LoadPart> {
  const server = await startServer();
  const { world, scheduler } = stage.app;
  const flood = floodNetwork(world, scheduler, page, server.url);
  return {
    frame: flood.frame,
    async dispose() {
      await flood.dispose?.();
      await server.close();
    },
  };
}
