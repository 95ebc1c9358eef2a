import type { FrameContender } from 'rafter-ui/benchmark';
import {
  createApp,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
} from '../../src/index';
import { floodInput, type InputFlood } from '../load/input-flood';
import { floodNetwork } from '../load/network-flood';
import type { LoadHost, LoadPart, LoadStage } from '../load/parts';
import { addLoadPage, changeElements } from '../load/scene';
import { floodTasks, TASKS_PER_FRAME } from '../load/task-flood';
import { VIEW_HEIGHT, VIEW_WIDTH } from './rows';

type State = { stage: LoadStage; input: InputFlood; parts: readonly LoadPart[] };

/** All loads at once, on a canvas: events of the page, requests to where the page came from. */
export const together: FrameContender<State> = {
  async setup({ parameters, now }) {
    const stage = await openPageStage();
    const { world, scheduler } = stage.app;
    const page = addLoadPage(world, parameters.elements!);
    const input = floodInput(world, stage.host, page);
    const parts = [
      input,
      changeElements(world, page),
      floodTasks(scheduler, TASKS_PER_FRAME),
      floodNetwork(world, scheduler, page, `${location.origin}/`),
    ];
    stage.step(now());
    return { stage, input, parts };
  },
  frame({ stage, parts }, index, now) {
    for (const part of parts) part.frame(index);
    stage.step(now);
  },
  counters: ({ input: { counts } }) => ({ inputDropped: counts.sent - counts.handled }),
  async teardown({ stage, parts }) {
    for (const part of parts) await part.dispose?.();
    stage.dispose();
  },
};

async function openPageStage(): Promise<LoadStage> {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `position: absolute; left: 0; top: 0; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px`;
  document.body.append(canvas);
  const app = await createApp({ canvas });
  let failure: { error: unknown } | undefined;
  app.on('error', ({ error }) => {
    failure ??= { error };
  });
  return {
    app,
    host: dispatcherOf(canvas),
    step(now) {
      app.step(now);
      if (failure) throw failure.error;
    },
    dispose() {
      app.dispose();
      canvas.remove();
    },
  };
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [INPUT_POINTER_MOVE, 'pointermove'],
  [INPUT_POINTER_DOWN, 'pointerdown'],
  [INPUT_POINTER_UP, 'pointerup'],
]);

/** The canvas lies in the corner of the page: its places are the page's. */
function dispatcherOf(canvas: HTMLCanvasElement): LoadHost {
  const mouse = { bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse' } as const;
  return {
    pointer(kind, clientX, clientY) {
      const name = NAMES.get(kind)!;
      const buttons = kind === INPUT_POINTER_DOWN ? 1 : 0;
      canvas.dispatchEvent(new PointerEvent(name, { ...mouse, clientX, clientY, buttons }));
    },
    wheel(clientX, clientY, deltaY) {
      const place = { clientX, clientY, deltaY };
      canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...place }));
    },
  };
}
