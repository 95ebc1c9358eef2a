import { describe, expect, it } from 'vitest';
import {
  columns,
  createFrameRunner,
  createLoop,
  createWorld,
  defineKind,
  defineStore,
  type Entity,
  keepAwake,
  LAYOUT,
  PAINT,
  PROJECTION,
  resolve,
  spawn,
  touch,
  treeOf,
  watch,
  watchDirt,
} from '../../../src/ecs';
import { createFakeClock, heapSlope } from '../../../src/testing';
import { PHASES, systemOf } from './frames';

const Kind = defineKind('test');
const Box = defineStore('Box', { x: 'f32', y: 'f32' });

describe('a frame of 10,000 elements with 100 dirty', () => {
  it('allocates nothing', { timeout: 120_000 }, () => {
    const time = new Float64Array(1);
    const world = createWorld();
    const entities = populate();
    const list = watch(world, [Kind]);
    const dirt = [PAINT, LAYOUT | PROJECTION, 127].map((mask) => watchDirt(world, mask));
    const runner = createFrameRunner({
      world,
      phases: PHASES,
      clock: { now: () => time[0]! },
      onFailure({ error }) {
        throw error;
      },
    });
    // In an array: a number beyond 31 bits in a closure's variable is a heap object.
    const sum = new Float64Array(1);
    runner.add(
      systemOf('touches', ({ index, deltaMs, now }) => {
        const { x } = columns(world, Box);
        for (let i = 0; i < 100; i++) {
          const row = resolve(world, entities[(index * 37 + i * 100) % entities.length]!);
          x[row] = now + deltaMs;
          touch(world, row, PAINT);
        }
      }),
    );
    runner.add(
      systemOf(
        'walks',
        () => {
          const { order, depth, subtreeEnd, length } = treeOf(world);
          const { x, y } = columns(world, Box);
          let ends = 0;
          for (let i = 0; i < length; i++) {
            y[order[i]!] = x[order[i]!]! + depth[i]!;
            ends += subtreeEnd[i]!;
          }
          for (let i = 0; i < list.length; i++) ends += list.rows[i]!;
          sum[0] = ends;
        },
        { phase: 'layout' },
      ),
    );
    runner.add(
      systemOf(
        'takes',
        (frame) => {
          for (let i = 0; i < dirt.length; i++) dirt[i]!.take();
          if (frame.timeLeftMs() < -1) sum[0] = 0;
        },
        { phase: 'batch' },
      ),
    );
    const slope = heapSlope((frame) => {
      time[0]! += 16.7;
      // Whole milliseconds: a fraction given to a function is a heap object, which the host makes, not the frame.
      runner.step(frame * 17);
    }, 20_000);
    runner.dispose();
    expect(sum[0]).toBeGreaterThan(0);
    expect(slope).toBeLessThan(16);

    function populate(): Entity[] {
      const made: Entity[] = [];
      for (let i = 0; i < 100; i++) {
        const parent = spawn(world, Kind);
        made.push(parent);
        for (let j = 0; j < 99; j++) made.push(spawn(world, Kind, parent));
      }
      return made;
    }
  });

  it('is asked for by a loop that allocates nothing', { timeout: 120_000 }, () => {
    const clock = createFakeClock();
    const world = createWorld();
    let frames = 0;
    const loop = createLoop({
      world,
      requestFrame: clock.requestFrame,
      cancelFrame: clock.cancelFrame,
      step() {
        frames++;
        return true;
      },
    });
    loop.start();
    const slope = heapSlope(() => {
      keepAwake(world);
      clock.frame(16);
    }, 20_000);
    loop.dispose();
    expect(frames).toBeGreaterThan(20_000);
    expect(slope).toBeLessThan(16);
  });
});
