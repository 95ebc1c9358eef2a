import { type ContenderContext, type MeasureContender, suite } from 'rafter-ui/benchmark';
import type { SizeIndex } from '../src/structures';
import { inserting, resizing } from './virt/edits';
import { flingQuantities, forecasters, measureFling } from './virt/fling';
import {
  measuredFenwick,
  measuredOurs,
  measuredTanstack,
  measuredVirtua,
  mountFenwick,
  mountOurs,
  mountTanstack,
  mountVirtua,
  VIEWPORT,
} from './virt/lists';
import { type Held, weigh } from './virt/work';

const ROWS = 1_000_000;
const FINDS = 1_024;
/** So many that no processor learns which way the search goes. */
const PLACES = FINDS * 128;
const LEFT_OUT =
  'react-virtuoso is left out: its package exports React components only, its tree of sizes cannot be imported unpatched.';

/** Finds the first and last row of windows at random places. */
function finding<L>(make: (rows: number) => L, find: (list: L, top: number) => number) {
  return {
    setup({ parameters, random }: ContenderContext) {
      const rows = parameters.rows ?? ROWS;
      const tops = Float64Array.from({ length: PLACES }, () => random() * rows * 60);
      return { list: make(rows), tops, at: 0 };
    },
    run(state: { list: L; tops: Float64Array; at: number }) {
      const { list, tops, at } = state;
      let found = 0;
      for (let each = at; each < at + FINDS; each++) found += find(list, tops[each]!);
      state.at = (at + FINDS) % PLACES;
      return found;
    },
    operations: FINDS,
  };
}

/** Bytes a row of a fresh list and of one whose rows are all measured. */
function weighing(
  mount: (rows: number) => unknown,
  measured: (rows: number) => unknown,
): MeasureContender<Held> {
  return {
    setup: () => ({ list: undefined }),
    measure: (held) => ({
      mounted: weigh(held, () => mount(ROWS)) / ROWS,
      measured: weigh(held, () => measured(ROWS)) / ROWS,
    }),
  };
}

/** Whoever finds windows. */
const finders = {
  rafter: finding(measuredOurs, (list, top) => list.find(top) + list.find(top + VIEWPORT)),
  'flat Fenwick (reference)': finding(
    measuredFenwick,
    (list, top) => list.find(top) + list.find(top + VIEWPORT),
  ),
  '@tanstack/virtual-core': finding(measuredTanstack, (list, top) => {
    const first = list.getVirtualItemForOffset(top);
    return first!.index + list.getVirtualItemForOffset(top + VIEWPORT)!.index;
  }),
  virtua: finding(measuredVirtua, (list, top) => {
    const [first, last] = list.$getRange(top, top + VIEWPORT);
    return first + last;
  }),
};

suite('virt', (s) => {
  s.bench('resize-1m', {
    unit: 'µs',
    notes: `set one random row, then find the first and last row of a window. ${LEFT_OUT}`,
    contenders: resizing(ROWS),
  });

  s.bench('insert-1m', {
    unit: 'µs',
    notes:
      'insert a row at a random place, remove one at another; time of one edit, all rows measured. ' +
      'TanStack: a changed count and the rebuild it causes. virtua: rows before the first, it has no other place.',
    contenders: inserting(ROWS),
  });

  s.bench('find', {
    unit: 'ns',
    parameters: { rows: [1_000, 10_000, 100_000, ROWS] },
    notes: 'find the first and last row of a window at a random place, all rows measured',
    contenders: finders,
  });

  s.bench('find-1m', {
    unit: 'ns',
    notes: `the same of a million rows alone. ${LEFT_OUT}`,
    contenders: finders,
  });

  s.bench('mount-1m', {
    notes: `make a list of a million rows of which none is measured. ${LEFT_OUT}`,
    contenders: {
      rafter: { run: () => mountOurs(ROWS), ...ownBytes(mountOurs) },
      'flat Fenwick (reference)': { run: () => mountFenwick(ROWS) },
      '@tanstack/virtual-core': { run: () => mountTanstack(ROWS) },
      virtua: { run: () => mountVirtua(ROWS) },
    },
  });

  s.bench('measured-1m', {
    notes: `make a list of a million rows and measure every one. ${LEFT_OUT}`,
    contenders: {
      rafter: { run: () => measuredOurs(ROWS), ...ownBytes(measuredOurs) },
      'flat Fenwick (reference)': { run: () => measuredFenwick(ROWS) },
      '@tanstack/virtual-core': { run: () => measuredTanstack(ROWS) },
      virtua: { run: () => measuredVirtua(ROWS) },
    },
  });

  s.bench('memory-1m', {
    gate: false,
    quantities: { mounted: 'B/row', measured: 'B/row' },
    // Not a time.
    reference: false,
    effort: { minSamples: 1 },
    notes: 'heap and array buffers after a full collection, less those before the list was made',
    contenders: {
      rafter: weighing(mountOurs, measuredOurs),
      'flat Fenwick (reference)': weighing(mountFenwick, measuredFenwick),
      '@tanstack/virtual-core': weighing(mountTanstack, measuredTanstack),
      virtua: weighing(mountVirtua, measuredVirtua),
    },
  });

  s.bench('fling', {
    gate: false,
    quantities: flingQuantities,
    // Not a time.
    reference: false,
    effort: { minSamples: 1 },
    notes:
      'Mean error of the place foretold 100, 250 and 500 ms ahead. clean: flings of 6,000 px/s that lose a share of their speed, ' +
      'without noise. wheel: 20 streams of whole pixels, stamps off by 3 ms, of eight curves as operating systems have them, four ' +
      'flings each of which three are grabbed; unseen: 20 of the two curves that the predictor was not made by. worst: the greatest ' +
      'of one stream to the better of the other two, at each horizon.',
    contenders: {
      rafter: foretelling('rafter'),
      'constant velocity': foretelling('constant velocity'),
      'no prediction': foretelling('no prediction'),
    },
  });
});

function foretelling(name: keyof typeof forecasters): MeasureContender<() => number> {
  return {
    setup: ({ random }) => random,
    measure: (random) => measureFling(forecasters[name], random),
  };
}

/** Bytes of a list by its own count, of one more list for every reading: totals only grow. */
function ownBytes(make: (rows: number) => SizeIndex) {
  let bytes = 0;
  return {
    counters: () => {
      bytes += make(ROWS).bytes;
      return { bytes };
    },
  };
}
