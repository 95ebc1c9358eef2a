/** Pictures of the gallery. */
export const COUNT = 1_000_000;
/** Numbers of different pictures, and of shapes that they are shown in. */
export const PICTURES = 9;
const SHAPES = [0.66, 0.75, 0.8, 1, 1.25, 1.33, 1.5, 1.78];

const PLACES = ['Quay', 'Ridge', 'Harbour', 'Meadow', 'Pass', 'Island', 'Dunes', 'Lake', 'Valley'];
const TIMES = [
  'at dawn',
  'in the rain',
  'before noon',
  'in October',
  'from the ferry',
  'at low tide',
];

/** Which picture the one at a place is; a number below `PICTURES`. */
export function pictureOf(at: number): number {
  return hash(at, 1) % PICTURES;
}

/** How much wider than high it is shown. */
export function shapeOf(at: number): number {
  return SHAPES[hash(at, 2) % SHAPES.length]!;
}

/** What is written below it. */
export function titleOf(at: number): string {
  return titles[hash(at, 3) % titles.length]!;
}

// Made once, so that a row is filled without garbage.
const titles = PLACES.flatMap((place) => TIMES.map((time) => `${place} ${time}`));

/** A number from 0 to 2^31 - 1. */
function hash(at: number, seed: number): number {
  let bits = Math.imul(at ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 13), 0x297a2d39);
  return (bits ^ (bits >>> 16)) >>> 1;
}
