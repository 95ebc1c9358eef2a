import { describe, expect, it } from 'vitest';
import {
  cleanErrors,
  fitted,
  forecasters,
  HORIZONS,
  heldOut,
  streamErrors,
  streams,
} from '../../../bench/virt/fling';
import { androidSpline, chromiumTouchpad, exponential } from '../../../bench/virt/fling-curves';
import { seeded } from '../../layout/random-tree';

const STREAMS = process.env.RAFTER_LONG === '1' ? 400 : 20;

describe('a fling', () => {
  it.each([
    ['iOS', exponential(0.998), 2997],
    ['Chromium', chromiumTouchpad, 1455],
    ['Android', androidSpline, 4361],
  ])('of %s begins as fast as it was let go, and rests where it does there', (_, family, rest) => {
    const speed = 6;
    const curve = family(speed);
    expect(curve.at(0)).toBeCloseTo(0, 6);
    expect(Math.abs(curve.at(1) - speed)).toBeLessThan(0.03 * speed);
    expect(Math.abs(curve.at(1e5) - rest)).toBeLessThan(1);
    expect(curve.at(curve.restMs)).toBeGreaterThan(curve.at(1e5) - 20);
  });

  it('without noise is foretold to 10 px a quarter of a second ahead', () => {
    for (const family of fitted) {
      const ours = cleanErrors(forecasters.rafter, family);
      const steady = cleanErrors(forecasters['constant velocity'], family);
      expect(ours[1]).toBeLessThan(10);
      expect(steady[1]).toBeGreaterThan(60);
      ours.forEach((error, at) => {
        expect(error).toBeLessThan(0.06 * steady[at]!);
      });
    }
  });

  it('of a wheel is foretold better than by its speed, and not at all, in no stream much worse', () => {
    for (const families of [[...fitted, ...heldOut], heldOut]) {
      const sums = HORIZONS.map(() => [0, 0, 0]);
      for (const stream of streams(families, STREAMS, seeded(1))) {
        const ours = streamErrors(forecasters.rafter, stream);
        const steady = streamErrors(forecasters['constant velocity'], stream);
        const still = streamErrors(forecasters['no prediction'], stream);
        HORIZONS.forEach((horizon, at) => {
          expect(ours[at]! / Math.min(steady[at]!, still[at]!), `${horizon} ms`).toBeLessThan(1.05);
          [ours, steady, still].forEach((errors, i) => {
            sums[at]![i]! += errors[at]!;
          });
        });
      }
      for (const [ours, steady, still] of sums) {
        expect(ours).toBeLessThan(0.85 * steady!);
        expect(ours).toBeLessThan(0.6 * still!);
      }
    }
  });
});
