import { afterEach, describe, expect, it } from 'vitest';
import { columns, move, type Row, STRUCTURE, touch } from '../../../../src/ecs';
import {
  acquireLayer,
  CLIP_NEXT,
  CLIP_RADII,
  CLIP_RECT,
  LAYER_A,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_WORDS,
  LayerOf,
  markLayer,
} from '../../../../src/ecs/stores';
import { moveLayer } from '../../../move-layer';
import { createStage, RED, type Stage, type StageOptions } from '../render-batching/stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('layers', () => {
  it('multiply translation, scale, rotation and opacity from the surface down', () => {
    const stage = open();
    const outer = stage.layer(100, 50, 10, 10, RED);
    const inner = stage.layer(10, 5, 10, 10, RED, outer);
    change(stage, outer, { scaleX: 2, scaleY: 3, opacity: 0.5 });
    change(stage, inner, { rotation: Math.PI / 2, opacity: 0.5 });
    stage.frame();
    expect(floatsOf(stage, inner, LAYER_A, 6)).toEqual([
      expect.closeTo(0, 5),
      expect.closeTo(3, 5),
      expect.closeTo(-2, 5),
      expect.closeTo(0, 5),
      120,
      65,
    ]);
    expect(floatsOf(stage, inner, LAYER_OPACITY, 1)).toEqual([0.25]);
    expect(wordOf(stage, inner, LAYER_FLAGS)).toBe(0);
  });

  it('stand on whole device pixels while they neither scale nor turn', () => {
    for (const dpr of [1, 1.25, 1.5, 2]) {
      const stage = open({ dpr });
      const row = stage.layer(3.3, 7.7, 10, 10, RED);
      const inner = stage.layer(0.45, 0.45, 10, 10, RED, row);
      for (let i = 0; i < 40; i++) {
        moveLayer(stage.world, stage.table, stage.layerOf(row), i * 0.37, i * 0.73);
        stage.frame();
        for (const each of [row, inner]) {
          for (const value of floatsOf(stage, each, LAYER_TX, 2)) {
            expect(Math.abs(value * dpr - Math.round(value * dpr))).toBeLessThan(1e-4);
          }
          expect(wordOf(stage, each, LAYER_FLAGS) & LAYER_SNAPPED).toBe(LAYER_SNAPPED);
        }
      }
    }
  });

  it('are found when an element gets one without a change of the tree', () => {
    const stage = open();
    const row = stage.box(10, 10, 20, 20, RED);
    const child = stage.box(0, 0, 5, 5, RED, row);
    stage.frame();
    const id = acquireLayer(stage.table, row);
    columns(stage.world, LayerOf).own[row] = id;
    touch(stage.world, row, STRUCTURE);
    stage.frame();
    expect(columns(stage.world, LayerOf).id[child]).toBe(id);
    expect(floatsOf(stage, row, LAYER_A, 1)).toEqual([1]);
  });

  it('follow their element to another parent', () => {
    const stage = open();
    const left = stage.layer(100, 0, 10, 10, RED);
    const right = stage.layer(300, 0, 10, 10, RED);
    const child = stage.layer(5, 5, 10, 10, RED, left);
    stage.frame();
    move(stage.world, child as Row, right as Row);
    stage.frame();
    expect(floatsOf(stage, child, LAYER_TX, 2)).toEqual([305, 5]);
  });

  it('that did not change are not sent, however often they are marked', () => {
    const stage = open();
    const row = stage.layer(10, 10, 20, 20, RED);
    stage.layer(10, 10, 20, 20, RED, row);
    stage.frame();
    stage.backend.resetCounters();
    change(stage, row, {});
    stage.resize(640, 400);
    stage.frame();
    expect(stage.backend.counters.layerUploads).toBe(0);
  });

  it('are flattened parents first while the table grows under them', () => {
    const stage = open();
    const rows: number[] = [];
    let parent = 0;
    for (let i = 0; i < 200; i++) {
      parent = stage.layer(1, 0, 10, 10, RED, i % 50 === 0 ? 0 : parent);
      round(stage, parent, 100, 4);
      rows.push(parent);
    }
    stage.frame();
    moveLayer(stage.world, stage.table, stage.layerOf(rows[0]!), 10, 0);
    stage.frame();
    rows.forEach((row, i) => {
      expect(floatsOf(stage, row, LAYER_TX, 1)).toEqual([(i % 50) + 1 + (i < 50 ? 10 : 0)]);
    });
    const clipRows = rows.map((row) => wordOf(stage, row, LAYER_CLIP_ROW));
    expect(new Set(clipRows).size).toBe(200);
  });

  it('follow a parent that moves in the frame in which a sibling’s clip row makes the table grow', () => {
    const stage = open();
    const parent = stage.layer(0, 0, 10, 10, RED);
    const children: number[] = [];
    while (stage.table.count < stage.table.capacity) {
      children.push(stage.layer(1, 0, 10, 10, RED, parent));
    }
    stage.frame();
    const { capacity } = stage.table;
    round(stage, children[0]!, 10, 4);
    moveLayer(stage.world, stage.table, stage.layerOf(parent), 10, 0);
    stage.frame();
    expect(stage.table.capacity).toBeGreaterThan(capacity);
    for (const child of children) expect(floatsOf(stage, child, LAYER_TX, 1)).toEqual([11]);
  });

  it('that were returned leave an empty row behind', () => {
    const stage = open();
    const row = stage.layer(10, 10, 20, 20, RED);
    change(stage, row, { rotation: 1 });
    stage.frame();
    const id = stage.layerOf(row);
    stage.remove(row);
    stage.frame();
    const words = stage.rows.words.subarray(id * LAYER_WORDS, (id + 1) * LAYER_WORDS);
    expect([...words]).toEqual(new Array(LAYER_WORDS).fill(0));
  });
});

