import { afterEach, describe, expect, it } from 'vitest';
import { columns, PAINT, resource, touch } from '../../../../src/ecs';
import { Fill, GlyphCache, TEXT_UNPLACED, Text } from '../../../../src/ecs/stores';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { createStage, RED, type Stage } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('text that waits for its turn', () => {
  it('takes no records until it is drawn, and then all of its glyphs are there', () => {
    const { stage, cache } = open();
    cache.placer = () => false;
    const row = stage.label('abcdef', 0, 0, 100, 20);
    stage.frame(2);
    const runs = columns(stage.world, Runs);
    expect(runs.capacity[row]).toBe(0);
    cache.placer = () => true;
    stage.frame(3);
    expect(runs.count[row]).toBe(6);
    expect(runs.capacity[row]).toBeGreaterThanOrEqual(6);
  });

  it('is over a box that is there meanwhile', () => {
    const { stage, cache } = open();
    cache.placer = () => false;
    const row = stage.label('abc', 0, 0, 100, 20);
    columns(stage.world, Fill).color[row] = RED;
    stage.frame();
    const runs = columns(stage.world, Runs);
    expect(runs.count[row]).toBe(1);
    cache.placer = () => true;
    stage.frame(3);
    expect(runs.count[row]).toBe(4);
  });

  it('keeps the records it has, and shows none of what they were', () => {
    const { stage, cache } = open();
    const row = stage.label('a'.repeat(200), 0, 0, 4_000, 20);
    stage.frame(3);
    const runs = columns(stage.world, Runs);
    const start = runs.start[row];
    expect(runs.count[row]).toBe(200);
    cache.placer = () => false;
    columns(stage.world, Text).flags[row]! |= TEXT_UNPLACED;
    touch(stage.world, row, PAINT);
    stage.frame();
    expect(runs.count[row]).toBe(0);
    expect(runs.start[row]).toBe(start);
    cache.placer = () => true;
    stage.frame(3);
    expect(runs.start[row]).toBe(start);
    expect(runs.count[row]).toBe(200);
  });

  it('shows its box alone where its letters cannot be measured, and is told of', () => {
    const { stage, cache } = open();
    const row = stage.label('abc', 0, 0, 100, 20);
    columns(stage.world, Fill).color[row] = RED;
    stage.frame(3);
    cache.placer = () => {
      throw new Error('cannot measure');
    };
    columns(stage.world, Text).flags[row]! |= TEXT_UNPLACED;
    touch(stage.world, row, PAINT);
    stage.frame();
    expect(stage.failures.map(String)).toEqual(['Error: cannot measure']);
    expect(columns(stage.world, Runs).count[row]).toBe(1);
  });
});

/** A stage whose glyph cache lets tests say when a row may be written. */
function open() {
  const stage = createStage();
  stages.push(stage);
  const cache = resource(stage.world, GlyphCache) as GlyphCache & { placer: () => boolean };
  return { stage, cache };
}
