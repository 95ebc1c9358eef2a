import { columns, type World } from '../../ecs';
import { Radius } from '../../ecs/stores';

/** Upper corner radii of a row as records hold them. */
export function radiiTopBits(world: World, row: number): number {
  const { topLeft, topRight } = columns(world, Radius);
  return radiusBits(topLeft, row) | (radiusBits(topRight, row) << 16);
}

/** Lower corner radii of a row as records hold them. */
export function radiiBottomBits(world: World, row: number): number {
  const { bottomLeft, bottomRight } = columns(world, Radius);
  return radiusBits(bottomLeft, row) | (radiusBits(bottomRight, row) << 16);
}

/** Takes the column, for a fraction handed on would be a heap object. */
function radiusBits(radii: Float32Array, row: number): number {
  const radius = radii[row]!;
  // 1/16 px in 16 bits: up to 4,095 px. NaN becomes 0.
  return radius > 0 ? Math.min(65535, Math.round(radius * 16)) : 0;
}

/**
 * Upper corner radii inside a border whose sides differ, `borders` being top, right, bottom, left: these are ellipses, of which records
 * of shadows hold the mean radius.
 */
export function innerRadiiTop(world: World, row: number, borders: Float64Array): number {
  const { topLeft, topRight } = columns(world, Radius);
  return innerBits(topLeft, row, borders, 3) | (innerBits(topRight, row, borders, 0) << 16);
}

/** Lower corner radii inside such a border. */
export function innerRadiiBottom(world: World, row: number, borders: Float64Array): number {
  const { bottomLeft, bottomRight } = columns(world, Radius);
  return innerBits(bottomLeft, row, borders, 2) | (innerBits(bottomRight, row, borders, 1) << 16);
}

function innerBits(radii: Float32Array, row: number, borders: Float64Array, side: number): number {
  const radius = radii[row]! - (borders[side]! + borders[(side + 1) & 3]!) / 2;
  return radius > 0 ? Math.min(65535, Math.round(radius * 16)) : 0;
}
