import {
  columns,
  type Entity,
  kindOf,
  PAINT,
  ROW_MASK,
  type Row,
  resolve,
  resource,
  spawn,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  type SampleSeries,
  SERIES_AREA,
  SERIES_LINE,
  SERIES_MAX,
  SERIES_MIN,
  SERIES_WIDTH,
  Sparkline,
  SparklineKind,
  sparklineTable,
} from '../ecs/stores';
import { built } from './box';
import { type Color, parseColor } from './color';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';
import { Theme } from './theme';

/** How a sparkline is drawn. */
export type SparklineLook = {
  /** Of the line. @default the theme's accent */
  color?: Color;
  /** CSS pixels, 0 to 64; the line stays within the element's padding. @default 1.5 */
  lineWidth?: number;
  /** Of what lies between the line and the bottom. @default 'transparent' */
  areaColor?: Color;
  /** Value at the bottom; what is lower is cut off. @default 'auto', the least sample */
  min?: number | 'auto';
  /** Value at the top; what is higher is cut off. @default 'auto', the greatest sample */
  max?: number | 'auto';
};

export type SparklineOptions = Style &
  Styled &
  SparklineLook & {
    parent?: Target;
    /** Numbers to begin with, the newest last; they are copied. What is not finite is a gap. @default none */
    samples?: ArrayLike<number>;
    /** How many samples the width stands for. @default as many as `samples` has, or 120 */
    capacity?: number;
  };

const USUAL = 120;
const MOST = 2 ** 20;
const WIDEST = 64;
/** Numbers of samples wrap here, and stay small integers. */
const WRAP = 2 ** 30 - 1;

/**
 * Adds an element that draws numbers as a line from left to right, the newest at the right edge. It has no size of its own: give
 * `width` and `height`, or let it stretch. Throws `ValueError` for what it cannot use.
 */
export function sparkline(world: World, options: SparklineOptions = {}): Entity {
  checkObject('options', options);
  const {
    parent,
    styles,
    samples,
    capacity,
    color: _color,
    lineWidth: _width,
    areaColor: _area,
    min: _min,
    max: _max,
    ...style
  } = options;
  const entity = spawn(world, SparklineKind, parent);
  const row = entity & ROW_MASK;
  return built(world, entity, () => {
    applyStyle(world, row, style);
    if (styles) applyStyles(world, row, styles);
    if (samples !== undefined) checkSamples(samples);
    const room = capacity ?? (samples && samples.length > 0 ? samples.length : USUAL);
    if (!(Number.isInteger(room) && room >= 1 && room <= MOST)) {
      throw new ValueError(`capacity is ${String(room)}; give a whole number from 1 to ${MOST}`);
    }
    const table = sparklineTable(world);
    const id = table.take(room);
    columns(world, Sparkline).id[row] = id;
    const series = table.entries[id]!;
    series.colors[SERIES_LINE] = parseColor(resource(world, Theme).accent);
    applyLook(series, options);
    if (samples) copySamples(series, samples);
  });
}

/**
 * Adds a number at the right edge; the others move on, and the oldest goes where there is no room for it. What is not finite makes a
 * gap. Allocates nothing itself; see `pushSamples` for fractions.
 */
export function pushSample(world: World, target: Target, value: number): void {
  const row = sparklineRow(world, target);
  if (row === 0) return;
  if (typeof value !== 'number') {
    throw new ValueError(`sample is ${String(value)}; give a number, or NaN for a gap`);
  }
  const series = seriesOf(world, row);
  series.ring[nextPlace(series)] = value;
  touch(world, row, PAINT);
}

/**
 * Adds the first `count` numbers of an array at the right edge, the last one as the newest. A fraction that is handed over by itself may
 * become an object of 16 bytes; from a typed array of your own none does.
 */
export function pushSamples(
  world: World,
  target: Target,
  samples: ArrayLike<number>,
  count: number = samples.length,
): void {
  const row = sparklineRow(world, target);
  if (row === 0) return;
  checkSamples(samples);
  if (!(Number.isInteger(count) && count >= 0 && count <= samples.length)) {
    throw new ValueError(
      `count is ${String(count)}; give 0 to ${samples.length}, as there are samples`,
    );
  }
  const series = seriesOf(world, row);
  for (let i = 0; i < count; i++) series.ring[nextPlace(series)] = samples[i]!;
  if (count > 0) touch(world, row, PAINT);
}

