import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePoint, createNormal, createRandom, welch } from '../../../src/statistics';
import { expectClose } from './close';
import { RUNS } from './runs';

const SERIES = process.env.RAFTER_LONG ? 2500 : 400;

describe('changePoint', () => {
  it('finds a clear step at its index, with both levels and the direction', () => {
    const noise = [0.1, -0.1, 0.05, -0.05, 0];
    const values = Array.from({ length: 40 }, (_, i) => (i < 25 ? 10 : 12) + noise[i % 5]!);
    const found = changePoint(values)!;
    expect(found.index).toBe(25);
    expectClose(found.before, 10);
    expectClose(found.after, 12);
    expect(found.t).toBeGreaterThan(0);
    expect(changePoint(values.map((value) => -value))?.t).toBeLessThan(0);
  });

  it('takes the split that Welch calls most significant', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 2, max: 5 }), (values, least) => {
        const options = { span: 20, minBefore: least, minAfter: 3, level: 0.2 };
        const found = changePoint(values, options);
        const expected = naive(values, options);
        expectClose(found?.p, expected?.p, 1e-9);
        if (found) {
          const start = Math.max(0, values.length - 20);
          const before = values.slice(start, found.index);
          const after = values.slice(found.index);
          expectClose(found.p, welch(after, before)?.p, 1e-9);
          expectClose(found.t, welch(after, before)?.t, 1e-9);
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('looks at the latest values only', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i < 45 ? 1 : 2) + 0.01 * (i % 3));
    expect(changePoint(values)).toBeUndefined();
    expect(changePoint(values, { span: 100 })?.index).toBe(45);
    expect(changePoint(values, { span: 65 })?.index).toBe(45);
  });

  it('needs the least values on each side', () => {
    const step = (before: number, after: number) => [
      ...Array.from({ length: before }, (_, i) => 1 + 0.001 * (i % 2)),
      ...Array.from({ length: after }, (_, i) => 2 + 0.001 * (i % 2)),
    ];
    expect(changePoint(step(10, 7))?.index).toBe(10);
    expect(changePoint(step(9, 7))).toBeUndefined();
    expect(changePoint(step(10, 6))).toBeUndefined();
    expect(changePoint(step(5, 3), { minBefore: 5, minAfter: 3 })?.index).toBe(5);
    expect(changePoint([1, 2], { minBefore: 0, minAfter: 0 })).toBeUndefined();
    expect(changePoint([])).toBeUndefined();
  });

  it('sees nothing in a constant history and a change between two constants', () => {
    expect(changePoint(new Array(50).fill(0.1))).toBeUndefined();
    const values = Array.from({ length: 30 }, (_, i) => (i < 15 ? 0.1 : 0.3));
    expect(changePoint(values)).toEqual({
      index: 15,
      before: 0.1,
      after: 0.3,
      p: 0,
      t: Number.POSITIVE_INFINITY,
    });
  });

  it('keeps its digits far from zero', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1) + ((i * 7) % 5) / 4);
    const far = values.map((value) => value + 2 ** 30);
    expectClose(changePoint(far)?.p, changePoint(values)?.p, 1e-9);
  });

  it('raises at most 0.2 alarms in 100 clean builds and finds 5 % at a deviation of 2.66 % within 10 builds', () => {
    const { falseAlarms, found } = simulate({ deviation: 0.0266, step: 0.05 });
    expect(falseAlarms).toBeLessThanOrEqual(0.2);
    expect(found).toBeGreaterThanOrEqual(75);
  });

  it('finds 2 % at a deviation of 0.56 % nearly always, on as few false alarms', () => {
    const { falseAlarms, found } = simulate({ deviation: 0.0056, step: 0.02 });
    expect(falseAlarms).toBeLessThanOrEqual(0.2);
    expect(found).toBeGreaterThanOrEqual(97);
  });
});

/** Judges histories after every build, starting anew after an alarm; alarms in 100 clean builds, steps found in percent. */
function simulate({ deviation, step }: { deviation: number; step: number }) {
  const normal = createNormal(createRandom(5));
  let alarms = 0;
  let found = 0;
  for (let series = 0; series < SERIES; series++) {
    let history: number[] = [];
    for (let build = 0; build < 60; build++) {
      history.push((1 + deviation * normal()) * (build < 50 ? 1 : 1 + step));
      const change = changePoint(history);
      if (!change) continue;
      history = history.slice(change.index);
      if (build < 50) {
        alarms++;
      } else {
        found++;
        break;
      }
    }
  }
  return { falseAlarms: (100 * alarms) / (50 * SERIES), found: (100 * found) / SERIES };
}

function naive(
  values: readonly number[],
  options: { span: number; minBefore: number; minAfter: number; level: number },
) {
  const latest = values.slice(-options.span);
  let best: { p: number } | undefined;
  for (let split = options.minBefore; split <= latest.length - options.minAfter; split++) {
    const { p } = welch(latest.slice(split), latest.slice(0, split))!;
    if (p <= options.level && !(best && best.p <= p)) best = { p };
  }
  return best;
}

function histories() {
  const value = fc.double({ min: 90, max: 110, noNaN: true });
  return fc.array(value, { maxLength: 30 });
}
