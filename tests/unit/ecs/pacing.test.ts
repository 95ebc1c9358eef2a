import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer, type Pacer } from '../../../src/ecs';
import { same } from '../../same';
import { bytesPerCall, NOTHING, RUNS } from '../structures/runs';

const DISPLAYS = [50, 60, 72, 75, 90, 100, 120, 144, 165, 240];
const TARGETS = [30, 60, 90, 120];
/** Ticks after which every display is known. */
const WARM = 16;

describe('a pacer', () => {
  it.each(DISPLAYS.flatMap((display) => TARGETS.map((target) => [display, target] as const)))(
    'on a display of %i aims at %i with the nearest whole divisor, and never misses its turn',
    (display, target) => {
      const pacer = paced(target);
      let now = run(pacer, display, WARM);
      const divisor = nearestDivisor(display, target);
      expect([Math.round(pacer.displayFps), pacer.divisor]).toEqual([display, divisor]);
      expect(pacer.periodMs).toBeCloseTo((1000 / display) * divisor, 6);
      const taken: number[] = [];
      while (taken.length < 2) {
        now += 1000 / display;
        if (pacer.takes(now)) taken.push(0);
      }
      for (let tick = 1; tick <= 100 * divisor; tick++) {
        if (pacer.takes(now + (tick * 1000) / display)) taken.push(tick);
      }
      expect(taken.slice(2)).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * divisor));
      expect(pacer.dropped).toBe(0);
    },
  );

  it('without a target takes every tick', () => {
    const pacer = paced(0);
    for (let tick = 0; tick < 100; tick++) expect(pacer.takes(tick * 6.94)).toBe(true);
    expect([pacer.divisor, pacer.skipped, pacer.dropped]).toEqual([1, 0, 0]);
  });

  it('keeps its step whatever the clock’s ticks are off by, up to a third of one', () => {
    const jitter = fc.array(fc.double({ min: -0.32, max: 0.32, noNaN: true }), {
      minLength: 200,
      maxLength: 200,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(60, 90, 120, 144),
        fc.constantFrom(30, 60),
        jitter,
        (display, target, offsets) => {
          const pacer = paced(target);
          const start = run(pacer, display, WARM * 4);
          const divisor = pacer.divisor;
          expect(divisor).toBe(nearestDivisor(display, target));
          const taken: number[] = [];
          offsets.forEach((offset, i) => {
            // Half of it, as two ticks may be off against each other.
            if (pacer.takes(start + ((i + 1 + offset / 2) * 1000) / display)) taken.push(i);
          });
          for (let i = 1; i < taken.length; i++) same(taken[i]! - taken[i - 1]!, divisor);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('counts the ticks that a long frame made it miss, and those it left out, apart', () => {
    const pacer = paced(30);
    let now = run(pacer, 60, WARM + 1);
    const skipped = pacer.skipped;
    while (!pacer.takes(now)) now += 1000 / 60;
    // A frame that takes five ticks: three more than the two it has.
    expect(pacer.takes(now + (5 * 1000) / 60)).toBe(true);
    expect(pacer.dropped).toBe(3);
    expect(pacer.takes(now + (6 * 1000) / 60)).toBe(false);
    expect(pacer.skipped).toBeLessThanOrEqual(skipped + 2);
  });

  it('tells the display from ticks of which every third is missed', () => {
    const pacer = paced(60);
    let now = 0;
    for (let tick = 0; tick < 96; tick++) {
      now += 1000 / 120;
      if (tick % 3 !== 2) pacer.takes(now);
    }
    expect(Math.round(pacer.displayFps)).toBe(120);
  });

  it('takes no slow frames for a slow display', () => {
    const pacer = paced(60);
    let now = run(pacer, 60, 40);
    for (let i = 0; i < 200; i++) {
      now += 2 * (1000 / 60);
      expect(pacer.takes(now)).toBe(true);
      pacer.worked(20);
    }
    expect([Math.round(pacer.displayFps), pacer.dropped]).toEqual([60, 200]);
  });

  it('follows its window to another display', () => {
    const pacer = paced(60);
    const now = run(pacer, 60, 40);
    expect([Math.round(pacer.displayFps), pacer.divisor]).toEqual([60, 1]);
    run(pacer, 120, 48, now);
    expect([Math.round(pacer.displayFps), pacer.divisor]).toEqual([120, 2]);
  });

  it('takes the first tick after a rest or a pause at once, and counts nothing as missed', () => {
    const pacer = paced(30);
    const now = run(pacer, 60, WARM);
    pacer.rest();
    expect(pacer.takes(now + 100)).toBe(true);
    expect(pacer.takes(now + 10_000)).toBe(true);
    expect(pacer.dropped).toBe(0);
  });

  it('takes ticks of a host whose time stands still or runs backwards', () => {
    const pacer = paced(30);
    run(pacer, 60, WARM);
    expect([pacer.takes(5), pacer.takes(Number.NaN), pacer.takes(1)]).toEqual([true, true, true]);
  });

  it('allocates nothing', () => {
    const pacer = paced(30);
    const bytes = bytesPerCall((call) => {
      pacer.takes(call * 16.67);
    }, 20_000);
    expect(bytes).toBeLessThan(NOTHING);
  });
});

function paced(targetFps: number): Pacer {
  const pacer = createPacer();
  pacer.targetFps = targetFps;
  return pacer;
}

/** Lets ticks pass and returns the time of the last. */
function run(pacer: Pacer, display: number, ticks: number, from = 0): number {
  for (let tick = 1; tick <= ticks; tick++) pacer.takes(from + (tick * 1000) / display);
  return from + (ticks * 1000) / display;
}

function nearestDivisor(display: number, target: number): number {
  let best = 1;
  for (let divisor = 2; divisor <= 12; divisor++) {
    const off = (each: number): number => Math.abs(Math.log(display / each / target));
    if (off(divisor) < off(best)) best = divisor;
  }
  return best;
}
