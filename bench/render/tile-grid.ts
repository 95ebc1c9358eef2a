/** Side of a tile, device pixels. */
const TILE = 64;
const MOST_RECTS = 8;

/**
 * Damage as marks in a grid of tiles: what is damaged marks the tiles that it touches, and runs of tiles in a line, joined with the
 * same run of the line above, are the rectangles, 8 at most. Beside this `rect-set` is measured.
 */
export type TileGrid = {
  count(): number;
  readonly rects: Int32Array;
  pixels(): number;
  add(from: Int32Array, at: number): void;
  settle(): void;
  clear(): void;
};

/** Makes an empty one for a surface of so many device pixels. A rectangle more is worth `passPixels`. */
export function createTileGrid(width: number, height: number, passPixels: number): TileGrid {
  const columns = Math.ceil(width / TILE);
  const lines = Math.ceil(height / TILE);
  const marks = new Uint8Array(columns * lines);
  // A line may begin as many runs as it has pairs of tiles.
  const rects = new Int32Array(Math.ceil(columns / 2) * lines * 4);
  let count = 0;

  function area(at: number): number {
    return (rects[at + 2]! - rects[at]!) * (rects[at + 3]! - rects[at + 1]!);
  }

  function wasted(a: number, b: number): number {
    const across = Math.max(rects[a + 2]!, rects[b + 2]!) - Math.min(rects[a]!, rects[b]!);
    const down = Math.max(rects[a + 3]!, rects[b + 3]!) - Math.min(rects[a + 1]!, rects[b + 1]!);
    return across * down - area(a) - area(b);
  }

  function addRun(left: number, right: number, line: number): void {
    for (let at = 0; at < count * 4; at += 4) {
      const isAbove = rects[at + 3] === line * TILE;
      if (!isAbove || rects[at] !== left * TILE || rects[at + 2] !== right * TILE) continue;
      rects[at + 3] = (line + 1) * TILE;
      return;
    }
    const at = count++ * 4;
    rects[at] = left * TILE;
    rects[at + 1] = line * TILE;
    rects[at + 2] = right * TILE;
    rects[at + 3] = (line + 1) * TILE;
  }

  function unite(a: number, b: number): void {
    rects[a] = Math.min(rects[a]!, rects[b]!);
    rects[a + 1] = Math.min(rects[a + 1]!, rects[b + 1]!);
    rects[a + 2] = Math.max(rects[a + 2]!, rects[b + 2]!);
    rects[a + 3] = Math.max(rects[a + 3]!, rects[b + 3]!);
    count--;
    for (let i = 0; i < 4; i++) rects[b + i] = rects[count * 4 + i]!;
  }

  /** Joins pairs while that is worth it, or while there are too many, and whatever a union meets. */
  function join(): void {
    for (;;) {
      let least = Number.MAX_SAFE_INTEGER;
      let first = 0;
      let second = 0;
      for (let a = 0; a < count * 4; a += 4) {
        for (let b = a + 4; b < count * 4; b += 4) {
          const waste = wasted(a, b);
          if (waste >= least) continue;
          least = waste;
          first = a;
          second = b;
        }
      }
      // What overlaps is united too: there the waste is less than nothing.
      if (count < 2 || (count <= MOST_RECTS && least > passPixels)) return;
      unite(first, second);
    }
  }

  return {
    count() {
      return count;
    },
    rects,
    pixels() {
      let sum = 0;
      for (let at = 0; at < count * 4; at += 4) {
        const across = Math.min(rects[at + 2]!, width) - rects[at]!;
        sum += across * (Math.min(rects[at + 3]!, height) - rects[at + 1]!);
      }
      return sum;
    },
    add(from, at) {
      const left = Math.max(0, Math.floor(from[at]! / TILE));
      const right = Math.min(columns, Math.ceil(from[at + 2]! / TILE));
      const bottom = Math.min(lines, Math.ceil(from[at + 3]! / TILE));
      for (let line = Math.max(0, Math.floor(from[at + 1]! / TILE)); line < bottom; line++) {
        if (left < right) marks.fill(1, line * columns + left, line * columns + right);
      }
    },
    settle() {
      count = 0;
      for (let line = 0; line < lines; line++) {
        for (let left = 0; left < columns; left++) {
          if (marks[line * columns + left] === 0) continue;
          let right = left + 1;
          while (right < columns && marks[line * columns + right] === 1) right++;
          addRun(left, right, line);
          left = right;
        }
      }
      join();
    },
    clear() {
      marks.fill(0);
      count = 0;
    },
  };
}
