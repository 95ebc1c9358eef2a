const NEWLINE = 10;

/** How many lines end before each page: where a line is, in 8 bytes a page. */
export type LineIndex = {
  /** Pages that were looked at, from the first on. */
  readonly pages: number;
  /** Line ends in those. */
  readonly ends: number;
  /** Takes the next page, or the last one anew. */
  set(page: number, bytes: Uint8Array): void;
  /** The page with a line end, counted from 0. */
  pageOf(end: number): number;
  /** Line ends before a page. */
  before(page: number): number;
};

export function createLineIndex(): LineIndex {
  let before = new Float64Array(64);
  let pages = 0;
  return {
    get pages() {
      return pages;
    },
    get ends() {
      return before[pages]!;
    },
    set(page, bytes) {
      let count = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
      if (page + 1 === before.length) {
        const longer = new Float64Array(before.length * 2);
        longer.set(before);
        before = longer;
      }
      before[page + 1] = before[page]! + count;
      pages = page + 1;
    },
    pageOf(end) {
      let low = 0;
      let high = pages;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (before[middle + 1]! > end) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    before: (page) => before[page]!,
  };
}

/** Where lines end in a page: found once for each page that is there. */
export type PageEnds = { of(bytes: Uint8Array): Uint32Array };

export function createPageEnds(): PageEnds {
  // They go with their pages.
  const known = new WeakMap<Uint8Array, Uint32Array>();
  let found = new Uint32Array(1024);
  return {
    of(bytes) {
      let ends = known.get(bytes);
      if (ends) return ends;
      let count = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
        if (count === found.length) {
          const longer = new Uint32Array(count * 2);
          longer.set(found);
          found = longer;
        }
        found[count++] = at;
      }
      ends = found.slice(0, count);
      known.set(bytes, ends);
      return ends;
    },
  };
}
