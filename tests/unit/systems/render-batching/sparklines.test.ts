import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeApp } from '../../../../src/app/app';
import type { App } from '../../../../src/app/app-types';
import {
  columns,
  despawn,
  type Entity,
  findResource,
  ROW_MASK,
  setResource,
} from '../../../../src/ecs';
import { EdgesOf, Ink, SparklineTable } from '../../../../src/ecs/stores';
import { createNullBackend, type NullBackend } from '../../../../src/render/null';
import {
  KIND_EMPTY,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../../../src/systems/render-batching';
import {
  KIND_SPARKLINE,
  RECORD_SPARK_HEAD,
  RECORD_SPARK_LINE,
  RECORD_SPARK_POINTS,
  SPARK_GAP,
} from '../../../../src/systems/render-batching/record-format';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../../../src/testing';
import {
  pushSample,
  pushSamples,
  type SparklineOptions,
  setSamples,
  sparkline,
} from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

let app: App;
let backend: NullBackend;

/** Opens an app whose backend keeps what it is sent, or not, and refuses what is not finite. */
function open(dpr = 1, keep = true): void {
  app?.dispose();
  const size = { width: 400, height: 300, dpr };
  backend = createNullBackend({ ...size, keep, checkFinite: true });
  const clock = createFakeClock();
  app = composeApp({
    ...size,
    clock,
    backend,
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    attach: () => () => {},
  });
}

let now = 0;

function frames(count: number): void {
  for (let i = 0; i < count; i++) {
    now += 16;
    app.step(now);
  }
}

beforeEach(() => open());

afterEach(() => app.dispose());

const place = { position: 'absolute', left: 10, top: 20, width: 100, height: 40 } as const;

function add(options: SparklineOptions): Entity {
  const entity = sparkline(app.world, { ...place, ...options });
  frames(1);
  return entity;
}

type Part = { x: number; y: number; right: number; bottom: number; head: number };

/** What the backend was sent of the one sparkline there is. */
function sent(): { parts: Part[]; heights: number[]; line: number[] } {
  const { records } = backend;
  const floats = new Float32Array(records.buffer);
  const parts: Part[] = [];
  for (let at = 0; at < records.length; at += RECORD_WORDS) {
    if ((records[at + RECORD_KIND_LAYER]! & 255) !== KIND_SPARKLINE) continue;
    const [x, y] = [floats[at + RECORD_X]!, floats[at + RECORD_Y]!];
    const right = x + floats[at + RECORD_WIDTH]!;
    const bottom = y + floats[at + RECORD_HEIGHT]!;
    parts.push({ x, y, right, bottom, head: records[at + RECORD_SPARK_HEAD]! });
  }
  const head = parts[0]?.head ?? 0;
  const at = head * RECORD_WORDS;
  expect(records[at + RECORD_KIND_LAYER]! & 255).toBe(KIND_EMPTY);
  const count = records[at + RECORD_SPARK_LINE + 3]!;
  const heights = Array.from({ length: count }, (_, i) => {
    const word = (head + 1 + (i >> 4)) * RECORD_WORDS + RECORD_SPARK_POINTS + ((i & 15) >> 1);
    return (records[word]! >>> ((i & 1) * 16)) & 65535;
  });
  return {
    parts,
    heights,
    line: [...floats.slice(at + RECORD_SPARK_LINE, at + RECORD_SPARK_LINE + 3)],
  };
}

/** Height of a share of what is shown. */
function heightOf(share: number): number {
  return Math.floor(((share + 1) / 3) * 65534 + 0.5);
}

describe('records of a sparkline', () => {
  it('hold its samples from the least to the greatest', () => {
    add({ samples: [1, 3, 2, 5] });
    const { heights, line } = sent();
    expect(heights).toEqual([0, 0.5, 0.25, 1].map(heightOf));
    expect(line[0]).toBeCloseTo(0.75, 5);
    expect(line[1]).toBeCloseTo(98.5 / 3, 4);
  });

  it('stand for values that were given, and are cut off one height beyond them', () => {
    add({ samples: [0, 10, 20, 1e300, -1e300, 35], min: 10, max: 20 });
    expect(sent().heights).toEqual([-1, 0, 1, 2, -1, 2].map(heightOf));
  });

  it('are none where samples are not finite, and in the middle where all are the same', () => {
    add({ samples: [4, Number.NaN, 4, Number.POSITIVE_INFINITY] });
    expect(sent().heights).toEqual([heightOf(0.5), SPARK_GAP, heightOf(0.5), SPARK_GAP]);
  });

  it.each([
    [{ min: 4 }, 0],
    [{ max: 4 }, 1],
    [{ min: 5 }, 0],
  ])('are at the edge that was given where all are the same: %j', (look, share) => {
    add({ samples: [4, 4], ...look });
    expect(sent().heights).toEqual([share, share].map(heightOf));
  });

  it('are right for numbers as far apart as there are', () => {
    add({ samples: [-1.7e308, 0, 1.7e308] });
    expect(sent().heights).toEqual([0, 0.5, 1].map(heightOf));
  });

  it('lie around what is drawn, side by side on whole pixels, within the padding', () => {
    open(2);
    add({
      samples: Array.from({ length: 100 }, (_, i) => Math.sin(i / 9)),
      padding: 5,
      lineWidth: 2,
    });
    const { parts } = sent();
    expect(parts).toHaveLength(7);
    expect([parts[0]!.x, parts.at(-1)!.right]).toEqual([15, 105]);
    for (const [i, { x, y, right, bottom }] of parts.entries()) {
      if (i > 0) expect(x).toBe(parts[i - 1]!.right);
      expect((x * 2) % 1).toBe(0);
      expect(right).toBeGreaterThan(x);
      expect(y).toBeGreaterThanOrEqual(25);
      expect(bottom).toBeLessThanOrEqual(55);
    }
    const shaded = parts.reduce(
      (sum, { x, y, right, bottom }) => sum + (right - x) * (bottom - y),
      0,
    );
    expect(shaded).toBeLessThan(90 * 30 * 0.8);
  });

  it('reach down where there is an area', () => {
    add({ samples: [1, 2, 1.5], areaColor: '#ff000040' });
    expect(sent().parts.map(({ bottom }) => bottom)).toEqual([60]);
  });

  it('are two for each group of samples where there are more than pixels: least and greatest as they came', () => {
    add({ samples: Array.from({ length: 1000 }, (_, i) => (i === 333 ? 9 : i === 777 ? -9 : 0)) });
    const { heights, line } = sent();
    expect(heights.length).toBeLessThanOrEqual(2 * 102);
    expect(heights.filter((height) => height === heightOf(1))).toHaveLength(1);
    expect(heights.filter((height) => height === heightOf(0))).toHaveLength(1);
    // Two points a device pixel at most, and where the sample stands.
    expect(line[1]).toBeGreaterThan(0.33);
    const found = line[0]! + heights.indexOf(heightOf(1)) * line[1]!;
    expect(Math.abs(found - (0.75 + (98.5 * 333) / 999))).toBeLessThanOrEqual(0.5);
  });

  it('are in the order in which the least and the greatest of a group came', () => {
    const samples = Array.from({ length: 1000 }, () => 0);
    [samples[503], samples[504], samples[804], samples[805]] = [9, -9, -9, 9];
    add({ samples });
    const peaks = sent().heights.filter((height) => height !== heightOf(0.5));
    expect(peaks).toEqual([1, 0, 0, 1].map(heightOf));
  });

  it('keep groups together while samples move on', () => {
    const spiky = (i: number) => ((i * 7919) % 1009) - 500;
    const entity = add({
      samples: Array.from({ length: 1000 }, (_, i) => spiky(i)),
      min: -500,
      max: 509,
    });
    let before = sent().heights;
    for (let i = 0; i < 40; i++) {
      pushSample(app.world, entity, spiky(1000 + i));
      frames(1);
      const { heights } = sent();
      const shift = before.slice(2, 12).every((height, at) => height === heights[at + 2]) ? 0 : 2;
      // But for the groups at both ends, of which samples leave or come.
      expect(heights.slice(2, 150)).toEqual(before.slice(2 + shift, 150 + shift));
      before = heights;
    }
  });

  it('go with the element, and none is left where there is no room to draw in', () => {
    frames(1);
    const { records } = app.renderer.stats();
    const entity = add({ samples: [1, 2, 3], width: 0 });
    expect(app.renderer.stats().records).toBe(records);
    const seen = add({ samples: [1, 2, 3] });
    frames(1);
    expect(app.renderer.stats().records).toBeGreaterThan(records);
    for (const each of [entity, seen]) despawn(app.world, each);
    frames(2);
    expect(app.renderer.stats().records).toBe(records);
    const { entries } = findResource(app.world, SparklineTable)!;
    expect(entries.filter(Boolean)).toEqual([]);
    add({ samples: [1] });
    expect(entries).toHaveLength(3);
  });
});

describe('a sample more', () => {
  it('is drawn where it was pushed: bytes of its own records, damage of its own box', () => {
    const entity = add({ samples: Array.from({ length: 120 }, (_, i) => i % 7) });
    frames(3);
    pushSample(app.world, entity, 3);
    frames(1);
    const { bytesUploaded, damagedPixels, draws, recordsWritten } = app.renderer.stats();
    expect(recordsWritten).toBe(9);
    expect(bytesUploaded).toBe(9 * 64);
    expect(damagedPixels).toBe(100 * 40);
    expect(draws).toBe(1);
    const { left, right } = columns(app.world, Ink);
    expect([left[entity & ROW_MASK], right[entity & ROW_MASK]]).toEqual([10, 110]);
    frames(1);
    expect(app.renderer.stats().draws).toBe(0);
  });

  it('moves the others on, and the oldest out', () => {
    const entity = add({ capacity: 3, min: 0, max: 10 });
    expect(sent().parts).toEqual([]);
    for (const [i, shown] of [[1], [1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]].entries()) {
      pushSample(app.world, entity, i + 1);
      frames(1);
      expect(sent().heights).toEqual(shown.map((value) => heightOf(value / 10)));
      expect(sent().line[0]).toBeCloseTo(0.75 + (98.5 / 2) * (3 - shown.length), 4);
    }
    setSamples(app.world, entity, [7, 8, 9, 10]);
    frames(1);
    expect(sent().heights).toEqual([0.7, 0.8, 0.9, 1].map(heightOf));
    setSamples(app.world, entity, Float32Array.of(5));
    frames(1);
    expect(sent().heights).toEqual([heightOf(0.5)]);
  });

  it('allocates nothing, from pushing to sending', () => {
    open(1, false);
    const block = new Float64Array(1);
    const shown = Array.from({ length: 4 }, (_, i) =>
      sparkline(app.world, { ...place, left: i, capacity: i % 2 ? 60 : 400 }),
    );
    const measured = process.env.RAFTER_LONG ? 2_000 : 800;
    const slope = heapSlope((frame) => {
      for (let i = 0; i < shown.length; i++) {
        block[0] = ((frame * 31 + i * 7) % 100) / 7;
        pushSamples(app.world, shown[i]!, block);
      }
      frames(1);
    }, measured);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

describe('where layout has no edges to tell', () => {
  it('the box is all there is', () => {
    setResource(app.world, EdgesOf, undefined);
    add({ samples: [1, 2, 1] });
    expect(sent().parts[0]!.x).toBe(10);
  });
});
