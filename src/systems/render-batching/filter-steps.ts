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
  let spreads = false;

  /** Adds what the step that begins at `at` reaches: a blur, or a shadow, by where it falls. */
  function spread(at: number): void {
    const { steps } = filters;
    const isShadow = steps[at] === FILTER_SHADOW;
    for (let axis = 0; axis < 2; axis++) {
      const blur = REACH * steps[at + 1 + axis]!;
      const to = isShadow ? steps[at + 3 + axis]! : 0;
      reach[axis]! += Math.max(0, Math.ceil(blur - to));
      reach[axis + 2]! += Math.max(0, Math.ceil(blur + to));
    }
    for (let side = 0; side < 4; side++) if (reach[side]! > 0) spreads = true;
  }

  function write(at: number, filter: FilterFunction, layer: number): void {
    const { name, numbers } = filter;
    const { steps } = filters;
    if (name !== 'blur' && name !== 'drop-shadow') {
      steps[at] = FILTER_COLOR;
      writeMatrix(steps, at + 1, filter);
      return;
    }
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
    if (name === 'blur') {
      steps[at] = FILTER_BLUR;
      steps[at + 1] = numbers[0]! * scaleX;
      steps[at + 2] = numbers[0]! * scaleY;
    } else {
      const x = numbers[0] ?? 0;
      const y = numbers[1] ?? 0;
      const blur = numbers[2] ?? 0;
      steps[at] = FILTER_SHADOW;
      steps[at + 1] = blur * SHADOW_SIGMA * scaleX;
      steps[at + 2] = blur * SHADOW_SIGMA * scaleY;
      steps[at + 3] = a * x + c * y;
      steps[at + 4] = b * x + d * y;
      writeColor(steps, at + 5, filter);
    }
    spread(at);
  }

  const filters = {
    steps: new Float32Array(FILTER_FLOATS * 4),
    count: 0,
    reach,
    get spreads() {
      return spreads;
    },
    find(filter: number, layer: number) {
      const list = table.values[filter];
      reach.fill(0);
      spreads = false;
      filters.count = list === undefined ? 0 : list.length;
      if (list === undefined) return;
      if (filters.steps.length < list.length * FILTER_FLOATS) {
        filters.steps = new Float32Array(list.length * FILTER_FLOATS);
      }
      for (let i = 0; i < list.length; i++) write(i * FILTER_FLOATS, list[i]!, layer);
    },
  };
  return filters;
}

/** Of the blur of a shadow: browsers take it for the standard deviation itself, unlike that of `box-shadow`. */
const SHADOW_SIGMA = 1;
/** What red, green and blue weigh, as the specification of CSS's filters has it: of `grayscale`, and of `saturate`. */
const GRAY = [0.2126, 0.7152, 0.0722] as const;
const SATURATION = [0.213, 0.715, 0.072] as const;

/** Writes a colour, premultiplied. */
function writeColor(to: Float32Array, at: number, { color }: FilterFunction): void {
  const alpha = (color >>> 24) / 255;
  for (let i = 0; i < 3; i++) to[at + i] = (((color >>> (i * 8)) & 255) / 255) * alpha;
  to[at + 3] = alpha;
}

/** Writes rows of a colour matrix as the specification of CSS's filters has them. */
function writeMatrix(to: Float32Array, at: number, { name, numbers }: FilterFunction): void {
  const amount = numbers[0]!;
  const isGray = name === 'grayscale';
  const isEven = name === 'brightness' || name === 'contrast';
  const weights = isGray ? GRAY : SATURATION;
  const kept = isGray ? 1 - Math.min(1, amount) : amount;
  for (let row = 0; row < 3; row++) {
    for (let i = 0; i < 3; i++) {
      const own = i === row ? kept : 0;
      const even = i === row ? amount : 0;
      to[at + row * 4 + i] = isEven ? even : weights[i]! * (1 - kept) + own;
    }
    to[at + row * 4 + 3] = name === 'contrast' ? 0.5 - 0.5 * amount : 0;
  }
}
