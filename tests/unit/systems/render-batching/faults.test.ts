import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { CapacityError, columns, PAINT, resource, touch } from '../../../../src/ecs';
import {
  Border,
  Box,
  GlyphCache,
  markLayer,
  Radius,
  Text,
  TextRuns,
} from '../../../../src/ecs/stores';
import {
  KIND_SIDES,
  LAYER_WORDS,
  RECORD_BORDER_WIDTH,
  RECORD_KIND_LAYER,
  RECORD_SIDE_WIDTHS,
  RECORD_WORDS,
} from '../../../../src/systems/render-batching';
import { moveLayer } from '../../../move-layer';
import { createCanvas } from '../../../property/render/canvas';
import { replay } from '../../../property/render/replay';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage, type StageOptions } from './stage';

const BAD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e39, -1e39, 3e38];

const FIELDS = ['x', 'y', 'width', 'height'] as const;

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('a lost device', () => {
  it('is sent everything once and draws all in the frame after it is back', () => {
    const stage = furnished();
    const before = picture(stage);
    stage.backend.lose();
    stage.frame(3);
    stage.backend.resetCounters();
    stage.backend.restore();
    stage.frame();
    const { counters } = stage.backend;
    expect(counters).toMatchObject({
      frames: 1,
      recordUploads: 1,
      layerUploads: 1,
      indexUploads: 1,
    });
    expect(picture(stage)).toEqual(before);
    stage.frame();
    expect(stage.stats).toMatchObject({ draws: 0, bytesUploaded: 0 });
  });

  it('shows after it is back what changed while it was away', () => {
    const stage = furnished();
    stage.backend.lose();
    const row = stage.box(0, 0, 50, 50, GREEN);
    stage.frame(2);
    stage.paint(row, BLUE);
    stage.frame();
    stage.backend.restore();
    stage.frame();
    const other = furnished();
    other.box(0, 0, 50, 50, BLUE);
    other.frame();
    other.batching.invalidate();
    other.frame();
    expect(picture(stage)).toEqual(picture(other));
  });
});

describe('a surface without area', () => {
  it('draws and sends nothing, loses nothing, and shows the same picture when it is back', () => {
    const stage = furnished();
    const before = picture(stage);
    for (const [width, height] of [
      [0, 400],
      [640, 0],
      [-5, 10],
      [Number.NaN, 10],
      [0.5, 400],
    ] as const) {
      stage.resize(width, height);
      stage.backend.resetCounters();
      stage.frame(2);
      expect(stage.backend.counters).toMatchObject({ frames: 0, draws: 0 });
    }
    stage.resize(640, 400);
    stage.frame();
    expect(picture(stage)).toEqual(before);
  });

  it('never asks for more pixels than the device has', () => {
    const stage = open({ keep: true, maxTextureSize: 256 });
    stage.box(0, 0, 1e6, 1e6, RED);
    stage.resize(1e9, Number.POSITIVE_INFINITY);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(256 * 256);
  });
});

