import type { World } from '../../ecs';
import {
  EXTENT_CLOSEST_CORNER,
  EXTENT_CLOSEST_SIDE,
  EXTENT_FARTHEST_SIDE,
  EXTENT_LENGTHS,
  GRADIENT_RADIAL,
  type Gradient,
  MOST_STOPS,
  TO_CORNER,
} from '../../ecs/stores';
import type { Quality } from './quality';
import { innerRadiiBottom, innerRadiiTop } from './radii';
import {
  GRADIENT_COUNT_SHIFT,
  GRADIENT_IS_RADIAL,
  GRADIENT_REPEATS,
  KIND_GRADIENT,
  KIND_ROUND,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_GRADIENT_ENDS,
  RECORD_GRADIENT_LINE,
  RECORD_GRADIENT_LOOK,
  RECORD_GRADIENT_SECOND,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_STOPS,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
  STOPS_PER_RECORD,
} from './record-format';
import type { RecordStore } from './record-store';

/** Radii and lines are no shorter, CSS pixels, so that nothing is divided by 0. */
const SHORTEST = 1e-3;

export type GradientWriter = {
  /**
   * Writes a gradient into the box whose edges are the ink, within its border where it has one, from a record on. Returns how
   * many records it is, 0 where nothing of the box is left.
   */
  write(first: number, row: number, layer: number, gradient: Gradient): number;
};

/** Records that a gradient takes: one, and others for the colours of more than two stops where all are drawn. */
export function gradientRecords({ colors }: Gradient, { values }: Quality): number {
  return colors.length === 2 || values.gradientQuality < 1
    ? 1
    : 1 + Math.ceil(colors.length / STOPS_PER_RECORD);
}

