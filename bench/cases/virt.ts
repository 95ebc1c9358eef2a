import { Virtualizer } from '@tanstack/virtual-core';
import * as virtua from 'virtua/unstable_core';
import { createSizeIndex, type SizeIndex } from '../../src/structures';
import { interleave } from '../statistics';
import type { BenchCase, BenchContext } from '../types';

const ROWS = 1_000_000;
const ESTIMATE = 40;
const VIEWPORT = 800;
// A median over 15 rounds: fewer than 9 cannot decide, more only lengthen the TanStack batches.
const LEAST_ROUNDS = 15;
// Setups take seconds a round.
const LEAST_SETUP_ROUNDS = 5;

const OURS = 'rafter';
const FENWICK = 'flat Fenwick (reference)';
const TANSTACK = '@tanstack/virtual-core';
const VIRTUA = 'virtua';
const LEFT_OUT =
  'react-virtuoso is left out: its package exports React components only, its tree of sizes cannot be imported unpatched.';

/** Work drawn before the clock starts, the same for every contender. */
type Work = { rows: Int32Array; sizes: Float64Array; tops: Float64Array };

type Contender = {
  name: string;
  /** Operations in a timed batch: enough to outlast the clock's grain, few where one takes milliseconds. */
  operations: number;
  batch(work: Work, operations: number): void;
};

export const cases: BenchCase[] = [
  {
    id: 'virt/resize-1m',
    unit: 'µs',
    async run(context) {
      const contenders = [
        resizeOurs(measuredIndex()),
        resizeFenwick(measuredFenwick()),
        resizeTanstack(measuredTanstack()),
        resizeVirtua(measuredVirtua()),
      ];
      return race(
        context,
        contenders,
        1,
        `set one random row, then find the first and last row of a window. ${LEFT_OUT}`,
      );
    },
  },
  {
    id: 'virt/insert-1m',
    unit: 'µs',
    async run(context) {
      const contenders = [insertOurs(), insertFenwick(), insertTanstack(), insertVirtua()];
      return race(
        context,
        contenders,
        2,
        'insert a row at a random place, remove one at another; time of one edit, all rows measured. ' +
          'TanStack: a changed count and the rebuild it causes. virtua: rows before the first, it has no other place.',
      );
    },
  },
  {
    id: 'virt/mount-1m',
    unit: 'ms',
    async run(context) {
      return raceSetups(context, {
        [OURS]: () => createSizeIndex({ count: ROWS, size: ESTIMATE }),
        [FENWICK]: () => new FlatFenwick(ROWS, ESTIMATE),
        [TANSTACK]: () => mountTanstack(),
        [VIRTUA]: () => mountVirtua(),
      });
    },
  },
  {
    id: 'virt/measured-1m',
    unit: 'ms',
    async run(context) {
      return raceSetups(context, {
        [OURS]: () => measuredIndex(),
        [FENWICK]: () => measuredFenwick(),
        [TANSTACK]: () => measuredTanstack(),
        [VIRTUA]: () => measuredVirtua(),
      });
    },
  },
];

/** The textbook structure: one binary indexed tree over float64 sizes, one node a row. */
class FlatFenwick {
  readonly sizes: Float64Array;
  readonly sums: Float64Array;
  length: number;
  private highestStep = 1;

  constructor(count: number, size: number) {
    // Room for the rows that the insert bench adds.
    this.sizes = new Float64Array(count + 64).fill(size, 0, count);
    this.sums = new Float64Array(count + 65);
    this.length = count;
    this.rebuild();
  }

  set(row: number, size: number): void {
    const delta = size - this.sizes[row]!;
    if (delta === 0) return;
    this.sizes[row] = size;
    for (let node = row + 1; node <= this.length; node += node & -node) {
      this.sums[node] = this.sums[node]! + delta;
    }
  }

  find(offset: number): number {
    let row = 0;
    let left = offset;
    for (let step = this.highestStep; step > 0; step >>= 1) {
      const next = row + step;
      if (next <= this.length && this.sums[next]! <= left) {
        row = next;
        left -= this.sums[next]!;
      }
    }
    return Math.min(row, this.length - 1);
  }

  insert(row: number, size: number): void {
    this.sizes.copyWithin(row + 1, row, this.length);
    this.sizes[row] = size;
    this.length++;
    this.rebuild();
  }

  remove(row: number): void {
    this.sizes.copyWithin(row, row + 1, this.length);
    this.length--;
    this.rebuild();
  }

  private rebuild(): void {
    const { length, sizes, sums } = this;
    sums.fill(0);
    for (let node = 1; node <= length; node++) {
      const sum = sums[node]! + sizes[node - 1]!;
      sums[node] = sum;
      const parent = node + (node & -node);
      if (parent <= length) sums[parent] = sums[parent]! + sum;
    }
    this.highestStep = 1 << (31 - Math.clz32(length));
  }
}

