import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  despawn,
  type Entity,
  elementCount,
  findResource,
  ROW_MASK,
} from '../../../src/ecs';
import {
  type SampleSeries,
  SERIES_AREA,
  SERIES_LINE,
  SERIES_MAX,
  SERIES_MIN,
  SERIES_WIDTH,
  Sparkline,
  SparklineTable,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing';
import {
  box,
  darkTheme,
  parseColor,
  pushSample,
  pushSamples,
  setSamples,
  setSparklineLook,
  sparkline,
} from '../../../src/ui';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp();
});

afterEach(() => app.dispose());

function seriesOf(entity: Entity): SampleSeries {
  const id = columns(app.world, Sparkline).id[entity & ROW_MASK]!;
  return findResource(app.world, SparklineTable)!.entries[id]!;
}

/** Samples from the oldest to the newest. */
function shown(entity: Entity): number[] {
  const { ring, first, count } = seriesOf(entity);
  return Array.from({ length: count }, (_, i) => ring[(first + i) % ring.length]!);
}

describe('sparkline', () => {
  it('copies what it is given, and has room for as many, or for 120', () => {
    const samples = Float32Array.of(1, 2, 3);
    const full = sparkline(app.world, { samples });
    samples[0] = 9;
    expect(shown(full)).toEqual([1, 2, 3]);
    expect(seriesOf(full).ring).toHaveLength(3);
    expect(seriesOf(sparkline(app.world)).ring).toHaveLength(120);
    expect(seriesOf(sparkline(app.world, { samples: [] })).ring).toHaveLength(120);
    expect(seriesOf(sparkline(app.world, { samples: [1], capacity: 7 })).ring).toHaveLength(7);
  });

  it('has the colour of the theme, and looks that can be changed', () => {
    const entity = sparkline(app.world);
    const { colors, lengths } = seriesOf(entity);
    expect([...colors]).toEqual([parseColor(darkTheme.accent), 0]);
    expect([...lengths]).toEqual([1.5, Number.NaN, Number.NaN]);
    setSparklineLook(app.world, entity, { color: '#f00', areaColor: '#00ff0080', min: -2, max: 5 });
    setSparklineLook(app.world, entity, { lineWidth: 3, max: 'auto' });
    expect(colors[SERIES_LINE]).toBe(parseColor('#f00'));
    expect(colors[SERIES_AREA]).toBe(parseColor('#00ff0080'));
    expect(lengths[SERIES_WIDTH]).toBe(3);
    expect([lengths[SERIES_MIN], lengths[SERIES_MAX]]).toEqual([-2, Number.NaN]);
  });

  it('keeps the newest in order, however they come', () => {
    const entity = sparkline(app.world, { capacity: 4 });
    const model: number[] = [];
    for (let i = 0; i < 30; i++) {
      if (i % 3 === 0) {
        const many = Array.from({ length: i % 7 }, (_, at) => i + at / 10);
        pushSamples(app.world, entity, many);
        model.push(...many);
      } else {
        pushSample(app.world, entity, i);
        model.push(i);
      }
      expect(shown(entity)).toEqual(model.slice(-4));
    }
    pushSamples(app.world, entity, Float64Array.of(7, 8, 9), 2);
    expect(shown(entity).slice(-2)).toEqual([7, 8]);
  });

  it('makes room for more samples than it had, and keeps it', () => {
    const entity = sparkline(app.world, { capacity: 2 });
    setSamples(app.world, entity, [1, 2, 3, 4]);
    expect(shown(entity)).toEqual([1, 2, 3, 4]);
    const { ring } = seriesOf(entity);
    setSamples(app.world, entity, [5]);
    expect(seriesOf(entity).ring).toBe(ring);
    expect(shown(entity)).toEqual([5]);
  });

  it('leaves nothing of an element that had its row before', () => {
    const first = sparkline(app.world, { samples: [1, 2] });
    despawn(app.world, first);
    const second = box(app.world);
    expect(second & ROW_MASK).toBe(first & ROW_MASK);
    expect(columns(app.world, Sparkline).id[second & ROW_MASK]).toBe(0);
  });
});

describe('what a sparkline cannot use', () => {
  it.each([
    [{ capacity: 0 }, /capacity is 0; give a whole number from 1 to 1048576/],
    [{ capacity: 2.5 }, /capacity is 2.5/],
    [{ capacity: 2 ** 21 }, /capacity is 2097152/],
    [{ samples: 'abc' }, /samples is abc; give an array of numbers, or a typed one/],
    [{ samples: [1, '2'] }, /samples\[1\] is 2; give a number, or NaN for a gap/],
    [{ samples: new BigInt64Array(1) }, /samples is 0; give an array/],
    [{ samples: new DataView(new ArrayBuffer(8)) }, /samples is a DataView/],
    [{ samples: { length: 2 } }, /samples is \[object Object\]/],
    [{ lineWidth: -1 }, /lineWidth is -1; give 0 to 64 CSS pixels/],
    [{ lineWidth: Number.NaN }, /lineWidth is NaN/],
    [{ lineWidth: '2' }, /lineWidth is 2; give/],
    [{ min: 5, max: 5 }, /min is 5 and max is 5; give a min below the max/],
    [{ min: Number.POSITIVE_INFINITY }, /min is Infinity; give a finite number or 'auto'/],
    [{ max: '9' }, /max is 9; give a finite number/],
    [{ color: 'red-ish' }, /colour 'red-ish' is not known/],
    [{ fil: 'red' }, /'fil' is not known; did you mean 'fill'/],
  ])('is told, and makes no element: case %#', (options, message) => {
    const before = elementCount(app.world);
    expect(() => sparkline(app.world, options as never)).toThrow(message);
    expect(elementCount(app.world)).toBe(before);
    expect(shown(sparkline(app.world, { samples: [1] }))).toEqual([1]);
  });

  it('changes nothing', () => {
    const entity = sparkline(app.world, { samples: [1, 2], max: 4 });
    const { world } = app;
    expect(() => setSparklineLook(world, entity, { color: '#f00', min: 4 })).toThrow(
      /min is 4 and/,
    );
    expect(() => setSamples(world, entity, [1, undefined] as never)).toThrow(
      /samples\[1\] is undef/,
    );
    expect(() => pushSamples(world, entity, [3], 2)).toThrow(/count is 2; give 0 to 1/);
    expect(() => pushSample(world, entity, '3' as never)).toThrow(/sample is 3; give a number/);
    expect(() => setSamples(world, entity, { length: 3 * 2 ** 20 } as never)).toThrow(/samples is/);
    expect(() => setSamples(world, entity, new Float32Array(2 ** 20 + 1))).toThrow(
      /1048576 at most/,
    );
    expect(shown(entity)).toEqual([1, 2]);
    expect(seriesOf(entity).colors[SERIES_LINE]).toBe(parseColor(darkTheme.accent));
  });

  it('is another kind of element, or one that is gone', () => {
    const other = box(app.world);
    expect(() => pushSample(app.world, other, 1)).toThrow(
      /is no sparkline; give an element made by/,
    );
    const entity = sparkline(app.world);
    despawn(app.world, entity);
    expect(() => pushSample(app.world, entity, 1)).toThrow(/stale|gone|despawned/i);
  });
});
