import type { GridScratch } from './scratch';

/** Numbers of an entry: what it is of, and where room was found last. */
const SIZE = 4;

/** Forgets what was found before, and makes room for searches of so many kinds. */
export function clearFits(grid: GridScratch, kinds: number): void {
  let entries = 16;
  // Half of them stay free, so that a look takes a step or two.
  while (entries < kinds * 2) entries *= 2;
  if (grid.fits.length < entries * SIZE) grid.fits = new Int32Array(entries * SIZE);
  else grid.fits.fill(0, 0, entries * SIZE);
  grid.fitEntries = entries;
}

/**
 * The place in `grid.fits` of where a search of this kind found room last, 0 at first: as cells are only ever taken, there is none
 * before. Kinds are told apart by their spans, `major` above 0, and by the line that they are bound to, -1 for none.
 */
export function fitOf(grid: GridScratch, line: number, major: number, minor: number): number {
  const { fits } = grid;
  const mask = grid.fitEntries - 1;
  let hash = Math.imul(line, 0x9e3779b1) ^ Math.imul(major, 0x85ebca6b);
  hash = Math.imul(hash ^ minor, 0xc2b2ae35);
  let entry = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const at = entry * SIZE;
    if (fits[at + 1] === 0) {
      fits[at] = line;
      fits[at + 1] = major;
      fits[at + 2] = minor;
      return at + 3;
    }
    if (fits[at] === line && fits[at + 1] === major && fits[at + 2] === minor) return at + 3;
    entry = (entry + 1) & mask;
  }
}
