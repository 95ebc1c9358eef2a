import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LevelChange, lastChange } from '../../../../src/benchmark/history';
import { changePoint, createNormal, createRandom } from '../../../../src/statistics';

describe('last change of a level', () => {
  it('is what a scan of every beginning of the values finds, one after the other', () => {
    fc.assert(
      fc.property(histories(), fc.constantFrom(1, 100), (values, family) => {
        expect(lastChange(values, 0.02, { family })).toEqual(scanAll(values, 0.02, 4e-4 / family));
      }),
    );
  });

  it('is found 7 builds after a clear step and stays where it was found', () => {
    const values = noisy(1, 40, 1).concat(noisy(1.1, 40, 2));
    expect(lastChange(values.slice(0, 46), 0.02)).toBeUndefined();
    const first = lastChange(values.slice(0, 47), 0.02);
    expect(first).toMatchObject({ index: 40, seenAt: 46 });
    expect(lastChange(values, 0.02)).toEqual(first);
  });

  it('is none of less than the smallest change that matters', () => {
    const values = noisy(1, 30, 1, 0.001).concat(noisy(1.015, 15, 2, 0.001));
    expect(lastChange(values, 0.02)).toBeUndefined();
    expect(lastChange(values, 0.01)).toMatchObject({ index: 30 });
  });

  it('is found between values that never vary', () => {
    const values = [...new Array<number>(15).fill(1), ...new Array<number>(7).fill(1.05)];
    expect(lastChange(values, 0.02)).toMatchObject({ index: 15, before: 1, p: 0 });
    expect(lastChange(values.slice(1), 0.02)).toBeUndefined();
    expect(lastChange(new Array<number>(60).fill(0.1), 0.02)).toBeUndefined();
  });

  it('needs better evidence where many series share one level', () => {
    const values = noisy(1, 40, 1, 0.03).concat(noisy(1.08, 10, 2, 0.03));
    expect(lastChange(values, 0.02)).toMatchObject({ index: 40 });
    expect(lastChange(values, 0.02, { family: 1_000_000 })).toBeUndefined();
  });

  it('is none of nothing', () => {
    expect(lastChange([], 0.02)).toBeUndefined();
    expect(lastChange([1], 0.02)).toBeUndefined();
  });
});

/** The plain way: every split of every window, with its p. */
function scanAll(values: readonly number[], minimumEffect: number, level: number) {
  let last: LevelChange | undefined;
  let start = 0;
  for (let end = 9; end <= values.length; end++) {
    if (end - start < 9) continue;
    const scan = { span: 40, minBefore: 15, minAfter: 7, level };
    const found = changePoint(values.slice(start, end), scan);
    if (!found || Math.abs(found.after / found.before - 1) < minimumEffect) continue;
    start += found.index;
    last = { ...found, index: start, seenAt: end - 1 };
  }
  return last;
}

/** Up to four levels of up to 40 values, also constant ones and far apart ones. */
function histories(): fc.Arbitrary<number[]> {
  const part = fc.record({
    level: fc.oneof(fc.double({ min: 0.9, max: 1.1, noNaN: true }), fc.constantFrom(1, 1.02, 1e6)),
    count: fc.nat({ max: 40 }),
    seed: fc.nat(),
    cv: fc.constantFrom(0, 1e-6, 0.0056, 0.0266, 0.2),
  });
  return fc
    .array(part, { maxLength: 4 })
    .map((parts) => parts.flatMap(({ level, count, seed, cv }) => noisy(level, count, seed, cv)));
}

function noisy(level: number, count: number, seed: number, cv = 0.01): number[] {
  const normal = createNormal(createRandom(seed));
  return Array.from({ length: count }, () => level * Math.max(0.01, 1 + cv * normal()));
}
