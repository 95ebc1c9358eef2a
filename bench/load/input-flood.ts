import type { World } from '../../src/ecs';
import {
  type ElementEventName,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
} from '../../src/ecs/stores';
import { on } from '../../src/ui';
import type { LoadHost, LoadPart } from './parts';
import { AIM, type LoadPage } from './scene';

/** CSS pixels a wheel record turns: four of them are a fling of 480 px a frame. */
const WHEEL_STEP = 120;
/** Pairs of a move and a wheel turn a frame. */
const PAIRS = 4;

/** Input that is counted where it is sent and where it is handled. */
export type InputFlood = LoadPart & {
  readonly counts: Readonly<{ sent: number; handled: number }>;
};

/**
 * Moves, turns the wheel and presses the button in every frame, moves and turns in alternation, so that none may be merged with the
 * record before it: each must reach the page, and a press must also activate.
 */
export function floodInput(
  world: World,
  host: LoadHost,
  { page, button }: LoadPage,
  pairs = PAIRS,
): InputFlood {
  const counts = { sent: 0, handled: 0 };
  const heard: ElementEventName[] = ['pointermove', 'wheel', 'pointerdown', 'pointerup'];
  for (const name of heard) on(world, page, name, count);
  on(world, button, 'activate', count);

  function count(): void {
    counts.handled++;
  }

  return {
    counts,
    frame(index) {
      for (let pair = 0; pair < pairs; pair++) {
        const at = (index * pairs + pair) % 97;
        host.pointer(INPUT_POINTER_MOVE, AIM.elements.x + at, AIM.elements.y);
        host.wheel(AIM.list.x + at, AIM.list.y, WHEEL_STEP);
      }
      host.pointer(INPUT_POINTER_DOWN, AIM.button.x, AIM.button.y);
      host.pointer(INPUT_POINTER_UP, AIM.button.x, AIM.button.y);
      // The press is heard three times: down, up and activate.
      counts.sent += pairs * 2 + 3;
    },
  };
}
