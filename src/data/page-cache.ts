/** Some rows that were loaded at once. */
export type Page<T> = {
  readonly index: number;
  rows: ArrayLike<T>;
  bytes: number;
  /** To be loaded anew; its rows stand meanwhile. */
  isStale: boolean;
  newer: Page<T> | undefined;
  older: Page<T> | undefined;
};

/** Pages by index, and in the order in which they were last wanted. */
export type PageCache<T> = {
  readonly count: number;
  readonly bytes: number;
  get(index: number): Page<T> | undefined;
  /** Puts one in, as the one wanted last. */
  put(index: number, rows: ArrayLike<T>, bytes: number): Page<T>;
  /** Makes it the one wanted last. */
  touch(page: Page<T>): void;
  remove(page: Page<T>): void;
  /** The page that was wanted longest ago; `page.newer` leads on. */
  readonly oldest: Page<T> | undefined;
  clear(): void;
};

export function createPageCache<T>(): PageCache<T> {
  const pages = new Map<number, Page<T>>();
  let newest: Page<T> | undefined;
  let oldest: Page<T> | undefined;
  let bytes = 0;

  function unlink(page: Page<T>): void {
    if (page.newer) page.newer.older = page.older;
    else newest = page.older;
    if (page.older) page.older.newer = page.newer;
    else oldest = page.newer;
    page.newer = page.older = undefined;
  }

  function link(page: Page<T>): void {
    page.older = newest;
    if (newest) newest.newer = page;
    else oldest = page;
    newest = page;
  }

  return {
    get count() {
      return pages.size;
    },
    get bytes() {
      return bytes;
    },
    get oldest() {
      return oldest;
    },
    get: (index) => pages.get(index),
    put(index, rows, size) {
      let page = pages.get(index);
      if (page) {
        bytes -= page.bytes;
        unlink(page);
        page.rows = rows;
        page.bytes = size;
        page.isStale = false;
      } else {
        page = { index, rows, bytes: size, isStale: false, newer: undefined, older: undefined };
        pages.set(index, page);
      }
      bytes += size;
      link(page);
      return page;
    },
    touch(page) {
      if (page === newest) return;
      unlink(page);
      link(page);
    },
    remove(page) {
      if (!pages.delete(page.index)) return;
      bytes -= page.bytes;
      unlink(page);
    },
    clear() {
      pages.clear();
      newest = oldest = undefined;
      bytes = 0;
    },
  };
}
