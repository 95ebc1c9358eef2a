import { resource, type World } from '../../ecs';
import {
  type FilterFunction,
  filterTable,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_WORDS,
  LayerRows,
  Viewport,
} from '../../ecs/stores';

/** Numbers of a step: what it does, then what for. */
export const FILTER_FLOATS = 16;
/** A blur: standard deviations across and down, device pixels. */
export const FILTER_BLUR = 1;
/** A shadow: the same, where it falls to, and its colour, premultiplied. */
export const FILTER_SHADOW = 2;
/** Another colour: three rows of a matrix, for red, green and blue, and what is added. */
export const FILTER_COLOR = 3;
/** Standard deviations beyond which a blur is taken for 0, as in browsers. */
const REACH = 3;

/** What device pixels of a layer's picture are put through. */
export type FilterSteps = {
  readonly steps: Float32Array;
  readonly count: number;
  /** Pixels by which what comes out is larger than what goes in: left, top, right, bottom. */
  readonly reach: Int32Array;
  readonly spreads: boolean;
  /** Writes the steps of a list of filters at the scale at which a layer is seen. */
  find(filter: number, layer: number): void;
};

export function createFilterSteps(world: World): FilterSteps {
  const rows = resource(world, LayerRows);
  const view = resource(world, Viewport);
  const table = filterTable(world);
  const reach = new Int32Array(4);

  function spread(sigmaX: number, sigmaY: number, x: number, y: number): void {
    reach[0]! += Math.max(0, Math.ceil(REACH * sigmaX - x));
    reach[1]! += Math.max(0, Math.ceil(REACH * sigmaY - y));
    reach[2]! += Math.max(0, Math.ceil(REACH * sigmaX + x));
    reach[3]! += Math.max(0, Math.ceil(REACH * sigmaY + y));
  }

  function write(at: number, { name, numbers, color }: FilterFunction, layer: number): void {
    const { dpr } = view;
    const base = layer * LAYER_WORDS;
    const a = rows.floats[base + LAYER_A]! * dpr;
    const b = rows.floats[base + LAYER_B]! * dpr;
    const c = rows.floats[base + LAYER_C]! * dpr;
    const d = rows.floats[base + LAYER_D]! * dpr;
    // What is stretched and turned at once is blurred evenly.
    const even = Math.sqrt(Math.abs(a * d - b * c));
    const isTurned = b !== 0 || c !== 0;
    const scaleX = isTurned ? even : Math.abs(a);
    const scaleY = isTurned ? even : Math.abs(d);
    const { steps } = filters;
    if (name === 'blur') {
      const sigma = numbers[0]!;
      steps.set([FILTER_BLUR, sigma * scaleX, sigma * scaleY], at);
      spread(sigma * scaleX, sigma * scaleY, 0, 0);
    } else if (name === 'drop-shadow') {
      const [x = 0, y = 0, blur = 0] = numbers;
      const sigma = blur * SHADOW_SIGMA;
      const toX = a * x + c * y;
      const toY = b * x + d * y;
      const alpha = (color >>> 24) / 255;
      const [red, green, blue] = [0, 8, 16].map((bit) => (((color >>> bit) & 255) / 255) * alpha);
      const place = [sigma * scaleX, sigma * scaleY, toX, toY];
      steps.set([FILTER_SHADOW, ...place, red!, green!, blue!, alpha], at);
      spread(sigma * scaleX, sigma * scaleY, toX, toY);
    } else {
      steps.set([FILTER_COLOR, ...matrixOf(name, numbers[0]!)], at);
    }
  }

  const filters = {
    steps: new Float32Array(FILTER_FLOATS * 4),
    count: 0,
    reach,
    get spreads() {
      return reach.some((side) => side > 0);
    },
    find(filter: number, layer: number) {
      const list = table.values[filter] ?? [];
      reach.fill(0);
      filters.count = list.length;
      if (filters.steps.length < list.length * FILTER_FLOATS) {
        filters.steps = new Float32Array(list.length * FILTER_FLOATS);
      }
      for (const [i, step] of list.entries()) write(i * FILTER_FLOATS, step, layer);
    },
  };
  return filters;
}

/** Of the blur of a shadow: browsers take it for the standard deviation itself, unlike that of `box-shadow`. */
const SHADOW_SIGMA = 1;

/** Rows of a colour matrix as the specification of CSS's filters has them. */
function matrixOf(name: string, amount: number): number[] {
  if (name === 'brightness') return [amount, 0, 0, 0, 0, amount, 0, 0, 0, 0, amount, 0];
  if (name === 'contrast') {
    const added = 0.5 - 0.5 * amount;
    return [amount, 0, 0, added, 0, amount, 0, added, 0, 0, amount, added];
  }
  const [red, green, blue] =
    name === 'grayscale' ? [0.2126, 0.7152, 0.0722] : [0.213, 0.715, 0.072];
  const kept = name === 'grayscale' ? 1 - Math.min(1, amount) : amount;
  return [0, 1, 2].flatMap((row) => [
    ...[red!, green!, blue!].map((weight, i) => weight * (1 - kept) + (i === row ? kept : 0)),
    0,
  ]);
}