function measuredIndex(): SizeIndex {
  const index = createSizeIndex({ count: ROWS, size: ESTIMATE });
  for (let row = 0; row < ROWS; row++) index.setSize(row, sizeOf(row));
  return index;
}

function measuredFenwick(): FlatFenwick {
  const fenwick = new FlatFenwick(ROWS, ESTIMATE);
  for (let row = 0; row < ROWS; row++) fenwick.set(row, sizeOf(row));
  return fenwick;
}

type Tanstack = Virtualizer<Element, Element>;

function tanstackOptions(count: number) {
  return {
    count,
    estimateSize: () => ESTIMATE,
    // No element: only the measurements are asked for, and offset 0 keeps it from correcting a scroll position.
    getScrollElement: () => null,
    initialOffset: 0,
    scrollToFn: () => {},
    observeElementRect: () => {},
    observeElementOffset: () => {},
  };
}

function mountTanstack(): Tanstack {
  const virtualizer = new Virtualizer<Element, Element>(tanstackOptions(ROWS));
  virtualizer.getTotalSize();
  return virtualizer;
}

function measuredTanstack(): Tanstack {
  const virtualizer = mountTanstack();
  for (let row = 0; row < ROWS; row++) virtualizer.resizeItem(row, sizeOf(row));
  virtualizer.getTotalSize();
  return virtualizer;
}

/** The part of virtua's list layout that a window needs; its declarations leave it out. */
type VirtuaLayout = {
  $setItemSizes(sizes: [number, number][], viewport: number): void;
  $getRange(top: number, bottom: number): [number, number];
  $getItemOffset(row: number): number;
  $getTotalSize(): number;
  $setLength(count: number, isPrepend?: boolean): void;
};

const { createListLayout } = virtua as unknown as {
  createListLayout(count: number, size?: number): VirtuaLayout;
};

function mountVirtua(): VirtuaLayout {
  const layout = createListLayout(ROWS, ESTIMATE);
  layout.$getTotalSize();
  return layout;
}

function measuredVirtua(): VirtuaLayout {
  const layout = mountVirtua();
  const sizes = Array.from({ length: ROWS }, (_, row): [number, number] => [row, sizeOf(row)]);
  layout.$setItemSizes(sizes, VIEWPORT);
  layout.$getTotalSize();
  return layout;
}

function resizeOurs(index: SizeIndex): Contender {
  return {
    name: OURS,
    operations: 20_000,
    batch({ rows, sizes, tops }, operations) {
      for (let each = 0; each < operations; each++) {
        index.setSize(rows[each]!, sizes[each]!);
        const top = tops[each]!;
        keep(index.find(top) + index.find(top + VIEWPORT));
      }
    },
  };
}

function resizeFenwick(fenwick: FlatFenwick): Contender {
  return {
    name: FENWICK,
    operations: 20_000,
    batch({ rows, sizes, tops }, operations) {
      for (let each = 0; each < operations; each++) {
        fenwick.set(rows[each]!, sizes[each]!);
        const top = tops[each]!;
        keep(fenwick.find(top) + fenwick.find(top + VIEWPORT));
      }
    },
  };
}

function resizeTanstack(virtualizer: Tanstack): Contender {
  return {
    name: TANSTACK,
    operations: 4,
    batch({ rows, sizes, tops }, operations) {
      for (let each = 0; each < operations; each++) {
        virtualizer.resizeItem(rows[each]!, sizes[each]!);
        const top = tops[each]!;
        const first = virtualizer.getVirtualItemForOffset(top);
        const last = virtualizer.getVirtualItemForOffset(top + VIEWPORT);
        keep(first!.index + last!.index);
      }
    },
  };
}

function resizeVirtua(layout: VirtuaLayout): Contender {
  return {
    name: VIRTUA,
    operations: 100,
    batch({ rows, sizes, tops }, operations) {
      for (let each = 0; each < operations; each++) {
        layout.$setItemSizes([[rows[each]!, sizes[each]!]], VIEWPORT);
        const top = tops[each]!;
        const [first, last] = layout.$getRange(top, top + VIEWPORT);
        keep(first + last);
      }
    },
  };
}

function insertOurs(): Contender {
  const index = measuredIndex();
  return {
    name: OURS,
    operations: 20_000,
    batch({ rows, sizes }, operations) {
      for (let each = 0; each < operations; each++) {
        index.insert(rows[each]!, 1, sizes[each]!);
        index.remove(rows[operations - 1 - each]!, 1);
      }
      keep(index.total());
    },
  };
}

