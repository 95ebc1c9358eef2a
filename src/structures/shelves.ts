/** One transparent texel right of and below each bitmap: linear filtering then never reads a neighbour. */
export const PADDING = 1;

const STEP = 4;
const NONE = -1;

/**
 * How square pages are divided. A page is covered by shelves from top to bottom; a shelf is as wide as the page and holds bitmaps
 * side by side, or nothing. Knows no texels.
 */
class Shelves {
  readonly size: number;
  readonly maxPages: number;
  /** By shelf: page, top and height in texels. */
  page = new Uint16Array(64);
  y = new Uint16Array(64);
  height = new Uint16Array(64);
  /** By shelf: x of the next bitmap, 0 where it holds none, and the first column that was not sent. */
  end = new Uint16Array(64);
  sent = new Uint16Array(64);
  /** By shelf: the last frame that asked for one of its bitmaps, and the first of its slots. */
  used = new Int32Array(64).fill(NONE);
  slot = new Int32Array(64).fill(NONE);
  /** Shelves of each page from top to bottom. */
  readonly pages: number[][] = [];

  /** By shelf: the frame in which a record was last found to show it. */
  shown = new Int32Array(64).fill(NONE);
  private count = 0;
  /** Numbers of shelves that are none any more. */
  readonly free: number[] = [];
  /** The shelf at every fourth line of all pages. */
  at = new Int32Array(0);
  /** Of those, by page. */
  readonly lines: number;
  /** By height in steps: the shelf that was last filled. A look at all is needed only when it is full. */
  private readonly last: Int32Array;

  constructor(size: number, maxPages: number) {
    this.size = size;
    this.maxPages = maxPages;
    this.lines = Math.ceil(size / STEP);
    this.last = new Int32Array(this.lines + 1).fill(NONE);
    this.addPage();
  }

  /** A shelf with room for a bitmap of this size, padding included, or -1; on a new page only where that may be added. */
  find(width: number, height: number, mayGrow = true): number {
    const steps = Math.ceil(height / STEP);
    const last = this.last[steps]!;
    if (last >= 0 && this.takes(last, width, height) && this.isSnug(last, height)) return last;
    const best = this.smallest(width, height);
    const found = best >= 0 && this.isSnug(best, height) ? best : this.open(height, best, mayGrow);
    this.last[steps] = found;
    return found;
  }

  /** Says that something on the shelf at a line of a page was asked for. */
  use(page: number, y: number, frame: number): void {
    const shelf = this.at[page * this.lines + (y >> 2)]!;
    this.used[shelf] = frame;
  }

  /** Says that a record shows something on the shelf at a line of a page. */
  mark(page: number, y: number, frame: number): void {
    const shelf = page < this.pages.length ? this.at[page * this.lines + (y >> 2)]! : NONE;
    if (shelf >= 0) this.shown[shelf] = frame;
  }

  /**
   * Empties the shelves that were least recently asked for, neighbours where one is not high enough, and makes one shelf of them.
   * Spares what was asked for or marked in this frame, and what was asked for in frame `before` or later. Returns it, or -1 if no room
   * can be made.
   */
  evict(height: number, frame: number, drop: (shelf: number) => void, before = Infinity): number {
    let bestPage = NONE;
    let bestFrom = 0;
    let bestTo = 0;
    let bestAge = Infinity;
    let bestSum = Infinity;
    for (let page = 0; page < this.pages.length; page++) {
      const list = this.pages[page]!;
      let from = 0;
      let sum = 0;
      for (let to = 0; to < list.length; to++) {
        if (this.isInUse(list[to]!, frame)) {
          from = to + 1;
          sum = 0;
          continue;
        }
        sum += this.height[list[to]!]!;
        while (sum - this.height[list[from]!]! >= height) sum -= this.height[list[from++]!]!;
        if (sum < height) continue;
        const age = this.newest(list, from, to);
        if (age >= before || age > bestAge || (age === bestAge && sum >= bestSum)) continue;
        bestPage = page;
        bestFrom = from;
        bestTo = to;
        bestAge = age;
        bestSum = sum;
      }
    }
    return bestPage < 0 ? NONE : this.merge(bestPage, bestFrom, bestTo, drop);
  }

  get bytes(): number {
    return this.at.byteLength + this.used.length * 22;
  }

  private takes(shelf: number, width: number, height: number): boolean {
    return this.height[shelf]! >= height && this.end[shelf]! + width <= this.size;
  }

  /** Whether a bitmap wastes little of a shelf's height. */
  private isSnug(shelf: number, height: number): boolean {
    return this.height[shelf]! - height <= Math.max(STEP, height >> 2);
  }