describe('numbers that are none', () => {
  it('cull their elements, leave 9,900 others as they are and heal in a frame', () => {
    const stage = open({ keep: true });
    const box = columns(stage.world, Box);
    const rows: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      const color = i % 3 ? RED : CLEAR_RED;
      rows.push(stage.box((i % 128) * 5, Math.floor(i / 128) * 5, 7, 7, color));
    }
    const bad = rows.filter((_, i) => i % 100 === 7);
    const show = (visible: boolean): string => {
      for (const row of bad) stage.show(row, visible);
      stage.batching.invalidate();
      stage.frame();
      return picture(stage);
    };
    const without = show(false);
    const whole = show(true);
    expect(without).not.toBe(whole);
    for (let round = 0; round < 4; round++) {
      const healthy = bad.map((row) => FIELDS.map((field) => box[field][row]!));
      bad.forEach((row, i) => {
        box[FIELDS[(i + round) % 4]!][row] = BAD[i % 5]!;
        touch(stage.world, row, PAINT);
      });
      stage.batching.invalidate();
      stage.frame();
      expect(picture(stage)).toBe(without);
      checkFinite(stage);
      bad.forEach((row, i) => {
        const [x, y, width, height] = healthy[i]!;
        stage.place(row, x!, y!, width!, height!);
      });
      stage.batching.invalidate();
      stage.frame();
      expect(picture(stage)).toBe(whole);
    }
  });

  it('in looks, text or glyphs send nothing that is not finite', () => {
    const stage = open({ keep: true });
    const row = stage.box(0, 0, 20, 20, RED);
    const label = stage.label('word', 50, 50, 100, 13);
    const aligned = stage.label('word', 50, 80, 100, 13);
    columns(stage.world, Text).align[aligned] = 1;
    const border = columns(stage.world, Border);
    border.leftColor[row] = BLUE;
    border.topColor[row] = BLUE;
    border.top[row] = 2;
    stage.frame();
    for (const value of BAD) {
      border.left[row] = value;
      columns(stage.world, Radius).topLeft[row] = value;
      const start = columns(stage.world, Text).runStart[label]!;
      resource(stage.world, TextRuns).x[start + 1] = value;
      columns(stage.world, Text).width[aligned] = value;
      for (const each of [row, label, aligned]) touch(stage.world, each, PAINT);
      stage.frame();
      checkFinite(stage);
    }
  });

  it('in a layer hide it with all in it, leave the rest as it is and heal in a frame', () => {
    const stage = furnished();
    const layer = stage.layer(300, 300, 40, 40, GREEN);
    stage.box(5, 5, 10, 10, RED, stage.layer(5, 5, 30, 30, CLEAR_RED, layer));
    stage.batching.invalidate();
    stage.frame();
    const whole = picture(stage);
    const id = stage.layerOf(layer);
    stage.show(layer, false);
    stage.batching.invalidate();
    stage.frame();
    const without = picture(stage);
    stage.show(layer, true);
    for (const field of ['x', 'y', 'originX', 'scaleX', 'scaleY', 'rotation'] as const) {
      for (const value of BAD) {
        const kept = stage.table[field][id]!;
        stage.table[field][id] = value;
        markLayer(stage.world, stage.table, id);
        stage.batching.invalidate();
        stage.frame();
        if (!(field === 'rotation' && Number.isFinite(Math.fround(value)))) {
          expect(picture(stage)).toEqual(without);
        }
        checkFinite(stage);
        stage.table[field][id] = kept;
        markLayer(stage.world, stage.table, id);
        stage.batching.invalidate();
        stage.frame();
        expect(picture(stage)).toEqual(whole);
      }
    }
  });

  it('in opacity or clips send nothing that is not finite', () => {
    const stage = furnished();
    const id = stage.layerOf(stage.layer(300, 300, 40, 40, GREEN));
    const { table, world } = stage;
    for (const value of BAD) {
      for (const field of ['opacity', 'clipLeft', 'clipTop', 'clipRight', 'clipBottom'] as const) {
        table.clips[id] = 1;
        table.clipRadii[id * 4] = value;
        table[field][id] = value;
        markLayer(world, table, id);
        stage.frame();
        checkFinite(stage);
      }
    }
  });
});

describe('failures', () => {
  it('to find room are told once, keep what was drawn, and end when there is room again', () => {
    const stage = open({
      wrap: (backend) => Object.create(backend, { maxRecords: { value: 1024 } }),
    });
    const labels: number[] = [];
    for (let i = 0; i < 40; i++) labels.push(stage.label('x'.repeat(32), i, 0, 4000, 13));
    stage.frame(3);
    expect(stage.failures).toHaveLength(1);
    expect(stage.failures[0]).toBeInstanceOf(CapacityError);
    const written = stage.stats.totalRecordsWritten;
    for (const label of labels.slice(0, 20)) stage.remove(label);
    stage.frame();
    expect(stage.stats.totalRecordsWritten).toBeGreaterThan(written);
    expect(stage.stats.records).toBe(1 + 20 * 32);
    expect(stage.failures).toHaveLength(1);
  });

  it('of the glyph cache leave the element without text and the others with theirs', () => {
    const stage = open({ keep: true });
    const cache = resource(stage.world, GlyphCache);
    const slot = cache.slot.bind(cache);
    const label = stage.label('ab', 0, 0, 100, 13);
    stage.label('cd', 0, 20, 100, 13);
    stage.frame();
    cache.slot = () => {
      throw new Error('no fonts today');
    };
    stage.write(label, 'ba');
    stage.frame();
    expect(stage.failures).toHaveLength(1);
    cache.slot = slot;
    stage.write(label, 'ab');
    stage.frame();
    expect(stage.stats.recordsWritten).toBe(2);
    expect(stage.failures).toHaveLength(1);
  });
});