describe('clips', () => {
  it('fold into one rectangle, on device pixels, where nothing turns', () => {
    const stage = open({ dpr: 1.25 });
    const outer = stage.layer(10, 10, 100, 100, RED);
    clip(stage, outer, 100, 100);
    const inner = stage.layer(50.3, 50.3, 100, 20.2, RED, outer);
    clip(stage, inner, 100, 20.2);
    stage.frame();
    const edges = floatsOf(stage, inner, LAYER_CLIP, 4).map((edge) => Math.fround(edge * 1.25));
    // 10 and 60.3 are 12.5 and 75.375 device pixels, which snap to 13 and 76 as boxes do.
    expect(edges).toEqual([76, 76, 138, 101]);
    expect(wordOf(stage, inner, LAYER_CLIP_ROW)).toBe(0);
  });

  it('end where the fill of their element ends, at every ratio and place', () => {
    for (const dpr of [1, 1.25, 1.5, 2]) {
      const stage = open({ dpr, keep: true });
      const row = stage.layer(0, 0, 10.7, 10.7, RED);
      clip(stage, row, 10.7, 10.7);
      for (let i = 0; i < 60; i++) {
        moveLayer(stage.world, stage.table, stage.layerOf(row), i * 0.31, 0);
        stage.frame();
        const [left, , right] = floatsOf(stage, row, LAYER_CLIP, 4);
        const width = (right! - left!) * dpr;
        expect(width).toBeCloseTo(Math.round(10.7 * dpr), 3);
      }
    }
  });

  it('with round corners or below a turn take a row of their own, and give it back', () => {
    const stage = open();
    const row = stage.layer(10, 20, 100, 100, RED);
    round(stage, row, 100, 8);
    stage.frame();
    const clipRow = wordOf(stage, row, LAYER_CLIP_ROW);
    expect(clipRow).toBeGreaterThan(0);
    expect(rowFloats(stage, clipRow, CLIP_RECT, 4)).toEqual([0, 0, 100, 100]);
    expect(rowFloats(stage, clipRow, CLIP_RADII, 4)).toEqual([8, 8, 8, 8]);
    expect(rowFloats(stage, clipRow, LAYER_TX, 2)).toEqual([-10, -20]);
    const used = stage.table.used.reduce((sum, bit) => sum + bit, 0);
    stage.table.clipRadii.fill(0, stage.layerOf(row) * 4, stage.layerOf(row) * 4 + 4);
    change(stage, row, {});
    stage.frame();
    expect(wordOf(stage, row, LAYER_CLIP_ROW)).toBe(0);
    expect(stage.table.used.reduce((sum, bit) => sum + bit, 0)).toBe(used - 1);
    change(stage, row, { rotation: 0.5 });
    stage.frame();
    expect(wordOf(stage, row, LAYER_CLIP_ROW)).toBeGreaterThan(0);
    stage.remove(row);
    stage.frame();
    expect(stage.table.used.reduce((sum, bit) => sum + bit, 0)).toBe(used - 2);
  });

  it('are chained from the innermost outwards, and layers without one inherit the chain', () => {
    const stage = open();
    let row = 0;
    const clipRows: number[] = [];
    for (let i = 0; i < 6; i++) {
      row = stage.layer(1, 1, 100, 100, RED, row);
      round(stage, row, 100, 8);
      stage.frame();
      clipRows.push(wordOf(stage, row, LAYER_CLIP_ROW));
    }
    const plain = stage.layer(1, 1, 10, 10, RED, row);
    stage.frame();
    expect(wordOf(stage, plain, LAYER_CLIP_ROW)).toBe(clipRows[5]);
    for (let i = 1; i < 6; i++) {
      expect(stage.rows.words[clipRows[i]! * LAYER_WORDS + CLIP_NEXT]).toBe(clipRows[i - 1]);
    }
    // What the fragment shader does not walk to is still cut to its rectangle.
    expect(floatsOf(stage, plain, LAYER_CLIP, 4)).toEqual([6, 6, 101, 101]);
  });

  it('that turn are bounded by their outermost corners', () => {
    const stage = open();
    const row = stage.layer(100, 100, 10, 10, RED);
    clip(stage, row, 10, 10);
    change(stage, row, { rotation: Math.PI / 4 });
    stage.frame();
    const reach = 10 * Math.SQRT1_2;
    expect(floatsOf(stage, row, LAYER_CLIP, 4)).toEqual([
      expect.closeTo(100 - reach, 3),
      expect.closeTo(100, 3),
      expect.closeTo(100 + reach, 3),
      expect.closeTo(100 + 2 * reach, 3),
    ]);
  });

  it('of a layer whose corners change damage what the layers in it show', () => {
    const stage = open({ keep: true });
    const row = stage.layer(100, 100, 50, 50, 0);
    round(stage, row, 50, 8);
    stage.layer(0, 0, 40, 40, RED, row);
    stage.frame();
    round(stage, row, 50, 16);
    stage.frame();
    const { x, y, width, height } = stage.backend.lastFrame!;
    expect([x, y, width, height]).toEqual([100, 100, 40, 40]);
  });
});

