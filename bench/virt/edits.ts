import type { ContenderContext, FunctionContender } from 'rafter-ui/benchmark';
import type { SizeIndex } from '../../src/structures';
import type { FlatFenwick } from './fenwick';
import {
  measuredFenwick,
  measuredOurs,
  measuredTanstack,
  measuredVirtua,
  type Tanstack,
  tanstackOptions,
  VIEWPORT,
  type VirtuaLayout,
} from './lists';
import { createWork, draw, type Work } from './work';

/** Edits of a run: enough to outlast the clock's grain, few where one takes milliseconds. */
const MANY = 20_000;

type Editing<L> = {
  make(rows: number): L;
  /** Edits of one run, and how many times each is counted. */
  edits: number;
  each?: number;
  run(work: Work<L>, context: ContenderContext): unknown;
};

function editing<L>({ make, edits, each = 1, run }: Editing<L>, rows: number) {
  const contender: FunctionContender<Work<L>> = {
    setup: () => createWork(make(rows), edits),
    before: (work, { random }) => draw(work, random, rows),
    run,
    operations: edits * each,
  };
  return contender;
}

/** Sets one random row, then finds the first and last row of a window. */
export function resizing(rows: number) {
  return {
    rafter: editing<SizeIndex>({ make: measuredOurs, edits: MANY, run: resizeOurs }, rows),
    'flat Fenwick (reference)': editing<FlatFenwick>(
      { make: measuredFenwick, edits: MANY, run: resizeFenwick },
      rows,
    ),
    '@tanstack/virtual-core': editing<Tanstack>(
      { make: measuredTanstack, edits: 4, run: resizeTanstack },
      rows,
    ),
    virtua: editing<VirtuaLayout>({ make: measuredVirtua, edits: 100, run: resizeVirtua }, rows),
  };
}

/** Inserts a row at a random place and removes one at another. */
export function inserting(rows: number) {
  const twice = { each: 2 };
  return {
    rafter: editing<SizeIndex>(
      { make: measuredOurs, edits: MANY, ...twice, run: insertOurs },
      rows,
    ),
    'flat Fenwick (reference)': editing<FlatFenwick>(
      { make: measuredFenwick, edits: 4, ...twice, run: insertFenwick },
      rows,
    ),
    '@tanstack/virtual-core': editing<Tanstack>(
      {
        make: measuredTanstack,
        edits: 2,
        ...twice,
        run: (work) => insertTanstack(work, rows),
      },
      rows,
    ),
    virtua: editing<VirtuaLayout>(
      { make: measuredVirtua, edits: 4, ...twice, run: (work) => insertVirtua(work, rows) },
      rows,
    ),
  };
}

function resizeOurs({ list, rows, sizes, tops }: Work<SizeIndex>): number {
  let found = 0;
  for (let each = 0; each < rows.length; each++) {
    list.setSize(rows[each]!, sizes[each]!);
    const top = tops[each]!;
    found += list.find(top) + list.find(top + VIEWPORT);
  }
  return found;
}

function resizeFenwick({ list, rows, sizes, tops }: Work<FlatFenwick>): number {
  let found = 0;
  for (let each = 0; each < rows.length; each++) {
    list.set(rows[each]!, sizes[each]!);
    const top = tops[each]!;
    found += list.find(top) + list.find(top + VIEWPORT);
  }
  return found;
}

function resizeTanstack({ list, rows, sizes, tops }: Work<Tanstack>): number {
  let found = 0;
  for (let each = 0; each < rows.length; each++) {
    list.resizeItem(rows[each]!, sizes[each]!);
    const top = tops[each]!;
    const first = list.getVirtualItemForOffset(top);
    const last = list.getVirtualItemForOffset(top + VIEWPORT);
    found += first!.index + last!.index;
  }
  return found;
}

function resizeVirtua({ list, rows, sizes, tops }: Work<VirtuaLayout>): number {
  let found = 0;
  for (let each = 0; each < rows.length; each++) {
    list.$setItemSizes([[rows[each]!, sizes[each]!]], VIEWPORT);
    const top = tops[each]!;
    const [first, last] = list.$getRange(top, top + VIEWPORT);
    found += first + last;
  }
  return found;
}

function insertOurs({ list, rows, sizes }: Work<SizeIndex>): number {
  for (let each = 0; each < rows.length; each++) {
    list.insert(rows[each]!, 1, sizes[each]!);
    list.remove(rows[rows.length - 1 - each]!, 1);
  }
  return list.total();
}

function insertFenwick({ list, rows, sizes }: Work<FlatFenwick>): number {
  for (let each = 0; each < rows.length; each++) {
    list.insert(rows[each]!, sizes[each]!);
    list.remove(rows[rows.length - 1 - each]!);
  }
  return list.find(VIEWPORT);
}

/** A changed count and the rebuild it causes. */
function insertTanstack({ list, rows }: Work<Tanstack>, count: number): number {
  let total = 0;
  for (let each = 0; each < rows.length; each++) {
    list.setOptions(tanstackOptions(count + 1));
    total += list.getTotalSize();
    list.setOptions(tanstackOptions(count));
    total += list.getTotalSize();
  }
  return total;
}

/** Rows before the first: it has no other place. */
function insertVirtua({ list, rows }: Work<VirtuaLayout>, count: number): number {
  let total = 0;
  for (let each = 0; each < rows.length; each++) {
    list.$setLength(count + 1, true);
    total += list.$getTotalSize();
    list.$setLength(count, true);
    total += list.$getTotalSize();
  }
  return total;
}