function insertFenwick(): Contender {
  const fenwick = measuredFenwick();
  return {
    name: FENWICK,
    operations: 4,
    batch({ rows, sizes }, operations) {
      for (let each = 0; each < operations; each++) {
        fenwick.insert(rows[each]!, sizes[each]!);
        fenwick.remove(rows[operations - 1 - each]!);
      }
      keep(fenwick.find(VIEWPORT));
    },
  };
}

function insertTanstack(): Contender {
  const virtualizer = measuredTanstack();
  return {
    name: TANSTACK,
    operations: 2,
    batch(_work, operations) {
      for (let each = 0; each < operations; each++) {
        virtualizer.setOptions(tanstackOptions(ROWS + 1));
        keep(virtualizer.getTotalSize());
        virtualizer.setOptions(tanstackOptions(ROWS));
        keep(virtualizer.getTotalSize());
      }
    },
  };
}

function insertVirtua(): Contender {
  const layout = measuredVirtua();
  return {
    name: VIRTUA,
    operations: 4,
    batch(_work, operations) {
      for (let each = 0; each < operations; each++) {
        layout.$setLength(ROWS + 1, true);
        keep(layout.$getTotalSize());
        layout.$setLength(ROWS, true);
        keep(layout.$getTotalSize());
      }
    },
  };
}

/** Times batches of every contender, in a new random order each round; samples are µs an edit. */
function race(context: BenchContext, contenders: Contender[], edits: number, notes: string) {
  const { random } = context;
  const samples = new Map<string, number[]>();
  const longest = Math.max(...contenders.map(({ operations }) => operations));
  const work: Work = {
    rows: new Int32Array(longest),
    sizes: new Float64Array(longest),
    tops: new Float64Array(longest),
  };
  const rounds = Math.max(LEAST_ROUNDS, context.rounds);
  // The round before the first warms up.
  for (const [round, order] of interleave(contenders, rounds + 1, random).entries()) {
    for (let each = 0; each < longest; each++) {
      work.rows[each] = Math.floor(random() * ROWS);
      work.sizes[each] = 20 + Math.floor(random() * 400) / 4;
      work.tops[each] = random() * ROWS * 60;
    }
    for (const { name, operations, batch } of order) {
      const start = performance.now();
      batch(work, operations);
      const elapsedUs = (performance.now() - start) * 1000;
      if (round > 0) push(samples, name, elapsedUs / operations / edits);
    }
  }
  return { ...split(samples), notes };
}

/** Times the making of each list, then weighs it: heap and array buffers after a full collection. */
function raceSetups(context: BenchContext, setups: Record<string, () => unknown>) {
  const times = new Map<string, number[]>();
  const weights = new Map<string, number[]>();
  const rounds = Math.max(LEAST_SETUP_ROUNDS, context.rounds);
  const orders = interleave(Object.keys(setups), rounds + 1, context.random);
  for (const [round, order] of orders.entries()) {
    for (const name of order) {
      const { elapsedMs, bytes } = makeAndWeigh(setups[name]!);
      if (round === 0) continue;
      push(times, name, elapsedMs);
      push(weights, name, bytes / ROWS);
    }
  }
  const index = setups[OURS]!() as SizeIndex;
  return {
    measurements: [
      { metric: 'time', ...split(times) },
      ...(globalThis.gc ? [{ metric: 'memory', unit: 'B/row', ...split(weights) }] : []),
    ],
    counters: { 'bytes a row by its own count': index.bytes / ROWS },
    notes: LEFT_OUT,
  };
}

const weighed: { list: unknown } = { list: undefined };

/** The list made is held by `weighed` alone, so that it is held while it is weighed and gone when the next one is made. */
function makeAndWeigh(setup: () => unknown): { elapsedMs: number; bytes: number } {
  weighed.list = undefined;
  const before = bytesHeld();
  const start = performance.now();
  weighed.list = setup();
  const elapsedMs = performance.now() - start;
  return { elapsedMs, bytes: bytesHeld() - before };
}

function bytesHeld(): number {
  // Twice: array buffers go a collection after the objects that held them.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function sizeOf(row: number): number {
  return 20 + ((row * 7919) % 400) / 4;
}

function split(samples: Map<string, number[]>) {
  const { [OURS]: ours = [], ...peers } = Object.fromEntries(samples);
  return { ours, peers };
}

function push(samples: Map<string, number[]>, name: string, value: number): void {
  const list = samples.get(name);
  if (list) list.push(value);
  else samples.set(name, [value]);
}

// What the batches compute goes somewhere, so that no engine drops the work.
let kept = 0;
function keep(value: number): void {
  kept = (kept + value) % 1024;
}