/** Turns gradients into records; `ink` holds the edges of the box being written, `insets` its border: top, right, bottom, left. */
export function createGradientWriter(
  world: World,
  store: RecordStore,
  ink: Float32Array,
  insets: Float64Array,
  quality: Quality,
): GradientWriter {
  // Edges of the part that is filled.
  const area = new Float64Array(4);
  // What the shader is told of the line along which colours change, and how long that is in CSS pixels.
  const line = new Float64Array(4);
  const length = new Float64Array(1);
  const stops = new Float64Array(MOST_STOPS);

  function placeLinear(gradient: Gradient): void {
    const width = area[2]! - area[0]!;
    const height = area[3]! - area[1]!;
    let x = Math.sin(gradient.angle);
    let y = -Math.cos(gradient.angle);
    if (gradient.towards === TO_CORNER) {
      // The line across the middle goes through the two other corners.
      const diagonal = Math.hypot(width, height);
      x = (gradient.cornerX * height) / diagonal;
      y = (gradient.cornerY * width) / diagonal;
    }
    length[0] = Math.max(SHORTEST, Math.abs(width * x) + Math.abs(height * y));
    line[0] = x / length[0]!;
    line[1] = y / length[0]!;
    line[2] = 0;
    line[3] = 0;
  }

  function placeRadial(gradient: Gradient): void {
    const { shares, pixels, extent, isCircle } = gradient;
    const width = area[2]! - area[0]!;
    const height = area[3]! - area[1]!;
    const x = shares[0]! * width + pixels[0]!;
    const y = shares[1]! * height + pixels[1]!;
    const nearX = Math.min(Math.abs(x), Math.abs(width - x));
    const nearY = Math.min(Math.abs(y), Math.abs(height - y));
    const farX = Math.max(Math.abs(x), Math.abs(width - x));
    const farY = Math.max(Math.abs(y), Math.abs(height - y));
    const closest = extent === EXTENT_CLOSEST_SIDE || extent === EXTENT_CLOSEST_CORNER;
    const toSide = extent === EXTENT_CLOSEST_SIDE || extent === EXTENT_FARTHEST_SIDE;
    let across = closest ? nearX : farX;
    let down = closest ? nearY : farY;
    if (extent === EXTENT_LENGTHS) {
      across = shares[2]! * width + pixels[2]!;
      down = shares[3]! * height + pixels[3]!;
    } else if (isCircle) {
      if (!toSide) across = Math.hypot(across, down);
      else if (closest) across = Math.min(across, down);
      else across = Math.max(across, down);
      down = across;
    } else if (!toSide) {
      across *= Math.SQRT2;
      down *= Math.SQRT2;
    }
    length[0] = Math.max(SHORTEST, across);
    line[0] = x - width / 2;
    line[1] = y - height / 2;
    line[2] = 1 / length[0]!;
    line[3] = 1 / Math.max(SHORTEST, down);
  }

  /** Writes where the stops are as CSS has it: none before the one before it, those without a place evenly between others. */
  function placeStops({ stopShares, stopPixels }: Gradient): void {
    const count = stopShares.length;
    for (let i = 0; i < count; i++) stops[i] = stopShares[i]! + stopPixels[i]! / length[0]!;
    if (Number.isNaN(stops[0]!)) stops[0] = 0;
    if (Number.isNaN(stops[count - 1]!)) stops[count - 1] = 1;
    let last = 0;
    for (let i = 1; i < count; i++) {
      if (Number.isNaN(stops[i]!)) continue;
      stops[i] = Math.max(stops[i]!, stops[last]!);
      const step = (stops[i]! - stops[last]!) / (i - last);
      for (let between = last + 1; between < i; between++) {
        stops[between] = stops[last]! + step * (between - last);
      }
      last = i;
    }
  }

  function writeStops(first: number, colors: Uint32Array): void {
    const { words, floats } = store;
    for (let stop = 0; stop < colors.length; stop++) {
      const record = first + Math.floor(stop / STOPS_PER_RECORD);
      const at = record * RECORD_WORDS;
      if (stop % STOPS_PER_RECORD === 0) {
        store.clear(record);
        store.wrote(record);
      }
      const place = at + RECORD_STOPS + (stop % STOPS_PER_RECORD) * 2;
      floats[place] = stops[stop]!;
      words[place + 1] = colors[stop]!;
    }
  }

  return {
    write(first, row, layer, gradient) {
      const { words, floats } = store;
      const { colors } = gradient;
      area[0] = ink[0]! + insets[3]!;
      area[1] = ink[1]! + insets[0]!;
      area[2] = ink[2]! - insets[1]!;
      area[3] = ink[3]! - insets[2]!;
      if (!(area[0]! < area[2]! && area[1]! < area[3]!)) return 0;
      if (gradient.kind === GRADIENT_RADIAL) placeRadial(gradient);
      else placeLinear(gradient);
      placeStops(gradient);
      const all = colors.length;
      const count = quality.values.gradientQuality < 1 ? 2 : all;
      const at = first * RECORD_WORDS;
      floats[at + RECORD_X] = area[0]!;
      floats[at + RECORD_Y] = area[1]!;
      floats[at + RECORD_WIDTH] = area[2]! - area[0]!;
      floats[at + RECORD_HEIGHT] = area[3]! - area[1]!;
      words[at + RECORD_RADII_TOP] = innerRadiiTop(world, row, insets);
      words[at + RECORD_RADII_BOTTOM] = innerRadiiBottom(world, row, insets);
      store.wrote(first);
      if (quality.meanOf) {
        words[at + RECORD_KIND_LAYER] = KIND_ROUND | (layer << 8);
        words[at + RECORD_COLOR] = quality.meanOf(gradient, stops);
        words[at + RECORD_BORDER_COLOR] = 0;
        floats[at + RECORD_BORDER_WIDTH] = 0;
        return 1;
      }
      words[at + RECORD_KIND_LAYER] = KIND_GRADIENT | (layer << 8);
      words[at + RECORD_COLOR] = colors[0]!;
      words[at + RECORD_GRADIENT_SECOND] = colors[all - 1]!;
      words[at + RECORD_GRADIENT_LOOK] =
        (gradient.kind === GRADIENT_RADIAL ? GRADIENT_IS_RADIAL : 0) |
        (gradient.repeats ? GRADIENT_REPEATS : 0) |
        (count << GRADIENT_COUNT_SHIFT);
      for (let i = 0; i < 4; i++) floats[at + RECORD_GRADIENT_LINE + i] = line[i]!;
      floats[at + RECORD_GRADIENT_ENDS] = stops[0]!;
      floats[at + RECORD_GRADIENT_ENDS + 1] = stops[all - 1]!;
      if (count > 2) writeStops(first + 1, colors);
      return gradientRecords(gradient, quality);
    },
  };
}
