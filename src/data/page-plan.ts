/** Ranges of rows, first and last by turns, -1 for none: in sight, soon in sight, at rest. As a list tells them. */
export type ShownRanges = Int32Array;

const MOST_PAGES = 0x7fffffff;

/** Which pages to ask for, those that matter most first. */
export type PagePlan = {
  readonly pages: Int32Array;
  readonly count: number;
  /** First and last page in sight, -1 none. */
  readonly first: number;
  readonly last: number;
  /** Plans for what is shown. Returns true if it is another plan than before. */
  make(shown: ShownRanges, rowCount: number): boolean;
  includes(page: number): boolean;
};

/** Makes an empty plan of at most `most` pages beyond those in sight, `beside` of them on each side of the sight. */
export function createPagePlan(pageSize: number, most: number, beside: number): PagePlan {
  let pages = new Int32Array(8);
  let before = new Int32Array(8);
  let count = 0;
  let limit = 0;
  let pageCount = 0;
  let rows = 0;

  function includes(page: number): boolean {
    for (let i = 0; i < count; i++) if (pages[i] === page) return true;
    return false;
  }

  function add(page: number): void {
    if (page < 0 || page >= pageCount || count >= limit || includes(page)) return;
    if (count === pages.length) {
      const longer = new Int32Array(count * 2);
      longer.set(pages);
      pages = longer;
    }
    pages[count++] = page;
  }

  /** Adds those of a range, upwards from its last where `isUp`. */
  function addRows(first: number, last: number, isUp: boolean): void {
    // Rows that were shown may be gone by now.
    if (first < 0 || first >= rows) return;
    const from = Math.floor(first / pageSize);
    const to = Math.min(pageCount - 1, Math.floor(last / pageSize));
    for (let i = from; i <= to && count < limit; i++) add(isUp ? to - (i - from) : i);
  }

  const plan = {
    pages,
    count: 0,
    first: -1,
    last: -1,
    includes,
    make(shown: ShownRanges, rowCount: number): boolean {
      const oldCount = count;
      const old = pages;
      pages = before;
      before = old;
      count = 0;
      rows = rowCount;
      pageCount = Math.ceil(rowCount / pageSize);
      const isUp = shown[2]! >= 0 && shown[2]! < shown[0]!;
      limit = MOST_PAGES;
      addRows(shown[0]!, shown[1]!, isUp);
      plan.first = count > 0 ? Math.floor(shown[0]! / pageSize) : -1;
      plan.last = count > 0 ? plan.first + count - 1 : -1;
      limit = Math.max(most, count);
      addRows(shown[4]!, shown[5]!, isUp);
      addRows(shown[2]!, shown[3]!, isUp);
      for (let i = 1; i <= beside && plan.first >= 0; i++) {
        add(isUp ? plan.first - i : plan.last + i);
        add(isUp ? plan.last + i : plan.first - i);
      }
      plan.pages = pages;
      plan.count = count;
      if (count !== oldCount) return true;
      for (let i = 0; i < count; i++) if (pages[i] !== old[i]) return true;
      return false;
    },
  };
  return plan;
}