/** Where the newest sample belongs, of which there is one more from now on. */
function nextPlace(series: SampleSeries): number {
  const { length } = series.ring;
  const at = (series.first + series.count) % length;
  series.pushed = (series.pushed + 1) & WRAP;
  if (series.count < length) series.count++;
  else series.first = (series.first + 1) % length;
  return at;
}

/**
 * Shows these numbers instead, the newest last; they are copied. Where there are more than there is room for, room for all of them is
 * made, which allocates; else it does not.
 */
export function setSamples(world: World, target: Target, samples: ArrayLike<number>): void {
  const row = sparklineRow(world, target);
  if (row === 0) return;
  checkSamples(samples);
  copySamples(seriesOf(world, row), samples);
  touch(world, row, PAINT);
}

/** Changes how numbers are drawn; what is not given stays. Everything is checked before anything is written. */
export function setSparklineLook(world: World, target: Target, look: SparklineLook): void {
  const row = sparklineRow(world, target);
  if (row === 0) return;
  applyLook(seriesOf(world, row), look);
  touch(world, row, PAINT);
}

function copySamples(series: SampleSeries, samples: ArrayLike<number>): void {
  const { length } = samples;
  if (length > series.ring.length) series.ring = new Float64Array(length);
  series.ring.set(samples);
  series.first = 0;
  series.count = length;
  series.pushed = length;
}

function applyLook(series: SampleSeries, look: SparklineLook): void {
  const { color, lineWidth, areaColor, min, max } = look;
  const { lengths, colors } = series;
  const line = color === undefined ? colors[SERIES_LINE]! : parseColor(color);
  const area = areaColor === undefined ? colors[SERIES_AREA]! : parseColor(areaColor);
  const width = lineWidth ?? lengths[SERIES_WIDTH]!;
  if (!(typeof width === 'number' && width >= 0 && width <= WIDEST)) {
    throw new ValueError(`lineWidth is ${String(width)}; give 0 to ${WIDEST} CSS pixels`);
  }
  const low = limit('min', min, lengths[SERIES_MIN]!);
  const high = limit('max', max, lengths[SERIES_MAX]!);
  if (low >= high)
    throw new ValueError(`min is ${low} and max is ${high}; give a min below the max`);
  colors[SERIES_LINE] = line;
  colors[SERIES_AREA] = area;
  lengths[SERIES_WIDTH] = width;
  lengths[SERIES_MIN] = low;
  lengths[SERIES_MAX] = high;
}

function limit(name: string, value: unknown, before: number): number {
  if (value === undefined) return before;
  if (value === 'auto') return Number.NaN;
  if (Number.isFinite(value)) return value as number;
  throw new ValueError(`${name} is ${String(value)}; give a finite number or 'auto'`);
}

function checkSamples(samples: ArrayLike<number>): void {
  const isArray = Array.isArray(samples);
  if (!isArray && !(ArrayBuffer.isView(samples) && typeof samples[0] !== 'bigint')) {
    throw new ValueError(`samples is ${String(samples)}; give an array of numbers, or a typed one`);
  }
  if (!isArray && samples.length === undefined) {
    throw new ValueError('samples is a DataView; give an array of numbers, or a typed one');
  }
  if (samples.length > MOST) {
    throw new ValueError(`samples has ${samples.length} numbers; give ${MOST} at most`);
  }
  if (!isArray) return;
  const at = samples.findIndex((sample) => typeof sample !== 'number');
  if (at < 0) return;
  throw new ValueError(`samples[${at}] is ${String(samples[at])}; give a number, or NaN for a gap`);
}

function seriesOf(world: World, row: Row): SampleSeries {
  return sparklineTable(world).entries[columns(world, Sparkline).id[row]!]!;
}

/** The row of a sparkline; 0 for a stale handle inside a frame. Throws `ValueError` for another kind of element. */
function sparklineRow(world: World, target: Target): Row {
  const row = resolve(world, target);
  if (row !== 0 && kindOf(world, row) !== SparklineKind) {
    throw new ValueError(`row ${row} is no sparkline; give an element made by sparkline()`);
  }
  return row;
}
