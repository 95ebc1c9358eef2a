import { describe, expect, it } from 'vitest';
import { columns, type Entity, PROJECTION, ROW_MASK, touch } from '../../../../src/ecs';
import {
  KEY_DOWN,
  KEY_TAB,
  STATE_FOCUSABLE,
  STATE_INTERACTIVE,
  STATE_SCROLLABLE,
  StateColors,
} from '../../../../src/ecs/stores';
import { on } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { createStage, type Stage } from './stage';

/** Bytes a frame that count as nothing. */
const NOTHING = 16;
const FRAMES = process.env.RAFTER_LONG ? 10_000 : 4_000;
/** `HitTester` takes its point as two numbers, and a fraction handed to a function is an object of 16 bytes. */
const FRACTIONS = 2 * 16;

describe('input', () => {
  it('allocates nothing for the records of a frame', () => {
    const { stage, dispose } = busyStage();
    const slope = heapSlope((frame) => {
      const x = 5 + (frame % 150);
      const y = 5 + ((frame * 7) % 150);
      stage.move(x, y);
      stage.down(x, y);
      stage.move(x + 2, y + 30);
      stage.up(x + 2, y + 30);
      stage.down(x, y);
      stage.up(x, y);
      stage.input.wheel(x, y, 1, 10, 0, frame);
      stage.key(KEY_TAB);
      stage.key(KEY_DOWN);
      stage.frame();
    }, FRAMES);
    expect(slope).toBeLessThanOrEqual(NOTHING);
    dispose();
  });

  it('allocates two numbers for a record between pixels', () => {
    const { stage, dispose } = busyStage();
    // Holds more than numbers, so that the test itself hands over the same objects every time.
    const places: (number | undefined)[] = [undefined];
    for (let i = 1; i < 200; i++) places.push(5 + (i % 150) + 0.5);
    const slope = heapSlope((frame) => {
      const x = places[1 + (frame % 199)]!;
      const y = places[1 + ((frame * 7) % 199)]!;
      stage.move(x, y);
      stage.down(x, y);
      stage.up(x, y);
      stage.frame();
    }, FRAMES);
    expect(slope).toBeLessThanOrEqual(3 * FRACTIONS + NOTHING);
    dispose();
  });

  it('allocates nothing while a scene moves under a pointer at rest between pixels', () => {
    const { stage, cell, dispose } = busyStage();
    stage.move(50.25, 50.75);
    const slope = heapSlope(() => {
      touch(stage.world, cell & ROW_MASK, PROJECTION);
      stage.frame();
    }, FRAMES);
    expect(slope).toBeLessThanOrEqual(NOTHING);
    dispose();
  });
});

function busyStage(): { stage: Stage; cell: Entity; dispose(): void } {
  const stage = createStage();
  const root = stage.box(0, [0, 0, 200, 200]);
  const list = stage.box(root, [0, 0, 200, 200], STATE_SCROLLABLE | STATE_INTERACTIVE);
  const colors = columns(stage.world, StateColors);
  let last = list;
  const sum = new Float64Array(1);
  for (let i = 0; i < 100; i++) {
    const rect = [(i % 10) * 20, Math.floor(i / 10) * 20, 20, 20] as const;
    const cell: Entity = stage.box(list, rect, STATE_INTERACTIVE | STATE_FOCUSABLE);
    last = cell;
    colors.hover[cell & ROW_MASK] = 0xff0000ff;
    colors.pressed[cell & ROW_MASK] = 0xff00ff00;
    on(stage.world, cell, 'pointermove', (event) => {
      sum[0]! += event.localX + event.localY;
    });
    on(stage.world, cell, 'activate', (event) => {
      sum[0]! -= event.x;
    });
  }
  stage.frame();
  return {
    stage,
    cell: last,
    dispose() {
      expect(Number.isFinite(sum[0])).toBe(true);
      stage.dispose();
    },
  };
}
