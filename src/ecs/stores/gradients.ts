import {
  columns,
  defineResource,
  defineStore,
  findResource,
  setResource,
  type World,
} from '../index';
import { createValuesByText, type ValuesByText } from './values-by-text';

/** Gradient over an element's fill: an id of `GradientTable`, 0 = none. */
export const FillGradient = defineStore('FillGradient', { id: 'u16' });

/** Most stops of a gradient. */
export const MOST_STOPS = 16;

/** Kinds of gradients. */
export const GRADIENT_LINEAR = 0;
export const GRADIENT_RADIAL = 1;

/** How a linear gradient runs: at an angle, or to a corner of the box. */
export const TO_ANGLE = 0;
export const TO_CORNER = 1;

/** Where a radial gradient ends: at lengths, or at sides or corners of the box. */
export const EXTENT_LENGTHS = 0;
export const EXTENT_CLOSEST_SIDE = 1;
export const EXTENT_FARTHEST_SIDE = 2;
export const EXTENT_CLOSEST_CORNER = 3;
export const EXTENT_FARTHEST_CORNER = 4;

/** A gradient as CSS has it. A length is `share` of a side plus `px`. Never changed. */
export type Gradient = {
  readonly kind: number;
  readonly repeats: boolean;
  /** Linear: `TO_...`, and the angle clockwise from upwards in radians, or the corner as signs: right and down are 1. */
  readonly towards: number;
  readonly angle: number;
  readonly cornerX: number;
  readonly cornerY: number;
  /** Radial: `EXTENT_...`, a circle, the centre and the radii. */
  readonly extent: number;
  readonly isCircle: boolean;
  /** Shares and pixels of centre x, centre y, radius x and radius y. */
  readonly shares: Float64Array;
  readonly pixels: Float64Array;
  /** RGBA8, red low, of each stop. */
  readonly colors: Uint32Array;
  /** Where the stops are; both NaN where none was given. */
  readonly stopShares: Float64Array;
  readonly stopPixels: Float64Array;
};

/** Gradients by id. */
export type GradientTable = ValuesByText<Gradient | undefined>;

export const GradientTable = defineResource<GradientTable>('GradientTable');

/** The world's table, made when first asked for. */
export function gradientTable(world: World): GradientTable {
  let table = findResource(world, GradientTable);
  if (!table) {
    table = createValuesByText<Gradient | undefined>({
      world,
      none: undefined,
      isNone: (gradient) => gradient === undefined,
      column: () => columns(world, FillGradient).id,
      what: 'gradients',
    });
    setResource(world, GradientTable, table);
  }
  return table;
}
