import { describe, expect, it } from 'vitest';
import {
  createFrameRunner,
  createWorld,
  defineKind,
  isAlive,
  SystemError,
  spawn,
  treeOf,
} from '../../../src/ecs';
import { createFakeClock } from '../../../src/testing';
import { PHASES, systemOf } from './frames';

const Kind = defineKind('begun');

function open() {
  const world = createWorld();
  const clock = createFakeClock();
  const failures: unknown[] = [];
  const runner = createFrameRunner({
    world,
    phases: PHASES,
    clock,
    onFailure: ({ error }) => failures.push(error),
  });
  const ran: string[] = [];
  const add = (name: string, phase: (typeof PHASES)[number], ms = 0) =>
    runner.add(
      systemOf(
        name,
        () => {
          ran.push(name);
          clock.advance(ms);
        },
        { phase },
      ),
    );
  return { world, clock, failures, runner, ran, add };
}

describe('a frame that is begun', () => {
  it('runs up to a phase, and the rest when it is completed', () => {
    const { runner, ran, add } = open();
    add('draw', 'render');
    add('move', 'update');
    add('tell', 'report');
    runner.begin(0, 'render');
    expect(ran).toEqual(['move']);
    expect(runner.frame.index).toBe(0);
    runner.complete();
    expect(ran).toEqual(['move', 'draw', 'tell']);
    expect(runner.frame.index).toBe(1);
    runner.step(16);
    expect(ran).toEqual(['move', 'draw', 'tell', 'move', 'draw', 'tell']);
    expect(runner.frame.deltaMs).toBe(16);
  });

  it('counts what its systems took, not what was done in between', () => {
    const { runner, clock, add } = open();
    add('move', 'update', 3);
    add('draw', 'render', 5);
    runner.begin(0, 'render');
    clock.advance(1000);
    runner.complete();
    expect(runner.frameMs).toBe(8);
    expect([...runner.timings]).toEqual([3, 5]);
  });

  it('is refused while another one waits, and ends only once', () => {
    const { runner, add } = open();
    add('draw', 'render');
    expect(() => runner.complete()).toThrow(SystemError);
    runner.begin(0, 'render');
    expect(() => runner.begin(0, 'render')).toThrow(/is not complete; call complete\(\) first/);
    expect(() => runner.step(0)).toThrow(/is not complete; call complete\(\) first/);
    runner.complete();
    expect(() => runner.complete()).toThrow(/without beginFrame/);
    runner.step(16);
  });

  it('takes what is made in between when its next phase ends', () => {
    const { world, runner, add } = open();
    add('draw', 'render');
    runner.begin(0, 'render');
    const entity = spawn(world, Kind);
    expect(treeOf(world).length).toBe(0);
    runner.complete();
    expect(treeOf(world).length).toBe(1);
    expect(isAlive(world, entity)).toBe(true);
  });

  it('runs systems that came in between, and not those that went', () => {
    const { runner, ran, add } = open();
    add('move', 'update');
    const stop = add('draw', 'render');
    runner.begin(0, 'render');
    stop();
    add('other', 'render');
    add('early', 'input');
    runner.complete();
    expect(ran).toEqual(['move', 'other']);
    ran.length = 0;
    runner.step(16);
    expect(ran).toEqual(['early', 'move', 'other']);
  });

  it('is completed though a system of it fails', () => {
    const { runner, ran, failures, add } = open();
    runner.add(
      systemOf('bad', () => {
        throw new Error('bad');
      }),
    );
    add('draw', 'render');
    runner.begin(0, 'render');
    runner.complete();
    expect(ran).toEqual(['draw']);
    expect(failures).toHaveLength(1);
  });
});