  private smallest(width: number, height: number): number {
    let best = NONE;
    for (let page = 0; page < this.pages.length; page++) {
      const list = this.pages[page]!;
      for (let i = 0; i < list.length; i++) {
        const shelf = list[i]!;
        if (this.end[shelf] === 0 || !this.takes(shelf, width, height)) continue;
        if (best < 0 || this.height[shelf]! < this.height[best]!) best = shelf;
      }
    }
    return best;
  }

  /** Cuts a shelf from an empty one; `otherwise` comes before a new page. */
  private open(height: number, otherwise: number, mayGrow: boolean): number {
    for (let page = 0; page < this.pages.length; page++) {
      const list = this.pages[page]!;
      for (let i = 0; i < list.length; i++) {
        if (this.end[list[i]!] === 0 && this.height[list[i]!]! >= height) {
          return this.cut(page, i, height);
        }
      }
    }
    if (otherwise >= 0 || this.pages.length >= this.maxPages || !mayGrow) return otherwise;
    return this.cut(this.addPage(), 0, height);
  }

  /** Leaves of an empty shelf what a bitmap needs; the rest becomes an empty shelf below. */
  private cut(page: number, index: number, height: number): number {
    const list = this.pages[page]!;
    const shelf = list[index]!;
    const rounded = Math.ceil(height / STEP) * STEP;
    const rest = this.height[shelf]! - rounded;
    if (rest <= 0) return shelf;
    this.height[shelf] = rounded;
    list.splice(index + 1, 0, this.create(page, this.y[shelf]! + rounded, rest));
    return shelf;
  }

  /** Whether something on a shelf was asked for or marked in a frame. */
  isInUse(shelf: number, frame: number): boolean {
    if (this.end[shelf] === 0) return false;
    return this.used[shelf] === frame || this.shown[shelf] === frame;
  }

  private newest(list: number[], from: number, to: number): number {
    let newest = NONE;
    for (let i = from; i <= to; i++) {
      const shelf = list[i]!;
      if (this.end[shelf] !== 0) newest = Math.max(newest, this.used[shelf]!);
    }
    return newest;
  }

  /** Makes one empty shelf of neighbours of a page, from one place in its list up to another, and returns it; `drop` is told of those that hold something. */
  merge(page: number, from: number, to: number, drop: (shelf: number) => void): number {
    const list = this.pages[page]!;
    const shelf = list[from]!;
    let height = 0;
    for (let i = from; i <= to; i++) {
      const each = list[i]!;
      if (this.end[each] !== 0) drop(each);
      height += this.height[each]!;
      if (i === from) continue;
      // Found by `last` it must have no room.
      this.height[each] = 0;
      this.free.push(each);
    }
    list.splice(from + 1, to - from);
    this.reset(shelf, page, this.y[shelf]!, height);
    return shelf;
  }

  private create(page: number, y: number, height: number): number {
    const shelf = this.free.pop() ?? this.count++;
    if (shelf === this.page.length) this.grow();
    this.reset(shelf, page, y, height);
    return shelf;
  }

  private reset(shelf: number, page: number, y: number, height: number): void {
    this.page[shelf] = page;
    this.y[shelf] = y;
    this.height[shelf] = height;
    this.end[shelf] = 0;
    this.sent[shelf] = 0;
    this.used[shelf] = NONE;
    this.shown[shelf] = NONE;
    this.slot[shelf] = NONE;
    const first = page * this.lines + (y >> 2);
    this.at.fill(shelf, first, first + Math.ceil(height / STEP));
  }

  private addPage(): number {
    const page = this.pages.length;
    const at = new Int32Array((page + 1) * this.lines);
    at.set(this.at);
    this.at = at;
    this.pages.push([]);
    this.pages[page]!.push(this.create(page, 0, this.size));
    return page;
  }

  private grow(): void {
    const length = this.page.length * 2;
    this.page = grown(this.page, new Uint16Array(length));
    this.y = grown(this.y, new Uint16Array(length));
    this.height = grown(this.height, new Uint16Array(length));
    this.end = grown(this.end, new Uint16Array(length));
    this.sent = grown(this.sent, new Uint16Array(length));
    this.used = grown(this.used, new Int32Array(length));
    this.slot = grown(this.slot, new Int32Array(length));
    this.shown = grown(this.shown, new Int32Array(length));
  }
}

export type { Shelves };

/** Gives one empty page of `size` texels, to become at most `maxPages`. */
export function createShelves(size: number, maxPages: number): Shelves {
  return new Shelves(size, maxPages);
}

/** Copies a typed array into a longer one and returns that. */
export function grown<A extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: A,
): A {
  to.set(from);
  return to;
}
