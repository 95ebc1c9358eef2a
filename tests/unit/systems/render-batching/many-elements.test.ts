import { describe, expect, it } from 'vitest';
import { columns, PAINT, touch } from '../../../../src/ecs';
import { Box, Fill } from '../../../../src/ecs/stores';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const COUNT = process.env.RAFTER_LONG ? 100_000 : 70_000;
/** Boxes of 6 px in a grid, more than half of them below the surface. */
const ACROSS = 200;
const STEP = 8;

describe(`${COUNT} elements`, () => {
  it('are drawn by few draws, at rest cost nothing, changed what they cover, and go again', () => {
    const stage = createStage({ width: 1600, height: 1000 });
    const { stats, batching } = stage;
    const rows = Array.from({ length: COUNT }, (_, i) =>
      stage.box((i % ACROSS) * STEP, Math.floor(i / ACROSS) * STEP, 6, 6, i % 3 ? BLUE : CLEAR_RED),
    );
    stage.frame(2);
    batching.invalidate();
    stage.frame();
    // The first record is nobody's.
    expect(stats.records).toBe(COUNT + 1);
    expect(stats.draws).toBeLessThanOrEqual(4);
    expect(stats.damagedPixels).toBe(1600 * 1000);
    // Chunks below the surface are left out.
    expect(stats.quads).toBeLessThan(50_000);

    stage.frame(3);
    expect([stats.draws, stats.bytesUploaded, stats.recordsWritten]).toEqual([0, 0, 0]);

    const builds = stats.listBuilds;
    stage.paint(rows[ACROSS * 40 + 31]!, GREEN);
    stage.frame();
    expect(stats.recordsWritten).toBe(1);
    expect(stats.damagedPixels).toBe(6 * 6);
    expect(stats.bytesUploaded).toBeLessThan(5_000);
    expect(stats.quads).toBeLessThanOrEqual(2);

    // Out of sight: sent, and not drawn.
    stage.paint(rows[COUNT - 2]!, GREEN);
    stage.frame();
    expect([stats.recordsWritten, stats.draws]).toEqual([1, 0]);
    expect(stats.bytesUploaded).toBe(64);
    expect(stats.listBuilds).toBe(builds);

    changeAll(stage, rows);
    stage.frame();
    expect(stats.recordsWritten).toBeGreaterThanOrEqual(COUNT * 0.99);
    expect(stats.draws).toBeLessThanOrEqual(4);

    for (const row of rows) stage.remove(row);
    stage.frame();
    expect(stats.records).toBe(1);
    batching.invalidate();
    stage.frame();
    expect(stats.quads).toBe(0);
    stage.dispose();
  });
});

/** Gives each another colour, and one in a hundred a place that is none. */
function changeAll({ world }: Stage, rows: readonly number[]): void {
  const { x } = columns(world, Box);
  const { color } = columns(world, Fill);
  for (const [i, row] of rows.entries()) {
    color[row] = RED;
    if (i % 100 === 0) x[row] = Number.NaN;
    touch(world, row, PAINT);
  }
}
