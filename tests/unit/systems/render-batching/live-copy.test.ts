import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBitSet } from '../../../../src/structures';
import { LiveCopy } from '../../../../src/systems/render-batching/live-copy';

const WORDS = 3;
const ITEMS = 20;
/** Writes an item, sends what was written, copies some, or has another array with the same in it. */
const action = fc.record({
  what: fc.constantFrom('write', 'write', 'send', 'copy', 'copy', 'grow', 'end'),
  item: fc.nat(ITEMS * 2 - 1),
});

it('a copy that is made while its array is written to and sent is as the array is at the end', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      let array = new Uint32Array(ITEMS * 2 * WORDS).map((_, i) => i);
      const dirty = createBitSet();
      let sent: ((start: number, end: number) => void) | undefined;
      const copy = new LiveCopy({
        words: WORDS,
        array: () => array,
        dirty,
        listen(told) {
          sent = told;
        },
      });
      let value = 1000;
      for (const { what, item } of actions) {
        if (what === 'write') {
          array.fill(value++, item * WORDS, (item + 1) * WORDS);
          dirty.set(item);
        }
        if (what === 'send') {
          for (let from = 0; dirty.nextRange(from, 2); from = dirty.end)
            sent?.(dirty.start, dirty.end);
          dirty.clearAll();
        }
        if (what === 'grow') array = array.slice();
        if (what === 'end') copy.end();
        if (what !== 'copy' || !copy.go(ITEMS, (item % 9) + 1)) continue;
        expect(copy.take()).toEqual(array.slice(0, ITEMS * WORDS));
        expect(sent).toBeUndefined();
      }
      while (!copy.go(ITEMS, 7));
      expect(copy.take()).toEqual(array.slice(0, ITEMS * WORDS));
    }),
    { numRuns: process.env.RAFTER_LONG ? 20_000 : 1000 },
  );
});
