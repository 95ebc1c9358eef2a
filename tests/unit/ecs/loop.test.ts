import { describe, expect, it } from 'vitest';
import {
  createLoop,
  createWorld,
  defineKind,
  despawn,
  IDLE_FRAMES,
  keepAwake,
  type Loop,
  PAINT,
  ROW_MASK,
  SystemError,
  spawn,
  touch,
  touchRows,
  type World,
} from '../../../src/ecs';
import { createFakeClock, type FakeClock } from '../../../src/testing';
import { createRunner, systemOf } from './frames';

const Kind = defineKind('test');

describe('the loop', () => {
  it('sleeps after exactly three idle frames and asks for no frame then', () => {
    const { clock, loop, steps } = startLoop();
    clock.frame();
    expect(steps()).toBe(1);
    for (let idle = 1; idle <= IDLE_FRAMES; idle++) {
      expect(loop.asleep).toBe(false);
      clock.frame();
    }
    expect(loop.asleep).toBe(true);
    expect(clock.pendingFrames).toBe(0);
    clock.frames(10);
    expect(steps()).toBe(1 + 3);
    loop.dispose();
  });

  it.each([
    ['a touch', (world: World, row: number) => touch(world, row, PAINT)],
    [
      'a touch of many',
      (world: World, row: number) => touchRows(world, Int32Array.of(row), 1, PAINT),
    ],
    ['keepAwake', (world: World) => keepAwake(world)],
    ['a spawn', (world: World) => spawn(world, Kind)],
    ['the despawn of a root', (world: World, row: number) => despawn(world, row as never)],
  ])('is woken by %s and sleeps again after three idle frames', (_, wake) => {
    const world = createWorld();
    const row = spawn(world, Kind) & ROW_MASK;
    const { clock, loop, steps } = startLoop(world);
    clock.frames(10);
    expect(loop.asleep).toBe(true);
    const before = steps();
    wake(world, row);
    expect(loop.asleep).toBe(false);
    expect(clock.pendingFrames).toBe(1);
    clock.frames(10);
    expect(steps()).toBe(before + 1 + 3);
    expect(loop.asleep).toBe(true);
    loop.dispose();
  });

  it('is not woken by a touch of no row', () => {
    const world = createWorld();
    const { clock, loop } = startLoop(world);
    clock.frames(10);
    touch(world, 0, PAINT);
    touchRows(world, Int32Array.of(1), 0, PAINT);
    expect(loop.asleep).toBe(true);
    loop.dispose();
  });

  it('is woken by a system that is added or removed', () => {
    const world = createWorld();
    const { clock, loop, runner } = startLoop(world);
    clock.frames(10);
    const remove = runner.add(systemOf('late', () => {}));
    expect(loop.asleep).toBe(false);
    clock.frames(10);
    remove();
    expect(loop.asleep).toBe(false);
    loop.dispose();
  });

  it('goes on after a step that throws, whose error reaches the host', () => {
    const clock = createFakeClock();
    const world = createWorld();
    let steps = 0;
    const loop = createLoop({
      world,
      ...clock,
      step() {
        expect(clock.pendingFrames).toBe(1);
        steps++;
        throw new Error('step');
      },
    });
    loop.start();
    for (let i = 0; i < 5; i++) expect(() => clock.frame()).toThrow('step');
    expect(steps).toBe(5);
    loop.dispose();
  });

  it('asks for one frame at a time, however often it is started and woken', () => {
    const { clock, loop, steps } = startLoop();
    loop.start();
    loop.wake();
    loop.start();
    expect(clock.pendingFrames).toBe(1);
    clock.frame();
    expect(steps()).toBe(1);
    loop.dispose();
  });

  it('stops at once, gives its frame back and starts again', () => {
    const { clock, loop, steps } = startLoop();
    loop.stop();
    loop.stop();
    expect([loop.running, loop.asleep, clock.pendingFrames]).toEqual([false, false, 0]);
    clock.frames(3);
    loop.wake();
    expect(clock.pendingFrames).toBe(0);
    expect(steps()).toBe(0);
    loop.start();
    clock.frame();
    expect(steps()).toBe(1);
    loop.dispose();
  });

  it('stops from inside its step', () => {
    const clock = createFakeClock();
    let loop: Loop;
    let steps = 0;
    loop = createLoop({
      world: createWorld(),
      ...clock,
      step() {
        steps++;
        loop.stop();
        return false;
      },
    });
    loop.start();
    clock.frames(3);
    expect([steps, loop.running, loop.asleep, clock.pendingFrames]).toEqual([1, false, false, 0]);
  });

  it('is disposed twice without harm, and cannot be started then', () => {
    const world = createWorld();
    const { clock, loop } = startLoop(world);
    const { dispose } = loop;
    dispose();
    dispose();
    keepAwake(world);
    expect(clock.pendingFrames).toBe(0);
    expect(() => loop.start()).toThrow(SystemError);
  });

  it('that is disposed leaves a later loop of the same world its wake', () => {
    const world = createWorld();
    const first = startLoop(world);
    const second = startLoop(world);
    first.loop.dispose();
    second.clock.frames(10);
    expect(second.loop.asleep).toBe(true);
    keepAwake(world);
    expect(second.loop.asleep).toBe(false);
    second.loop.dispose();
  });
});

function startLoop(world = createWorld()): {
  clock: FakeClock;
  loop: Loop;
  runner: ReturnType<typeof createRunner>['runner'];
  steps: () => number;
} {
  const clock = createFakeClock();
  const { runner } = createRunner(world);
  let steps = 0;
  const loop = createLoop({
    world,
    requestFrame: clock.requestFrame,
    cancelFrame: clock.cancelFrame,
    step(now) {
      steps++;
      runner.step(now);
      return runner.wasActive;
    },
  });
  loop.start();
  return { clock, loop, runner, steps: () => steps };
}