describe('glyphs', () => {
  it('are written again when the cache started over, and by one frame when their scale changed', () => {
    const stage = open({ keep: true });
    stage.box(0, 0, 10, 10, RED);
    stage.label('word', 0, 0, 100, 13);
    stage.frame(2);
    resource(stage.world, GlyphCache).version++;
    stage.frame();
    expect(stage.stats.recordsWritten).toBe(4);
    stage.resize(640, 400, 2);
    stage.frame();
    expect(stage.stats.recordsWritten).toBe(4);
    stage.backend.resetCounters();
    stage.frame(2);
    expect(stage.backend.counters.frames).toBe(0);
  });

  it('stand on whole device pixels at every ratio', () => {
    for (const dpr of [1, 1.25, 1.5, 2]) {
      const stage = open({ keep: true, dpr });
      stage.label('words in a row', 3.3, 7.7, 200, 13);
      stage.frame();
      const floats = new Float32Array(stage.backend.records.buffer);
      for (let record = 1; record < 15; record++) {
        for (let word = 0; word < 4; word++) {
          const value = floats[record * RECORD_WORDS + word]! * dpr;
          expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-3);
        }
      }
    }
  });

  it('of a moving layer are not written again', () => {
    const stage = open();
    const row = stage.layer(0, 0, 100, 13, 0);
    stage.label('word', 0, 0, 100, 13, row);
    stage.frame();
    for (let i = 0; i < 50; i++) {
      moveLayer(stage.world, stage.table, stage.layerOf(row), i * 1.3, i * 0.7);
      stage.frame();
      expect(stage.stats.recordsWritten).toBe(0);
    }
  });
});

function open(options: StageOptions = {}): Stage {
  const stage = createStage(options);
  stages.push(stage);
  return stage;
}

function furnished(): Stage {
  const stage = open({ keep: true });
  const page = stage.box(0, 0, 640, 400, 0xff202020);
  for (let i = 0; i < 12; i++) {
    const row = stage.layer(0, i * 30, 640, 30, i % 2 ? CLEAR_RED : BLUE, page);
    stage.label(`line ${i}`, 10, 8, 100, 13, row);
  }
  stage.frame();
  return stage;
}

/** A hash of what the last frame shows, if it drew all of the surface. */
function picture(stage: Stage): string {
  const canvas = createCanvas(stage.backend.deviceWidth, stage.backend.deviceHeight);
  replay(stage.backend, canvas, stage.view.dpr);
  return createHash('sha256').update(canvas.pixels).digest('hex');
}

function checkFinite({ backend, rows }: Stage): void {
  const records = new Float32Array(backend.records.buffer);
  for (let at = 0; at < records.length; at += RECORD_WORDS) {
    const hasSides = (backend.records[at + RECORD_KIND_LAYER]! & 255) === KIND_SIDES;
    const widths = hasSides
      ? [0, 1, 2, 3].map((side) => RECORD_SIDE_WIDTHS + side)
      : [RECORD_BORDER_WIDTH];
    for (const word of [0, 1, 2, 3, ...widths]) {
      if (!Number.isFinite(records[at + word]!)) throw new Error(`record word ${word}`);
    }
  }
  const layers = new Float32Array(backend.layers.buffer);
  for (let at = 0; at < rows.count * LAYER_WORDS; at++) {
    if (!Number.isFinite(layers[at]!)) throw new Error(`layer word ${at % LAYER_WORDS}`);
  }
}
