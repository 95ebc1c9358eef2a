import { afterEach, describe, expect, it } from 'vitest';
import { columns, PAINT, PLACE, touch, touchRows } from '../../../../src/ecs';
import { Box, Ink } from '../../../../src/ecs/stores';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const WIDTH = 80;
const HEIGHT = 60;
const open: Stage[] = [];

afterEach(() => {
  while (open.length > 0) open.pop()!.dispose();
});

describe('boxes that have moved', () => {
  it('are each written once, sent in one range, and need no index', () => {
    const stage = start();
    const rows = Int32Array.from({ length: 300 }, (_, i) => stage.box(i % 70, i % 50, 6, 4, RED));
    stage.frame(2);
    shift(stage, rows, 1.5);
    touchRows(stage.world, rows, rows.length, PLACE);
    stage.backend.resetCounters();
    stage.frame();
    const { recordUploads, recordBytes, indexUploads } = stage.backend.counters;
    expect([recordUploads, recordBytes, indexUploads]).toEqual([1, 300 * 64, 0]);
    expect(stage.stats.recordsWritten).toBe(300);
    expect(stage.stats.damagedPixels).toBe(WIDTH * HEIGHT);
  });

  it('damage where they were and where they are', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    shift(stage, [row], 6);
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(stage.backend.lastFrame!.rects).toEqual([
      expect.objectContaining({ x: 10, y: 10, width: 10, height: 10 }),
    ]);
  });

  it('that are painted in the same frame are painted', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    touch(stage.world, row, PLACE);
    stage.paint(row, GREEN);
    stage.frame();
    const record = columns(stage.world, Runs).start[row]!;
    expect(stage.backend.records[record * 16 + 5]).toBe(GREEN);
  });

  it('and are no numbers any more vanish, and come back', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    const { x } = columns(stage.world, Box);
    x[row] = Number.NaN;
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(columns(stage.world, Runs).count[row]).toBe(0);
    x[row] = 30;
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(columns(stage.world, Ink).left[row]).toBe(30);
  });

  it('under others give way to them: what may be drawn first is found out again', () => {
    same((stage) => {
      const below = stage.box(0, 0, 60, 50, CLEAR_RED);
      const solids = Array.from({ length: 4 }, (_, i) => stage.box(62 + i, 0, 4, 40, BLUE));
      return [
        [[below], 0],
        [[below, ...solids], -8],
        [[below, ...solids], 8],
        [solids, -5],
      ];
    });
  });
});

describe('texts that have moved', () => {
  it('are drawn where they stand, also when letters have to be drawn first and nothing else gives away that they moved', () => {
    same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
      // A chunk of its own, all of which moves.
      const layer = stage.layer(10, 10, 40, 20, 0);
      const label = stage.label('ab', 5, 5, 30, 12, layer);
      return [
        [[ground, layer, label], 0],
        [[ground, layer, label], 0.25],
        [[ground, layer, label], 0.25],
        [[ground, layer, label], 3],
      ];
    });
  });

  it('fall asleep out of sight, and wake', () => {
    same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
      const label = stage.label('far', 5, 5, 30, 12);
      return [
        [[ground, label], 900],
        [[ground, label], -900],
        [[label], 900],
        [[label], -900],
      ];
    });
  });
});

/** Rows to move, and by how far. */
type Step = readonly [rows: readonly number[], by: number];

/** Moves the same rows as `PLACE` and as `PAINT`, and compares all that the device holds and shows after each step. */
function same(make: (stage: Stage) => readonly Step[]): void {
  const moved = start();
  const painted = start();
  const steps = make(moved);
  make(painted);
  moved.frame(3);
  painted.frame(3);
  for (const [rows, by] of steps) {
    for (const [stage, kind] of [
      [moved, PLACE],
      [painted, PAINT],
    ] as const) {
      shift(stage, rows, by);
      for (const row of rows) touch(stage.world, row, kind);
      stage.frame();
    }
    expect(moved.backend.lastFrame).toEqual(painted.backend.lastFrame);
    expect(bytesOf(moved.backend.records)).toBe(bytesOf(painted.backend.records));
    expect(bytesOf(moved.backend.indices)).toBe(bytesOf(painted.backend.indices));
  }
}

function start(): Stage {
  const stage = createStage({ width: WIDTH, height: HEIGHT, keep: true });
  open.push(stage);
  return stage;
}

function shift(stage: Stage, rows: ArrayLike<number>, by: number): void {
  const { x, y } = columns(stage.world, Box);
  for (const row of Array.from(rows)) {
    x[row]! += by;
    y[row]! += by;
  }
}

function bytesOf(words: Uint32Array): string {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('hex');
}
