import { afterEach, describe, expect, it } from 'vitest';
import { hideLayer } from '../../../../src/ecs/stores';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage, type StageOptions } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

function open(options: StageOptions = {}): Stage {
  const stage = createStage({ width: 100, height: 100, ...options });
  stages.push(stage);
  return stage;
}

describe('why draws began', () => {
  it('sums up to how many there were', () => {
    const stage = open();
    const row = stage.box(10, 20, 30, 40, RED);
    stage.box(20, 30, 30, 40, CLEAR_RED);
    stage.frame();
    expect(stage.stats.draws).toBe(2);
    expect(stage.stats.breaks).toEqual({ part: 1, blend: 0, program: 1, gap: 0 });
    stage.frame();
    expect(stage.stats.breaks).toEqual({ part: 0, blend: 0, program: 0, gap: 0 });
    stage.paint(row, BLUE);
    stage.frame();
    const { part, blend, program, gap } = stage.stats.breaks;
    expect(part).toBe(1);
    expect(part + blend + program + gap).toBe(stage.stats.draws);
  });

  it('tells rectangles and gaps apart', () => {
    const stage = open({ width: 1000, height: 1000 });
    const first = stage.box(0, 0, 10, 10, CLEAR_RED);
    // More than a draw is worth lies between, and all of it elsewhere.
    for (let i = 0; i < 100; i++) stage.box(500 + (i % 10) * 20, 500 + i, 9, 9, CLEAR_RED);
    const last = stage.box(4, 4, 10, 10, CLEAR_RED);
    const far = stage.box(900, 0, 10, 10, CLEAR_RED);
    stage.frame();
    for (const row of [first, last, far]) stage.paint(row, CLEAR_RED + 1);
    stage.frame();
    expect(stage.stats.breaks).toEqual({ part: 2, blend: 0, program: 0, gap: 1 });
    expect(stage.stats.draws).toBe(3);
  });
});

describe('overdraw', () => {
  it('is pixels of what is drawn over those of the surface', () => {
    const stage = open();
    stage.box(0, 0, 50, 100, RED);
    stage.box(25, 0, 50, 50, CLEAR_RED);
    stage.frame();
    expect(stage.batching.overdraw()).toBeCloseTo((50 * 100 + 50 * 50) / 10_000, 6);
  });

  it('counts what is in sight of each', () => {
    const stage = open({ dpr: 2 });
    stage.box(-50, -50, 100, 100, RED);
    const layer = stage.layer(80, 80, 40, 40, GREEN);
    stage.frame();
    expect(stage.batching.overdraw()).toBeCloseTo((50 * 50 + 20 * 20) / 10_000, 6);
    hideLayer(stage.world, stage.table, stage.layerOf(layer), true);
    stage.frame();
    expect(stage.batching.overdraw()).toBeCloseTo(0.25, 6);
  });

  it('is none without a surface', () => {
    const stage = open();
    stage.resize(0, 0);
    stage.frame();
    expect(stage.batching.overdraw()).toBe(0);
  });
});
