import type { FunctionContender } from './definition';

const SIZE = 4096;
const STEPS = 2048;

type State = { links: Int32Array; weights: Float64Array };

/**
 * A fixed piece of work of about 10 µs that never changes: dependent reads of typed arrays, integer and float arithmetic, branches
 * that cannot be foretold. Times are stored as ratios to it, so that a slower or busier machine does not look like slower code.
 */
export const referenceLoop: FunctionContender<State> = {
  role: 'reference',
  setup() {
    const links = new Int32Array(SIZE);
    const weights = new Float64Array(SIZE);
    for (let i = 0; i < SIZE; i++) {
      // A full cycle: 1 mod 4 times i plus an odd number, modulo a power of two.
      links[i] = (i * 2741 + 1499) & (SIZE - 1);
      weights[i] = (i % 97) / 7;
    }
    return { links, weights };
  },
  run({ links, weights }) {
    let at = 0;
    let sum = 0;
    for (let step = 0; step < STEPS; step++) {
      at = links[at]!;
      const weight = weights[at]!;
      sum = weight > 6.5 ? sum + weight * 1.25 : sum - weight;
    }
    return sum;
  },
};
