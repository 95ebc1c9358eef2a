// Pieces of work of 70 ns to some µs that two benchmarkers time alike. Plain JavaScript: mitata's process imports it as it is.

const KEYS = 1_000;
const SORTED = 100;
const ROWS = 1_024;

/** By id: `setup` makes the state, `run` does the work and gives a result. */
export const micros = {
  'map-get': {
    setup: () => {
      // Numbers: the hashes of strings are seeded anew in every process.
      const map = new Map(Array.from({ length: KEYS }, (_, i) => [(i * 7919) % 104_729, i]));
      return { map, keys: [...map.keys()] };
    },
    // Many at once: what calling costs, a few ns either way, is a tenth of a few look-ups.
    run: ({ map, keys }) => {
      let sum = 0;
      for (let i = 0; i < keys.length; i += 10) sum += map.get(keys[i]);
      return sum;
    },
  },
  'array-sum': {
    setup: () => Float64Array.from({ length: KEYS }, (_, i) => (i * 7919) % 97),
    run: (values) => {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i];
      return sum;
    },
  },
  'string-split': {
    setup: () => Array.from({ length: 40 }, (_, i) => `word${i}`).join(' '),
    run: (text) => text.split(' '),
  },
  'array-sort': {
    setup: () => Array.from({ length: SORTED }, (_, i) => (i * 7919) % 1_009),
    run: (values) => values.slice().sort((a, b) => a - b),
  },
  'fenwick-find': {
    setup: () => {
      const sums = new Float64Array(ROWS + 1);
      for (let node = 1; node <= ROWS; node++) sums[node] = (node & -node) * 24;
      return { sums, tops: Float64Array.from({ length: 8 }, (_, i) => (i * 2_909) % (ROWS * 24)) };
    },
    run: ({ sums, tops }) => {
      let found = 0;
      for (let i = 0; i < tops.length; i++) {
        let node = 0;
        let left = tops[i];
        // The length, not the constant: a bundler makes that a variable, which costs a sixth.
        for (let step = (sums.length - 1) >> 1; step > 0; step >>= 1) {
          if (sums[node + step] > left) continue;
          node += step;
          left -= sums[node];
        }
        found += node;
      }
      return found;
    },
  },
};