function open(options?: StageOptions): Stage {
  const stage = createStage(options);
  stages.push(stage);
  return stage;
}

type Change = { scaleX?: number; scaleY?: number; rotation?: number; opacity?: number };

function change({ table, world, layerOf }: Stage, row: number, values: Change): void {
  const id = layerOf(row);
  for (const field of ['scaleX', 'scaleY', 'rotation', 'opacity'] as const) {
    table[field][id] = values[field] ?? table[field][id]!;
  }
  markLayer(world, table, id);
}

function clip(stage: Stage, row: number, width: number, height: number): void {
  const id = stage.layerOf(row);
  stage.table.clips[id] = 1;
  stage.table.clipRight[id] = width;
  stage.table.clipBottom[id] = height;
  markLayer(stage.world, stage.table, id);
}

function round(stage: Stage, row: number, size: number, radius: number): void {
  clip(stage, row, size, size);
  stage.table.clipRadii.fill(radius, stage.layerOf(row) * 4, stage.layerOf(row) * 4 + 4);
}

function floatsOf(stage: Stage, row: number, word: number, count: number): number[] {
  return rowFloats(stage, stage.layerOf(row), word, count);
}

function rowFloats({ rows }: Stage, id: number, word: number, count: number): number[] {
  const at = id * LAYER_WORDS + word;
  // Zeros have a sign that does not matter.
  return Array.from(rows.floats.subarray(at, at + count), (value) => value + 0);
}

function wordOf(stage: Stage, row: number, word: number): number {
  return stage.rows.words[stage.layerOf(row) * LAYER_WORDS + word]!;
}
