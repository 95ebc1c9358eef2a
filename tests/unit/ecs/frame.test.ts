import { describe, expect, it } from 'vitest';
import {
  createFrameRunner,
  createWorld,
  defineKind,
  keepAwake,
  PAINT,
  ROW_MASK,
  type SystemFailure,
  setCurrentRow,
  spawn,
  touch,
  watchDirt,
} from '../../../src/ecs';
import { createFakeClock } from '../../../src/testing';
import { createRunner, PHASES, systemOf } from './frames';

const Kind = defineKind('test');

describe('a frame', () => {
  it('is one reused object that counts frames and tells what is left of the budget', () => {
    const clock = createFakeClock();
    const runner = createFrameRunner({
      world: createWorld(),
      phases: PHASES,
      clock,
      budgetMs: 10,
      onFailure() {},
    });
    const seen: unknown[] = [];
    runner.add(
      systemOf('look', (frame) => {
        clock.advance(4);
        seen.push(frame);
        expect(frame.timeLeftMs()).toBe(6);
      }),
    );
    runner.step(0);
    runner.step(16);
    expect(seen).toEqual([runner.frame, runner.frame]);
    expect(runner.frame.index).toBe(2);
    expect(runner.frame.deltaMs).toBe(16);
    expect([...runner.timings]).toEqual([4]);
    expect(runner.frameMs).toBe(4);
  });

  it('tells each system what those after it are expected to take, however often it asks', () => {
    const clock = createFakeClock();
    const runner = createFrameRunner({
      world: createWorld(),
      phases: PHASES,
      clock,
      budgetMs: 20,
      onFailure() {},
    });
    const spare = new Float64Array(2);
    let seen: number[][] = [];
    for (const ms of [1, 2, 4]) {
      runner.add(
        systemOf(`takes ${ms}`, (frame) => {
          frame.readSpare(spare, 0);
          clock.advance(ms);
          const before = [...spare];
          frame.readSpare(spare, 0);
          seen.push([...before, ...spare]);
        }),
      );
    }
    for (let i = 0; i < 60; i++) {
      seen = [];
      runner.step(i * 16);
    }
    const rounded = seen.map((row) => row.map((ms) => Math.round(ms * 1000) / 1000));
    expect(rounded).toEqual([
      [20, 14, 19, 13],
      [19, 15, 17, 13],
      [17, 17, 13, 13],
    ]);
  });

  it('was active when anything was touched in it or since the last one', () => {
    const world = createWorld();
    const row = spawn(world, Kind) & ROW_MASK;
    const { runner } = createRunner(world);
    let inside = (): void => {};
    runner.add(systemOf('inside', () => inside()));
    const active = (): boolean => {
      runner.step(0);
      return runner.wasActive;
    };
    expect([active(), active()]).toEqual([true, false]);
    touch(world, row, PAINT);
    expect([active(), active()]).toEqual([true, false]);
    inside = () => keepAwake(world);
    expect([active(), active()]).toEqual([true, true]);
    inside = () => touch(world, 0, PAINT);
    expect(active()).toBe(false);
  });

  it('drops what consumers took and keeps what came late for the next one', () => {
    const world = createWorld();
    const row = spawn(world, Kind) & ROW_MASK;
    const list = watchDirt(world, PAINT);
    const { runner } = createRunner(world);
    const lengths: number[] = [];
    runner.add(
      systemOf('take twice', () => {
        lengths.push(list.length - list.taken);
        list.take();
        touch(world, row, PAINT);
        lengths.push(list.length - list.taken);
        list.take();
        touch(world, row, PAINT);
      }),
    );
    runner.step(0);
    runner.step(1);
    expect(lengths).toEqual([1, 1, 1, 1]);
    expect([list.length, list.taken]).toEqual([1, 0]);
    expect(list.bits[row]).toBe(PAINT);
  });

  it('cannot be run from inside a system', () => {
    const { runner, failures } = createRunner(createWorld());
    runner.add(systemOf('nested', () => runner.step(1)));
    runner.step(0);
    expect(String(failures[0]?.error)).toContain('step() was called inside a frame');
  });
});

describe('a system added or removed inside a frame', () => {
  it('runs from the next frame on, or not again', () => {
    const { runner, failures } = createRunner(createWorld());
    const log: string[] = [];
    const remove = runner.add(
      systemOf('removed', () => log.push('removed'), {
        phase: 'layout',
        dispose: () => log.push('disposed'),
      }),
    );
    let isFirst = true;
    runner.add(
      systemOf('edits', () => {
        if (!isFirst) return;
        isFirst = false;
        remove();
        remove();
        runner.add(systemOf('added', () => log.push('added'), { phase: 'render' }));
      }),
    );
    runner.step(0);
    expect(log).toEqual(['disposed']);
    runner.step(1);
    expect(log).toEqual(['disposed', 'added']);
    expect(failures).toEqual([]);
    expect(runner.timings).toHaveLength(2);
  });

  it('is not updated once the runner is disposed', () => {
    const { runner } = createRunner(createWorld());
    const log: string[] = [];
    runner.add(systemOf('disposes', () => runner.dispose()));
    runner.add(systemOf('after', () => log.push('updated'), { dispose: () => log.push('gone') }));
    runner.step(0);
    runner.dispose();
    runner.step(1);
    expect(log).toEqual(['gone']);
  });
});

describe('a failure', () => {
  it('names system and row, and the row is forgotten after it', () => {
    const world = createWorld();
    const { runner, failures } = createRunner(world);
    const error = new Error('mine');
    runner.add(
      systemOf('a', () => {
        setCurrentRow(world, 7);
        throw error;
      }),
    );
    runner.add(
      systemOf('b', () => {
        throw error;
      }),
    );
    runner.step(0);
    expect(failures).toEqual([
      { error, system: 'a', row: 7, switchedOff: false },
      { error, system: 'b', row: 0, switchedOff: false },
    ]);
  });

  it('that the host throws on is passed on when the frame is whole', () => {
    const world = createWorld();
    const runner = createFrameRunner({
      world,
      phases: PHASES,
      clock: { now: () => 0 },
      onFailure() {
        throw new Error('host');
      },
    });
    let others = 0;
    runner.add(
      systemOf('thrower', () => {
        spawn(world, Kind);
        throw new Error('mine');
      }),
    );
    runner.add(systemOf('other', () => others++, { phase: 'render' }));
    expect(() => runner.step(0)).toThrow('host');
    expect(others).toBe(1);
    expect(runner.frame.index).toBe(1);
    runner.dispose();
  });

  it('of dispose keeps no other system from being disposed', () => {
    const { runner, failures } = createRunner(createWorld());
    const disposed: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      runner.add(
        systemOf(name, () => {}, {
          dispose() {
            disposed.push(name);
            if (name === 'b') throw new Error('b');
          },
        }),
      );
    }
    runner.dispose();
    runner.dispose();
    expect(disposed).toEqual(['c', 'b', 'a']);
    expect(failures.map(({ system }: SystemFailure) => system)).toEqual(['b']);
  });
});
