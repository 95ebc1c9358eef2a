// Needs a process of its own in the long tests, which measure garbage: that of an app of which 100 places change is measured by default.
import { afterEach, describe, expect, it } from 'vitest';
import { despawn } from '../../../../src/ecs';
import { hideLayer, markLayer } from '../../../../src/ecs/stores';
import { heapSlope } from '../../../heap-slope';
import { moveLayer } from '../../../move-layer';
import {
  BACKGROUND,
  BLUE,
  CLEAR_RED,
  createStage,
  GREEN,
  RED,
  type Stage,
  type StageOptions,
} from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('damage', () => {
  it('of a colour is the element’s own box', () => {
    const stage = open();
    const row = stage.box(10, 20, 30, 40, RED);
    stage.box(200, 200, 50, 50, GREEN);
    stage.frame();
    stage.paint(row, BLUE);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 20, 30, 40]);
  });

  it('of a counter is the union of its old and new ink, and only its records are written', () => {
    const stage = open({ width: 1000, height: 1000 });
    const labels: number[] = [];
    for (let i = 0; i < 5000; i++) {
      const panel = stage.box((i % 50) * 20, Math.floor(i / 50) * 10, 19, 9, RED);
      labels.push(stage.label('7', (i % 50) * 20, Math.floor(i / 50) * 10, 60, 13, panel));
    }
    stage.frame();
    const all = stage.stats.quads;
    stage.backend.resetCounters();
    stage.write(labels[2520]!, '42');
    stage.frame();
    expect(stage.stats.recordsWritten).toBe(2);
    expect(stage.backend.counters.indexUploads).toBeLessThanOrEqual(1);
    // Two letters: the second ends 12 px behind the start of the first; each 7 px high.
    const [, , width, height] = rectangle(stage);
    expect(width! * height!).toBeLessThanOrEqual(1.2 * 11 * 7);
    expect(stage.stats.draws).toBeLessThanOrEqual(4);
    expect(stage.stats.quads).toBeLessThanOrEqual(all / 10);
    // The row and the chunk of the index buffer it lies in.
    expect(stage.stats.bytesUploaded).toBeLessThanOrEqual(8192);
  });

  it('of counters far apart is their ink alone, drawn from the quads under it', () => {
    const stage = open({ width: 1000, height: 1000 });
    for (let i = 0; i < 5000; i++) {
      stage.box((i % 50) * 20, Math.floor(i / 50) * 10, 19, 9, RED);
    }
    const counters = [stage.label('7', 40, 40, 60, 13), stage.label('7', 900, 900, 60, 13)];
    stage.frame();
    const all = stage.stats.quads;
    for (const counter of counters) stage.write(counter, '42');
    stage.frame();
    const rects = stage.backend.lastFrame!.rects;
    expect(rects.map(({ x, y }) => [x, y])).toEqual([
      [41, 42],
      [901, 902],
    ]);
    expect(stage.stats.damageRects).toBe(2);
    expect(stage.stats.damagedPixels).toBeLessThanOrEqual(1.2 * 2 * 11 * 7);
    expect(stage.stats.draws).toBeLessThanOrEqual(12);
    expect(stage.stats.quads).toBeLessThanOrEqual(all / 50);
    stage.backend.lose();
    stage.frame();
    stage.backend.restore();
    stage.frame();
    expect(stage.backend.lastFrame!.rects).toHaveLength(1);
    expect(stage.stats.damagedPixels).toBe(1_000_000);
  });

  it('of what lies close together is one rectangle: another pass would cost more', () => {
    const stage = open();
    const boxes = [stage.box(10, 10, 10, 10, RED), stage.box(60, 10, 10, 10, RED)];
    stage.frame();
    for (const row of boxes) stage.paint(row, BLUE);
    stage.frame();
    expect(stage.stats.damageRects).toBe(1);
    expect(rectangle(stage)).toEqual([10, 10, 60, 10]);
  });

  it('of more than 8 places far apart is 8 rectangles, without garbage in the long tests', () => {
    const stage = open({ width: 2400, height: 2400, keep: false });
    const boxes: number[] = [];
    for (let i = 0; i < 16; i++) {
      boxes.push(stage.box((i % 4) * 600, Math.floor(i / 4) * 600, 10, 10, RED));
    }
    const run = (frame: number): void => {
      for (let i = 0; i < 16; i++) stage.paint(boxes[i]!, frame % 2 === 0 ? BLUE : GREEN);
      stage.frame();
    };
    run(0);
    run(1);
    expect(stage.stats.damageRects).toBe(8);
    if (process.env.RAFTER_LONG) expect(heapSlope(run, 4_000)).toBeLessThanOrEqual(16);
  }, 120_000);

  it('in passes that cost more than a full redraw is all of the surface', () => {
    const stage = open({ width: 100, height: 100, passPixels: 4_500 });
    const boxes = [0, 90].flatMap((y) => [0, 90].map((x) => stage.box(x, y, 10, 10, RED)));
    stage.frame();
    for (const row of boxes) stage.paint(row, BLUE);
    stage.frame();
    expect(stage.stats).toMatchObject({ damageRects: 1, damagedPixels: 10_000 });
  });

  it('of a moved box covers where it was and where it is', () => {
    const stage = open();
    const row = stage.box(10, 10, 10, 10, RED);
    stage.frame();
    stage.place(row, 40, 30, 10, 10);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 40, 30]);
  });

  it('of a moved layer covers all it shows, cut to its clip', () => {
    const stage = open();
    const port = stage.layer(100, 100, 50, 50, 0);
    const content = stage.layer(0, 0, 40, 400, RED, port);
    clip(stage, port, 50, 50);
    stage.frame();
    moveLayer(stage.world, stage.table, stage.layerOf(content), 0, -60);
    stage.frame();
    expect(rectangle(stage)).toEqual([100, 100, 40, 50]);
  });

  it('is nothing while a layer moves by less than a device pixel', () => {
    const stage = open();
    const row = stage.layer(100, 100, 50, 50, RED);
    stage.frame();
    stage.backend.resetCounters();
    for (let i = 1; i < 9; i++) {
      moveLayer(stage.world, stage.table, stage.layerOf(row), 0, i * 0.05);
      stage.frame();
    }
    expect(stage.backend.counters).toMatchObject({ draws: 0, layerUploads: 0 });
  });

  it('of what is hidden, shown or removed is its ink, its children’s included', () => {
    const stage = open();
    const panel = stage.box(10, 10, 20, 20, RED);
    stage.box(40, 10, 20, 20, RED, panel);
    stage.frame();
    stage.show(panel, false);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 50, 20]);
    stage.show(panel, true);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 50, 20]);
    stage.remove(panel);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 50, 20]);
  });

  it('is nothing for what changes out of sight', () => {
    const stage = open();
    const panel = stage.box(10, 10, 20, 20, RED);
    const counter = stage.label('1', 10, 10, 20, 13, panel);
    const parked = stage.layer(100, 100, 20, 20, RED);
    const clipped = stage.layer(300, 300, 20, 20, 0);
    const beyond = stage.box(50, 50, 20, 20, RED, clipped);
    stage.box(0, 0, 5, 5, RED);
    clip(stage, clipped, 20, 20);
    stage.show(panel, false);
    hideLayer(stage.world, stage.table, stage.layerOf(parked), true);
    stage.frame();
    stage.backend.resetCounters();
    stage.write(counter, '2');
    stage.paint(parked, GREEN);
    stage.paint(beyond, GREEN);
    stage.paint(stage.box(5000, 0, 50, 50, RED), BLUE);
    stage.frame();
    expect(stage.stats.recordsWritten).toBeGreaterThan(0);
    expect(stage.backend.counters).toMatchObject({ frames: 0, draws: 0 });
  });

  it('of a hidden layer is where it was shown', () => {
    const stage = open();
    const row = stage.layer(100, 100, 30, 20, CLEAR_RED);
    stage.frame();
    hideLayer(stage.world, stage.table, stage.layerOf(row), true);
    stage.frame();
    expect(rectangle(stage)).toEqual([100, 100, 30, 20]);
    moveLayer(stage.world, stage.table, stage.layerOf(row), 50, 0);
    stage.frame();
    expect(stage.stats.draws).toBe(0);
    hideLayer(stage.world, stage.table, stage.layerOf(row), false);
    stage.frame();
    expect(rectangle(stage)).toEqual([150, 100, 30, 20]);
  });

  it('of an element that gets a layer of its own covers where it was drawn without it', () => {
    const stage = open();
    const row = stage.box(10, 10, 20, 20, RED);
    stage.frame();
    stage.remove(row);
    const layer = stage.layer(100, 10, 20, 20, RED);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 110, 20]);
    expect(stage.layerOf(layer)).toBeGreaterThan(0);
  });

  it('follows a layer after a frame in which elements came that draw nothing', () => {
    const stage = open({ keep: true });
    const row = stage.layer(10, 10, 20, 20, RED);
    stage.frame();
    stage.box(0, 0, 0, 0, 0);
    stage.frame();
    expect(stage.stats.draws).toBe(0);
    moveLayer(stage.world, stage.table, stage.layerOf(row), 100, 0);
    stage.frame();
    expect(rectangle(stage)).toEqual([10, 10, 120, 20]);
  });

  it('of an element that is despawned between projection and batch is where it was drawn', () => {
    const stage = open({ keep: true });
    const row = stage.layer(10, 10, 20, 20, RED);
    stage.frame();
    let doomed = true;
    const stop = stage.runner.add({
      name: 'late',
      phase: 'publish',
      reads: [],
      writes: [],
      update() {
        if (doomed) despawn(stage.world, row);
        doomed = false;
      },
      dispose() {},
    });
    moveLayer(stage.world, stage.table, stage.layerOf(row), 200, 0);
    stage.frame();
    stop();
    const [left, , width] = rectangle(stage);
    expect(left).toBe(10);
    expect(left! + width!).toBeGreaterThanOrEqual(30);
    expect(stage.backend.lastFrame!.draws).toEqual([]);
  });

  it('is all of the surface when most of it changed', () => {
    const stage = open();
    const row = stage.box(0, 0, 640, 300, RED);
    stage.frame();
    stage.paint(row, GREEN);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(640 * 400);
  });

  it('is all of the surface when the background changes, and where the host keeps no picture', () => {
    const stage = open({ keep: true });
    stage.box(0, 0, 10, 10, RED);
    stage.frame();
    stage.view.background = BLUE;
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(640 * 400);
    stage.view.background = BACKGROUND;
    stage.batching.invalidate();
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(640 * 400);
  });
});

function open(options: StageOptions = {}): Stage {
  const stage = createStage({ keep: true, ...options });
  stages.push(stage);
  return stage;
}

function clip({ table, world, layerOf }: Stage, row: number, width: number, height: number): void {
  const id = layerOf(row);
  table.clips[id] = 1;
  table.clipRight[id] = width;
  table.clipBottom[id] = height;
  markLayer(world, table, id);
}

/** Left, top, width, height of the last frame. */
function rectangle({ backend }: Stage): number[] {
  const { x, y, width, height } = backend.lastFrame!;
  return [x, y, width, height];
}
