import { describe, expect, it } from 'vitest';
import { createWorld, resource } from '../../../../src/ecs';
import {
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  INPUT_WHEEL,
  InputQueue,
  STATE_INTERACTIVE,
  STATE_PRESSED,
} from '../../../../src/ecs/stores';
import { createInput, type Input } from '../../../../src/systems/input';
import { on } from '../../../../src/ui';
import { createStage } from './stage';

describe('input queue', () => {
  it('merges the moves of one pointer', () => {
    const { input, queue } = open();
    move(input, 1, 10, 20);
    move(input, 1, 11, 21);
    move(input, 1, 12, 22);
    expect(queue.length).toBe(1);
    expect([queue.x[0], queue.y[0]]).toEqual([12, 22]);
    move(input, 2, 50, 60);
    move(input, 1, 13, 23);
    expect([...queue.x.subarray(0, queue.length)]).toEqual([12, 50, 13]);
    expect(queue.dropped).toBe(0);
  });

  it('keeps moves apart that something came between', () => {
    const { input, queue } = open();
    move(input, 1, 10, 20);
    input.pointer(INPUT_POINTER_DOWN, 1, 10, 20, 0, 0, 0);
    move(input, 1, 30, 20);
    input.pointer(INPUT_POINTER_UP, 1, 30, 20, 0, 0, 0);
    expect(kinds(queue)).toEqual([
      INPUT_POINTER_MOVE,
      INPUT_POINTER_DOWN,
      INPUT_POINTER_MOVE,
      INPUT_POINTER_UP,
    ]);
    expect(queue.x[0]).toBe(10);
  });

  it('adds wheel turns up until something comes between, the place or the modifiers change', () => {
    const { input, queue } = open();
    input.wheel(4.1, 5, 3, 10, 0, 0);
    input.wheel(4.1, 5, -1, 20, 0, 1);
    input.wheel(4, 5, 0, 1, 0, 2);
    input.wheel(4, 5, 0, 7, 1, 2);
    move(input, 1, 0, 0);
    input.wheel(4, 5, 0, 9, 1, 3);
    expect(kinds(queue)).toEqual([
      INPUT_WHEEL,
      INPUT_WHEEL,
      INPUT_WHEEL,
      INPUT_POINTER_MOVE,
      INPUT_WHEEL,
    ]);
    expect([...queue.deltaY.subarray(0, 5)]).toEqual([30, 1, 7, 0, 9]);
    expect(queue.deltaX[0]).toBe(2);
    expect([queue.x[0], queue.y[0], queue.time[0]]).toEqual([Math.fround(4.1), 5, 1]);
  });

  it('drops moves first when it is full, then doubles up to 4,096, then counts', () => {
    const { input, queue } = open();
    for (let i = 0; i < 128; i++) {
      move(input, 1, i, 0);
      press(input, i);
    }
    expect([queue.length, queue.capacity]).toEqual([256, 256]);
    press(input, 128);
    expect([queue.length, queue.capacity, queue.dropped]).toEqual([129, 256, 128]);
    expect(kinds(queue)).not.toContain(INPUT_POINTER_MOVE);
    expect([...queue.code.subarray(0, 129)]).toEqual(Array.from({ length: 129 }, (_, i) => i));

    for (let i = 129; i < 4096; i++) press(input, i & 255);
    expect([queue.length, queue.capacity, queue.dropped]).toEqual([4096, 4096, 128]);
    press(input, 1);
    move(input, 1, 0, 0);
    expect([queue.length, queue.capacity, queue.dropped]).toEqual([4096, 4096, 130]);
    expect([...queue.code.subarray(0, 4096)]).toEqual(
      Array.from({ length: 4096 }, (_, i) => i & 255),
    );
  });

  it('keeps the names of keys with their records when it drops moves, grows and is read', () => {
    const { input, queue } = open();
    for (let i = 0; i < 300; i++) {
      move(input, 1, i, 0);
      input.key(INPUT_KEY_DOWN, 0, 0, 0, `k${i}`);
    }
    const names = queue.key.slice(0, queue.length).filter((name) => name !== '');
    expect(names).toEqual(Array.from({ length: 300 }, (_, i) => `k${i}`));
    const kept = queue.key.slice(0, queue.length);
    expect(kept.map((name) => name !== '')).toEqual(
      kinds(queue).map((kind) => kind === INPUT_KEY_DOWN),
    );
    const stage = createStage();
    const root = stage.box(0, [0, 0, 100, 100], STATE_INTERACTIVE);
    stage.frame();
    on(stage.world, root, 'pointerdown', () => stage.key(0, 0, 'late'));
    stage.key(0, 0, 'early');
    stage.down(10, 10);
    stage.frame();
    expect(resource(stage.world, InputQueue).key[0]).toBe('late');
    stage.dispose();
  });

  it('never grows for a move', () => {
    const { input, queue } = open();
    for (let i = 0; i < 256; i++) press(input, 1);
    move(input, 1, 5, 5);
    expect([queue.length, queue.capacity, queue.dropped]).toEqual([256, 256, 1]);
  });

  it('takes no press or wheel without a place, ends a press that loses it, and clamps wheel turns', () => {
    const { input, queue } = open();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e30]) {
      move(input, 1, bad, 0);
      input.pointer(INPUT_POINTER_DOWN, 1, 0, bad, 0, 0, 0);
      input.wheel(bad, 0, 1, 1, 0, 0);
    }
    expect(queue.length).toBe(0);
    expect(queue.dropped).toBe(9);
    input.wheel(0, 0, Number.NaN, 1e39, 0, 0);
    expect([queue.deltaX[0], queue.deltaY[0]]).toEqual([0, 2 ** 24]);

    const stage = createStage();
    const button = stage.box(stage.box(0, [0, 0, 100, 100]), [0, 0, 50, 50], STATE_INTERACTIVE);
    stage.frame();
    stage.log(button, 'button', 'activate');
    stage.down(10, 10);
    stage.frame();
    expect(stage.has(button, STATE_PRESSED)).toBe(true);
    stage.up(Number.NaN, 10);
    stage.frame();
    expect(stage.has(button, STATE_PRESSED)).toBe(false);
    expect(stage.taken()).toEqual([]);
    stage.dispose();
  });

  it('leaves no press behind when an up among too many records was lost', () => {
    const stage = createStage();
    const button = stage.box(stage.box(0, [0, 0, 100, 100]), [0, 0, 50, 50], STATE_INTERACTIVE);
    stage.frame();
    stage.down(10, 10);
    for (let i = 0; i < 4095; i++) press(stage.input, 0);
    stage.up(10, 10);
    expect(resource(stage.world, InputQueue).dropped).toBe(1);
    stage.frame();
    expect(stage.has(button, STATE_PRESSED)).toBe(false);
    stage.dispose();
  });

  it('serves in the next frame what a handler pushes, and keeps the frame finite', () => {
    const stage = createStage();
    const root = stage.box(0, [0, 0, 100, 100], STATE_INTERACTIVE);
    const queue = resource(stage.world, InputQueue);
    stage.frame();
    stage.log(root, 'root', 'pointermove');
    on(stage.world, root, 'pointerdown', () => {
      stage.move(20, 20);
      stage.down(20, 20);
      stage.up(20, 20);
    });
    stage.move(10, 10);
    stage.down(10, 10);
    stage.frame();
    expect(stage.taken()).toEqual(['pointermove root']);
    expect(kinds(queue)).toEqual([INPUT_POINTER_MOVE, INPUT_POINTER_DOWN, INPUT_POINTER_UP]);
    expect(queue.x[0]).toBe(20);
    stage.frame();
    expect(queue.length).toBe(3);
    expect(stage.systemFailures).toEqual([]);
    stage.dispose();
  });

  it('changes nothing that is being read, however much a handler pushes', () => {
    const stage = createStage();
    const root = stage.box(0, [0, 0, 100, 100], STATE_INTERACTIVE);
    const queue = resource(stage.world, InputQueue);
    stage.frame();
    stage.log(root, 'root', 'pointerdown', 'pointermove', 'pointerup');
    const stops = [
      on(stage.world, root, 'pointermove', () => stage.move(20, 20)),
      on(stage.world, root, 'pointerdown', () => {
        for (let i = 0; i < 300; i++) press(stage.input, 0);
      }),
    ];
    stage.move(10, 10);
    stage.frame();
    expect([queue.length, queue.x[0]]).toEqual([1, 20]);
    stage.down(10, 10);
    stage.up(10, 10);
    stage.taken();
    stage.frame();
    expect(stage.taken()).toEqual(['pointermove root', 'pointerdown root', 'pointerup root']);
    expect(queue.length).toBe(300);
    for (const stop of stops) stop();
    stage.frame();
    expect(queue.length).toBe(0);
    stage.dispose();
  });

  it('asks for a frame with every push', () => {
    const stage = createStage();
    stage.frame();
    stage.frame();
    const pushes = [
      () => stage.move(1, 1),
      () => stage.input.wheel(1, 1, 0, 1, 0, 0),
      () => stage.key(0),
      () => stage.input.blur(0),
    ];
    for (const push of pushes) {
      stage.frame();
      expect(stage.runner.wasActive).toBe(false);
      push();
      stage.frame();
      expect(stage.runner.wasActive).toBe(true);
    }
    stage.dispose();
  });
});

function open() {
  const world = createWorld();
  const input = createInput({ world });
  return { input, queue: resource(world, InputQueue) };
}

function move(input: Input, id: number, x: number, y: number): void {
  input.pointer(INPUT_POINTER_MOVE, id, x, y, -1, 0, 0);
}

function press(input: Input, code: number): void {
  input.key(INPUT_KEY_DOWN, code, 0, 0);
}

function kinds(queue: InputQueue): number[] {
  return [...queue.kind.subarray(0, queue.length)];
}
